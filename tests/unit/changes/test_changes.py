"""Comparison of two builds: cells, tests, claims, questions, data files."""

import math

import pandas as pd
import pytest
from evalreport.changes.compare import (
    CHANGED,
    GONE,
    NEW,
    ClaimChange,
    DataChange,
    Numbers,
    compare_claims,
    compare_content,
    compare_data,
    compare_exhibits,
    compare_tests,
)
from hypothesis import given
from hypothesis import strategies as st

ESTIMATES = ("variable", "category", "group", "n", "estimate")
TESTS = ("variable", "groups", "p", "p_adjusted")


def numbers(cells=(), tests=()):
    return Numbers(pd.DataFrame(list(cells), columns=list(ESTIMATES)), pd.DataFrame(list(tests), columns=list(TESTS)))


OLD = numbers([("q", "*", "a", 10, None), ("q", "1", "a", 4, 0.4), ("q", "2", "a", 6, 0.6), ("q", "3", "a", 0, None)])


def found(new, same=None):
    changes = compare_exhibits({"x": OLD}, {"x": new}, same)
    return [(c.variable, c.category, c.group, c.measure, c.status, c.old, c.new) for c in changes]


def test_a_build_does_not_differ_from_itself():
    assert found(OLD) == []


def test_a_changed_estimate_and_base():
    new = numbers(
        [("q", "*", "a", 11, None), ("q", "1", "a", 5, 0.45), ("q", "2", "a", 6, 0.6), ("q", "3", "a", 0, None)]
    )
    assert found(new) == [("q", "*", "a", "n", CHANGED, 10, 11), ("q", "1", "a", "estimate", CHANGED, 0.4, 0.45)]


def test_cells_are_matched_by_key_not_by_position():
    order = OLD.estimates.iloc[::-1]
    assert found(Numbers(order, OLD.tests)) == []


def test_new_and_gone_cells():
    new = numbers(
        [("q", "*", "a", 10, None), ("q", "1", "a", 4, 0.4), ("q", "3", "a", 0, None), ("q", "1", "b", 1, 0.1)]
    )
    changes = [(c[1], c[2], c[4]) for c in found(new)]
    assert changes == [("1", "b", NEW), ("2", "a", GONE)]


def test_a_withheld_number_is_a_change():
    new = numbers(
        [("q", "*", "a", 10, None), ("q", "1", "a", None, None), ("q", "2", "a", 6, 0.6), ("q", "3", "a", 0, None)]
    )
    ((*_, status, old, now),) = found(new)
    assert status == CHANGED and old == 0.4 and math.isnan(now)


def test_what_prints_alike_can_be_left_out():
    new = numbers(
        [("q", "*", "a", 10, None), ("q", "1", "a", 4, 0.401), ("q", "2", "a", 6, 0.7), ("q", "3", "a", 0, None)]
    )
    alike = lambda c: round(c.old, 1) == round(c.new, 1)  # noqa: E731
    assert [c[1] for c in found(new)] == ["1", "2"]
    assert [c[1] for c in found(new, alike)] == ["2"]


def test_exhibits_that_only_one_build_has_are_not_compared():
    assert compare_exhibits({"x": OLD}, {"y": OLD}) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_changes_back_and_forth_mirror_each_other(old, new):
    a, b = ({"x": numbers([("q", str(i), "g", 1, v) for i, v in enumerate(values)])} for values in (old, new))
    there = {(c.category, c.old, c.new, c.status) for c in compare_exhibits(a, b)}
    back = {(c.category, c.new, c.old, c.status) for c in compare_exhibits(b, a)}
    swap = {CHANGED: CHANGED, NEW: GONE, GONE: NEW}
    assert {(c, str(o), str(n), s) for c, o, n, s in there} == {(c, str(o), str(n), swap[s]) for c, o, n, s in back}


@pytest.mark.parametrize(
    ("old", "new", "levels"),
    [
        ((0.20, None), (0.03, None), (math.nan, 0.05)),
        ((0.03, None), (0.07, None), (0.05, 0.1)),
        ((0.01, 0.2), (0.01, 0.04), (math.nan, 0.05)),  # the adjusted p decides
        ((0.03, None), (0.04, None), None),
        ((math.nan, None), (0.04, None), None),  # not tested before: no verdict to change
    ],
)
def test_a_test_with_another_verdict(old, new, levels):
    before, after = (numbers(tests=[("q", "a|b", *p)]) for p in (old, new))
    changes = compare_tests({"x": before}, {"x": after}, (0.10, 0.05))
    reached = [(str(c.old_level), str(c.new_level)) for c in changes]
    assert reached == ([tuple(map(str, levels))] if levels else [])


def claim(condition, verdict, sentence="It is so.", numbers="1; 2"):
    return {"chapter": "results", "condition": condition, "sentence": sentence, "verdict": verdict, "numbers": numbers}


def test_claims_are_matched_by_condition_and_may_have_other_words():
    old = [claim("a > b", "holds", "4 of 10."), claim("c", "holds"), claim("d", "fails")]
    new = [claim("a > b", "fails", "5 of 10.", "1; 3"), claim("d", "fails"), claim("e", "holds")]
    assert compare_claims(old, new) == [
        ClaimChange("results", "5 of 10.", "holds", "fails", "a > b", ("1; 2", "1; 3")),
        ClaimChange("results", "It is so.", "", "holds", "e", ("", "1; 2")),
        ClaimChange("results", "It is so.", "holds", "", "c", ("1; 2", "")),
    ]


