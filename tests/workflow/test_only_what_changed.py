"""After any edits, one `snakemake report` gives what a build from scratch gives, and writes only the chapters whose text can change.

Edits are made in rounds, several before one build: the edits of authors, after which also what ran is looked at, and what is done to a
build besides (results deleted, memory lost, dates set back). The results of each round are held against all stages run from scratch in
one process (`stages.py`), and those of the last against a build by Snakemake. When a round is wrong, its edits are made again one by one
from where it began, to say which of them it was.

An edit of the library writes all chapters where it changes what writing them can load, and none otherwise.

A text can change when what it is made of did: an exhibit it quotes has other numbers (of which it may print few), a figure it shows other
labels (of which its alt text names some, by their values), or its own words. A chapter that calls changes() waits for the claims of all
others, and is written when one of them is.

EVALREPORT_EDITS sets the number of edits (30; 300 with EVALREPORT_SLOW=1), EVALREPORT_SEED which ones.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conftest import REPOSITORY, Workspace, copy_program
from edits import EDITS, Edit
from edits_of_results import TAMPERING
from evalreport.project.open import load_project
from evalreport.provenance.fingerprints import Fingerprints

COUNT = int(os.environ.get("EVALREPORT_EDITS", "300" if os.environ.get("EVALREPORT_SLOW") == "1" else "30"))
SEED = int(os.environ.get("EVALREPORT_SEED", "1"))
AT_ONCE = 8  # edits of authors in a round
BESIDES = 6  # of what is done besides
TESTS = REPOSITORY / "tests"


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


@dataclass(frozen=True)
class Drawn:
    """An edit with the seed of its own random numbers, so that it can be made again."""

    edit: Edit
    seed: float

    def make(self, work: Workspace) -> str:
        """Make it; what was done."""
        return self.edit(random.Random(self.seed), work)


def rounds(seed: int, count: int) -> list[tuple[bool, list[Drawn]]]:
    """(Whether they are edits of authors, the edits) of every round: each kind once in random order, then again."""
    rng = random.Random(seed)
    found: list[tuple[bool, list[Drawn]]] = []
    waiting: dict[bool, list[Edit]] = {True: [], False: []}
    while (left := count - sum(len(drawn) for _, drawn in found)) > 0:
        authors = len(found) % 4 != 1  # a quarter of the rounds, the second among them, is what is done besides
        drawn = []
        for _ in range(min(left, AT_ONCE if authors else BESIDES)):
            if not waiting[authors]:
                waiting[authors] = rng.sample(kinds := EDITS if authors else TAMPERING, len(kinds))
            drawn.append(Drawn(waiting[authors].pop(), rng.random()))
        found.append((authors, drawn))
    return found


def round_of(work: Workspace, drawn: Sequence[Drawn], authors: bool) -> tuple[list[str], list[str]]:
    """Make edits, build once, and say what was wrong with what ran: (what was done, complaints)."""
    before, numbers, program = work.texts(), exhibits_of(work.results()), writing(work)
    done = [each.make(work) for each in drawn]
    rewritten = set() if writing(work) == program else set(before)
    marks = work.chapters()
    run = work.snakemake()
    ran = sorted(name for name, mark in work.chapters().items() if marks.get(name) != mark)
    changed = sorted(name for name, text in work.texts().items() if before.get(name) != text)
    print(f"{run.jobs[0]:3} jobs {run.seconds:5.1f} s  {done}  {ran}")
    if not authors:
        return done, []
    other = {Path(name).name.split(".")[0] for name in differences(numbers, exhibits_of(work.results()))}
    needless = sorted(set(ran) - set(changed) - reached(work, other) - rewritten)
    missed = sorted(set(changed) - set(ran))
    wrong = f"chapters that ran for nothing {needless}, that did not run {missed}"
    return done, [wrong] if needless or missed else []


def stale_after(work, folder: Path) -> list[str]:
    """Results that a build from scratch of the same sources makes otherwise."""
    fresh = work.copy_to(folder, results=False)
    fresh.snakemake()
    stale = differences(work.results(), fresh.results())
    shutil.rmtree(folder)
    return stale


def stale_by_stages(work: Workspace, folder: Path) -> list[str]:
    """Results that the stages, run from scratch on the same sources with the same program, make otherwise."""
    fresh = work.copy_to(folder, results=False)
    paths = os.pathsep.join(map(str, (work.program / "scripts", TESTS)))
    command = [sys.executable, str(TESTS / "stages.py"), str(work.program)]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    stale = differences(work.results(), fresh.results())
    shutil.rmtree(folder)
    return stale


def one_round(work: Workspace, drawn: Sequence[Drawn], authors: bool, folder: Path) -> tuple[list[str], list[str]]:
    """Edits and one build: (what was done, everything that was wrong)."""
    done, wrong = round_of(work, drawn, authors)
    stale = stale_by_stages(work, folder / "stages")
    return done, [*wrong, *([f"not what a build from scratch gives: {stale}"] if stale else [])]


def kept(work: Workspace, folder: Path) -> Workspace:
    """A copy of the evaluation, its results and the program, from which a round can be made again."""
    return Workspace(shutil.copytree(work.program, folder / "program"), work.copy_to(folder / "work").folder)


def guilty(start: Workspace, drawn: Sequence[Drawn], authors: bool, folder: Path) -> list[str]:
    """What each edit of a round does wrong by itself."""
    found = []
    for number, each in enumerate(drawn):
        work = kept(start, folder / f"alone{number}")
        done, wrong = one_round(work, [each], authors, folder / f"alone{number}")
        found += [f"{done[0]}: {what}" for what in wrong]
    return found or ["none of them by itself"]


def test_any_edits_give_a_fresh_report_and_run_only_changed_chapters(built, tmp_path: Path):
    built = Workspace(copy_program(tmp_path / "program"), built.folder)  # edits of the program are nobody else's
    wrong: list[str] = []
    for number, (authors, drawn) in enumerate(rounds(SEED, COUNT), start=1):
        start = kept(built, tmp_path / f"start{number}")
        done, complaints = one_round(built, drawn, authors, tmp_path)
        if complaints:
            wrong += [f"after {done}: {complaints}", *guilty(start, drawn, authors, tmp_path / f"guilty{number}")]
        shutil.rmtree(tmp_path / f"start{number}")
    stale = stale_after(built, tmp_path / "fresh")
    assert not wrong and not stale, "\n".join([f"with EVALREPORT_SEED={SEED}:", *wrong, *stale])


def test_the_stages_in_one_process_make_what_the_workflow_makes(finished, tmp_path):
    """What the rounds are held against."""
    assert not stale_by_stages(finished, tmp_path / "stages")
