"""Tests under a design: classic tests where the design is simple, laws under any design. Agreement with R: tests/golden."""

from dataclasses import replace

import numpy as np
import pytest
from evalreport.survey.design import Design, Stage, simple_design
from evalreport.survey.linear import means
from evalreport.survey.models.regression import regression
from evalreport.survey.tests import (
    crosstab,
    holm,
    independence,
    population_ranks,
    rank_test,
    standardised_difference,
    t_test,
    t_test_one,
    wald,
)
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

N = 90
KINDS = ["rao_scott_f", "rao_scott_chi2", "wald", "adjusted_wald"]


def sample(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, Design]:
    """Two codings, a score and a design with clusters, strata and weights."""
    rng = np.random.default_rng(seed)
    clusters = np.concatenate([np.arange(15), rng.integers(0, 15, N - 15)])
    design = Design(rng.uniform(0.5, 3, N), clusters, clusters % 3)
    return rng.integers(0, 3, N), rng.integers(0, 2, N), rng.normal(size=N) + 0.3 * clusters, design


seeds = st.integers(0, 5_000)


def test_in_a_simple_sample_the_statistic_is_pearson_s():
    rows, columns, _, _ = sample(1)
    table = crosstab(rows, columns, simple_design(N), (3, 2))
    pearson = chi2_contingency(table.counts, correction=False)
    test = independence(table, "rao_scott_chi2")
    assert test.statistic == pytest.approx(pearson.statistic) and test.df1 == pearson.dof
    assert test.p == pytest.approx(pearson.pvalue, rel=0.1)
    assert test.effect_size == pytest.approx(np.sqrt(pearson.statistic / N))


@given(seeds, st.sampled_from(KINDS))
def test_counting_clusters_by_cells_equals_working_by_rows(seed, kind):
    rows, columns, _, design = sample(seed)
    by_rows = replace(design, calibration=lambda scores: scores)
    fast, slow = (independence(crosstab(rows, columns, d, (3, 2)), kind) for d in (design, by_rows))
    assert fast.statistic == pytest.approx(slow.statistic, rel=1e-8) and fast.df2 == pytest.approx(
        slow.df2, nan_ok=True
    )


@given(seeds, st.floats(0.01, 100))
def test_the_scale_of_the_weights_and_the_order_of_rows_do_not_matter(seed, factor):
    rows, columns, _, design = sample(seed)
    order = np.random.default_rng(seed).permutation(N)
    other = Design(design.weights[order] * factor, design.clusters[order], design.strata[order])
    first = independence(crosstab(rows, columns, design, (3, 2)))
    second = independence(crosstab(rows[order], columns[order], other, (3, 2)))
    assert (first.statistic, first.df1, first.p) == pytest.approx((second.statistic, second.df1, second.p), rel=1e-8)


def test_missing_answers_and_zero_weights_are_outside_the_table_but_in_the_design():
    rows, columns, _, design = sample(4)
    missing = np.where(np.arange(N) < 20, -1, rows)
    table = crosstab(missing, columns, design, (3, 2))
    same = crosstab(rows, columns, design.subset(np.arange(N) >= 20), (3, 2))
    assert table.counts.sum() == N - 20
    assert independence(table).p == pytest.approx(independence(same).p)


def test_empty_rows_are_left_out_and_a_table_of_one_row_is_not_tested():
    rows, columns, _, design = sample(5)
    whole, wide = crosstab(rows, columns, design, (3, 2)), crosstab(2 * rows, columns, design, (6, 2))
    assert independence(wide).p == pytest.approx(independence(whole).p)
    assert np.isnan(independence(crosstab(np.zeros(N, dtype=int), columns, design, (3, 2))).p)


def test_too_few_clusters_for_the_wald_test_is_no_test():
    rows, columns = np.tile([0, 1, 2, 3], 6), np.repeat([0, 1, 2, 3], 6)
    design = Design(np.ones(24), np.arange(24) % 3, np.zeros(24, dtype=np.intp))
    assert np.isnan(independence(crosstab(rows, columns, design, (4, 4)), "wald").p)


def test_a_stage_inside_clusters_takes_part():
    rows, columns, _, design = sample(6)
    limited = replace(design, fpc=np.full(N, 20.0))
    staged = replace(limited, stages=(Stage(np.arange(N), None, np.full(N, 1000.0)),))
    one, two = (independence(crosstab(rows, columns, d, (3, 2))) for d in (limited, staged))
    assert two.statistic < one.statistic


