"""Base weights bring each office, or merged cell of offices, back to its population."""

import numpy as np
import pytest
from evalreport.files.errors import BadInput
from evalreport.survey.base_weights import base_weights, merged_units


def test_small_units_of_a_pool_share_a_cell():
    answers, pool = np.array([20, 2, 4, 30, 1]), np.array([0, 0, 0, 1, 1])
    # Pool 0: units 1 and 2 make six together. Pool 1: unit 4 alone is too small, so unit 3 joins.
    np.testing.assert_array_equal(merged_units(answers, pool, 5), [0, 1, 1, 3, 3])


def test_no_unit_below_the_minimum_changes_nothing():
    np.testing.assert_array_equal(merged_units(np.array([5, 6, 7]), np.zeros(3, int), 5), [0, 1, 2])


def test_weights_add_up_to_the_population_silent_units_included():
    unit = np.repeat([0, 2], [10, 5])
    weights, cell = base_weights(unit, np.array([20.0, 8.0, 10.0]), np.zeros(3, int), minimum=5)
    assert weights.sum() == pytest.approx(38)
    np.testing.assert_array_equal(
        cell, [0, 1, 1]
    )  # the silent unit's people are spoken for by the smallest that answered
    np.testing.assert_allclose(weights[-1], 18 / 5)


def test_more_answers_than_people_and_silent_pools_are_errors():
    with pytest.raises(BadInput, match="(?s)unit 0: 6 respondents of 4.*unit 1: 0 respondents of 9"):
        base_weights(np.zeros(6, int), np.array([4.0, 9.0]), np.array([0, 1]))
