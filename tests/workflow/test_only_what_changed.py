"""After any edit, one `snakemake report` gives what a build from scratch gives, and writes only the chapters whose text can change.

An edit of the library writes all chapters where it changes what writing them can load, and none otherwise.

A text can change when what it is made of did: an exhibit it quotes has other numbers (of which it may print few), a figure it shows other
labels (of which its alt text names some, by their values), or its own words. A chapter that calls changes() waits for the claims of all
others, and is written when one of them is.

EVALREPORT_EDITS sets the number of edits (12), EVALREPORT_SEED which ones, EVALREPORT_FRESH after how many edits a build
from scratch is made to compare with (4).
"""

import os
import shutil
from pathlib import Path

from conftest import Workspace, copy_program
from edits import edits
from evalreport.project.open import load_project
from evalreport.provenance.fingerprints import Fingerprints

COUNT = int(os.environ.get("EVALREPORT_EDITS", "12"))
SEED = int(os.environ.get("EVALREPORT_SEED", "1"))
FRESH = int(os.environ.get("EVALREPORT_FRESH", "4"))


def differences(ours, fresh):
    """Results that are not what a build from scratch gives."""
    return sorted(name for name in {*ours, *fresh} if ours.get(name) != fresh.get(name))


def reached(work, exhibits):
    """Chapters that quote one of some exhibits, or tell what has changed in all others."""
    config = {"evaluation": work.evaluation, "edition": work.edition}
    shared = work.program / "report_templates" / "shared"
    project = load_project(config, work.folder / "config", work.folder / "report_templates", shared)
    quoting = {chapter.id for chapter in project.chapters if exhibits & set(project.quoted(chapter.id))}
    return quoting | {name for name, found in project.cited.items() if any(c.function == "changes" for c in found)}


def exhibits_of(results):
    """Exhibit files, and the numbers and labels that figures show, by name."""
    shown = (("/exhibits/", ""), ("/figures/", ".csv"))
    return {name: content for name, content in results.items() if any(a in name and name.endswith(b) for a, b in shown)}


def writing(work):
    """The fingerprint of writing chapters."""
    return repr(
        Fingerprints(work.program / "scripts", work.folder / ".snakemake/evalreport/tests.json")["write_chapter"]
    )


def one_edit(work, edit, rng):
    """Make an edit, build, and say what was wrong with what ran: (what was edited, complaint or "")."""
    before, numbers, program = work.texts(), exhibits_of(work.results()), writing(work)
    what = edit(rng, work)
    rewritten = set() if writing(work) == program else set(before)
    marks = work.chapters()
    run = work.snakemake()
    ran = sorted(name for name, mark in work.chapters().items() if marks.get(name) != mark)
    changed = sorted(name for name, text in work.texts().items() if before.get(name) != text)
    other = {Path(name).name.split(".")[0] for name in differences(numbers, exhibits_of(work.results()))}
    needless = sorted(set(ran) - set(changed) - reached(work, other) - rewritten)
    missed = sorted(set(changed) - set(ran))
    complaint = (
        f"{what}: chapters that ran for nothing {needless}, that did not run {missed}" if needless or missed else ""
    )
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
    built = Workspace(copy_program(tmp_path / "program"), built.folder)  # edits of the program are nobody else's
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
