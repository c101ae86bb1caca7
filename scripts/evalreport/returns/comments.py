"""comments.csv: what colleagues say beside the text of the Word report, each once, as the team has saved the file."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from evalreport.files.errors import BadInput, Problem
from evalreport.files.rows import lines_in
from evalreport.files.team_tables import WORKBOOK, decoded, lines_of, mark_of, table_file
from evalreport.files.writing import writing
from evalreport.returns.changes import DONE, READY, Change

COMMENTS = "comments.csv"
COLUMNS = ("author", "date", "text", "state", "answer", "template", "line", "words")
OPEN = "open"
LINE_ENDS = "\r\n"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula


def read_comments(path: Path) -> list[dict[str, str]]:
    """The comments that are there already. Raises BadInput where they cannot be read, or a column is missing."""
    if not table_file(path).is_file():
        return []
    lines = lines_of(path, str(path))
    problems = [*lines.problems]
    if table_file(path).suffix == WORKBOOK and not problems:
        problems.append(
            Problem(str(table_file(path)), "", "is a workbook, which rows cannot be added to", "Save it as CSV")
        )
    columns = [each.lower() for each in lines.rows[0]] if lines.rows else []
    if missing := ", ".join(name for name in COLUMNS if columns and name not in columns):
        problems.append(Problem(str(path), "", f"has no column {missing}", f"The columns are {', '.join(COLUMNS)}"))
    if problems:
        raise BadInput(problems)
    blank = dict.fromkeys(columns, "")  # a row may end before the last columns
    return [blank | {name: _typed(cell) for name, cell in zip(columns, row, strict=False)} for row in lines.rows[1:]]


def _typed(cell: str) -> str:
    """A cell as it was before `safe`."""
    return cell.removeprefix("'") if cell[1:2] in _FORMULA else cell


def with_known(changes: Sequence[Change], known: Sequence[Mapping[str, str]]) -> None:
    """Comments that comments.csv or an earlier file has are done; the same words twice in one file are two comments."""
    there = Counter(_key(each["author"], each["date"], each["text"]) for each in known)
    first, own = dict[tuple[tuple[str, ...], int], int](), Counter[tuple[str, tuple[str, ...]]]()
    for change in changes:
        if change.kind != "comment" or change.status != READY:
            continue
        author, date = next(iter(change.authors.items()))
        key = _key(author, date, change.new)
        own[change.source, key] += 1
        at = own[change.source, key]
        if at <= there[key]:
            change.status, change.reason = DONE, "done"
        elif (key, at) in first:
            change.status, change.reason, change.about = DONE, "twice", str(first[key, at])
        else:
            first[key, at] = change.number


def _key(*cells: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def add_comments(path: Path, new: Sequence[Change]) -> None:
    """Put new comments behind those that are there, open and without an answer; what was there stays as it was saved.

    Where its encoding has not all the letters it becomes UTF-8 with a mark, as Excel reads it.
    """
    content = path.read_bytes() if path.is_file() else b""
    text, encoding = decoded(content) if content else ("", "utf-8")
    mark, said = mark_of(text) if text.strip() else (",", False)
    ends = "\r\n" if "\r\n" in text else "\n"
    head = (lines_in(text.partition("\n")[2] if said else text, mark) or [[]])[0]
    columns = [each.strip().lower() for each in head] or [*COLUMNS]
    rows = [columns] if not text.strip() else []
    for change in new:
        author, date = next(iter(change.authors.items()))
        cells = (author, date, change.new, OPEN, "", change.file, str(change.line or ""), change.old)
        own = dict(zip(COLUMNS, cells, strict=True))
        rows.append([own.get(column, "") for column in columns])
    before = f"{text.rstrip(LINE_ENDS)}{ends}" if text.strip() else ""
    whole = before + rows_csv(rows, mark, ends)
    try:
        raw = whole.encode(encoding)
    except UnicodeEncodeError:
        raw = whole.encode("utf-8-sig")
    with writing(path) as temporary:
        temporary.write_bytes(raw)


def rows_csv(rows: Sequence[Sequence[object]], mark: str = ",", ends: str = "\n") -> str:
    """Rows as CSV that no spreadsheet takes for formulas."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark, lineterminator=ends).writerows([safe(str(cell)) for cell in row] for row in rows)
    return stream.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; what it was is told by an apostrophe before it, as they write it themselves."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
