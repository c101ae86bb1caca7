"""Amounts, timelines and lists of references: what is summed and shown, and how it prints."""

from datetime import date

import pandas as pd
import pytest
from evalreport.chapters.blocks import references_block
from evalreport.chapters.citations import citation_problems
from evalreport.chapters.cited import Citation
from evalreport.chapters.functions import number_functions
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.records.numbers import record_tables
from evalreport.exhibits.view import LIST, TIMELINE, Item, Panel, View
from evalreport.figures import timeline
from evalreport.figures.draw import draw_exhibit
from evalreport.figures.layout import Path, Rect
from evalreport.figures.theme import WIDTH, typeface
from evalreport.files.errors import BadInput
from evalreport.files.estimates import TOTAL, UNCODED
from evalreport.files.tables import write_table

SOURCE = {"source_file": "b.csv", "source_place": "row 2"}
AMOUNTS = pd.DataFrame(
    {"post": ["a", "a", "b", "c", "x"], "budget": ["100", "50.5", "", "7", "1000"], "used": ["1", "2", "", "", "5"]},
    dtype="str",
).assign(**SOURCE)


def view(**keys):
    plan = {"exhibit": "x", "chapter": "c", "language": "nb", "title": "T", "kind": "listing", "display": "table"}
    plan["statistic"] = "text"
    return View(**(plan | {"variables": (Item("*", ""),), "categories": (), "panels": ()} | keys))


@pytest.fixture(scope="module")
def amounts():
    exhibit = Exhibit(
        id="x", chapter="c", title="", kind="amount", rows={"column": "post"}, total=True,
        columns=({"column": "budget"}, {"column": "used"}),
    )  # fmt: skip
    estimates, texts = record_tables(exhibit, {"rows": ["a", "b", "c"]}, AMOUNTS)
    assert texts.empty
    return estimates


def test_amounts_are_summed_by_post_and_over_the_posts_shown(amounts):
    found = {(r.variable, r.group): (r.n, r.estimate) for r in amounts.itertuples()}
    assert found["a", "budget"] == (2, 150.5)
    assert found[TOTAL, "budget"] == (3, 157.5)  # without x, which is not shown
    assert found[TOTAL, "used"] == (2, 3.0)
    assert found["b", "used"][0] == 0
    assert pd.isna(found["b", "used"][1])


def test_amounts_of_one_column_by_two_codes():
    records = pd.DataFrame({"p": ["a", "a", "b"], "r": ["n", "s", "n"], "v": ["1", "2", "4"]}, dtype="str").assign(
        **SOURCE
    )
    exhibit = Exhibit(
        id="x", chapter="c", title="", kind="amount", rows={"column": "p"}, across={"column": "r"},
        columns=({"column": "v"},), total=True,
    )  # fmt: skip
    estimates, _ = record_tables(exhibit, {"rows": ["a", "b"], "across": ["n", "s"]}, records)
    found = estimates.set_index(["variable", "group"])["estimate"]
    assert (found["a", "n"], found["a", "s"], found[TOTAL, "n"], found["a", TOTAL]) == (1, 2, 5, 3)
    assert pd.isna(found["b", "s"])
    assert found[TOTAL, TOTAL] == 7


def test_what_is_no_number_is_told_with_its_place():
    records = AMOUNTS.assign(source_file="b.csv", source_place=[f"row {n}" for n in range(2, 7)])
    records.loc[1, "used"] = "mye"
    exhibit = Exhibit(
        id="x", chapter="c", title="", kind="amount", rows={"column": "post"}, columns=({"column": "used"},)
    )
    with pytest.raises(BadInput, match="b.csv, row 3: 'mye' is no number"):
        record_tables(exhibit, {"rows": ["a"]}, records)


def test_amounts_print_with_spaces_and_a_dash_for_none(amounts):
    items = tuple(Item(code, code.upper()) for code in "abc")
    columns = (Item("budget", "Budsjett"), Item("used", "Brukt"))
    shown = view(
        kind="amount", statistic="total", counts="amount", decimals=0,
        variables=(*items, Item(TOTAL, "Totalt")), panels=(Panel("columns", "", columns),),
    )  # fmt: skip
    evidence = evidence_from(shown, amounts, pd.DataFrame(columns=["groups"]), ())
    assert grid_of(evidence).rows == (("A", "151", "3"), ("B", "–", "–"), ("C", "7", "–"), ("*Totalt*", "158", "3"))
    assert note(evidence) == "– = ikke oppgitt."
    said = number_functions({"x": evidence}, "nb")
    assert said["largest"]("x", group="budget", k=1, numbers=True, decimals=0) == "A (151)"
    assert said["rank"]("x", variable="c", group="budget") == "nest størst"
    assert said["total"]("x", variable=TOTAL, group="budget") == "158"


