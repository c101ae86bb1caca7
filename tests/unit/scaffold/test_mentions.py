"""Columns of mentions are found by how forms fill them, and rankings, batteries and boxes are not taken for them."""

import pandas as pd
import pytest
from evalreport.scaffold.mentions import mentions_in

CODES = {"1": "Price", "2": "Time", "3": "Distance", "4": "Other"}
ROWS = [
    ("1", "2", ""),
    ("2", "", ""),
    ("3", "1", "2"),
    ("1", "4", ""),
    ("2", "", ""),
    ("1", "3", ""),
    ("4", "", ""),
    ("2", "1", "3"),
]


def table(rows, names=("why_1", "why_2", "why_3")):
    return pd.DataFrame(
        dict(zip(("id", *names), zip(*((str(i), *row) for i, row in enumerate(rows)), strict=True), strict=True))
    ).replace("", None)


def found(rows=ROWS, codes=CODES, labels=None, names=("why_1", "why_2", "why_3")):
    return mentions_in(table(rows, names), dict.fromkeys(names, codes), labels or {})


def test_mentions_are_one_question():
    assert found() == [("why", ["why_1", "why_2", "why_3"])]
    labels = {f"why_{i}": f"Why did you leave? - mention {i}" for i in (1, 2, 3)}
    assert found(labels=labels) == [("Why did you leave? - mention", ["why_1", "why_2", "why_3"])]


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, ("", "1", "")],  # a second mention without a first: items of a battery
        [*ROWS, ("1", "1", "")],  # one answer twice: items of a battery
        [("1", "2", "3")] * 9,  # everybody fills all: a ranking
        ROWS[:4],  # too few to tell
        [(first, "", "") for first, _, _ in ROWS],  # nobody has a second one
    ],
)
def test_others_are_no_mentions(rows):
    assert found(rows) == []


def test_other_answers_or_names_are_no_mentions():
    assert found(codes={"1": "Yes", "2": "No"}) == []
    assert found(names=("age", "reason", "place")) == []
    codes = {"why_1": CODES, "why_2": CODES, "why_3": {**CODES, "5": "More"}}
    assert mentions_in(table(ROWS), codes, {}) == [("why", ["why_1", "why_2"])]
