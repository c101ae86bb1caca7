"""Counts beside shares and standard deviations beside means: where they stand, what is withheld with them, where they cannot be."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.disclosure.protection import protect
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.beside import beside_problems
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, ESTIMATES, MEAN, SD
from evalreport.outputs.number_grid import number_grid

NAN = float("nan")
PANELS = (Panel("group", "Group", (Item("a", "A"), Item("b", "B"))),)
SHARES = View(
    "x",
    "c",
    "en",
    "T",
    "distribution",
    "table",
    "share",
    (Item("q", "Question"),),
    (Item("1", "Yes"), Item("2", "No")),
    PANELS,
    decimals=0,
)
MEANS = replace(SHARES, kind="mean", statistic="mean", categories=(), decimals=1, beside="sd")


def cell(n, estimate, suppressed=0):
    return {"n": n, "estimate": estimate, "suppressed": suppressed}


COUNTS = {
    ("q", BASE, "a"): cell(8, NAN), ("q", "1", "a"): cell(6, 0.75), ("q", "2", "a"): cell(2, 0.25),
    ("q", BASE, "b"): cell(10, NAN), ("q", "1", "b"): cell(None, NAN, 1), ("q", "2", "b"): cell(0, 0.0),
}  # fmt: skip


def evidence_of(view, cells):
    rows = {key: {"variable": key[0], "category": key[1], "group": key[2], **row} for key, row in cells.items()}
    return Evidence(view, rows, (), (0.05,))


def grid(view, cells):
    return grid_of(evidence_of(view, cells))


def plain(row):
    return [text.replace("\u00a0", " ") for text in row]


def test_counts_in_brackets():
    found = grid(replace(SHARES, beside="brackets"), COUNTS)
    assert [plain(row) for row in found.rows] == [
        ["Yes", "6 (75%)", "·"],
        ["No", "2 (25%)", "0 (0%)"],
        ["*N*", "8", "10"],
    ]
    assert found.head == ("", "A", "B") and not found.over


def test_a_sum_holds_counts_too():
    whole = {key: value for key, value in COUNTS.items() if key[2] == "a"}
    one = replace(SHARES, beside="brackets", panels=(Panel("g", "", (Item("a", "A"),)),))
    assert plain(grid(one, whole).rows[2]) == ["*Sum*", "8 (100%)"]
    assert plain(grid(replace(one, beside="columns"), whole).rows[2]) == ["*Sum*", "8", "100%"]


def test_counts_in_columns_of_their_own():
    found = grid(replace(SHARES, beside="columns"), COUNTS)
    assert found.head == ("", "n", "%", "n", "%") and found.over == ("", "A", "A", "B", "B")
    assert [plain(row) for row in found.rows] == [
        ["Yes", "6", "75%", "·", "·"],
        ["No", "2", "25%", "0", "0%"],
        ["*N*", "8", "", "10", ""],
    ]


def test_the_workbook_takes_both_numbers():
    numbers = number_grid(Evidence(replace(SHARES, beside="brackets"), COUNTS, (), (0.05,)))
    assert numbers.rows[0][1].number.value == 6 and numbers.rows[0][1].bracketed[0].value == 0.75


def test_deviations_beside_means_with_a_note():
    cells = {("q", MEAN, "a"): cell(8, 2.25), ("q", SD, "a"): cell(8, 0.7)}
    cells |= {("q", category, "b"): cell(9, NAN, 1) for category in (MEAN, SD)}
    found = grid(MEANS, cells)
    assert found.head == ("", "Mean", "SD", "Mean", "SD") and found.rows[0] == ("Question", "2.3", "0.7", "·", "·")
    assert "SD = standard deviation." in usual_note(evidence_of(MEANS, cells))


def test_ends_beside_means_are_whole_where_they_are():
    cells = {
        ("q", MEAN, "a"): cell(8, 2.25),
        ("q", SD, "a"): cell(8, 0.7),
        ("q", "smallest", "a"): cell(4, 0.0),
        ("q", "largest", "a"): cell(3, 40.5),
    }
    cells |= {("q", category, "b"): cell(9, 3.0) for category in (MEAN, SD)}
    cells |= {("q", "smallest", "b"): cell(None, NAN, 1)}
    found = grid(replace(MEANS, beside="sd_range"), cells)
    assert found.head[1:5] == ("Mean", "SD", "Smallest", "Largest")
    assert found.rows == (
        ("Question", "2.3", "0.7", "0", "40.5", "3.0", "3.0", "·", "–"),
        ("*N*", "8", "", "", "", "9", "", "", ""),
    )
    assert grid(replace(MEANS, beside="range"), cells).rows[0][1:4] == ("2.3", "0", "40.5")


def test_counts_alone_need_no_sum_above_their_n():
    whole = {key: value for key, value in COUNTS.items() if key[2] == "a"}
    one = replace(SHARES, beside="only", panels=(Panel("g", "", (Item("a", "A"),)),))
    assert [plain(row) for row in grid(one, whole).rows] == [["Yes", "6"], ["No", "2"], ["*N*", "8"]]


@pytest.mark.parametrize(("weights", "told"), [("", False), ("Weighted to the pupils", True)])
def test_counts_beside_weighted_shares_are_said_to_have_no_weights(weights, told):
    view = replace(SHARES, beside="columns", weights=weights)
    said = usual_note(evidence_of(view, COUNTS))
    assert any(text == "Counts are of respondents, not weighted." for text in said) == told


def test_a_deviation_is_withheld_with_its_mean_and_is_no_cell_of_its_own():
    rows = [
        ("x", "q", category, g, n, float(n), 2.0, NAN, NAN, NAN, NAN, 0)
        for g, n in (("a", 4), ("b", 30))
        for category in (MEAN, SD)
    ]
    table = protect(pd.DataFrame(rows, columns=ESTIMATES), 5, 10)
    assert dict(zip(zip(table["group"], table["category"], strict=True), table["suppressed"], strict=True)) == {
        ("a", MEAN): 1, ("a", SD): 1, ("b", MEAN): 0, ("b", SD): 0,
    }  # fmt: skip
    assert np.isnan(table.loc[table["suppressed"] == 1, "estimate"]).all()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"counts": "columns", "display": "bars"}, "counts in an exhibit with display: bars"),
        ({"sd": True, "intervals": True}, "sd beside intervals"),
        ({"range": True, "stated": 2.0}, "range beside stated"),
        ({"sd": True, "pairwise": True}, "sd beside pairwise"),
        ({"counts": "brackets", "precision": ("standard_error",)}, "counts beside precision"),
    ],
)
def test_where_they_cannot_stand(given, expected):
    assert expected in [found for found, _ in beside_problems(Exhibit("x", "c", "T", "mean", **given))]
    assert not [*beside_problems(Exhibit("x", "c", "T", "mean", sd=True))]
