"""What a reader of exports finds in a file, and what a kind of file is to the rest of the program."""

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from evalreport.files.encodings import mojibake
from evalreport.files.errors import BadInput, Problem

Rows = list[tuple[int, list[str]]]  # data row number and the cells, "" where empty
_NEARLY_ALL = 0.9  # of the rows with answers
_LISTED = 5


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
    lines: Mapping[int, int] = field(default_factory=dict)  # data row -> line of the file, where it is a text

    def place(self, row: int) -> str:
        """Where a row stands, for a message."""
        return f"line {self.lines[row]}" if row in self.lines else f"row {row}"


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
    encoding: str = ""  # in which it is read where nobody says one; "" as the file itself says


def texts_of(export: Export) -> Iterator[tuple[str, str]]:
    """(place, text) of all that stands in an export: headings, cells, labels of columns and of their values."""
    yield from (("header", name) for name in export.header)
    for row, cells in export.rows:
        place = export.place(row)
        yield from ((f"{place}, column {name!r}", cell) for name, cell in zip(export.header, cells, strict=False))
    yield from ((f"label of column {name!r}", label) for name, label in export.about.get("labels", {}).items() if label)
    for name, labels in export.about.get("value_labels", {}).items():
        yield from ((f"value labels of column {name!r}", label) for label in labels.values() if label)


def spoken(encoding: str, file: str) -> str | None:
    """What a library is told of a file's encoding: None where nobody said one. Raises BadInput for one that there is not."""
    try:
        return codecs.lookup(encoding).name if encoding else None
    except LookupError as error:
        raise BadInput([Problem(file, "", f"unknown encoding {encoding!r}", "Write utf-8 or cp1252")]) from error


def finds_encoding(read: Callable[..., Export]) -> Callable[[Path, Wishes], dict[str, Any]]:
    """How to find the encoding of a file whose own word for it is missing or wrong: UTF-8 where that makes its letters right."""

    def find(path: Path, wishes: Wishes) -> dict[str, Any]:
        if wishes.encoding:
            return {"encoding": wishes.encoding}
        if not mojibake(path.name, texts_of(read(path))):
            return {}
        try:
            right = not mojibake(path.name, texts_of(read(path, "utf-8")))
        except Exception:  # of any library: some letters are no UTF-8, and reading tells which are wrong
            return {}
        return {"encoding": "utf-8"} if right else {}

    return find


def numbered(records: Iterable[list[str]]) -> Rows:
    """All rows, numbered as they stand in the source: a case of a statistical file is a form, whatever is in it."""
    return list(enumerate(records, start=1))


def forms(records: Iterable[list[str]]) -> tuple[Rows, tuple[str, ...]]:
    """The rows of a sheet or text that are forms, numbered as they stand in the source, and what is told of blank ones.

    A blank row is a form without any answer where no column is answered by nearly all: nobody knows better of boxes that
    may all be left open. Where some column always has an answer, it parts or ends the table and is left out.
    """
    rows = list(enumerate(records, start=1))
    filled = [(row, cells) for row, cells in rows if any(cell.strip() for cell in cells)]
    last = filled[-1][0] if filled else 0
    blank = [row for row, cells in rows if row <= last and cells and not any(cell.strip() for cell in cells)]
    if not blank:
        return filled, ()
    if _always_answered(filled):
        return filled, (f"{_rows(blank)} without any answer: no form, left out",)
    kept = {row for row, _ in filled} | set(blank) | _blank_at_end(rows, last, blank)
    found = [(row, cells) for row, cells in rows if row in kept]
    return found, (f"{_rows(sorted(kept - {row for row, _ in filled}))} without any answer: counted as forms",)


def _always_answered(filled: Rows) -> bool:
    """Whether some column is answered in nearly all of the rows."""
    width = max((len(cells) for _, cells in filled), default=0)
    answered = (sum(bool(cells[i].strip()) for _, cells in filled if i < len(cells)) for i in range(width))
    return max(answered, default=0) > _NEARLY_ALL * len(filled)


def _blank_at_end(rows: Rows, last: int, blank: Sequence[int]) -> set[int]:
    """The blank rows behind the last answer, where they are no more than come together elsewhere; a sheet may have many."""
    end = [row for row, cells in rows if row > last and cells]
    known = set(blank)
    longest, run = 0, 0
    for row in range(min(known), max(known) + 1):
        run = run + 1 if row in known else 0
        longest = max(longest, run)
    return set(end) if len(end) <= longest else set()


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED])) + (
        f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
    )
    return f"{len(numbers)} row{'s' if len(numbers) > 1 else ''} ({shown})"


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
