"""Rubin's rules: what must hold of any combination. Agreement with R's mitools is in tests/golden and the designs' evaluation."""

import numpy as np
import pytest
from evalreport.survey.rubin import combined
from hypothesis import given
from hypothesis import strategies as st

SE = np.array([[1.0, 2.0], [1.2, 2.2], [0.8, 1.8]])


def test_a_worked_example():
    """By hand: W = 1.02667, B = 1, T = W + 4/3; the first degrees of freedom 2 / l²."""
    found = combined(np.array([[1.0], [2.0], [3.0]]), SE[:, :1], np.array([np.inf]))
    within, total = (SE[:, 0] ** 2).mean(), (SE[:, 0] ** 2).mean() + 4 / 3
    assert (found.values[0], found.se[0]) == (2.0, pytest.approx(np.sqrt(total)))
    assert found.missing[0] == pytest.approx(1 - within / total)
    assert found.df[0] == pytest.approx(2 / found.missing[0] ** 2)


@given(st.floats(2, 500), st.floats(0, 10))
def test_imputation_never_gives_more_degrees_of_freedom_or_less_variance(df, spread):
    values = np.array([[0.0], [1.0], [2.0]]) * spread
    found = combined(values, SE[:, :1], np.array([df]))
    assert found.df[0] <= df and found.se[0] ** 2 >= (SE[:, 0] ** 2).mean() - 1e-12


def test_data_sets_that_agree_have_nearly_the_freedom_of_complete_data():
    found = combined(np.ones((3, 2)), SE, np.array([12.0, np.inf]))
    assert found.df == pytest.approx([12 * 13 / 15, np.inf]) and (found.missing == 0).all()


def test_what_is_unknown_in_one_data_set_is_unknown():
    se = SE.copy()
    se[1, 0] = np.nan
    assert np.isnan(combined(np.ones((3, 2)), se, np.array([9.0, 9.0])).se).tolist() == [True, False]


def test_one_data_set_is_no_imputation():
    with pytest.raises(ValueError, match="two or more"):
        combined(np.ones((1, 2)), SE[:1], np.array([9.0, 9.0]))
