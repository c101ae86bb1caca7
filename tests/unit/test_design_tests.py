"""Design-based tests on masks: the same as the textbook's for a simple sample, and when there is none."""

import numpy as np
import pandas as pd
import pytest
from evalreport.design_tests import difference, group_codes, independence
from evalreport.designs import sampling_of
from evalreport.significance import one_way_anova, student_t
from evalreport.view import FEW_CLUSTERS

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
