"""Tables that a team keeps, as Excel leaves them: any of its marks between cells and encodings, or a workbook.

Excel in Norway writes semicolons and cp1252, Excel elsewhere commas, and a workbook where nobody chose CSV. The header tells the mark, the
bytes tell the encoding; what cannot be told so is a problem with its place.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.files.encodings import mojibake
from evalreport.files.errors import Problem
from evalreport.files.number_formats import shows_per_cent
from evalreport.files.rows import TableError, lines_in
from evalreport.files.texts import UNPRINTABLE, character

WORKBOOK, TEXT = ".xlsx", ".csv"
_MARKS = (",", ";", "\t")
_LOST = "\N{REPLACEMENT CHARACTER}"
# æ, ø, å of a Macintosh as cp1252 reads them, beside letters.
_MACINTOSH = re.compile("[A-Za-z][¾¿Œ]|[¾¿Œ][a-z]")
_UTF8 = "Save it as CSV UTF-8"


@dataclass(frozen=True)
class Lines:
    """The rows of a table, each a list of texts, as a spreadsheet numbers them, and what is wrong with how it was saved."""

    rows: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()


def table_file(path: Path) -> Path:
    """The file of a table: itself, else the workbook (or CSV file) of the same name that lies in its place."""
    other = _other(path)
    return other if other is not None and not path.is_file() and other.is_file() else path


def table_name_in(folder: Path, file: str) -> str:
    """The file of a table as a message names it, relative to a folder."""
    return table_file(folder / file).relative_to(folder).as_posix()


def tables_in(folder: Path) -> list[Path]:
    """The tables of a folder, without what Excel writes beside a workbook that is open."""
    return sorted(path for path in folder.glob("*") if path.suffix in (TEXT, WORKBOOK) and path.name[:1] not in "~.")


def lines_of(path: Path, file: str) -> Lines:
    """The rows of a table in `table_file(path)`; file: its name for messages. Nothing is raised, all is in `problems`."""
    found, other = table_file(path), _other(path)
    if found != path:
        file = f"{file.removesuffix(path.suffix)}{found.suffix}"
    elif other is not None and path.is_file() and other.is_file():
        return Lines(problems=(Problem(file, "", f"{other.name} lies beside it", "Keep one of the two"),))
    if found.is_dir():
        return Lines(problems=(Problem(file, "", "this is a folder", "Name a file"),))
    if not found.is_file():
        return Lines(problems=(Problem(file, "", "the file does not exist", "Add it"),))
    if found.suffix == WORKBOOK:
        return _with_signs(file, _from_workbook(found, file))
    return _with_signs(file, _from_text(found.read_bytes(), file))


def table_name(name: str) -> str:
    """What a table is called in comparisons of versions, which one may have kept as CSV and the other as a workbook."""
    return f"{name.removesuffix(WORKBOOK)}{TEXT}" if name.endswith(WORKBOOK) else name


def plain_text(path: Path) -> str | None:
    """A table as CSV with commas whatever it was saved as, so that two versions can be compared; None where it cannot be read."""
    found = lines_of(path, path.name)
    if found.problems:
        return None
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(found.rows)
    return text.getvalue()


def _other(path: Path) -> Path | None:
    endings = {TEXT: WORKBOOK, WORKBOOK: TEXT}
    return path.with_suffix(endings[path.suffix]) if path.suffix in endings else None


def _from_text(content: bytes, file: str) -> Lines:
    try:
        text, _ = decoded(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Lines(problems=(Problem(file, f"line {line}", "neither UTF-8 nor as Windows writes it", _UTF8),))
    if bad := UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        return Lines(
            problems=(Problem(file, f"line {line}", f"a control character ({character(bad[0])})", "Remove it"),)
        )
    mark, said = mark_of(text)
    try:
        return Lines(_squared(lines_in(text.partition("\n")[2] if said else text, mark, strict=True)))
    except TableError as error:
        found = f"it cannot be read as a table ({error})"
        return Lines(problems=(Problem(file, "", found, "See it for a double quote that is not closed"),))


def mark_of(text: str) -> tuple[str, bool]:
    """The mark between the cells of a table, and whether a first line of Excel's (`sep=;`) says so."""
    first = text.partition("\n")[0]
    said = re.fullmatch(r"\"?sep=(.)\"?\r?", first)
    return said[1] if said else max(_MARKS, key=lambda each: len((lines_in(first, each) or [[]])[0])), bool(said)


