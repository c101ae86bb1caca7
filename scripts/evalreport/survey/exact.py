"""Exact and ordinal tests of tables, as if the answers were a simple random sample: for few answers, and for groups in an order.

Freeman and Halton's extension of Fisher's exact test (1951, Biometrika 38, 141-149); the test of linear-by-linear association
(Mantel 1963, JASA 58, 690-700; Agresti, Categorical Data Analysis, 3rd ed., 3.4), of which Cochran and Armitage's is that of two answers.
"""

from collections.abc import Iterator
from functools import cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evalreport.files.estimates import NO_SPREAD, ONE_ANSWER, TOO_LARGE
from evalreport.survey.textbook import Test, no_spread, pearson_chi2, untested

EXACT, TREND = "exact", "linear_by_linear"
NEAR = 1e-7  # relative difference of probabilities that counts as none, as in R's fisher.test
MOST = 500_000  # partial tables that are gone through; a table that needs more is large enough for chi-square


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
