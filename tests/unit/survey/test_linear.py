"""Linearised estimates: classic formulas, and laws that hold under every design. The agreement with R is in tests/golden."""

from dataclasses import replace

import numpy as np
import pytest
from evalreport.survey.design import Design, LonelyCluster, Stage, pooled_strata, simple_design
from evalreport.survey.estimates import t_interval
from evalreport.survey.linear import design_effects, domain_means, means, ratios, totals, variances
from hypothesis import given
from hypothesis import strategies as st

SAMPLE = 60


def sample(seed: int, strata: int = 3) -> tuple[np.ndarray, Design]:
    """Outcomes (n, 2) correlated within 12 clusters in a few strata, weights of all sizes."""
    rng = np.random.default_rng(seed)
    clusters = np.concatenate([np.arange(12), rng.integers(0, 12, SAMPLE - 12)])
    y = rng.normal(size=(SAMPLE, 2)) + rng.normal(size=(12, 2))[clusters]
    return y, Design(rng.uniform(0.5, 4, SAMPLE), clusters, clusters % strata)


seeds = st.integers(0, 10_000)


def test_equal_weights_and_no_clusters_give_the_classic_formulas():
    y = np.array([1.0, 4, 2, 7, 5])
    found = means(y, simple_design(5))
    assert found.values[0] == pytest.approx(y.mean())
    assert found.se[0] == pytest.approx(y.std(ddof=1) / np.sqrt(5))
    assert design_effects(found, y)[0] == pytest.approx(1)
    assert variances(y[:, None], simple_design(5)).values[0] == pytest.approx(y.var(ddof=1))


def test_a_finite_population_shrinks_the_variance():
    y = np.array([1.0, 4, 2, 7, 5])
    limited = replace(simple_design(5), fpc=np.full(5, 20.0))
    assert means(y, limited).se[0] == pytest.approx(means(y, simple_design(5)).se[0] * np.sqrt(1 - 5 / 20))
    assert means(y, replace(limited, fpc=np.full(5, 5.0))).se[0] == 0


def test_two_stages_by_hand():
    y, clusters = np.array([1.0, 3, 2, 8]), np.array([0, 0, 1, 1])
    one = Design(np.full(4, 6.0), clusters, np.zeros(4, dtype=np.intp), np.full(4, 4.0))
    design = replace(one, stages=(Stage(np.arange(4), None, np.full(4, 6.0)),))
    first = (1 - 2 / 4) * 2 * ((24 - 60) ** 2 / 2)
    second = 2 / 4 * (1 - 2 / 6) * 2 * ((6 - 18) ** 2 / 2 + (12 - 48) ** 2 / 2)
    assert totals(y, design).covariance[0, 0] == pytest.approx(first + second)
    assert totals(y, one).covariance[0, 0] == pytest.approx(first)


@given(seeds, st.floats(0.01, 1000))
def test_means_do_not_depend_on_the_scale_of_the_weights(seed, factor):
    y, design = sample(seed)
    scaled = means(y, replace(design, weights=design.weights * factor))
    np.testing.assert_allclose(scaled.values, means(y, design).values, rtol=1e-10)
    np.testing.assert_allclose(scaled.covariance, means(y, design).covariance, rtol=1e-8)


@given(seeds)
def test_the_order_of_rows_does_not_matter(seed):
    y, design = sample(seed)
    order = np.random.default_rng(seed).permutation(SAMPLE)
    moved = Design(design.weights[order], design.clusters[order], design.strata[order])
    np.testing.assert_allclose(means(y[order], moved).covariance, means(y, design).covariance, rtol=1e-10)


@given(seeds)
def test_a_weight_of_two_is_a_duplicate_in_the_same_cluster(seed):
    y, design = sample(seed)
    heavy = replace(design, weights=np.where(np.arange(SAMPLE) < 5, 2.0, 1.0) * design.weights)
    rows = np.concatenate([np.arange(SAMPLE), np.arange(5)])
    twice = Design(design.weights[rows], design.clusters[rows], design.strata[rows])
    np.testing.assert_allclose(means(y, heavy).covariance, means(y[rows], twice).covariance, rtol=1e-10)


@given(seeds)
def test_a_domain_is_a_zero_weight_and_a_missing_answer(seed):
    y, design = sample(seed)
    inside = np.random.default_rng(seed).random(SAMPLE) < 0.6
    domain = means(y, design, np.column_stack([inside, inside]))
    for same in (means(y, design.subset(inside)), means(np.where(inside[:, None], y, np.nan), design)):
        np.testing.assert_allclose(same.values, domain.values, rtol=1e-12)
        assert same.n.tolist() == domain.n.tolist() == [inside.sum()] * 2
        np.testing.assert_allclose(same.covariance, domain.covariance, rtol=1e-12)


@given(seeds)
def test_covariance_of_contrasts_is_the_sandwich(seed):
    y, design = sample(seed)
    both, matrix = means(y, design), np.array([[1.0, -1.0], [0.5, 0.5]])
    np.testing.assert_allclose(both.contrast(matrix).covariance, matrix @ both.covariance @ matrix.T, atol=1e-14)
    np.testing.assert_allclose(both.contrast(matrix).se[0], means(y[:, 0] - y[:, 1], design).se[0], rtol=1e-10)


def test_a_ratio_to_one_is_a_mean():
    y, design = sample(1)
    ratio = ratios(y, np.ones_like(y), design)
    np.testing.assert_allclose(ratio.covariance, means(y, design).covariance)


LONELY = Design(np.ones(5), np.arange(5), np.array([0, 0, 1, 1, 2]))
SCORES = np.array([[1.0], [4], [2], [8], [3]])
WITHOUT = 2 * (1.5**2 + 1.5**2) + 2 * (3**2 + 3**2)