PLAN = pd.DataFrame(
    {
        "number": ["1", "2", "3", "4"],
        "description": ["A", "B", "C", "D"],
        "section": ["y1", "y1", "y2", "y1"],
        "status": ["late", "on_time", "on_time", "unknown"],
        "due_first": ["2006-12-20", "2006-03-01", "2007-05-01", ""],
        "due_last": ["2006-12-20", "2006-04-30", "2007-05-01", ""],
        "done_first": ["2007-01-09", "2006-03-02", "2007-05-01", "2006-01-01"],
        "done_last": ["2007-01-09", "2006-03-02", "2007-05-01", "2006-01-01"],
    },
    dtype="str",
)
CODED = {"rows": {"column": "status"}, "across": {"column": "section"}}
STATUSES = (Item("on_time", "I tide"), Item("late", "For sent"), Item("unknown", "Ukjent"))
YEARS = (Item("y1", "2006"), Item("y2", "2007"))


def plan_files(folder, plan=PLAN):
    exhibit = Exhibit(id="x", chapter="c", title="", kind="timeline", **CODED)
    estimates, texts = record_tables(exhibit, {"rows": [s.id for s in STATUSES], "across": ["y1", "y2"]}, plan)
    write_table(estimates, folder / "x.estimates.csv")
    write_table(texts, folder / "x.texts.csv")
    return estimates, texts


SHOWN = view(
    kind="timeline", display=TIMELINE, statistic="share", variables=(Item("status", ""),), categories=STATUSES,
    panels=(Panel("section", "", YEARS),),
)  # fmt: skip


def test_a_timeline_counts_all_and_draws_those_with_a_date_in_order_of_time(tmp_path):
    estimates, _ = plan_files(tmp_path)
    counts = estimates.set_index(["category", "group"])["n"]
    assert (counts["unknown", "y1"], counts["*", "y1"], counts["on_time", "y2"]) == (1, 3, 1)
    drawn = timeline.milestones_of(SHOWN, tmp_path / "x.texts.csv")
    assert [each.label for each in drawn] == ["2 B", "1 A", "3 C"]
    assert drawn[1].due == (date(2006, 12, 20),) * 2
    assert drawn[1].done == (date(2007, 1, 9),) * 2


def test_the_line_of_a_late_one_ends_in_an_arrow_beyond_the_year(tmp_path):
    plan_files(tmp_path)
    drawn = timeline.milestones_of(SHOWN, tmp_path / "x.texts.csv")
    scene = timeline.draw(SHOWN, drawn, typeface(None))
    marks = [shape for shape in scene.shapes if isinstance(shape, Path) and shape.marker]
    assert len(marks) == 3 + 2  # and two statuses in the key
    assert len({mark.marker for mark in marks}) == 2
    arrows = [shape for shape in scene.shapes if isinstance(shape, Path) and len(shape.points) == 3]
    assert len(arrows) == 1
    assert len([s for s in scene.shapes if isinstance(s, Rect)]) == 1  # two months, as a bar
    assert all(0 <= x <= WIDTH for shape in scene.shapes if isinstance(shape, Path) for x, _ in shape.points)


def test_many_milestones_have_a_row_a_status_and_do_not_cover_each_other(tmp_path):
    many = pd.concat([PLAN.iloc[[1]].assign(due_last="2006-03-01")] * 50)
    plan_files(tmp_path, many)
    drawn = timeline.milestones_of(SHOWN, tmp_path / "x.texts.csv")
    scene = timeline.draw(SHOWN, drawn, typeface(None))
    marks = [shape.points for shape in scene.shapes if isinstance(shape, Path) and shape.marker]
    assert len(marks) == 50
    assert len(set(marks)) == 50
    words = [text.text for text in scene.texts]
    assert "I tide (50)" in words
    assert "2 B" not in words


