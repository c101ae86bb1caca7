"""Weights from a column of the data and from totals typed in: base, margins, cells, calibration, and errors that name what is wrong."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from evalreport.evaluation.model import Group, Grouping
from evalreport.files.errors import BadInput
from evalreport.survey.calibrated import raked_design
from evalreport.survey.design import Design
from evalreport.survey.reweighing import margin_columns, number_columns, parts_of, reweigher
from evalreport.survey.samplings import sampling_of
from evalreport.survey.weighting import Margin, calibrate
from evalreport.weighting.schemes import scheme_params, weighting_problems
from evalreport.weighting.weigh import weigh

DRAW = np.random.default_rng(3)
N = 60
STAFF = pd.DataFrame(
    {
        "respondent": [f"r{k}" for k in range(N)],
        "wave": "1",
        "w": DRAW.uniform(1, 3, N),
        "gender": DRAW.permutation(np.arange(N) % 2 + 1),
        "age": DRAW.permutation(np.arange(N) % 3 + 1),
        "hours": DRAW.uniform(10, 40, N).round(1),
        "y": DRAW.normal(50, 10, N),
    }
).astype({"gender": "Int64", "age": "Int64"})
GROUPINGS = {
    "gender": Grouping("gender", "Gender", (Group("women", "Women", {"gender": (1,)}), Group("men", "Men", {"gender": (2,)}))),
    "age": Grouping(
        "age", "Age", (Group("young", "Young", {"age": (1,)}), Group("older", "Older", {"age": (2, 3)}))
    ),
}  # fmt: skip
GENDER, AGE = {"women": 0.51, "men": 0.49}, {"young": 0.3, "older": 0.7}


class Evaluation(SimpleNamespace):
    def group(self, id):
        return next(g for grouping in GROUPINGS.values() for g in grouping.groups if g.id == id)


class Book:
    instrument = "staff"
    names = ("w", "gender", "age", "hours", "y", "word")

    def variable(self, name):
        return SimpleNamespace(name=name, type="text" if name == "word" else "number", is_coded=False, value_set="")


def evaluation(**wave):
    weighting = {"own": {"label": {"en": "w"}, "instrument": "staff", "waves": {"1": wave}}}
    instruments = {"staff": SimpleNamespace(waves={"1": {}})}
    return Evaluation(
        groupings=GROUPINGS, weighting=weighting, instruments=instruments, folder=Path("here"), language="en"
    )


def weighed_wave(data=STAFF, **wave):
    return weigh({"staff": data}, scheme_params(evaluation(**wave), "own"), "weighting > own")["1"]


def weights_file(wave):
    table = pd.DataFrame({"respondent": wave.respondents, "wave": "1", "weight": wave.weights, "base": wave.base})
    how = {"low": wave.bounds[0], "high": wave.bounds[1], "method": wave.method}
    return table.assign(**how, **margin_columns(wave.margins), **number_columns(wave.numbers))


def problems(**wave):
    return "\n".join(map(str, weighting_problems(evaluation(**wave), {"staff": Book()})))


def test_a_weight_of_the_data_stands_as_it_is():
    made = weighed_wave(weight="w")
    assert made.weights == pytest.approx(STAFF["w"])
    assert made.population == pytest.approx(STAFF["w"].sum())
    assert problems(weight="w") == ""
    assert not sampling_of(STAFF, None, weights_file(made)).raked


def test_margins_typed_as_shares_keep_the_sum_of_the_base_weights():
    made = weighed_wave(weight="w", totals={"gender": GENDER, "age": AGE})
    women = made.weights[(STAFF["gender"] == 1).to_numpy()].sum()
    assert women == pytest.approx(0.51 * STAFF["w"].sum(), rel=1e-9)
    assert made.weights.sum() == pytest.approx(STAFF["w"].sum())
    assert problems(weight="w", totals={"gender": GENDER, "age": AGE}) == ""


def test_counts_tell_the_population_and_shares_follow_them():
    made = weighed_wave(totals={"gender": {"women": 300, "men": 200}, "age": AGE})
    assert made.weights.sum() == pytest.approx(500)
    assert made.weights[(STAFF["age"] == 1).to_numpy()].sum() == pytest.approx(150, rel=1e-9)


def test_shares_that_are_rounded_are_of_one_together():
    made = weighed_wave(totals={"gender": {"women": 0.5104, "men": 0.4899}})
    women = made.weights[(STAFF["gender"] == 1).to_numpy()].sum()
    assert women == pytest.approx(N * 0.5104 / 1.0003)


def test_cells_are_post_strata_with_the_variance_of_post_stratification():
    cells = {"women/young": 100, "women/older": 150, "men/young": 90, "men/older": 160}
    made = weighed_wave(weight="w", totals={"gender/age": cells})
    code = 2 * (STAFF["gender"] - 1).to_numpy(dtype=int) + (STAFF["age"] > 1).to_numpy(dtype=int)
    reached = np.bincount(code, made.weights)
    assert reached == pytest.approx([100, 150, 90, 160])
    rows = np.arange(N)
    margin = Margin("cells", code.astype(np.intp), np.array([100.0, 150, 90, 160]))
    expected = raked_design(Design(STAFF["w"].to_numpy(), rows, np.zeros(N, dtype=np.intp)), [margin])
    found = sampling_of(STAFF, None, weights_file(made))
    scores = STAFF[["y"]].to_numpy() * expected.weights[:, None]
    assert found.totals(STAFF[["y"]].to_numpy()).covariance == pytest.approx(expected.covariance_of(scores))


@pytest.mark.parametrize(
    "method", [{"method": "linear"}, {"method": "logit", "bounds": [0.3, 3]}, {"method": "raking"}]
)
def test_calibration_reaches_numbers_and_shares_and_can_be_made_again_from_the_file(method):
    totals = {"gender": GENDER, "hours": 25.5 * STAFF["w"].sum()}
    assert problems(weight="w", totals=totals, calibration=method) == ""
    made = weighed_wave(weight="w", totals=totals, calibration=method)
    hours, women = STAFF["hours"].to_numpy(), (STAFF["gender"] == 1).to_numpy()
    people = STAFF["w"].sum()
    assert [made.weights @ hours, made.weights[women].sum()] == pytest.approx([25.5 * people, 0.51 * people])
    columns = np.column_stack([women, ~women, hours]).astype(float)
    expected = calibrate(
        STAFF["w"].to_numpy(), columns, columns.T @ made.weights, method["method"], tuple(method.get("bounds", (-np.inf, np.inf)))
    )  # fmt: skip
    assert made.weights == pytest.approx(expected)
    again = reweigher(parts_of(weights_file(made)), N)(made.base)
    assert again == pytest.approx(made.weights, rel=1e-10)


def test_jackknife_calibrates_again_in_each_replicate():
    data = STAFF.assign(office=[f"o{k % 12}" for k in range(N)])
    totals = {"gender": GENDER, "hours": 25.5 * STAFF["w"].sum()}
    file = weights_file(weighed_wave(data, weight="w", totals=totals, calibration={"method": "linear"}))
    found = sampling_of(data, {"clusters": "office"}, file)
    hours = STAFF[["hours"]].to_numpy()
    totals_of = found.replicates.totals(hours)
    assert totals_of == pytest.approx(np.full_like(totals_of, 25.5 * STAFF["w"].sum()))
    assert found.events == ()


def test_linear_weights_below_zero_are_an_error():
    data = STAFF.assign(hours=[1.0] * (N - 1) + [1000.0])
    with pytest.raises(BadInput, match="makes .* weights negative"):
        weighed_wave(data, weight="w", totals={"gender": GENDER, "hours": 1.0}, calibration={"method": "linear"})


def test_respondents_without_a_weight_are_told_or_left_out():
    data = STAFF.assign(w=STAFF["w"].where(STAFF.index > 1))
    with pytest.raises(BadInput, match="2 respondents have no weight, the first r0"):
        weighed_wave(data, weight="w")
    made = weighed_wave(data, weight="w", without_weight="outside")
    assert len(made.weights) == N - 2
    assert sampling_of(data, None, weights_file(made)).design.weights[:3] == pytest.approx([0, 0, STAFF["w"][2]])


def test_negative_weights_and_numbers_that_are_missing_are_errors():
    with pytest.raises(BadInput, match="1 weights are negative, the first of r5"):
        weighed_wave(STAFF.assign(w=STAFF["w"].where(STAFF.index != 5, -1.0)), weight="w")
    data = STAFF.assign(hours=STAFF["hours"].where(STAFF.index != 7))
    with pytest.raises(BadInput, match="1 respondents have no hours, the first r7"):
        weighed_wave(data, totals={"hours": 1000}, calibration={"method": "linear"})


@pytest.mark.parametrize(
    ("wave", "message"),
    [
        ({}, "neither a weight nor anything known"),
        ({"weight": "ww"}, "staff has no variable 'ww'"),
        ({"weight": "word"}, "word is of type text"),
        ({"without_weight": "outside", "totals": {"gender": GENDER}}, "there is no weight"),
        ({"totals": {"sex": GENDER}}, "no grouping 'sex'"),
        ({"totals": {"gender": {"women": 0.51, "mean": 0.49}}}, "gender has no group 'mean'"),
        ({"totals": {"gender": {"women": 0.51}}}, "the shares add up to 0.51"),
        ({"totals": {"gender": {"women": 51, "men": 49}, "age": {"young": 10, "older": 80}}}, "add up to 90, those of gender to 100"),
        ({"totals": {"gender/age": {"women": 1}}}, "names 1 groups of 2 groupings"),
        ({"totals": {"hours": 30}}, "without `calibration`"),
        ({"weight": "w", "bounds": [0.5, 2]}, "nothing is known of the population"),
        ({"totals": {"gender": GENDER}, "bounds": [1.2, 2]}, "either side of 1, the mean weight"),
        ({"totals": {"gender": GENDER}, "calibration": {"method": "logit"}}, "logit without bounds"),
        ({"totals": {"gender": GENDER}, "calibration": {"method": "linear"}, "bounds": [0.5, 2]}, "beside `calibration`"),
        ({"unit": "office", "bounds": [0.5, 2]}, "lacks the keys frame, population, pool, minimum, margins"),
    ],
)  # fmt: skip
def test_what_the_configuration_says_wrong_is_told_before_anything_runs(wave, message):
    assert message in problems(**wave)
