"""One exhibit's numbers from a clean table: bases, groups, what was not asked, and the tests."""

import numpy as np
import pandas as pd
import pytest
from evalreport.analysis import ESTIMATES, TESTS, analyse, condition
from evalreport.codebook import Battery, Codebook, Variable
from evalreport.estimation import Design
from evalreport.evaluation import Exhibit, Group
from evalreport.significance import one_way_anova, pearson_chi2, student_t
from evalreport.value_sets import Category, Choice, Collapse, ValueSet
from evalreport.view import BASE, MEAN, TOTAL
from hypothesis import given
from hypothesis import strategies as st

WAVES = ("2008", "2009")


def variable(name: str, type: str = "scale", value_set: str = "five", waves=WAVES, **other) -> Variable:
    return Variable(name, type, {"en": name}, value_set, waves=waves, **other)


BOOK = Codebook(
    instrument="staff",
    file="staff.csv",
    waves=WAVES,
    variables=(
        variable("arm", "single", "arm"),
        variable("q"),
        variable("late", waves=("2009",)),
        variable("a", battery="b"),
        variable("b", battery="b"),
        variable("age", "number", ""),
        variable("tick", "tick", "tick"),
    ),
    value_sets={
        "five": ValueSet("five", tuple(Choice(c, {"en": str(c)}) for c in (1, 2, 3, 4, 5))),
        "arm": ValueSet("arm", (Choice("t", {"en": "T"}), Choice("c", {"en": "C"}))),
        "tick": ValueSet("tick", (Choice(0, {"en": "No"}), Choice(1, {"en": "Yes"}))),
    },
    code_maps={},
    collapses={},
    batteries={"b": Battery("b", {"en": "B"})},
)
T, C = Group("t", "T", {"arm": ("t",)}), Group("c", "C", {"arm": ("c",)})
ARMS = (("arm", (T, C)),)
YEARS = (("year", (Group("y8", "2008", {"wave": ("2008",)}), Group("y9", "2009", {"wave": ("2009",)}))),)


def answers(q, arm, wave=None, **more) -> pd.DataFrame:
    n = len(q)
    data = {"wave": wave or ["2009"] * n, "arm": arm, "q": pd.array(q, dtype="Int64")}
    for name in ("late", "a", "b", "tick"):
        data[name] = pd.array(more.get(name, [None] * n), dtype="Int64")
    data["age"] = pd.array(more.get("age", [None] * n), dtype="Float64")
    return pd.DataFrame(data)


DATA = answers(
    q=[1, 1, 2, 5, 4, None, 3, 3, 5, 5],
    arm=["t", "t", "t", "t", "c", "c", "c", None, "c", "c"],
    wave=["2008"] * 3 + ["2009"] * 7,
    late=[None] * 3 + [1, 2, None, 3, 3, 3, 3],
)


def exhibit(kind="distribution", variables=("q",), **more) -> Exhibit:
    return Exhibit("x", "c", "T", kind, instrument="staff", variables=variables, **more)


def cells(table: pd.DataFrame, column: str = "n") -> dict:
    return {(row["variable"], row["category"], row["group"]): row[column] for row in table.to_dict("records")}


def run(plan: Exhibit, panels=ARMS, data=DATA, design=None):
    return analyse(plan, data, BOOK, panels, design)


def test_a_distribution_counts_answers_inside_groups():
    table, tests = run(exhibit())
    assert list(table.columns) == ESTIMATES and list(tests.columns) == TESTS and tests.empty
    n, share = cells(table), cells(table, "estimate")
    assert n[("q", BASE, "t")] == 4 and n[("q", BASE, "c")] == 4  # the empty answer is in no base
    assert [n[("q", str(c), "t")] for c in (1, 2, 3, 4, 5)] == [2, 1, 0, 0, 1]
    assert share[("q", "1", "t")] == 0.5 and share[("q", "5", "c")] == 0.5
    assert np.isnan(share[("q", BASE, "t")])
    assert not table["suppressed"].any() and (table["exhibit"] == "x").all()


def test_the_total_holds_those_without_a_group_too():
    assert cells(run(exhibit(total=True))[0])[("q", BASE, TOTAL)] == 9


