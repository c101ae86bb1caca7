"""Weighting, replicates and reliability against R, number by number; what is not compared has its reason."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from agreement import Agreement, compare, uncovered
from agreement_weighting import cases
from evalreport.survey.calibrated import raked_design
from evalreport.survey.design import Design
from evalreport.survey.linear import means, totals
from evalreport.survey.weighting import Margin

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


def test_post_stratification_of_unequal_base_weights_is_that_of_r():
    """postStratify(svydesign(~dnum + snum, weights = ~pw), ~stype): R gives these standard errors."""
    data = pd.read_csv(Path(__file__).parent / "r_survey" / "apiclus2.csv")
    codes = pd.Categorical(data["stype"], categories=["E", "H", "M"]).codes.astype(np.intp)
    margin = Margin("stype", codes, np.array([4421.0, 755.0, 1018.0]))
    clusters = np.unique(data["dnum"], return_inverse=True)[1]
    design = Design(data["pw"].to_numpy(dtype=float), clusters, np.zeros(len(data), dtype=np.intp))
    stratified = raked_design(design, [margin])
    assert means(data["api00"].to_numpy(dtype=float), stratified).se[0] == pytest.approx(29.38892, rel=1e-6)
    enrolled = totals(data["enroll"].to_numpy(dtype=float), stratified)
    assert enrolled.values[0] == pytest.approx(3074076, rel=1e-6) and enrolled.se[0] == pytest.approx(299892, rel=1e-5)
