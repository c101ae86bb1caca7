"""Frozen editions: `releases/<evaluation>/<edition>/`, written once, read by whoever compares with them."""

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.archives import read_archive, write_archive
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.files.tables import read_table
from evalreport.files.writing import sha256
from evalreport.releases.signoff import is_signoff

FOLDER = "releases"
INPUTS = "inputs/"  # below it, what the edition was made of; beside it, what was made
INDEX, CONTENT, ROWS, COLUMNS = "release.json", "inputs/content.json", "inputs/rows.csv", "inputs/columns.csv"
TEXTS = "inputs/texts"  # copies of the configuration, templates and design, below it under their own paths
ARCHIVE = "inputs/archive.zip"  # all of INPUTS but CONTENT, by names without INPUTS: unpacked where it lies, it gives the paths above
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.r[1-9]\d*)?$")


@dataclass(frozen=True)
class Release:
    """A frozen edition: where it lies, its index (release.json) and what the edition was made of (content.json)."""

    folder: Path
    index: Mapping[str, Any]
    content: Mapping[str, Any]
    called: str = ""  # where it is not called as its folder is

    @property
    def name(self) -> str:
        """The edition with its revision: interim, interim.r2."""
        return self.called or self.folder.name

    @property
    def exhibits(self) -> list[str]:
        """The exhibits whose numbers were frozen."""
        ending = ".estimates.csv"
        names = (Path(name).name for name in self.index["files"] if name.startswith("exhibits/"))
        return sorted(name.removesuffix(ending) for name in names if name.endswith(ending))

    def outputs(self) -> dict[str, Mapping[str, Any]]:
        """Path in the release -> sha256 and size of what the build handed over."""
        return {name: mark for name, mark in self.index["files"].items() if not name.startswith(INPUTS)}

    def inputs(self) -> dict[str, bytes]:
        """Path in the release -> bytes of what the edition was made of, in order, from ARCHIVE.

        A release frozen before there were archives has them as files.
        """
        if ARCHIVE in self.index["files"]:
            return {f"{INPUTS}{name}": content for name, content in read_archive(self.folder / ARCHIVE).items()}
        return {name: (self.folder / name).read_bytes() for name in sorted(self.index["files"]) if _is_archived(name)}

    def texts(self) -> dict[str, str]:
        """Path -> text of the frozen configuration, templates and design."""
        start = f"{TEXTS}/"
        found = {name: content for name, content in self.inputs().items() if name.startswith(start)}
        return {name.removeprefix(start): content.decode("utf-8") for name, content in found.items()}

    def rows(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Digests of the rows and columns of the raw files (`row_digests`)."""
        wanted = (ROWS, ("instrument", "wave", "key_column")), (COLUMNS, ("instrument", "wave", "column"))
        inputs = self.inputs()
        rows, columns = (read_table(BytesIO(inputs[name]), text) for name, text in wanted)
        return rows, columns

    def altered(self) -> list[str]:
        """Files that are no longer what was frozen: changed, gone, or put there later; a reviewer's sign-off may be."""
        listed = self.index["files"]
        there = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}
        wrong = (name for name in listed if name in there and sha256(self.folder / name) != listed[name]["sha256"])
        later = {name for name in there - set(listed) - {INDEX} if not is_signoff(name)}
        return sorted({*wrong, *(set(listed) - there), *later})


def edition_of(release: str) -> str:
    """The edition in the name of a release: interim.r2 is of interim."""
    return release.partition(".")[0]


def revisions(folder: Path, edition: str) -> list[str]:
    """The releases of an edition below `folder` (releases/<evaluation>), oldest first."""
    names = [path.parent.name for path in folder.glob(f"*/{INDEX}")] if folder.is_dir() else []
    return sorted((name for name in names if _NAME.match(name) and edition_of(name) == edition), key=_revision)


def next_revision(folder: Path, edition: str) -> str:
    """The name of the next release of an edition: interim, then interim.r2, interim.r3."""
    last = revisions(folder, edition)[-1:]
    return f"{edition}.r{_revision(last[0]) + 1}" if last else edition


def _revision(name: str) -> int:
    return int(name.partition(".r")[2] or 1)


