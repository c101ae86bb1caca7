"""What is wrong with the input, said once, all of it, where it is and what would be right."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


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
    """Raised once with every problem found; its text is the message a researcher reads."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "1 problem in the input:" if count == 1 else f"{count} problems in the input:"
        super().__init__("\n".join([head, *(f"  - {problem}" for problem in self.problems)]))


def raise_if(problems: Iterable[Problem]) -> None:
    """Raise BadInput when there is at least one problem."""
    found = tuple(problems)
    if found:
        raise BadInput(found)


@contextmanager
def plainly(log: Iterable[str] = ()) -> Iterator[None]:
    """End a script on bad input with the message alone, on the screen and in the log: a researcher needs no traceback."""
    try:
        yield
    except BadInput as error:
        for path in log:
            Path(path).write_text(f"{error}\n", encoding="utf-8")
        print(error, file=sys.stderr)
        sys.exit(1)
