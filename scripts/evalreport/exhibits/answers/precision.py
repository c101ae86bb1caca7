"""How precise the numbers of an exhibit are, on request: design effects, effective numbers of respondents and standard errors in rows."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Exhibit
from evalreport.exhibits.evidence import Evidence
from evalreport.files.estimates import MEAN, RATIO, SUM
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

EMPTY = "–"
KINDS = {
    "mean": MEAN,
    "share": "counted",
    "total": SUM,
    "ratio": RATIO,
}  # kind of exhibit (and statistic) -> category of its number
Cell = Mapping[str, Any]


def _effect(cell: Cell, n: float, evidence: Evidence) -> str:
    return format_number(float(cell["deff"]), 2, evidence.view.language)


def _effective(cell: Cell, n: float, evidence: Evidence) -> str:
    """Respondents of a simple random sample that would tell as much: n over the design effect (Kish 1965)."""
    return format_number(n / float(cell["deff"]), 0, evidence.view.language)


def _error(cell: Cell, n: float, evidence: Evidence) -> str:
    view = evidence.view
    unit = 100 if view.statistic == "share" else 1
    return format_number(unit * float(cell["se"]), view.decimals + 1, view.language)


# What may be asked for -> the column of the estimates it needs, and how it is printed; words are `precision_<name>`.
MEASURES: dict[str, tuple[str, Callable[[Cell, float, Evidence], str]]] = {
    "design_effect": ("deff", _effect),
    "effective_n": ("deff", _effective),
    "standard_error": ("se", _error),
}


def precision_rows(evidence: Evidence, variable: str) -> list[tuple[str, ...]]:
    """A row for each measure that the exhibit asks for, below the item's own."""
    view = evidence.view
    category = KINDS.get(view.statistic, "")
    rows = []
    for name in view.precision:
        key, printed = MEASURES[name]
        cells = [_cell(evidence, variable, category, group.id, key, printed) for group in view.groups]
        rows.append((f"*{word(f'precision_{name}', view.language)}*", *cells))
    return rows


def _cell(
    evidence: Evidence,
    variable: str,
    category: str,
    group: str,
    key: str,
    printed: Callable[[Cell, float, Evidence], str],
) -> str:
    cell, n = evidence.cell(variable, category, group), evidence.base(variable, group)
    if cell["suppressed"] or n is None:
        return word("suppressed_sign", evidence.view.language)
    value = cell.get(key)
    return EMPTY if value is None or math.isnan(value) or not n or value <= 0 else printed(cell, float(n), evidence)


def asked_problems(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """(found, expected) of what is wrong with `precision` and `pairwise` of an exhibit."""
    table = exhibit.display == "table"
    if exhibit.precision and (exhibit.kind not in KINDS or not table):
        yield (
            f"precision in an exhibit of kind {exhibit.kind} with display: {exhibit.display}",
            (f"Only tables of kind {', '.join(KINDS)} have it"),
        )
    if exhibit.precision and (exhibit.weights, exhibit.design) == (NO_WEIGHTS, SIMPLE_DESIGN):
        yield "precision of a simple random sample", "Name weights or a design: without them every design effect is 1"
    if not exhibit.pairwise:
        return
    if exhibit.kind not in ("mean", "share") or not table:
        yield (
            f"pairwise in an exhibit of kind {exhibit.kind} with display: {exhibit.display}",
            "Only tables of kind mean and share",
        )
    if exhibit.test == "none":
        yield "pairwise without a test", "Add test: t (means) or test: chi2 (shares)"
    families = exhibit.test_groups or exhibit.by
    if len(families) != 1:
        yield (
            f"pairwise in {len(families)} families of groups",
            "Letters compare one: name one grouping or one list of test_groups",
        )
