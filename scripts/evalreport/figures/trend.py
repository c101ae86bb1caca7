"""Lines over waves: a point a wave with its value, the name of each line written at its end."""

from dataclasses import dataclass

from evalreport.exhibits.comparable import MARK, asked, comparable
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.data import SHOWN, Cell, Cells, categories_of, label_of, printed, sign_of
from evalreport.figures.frame import Axis, axis_for, heading, sign_key, tick_label, value_range, whisker
from evalreport.figures.layout import (
    Path,
    Piece,
    Scene,
    Text,
    block_height,
    pile,
    scene_of,
    spread,
    text_block,
    text_middle,
    width_of,
    wrap,
)
from evalreport.figures.outline import Heading, n_words, with_n
from evalreport.figures.theme import (
    AXIS,
    CAP,
    GRID,
    MARKERS,
    MUTED,
    SIZE,
    SMALL,
    WIDTH,
    Typeface,
    group_colours,
    scale_colours,
)
from evalreport.words.numbers import NO_BREAK, format_number

PLOT_HEIGHT, TOP = 165.0, 14.0
NAME_LIMIT = 0.32 * WIDTH


@dataclass(frozen=True)
class Series:
    """One line: its name, colour, marker, a cell (or None) for each point along the axis, and where its series breaks.

    breaks: points that cannot be compared with the shown one before them.
    """

    name: str
    colour: str
    marker: str
    cells: tuple[Cell | None, ...]
    breaks: frozenset[int] = frozenset()


def _over_waves(panel: Panel) -> bool:
    """Whether the groups stand under headings (waves) that become the points, and their labels the lines."""
    overs = {group.over for group in panel.groups}
    return "" not in overs and len(overs) > 1 and len(overs) < len(panel.groups)


def _group_series(
    view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...], points: list[str]
) -> list[Series]:
    names = list(dict.fromkeys(group.label for group in panel.groups))
    firsts = tuple(next(g for g in panel.groups if g.label == name) for name in names)
    several = len(variables) * len(categories_of(view, variables[0])) > 1
    series: list[Series] = []
    for name, colour in zip(names, group_colours(firsts), strict=True):
        members = {g.over: g for g in panel.groups if g.label == name}
        for variable in variables:
            for category in categories_of(view, variable):
                line = tuple(cells[(variable.id, category.id, members[p].id)] if p in members else None for p in points)
                what = label_of(category) or label_of(variable)
                words = f"{name}, {what}" if several else with_n(name, _range(line, view.language))
                breaks = _breaks(view, variable, [members[p].id if p in members else "" for p in points])
                series.append(Series(words, colour, MARKERS[len(series) % len(MARKERS)], line, breaks))
    return series


def _breaks(view: View, variable: Item, groups: list[str]) -> frozenset[int]:
    """The points whose group answered another question than the group at the last point that was asked."""
    found, last = set(), ""
    for place, group in enumerate(groups):
        if not group or not asked(view, variable.id, group):
            continue
        if last and not comparable(view, variable.id, last, group):
            found.add(place)
        last = group
    return frozenset(found)


def _range(line: tuple[Cell | None, ...], language: str) -> str:
    bases = [cell.base for cell in line if cell and cell.base is not None]
    if not bases:
        return ""
    ends = sorted({min(bases), max(bases)})
    return f"n{NO_BREAK}={NO_BREAK}" + "–".join(format_number(n, 0, language) for n in ends)


def _item_series(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...]) -> list[Series]:
    pairs = [(variable, category) for variable in variables for category in categories_of(view, variable)]
    scale = view.scale if len(variables) == 1 else "nominal"
    colours = scale_colours(scale if len(pairs) > 1 and scale != "sequential" else "nominal", len(pairs))
    many = len(categories_of(view, variables[0])) > 1
    series = []
    for i, (variable, category) in enumerate(pairs):
        line = tuple(cells[(variable.id, category.id, group.id)] for group in panel.groups)
        parts = [label_of(variable)] * (len(variables) > 1 or not many) + [label_of(category)] * many
        breaks = _breaks(view, variable, [group.id for group in panel.groups])
        series.append(Series(", ".join(parts), colours[i], MARKERS[i % len(MARKERS)], line, breaks))
    return series


def panel_points(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...]) -> tuple[list[str], list[str]]:
    """The points along the axis, and the words under them (with n where the lines share it)."""
    if _over_waves(panel):
        overs = list(dict.fromkeys(group.over for group in panel.groups))
        return overs, overs
    names = [f"{g.over}, {label_of(g)}" if g.over else label_of(g) for g in panel.groups]
    bases = [n_words(view, cells, variables, g) for g in panel.groups]
    return names, [with_n(name, n) for name, n in zip(names, bases, strict=True)]


