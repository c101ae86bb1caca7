"""The report of a git revision, built from its own files in a folder that is removed again, and kept as a release."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

from evalreport.files.errors import Stopped
from evalreport.files.writing import write_private, write_text
from evalreport.programs.git import NoGit, git
from evalreport.releases.releases import FOLDER, INDEX, edition_of, revisions, to_json
from evalreport.releases.revisions import SHORT, not_in_git
from evalreport.releases.row_digests import KEY_FILE, keep_key, read_key
from evalreport.releases.signoff import is_signoff
from evalreport.releases.snapshots import LOCK, packages

TAIL = 30  # lines of a failed build that a message shows
_LOGS = re.compile(
    r"^Logfile .*:\n=+\n(.*?)\n=+$", re.MULTILINE | re.DOTALL
)  # as Snakemake prints them with --show-failed-logs
TODAYS_DATA = "todays_data"  # key of release.json, below git
TOO_OLD = "No rule to produce release"


def build_revision(
    commit: str,
    evaluation: str,
    edition: str,
    data: Iterable[str],
    program: Path,
    cores: int,
    index: Path,
    output: Path,
) -> str:
    """Build an edition as a revision has it and keep it as a release; what to say of it. Stopped where it cannot be built.

    data: files of today's that git does not hold; program: folder of today's Snakefile; index: the release.json to write; output: all
    that the build says. The working directory is the evaluation's. Nothing but sign-offs is left of what stood beside `index`.
    """
    target, data = index.parent, sorted(data)
    try:
        with _temporary(target.with_name(f".{target.name}.part")) as part:
            here, snakefile = _checked_out(commit, part, program)
            _use_todays([*data, *not_in_git(f"{FOLDER}/{evaluation}", commit)], here)
            before = _without_its_releases(here, evaluation, edition)
            _use_todays_key(evaluation, here)
            settings = [f"evaluation={evaluation}", f"edition={edition}", "freeze=again"]
            command = ["release", "--cores", str(cores), "--show-failed-logs", "--config", *settings]
            _run(["--snakefile", str(snakefile), "--directory", str(here), *command], part, commit, output)
            _keep_its_key(evaluation, here)
            built = _frozen(here / FOLDER / evaluation, edition, before)
            _keep(built, target, {"revision": commit, "uncommitted_changes": False, TODAYS_DATA: data}, program)
    except NoGit as error:
        raise Stopped(f"Revision {commit[:SHORT]} cannot be taken out of git: {error}.") from None
    finally:
        with suppress(OSError):  # Snakemake has made these folders; they go again where nothing is in them
            target.rmdir()
            target.parent.rmdir()
    return f"Built {edition} of revision {commit[:SHORT]}: {target}{todays_data(data)}"


def todays_data(data: Iterable[str]) -> str:
    """What is said of data that git does not hold; "" of none."""
    names = list(data)
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return f"\nData that git does not hold are today's on both sides: {shown}" if names else ""


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir(parents=True)
    try:
        yield folder.resolve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _checked_out(commit: str, part: Path, program: Path) -> tuple[Path, Path]:
    """The files of a revision, written below `part`: (the evaluation's folder, the Snakefile)."""
    top, tree = Path(git(Path(), "rev-parse", "--show-toplevel").strip()), part / "tree"
    own_index = {"GIT_INDEX_FILE": str(part / "index")}  # the repository's stays as it is
    git(top, "read-tree", commit, **own_index)
    git(top, "checkout-index", "--all", "--quiet", f"--prefix={tree}/", **own_index)
    here = tree / Path.cwd().resolve().relative_to(top.resolve())
    here.mkdir(parents=True, exist_ok=True)
    snakefile = _snakefile(top, tree, program)
    if not snakefile.is_file():
        raise Stopped(
            f"Revision {commit[:SHORT]} has no {snakefile.relative_to(tree)}, so it cannot be built. Name a later one."
        )
    return here, snakefile


def _snakefile(top: Path, tree: Path, program: Path) -> Path:
    """The revision's Snakefile where the program lies in the same repository, else today's."""
    today = program.resolve() / "Snakefile"
    try:
        same = Path(git(program, "rev-parse", "--show-toplevel").strip()).resolve() == top.resolve()
        same = same and bool(git(program, "ls-files", "Snakefile"))
    except NoGit:
        same = False
    return tree / today.relative_to(top.resolve()) if same else today


def _use_todays(names: Iterable[str], here: Path) -> None:
    """Link today's files of these names where the revision has none."""
    for name in names:
        file = here / name
        for folder in reversed(file.relative_to(here).parents):
            if (here / folder).is_symlink() and not (here / folder).exists():
                (here / folder).unlink()  # a link out of the repository, which leads nowhere from here
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            file.symlink_to(Path(name).resolve())


def _without_its_releases(here: Path, evaluation: str, edition: str) -> list[str]:
    """Remove the edition's releases, which would only be compared with; what is kept, as the edition names it as previous."""
    releases = here / FOLDER / evaluation
    try:
        settings = yaml.safe_load((here / f"config/{evaluation}/evaluation.yaml").read_text(encoding="utf-8"))
        previous = str(settings["editions"][edition].get("previous", ""))
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError):
        previous = ""
    for name in revisions(releases, edition):
        if previous not in (name, edition_of(name)):
            shutil.rmtree(releases / name)
    return revisions(releases, edition)


