"""The tests of an exhibit of answers: between groups, of a net change, and against a stated number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.answers import (
    Panels,
    asked,
    base_of,
    categories_of,
    counted_answers,
    group_masks,
    numbers_of,
    scores_of,
    shown_categories,
)
from evalreport.exhibits.answers.quantities import net_rows
from evalreport.exhibits.answers.scores import sides_of
from evalreport.exhibits.letters import pairs
from evalreport.files.errors import BadInput, Problem
from evalreport.files.estimates import BREAK, SHARED, TestRow
from evalreport.files.tables import tests_table
from evalreport.survey.design import Floats, Mask
from evalreport.survey.design_tests import (
    DESIGN_T,
    RANK_F,
    RANK_T,
    RAO_SCOTT,
    WALD,
    against,
    difference,
    independence,
    name_of,
    ranks,
)
from evalreport.survey.samplings import Sampling
from evalreport.survey.tests import holm
from evalreport.survey.textbook import (
    TREND,
    Test,
    fisher_freeman_halton,
    linear_by_linear,
    one_way_anova,
    pearson_chi2,
    rank_sum,
    student_t,
    student_t_one,
    untested,
)

Runner = Callable[..., Test]
ORDERED = ("trend",)  # tests in which the place of a group counts


def tests_of(
    exhibit: Exhibit,
    data: pd.DataFrame,
    book: Codebook,
    panels: Panels,
    sampling: Sampling,
    masks: dict[str, Mask] | None = None,
) -> pd.DataFrame:
    """The tests of an exhibit (see `analyse`): those of the textbook for a simple random sample, else design-based ones.

    Under a design p_adjusted is Holm's over the variables of a battery, each family of groups for itself; of pairwise comparisons over all.
    """
    masks = group_masks(data, exhibit, panels, book) if masks is None else masks
    rows = _net_tests(exhibit, data, book, masks, sampling) if sides_of(exhibit)[0] else []
    if exhibit.stated is not None:
        rows += _stated_tests(exhibit, data, book, masks, sampling)
    if exhibit.test != "none":
        rows += _group_tests(exhibit, data, book, panels, sampling, masks)
    table = tests_table(rows, exhibit.id)
    if exhibit.pairwise:  # all comparisons of the table are one family
        return table.assign(p_adjusted=holm(table["p"].to_numpy(dtype=float)))
    return table if sampling.simple else adjusted(table)


def _net_tests(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[TestRow]:
    """Tests that the net change of a group is 0; the group stands where other tests name those compared."""
    found = (net_rows(v.name, scores_of(exhibit, v, data, book), masks, sampling)[1] for v in items_of(exhibit, book))
    return [test for tests in found for test in tests]


def _group_tests(
    exhibit: Exhibit,
    data: pd.DataFrame,
    book: Codebook,
    panels: Panels,
    sampling: Sampling,
    masks: dict[str, Mask],
) -> list[TestRow]:
    """Tests of each variable between the groups of each family."""
    families = [(name, tuple(group.id for group in groups)) for name, groups in panels]
    if exhibit.test_groups:
        families = [("|".join(groups), groups) for groups in exhibit.test_groups]
    families = pairs(families) if exhibit.pairwise else families
    run = RUNNERS[exhibit.test]
    rows: list[TestRow] = []
    for variable in items_of(exhibit, book):
        answered = base_of(exhibit, variable, data)
        for name, groups in families:
            # Groups without answers, as of waves that did not ask the question, have nothing to compare; in an order they keep their place.
            tested = [masks[g] for g in groups if exhibit.test in ORDERED or (masks[g] & answered).any()]
            if not exhibit.across_break and _across_break(variable, data, answered, tested):
                test = untested(_named(exhibit.test, len(tested), sampling), "", BREAK)
            elif sampling.simple and (np.sum([mask & answered for mask in tested], axis=0) > 1).any():
                test = untested(_named(exhibit.test, len(tested), sampling), "", SHARED)
            else:
                test = _run(run, exhibit, variable, data, book, tested, sampling)
            rows.append(_row(variable.name, name, test))
    return rows


def _named(test: str, groups: int, sampling: Sampling) -> str:
    """What a test that is not made would have been called."""
    two = groups == 2
    if not sampling.simple:
        means = DESIGN_T if two else WALD
        designed = {"chi2": RAO_SCOTT, "t": means, "anova": means, "rank": RANK_T if two else RANK_F}
        return name_of(designed[test], sampling)
    return {"t": "t" if two else "anova", "rank": "mann_whitney" if two else "kruskal_wallis", "trend": TREND}.get(
        test, test
    )


def _row(variable: str, groups: str, test: Test) -> TestRow:
    row = TestRow(variable, groups, test.name, test.statistic, test.df1, test.df2, test.p)
    return row._replace(effect=test.effect, effect_size=test.effect_size, reason=test.reason)


def _across_break(variable: Variable, data: pd.DataFrame, answered: Mask, groups: list[Mask]) -> bool:
    """Whether the answers tested against each other come from both sides of a break in the variable's series."""
    if not variable.breaks or not groups:
        return False
    waves = data.loc[np.logical_or.reduce(groups) & answered, "wave"].unique()
    return len({variable.stretches[wave] for wave in waves}) > 1


