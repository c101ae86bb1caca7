"""Weighting, replicates and reliability against R, number by number; and what of each golden file is not compared, and why."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from agreement import compare
from agreement_weighting import cases

CASES = {case[0]: case for case in cases()}
COMPARED = {
    "weighting_clus1": 3706,
    "weighting_strat": 3926,
    "rep_clus1_jk1": 774,
    "rep_strat_jkn": 959,
    "husk_sim: rake, trim, jackknife, CR2": 16751,
    "reliability": 37,
}
NOT_COMPARED = {
    r"/likelihood/": "profile likelihood intervals are not built",
    r"^(poststrat_joint|rake2_default|rake3|cal_\w+3)/ciprop/": "intervals around a share that the margins fix: its error is 0",
    r"^(rake3|cal_\w+3)/chisq/": "0 / 0: the calibration leaves the table no variance",
    r"^ciprop_rare/logit/": "R fits the intercept of each replicate to 1e-8 only",
    r"/(lincom|saddlepoint)/": "linear combinations of chi-squares are not built",
    r"regTermTest_LRT": "likelihood-ratio tests are not built",
    r"^jkn/did/dispersion": "differs in the sixth digit where answers are missing; nothing rests on it",
    r"^Bell-McCaffrey/degf": "R's degrees of freedom follow no published formula that was found",
    r"^(BH|BY|bonf|hochberg|hommel)/": "adjustments that are not used; scipy has BH and BY",
    r"^(kruskal|wilcox)/": "tests of unweighted samples: scipy's",
    r"^kappa_se": "large-sample formula of another package",
}


@pytest.mark.parametrize("name", COMPARED)
def test_every_number_as_in_r(name):
    result = compare(*CASES[name])
    assert result.largest <= result.rtol, f"{result.where}: {result.largest}"
    assert result.compared == COMPARED[name]


@pytest.mark.parametrize("name", COMPARED)
def test_each_number_left_out_has_a_reason(name):
    missing = compare(*CASES[name]).missing
    assert [path for path in missing if not any(re.search(pattern, path) for pattern in NOT_COMPARED)] == []
