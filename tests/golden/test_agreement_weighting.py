"""Weighting, replicates and reliability against R, number by number; what is not compared has its reason."""

from functools import cache

import pytest
from agreement import Agreement, compare, uncovered
from agreement_weighting import cases

AT_LEAST = {  # numbers compared: fewer means that a comparison was lost
    "weighting_clus1": 3706,
    "weighting_strat": 3926,
    "rep_clus1_jk1": 774,
    "rep_strat_jkn": 959,
    "husk_sim: rake, trim, jackknife, CR2": 16753,
    "reliability": 37,
}
# Elsewhere R's own iterations and shares without error leave about 1e-9.
TO_TEN_DIGITS = ("husk_sim: rake, trim, jackknife, CR2", "reliability")


@cache
def results() -> dict[str, Agreement]:
    return {case[0]: compare(*case) for case in cases()}


@pytest.mark.parametrize("name", AT_LEAST)
def test_every_number_agrees(name):
    result = results()[name]
    assert result.largest <= (1e-10 if name in TO_TEN_DIGITS else result.rtol), f"{result.where}: {result.largest}"
    assert result.compared >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_LEAST)
def test_what_is_not_compared_has_its_reason(name):
    reasons = uncovered()
    assert not [path for path in results()[name].missing if not any(piece in path for piece in reasons)]
