"""Correlations, deviations, net scores and paired change held against R's survey package (tests/golden/r_survey/spreads.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.associations.correlation import PEARSON, SPEARMAN, correlation, estimated, mid_distribution
from evalreport.survey.design import Design
from evalreport.survey.linear import deviations, means
from evalreport.survey.replicates import jackknife
from evalreport.survey.samplings import Sampling, simple_sampling
from scipy import stats

FOLDER = Path(__file__).parents[3] / "golden" / "r_survey"
EXPECTED = pd.read_csv(FOLDER / "spreads.csv").set_index(["design", "what"])["value"]
DESIGNS = ("apisrs", "apistrat", "apiclus1", "apiclus2")
PARTS = [(name, part) for name in DESIGNS for part in ("all", "known")]


def data_of(name):
    d = pd.read_csv(FOLDER / f"{name}.csv")
    n = len(d)
    clusters = pd.factorize(d["dnum"])[0] if "clus" in name else np.arange(n)
    strata = pd.factorize(d["stype"])[0] if name == "apistrat" else np.zeros(n, dtype=int)
    return d, Design(d["pw"].to_numpy(dtype=float), clusters, strata)


def sampling_of(design, again=False):
    named = np.zeros(len(design.weights), dtype=bool)
    return Sampling(design, named, simple=False, replicates=jackknife(design, centre="estimate") if again else None)


def case(name, part):
    d, design = data_of(name)
    inside = (d["api99"] > 500).to_numpy() if part == "known" else np.ones(len(d), dtype=bool)
    score = np.clip(np.floor((d["api00"] - 300) / 60), 0, 10)
    return d, design, inside, score.to_numpy(dtype=float), lambda what: EXPECTED[f"{name}.{part}", what]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_pearson_and_its_error_are_those_of_r(name, part):
    d, design, inside, _, expected = case(name, part)
    x, y = (d[c].to_numpy(dtype=float) for c in ("api00", "meals"))
    found = correlation(x, y, sampling_of(design), inside)
    assert found.value == pytest.approx(expected("pearson"), rel=1e-10)
    assert found.se == pytest.approx(expected("pearson_se"), rel=1e-8)
    assert -1 < found.low < found.value < found.high < 1
    assert correlation(x, y, sampling_of(design, True), inside).se == pytest.approx(
        expected("pearson_jackknife_se"), rel=1e-8
    )


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_spearman_and_its_jackknife_are_those_of_r_and_the_linearised_error_lies_close(name, part):
    d, design, inside, score, expected = case(name, part)
    meals = d["meals"].to_numpy(dtype=float)
    again = correlation(score, meals, sampling_of(design, True), inside, SPEARMAN)
    assert again.value == pytest.approx(expected("spearman"), rel=1e-10)
    assert again.se == pytest.approx(expected("spearman_jackknife_se"), rel=1e-8)
    linear = correlation(score, meals, sampling_of(design), inside, SPEARMAN)
    assert linear.se == pytest.approx(again.se, rel=0.2 if "clus" in name else 0.06)


@pytest.mark.parametrize("method", [PEARSON, SPEARMAN])
@pytest.mark.parametrize("name", DESIGNS)
def test_scores_are_the_derivative_by_the_weights(name, method):
    """An independent check of the linearisation: what a little more weight of one respondent does to the correlation."""
    d, design, inside, score, _ = case(name, "known")
    values = np.column_stack([score, d["meals"].to_numpy(dtype=float)])
    sampling = sampling_of(design)
    scores = estimated(values, sampling, inside, method).scores[:, 0]
    for i in (0, 7, 23, 60):
        ends = []
        for sign in (-1, 1):
            weights = design.weights.copy()
            weights[i] *= 1 + sign * 1e-5
            moved = Sampling(Design(weights, design.clusters, design.strata), sampling.named, simple=False)
            ends.append(estimated(values, moved, inside, method).values[0])
        assert scores[i] == pytest.approx((ends[1] - ends[0]) / 2e-5, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(("method", "known"), [(PEARSON, stats.pearsonr), (SPEARMAN, stats.spearmanr)])
def test_a_simple_random_sample_has_the_textbooks_numbers(method, known):
    d, _, _, score, _ = case("apisrs", "all")
    x, y = score[:80], d["meals"].to_numpy(dtype=float)[:80]
    found = correlation(x, y, simple_sampling(80), np.ones(80, dtype=bool), method)
    expected = known(x, y)
    assert (found.value, found.p) == (
        pytest.approx(expected.statistic, rel=1e-10),
        pytest.approx(expected.pvalue, rel=1e-7),
    )
    if method == PEARSON:
        low, high = expected.confidence_interval(0.95)
        assert (found.low, found.high) == (pytest.approx(low, rel=2e-2), pytest.approx(high, rel=2e-2))
        z = np.arctanh(found.value) + np.array([-1, 1]) * stats.norm.ppf(0.975) / np.sqrt(77)
        assert (found.low, found.high) == (pytest.approx(np.tanh(z[0])), pytest.approx(np.tanh(z[1])))


def test_missing_outcomes_are_outside_the_domain_and_weights_have_no_scale():
    d, design, inside, score, _ = case("apiclus1", "all")
    x, y = d["api00"].to_numpy(dtype=float), d["meals"].to_numpy(dtype=float)
    holes = np.where(d["api99"] > 500, x, np.nan)
    one = correlation(holes, y, sampling_of(design), inside)
    assert one.value == pytest.approx(EXPECTED["apiclus1.known", "pearson"], rel=1e-10)
    scaled = Design(design.weights * 7, design.clusters, design.strata)
    other = correlation(holes, y, sampling_of(scaled), inside)
    assert (other.value, other.se, other.p) == pytest.approx((one.value, one.se, one.p), rel=1e-9)


def test_what_does_not_vary_has_no_correlation_and_a_straight_line_no_error():
    n = np.arange(30.0)
    everybody = np.ones(30, dtype=bool)
    assert np.isnan(correlation(n, np.full(30, 2.5), simple_sampling(30), everybody).value)
    line = correlation(n, 3 - 2 * n, simple_sampling(30), everybody)
    assert line.value == pytest.approx(-1) and np.isnan(line.se) and np.isnan(line.p)
    few = Sampling(Design(np.ones(30), np.arange(30) // 10, np.zeros(30, dtype=int)), everybody, False, 5)
    assert np.isnan(correlation(n, np.sin(n), few, everybody).se)


def test_tied_ranks_are_shared():
    assert mid_distribution(np.array([3.0, 1.0, 3.0]), np.ones(3)) == pytest.approx([2 / 3, 1 / 6, 2 / 3])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_standard_deviation_is_that_of_r(name, part):
    d, design, inside, _, expected = case(name, part)
    x = d[["api00"]].to_numpy(dtype=float)
    assert deviations(x, design, inside[:, None])[0] == pytest.approx(expected("sd"), rel=1e-12)
    plain = Design(np.ones(len(d)), np.arange(len(d)), np.zeros(len(d), dtype=int))
    assert deviations(x, plain, inside[:, None])[0] == pytest.approx(x[inside, 0].std(ddof=1), rel=1e-12)
    assert np.isnan(deviations(x, design, np.eye(len(d), 1, dtype=bool))[0])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_net_score_is_that_of_r(name, part):
    _, design, inside, score, expected = case(name, part)
    found = means(np.where(inside, (score >= 9).astype(float) - (score <= 6), np.nan)[:, None], design)
    assert (found.values[0], found.se[0]) == pytest.approx((expected("nps"), expected("nps_se")), rel=1e-10)
