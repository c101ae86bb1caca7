"""Plans of milestones: the rule of the status, and what is doubtful is named with its place."""

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.readers import milestones

COLUMNS = {"number": "MP", "description": "Hva", "due": "Frist", "done": "Gjort"}
LABELS = "code,label_nb\n" + "".join(f"{code},{code}\n" for code in milestones.STATUSES)
PLAN = """MP,Hva,Frist,Gjort
2006,,,
1.,A,27.03.06,22.03.06
2,B,25.08.06,28.08.06
2,C,05.12.06,"04.12.06
21.12.06"
3,D,11.12.06,
,E,12.12.06,12.12.06
2007:,,,
4,F,16.-17.04.,17.04.07
5,G,21.-23.05.,Uke 22-24.
6,H,31.08.07,avlyst
7,I,snart,06.09.07
8,J,06.01.08,
"""


@pytest.fixture
def read(tmp_path):
    def reader(plan=PLAN, labels=LABELS, **settings):
        (tmp_path / "plan.csv").write_text(plan, encoding="utf-8")
        (tmp_path / "codes").mkdir(exist_ok=True)
        (tmp_path / "codes" / "status.csv").write_text(labels, encoding="utf-8")
        (tmp_path / "codes" / "year.csv").write_text("code,label_nb\n2006,2006\n", encoding="utf-8")
        keys = {"files": [{"file": "plan.csv"}], "columns": COLUMNS, "codes": "status", "status_date": "2007-12-01"}
        return milestones.read(keys | settings, tmp_path, tmp_path, "nb")

    return reader


def test_status_and_days(read):
    rows = read()["rows"]
    found = dict(zip(rows["description"], zip(rows["status"], rows["days"], strict=True), strict=True))
    assert found == {
        "A": ("early", "-5"),
        "B": ("late", "3"),
        "C": ("unknown", ""),
        "D": ("unknown", ""),
        "E": ("on_time", "0"),
        "F": ("on_time", "0"),
        "G": ("late", "5"),
        "H": ("cancelled", ""),
        "I": ("unknown", ""),
        "J": ("pending", ""),
    }


def test_dates_are_kept_as_written_beside_their_interval(read):
    row = read()["rows"].set_index("description").loc["F"]
    assert row[["due", "due_first", "due_last", "due_precision"]].tolist() == [
        "16.-17.04.", "2007-04-16", "2007-04-17", "days",
    ]  # fmt: skip
    assert (row["section"], row["source_place"], row["number"]) == ("2007", "row 9", "4")


def test_what_is_doubtful_is_named(read):
    found = read()["findings"]
    assert list(zip(found["kind"], found["subject"], found["source_place"], strict=True)) == [
        ("several_dates", "2 C", "row 5"),
        ("no_completion", "3 D", "row 6"),
        ("no_number", "E", "row 7"),
        ("unreadable_date", "7 I", "row 12"),
        ("other_year", "8 J", "row 13"),
        ("number_twice", "2 C", "row 5"),
    ]
    assert found["found"].iloc[-1] == "2 B"
    assert found["expected"].str.len().min() > 5


def test_without_the_day_of_the_plan_nothing_is_pending(read):
    rows = read(status_date="2009-01-01")["rows"]
    assert "pending" not in set(rows["status"])


def test_words_for_cancelled_can_be_chosen(read):
    rows = read(PLAN.replace("avlyst", "droppet"), cancelled=["Droppet"])["rows"]
    assert rows.set_index("description").loc["H", "status"] == "cancelled"


def test_problems_are_told_together(read):
    with pytest.raises(BadInput) as told:
        read(labels=LABELS.replace("late,", "lat,"), sections="year")
    assert {(p.place, p.found) for p in told.value.problems} == {
        ("code", "'lat' is no status"),
        ("code", "'late' is missing"),
        *((f"row {n}", "unknown section '2007'") for n in range(9, 14)),
    }
