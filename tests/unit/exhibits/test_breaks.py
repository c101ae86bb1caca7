"""Breaks in a series: what can be compared, what is marked, what is refused, and what is not tested."""

import pandas as pd
import pytest
from evalreport.codebook.codebook import load_codebook
from evalreport.exhibits.answers.answers import panels_from
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.comparable import MARK, comparable
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.panels import panel_params
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.view import view_from
from evalreport.files.errors import BadInput

PLAN = """\
  - {id: by_year, title: {en: By year}, kind: mean, instrument: staff, variables: [satisfied], by: [year], test: t}
  - {id: battery, title: {en: Battery}, kind: mean, instrument: staff, variables: [satisfied, time], by: [year], test: t}
"""
CONTRAST = """\
  - {id: change, title: {en: Change}, kind: contrast, instrument: staff, variables: [satisfied], by: [year], design: whole,
     contrasts: [{id: later, label: {en: Later}, plus: [second], minus: [first]}]}
"""
DESIGN = "designs: {whole: {label: {en: persons}, instrument: staff, clusters: key}}\ngroupings:\n"


@pytest.fixture
def changed(small):
    """The evaluation in which the question on satisfaction was changed in 2009."""
    small.change("staff.csv", "map_2009,note", "map_2009,note,breaks,break_note_en")
    path = small.config / "small" / "codebook" / "staff.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = {"satisfied": ",2009,asked about the last month", "": ",,"}
    path.write_text(
        "\n".join([rows[0], *(row + cells.get(row.split(",")[0], ",,") for row in rows[1:])]) + "\n", encoding="utf-8"
    )
    small.change("exhibits/results.yaml", "exhibits:\n", "exhibits:\n" + PLAN)
    return small


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def evidence(small, name):
    project = small.project()
    exhibit, book = project.exhibits[name], project.codebooks["staff"]
    data = pd.DataFrame(
        {
            "wave": ["2008"] * 6 + ["2009"] * 6,
            "satisfied": [1, 2, 3, 2, 1, 2, 4, 5, 4, 5, 5, 4],
            "time": [1, 2, 3, 2, 1, 2, 4, 5, 4, 5, 5, 4],
        }
    )
    panels = panels_from(panel_params(exhibit, project.evaluation))
    estimates, tests = analyse(exhibit, data, book, panels)
    return evidence_from(view_from(project.views[name].to_dict()), estimates, tests, (0.05, 0.1))


def test_groups_of_one_stretch_are_comparable_and_others_are_not(changed):
    view = changed.project().views["by_year"]
    assert not comparable(view, "satisfied", "first", "second")
    assert comparable(view, "satisfied", "second")
    assert comparable(changed.project().views["barriers"], "time", "treated", "control")


def test_a_group_over_both_waves_mixes_two_questions(changed):
    view = changed.project().views["satisfaction"]  # by treated and control, both waves together
    assert not comparable(view, "satisfied", "treated")


def test_a_single_item_is_marked_at_the_groups_after_the_break_and_explained(changed):
    found = evidence(changed, "by_year")
    assert grid_of(found).head == ("", "2008", f"2009 {MARK}")
    assert (
        f"{MARK} Break in the series from 2009: asked about the last month. Numbers before and after it cannot be compared."
        in note(found)
    )


def test_of_several_items_the_changed_one_is_marked_and_named(changed):
    found = evidence(changed, "battery")
    labels = [row[0] for row in grid_of(found).rows]
    assert labels[0] == f"How satisfied are you? {MARK}" and MARK not in labels[1] and "*" in labels[1]
    assert "from 2009 for «How satisfied are you?»: asked about the last month" in note(found)


def test_no_test_is_made_across_a_break(changed):
    tests = {t["variable"]: t for t in evidence(changed, "battery").tests}
    assert tests["satisfied"]["reason"] == "break" and pd.isna(tests["satisfied"]["p"])
    assert tests["time"]["p"] < 0.05
    assert "Differences across the break are not tested." in note(evidence(changed, "battery"))


def test_a_test_across_a_break_is_made_where_the_plan_says_so(changed):
    changed.change(
        "exhibits/results.yaml", "variables: [satisfied, time],", "variables: [satisfied, time], across_break: true,"
    )
    found = evidence(changed, "battery")
    assert {t["reason"] for t in found.tests} == {""}
    assert MARK in note(found) and "not tested" not in note(found)


def test_nothing_is_marked_where_no_column_lies_beyond_the_break(changed):
    changed.change(
        "exhibits/results.yaml",
        "variables: [satisfied], by: [year],",
        "variables: [satisfied], by: [year], groups: [second],",
    )
    assert changed.project().views["by_year"].breaks == {}


def test_an_edition_without_the_later_wave_knows_of_no_break(changed):
    changed.change("evaluation.yaml", 'waves: {staff: ["2008", "2009"]}', 'waves: {staff: ["2008"]}')
    changed.change("methods.md.jinja", '"2009"', '"2008"')
    assert changed.project().views["by_year"].breaks == {}


def test_a_difference_in_prose_across_a_break_is_an_error(changed):
    changed.change("results.md.jinja", '{{ p("satisfaction") }}', '{{ diff("by_year", group="second", than="first") }}')
    text = message(changed)
    assert "diff('by_year'): satisfied was changed between these groups" in text
    assert "They cannot be compared (asked about the last month)" in text
    assert "results.md.jinja, line 6" in text


def test_a_verdict_in_prose_across_a_break_is_an_error(changed):
    changed.change("results.md.jinja", '{{ p("satisfaction") }}', '{{ significance("by_year", panel="year") }}')
    assert "significance('by_year'): satisfied was changed between these groups" in message(changed)


def test_a_planned_difference_across_a_break_needs_a_word(changed):
    changed.change("exhibits/results.yaml", "exhibits:\n", "exhibits:\n" + CONTRAST)
    changed.change("evaluation.yaml", "groupings:\n", DESIGN)
    text = message(changed)
    assert "later: satisfied was changed from 2009, and the difference is across that break" in text
    assert "across_break: true" in text
    changed.change("exhibits/results.yaml", "design: whole,", "design: whole, across_break: true,")
    view = changed.project().views["change"]
    assert view.breaks["satisfied"].reason == "asked about the last month"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (",2010,why", "row 4, column breaks: no wave '2010'. Did you mean '2009'"),
        (",2008,why", "row 4, column breaks: '2008' breaks nothing"),
        (",2009,", "row 4, column break_note_en: empty. Say what was changed"),
        (",,why", "row 4, column breaks: empty, but there is a note. Name the wave of the change"),
    ],
)
def test_slips_in_the_columns(changed, cells, expected):
    changed.change("staff.csv", ",2009,asked about the last month", cells)
    with pytest.raises(BadInput) as caught:
        load_codebook(changed.config / "small", "staff", "codebook/staff.csv", ["2008", "2009"], ["en"])
    assert expected in str(caught.value)


def test_a_question_first_asked_in_the_wave_of_the_break(changed):
    changed.change(
        "staff.csv",
        "Works at an office?,yesno,,,managers,,,,Q4,,,,",
        "Works at an office?,yesno,,,managers,,,,Q4,,,2009,new",
    )
    assert "row 7, column breaks: '2009' breaks nothing" in message(changed)