def test_the_same_condition_twice_is_two_claims():
    twice = [claim("a", "holds"), claim("a", "holds")]
    assert compare_claims(twice, [claim("a", "holds"), claim("a", "fails")]) == [
        ClaimChange("results", "It is so.", "holds", "fails", "a", ("1; 2", "1; 2"))
    ]


def content(questions=None, cleaning=None, weights=None, waves=("2008",)):
    return {
        "instruments": {"staff": "Staff survey"},
        "waves": {"staff": list(waves)},
        "questions": {"staff": questions or {}},
        "cleaning": {"staff": cleaning or {}},
        "weights": weights or {},
    }


def question(label="How?", derived="", **coding):
    return {"label": label, "derived": derived, "coding": {wave[1:]: how for wave, how in coding.items()}}


def differences(old, new):
    return [(c.kind, c.label, c.change, c.before, c.now) for c in compare_content(old, new)]


def test_questions_added_dropped_reworded_and_recoded():
    old = content({"a": question(w2008="x"), "b": question("Old?", w2008="x"), "c": question("C?", w2008="x")})
    new = content({"b": question("New?", w2008="x"), "c": question("C?", w2008="y"), "d": question("D?", w2008="x")})
    assert differences(old, new) == [
        ("questions", "New?", "reworded", "Old?", "New?"),
        ("questions", "C?", "recoded", "", "2008"),
        ("questions", "D?", "new", "", ""),
        ("questions", "How?", "gone", "", ""),
    ]


def test_a_new_wave_changes_no_question_by_itself():
    old = content({"a": question(w2008="x")})
    new = content({"a": question(w2008="x", w2009="y")}, waves=("2008", "2009"))
    assert differences(old, new) == []


def test_a_wave_both_know_and_only_one_asks():
    old = content({"a": question(w2008="x", w2009="x")}, waves=("2008", "2009"))
    new = content({"a": question(w2008="x")}, waves=("2008", "2009"))
    assert differences(old, new) == [("questions", "How?", "waves", "2009", "")]
    assert differences(new, old) == [("questions", "How?", "waves", "", "2009")]


def test_a_derived_variable_made_otherwise_is_recoded():
    old, new = (content({"a": question(derived=how, w2008="x")}) for how in "12")
    assert differences(old, new) == [("questions", "How?", "recoded", "", "")]


def test_cleaning_rules_and_weights():
    rule = lambda does: {"r": {"reason": "Not finished", "does": does, "waves": ["2008"]}}  # noqa: E731
    scheme = lambda how: {"s": {"label": "By office", "waves": {"2008": how}}}  # noqa: E731
    assert differences(
        content(cleaning=rule("1"), weights=scheme("1")), content(cleaning=rule("2"), weights=scheme("2"))
    ) == [
        ("cleaning", "Not finished", "changed", "", ""),
        ("weights", "By office", "changed", "", "2008"),
    ]


@pytest.mark.parametrize(("minimum", "hidden"), [(0, False), (1, False), (2, True), (5, True)])
def test_where_few_make_the_difference_no_value_is_given(minimum, hidden):
    """11 for 10 in the base: the shares of answers that nobody else gave would tell it as well as the base."""
    new = numbers(
        [("q", "*", "a", 11, None), ("q", "1", "a", 4, 4 / 11), ("q", "2", "a", 7, 7 / 11), ("q", "3", "a", 0, None)]
    )
    changes = compare_exhibits({"x": OLD}, {"x": new}, minimum=minimum)
    assert [c.category for c in changes] == ["*", "1", "2"]
    assert [c.few for c in changes] == [hidden] * 3 and [math.isnan(c.old) and math.isnan(c.new) for c in changes] == [
        hidden
    ] * 3


def test_many_respondents_more_are_told_and_so_is_another_group():
    old = numbers([("q", "*", "a", 10, None), ("q", "*", "b", 10, None)])
    new = numbers([("q", "*", "a", 15, None), ("q", "*", "b", 9, None)])
    assert [(c.group, c.few) for c in compare_exhibits({"x": old}, {"x": new}, minimum=5)] == [
        ("a", False),
        ("b", True),
    ]
    withheld = numbers([("q", "*", "a", None, None), ("q", "*", "b", 10, None)])
    assert [(c.group, c.few) for c in compare_exhibits({"x": old}, {"x": withheld}, minimum=5)] == [("a", False)]


def test_data_files():
    old = {"a": {"sha256": "1", "rows": 5}, "b": {"sha256": "1", "rows": 5}, "c": {"sha256": "1", "rows": 1}}
    new = {"a": {"sha256": "1", "rows": 5}, "b": {"sha256": "2", "rows": 7}, "d": {"sha256": "1", "rows": 2}}
    assert compare_data(old, new) == [
        DataChange("b", CHANGED, 5, 7),
        DataChange("c", GONE, 1, None),
        DataChange("d", NEW, None, 2),
    ]


def test_how_the_sampling_was_treated_is_no_cell_of_a_table():
    rows = [("*sampling", "lone|pool", "total", None, 1.0), ("*missing", "q", "a", 3, 0.2)]
    told = numbers([*OLD.estimates.itertuples(index=False, name=None), *rows])
    assert found(told) == []
