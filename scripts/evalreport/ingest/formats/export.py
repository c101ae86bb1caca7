"""What a reader of exports finds in a file, and what a kind of file is to the rest of the program."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

Rows = list[tuple[int, list[str]]]  # data row number and the cells, "" where empty


@dataclass(frozen=True)
class Export:
    """What a reader found: header, rows, what the manifest should tell of the file, and what a person should be told.

    `about` may hold labels (column -> question), value_labels (column -> code -> label), user_missing, measures, sets
    (multiple response) and meanings (column -> month, weekday, seconds), whatever the kind of file.
    """

    header: tuple[str, ...]
    rows: Rows
    about: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What a person said of a file before it was read; "" where nothing was said."""

    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in settings, its endings, how it is read, and how its settings are found.

    title: what a message calls a whole one; remedy: what a person does with a broken one; options: keys that `read`
    takes beside the path; marks: the first bytes of such a file, for files with another kind's ending.
    """

    name: str
    suffixes: tuple[str, ...]
    title: str
    remedy: str
    read: Callable[..., Export]
    options: tuple[str, ...] = ()
    find: Callable[[Path, Wishes], dict[str, Any]] = lambda path, wishes: {}
    marks: tuple[bytes, ...] = ()


def filled(records: Iterable[list[str]]) -> Rows:
    """Rows with anything in them, numbered as they stand in the source."""
    return [(row, cells) for row, cells in enumerate(records, start=1) if any(cell.strip() for cell in cells)]


def text_of(value: Any) -> str:
    """A cell as text: 1.0 -> "1", midnight -> "2009-10-12", missing -> ""."""
    if value is None or value != value:  # NaN and NaT differ from themselves
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
