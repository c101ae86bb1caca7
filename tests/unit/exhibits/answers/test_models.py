"""Regressions as exhibits: what a plan may ask for, who takes part, and how terms are printed and put into words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Category, Choice, Collapse, ValueSet
from evalreport.evaluation.model import Evaluation, Exhibit, Group, Grouping, Instrument
from evalreport.exhibits.answers.model_numbers import regression_tables
from evalreport.exhibits.answers.models import model_defaults
from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.registry import KINDS
from evalreport.figures.alttext import describe
from evalreport.figures.coefficients import effect_axis
from evalreport.figures.data import Cell, cells_of
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, FEW_CLUSTERS, LEFT_OUT, MEAN, MODEL
from evalreport.survey.samplings import sampling_of, simple_sampling
from evalreport.words.numbers import MINUS

N = 240
ARMS = {"arm_a": "a", "arm_b": "b", "arm_c": "c"}
KIND = KINDS["regression"]


def variable(name: str, type: str, value_set: str = "") -> Variable:
    return Variable(name, type, {"en": name.title()}, value_set, waves=("1",))


BOOK = Codebook(
    instrument="staff",
    file="staff.csv",
    waves=("1",),
    variables=(
        variable("arm", "single", "arm"), variable("answer", "single", "answer"), variable("pay", "number"),
        variable("age", "number"), variable("office", "id"), variable("comment", "text"),
    ),
    value_sets={
        "arm": ValueSet("arm", tuple(Choice(c, {"en": c}) for c in "abc")),
        "answer": ValueSet("answer", (Choice("y", {"en": "Yes"}), Choice("n", {"en": "No"}))),
    },
    code_maps={},
    collapses={},
    batteries={},
)  # fmt: skip
GROUPS = tuple(Group(name, name.upper().replace("_", " "), {"arm": (code,)}) for name, code in ARMS.items())
DESIGNS = {"offices": {"instrument": "staff", "label": {"en": "offices"}, "clusters": "office", "minimum_clusters": 5}}
SCHEMES = {
    "own": {"instrument": "staff", "label": {"en": "W"}, "waves": {"1": {"weight": "pay"}}},
    "raked": {"instrument": "staff", "label": {"en": "W"}, "waves": {"1": {"weight": "pay", "totals": {"arm": {}}}}},
}
EVALUATION = Evaluation(
    id="e", folder=Path("e"), language="en", title="", subtitle="", commissioner="", institution="", authors=(), data_note="",
    value_notes={}, instruments={"staff": Instrument("staff", "Staff", "", "", {"1": {}})}, derived={}, response={},
    groupings={"arm": Grouping("arm", "Arm", GROUPS)}, significance_levels=(0.05,), disclosure={}, editions={},
    weighting=SCHEMES, designs=DESIGNS,
)  # fmt: skip
GROUND = Ground(EVALUATION, {"staff": BOOK})
PANELS = (("arm", GROUPS),)


def exhibit(**keys) -> Exhibit:
    data = {"instrument": "staff", "variables": ("pay",), "by": ("arm",)} | keys
    if "covariates" in data:
        data["covariates"] = tuple({"per": 1, "label": ""} | each for each in data["covariates"])
    chosen = {"decimals": 1, **model_defaults(data, EVALUATION)} | data
    return Exhibit("x", "c", "T", "regression", **chosen)


def answers(seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    arm = rng.integers(0, 3, N)
    age = rng.normal(40, 10, N).round()
    pay = 10 + 2.0 * (arm == 1) + 0.1 * age + rng.normal(size=N)
    yes = rng.uniform(size=N) < 0.3 + 0.3 * (arm == 2)
    data = {"respondent": range(N), "wave": "1", "arm": [list("abc")[a] for a in arm], "age": age, "pay": pay}
    return pd.DataFrame(data | {"answer": np.where(yes, "y", "n"), "office": [f"o{k % 30}" for k in range(N)]})


def evidence(plan: Exhibit, data: pd.DataFrame, sampling=None) -> Evidence:
    order = plan.groups or tuple(ARMS)
    panels = (("arm", tuple(group for name in order for group in GROUPS if group.id == name)),)
    panels = panels if plan.by else (("everyone", ()),)
    tables = regression_tables(plan, data, BOOK, panels, sampling or simple_sampling(len(data)))
    return evidence_from(KIND.view(plan, GROUND), tables.estimates, tables.tests, (0.05,))


def problems(plan: Exhibit) -> list[str]:
    return [found for found, _ in KIND.problems(plan, GROUND)]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"by": ()}, "without `by` or `covariates`"),
        ({"covariates": ({"variable": "wage"},)}, "no variable 'wage'"),
        ({"covariates": ({"variable": "arm"},)}, "arm is of type single"),
        ({"variables": ("answer",)}, "answer is of type single and is no number"),
        ({"model": "logistic"}, "logistic without `counted`"),
        ({"effect": "marginal"}, "marginal without `counted`"),
        ({"effect": "odds_ratio"}, "odds_ratio of a linear regression"),
        ({"groups": ("arm_b",)}, "arm with one group"),
        ({"small_samples": "cr2"}, "without a design of one stage"),
        ({"small_samples": "cr2", "design": "offices", "weights": "raked"}, "under weights made from totals"),
        ({"variables": ("answer",), "counted": ("y",), "small_samples": "cr2", "design": "offices"}, "of a logistic"),
        ({"variables": ("answer",), "counted": ("maybe",)}, "no answer 'maybe'"),
        ({"covariates": ({"variable": "age"}, {"variable": "age"})}, "two rows are called 'age'"),
    ],
)
def test_what_cannot_be_fitted_is_told_before_the_first_job(keys, told):
    assert any(told in found for found in problems(exhibit(**keys)))


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"by": (), "covariates": ({"variable": "age"},)},
        {"variables": ("answer",), "counted": ("y",)},
        {"variables": ("answer",), "counted": ("y",), "model": "linear", "small_samples": "cr2", "design": "offices"},
        {"small_samples": "cr2", "design": "offices", "weights": "own"},
    ],
)
def test_what_can_be_fitted_has_no_problem(keys):
    assert problems(exhibit(**keys)) == []


def test_groups_alone_give_the_differences_of_means_from_the_first_group():
    data = answers()
    found = evidence(exhibit(groups=("arm_c", "arm_a", "arm_b")), data)
    means = data.groupby("arm")["pay"].mean()
    assert found.value("arm_c", MEAN, "pay") == 0
    assert found.value("arm_b", MEAN, "pay") == pytest.approx(means["b"] - means["c"])
    assert found.value("constant", MEAN, "pay") == pytest.approx(means["c"])
    assert found.base("arm_b", "pay") == min((data["arm"] == "b").sum(), (data["arm"] == "c").sum())


def test_a_number_is_told_by_the_step_that_is_asked_for():
    data = answers()
    one, ten = (evidence(exhibit(covariates=({"variable": "age", "per": per},)), data) for per in (1, 10))
    assert ten.value("age", MEAN, "pay") == pytest.approx(10 * one.value("age", MEAN, "pay"))
    assert [item.label for item in ten.view.variables][:2] == ["Constant", "Age, per 10"]


def test_numbers_alone_explain_too():
    data = answers()
    found = evidence(exhibit(by=(), covariates=({"variable": "age"},)), data)
    slope = np.polyfit(data["age"], data["pay"], 1)[0]
    assert found.value("age", MEAN, "pay") == pytest.approx(slope) and len(grid_of(found).rows) == 3


def test_who_lacks_an_answer_is_left_out_and_told():
    data = answers()
    data.loc[:11, "age"] = np.nan
    data.loc[12:14, "arm"] = None
    found = evidence(exhibit(covariates=({"variable": "age"},)), data)
    assert found.cell(MODEL, BASE, "pay")["n"] == N - 15 and found.cell(MODEL, LEFT_OUT, "pay")["n"] == 15
    assert "15 respondents (6.3%) lack an answer" in note(found)
    assert "lack an answer" not in note(evidence(exhibit(), answers()))


def test_a_group_in_too_few_clusters_has_neither_interval_nor_test():
    data = answers()
    data.loc[(data["arm"] == "b") & (data["office"].str[1:].astype(int) > 3), "arm"] = "a"
    sampling = sampling_of(data, DESIGNS["offices"], None)
    found = evidence(exhibit(design="offices"), data, sampling)
    assert np.isnan(found.cell("arm_b", MEAN, "pay")["ci_low"]) and found.cell("arm_c", MEAN, "pay")["ci_low"] < 0.5
    reasons = {test["variable"]: test["reason"] for test in found.tests}
    assert reasons["arm_b"] == FEW_CLUSTERS and reasons["arm_c"] == ""
    assert "arm_a" not in reasons  # nor are the groups tested together


def test_an_empty_group_and_an_outcome_without_spread_stop_with_their_name():
    data = answers()
    with pytest.raises(ValueError, match="nobody of arm_b"):
        evidence(exhibit(), data[data["arm"] != "b"].reset_index(drop=True))
    sure = data.assign(answer=np.where(data["arm"] == "c", "y", data["answer"]))
    with pytest.raises(ValueError, match="predict the outcome without fail"):
        evidence(exhibit(variables=("answer",), counted=("y",)), sure)


def test_the_table_prints_percentage_points_under_the_heading_of_the_grouping():
    data = answers()
    found = evidence(exhibit(variables=("answer",), counted=("y",)), data)
    grid = grid_of(found)
    shares = data.assign(y=data["answer"] == "y").groupby("arm")["y"].mean()
    lines = {row[0]: row[1] for row in grid.rows if len(row) > 1}
    assert grid.head == ("", "Percentage points") and ("**Arm**",) in grid.rows
    assert lines["ARM A (reference)"] == "0.0"
    assert lines["ARM C"].startswith(f"{100 * (shares['c'] - shares['a']):.1f}\\*") and lines["*N*"] == str(N)
    said = note(found)
    assert "average marginal effects of a logistic regression" in said and "Standard errors are robust" in said
    assert "All groups together: Arm: F(2, " in said


def test_the_figure_says_its_effects_in_words_but_not_the_reference():
    data = answers()
    plan = exhibit(variables=("answer",), counted=("y",), display="coefficients")
    tables = regression_tables(plan, data, BOOK, PANELS, simple_sampling(N))
    view = KIND.view(plan, GROUND)
    text = describe(view, tables.estimates)
    row = tables.estimates.set_index(["variable", "category"]).loc[("arm_c", MEAN)]
    low = f"{100 * row['ci_low']:.1f}".replace("-", MINUS)
    assert f"{100 * row['estimate']:.1f} ({low}; " in text
    assert "reference)" not in text and text.startswith("Dots show average differences in percentage points")
    assert set(cells_of(view, tables.estimates)) == {(name, MEAN, "answer") for name in ARMS}


@pytest.mark.parametrize(
    ("statistic", "value", "low", "high"), [("coefficient", 2.0, -0.4, 4.4), ("odds_ratio", 2.0, 0.3, 13.0)]
)
def test_the_axis_holds_all_intervals_and_no_effect(statistic, value, low, high):
    plan = exhibit(display="coefficients")
    view = replace(KIND.view(plan, GROUND), statistic=statistic)
    axis = effect_axis(view, [Cell(value, 9, 9, ci_low=low, ci_high=high)], 0, 100)
    ends = (np.log(low), np.log(high)) if statistic == "odds_ratio" else (low, high)
    assert axis.low <= min(0, ends[0]) and axis.high >= ends[1] and any(abs(tick) < 1e-9 for tick in axis.ticks)
    assert 0 <= axis.at(0) <= 100 and len(axis.ticks) >= 3


def test_numbers_that_no_category_holds_stop_a_regression():
    """They would count as those who gave another answer."""
    young, old = Category("young", {}, ranges=((0.0, 39.0),)), Category("old", {}, ranges=((41.0, 99.0),))
    book = replace(BOOK, collapses={"ages": Collapse("ages", (young, old))})
    plan = exhibit(variables=("age",), collapse="ages", counted=("young",), model="linear", effect="marginal")
    data = answers().assign(age=lambda table: table["age"].where(table.index != 3, 40.0))
    with pytest.raises(BadInput, match="no category for 40 .* of age, in exhibit x"):
        regression_tables(plan, data, book, PANELS, simple_sampling(N))
    without = data.assign(age=data["age"].where(data["age"] != 40))
    assert len(regression_tables(plan, without, book, PANELS, simple_sampling(N)).estimates)
