"""A notice on a cleaned instrument, and notices as a table on disk.

It says in `found` what is so, without numbers and answers, so that it can stand in a page that leaves the house; rows and values stand
in `place`.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import pandas as pd

from evalreport.files.errors import Problem


@dataclass(frozen=True)
class Notice:
    """A notice on a wave of an instrument ("" for all of them)."""

    wave: str
    file: str
    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return str(Problem(self.file, self.place, self.found, self.expected))

    def discreet(self) -> str:
        """The notice without rows and values."""
        return str(Problem(self.file, "", self.found, self.expected))


SHOWN = 10  # notices of an instrument that a run says; its table has all
COLUMNS = tuple(field.name for field in fields(Notice))


def notices_table(notices: Iterable[Notice]) -> pd.DataFrame:
    """Notices as a table of text."""
    return pd.DataFrame([asdict(notice) for notice in notices], columns=list(COLUMNS)).astype("str")


def notices_in(table: pd.DataFrame) -> list[Notice]:
    """The notices of a table as it was written."""
    return [Notice(*map(str, row)) for row in table[list(COLUMNS)].itertuples(index=False)]


def said(found: Iterable[Notice], path: str) -> list[str]:
    """Return what a run says of the notices of an instrument; path: of the table that holds all of them."""
    lines = [f"Notice: {notice}" for notice in found]
    more = len(lines) - SHOWN
    return lines if more <= 0 else [*lines[:SHOWN], f"Notice: {more} more stand in {path}"]
