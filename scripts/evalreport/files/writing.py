"""Files that are either whole or not there."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

OWNER_ONLY = 0o600
OTHERS = 0o077  # what group and others may do, in the mode of a file


@contextmanager
def writing(path: str | Path) -> Iterator[Path]:
    """A temporary path beside `path`, renamed to it when the block ends well, removed when it does not.

    A full disk or Ctrl-C in the middle leaves the old file (or none), never half a file. The temporary
    name keeps the ending of `path`, because several libraries choose the format by it.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: str | Path, text: str) -> None:
    """Write text as UTF-8 with Unix line ends, whole or not at all."""
    with writing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_private(path: str | Path, text: str) -> None:
    """Write text as `write_text` does, in a file that nobody but its owner can read at any moment."""
    with writing(path) as temporary:
        temporary.touch(OWNER_ONLY)
        temporary.write_text(text, encoding="utf-8", newline="\n")


def source_contents(paths: Iterable[str | Path]) -> str:
    """One fingerprint of the names and contents of those files that no job makes, all that are not below results/.

    A param of every job: Snakemake looks at a file's content only where its date is new, and a file copied with its date
    (an archive unpacked, an older version put back) would leave an old report.
    """
    sources = (str(path) for path in paths if Path(path).parts[:1] != ("results",))
    marks = (f"{Path(path).name}\0{content_of(path)}\n" for path in sources)
    return hashlib.sha256("".join(marks).encode()).hexdigest()[:16]


@cache
def content_of(path: str) -> str:
    """SHA-256 of a source, "" where there is none; looked up once a run."""
    return sha256(path) if Path(path).is_file() else ""


def sha256(path: str | Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
