"""Agreement of two codings."""

import numpy as np
import pytest
from evalreport.survey.design import Design, simple_design
from evalreport.survey.kappa import kappa


def test_kappa_by_hand():
    first, second = np.repeat([0, 0, 1, 1], [20, 5, 10, 15]), np.repeat([0, 1, 0, 1], [20, 5, 10, 15])
    assert kappa(first, second, 2, simple_design(50)).values[0] == pytest.approx(0.4)


def test_the_standard_error_is_that_of_dropping_each_row():
    rng = np.random.default_rng(1)
    first = rng.integers(0, 3, 200)
    second = np.where(rng.random(200) < 0.7, first, rng.integers(0, 3, 200))
    w = rng.uniform(1, 2, 200)
    design = Design(w, np.arange(200), np.zeros(200, dtype=np.intp))
    found = kappa(first, second, 3, design)
    dropped = [kappa(first, second, 3, design.subset(np.arange(200) != i)).values[0] for i in range(200)]
    jackknife = np.sqrt(199 / 200 * ((np.array(dropped) - np.mean(dropped)) ** 2).sum())
    assert found.se[0] == pytest.approx(jackknife, rel=0.02)


def test_missing_codes_are_outside():
    first, second = np.array([0, 1, 0, 1, -1, 0]), np.array([0, 1, 1, 1, 0, -1])
    assert kappa(first, second, 2, simple_design(6)).n[0] == 4
