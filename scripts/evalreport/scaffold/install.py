"""A drafted evaluation put in its place: proven whole first, nothing overwritten, nothing half-finished left behind."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evalreport.files.errors import BadInput, Problem
from evalreport.files.writing import sha256
from evalreport.project.open import load_project
from evalreport.project.project import Project
from evalreport.scaffold.drafts import EDITION

MAIN = "config/config.yaml"


@dataclass(frozen=True)
class Installed:
    """What was made, and what was there already and is as it was."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def main_config(id: str) -> str:
    """config.yaml of a folder that has none."""
    return (
        "# Which report `snakemake report` builds. Another one for once: snakemake report --config evaluation=… edition=…\n"
        f"evaluation: {id}\nedition: {EDITION}\n"
    )


def install(id: str, files: Mapping[str, str], sources: Mapping[str, Path], folder: Path, shared: Path) -> Installed:
    """Write the files and copy the exports (path below data/ -> file) into `folder`.

    Everything is first written beside and loaded as a project. Then each file that does not exist is moved to its place.
    Raises BadInput when a file is in the way that the drafted ones would not fit together with.
    """
    with tempfile.TemporaryDirectory(prefix=f".scaffold_{id}_", dir=folder) as name:
        stage = Path(name)
        for path, text in files.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_text(text, encoding="utf-8", newline="\n")
        for path, source in sources.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, stage / path)
        proven(id, stage, shared)
        there = [path for path in [*files, *sources] if (folder / path).exists()]
        _raise_in_the_way(there, files, sources, folder)
        return Installed(_moved([p for p in [*sources, *files] if p not in there], stage, folder), tuple(there))


def proven(id: str, stage: Path, shared: Path) -> Project:
    """The drafted evaluation as a project; BadInput would tell of a draft that does not fit together."""
    asked = {"evaluation": id, "edition": EDITION}
    return load_project(asked, stage / "config", stage / "report_templates", shared)


def _raise_in_the_way(there: list[str], files: Mapping[str, str], sources: Mapping[str, Path], folder: Path) -> None:
    """A file of the same name and other content would make another evaluation than the one that was proven."""
    wrong = [
        path
        for path in there
        if path != MAIN
        and (
            sha256(sources[path]) != sha256(folder / path)
            if path in sources
            else (folder / path).read_bytes() != files[path].encode()
        )
    ]
    if wrong:
        raise BadInput(
            Problem(
                path,
                "",
                "is there already with other content; nothing is changed",
                "Choose another id, or move it away",
            )
            for path in wrong
        )


def _moved(paths: list[str], stage: Path, folder: Path) -> tuple[str, ...]:
    """Move the files to their places, the last one last; take all of them back when one cannot be moved."""
    done: list[Path] = []
    try:
        for path in paths:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(stage / path, target)  # unlike a rename, never replaces a file that came in between
            done.append(target)
    except BaseException:
        for target in done:
            target.unlink(missing_ok=True)
        raise
    return tuple(paths)
