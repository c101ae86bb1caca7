"""Exact tests against R's fisher.test, and the test of linear trend against its formula worked out by hand."""

import numpy as np
import pytest
from evalreport.survey.textbook import fisher_freeman_halton, linear_by_linear
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

# fisher.test(matrix)$p.value of R 4
FROM_R = [
    ([[3, 1], [1, 3]], 0.485714285714),
    ([[3, 1, 2], [1, 3, 4]], 0.5004995005),
    ([[2, 3, 0, 1], [5, 1, 4, 0], [1, 0, 2, 6]], 0.0030555826777),
    ([[5, 0, 0], [0, 5, 0], [0, 0, 5]], 7.92857935715077e-06),
    ([[1, 2, 3], [2, 4, 6]], 1.0),
]


@pytest.mark.parametrize(("table", "p"), FROM_R)
def test_exact_p_as_r_has_it(table, p):
    made = fisher_freeman_halton(np.array(table, dtype=float))
    assert made.p == pytest.approx(p, rel=1e-7) and made.name == "exact" and np.isnan(made.statistic)
    turned = fisher_freeman_halton(np.array(table, dtype=float).T[::-1])
    assert turned.p == pytest.approx(p, rel=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_two_by_two_as_scipy_has_it(counts):
    table = np.array(counts, dtype=float).reshape(2, 2)
    made = fisher_freeman_halton(table)
    if min(table.sum(axis=0).min(), table.sum(axis=1).min()) == 0:
        assert np.isnan(made.p)
    else:
        assert made.p == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)


def test_empty_rows_and_columns_carry_nothing():
    full = fisher_freeman_halton(np.array([[3.0, 1, 2], [1, 3, 4]]))
    padded = fisher_freeman_halton(np.array([[3.0, 0, 1, 2], [0, 0, 0, 0], [1, 0, 3, 4]]))
    assert (padded.p, padded.effect_size) == (full.p, full.effect_size) and 0 < full.effect_size < 1


def test_a_table_that_is_too_large_says_so_and_soon():
    made = fisher_freeman_halton(np.full((5, 6), 20.0))
    assert np.isnan(made.p) and made.reason == "too large"
    assert fisher_freeman_halton(np.zeros((0, 0))).reason and fisher_freeman_halton(np.array([[3.0, 4.0]])).reason


def yes_no(*counts: tuple[int, int]) -> list[np.ndarray]:
    return [np.repeat([0.0, 1.0], [no, yes]) for no, yes in counts]


def test_trend_of_a_share():
    """M2 = (n - 1) r2 (R: cor and pchisq of the same answers)."""
    made = linear_by_linear(yes_no((10, 5), (8, 7), (4, 11)))
    assert (made.statistic, made.df1) == (pytest.approx(4.6956521739130), 1.0)
    assert (made.effect_size, made.p) == (pytest.approx(0.3266793038883), pytest.approx(0.0302390210161))
    falling = linear_by_linear(yes_no((4, 11), (8, 7), (10, 5)))
    assert falling.effect_size == pytest.approx(-made.effect_size) and falling.p == pytest.approx(made.p)


def test_trend_of_scores_is_near_that_of_cochran_and_armitage():
    groups = yes_no((10, 5), (8, 7), (4, 11))
    n, share = 45, 23 / 45
    places, sizes = np.array([1.0, 2, 3]), np.array([15.0, 15, 15])
    top = sum(place * (group.sum() - len(group) * share) for place, group in zip(places, groups, strict=True))
    spread = (sizes * places**2).sum() - (sizes * places).sum() ** 2 / n
    armitage = top**2 / (share * (1 - share) * spread)
    assert linear_by_linear(groups).statistic == pytest.approx(armitage * (n - 1) / n)


@pytest.mark.parametrize("groups", [[], yes_no((3, 2)), yes_no((5, 0), (4, 0)), [np.array([1.0]), np.array([2.0])]])
def test_what_allows_no_trend(groups):
    made = linear_by_linear(groups)
    assert np.isnan(made.p) and made.reason


def test_an_empty_group_keeps_its_place():
    empty = linear_by_linear([*yes_no((10, 5)), np.array([]), *yes_no((4, 11))])
    assert empty.p == pytest.approx(linear_by_linear(yes_no((10, 5), (4, 11))).p)  # two places: r is the same
    three = linear_by_linear([*yes_no((10, 5), (8, 7)), np.array([]), *yes_no((4, 11))])
    assert three.p != pytest.approx(linear_by_linear(yes_no((10, 5), (8, 7), (4, 11))).p)