@pytest.mark.parametrize("panels", [(), (("everyone", ()),)])
def test_without_groups_there_is_everybody(panels):
    n = cells(run(exhibit(), panels)[0])
    assert n[("q", BASE, TOTAL)] == 9


def test_a_condition_narrows_the_base_of_every_group():
    n = cells(run(exhibit(where={"wave": ("2009",)}, total=True))[0])
    assert (n[("q", BASE, "t")], n[("q", BASE, "c")], n[("q", BASE, TOTAL)]) == (1, 4, 6)


def test_missing_values_meet_no_condition():
    assert condition(DATA, {"arm": ("t", "c")}).sum() == 9
    assert condition(DATA, {"q": (1, 2, 3, 4, 5)}).sum() == 9
    assert condition(DATA, {}).all()


def test_shown_categories_leave_the_base_alone():
    table, _ = run(exhibit(categories=(1, 5)))
    share = cells(table, "estimate")
    assert {key[1] for key in share} == {BASE, "1", "5"}
    assert share[("q", "1", "t")] == 0.5 and cells(table)[("q", BASE, "t")] == 4


def test_a_collapse_joins_codes():
    low = Category("low", {"en": "Low"}, ((1, 2),))
    high = Category("high", {"en": "High"}, ((4, 5),))
    book = Codebook(**{**vars(BOOK), "collapses": {"two": Collapse("two", (low, high))}})
    table, _ = analyse(exhibit(collapse="two"), DATA, book, ARMS)
    n = cells(table)
    assert (n[("q", "low", "t")], n[("q", "high", "c")]) == (3, 3)
    assert n[("q", BASE, "c")] == 4  # code 3 belongs to no category and stays in the base


def test_a_share_counts_answers_together():
    table, _ = run(exhibit("share", counted=(4, 5)))
    assert {key[1] for key in cells(table)} == {BASE, "counted"}
    assert cells(table)[("q", "counted", "c")] == 3
    assert cells(table, "estimate")[("q", "counted", "c")] == 0.75


def test_a_base_of_everybody_counts_silence_as_no():
    ticks = answers([1] * 4, ["t"] * 4, tick=[1, None, 0, 1])
    answered = cells(run(exhibit("share", ("tick",), counted=(1,)), data=ticks)[0], "estimate")
    everybody = cells(run(exhibit("share", ("tick",), counted=(1,), base="all"), data=ticks)[0], "estimate")
    assert answered[("tick", "counted", "t")] == pytest.approx(2 / 3)
    assert everybody[("tick", "counted", "t")] == 0.5


def test_a_wave_that_did_not_ask_is_no_missing_answer():
    table, _ = run(exhibit("share", ("late",), counted=(3,), base="all"), YEARS)
    assert cells(table)[("late", BASE, "y8")] == 0
    assert np.isnan(cells(table, "estimate")[("late", "counted", "y8")])
    assert cells(table)[("late", BASE, "y9")] == 7


def test_means_of_codes_and_numbers():
    data = answers([1, 3, 5, 2], ["t", "t", "c", "c"], age=[30, None, 40.5, 50])
    table, _ = run(exhibit("mean", ("q", "age")), data=data)
    mean, n = cells(table, "estimate"), cells(table)
    assert (mean[("q", MEAN, "t")], mean[("q", MEAN, "c")]) == (2, 3.5)
    assert (mean[("age", MEAN, "t")], n[("age", MEAN, "t")], mean[("age", MEAN, "c")]) == (30, 1, 45.25)
    assert np.isnan(cells(table, "se")[("age", MEAN, "t")])


def test_valid_n():
    table, _ = run(exhibit("valid_n", ("q", "late")))
    assert cells(table, "estimate")[("q", BASE, "c")] == 4
    assert cells(table)[("late", BASE, "t")] == 1


def test_a_battery_comes_item_by_item_in_questionnaire_order():
    data = answers([1, 1], ["t", "c"], a=[5, 1], b=[4, 4])
    plan = Exhibit("x", "c", "T", "share", instrument="staff", battery="b", counted=(4, 5))
    assert list(dict.fromkeys(run(plan, data=data)[0]["variable"])) == ["a", "b"]