@pytest.mark.parametrize(
    ("rule", "expected"), [("certainty", WITHOUT), ("adjust", WITHOUT + (3 - 3.6) ** 2), ("average", WITHOUT * 3 / 2)]
)
def test_a_lonely_cluster_follows_the_rule(rule, expected):
    assert replace(LONELY, lonely=rule).covariance_of(SCORES)[0, 0] == pytest.approx(expected)


def test_a_lonely_cluster_has_no_variance_unless_a_rule_says_so():
    assert np.isnan(LONELY.covariance_of(SCORES)).all()
    with pytest.raises(LonelyCluster, match="1 strata"):
        replace(LONELY, lonely="fail").covariance_of(SCORES)


def test_a_lonely_cluster_outside_the_domain_or_all_there_is_does_no_harm():
    assert LONELY.subset(np.arange(5) < 4).covariance_of(SCORES * [[1], [1], [1], [1], [0]])[0, 0] == pytest.approx(
        WITHOUT
    )
    census = replace(LONELY, fpc=np.array([np.inf, np.inf, np.inf, np.inf, 1.0]))
    assert census.covariance_of(SCORES)[0, 0] == pytest.approx(WITHOUT)


def test_calibration_changes_the_scores_before_their_totals():
    shifted = replace(LONELY, lonely="certainty", calibration=lambda scores: 2 * scores)
    assert shifted.covariance_of(SCORES)[0, 0] == pytest.approx(4 * WITHOUT)


def test_a_domain_in_too_few_clusters_has_a_mean_and_no_interval():
    y, design = sample(2)
    domains = np.column_stack([design.clusters == 3, design.clusters < 4, np.zeros(SAMPLE, dtype=bool)])
    found = domain_means(np.repeat(y[:, :1], 3, axis=1), domains, design)
    assert found.clusters.tolist() == [1, 4, 0]
    assert np.isfinite(found.estimate[:2]).all() and np.isnan(found.estimate[2])
    assert np.isnan(found.se).tolist() == [True, False, True]
    assert np.isnan(domain_means(y[:, :1], domains[:, 1:2], design, minimum_clusters=5).se).all()


def test_an_outcome_all_alike_has_no_design_effect():
    _, design = sample(3)
    found = domain_means(np.full((SAMPLE, 1), 0.1), np.ones((SAMPLE, 1), dtype=bool), design)
    assert np.isnan(found.deff[0]) and found.se[0] < 1e-15


def test_the_interval_uses_t():
    low, high = t_interval(np.array([1.0]), np.array([0.5]), 31)
    assert high[0] - 1 == pytest.approx(0.5 * 2.0395, rel=1e-4) and low[0] + high[0] == pytest.approx(2)


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_a_negative_or_unknown_weight_is_an_error(wrong):
    with pytest.raises(ValueError, match="1 weights are negative or not a number"):
        Design(np.array([1.0, wrong, 2.0]), np.arange(3), np.zeros(3, dtype=np.intp))


@pytest.mark.parametrize(
    "codes",
    [
        np.array([0, 1, -1, -1]),
        np.array([0.0, 1, np.nan, np.nan]),
        np.array(["a", "b", "", " "]),
        np.array(["a", "b", None, None], dtype=object),
    ],
)
@pytest.mark.parametrize("what", ["cluster", "stratum"])
def test_empty_codes_are_no_cluster_and_no_stratum(codes, what):
    whole = np.arange(4)
    design = Design(np.ones(4), *((codes, np.zeros(4, dtype=np.intp)) if what == "cluster" else (whole, codes)))
    with pytest.raises(ValueError, match=f"2 rows have no {what}"):
        design.levels  # noqa: B018


def test_a_domain_counts_its_own_strata_only_whatever_the_rule():
    """R's survey gives 0.3881188 and 86.34881 under each of its rules for this sample."""
    rng = np.random.default_rng(1)
    psu = np.arange(210) // 10
    strata = np.minimum(psu // 5, 4)
    strata[psu == 20] = 4
    y = rng.normal(5, 1, 210) + psu % 4
    weights, domain = rng.uniform(1, 3, 210), psu < 10
    for rule in ("missing", "certainty", "adjust", "average", "fail"):
        design = Design(weights, psu, strata, lonely=rule)
        assert means(y, design, domain).se[0] == pytest.approx(0.3881188, rel=1e-6)
        assert totals(y, design, domain).se[0] == pytest.approx(86.34881, rel=1e-6)
        assert means(np.where(domain, y, np.nan), design).se[0] == pytest.approx(0.3881188, rel=1e-6)
        assert ratios(y, np.ones(210), design, domain).se[0] == pytest.approx(0.3881188, rel=1e-6)


def test_lone_clusters_are_pooled_with_each_other_or_with_the_smallest_stratum():
    clusters, ones = np.array([0, 0, 1, 2, 3, 4, 5, 6]), np.ones(8)
    one = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    pooled, lone = pooled_strata(clusters, one, ones)
    assert pooled.tolist() == [0, 0, 0, 0, 1, 1, 1, 0]
    assert lone.tolist() == [False] * 7 + [True]
    two = np.array([0, 0, 0, 0, 0, 0, 1, 2])
    pooled, lone = pooled_strata(clusters, two, ones)
    assert pooled.tolist() == [0, 0, 0, 0, 0, 0, 1, 1] and lone.sum() == 2
    weightless = np.array([1.0, 1, 1, 1, 1, 1, 1, 0])  # who weighs nothing is no cluster of the sample
    assert not pooled_strata(clusters, one, weightless)[1].any()
    assert not pooled_strata(clusters, np.zeros(8, dtype=np.intp), ones)[1].any()
