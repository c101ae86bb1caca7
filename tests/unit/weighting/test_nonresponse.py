"""Adjustment for non-response: weights, classes, what is told of a configuration, and the weights file weighed again."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Group, Grouping
from evalreport.exhibits.weights.numbers import diagnostics
from evalreport.files.errors import BadInput
from evalreport.survey.nonresponse import Response
from evalreport.survey.reweighing import parts_of, response_columns, reweigher
from evalreport.weighting.nonresponse import response_params, response_problems
from evalreport.weighting.own_weights import weigh_own

N = 200
GROUPINGS = {
    "region": Grouping("region", "Region", tuple(Group(f"r{c}", c, {"region": (c,)}) for c in "nsw")),
    "sex": Grouping("sex", "Sex", (Group("w", "W", {"sex": ("w",)}), Group("m", "M", {"sex": ("m",)}))),
}
EVALUATION = SimpleNamespace(
    groupings=GROUPINGS, group=lambda id: next(g for each in GROUPINGS.values() for g in each.groups if g.id == id)
)
VARIABLES = tuple(
    Variable(name, kind, {"en": name}, waves=("1",))
    for name, kind in {"region": "text", "sex": "text", "status": "text", "age": "number", "w": "number"}.items()
)
BOOK = Codebook("staff", "staff.csv", ("1",), VARIABLES, {}, {}, {}, {})
CLASSES = {"responded": {"status": ["done"]}, "classes": "region/sex"}
PROPENSITY = {"responded": {"status": ["done"]}, "propensity": {"by": ["region"], "covariates": ["age"]}}


def drawn(seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    region, sex = rng.choice(list("nsw"), N), rng.choice(["w", "m"], N)
    answered = rng.uniform(size=N) < 0.4 + 0.3 * (region == "n") + 0.1 * (sex == "w")
    data = {"respondent": [f"p{k}" for k in range(N)], "wave": "1", "region": region, "sex": sex}
    data |= {"status": np.where(answered, "done", "silent"), "age": rng.normal(40, 9, N), "w": rng.uniform(1, 3, N)}
    return pd.DataFrame(data)


def spec(nonresponse: dict, **more) -> dict:
    return {"weight": "w", "cells": [], "numbers": {}, "nonresponse": response_params(EVALUATION, nonresponse)} | more


def test_in_each_class_those_who_answered_weigh_as_much_as_all_who_were_drawn():
    data = drawn()
    wave = weigh_own(data, "1", spec(CLASSES), "s")
    weights = (
        data.set_index("respondent")
        .assign(after=pd.Series(wave.weights, list(wave.respondents)))
        .fillna({"after": 0.0})
    )
    sums = weights.groupby(["region", "sex"])[["w", "after"]].sum()
    assert sums["after"].to_numpy() == pytest.approx(sums["w"].to_numpy())
    assert set(wave.respondents) == set(data.loc[data["status"] == "done", "respondent"])
    assert len(wave.drawn.respondents) == N and (wave.drawn.weights[data["status"] != "done"] == 0).all()


def test_a_propensity_brings_those_who_answered_to_the_mean_of_all_who_were_drawn():
    data = drawn()
    wave = weigh_own(data, "1", spec(PROPENSITY), "s")
    mine = data.set_index("respondent").loc[list(wave.respondents)]
    whole = data["w"].sum()
    shares = [wave.weights[mine["region"] == c].sum() / (data["w"] * (data["region"] == c)).sum() for c in "nsw"]
    assert wave.weights.sum() == pytest.approx(whole, rel=0.05) and shares == pytest.approx([1, 1, 1], rel=0.05)
    likely = wave.weights / mine["w"].to_numpy()
    assert likely[mine["region"] == "n"].mean() < likely[mine["region"] == "s"].mean()


def test_classes_of_propensity_have_the_same_share_of_the_weight_and_hold_equals_together():
    own = np.ones(100)
    x = np.column_stack([np.ones(100), np.repeat([0.0, 1, 2, 3], 25)])
    answered = np.concatenate([np.arange(25) < k for k in (5, 10, 15, 20)])
    codes = Response(answered, None, x, 4).classes_of(own)
    assert [len(set(codes[25 * k : 25 * k + 25])) for k in range(4)] == [1] * 4 and sorted(set(codes)) == [0, 1, 2, 3]
    assert Response(answered, None, x, 4).adjusted(own)[answered] == pytest.approx(
        np.repeat([5, 2.5, 25 / 15, 1.25], (5, 10, 15, 20))
    )


def test_the_weights_file_is_weighed_again_to_the_same_weights_and_without_a_class_to_the_same_sum():
    data = drawn()
    wave = weigh_own(data, "1", spec(CLASSES), "s").drawn
    table = pd.DataFrame({"respondent": wave.respondents, "wave": "1", "base": wave.base, "low": 0.0, "high": np.inf})
    parts = parts_of(table.assign(**response_columns(wave.response)))
    again = reweigher(parts, N)
    assert again(wave.base) == pytest.approx(wave.weights)
    lost = wave.base * ~((data["region"] == "n") & (data["sex"] == "w") & (data["status"] == "done")).to_numpy()
    assert again(lost).sum() == pytest.approx(lost.sum())


def test_a_class_in_which_nobody_answered_is_named():
    data = drawn()
    data.loc[(data["region"] == "n") & (data["sex"] == "m"), "status"] = "silent"
    with pytest.raises(BadInput) as told:
        weigh_own(data, "1", spec(CLASSES), "s")
    assert "drawn in rn/m answered" in str(told.value)


def test_those_in_no_group_are_a_class_of_their_own():
    data = drawn()
    data.loc[:40, "region"] = None
    response = weigh_own(data, "1", spec(CLASSES), "s").drawn.response
    assert response.names[-1] == "unknown" and (response.codes[:41] == len(response.names) - 1).all()


def test_the_table_of_weights_tells_of_each_class_and_of_all():
    data = drawn()
    wave = weigh_own(data, "1", spec(CLASSES), "s")
    table = diagnostics({"1": wave}, data, [])
    rows = table[table["exhibit"] == "nonresponse"].set_index(["variable", "group"])["estimate"]
    inside = (data["region"] == "s") & (data["sex"] == "w")
    rate = data.loc[inside & (data["status"] == "done"), "w"].sum() / data.loc[inside, "w"].sum()
    assert rows["rs/w", "1:drawn"] == inside.sum() and rows["rs/w", "1:response_rate"] == pytest.approx(rate)
    assert rows["rs/w", "1:factor"] == pytest.approx(1 / rate) and rows["total", "1:drawn"] == N
    spread = table[table["exhibit"] == "spread"].set_index("variable")["estimate"]
    assert spread["drawn"] == N and spread["respondents"] == (data["status"] == "done").sum()
    assert spread["design_effect"] > spread["drawn_design_effect"]


@pytest.mark.parametrize(
    ("nonresponse", "told"),
    [
        ({"responded": {"state": ["done"]}, "classes": "sex"}, "no variable 'state'"),
        ({"responded": {"status": ["done"]}}, "neither classes nor a propensity"),
        (CLASSES | PROPENSITY, "both classes and a propensity"),
        ({"responded": {"status": ["done"]}, "classes": "area"}, "no grouping 'area'"),
        ({"responded": {"status": ["done"]}, "propensity": {"classes": 3}}, "nothing that explains answering"),
        ({"responded": {"status": ["done"]}, "propensity": {"covariates": ["region"]}}, "region is of type text"),
    ],
)
def test_what_is_wrong_is_told_before_the_first_job(nonresponse, told):
    assert any(told in found for _, found, _ in response_problems(EVALUATION, nonresponse, BOOK))
