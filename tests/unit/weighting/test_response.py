"""Response rates: AAPOR's formulas, and counts and rates of a small survey worked out by hand."""

import math

import pandas as pd
import pytest
from evalreport.files.errors import BadInput
from evalreport.files.estimates import ESTIMATES
from evalreport.weighting.response import Dispositions, response_rates, response_table
from evalreport.weighting.response_parts import COUNTS, RATES, counted_in

TYPES = {"out": "Float64", "back": "Float64", "reported": "Float64", "n": "Float64", "invited": "Int64"}


def table(**columns):
    return pd.DataFrame({name: pd.array(values, dtype=TYPES.get(name, "string")) for name, values in columns.items()})


# Offices a, b in municipality M; c in N; d in O never answered; x was not invited.
OFFICES = table(
    wave=["2"] * 5,
    office=list("abcdx"),
    town=["M", "M", "N", "O", "P"],
    group=["t", "t", "c", "c", "t"],
    reported=[None, None, 8, None, None],
    invited=[1, 1, 1, 1, 2],
)
STAFF = table(
    wave=["2"] * 9 + ["1"],
    office=["a"] * 4 + ["b"] + ["c"] * 2 + [None] * 2 + ["a"],
    group=["t"] * 5 + ["c"] * 2 + ["t", None] + ["t"],
)
FORMS = table(wave=["2"] * 3, office=list("abd"), out=[6, 4, 5], back=[5, None, 0])
POSITIONS = table(wave=["07"] * 3, town=["M", "N", "O"], n=[10.5, 4, 6])
TABLES = {"offices": OFFICES, "staff": STAFF, "forms": FORMS, "positions": POSITIONS}
SPEC = {
    "frame": {
        "instrument": "offices",
        "wave": "2",
        "unit": "office",
        "municipality": "town",
        "where": {"invited": [1]},
    },
    "answers": {"instrument": "staff", "unit": "office"},
    "forms": {"instrument": "forms", "wave": "2", "unit": "office", "handed_out": "out", "returned": "back"},
    "fte": {"instrument": "positions", "wave": "07", "unit": "town", "count": "n"},
}
GROUPS = {"treated": {"group": ["t"]}, "control": {"group": ("c",), "wave": ["2"]}}


def response(spec=SPEC, groups=GROUPS, **tables):
    return response_table(TABLES | tables, {"2": spec}, groups)


def values(made, group):
    return made[made["group"] == group].set_index("variable")["estimate"].to_dict()


def with_part(part, **keys):
    return SPEC | {part: SPEC[part] | keys}


def test_aapor_rates_of_known_dispositions():
    cases = Dispositions(complete=50, partial=10, refused=20, noncontact=10, other=10, unknown=40)
    rates = response_rates(cases, e=0.5)
    assert rates == pytest.approx(
        {"RR1": 50 / 140, "RR2": 60 / 140, "RR3": 50 / 120, "RR4": 60 / 120, "RR5": 50 / 100, "RR6": 60 / 100}
    )


def test_rates_without_cases_are_unknown():
    assert all(math.isnan(rate) for rate in response_rates(Dispositions()).values())


def test_counts_and_rates_of_a_group():
    made = values(response(), "treated")
    assert made == pytest.approx(
        {
            "invited_offices": 2, "answered_offices": 2, "invited_municipalities": 1, "answered_municipalities": 1,
            "offices_without_form": 0, "handed_out": 10, "returned": 5, "fte": 10.5, "frame_fte": 10.5, "usable": 6,
            "rr_forms": 6 / 10, "rr_returned": 5 / 6, "rr_fte": 6 / 10.5, "share_fte": 6 / 10.5, "share_frame_fte": 6 / 10.5,
            "share_offices": 1,
        }
    )  # fmt: skip


def test_units_that_never_answered_stay_in_the_base_and_untold_ones_in_no_part_of_a_rate():
    made = values(response(), "control")
    assert (made["invited_offices"], made["answered_offices"], made["offices_without_form"]) == (2, 1, 1)
    assert made["handed_out"] == 5
    assert made["rr_forms"] == 0
    assert made["rr_fte"] == pytest.approx(2 / 10)


def test_another_number_can_stand_in_where_no_form_came():
    made = values(response(with_part("forms", otherwise="reported")), "control")
    assert made["handed_out"] == 13
    assert made["rr_forms"] == pytest.approx(2 / 13)


