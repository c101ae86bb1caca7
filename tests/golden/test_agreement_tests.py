"""The tests as exhibits make them, under a jackknife, against R's survey package."""

import numpy as np
import pytest
from agreement import golden
from agreement_linear import api_design, codes, read
from evalreport.exhibits.answers.quantities import net_rows, quantile_rows, ratio_rows, total_rows
from evalreport.survey.design_tests import difference, independence
from evalreport.survey.replicates import jackknife
from evalreport.survey.samplings import Sampling

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


LINEARISED = Sampling(DESIGN, np.ones(len(DATA), dtype=bool), False)
EVERYBODY = {"all": np.ones(len(DATA), dtype=bool)}
OURS = golden("api_clus1_nofpc")


def column(name: str) -> np.ndarray:
    return DATA[name].to_numpy(dtype=float)


def test_totals_and_ratios_as_exhibits_have_them():
    _, total = total_rows("x", column("enroll"), EVERYBODY, LINEARISED, counted=False)
    theirs = OURS["total"]
    wanted = (theirs["est"]["enroll"], theirs["se"]["enroll"], *theirs["ci_t"]["data"][0])
    assert total[5:9] == pytest.approx(wanted, rel=1e-9)
    _, ratio = ratio_rows("x", column("api.stu"), column("enroll"), EVERYBODY, LINEARISED)
    theirs = OURS["ratio"]
    assert ratio[5:7] == pytest.approx((*theirs["est"].values(), *theirs["se"].values()), rel=1e-9)


def test_quantiles_as_exhibits_have_them():
    rows = quantile_rows("x", column("api00"), (0.25, 0.5, 0.75), EVERYBODY, LINEARISED)[1:]
    for ours, (value, low, high, se) in zip(rows, OURS["quantile_math"]["q"]["data"], strict=True):
        assert (ours[5], ours[7], ours[8], ours[6]) == pytest.approx((value, low, high, se), rel=1e-9)


def test_net_change_is_the_one_sample_t_test():
    for sampling, theirs in ((LINEARISED, OURS["ttest_one"]), (SAMPLING, THEIRS["ttest_one"])):
        (row,), (test,) = net_rows("x", column("api00") - column("api99"), EVERYBODY, sampling)
        assert (row[5], *row[7:9]) == pytest.approx((theirs["estimate"]["mean"], *theirs["conf_int"]), rel=1e-8)
        assert (test[3], test[4]) == pytest.approx((theirs["statistic"], theirs["parameter"]["df"]), rel=1e-8)
        assert test[6] == pytest.approx(theirs["p"], rel=1e-6)
