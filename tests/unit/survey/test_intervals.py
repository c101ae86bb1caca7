"""Intervals of proportions and quantiles; the agreement with R is in tests/golden."""

import numpy as np
import pytest
from evalreport.survey.design import Design, simple_design
from evalreport.survey.intervals import (
    asin_interval,
    beta_interval,
    exact_interval,
    logit_interval,
    quantile,
    quantile_interval,
    wilson_interval,
)
from evalreport.survey.linear import means

P, SE, N = np.array([0.3]), np.array([0.3 * 0.7 / 50]) ** 0.5, np.array([51.0])


def test_a_simple_sample_s_korn_graubard_interval_is_clopper_and_pearson_s():
    low, high = beta_interval(P, SE, N, 50)
    # R: binom.test(15, 50)$conf.int
    assert (low[0], high[0]) == pytest.approx((0.1786178, 0.4460818), abs=1e-6)


@pytest.mark.parametrize("interval", [logit_interval, asin_interval, wilson_interval])
def test_intervals_hold_the_share_and_stay_in_bounds(interval):
    low, high = interval(P, SE, 31)
    assert 0 < low[0] < 0.3 < high[0] < 1
    low, high = interval(np.array([0.004]), np.array([0.004]), 3)
    assert 0 <= low[0] < 0.004 < high[0] <= 1


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nobody_and_everybody_have_no_interval_of_their_own(share):
    for low, high in (
        logit_interval(np.array([share]), np.zeros(1), 31),
        beta_interval(np.array([share]), np.zeros(1), N, 31),
    ):
        assert np.isnan([low[0], high[0]]).all()


def test_nobody_has_an_interval_with_a_borrowed_design_effect():
    low, high = exact_interval(np.array([0.0]), np.array([50.0]))
    assert (low[0], high[0]) == pytest.approx((0.0, 1 - 0.025 ** (1 / 50)))


def test_quantiles_are_answers_or_lie_between_them():
    y = np.array([1.0, 2, 3, 4])
    assert [quantile(y, p, simple_design(4)) for p in (0.25, 0.5, 0.51, 1)] == [1, 2, 3, 4]
    assert quantile(y, 0.5, simple_design(4), interpolated=True) == pytest.approx(np.quantile(y, 0.5))
    heavy = Design(np.array([1.0, 1, 1, 7]), np.arange(4), np.zeros(4, dtype=np.intp))
    assert quantile(np.array([1.0, 2, np.nan, 4]), 0.5, heavy) == 4
    assert np.isnan(quantile(np.full(4, np.nan), 0.5, heavy))


def test_a_probability_reached_exactly_is_not_missed_by_rounding():
    y, design = np.arange(10.0), Design(np.full(10, 0.7), np.arange(10), np.zeros(10, dtype=np.intp))
    assert [quantile(y, (k + 1) / 10, design) for k in range(10)] == list(range(10))


@pytest.mark.parametrize("kind", ["wald", "beta"])
def test_the_interval_of_a_median_turns_back_that_of_a_share(kind):
    y = np.random.default_rng(5).normal(size=400)
    value, low, high, se = quantile_interval(y, 0.5, simple_design(400), 399, kind=kind)
    assert low < value < high and se == pytest.approx(1.2533 / 20, rel=0.4)
    assert means(y <= low, simple_design(400)).values[0] == pytest.approx(0.45, abs=0.01)
