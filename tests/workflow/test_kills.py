"""A run that is ended from outside, at any moment and in any way, leaves no half file, and the next run goes on to the same report.

EVALREPORT_KILLS sets the number of kills (5; 50 with EVALREPORT_SLOW=1), EVALREPORT_SEED which ones. Several are made on the way to one
report, so that they cost little more than it does.
"""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from conftest import UNFINISHED, Workspace

KILLS = int(os.environ.get("EVALREPORT_KILLS", "50" if os.environ.get("EVALREPORT_SLOW") == "1" else "5"))
SEED = int(os.environ.get("EVALREPORT_SEED", "1"))
A_REPORT = 5  # kills on the way to one report
LONGEST = 120  # seconds until a run has made something more, or its jobs have ended
# Ctrl-C, and what a system does: to the whole group, or to the engine alone, whose jobs may go on.
WAYS = ((signal.SIGINT, True), (signal.SIGKILL, True), (signal.SIGKILL, False), (signal.SIGTERM, True))


def files(work: Workspace) -> int:
    """How many files there are among the results."""
    return sum(path.is_file() for path in (work.folder / "results").rglob("*"))


def end(run: subprocess.Popen, how: signal.Signals, group: bool) -> None:
    """End a run, and wait until none of its jobs goes on."""
    (os.killpg if group else os.kill)(run.pid, how)
    run.wait(timeout=LONGEST)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(run.pid, signal.SIGKILL)


def killed(work: Workspace, rng: random.Random) -> str:
    """Start a run and end it when it has made some files more; how, or "" where it was done before."""
    more, (how, group) = rng.randrange(1, 16), rng.choice(WAYS)
    before, deadline = files(work), time.monotonic() + LONGEST
    run = work.start("report")
    while files(work) < before + more and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if run.poll() == 0:
        return ""
    end(run, how, group)
    return f"{how.name} to {'all' if group else 'the engine'} after {more} files"


def test_any_kill_and_again(tiny, finished, tmp_path: Path):
    rng, whole = random.Random(SEED), finished.results()
    done: list[str] = []
    for chain in range(-(-KILLS // A_REPORT)):
        work = tiny.copy_to(tmp_path / f"chain{chain}", results=False)
        for _ in range(min(A_REPORT, KILLS - len(done))):
            done.append(killed(work, rng))
            there = {name: content for name, content in work.results().items() if not UNFINISHED.search(name)}
            halves = [name for name, content in there.items() if whole.get(name) != content]
            assert not halves, f"not whole: {halves}, after {done}"
        locked = any((work.folder / ".snakemake/locks").glob("*.lock"))
        run = work.snakemake()
        assert ("its lock is taken away" in run.output) == locked, done
        assert work.results() == whole and work.unfinished() == [], done
    print(f"seed {SEED}: {done}")
    assert any(done), "no run was ended before it was done"
