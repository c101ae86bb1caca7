"""What a condition of the configuration says, whatever data it is asked of."""

import pytest
from evalreport.codebook.conditions import (
    can_hold,
    date_range,
    frozen,
    joined,
    number_ranges,
    parts,
    plain,
    variables_in,
)

NESTED = {"wave": ["1", "2"], "any": [{"a": [1]}, {"not": {"b": [None, 2]}}], "all": [{"a": ["1-3"]}, {"c": ["x"]}]}
INFINITY = float("inf")


def test_lists_become_tuples_and_lists_again_at_every_depth():
    held = frozen(NESTED)
    assert held["any"] == ({"a": (1,)}, {"not": {"b": (None, 2)}}) and held["wave"] == ("1", "2")
    assert plain(held) == NESTED and frozen({}) == {}


def test_all_variables_are_found():
    assert variables_in(NESTED) == ("wave", "a", "b", "c")
    assert [*parts(NESTED)][1:4] == [("a", [1]), ("b", [None, 2]), ("a", ["1-3"])]


def test_conditions_of_groups_hold_together():
    assert joined([{"a": (1,)}, {"b": (2,)}]) == {"a": [1], "b": [2]}
    assert joined([{"a": ("1-5",)}, {"a": (2,)}]) == {"all": [{"a": ["1-5"]}, {"a": [2]}]}
    assert joined([{"any": ({"a": (1,)},)}, {"any": ({"a": (2,)},)}]) == {
        "all": [{"any": [{"a": [1]}]}, {"any": [{"a": [2]}]}]
    }


@pytest.mark.parametrize(
    ("condition", "known", "possible"),
    [
        ({}, {"wave": "1"}, True),
        ({"wave": ["1"]}, {"wave": "2"}, False),
        ({"wave": ["1"], "a": [1]}, {"wave": "1"}, True),
        ({"not": {"wave": ["1"]}}, {"wave": "1"}, False),
        ({"not": {"wave": ["1"], "a": [1]}}, {"wave": "1"}, True),
        ({"any": [{"wave": ["1"]}, {"a": [1]}]}, {"wave": "2"}, True),
        ({"any": [{"wave": ["1"]}, {"wave": ["3"]}]}, {"wave": "2"}, False),
        ({"any": [{"wave": ["1"]}, {"a": [1]}]}, {"wave": "2", "a": None}, False),
        ({"all": [{"wave": ["1"]}, {"a": [1]}]}, {"wave": "1"}, True),
        ({"all": [{"wave": ["1"]}, {"a": [1]}]}, {"wave": "1", "a": None}, False),
        ({"a": [None]}, {"a": None}, True),
        ({"not": {"not": {"wave": ["1"]}}}, {"wave": "2"}, False),
    ],
)
def test_whether_a_condition_can_hold(condition, known, possible):
    assert can_hold(condition, known) is possible


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("30-39", ((30, 39),)),
        ("30 - 39", ((30, 39),)),
        ("30–39, 50-59", ((30, 39), (50, 59))),
        ("67-", ((67, INFINITY),)),
        ("-17", ((-INFINITY, 17),)),
        ("18", ((18, 18),)),
        ("1.5-2.5", ((1.5, 2.5),)),
        ("-5..5", ((-5, 5),)),
        ("-5.5 .. -1", ((-5.5, -1),)),
        ("..-1", ((-INFINITY, -1),)),
        ("0..", ((0, INFINITY),)),
        ("..", ()),
        ("1..2..3", ()),
        ("young", ()),
        ("30-39 old", ()),
        ("", ()),
    ],
)
def test_ranges_of_numbers(text, ranges):
    assert number_ranges(text) == ranges


def test_ranges_of_days():
    assert date_range("2024-01-01..2024-06-30") == ("2024-01-01", "2024-06-30")
    assert date_range("2024-01-01 ..") == ("2024-01-01", "") and date_range("..2024-01-01") == ("", "2024-01-01")
    assert [date_range(text) for text in ("2024-01-01", "..", "2024-02-30..", "1..5", "20240101..")] == [None] * 5
