"""What results were made from, kept beside them: results/<evaluation>/confidential/made.json.

The workflow engine keeps its memory in a hidden folder, which is lost when a folder is copied without hidden files, and it looks at
dates before contents. Here the content of every result is held against its digest, its memory is given back where it is gone, and what was
edited by hand is put aside, to be made again.
"""

import base64
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.files.writing import sha256, write_text

MADE = "made.json"
CONFIDENTIAL = "confidential"  # what must not be handed on: of all editions, and a folder an edition
ASIDE = "set_aside"  # there, because what is put aside may tell of respondents
NO_RESULTS = ("logs", ASIDE, "review", "revisions", "take_in")
PASSING = ("starttime", "endtime", "job_hash")  # of one run, and nothing a result was made from
# Options with which nothing is built.
LISTING = (
    "-S",
    "--summary",
    "-D",
    "--detailed-summary",
    "--dag",
    "--rulegraph",
    "--filegraph",
    "--list-rules",
    "-l",
    "--list-target-rules",
    "--lt",
)
LOOKING = frozenset(
    {
        "-n",
        "--dry-run",
        "--dryrun",
        "--lint",
        "--unlock",
        "--touch",
        "-t",
        "--archive",
        "--report",
        "--cleanup-metadata",
        *LISTING,
    }
)

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Stock:
    """Where the results of an evaluation lie, and where the workflow engine keeps its memory."""

    results: Path
    engine: Path = Path(".snakemake")

    @property
    def made(self) -> Path:
        """The memory beside the results; confidential, because digests of unprotected tables tell who tries numbers out."""
        return self.results / CONFIDENTIAL / MADE

    @property
    def records(self) -> Path:
        """The engine's records, a file a result."""
        return self.engine / "metadata"

    @property
    def looked_at(self) -> Path:
        """Digests of results by size and time, so that unchanged files are not read each time."""
        return self.engine / "evalreport" / "digests.json"


def is_build(arguments: Iterable[str]) -> bool:
    """Whether a command line builds; looking must change nothing."""
    return not any(each in LOOKING or (each.startswith("-n") and not each.startswith("--")) for each in arguments)


def take_stock(stock: Stock, builds: bool, is_result: Callable[[str], bool] = lambda path: False) -> list[str]:
    """Hold the results against what is known of them before a run; what is told to the reader, a sentence each.

    builds: whether results that are not as they were made may be put aside; is_result: whether a path is what some rule makes.
    """
    made, known, digests = read_made(stock.made), read_records(stock.records), Digests(stock.looked_at)
    told: list[str] = []
    for path in [path for path in made if Path(path).is_file()]:
        remembered = known.get(path)
        if remembered is not None and lasting(remembered) != made[path]["record"]:
            continue  # made again by a run that was killed before it could say so
        if digests.of(path) != made[path]["sha256"]:
            told.append(_set_aside(stock, path, "is not as it was made", builds))
        elif remembered is None:
            known[path] = _give_back(stock, path, made[path]["record"])
    for path in _unknown(stock, {*known, *made}):
        if is_result(path):
            told.append(_set_aside(stock, path, "is there, and nothing says what it was made from", builds))
    if builds:
        _make_newer(known, digests)
    digests.save()
    return told


def note_made(stock: Stock) -> None:
    """Write down, after a run, what each result was made from, with its digest."""
    known, digests = read_records(stock.records), Digests(stock.looked_at)
    ours = {path: r for path, r in known.items() if Path(path).is_relative_to(stock.results) and Path(path).is_file()}
    made = {path: {"sha256": digests.of(path), "record": lasting(record)} for path, record in sorted(ours.items())}
    kept = {path: each for path, each in read_made(stock.made).items() if path not in made and Path(path).is_file()}
    if found := made | kept:
        write_text(stock.made, json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=0, sort_keys=True))
    digests.save()


def lasting(record: Record) -> dict[str, Any]:
    """The part of an engine's record that is no matter of one run."""
    return {key: value for key, value in record.items() if key not in PASSING}


