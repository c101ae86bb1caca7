"""Regression under a design; the agreement with R is in tests/golden."""

import numpy as np
import pytest
from evalreport.survey.design import Design, simple_design
from evalreport.survey.linear import means
from evalreport.survey.models.regression import regression
from evalreport.survey.models.small_samples import cr2
from hypothesis import given
from hypothesis import strategies as st

N = 80


def panel(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, Design]:
    """Two arms in two waves: arm, wave, outcome; the office is the cluster, the arm the stratum."""
    rng = np.random.default_rng(seed)
    office = np.arange(N) % 10
    arm, wave = office % 2, np.repeat([0, 1], N // 2)
    y = rng.normal(size=N) + rng.normal(size=10)[office] + 0.5 * arm * wave
    return arm, wave, y, Design(rng.uniform(0.5, 2, N), office, arm)


@given(st.integers(0, 5_000))
def test_a_contrast_of_means_is_the_coefficient_of_the_interaction(seed):
    arm, wave, y, design = panel(seed)
    four = means(np.repeat(y[:, None], 4, axis=1), design, (2 * arm + wave)[:, None] == np.arange(4))
    change = four.contrast(np.array([[1.0, -1, -1, 1]]))
    fit = regression(np.column_stack([np.ones(N), arm, wave, arm * wave]), y, design)
    assert fit.coefficients.values[3] == pytest.approx(change.values[0], abs=1e-10)
    assert fit.coefficients.se[3] == pytest.approx(change.se[0], rel=1e-8)
    assert fit.df == design.degrees_of_freedom - 3


def test_a_line_through_points_is_least_squares():
    x, y = np.array([0.0, 1, 2, 3]), np.array([1.0, 3, 2, 6])
    fit = regression(np.column_stack([np.ones(4), x]), y, simple_design(4))
    np.testing.assert_allclose(fit.coefficients.values, np.polyfit(x, y, 1)[::-1])


def test_logistic_regression_on_a_group_gives_the_log_odds():
    group, y = np.repeat([0.0, 1], 20), np.tile([0.0, 1, 1, 1], 10)
    y[:5] = 0
    fit = regression(np.column_stack([np.ones(40), group]), y, simple_design(40), "logistic")
    odds = [y[group == g].mean() / (1 - y[group == g].mean()) for g in (0, 1)]
    np.testing.assert_allclose(fit.coefficients.values, [np.log(odds[0]), np.log(odds[1] / odds[0])])


def test_missing_values_are_outside_the_domain():
    arm, wave, y, design = panel(3)
    x = np.column_stack([np.ones(N), wave.astype(float)])
    holes = x.copy()
    holes[:7, 1] = np.nan
    fit, part = regression(holes, y, design), regression(x, y, design.subset(np.arange(N) >= 7))
    np.testing.assert_allclose(fit.coefficients.covariance, part.coefficients.covariance)


def test_several_coefficients_are_tested_at_once():
    arm, wave, y, design = panel(4)
    fit = regression(np.column_stack([np.ones(N), wave, arm * wave]), y, design)
    one = fit.wald([1])
    assert one.statistic == pytest.approx((fit.coefficients.values[1] / fit.coefficients.se[1]) ** 2)
    assert fit.wald([1, 2]).df1 == 2 and fit.wald([1, 2]).df2 == fit.df


def test_columns_that_say_the_same_are_refused():
    arm, _, y, design = panel(5)
    with pytest.raises(ValueError, match="3 columns of the regression carry the information of 2"):
        regression(np.column_stack([np.ones(N), arm, 1 - arm]), y, design)


def test_an_outcome_predicted_without_fail_is_refused():
    x = np.arange(10.0)
    with pytest.raises(ValueError, match="without fail"):
        regression(np.column_stack([np.ones(10), x]), (x > 4.5).astype(float), simple_design(10), "logistic")


@pytest.mark.parametrize("family", ["linear", "logistic"])
@pytest.mark.parametrize(("origin", "size"), [(1e6, 1.0), (2023.0, 1.0), (1e6, 1e-3), (0.0, 1e8)])
def test_the_origin_and_the_size_of_a_covariate_cost_no_digits(family, origin, size):
    rng = np.random.default_rng(4)
    n = 400
    x, psu = rng.normal(size=n), np.arange(n) // 10
    y = 3 + 2 * x + rng.normal(size=n) + psu % 5 * 0.3
    outcome = y if family == "linear" else (y > 3.5).astype(float)
    design = Design(rng.uniform(0.2, 5, n), psu, np.zeros(n, dtype=np.intp))
    plain, moved = (
        regression(np.column_stack([np.ones(n), column]), outcome, design, family) for column in (x, origin + size * x)
    )
    digits = 1e-15 * (1 + origin / size) * 1e2 + 1e-10  # what the covariate itself has lost by being written down so
    assert moved.coefficients.values[1] * size == pytest.approx(plain.coefficients.values[1], rel=digits)
    assert moved.coefficients.se[1] * size == pytest.approx(plain.coefficients.se[1], rel=digits)
    if family == "linear":
        few, df = cr2(np.column_stack([np.ones(n), origin + size * x]), outcome, design)
        again, df_again = cr2(np.column_stack([np.ones(n), x]), outcome, design)
        assert few.se[1] * size == pytest.approx(again.se[1], rel=digits) and df[1] == pytest.approx(
            df_again[1], rel=1e-6
        )
