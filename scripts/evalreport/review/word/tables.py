"""Two versions of a table as one, cell by cell, with what differs as tracked changes; tables are pandoc's JSON.

Columns are matched by their headings, rows by their labels below the heading of their section, both in order. A cell that differs holds
what was and, below it, what is; the line break between them is put in and taken out at once, so that neither accepting nor rejecting
all changes leaves it behind.
"""

import difflib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any, TypeAlias

from evalreport.review.word.text import AUTHOR, DATE

Json: TypeAlias = Any  # pandoc's elements: {"t": name, "c": content}
Pair: TypeAlias = tuple[int | None, int | None]  # places in the earlier and the new table; None: not there

WIDEST = 12  # columns of a table with those that are gone: more cannot be read on a page
_ATTR: Json = ["", [], []]
_DEFAULT = {"t": "AlignDefault"}


@dataclass(frozen=True)
class Row:
    """The cells of a row as lists of inlines, one a column, or one across all columns (a heading of a section)."""

    cells: tuple[Json, ...]
    across: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells as text."""
        return tuple(map(plain, self.cells))


@dataclass(frozen=True)
class Sheet:
    """A table without spans: rows of headings, alignments a column, rows."""

    head: tuple[Row, ...]
    specs: tuple[Json, ...]
    rows: tuple[Row, ...]

    @property
    def headings(self) -> list[tuple[str, ...]]:
        """A column's headings, from top to bottom."""
        return list(zip(*(row.texts for row in self.head), strict=True))

    @property
    def labels(self) -> int:
        """How many columns from the left hold text."""
        kinds = [spec[0]["t"] != "AlignRight" for spec in self.specs]
        return kinds.index(False) if False in kinds else len(kinds)


def merged_table(old: Json, new: Json) -> Json | None:
    """The new table with its changes tracked; None where the heads have no column of numbers in common or spans cannot be followed."""
    before, after = _sheet(old), _sheet(new)
    if before is None or after is None:
        return None
    columns = _columns(before, after)
    if columns is None:
        return None
    if all(i == k for i, k in columns) and not _told(before, after):
        return new
    last = len(after.head) - 1
    head = [
        _merged_row(was, now, columns) if row == last else _merged_over(was, now, columns)
        for row, (was, now) in enumerate(zip(before.head, after.head, strict=True))
    ]
    rows = [
        _merged_row(_at(before.rows, i), _at(after.rows, k), columns) for i, k in _matched_rows(before, after, columns)
    ]
    specs = [before.specs[i or 0] if k is None else after.specs[k] for i, k in columns]
    attr, caption, _, (head_attr, _), bodies, foot = new["c"]
    printed_head = [_printed(row, _spans_of(row) if at < last else None) for at, row in enumerate(head)]
    body = [bodies[0][0], bodies[0][1], [], [_printed(row, [len(columns)] if row.across else None) for row in rows]]
    return {"t": "Table", "c": [attr, caption, specs, [head_attr, printed_head], [body], [foot[0], []]]}


def _told(before: Sheet, after: Sheet) -> bool:
    return [row.texts for row in (*before.head, *before.rows)] != [row.texts for row in (*after.head, *after.rows)]


def _at(rows: Sequence[Row], place: int | None) -> Row | None:
    return None if place is None else rows[place]


# --- reading ---


def plain(element: Json) -> str:
    """What pandoc's elements say, without footnotes, in one line."""
    return " ".join(part for part in "".join(_said(element)).split(" ") if part)  # a space that does not break stays


def _said(element: Json) -> Iterator[str]:
    if isinstance(element, list):
        for part in element:
            yield from _said(part)
    elif isinstance(element, dict):
        kind: str = element["t"]
        content: Json = element.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind in ("Code", "Math"):
            yield content[1]
        elif kind in ("Span", "Link", "Quoted", "Cite", "Div"):
            yield from _said(content[1])
        elif kind not in ("Note", "RawInline", "RawBlock", "Image"):
            yield from _said(content)


