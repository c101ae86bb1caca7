"""Coefficient plots: the effects of a regression as dots with their intervals, around the line of no effect."""

import math
from collections.abc import Iterable

from evalreport.exhibits.view import Item, View
from evalreport.figures.data import SHOWN, Cell, Cells, categories_of, label_of, printed, scale_of
from evalreport.figures.frame import Axis, fitted_labels, heading, plain_tick, sign_key, ticks_of, whisker
from evalreport.figures.layout import (
    Path,
    Piece,
    Scene,
    Text,
    block_height,
    legend,
    pile,
    scene_of,
    text_middle,
    width_of,
)
from evalreport.figures.outline import Heading
from evalreport.figures.theme import (
    AXIS,
    CAP,
    GRID,
    INK,
    MARKERS,
    MUTED,
    SMALL,
    WIDTH,
    Typeface,
    group_colours,
    scale_colours,
)

LABEL_LIMIT = 0.42 * WIDTH
PITCH, SEVERAL = 15.0, 11.0  # distance of dots in points, with one outcome and with several
RATIOS = (1, 2, 5)  # ticks of an axis of ratios, times powers of ten


def effect_axis(view: View, cells: Iterable[Cell], start: float, end: float) -> Axis:
    """The axis around no effect, wide enough for all intervals; of ratios in logarithms."""
    ratio = view.measure.neutral == 1
    known = [x for cell in cells for x in (cell.value, cell.ci_low, cell.ci_high) if not math.isnan(x)]
    if ratio:
        known = [math.log(x) for x in known if x > 0]
        low, high = min([0.0, *known]), max([0.0, *known])
        powers = range(math.floor(low / math.log(10)) - 1, math.ceil(high / math.log(10)) + 2)
        every = sorted(math.log(step * 10.0**power) for power in powers for step in RATIOS)
        low, high = max(t for t in every if t <= low + 1e-9), min(t for t in every if t >= high - 1e-9)
        if high <= low:
            high = low + math.log(2)
        return Axis(low, high, start, end, tuple(t for t in every if low - 1e-9 <= t <= high + 1e-9))
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else low + 1.0
    step = ticks_of(low, high)
    gap = step[1] - step[0] if len(step) > 1 else high - low
    first, last = math.floor(low / gap + 1e-9), math.ceil(high / gap - 1e-9)
    return Axis(gap * first, gap * last, start, end, tuple(round(gap * k, 10) for k in range(first, last + 1)))


def _placed(view: View, cell: Cell) -> Cell:
    """The cell with its numbers where the axis has them."""
    if view.measure.neutral != 1:
        return cell
    numbers = (math.log(x) if x > 0 else math.nan for x in (cell.value, cell.ci_low, cell.ci_high))
    value, low, high = numbers
    return Cell(value, cell.n, cell.base, cell.status, low, high)


def _tick_label(view: View, tick: float) -> str:
    value = math.exp(tick) if view.measure.neutral == 1 else scale_of(view) * tick
    return plain_tick(value, view.language)


def _ticks(view: View, axis: Axis) -> Piece:
    y = 3.5 + 0.95 * SMALL
    line = tuple(Text(axis.at(t), y, _tick_label(view, t), SMALL, MUTED, "center") for t in axis.ticks)
    marks = tuple(Path(((axis.at(t), 0), (axis.at(t), 2.5)), AXIS, 0.5) for t in axis.ticks)
    return Piece(4 + block_height(1, SMALL), marks, line)


def _dot(view: View, cell: Cell, axis: Axis, middle: float, colour: str, marker: str) -> Piece:
    """A dot with its interval, the value to the right of the axis."""
    baseline = middle + CAP * SMALL / 2
    text = (Text(axis.end + 6, baseline, printed(view, cell), SMALL),)
    if cell.status != SHOWN:
        return Piece(0, (), (Text(axis.end + 6, baseline, printed(view, cell), SMALL, MUTED, bold=True),))
    placed = _placed(view, cell)
    dot = Path(((axis.at(placed.value), middle),), colour, marker=marker)
    return Piece(0, (*whisker(view, placed, axis, middle), dot), text)


def _row(view: View, cells: Cells, item: Item, axis: Axis, words: tuple[str, ...], pitch: float) -> Piece:
    colours = group_colours(view.groups) if len(view.groups) > 1 else [scale_colours("nominal", 1)[0]]
    dots = len(view.groups) * pitch
    height = max(dots, block_height(len(words))) + 4.0
    top = (height - dots) / 2
    category = categories_of(view, item)[0].id
    pieces = [
        _dot(view, cells[(item.id, category, g.id)], axis, top + (i + 0.5) * pitch, colour, MARKERS[i % len(MARKERS)])
        for i, (g, colour) in enumerate(zip(view.groups, colours, strict=True))
    ]
    none = axis.at(0.0)
    lines = [Path(((axis.at(t), 0), (axis.at(t), height)), GRID, 0.5) for t in axis.ticks]
    lines.append(Path(((none, 0), (none, height)), INK, 0.8))
    shapes = (*lines, *(shape for piece in pieces for shape in piece.shapes))
    return Piece(height, shapes, text_middle(words, 0, height / 2) + tuple(t for p in pieces for t in p.texts))


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points: a row a term under the heading of its grouping, a dot an outcome."""
    column = fitted_labels([label_of(item) for item in variables], LABEL_LIMIT, face)[1]
    room = max((width_of(printed(view, cell), face, SMALL) for cell in cells.values()), default=0.0) + 10
    axis = effect_axis(view, cells.values(), column + 10, WIDTH - room)
    pitch = PITCH if len(view.groups) == 1 else SEVERAL
    pieces: list[Piece] = []
    over = ""
    for item in variables:
        if item.over != over:
            over = item.over
            pieces.append(heading(Heading(over), WIDTH, face, not pieces))
        words = fitted_labels([label_of(item)], LABEL_LIMIT, face)[0][0]
        pieces.append(_row(view, cells, item, axis, words, pitch))
    key = Piece(0)
    if len(view.groups) > 1:
        labels = [label_of(group) for group in view.groups]
        key = legend(list(zip(group_colours(view.groups), labels, strict=True)), WIDTH, face, MARKERS)
    return scene_of(pile([key, pile([*pieces, _ticks(view, axis)]), sign_key(view, cells, WIDTH, face)], 7), WIDTH)
