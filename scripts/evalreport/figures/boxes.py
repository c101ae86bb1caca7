"""Box plots: a box for the middle half of each group, a line at the median, thin lines to the outer quantiles."""

import math

from evalreport.exhibits.view import Item, View
from evalreport.figures.data import SHOWN, Cell, Cells, printed, quantiles_of, sign_of
from evalreport.figures.frame import Axis, axis_for, fitted_labels, grid, heading, sign_key, tick_row, ticks_of
from evalreport.figures.layout import (
    Path,
    Piece,
    Rect,
    Scene,
    Text,
    block_height,
    pile,
    scene_of,
    text_middle,
    width_of,
)
from evalreport.figures.outline import Heading, Row, outline
from evalreport.figures.theme import CAP, INK, MUTED, PAPER, SMALL, WIDTH, Typeface, scale_colours

LABEL_LIMIT = 0.42 * WIDTH
PITCH, THICK = 17.0, 10.0  # distance and height of boxes in points


def ends_of(values: list[float]) -> tuple[float, float]:
    """Round ends of an axis that holds all values, which need not begin at 0."""
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    ticks = ticks_of(low, high)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points: a row a group of each variable, on one axis."""
    entries = outline(view, cells, variables)
    rows = [entry for entry in entries if isinstance(entry, Row)]
    labels, column = fitted_labels([row.label for row in rows], LABEL_LIMIT, face)
    lines = dict(zip(map(id, rows), labels, strict=True))
    values = [cell.value for cell in cells.values() if cell.status == SHOWN]
    room = max(width_of(printed(view, cell), face, SMALL) for cell in cells.values()) + 14
    axis = axis_for(ends_of(values or [0.0, 1.0]), column + 8, WIDTH - room)
    pieces = [
        heading(entry, WIDTH, face, i == 0)
        if isinstance(entry, Heading)
        else _row(view, entry, _five(view, cells, entry), lines[id(entry)], axis)
        for i, entry in enumerate(entries)
    ]
    section = pile([*pieces, tick_row(view, axis)])
    return scene_of(pile([section, sign_key(view, cells, WIDTH, face)], 7), WIDTH)


def _five(view: View, cells: Cells, row: Row) -> list[Cell]:
    return [cells[(row.variable.id, category.id, row.group.id)] for category in quantiles_of(view, row.variable)]


def _row(view: View, row: Row, five: list[Cell], words: tuple[str, ...], axis: Axis) -> Piece:
    height = max(PITCH, block_height(len(words)) + 4)
    middle = height / 2
    first, low, median, high, last = (axis.at(cell.value) if cell.status == SHOWN else None for cell in five)
    shapes: list[Rect | Path] = [*grid(axis, 0, height)]
    for end, side in ((first, low), (high, last)):
        if end is not None and side is not None:
            shapes.append(Path(((end, middle), (side, middle)), INK, 0.7))
    shapes += [Path(((x, middle - 3), (x, middle + 3)), INK, 0.7) for x in (first, last) if x is not None]
    colour = row.group.colour or scale_colours("nominal", 1)[0]
    if low is not None and high is not None:
        shapes.append(Rect(low, middle - THICK / 2, high - low, THICK, colour, "outline"))
    if median is not None:
        shapes += [
            Path(((median, middle - THICK / 2), (median, middle + THICK / 2)), c, w)
            for c, w in ((PAPER, 3.0), (INK, 1.4))
        ]
    baseline = middle + CAP * SMALL / 2
    reach = max((x for x in (first, low, median, high, last) if x is not None), default=axis.start)
    missing = next((sign_of(view, cell.status) for cell in five if cell.status != SHOWN), "")
    value = printed(view, five[2])
    said = value if median is None or not missing else f"{value} {missing}"
    texts = (Text(reach + 5, baseline, said, SMALL, INK if median is not None else MUTED, bold=median is None),)
    return Piece(height, tuple(shapes), text_middle(words, 0, middle) + texts)
