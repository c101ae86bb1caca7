"""Grouped horizontal bars of shares, dots on lines of means: items down the page, one colour a group."""

from dataclasses import dataclass

from evalreport.exhibits.statistics import SCALE
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.data import SHOWN, Cell, Cells, categories_of, label_of, printed
from evalreport.figures.frame import (
    Axis,
    axis_for,
    fitted_labels,
    grid,
    heading,
    sign_key,
    tick_row,
    value_range,
    whisker,
)
from evalreport.figures.layout import (
    Path,
    Piece,
    Rect,
    Scene,
    Text,
    block_height,
    legend,
    pile,
    scene_of,
    text_middle,
    width_of,
)
from evalreport.figures.outline import Heading, Row, n_words, outline, with_n
from evalreport.figures.theme import (
    AXIS,
    CAP,
    MARKERS,
    MAX_HEIGHT,
    MUTED,
    SMALL,
    WIDTH,
    Typeface,
    group_colours,
    scale_colours,
)

LABEL_LIMIT = 0.42 * WIDTH
PITCHES = (9.6, 9.0, 8.6, 8.0, 7.4)  # distance of bars in points: the first that keeps the figure on its page
SINGLE = 15.0  # distance where each row has one bar only


@dataclass(frozen=True)
class Mark:
    """One bar or dot to draw: its cell, colour and, for means, its marker."""

    cell: Cell
    colour: str
    marker: str


@dataclass(frozen=True)
class Line:
    """One row: its label and the marks of the groups, from the top."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Brush:
    """What drawing needs besides the marks: view, axis, type and distance of bars."""

    view: View
    axis: Axis
    face: Typeface
    pitch: float


def _mark(brush: Brush, mark: Mark, middle: float) -> Piece:
    start, cell = brush.axis.start, mark.cell
    size = SMALL if brush.pitch >= PITCHES[2] else SMALL - 0.5
    value = printed(brush.view, cell)
    baseline = middle + CAP * size / 2
    if cell.status != SHOWN:
        return Piece(0, (), (Text(start + 4, baseline, value, size, MUTED, bold=True),))
    end = brush.axis.at(cell.value)
    interval = whisker(brush.view, cell, brush.axis, middle)
    reach = max([end + (4 if mark.marker else 0), *(x for path in interval for x, _ in path.points)])
    if mark.marker:
        line = Path(((start, middle), (end, middle)), AXIS, 0.7)
        shapes: tuple[Rect | Path, ...] = (line, *interval, Path(((end, middle),), mark.colour, marker=mark.marker))
    else:
        thick = 0.86 * brush.pitch if brush.pitch < SINGLE else 11.0
        shapes = (Rect(start, middle - thick / 2, end - start, thick, mark.colour, "outline"), *interval)
    return Piece(0, shapes, (Text(reach + 3, baseline, value, size),))


def _row(brush: Brush, line: Line, words: tuple[str, ...], gap: float) -> Piece:
    bars = len(line.marks) * brush.pitch
    height = max(bars, block_height(len(words))) + gap
    top = (height - bars) / 2
    pieces = [_mark(brush, mark, top + (i + 0.5) * brush.pitch) for i, mark in enumerate(line.marks)]
    shapes = grid(brush.axis, 0, height) + tuple(s for piece in pieces for s in piece.shapes)
    return Piece(height, shapes, text_middle(words, 0, height / 2) + tuple(t for p in pieces for t in p.texts))


def _items(view: View, variables: tuple[Item, ...]) -> list[Heading | tuple[Item, Item]]:
    """What stands down the page: variables, or categories of the variables under their headings."""
    items: list[Heading | tuple[Item, Item]] = []
    for variable in variables:
        categories = categories_of(view, variable)
        if len(variables) > 1 and len(categories) > 1:
            items.append(Heading(label_of(variable), 2 if len(view.panels) > 1 else 1))
        items += [(variable, category) for category in categories]
    return items


def panel_lines(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...]) -> list[Heading | Line]:
    """The rows of a panel from the top, a mark a group."""
    colours = group_colours(panel.groups)
    markers = MARKERS if view.measure.unit == SCALE else ("",)
    lines: list[Heading | Line] = []
    for item in _items(view, variables):
        if isinstance(item, Heading):
            lines.append(item)
            continue
        variable, category = item
        marks = tuple(
            Mark(cells[(variable.id, category.id, group.id)], colour, markers[i % len(markers)])
            for i, (group, colour) in enumerate(zip(panel.groups, colours, strict=True))
        )
        several = len(categories_of(view, variable)) > 1
        lines.append(Line(label_of(category if several else variable), marks))
    return lines


def group_name(group: Item) -> str:
    """A group's label with the heading it stands under."""
    return f"{group.over}, {label_of(group)}" if group.over else label_of(group)


