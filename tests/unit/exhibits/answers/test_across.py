"""Items by answers as one table, counts in place of shares, and the ends beside means: held against pandas, with odd answers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.audit.own import printed_cells
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.disclosure.primary import Case, Limits, primary
from evalreport.disclosure.protection import accompanied, protect
from evalreport.disclosure.structure import grouped
from evalreport.disclosure.vectors import vectors_of
from evalreport.evaluation.model import Exhibit, Group
from evalreport.exhibits.answers.across import across_grid, across_problems
from evalreport.exhibits.answers.answers import group_masks
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.answers.table import item_grid
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import LARGEST, MEAN, SD, SMALLEST
from evalreport.survey.samplings import sampling_of

ANSWERS = ValueSet(
    "three", (Choice(1, {"en": "Yes"}), Choice(2, {"en": "No"}), Choice(8, {"en": "Don't know"}), Choice(9, {}, missing=True))
)  # fmt: skip
BOOK = Codebook(
    "staff",
    "staff.csv",
    ("2001",),
    (
        *(Variable(name, "single", {"en": name.upper()}, "three", waves=("2001",), battery="b") for name in ("a", "b", "c")),
        Variable("size", "number", {"en": "Size"}, "", waves=("2001",)),
        Variable("days", "number", {"en": "Days"}, "", waves=("2001",)),
    ),
    value_sets={"three": ANSWERS},
    code_maps={},
    collapses={},
    batteries={"b": Battery("b", {"en": "B"})},
)  # fmt: skip
RANDOM = np.random.default_rng(3)
N = 60
DATA = pd.DataFrame(
    {
        "wave": ["2001"] * N,
        "a": pd.array(RANDOM.choice([1, 2, 8], N), dtype="Int64"),
        "b": pd.array([None if x == 0 else int(x) for x in RANDOM.choice([0, 1, 2], N)], dtype="Int64"),
        "c": pd.array([None] * N, dtype="Int64"),  # nobody answered
        "size": pd.array([1.0] * 40 + [2.0] * 19 + [3.0], dtype="Float64"),
        "days": pd.array([None, *RANDOM.integers(2, 9, N - 3), 40.5, 0], dtype="Float64"),
    }
)
GROUPS = tuple(
    Group(id, id.title(), {"size": (code,)}) for id, code in (("small", 1), ("large", 2), ("one", 3), ("none", 4))
)
PANELS = (("size", GROUPS),)
SHOWN = (Panel("size", "Size", tuple(Item(g.id, g.label) for g in GROUPS)),)
TOTAL = (Panel("everyone", "", (Item("total", "Total"),)),)
ITEMS = tuple(Item(name, name.upper()) for name in ("a", "b", "c"))
CATEGORIES = tuple(Item(str(code), label) for code, label in ((1, "Yes"), (2, "No"), (8, "Don't know")))
VIEW = View("x", "c", "en", "T", "distribution", "table", "share", ITEMS, CATEGORIES, TOTAL, across=True)


def plan(kind="distribution", **own):
    return Exhibit("x", "c", "T", kind, instrument="staff", **own)


def evidence(view, exhibit, panels=(), **limits):
    estimates, tests = analyse(exhibit, DATA, BOOK, panels)
    estimates = protect(estimates, limits.get("cell", 0), limits.get("base", 0))
    return evidence_from(view, estimates, tests, (0.05,))


def plain(rows):
    return [[text.replace("\u00a0", " ").replace("\\", "") for text in row] for row in rows]


def test_a_battery_is_a_row_an_item():
    found = across_grid(evidence(VIEW, plan(battery="b")))
    assert found.head == ("", "Yes", "No", "Don't know", "N") and not found.over
    expected = []
    for name in ("a", "b"):
        shares = DATA[name].value_counts(normalize=True)
        cells = [f"{100 * float(shares.get(code, 0)):.1f}%" for code in (1, 2, 8)]
        expected.append([name.upper(), *cells, str(DATA[name].notna().sum())])
    assert plain(found.rows) == [*expected, ["C", "–", "–", "–", "–"]]


@pytest.mark.parametrize("beside", ["only", "brackets", "columns"])
def test_counts_in_place_of_shares_and_beside_them(beside):
    found = across_grid(evidence(replace(VIEW, beside=beside), plan(battery="b")))
    counts = DATA["a"].value_counts()
    shares = {code: f"{100 * counts[code] / N:.1f}%" for code in (1, 2, 8)}
    cells = {
        "only": [str(counts[code]) for code in shares],
        "brackets": [f"{counts[code]} ({share})" for code, share in shares.items()],
        "columns": [text for code, share in shares.items() for text in (str(counts[code]), share)],
    }[beside]
    assert plain(found.rows)[0] == ["A", *cells, "60"]
    assert (found.over == ("", "Yes", "Yes", "No", "No", "Don't know", "Don't know", "")) == (beside == "columns")
    assert {len(row) for row in found.rows} == {len(found.head)}


def test_groups_are_rows_below_their_item_and_empty_ones_stay():
    found = plain(across_grid(evidence(replace(VIEW, panels=SHOWN), plan(battery="b", by=("size",)), PANELS)).rows)
    assert [row[0] for row in found] == [
        text for name in "ABC" for text in (f"**{name}**", "Small", "Large", "One", "None")
    ]
    small = DATA[DATA["size"] == 1]["a"].value_counts(normalize=True)
    assert found[1][1:] == [*(f"{100 * small[code]:.1f}%" for code in (1, 2, 8)), "40"]
    assert found[4] == ["None", "–", "–", "–", "–"]
    assert sorted(found[3][1:4]) == ["0.0%", "0.0%", "100.0%"]


def test_one_question_has_a_row_a_group_and_small_ones_are_withheld():
    one = replace(VIEW, variables=ITEMS[:1], panels=SHOWN)
    found = plain(across_grid(evidence(one, plan(variables=("a",), by=("size",)), PANELS, base=5)).rows)
    assert [row[0] for row in found] == ["Small", "Large", "One", "None"]
    assert set(found[2][1:]) == {"·"} and "·" not in found[0]


def test_items_fall_by_the_first_answer():
    found = across_grid(evidence(replace(VIEW, sort="descending"), plan(battery="b")))
    shares = {name: (DATA[name] == 1).sum() / max(DATA[name].notna().sum(), 1) for name in ("a", "b")}
    assert [row[0] for row in found.rows] == [*(n.upper() for n in sorted(shares, key=lambda n: -shares[n])), "C"]


def test_the_audit_reads_the_same_cells_however_answers_stand():
    across = evidence(VIEW, plan(battery="b"))
    down = replace(across, view=replace(VIEW, across=False))
    assert printed_cells(across, "pct") == printed_cells(down, "pct") != []


def test_where_answers_cannot_be_columns():
    wanted = plan(battery="b", answers="columns", display="stacked")
    assert [found for found, _ in across_problems(wanted, [["1", "2"], ["1"]])] == [
        "answers: columns with display: stacked",
        "answers: columns of items that have not the same answers",
    ]
    assert not [*across_problems(plan(battery="b", answers="columns"), [["1"], ["1"]])]


def ends(data=DATA, weights=None, **own):
    sampling = weights is not None and sampling_of(data.assign(respondent=[*map(str, range(N))]), None, weights)
    found, _ = analyse(
        plan("mean", variables=("days",), by=("size",), total=True, range=True, **own),
        data,
        BOOK,
        PANELS,
        sampling or None,
    )
    return found.set_index(["category", "group"])


def test_the_ends_and_who_gave_them():
    found = ends()
    for group, rows in (("small", DATA[DATA["size"] == 1]), ("large", DATA[DATA["size"] == 2]), ("total", DATA)):
        for category, end in ((SMALLEST, rows["days"].min()), (LARGEST, rows["days"].max())):
            assert found.loc[(category, group), "estimate"] == end
            assert found.loc[(category, group), "n"] == (rows["days"] == end).sum()
    assert found.loc[(SMALLEST, "one"), "estimate"] == found.loc[(LARGEST, "one"), "estimate"] == 0
    assert np.isnan(found.loc[(LARGEST, "none"), "estimate"]) and found.loc[(LARGEST, "none"), "n"] == 0
    assert SD not in found.index.get_level_values("category")


def test_an_answer_that_weighs_nothing_is_no_end():
    weights = pd.DataFrame({"respondent": [*map(str, range(N))], "weight": [1.0] * (N - 2) + [0.0, 0.0]})
    found = ends(weights=weights)
    assert found.loc[(LARGEST, "total"), "estimate"] == DATA["days"][: N - 2].max()


def test_an_end_that_few_gave_is_withheld_and_takes_no_deviation_with_it():
    exhibit = plan("mean", variables=("days",), by=("size",), range=True, sd=True)
    table, _ = analyse(exhibit, DATA, BOOK, PANELS)
    vectors = vectors_of(exhibit, DATA, BOOK, group_masks(DATA, exhibit, PANELS, BOOK))
    case = Case(table, Limits(3, 5), grouped([[g.id for g in GROUPS]], False), vectors)
    assert all(
        int(vectors[key][0].sum()) == n
        for key, n in zip(case.keys, table["n"], strict=True)
        if key[1] in (SMALLEST, LARGEST)
    )
    withheld = np.array([i in primary(case) for i in range(len(table))])
    gone = {key[1:] for key, out in zip(case.keys, accompanied(table, withheld), strict=True) if out}
    few = {
        (row["category"], row["group"])
        for row in table.to_dict("records")
        if row["category"] in (SMALLEST, LARGEST) and 0 < row["n"] < 3
    }
    assert few and gone == few | {(each, "one") for each in (MEAN, SD, SMALLEST, LARGEST)}


SPREAD = View(
    "x", "c", "en", "T", "mean", "table", "mean", (Item("days", "Days"),), (), SHOWN, decimals=1, beside="sd_range"
)


def spread(view, by=("size",), panels=PANELS, **limits):
    names = tuple(item.id for item in view.variables)
    exhibit = plan("mean", variables=names, by=by, range=True, sd=True)
    return item_grid(evidence(view, exhibit, panels, **limits))


def test_what_stands_beside_the_means_of_many_groups_has_a_row_a_group():
    found = spread(SPREAD, base=5)
    assert found.head == ("", "Mean", "SD", "Smallest", "Largest", "N") and not found.over
    rows = {row[0]: row[1:] for row in plain(found.rows)}
    assert [*rows] == ["Small", "Large", "One", "None"] and set(rows["One"]) == {"·"} and set(rows["None"]) == {"–"}
    days = DATA["days"][DATA["size"] == 1].dropna().astype(float)
    shown = [f"{value:.1f}".removesuffix(".0") for value in (days.mean(), days.std(), days.min(), days.max())]
    assert [text.removesuffix(".0") for text in rows["Small"]] == [*shown, str(len(days))]


def test_few_groups_stay_beside_each_other_and_say_the_same():
    few = replace(SPREAD, panels=(replace(SHOWN[0], groups=SHOWN[0].groups[:3]),))
    across, down = spread(few), spread(SPREAD)
    assert len(across.head) == 13 and len(across.rows) == 2
    row = plain(across.rows)[0][1:]
    assert [row[0:4], row[4:8], row[8:12]] == [each[1:5] for each in plain(down.rows)[:3]]


def test_several_items_and_groupings_are_headings_of_rows():
    two = (Item("days", "Days"), Item("size", "Size"))
    panels = (*SHOWN, Panel("again", "Again", tuple(replace(g, id=f"{g.id}_2") for g in SHOWN[0].groups), added=True))
    doubled = (("size", GROUPS), ("again", tuple(replace(g, id=f"{g.id}_2") for g in GROUPS)))
    found = plain(spread(replace(SPREAD, variables=two, panels=panels), ("size", "again"), doubled).rows)
    groups = ["Small", "Large", "One", "None"]
    assert [row[0] for row in found] == [
        text for name in ("Days", "Size") for text in (f"**{name}**", "*Size*", *groups, "*Again*", *groups)
    ]
    assert found[2:6] == found[7:11] and found[2][5] != found[3][5]