def panel_series(
    view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...], points: list[str]
) -> list[Series]:
    """The lines of a panel, a cell for each of `points` (of `panel_points`)."""
    if _over_waves(panel):
        return _group_series(view, cells, panel, variables, points)
    return _item_series(view, cells, panel, variables)


def _shifts(view: View, count: int) -> list[float]:
    """How far each line is moved along the axis, so that the intervals of several do not lie on each other."""
    return [6.0 * (i - (count - 1) / 2) if view.intervals else 0.0 for i in range(count)]


def _whiskers(view: View, series: list[Series], places: list[float], axis: Axis) -> tuple[Path, ...]:
    return tuple(
        path
        for line, shift in zip(series, _shifts(view, len(series)), strict=True)
        for place, cell in zip(places, line.cells, strict=True)
        if cell
        for path in whisker(view, cell, axis, place + shift, upright=True)
    )


def _runs(line: Series, places: list[float], axis: Axis) -> list[tuple[tuple[float, float], ...]]:
    """The unbroken stretches of a line: a missing value breaks it, and so does a change of the question."""
    runs: list[list[tuple[float, float]]] = [[]]
    for i, (x, cell) in enumerate(zip(places, line.cells, strict=True)):
        if i in line.breaks:
            runs.append([])
        if cell and cell.status == SHOWN:
            runs[-1].append((x, axis.at(cell.value)))
        else:
            runs.append([])
    return [tuple(run) for run in runs if run]


def _strokes(view: View, series: list[Series], places: list[float], axis: Axis) -> tuple[Path, ...]:
    return tuple(
        Path(run, line.colour, 1.6, line.marker, 6.0)
        for line, shift in zip(series, _shifts(view, len(series)), strict=True)
        for run in _runs(line, [place + shift for place in places], axis)
    )


def _break_marks(series: list[Series], places: list[float], axis: Axis) -> Piece:
    """Two slanting strokes half way across each gap that a change of the question leaves, and the mark of the note."""
    shapes: list[Path] = []
    texts: dict[float, Text] = {}
    for line in series:
        for i in sorted(line.breaks):
            before = [k for k in range(i) if (cell := line.cells[k]) and cell.status == SHOWN]
            after = line.cells[i]
            if not before or not after or after.status != SHOWN:
                continue
            x = (places[before[-1]] + places[i]) / 2
            y = (axis.at(line.cells[before[-1]].value) + axis.at(after.value)) / 2  # type: ignore[union-attr]
            shapes += [Path(((x + d - 2, y + 5), (x + d + 2, y - 5)), line.colour, 1.4) for d in (-2.5, 2.5)]
            texts[x] = Text(x, min(y - 9, texts[x].y if x in texts else y), MARK, SIZE, anchor="center", bold=True)
    return Piece(0, tuple(shapes), tuple(texts.values()))


def _beside(place: int, places: list[float], reach: float) -> tuple[float, str, float]:
    """Where a value stands: left of the first points, right of the last ones, above those between.

    reach: how far the outermost line is moved along the axis."""
    if place == 0 and len(places) > 1:
        return places[place] - 7 - reach, "right", 0.0
    return (places[place] + 7 + reach, "left", 0.0) if place == len(places) - 1 else (places[place], "center", -8.0)


def _values(view: View, series: list[Series], places: list[float], axis: Axis) -> tuple[Text, ...]:
    """Values beside their points, moved apart; the signs of missing ones stand on the axis."""
    texts: list[Text] = []
    shifts = _shifts(view, len(series))
    for i, place in enumerate(places):
        cells = [cell for line in series if (cell := line.cells[i])]
        shown = [cell for cell in cells if cell.status == SHOWN]
        x, anchor, lift = _beside(i, places, max(shifts))
        if view.intervals and lift:
            points = [(line.cells[i], place + shift) for line, shift in zip(series, shifts, strict=True)]
            texts += _around_intervals(view, points, axis)
        else:
            heights = [SMALL * 1.15] * len(shown)
            middles = spread([axis.at(c.value) + lift for c in shown], heights, axis.end - TOP, axis.start)
            for cell, y in zip(shown, middles, strict=True):
                texts.append(Text(x, y + CAP * SMALL / 2, printed(view, cell), SMALL, anchor=anchor))
        signs = "  ".join(sorted({sign_of(view, cell.status) for cell in cells if cell.status != SHOWN}))
        texts += [Text(place, axis.start - 4, signs, SIZE, MUTED, "center", True)] if signs else []
    return tuple(texts)


