"""The parts around the bars: column of labels, value axis, gridlines, headings, key to the signs."""

import math
from dataclasses import dataclass, replace

from evalreport.exhibits.view import View
from evalreport.figures.data import ABSENT, WITHHELD, Cell, Cells, percent_scale, sign_of
from evalreport.figures.layout import Path, Piece, Text, balanced, block_height, text_block, width_of, wrap
from evalreport.figures.outline import Heading
from evalreport.figures.theme import AXIS, GRID, INK, MUTED, PAPER, SIZE, SMALL, Typeface
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, decimals_of, format_number, percent_gap


@dataclass(frozen=True)
class Axis:
    """A value axis: the values at its ends, where they stand in points, and its ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value stands, held within the axis."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def ticks_of(low: float, high: float) -> tuple[float, ...]:
    """Four to seven round ticks from `low` to `high` (both included when they are round)."""
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw - 1e-12)
    first = math.ceil(low / step - 1e-9)
    return tuple(round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1))


def whisker(view: View, cell: Cell, axis: Axis, across: float, upright: bool = False) -> tuple[Path, ...]:
    """The confidence interval of a cell as a line with an end stroke at either end, where the view shows intervals.

    It runs along the axis, at `across` on the other one; upright where the axis runs up the page. Nothing without an interval.
    """
    if not view.intervals or not cell.ci_low <= cell.ci_high:
        return ()
    low, high = axis.at(cell.ci_low), axis.at(cell.ci_high)
    line, ends = ((low, across), (high, across)), [((end, across - 2), (end, across + 2)) for end in (low, high)]
    drawn = [
        Path(line, PAPER, 2.0),
        *(Path(stroke, INK, 0.7) for stroke in (line, *ends)),
    ]  # pale edge: reads on dark bars
    return tuple(replace(path, points=tuple((y, x) for x, y in path.points)) if upright else path for path in drawn)


def value_range(view: View, cells: Cells) -> tuple[float, float]:
    """Ends of the value axis: the scale's ends for means, else from 0 to the next round value above all there is to draw."""
    drawn = [(c.value, c.ci_high) if view.intervals else (c.value,) for c in cells.values()]
    values = [value for pair in drawn for value in pair if not math.isnan(value)]
    top = max(values, default=0.0)
    if view.scale_ends:
        return view.scale_ends
    if percent_scale(view) == 100:
        return 0.0, min(1.0, max(0.2, math.ceil(top * 10 - 1e-9) / 10))
    power = 10.0 ** math.floor(math.log10(max(top, 1.0)))
    return 0.0, next(m * power for m in (1, 1.5, 2, 3, 4, 5, 8, 10) if m * power >= top)


def axis_for(ends: tuple[float, float], start: float, end: float) -> Axis:
    """An axis between two values, from `start` to `end` in points; whole steps on short scales (1-7)."""
    low, high = ends
    whole = high - low > 1 and high - low <= 10 and float(low).is_integer() and float(high).is_integer()
    ticks = tuple(float(v) for v in range(int(low), int(high) + 1)) if whole else ticks_of(low, high)
    return Axis(low, high, start, end, ticks)


def tick_label(view: View, value: float) -> str:
    """The words at a tick: `20 %`, or the plain value for means and counts."""
    number = plain_tick(percent_scale(view) * value, view.language)
    return number + (percent_gap(view.language) + "%" if percent_scale(view) == 100 else "")


def plain_tick(value: float, language: str) -> str:
    """A value of an axis with all the decimals it has: a tick stands exactly where its number says."""
    return format_number(value, decimals_of(value), language)


def tick_row(view: View, axis: Axis) -> Piece:
    """Tick labels under the bars, below short marks."""
    y = 3.5 + 0.95 * SMALL
    line = tuple(Text(axis.at(v), y, tick_label(view, v), SMALL, MUTED, "center") for v in axis.ticks)
    marks = tuple(Path(((axis.at(value), 0), (axis.at(value), 2.5)), AXIS, 0.5) for value in axis.ticks)
    return Piece(4 + block_height(1, SMALL), marks, line)


def grid(axis: Axis, top: float, bottom: float) -> tuple[Path, ...]:
    """Light lines at the ticks, and the darker line the bars stand on."""
    lines = tuple(Path(((axis.at(v), top), (axis.at(v), bottom)), GRID, 0.5) for v in axis.ticks if v != axis.low)
    return (*lines, Path(((axis.start, top), (axis.start, bottom)), AXIS, 0.7))


def label_column(labels: list[tuple[str, ...]], face: Typeface) -> float:
    """Width of a column of wrapped labels."""
    return max((width_of(line, face) for lines in labels for line in lines), default=0.0)


def fitted_labels(labels: list[str], limit: float, face: Typeface) -> tuple[list[tuple[str, ...]], float]:
    """Labels wrapped within `limit` points into lines of like length, and the width they then need."""
    lines = [balanced(label, limit, face) for label in labels]
    return lines, label_column(lines, face)


def heading(entry: Heading, width: float, face: Typeface, first: bool) -> Piece:
    """A heading over the full width, with air above unless it comes first."""
    bold = entry.level == 1
    lines = wrap(entry.text, width, face, SIZE, bold)
    above = 0.0 if first else (8.0 if bold else 4.0)
    colour = INK if bold else MUTED
    return Piece(above + block_height(len(lines)) + 3, (), text_block(lines, 0, above, bold=bold, colour=colour))


def sign_key(view: View, cells: Cells, width: float, face: Typeface) -> Piece:
    """One line a sign that the figure uses for a missing value, saying what it means; nothing when none is used."""
    words = {WITHHELD: "withheld_key", ABSENT: "absent_key"}
    present = [s for s in (WITHHELD, ABSENT) if any(cell.status == s for cell in cells.values())]
    text = [f"{sign_of(view, s)}{NO_BREAK}{NO_BREAK}{word(words[s], view.language)}" for s in present]
    lines = tuple(line for entry in text for line in wrap(entry, width, face, SMALL))
    return Piece(block_height(len(lines), SMALL), (), text_block(lines, 0, 0, size=SMALL, colour=MUTED))
