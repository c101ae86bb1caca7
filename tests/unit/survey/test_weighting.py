"""Weights hit their margins, whatever the data; what keeps them from it is said by margin and category."""

import numpy as np
import pytest
from evalreport.files.errors import BadInput
from evalreport.survey import weighting
from evalreport.survey.calibrated import indicators
from evalreport.survey.weighting import Margin, calibrate, rake, rake_within, trim, with_unknown
from hypothesis import given, settings
from hypothesis import strategies as st


def sample(seed: int, rows: int = 300, sizes: tuple[int, ...] = (2, 3, 4)) -> tuple[np.ndarray, list[Margin]]:
    rng = np.random.default_rng(seed)
    margins = []
    for number, size in enumerate(sizes):
        codes = np.concatenate([np.arange(size), rng.integers(0, size, rows - size)])
        totals = rng.uniform(0.5, 1.5, size)
        margins.append(Margin(f"m{number}", codes, 1000 * totals / totals.sum()))
    return rng.uniform(0.5, 2, rows), margins


def reached(margin: Margin, weights: np.ndarray) -> np.ndarray:
    return np.bincount(margin.codes, weights, len(margin.totals))


def said(*words: str):
    return pytest.raises(BadInput, match="(?s)" + ".*".join(words))


@given(st.integers(0, 10_000), st.floats(0.01, 100))
@settings(max_examples=40, deadline=None)
def test_raking_hits_every_margin_at_any_scale_and_in_any_order_of_rows(seed, factor):
    weights, margins = sample(seed)
    raked = rake(weights, margins)
    for margin in margins:
        np.testing.assert_allclose(reached(margin, raked), margin.totals, rtol=1e-9)
    np.testing.assert_allclose(rake(factor * weights, margins), raked, rtol=1e-9)
    order = np.random.default_rng(seed).permutation(len(weights))
    turned = [Margin(margin.name, margin.codes[order], margin.totals) for margin in margins]
    np.testing.assert_allclose(rake(weights[order], turned), raked[order], rtol=1e-9)


def test_raking_keeps_the_odds_of_the_base_weights_within_a_joint_cell():
    weights, margins = sample(3)
    ratio = rake(weights, margins) / weights
    cell = np.ravel_multi_index([margin.codes for margin in margins], (2, 3, 4))
    for number in np.unique(cell):
        assert np.ptp(ratio[cell == number]) < 1e-12


def test_raking_calibration_and_raking_agree():
    weights, margins = sample(5)
    np.testing.assert_allclose(calibrate(weights, *indicators(margins), "raking"), rake(weights, margins), rtol=1e-8)


def test_many_possible_cells_take_the_sparse_path(monkeypatch):
    weights, margins = sample(5)
    dense = rake(weights, margins)
    monkeypatch.setattr(weighting, "SPARSE", 0)
    monkeypatch.setattr(weighting, "BLOCK", 7)
    np.testing.assert_allclose(rake(weights, margins), dense, rtol=1e-12)


def test_one_margin_is_post_stratification():
    margin = Margin("sex", np.array([0, 0, 1, 1, 1]), np.array([10.0, 30.0]))
    np.testing.assert_allclose(rake(np.ones(5), [margin]), [5, 5, 10, 10, 10])


def test_margins_that_differ_by_rounding_are_brought_together():
    a = Margin("a", np.array([0, 0, 1, 1]), np.array([40.0, 60.0]))
    b = Margin("b", np.array([0, 1, 0, 1]), np.array([50.00001, 50.0]))
    assert rake(np.ones(4), [a, b]).sum() == pytest.approx(100)


def test_every_problem_with_margins_is_said_at_once():
    sex = Margin("sex", np.array([0, 0, 1, 1]), np.array([10.0, 20.0, 5.0]), ("f", "m", "x"))
    age = Margin("age", np.array([0, 1, 0, 1]), np.array([0.0, 40.0]), ("young", "old"))
    with said(
        "margin age: the population adds up to 40, that of margin sex to 35",
        "category young: respondents and no population",
    ):
        rake(np.ones(4), [sex, age])
    with said("category x: a population of (40|35) and no|category x: a population of 5 and no respondents"):
        rake(np.ones(4), [sex])


