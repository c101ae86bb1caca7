"""The demonstration's plan, publications and budget: what was counted by hand in the sources comes out of the readers."""

import re
from collections import Counter
from pathlib import Path

import pytest
from evalreport.evaluation.load import load_evaluation
from evalreport.records.registry import tables_of

ROOT = Path(__file__).parents[3]
EXACT = re.compile(r"\d\d\.\d\d\.\d\d\|?")
# Counted by hand over the dates that are written in full; the rest is read by the rules for other ways of writing.
BY_HAND = {
    "2006": {"on_time": 17, "late": 4, "early": 3, "other": 2, "blank": 1},
    "2007": {"on_time": 19, "late": 6, "early": 1, "other": 11, "cancelled": 3},
    "2008": {"on_time": 17, "late": 2, "early": 1, "other": 8},
    "2009": {"blank": 18},
    "2010": {"blank": 1},
}
LATE = {9: 3, 10: 3, 11: 4, 16: 22, 30: 2, 38: 40, 40: 5, 42: 21, 50: 21, 53: 1, 71: 28, 91: 24}
EARLY = {2: -5, 15: -3, 17: -50, 47: -3, 90: -17}
IN_WORDS = {45: 3, 48: 5}  # `03.-04.05.07` done 07.05.07; 21.-23.05. done in weeks 22 to 24


@pytest.fixture(scope="module")
def tables():
    evaluation = load_evaluation(ROOT / "config", "husk")
    wanted = ("milestones", "publications", "budget", "dissemination")
    data = ROOT / "data" / "husk"
    return {
        name: tables_of(evaluation.records[name].settings, data, evaluation.folder, evaluation.language)
        for name in wanted
    }


def _kind(row):
    if row.status == "cancelled":
        return "cancelled"
    if not row.done:
        return "blank"
    return row.status if EXACT.fullmatch(row.due) and EXACT.fullmatch(row.done) else "other"


def test_milestones_written_in_full_have_the_status_counted_by_hand(tables):
    rows = tables["milestones"]["rows"]
    found = {year: dict(Counter(_kind(row) for row in part.itertuples())) for year, part in rows.groupby("section")}
    assert found == BY_HAND


def test_days_late_and_early(tables):
    rows = tables["milestones"]["rows"].query("status in ['late', 'early']")
    found = {int(number): int(days) for number, days in zip(rows["number"], rows["days"], strict=True)}
    assert found == LATE | EARLY | IN_WORDS


def test_every_date_of_the_plan_is_read(tables):
    rows, findings = tables["milestones"]["rows"], tables["milestones"]["findings"]
    assert (rows["due_first"] != "").all()
    assert Counter(findings["kind"]) == {"several_dates": 2, "no_completion": 1, "no_number": 1, "number_twice": 1}
    assert set(rows.query("status == 'cancelled'")["number"]) == {"54", "64", "65"}


def test_the_list_of_publications_by_region(tables):
    rows = tables["publications"]["rows"]
    counts = Counter(zip(rows["region"], rows["kind"], strict=True))
    assert (counts["agder", "report"], counts["agder", "book"]) == (6, 2)
    assert counts["midt_norge", "thesis"] == 6  # five masters and the dissertation, all NTNU
    assert counts["oslo", "thesis"] == 4
    assert (rows["region"] == "").sum() == 4
    assert set(tables["publications"]["findings"]["kind"]) == {"uncoded"}
    assert rows["reference"].str.contains("2009b").any()


def test_the_budget_adds_up(tables):
    rows = tables["budget"]["rows"]
    assert rows["budget"].tolist() == ["900000", "8500000", "3655000", "13055000"]
    assert tables["budget"]["findings"].empty