def test_base_can_be_limited_to_units_that_answered():
    spec = with_part("forms", otherwise="reported", base="answered") | {"fte": SPEC["fte"] | {"base": "answered"}}
    made = values(response(spec), "control")
    assert made["rr_forms"] == pytest.approx(2 / 8)
    assert (made["fte"], made["rr_fte"]) == (4, pytest.approx(2 / 4))
    assert (made["frame_fte"], made["share_frame_fte"]) == (10, pytest.approx(2 / 10))
    assert made["share_offices"] == 1 / 2


def test_total_counts_answers_of_unknown_group_and_only_the_wave():
    made = values(response(), "total")
    assert (made["usable"], made["invited_offices"], made["answered_municipalities"]) == (9, 4, 2)
    assert made["fte"] == 20.5


def test_offices_have_rows_of_their_own():
    made = response()
    assert [g for g in made["group"].unique() if g.startswith("office:")] == [f"office:{o}" for o in "abcd"]
    assert values(made, "office:a")["rr_forms"] == pytest.approx(4 / 6)
    assert "fte" not in values(made, "office:a")
    assert values(made, "office:c")["rr_fte"] == pytest.approx(2 / 4)
    assert "rr_forms" not in values(made, "office:c")


def test_rows_have_the_schema_of_estimates():
    made = response()
    assert list(made.columns) == ESTIMATES
    rates = made[made["category"] == "rate"]
    assert set(rates["variable"]) == set(RATES)
    assert set(made["variable"]) == {*COUNTS, *RATES, "group"}
    assert set(made["exhibit"]) == {"2"}
    row = rates[(rates["variable"] == "rr_forms") & (rates["group"] == "treated")].iloc[0]
    assert (row["n"], row["suppressed"]) == (6, 0)


def test_answers_without_a_group_of_their_own_take_that_of_their_office():
    assert values(response(staff=STAFF.drop(columns="group")), "treated")["usable"] == 5


def test_positions_may_be_registered_for_other_areas_than_municipalities():
    offices = OFFICES.assign(district=pd.array(["M1", "M2", "N", "O", "P"], dtype="string"))
    positions = table(wave=["07"] * 4, district=["M1", "M2", "N", "O"], n=[8, 2.5, 4, 6])
    made = response(with_part("fte", unit="district"), offices=offices, positions=positions)
    assert values(made, "treated")["fte"] == 10.5
    assert values(made, "treated")["invited_municipalities"] == 1
    assert values(made, "office:b")["rr_fte"] == pytest.approx(1 / 2.5)


def test_what_nobody_knows_has_no_row():
    made = values(response(), "office:c")
    assert "handed_out" not in made
    assert "returned" not in made
    assert made["offices_without_form"] == 1


def test_waves_are_counted_apart_each_from_its_own_registers():
    first = {"frame": SPEC["frame"], "answers": SPEC["answers"], "fte": SPEC["fte"] | {"base": "answered"}}
    made = response_table(TABLES, {"1": first, "2": SPEC}, GROUPS)
    one, two = (values(made[made["exhibit"] == wave], "total") for wave in ("1", "2"))
    assert (one["usable"], two["usable"]) == (1, 9)
    assert (one["answered_offices"], one["share_offices"]) == (1, 1 / 4)
    assert (one["share_fte"], one["share_frame_fte"]) == (1 / 10.5, 1 / 20.5)
    assert "rr_forms" in two and "rr_forms" not in one


def test_offices_are_named_with_their_groups_and_their_reason():
    offices = OFFICES.assign(title=list("ABCDX"), why=pd.array([None, None, None, 3, None], dtype="Int64"))
    made = response(with_part("frame", name="title", reason="why"), offices=offices)
    said = made[made["group"].isin(["office:a", "office:d"]) & made["variable"].isin(["name", "reason", "group"])]
    assert said[["variable", "category", "group"]].to_numpy().tolist() == [
        ["name", "A", "office:a"],
        ["group", "treated", "office:a"],
        ["name", "D", "office:d"],
        ["reason", "3", "office:d"],
        ["group", "control", "office:d"],
    ]


def test_two_offices_of_one_name_cannot_be_told_apart():
    offices = OFFICES.assign(title=list("ABBDX"))
    with pytest.raises(BadInput, match="offices has title 'B' twice"):
        response(with_part("frame", name="title"), offices=offices)


