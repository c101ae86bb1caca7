"""The tests as exhibits make them, under a jackknife, against R's survey package."""

import numpy as np
import pytest
from agreement import golden
from agreement_linear import api_design, codes, read
from evalreport.design_tests import difference, independence
from evalreport.designs import Sampling
from evalreport.survey.replicates import jackknife

DATA = read("apiclus1")
DESIGN = api_design("api_clus1_nofpc", DATA)
# R centres replicates at their mean; the reports centre at the estimate, which is the cautious choice.
SAMPLING = Sampling(DESIGN, np.ones(len(DATA), dtype=bool), False, 2, jackknife(DESIGN))
THEIRS = golden("rep_clus1_jk1")


def masks(column: str) -> list:
    found, names = codes(DATA[column])
    return [found == k for k in range(len(names))]


def test_means_of_three_groups():
    theirs = THEIRS["glm_anova_stype"]["regTermTest_Wald_stype"]
    found = difference(masks("stype"), DATA["api00"].to_numpy(dtype=float), SAMPLING)
    assert (found.df1, found.df2) == (theirs["df"], theirs["ddf"])
    assert (found.statistic, found.p) == pytest.approx((theirs["F"], theirs["p"]), rel=1e-8)


def test_means_of_two_groups():
    theirs = THEIRS["ttest_api00_compimp"]
    no, yes = masks("comp.imp")
    found = difference([yes, no], DATA["api00"].to_numpy(dtype=float), SAMPLING)
    assert (found.statistic, found.p) == pytest.approx((theirs["statistic"], theirs["p"]), rel=1e-8)


@pytest.mark.parametrize("columns", [("stype", "sch.wide"), ("stype", "awards")])
def test_distributions(columns):
    theirs = THEIRS["chisq_" + "_".join(columns).replace(".", "")]["F"]
    found = independence(*(masks(column) for column in columns), SAMPLING)
    assert (found.statistic, found.p) == pytest.approx((theirs["statistic"], theirs["p"]), rel=1e-8)
    assert (found.df1, found.df2) == pytest.approx((theirs["parameter"]["ndf"], theirs["parameter"]["ddf"]), rel=1e-8)
