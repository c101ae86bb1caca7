"""100 % stacked horizontal bars: one bar a group (and variable), one segment an answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evalreport.exhibits.view import Item, View
from evalreport.figures.colour import text_on
from evalreport.figures.data import SHOWN, WITHHELD, Cells, categories_of, label_of, printed, sign_of
from evalreport.figures.frame import Axis, axis_for, fitted_labels, heading, sign_key, tick_label, tick_row, whisker
from evalreport.figures.layout import (
    Path,
    Piece,
    Rect,
    Scene,
    Text,
    block_height,
    legend,
    moved,
    pile,
    scene_of,
    text_middle,
    width_of,
)
from evalreport.figures.outline import Heading, Row, outline
from evalreport.figures.theme import CAP, INK, MUTED, PAPER, SMALL, WIDTH, Typeface, greys_beside, scale_colours

BAR, GAP = 15.0, 5.0
AWAY = 3.5  # of an interval from its bar
LABEL_LIMIT = 0.38 * WIDTH
MIN_REST = 0.005  # an open rest of a bar smaller than half a per cent is rounding, not a withheld share


@dataclass(frozen=True)
class Brush:
    """What drawing a row needs besides the row: view, cells, axis and type."""

    view: View
    cells: Cells
    axis: Axis
    face: Typeface


def answer_colours(view: View, answers: Sequence[Item]) -> tuple[str, ...]:
    """Colours of the answers in display order; the favourable end of a diverging scale always has the same hue.

    Answers on no scale ("don't know", "not relevant") are light greys of their own, so that they never stand out as the end of one.
    """
    scaled = [answer for answer in answers if not answer.aside] or list(answers)
    colours = scale_colours(view.scale, len(scaled))
    if view.positive_first and view.scale == "diverging":
        colours = colours[::-1]
    own = dict(zip((answer.id for answer in scaled), colours, strict=True))
    beside = [answer.id for answer in answers if answer.id not in own]
    own |= dict(zip(beside, greys_beside(colours, len(beside)), strict=True))
    return tuple(own[answer.id] for answer in answers)


def _segment(brush: Brush, start: float, value: float, fill: str, label: str, middle: float) -> Piece:
    left, right = brush.axis.at(start), brush.axis.at(start + value)
    shape = Rect(left, middle - BAR / 2, right - left, BAR, fill, PAPER)
    fits = width_of(label, brush.face, SMALL) + 3 <= right - left
    text = Text((left + right) / 2, middle + CAP * SMALL / 2, label, SMALL, text_on(fill), "center")
    return Piece(BAR, (shape,), (text,) if fits else ())


def _missing(brush: Brush, start: float, status: str, middle: float) -> Piece:
    """The sign of a missing value: in a dashed frame over the rest of the bar, or alone where nothing is left."""
    left, right = brush.axis.at(start), brush.axis.at(1.0)
    framed = status == WITHHELD and 1 - start > MIN_REST
    x = (left + right) / 2 if framed and right - left > 12 else left + 5
    frame = (Rect(left, middle - BAR / 2, right - left, BAR, "", MUTED, dashed=True),) if framed else ()
    return Piece(
        BAR, frame, (Text(x, middle + CAP * SMALL / 2, sign_of(brush.view, status), SMALL, INK, "center", True),)
    )


def _bar(brush: Brush, row: Row, middle: float) -> Piece:
    categories = categories_of(brush.view, row.variable)
    colours = answer_colours(brush.view, categories)
    start = 0.0
    shapes: list[Rect | Path] = []
    texts: list[Text] = []
    missing: list[str] = []
    for category, colour in zip(categories, colours, strict=True):
        cell = brush.cells[(row.variable.id, category.id, row.group.id)]
        if cell.status != SHOWN:
            missing.append(cell.status)
        elif not math.isclose(cell.value, 0, abs_tol=1e-12):
            part = _segment(brush, start, cell.value, colour, printed(brush.view, cell), middle)
            shapes += part.shapes
            texts += part.texts
            start += cell.value
    if missing:
        sign = WITHHELD if WITHHELD in missing else missing[0]
        part = _missing(brush, start, sign, middle)
        shapes += part.shapes
        texts += part.texts
    return Piece(BAR, tuple(shapes), tuple(texts))


def _intervals(brush: Brush, row: Row, middle: float) -> tuple[Path, ...]:
    """Intervals of the answers at the two ends of the bar, where these end: of the first below it, of the last above it.

    On paper, not on the bar, they read in any colour, and apart from each other they cannot be mixed up. The answers between
    have no interval: their ends move with those of their neighbours. Nothing where the bar is not whole.
    """
    categories = categories_of(brush.view, row.variable)
    cells = [brush.cells[(row.variable.id, category.id, row.group.id)] for category in categories]
    if len(cells) < 2 or not abs(sum(cell.value for cell in cells) - 1) <= MIN_REST:  # a withheld share is NaN
        return ()
    from_right = replace(cells[-1], ci_low=1 - cells[-1].ci_high, ci_high=1 - cells[-1].ci_low)
    ends = [(cells[0], BAR / 2 + AWAY), (from_right, -BAR / 2 - AWAY)]
    return tuple(path for cell, away in ends for path in whisker(brush.view, cell, brush.axis, middle + away))


def _row(brush: Brush, row: Row, lines: tuple[str, ...]) -> Piece:
    whiskers = brush.view.intervals
    height = max(BAR + 4 * AWAY * whiskers, block_height(len(lines))) + GAP
    bar = _bar(brush, row, height / 2)
    labels = text_middle(lines, 0, height / 2)
    return Piece(height, bar.shapes + _intervals(brush, row, height / 2), labels + bar.texts)


def _legends(view: View, variables: tuple[Item, ...], start: float, face: Typeface) -> Piece:
    """The answers in order, above the bars; over the full width when that saves a line."""
    categories = categories_of(view, variables[0])
    entries = list(zip(answer_colours(view, categories), map(label_of, categories), strict=True))
    narrow, wide = legend(entries, WIDTH - start, face), legend(entries, WIDTH, face)
    return moved(narrow, start, 0) if narrow.height <= wide.height else wide


def _section(brush: Brush, entries: list[Heading | Row], labels: dict[int, tuple[str, ...]]) -> Piece:
    pieces = [
        heading(entry, WIDTH, brush.face, i == 0) if isinstance(entry, Heading) else _row(brush, entry, labels[i])
        for i, entry in enumerate(entries)
    ]
    return pile([*pieces, tick_row(brush.view, brush.axis)])


def same_answers(view: View, variables: tuple[Item, ...]) -> list[tuple[Item, ...]]:
    """Neighbouring variables with the same answers share a legend and an axis."""
    runs: list[tuple[Item, ...]] = []
    for variable in variables:
        if runs and categories_of(view, runs[-1][0]) == categories_of(view, variable):
            runs[-1] = (*runs[-1], variable)
        else:
            runs.append((variable,))
    return runs


def run_entries(view: View, cells: Cells, runs: list[tuple[Item, ...]]) -> list[list[Heading | Row]]:
    """The headings and rows of each run of variables with the same answers."""
    entries = [outline(view, cells, run) for run in runs]
    if len(runs) > 1:  # a run of one variable would lose its heading
        entries = [e if len(r) > 1 else [Heading(label_of(r[0])), *e] for r, e in zip(runs, entries, strict=True)]
    return entries


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points. One bar a group, panels and variables as blocks with headings down the page."""
    runs = same_answers(view, variables)
    entries = run_entries(view, cells, runs)
    rows = [entry for part in entries for entry in part if isinstance(entry, Row)]
    lines, column = fitted_labels([row.label for row in rows], LABEL_LIMIT, face)
    by_label = dict(zip((row.label for row in rows), lines, strict=True))
    axis = axis_for((0.0, 1.0), column + 8, WIDTH - width_of(tick_label(view, 1.0), face, SMALL) / 2 - 1)
    brush = Brush(view, cells, axis, face)
    pieces: list[Piece] = []
    for run, part in zip(runs, entries, strict=True):
        labels = {i: by_label[e.label] for i, e in enumerate(part) if isinstance(e, Row)}
        pieces += [_legends(view, run, axis.start, face), _section(brush, part, labels)]
    return scene_of(pile([*pieces, sign_key(view, cells, WIDTH, face)], 7), WIDTH)