def _sheet(table: Json) -> Sheet | None:
    """None for a table with cells over several rows or over some columns of its body, or with lists in its cells."""
    _, _, specs, (_, heads), bodies, (_, foot) = table["c"]
    bodily = [row for _, _, first, rest in bodies for row in (*first, *rest)] + foot
    if not heads or not bodies or not all(_is_plain(row, len(specs)) for row in (*heads, *bodily)):
        return None
    if any(cell[3] != 1 for cell in heads[-1][1]) or any(c[3] not in (1, len(specs)) for row in bodily for c in row[1]):
        return None
    return Sheet(tuple(map(_row, heads)), tuple(specs), tuple(map(_row, bodily)))


def _is_plain(row: Json, width: int) -> bool:
    cells = row[1]
    blocks = [block["t"] for cell in cells for block in cell[4]]
    one_each = all(cell[2] == 1 and len(cell[4]) <= 1 for cell in cells)
    return one_each and sum(cell[3] for cell in cells) == width and set(blocks) <= {"Plain", "Para"}


def _row(row: Json) -> Row:
    """A row with spans undone: a heading over several columns stands in each of them."""
    inlines = [(cell[4][0]["c"] if cell[4] else [], cell[3]) for cell in row[1]]
    if len(inlines) == 1 and inlines[0][1] > 1:
        return Row((inlines[0][0],), across=True)
    return Row(tuple(content for content, count in inlines for _ in range(count)))


# --- matching ---


