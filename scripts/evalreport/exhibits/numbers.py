"""The numbers of the exhibits of a chapter, each by its kind."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers import numbers as answers
from evalreport.exhibits.pictures import numbers as pictures
from evalreport.exhibits.records import numbers as records
from evalreport.exhibits.register import numbers as register
from evalreport.exhibits.sources import TEXTS, Numbers, Sources
from evalreport.exhibits.survival import numbers as survival
from evalreport.exhibits.weights import numbers as weights
from evalreport.files.estimates import ESTIMATES, TESTS

# Kind of exhibit -> its numbers; apart from the faces, as what prints must not load an estimator.
NUMBERS: dict[str, Numbers] = {
    **answers.NUMBERS,
    **register.NUMBERS,
    **weights.NUMBERS,
    **survival.NUMBERS,
    **records.NUMBERS,
    **pictures.NUMBERS,
}


def chapter_tables(plan: Mapping[str, Any], sources: Sources) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Estimates, tests and texts of a chapter; plan: `Project.analysis_params`."""
    exhibits = [Exhibit(**exhibit, title="") for exhibit in plan["exhibits"]]
    found = [NUMBERS[exhibit.kind](exhibit, plan["inputs"][exhibit.id], sources) for exhibit in exhibits]
    return (
        _joined((tables.estimates for tables in found), ESTIMATES),
        _joined((tables.tests for tables in found), TESTS),
        _joined((tables.texts for tables in found), TEXTS),
    )


def _joined(tables: Iterable[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
