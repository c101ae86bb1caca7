"""Pandoc grid tables: rows of text to Markdown, with spans in the header and widths that fit the page."""

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.words.numbers import NO_BREAK, held_together

PAGE = 92  # characters of table text across a portrait page; pandoc makes widths proportional to these
LANDSCAPE = 140


@dataclass(frozen=True)
class Grid:
    """A table as text: headings above groups of columns ("" = none), column headings and rows.

    The first column holds labels (left), the others numbers (right). A row of one cell is a heading across the table.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    over: tuple[str, ...] = ()
    text_columns: int = 1  # how many columns from the left hold text


_BREAKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # not the no-break space
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]"
)  # no document can hold them
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BEFORE_BRACKET = re.compile(r"!(?=$|\\\|)")  # a reference, or the span of a bar, would be a picture
_BAR = re.compile(r"\\\|")
_PLUS = re.compile(r"(?<!\\)((?:\\\\)*)\\\+")  # with the sign that escapes it
_DASHES = re.compile(r"--+")  # pandoc would join them into one long dash
_BULLET = re.compile(r"^(\s*)([-+:])")
_ALONE = re.compile(
    r"(?<= )(=+|-|:)(?= |$)"
)  # at the beginning of a cell's line they would make a heading or definition
_NUMBER = re.compile(
    r"^(\s*\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+))([.)])(?=\s|$)"
)  # `1. Yes` would begin a numbered list


def escape(text: str) -> str:
    """Text as pandoc Markdown prints it literally, also at the beginning of a paragraph; on one line.

    Every run of blanks is one blank; what no document can hold (control characters) is shown as U+FFFD.
    """
    line = _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text))
    signs = _ENTITY.sub(r"\&", _SIGNS.sub(r"\\\1", line))
    dashes = _DASHES.sub(lambda run: r"\-" * len(run[0]), signs)
    bracketed = _BEFORE_BRACKET.sub(r"\!", dashes)
    return _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\1\\\2", bracketed))


def quoted(text: str) -> str:
    """Text as the value of an attribute between straight quotes, as pandoc reads it back."""
    line = _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text)).strip()
    return line.replace("\\", r"\\").replace('"', r"\"").replace("&", "&amp;")


def _is_one_column(sign: str) -> bool:
    """Whether pandoc gives a character one column of a grid, alone and beside any other.

    Those of two columns (CJK, emoji) or none (accents, soft hyphens, joiners) are left out with all that may join them.
    """
    wide = unicodedata.east_asian_width(sign) in "WF"
    return sign == NO_BREAK or sign == " " or not wide and unicodedata.category(sign)[0] in "LNPS"


def _by_number(sign: str) -> str:
    """A character as its number (`&#173;`) where its width is not one, or where it could be taken for a corner of the grid."""
    return sign if _is_one_column(sign) and sign != "+" else f"&#{ord(sign)};"


def _in_columns(cell: str) -> str:
    """The cell in characters of one column each: then no width has to be known. None of them is an edge or corner of a grid.

    A bar that stands in a cell is in a span: the assembly takes a bare one for the edge of a grid that is torn. Signs that would
    be markup after a line break inside the cell are escaped. A line does not end within a grouped number.
    """
    inside = _PLUS.sub(r"\1+", _BAR.sub("[&#124;]{.bar}", held_together(_BREAKS.sub(" ", cell))))
    return _ALONE.sub(r"\\\1", "".join(map(_by_number, inside)))


def _widths(grid: Grid, page: int) -> list[int]:
    """Column widths in characters: numbers as wide as they need, labels share the rest."""
    body = [row for row in grid.rows if len(row) > 1]
    columns = list(zip(*([grid.head] if any(grid.head) else []), *body, strict=True))
    longest_word = [max((_longest_word(cell) for cell in column), default=1) for column in columns]
    widest = [max(max((len(cell) for cell in column), default=1), 3) for column in columns]
    widths = []
    for index, (word_length, cell_length) in enumerate(zip(longest_word, widest, strict=True)):
        if index < grid.text_columns:
            widths.append(cell_length)
        else:
            numbers = max((len(row[index]) for row in body), default=1)
            widths.append(max(numbers, word_length, min(cell_length, 9)))  # a longer word would break the grid
    spare = page - sum(widths[grid.text_columns :]) - 3 * len(widths) - 1
    return _room_for_headings(_fit_labels(widths, longest_word, spare, grid.text_columns), grid, page)


def _room_for_headings(widths: list[int], grid: Grid, page: int) -> list[int]:
    """Widen the label column so that headings across the table need few lines, as far as the page goes."""
    total = sum(widths) + 3 * len(widths) + 1
    longest = max((len(row[0]) for row in grid.rows if len(row) == 1), default=0)
    return [widths[0] + max(0, min(longest + 4, page) - total), *widths[1:]]


def _longest_word(cell: str) -> int:
    """Characters of the longest piece that must stay on one line; a no-break space holds its neighbours together."""
    return max(map(len, re.split(r"[ \t\n]+", cell)))


def _under(over: Sequence[str], widths: Sequence[int]) -> list[int]:
    """The widths, the last column of each heading widened where a word of the heading needs more room."""
    wide, column = list(widths), 0
    for text, count in _spans(over):
        room = sum(wide[column : column + count]) + 3 * (count - 1)
        column += count
        wide[column - 1] += max(0, _longest_word(text) - room)
    return wide


def _fit_labels(widths: list[int], words: list[int], spare: int, count: int) -> list[int]:
    """Shrink the label columns, the widest first, until they fit; never below their longest word."""
    fitted = list(widths)
    while sum(fitted[:count]) > max(spare, 12):
        index = max(range(count), key=lambda i: fitted[i] - words[i])
        if fitted[index] <= max(words[index], 12):
            break
        fitted[index] -= 1
    return fitted


def _lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """A row as lines. All cells start at the left: an indent would make pandoc read code; the rule under the head aligns."""
    wrapped = [
        textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(lines) for lines in wrapped)
    padded = [
        [line.ljust(width) for line in lines + [""] * (height - len(lines))]
        for lines, width in zip(wrapped, widths, strict=True)
    ]
    return ["| " + " | ".join(parts) + " |" for parts in zip(*padded, strict=True)]


def _rule(widths: Sequence[int], sign: str = "-") -> str:
    return "+" + "+".join(sign * (width + 2) for width in widths) + "+"


def _aligned_rule(widths: Sequence[int], text_columns: int) -> str:
    parts = [
        ":" + "=" * (width + 1) if column < text_columns else "=" * (width + 1) + ":"
        for column, width in enumerate(widths)
    ]
    return "+" + "+".join(parts) + "+"


def _spans(over: Sequence[str]) -> list[tuple[str, int]]:
    spans: list[tuple[str, int]] = []
    for column, text in enumerate(over):
        if column and text and spans[-1][0] == text:
            spans[-1] = (text, spans[-1][1] + 1)
        else:
            spans.append((text, 1))
    return spans


def _over_lines(over: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The top rule and the row of headings that span columns."""
    spans, merged, column = _spans(over), [], 0
    for _, count in spans:
        merged.append(sum(widths[column : column + count]) + 3 * (count - 1))
        column += count
    return [_rule(merged), *_lines([text for text, _ in spans], merged)]


def _all_in_columns(grid: Grid) -> Grid:
    def cells(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_in_columns, row))

    return Grid(cells(grid.head), tuple(map(cells, grid.rows)), cells(grid.over), grid.text_columns)


def markdown(grid: Grid, landscape: bool = False) -> str:
    """The table as a pandoc grid table; cells are Markdown already (see `escape`)."""
    grid = _all_in_columns(grid)
    widths = [max(width, 3) for width in _widths(grid, LANDSCAPE if landscape else PAGE)]
    widths = _under(grid.over, widths) if any(grid.over) else widths
    head = _over_lines(grid.over, widths) if any(grid.over) else []
    lines = [
        *head,
        _rule(widths),
        *_lines(grid.head, widths),
        _aligned_rule(widths, grid.text_columns),
    ]
    for row in grid.rows:
        across = [sum(widths) + 3 * (len(widths) - 1)]
        lines += [*_lines(row, across if len(row) == 1 else widths), _rule(widths)]
    return "\n".join(lines)
