"""How much of a slide its words, charts and tables take, and at which size of letters they are read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.figures.theme import WIDTH
from evalreport.outputs.charts.sheet import LETTERS

POINT = 12700  # EMU
LETTER, LINE = 0.5, 1.2  # mean width of a letter and distance of lines, in sizes of type
LARGEST, SMALLEST = 16.0, 8.0  # points, of the letters in charts and tables: smaller ones are not read from a chair


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in EMU."""
        return tuple(round(side * POINT) for side in (self.left, self.top, self.width, self.height))  # type: ignore[return-value]

    def from_top(self, height: float, gap: float = 0.0) -> tuple["Box", "Box"]:
        """A strip at the top, and what is left below it."""
        rest = max(self.height - height - gap, 0.0)
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height + gap, self.width, rest),
        )

    def columns(self, count: int, gap: float = 12.0) -> list["Box"]:
        """So many boxes side by side."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + i * (width + gap), self.top, width, self.height) for i in range(count)]

    def around(self, width: float, height: float) -> "Box":
        """The largest box of a picture's shape in the middle of this one."""
        scale = min(self.width / width, self.height / height)
        wide, high = width * scale, height * scale
        return Box(self.left + (self.width - wide) / 2, self.top + (self.height - high) / 2, wide, high)


def lines_of(text: str, size: float, width: float) -> int:
    """About how many lines a text takes in a width of points."""
    letters = max(int(width / (LETTER * size)), 1)
    return sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))


def height_of(text: str, size: float, width: float) -> float:
    """About how high a text is in a width, in points; 0 for none."""
    return lines_of(text, size, width) * LINE * size if text else 0.0


def largest_that_fits(text: str, sizes: Sequence[float], width: float, height: float) -> float:
    """The first of some falling sizes at which a text fits into a box, else the last."""
    return next((size for size in sizes if height_of(text, size, width) <= height), sizes[-1])


def chart_letters(box: Box, natural: float) -> float:
    """The size of letters at which a chart fills a box; natural: its height in points where it is as wide as a page's text."""
    return min(LETTERS * min(box.width / WIDTH, box.height / natural), LARGEST)


def column_widths(rows: Sequence[Sequence[str]], size: float, width: float) -> list[float]:
    """Widths of the columns of a table in points: as their longest words need, what is left to the longest texts."""
    count = max(map(len, rows))
    texts = [[row[i] for row in rows if len(row) == count] for i in range(count)]
    pad = 1.6 * size
    least = [
        max((len(w) for text in column for w in text.split(" ")), default=1) * LETTER * size + pad for column in texts
    ]
    wanted = [max(map(len, column), default=1) * LETTER * size + pad for column in texts]
    rest, more = width - sum(least), sum(wanted) - sum(least)
    share = max(min(rest / more, 1.0), 0.0) if more > 0 else 0.0
    widths = [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]
    widths[0] += max(width - sum(widths), 0.0)
    return widths


def table_height(rows: Sequence[Sequence[str]], size: float, widths: Sequence[float]) -> float:
    """About how high a table is at a size of letters, in points."""
    return sum(_row_height(row, size, widths) for row in rows)


def _row_height(row: Sequence[str], size: float, widths: Sequence[float]) -> float:
    whole = [sum(widths)] if len(row) == 1 else widths
    lines = max((lines_of(text, size, wide - 1.2 * size) for text, wide in zip(row, whole, strict=False)), default=1)
    return lines * LINE * size + 0.45 * size
