"""Finite populations, stages and replicate weights of others: the design as configured, and errors that say what is wrong."""

import numpy as np
import pandas as pd
import pytest
from evalreport.files.errors import BadInput
from evalreport.survey.interval_rules import SHARES, interval_rules
from evalreport.survey.linear import Means
from evalreport.survey.producer import SCALES, scale_of
from evalreport.survey.replicate_columns import NEEDS, replicate_variables
from evalreport.survey.samplings import sampling_of

N = 24
DATA = pd.DataFrame(
    {
        "respondent": [f"r{k}" for k in range(N)],
        "wave": "1",
        "office": [f"o{k // 3}" for k in range(N)],  # 8 offices of 3
        "county": [f"c{k // 12}" for k in range(N)],  # 2 counties of 4 offices
        "offices": [10] * 12 + [20] * 12,
        "employed": [6] * N,
        "y": np.random.default_rng(1).normal(size=N),
    }
)
Y = DATA[["y"]].to_numpy()
CLUSTERS = {"clusters": "office", "strata": "county", "variance": "linearised"}


def variance(spec, data=DATA):
    return float(sampling_of(data, spec, None).means(Y).covariance[0, 0])


def message(spec, data=DATA):
    with pytest.raises(BadInput) as caught:
        sampling_of(data, spec, None)
    return str(caught.value)


