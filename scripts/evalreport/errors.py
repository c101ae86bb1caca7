"""What is wrong with the input, said once, all of it, where it is and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: file, place in it, what was found, what would be right."""

    file: str
    place: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.found}." + (f" {self.expected}." if self.expected else "")


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
