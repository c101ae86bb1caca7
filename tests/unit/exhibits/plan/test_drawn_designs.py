"""What a design says of populations, stages and replicate weights is held against the codebook before anything runs."""

from types import SimpleNamespace

import pytest
from evalreport.exhibits.plan.designs import drawn_problems, replicate_weight_problems


class Book:
    instrument = "staff"
    names = ("office", "county", "size", "rep1", "rep2", "rep3", "word")

    def variable(self, name):
        return SimpleNamespace(type="text" if name == "word" else "id" if name == "office" else "number")


CLUSTERS = {"clusters": "office", "variance": "linearised"}
JK1 = {"variables": "rep*", "kind": "jk1"}


def problems(design):
    return "\n".join(f"{found}. {expected}" for found, expected in drawn_problems(design, Book()))


@pytest.mark.parametrize(
    "design",
    [
        CLUSTERS,
        {"strata": "county"},
        {"strata": "county", "population": "size"},
        CLUSTERS | {"population": 40, "stages": [{"population": "size", "strata": "wave"}]},
        CLUSTERS | {"census": True, "stages": [{"population": "size"}]},
        {"replicates": JK1},
        {"replicates": JK1 | {"kind": "jkn", "rscales": [1, 0.5, 0.5]}},
    ],
)
def test_designs_that_are_right(design):
    assert problems(design) == ""


@pytest.mark.parametrize(
    ("design", "message"),
    [
        ({}, "neither clusters, strata, population nor replicates"),
        ({"clusters": "ofice"}, "no variable 'ofice'"),
        ({"strata": "county", "minimum_clusters": 3}, "minimum_clusters without clusters"),
        ({"strata": "county", "population": "word"}, "word is of type text"),
        (CLUSTERS | {"census": True}, "census: true without stages"),
        (CLUSTERS | {"census": True, "population": 4, "stages": [{}]}, "census beside population"),
        (CLUSTERS | {"stages": [{"population": "size"}]}, "stages without population or census"),
        ({"clusters": "office", "population": 40, "stages": [{}]}, "stages without variance: linearised"),
        (CLUSTERS | {"population": 40, "stages": [{}, {}]}, "stage 2 draws respondents, but another follows"),
        (CLUSTERS | {"population": 40, "stages": [{"population": "siz"}]}, "stage 2: population"),
        ({"replicates": JK1, "clusters": "office"}, "replicates beside clusters"),
        ({"replicates": JK1 | {"variables": "r*"}}, "0 variables fit 'r*'"),
        ({"replicates": JK1 | {"variables": ["rep1", "rep9"]}}, "no variable 'rep9'"),
        ({"replicates": JK1 | {"kind": "fay"}}, "fay without rho"),
        ({"replicates": JK1 | {"kind": "other"}}, "other without rscales"),
        ({"replicates": JK1 | {"rho": 0.3}}, "rho in replicates of kind jk1"),
        ({"replicates": JK1 | {"rscales": [1, 2]}}, "2 rscales for 3 replicates"),
    ],
)
def test_designs_that_are_wrong(design, message):
    assert message in problems(design)


def test_replicate_weights_need_the_weight_of_the_data():
    design = {"replicates": JK1}
    assert not list(replicate_weight_problems(design, {"waves": {"1": {"weight": "w"}}}))
    assert "without weights" in str(list(replicate_weight_problems(design, None)))
    assert "not made from the data's" in str(list(replicate_weight_problems(design, {"waves": {"1": {"frame": {}}}})))
    assert not list(replicate_weight_problems({"clusters": "office"}, None))
