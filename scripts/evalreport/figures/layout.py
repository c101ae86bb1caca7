"""Shapes and text of a figure in points (origin top left, y downwards), and how text is wrapped and stacked."""

import re
from dataclasses import dataclass, replace

from evalreport.figures.theme import CAP, INK, LEADING, SIZE, Typeface, text_width
from evalreport.words.numbers import held_together

SWATCH = 8.0  # side of a legend's colour field


@dataclass(frozen=True)
class Rect:
    """A filled rectangle; `dashed` draws an empty one with a dashed edge (a withheld value)."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Path:
    """A line through points; `marker` is a matplotlib marker set on each of them."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 0.6
    marker: str = ""
    size: float = 5.5


@dataclass(frozen=True)
class Text:
    """One line of text; y is the baseline, x the `anchor` (left | center | right)."""

    x: float
    y: float
    text: str
    size: float = SIZE
    colour: str = INK
    anchor: str = "left"
    bold: bool = False


@dataclass(frozen=True)
class Scene:
    """A whole figure: size in points, shapes from back to front, and text on top."""

    width: float
    height: float
    shapes: tuple[Rect | Path, ...] = ()
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A part of a figure with its own height, drawn from y = 0."""

    height: float
    shapes: tuple[Rect | Path, ...] = ()
    texts: tuple[Text, ...] = ()


def _moved_shape(shape: Rect | Path, dx: float, dy: float) -> Rect | Path:
    if isinstance(shape, Rect):
        return replace(shape, x=shape.x + dx, y=shape.y + dy)
    return replace(shape, points=tuple((x + dx, y + dy) for x, y in shape.points))


def moved(piece: Piece, dx: float, dy: float) -> Piece:
    """The piece, shifted."""
    shapes = tuple(_moved_shape(shape, dx, dy) for shape in piece.shapes)
    return Piece(piece.height, shapes, tuple(replace(t, x=t.x + dx, y=t.y + dy) for t in piece.texts))


def pile(pieces: list[Piece], gap: float = 0.0) -> Piece:
    """Pieces one below the other; those of no height take no gap."""
    y = 0.0
    shapes: list[Rect | Path] = []
    texts: list[Text] = []
    for piece in (p for p in pieces if p.height > 0):
        y += gap if y else 0
        placed = moved(piece, 0, y)
        shapes += placed.shapes
        texts += placed.texts
        y += piece.height
    return Piece(y, tuple(shapes), tuple(texts))


def scene_of(piece: Piece, width: float, margin: float = 2.0) -> Scene:
    """A piece as a whole figure, with a thin margin above and below."""
    placed = moved(piece, 0, margin)
    return Scene(width, piece.height + 2 * margin, placed.shapes, placed.texts)


def width_of(text: str, face: Typeface, size: float = SIZE, bold: bool = False) -> float:
    """Width of one line in points."""
    return text_width(text, face.bold if bold else face.regular, size)


def _parts(word: str, face: Typeface, size: float, width: float, bold: bool) -> list[str]:
    """A word too long for a line, cut after hyphens and slashes, and in the last resort anywhere with a hyphen."""
    pieces: list[str] = []
    for part in re.findall(r"[^-/]+[-/]*|[-/]+", word):
        while width_of(part, face, size, bold) > width and len(part) > 2:
            fits = (i for i in range(len(part) - 1, 1, -1) if width_of(part[:i] + "-", face, size, bold) <= width)
            cut = next(fits, 1)
            pieces.append(part[:cut] + "-")
            part = part[cut:]
        pieces.append(part)
    return pieces


def wrap(text: str, width: float, face: Typeface, size: float = SIZE, bold: bool = False) -> tuple[str, ...]:
    """Lines of at most `width` points, broken between words (no-break spaces and grouped numbers hold); a longer word is cut."""
    lines: list[str] = []
    current = ""
    for word in held_together(text.replace("\n", " ")).split(" "):
        fits_alone = width_of(word, face, size, bold) <= width
        for i, part in enumerate([word] if fits_alone else _parts(word, face, size, width, bold)):
            joined = current + ("" if i or not current else " ") + part
            if not current or width_of(joined, face, size, bold) <= width:
                current = joined
            else:
                lines.append(current)
                current = part
    return (*lines, current)


def balanced(text: str, width: float, face: Typeface) -> tuple[str, ...]:
    """The text wrapped into as few lines as `width` allows, these of like length: no single word left over."""
    text = held_together(text)
    lines = wrap(text, width, face)
    while len(lines) > 1:
        narrower = max(width_of(line, face) for line in lines) - 1
        closer = wrap(text, narrower, face)
        if len(closer) > len(lines) or any(width_of(word, face) > narrower for word in text.split(" ")):
            break
        lines = closer
    return lines


def block_height(lines: int, size: float = SIZE) -> float:
    """Height of so many lines of text, from the top of the capitals to room for descenders."""
    return lines * LEADING * size


def text_block(lines: tuple[str, ...], x: float, top: float, **style: object) -> tuple[Text, ...]:
    """Lines of text below `top`."""
    first = Text(x, 0, "", **style)  # type: ignore[arg-type]
    step = LEADING * first.size
    offset = top + (step + CAP * first.size) / 2
    return tuple(replace(first, y=offset + i * step, text=line) for i, line in enumerate(lines))


def text_middle(lines: tuple[str, ...], x: float, middle: float, **style: object) -> tuple[Text, ...]:
    """Lines of text centred on the height `middle`."""
    size = float(style.get("size", SIZE))  # type: ignore[arg-type]
    return text_block(lines, x, middle - block_height(len(lines), size) / 2, **style)


def legend(entries: list[tuple[str, str]], width: float, face: Typeface, markers: tuple[str, ...] = ()) -> Piece:
    """Colour fields (or markers) with their words, side by side, wrapped in order into lines of like length.

    `entries` are (colour, words); an entry longer than the width is wrapped under itself.
    """
    best = _legend(entries, width, face, markers)
    narrower = width - 10
    while best.height > block_height(1) and narrower > 0.5 * width:
        piece = _legend(entries, narrower, face, markers)
        if piece.height > best.height:
            break
        best, narrower = piece, narrower - 10
    return best


def _legend(entries: list[tuple[str, str]], width: float, face: Typeface, markers: tuple[str, ...]) -> Piece:
    indent, gap = SWATCH + 4, 13.0
    x, y, row_height = 0.0, 0.0, 0.0
    shapes: list[Rect | Path] = []
    texts: list[Text] = []
    for i, (colour, words) in enumerate(entries):
        lines = wrap(words, width - indent, face)
        room = indent + max(width_of(line, face) for line in lines)
        if x and x + room > width:
            x, y, row_height = 0.0, y + row_height + 2, 0.0
        middle = y + block_height(1) / 2
        if markers:
            shapes.append(Path(((x + SWATCH / 2, middle),), colour, marker=markers[i % len(markers)], size=6.5))
        else:
            shapes.append(Rect(x, middle - SWATCH / 2, SWATCH, SWATCH, colour, edge="outline"))
        texts += text_block(lines, x + indent, y)
        row_height = max(row_height, block_height(len(lines)))
        x += room + gap
    return Piece(y + row_height, tuple(shapes), tuple(texts))


def spread(wanted: list[float], heights: list[float], low: float, high: float) -> list[float]:
    """Middles near `wanted` such that labels of these heights do not overlap, kept between `low` and `high`."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = list(wanted)
    edge = low
    for i in order:
        placed[i] = max(placed[i], edge + heights[i] / 2)
        edge = placed[i] + heights[i] / 2
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge - heights[i] / 2)
        edge = placed[i] - heights[i] / 2
    return placed