def read_made(path: Path) -> dict[str, dict[str, Any]]:
    """Result -> its digest and record; {} where there is no such file, or none that can be read."""
    with suppress(OSError, ValueError):
        read = json.loads(path.read_text(encoding="utf-8"))
        return {name: each for name, each in read.items() if {"sha256", "record"} <= each.keys()}
    return {}


def read_records(folder: Path) -> dict[str, dict[str, Any]]:
    """Result -> the engine's record of it, of those that are finished."""
    found = {}
    for path in record_files(folder):
        with suppress(OSError, ValueError):
            name = "".join(part.removeprefix("@") for part in Path(path).relative_to(folder).parts)
            record = json.loads(Path(path).read_bytes())
            if record and not record.get("incomplete"):
                found[base64.urlsafe_b64decode(name).decode()] = record
    return found


def record_files(folder: Path) -> list[str]:
    """The files of the engine's records."""
    return [os.path.join(inside, name) for inside, _, names in os.walk(folder) for name in names]  # noqa: PTH118 (hundreds)


def state(stock: Stock) -> dict[str, int]:
    """Record -> when it was written: another one after a run in which a job was done."""
    return {path: Path(path).stat().st_mtime_ns for path in record_files(stock.records)}


class Digests:
    """SHA-256 of files, by size and time of the last look."""

    def __init__(self, path: Path):
        self.path, self.known, self.new = path, dict[str, list[Any]](), dict[str, list[Any]]()
        with suppress(OSError, ValueError):
            self.known = json.loads(path.read_text(encoding="utf-8"))

    def of(self, path: str) -> str:
        """The digest of a file."""
        stat = Path(path).stat()
        mark = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        known = self.known.get(path)
        self.new[path] = known if known and known[:3] == mark else [*mark, sha256(path)]
        return str(self.new[path][3])

    def save(self) -> None:
        """Remember the looks for the next run."""
        if {**self.known, **self.new} != self.known:
            with suppress(OSError):
                write_text(self.path, json.dumps({**self.known, **self.new}))


def _give_back(stock: Stock, path: str, record: Record) -> dict[str, Any]:
    """Give the engine its record of a result back."""
    time = Path(path).stat().st_mtime
    whole = {**record, "starttime": time, "endtime": time, "job_hash": None}
    name = base64.urlsafe_b64encode(path.encode()).decode()
    longest = os.pathconf(stock.results, "PC_NAME_MAX") - 1 if hasattr(os, "pathconf") else 254
    parts = [name[start : start + longest] for start in range(0, len(name), longest)]
    target = stock.records.joinpath(*(f"@{part}" for part in parts[:-1]), parts[-1])
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(whole), encoding="utf-8")
    return whole


def _set_aside(stock: Stock, path: str, why: str, builds: bool) -> str:
    """Put a result aside so that it is made again; the sentence that says so."""
    aside = stock.results / CONFIDENTIAL / ASIDE / Path(path).relative_to(stock.results)
    if not builds:
        return f"{path} {why}; a build puts it aside and makes it again."
    aside.parent.mkdir(parents=True, exist_ok=True)
    Path(path).replace(aside)
    return f"{path} {why}; it now lies in {aside}, and is made again."


def _unknown(stock: Stock, known: set[str]) -> Iterator[str]:
    """Files among the results that nothing is known of."""
    for path in sorted(stock.results.rglob("*")):
        parts = path.relative_to(stock.results).parts
        if path.as_posix() not in known and not {*parts} & {*NO_RESULTS, MADE} and path.is_file():
            yield path.as_posix()


def _make_newer(known: Mapping[str, Record], digests: Digests) -> None:
    """Date a result after what was made from another content of it: the engine looks at contents only where the date is newer."""
    for path, record in known.items():
        made = Path(path)
        if not made.is_file():
            continue
        for name, checksum in (record.get("input_checksums") or {}).items():
            source = Path(name)
            if name not in known or not source.is_file() or digests.of(name) == str(checksum).rpartition(":")[2]:
                continue
            after = made.stat().st_mtime_ns + 1_000_000_000
            if source.stat().st_mtime_ns < after:
                os.utime(source, ns=(after, after))
