"""Where a table begins in a sheet: titles above it, one or more rows of headings, labels below them, notes at its end."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.files.errors import BadInput, Problem
from evalreport.ingest.formats.export import Export, forms

OPTIONS = ("skip_rows", "skip_footer", "header_rows", "label_rows", "number_headings")
Records = Sequence[Sequence[str]]
Spans = Iterable[tuple[int, int, int, int]]  # merged cells: first row, last row, first column, last column, from 0

_NUMBER = re.compile(r"-?\d+([.,]\d+)*$")
_TOTALS = ("total", "totalt", "totals", "sum", "i alt", "gjennomsnitt", "snitt", "average", "mean", "n")
_DEEPEST, _LOOKED_AT, _MOST_HEADINGS = 30, 200, 3


@dataclass(frozen=True)
class Head:
    """How the rows above the answers are to be taken; all are counts of rows but the last."""

    header_rows: int = 1
    label_rows: int = 0
    number_headings: bool = False


def export_of(file: str, place: str, records: list[list[str]], head: Head, spans: Spans = ()) -> Export:
    """The export in records that begin with the headings; place: what a message says of where they stand.

    number_headings: a heading that stands twice gets its number ("Age (2)"), one that is empty its column ("column 3").
    """
    header = joined(records[: head.header_rows], spans)
    if not any(header):
        raise BadInput([Problem(file, place, "no header", "Export it again, or change skip_rows/skip_footer")])
    notices: tuple[str, ...] = ()
    if head.number_headings:
        header, notices = numbered(header)
    labels = records[head.header_rows : head.header_rows + head.label_rows]
    about: dict[str, Any] = {}
    if labels:
        about = {"label_rows": head.label_rows, "labels": _labelled(header, labels)}
    rows, told = forms(records[head.header_rows + head.label_rows :])
    return Export(header, rows, about, (*notices, *told))


def _labelled(header: Sequence[str], labels: Records) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(header, labels[0], strict=False) if name}


def joined(rows: Records, spans: Spans = ()) -> tuple[str, ...]:
    """One heading a column from one or more rows: "Satisfied with - The course"; a heading reaches over empty cells."""
    if len(rows) == 1:
        return tuple(cell.strip() for cell in rows[0])
    width = max(map(len, rows), default=0)
    spread = _spread([[*row, *[""] * (width - len(row))] for row in rows], list(spans))
    parts = [
        list(dict.fromkeys(cell.strip() for cell in column if cell.strip())) for column in zip(*spread, strict=True)
    ]
    return tuple(" - ".join(found) for found in parts)


def _spread(rows: list[list[str]], spans: list[tuple[int, int, int, int]]) -> list[list[str]]:
    """The upper headings repeated over the columns they stand above: as merged, else up to the next one."""
    found = [list(row) for row in rows]
    if spans:
        for first, last, left, right in spans:
            for row in range(first, min(last + 1, len(found))):
                for column in range(left, min(right + 1, len(found[row]))):
                    found[row][column] = rows[first][left]
        return found
    for number, upper in enumerate(found[:-1]):
        for column in range(1, len(upper)):
            if not upper[column] and found[number + 1][column]:
                upper[column] = upper[column - 1]
    return found


def numbered(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings that differ, and what was done to them."""
    taken, found, changed = set(header), [], []
    seen: set[str] = set()
    for place, name in enumerate(header, start=1):
        new = name or f"column {place}"
        number = 2
        while new in seen or (new != name and new in taken):
            new, number = f"{name or f'column {place}'} ({number})", number + 1
        seen.add(new)
        found.append(new)
        if new != name:
            changed.append(f"column {place} is called {new!r}")
    return tuple(found), tuple(changed)


def find_head(records: Records, spans: Spans = ()) -> dict[str, Any]:
    """The settings of a table's place: skip_rows, skip_footer, header_rows, label_rows, number_headings; the usual is left out.

    Titles are rows above with a cell or two; a second row of headings has other texts than all rows below it.
    """
    spans = list(spans)
    width = max((_width(row) for row in records[:_LOOKED_AT]), default=0)
    skip = _title_rows(records, width, spans)
    body = [list(row) for row in records[skip:]]
    below = [(a - skip, b - skip, c, d) for a, b, c, d in spans if a >= skip]
    deep = _header_rows(body, width, below)
    footer = _footer_rows(body, width)
    headings = joined(body[:deep], [s for s in below if s[0] < deep]) if body else ()
    found = {
        "skip_rows": skip,
        "skip_footer": footer,
        "header_rows": deep if deep > 1 else 0,
        "label_rows": label_rows([list(headings), *body[deep : len(body) - footer]]),
        "number_headings": _needs_numbers(headings, body[deep : len(body) - footer]),
    }
    return {key: value for key, value in found.items() if value}