def test_weights_weigh_and_counts_stay_counts():
    design = Design(np.array([3.0] + [1.0] * 9), np.arange(10), np.zeros(10, dtype=np.intp))
    table, _ = run(exhibit(), design=design)
    assert cells(table)[("q", "1", "t")] == 2
    assert cells(table, "n_weighted")[("q", BASE, "t")] == 6
    assert cells(table, "n_weighted")[("q", "1", "t")] == pytest.approx(4)
    assert cells(table, "estimate")[("q", "1", "t")] == pytest.approx(4 / 6)


def test_a_table_without_respondents_gives_empty_cells_not_an_error():
    table, tests = run(exhibit(test="chi2"), data=DATA.iloc[:0])
    assert (table["n"] == 0).all() and table["estimate"].isna().all()
    assert tests["p"].isna().all()


def test_a_group_without_members():
    table, _ = run(exhibit(), (("arm", (T, Group("none", "N", {"arm": ("x",)}))),))
    assert cells(table)[("q", BASE, "none")] == 0


# --- Tests of differences -------------------------------------------------------------------------------------------


def one(tests: pd.DataFrame) -> dict:
    (row,) = tests.to_dict("records")
    return row


def test_chi_square_of_the_shown_groups():
    table, tests = run(exhibit(test="chi2"))
    n = cells(table)
    expected = pearson_chi2(np.array([[n[("q", str(c), g)] for c in range(1, 6)] for g in "tc"], dtype=float))
    found = one(tests)
    assert (found["test"], found["groups"], found["variable"]) == ("chi2", "arm", "q")
    assert (found["statistic"], found["p"], found["reason"]) == (expected.statistic, expected.p, expected.reason)


def test_chi_square_of_some_answers_counts_the_others_together():
    _, tests = run(exhibit(test="chi2", categories=(5,)))
    expected = pearson_chi2(np.array([[1.0, 3.0], [2.0, 2.0]]))
    assert one(tests)["statistic"] == pytest.approx(expected.statistic)


def test_chi_square_of_a_share():
    _, tests = run(exhibit("share", counted=(4, 5), test="chi2"))
    assert one(tests)["statistic"] == pytest.approx(pearson_chi2(np.array([[1.0, 3.0], [3.0, 1.0]])).statistic)


def test_the_total_is_no_group_of_a_test():
    assert one(run(exhibit(test="chi2", total=True))[1])["p"] == one(run(exhibit(test="chi2"))[1])["p"]


def test_one_test_a_panel_or_a_chosen_pair():
    both = (*ARMS, *YEARS)
    assert run(exhibit(test="chi2"), both)[1]["groups"].tolist() == ["arm", "year"]
    chosen = run(exhibit(test="chi2", test_groups=(("t", "y9"), ("t", "c"))), both)[1]
    assert chosen["groups"].tolist() == ["t|y9", "t|c"]


def test_t_and_anova_of_the_codes():
    first, second = np.array([1.0, 1, 2, 5]), np.array([4.0, 3, 5, 5])
    found = one(run(exhibit("mean", test="t"))[1])
    assert (found["statistic"], found["p"]) == (
        pytest.approx(student_t(first, second).statistic),
        pytest.approx(student_t(first, second).p),
    )
    found = one(run(exhibit("mean", test="anova"))[1])
    assert found["statistic"] == pytest.approx(one_way_anova([first, second]).statistic)


def test_a_group_that_was_not_asked_takes_no_part():
    found = one(run(exhibit("share", ("late",), counted=(3,), test="chi2"), YEARS)[1])
    assert np.isnan(found["p"]) and found["reason"] == "fewer than two groups or answers"


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, 3, 4, 5, None]), st.sampled_from(["t", "c", None])), min_size=1, max_size=30
    )
)
def test_the_answers_of_a_group_add_up_to_its_base(rows):
    data = answers([q for q, _ in rows], [arm for _, arm in rows])
    table, _ = run(exhibit(total=True), data=data)
    n, share = cells(table), cells(table, "estimate")
    for group in ("t", "c", TOTAL):
        base = n[("q", BASE, group)]
        assert base == sum(q is not None and group in (arm, TOTAL) for q, arm in rows)
        assert sum(n[("q", str(c), group)] for c in range(1, 6)) == base
        if base:
            assert sum(share[("q", str(c), group)] for c in range(1, 6)) == pytest.approx(1)
