"""The reconstructed annual reports: the same bytes on every run, and everything planted in them is found, nothing else."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from evalreport.records.readers import annual_reports

ROOT = Path(__file__).resolve().parents[2]
DATA, CONFIG = ROOT / "data" / "husk", ROOT / "config" / "husk"
SETTINGS = {
    "reader": "annual_reports",
    "folder": "annual_reports",
    "form": "records/annual_report.yaml",
    "aliases": "records/annual_report_aliases.csv",
    "units": {"column": "region", "codes": "region"},
    "years": ["2008", "2009"],
    "skip_lines": [r"\s*Side \d+ av \d+"],
}


@pytest.fixture(scope="module")
def tables():
    return annual_reports.read(annual_reports.prepared(SETTINGS, CONFIG), DATA, CONFIG, "nb")


def test_generator_writes_the_committed_bytes(tmp_path):
    command = [sys.executable, str(DATA / "generate" / "annual_reports.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    written = {path.name: path.read_bytes() for path in (tmp_path / "annual_reports").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (DATA / "annual_reports").iterdir()}


def test_seven_of_eight_reports_of_four_kinds(tables):
    kinds = tables["reports"].set_index("report")["kind"].to_dict()
    assert kinds == {
        "oslo_2008": "text",
        "oslo_2009": "form",
        "agder_2008": "form",
        "agder_2009": "form",
        "midt_norge_2008": "pdf",
        "stavanger_2008": "document",
        "stavanger_2009": "form",
    }


def test_what_is_planted_is_found_and_nothing_else(tables):
    found = tables["findings"]
    counted = Counter(found["kind"])
    assert counted == {
        "misread_word": 14,
        "alias_used": 20,
        "no_report": 1,
        "empty_field": 1,
        "empty_row": 1,
        "left_out": 5,
        "sum_differs": 1,
        "unreadable_date": 1,
        "unknown_name": 1,
        "unknown_heading": 1,
        "missing_column": 3,
    }
    one = {row.kind: row for row in found.itertuples() if counted[row.kind] == 1}
    assert one["no_report"].report == "midt_norge_2009"
    assert (one["empty_field"].report, one["empty_field"].field) == ("agder_2008", "target_group")
    assert (one["sum_differs"].report, one["sum_differs"].found, one["sum_differs"].expected) == (
        "stavanger_2009",
        "2340000",
        "2430000",
    )
    assert one["unreadable_date"].found == "vår 2010"
    assert one["unknown_name"].found == "Månedlige drøftingsmøter"


def test_every_row_the_reports_were_made_of_is_read(tables):
    """Counted from what the generator is told to write, without the reader."""
    reports = yaml.safe_load((DATA / "generate" / "annual_reports.yaml").read_text(encoding="utf-8"))
    titles = {"Budsjett og regnskap": "money", "Regnskap": "money", "Deltakere": "participants"}
    titles |= {"Delprosjekter": "subprojects", "Delprosjektene": "subprojects", "Formidling": "dissemination"}
    titles |= {
        "Publisert": "dissemination",
        "Milepæler": "milestones",
        "Milepæler, risiko og suksessfaktorer": "milestones",
    }
    wanted = Counter()
    for name, content in reports.items():
        for heading, rows in (content.get("sections") or content).items():
            table = titles.get(heading, heading)
            if name != "misread" and table in titles.values() and rows:
                body = rows if content["made_as"] == "form" else rows[1:]
                wanted[name, table] += sum(row[0] not in ("Sum", "I alt") for row in body)
    read = Counter((row.report, table) for table in set(titles.values()) for row in tables[table].itertuples())
    assert read == wanted and len(wanted) == 33


def test_amounts_of_all_kinds_of_reports_add_up(tables):
    spent = tables["money"].assign(spent=tables["money"]["spent"].astype(int)).groupby("report")["spent"].sum()
    assert spent.to_dict() == {
        "oslo_2008": 2438250,
        "oslo_2009": 2487400,
        "agder_2008": 2256800,
        "agder_2009": 2328300,
        "midt_norge_2008": 2509500,
        "stavanger_2008": 2152450,
        "stavanger_2009": 2388400,
    }


def test_a_project_keeps_its_identity_under_its_names(tables):
    names = tables["subprojects"].groupby("project_id")["project"].agg(lambda found: sorted(set(found)))
    assert names["O3"] == ["Jobbkafe", "Jobbkafé"]
    assert names["O2"] == ["HUSK tiltakskjeden", "Styrking av tiltakskjeden"]
    assert names[""] == ["Månedlige drøftingsmøter"]


def test_misread_words_without_an_alias_stay_as_they_are(tables):
    texts = tables["sections"][tables["sections"]["report"] == "oslo_2008"]["text"]
    assert any("tiltak a velge mellom" in text for text in texts)  # å read as a: nobody may guess