def _around_intervals(view: View, points: list[tuple[Cell | None, float]], axis: Axis) -> list[Text]:
    """Values between first and last, clear of the strokes: above its interval the highest, below its own each of the others."""
    found = sorted(((c, x) for c, x in points if c and c.status == SHOWN), key=lambda pair: -pair[0].value)
    texts = []
    for rank, (cell, x) in enumerate(found):
        low, high = (end if end == end else cell.value for end in (cell.ci_low, cell.ci_high))
        middle = axis.at(low) + 8 if rank else axis.at(high) - 8
        texts.append(Text(x, middle + CAP * SMALL / 2, printed(view, cell), SMALL, anchor="center"))
    return texts


def _names(series: list[Series], axis: Axis, x: float, face: Typeface) -> Piece:
    """The name of each line at the height of its last value, moved apart, a marker before it."""
    lines = [wrap(line.name, NAME_LIMIT, face) for line in series]
    last = [next((c.value for c in reversed(s.cells) if c and c.status == SHOWN), axis.low) for s in series]
    heights = [block_height(len(words)) + 3 for words in lines]
    middles = spread([axis.at(v) for v in last], heights, axis.end - 10, max(axis.start, sum(heights) + axis.end - 10))
    texts: list[Text] = []
    shapes: list[Path] = []
    for line, words, middle in zip(series, lines, middles, strict=True):
        texts += text_middle(words, x + 10, middle)
        shapes.append(Path(((x + 3, middle),), line.colour, marker=line.marker, size=6.0))
    bottom = max(middle + height / 2 for middle, height in zip(middles, heights, strict=True))
    return Piece(bottom, tuple(shapes), tuple(texts))


def _upright(view: View, axis: Axis, left: float, right: float, face: Typeface) -> Piece:
    """Gridlines across the plot, the ground line and the tick labels left of it."""
    lines = [Path(((left, axis.at(tick)), (right, axis.at(tick))), GRID, 0.5) for tick in axis.ticks]
    ground = Path(((left, axis.start), (right, axis.start)), AXIS, 0.7)
    y = CAP * SMALL / 2
    words = [Text(left - 4, axis.at(t) + y, tick_label(view, t), SMALL, MUTED, "right") for t in axis.ticks]
    return Piece(axis.start, (*lines, ground), tuple(words))


def _under(words: list[str], places: list[float], room: float, top: float, face: Typeface) -> Piece:
    """The names of the points, centred under them."""
    blocks = [wrap(text, room, face) for text in words]
    texts = [
        line for x, block in zip(places, blocks, strict=True) for line in text_block(block, x, top, anchor="center")
    ]
    return Piece(top + block_height(max(map(len, blocks))), (), tuple(texts))


def _panel(view: View, cells: Cells, panel: Panel, variables: tuple[Item, ...], face: Typeface) -> Piece:
    points, words = panel_points(view, cells, panel, variables)
    series = panel_series(view, cells, panel, variables, points)
    axis = axis_for(value_range(view, cells), PLOT_HEIGHT + TOP, TOP)  # y grows downwards: the axis runs up
    left = max(width_of(tick_label(view, tick), face, SMALL) for tick in axis.ticks) + 6
    right = WIDTH - max(width_of(w, face) for line in series for w in wrap(line.name, NAME_LIMIT, face)) - 12
    room = (right - left) / len(points)
    places = [left + (i + 0.5) * room for i in range(len(points))]
    parts = (
        _upright(view, axis, left, right - 8, face),
        Piece(
            0,
            _whiskers(view, series, places, axis) + _strokes(view, series, places, axis),
            _values(view, series, places, axis),
        ),
        _break_marks(series, places, axis),
        _under(words, places, room - 6, axis.start + 4, face),
        _names(series, axis, right, face),
    )
    return Piece(
        max(part.height for part in parts),
        tuple(shape for part in parts for shape in part.shapes),
        tuple(text for part in parts for text in part.texts),
    )


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points: a plot a panel, one below the other.

    Groups that stand under waves (`over`) become lines over the waves; otherwise the groups are the points and
    each variable or answer is a line.
    """
    pieces = []
    for i, panel in enumerate(view.panels):
        title = heading(Heading(panel.label), WIDTH, face, i == 0) if len(view.panels) > 1 else Piece(0)
        pieces.append(pile([title, _panel(view, cells, panel, variables, face)]))
    return scene_of(pile([*pieces, sign_key(view, cells, WIDTH, face)], 8), WIDTH)
