"""Exhibits about response and weighting: what the reader sees, and the numbers behind it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.register.numbers import flow_estimates, units_estimates
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.weights.numbers import diagnostics, weighting_estimates
from evalreport.files.estimates import BASE, ESTIMATES, TOTAL
from evalreport.survey.diagnostics import kish_design_effect
from evalreport.survey.weighting import Margin
from evalreport.weighting.measures import OF_RESPONSE, SPREAD
from evalreport.weighting.wave import Wave
from test_weighting_plan import scheme

N = 8
BASE_WEIGHTS = np.repeat([2.0, 3.0], 4)
WEIGHTS = np.array([1.0, 3.0, 2.0, 2.0, 2.0, 4.0, 3.0, 3.0])
UNITS = pd.DataFrame(
    {"population": [8.0, 12.0, np.nan], "answers": [4, 3, 0], "pool": "p", "cell": [0, 1, 1], "source": [0, 0, -1]},
    index=pd.Index(["a", "b", "c"]),
)
ARM = Margin("arm", np.array([0, 1, 0, 1, 0, 1, 0, -1]), np.array([8.0, 12.0]), ("treated", "control"))
UNIT = np.array([0, 0, 0, 0, 1, 1, 1, -1])
DATA = pd.DataFrame({"wave": "2009", "satisfied": [5, 1, 4, 2, 5, 1, None, 3], "arm": list("tctctctc")}).astype(
    {"satisfied": "Int64"}
)
RESULTS = [
    {"id": "happy", "variable": "satisfied", "counted": [4, 5]},
    {"id": "level", "variable": "satisfied", "where": {"arm": ["t"]}},
]


@pytest.fixture
def made() -> pd.DataFrame:
    wave = Wave("2009", pd.Series([str(k) for k in range(N)]), UNIT, BASE_WEIGHTS, WEIGHTS, (ARM,), UNITS, (1.0, 6.0))
    return diagnostics({"2009": wave}, DATA, RESULTS)


def value(table: pd.DataFrame, part: str, variable: str, group: str, category: str = BASE) -> float:
    rows = table.query("exhibit == @part and variable == @variable and group == @group and category == @category")
    assert len(rows) == 1
    return rows["estimate"].item()


def exhibit(**changes) -> Exhibit:
    return Exhibit(**{"id": "x", "chapter": "c", "title": "T", "kind": "weights", "weights": "p"} | changes)


def weighted(small):
    return replace(small.evaluation(), weighting={"p": scheme()})


def test_the_spread_of_the_weights(made):
    assert list(made.columns) == ESTIMATES
    assert value(made, "spread", "respondents", "2009") == 8 and value(made, "spread", "population", "2009") == 20
    assert value(made, "spread", "covered", "2009", "rate") == 7 / 20
    counts = {"units": 3, "units_silent": 1, "units_untold": 1, "units_merged": 0, "without_unit": 1, "at_bound": 1}
    assert {name: value(made, "spread", name, "2009") for name in counts} == counts
    assert value(made, "spread", "design_effect", "2009") == pytest.approx(kish_design_effect(WEIGHTS))
    assert value(made, "spread", "base_design_effect", "2009") == pytest.approx(kish_design_effect(BASE_WEIGHTS))


def test_margins_before_and_after_and_the_difference(made):
    found = {
        c: value(made, "margins", "arm", f"2009:{c}", "treated") for c in ("sample", "before", "weighted", "population")
    }
    assert found == pytest.approx({"sample": 4 / 7, "before": 10 / 17, "weighted": 8 / 17, "population": 0.4})
    assert value(made, "margins", "arm", "2009:difference", "treated") == pytest.approx(4 / 7 - 0.4)
    assert value(made, "coverage", "arm:control", "2009:covered", "rate") == pytest.approx(3 / 12)


def test_who_has_a_weight_at_a_bound(made):
    # The bounds are 1 and 6: only the first respondent, treated, of unit a, is at one.
    for column, count in {"bound_low": 1, "bound_high": 0, "bound_units": 1}.items():
        assert value(made, "bounds", "arm:treated", f"2009:{column}") == count
        assert value(made, "bounds", "arm:control", f"2009:{column}") == 0


def test_the_classes_of_weights_hold_everybody(made):
    shares = made.query("exhibit == 'histogram' and category != '*'")
    assert shares["estimate"].sum() == pytest.approx(1) and shares["n"].sum() == N


def test_the_effect_on_results(made):
    assert value(made, "effect", "happy", "2009:unweighted", "rate") == pytest.approx(3 / 7)
    assert value(made, "effect", "happy", "2009:weighted", "rate") == pytest.approx(5 / 17)
    assert value(made, "effect", "happy", "2009:change", "rate") == pytest.approx(5 / 17 - 3 / 7)
    row = made.query("variable == 'happy' and group == '2009:weighted'").iloc[0]
    change = value(made, "effect", "happy", "2009:in_se")
    assert change == pytest.approx((5 / 17 - 3 / 7) / row["se"])
    assert value(made, "effect", "level", "2009:unweighted") == pytest.approx(14 / 3)


def test_an_exhibit_gets_its_part_and_its_waves(made):
    later = made.assign(group=made["group"].str.replace("2009", "2010"))
    both = pd.concat([made, later])
    assert set(weighting_estimates("x", "spread", ("2010",), both)["group"]) == {"2010"}
    assert set(weighting_estimates("x", "spread", None, both)["group"]) == {"2009", "2010"}
    assert weighting_estimates("x", "spread", (), both).empty
    assert set(weighting_estimates("x", "effect", ("2009",), both)["exhibit"]) == {"x"}


def weighting_view(shown: Exhibit, evaluation):
    return KINDS[shown.kind].view(shown, Ground(evaluation, {}))


def grid(view, table, part):
    shown = weighting_estimates("x", part, None, table).assign(suppressed=0)
    return grid_of(evidence_from(view, shown, pd.DataFrame(columns=["variable", "groups"]), (0.05,)))


def test_the_table_of_representativeness(small, made):
    view = weighting_view(exhibit(kind="representativeness"), weighted(small))
    assert [g.label for g in view.groups] == [
        "Sample",
        "Weighted",
        "Population",
        "Sample minus population, percentage points",
    ]
    assert [v.label for v in view.variables] == ["G", "Arm"]
    rows = grid(view, made, "margins").rows
    assert ("T", "57.1%", "47.1%", "40.0%", "17.1") in rows


def test_a_figure_of_representativeness_has_no_bar_for_a_difference(small):
    view = weighting_view(exhibit(kind="representativeness", display="bars"), weighted(small))
    assert [g.label for g in view.groups] == ["Sample", "Weighted", "Population"]


def test_a_difference_of_shares_has_no_per_cent_sign_in_the_table_of_effects(small, made):
    evaluation = weighted(small)
    results = [{"id": r["id"], "label": {"en": r["id"]}} for r in RESULTS]
    view = weighting_view(
        exhibit(source="effect"), replace(evaluation, weighting={"p": scheme() | {"key_results": results}})
    )
    shares, means = grid(view, made, "effect").rows
    assert shares[1].endswith("%") and shares[2].endswith("%") and "%" not in shares[3]
    assert not any("%" in cell for cell in means)


@pytest.mark.parametrize(("sample", "said"), [(0.5706, True), (0.571, False)])
def test_a_difference_that_does_not_follow_from_the_columns_is_explained(small, made, sample, said):
    shares = {"2009:sample": sample, "2009:population": 0.40249, "2009:difference": sample - 0.40249}
    rows = (made["exhibit"] == "margins") & (made["variable"] == "arm") & (made["category"] == "treated")
    changed = made.assign(estimate=made["estimate"].mask(rows, made["group"].map(shares)))
    view = weighting_view(exhibit(kind="representativeness"), weighted(small))
    shown = weighting_estimates("x", "margins", None, changed[rows]).assign(suppressed=0)
    text = note(evidence_from(view, shown, pd.DataFrame(columns=["variable", "groups"]), (0.05,)))
    assert ("before rounding" in text) == said


def test_a_figure_says_nothing_of_a_difference_that_it_does_not_draw(small, made):
    shares = {"2009:sample": 0.5706, "2009:population": 0.40249, "2009:difference": 0.5706 - 0.40249}
    rows = (made["exhibit"] == "margins") & (made["variable"] == "arm") & (made["category"] == "treated")
    changed = made.assign(estimate=made["estimate"].mask(rows, made["group"].map(shares)))
    shown = weighting_estimates("x", "margins", None, changed[rows]).assign(suppressed=0)
    for display, said in (("table", True), ("bars", False)):
        view = weighting_view(exhibit(kind="representativeness", display=display), weighted(small))
        view = KINDS["representativeness"].view(
            exhibit(kind="representativeness", display=display), Ground(weighted(small), {})
        )
        text = note(evidence_from(view, shown, pd.DataFrame(columns=["variable", "groups"]), (0.05,)))
        assert ("before rounding" in text) == said


def test_the_table_of_the_spread_has_a_row_a_measure(small, made):
    view = weighting_view(exhibit(source="spread", decimals=2), weighted(small))
    assert [v.id for v in view.variables] == [name for name in SPREAD if name not in OF_RESPONSE]
    rows = {row[0]: row[1] for row in grid(view, made, "spread").rows}
    assert rows["Respondents"] == "8" and rows["Largest weight"] == "4" and rows["Mean"] == "2.50"


def test_the_views_of_histogram_coverage_and_effect(small):
    evaluation = weighted(small)
    histogram = weighting_view(exhibit(source="histogram", display="bars"), evaluation)
    assert histogram.statistic == "share" and len(histogram.categories) == 8 and histogram.groups[0].id == "2009"
    coverage = weighting_view(exhibit(source="coverage"), evaluation)
    assert [(v.id, v.label) for v in coverage.variables] == [
        ("groups:treated", "Treated"),
        ("groups:control", "Control"),
    ]
    effect = weighting_view(exhibit(source="effect"), evaluation)
    assert [v.label for v in effect.variables] == ["Happy"] and len(effect.groups) == 4


def test_several_waves_stand_above_their_columns(small):
    one = scheme()
    evaluation = replace(
        small.evaluation(), weighting={"p": one | {"waves": {"2008": one["waves"]["2009"]} | one["waves"]}}
    )
    view = weighting_view(exhibit(kind="representativeness"), evaluation)
    assert [group.over for group in view.groups] == ["2008"] * 4 + ["2009"] * 4


def test_units_by_name_with_their_reason(small):
    evaluation = small.evaluation()
    shown = exhibit(kind="units", instrument="staff", variables=("age", "nav"), by=("group",))
    view = KINDS["units"].view(shown, Ground(evaluation, load_codebooks(evaluation)))
    data = pd.DataFrame({"age": ["East *", "West", "North"], "nav": [1, pd.NA, 2], "arm": ["t", "c", "x"]})
    groups = {"treated": {"arm": ["t"]}, "control": {"arm": ["c"]}}
    table = units_estimates("x", data, ("age", "nav"), groups)
    made = grid_of(evidence_from(view, table, pd.DataFrame(columns=["variable", "groups"]), (0.05,)))
    assert made.head == ("Age", "Group", "Works at an office?")
    assert made.rows == (("East \\*", "Treated", "Yes"), ("West", "Control", "–"))


def test_a_flow_knows_the_forms_received_in_total_only(small):
    rows = [("usable", BASE, "treated", 5), ("usable", "rate", "treated", 0.5), ("usable", BASE, TOTAL, 9)]
    response = pd.DataFrame(
        [{"exhibit": "x", "variable": v, "category": c, "group": g, "n": n, "estimate": n} for v, c, g, n in rows]
    ).reindex(columns=ESTIMATES)
    table = flow_estimates("x", response, 11)
    assert list(zip(table["variable"], table["group"], table["estimate"], strict=True)) == [
        ("usable", "treated", 5), ("usable", TOTAL, 9), ("received", TOTAL, 11)
    ]  # fmt: skip
    assert "received" not in set(flow_estimates("x", response, None)["variable"])
    steps = ("invited_offices", "received", "usable")
    flow = exhibit(kind="flow", variables=steps, instrument="staff", display="flow")
    view = KINDS["flow"].view(flow, Ground(small.evaluation(), {}))
    assert [(v.label, v.over) for v in view.variables] == [
        ("Offices invited", "Offices"), ("Forms received", "Forms"), ("Usable answers", "Forms")
    ]  # fmt: skip


def test_the_effect_is_measured_in_errors_of_what_the_margins_leave_open():
    """An answer that the margin determines does not vary from sample to sample once the weights reach the margin."""
    arm = replace(ARM, codes=np.array([0, 1, 0, 1, 0, 1, 0, 1]))
    reached = np.array([2.0, 3, 2, 3, 2, 3, 2, 3])
    wave = Wave("2009", pd.Series([str(k) for k in range(N)]), UNIT, BASE_WEIGHTS, reached, (arm,), UNITS, (0.0, 6.0))
    data = DATA.assign(satisfied=[5, 1, 5, 1, 5, 1, 5, 1])
    found = diagnostics({"2009": wave}, data, RESULTS[:1])
    row = found[(found["exhibit"] == "effect") & (found["group"] == "2009:weighted")].iloc[0]
    assert row["estimate"] == pytest.approx(8 / 20)
    assert row["se"] == pytest.approx(0, abs=1e-12)
    free = diagnostics({"2009": replace(wave, margins=())}, data, RESULTS[:1])
    assert free[(free["exhibit"] == "effect") & (free["group"] == "2009:weighted")].iloc[0]["se"] > 0.01
