"""Spread of weights, Kish's design effect, margins before and after."""

import numpy as np
import pytest
from evalreport.survey.diagnostics import (
    effect_of_weighting,
    effective_size,
    kish_design_effect,
    margin_table,
    weight_distribution,
)
from evalreport.survey.weighting import Margin, rake


def test_equal_weights_cost_nothing_at_any_scale():
    assert kish_design_effect(np.full(7, 3.0)) == pytest.approx(1)
    assert effective_size(np.full(7, 3.0)) == pytest.approx(7)


def test_design_effect_is_one_plus_squared_variation():
    weights = np.array([1.0, 2, 3, 6, 0])
    used = weights[:4]
    assert kish_design_effect(weights) == pytest.approx(1 + used.var() / used.mean() ** 2)
    assert kish_design_effect(weights) * effective_size(weights) == pytest.approx(4)


def test_distribution_counts_rows_with_a_weight():
    found = weight_distribution(np.array([0.0, 1, 2, 3]))
    assert (found["n"], found["min"], found["p50"], found["max_over_min"]) == (3, 1, 2, 3)


def test_margins_before_and_after():
    margin = Margin("sex", np.array([0, 0, 0, 1, -1]), np.array([50.0, 50.0]), ("f", "m"))
    before = np.array([1.0, 1, 1, 2, 9])
    after = np.append(rake(before[:4], [Margin("sex", margin.codes[:4], margin.totals)]), 0)
    table = margin_table([margin], before, after)
    assert table["category"].tolist() == ["f", "m"] and table["n"].tolist() == [3, 1]
    np.testing.assert_allclose(table["sample"], [0.75, 0.25])
    np.testing.assert_allclose(table["before"], [0.6, 0.4])
    np.testing.assert_allclose(table["after"], table["population"])


def test_effect_of_weighting_in_standard_errors():
    table = effect_of_weighting(np.array([0.5, 1.0]), np.array([0.4, 1.0]), np.array([0.05, 0.0]), ["a", "b"])
    assert table["in_standard_errors"].iloc[0] == pytest.approx(2) and np.isnan(table["in_standard_errors"].iloc[1])
