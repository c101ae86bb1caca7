"""How much an edit of the program reruns, over the project's own past commits: prints a Markdown table.

    python benchmarks/rerun_share.py             the commits of HEAD's history that change a script or the library
    python benchmarks/rerun_share.py --last 50   the last 50 of them

Nothing is built: for each commit and its parent, the fingerprint of every script is computed from the files as they are in git, and
a script counts as rerun when it differs. Jobs are weighed by how many a build of the evaluation has of each rule (--jobs, a file with
`rule count` on each line, as `snakemake -n --forceall report` prints them); without it every script counts once. What was before
is one fingerprint of the whole library: every job reran on any change of its bytes.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "scripts"))
from evalreport.provenance.fingerprints import Fingerprints  # noqa: E402

READ = ("scripts", "config/schemas", "report_templates/shared")
OUTSIDE = ("release_edition", "verify_release", "review", "review_gate", "review_word", "build_revision", "scaffold")


@dataclass(frozen=True)
class Commit:
    """What a commit reruns, as shares of the jobs."""

    name: str
    before: float
    now: float


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def commits() -> list[str]:
    """Commits with one parent that change a script or the library, the oldest first."""
    return git("rev-list", "--no-merges", "--reverse", "--min-parents=1", "HEAD", "--", "scripts").split()


def state(commit: str, remembered: Path) -> tuple[str, dict[str, str]]:
    """The library's own mark in git, and script -> fingerprint, of a commit."""
    folder = Path(tempfile.mkdtemp())
    try:
        there = [name for name in READ if git("ls-tree", commit, name)]
        archive = subprocess.run(["git", "archive", commit, *there], cwd=REPOSITORY, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
        found = Fingerprints(folder / "scripts", remembered)
        names = [name for name in found.scripts() if name not in OUTSIDE]
        return git("rev-parse", f"{commit}:scripts/evalreport"), {name: found[name].digest for name in names}
    finally:
        shutil.rmtree(folder)


def shares(wanted: list[str], jobs: dict[str, int]) -> Iterator[Commit]:
    """What each commit reruns of the scripts that were there before it."""
    with tempfile.TemporaryDirectory() as folder:
        remembered = Path(folder) / "sources.json"
        for commit in wanted:
            (library, old), (new_library, new) = state(f"{commit}^", remembered), state(commit, remembered)
            weight = {name: jobs.get(name, 0) if jobs else 1 for name in old}
            total = sum(weight.values())
            if not total:
                continue
            rerun = sum(weight[name] for name in old if new.get(name) != old[name])
            edited = git("diff", "--name-only", f"{commit}^", commit, "--", "scripts/*.py").split()
            scripts = {Path(name).stem for name in edited if Path(name).parts[:-1] == ("scripts",)}
            before = total if library != new_library else sum(weight[name] for name in old if name in scripts)
            yield Commit(commit, before / total, rerun / total)


def counts_of(path: Path, scripts: set[str]) -> dict[str, int]:
    """Script -> its jobs, from lines `rule count`; a rule that stands for several has its script's name as beginning."""
    found: dict[str, int] = {}
    for rule, count in (line.split()[:2] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()):
        script = next((name for name in sorted(scripts, key=len, reverse=True) if rule.startswith(name)), None)
        script = script or {"analyse": "analyse_chapter", "protect": "protect_chapter", "read": "read_records"}.get(
            rule.split("_")[0]
        )
        if script:
            found[script] = found.get(script, 0) + int(count)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--last", type=int, default=0, help="only so many commits")
    parser.add_argument("--jobs", type=Path, help="file with lines `rule count`")
    asked = parser.parse_args()
    scripts = {path.stem for path in (REPOSITORY / "scripts").glob("*.py")}
    wanted = commits()[-asked.last :] if asked.last else commits()
    found = list(shares(wanted, counts_of(asked.jobs, scripts) if asked.jobs else {}))
    before, now = (sum(each) / len(found) for each in ([c.before for c in found], [c.now for c in found]))
    print(
        "| over commits that edit the program | one fingerprint of the library | fingerprints that follow the imports |"
    )
    print("| --- | --- | --- |")
    print(f"| mean share of jobs rerun, {len(found)} commits | {before:.0%} | {now:.0%} |")
    for most in (0.0, 0.25, 0.5):
        rows = [sum(share <= most for share in each) for each in ([c.before for c in found], [c.now for c in found])]
        print(f"| commits that rerun {'nothing' if not most else f'at most {most:.0%}'} | {rows[0]} | {rows[1]} |")


if __name__ == "__main__":
    main()