def between(county):
    """What a county adds to the variance of the mean with clusters drawn from an unlimited population."""
    z = (Y[:, 0] - Y.mean()) / N
    totals = pd.Series(z[DATA["county"] == county]).groupby(np.arange(12) // 3).sum()
    return 4 / 3 * ((totals - totals.mean()) ** 2).sum()


def test_a_finite_population_takes_off_the_part_that_was_drawn():
    assert variance(CLUSTERS) == pytest.approx(between("c0") + between("c1"))
    finite = variance(CLUSTERS | {"population": "offices"})
    assert finite == pytest.approx((1 - 4 / 10) * between("c0") + (1 - 4 / 20) * between("c1"))
    assert variance(CLUSTERS | {"population": 40}) == pytest.approx(0.9 * (between("c0") + between("c1")))


def test_a_census_leaves_what_varies_inside_clusters():
    z = (Y[:, 0] - Y.mean()) / N
    inside = sum(3 / 2 * ((own - own.mean()) ** 2).sum() for own in z.reshape(8, 3))
    spec = CLUSTERS | {"census": True, "stages": [{"population": "employed"}]}
    assert variance(spec) == pytest.approx((1 - 3 / 6) * inside)


def test_the_jackknife_knows_the_finite_population():
    spec = {"clusters": "office", "strata": "county"}
    assert variance(spec | {"population": 40}) == pytest.approx(0.9 * variance(spec))


def test_populations_of_pooled_strata_add_up_and_a_full_stratum_is_not_pooled():
    lone = DATA.assign(county=["c0"] * 3 + ["c1"] * 3 + ["c2"] * 18, offices=[2] * 3 + [5] * 3 + [12] * 18)
    found = sampling_of(lone, CLUSTERS | {"population": "offices"}, None)
    assert found.lone.sum() == 6
    assert found.design.fpc[:6] == pytest.approx(7)
    full = sampling_of(lone.assign(offices=[1] * 3 + [5] * 3 + [12] * 18), CLUSTERS | {"population": "offices"}, None)
    assert list(np.flatnonzero(full.lone)) == [3, 4, 5]
    assert full.design.fpc[0] == 1


def test_populations_that_cannot_be_are_errors():
    uneven = DATA.assign(offices=[10, 11] + [10] * 10 + [20] * 12)
    assert "from 10 to 11 inside one stratum" in message(CLUSTERS | {"population": "offices"}, uneven)
    assert "no more are drawn than there are" in message(CLUSTERS | {"population": 3})
    missing = DATA.assign(offices=DATA["offices"].where(DATA.index > 0))
    assert "1 respondents have no offices" in message(CLUSTERS | {"population": "offices"}, missing)


REPLICATES = {f"rep{k}": np.where(np.arange(N) // 3 == k - 1, 0.0, 8 / 7) for k in range(1, 9)}
HELD = DATA.assign(**REPLICATES)
WEIGHTS = pd.DataFrame(
    {"respondent": DATA["respondent"], "wave": "1", "weight": 1.0, "base": 1.0, "low": 0.0, "high": np.inf}
)


def of_producer(**spec):
    return sampling_of(HELD, {"replicates": {"variables": "rep*", "kind": "jk1"} | spec}, WEIGHTS)


def test_replicate_weights_give_the_variance_they_were_made_for():
    jackknife = sampling_of(DATA, {"clusters": "office"}, WEIGHTS)
    found = of_producer()
    assert found.means(Y).covariance == pytest.approx(jackknife.means(Y).covariance)
    assert found.variance == "replicates"
    assert found.freedom_of(np.ones(N, dtype=bool)) == 7
    assert of_producer(degrees_of_freedom=5).freedom_of(np.ones(N, dtype=bool)) == 5


def test_factors_are_multiplied_by_the_weight_and_scales_by_the_squares():
    assert of_producer(combined=False).means(Y).covariance == pytest.approx(of_producer().means(Y).covariance)
    doubled = of_producer(kind="other", scale=2 * 7 / 8, rscales=1)
    assert doubled.means(Y).covariance == pytest.approx(2 * of_producer().means(Y).covariance)


def test_scales_of_the_kinds():
    scales = {kind: scale_of({"kind": kind, "rho": 0.5}, 20)[0] for kind in SCALES}
    assert scales == pytest.approx({"brr": 0.05, "fay": 0.2, "jk1": 0.95, "jkn": 1, "bootstrap": 1 / 19, "other": 1})
    assert set(NEEDS) <= set(SCALES)


def test_columns_stand_in_the_order_of_their_numbers():
    names = ["rep10", "rep2", "rep1", "rep", "repx", "xrep3"]
    assert replicate_variables({"variables": "rep*"}, names) == ["rep1", "rep2", "rep10"]
    assert replicate_variables({"variables": ["b", "a"]}, names) == ["b", "a"]


def test_replicate_weights_that_are_missing_are_named():
    data = HELD.assign(rep2=HELD["rep2"].where(HELD.index > 1), rep5=-1.0)
    with pytest.raises(BadInput) as caught:
        sampling_of(data, {"replicates": {"variables": "rep*", "kind": "jk1"}}, WEIGHTS)
    assert "rep2: 2 respondents with a weight have none here" in str(caught.value)
    assert "rep5: 24 respondents" in str(caught.value)


def shares(*values):
    estimate = np.array(values)
    n = np.full(len(values), 200)
    return Means(n, n.astype(float), estimate, np.full(len(values), 0.02), np.ones(len(values)), n)


def test_intervals_of_shares_by_kind_and_level():
    df = np.full(2, 20.0)
    made = {kind: interval_rules({"shares": kind} if kind else {}).of_shares(shares(0.4, 0.03), df) for kind in SHARES}
    assert made[""][0] == pytest.approx([made["logit"][0][0], made["korn_graubard"][0][1]])
    assert len({round(float(low[0]), 6) for low, _ in made.values()}) == 3  # logit twice
    narrow, wide = (interval_rules({"level": level}).of_shares(shares(0.4, 0.4), df) for level in (90, 99))
    assert wide[0][0] < narrow[0][0] < 0.4 < narrow[1][0] < wide[1][0]


def test_wilson_has_no_interval_of_nobody_and_everybody():
    low, high = interval_rules({"shares": "wilson"}).of_shares(shares(0.0, 1.0), np.full(2, 20.0))
    assert np.isnan([*low, *high]).all()


def test_numbers_have_the_level_that_is_chosen():
    low, high = interval_rules({"level": 90}).of_numbers(np.array([10.0]), np.array([1.0]), 14)
    assert (low[0], high[0]) == pytest.approx((10 - 1.7613101357748562, 10 + 1.7613101357748562))
