"""The facts of the HUSK chapters against those read from the published report a second time, line by line."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "husk"
LINE = re.compile(r"\(linje (\d+)\)$")
SPELLED = {"1": ("one", "1 of"), "2": ("(to)",), "3": ("tre personer",), "4": ("four",), "5": ("of 5",)}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS = {row["id"]: row for row in rows(ROOT / "config/husk/facts.csv")}
READ = [*rows(GOLDEN / "p_programme_facts.csv"), *rows(GOLDEN / "p_project_counts_prose.csv")]
BY_LINE = {row["source_line"]: [r for r in READ if r["source_line"] == row["source_line"]] for row in READ}
PLACED = {
    name: BY_LINE[found[1]]
    for name, row in FACTS.items()
    if (found := LINE.search(row["source"])) and found[1] in BY_LINE
}


def test_most_facts_of_the_chapters_were_read_twice():
    assert len(PLACED) > 60


@pytest.mark.parametrize("name", sorted(PLACED))
def test_a_fact_is_what_stands_in_its_line(name):
    value = FACTS[name]["value"]
    said = " ".join(f"{row['row_label']} {row['note']}" for row in PLACED[name])
    assert value in {row["value"] for row in PLACED[name]} or any(word in said for word in SPELLED.get(value, ()))


def test_every_fact_has_a_source_and_is_used():
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "report_templates/husk").glob("*.jinja"))
    captions = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "config/husk/exhibits").glob("*.yaml"))
    assert [name for name, row in FACTS.items() if not row["source"]] == []
    assert [name for name in FACTS if f'fact("{name}")' not in templates + captions] == []


def test_the_evidence_table_has_both_kinds_of_data_for_every_question():
    template = (ROOT / "report_templates/husk/discussion.md.jinja").read_text(encoding="utf-8")
    table = template.split("::: {#tbl-evidence .exhibit}")[1].split("\n:::")[0]
    cells = [re.split(r"\s*\|\s*", line.strip("| ")) for line in table.splitlines() if line.startswith("| ")][1:]
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    assert pairs
    assert all(survey[0] for survey, _ in pairs)
    assert {(survey[1], other[0]) for survey, other in pairs} == {("Undersøkelsen", "Intervjuer og dokumenter")}
    assert {row[-1] for row in cells} <= {"Sterkt", "Middels", "Svakt", "Ikke belyst"}
