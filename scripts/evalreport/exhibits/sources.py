"""What the numbers of exhibits are computed from, and the form in which they come out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit
from evalreport.files.estimates import TESTS
from evalreport.survey.samplings import Samplings

TEXTS = ["exhibit", "heading", "row", "column", "text"]  # one cell of a listing or matrix a row
ROWS = ("exhibit", "variable", "category", "group")  # text columns of the tables read


@dataclass(frozen=True)
class Sources:
    """What the exhibits of a chapter are read from.

    logs: instrument -> path; received: instrument -> wave -> rows of the raw file; response: path; diagnostics: scheme ->
    path; waves: instrument -> the edition's waves; data: instrument -> clean table of these; records: name.table -> its
    records; books: instrument -> codebook; samplings: how each row came into the sample, by design and weights.
    """

    logs: Mapping[str, str]
    received: Mapping[str, Mapping[str, int]]
    response: str | None
    diagnostics: Mapping[str, str]
    waves: Mapping[str, Sequence[str]]
    data: Mapping[str, pd.DataFrame]
    records: Mapping[str, pd.DataFrame]
    books: Mapping[str, Codebook]
    samplings: Samplings


@dataclass(frozen=True)
class Tables:
    """What an exhibit is made of: estimates, tests and texts, in the schemas that every later stage reads."""

    estimates: pd.DataFrame
    tests: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TESTS))
    texts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TEXTS))


Numbers = Callable[[Exhibit, Mapping[str, Any], Sources], Tables]  # of one exhibit; the mapping: `Kind.inputs`


def groups_of(inputs: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Group -> condition, of the groups that an exhibit shows."""
    return {group["id"]: group["where"] for _, members in inputs["panels"] for group in members}