def _use_todays_key(evaluation: str, here: Path) -> None:
    """Rows can only be compared under one key, and today's is the one that the other side has."""
    name = f"data/{evaluation}/{KEY_FILE}"
    if Path(name).is_file() and not ((here / name).exists() and (here / name).samefile(name)):
        write_private(here / name, read_key(Path(name)))


def _keep_its_key(evaluation: str, here: Path) -> None:
    """Where there was none, the first key is the one that the revision's raw files gave."""
    key = Path(f"data/{evaluation}/{KEY_FILE}")
    if not key.is_file() and (here / key).is_file():
        keep_key(key, (here / key).read_text(encoding="utf-8").strip())


def _run(arguments: list[str], part: Path, commit: str, output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment(os.environ, part),
        )
    if done.returncode:
        text = output.read_text(encoding="utf-8", errors="replace").replace(f"{part}/tree/", "")
        old = "\nThat revision is older than snakemake release: name a later one." if TOO_OLD in text else ""
        raise Stopped(
            f"The report of revision {commit[:SHORT]} cannot be built, so there is nothing to compare with. "
            f"What its build said:\n{last_words(text)}\nAll of it: {output}{old}"
        )


def last_words(text: str) -> str:
    """Why a build failed: the logs of the jobs that failed, else the end of what Snakemake said."""
    logs = "\n".join(dict.fromkeys(log for log in _LOGS.findall(text) if log.strip()))
    lines = [line for line in (logs or text).splitlines() if line.strip()][-TAIL:]
    return "\n".join(f"  | {line}" for line in lines)


def environment(today: Mapping[str, str], part: Path) -> dict[str, str]:
    """The environment of a build inside a build: no profile and no library of the outer one, and no repository above `part`."""
    kept = {name: value for name, value in today.items() if not name.startswith(("SNAKEMAKE_", "GIT_DIR", "GIT_WORK"))}
    paths = kept.pop("PYTHONPATH", "").split(os.pathsep)
    others = [path for path in paths if path and not (Path(path) / "evalreport").is_dir()]
    return kept | ({"PYTHONPATH": os.pathsep.join(others)} if others else {}) | {"GIT_CEILING_DIRECTORIES": str(part)}


def _frozen(releases: Path, edition: str, before: list[str]) -> Path:
    """The release that the build has written; where it wrote none, it has the bytes of the last one."""
    names = revisions(releases, edition)
    if not names:
        raise Stopped(f"The build of that revision has frozen nothing in {FOLDER}/{releases.name}. Name a later one.")
    return releases / next((name for name in names if name not in before), names[-1])


def _keep(built: Path, target: Path, state: Mapping[str, Any], program: Path) -> None:
    """Move a release to its place, its index last: without one it is no release.

    The packages in it are those of today's lock, which built it; a lock that named others is no reason of any change.
    """
    index: dict[str, Any] = json.loads((built / INDEX).read_text(encoding="utf-8"))
    inputs = {**index["inputs"], "packages": packages(program / LOCK)}
    target.mkdir(parents=True, exist_ok=True)
    for left in [path for path in target.iterdir() if not is_signoff(path.name)]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    for path in [path for path in built.iterdir() if path.name != INDEX]:
        path.rename(target / path.name)
    write_text(target / INDEX, to_json({**index, "inputs": inputs, "git": dict(state)}))
