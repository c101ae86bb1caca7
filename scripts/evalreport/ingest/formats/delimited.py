"""Delimited text: every line is held against the header, so that no quotation mark and no wrong sign eats an answer."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.files.encodings import decode, likely
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.ingest.formats import headings
from evalreport.ingest.formats.export import Export, Format, Wishes

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_SEP = re.compile(r"sep=(.)$", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"-?\d+([.,]\d+)?$")
_FEW = 12  # a column with no more different answers is known by them
_CLOSE = "Close the mark, or write it twice inside a text, and export again"


@dataclass(frozen=True)
class Record:
    """A row of delimited text: its cells, and the first and last line it stands on, from 1."""

    cells: list[str]
    first: int
    last: int


def read_csv(
    path: Path,
    encoding: str = "utf-8",
    delimiter: str = ",",
    skip_rows: int = 0,
    skip_footer: int = 0,
    header_rows: int = 1,
    label_rows: int = 0,
    number_headings: bool = False,
) -> Export:
    """Delimited text; `skip_rows` lines stand before the header, `skip_footer` after the last row, `label_rows` rows below the header.

    Raises BadInput with file and line for a quotation mark that is never closed or closes inside a cell, and for lines
    that a quotation mark made part of another row's cell.
    """
    text = decode(path.read_bytes(), encoding, path.name)
    lines = lines_of(text)
    body = lines[skip_rows : len(lines) - skip_footer]
    if not any(line.strip() for line in body[:1]) and not any(line.strip() for line in body):
        place = f"line {skip_rows + 1}"
        raise BadInput([Problem(path.name, place, "no header", "Export it again, or change skip_rows/skip_footer")])
    records = records_of(path.name, body, delimiter, skip_rows)
    head = headings.Head(header_rows, label_rows, number_headings)
    found = headings.export_of(path.name, f"line {skip_rows + 1}", [r.cells for r in records], head)
    raise_if(_wrong_delimiter(path.name, found.header, delimiter))
    raise_if(_swallowed(path.name, body, records, delimiter, skip_rows))
    about = {"encoding": encoding, "lines": len(lines), **found.about}
    above = header_rows + label_rows
    starts = {row: records[above + row - 1].first for row, _ in found.rows}
    return Export(found.header, found.rows, about, found.notices, starts)


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends; only what ends a line in a file does so (no form feed, no line separator)."""
    return [line for line in _LINE.findall(text) if line]


def records_of(file: str, lines: Sequence[str], delimiter: str, above: int) -> list[Record]:
    """The rows of lines that begin `above` lines down in the file; raises BadInput with the line of a stray mark."""
    return list(_records(file, lines, delimiter, above))


