"""Coverage: which unit has reported on what in which year; counts, words in the cells, remarks in the note."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from evalreport.evaluation.load import load_evaluation
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import exhibit_problems
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.records.numbers import record_tables
from evalreport.exhibits.registry import KINDS

TINY = Path(__file__).parents[3] / "data" / "tiny" / "config"
NONE = pd.DataFrame(columns=["variable", "groups", "test", "p"])
RECORDS = pd.DataFrame(
    [
        ("northby_2023", "report", "filled", ""),
        ("northby_2023", "activities", "filled", ""),
        ("northby_2023", "money", "filled", "The sum is *not* right.\nA row is empty."),
        ("northby_2025", "report", "filled", ""),
        ("northby_2025", "activities", "empty", ""),
        ("northby_2025", "money", "left_out", ""),
        ("southwell_2023", "report", "no_report", ""),
        ("southwell_2023", "activities", "no_report", ""),
        ("southwell_2023", "money", "no_report", ""),
        ("southwell_2025", "report", "filled", ""),
        ("southwell_2025", "activities", "filled", "Odd."),
        ("southwell_2025", "money", "filled", ""),
    ],
    columns=["report", "field", "status", "remarks"],
    dtype="str",
).assign(town=lambda table: table["report"].str[:-5], year=lambda table: table["report"].str[-4:])


@pytest.fixture(scope="module")
def evaluation():
    return load_evaluation(TINY, "tiny")


def exhibit(**keys):
    return Exhibit(id="x", chapter="c", title="", kind="coverage", records="reports.coverage", **keys)


def evidence(evaluation, **keys):
    plan = exhibit(**keys)
    estimates, texts = record_tables(plan, KINDS[plan.kind].inputs(plan, Ground(evaluation, {})), RECORDS)
    return evidence_from(KINDS[plan.kind].view(plan, Ground(evaluation, {})), estimates, NONE, (0.05,), texts)


def test_a_cell_a_report_and_how_many_have_filled_it_in(evaluation):
    grid = grid_of(evidence(evaluation))
    assert grid.over == ("", "Northby", "Northby", "Southwell", "Southwell", "")
    assert grid.head == ("", "2023", "2025", "2023", "2025", "Filled in")
    assert grid.rows == (
        ("Report handed in", "yes", "yes", "–", "yes", "3 of 4"),
        ("Activities", "yes", "empty", "–", r"yes\*", "2 of 4"),
        ("Money", r"yes\*", "left out", "–", "yes", "2 of 4"),
    )


def test_the_note_explains_the_words_and_names_the_remarks_by_report(evaluation):
    key, first, second = note(evidence(evaluation)).split("\n\n")
    assert key.startswith("yes = filled in; empty = ") and key.endswith("* = see the remarks.")
    assert first == "Northby 2023. Money: The sum is *not* right. A row is empty."
    assert second == "Southwell 2025. Activities: Odd."


def test_only_what_is_shown_is_explained(evaluation):
    said = note(evidence(evaluation, where={"year": ("2023",), "town": ("northby",), "field": ("report",)}))
    assert said == "yes = filled in."


def test_numbers_for_the_text(evaluation):
    found = evidence(evaluation)
    assert found.base("money", "total") == 4
    assert found.cell("money", "filled", "total")["n"] == 2
    assert found.value("money", "filled", "total") == 0.5
    assert found.cell("activities", "empty", "northby_2025")["n"] == 1
    for field in ("report", "activities", "money"):  # the statuses part the reports
        parts = [found.cell(field, status.id, "total")["n"] for status in found.view.categories]
        assert sum(parts) == 4


def test_a_plan_that_names_what_is_not_there(evaluation):
    def told(**keys):
        plan = replace(exhibit(), **keys)
        return [str(problem) for problem in exhibit_problems(evaluation, plan, {}, "plan.yaml")]

    assert told() == []
    assert "Write <name>.coverage" in told(records="reports.money")[0]
    assert "Write <name>.coverage" in told(records="measures.rows")[0]
    assert "Did you mean 'money'?" in told(where={"field": ("monney",)})[0]
    assert "where: 'status' in kind coverage" in told(where={"status": ("empty",)})[0]
    assert "kind coverage as bars. Choose display: table" in told(display="bars")[0]
    assert "`order` in an exhibit of kind coverage" in told(order=("year",))[0]