def test_registers_may_be_left_out():
    made = values(response({"frame": SPEC["frame"], "answers": SPEC["answers"]}), "treated")
    assert "handed_out" not in made
    assert "rr_fte" not in made
    assert made["usable"] == 6


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (
            with_part("forms", handed_out="outt"),
            "response > waves > 2 > forms: unknown variable 'outt'. Did you mean 'out'",
        ),
        (
            with_part("forms", handedout="out"),
            "response > waves > 2 > forms: unknown key 'handedout'. Did you mean 'handed_out'",
        ),
        (with_part("forms", base="some"), "base: 'some'. invited or answered"),
        (with_part("forms", otherwise="x"), "the frame has no variable 'x'"),
        (with_part("fte", instrument="position"), "unknown instrument 'position'. Did you mean 'positions'"),
        (with_part("fte", wave="2007"), "no rows of wave '2007'"),
        (with_part("fte", unit="wave", count="n"), "twice. Clean it"),
        (SPEC | {"frames": {}}, "response > waves > 2: unknown key 'frames'"),
        ({"frame": SPEC["frame"]}, "the key 'answers' is missing"),
    ],
)
def test_slips_are_named(spec, expected):
    with pytest.raises(BadInput) as caught:
        response(spec)
    assert expected in str(caught.value)


def test_group_conditions_are_about_the_frame():
    with pytest.raises(BadInput, match="group new: the frame has no variable 'sex'"):
        response(groups={"new": {"sex": [1]}})


def test_a_register_that_names_a_unit_twice_is_refused():
    with pytest.raises(BadInput, match="positions has town 'M' twice. Clean it"):
        response(positions=pd.concat([POSITIONS, POSITIONS.iloc[:1]]))


# A second questionnaire, to every county of a register of its own, in the same year; the unit is its own area.
COUNTIES = table(wave=["2000"] * 3, county=["01", "02", "03"], size=["s", "l", "l"])
COORDINATORS = table(wave=["2000"] * 2, county=["01", "03"])
TWO = {
    "2": SPEC,
    "counties_2000": {
        "label": {"en": "Counties"},
        "units": {"en": "counties"},
        "groups": ["large"],
        "frame": {"instrument": "counties", "wave": "2000", "unit": "county", "municipality": "county"},
        "answers": {"instrument": "coordinators", "wave": "2000", "unit": "county"},
    },
}


def of_two(spec=None):
    waves = TWO | ({"counties_2000": spec} if spec else {}) | {"2": SPEC | {"groups": ["treated", "control"]}}
    tables = TABLES | {"counties": COUNTIES, "coordinators": COORDINATORS}
    return response_table(tables, waves, GROUPS | {"large": {"size": ["l"]}})


def test_two_questionnaires_of_a_year_have_a_frame_and_groups_each():
    made = of_two()
    counties = made[made["exhibit"] == "counties_2000"]
    assert values(counties, "total") == {
        "invited_offices": 3, "answered_offices": 2, "invited_municipalities": 3, "answered_municipalities": 2,
        "usable": 2, "share_offices": pytest.approx(2 / 3),
    }  # fmt: skip
    assert values(counties, "large")["share_offices"] == 0.5
    assert "treated" not in set(counties["group"]) and "large" not in set(made[made["exhibit"] == "2"]["group"])
    pd.testing.assert_frame_equal(made[made["exhibit"] == "2"].reset_index(drop=True), response())


def test_areas_may_be_left_out():
    spec = TWO["counties_2000"] | {"frame": {"instrument": "counties", "wave": "2000", "unit": "county"}}
    made = of_two(spec)
    assert set(values(made[made["exhibit"] == "counties_2000"], "total")) == {
        "invited_offices", "answered_offices", "usable", "share_offices",
    }  # fmt: skip
    assert not counted_in("invited_municipalities", spec) and counted_in("usable", spec)


def test_a_wave_of_the_answers_that_is_not_there_is_told():
    spec = TWO["counties_2000"] | {"answers": {"instrument": "coordinators", "wave": "2001", "unit": "county"}}
    with pytest.raises(BadInput, match="response > waves > counties_2000 > answers: no rows of wave '2001'"):
        of_two(spec)
