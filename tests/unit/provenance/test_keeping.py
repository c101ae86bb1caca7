"""Around a run: its lock, what cannot be written, and what nothing makes any more."""

import subprocess
import sys
from pathlib import Path

import pytest
from evalreport.provenance import keeping
from evalreport.provenance.keeping import (
    give_back_lock,
    hold,
    left_over_line,
    left_overs,
    open_elsewhere,
    protected_results,
    remove_unfinished,
)

SCRIPTS = Path(keeping.__file__).parents[2]


@pytest.fixture(autouse=True)
def released():
    yield
    while keeping._HELD:
        keeping._HELD.pop().close()


def holder(engine: Path, shared: bool) -> subprocess.Popen:
    """Another process that holds the lock until it is killed."""
    code = (
        f"import sys, time; sys.path.insert(0, {str(SCRIPTS)!r})\n"
        "from pathlib import Path\nfrom evalreport.provenance.keeping import hold\n"
        f"print(hold(Path({str(engine)!r}), shared={shared}), flush=True); time.sleep(60)"
    )
    found = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert found.stdout.readline() == "True\n"
    return found


@pytest.mark.parametrize("shared", [False, True])
def test_a_lock_is_held_by_one_run_and_given_back_when_it_is_killed(tmp_path, shared):
    other = holder(tmp_path, shared)
    try:
        assert not hold(tmp_path)
    finally:
        other.kill()
        other.wait()
    released_first = list(keeping._HELD)
    for each in released_first:
        each.close()
    keeping._HELD.clear()
    assert hold(tmp_path)


def test_jobs_of_one_run_share_theirs(tmp_path):
    other = holder(tmp_path, True)
    try:
        assert hold(tmp_path, shared=True)
    finally:
        other.kill()
        other.wait()


def test_the_engines_lock_is_taken_away_with_a_word(tmp_path):
    assert give_back_lock(tmp_path) == []
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks/0.input.lock").write_text("a\n")
    assert "its lock is taken away" in give_back_lock(tmp_path)[0]
    assert not list((tmp_path / "locks").iterdir())


def test_a_report_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "second").mkdir()
    for name in ("report.docx", "report.pdf"):
        (tmp_path / "second" / name).write_text("x")
    assert protected_results(tmp_path) == []
    monkeypatch.setattr(keeping.os, "access", lambda path, mode: path.suffix != ".docx")
    assert protected_results(tmp_path) == [(tmp_path / "second/report.docx").as_posix()]


@pytest.mark.parametrize("owner", ["~$report.docx", "~$port.docx", ".~lock.report.docx#"])
def test_a_report_that_is_open_in_another_program_is_named(tmp_path, owner):
    (tmp_path / "second").mkdir()
    (tmp_path / "second/report.docx").write_text("x")
    assert open_elsewhere(tmp_path) == []
    (tmp_path / "second" / owner).write_text("x")
    (said,) = open_elsewhere(tmp_path)
    assert said.startswith((tmp_path / "second/report.docx").as_posix()) and "close it" in said


def test_what_a_killed_job_was_writing_is_removed(tmp_path):
    for name in (
        "confidential/clean/.pupils.123.part.parquet",
        "second/.report.9.part.docx",
        "second/report.docx",
        "second/part.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    remove_unfinished(tmp_path)
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["part.csv", "report.docx"]


def test_left_overs(tmp_path):
    root = tmp_path / "results/x"
    files = (
        "confidential/clean/a.parquet",
        "confidential/clean/old.parquet",
        "confidential/records/a/rows.csv",
        "confidential/records/old/rows.csv",
        "confidential/records_nb/old/rows.csv",
        "confidential/second/analyse/b.csv",
        "confidential/second/logs/old.log",
        "confidential/logs/old.log",
        "confidential/set_aside/second/x.csv",
        "blank_forms/a.docx",
        "second/figures/b.svg",
        "second/figures/old.svg",
        "first/report.docx",
        "confidential/second/masks/b.mask.csv",
        "confidential/second/masks/old.mask.csv",
        "confidential/first/register.csv",
    )
    for name in (
        *files,
        "gone/report.docx",
        "confidential/gone/register.csv",
        "second/review/review.html",
        "clean/a.parquet",
        "made.json",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    found = list(left_overs(root, "second", ["first", "second"], lambda path: "old" not in path))
    assert [each.removeprefix(f"{root.as_posix()}/") for each in found] == [
        "clean/",
        "gone/",
        "confidential/gone/",
        "second/figures/old.svg",
        "confidential/clean/old.parquet",
        "confidential/records/old/rows.csv",
        "confidential/second/masks/old.mask.csv",
    ]
    assert left_over_line([]) == ""
    assert left_over_line([str(number) for number in range(7)]).endswith(": 0, 1, 2, 3, 4 and 2 more")
