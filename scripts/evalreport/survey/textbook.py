"""Tests of differences between groups, as if the answers were a simple random sample.

Pearson's chi-square, Student's t and one-way analysis of variance, each with an effect size; for few answers Freeman and Halton's
extension of Fisher's exact test (1951, Biometrika 38, 141-149); for groups in an order the test of linear-by-linear association (Mantel
1963, JASA 58, 690-700; Agresti, Categorical Data Analysis, 3rd ed., 3.4), of which Cochran and Armitage's is that of two answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evalreport.files.estimates import NO_SPREAD, ONE_ANSWER, TOO_LARGE, WITHOUT_SINGLES

EXACT, TREND = "exact", "linear_by_linear"
NEAR = 1e-7  # relative difference of probabilities that counts as none, as in R's fisher.test
MOST = 500_000  # partial tables that are gone through; a table that needs more is large enough for chi-square
ROUNDING = 1e-12  # a relative error that floating point alone explains


@dataclass(frozen=True)
class Test:
    """A test's result; statistic and p are NaN when the data allow no test (`reason` says why)."""

    __test__ = False  # not a test case, whatever its name makes pytest think

    name: str
    statistic: float
    df1: float
    df2: float
    p: float
    effect: str
    effect_size: float
    reason: str = ""


def untested(name: str, effect: str, reason: str) -> Test:
    """A test that the data do not allow, and why."""
    nan = float("nan")
    return Test(name, nan, nan, nan, nan, effect, nan, reason)


def pearson_chi2(counts: NDArray[np.float64]) -> Test:
    """Pearson's chi-square test of independence (no continuity correction) of a table groups x categories.

    Empty rows and columns are left out: they carry no information and would make the expected counts zero.
    The effect size is Cramér's V = sqrt(X2 / (n min(r-1, c-1))) (Cramér 1946). `reason` says when more than a fifth of the
    expected counts are below 5 (Cochran 1954).
    """
    if not counts.size:  # no group was asked, or there is no answer to choose
        return untested("chi2", "cramers_v", "fewer than two groups or answers")
    table = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return untested("chi2", "cramers_v", "fewer than two groups or answers")
    result = stats.chi2_contingency(table, correction=False)
    v = float(np.sqrt(result.statistic / (table.sum() * (min(table.shape) - 1))))
    sparse = (result.expected_freq < 5).mean() > 0.2
    reason = "sparse" if sparse else ""
    return Test(
        "chi2", float(result.statistic), float(result.dof), float("nan"), float(result.pvalue), "cramers_v", v, reason
    )


def no_spread(groups: list[NDArray[np.float64]]) -> bool:
    """Whether everybody in each group (n,) gave the same number, as far as floating point can tell.

    The mean of identical decimals need not be that decimal, so that their spread is a rounding error instead of 0.
    """
    return all(np.ptp(group) <= ROUNDING * np.abs(group).max() for group in groups if len(group))


def student_t(first: NDArray[np.float64], second: NDArray[np.float64]) -> Test:
    """Student's t test of two independent means with pooled variance; effect is Cohen's d (pooled SD)."""
    if min(len(first), len(second)) < 2:
        return untested("t", "cohens_d", ONE_ANSWER)
    df = len(first) + len(second) - 2
    pooled = np.sqrt(((len(first) - 1) * first.var(ddof=1) + (len(second) - 1) * second.var(ddof=1)) / df)
    if no_spread([first, second]):
        return untested("t", "cohens_d", NO_SPREAD)
    d = float((first.mean() - second.mean()) / pooled)
    statistic = float(d / np.sqrt(1 / len(first) + 1 / len(second)))
    return Test("t", statistic, float(df), float("nan"), float(2 * stats.t.sf(abs(statistic), df)), "cohens_d", d)


def rank_sum(groups: list[NDArray[np.float64]]) -> Test:
    """Mann and Whitney's test (Wilcoxon's rank sum, normal approximation with ties) of two groups, Kruskal and Wallis's of more.

    Effects: the difference of the mean ranks as shares of all (first less second), and epsilon squared H / (n - 1).
    """
    two = len(groups) == 2
    name, effect = ("mann_whitney", "rank_difference") if two else ("kruskal_wallis", "epsilon2")
    if len(groups) < 2 or min(map(len, groups)) < 2:
        return untested(name, effect, ONE_ANSWER)
    everyone = np.concatenate(groups)
    if no_spread([everyone]):
        return untested(name, effect, NO_SPREAD)
    nan = float("nan")
    if two:
        found = stats.mannwhitneyu(*groups, use_continuity=False, method="asymptotic")
        size = float(found.statistic / (len(groups[0]) * len(groups[1])) - 0.5)
        return Test(name, float(found.statistic), nan, nan, float(found.pvalue), effect, size)
    found = stats.kruskal(*groups)
    size = float(found.statistic / (len(everyone) - 1))
    return Test(name, float(found.statistic), float(len(groups) - 1), nan, float(found.pvalue), effect, size)


