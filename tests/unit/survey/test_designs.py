"""From an exhibit's design and weights to the sampling of the rows."""

import numpy as np
import pandas as pd
import pytest
from evalreport.files.errors import BadInput
from evalreport.survey.samplings import MINIMUM_CLUSTERS, Samplings, sampling_of, simple_sampling

DATA = pd.DataFrame(
    {
        "respondent": ["a", "b", "c", "d", "e", "f"],
        "office": ["1201", "1201", None, "0301", "0301", None],
        "region": ["south", "south", "south", "east", "east", "east"],
    }
)
OFFICES = {"clusters": "office", "without_cluster": "own"}
WEIGHTS = pd.DataFrame({"respondent": ["b", "a", "c", "d"], "weight": [2.0, 1.0, 3.0, 4.0]})


def test_without_weights_and_design_rows_are_a_simple_random_sample():
    found = sampling_of(DATA, None, None)
    assert found.simple and found.minimum_clusters == 2 and found.design.degrees_of_freedom == 5
    assert (found.design.weights == 1).all() and found.clusters_in(np.ones(6, dtype=bool)) == 0


def test_rows_without_a_cluster_are_clusters_of_their_own_and_not_counted_as_named():
    found = sampling_of(DATA, OFFICES, None)
    assert not found.simple and found.minimum_clusters == MINIMUM_CLUSTERS
    assert found.design.degrees_of_freedom == 4 - 1
    assert found.clusters_in(np.ones(6, dtype=bool)) == 2
    assert found.clusters_in(np.array([True, True, True, False, False, False])) == 1


def test_strata_cost_degrees_of_freedom():
    assert sampling_of(DATA, OFFICES | {"strata": "region"}, None).design.degrees_of_freedom == 4 - 2


def test_a_cluster_in_two_strata_is_bad_input():
    moved = DATA.assign(region=["south", "east", "south", "east", "east", "east"])
    with pytest.raises(BadInput, match="more than one stratum"):
        sampling_of(moved, OFFICES | {"strata": "region"}, None)


def test_weights_go_by_respondent_and_nobody_without_one_counts():
    found = sampling_of(DATA, OFFICES, WEIGHTS)
    assert found.design.weights.tolist() == [1, 2, 3, 4, 0, 0]
    assert found.design.degrees_of_freedom == 3 - 1


def test_weights_alone_make_every_row_a_cluster():
    found = sampling_of(DATA, None, WEIGHTS)
    assert not found.simple and found.minimum_clusters == 2 and found.design.degrees_of_freedom == 3


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (WEIGHTS.assign(respondent=["a", "a", "c", "d"]), "two weights"),
        (WEIGHTS.assign(respondent=["1", "2", "3", "4"]), "no respondent"),
    ],
)
def test_weights_of_other_respondents_are_bad_input(weights, message):
    with pytest.raises(BadInput, match=message):
        sampling_of(DATA, None, weights)


def test_the_rules_of_a_design_are_taken_over():
    found = sampling_of(DATA, OFFICES | {"lonely": "certainty", "minimum_clusters": 3}, None)
    assert found.design.lonely == "certainty" and found.minimum_clusters == 3


def test_nobody_can_be_sampled_too():
    assert simple_sampling(0).simple


def test_a_sampling_is_made_once():
    made = Samplings({"staff": DATA}, {"offices": OFFICES}, {"population": WEIGHTS})
    assert made.of("staff", "offices", "none") is made.of("staff", "offices", "none")
    assert made.of("staff", "simple", "none").simple
    assert made.of("staff", "offices", "population").design.weights.sum() == 10


def test_a_weight_that_is_negative_or_missing_is_bad_input():
    for wrong in (-1.0, np.nan):
        with pytest.raises(BadInput, match="1 weights are negative or missing, the first that of respondent a"):
            sampling_of(DATA, None, WEIGHTS.assign(weight=[2.0, wrong, 3.0, 4.0]))


def test_a_blank_is_no_cluster():
    with pytest.raises(BadInput, match="2 respondents have a blank as their office"):
        sampling_of(DATA.assign(office=["1201", "", None, " ", "0301", None]), OFFICES, None)


def test_a_lone_cluster_is_pooled_unless_a_rule_says_otherwise():
    data = pd.DataFrame({"respondent": list("abcdefgh"), "office": list("aabbccdd"), "region": list("nnnnnnss")})
    found = sampling_of(data, OFFICES | {"strata": "region"}, None)
    assert found.rule == "pool" and found.lone.tolist() == [False] * 6 + [True] * 2
    assert len(np.unique(found.design.strata)) == 1 and found.design.degrees_of_freedom == 3
    kept = sampling_of(data, OFFICES | {"strata": "region", "lonely": "certainty"}, None)
    assert len(np.unique(kept.design.strata)) == 2 and kept.lone.sum() == 2


def test_a_linearised_design_has_no_replicates():
    found = sampling_of(DATA, OFFICES | {"variance": "linearised"}, WEIGHTS)
    assert found.replicates is None and found.variance == "linearised" and found.minimum_clusters == MINIMUM_CLUSTERS
    assert sampling_of(DATA, OFFICES, WEIGHTS).variance == "jackknife"
