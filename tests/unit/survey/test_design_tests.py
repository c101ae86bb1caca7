"""Design-based tests on masks: the same as the textbook's for a simple sample, and when there is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.files.estimates import FEW_CLUSTERS
from evalreport.survey.design_tests import difference, group_codes, independence
from evalreport.survey.samplings import sampling_of
from evalreport.survey.textbook import one_way_anova, student_t

N = 90
SEED = np.random.default_rng(11)
Y = SEED.integers(1, 6, N).astype(float)
GROUP = np.arange(N) % 3
DATA = pd.DataFrame({"respondent": [f"r{i}" for i in range(N)], "office": [f"o{i % 15}" for i in range(N)]})
EQUAL = sampling_of(DATA, None, pd.DataFrame({"respondent": DATA["respondent"], "weight": 1.0}))
OFFICES = sampling_of(DATA, {"clusters": "office", "minimum_clusters": 6}, None)
MASKS = [np.equal(GROUP, g) for g in range(3)]


def test_equal_weights_without_clusters_are_close_to_the_textbook():
    two, three = difference(MASKS[:2], Y, EQUAL), difference(MASKS, Y, EQUAL)
    simple = student_t(Y[MASKS[0]], Y[MASKS[1]])
    assert two.statistic == pytest.approx(simple.statistic, rel=0.03) and two.df1 == 58
    assert two.effect_size == pytest.approx(simple.effect_size, rel=0.01)
    anova = one_way_anova([Y[mask] for mask in MASKS])
    assert three.effect_size == pytest.approx(anova.effect_size)
    assert three.statistic == pytest.approx(anova.statistic, rel=0.05) and (three.df1, three.df2) == (2, 87)


def test_groups_in_too_few_clusters_are_not_tested():
    for found in (difference(MASKS, Y, OFFICES), independence(MASKS, [Y < 3, Y >= 3], OFFICES)):
        assert found.reason == FEW_CLUSTERS and np.isnan(found.p)


def groups_of(codes, values):
    return np.array([values[codes == g].mean() for g in range(3)])


def jackknifed(statistic):
    """Full value and JK1 covariance, by leaving out each office in turn and nothing else."""
    office = DATA["office"].to_numpy()
    full = statistic(np.ones(N, dtype=bool))
    gone = np.array([statistic(office != name) for name in np.unique(office)])
    return full, 14 / 15 * (gone - full).T @ (gone - full)


CLUSTERED = sampling_of(DATA, {"clusters": "office", "minimum_clusters": 3}, None)


def test_three_groups_are_tested_with_the_jackknifes_covariance():
    group = np.arange(N) % 15 % 3  # offices lie in one group, five in each
    masks = [group == g for g in range(3)]
    means, spread = jackknifed(lambda kept: groups_of(group[kept], Y[kept]))
    contrast = np.array([[-1, 1, 0], [-1, 0, 1]])
    gaps = contrast @ means
    expected = gaps @ np.linalg.solve(contrast @ spread @ contrast.T, gaps) / 2
    found = difference(masks, Y, CLUSTERED)
    assert (found.name, found.df1, found.df2) == ("jackknife_wald", 2, 12)
    assert found.statistic == pytest.approx(expected, rel=1e-10) and 0 < found.p < 1
    linearised = difference(masks, Y, replace(CLUSTERED, replicates=None))
    assert linearised.name == "wald" and linearised.statistic != pytest.approx(expected, rel=1e-3)


def test_distributions_are_tested_with_the_jackknifes_covariance():
    """Two groups and two answers: Rao and Scott's F is the square of the interaction contrast over its standard error."""
    group, answer = np.arange(N) % 15 % 2, Y >= 3

    def residual(kept):
        p = (
            np.array([[(kept & (group == g) & (answer == a)).sum() for a in (True, False)] for g in (0, 1)])
            / kept.sum()
        )
        return p.ravel()

    p, spread = jackknifed(residual)
    rows, columns = p.reshape(2, 2).sum(axis=1), p.reshape(2, 2).sum(axis=0)
    expected = np.outer(rows, columns).ravel()
    x2 = N * ((p - expected) ** 2 / expected).sum()
    contrast = np.array([1.0, -1.0, -1.0, 1.0]) / p
    delta = (contrast @ spread @ contrast) / (contrast @ np.diag(p) @ contrast / N)
    found = independence([group == 0, group == 1], [answer, ~answer], CLUSTERED)
    assert found.name == "jackknife_rao_scott" and found.statistic == pytest.approx(x2 / delta, rel=1e-9)
    assert (found.df1, found.df2) == pytest.approx((1, 14))


def test_fewer_than_two_groups_or_answers_are_not_tested():
    assert np.isnan(difference(MASKS[:1], Y, EQUAL).p)
    assert np.isnan(independence(MASKS, [Y > 0], EQUAL).p)
    assert np.isnan(independence([], [], EQUAL).p)


def test_sparse_tables_say_so():
    rare = [Y == 1, np.arange(N) < 3, (Y != 1) & (np.arange(N) >= 3)]
    rare[0] = rare[0] & ~rare[1]
    assert independence(MASKS, rare, EQUAL).reason == "sparse"
    assert independence(MASKS, [Y < 3, Y >= 3], EQUAL).reason == ""


def test_groups_that_overlap_cannot_be_compared():
    with pytest.raises(ValueError, match="share respondents"):
        group_codes([GROUP == 0, GROUP >= 0])
