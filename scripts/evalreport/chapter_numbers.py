"""The numbers of the exhibits of a chapter, each by its kind: from answers, registers or records, or of statements."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from evalreport.analysis import ESTIMATES, TESTS, analyse
from evalreport.answers import panels_from
from evalreport.codebook import Codebook
from evalreport.designs import Samplings
from evalreport.evaluation import Exhibit
from evalreport.records.estimates import TEXTS, record_tables
from evalreport.records.plan import RECORDED
from evalreport.registered import REGISTERED, Registers, registered
from evalreport.survival_estimates import survival_tables

Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]

NO_TESTS, NO_TEXTS = pd.DataFrame(columns=TESTS), pd.DataFrame(columns=TEXTS)


def chapter_tables(
    plan: Mapping[str, Any], books: Mapping[str, Codebook], files: Registers, weights: Mapping[str, pd.DataFrame]
) -> Tables:
    """Estimates, tests and texts of a chapter; plan: `Project.analysis_params`; weights: scheme -> respondent and weight."""
    samplings = Samplings(files.data, plan["designs"], weights)
    exhibits = [Exhibit(**exhibit, title="") for exhibit in plan["exhibits"]]
    results = [_exhibit(exhibit, plan, books, files, samplings) for exhibit in exhibits]
    estimates, tests, texts = zip(*results, strict=True) if results else ((), (), ())
    return _joined(estimates, ESTIMATES), _joined(tests, TESTS), _joined(texts, TEXTS)


def _exhibit(
    exhibit: Exhibit, plan: Mapping[str, Any], books: Mapping[str, Codebook], files: Registers, samplings: Samplings
) -> Tables:
    if exhibit.kind in RECORDED:
        estimates, texts = record_tables(exhibit, plan["records"][exhibit.id], files.records[exhibit.records])
        return estimates, NO_TESTS, texts
    if exhibit.kind in REGISTERED:
        return registered(exhibit, plan["panels"].get(exhibit.id, ()), files), NO_TESTS, NO_TEXTS
    data, book = files.data[exhibit.instrument], books[exhibit.instrument]
    if exhibit.kind == "survival":
        return *survival_tables(exhibit, plan["statements"][exhibit.id], data, book, samplings), NO_TEXTS
    sampling = samplings.of(exhibit.instrument, exhibit.design, exhibit.weights)
    return *analyse(exhibit, data, book, panels_from(plan["panels"][exhibit.id]), sampling), NO_TEXTS


def _joined(tables: Iterable[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