def release_names(folder: Path) -> list[str]:
    """The releases below `folder` (releases/<evaluation>), in the order of their names."""
    return sorted(path.parent.name for path in folder.glob(f"*/{INDEX}"))


def place_of_release(wanted: str, folder: Path) -> Path | None:
    """Where the release of a name below `folder` lies, or of a folder of its own; None where there is none.

    The name of an edition is that of its first release, where it is frozen, else of its last.
    """
    if (Path(wanted) / INDEX).is_file():
        return Path(wanted)
    exact = folder / wanted  # interim is the first of them here, where two of one edition are held side by side
    last = [] if "." in wanted else [folder / name for name in revisions(folder, wanted)[-1:]]
    places = [] if "/" in wanted else [exact, *last]
    return next((place for place in places if (place / INDEX).is_file()), None)


def find_release(folder: Path, name: str) -> Release | None:
    """The release of a name, for an edition's name its last revision; None when there is none."""
    last = revisions(folder, edition_of(name))
    wanted = name if "." in name else (last[-1] if last else name)
    return read_release(folder / wanted) if (folder / wanted / INDEX).is_file() else None


def required_release(folder: Path, name: str, asker: Problem) -> Release:
    """The release of a name; BadInput with the place that asks for it and what to run when there is none.

    asker: file and place that name the release.
    """
    found = find_release(folder, name)
    if found is None:
        known = release_names(folder)
        hint = suggestion(name, known) + ". " if known and edition_of(name) not in map(edition_of, known) else ""
        how = f"{hint}Freeze that edition first: snakemake release --config edition={edition_of(name)}"
        raise BadInput([Problem(asker.file, asker.place, f"there is no frozen edition {folder}/{name}", how)])
    return found


def read_release(folder: Path) -> Release:
    """The release in a folder; BadInput when its index or content has been changed since."""
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    path = folder / CONTENT
    if not path.is_file() or sha256(path) != index["files"][CONTENT]["sha256"]:
        how = "Put the folder back as it was frozen, for example from git"
        raise BadInput([Problem(str(path), "", "this is not what was frozen", how)])
    return Release(folder, index, json.loads(path.read_text(encoding="utf-8")))


def write_release(
    folder: Path, index: Mapping[str, Any], copies: Mapping[str, str | Path], texts: Mapping[str, str]
) -> Release:
    """Write a release whole or not at all, in a temporary folder beside it that is renamed at the end.

    copies: path in the release -> file to copy; texts: path in the release -> text. What the edition was made of goes into ARCHIVE. The
    index gets the key `files`: path -> sha256, size.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is frozen and is never written again")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f".{folder.name}.*.part"):
        shutil.rmtree(left)  # of a run that was killed
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        _fill(temporary, copies, texts)
        whole = {**index, "files": file_list(temporary)}
        (temporary / INDEX).write_text(to_json(whole), encoding="utf-8", newline="\n")
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return read_release(folder)


def _fill(folder: Path, copies: Mapping[str, str | Path], texts: Mapping[str, str]) -> None:
    contents = {name: Path(source).read_bytes() for name, source in copies.items()}
    contents |= {name: text.encode("utf-8") for name, text in texts.items()}
    archived = {name.removeprefix(INPUTS): contents.pop(name) for name in sorted(contents) if _is_archived(name)}
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    if archived:
        (folder / ARCHIVE).parent.mkdir(parents=True, exist_ok=True)
        write_archive(archived, folder / ARCHIVE)


def _is_archived(name: str) -> bool:
    """Whether a file of a release lies in ARCHIVE: copies that only programs compare, and that linters would take for the evaluation's own.

    CONTENT stays beside it: chapters are built from it.
    """
    return name.startswith(INPUTS) and name not in (CONTENT, ARCHIVE)


def file_list(folder: Path, names: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Path below `folder` -> sha256 and size, of the files named or of all."""
    found = names if names is not None else (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return {name: file_mark(folder / name) for name in sorted(found)}


def file_mark(path: str | Path) -> dict[str, Any]:
    """sha256 and size of a file."""
    return {"sha256": sha256(path), "size": Path(path).stat().st_size}


def to_json(data: Any) -> str:
    """JSON, the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