def test_the_files_of_a_timeline_are_the_same_each_time(tmp_path):
    plan_files(tmp_path)
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        draw_exhibit(SHOWN, tmp_path / "x.estimates.csv", tmp_path / folder, typeface(None))
        made.append([(tmp_path / folder / f"x.{ending}").read_bytes() for ending in ("svg", "png", "csv")])
    assert made[0] == made[1]
    assert made[0][2].decode().split("\n")[2].startswith("x,y1,2006,1 A,late,For sent,2006-12-20")


LISTED = pd.DataFrame(
    {"region": ["o", "", "o;a"], "kind": ["b", "b", ""], "reference": ["*One*.", "Two\\*.", "Three."]}, dtype="str"
)


def references(**keys):
    exhibit = Exhibit(id="x", chapter="c", title="", kind="references", cell="reference", **keys)
    estimates, texts = record_tables(exhibit, {"rows": ["b"], "group_by": ["a", "o"]}, LISTED)
    groups = (Item("a", "A | b"), Item("o", "O"), Item(UNCODED, "Andre")) if keys else (Item(TOTAL, "Totalt"),)
    kinds = (Item("b", "Bøker"), Item(UNCODED, "Andre")) if "rows" in keys else ()
    shown = view(display=LIST, categories=kinds, panels=(Panel("references", "", groups),))
    return references_block(evidence_from(shown, estimates, pd.DataFrame(), (), texts))


def test_references_stand_under_their_headings_and_nothing_is_lost():
    block = references(group_by={"column": "region"}, rows={"column": "kind"})
    assert block.split("\n\n") == [
        "### A \\| b {.unnumbered}", "*Andre*", "::: {#x-1 .csl-entry}\nThree.\n:::",
        "### O {.unnumbered}", "*Bøker*", "::: {#x-2 .csl-entry}\n*One*.\n:::",
        "*Andre*", "::: {#x-3 .csl-entry}\nThree.\n:::",
        "### Andre {.unnumbered}", "*Bøker*", "::: {#x-4 .csl-entry}\nTwo\\*.\n:::",
    ]  # fmt: skip


def test_references_without_headings_are_one_list():
    assert references().count("csl-entry") == 3
    assert "###" not in references()


def test_records_without_a_code_can_be_asked_for():
    exhibit = Exhibit(
        id="x", chapter="c", title="", kind="count", rows={"column": "kind"}, where={"region": (UNCODED,)}
    )
    estimates, _ = record_tables(exhibit, {"rows": ["b"]}, LISTED)
    assert estimates.set_index("category")["n"].to_dict() == {"*": 1, "b": 1, UNCODED: 0}


@pytest.mark.parametrize(
    ("function", "wrong"), [("table", "Use references() here"), ("ref", "section()"), ("references", None)]
)
def test_a_list_is_shown_with_its_own_function(function, wrong):
    shown = view(display=LIST, panels=(Panel("references", "", (Item(TOTAL, ""),)),))
    found = citation_problems({"c": [Citation("f", 1, function, ("x",), {})]}, {"x": shown}, {}, set(), {})
    assert (wrong in found[0].expected) if wrong else not found


@pytest.mark.parametrize(("kinds", "said"), [(["b", "b", ""], False), (["b", "b;c", ""], True)])
def test_the_rule_for_several_codes_is_said_where_a_record_has_several(kinds, said):
    records = pd.DataFrame({"kind": kinds}, dtype="str")
    exhibit = Exhibit(id="x", chapter="c", title="", kind="count", rows={"column": "kind"})
    estimates, _ = record_tables(exhibit, {"rows": ["b", "c"]}, records)
    shown = view(
        kind="count", statistic="share", counts="each", variables=(Item("kind", ""),), categories=(Item("b", "B"), Item("c", "C")),
        panels=(Panel("everyone", "", (Item(TOTAL, "Totalt"),)),),
    )  # fmt: skip
    evidence = evidence_from(shown, estimates, pd.DataFrame(columns=["groups"]), ())
    assert any(row[0] == "*Sum koder*" for row in grid_of(evidence).rows) == said
    assert ("flere koder" in note(evidence)) == said
    assert "1 er uten kode." in note(evidence)


def test_days_in_a_listing_stand_in_words():
    texts = ({"heading": "", "row": "1", "column": "due", "text": "2009-03-31"},)
    shown = view(statistic="text", variables=(Item("*", ""),), categories=(Item("due", "Frist"),))
    assert grid_of(Evidence(shown, {}, (), (), texts)).rows == (("31\\. mars 2009",),)  # or Markdown begins a list
