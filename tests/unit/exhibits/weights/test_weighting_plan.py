"""Weighting schemes held against the codebooks: everything unknown is named, all at once."""

from dataclasses import replace

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.plan.checks import exhibit_problems
from evalreport.exhibits.weights.plan import bin_labels, of_edition
from evalreport.weighting.schemes import scheme_instruments, scheme_params, scheme_waves, weighting_problems

COUNTS = {"instrument": "staff", "wave": "2009"}
MARGIN = {
    "id": "arm",
    "label": {"en": "Arm"},
    "variable": "arm",
    "counts": COUNTS,
    "categories": [{"id": "treated", "label": {"en": "T"}, "codes": ["t"], "count": "age"}],
    "unknown": ["c"],
}
FRAME = {"instrument": "staff", "wave": "2009", "unit": "arm"}
WAVE = {
    "unit": "arm",
    "frame": FRAME,
    "population": [{"instrument": "staff", "wave": "2008", "unit": "arm", "count": "age"}],
    "pool": ["arm"],
    "minimum": 5,
    "margins": [{"id": "groups", "label": {"en": "G"}, "groups": ["treated", "control"]}, MARGIN],
    "bounds": [0.5, 2],
}
RESULT = {"id": "happy", "label": {"en": "Happy"}, "variable": "satisfied", "counted": [4, 5], "where": {"arm": ["t"]}}


def scheme(**changes) -> dict:
    return {
        "label": {"en": "Weighted"},
        "instrument": changes.pop("instrument", "staff"),
        "waves": {changes.pop("wave", "2009"): WAVE | changes.pop("changed", {})},
        "key_results": [RESULT | changes.pop("result", {})],
    }


def problems(small, **changes) -> str:
    evaluation = replace(small.evaluation(), weighting={"population": scheme(**changes)})
    return "\n".join(map(str, weighting_problems(evaluation, load_codebooks(evaluation))))


def test_a_good_scheme_has_none(small):
    assert problems(small) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"instrument": "stff"}, "weighting > population > instrument: unknown instrument 'stff'. Did you mean 'staff'?"),
        ({"wave": "2010"}, "staff has no wave '2010'"),
        ({"changed": {"unit": "offce"}}, "unit: staff has no variable 'offce'"),
        ({"changed": {"frame": FRAME | {"wave": "2001"}}}, "frame: staff has no wave '2001'"),
        ({"changed": {"frame": FRAME | {"instrument": "offices"}}}, "frame: unknown instrument 'offices'"),
        ({"changed": {"frame": FRAME | {"area": "twn"}}}, "frame: staff has no variable 'twn'"),
        ({"changed": {"population": [WAVE["population"][0] | {"count": "aeg"}]}},
         "population > 1: staff has no variable 'aeg'. Did you mean 'age'?"),
        ({"changed": {"pool": ["amr"]}}, "staff has no variable 'amr'. Did you mean 'arm'?"),
        ({"changed": {"bounds": [1.2, 2]}}, "bounds: 1.2 to 2. They lie on either side of 1"),
        ({"changed": {"margins": [MARGIN | {"unknown": ["x"]}]}}, "margins > arm: arm has no answer 'x'"),
        ({"changed": {"margins": [MARGIN | {"unknown": ["t"]}]}}, "margins > arm: 't' stands there twice"),
        ({"changed": {"margins": [MARGIN | {"variable": "gendr"}]}}, "margins > arm: staff has no variable 'gendr'"),
        ({"changed": {"margins": [MARGIN, MARGIN]}}, "margins: 'arm' stands there twice"),
        ({"changed": {"margins": [WAVE["margins"][0] | {"groups": ["treted"]}]}},
         "margins > groups: unknown group 'treted'. Did you mean 'treated'?"),
        ({"result": {"variable": "satsfied"}}, "key_results > happy: staff has no variable 'satsfied'"),
        ({"result": {"counted": [4, 6]}}, "key_results > happy: satisfied has no answer 6"),
        ({"result": {"where": {"arm": ["x"]}}}, "key_results > happy: where: arm is never 'x'"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_named(small, changes, expected):
    assert expected in problems(small, **changes)


def test_everything_is_said_at_once(small):
    text = problems(small, changed={"unit": "x1", "pool": ["x2"], "bounds": [2, 3]}, result={"variable": "x3"})
    assert all(name in text for name in ("'x1'", "'x2'", "bounds", "'x3'"))


def test_a_mean_needs_numbers(small):
    evaluation = small.evaluation()
    result = {key: value for key, value in RESULT.items() if key != "counted"} | {"variable": "arm"}
    evaluation = replace(evaluation, weighting={"p": scheme() | {"key_results": [result]}})
    assert "arm is of type single and has no mean" in str(weighting_problems(evaluation, load_codebooks(evaluation))[0])


def weights(**changes) -> Exhibit:
    return Exhibit(
        **{"id": "x", "chapter": "c", "title": "T", "kind": "weights", "weights": "p", "source": "spread"} | changes
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"weights": "none"}, "unknown weighting scheme 'none'"),
        ({"source": "margin"}, "source: 'margin' is nothing that weighting tells. Did you mean 'margins'?"),
        ({"where": {"wave": ("2008",)}}, "the scheme 'p' does not weight the wave '2008'"),
        ({"where": {"arm": ("t",)}}, "Only the wave can be chosen here"),
        ({"kind": "representativeness", "source": ""}, ""),
    ],
)
def test_exhibits_of_weighting(small, changes, expected):
    evaluation = replace(small.evaluation(), weighting={"p": scheme()})
    text = "\n".join(map(str, exhibit_problems(evaluation, weights(**changes), {}, "f")))
    assert expected in text and bool(expected) == bool(text)


def test_a_job_gets_conditions_and_no_words(small):
    evaluation = replace(small.evaluation(), weighting={"p": scheme()})
    params = scheme_params(evaluation, "p")
    assert "label" not in str(params)
    groups, arm = params["waves"]["2009"]["margins"]
    assert groups["groups"] == {"treated": {"arm": ["t"]}, "control": {"arm": ["c"]}}
    assert arm["categories"] == {"treated": {"id": "treated", "codes": ["t"], "count": "age"}}
    assert scheme_instruments(scheme()) == ("staff",)


def test_waves_in_the_order_of_the_scheme():
    both = scheme() | {"waves": {"2008": WAVE, "2009": WAVE}}
    assert scheme_waves(both, weights()) == ("2008", "2009")
    assert scheme_waves(both, weights(where={"wave": ("2009",)})) == ("2009",)


def test_classes_of_weights_in_words():
    assert bin_labels("nb", (0.5, 1.0, 2.0)) == ["Under 0,50", "0,50–1,00", "1,00–2,00", "2,00 eller mer"]


def test_an_edition_shows_only_the_waves_it_knows(small):
    evaluation = replace(small.evaluation(), weighting={"p": scheme()})
    edition = evaluation.editions["final"]
    planned = Exhibit("x", "results", "T", "weights", weights="p", source="spread")
    for waves in ({"staff": ("2008", "2009")}, {}):
        assert of_edition(planned, evaluation, replace(edition, waves=waves)).where == {"wave": ("2009",)}
    earlier = replace(edition, waves={"staff": ("2008",)})
    waveless = of_edition(planned, evaluation, earlier)
    assert waveless.where == {"wave": ()}
    # A wave that the scheme does not weight is still told of.
    assert of_edition(replace(planned, where={"wave": ("2010",)}), evaluation, earlier).where == {"wave": ("2010",)}