def _records(file: str, lines: Sequence[str], delimiter: str, above: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    first = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput([_stray(file, lines, delimiter, above, first, str(error))]) from error
        yield Record(cells, above + first, above + reader.line_num)
        first = reader.line_num + 1


def _stray(file: str, lines: Sequence[str], delimiter: str, above: int, first: int, error: str) -> Problem:
    place = f"line {above + first}"
    if "expected after" in error:
        return Problem(file, place, "a quotation mark begins a cell and is closed inside it, with text behind", _CLOSE)
    if "unexpected end" in error:
        return Problem(file, place, f"a quotation mark is never closed; {len(lines) - first} lines follow it", _CLOSE)
    if "field larger" in error:
        return Problem(file, place, "a cell of more than 131072 signs, most likely an open quotation mark", _CLOSE)
    return Problem(file, place, f"no table of delimited text ({error})", "Export it again")


def _swallowed(file: str, lines: Sequence[str], records: Sequence[Record], delimiter: str, above: int) -> list[Problem]:
    """Rows in whose cells whole other rows stand: two stray quotation marks that found each other."""
    alone = [r.cells for r in records[1:] if r.first == r.last and any(r.cells)]
    width = len(records[0].cells)
    known = [_shape([cells[i] for cells in alone if len(cells) == width]) for i in range(width)]
    if width < 2 and not known[0].answers:
        return []
    problems = []
    for record in (r for r in records if r.last > r.first):
        inner = range(record.first + 1, record.last + 1)
        hidden = [n for n in inner if _like_row(lines[n - above - 1], delimiter, known)]
        if hidden:
            found = (
                f"a quotation mark that is closed in line {record.last} holds {len(hidden)} line(s) that look like rows"
            )
            problems.append(Problem(file, f"line {record.first}", found, _CLOSE))
    return problems


@dataclass(frozen=True)
class _Shape:
    numbers: bool
    answers: frozenset[str]

    def fits(self, cell: str) -> bool:
        """Whether a cell looks like the others of its column."""
        if self.numbers:
            return not cell or bool(_PLAIN_NUMBER.match(cell))
        return not self.answers or cell in self.answers


def _shape(cells: Sequence[str]) -> _Shape:
    texts = [cell.strip() for cell in cells if cell.strip()]
    numbers = bool(texts) and all(_PLAIN_NUMBER.match(text) for text in texts)
    few = frozenset(texts) if len(set(texts)) <= _FEW and len(texts) >= 2 * len(set(texts)) else frozenset()
    return _Shape(numbers, few | {""} if few else few)


def _like_row(line: str, delimiter: str, known: Sequence[_Shape]) -> bool:
    cells = [cell.strip() for cell in line.rstrip("\r\n").split(delimiter)]
    return len(cells) == len(known) and all('"' in c or shape.fits(c) for shape, c in zip(known, cells, strict=True))


def _wrong_delimiter(file: str, header: Sequence[str], delimiter: str) -> list[Problem]:
    if len(header) > 1:
        return []
    counts = {other: header[0].count(other) for other in DELIMITERS if other != delimiter}
    other = max(counts, key=lambda mark: counts[mark])
    if not counts[other]:
        return []
    found = f"one column when split at {DELIMITERS.get(delimiter, delimiter)!r}"
    return [Problem(file, "header", found, f"It holds {counts[other]} of {other!r}: set delimiter: {other!r}")]


def find_csv(path: Path, wishes: Wishes) -> dict[str, Any]:
    """Encoding, delimiter and the place of the table; a first line `sep=;` says the delimiter."""
    content = path.read_bytes()
    encoding = wishes.encoding or likely(content)
    lines = lines_of(decode(content, encoding, path.name))
    said = _SEP.match(lines[0].strip("\r\n").strip('"')) if lines else None
    skip = 1 if said else 0
    delimiter = wishes.delimiter or (said[1] if said else delimiter_of("".join(lines)))
    records = records_of(path.name, lines[skip:], delimiter, skip)
    found = headings.find_head([record.cells for record in records])
    first = found.pop("skip_rows", 0)
    skip += sum(r.last - r.first + 1 for r in records[:first])
    return {"encoding": encoding, "delimiter": delimiter} | ({"skip_rows": skip} if skip else {}) | found


def delimiter_of(text: str) -> str:
    """The sign that divides the first lines into as many cells as the very first; else, below titles, into the same number."""
    head = "".join(lines_of(text)[:40])

    def widths(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row] or [1]
        usual = max(counts, key=lambda n: (counts.count(n), n))
        if counts[0] > 1 and counts.count(counts[0]) >= 0.9 * len(counts):
            return 2, counts[0]
        return (1, usual) if usual > 1 and counts.count(usual) >= 0.7 * len(counts) else (0, usual)

    return max((",", ";", "\t", "|"), key=widths)


CSV = Format(
    name="csv",
    suffixes=(".csv", ".tsv", ".txt"),
    title="table of delimited text",
    remedy="Export it again",
    read=read_csv,
    options=("encoding", "delimiter", *headings.OPTIONS),
    find=find_csv,
    encoding="utf-8",
)