def test_rows_without_a_category_and_negative_weights_are_said():
    margin = Margin("sex", np.array([0, -1, 1, 7]), np.array([10.0, 20.0]))
    with said("margin sex: 2 rows without a known category", "negative or not a number"):
        rake(np.array([1.0, 1.0, -1.0, 1.0]), [margin])


def test_no_convergence_names_margin_and_category():
    # Both men are young, so that no weights make 1 man and 3 young.
    sex = Margin("sex", np.array([0, 1, 1]), np.array([3.0, 1.0]), ("f", "m"))
    age = Margin("age", np.array([0, 1, 1]), np.array([1.0, 3.0]), ("old", "young"))
    with said("margin (sex|age), category", "not reached after 50 sweeps"):
        rake(np.ones(3), [sex, age], sweeps=50)


def test_unknown_categories_keep_their_share():
    margin = with_unknown(Margin("sex", np.array([0, 1, -1, 1]), np.array([60.0, 40.0]), ("f", "m")), np.ones(4))
    np.testing.assert_allclose(rake(np.ones(4), [margin]), [45, 15, 25, 15])
    assert margin.labels == ("f", "m", "unknown")


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_bounds_and_margins_hold_together(seed):
    weights, margins = sample(seed, sizes=(2, 3))
    free = rake(weights, margins)
    lower, upper = 0.25 * free.mean(), 3 * free.mean()
    bounded = rake_within(weights, margins, lower, upper)
    assert bounded.min() >= lower and bounded.max() <= upper
    for margin in margins:
        np.testing.assert_allclose(reached(margin, bounded), margin.totals, rtol=1e-9)


def test_bounds_that_cannot_hold_name_the_category():
    margin = Margin("sex", np.array([0, 1, 1, 1]), np.array([10.0, 10.0]), ("f", "m"))
    with said("margin sex, category", "not reached with weights from 1 to 6"):
        rake_within(np.ones(4), [margin], 1.0, 6.0)


def test_trimming_shares_what_it_cuts():
    np.testing.assert_allclose(trim(np.array([1.0, 1.0, 1.0, 9.0]), 0.0, 6.0), [2, 2, 2, 6])
    # One pass lifts the third above the bound; strict trimming goes on.
    weights = np.array([1.0, 1.0, 5.5, 9.0])
    np.testing.assert_allclose(trim(weights, 0.0, 6.0, strict=False), [2, 2, 6.5, 6])
    np.testing.assert_allclose(trim(weights, 0.0, 6.0), [2.25, 2.25, 6, 6])


def test_trimming_without_room_is_an_error():
    with said("leaves nothing between 0 and 2"):
        trim(np.array([3.0, 3.0]), 0.0, 2.0)


@pytest.mark.parametrize(
    ("method", "bounds"),
    [("linear", (-np.inf, np.inf)), ("linear", (0.6, 1.6)), ("raking", (0.7, 1.6)), ("logit", (0.3, 3.0))],
)
def test_calibration_reaches_totals_of_numbers(method, bounds):
    rng = np.random.default_rng(1)
    columns = np.column_stack([np.ones(200), rng.normal(50, 10, 200)])
    weights = calibrate(np.ones(200), columns, np.array([210.0, 210 * 52.0]), method, bounds)
    np.testing.assert_allclose(columns.T @ weights, [210, 210 * 52], rtol=1e-9)
    assert weights.min() >= bounds[0] and weights.max() <= bounds[1]


def test_calibration_that_cannot_reach_names_the_column():
    columns = np.column_stack([[1.0, 0.0, 0.0], [1.0, 2.0, 3.0]])
    with said("column score: raking calibration does not reach the total -5"):
        calibrate(np.ones(3), columns, np.array([1.0, -5.0]), "raking", names=["first", "score"])


def test_calibration_far_from_the_start_does_not_overshoot():
    columns = np.column_stack([np.ones(100), np.arange(100.0)])
    totals = np.array([1000.0, 90_000.0])
    np.testing.assert_allclose(columns.T @ calibrate(np.ones(100), columns, totals, "raking"), totals, rtol=1e-9)


def test_dependent_columns_are_no_obstacle():
    weights, margins = sample(2)
    columns, totals = indicators(margins)  # each margin's indicators add up to the same constant
    np.testing.assert_allclose(columns.T @ calibrate(weights, columns, totals), totals, rtol=1e-9)
