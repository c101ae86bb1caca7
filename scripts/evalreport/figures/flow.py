"""Flow from the invited to the usable: steps down the page, a column of boxes a group, and how many were lost between steps."""

from evalreport.exhibits.view import Item, View
from evalreport.figures.colour import colour_of
from evalreport.figures.data import SHOWN, Cell, Cells, categories_of, label_of, printed
from evalreport.figures.frame import heading
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
    text_middle,
    wrap,
)
from evalreport.figures.outline import Heading
from evalreport.figures.theme import AXIS, BLUE, CAP, MUTED, SIZE, SMALL, WIDTH, Typeface
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

LABELS = 0.3 * WIDTH  # width of the column of labels
SPACE = 14.0  # between columns
BOX = 22.0  # height of a box
GAP = 15.0  # between boxes, room for what was lost
FILL = colour_of(84, 14, BLUE)


def _columns(view: View) -> list[float]:
    """Left edges of the columns."""
    step = (WIDTH - LABELS) / len(view.groups)
    return [LABELS + step * k for k in range(len(view.groups))]


def _box_width(view: View) -> float:
    return min((WIDTH - LABELS) / len(view.groups) - SPACE, 150.0)


def _cell(cells: Cells, view: View, step: Item, group: Item) -> Cell:
    return cells[(step.id, categories_of(view, step)[0].id, group.id)]


def _head(view: View, face: Typeface) -> Piece:
    """Names of the groups above their columns; nothing for everybody alone."""
    if len(view.groups) == 1:
        return Piece(0)
    width = _box_width(view)
    lines = [wrap(label_of(group), width, face, SIZE, True) for group in view.groups]
    height = block_height(max(map(len, lines)))
    texts = [
        text
        for x, words in zip(_columns(view), lines, strict=True)
        for text in text_block(words, x + width / 2, 0, bold=True, anchor="center")
    ]
    return Piece(height, (), tuple(texts))


def _box(view: View, cell: Cell, x: float, first: float) -> Piece:
    """A box with its number, filled as far as the number is of the first in its column; a dashed one for a withheld value."""
    width = _box_width(view)
    number = Text(x + width / 2, BOX / 2 + CAP * SIZE / 2, printed(view, cell), SIZE, anchor="center", bold=True)
    if cell.status != SHOWN:
        return Piece(BOX, (Rect(x, 0, width, BOX, "", AXIS, dashed=True),), (number,))
    share = min(cell.value / first, 1.0) if first > 0 else 0.0
    return Piece(BOX, (Rect(x, 0, width * share, BOX, FILL), Rect(x, 0, width, BOX, "", AXIS)), (number,))


def _arrow(x: float, top: float, bottom: float) -> tuple[Path, ...]:
    """A line down with a tip."""
    tip = ((x - 2.5, bottom - 4), (x, bottom), (x + 2.5, bottom - 4))
    return (Path(((x, top), (x, bottom)), AXIS, 0.7), Path(tip, AXIS, 0.7))


def _between(view: View, lost: float, x: float, next_box: float) -> Piece:
    """The line down to the next box, which begins at `next_box`, and how many were lost on the way."""
    middle = x + _box_width(view) / 2
    count = format_number(lost, view.decimals, view.language)
    words = word("flow_lost", view.language).format(count=count)
    text = (Text(middle + 6, GAP / 2 + CAP * SMALL / 2, words, SMALL, MUTED),) if lost > 0 else ()
    return Piece(GAP, _arrow(middle, 0, next_box), text)


def _joined(pieces: list[Piece], height: float) -> Piece:
    """Pieces side by side (they know their x), as one."""
    shapes = tuple(shape for piece in pieces for shape in piece.shapes)
    return Piece(height, shapes, tuple(text for piece in pieces for text in piece.texts))


def _section(view: View, cells: Cells, steps: list[Item], face: Typeface) -> Piece:
    """The steps that count the same thing, from the first to the last.

    A step that a group has no number for is left out of its column: the line goes on to the next.
    """
    rows: list[Piece] = []
    shown = {g.id: [s for s in steps if _cell(cells, view, s, g).status != "absent"] for g in view.groups}
    for number, step in enumerate(steps):
        boxes, between = [], []
        for group, x in zip(view.groups, _columns(view), strict=True):
            own = shown[group.id]
            first = _cell(cells, view, own[0], group).value if own else 0.0
            if step in own:
                boxes.append(_box(view, _cell(cells, view, step, group), x, first))
                later = own[own.index(step) + 1 :]
                if later:
                    lost = _cell(cells, view, step, group).value - _cell(cells, view, later[0], group).value
                    skipped = steps.index(later[0]) - number - 1
                    between.append(_between(view, lost, x, GAP + skipped * (BOX + GAP)))
        labels = wrap(label_of(step), LABELS - SPACE, face)
        boxes.append(Piece(BOX, (), text_middle(labels, 0, BOX / 2)))
        rows.append(_joined(boxes, BOX))
        if number < len(steps) - 1:
            rows.append(_joined(between, GAP))
    return pile(rows)


def draw(view: View, cells: Cells, variables: tuple[Item, ...], face: Typeface) -> Scene:
    """The figure in points. Steps with the same `over` count the same thing and stand under it."""
    pieces = [_head(view, face)]
    for over in dict.fromkeys(step.over for step in variables):
        steps = [step for step in variables if step.over == over]
        title = heading(Heading(over), WIDTH, face, False) if over else Piece(0)
        pieces.append(pile([title, _section(view, cells, steps, face)], 2))
    return scene_of(pile(pieces, 4), WIDTH)