def _aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Places of what is the same, in order; what is gone stands before what is new in its place."""
    found: list[Pair] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(i, j), range(k, m), strict=True)
        else:
            found += [*((at, None) for at in range(i, j)), *((None, at) for at in range(k, m))]
    return found


def _columns(before: Sheet, after: Sheet) -> list[Pair] | None:
    """The columns of both tables by heading, the first with the first; None where the heads have too little in common."""
    if len(before.head) != len(after.head) or any(row.across for row in (*before.head, *after.head)):
        return None
    rest = _aligned(before.headings[1:], after.headings[1:])
    common = any(i is not None and k is not None for i, k in rest)
    if (rest and not common) or 1 + len(rest) > max(WIDEST, len(after.specs)):
        return None
    return [(0, 0), *((_next(i), _next(k)) for i, k in rest)]


def _next(place: int | None) -> int | None:
    return None if place is None else place + 1


def _matched_rows(before: Sheet, after: Sheet, columns: Sequence[Pair]) -> list[Pair]:
    """Rows by their labels; in what is left, a row with the same numbers has another label."""
    count = _label_count(before, after)
    found: list[Pair] = []
    for both, group in groupby(_aligned(_keys(before, count), _keys(after, count)), key=lambda pair: None in pair):
        pairs = list(group)
        found += _relabelled(before, after, columns, pairs) if both else pairs
    return found


def _keys(sheet: Sheet, count: int) -> list[tuple[str, ...]]:
    """For every row the heading of its section and its labels."""
    keys, section = [], ""
    for row in sheet.rows:
        section = row.texts[0] if row.across else section
        keys.append((section, *(("",) if row.across else row.texts[:count])))
    return keys


def _label_count(before: Sheet, after: Sheet) -> int:
    """How many labels it takes to tell the rows of either table apart; one where none do."""
    most = min(before.labels, after.labels)
    for count in range(1, most + 1):
        if all(len(set(keys)) == len(keys) for keys in (_keys(before, count), _keys(after, count))):
            return count
    return 1


def _relabelled(before: Sheet, after: Sheet, columns: Sequence[Pair], pairs: Sequence[Pair]) -> list[Pair]:
    old, new = [i for i, _ in pairs if i is not None], [k for _, k in pairs if k is not None]
    numbers = [(i, k) for i, k in columns[1:] if i is not None and k is not None]
    was = [_told_by(before.rows[i], [c for c, _ in numbers]) for i in old]
    now = [_told_by(after.rows[k], [c for _, c in numbers]) for k in new]
    alone = [row if row and was.count(row) == 1 and now.count(row) == 1 else (at,) for at, row in enumerate(was)]
    found = _aligned(alone, [row if row in alone else (-1 - at,) for at, row in enumerate(now)])
    return [(None if i is None else old[i], None if k is None else new[k]) for i, k in found]


def _told_by(row: Row, columns: Sequence[int]) -> tuple[str | int, ...]:
    """What a row says beside its label; () where that is nothing, or the heading of a section."""
    said = () if row.across else tuple(row.texts[c] for c in columns)
    return said if any(any(letter.isdigit() for letter in text) for text in said) else ()


# --- merging ---


def _merged_row(was: Row | None, now: Row | None, columns: Sequence[Pair]) -> Row:
    """A row of the merged table; a row without a counterpart is gone (now is None) or new (was is None)."""
    if any(row is not None and row.across for row in (was, now)):
        return Row((_merged(_cell(was, 0), _cell(now, 0)),), across=True)
    return Row(tuple(_merged(_cell(was, i), _cell(now, k)) for i, k in columns))


def _merged_over(was: Row, now: Row, columns: Sequence[Pair]) -> Row:
    """Headings above groups of columns: one that some column had, and another has, is not marked."""
    kept = set(was.texts) & set(now.texts)
    cells = []
    for i, k in columns:
        here = now.cells[k] if k is not None else was.cells[i or 0]
        cells.append(here if plain(here) in kept else _merged(_cell(was, i), _cell(now, k)))
    return Row(tuple(cells))


def _cell(row: Row | None, column: int | None) -> Json:
    return [] if row is None or column is None else row.cells[column]


def _merged(was: Json, now: Json) -> Json:
    """The inlines of a cell that is gone (now is empty), new (was is empty), or both."""
    old, new = plain(was), plain(now)
    if old == new:
        return now
    if not new:
        return _inside(was, lambda inlines: [_span("deletion", _words(old))])
    if not old:
        return _inside(now, lambda inlines: [_span("insertion", inlines)])
    between = _span("insertion", [_span("deletion", [{"t": "LineBreak"}])])
    return _inside(now, lambda inlines: [_span("deletion", _words(old)), between, _span("insertion", inlines)])


def _span(kind: str, inlines: Json) -> Json:
    return {"t": "Span", "c": [["", [kind], [["author", AUTHOR], ["date", DATE]]], inlines]}


def _words(text: str) -> list[Json]:
    """Text as pandoc has it: what is gone is told in words, without links that lead nowhere."""
    parts = [each for part in text.split(" ") for each in ({"t": "Space"}, {"t": "Str", "c": part})]
    return parts[1:]


def _inside(inlines: Json, change: Callable[[Json], Json]) -> Json:
    """A change inside of what marks a whole cell: rows are known as sums and sections by it."""
    if len(inlines) == 1 and inlines[0]["t"] in ("Strong", "Emph"):
        return [{**inlines[0], "c": _inside(inlines[0]["c"], change)}]
    if len(inlines) == 1 and inlines[0]["t"] == "Span":
        attr, inner = inlines[0]["c"]
        return [{**inlines[0], "c": [attr, _inside(inner, change)]}]
    return change(inlines)


def _spans_of(row: Row) -> list[int]:
    """How many columns each heading stands over: neighbours of the same words are one."""
    return [len(list(same)) for _, same in groupby(enumerate(row.texts), key=lambda pair: pair[1] or pair[0])]


def _printed(row: Row, spans: Sequence[int] | None = None) -> Json:
    """A row of pandoc's; spans: columns a cell, where not one each."""
    counts = spans or [1] * len(row.cells)
    starts = [0] if row.across else [0, *accumulate(counts)][:-1]
    cells = [
        [_ATTR, _DEFAULT, 1, count, [{"t": "Plain", "c": row.cells[at]}] if row.cells[at] else []]
        for at, count in zip(starts, counts, strict=True)
    ]
    return [_ATTR, cells]
