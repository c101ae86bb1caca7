"""The whole program on the tiny evaluation: Snakemake as a user runs it, in folders of its own.

The program is copied once a session, so that an edit of the working tree in the middle of a test run changes no result.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TINY = REPOSITORY / "tests" / "data" / "tiny"
PROGRAM = ("Snakefile", "rules", "scripts", "profiles", "config/schemas", "report_templates/shared")
SOURCES = ("config", "data", "report_templates")
UNFINISHED = re.compile(r"\.part(\.|$)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: minutes of whole builds; runs with EVALREPORT_SLOW=1 only")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("EVALREPORT_SLOW") != "1":
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: set EVALREPORT_SLOW=1"))


@dataclass(frozen=True)
class Run:
    """What one call of Snakemake did."""

    code: int
    output: str
    seconds: float

    @property
    def jobs(self) -> tuple[int, int]:
        """Jobs done and jobs in the plan; (0, 0) when there was nothing to do."""
        found = re.findall(r"^(\d+) of (\d+) steps", self.output, re.MULTILINE)
        return (int(found[-1][0]), int(found[-1][1])) if found else (0, 0)


@dataclass(frozen=True)
class Workspace:
    """A folder with an evaluation and the program that builds it."""

    program: Path
    folder: Path
    evaluation: str = "tiny"
    edition: str = "second"

    @property
    def build(self) -> Path:
        return self.folder / "results" / self.evaluation / self.edition

    @property
    def private(self) -> Path:
        """What of the edition must not be handed on."""
        return self.folder / "results" / self.evaluation / "confidential" / self.edition

    @property
    def config(self) -> Path:
        return self.folder / "config" / self.evaluation

    @property
    def data(self) -> Path:
        return self.folder / "data" / self.evaluation

    @property
    def templates(self) -> Path:
        return self.folder / "report_templates" / self.evaluation

    def command(self, *arguments: str) -> list[str]:
        snakefile = str(self.program / "Snakefile")
        return [
            sys.executable,
            "-m",
            "snakemake",
            "--snakefile",
            snakefile,
            "--directory",
            str(self.folder),
            *arguments,
        ]

    def snakemake(self, *arguments: str, good: bool = True, before: Callable[[], None] | None = None) -> Run:
        """Run Snakemake; `good` says whether it must end well; `before` runs in the child before Snakemake starts."""
        start = time.monotonic()
        done = subprocess.run(
            self.command(*(arguments or ("report",))),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=before,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # as images of containers have it
        )
        run = Run(done.returncode, done.stdout, time.monotonic() - start)
        assert (run.code == 0) == good, run.output
        return run

    def start(self, *arguments: str) -> subprocess.Popen:
        """Snakemake in a process group of its own, as a terminal has it."""
        # Tests that run in the background have Ctrl-C switched off, and hand that on to what they start.
        on = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(self.command(*arguments), start_new_session=True, preexec_fn=on, **quiet)

    def results(self) -> dict[str, bytes]:
        """Every file of the results but the logs, what is noted of the results themselves, and what was put aside: path -> content."""
        files = (path for path in (self.folder / "results").rglob("*") if path.is_file() and path.name != "made.json")
        beside = {"logs", "set_aside"}
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in files if not beside & {*p.parts}}

    def chapters(self) -> dict[str, tuple[int, int]]:
        """Chapter -> what tells one writing of its file from the next."""
        stats = {path.stem: path.stat() for path in (self.build / "chapters").glob("*.md")}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}

    def texts(self) -> dict[str, str]:
        """Chapter -> its text and its claims."""
        paths = (self.build / "chapters").glob("*.md")
        return {
            path.stem: "".join(p.read_text(encoding="utf-8") for p in (path, self.claims(path.stem))) for path in paths
        }

    def claims(self, chapter: str) -> Path:
        """The claims of a chapter."""
        return self.build / "chapters" / f"{chapter}.claims.csv"

    def unfinished(self) -> list[str]:
        """Temporary files left behind in the results."""
        files = (self.folder / "results").rglob("*")
        return sorted(str(path.relative_to(self.folder)) for path in files if UNFINISHED.search(path.name))

    def copy_to(self, folder: Path, results: bool = True) -> "Workspace":
        """This workspace somewhere else, with its releases if it has any, and its results and Snakemake's memory or without."""
        frozen = ("releases",) if (self.folder / "releases").exists() else ()
        for name in (*SOURCES, *frozen, *(("results", ".snakemake") if results else ())):
            shutil.copytree(self.folder / name, folder / name)
        return Workspace(self.program, folder, self.evaluation, self.edition)


def copy_program(folder: Path) -> Path:
    """The program without any evaluation."""
    for name in PROGRAM:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program."""
    return copy_program(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="session")
def finished(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The tiny evaluation, built once; tests look at it and copy it, and never change it."""
    source = Workspace(program, TINY)
    workspace = source.copy_to(tmp_path_factory.mktemp("tiny"), results=False)
    workspace.snakemake()
    return workspace


@pytest.fixture
def tiny(program: Path, tmp_path: Path) -> Workspace:
    """The tiny evaluation, not built."""
    return Workspace(program, TINY).copy_to(tmp_path / "tiny", results=False)


@pytest.fixture
def built(finished: Workspace, tmp_path: Path) -> Workspace:
    """The tiny evaluation, built; a copy to change at will."""
    return finished.copy_to(tmp_path / "built")


def edit(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def frozen(finished, tmp_path_factory) -> Workspace:
    """The tiny evaluation, built and frozen; tests copy it."""
    workspace = finished.copy_to(tmp_path_factory.mktemp("frozen"))
    run = workspace.snakemake("release")
    assert "Frozen as a draft: releases/tiny/second (" in run.output
    return workspace


@pytest.fixture
def copy(frozen, tmp_path):
    """A copy to change at will, with the releases."""

    def make(name: str, results: bool = True, program=None) -> Workspace:
        workspace = frozen.copy_to(tmp_path / name, results=results)
        return Workspace(program or workspace.program, workspace.folder)

    return make
