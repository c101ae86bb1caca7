"""The numbers of a regression: effects of its terms with intervals and tests, and who takes part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.answers import (
    Panels,
    asked,
    condition,
    group_masks,
    numbers_left_out,
    numbers_of,
    outcome_of,
    panels_from,
)
from evalreport.exhibits.answers.imputed import over_imputations
from evalreport.exhibits.sampling_rows import sampling_rows
from evalreport.exhibits.sources import Sources, Tables
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.estimates import (
    BASE,
    CONSTANT,
    EVERYTHING,
    FEW_CLUSTERS,
    LEFT_OUT,
    MEAN,
    MODEL,
    NAN,
    TOTAL,
    EstimateRow,
    TestRow,
)
from evalreport.files.tables import estimates_table, tests_table
from evalreport.survey.design import Floats, Mask
from evalreport.survey.design_tests import DESIGN_T, WALD, group_codes, name_of
from evalreport.survey.estimates import Estimates
from evalreport.survey.models.effects import Effects, effects
from evalreport.survey.models.regression import Family
from evalreport.survey.sampling_facts import VARIANCE, fact_row
from evalreport.survey.samplings import Sampling

CR2_T = "cr2_t"
Numbers = tuple[float, float, float, float]


@dataclass(frozen=True)
class Terms:
    """What explains: names (p,) of the columns (n, p), the constant first; reference: group -> the one its grouping measures from;
    rows: name -> the rows (n,) that its number rests on, groups only; groupings: the columns of each."""

    names: tuple[str, ...]
    columns: Floats
    reference: Mapping[str, str]
    rows: Mapping[str, Mask]
    groupings: tuple[tuple[int, ...], ...]


def terms_of(exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels) -> Terms:
    """The terms of a regression: constant, covariates divided by what one step of them is, groups but the first of each grouping.

    Rows that are in no group of a grouping, or lack a covariate, have NaN there. Raises ValueError where groups share respondents.
    """
    masks = group_masks(data, exhibit, panels, book)
    names, columns = [CONSTANT], [np.ones(len(data))]
    for each in exhibit.covariates:
        variable = book.variable(each["variable"])
        names.append(variable.name)
        columns.append(np.where(asked(data, variable), numbers_of(data, variable), np.nan) / float(each["per"]))
    reference, groupings = {}, []
    for groups in (groups for _, groups in panels if groups):  # without groupings there is one panel, of everybody
        members = [group.id for group in groups]
        codes = group_codes([masks[name] for name in members])
        groupings.append(tuple(range(len(names), len(names) + len(members) - 1)))
        for place, name in enumerate(members[1:], start=1):
            names.append(name)
            columns.append(np.where(codes < 0, np.nan, codes == place))
            reference[name] = members[0]
    shown = {group.id: masks[group.id] for _, groups in panels for group in groups}
    return Terms(tuple(names), np.column_stack(columns), reference, shown, tuple(groupings))


def from_model(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The numbers of a regression from the clean table of its instrument; raises BadInput where it cannot be made."""
    data, book = sources.data[exhibit.instrument], sources.books[exhibit.instrument]
    sampling = sources.samplings.of(exhibit.instrument, exhibit.design, exhibit.weights)
    panels = panels_from(inputs["panels"])

    def analysis(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        made = regression_tables(exhibit, table, book, panels, sampling)
        return made.estimates, made.tests

    try:
        if imputed := inputs.get("imputed"):
            return Tables(*over_imputations(exhibit, data, book, panels, sampling, imputed, analysis))
        return Tables(*analysis(data))
    except ValueError as error:
        hint = "Choose other groups or covariates, or leave one out"
        raise BadInput([Problem(exhibit.chapter, exhibit.id, str(error), hint)]) from error


def regression_tables(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, sampling: Sampling
) -> Tables:
    """Estimates and tests of a regression, a term a variable and an outcome a group; raises ValueError where it cannot be made."""
    raise_if(numbers_left_out(exhibit, data, book))
    terms = terms_of(exhibit, data, book, panels)
    rows: list[EstimateRow] = []
    tests: list[TestRow] = []
    taking_part = np.zeros(len(data), dtype=bool)
    for variable in items_of(exhibit, book):
        outcome = outcome_of(exhibit, variable, data, book)
        found = _fitted(exhibit, terms, outcome, sampling)
        taking_part |= found.known
        wanted = condition(data, exhibit.where) & asked(data, variable) & (sampling.design.weights > 0)
        rows += [*_people(variable.name, found.known, wanted, sampling)]
        made = [*_term_rows(exhibit, variable.name, terms, found, sampling)]
        rows += [row for row, _ in made]
        tests += [test for _, test in made if test]
        tests += [*_joint_tests(exhibit, variable.name, terms, found, sampling)]
    head = _basis(exhibit, data, taking_part, terms, sampling)
    return Tables(estimates_table(head + rows, exhibit.id), tests_table(tests, exhibit.id))


def _fitted(exhibit: Exhibit, terms: Terms, outcome: Floats, sampling: Sampling) -> Effects:
    known = ~np.isnan(outcome) & ~np.isnan(terms.columns).any(axis=1) & (sampling.design.weights > 0)
    empty = [name for name, rows in terms.rows.items() if not (rows & known).any()]
    if empty:
        raise ValueError(f"nobody of {', '.join(empty)} has answered all questions of the regression")
    family: Family = "logistic" if exhibit.model == "logistic" else "linear"
    small = bool(exhibit.small_samples)
    return effects(terms.columns, outcome, sampling, family, terms.groupings, small)


def _people(outcome: str, known: Mask, wanted: Mask, sampling: Sampling) -> Iterator[EstimateRow]:
    """Who takes part, and who is left out for want of an answer."""
    out = wanted & ~known
    weight = sampling.design.weights
    yield EstimateRow(MODEL, BASE, outcome, int(known.sum()), float(weight[known].sum()))
    if out.any():
        share = float(weight[out].sum() / weight[wanted].sum())
        yield EstimateRow(MODEL, LEFT_OUT, outcome, int(out.sum()), float(weight[out].sum()), share)


def _term_rows(
    exhibit: Exhibit, outcome: str, terms: Terms, found: Effects, sampling: Sampling
) -> Iterator[tuple[EstimateRow, TestRow | None]]:
    """A row of estimates a term, with its test; a reference group has the effect of none, and no test.

    n is that of the smaller of a group and its reference, which decides what may be shown."""
    marginal = exhibit.effect == "marginal"
    of, df = (found.margins, found.df[1:]) if marginal else (found.coefficients, found.df)
    names = terms.names[1:] if marginal else terms.names
    ratio = exhibit.effect == "odds_ratio"
    for name in dict.fromkeys(terms.reference.values()):
        rows = terms.rows[name] & found.known
        weight = float(sampling.design.weights[rows].sum())
        yield EstimateRow(name, MEAN, outcome, int(rows.sum()), weight, float(ratio)), None
    for place, name in enumerate(names):
        if ratio and name == CONSTANT:
            continue
        behind = [terms.rows[n] & found.known for n in (name, terms.reference.get(name, name)) if n in terms.rows]
        behind = behind or [found.known]
        smallest = min(behind, key=lambda rows: int(rows.sum()))
        enough = all(sampling.clusters_of(rows) >= sampling.minimum_clusters for rows in behind)
        numbers, test = _numbers(of, place, float(df[place]) if enough else NAN, ratio, sampling)
        weight = float(sampling.design.weights[smallest].sum())
        reason = "" if enough else FEW_CLUSTERS
        row = EstimateRow(name, MEAN, outcome, int(smallest.sum()), weight, *numbers)
        yield row, TestRow(name, outcome, _test(exhibit, DESIGN_T, sampling), *test, reason=reason)


def _numbers(of: Estimates, place: int, df: float, ratio: bool, sampling: Sampling) -> tuple[Numbers, Numbers]:
    """Estimate, standard error and interval of a term, of its odds ratio where that is wanted; statistic, df and p of its test."""
    value, se = float(of.values[place]), float(of.se[place])
    known = df > 0 and se > 0
    se = se if known else NAN
    (low,), (high,) = sampling.rules.of_numbers(np.array([value]), np.array([se]), df)
    statistic = value / se if known else NAN
    p = float(2 * student_t.sf(abs(statistic), df))
    if ratio:
        se, value, low, high = float(np.exp(value)) * se, *(float(np.exp(x)) for x in (value, low, high))
    return (value, se, float(low), float(high)), (statistic, df, NAN, p)


def _joint_tests(exhibit: Exhibit, outcome: str, terms: Terms, found: Effects, sampling: Sampling) -> Iterator[TestRow]:
    """Wald's F that the groups of a grouping do not differ, at its reference group; of three groups or more, and not under CR2."""
    for columns in terms.groupings if not exhibit.small_samples else ():
        name = terms.reference[terms.names[columns[0]]]
        groups = [name, *(terms.names[column] for column in columns)]
        enough = all(sampling.clusters_of(terms.rows[g] & found.known) >= sampling.minimum_clusters for g in groups)
        if len(columns) > 1 and enough:
            test = found.together(columns)
            numbers = (test.statistic, test.df1, test.df2, test.p)
            yield TestRow(name, outcome, _test(exhibit, WALD, sampling), *numbers)


def _test(exhibit: Exhibit, name: str, sampling: Sampling) -> str:
    return CR2_T if exhibit.small_samples else name_of(name, sampling)


def _basis(exhibit: Exhibit, data: pd.DataFrame, inside: Mask, terms: Terms, sampling: Sampling) -> list[EstimateRow]:
    """Who is behind the exhibit, and how its sampling was treated."""
    weight = float(sampling.design.weights[inside].sum())
    basis = EstimateRow(EVERYTHING, BASE, TOTAL, int(inside.sum()), weight, sampling.clusters_in(inside))
    used = replace(sampling, replicates=None, events=()) if exhibit.small_samples else sampling
    groups: Sequence[Mask] = list(terms.rows.values()) or [inside]
    facts = sampling_rows(used, inside, data["wave"], groups)
    if exhibit.small_samples:
        facts = [row for row in facts if not row.category.startswith(VARIANCE)] + [fact_row((VARIANCE, "cr2"))]
    return [basis, *([] if sampling.simple else facts)]
