"""A build as it would be frozen: what it made, what it was made of, and with what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.team_tables import TEXT as CSV
from evalreport.files.team_tables import WORKBOOK, plain_text, table_name
from evalreport.files.writing import sha256
from evalreport.programs.versions import software_versions
from evalreport.releases.releases import COLUMNS, CONTENT, INPUTS, ROWS, TEXTS, file_mark, to_json
from evalreport.releases.row_digests import key_mark, key_of, row_digests

TEXT_ENDINGS = (".csv", ".yaml", ".yml", ".jinja", ".md", ".lua", ".typ", ".py", ".bib", ".csl", ".txt", ".json")
LOCK = "requirements.lock"


@dataclass(frozen=True)
class Snapshot:
    """A build as it would be frozen: its index without the list of files, the files to copy and the texts to write."""

    index: Mapping[str, Any]
    copies: Mapping[str, Path]
    texts: Mapping[str, str]
    rows: tuple[pd.DataFrame, pd.DataFrame]
    sources: Mapping[str, str]  # path -> text of configuration, templates and design

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Path in the release -> sha256 and size of what the build made."""
        return {name: file_mark(path) for name, path in self.copies.items() if not name.startswith(INPUTS)}


def take_snapshot(
    about: Mapping[str, Any],
    content: Mapping[str, Any],
    build: str | Path,
    outputs: Iterable[str | Path],
    data: Mapping[str, Any],
    folders: Mapping[str, str],
    program: str | Path,
    previous: str = "",
) -> Snapshot:
    """The build as it would be frozen.

    about: evaluation, edition, title, date, status, language; content: `edition_content`; outputs: files below `build`; data: folder, files
    (all that the edition reads) and sources (file, instrument, wave, ids: headers of its columns of type id, table: its ingested
    table); folders: config, templates, design -> folder; program: folder of the Snakefile; previous: release.json of the
    edition compared with.
    """
    program = Path(program)
    raw = [Path(data["folder"]) / name for name in data["files"]]
    key = key_of(Path(data["folder"]), raw)
    rows = _digests(key, data["sources"])
    kinds = {kind: _files_below(Path(folder)) for kind, folder in folders.items()}
    kinds["config"] = {table_name(name): path for name, path in kinds["config"].items()}
    texts = {path: text for files in kinds.values() for path in files if (text := _text(files[path])) is not None}
    texts |= _team_tables(kinds["config"])
    inputs = {
        "data": {f"{data['folder']}/{name}": _data_entry(name, data) for name in sorted(data["files"])},
        **{kind: {name: sha256(path) for name, path in files.items()} for kind, files in kinds.items()},
        "program": program_files(program),
        "packages": packages(program / LOCK),
        "previous": {previous: sha256(previous)} if previous else {},
    }
    written = {CONTENT: to_json(content), ROWS: _csv(rows[0]), COLUMNS: _csv(rows[1])}
    lock = {f"{INPUTS}{LOCK}": program / LOCK} if (program / LOCK).is_file() else {}
    copies = {Path(path).relative_to(build).as_posix(): Path(path) for path in outputs}
    index = {**about, "draft": about["status"] == "draft", "row_key": key_mark(key), "inputs": inputs}
    copied_texts = {f"{TEXTS}/{path}": text for path, text in texts.items()}
    return Snapshot(index, copies | lock, written | copied_texts, rows, texts)


def _digests(key: bytes, sources: Sequence[Mapping[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = [
        row_digests(key, pd.read_parquet(s["table"]), s["instrument"], s["wave"], s["ids"])
        for s in sorted(sources, key=lambda s: (s["instrument"], s["wave"]))
    ]
    return pd.concat([rows for rows, _ in found]), pd.concat([columns for _, columns in found])


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))


def _data_entry(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    mine = [source for source in data["sources"] if source["file"] == name]
    shapes = [pd.read_parquet(source["table"]).shape for source in mine]
    found = [
        {
            "instrument": source["instrument"],
            "wave": source["wave"],
            "rows": rows,
            "columns": columns - 1,
        }  # without `row`
        for source, (rows, columns) in zip(mine, shapes, strict=True)
    ]
    return file_mark(Path(data["folder"]) / name) | {"sources": found}


def _files_below(folder: Path) -> dict[str, Path]:
    """Path as it stands in the release -> file; hidden files and Python's caches left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (p for p in files if not any(part.startswith((".", "__pycache__")) for part in p.relative_to(folder).parts))
    name = "/".join(folder.parts[-2:])  # report_templates/shared may lie beside the program
    return {f"{name}/{path.relative_to(folder).as_posix()}": path for path in kept}


def _team_tables(files: Mapping[str, Path]) -> dict[str, str]:
    """Tables of the configuration that are no UTF-8 with commas, as that: versions of them differ by their cells only."""
    tables = {name: path for name, path in files.items() if path.suffix in (CSV, WORKBOOK) and not _has_commas(path)}
    plain = {name: plain_text(path) for name, path in tables.items()}
    return {name: text for name, text in plain.items() if text is not None}


def _has_commas(path: Path) -> bool:
    return "," in (_text(path) or "").partition("\n")[0] if path.suffix == CSV else False


def _text(path: Path) -> str | None:
    """The text of a text file, None of any other: fonts and Word designs are known by their checksum only."""
    try:
        return path.read_bytes().decode("utf-8") if path.suffix in TEXT_ENDINGS else None
    except UnicodeDecodeError:
        return None


def program_files(program: Path) -> dict[str, str]:
    """Module -> SHA-256 of everything that computes: Snakefile, rules, scripts, library."""
    found = [program / "Snakefile", *program.glob("rules/*.smk"), *(program / "scripts").rglob("*.py")]
    return {path.relative_to(program).as_posix(): sha256(path) for path in sorted(found)}


def packages(lock: Path) -> dict[str, str]:
    """Package -> installed version: Python, pandoc, and every package that the lock file names."""
    found = software_versions()
    if lock.is_file():
        wanted = set(re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
        installed = {each.metadata["Name"].lower().replace("_", "-"): each.version for each in distributions()}
        plain = {name.lower().replace("_", "-") for name in wanted}
        found |= {name: version for name, version in installed.items() if name in plain and name not in found}
    return dict(sorted(found.items()))
