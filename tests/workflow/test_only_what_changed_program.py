"""Edits of the program rerun what can load them; where it lies changes nothing; what a fingerprint does not hold fails the job."""

import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import Workspace, copy_program, edit
from evalreport.provenance.fingerprints import Fingerprints

RULE = re.compile(r"^(\w+) +\d+$", re.MULTILINE)


@pytest.fixture
def own(built, tmp_path) -> Workspace:
    """The tiny evaluation, built, and a copy of the program that was not where it was built with."""
    return Workspace(copy_program(tmp_path / "program"), built.folder)


def planned(work: Workspace) -> set[str]:
    """The rules that a run would run, without the target."""
    return set(RULE.findall(work.snakemake("--dry-run", "report").output)) - {"report", "total"}


def modules(work: Workspace) -> list[Path]:
    return sorted((work.program / "scripts").rglob("*.py"))


def test_docstrings_comments_and_layout_rerun_nothing_wherever_the_program_lies(own):
    for path in modules(own):
        text = path.read_text(encoding="utf-8")
        path.write_text('"""Other words.\n\n' + text[3:] + "\n\n# And a comment.\n", encoding="utf-8")
    assert not planned(own)


def test_a_module_of_the_figures_reruns_the_figures_and_what_they_stand_in(own):
    fingerprints = Fingerprints(own.program / "scripts", None)
    # Word draws some figures itself, from the same plan; the other outputs are made on request.
    follow = {"draw_figures", "assemble_docx", "assemble_pdf", "gather_blocks", "write_output"}
    drawing = set(fingerprints.loaded("draw_figures"))
    drawing -= {name for script in set(fingerprints.scripts()) - follow for name in fingerprints.loaded(script)}
    assert len(drawing) > 5, "modules that only draw"
    for name in drawing:
        path = own.program / "scripts" / f"{name.replace('.', '/')}.py"
        path.write_text(path.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")
    rules = planned(own)
    assert {rule for rule in rules if not rule.startswith("draw_figures")} == {"assemble_docx", "assemble_pdf"}
    assert any(rule.startswith("draw_figures") for rule in rules)


def test_a_script_with_an_older_date_is_another_script(own):
    path = own.program / "scripts/collect_claims.py"
    edit(path, "def collect_claims(", "EDITED = 1\n\n\ndef collect_claims(")
    shutil.copystat(own.program / "Snakefile", path)
    assert "collect_claims" in planned(own)


def test_everything_moved_reruns_nothing(own, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    moved = tmp_path / "elsewhere" / "work"
    own.folder.rename(moved)
    own.program.rename(tmp_path / "elsewhere" / "program")
    assert not planned(Workspace(tmp_path / "elsewhere" / "program", moved))


# Records are cited in the style of the CSL file: their chapters wait for them, and the reports for the chapters.
@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("fonts/OpenSans-Regular.ttf", "assemble_pdf"),
        ("report.typ", "assemble_pdf"),
        ("csl/apa.csl", "read_reports"),
    ],
)
def test_a_file_of_the_design_with_an_older_date_is_another_file(own, name, first):
    shared = own.program / "report_templates/shared"
    old = (shared / name).stat()
    (shared / name).write_bytes((shared / name).read_bytes() + b"\n")
    os.utime(shared / name, ns=(old.st_atime_ns, old.st_mtime_ns - 10**15))
    assert first in planned(own)


def test_a_module_that_the_fingerprint_does_not_hold_fails_the_job(own):
    """Loaded so that no syntax tree shows it."""
    hidden = 'vars(__import__("importlib"))["import_" + "module"]("evalreport.figures." + "alttext")'
    path = own.program / "scripts/collect_claims.py"
    text = path.read_text(encoding="utf-8")
    line = re.search(r"^( +)with job\(snakemake\):\n", text, re.MULTILINE)
    path.write_text(text.replace(line[0], f"{line[0]}{line[1]}    {hidden}\n"), encoding="utf-8")
    run = own.snakemake("report", good=False)
    assert "The job loads evalreport.figures, of which its rule's fingerprint knows nothing" in run.output
    assert "Traceback" not in run.output.split("The job loads")[1]
