"""Designs: degrees of freedom, domains, stages, samples that cannot have been drawn."""

import numpy as np
import pytest
from evalreport.survey.design import Design, Stage, simple_design, units

CLUSTERS, STRATA = np.array([0, 0, 1, 2, 2, 3]), np.array([0, 0, 0, 1, 1, 1])


def test_degrees_of_freedom_are_clusters_less_strata():
    assert Design(np.ones(6), CLUSTERS, STRATA).degrees_of_freedom == 2
    assert simple_design(10).degrees_of_freedom == 9


def test_rows_without_weight_do_not_count():
    weights = np.array([1.0, 0, 0, 1, 1, 1])
    assert Design(weights, CLUSTERS, STRATA).degrees_of_freedom == 1
    assert Design(np.ones(6), CLUSTERS, STRATA).subset(weights > 0).degrees_of_freedom == 1


def test_a_domain_keeps_its_rows():
    part = simple_design(4).subset(np.array([True, False, True, False]))
    np.testing.assert_array_equal(part.weights, [1, 0, 1, 0])
    assert part.levels[0].size.tolist() == [4]


def test_numbers_of_clusters_are_names():
    named = units(np.array([70, 70, 5, 9]), np.array([3, 3, 3, 8]), None)
    assert named.unit.tolist() == [2, 2, 0, 1]
    assert named.size.tolist() == [2, 1]


def test_fractions_multiply_over_the_stages():
    second = Stage(np.arange(6), None, np.full(6, 4.0))
    design = Design(np.ones(6), CLUSTERS, STRATA, np.full(6, 8.0), stages=(second,))
    first, later = design.levels
    np.testing.assert_allclose(first.fraction, 2 / 8)
    np.testing.assert_allclose(later.factor, 2 / 8)
    np.testing.assert_allclose(later.fraction, [2 / 4, 1 / 4, 2 / 4, 1 / 4])


def test_a_later_stage_does_not_count_without_a_finite_population():
    assert len(Design(np.ones(6), CLUSTERS, STRATA, stages=(Stage(np.arange(6)),)).levels) == 1


def test_all_that_is_wrong_with_a_sample_is_said_at_once():
    with pytest.raises(ValueError, match="more than one stratum: 1; 2 clusters drawn of 1 in stratum 0"):
        units(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]), np.ones(4))


def test_a_simple_design_knows_what_counting_would_find():
    (known,) = simple_design(4).levels
    found = units(np.arange(4), np.zeros(4, dtype=np.intp), None)
    for name in ("unit", "stratum", "size", "fraction", "factor", "share"):
        np.testing.assert_array_equal(getattr(known, name), getattr(found, name))