def _width(row: Sequence[str]) -> int:
    return max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _cells(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _title_rows(records: Records, width: int, spans: Sequence[tuple[int, int, int, int]]) -> int:
    """Rows above the headings: those with a single cell in a wider table, and everything above an empty row among them."""
    if width < 2:
        return next((i for i, row in enumerate(records) if _cells(row)), 0)
    for number, row in enumerate(records[:_DEEPEST]):
        gap = not any(map(_cells, records[number + 1 : number + 2]))
        few = _cells(row) < 2 or (_cells(row) < width and gap and len(records) > number + 2)
        merged = any(first == number and right > left for first, _, left, right in spans)
        whole = any(first == number and left == 0 and right >= width - 1 for first, _, left, right in spans)
        if whole or (few and not (merged and width > 2 and _cells(row) > 1)):
            continue
        return number
    return 0


def _header_rows(body: list[list[str]], width: int, spans: Sequence[tuple[int, int, int, int]]) -> int:
    """Rows of headings: more than one where upper ones leave cells empty or come twice, and the next is none of answers."""
    merged = [last + 1 for first, last, left, right in spans if first == 0 and (last > 0 or right > left)]
    deep = 1
    while deep < min(_MOST_HEADINGS, len(body) - 1):
        upper, below = body[:deep], body[deep]
        names = joined(upper, [s for s in spans if s[0] < deep])
        gaps = len(names) < width or not all(names[:width]) or len(set(names)) < len(names)
        told = any(first == deep - 1 and right > left for first, _, left, right in spans) or any(
            n > deep for n in merged
        )
        if not (gaps or told) or not _is_heading(below, body[deep + 1 :], full=told):
            break
        deep += 1
    return deep


def _is_heading(row: Sequence[str], below: Records, full: bool) -> bool:
    """Whether a row holds headings: no number, and no text that comes back below in its column."""
    cells = [(i, cell.strip()) for i, cell in enumerate(row) if cell.strip()]
    if not cells or any(_NUMBER.match(cell) for _, cell in cells) or len(below) < 2:
        return False
    again = any(i < len(other) and other[i].strip() == cell for other in below for i, cell in cells)
    settled = sum(_comes_back([row[i].strip() for row in below if i < len(row) and row[i].strip()]) for i, _ in cells)
    return not again and (full or (len(cells) >= 2 and settled > 0.5 * len(cells)))


def _comes_back(texts: Sequence[str]) -> bool:
    """Whether a column below holds numbers or answers that come back, so that a text met once above them is none."""
    return len(texts) > 2 and (len(set(texts)) <= 0.5 * len(texts) or all(_NUMBER.match(text) for text in texts))


def _footer_rows(body: list[list[str]], width: int) -> int:
    """Totals at the end, and notes behind an empty row: a single cell where the table is wider, no answer of its column."""
    if width < 2:
        return 0
    counts = Counter(row[0].strip() for row in body if row)
    end = len(body)
    while end and not _cells(body[end - 1]):
        end -= 1
    while (
        end > 2 and body[end - 1][0].strip().casefold().rstrip(":.") in _TOTALS and counts[body[end - 1][0].strip()] < 2
    ):
        end -= 1
    start = end
    while start > 2 and _is_note(body[start - 1], counts) and end - start < _DEEPEST:
        start -= 1
    notes = start < end and start > 2 and not _cells(body[start - 1]) and width > 2
    end = start if notes else end
    return len(body) - end if any(_cells(row) for row in body[end:]) else 0


def _is_note(row: Sequence[str], counts: Mapping[str, int]) -> bool:
    return _cells(row) == 1 and counts[row[0].strip()] == 1 and bool(row[0].strip())


def label_rows(records: Records) -> int:
    """Rows of labels between the header and the answers: the question in words, and what Qualtrics puts under it.

    Such a row has a text in nearly every cell, no number in any, and most of its texts never come back below.
    """
    if len(records) < 3:
        return 0
    header, second, below = records[0], records[1], records[2:]
    if any("importid" in cell.lower() for cell in below[0]):
        return 2
    cells = [(i, cell.strip()) for i, cell in enumerate(second) if cell.strip()]
    if len(header) < 3 or len(cells) < 0.8 * len(header) or any(_NUMBER.match(cell) for _, cell in cells):
        return 0
    names = sum(bool(re.fullmatch(r"[A-Za-z]\w{0,24}", cell.strip())) for cell in header)
    numeric = sum(
        bool(_NUMBER.match(r[i].strip())) for i, _ in cells for r in below[:50] if i < len(r) and r[i].strip()
    )
    again = sum(any(i < len(row) and row[i].strip() == cell for row in below) for i, cell in cells)
    worded = sum(" " in cell for _, cell in cells) >= 0.5 * len(cells)
    return int(names >= 0.9 * len(header) and worded and again == 0 and (numeric > 0 or len(below) > 3))


def _needs_numbers(header: Sequence[str], rows: Records) -> bool:
    """Whether a heading stands twice, or a column with answers has none."""
    names = [name for name in header if name]
    nameless = [i for i, name in enumerate(header) if not name]
    used = any(i < len(row) and row[i].strip() for row in rows for i in nameless)
    return len(set(names)) < len(names) or used


def settings(options: Mapping[str, Any]) -> Head:
    """The head that the settings of a source describe."""
    return Head(options.get("header_rows", 1) or 1, options.get("label_rows", 0), options.get("number_headings", False))
