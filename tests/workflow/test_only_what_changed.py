"""After any edit, one `snakemake report` gives what a build from scratch gives, and writes only the chapters that change.

EVALREPORT_EDITS sets the number of edits (12), EVALREPORT_SEED which ones, EVALREPORT_FRESH after how many edits a build
from scratch is made to compare with (4).
"""

import os
import shutil
from pathlib import Path

from edits import edits

COUNT = int(os.environ.get("EVALREPORT_EDITS", "12"))
SEED = int(os.environ.get("EVALREPORT_SEED", "1"))
FRESH = int(os.environ.get("EVALREPORT_FRESH", "4"))


def differences(ours, fresh):
    """Results that are not what a build from scratch gives."""
    return sorted(name for name in {*ours, *fresh} if ours.get(name) != fresh.get(name))


def one_edit(work, edit, rng):
    """Make an edit, build, and say what was wrong with what ran: (what was edited, complaint or "")."""
    before = work.texts()
    what = edit(rng, work)
    marks = work.chapters()
    run = work.snakemake()
    ran = sorted(name for name, mark in work.chapters().items() if marks.get(name) != mark)
    changed = sorted(name for name, text in work.texts().items() if before.get(name) != text)
    complaint = "" if ran == changed else f"{what}: chapters that ran {ran}, chapters whose text changed {changed}"
    print(f"{run.jobs[0]:3} jobs {run.seconds:5.1f} s  {what}  {ran}")
    return what, complaint


def stale_after(work, folder: Path) -> list[str]:
    """Results that a build from scratch of the same sources makes otherwise."""
    fresh = work.copy_to(folder, results=False)
    fresh.snakemake()
    stale = differences(work.results(), fresh.results())
    shutil.rmtree(folder)
    return stale


def test_any_edit_gives_a_fresh_report_and_runs_only_changed_chapters(built, tmp_path: Path):
    wrong: list[str] = []
    since: list[str] = []
    for number, (edit, rng) in enumerate(edits(SEED, COUNT), start=1):
        what, complaint = one_edit(built, edit, rng)
        since.append(what)
        wrong += [complaint] if complaint else []
        if number % FRESH == 0 or number == COUNT:
            stale = stale_after(built, tmp_path / "fresh")
            wrong += [f"not what a build from scratch gives: {stale}, after {since}"] if stale else []
            since = []
    assert not wrong, "\n".join([f"with EVALREPORT_SEED={SEED}:", *wrong])
