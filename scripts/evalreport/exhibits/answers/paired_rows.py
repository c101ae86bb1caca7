"""Persons who answered in two waves: which rows are theirs, and the rows of estimates and tests of how their answers changed."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.statistics import COUNTED
from evalreport.files.errors import Problem, listed
from evalreport.files.estimates import BASE, FEW_CLUSTERS, FIRST, MEAN, NAN, SECOND, EstimateRow, TestRow
from evalreport.survey.design import Floats, Ints, Mask
from evalreport.survey.design_tests import DESIGN_T, name_of
from evalreport.survey.samplings import Sampling
from evalreport.survey.textbook import ROUNDING, student_t_one

NOBODY = -1


def partners(exhibit: Exhibit, data: pd.DataFrame) -> Ints:
    """Of each row (n,) of the first wave, the row of the same person in the second; NOBODY for all others."""
    found = np.full(len(data), NOBODY, dtype=np.intp)
    first, second = (_rows(exhibit, data, wave) for wave in exhibit.waves)
    both = first.index.intersection(second.index)
    found[first[both].to_numpy()] = second[both].to_numpy()
    return found


def with_partner(exhibit: Exhibit, data: pd.DataFrame, inside: Mask) -> Mask:
    """Rows (n,) of the first wave that are inside, as the same person's row of the second is."""
    other = partners(exhibit, data)
    return inside & (other != NOBODY) & inside[other]


def _rows(exhibit: Exhibit, data: pd.DataFrame, wave: str) -> "pd.Series[int]":
    """Person -> row, of a wave; of persons who stand twice, the last."""
    here = ((data["wave"] == wave) & data[exhibit.person].notna()).to_numpy(dtype=bool)
    rows = pd.Series(np.flatnonzero(here), index=data.loc[here, exhibit.person].astype("string"))
    return rows[~rows.index.duplicated(keep="last")]


def person_problems(exhibit: Exhibit, data: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Persons who stand in a wave more than once, and waves that have nobody in common."""
    names = {wave: _persons(exhibit, data, wave) for wave in exhibit.waves}
    for wave, own in names.items():
        twice = list(dict.fromkeys(own[own.duplicated()]))
        if twice:
            found = f"{exhibit.person} {_quoted(twice)} more than once in wave {wave}"
            yield Problem(file, exhibit.id, found, "One row a person and wave: clean it with a rule (drop_duplicates)")
    first, second = names.values()
    if len(first) and len(second) and not set(first) & set(second):
        found = f"no {exhibit.person} is in both waves: {_quoted(first)} in one, {_quoted(second)} in the other"
        yield Problem(file, exhibit.id, found, "Write them alike, or name the variable that tells who is who")


def _persons(exhibit: Exhibit, data: pd.DataFrame, wave: str) -> "pd.Series[str]":
    return data.loc[data["wave"] == wave, exhibit.person].dropna().astype("string")


def _quoted(names: Iterable[str]) -> str:
    return listed(repr(str(name)) for name in names)


def paired_rows(
    variable: str,
    values: Floats,
    base: Mask,
    partner: Ints,
    masks: Mapping[str, Mask],
    sampling: Sampling,
    counted: bool,
) -> tuple[list[EstimateRow], list[TestRow]]:
    """Rows of a variable: what the persons of each group answered in either wave, the difference between both, and its test.

    values: outcomes (n,), 0 and 1 where `counted`; base: the first rows of persons with two answers; partner: their second
    rows; masks: group -> its rows of the first wave. All is of the same persons, n their number; of shares the levels' own n is
    those counted. Without weights and design it is the t test of pairs (df = n - 1), else the difference of two domain means with
    the persons, or the clusters they lie in, as clusters (`Samplings.of_persons`; Binder 1983), df clusters less strata.
    """
    rows, tests = list[EstimateRow](), list[TestRow]()
    for group, mask in masks.items():
        first = np.flatnonzero(mask & base)
        found, test = _of_group(variable, group, values, (first, partner[first]), sampling, counted)
        rows, tests = rows + found, [*tests, test]
    return rows, tests


def _of_group(
    variable: str, group: str, values: Floats, pairs: tuple[Ints, Ints], sampling: Sampling, counted: bool
) -> tuple[list[EstimateRow], TestRow]:
    domains = np.zeros((len(values), 2), dtype=bool)
    for column, own in enumerate(pairs):
        domains[own, column] = True
    n, weights = len(pairs[0]), sampling.design.weights
    weighted = float(weights[pairs[1]].sum())
    found = sampling.means(np.repeat(values[:, None], 2, axis=1), domains)
    gap = found.contrast(np.array([[-1.0, 1.0]]))
    change, se, df, test = _change(variable, group, values, pairs, domains, gap.values[0], gap.se[0], sampling)
    category = COUNTED if counted else MEAN
    rows = []
    for column, (prefix, own) in enumerate(zip((FIRST, SECOND), pairs, strict=True)):
        behind = int(np.nan_to_num(values[own]).sum()) if counted else n
        level = float(found.values[column]) if n else NAN
        weight = float(weights[own].sum())
        rows.append(EstimateRow(variable, BASE, prefix + group, n, weight))
        rows.append(EstimateRow(variable, category, prefix + group, behind, weight, level))
    (low,), (high,) = sampling.rules.of_numbers(np.array([change]), np.array([se]), df)
    rows.append(EstimateRow(variable, BASE, group, n, weighted))
    rows.append(EstimateRow(variable, MEAN, group, n, weighted, change, se, low, high))
    return rows, test


def _change(
    variable: str,
    group: str,
    values: Floats,
    pairs: tuple[Ints, Ints],
    domains: Mask,
    change: float,
    error: float,
    sampling: Sampling,
) -> tuple[float, float, float, TestRow]:
    """The difference, its standard error (NaN where there is none), its degrees of freedom and its test."""
    if sampling.simple:
        differences = values[pairs[1]] - values[pairs[0]]
        test = student_t_one(differences, 0.0)
        se = float(differences.std(ddof=1) / np.sqrt(len(differences))) if not test.reason else NAN
        row = TestRow(variable, group, "paired_t", test.statistic, test.df1, p=test.p, reason=test.reason)
        row = row._replace(effect=test.effect, effect_size=test.effect_size)
        return float(differences.mean()) if len(differences) else NAN, se, test.df1, row
    inside = domains[:, 0] | domains[:, 1]
    name, df = name_of(DESIGN_T, sampling), sampling.freedom_of(inside)
    if not len(pairs[0]):
        return NAN, NAN, NAN, TestRow(variable, group, name, reason="no answers")
    if sampling.clusters_of(inside) < sampling.minimum_clusters:
        return float(change), NAN, NAN, TestRow(variable, group, name, reason=FEW_CLUSTERS)
    se = float(error) if error > ROUNDING else NAN
    statistic = float(change) / se if df > 0 else NAN
    p = float(2 * student_t.sf(abs(statistic), df))
    return float(change), se, df, TestRow(variable, group, name, statistic, df, p=p)