@given(seeds)
def test_the_t_test_is_the_slope_of_a_regression_and_the_wald_test_its_square(seed):
    _, group, y, design = sample(seed)
    test, difference = t_test(y, group, design)
    fit = regression(np.column_stack([np.ones(N), group]), y, design)
    assert test.statistic == pytest.approx(fit.coefficients.values[1] / fit.coefficients.se[1], rel=1e-8)
    assert test.df2 == fit.df == design.degrees_of_freedom - 1
    assert wald(difference, test.df2).p == pytest.approx(test.p, rel=1e-6)


def test_an_outcome_that_does_not_vary_is_not_tested():
    _, group, _, design = sample(7)
    assert np.isnan(t_test(np.full(N, 0.1), group, design)[0].p)
    assert np.isnan(t_test_one(np.full(N, 0.1), design)[0].p)
    assert np.isnan(rank_test(np.full(N, 2.0), group, 2, design)[0].p)
    assert np.isnan(rank_test(np.full(N, 2.0), np.arange(N) % 3, 3, design)[0].p)


def test_a_table_with_cells_that_nobody_can_be_in_is_not_tested():
    rows = np.arange(N) % 3
    assert np.isnan(independence(crosstab(rows, rows, sample(7)[3], (3, 3))).p)


def test_one_mean_against_a_number():
    y = np.array([2.0, 3, 5, 6])
    test, less = t_test_one(y, simple_design(4), 3.0)
    assert less.values[0] == 1 and test.statistic == pytest.approx(1 / (y.std(ddof=1) / 2))
    assert test.effect_size == pytest.approx(1 / y.std(ddof=1) + 3 / y.std(ddof=1) - 3 / y.std(ddof=1))


def test_standardised_difference_by_hand():
    y, group = np.array([1.0, 3, 4, 8]), np.array([0, 0, 1, 1])
    assert standardised_difference(y, group, simple_design(4)) == pytest.approx(4 / np.sqrt((2 + 8) / 2))


def test_ranks_share_ties_and_do_not_depend_on_the_order():
    y, w = np.array([3.0, 1, 3, 2]), np.array([1.0, 1, 3, 5])
    design = Design(w, np.arange(4), np.zeros(4, dtype=np.intp))
    np.testing.assert_allclose(population_ranks(y, design), [0.8, 0.05, 0.8, 0.35])
    back = Design(w[::-1].copy(), np.arange(4), np.zeros(4, dtype=np.intp))
    np.testing.assert_allclose(population_ranks(y[::-1].copy(), back)[::-1], population_ranks(y, design))
    np.testing.assert_allclose(population_ranks(y, design, "rows"), [0.75, 0.05, 0.75, 0.35])


def test_rank_tests_of_two_groups_and_of_more_are_the_same_test():
    _, group, y, design = sample(8)
    two, difference = rank_test(y, group, 2, design)
    assert wald(difference, two.df2).p == pytest.approx(two.p)
    rows = sample(8)[0]
    test, each = rank_test(y, rows, 3, design, "van_der_waerden")
    assert test.df1 == 2 and test.df2 == design.degrees_of_freedom - 2 and len(each.values) == 2


def test_holm_by_hand_with_one_test_that_was_not_made():
    np.testing.assert_allclose(holm(np.array([0.04, 0.01, np.nan, 0.03])), [0.06, 0.03, np.nan, 0.06])
    np.testing.assert_allclose(holm(np.array([0.9, 0.8])), [1, 1])


def test_means_of_groups_come_from_one_covariance():
    _, group, y, design = sample(9)
    both = means(np.column_stack([y, y]), design, np.column_stack([group == 0, group == 1]))
    v = both.covariance
    assert t_test(y, group, design)[1].se[0] == pytest.approx(np.sqrt(v[0, 0] + v[1, 1] - 2 * v[0, 1]))


@pytest.mark.filterwarnings("error")
def test_nobody_to_test_is_no_test_and_no_noise():
    nobody, y, design = np.full(5, -1), np.arange(5.0), simple_design(5)
    assert np.isnan(independence(crosstab(nobody, np.zeros(5, dtype=int), design, (2, 2))).p)
    assert np.isnan(t_test(y, np.zeros(5, dtype=int), design)[0].p)
    assert np.isnan(rank_test(y, np.zeros(5, dtype=int), 2, design)[0].p)
    assert np.isnan(t_test_one(y * np.nan, design)[0].p)
