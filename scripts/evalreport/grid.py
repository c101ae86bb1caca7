"""Pandoc grid tables: rows of text to Markdown, with spans in the header and widths that fit the page."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 92  # characters of table text across a portrait page; pandoc makes widths proportional to these
LANDSCAPE = 140
LABEL_MAX = 46


@dataclass(frozen=True)
class Grid:
    """A table as text: headings above groups of columns ("" = none), column headings and rows.

    The first column holds labels (left), the others numbers (right).
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    over: tuple[str, ...] = ()
    text_columns: int = 1  # how many columns from the left hold text


def escape(text: str) -> str:
    """Text as pandoc Markdown prints it literally."""
    return re.sub(r"([\\`*_{}\[\]<>#|~^$@])", r"\\\1", text)


def _widths(grid: Grid, page: int) -> list[int]:
    """Column widths in characters: numbers as wide as they need, labels share the rest."""
    columns = list(zip(*([grid.head] if any(grid.head) else []), *grid.rows, strict=True))
    longest_word = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    widest = [max(max((len(cell) for cell in column), default=1), 3) for column in columns]
    widths = []
    for index, (word_length, cell_length) in enumerate(zip(longest_word, widest, strict=True)):
        if index < grid.text_columns:
            widths.append(cell_length)
        else:
            body = max((len(row[index]) for row in grid.rows), default=1)
            widths.append(max(body, min(word_length, 16), min(cell_length, 9)))
    spare = page - sum(widths[grid.text_columns :]) - 3 * len(widths) - 1
    return _fit_labels(widths, longest_word, spare, grid.text_columns)


def _fit_labels(widths: list[int], words: list[int], spare: int, count: int) -> list[int]:
    """Shrink the label columns, the widest first, until they fit; never below their longest word."""
    fitted = list(widths)
    while sum(fitted[:count]) > max(spare, 12):
        index = max(range(count), key=lambda i: fitted[i] - words[i])
        if fitted[index] <= max(words[index], 12):
            break
        fitted[index] -= 1
    return fitted


def _lines(cells: Sequence[str], widths: Sequence[int], right_from: int) -> list[str]:
    wrapped = [
        textwrap.wrap(cell, width, break_long_words=False) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(lines) for lines in wrapped)
    result = []
    for line in range(height):
        parts = [lines[line] if line < len(lines) else "" for lines in wrapped]
        padded = [
            part.ljust(width) if column < right_from else part.rjust(width)
            for column, (part, width) in enumerate(zip(parts, widths, strict=True))
        ]
        result.append("| " + " | ".join(padded) + " |")
    return result


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
    return [_rule(merged), *_lines([text for text, _ in spans], merged, len(merged))]


def markdown(grid: Grid, landscape: bool = False) -> str:
    """The table as a pandoc grid table; cells are Markdown already (see `escape`)."""
    widths = [max(width, 3) for width in _widths(grid, LANDSCAPE if landscape else PAGE)]
    head = _over_lines(grid.over, widths) if any(grid.over) else []
    lines = [
        *head,
        _rule(widths),
        *_lines(grid.head, widths, grid.text_columns),
        _aligned_rule(widths, grid.text_columns),
    ]
    for row in grid.rows:
        lines += [*_lines(row, widths, grid.text_columns), _rule(widths)]
    return "\n".join(lines)