def panel_groups(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...]) -> list[str]:
    """The groups of a panel as its legend names them, with their n."""
    return [with_n(group_name(g), n_words(view, cells, variables, g)) for g in panel.groups]


def _panel_legend(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...], face: Typeface) -> Piece:
    words = panel_groups(view, cells, panel, variables)
    markers = MARKERS if view.measure.unit == SCALE else ()
    return legend(list(zip(group_colours(panel.groups), words, strict=True)), WIDTH, face, markers)


def _axis(view: View, cells: Cells, column: float, face: Typeface) -> Axis:
    room = max(width_of(printed(view, cell), face, SMALL) for cell in cells.values()) + 8
    return axis_for(value_range(view, cells), column + 8, WIDTH - room)


def _section(brush: Brush, lines: list[Heading | Line], limit: float) -> Piece:
    gap = 6.0 if brush.pitch >= PITCHES[1] else 4.0
    pieces = [
        heading(line, WIDTH, brush.face, i == 0)
        if isinstance(line, Heading)
        else _row(brush, line, wrap_label(line.label, limit, brush.face), gap)
        for i, line in enumerate(lines)
    ]
    return pile([*pieces, tick_row(brush.view, brush.axis)])


def wrap_label(label: str, limit: float, face: Typeface) -> tuple[str, ...]:
    """A row's label, wrapped in its column."""
    return fitted_labels([label], limit, face)[0][0]


def _by_item(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Piece:
    """Items down the page, a bar a group; each panel a block with its own heading and legend."""
    blocks = [panel_lines(view, cells, panel, variables) for panel in view.panels]
    labels = [line.label for line in blocks[0] if isinstance(line, Line)]
    axis = _axis(view, cells, fitted_labels(labels, LABEL_LIMIT, face)[1], face)
    several = len(view.panels) > 1

    def whole(pitch: float) -> Piece:
        brush = Brush(view, axis, face, pitch)
        pieces = []
        for i, (panel, lines) in enumerate(zip(view.panels, blocks, strict=True)):
            title = heading(Heading(panel.label), WIDTH, face, i == 0) if several and panel.label else Piece(0)
            key = _panel_legend(view, cells, panel, variables, face)
            pieces.append(pile([title, pile([key, _section(brush, lines, LABEL_LIMIT)], 7)]))
        return pile([*pieces, sign_key(view, cells, WIDTH, face)], 7)

    if max(len(panel.groups) for panel in view.panels) == 1:
        return whole(SINGLE)
    return next((piece for pitch in PITCHES if (piece := whole(pitch)).height <= MAX_HEIGHT), whole(PITCHES[-1]))


def is_single(view: View, variables: tuple[Item, ...]) -> bool:
    """Whether a figure shows one item only, so that the groups are its rows."""
    return len(variables) == 1 and len(categories_of(view, variables[0])) == 1


def group_lines(view: View, cells: Cells, variables: tuple[Item, ...]) -> list[Heading | Line]:
    """The rows of a figure of one item: its groups, with their n; one colour unless the groups have their own."""
    category = categories_of(view, variables[0])[0]
    plain = scale_colours("nominal", 1)[0]
    marker = MARKERS[0] if view.measure.unit == SCALE else ""

    def line(entry: Heading | Row) -> Heading | Line:
        if isinstance(entry, Heading):
            return entry
        cell = cells[(entry.variable.id, category.id, entry.group.id)]
        return Line(entry.label, (Mark(cell, entry.group.colour or plain, marker),))

    return [line(entry) for entry in outline(view, cells, variables)]


def _by_group(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Piece:
    """One item only: the groups are the rows."""
    lines = group_lines(view, cells, variables)
    column = fitted_labels([entry.label for entry in lines if isinstance(entry, Line)], LABEL_LIMIT, face)[1]
    brush = Brush(view, _axis(view, cells, column, face), face, SINGLE)
    return pile([_section(brush, lines, LABEL_LIMIT), sign_key(view, cells, WIDTH, face)], 7)


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points: bars of shares and counts, or dots on lines for means."""
    piece = (_by_group if is_single(view, variables) else _by_item)(view, cells, variables, face)
    return scene_of(piece, WIDTH)
