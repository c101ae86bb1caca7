"""Tables a researcher keeps in a spreadsheet (codebook, value sets): read strictly, each problem with its row."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalreport.files.errors import Problem
from evalreport.files.team_tables import lines_of, table_file

_LABELS = ("label_nb", "label_nn", "label_en", "label_sv")  # languages that no label has to be in


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the header is row 1) and its cells, stripped."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str = "") -> str:
        """Where a cell stands, for a message."""
        return f"row {self.number}, column {column}" if column else f"row {self.number}"


@dataclass(frozen=True)
class ConfigTable:
    """A table as read: the file's name for messages, its columns, its rows and what is wrong with its form."""

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    def problem(self, row: Row, column: str, found: str, expected: str = "") -> Problem:
        """A problem at a cell of this table."""
        return Problem(self.file, row.place(column), found, expected)


def suggestion(name: str, known: Iterable[str]) -> str:
    """`Did you mean x`, or what is known when nothing is close; other capitals are close."""
    names = sorted(set(known))
    plain = {each.casefold(): each for each in reversed(names)}
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    close = close or [plain[each] for each in difflib.get_close_matches(name.casefold(), plain, n=1, cutoff=0.6)]
    if close:
        return f"Did you mean {close[0]!r}?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"Known: {shown}" if names else "None is known"


def read_config_table(
    path: Path, file: str, required: Sequence[str], optional: Sequence[str] = (), languages: Sequence[str] = ()
) -> ConfigTable:
    """Read a table (CSV of any of Excel's kinds, or a workbook); columns must be `required`, `optional` or `label_<language>`.

    `languages` are the label columns that must be there. Wrong columns are reported in `problems`, with the closest
    right name; nothing is raised, so that a caller can report several files at once.
    """
    found = lines_of(path, file)
    file = f"{file.removesuffix(path.suffix)}{table_file(path).suffix}"
    if found.problems:
        return ConfigTable(file, problems=found.problems)
    if not found.rows or not any(found.rows[0]):
        return ConfigTable(file, problems=(Problem(file, "row 1", "no header row", "Columns: " + ", ".join(required)),))
    columns = found.rows[0]
    problems = _column_problems(file, columns, required, optional, languages)
    rows, ragged = _rows(file, columns, found.rows[1:])
    return ConfigTable(file, columns, rows, (*problems, *ragged))


def _column_problems(
    file: str, columns: tuple[str, ...], required: Sequence[str], optional: Sequence[str], languages: Sequence[str]
) -> tuple[Problem, ...]:
    needed = [*required, *(f"label_{language}" for language in languages)]
    known = {*needed, *optional, *_LABELS} if languages else {*needed, *optional}
    twice = sorted({name for name in columns if columns.count(name) > 1})
    missing = [name for name in needed if name not in columns]
    unknown = [name for name in columns if name not in known]
    free = known - set(columns)
    return (
        *(Problem(file, "row 1", f"column {name!r} stands twice", "Column names are unique") for name in twice),
        *(Problem(file, "row 1", f"column {name!r} is missing", "Add it") for name in missing),
        *(Problem(file, "row 1", f"unknown column {name!r}", _meant(name, missing, free)) for name in unknown),
    )


def _meant(name: str, missing: Sequence[str], free: Iterable[str]) -> str:
    """The column that an unknown one may be meant as: one that must be there before one that may."""
    hint = suggestion(name, missing)
    return hint if hint.endswith("?") else suggestion(name, free)


def _rows(
    file: str, columns: tuple[str, ...], lines: Sequence[Sequence[str]]
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    rows, problems = [], []
    for number, line in enumerate(lines, start=2):
        if not any(line):
            continue
        if len(line) != len(columns):
            found = f"{len(line)} cells, the header has {len(columns)}"
            expected = "Put text that holds the sign between cells in double quotes"
            problems.append(Problem(file, f"row {number}", found, expected))
            continue
        rows.append(Row(number, dict(zip(columns, line, strict=True))))
    return tuple(rows), tuple(problems)
