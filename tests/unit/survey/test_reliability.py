"""Index scores with a minimum of answers, alpha, kappa."""

import numpy as np
import pytest
from evalreport.survey.reliability import (
    alpha_without,
    cronbach_alpha,
    index_score,
    item_rest_correlation,
    standardised_alpha,
    weighted_kappa,
)
from hypothesis import given, settings
from hypothesis import strategies as st

GAPS = np.array([[1.0, 2, 3], [4, np.nan, 6], [np.nan, np.nan, 5], [np.nan, np.nan, np.nan]])


def items(seed: int, rows: int = 60) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, (rows, 1)) + rng.normal(0, 1, (rows, 4))


@pytest.mark.parametrize(
    ("minimum", "expected"), [(1, [2, 5, 5, np.nan]), (2, [2, 5, np.nan, np.nan]), (3, [2] + 3 * [np.nan])]
)
def test_an_index_needs_its_minimum_of_answers(minimum, expected):
    np.testing.assert_array_equal(index_score(GAPS, minimum), expected)


def test_alpha_from_the_textbook_formula():
    x = items(1)
    expected = 4 / 3 * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    assert cronbach_alpha(x) == pytest.approx(expected, rel=1e-12)


@given(st.integers(0, 1000), st.floats(0.1, 10))
@settings(max_examples=25, deadline=None)
def test_alpha_knows_no_scale_of_weights_and_a_weight_of_two_is_a_twin(seed, factor):
    x = items(seed)
    weights = np.where(np.arange(len(x)) % 3 == 0, 2.0, 1.0)
    twins = np.repeat(x, weights.astype(int), axis=0)
    assert cronbach_alpha(x, factor * weights) == pytest.approx(cronbach_alpha(twins), rel=1e-9)


def test_the_same_item_twice_is_perfectly_reliable_and_one_item_has_no_alpha():
    x = np.repeat(np.arange(10.0)[:, None], 2, axis=1)
    assert cronbach_alpha(x) == pytest.approx(1) == standardised_alpha(x * [1, 5])
    assert np.isnan(cronbach_alpha(x[:, :1]))


def test_incomplete_rows_are_left_out_unless_pairs_are_asked_for():
    x = items(2)
    x[:5, 0] = np.nan
    assert cronbach_alpha(x) == pytest.approx(cronbach_alpha(x[5:]))
    assert cronbach_alpha(x, missing="pairwise") != pytest.approx(cronbach_alpha(x))


def test_a_bad_item_lowers_alpha():
    x = np.column_stack([items(3), np.random.default_rng(9).normal(0, 1, 60)])
    assert np.argmax(alpha_without(x)) == 4 == np.argmin(item_rest_correlation(x))
    np.testing.assert_allclose(item_rest_correlation(x)[0], np.corrcoef(x[:, 0], x[:, 1:].sum(axis=1))[0, 1])


def test_kappa_between_chance_and_perfect():
    codes = np.array([0, 1, 2, 2, 1, 0])
    assert weighted_kappa(codes, codes) == pytest.approx(1)
    assert weighted_kappa(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(0)
