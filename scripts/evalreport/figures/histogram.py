"""Histograms: bars that touch, as wide as their classes and as large as their shares, a field a group."""

from evalreport.exhibits.view import Item, View
from evalreport.figures.data import SHOWN, Cells, categories_of, printed
from evalreport.figures.frame import Axis, heading, plain_tick, sign_key
from evalreport.figures.layout import (
    Path,
    Piece,
    Rect,
    Scene,
    Text,
    block_height,
    pile,
    scene_of,
    text_block,
    width_of,
    wrap,
)
from evalreport.figures.outline import Heading, Row, outline
from evalreport.figures.theme import AXIS, INK, MAX_HEIGHT, MUTED, SMALL, WIDTH, Typeface, scale_colours

HEIGHTS = (84.0, 68.0, 54.0, 42.0, 32.0)  # of a field in points: the first that keeps the figure on its page
INDENT = 10.0


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points: a field a group of each variable, the axis of numbers under each."""

    def whole(height: float) -> Piece:
        entries = outline(view, cells, variables)
        pieces = [
            heading(entry, WIDTH, face, i == 0)
            if isinstance(entry, Heading)
            else _field(view, cells, entry, height, face)
            for i, entry in enumerate(entries)
        ]
        return pile([pile(pieces, 5), sign_key(view, cells, WIDTH, face)], 7)

    piece = next((found for height in HEIGHTS if (found := whole(height)).height <= MAX_HEIGHT), whole(HEIGHTS[-1]))
    return scene_of(piece, WIDTH)


def densities(view: View, cells: Cells, variable: Item, group: Item) -> list[float]:
    """The height of each bar, its share over the width of its class: areas are shares, whatever the widths; 0 for what is missing."""
    found = [cells[(variable.id, category.id, group.id)] for category in categories_of(view, variable)]
    widths = [high - low for low, high in zip(view.bins, view.bins[1:], strict=False)]
    return [cell.value / width if cell.status == SHOWN else 0.0 for cell, width in zip(found, widths, strict=True)]


def _field(view: View, cells: Cells, row: Row, height: float, face: Typeface) -> Piece:
    label = wrap(row.label, WIDTH, face)
    top = block_height(len(label)) + block_height(1, SMALL) + 1
    axis = Axis(view.bins[0], view.bins[-1], INDENT, WIDTH - INDENT, tuple(view.bins))
    tallest = (
        max((d for v in view.variables for g in view.groups for d in densities(view, cells, v, g)), default=0.0) or 1.0
    )
    colour = row.group.colour or scale_colours("nominal", 1)[0]
    shapes: list[Rect | Path] = []
    texts: list[Text] = []
    found = [cells[(row.variable.id, category.id, row.group.id)] for category in categories_of(view, row.variable)]
    for place, (cell, density) in enumerate(zip(found, densities(view, cells, row.variable, row.group), strict=True)):
        start, end = (axis.at(edge) for edge in view.bins[place : place + 2])
        tall = density / tallest * height
        if tall:
            shapes.append(Rect(start + 0.4, top + height - tall, end - start - 0.8, tall, colour, "outline"))
        said = printed(view, cell)
        if cell.status != SHOWN or width_of(said, face, SMALL) <= end - start:
            texts.append(
                Text(
                    (start + end) / 2,
                    top + height - tall - 2.5,
                    said,
                    SMALL,
                    INK,
                    "center",
                    cell.status != SHOWN,
                )
            )
    bottom = top + height
    shapes.append(Path(((axis.start, bottom), (axis.end, bottom)), AXIS, 0.7))
    edges = _edges(view, axis, face)
    shapes += [Path(((x, bottom), (x, bottom + 2.5)), AXIS, 0.5) for x in (axis.at(edge) for edge in view.bins)]
    texts += [Text(axis.at(edge), bottom + 3.5 + 0.95 * SMALL, said, SMALL, MUTED, "center") for edge, said in edges]
    return Piece(bottom + 4 + block_height(1, SMALL), tuple(shapes), text_block(label, 0, 0) + tuple(texts))


def _edges(view: View, axis: Axis, face: Typeface) -> list[tuple[float, str]]:
    """The edges with their numbers, as many as have room beside each other."""
    kept: list[tuple[float, str]] = []
    reach = float("-inf")
    for edge in view.bins:
        said = plain_tick(edge, view.language)
        half = width_of(said, face, SMALL) / 2
        if axis.at(edge) - half > reach + 3:
            kept.append((edge, said))
            reach = axis.at(edge) + half
    return kept
