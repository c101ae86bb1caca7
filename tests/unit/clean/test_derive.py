"""Derived variables: cases on the row itself, values looked up in another instrument, and slips in either."""

import pandas as pd
import pytest
from evalreport.clean.derive import derive
from evalreport.clean.rows import matches, where
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.files.errors import BadInput

SETS = {
    "near": ValueSet("near", (Choice(1, {"nb": "Nær"}), Choice(2, {"nb": "Fjern"}))),
    "group": ValueSet("group", (Choice("treated", {"nb": "Tiltak"}), Choice("control", {"nb": "Kontroll"}))),
}
BOOK = Codebook("staff", "staff.csv", ("1", "2"), (Variable("knows", "single", {}, "near"),), SETS, {}, {}, {})


def table(**columns):
    types = {"knows": "Int64", "age": "Int64"}
    return pd.DataFrame({name: pd.array(values, dtype=types.get(name, "string")) for name, values in columns.items()})


STAFF = table(wave=["1", "1", "2", "2"], office=["11", "12", None, "99"], knows=[1, 2, 1, None], age=[25, 34, 39, 61])
OFFICES = table(wave=["2", "2"], office=["11", "12"], group=["treated", "control"])
GROUP = {"type": "single", "value_set": "group", "lookup": {"instrument": "offices", "key": "office", "value": "group"}}


def near(*cases, **more):
    return {"near": {"type": "single", "value_set": "near", "cases": list(cases)} | more}


def complaint(derived, staff=STAFF, offices=OFFICES):
    with pytest.raises(BadInput) as caught:
        derive(staff, BOOK, derived, {"offices": offices})
    return str(caught.value)


def test_first_case_that_holds_wins_and_none_is_missing():
    cases = ({"code": 1, "when": {"knows": [1], "wave": ["1"]}}, {"code": 2, "when": {"knows": [1, 2]}})
    made = derive(STAFF, BOOK, near(*cases))
    assert made["near"].fillna(0).tolist() == [1, 2, 2, 0]
    assert str(made["near"].dtype) == "Int64"


def test_waves_limit_a_derived_variable():
    made = derive(STAFF, BOOK, near({"code": 1, "when": {}}, waves=["2"]))
    assert made["near"].fillna(0).tolist() == [0, 0, 1, 1]


def test_ranges_and_missing_in_conditions():
    made = derive(STAFF, BOOK, near({"code": 1, "when": {"age": ["-29", 61]}}, {"code": 2, "when": {"age": ["30-38"]}}))
    assert made["near"].fillna(0).tolist() == [1, 2, 0, 1]
    assert matches(STAFF["knows"], [None, 2]).tolist() == [False, True, False, True]
    assert where(STAFF, {}).all()


def test_lookup_takes_the_value_of_the_same_key():
    made = derive(STAFF, BOOK, {"group": GROUP}, {"offices": OFFICES})
    assert made["group"].fillna("-").tolist() == ["treated", "control", "-", "-"]
    assert str(made["group"].dtype) == "string"


def test_later_variables_use_earlier_ones_and_the_table_stays_as_it_was():
    before = STAFF.copy()
    derived = {"group": GROUP} | near({"code": 1, "when": {"group": ["control"]}})
    made = derive(STAFF, BOOK, derived, {"offices": OFFICES})
    assert made["near"].fillna(0).tolist() == [0, 1, 0, 0]
    assert list(made.columns) == [*STAFF.columns, "group", "near"]
    pd.testing.assert_frame_equal(STAFF, before)


def test_lookup_in_a_register_of_several_waves():
    register = table(wave=["1", "2"], office=["11", "11"], group=["treated", "control"])
    assert "offices has several values for office '11'. Name one wave" in complaint({"group": GROUP}, offices=register)
    narrowed = GROUP | {"lookup": GROUP["lookup"] | {"wave": "1"}}
    assert derive(STAFF, BOOK, {"group": narrowed}, {"offices": register})["group"].tolist()[0] == "treated"
    same = table(wave=["1", "2"], office=["11", "11"], group=["treated", "treated"])
    assert derive(STAFF, BOOK, {"group": GROUP}, {"offices": same})["group"].tolist()[0] == "treated"


def test_a_unit_that_changes_its_group_between_waves():
    register = table(
        wave=["a", "a", "b", "b"], office=["11", "12", "11", "99"], group=["treated", "control", "control", "treated"]
    )
    staff = table(wave=["1", "1", "2", "2", "2"], office=["11", "99", "11", "12", None])
    by_wave = GROUP | {"lookup": GROUP["lookup"] | {"wave": {"1": "a", "2": "b"}}}
    made = derive(staff, BOOK, {"group": by_wave}, {"offices": register})
    assert made["group"].fillna("-").tolist() == ["treated", "-", "control", "-", "-"]
    lacking = GROUP | {"lookup": GROUP["lookup"] | {"wave": {"1": "a"}}}
    assert "wave: nothing for '2'. Name a wave of the register" in complaint({"group": lacking}, staff, register)
    only = derive(staff, BOOK, {"group": lacking | {"waves": ["1"]}}, {"offices": register})
    assert only["group"].fillna("-").tolist() == ["treated", "-", "-", "-", "-"]
    strange = GROUP | {"lookup": GROUP["lookup"] | {"wave": {"1": "a", "2": "c"}}}
    assert "offices has no wave 'c'" in complaint({"group": strange}, staff, register)


@pytest.mark.parametrize(
    ("derived", "expected"),
    [
        (
            near({"code": 1, "when": {"know": [1]}}),
            "derived > staff > near: unknown variable 'know'. Did you mean 'knows'",
        ),
        (near({"code": 7, "when": {"knows": [1]}}), "7 is no code of 'near'. Codes: 1, 2"),
        ({"knows": near()["near"]}, "a variable of that name exists"),
        (
            {"near": {"type": "single", "value_set": "nera", "cases": []}},
            "unknown value set 'nera'. Did you mean 'near'",
        ),
        (
            {"near": {"type": "single", "value_set": "near"}},
            "it needs one of cases, lookup, index, classes, period, age. Found: none",
        ),
        ({"group": GROUP | {"lookup": GROUP["lookup"] | {"instrument": "office"}}}, "unknown instrument 'office'"),
        ({"group": GROUP | {"lookup": GROUP["lookup"] | {"value": "grp"}}}, "unknown variable 'grp'"),
        ({"group": GROUP | {"value_set": "near"}}, "'treated' is no code of 'near'"),
    ],
)
def test_slips_are_named(derived, expected):
    assert expected in complaint(derived)


def test_all_slips_come_at_once():
    bad = {"a": near({"code": 1, "when": {"x": [1]}})["near"], "b": near({"code": 1, "when": {"y": [1]}})["near"]}
    assert complaint(bad).startswith("2 problems")