def student_t_one(values: NDArray[np.float64], stated: float) -> Test:
    """Student's t test that a mean is a stated number; effect: its distance from that in standard deviations."""
    if len(values) < 2:
        return untested("t", "standardised_mean", ONE_ANSWER)
    if no_spread([values]):
        return untested("t", "standardised_mean", NO_SPREAD)
    d = float((values.mean() - stated) / values.std(ddof=1))
    statistic, df = d * float(np.sqrt(len(values))), float(len(values) - 1)
    return Test("t", statistic, df, float("nan"), float(2 * stats.t.sf(abs(statistic), df)), "standardised_mean", d)


def one_way_anova(groups: list[NDArray[np.float64]]) -> Test:
    """One-way analysis of variance; effect is eta squared = SS between / SS total.

    A group of one answer has no variance of its own and takes no part; `reason` says so.
    """
    filled = [group for group in groups if len(group) > 1]
    singles = any(len(group) == 1 for group in groups)
    if len(filled) < 2:
        return untested("anova", "eta2", ONE_ANSWER if singles else "fewer than two groups")
    everyone = np.concatenate(filled)
    total = ((everyone - everyone.mean()) ** 2).sum()
    within = sum(((group - group.mean()) ** 2).sum() for group in filled)
    if no_spread(filled):
        return untested("anova", "eta2", NO_SPREAD)
    # From the sums of squares: scipy's f_oneway takes a difference that can fall below zero where the means agree, and has no p then.
    between = sum(len(group) * (group.mean() - everyone.mean()) ** 2 for group in filled)
    df1, df2 = len(filled) - 1, len(everyone) - len(filled)
    statistic = float(between / df1 / (within / df2))
    p, reason = float(stats.f.sf(statistic, df1, df2)), WITHOUT_SINGLES if singles else ""
    return Test("anova", statistic, df1, df2, p, "eta2", float(between / total), reason)


def fisher_freeman_halton(counts: NDArray[np.float64]) -> Test:
    """The exact test of independence of a table groups x categories: p is the probability, given all sums, of tables no likelier than it.

    Empty rows and columns are left out. The effect size is Cramér's V. `reason` says when the table is too large to go through.
    """
    if not counts.size:
        return untested(EXACT, "cramers_v", "fewer than two groups or answers")
    table = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return untested(EXACT, "cramers_v", "fewer than two groups or answers")
    p = _no_likelier(table.round().astype(int))
    v = pearson_chi2(table).effect_size
    nan = float("nan")
    return untested(EXACT, "cramers_v", TOO_LARGE) if p is None else Test(EXACT, nan, nan, nan, p, "cramers_v", v)


def _no_likelier(table: NDArray[np.int64]) -> float | None:
    """The probability of the tables with these sums that are no likelier than this one; None where there are too many.

    Column by column: what is left of the row sums (their order does not matter) -> the sums of log factorials of the cells so far, each
    with the probability weight of all partial tables that share it.
    """
    table = table if table.shape[0] <= table.shape[1] else table.T
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    factorial = cache(lambda n: lgamma(n + 1.0))
    constant = sum(map(factorial, [*rows.tolist(), *columns.tolist()])) - factorial(int(table.sum()))
    observed = sum(map(factorial, table.ravel().tolist()))
    states: dict[tuple[int, ...], dict[float, float]] = {tuple(sorted(rows.tolist())): {0.0: 1.0}}
    steps = 0
    for column in sorted(columns.tolist()):
        after: dict[tuple[int, ...], dict[float, float]] = {}
        for left, sums in states.items():
            for cells in _filled(left, column):
                steps += len(sums)
                if steps > MOST:
                    return None
                rest = tuple(sorted(have - taken for have, taken in zip(left, cells, strict=True)))
                cost = sum(map(factorial, cells))
                into = after.setdefault(rest, {})
                for sum_, weight in sums.items():
                    key = round(sum_ + cost, 9)
                    into[key] = into.get(key, 0.0) + weight
        states = after
    (final,) = states.values()
    at_least = observed - NEAR
    return min(
        1.0, float(sum(weight * np.exp(constant - total) for total, weight in final.items() if total >= at_least))
    )


def _filled(left: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """All ways to take `total` from what is left of the rows."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    rest = sum(left[1:])
    for taken in range(max(0, total - rest), min(left[0], total) + 1):
        for others in _filled(left[1:], total - taken):
            yield (taken, *others)


def linear_by_linear(groups: list[NDArray[np.float64]]) -> Test:
    """The test of linear-by-linear association, M2 = (n - 1) r2 with one degree of freedom, of groups in their order.

    groups: the scores of the answers a group, 1 and 0 for a share. r is the correlation between the place of a group and the score; it
    is the effect size, and its sign says whether answers rise or fall over the groups.
    """
    filled = [(place, group) for place, group in enumerate(groups, start=1) if len(group)]
    if len(filled) < 2 or sum(len(group) for _, group in filled) < 3:
        return untested(TREND, "r", ONE_ANSWER)
    scores = np.concatenate([group for _, group in filled])
    if no_spread([scores]):
        return untested(TREND, "r", NO_SPREAD)
    places = np.concatenate([np.full(len(group), float(place)) for place, group in filled])
    r = float(np.corrcoef(places, scores)[0, 1])
    statistic = (len(scores) - 1) * r**2
    return Test(TREND, statistic, 1.0, float("nan"), float(stats.chi2.sf(statistic, 1)), "r", r)