def decoded(content: bytes) -> tuple[str, str]:
    """(text, encoding): UTF-8, also with a mark before it; UTF-16 with one; what is no UTF-8 as Windows in Western Europe writes it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252"), "cp1252"


def _squared(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of stripped cells, without the empty columns and rows that Excel leaves at their ends."""
    stripped = [[cell.strip() for cell in row] for row in rows]
    width = len(stripped[0]) if stripped else 0
    while width and not any(any(row[width - 1 :]) for row in stripped):
        width -= 1
    kept = [row[:width] if len(row) >= width and not any(row[width:]) else row for row in stripped]
    while kept and not any(kept[-1]):
        kept.pop()
    return tuple(map(tuple, kept))


def _with_signs(file: str, lines: Lines) -> Lines:
    """The lines with a problem where letters were lost before the table came here."""
    cells = [(f"row {i}", cell) for i, row in enumerate(lines.rows, start=1) for cell in row]
    found = mojibake(file, cells)
    lost = [place for place, cell in cells if _LOST in cell]
    found += [Problem(file, lost[0], f"a letter was lost ({_LOST})", f"Write it again. {_UTF8}")] if lost else []
    mac = [(place, cell) for place, cell in cells if _MACINTOSH.search(cell)]
    found += [Problem(file, mac[0][0], f"{mac[0][1]!r}, as a Macintosh writes letters", _UTF8)] if mac else []
    return Lines(lines.rows, (*lines.problems, *found))


def _from_workbook(path: Path, file: str) -> Lines:
    """The sheet that is named like the file, else the only one with cells."""
    import openpyxl

    try:
        values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    except Exception as error:  # a damaged workbook ends in exceptions of many kinds
        return Lines(problems=(Problem(file, "", f"no workbook that can be read ({error})", "Save it again in Excel"),))
    filled = [
        s.title for s in values.worksheets if any(cell.value is not None for row in s.iter_rows() for cell in row)
    ]
    names = [name for name in filled if name == path.stem] or filled
    if len(names) > 1:
        listed = ", ".join(map(repr, names))
        expected = f"Call the one that is meant {path.stem!r}, or delete the others"
        return Lines(problems=(Problem(file, "", f"{len(names)} sheets: {listed}", expected),))
    if not names:
        return Lines()
    sheet, written = values[names[0]], formulas[names[0]]
    wrong = [
        Problem(file, f"cell {cell.coordinate}", *found)
        for row in sheet.iter_rows()
        for cell in row
        if (found := _unreadable(cell, written[cell.coordinate]))
    ]
    return Lines(_squared([[_cell_text(cell.value) for cell in row] for row in sheet.iter_rows()]), tuple(wrong))


def _unreadable(cell: Any, written: Any) -> tuple[str, str] | None:
    """(found, expected) of a cell that does not hold what a person typed."""
    if cell.data_type == "e":
        return f"{cell.value}, an error of Excel's", "Write the value"
    if isinstance(cell.value, int | float) and shows_per_cent(cell.number_format):
        return (
            f"{cell.value!r}, shown as per cent",
            "Write the number that is meant, 25 or 0.25, and give the column the format General",
        )
    if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
        return (
            f"{cell.value}, a date or time",
            "Excel makes dates of texts such as 1-2: give the column the format Text",
        )
    if written.data_type == "f" and cell.value is None:
        return "a formula without a saved result", "Save it in Excel"
    return None


def _cell_text(value: object) -> str:
    """Whole numbers without the decimals that a workbook gives all numbers."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)
