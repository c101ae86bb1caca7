"""What is wrong with the input, said once, all of it, where it is and what would be right."""

import errno
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: file, place in it, what was found, what would be right."""

    file: str
    place: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return " ".join(_sentence(part) for part in (f"{where}: {self.found}", self.expected) if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


class BadInput(Exception):
    """Raised once with every problem found; its text is the message a researcher reads.

    unchecked: what has to be right first -> what could not be looked at before that.
    """

    def __init__(
        self, problems: Iterable[Problem], head: str = "", unchecked: Mapping[str, Iterable[str]] | None = None
    ):
        self.problems = tuple(sorted(set(problems)))
        self.unchecked = {ground: tuple(dict.fromkeys(what)) for ground, what in (unchecked or {}).items()}
        count = len(self.problems)
        head = head or ("1 problem in the input:" if count == 1 else f"{count} problems in the input:")
        lines = [head, *(f"  - {problem}" for problem in self.problems)]
        waiting = [f"  - {ground}: {', '.join(what)}." for ground, what in self.unchecked.items()]
        super().__init__("\n".join([*lines, *(["Not checked before this is right:"] if waiting else ()), *waiting]))


class Stopped(Exception):
    """Raised when a job must not go on though nothing is wrong with the input's form; its text is the whole message."""


def raise_if(problems: Iterable[Problem], head: str = "") -> None:
    """Raise BadInput when there is at least one problem; head: the first line of its message, where it is no slip in the input."""
    found = tuple(problems)
    if found:
        raise BadInput(found, head)


def listed(names: Iterable[object], most: int = 5) -> str:
    """The first of some names, and how many there are more: `1, 2, 3, 4, 5 and 7 more`."""
    found = [str(name) for name in names]
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def in_rows(rows: Collection[object], column: str = "") -> str:
    """Rows of an export, and their column where it has one, as the place of a message."""
    place = f"row{'s' if len(rows) > 1 else ''} {listed(rows)}"
    return f"{place}, column {column!r}" if column else place


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def plainly(log: Iterable[str] = ()) -> Iterator[None]:
    """End a script on bad input or a full disk with the message alone, on the screen and in the log, without a traceback."""
    try:
        yield
    except (BadInput, Stopped) as error:
        _stop(str(error), log)
    except OSError as error:
        if error.errno not in FULL:
            raise
        _stop(f"The disk is full: {error}. Nothing half-written is left; make room and run the same again.", log)


def _stop(message: str, log: Iterable[str]) -> NoReturn:
    with suppress(OSError):  # a full disk may have no room for the log either
        for path in log:
            Path(path).write_text(f"{message}\n", encoding="utf-8")
    print(message, file=sys.stderr)
    sys.exit(1)
