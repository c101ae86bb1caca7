"""The jackknife: classic results, closeness to linearisation, raking inside."""

from dataclasses import replace

import numpy as np
import pytest
from evalreport.survey.design import Design, simple_design
from evalreport.survey.linear import means, ratios, totals
from evalreport.survey.models.small_samples import cr2
from evalreport.survey.replicates import (
    Replicates,
    jackknife,
    replicate,
    replicated_means,
    replicated_ratios,
    replicated_totals,
    without_empty,
)
from evalreport.survey.tests import t_of
from evalreport.survey.weighting import Margin, rake
from hypothesis import given, settings
from hypothesis import strategies as st


def mean_of(y):
    return lambda design: means(y, design).values


def offices(seed: int = 0, rows: int = 500, count: int = 24) -> tuple[Design, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    office = np.concatenate([np.arange(count), rng.integers(0, count, rows - count)])
    y = rng.normal(0, 0.5, count)[office] + rng.normal(0, 1, rows)
    arm = (office >= count // 3).astype(np.intp)
    return Design(rng.uniform(0.5, 2, rows), office, arm), arm, y


def margins_of(seed: int, rows: int, people: float) -> list[Margin]:
    rng = np.random.default_rng([seed, 1])
    sex, age = rng.integers(0, 2, rows), rng.integers(0, 3, rows)
    return [Margin("sex", sex, people * np.array([0.6, 0.4])), Margin("age", age, people * np.array([0.3, 0.3, 0.4]))]


def test_dropping_one_row_at_a_time_gives_the_classic_standard_error():
    y = np.array([1.0, 4, 2, 8, 5, 7])
    found = replicate(mean_of(y), jackknife(simple_design(6)))
    np.testing.assert_allclose(found.se, y.std(ddof=1) / np.sqrt(6), rtol=1e-12)
    assert found.df == 5
    low, high = found.interval()
    np.testing.assert_allclose((high - low) / 2, 2.570581835636314 * found.se)


def test_replicates_weigh_the_rest_of_the_stratum_up():
    design = Design(np.ones(5), np.array([0, 0, 1, 2, 3]), np.array([0, 0, 0, 1, 1]))
    sample = jackknife(design)
    np.testing.assert_allclose(sample.weights[:, 0], [0, 0, 2, 1, 1])
    np.testing.assert_allclose(sample.weights[:, 3], [1, 1, 1, 2, 0])
    np.testing.assert_allclose(sample.rscales, 0.5)
    assert sample.degrees_of_freedom == design.degrees_of_freedom == 2


def test_a_finite_population_shrinks_the_variance():
    y, plain = np.arange(10.0), simple_design(10)
    half = Design(plain.weights, plain.clusters, plain.strata, fpc=np.full(10, 20.0))
    whole, part = (replicate(mean_of(y), jackknife(design)).covariance[0, 0] for design in (plain, half))
    assert part == pytest.approx(whole / 2)


def test_a_lone_cluster_adds_nothing_where_that_is_the_rule_and_makes_the_variance_unknown_without_one():
    y = mean_of(np.array([1.0, 2, 3, 50]))
    design = Design(np.ones(4), np.arange(4), np.array([0, 0, 0, 1]), lonely="certainty")
    found = replicate(y, jackknife(design))
    assert np.isfinite(found.se).all() and found.df == 2
    assert np.isnan(replicate(y, jackknife(replace(design, lonely="missing"))).se).all()


def lonely_sample(rule: str) -> tuple[Design, np.ndarray, np.ndarray]:
    """Five strata of clusters, the last with a single one outside the domain, and a domain of two strata."""
    rng = np.random.default_rng(1)
    psu = np.arange(210) // 10
    strata = np.where(psu == 20, 4, np.minimum(psu // 5, 3))
    y = rng.normal(5, 1, 210) + psu % 4
    return Design(rng.uniform(1, 3, 210), psu, strata, lonely=rule), y, psu < 10


@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
@pytest.mark.parametrize("part", ["all", "domain", "with_lone"])
def test_replicates_treat_lonely_strata_as_linearisation_does(rule, part):
    design, y, domain = lonely_sample(rule)
    inside = {"all": np.ones(210, bool), "domain": domain, "with_lone": domain | (design.clusters == 20)}[part][:, None]
    total = replicated_totals(y, jackknife(design, centre="estimate"), inside)
    linear_total = totals(y, design, inside)
    if rule == "adjust" and part == "with_lone":  # replicates centre at the mean of all clusters, not of the domain's
        assert total.se == pytest.approx(linear_total.se, rel=0.1)
    else:
        assert total.se == pytest.approx(linear_total.se, rel=1e-10)
    mean = replicated_means(y, jackknife(design, centre="estimate"), inside)
    assert mean.se == pytest.approx(means(y, design, inside).se, rel=0.02)


def test_a_lonely_stratum_counts_only_for_the_domains_that_it_is_in():
    design, y, domain = lonely_sample("missing")
    both = np.column_stack([domain, domain | (design.clusters == 20)])
    for found in (
        means(np.column_stack([y, y]), design, both),
        replicated_means(np.column_stack([y, y]), jackknife(design), both),
    ):
        assert np.isnan(found.se).tolist() == [False, True]
        assert np.isnan(found.contrast(np.array([[1.0, -1.0]])).se[0])
        assert found.contrast(np.array([[1.0, 0.0]])).se[0] == pytest.approx(found.se[0], rel=1e-12)


def test_replicates_by_way_of_group_totals_are_those_row_by_row():
    design, _, y = offices(5)
    sample = jackknife(design)
    plain = replace(sample, weights=np.asarray(sample.weights))
    domains = np.column_stack([design.clusters % 2 == 0, design.clusters % 3 == 0])
    two, x = np.column_stack([y, y]), np.column_stack([y**2 + 1, y**2 + 1])
    for fast, statistic in (
        (replicated_means(two, sample, domains), lambda d: means(two, d, domains).values),
        (replicated_totals(two, sample, domains), lambda d: totals(two, d, domains).values),
        (replicated_ratios(two, x, sample, domains), lambda d: ratios(two, x, d, domains).values),
    ):
        slow = replicate(statistic, plain, domains)
        np.testing.assert_allclose(fast.values, slow.values, rtol=1e-12)
        np.testing.assert_allclose(fast.covariance, slow.covariance, rtol=1e-9)
    assert sample.degrees_of_freedom == plain.degrees_of_freedom
    assert sample.weights.shape == np.asarray(sample.weights).shape


def test_a_replicate_that_loses_a_domain_is_left_out():
    design = Design(np.ones(6), np.arange(6), np.zeros(6, dtype=np.intp))
    y = np.array([1.0, 2, 3, 4, 5, 9])
    weights = np.ones((6, 4))
    weights[[0, 1], [0, 1]] = 0, 0
    weights[:2, 2] = 0  # nobody of the domain is left
    weights[0, 3] = 3
    domain = np.arange(6)[:, None] < 2
    sample = Replicates(design, weights, np.full(4, 0.25), centre="estimate")
    found = replicated_means(y, sample, domain)
    assert np.isnan(found.scores[:, 0]).tolist() == [False, False, True, False]
    assert found.se[0] ** 2 == pytest.approx(0.25 * (0.5**2 + 0.5**2 + 0.25**2))
    everyone_lost = replace(sample, weights=weights * (np.arange(6) > 1)[:, None])
    assert np.isnan(replicated_means(y, everyone_lost, domain).se[0])


@given(st.integers(0, 500), st.floats(0.1, 10))
@settings(max_examples=20, deadline=None)
def test_the_jackknife_is_close_to_linearisation_at_any_scale_of_weights(seed, factor):
    design, _, y = offices(seed)
    scaled = Design(factor * design.weights, design.clusters, design.strata)
    assert replicate(mean_of(y), jackknife(scaled)).se == pytest.approx(means(y, design).se, rel=0.1)


def raked_means(outcomes, domains, design, margins):
    def reweigh(weights):
        return rake(weights, without_empty(margins, weights))

    return replicate(lambda of: means(outcomes, of, domains).values, jackknife(design, reweigh, "estimate"))


def test_raking_inside_replicates_takes_the_margins_out_of_the_variance():
    design, _, y = offices(4)
    margins = margins_of(4, len(y), 1000.0)
    sex = (margins[0].codes == 0).astype(float)
    raked = raked_means(np.column_stack([sex, y]), np.ones((len(y), 2), bool), design, margins)
    assert raked.se[0] < 1e-9 < raked.se[1]


def test_a_category_lost_with_an_office_leaves_its_people_to_the_others():
    margin = Margin("age", np.array([0, 1, 2]), np.array([10.0, 30.0, 60.0]))
    kept = without_empty([margin], np.array([1.0, 1.0, 0.0]))[0]
    np.testing.assert_allclose(kept.totals, [25, 75, 0])


def test_the_centre_makes_the_variance_larger_or_smaller():
    design, _, y = offices(2)
    about_mean, about_estimate = (
        replicate(mean_of(y**3), jackknife(design, centre=c)).se for c in ("mean", "estimate")
    )
    assert about_estimate > about_mean


def test_contrast_of_domains_is_the_difference_of_replicates():
    design, arm, y = offices(6)
    domains, both = arm[:, None] == np.arange(2), np.column_stack([y, y])
    sample = jackknife(design)
    contrast = replicate(lambda of: means(both, of, domains).values, sample).contrast(np.array([[-1.0, 1.0]]))
    direct = replicate(lambda of: np.diff(means(both, of, domains).values), sample)
    np.testing.assert_allclose(contrast.covariance, direct.covariance, rtol=1e-10)
    assert t_of(contrast, contrast.df - 1, "t").p == pytest.approx(t_of(direct, direct.df - 1, "t").p)


def test_an_outcome_that_does_not_vary_is_not_tested():
    constant = replicate(mean_of(np.full(6, 3.0)), jackknife(simple_design(6)))
    assert np.isnan(t_of(constant, 5, "t", scale=3.0).p)


def test_given_replicates_with_their_own_scale():
    design = simple_design(4)
    half = np.array([[2.0, 0, 2, 0], [2, 0, 0, 2], [0, 2, 2, 0], [0, 2, 0, 2]]).T
    y = np.array([1.0, 2.0, 4.0, 8.0])
    found = replicate(mean_of(y), Replicates(design, half, np.ones(4), 1 / 4))
    np.testing.assert_allclose(found.se**2, ((2 - 1) ** 2 + (8 - 4) ** 2) / 16)


def test_cr2_of_independent_rows_is_the_classic_regression():
    rng = np.random.default_rng(3)
    group, y = np.repeat([0, 1], 30), rng.normal(0, 1, 60)
    found, df = cr2(np.column_stack([np.ones(60), group]).astype(float), y, Design(np.ones(60), np.arange(60), group))
    spread = y[:30].var(ddof=1) / 30 + y[30:].var(ddof=1) / 30
    # Both corrections for few clusters count here: (1 - 1/30)^(-1/2) on residuals and 30/29 of the strata.
    assert found.se[1] ** 2 == pytest.approx(spread * 30 / 29)
    assert df[1] == pytest.approx(58, rel=0.05)


def test_cr2_refuses_calibrated_weights():
    design = Design(np.ones(4), np.arange(4), np.zeros(4, dtype=np.intp), calibration=lambda scores: scores)
    with pytest.raises(ValueError, match="jackknife"):
        cr2(np.ones((4, 1)), np.arange(4.0), design)


@given(st.integers(0, 500))
@settings(max_examples=15, deadline=None)
def test_a_weight_of_two_is_a_twin_in_the_same_office_and_rows_have_no_order(seed):
    design, arm, y = offices(seed, rows=200)
    margins = margins_of(seed, len(y), 1000.0)
    twice = np.arange(len(y)) % 3 == 0
    rows = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(y)), np.where(twice, 2, 1)))
    heavy = Design(np.where(twice, 2.0, 1.0), design.clusters, design.strata)
    twins = Design(np.ones(len(rows)), design.clusters[rows], design.strata[rows])
    theirs = [Margin(margin.name, margin.codes[rows], margin.totals) for margin in margins]
    every = np.ones((len(y), 1), dtype=bool)
    one = raked_means(y[:, None], every, heavy, margins)
    other = raked_means(y[rows, None], every[rows], twins, theirs)
    np.testing.assert_allclose(one.values, other.values, rtol=1e-9)
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-6)


def test_a_domain_is_a_weight_of_zero():
    design, arm, y = offices(8)
    inside = np.random.default_rng(8).random(len(y)) < 0.5
    by_domain = replicate(lambda of: means(y, of, inside).values, jackknife(design))
    by_weight = replicate(lambda of: means(y, of.subset(inside)).values, jackknife(design))
    np.testing.assert_allclose(by_domain.covariance, by_weight.covariance, rtol=1e-12)
