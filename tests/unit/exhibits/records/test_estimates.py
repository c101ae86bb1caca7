"""Counts, listings and matrices of records: what is counted, in which schema, and how it prints."""

import pandas as pd
import pytest
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.records.numbers import record_tables
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import EVERYTHING, TOTAL
from hypothesis import given
from hypothesis import strategies as st

RECORDS = pd.DataFrame(
    {
        "project": ["p1", "p1", "p2", "p3", "p4"],
        "kind": ["K;B", "K", "B", "", "K"],
        "region": ["oslo", "oslo", "oslo", "agder", "agder"],
        "title": ["One | a", "One b", "Two", "Three", "Four"],
    },
    dtype="str",
)
CODES = {"rows": ["K", "B"], "across": ["oslo", "agder"]}


def exhibit(kind="count", **keys):
    plan = {"rows": {"column": "kind"}, "across": {"column": "region"}} if kind != "listing" else {}
    return Exhibit(id="x", chapter="c", title="", kind=kind, **(plan | keys))


def counts(**keys):
    table, _ = record_tables(exhibit(**keys), CODES, RECORDS)
    return {(r.category, r.group): r.n for r in table.itertuples()}


def test_a_unit_with_two_codes_counts_under_both():
    found = counts(total=True, unit="project")
    assert (found["K", "oslo"], found["B", "oslo"], found["*", "oslo"]) == (1, 2, 2)
    assert (found["K", TOTAL], found["B", TOTAL], found["(none)", TOTAL], found["*", TOTAL]) == (2, 2, 1, 4)


@pytest.mark.parametrize(("rule", "k", "b"), [("each", 3, 2), ("first", 3, 1), ("only", 2, 1)])
def test_the_rule_for_several_codes(rule, k, b):
    found = counts(multiple=rule, total=True)
    assert (found["K", TOTAL], found["B", TOTAL]) == (k, b)


def test_where_takes_any_of_the_codes():
    assert counts(where={"kind": ("B",)}, total=True)["*", TOTAL] == 2


@pytest.mark.parametrize(
    ("where", "n"),
    [
        ({"kind": (None,)}, 1),
        ({"not": {"kind": (None,)}}, 3),
        ({"any": ({"kind": ("B",)}, {"kind": (None,)})}, 3),
        ({"all": ({"kind": ("B",)}, {"kind": ("K",)})}, 1),
    ],
)
def test_where_takes_conditions_put_together(where, n):
    assert counts(where=where, total=True, unit="project")["*", TOTAL] == n


@given(st.lists(st.tuples(st.sampled_from(["", "K", "B", "K;B"]), st.sampled_from(["oslo", "agder"])), max_size=30))
def test_regions_add_up_to_the_total(rows):
    records = pd.DataFrame(rows, columns=["kind", "region"], dtype="str")
    table, _ = record_tables(exhibit(total=True), CODES, records)
    wide = table.pivot_table(index="category", columns="group", values="n", aggfunc="sum", dropna=False)
    assert (wide["oslo"] + wide["agder"] == wide[TOTAL]).all()


def test_a_listing_under_headings_in_order():
    columns = ({"column": "title"}, {"column": "kind"})
    listing = exhibit("listing", columns=columns, group_by={"column": "region"}, order=("title",))
    table, texts = record_tables(listing, {"group_by": ["agder", "oslo"]}, RECORDS)
    assert texts[texts["column"] == "title"]["text"].tolist() == ["Four", "Three", "One b", "One | a", "Two"]
    assert table.set_index("group")["n"].to_dict() == {"agder": 2, "oslo": 3}


def shown(kind, view, codes, **keys):
    table, texts = record_tables(exhibit(kind, **keys), codes, RECORDS)
    tests = pd.DataFrame(columns=["variable", "groups", "test", "p"])
    return evidence_from(view, table, tests, (0.05,), texts)


def view(**keys):
    base = {"exhibit": "x", "chapter": "c", "language": "en", "title": "", "kind": "listing", "display": "table"}
    base["statistic"] = "text"
    return View(**(base | {"variables": (Item(EVERYTHING, ""),), "categories": (), "panels": ()} | keys))


def test_a_listing_prints_labels_and_headings():
    columns = ({"column": "title"}, {"column": "kind"})
    labels = (Item("K", "Mapping"), Item("B", "NAV work"))
    panel = Panel("region", "", (Item("agder", "Agder"), Item("oslo", "Oslo")))
    frame = view(
        categories=(Item("title", "Title"), Item("kind", "Kind")), categories_of={"kind": labels}, panels=(panel,)
    )
    evidence = shown("listing", frame, {"group_by": ["agder", "oslo"]}, columns=columns, group_by={"column": "region"})
    rows = grid_of(evidence).rows
    assert rows[0] == ("**Agder**",) and rows[1] == ("Three", "–") and rows[3] == ("**Oslo**",)
    assert rows[4] == ("One \\| a", "Mapping, NAV work")


def test_a_matrix_joins_texts():
    frame = view(
        categories=(Item("kind", ""), Item("oslo", "Oslo"), Item("agder", "Agder")),
        categories_of={"kind": (Item("K", "Mapping"), Item("B", "Awareness"))},
        panels=(Panel("everyone", "", (Item(TOTAL, "Total"),)),),
    )
    rows = grid_of(shown("matrix", frame, CODES, cell="title")).rows
    assert rows == (("Mapping", "One \\| a; One b", "Four"), ("Awareness", "One \\| a; Two", "–"))


def test_counts_print_as_counts_with_the_rule_in_the_note():
    frame = view(
        kind="count",
        statistic="share",
        counts="each",
        variables=(Item("kind", ""),),
        categories=(Item("K", "Mapping"), Item("B", "Awareness")),
        panels=(Panel("region", "", (Item("oslo", "Oslo"), Item("agder", "Agder"), Item(TOTAL, "Total"))),),
    )
    evidence = shown("count", frame, CODES, total=True)
    assert [row[-1] for row in grid_of(evidence).rows] == ["3", "2", "5", "5"]
    assert note(evidence) == "What has several codes is counted under each of them; N counts it once. 1 without a code."


def test_without_several_codes_nothing_is_said_of_them():
    single = RECORDS.assign(kind=["K", "K", "B", "B", "K"])
    table, _ = record_tables(exhibit(total=True), CODES, single)
    items = tuple(Item(code, code) for code in CODES["rows"])
    panels = (Panel("region", "", (Item("oslo", "Oslo"), Item("agder", "Agder"), Item(TOTAL, "Total"))),)
    view = View("x", "c", "en", "T", "count", "table", "share", (Item("kind", ""),), items, panels, counts="each")
    evidence = evidence_from(view, table, pd.DataFrame(columns=["groups"]), ())
    assert note(evidence) == ""
    assert grid_of(evidence).rows == (("K", "2", "1", "3"), ("B", "1", "1", "2"), ("*N*", "3", "2", "5"))
