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
