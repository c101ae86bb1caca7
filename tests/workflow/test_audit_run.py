"""The audit in a whole build: our own tables in every build, tables brought along, and a final edition that stops."""

import csv
import re
import shutil

from conftest import Workspace, edit
from test_claims_run import make_final

TABLE = "table_id;row_label;col_label;statistic;value\ng;Women;2008;pct;76,7\ng;Men;2008;pct;23,3\ng;N;2008;n;171\n"


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_tables_brought_along(tiny):
    folder = tiny.folder / "my_tables"
    folder.mkdir()
    (folder / "g.csv").write_text(TABLE, encoding="utf-8")
    tiny.snakemake("audit", "--config", "tables=my_tables/*.csv")
    found = tiny.build / "audit" / "tables"
    assert [row["grade"] for row in rows(found / "findings.csv")] == ["proven"]
    assert "131/171 = 76.6" in (found / "audit.html").read_text(encoding="utf-8") and (found / "audit.docx").is_file()
    run = tiny.snakemake("audit", "--config", "tables=nowhere/*.csv", good=False)
    assert "no file is called nowhere/*.csv" in run.output and "Traceback" not in run.output
    run = tiny.snakemake("audit", good=False)
    assert "no published tables to audit" in run.output and "--config tables=" in run.output


def test_our_own_tables_hold_and_a_final_edition_waits_for_them(tiny):
    make_final(tiny)
    tiny.snakemake("report")
    assert not [row for row in rows(tiny.build / "audit" / "own.csv") if row["grade"] == "proven"]
    assert (tiny.build / "audit" / "own.txt").read_text(encoding="utf-8").startswith("Findings: 0 proven")
    assert "## Audit of our own tables" in (tiny.build / "summary.md").read_text(encoding="utf-8")


def test_a_final_edition_with_a_number_that_cannot_be_right_stops_and_the_earlier_report_stays(built, tmp_path):
    """The program itself is broken here: it rounds every number up."""
    program = shutil.copytree(built.program, tmp_path / "program")
    edit(program / "scripts/evalreport/words/numbers.py", "rounding=ROUND_HALF_UP", "rounding='ROUND_UP'")
    broken = Workspace(program, built.folder)
    make_final(broken)
    earlier = {name: (built.build / name).read_bytes() for name in ("report.docx", "report.pdf")}
    (built.build / "audit" / "own.csv").unlink()
    run = broken.snakemake(
        "--rerun-triggers", "mtime", "input", "--", "report", good=False
    )  # not all again for a new program
    said, _, _ = run.output.partition("Logfile ")  # the log of the job that stopped repeats it
    proven = [row for row in rows(built.build / "audit" / "own.csv") if row["grade"] == "proven"]
    assert proven and all(row["statement"] in said and row["arithmetic"] in said for row in proven), run.output
    assert said.count(" problems in the input:") == 1 and re.findall(
        r"^Stopped: (.*?)(?: \(log|$)", said, re.MULTILINE
    ) == ["Checking that the audit proves no number of the report wrong"]
    assert "A printed number of the report is wrong" in said and "Traceback" not in run.output
    assert earlier == {name: (built.build / name).read_bytes() for name in earlier}
    assert not (built.build / "audit" / "own.txt").exists() and not built.unfinished()