def _run(run: Runner, exhibit: Exhibit, *others: Any) -> Test:
    """A test; what a design-based one cannot be made of is said with the exhibit's name."""
    try:
        return run(exhibit, *others)
    except ValueError as error:
        raise BadInput([Problem(exhibit.chapter, exhibit.id, str(error), "Choose other test_groups")]) from error


def adjusted(tests: pd.DataFrame) -> pd.DataFrame:
    """Tests with Holm's p within each family of groups that was tested on several variables."""
    result = tests["p_adjusted"].to_numpy(dtype=float, copy=True)
    for _, family in tests.groupby("groups", sort=False):
        if len(family) > 1:
            result[family.index] = holm(family["p"].to_numpy(dtype=float))
    return tests.assign(p_adjusted=result)


def _columns(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> list[Mask]:
    """Rows that gave each answer, those that gave another one last where not all are shown."""
    answers = categories_of(data, variable, exhibit, book)
    base = base_of(exhibit, variable, data)
    columns = [np.isin(answers, codes) & base for _, codes in counted_answers(exhibit, variable, book)]
    if exhibit.counted or exhibit.categories:
        columns.append(base & ~np.logical_or.reduce(columns))  # everyone else, so that each row holds its whole base
    return columns


def _counts(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask]) -> Floats:
    columns = _columns(exhibit, variable, data, book)
    return np.array([[float((g & column).sum()) for column in columns] for g in groups])


def _chi2(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask], sampling: Sampling
) -> Test:
    if not sampling.simple:
        return independence(groups, _columns(exhibit, variable, data, book), sampling)
    return pearson_chi2(_counts(exhibit, variable, data, book, groups))


def _mean_test(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask], sampling: Sampling
) -> Test:
    values = scores_of(exhibit, variable, data, book) if sides_of(exhibit)[0] else numbers_of(data, variable)
    inside = asked(data, variable) & ~np.isnan(values)
    if not sampling.simple:
        return difference([group & inside for group in groups], values, sampling)
    samples = [values[group & inside] for group in groups]
    if exhibit.test == "t" and len(samples) == 2:
        return student_t(samples[0], samples[1])
    return one_way_anova(samples)


def _rank_test(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask], sampling: Sampling
) -> Test:
    values = numbers_of(data, variable)
    inside = asked(data, variable) & ~np.isnan(values)
    if not sampling.simple:
        return ranks([group & inside for group in groups], values, sampling)
    return rank_sum([values[group & inside] for group in groups])


def _exact_test(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask], sampling: Sampling
) -> Test:
    return fisher_freeman_halton(_counts(exhibit, variable, data, book, groups))


def _trend_test(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask], sampling: Sampling
) -> Test:
    """Over the groups in the order of the plan: of the share of counted answers, of answers put together, or of numbers."""
    if exhibit.collapse and not exhibit.counted:
        order = {name: float(place) for place, name in enumerate(shown_categories(variable, exhibit, book), start=1)}
        answers = categories_of(data, variable, exhibit, book)
        values = np.array([order.get(str(answer), np.nan) for answer in answers])
        values = np.where(base_of(exhibit, variable, data), values, np.nan)
    else:
        values = _shown_values(exhibit, variable, data, book)
    return linear_by_linear([values[group & ~np.isnan(values)] for group in groups])


RUNNERS: dict[str, Runner] = {
    "chi2": _chi2,
    "t": _mean_test,
    "anova": _mean_test,
    "rank": _rank_test,
    "exact": _exact_test,
    "trend": _trend_test,
}


def _shown_values(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> Floats:
    """What is averaged (n,): the number, or 1 for a counted answer and 0 for the rest of the base; NaN outside it."""
    if not exhibit.counted:
        return np.where(asked(data, variable), numbers_of(data, variable), np.nan)
    counted = np.isin(categories_of(data, variable, exhibit, book), [str(category) for category in exhibit.counted])
    return np.where(base_of(exhibit, variable, data), counted.astype(float), np.nan)


def _stated_tests(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[TestRow]:
    """Tests of each item in each group against the stated number; the group stands where other tests name those compared."""
    rows: list[TestRow] = []
    stated = float(exhibit.stated or 0)
    for variable in items_of(exhibit, book):
        values = _shown_values(exhibit, variable, data, book)
        for group, mask in masks.items():
            inside = mask & ~np.isnan(values)
            test = (
                student_t_one(values[inside], stated) if sampling.simple else against(stated, inside, values, sampling)
            )
            rows.append(_row(variable.name, group, test))
    return rows
