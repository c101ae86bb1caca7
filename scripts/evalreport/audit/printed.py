"""Printed numbers as tidy tables: one row a number, as a person types them from a report; read strictly, every problem at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from evalreport.files.encodings import decode, likely
from evalreport.files.errors import Problem, raise_if
from evalreport.files.rows import lines_in
from evalreport.files.spreadsheets import ConfigTable, Row, suggestion

PCT, WEIGHTED, MULTIPLE, COUNT, MEAN = "pct", "weighted_pct", "multiple_pct", "count", "mean"
N, WIDER = "n", "n_wider"  # a base; the base of a total that holds more than the groups beside it, as its note says
P, BELOW, NOT_BELOW = "p", "p_below", "p_not_below"  # a printed p value; stated as p < value; stated as not below it
WEIGHTED_MULTIPLE = "weighted_multiple_pct"  # items of a list, or several answers a person, under weights
SHARES = (PCT, WEIGHTED, MULTIPLE, WEIGHTED_MULTIPLE)
TESTED = (P, BELOW, NOT_BELOW)
STATISTICS = (*SHARES, COUNT, MEAN, N, WIDER, *TESTED)
EVERYTHING = "*"
PROSE = "p_"

REQUIRED = ("table_id", "row_label", "col_label", "statistic", "value")
OPTIONAL = ("row_var", "decimals_printed", "source_line", "note")
CODING = ("table_id", "row_label", "col_label", "unit")  # columns that make a file a list of codings
LINK = ("said_table", "said_row", "said_col", "table_id", "rows", "columns")  # and of links from text to tables
KINDS = {"unit": CODING, "said_table": LINK}
EXTRA = {"unit": ("row_var", "reading", "note"), "said_table": ("row_var", "kind", "tolerance", "note")}
SAME, SIMILAR = "same", "similar"  # kinds of a link
SURE, POSSIBLE = "sure", "possible"  # readings of a coding


@dataclass(frozen=True)
class Cell:
    """A printed number and where it stands; value None: nothing is printed there."""

    table: str
    row: str
    column: str
    statistic: str
    value: Fraction | None
    decimals: int = 0
    part: str = ""  # row_var: what the rows are about, where a table has several parts
    file: str = ""
    line: int = 0  # row of the file, the header is row 1
    source: str = ""  # line or page of the printed document


def in_text(table: str) -> bool:
    """Whether a table id says that the numbers stand in the text (`p_…`), not in a table: they are compared by links only."""
    return table.startswith(PROSE)


@dataclass(frozen=True)
class Link:
    """A number in the text and the printed cells it is about; with several cells it is about their sum."""

    said: tuple[str, str, str]  # table, row and column of the number in the text
    table: str
    part: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    kind: str = SAME
    tolerance: Fraction = Fraction(0)  # how far words such as `about` reach, in the number's own unit


@dataclass(frozen=True)
class Coding:
    """A unit of a catalogue that belongs in a cell of a table of counts; `possible`: only under one reading."""

    table: str
    part: str
    row: str
    column: str
    unit: str
    reading: str = SURE


@dataclass(frozen=True)
class Printed:
    """Everything an audit looks at."""

    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    codings: tuple[Coding, ...] = ()


def read_printed(paths: Iterable[str | Path], shown: Mapping[str, str] | None = None) -> Printed:
    """All tables of an audit, the kind of each told by its columns; raises BadInput with every problem.

    shown: path -> the name a reader knows a file by (without it, the file's own name).
    """
    cells: list[Cell] = []
    links: list[Link] = []
    codings: list[Coding] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        table = read_table(path, (shown or {}).get(str(path), path.name))
        problems += table.problems
        kind = next((name for name in KINDS if name in table.columns), "")
        if not {*KINDS.get(kind, REQUIRED)} <= {*table.columns}:
            continue
        for row in table.rows:
            try:
                if kind == "unit":
                    codings.append(_coding(table, row))
                elif kind:
                    links.append(_link(table, row))
                else:
                    cells.append(_cell(table, row))
            except ValueError as error:
                problems.append(error.args[0])
    raise_if(problems)
    return Printed(tuple(cells), tuple(links), tuple(codings))


def read_table(path: Path, file: str) -> ConfigTable:
    """A CSV as a spreadsheet saves it: commas or semicolons, UTF-8 or the encoding of Windows."""
    if not path.is_file():
        return ConfigTable(file, problems=(Problem(str(path), "", "the file does not exist"),))
    content = path.read_bytes()
    text = decode(content, likely(content), file)
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    lines = lines_in(text, mark)
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    problems = _header(file, columns)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(columns):
            found = f"{len(line)} cells, the header has {len(columns)}"
            problems.append(Problem(file, f"row {number}", found, "Put text that holds a comma in double quotes"))
            continue
        rows.append(Row(number, dict(zip(columns, (cell.strip() for cell in line), strict=True))))
    return ConfigTable(file, columns, tuple(rows), tuple(problems))


def _header(file: str, columns: Sequence[str]) -> list[Problem]:
    kind = next((name for name in KINDS if name in columns), "")
    required, optional = KINDS.get(kind, REQUIRED), EXTRA.get(kind, OPTIONAL)
    known = {*required, *optional}
    missing = [
        Problem(file, "row 1", f"column {name!r} is missing", f"The header needs {', '.join(required)}")
        for name in required
        if name not in columns
    ]
    free = known - set(columns)
    unknown = [
        Problem(file, "row 1", f"unknown column {name!r}", suggestion(name, free))
        for name in columns
        if name not in known
    ]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    return [*missing, *unknown, *(Problem(file, "row 1", f"column {name!r} stands twice") for name in twice)]


def _cell(table: ConfigTable, row: Row) -> Cell:
    statistic = row["statistic"]
    if statistic not in STATISTICS:
        raise ValueError(
            table.problem(row, "statistic", f"unknown statistic {statistic!r}", suggestion(statistic, STATISTICS))
        )
    value, decimals = _number(table, row, "value")
    if row["decimals_printed"]:
        if not row["decimals_printed"].isdigit():
            raise ValueError(table.problem(row, "decimals_printed", "is no whole number", "0, 1, 2, …"))
        stated = int(row["decimals_printed"])
        if stated < len(row["value"].replace(",", ".").partition(".")[2].rstrip("0% ")):
            found = f"{stated}, but the value {row['value']} has more decimals"
            raise ValueError(table.problem(row, "decimals_printed", found, "Give the value as printed"))
        decimals = stated
    if statistic in (N, WIDER, COUNT) and value is not None and (value.denominator != 1 or value < 0):
        raise ValueError(
            table.problem(row, "value", f"{row['value']!r} is no count", "A count is a whole number, 0 or more")
        )
    return Cell(
        row["table_id"], row["row_label"], row["col_label"], statistic, value, decimals,
        row["row_var"], table.file, row.number, row["source_line"],
    )  # fmt: skip


_NUMBER = re.compile(r"-?\d+(?:[.]\d+)?")


def _number(table: ConfigTable, row: Row, column: str) -> tuple[Fraction | None, int]:
    """The value and its decimals as typed: `76,7`, `76.7`, `,9`, `76,7 %`; nothing typed is nothing printed."""
    text = re.sub(r"[\s\u00a0%]", "", row[column]).replace(",", ".").replace("\u2212", "-")
    if not text:
        return None, 0
    text = f"0{text}" if text.startswith(".") else text
    if not _NUMBER.fullmatch(text):
        raise ValueError(
            table.problem(row, column, f"{row[column]!r} is no number", "Write it as printed, such as 76,7 or 76.7")
        )
    return Fraction(text), len(text.partition(".")[2])


def _link(table: ConfigTable, row: Row) -> Link:
    kind = row["kind"] or SAME
    if kind not in (SAME, SIMILAR):
        raise ValueError(table.problem(row, "kind", f"unknown kind {kind!r}", suggestion(kind, (SAME, SIMILAR))))
    tolerance, _ = _number(table, row, "tolerance")
    rows, columns = (tuple(part.strip() for part in row[name].split(";")) for name in ("rows", "columns"))
    said = (row["said_table"], row["said_row"], row["said_col"])
    return Link(said, row["table_id"], row["row_var"], rows, columns, kind, tolerance or Fraction(0))


def _coding(table: ConfigTable, row: Row) -> Coding:
    reading = row["reading"] or SURE
    if reading not in (SURE, POSSIBLE):
        raise ValueError(
            table.problem(row, "reading", f"unknown reading {reading!r}", suggestion(reading, (SURE, POSSIBLE)))
        )
    return Coding(row["table_id"], row["row_var"], row["row_label"], row["col_label"], row["unit"], reading)
