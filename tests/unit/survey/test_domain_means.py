"""Domain means against R's survey package (tests/golden/r_survey), closed formulas and laws every design obeys."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.design import Design, simple_design
from evalreport.survey.estimates import t_interval
from evalreport.survey.intervals import logit_interval
from evalreport.survey.linear import domain_means
from hypothesis import given
from hypothesis import strategies as st

GOLDEN = Path(__file__).parents[2] / "golden" / "r_survey"
TIGHT = {"rtol": 1e-10, "atol": 1e-12}  # R's standard error of a constant is 0, ours 1e-16


def read(name: str) -> tuple[pd.DataFrame, dict]:
    csv = {"api_clus1_nofpc": "apiclus1", "api_strat_nofpc": "apistrat", "api_srs": "apisrs"}.get(name, name)
    return pd.read_csv(GOLDEN / f"{csv}.csv"), json.loads((GOLDEN / f"{name}.json").read_text())


def codes(values: pd.Series) -> np.ndarray:
    return pd.factorize(values)[0]


def design_of(data: pd.DataFrame, weights: str, clusters: str = "", strata: str = "") -> Design:
    n = len(data)
    return Design(
        data[weights].to_numpy(float),
        codes(data[clusters]) if clusters else np.arange(n),
        codes(data[strata]) if strata else np.zeros(n, dtype=np.intp),
    )


PANEL, PANEL_R = read("office_panel")
OFFICES = design_of(PANEL, "w_nr", "office", "arm")
CLUS1, CLUS1_R = read("api_clus1_nofpc")
STRAT, STRAT_R = read("api_strat_nofpc")
SCHOOLS = {
    "clusters": (CLUS1, design_of(CLUS1, "pw", clusters="dnum"), CLUS1_R),
    "strata": (STRAT, design_of(STRAT, "pw", strata="stype"), STRAT_R),
}
SCORES = ["api00", "api99", "enroll", "meals"]


def everywhere(outcomes: np.ndarray, design: Design):
    return domain_means(outcomes, ~np.isnan(outcomes), design)


def share(data: pd.DataFrame, name: str, value: object, design: Design, inside: np.ndarray | None = None):
    domain = np.ones((len(data), 1), dtype=bool) if inside is None else inside[:, None]
    return domain_means((data[[name]] == value).to_numpy(float), domain, design)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_means_as_in_r(kind):
    data, design, expected = SCHOOLS[kind]
    found = everywhere(data[SCORES].to_numpy(float), design)
    assert design.degrees_of_freedom == expected["degf"]
    np.testing.assert_allclose(found.estimate, [expected["mean"]["est"][name] for name in SCORES], **TIGHT)
    np.testing.assert_allclose(found.se, [expected["mean"]["se"][name] for name in SCORES], **TIGHT)
    np.testing.assert_allclose(found.n_weighted, expected["sum_w"], **TIGHT)
    low, high = t_interval(found.estimate, found.se, design.degrees_of_freedom)
    np.testing.assert_allclose(np.column_stack([low, high]), expected["mean"]["ci_t"]["data"], rtol=1e-8)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_proportions_as_in_r(kind):
    data, design, expected = SCHOOLS[kind]
    for name, value in expected["mean_factor"]["est"].items():
        found = share(data, "stype", name.removeprefix("stype"), design)
        np.testing.assert_allclose(found.estimate, value, **TIGHT)
        np.testing.assert_allclose(found.se, expected["mean_factor"]["se"][name], **TIGHT)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_the_covariance_has_the_variances_of_the_means_on_its_diagonal_as_in_r(kind):
    data, design, expected = SCHOOLS[kind]
    y = data[SCORES].to_numpy(float)
    w = design.weights[:, None]
    scores = w * (y - everywhere(y, design).estimate) / w.sum()
    np.testing.assert_allclose(design.covariance_of(scores), expected["mean"]["vcov"]["data"], rtol=1e-9)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_domain_means_as_in_r(kind):
    data, design, expected = SCHOOLS[kind]
    places = [key.split(":") for key in expected["by_mean"]["est"]]
    outcomes = np.column_stack([data[score] for _, score in places]).astype(float)
    domains = np.column_stack([data["stype"] == level for level, _ in places])
    found = domain_means(outcomes, domains, design)
    np.testing.assert_allclose(found.estimate, list(expected["by_mean"]["est"].values()), **TIGHT)
    np.testing.assert_allclose(found.se, expected["by_mean"]["se"], **TIGHT)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_the_design_effect_is_the_one_r_calls_replace(kind):
    data, design, expected = SCHOOLS[kind]
    found = everywhere(data[["api00", "api99"]].to_numpy(float), design)
    np.testing.assert_allclose(found.deff, expected["mean_api_deff_replace"], **TIGHT)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_the_design_effect_of_a_domain_is_r_s_without_its_finite_population_correction(kind):
    data, design, expected = SCHOOLS[kind]
    for (place, _), deff in zip(expected["by_mean"]["est"].items(), expected["by_mean"]["deff"], strict=True):
        level, score = place.split(":")
        inside = (data["stype"] == level).to_numpy()
        found = domain_means(data[[score]].to_numpy(float), inside[:, None], design)
        sampled = inside.sum() / design.weights[inside].sum()
        np.testing.assert_allclose(found.deff[0], deff * (1 - sampled), rtol=1e-9)


@pytest.mark.parametrize("kind", SCHOOLS)
@pytest.mark.parametrize(("item", "name", "value"), [("schwide", "sch.wide", "Yes"), ("awards", "awards", "Yes")])
def test_logit_intervals_as_in_r(kind, item, name, value):
    data, design, expected = SCHOOLS[kind]
    found = share(data, name, value, design)
    low, high = logit_interval(found.estimate, found.se, design.degrees_of_freedom)
    golden = expected[f"ciprop_{item}"]
    np.testing.assert_allclose([low[0], high[0]], golden.get("xlogit", golden)["ci"], rtol=1e-8)


def test_a_simple_sample_is_r_s_without_the_finite_population_correction():
    data, expected = read("api_srs")
    found = everywhere(data[SCORES].to_numpy(float), simple_design(len(data)))
    correction = np.sqrt(1 - expected["nobs"] / expected["sum_w"])
    np.testing.assert_allclose(found.estimate, list(expected["mean"]["est"].values()), **TIGHT)
    np.testing.assert_allclose(found.se * correction, list(expected["mean"]["se"].values()), rtol=1e-9)
    np.testing.assert_allclose(found.deff, 1, **TIGHT)


def test_offices_in_two_waves_as_in_r():
    index = PANEL[["index"]].to_numpy(float)  # nine answers are missing: a domain, not rows to drop
    found = everywhere(index, OFFICES)
    assert OFFICES.degrees_of_freedom == PANEL_R["degf"] == 31
    np.testing.assert_allclose(found.estimate, PANEL_R["all"]["est"]["index"], **TIGHT)
    np.testing.assert_allclose(found.se, PANEL_R["all"]["se"]["index"], **TIGHT)
    sampled = found.n / found.n_weighted
    np.testing.assert_allclose(found.deff, PANEL_R["all"]["deff"]["index"] * (1 - sampled), rtol=1e-9)
    low, high = t_interval(found.estimate, found.se, 31)
    np.testing.assert_allclose([low[0], high[0]], PANEL_R["all"]["ci_t"]["data"][0], rtol=1e-8)


def test_waves_and_arms_of_the_office_panel_as_in_r():
    index = PANEL["index"].to_numpy(float)
    places = [place.split(".") for place in PANEL_R["by"]["est"]]
    masks = [(PANEL["wave"] == int(wave)) & (PANEL["arm"] == arm) & PANEL["index"].notna() for wave, arm in places]
    found = domain_means(np.repeat(index[:, None], len(masks), axis=1), np.column_stack(masks), OFFICES)
    np.testing.assert_allclose(found.estimate, list(PANEL_R["by"]["est"].values()), **TIGHT)
    np.testing.assert_allclose(found.se, PANEL_R["by"]["se"], **TIGHT)


def test_change_between_waves_from_the_covariance_as_in_r():
    """A difference of two domains needs their covariance: offices answer in both waves."""
    index = np.nan_to_num(PANEL["index"].to_numpy(float))
    scores = []
    for wave in (2008, 2009):
        inside = ((PANEL["wave"] == wave) & (PANEL["arm"] == "husk") & PANEL["index"].notna()).to_numpy(float)
        w = OFFICES.weights * inside
        scores.append(w * (index - (w * index).sum() / w.sum()) / w.sum())
    v = OFFICES.covariance_of(np.column_stack(scores))
    se = np.sqrt(v[0, 0] + v[1, 1] - 2 * v[0, 1])
    np.testing.assert_allclose(se, PANEL_R["contrasts"]["se"]["d_husk"], rtol=1e-9)


def test_the_interval_of_a_share_in_an_arm_has_the_arm_s_degrees_of_freedom_in_r():
    inside = ((PANEL["arm"] == "husk") & (PANEL["wave"] == 2009)).to_numpy()
    found = share(PANEL, "contact", "yes", OFFICES, inside)
    own = Design(OFFICES.weights * inside, OFFICES.clusters, OFFICES.strata).degrees_of_freedom
    assert own == 13
    low, high = logit_interval(found.estimate, found.se, own)
    np.testing.assert_allclose([low[0], high[0]], PANEL_R["ciprop_contact_husk_x"]["ci"], rtol=1e-8)


# --- Laws ---------------------------------------------------------------------------------------------------------


@st.composite
def samples(draw):
    """A small sample in at least two clusters a stratum: outcomes, domain, design."""
    sizes = draw(st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=4), min_size=1, max_size=3))
    cluster, stratum, number = [], [], 0
    for h, stratum_sizes in enumerate(sizes):
        for size in stratum_sizes:
            cluster += [number] * size
            stratum += [h] * size
            number += 1
    n = len(cluster)
    weights = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    outcomes = draw(st.lists(st.integers(1, 7), min_size=n, max_size=n))
    inside = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    design = Design(np.array(weights, dtype=float), np.array(cluster), np.array(stratum))
    return np.array(outcomes, dtype=float), np.array(inside), design


def estimate(y, inside, design):
    found = domain_means(y[:, None], inside[:, None], design)
    return np.array([found.estimate[0], found.se[0], found.deff[0]])


@given(samples(), st.floats(0.01, 100))
def test_the_scale_of_the_weights_does_not_matter(sample, factor):
    y, inside, design = sample
    scaled = Design(design.weights * factor, design.clusters, design.strata)
    np.testing.assert_allclose(estimate(y, inside, scaled), estimate(y, inside, design), rtol=1e-9, atol=1e-12)


@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(sample, random):
    y, inside, design = sample
    order = list(range(len(y)))
    random.shuffle(order)
    shuffled = Design(design.weights[order], design.clusters[order], design.strata[order])
    np.testing.assert_allclose(
        estimate(y[order], inside[order], shuffled), estimate(y, inside, design), rtol=1e-9, atol=1e-12
    )


@given(samples(), st.data())
def test_weight_two_equals_a_duplicate_in_the_same_cluster(sample, data):
    y, inside, design = sample
    row = data.draw(st.integers(0, len(y) - 1))
    double = design.weights.copy()
    double[row] *= 2
    twice = np.append(np.arange(len(y)), row)
    heavy = estimate(y, inside, Design(double, design.clusters, design.strata))
    copied = estimate(
        y[twice], inside[twice], Design(design.weights[twice], design.clusters[twice], design.strata[twice])
    )
    if inside.sum() > 1:  # the number of answers, which the design effect counts, is not the same
        np.testing.assert_allclose(heavy[:2], copied[:2], rtol=1e-9, atol=1e-12)


@given(samples())
def test_a_domain_equals_zero_weight_outside_it(sample):
    y, inside, design = sample
    zero = Design(design.weights * inside, design.clusters, design.strata)
    if inside.sum() > 1:
        outside = estimate(y, np.ones_like(inside), zero)[:2]
        np.testing.assert_allclose(estimate(y, inside, design)[:2], outside, rtol=1e-9, atol=1e-12)


@given(samples())
def test_what_stands_outside_the_domain_is_never_read(sample):
    y, inside, design = sample
    blank = np.where(inside, y, np.nan)
    np.testing.assert_allclose(estimate(blank, inside, design), estimate(y, inside, design))


@given(samples())
def test_the_numbering_of_clusters_does_not_matter(sample):
    """Rows selected from a larger file leave gaps in the numbers."""
    y, inside, design = sample
    spread = Design(design.weights, design.clusters * 3 + 2, design.strata * 2)
    np.testing.assert_allclose(estimate(y, inside, spread), estimate(y, inside, design), rtol=1e-9, atol=1e-12)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=40))
def test_the_simple_design_is_the_textbook_formula(values):
    y = np.array(values, dtype=float)
    mean, se, deff = estimate(y, np.ones(len(y), dtype=bool), simple_design(len(y)))
    assert mean == pytest.approx(y.mean())
    assert se == pytest.approx(y.std(ddof=1) / np.sqrt(len(y)), abs=1e-12)
    assert np.isnan(deff) if len(set(values)) == 1 else deff == pytest.approx(1)


# --- Edges --------------------------------------------------------------------------------------------------------


def test_an_empty_domain_has_no_numbers():
    found = domain_means(np.ones((3, 1)), np.zeros((3, 1), dtype=bool), simple_design(3))
    assert found.n[0] == 0 and np.isnan([found.estimate[0], found.se[0], found.deff[0]]).all()


def test_one_answer_has_a_mean_and_no_standard_error():
    found = domain_means(np.ones((3, 1)), np.array([[True], [False], [False]]), simple_design(3))
    assert found.estimate[0] == 1 and np.isnan(found.se[0])


def test_a_stratum_with_one_cluster_gives_no_standard_error():
    design = Design(np.ones(3), np.array([0, 1, 2]), np.array([0, 0, 1]))
    found = everywhere(np.array([[1.0], [2.0], [3.0]]), design)
    assert found.estimate[0] == 2 and np.isnan(found.se[0])
    assert np.isnan(design.covariance_of(np.ones((3, 2)))).all()


def test_intervals_of_shares_stay_inside_and_do_not_exist_at_the_ends():
    low, high = logit_interval(np.array([0.0, 0.01, 1.0, 0.5]), np.array([0.0, 0.009, 0.0, np.nan]), 20)
    assert 0 < low[1] < 0.01 < high[1] < 1
    assert np.isnan([low[0], low[2], low[3], high[0], high[2], high[3]]).all()


def test_rows_without_weight_give_no_degrees_of_freedom():
    assert Design(np.array([1, 1, 1, 0.0]), np.array([0, 1, 2, 3]), np.array([0, 0, 0, 1])).degrees_of_freedom == 2
