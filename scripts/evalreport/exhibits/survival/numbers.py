"""The numbers of exhibits of kind survival: every statement tested as published, under the design, and weighted."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Exhibit, items_of
from evalreport.exhibits.answers.answers import Panels, base_of, group_masks, numbers_left_out, panels_from
from evalreport.exhibits.answers.tests import tests_of
from evalreport.exhibits.sampling_rows import sampling_rows
from evalreport.exhibits.sources import Numbers, Sources, Tables
from evalreport.exhibits.survival.outcomes import PUBLISHED, SIMPLE, WEIGHTED, counted_outcomes
from evalreport.files.errors import raise_if
from evalreport.files.estimates import BASE, EVERYTHING, NAN, TOTAL, EstimateRow, TestRow
from evalreport.files.tables import estimates_table, tests_table
from evalreport.survey.design import Mask
from evalreport.survey.samplings import Sampling, Samplings

# A statement as an exhibit, its groups, and the level it was published at.
Tested = tuple[Exhibit, Panels, float | None]


def survival_tables(
    exhibit: Exhibit, plan: Mapping[str, Any], data: pd.DataFrame, book: Codebook, made: Samplings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates and tests; plan: `analysis_settings.statement_params`; data: the clean table of the exhibit's instrument.

    Source statements: a test of each statement (variable) and method (groups), that with the smallest p where it is about
    several items or groupings. The estimate of group `published` is the published level, 1 for not significant; the bases are
    those of the smallest group compared, for disclosure control. Source counts: statements by outcome and method.
    """
    statements = [(Exhibit(**s["exhibit"], title=""), panels_from(s["panels"]), s["level"]) for s in plan["statements"]]
    raise_if(problem for one, _, _ in statements for problem in numbers_left_out(one, data, book))
    samplings = {method: made.of(exhibit.instrument, *_way(exhibit, method)) for method in plan["methods"]}
    tests = [_smallest(one, name, data, book, sampling) for one in statements for name, sampling in samplings.items()]
    table = tests_table(tests, exhibit.id)
    if exhibit.source == "counts":
        rows = _counts(statements, table, list(samplings), plan["levels"])
        return estimates_table(rows, exhibit.id), table.iloc[:0]
    rows = [row for one in statements for row in _bases(one, data, book, list(samplings))]
    everybody, design = np.ones(len(data), dtype=bool), list(samplings.values())[-1]
    rows.append(_row(EVERYTHING, BASE, TOTAL, len(data), design.clusters_in(everybody)))
    rows += [] if design.simple else sampling_rows(design, everybody, data["wave"], [])
    return estimates_table(rows, exhibit.id), table


def _way(exhibit: Exhibit, method: str) -> tuple[str, str]:
    """Design and weights of a method."""
    design = SIMPLE_DESIGN if method == SIMPLE else exhibit.design
    return design, exhibit.weights if method == WEIGHTED else NO_WEIGHTS


def _row(variable: str, category: str, group: str, n: float, estimate: float) -> EstimateRow:
    return EstimateRow(variable, category, group, n, n, estimate)


def _smallest(one: Tested, method: str, data: pd.DataFrame, book: Codebook, sampling: Sampling) -> TestRow:
    """The test with the smallest p of a statement: a statement that nothing differs holds when not even that one differs."""
    exhibit, panels, _ = one
    tests = tests_of(exhibit, data, book, panels, sampling)
    rows = [TestRow(*row[1:]) for row in tests.itertuples(index=False)]
    chosen = min(rows, key=lambda test: np.nan_to_num(test.p, nan=2.0))
    return chosen._replace(variable=exhibit.id, groups=method, p_adjusted=NAN)


def _bases(one: Tested, data: pd.DataFrame, book: Codebook, methods: list[str]) -> list[EstimateRow]:
    exhibit, panels, level = one
    smallest = _smallest_base(exhibit, panels, data, book)
    rows = [_row(exhibit.id, BASE, method, smallest, NAN) for method in methods]
    return [_row(exhibit.id, PUBLISHED, PUBLISHED, NAN, 1.0 if level is None else level), *rows]


def _smallest_base(exhibit: Exhibit, panels: Panels, data: pd.DataFrame, book: Codebook) -> int:
    """Answers in the smallest group that a statement compares, over its variables."""
    answered = [base_of(exhibit, variable, data) for variable in items_of(exhibit, book)]
    groups: list[Mask] = list(group_masks(data, exhibit, panels, book).values())
    counts = [int((group & known).sum()) for group in groups for known in answered]
    return min((count for count in counts if count), default=0)


def _counts(
    statements: Sequence[Tested], tests: pd.DataFrame, methods: list[str], levels: Sequence[float]
) -> list[EstimateRow]:
    published = {exhibit.id: level for exhibit, _, level in statements}
    rows: list[EstimateRow] = []
    for method in methods:
        of_method = tests[tests["groups"] == method]
        p = dict(zip(of_method["variable"], of_method["p"].astype(float), strict=True))
        found = counted_outcomes(published, p, levels)
        rows += [_row(name, BASE, method, count, count) for name, count in found.items()]
    return rows


def _from_statements(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The numbers of an exhibit from the clean table of its instrument and its statements."""
    data, book = sources.data[exhibit.instrument], sources.books[exhibit.instrument]
    return Tables(*survival_tables(exhibit, inputs, data, book, sources.samplings))


NUMBERS: dict[str, Numbers] = {"survival": _from_statements}
