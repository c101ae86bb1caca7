"""What all figures share: page width, type, inks and the palettes of answer scales and groups."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font
from matplotlib.textpath import TextToPath

from evalreport.exhibits.view import Item
from evalreport.figures.colour import colour_of, lightness, too_close

POINTS_PER_CM = 72 / 2.54
WIDTH = 16 * POINTS_PER_CM  # text width of A4 with 2.5 cm margins
MAX_HEIGHT = 21 * POINTS_PER_CM  # leaves room on the page for caption and note

SIZE = 8.5  # labels, legend
SMALL = 8.0  # values, ticks, key to the signs
LEADING = 1.22  # line distance in font sizes
FALLBACK = "fallback"  # below a folder of fonts: those for signs that the others lack
SANS = "DejaVuSans.ttf"
CAP = 0.72  # height of capitals and digits in font sizes

INK, MUTED, GRID, AXIS, PAPER = "#1a1a1a", "#595959", "#d4d4d4", "#808080", "#ffffff"

BLUE, ORANGE = 258.0, 58.0  # hues that stay apart for all common kinds of colour blindness
# Lightness jumps between neighbours and no two have the same, hue goes round: told apart in grey by the one, in colour by both.
NOMINAL = ((30, 42, 258), (76, 52, 75), (53, 48, 35), (88, 18, 230), (42, 34, 155), (65, 34, 330), (19, 10, 258))
APART = 9.5  # L* between any two colours of a figure, so that none is looked up as another in a grey print
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


@dataclass(frozen=True)
class Typeface:
    """Font files of the running text and of headings."""

    regular: str
    bold: str


def _pick(files: list[Path], *styles: str) -> Path | None:
    return next((file for style in styles for file in files if style in file.stem.lower()), None)


def typeface(folder: str | Path | None = None) -> Typeface:
    """The upright sans in `folder` (*.ttf), else the DejaVu Sans that comes with matplotlib.

    Files are named outright, never looked up by family: the fonts installed on a machine cannot change a figure.
    """
    files = sorted(Path(folder).glob("*.ttf")) if folder else []
    upright = [f for f in files if not any(word in f.stem.lower() for word in ("italic", "serif", "mono"))]
    regular = _pick(upright, "regular")
    if regular:
        return Typeface(str(regular), str(_pick(upright, "semibold", "bold") or regular))
    return Typeface(str(_own() / SANS), str(_own() / "DejaVuSans-Bold.ttf"))


def _own() -> Path:
    """The folder of the fonts that come with matplotlib."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _family(path: str) -> str:
    """A family of one font file, under a name that no installed font has."""
    name = f"the file {path}"
    fontManager.ttflist.append(FontEntry(fname=path, name=name))
    return name


@cache
def _files(path: str) -> tuple[str, ...]:
    """A font file, then those that stand in for signs it lacks: its folder `fallback`, and DejaVu Sans."""
    others = sorted(str(file) for file in (Path(path).parent / FALLBACK).glob("*.ttf"))
    return tuple(dict.fromkeys((path, *others, str(_own() / SANS))))


@cache
def font(path: str, size: float) -> FontProperties:
    """Font properties of one file, and of the files for signs it lacks, at one size."""
    return FontProperties(family=[_family(file) for file in _files(path)], size=size)


@cache
def _signs(path: str) -> frozenset[int]:
    return frozenset(get_font(path).get_charmap())


def missing_signs(text: str, path: str) -> str:
    """The signs of a text that neither the font file nor those that stand in for it have, each once."""
    known = frozenset().union(*map(_signs, _files(path)))
    return "".join(sign for sign in dict.fromkeys(drawn(text)) if ord(sign) not in known)


@lru_cache(maxsize=20_000)
def drawn(text: str) -> str:
    """A text as it is drawn: letters with their accents as one sign, without soft hyphens, joiners and other signs one does not see."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(s for s in whole if unicodedata.category(s) != "Cf" and not "\ufe00" <= s <= "\ufe0f")


_MEASURE = TextToPath()


@lru_cache(maxsize=20_000)
def text_width(text: str, path: str, size: float) -> float:
    """Width in points of `text` set in the font file `path`."""
    if not drawn(text):
        return 0.0
    return float(_MEASURE.get_text_width_height_descent(drawn(text), font(path, size), ismath=False)[0])


def _ramp(first: float, last: float, steps: int) -> list[float]:
    if steps == 1:
        return [(first + last) / 2]
    return [first + (last - first) * i / (steps - 1) for i in range(steps)]


def _blue(light: float) -> str:
    return colour_of(light, 8 + 0.5 * (90 - light), BLUE)


def _sequential(count: int) -> list[str]:
    lights = _ramp(90, 26, count) if count > 2 else _ramp(80, 34, count)
    return [_blue(light) for light in lights]


def _diverging(count: int) -> list[str]:
    half, odd = divmod(count, 2)
    if half == 0:
        return _sequential(count)
    # The steps of the two ends take turns, so that no two answers have the same grey; the last answer is the darkest.
    steps = _ramp(27, 76 if odd else 88, 2 * half) if half > 1 else [34, 62]
    left, away = steps[1::2], steps[-2::-2]
    middle = [colour_of(92, 2, BLUE)] if odd else []
    return [colour_of(light, 42, ORANGE) for light in left] + middle + [_blue(light) for light in away]


def _nominal(count: int) -> list[str]:
    return [colour_of(*NOMINAL[i % len(NOMINAL)]) for i in range(count)]


def scale_colours(scale: str, count: int) -> tuple[str, ...]:
    """Colours of `count` answers in display order, for a scale: sequential | diverging | nominal.

    Sequential goes from light to dark in one hue; diverging from one hue through a light middle to another,
    its two ends of different lightness; nominal jumps in lightness from answer to answer.
    """
    makers = {"sequential": _sequential, "diverging": _diverging, "nominal": _nominal}
    return tuple(makers[scale](count))


def greys_beside(colours: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Neutral greys as far in lightness from some colours and from each other as light ones can be, the lightest first.

    They stand in the lightest gaps between the colours, two more gaps than greys, and none is darker than the darkest colour.
    """
    known = sorted((lightness(colour) for colour in colours), reverse=True)
    gaps = list(zip([100.0, *known], known, strict=False))[: count + 2] or [(100.0, 40.0)]
    held = [0] * len(gaps)
    for _ in range(count):  # each grey goes where it keeps most distance; white is the paper's
        room = [(high - low - (5 if high == 100.0 else 0)) / (n + 2) for (high, low), n in zip(gaps, held, strict=True)]
        held[room.index(max(room))] += 1
    lights = [
        high - (high - low) * i / (n + 1) for (high, low), n in zip(gaps, held, strict=True) for i in range(1, n + 1)
    ]
    return tuple(colour_of(light, 0, 0) for light in lights)


def group_colours(groups: tuple[Item, ...]) -> tuple[str, ...]:
    """The colours the view gives its groups; one without gets a colour told apart from its neighbours, and from all as far as that goes."""
    chosen = [group.colour for group in groups]
    palette = _nominal(len(NOMINAL))
    for i, colour in enumerate(chosen):
        if not colour:
            beside = [c for c in (chosen[i - 1] if i else "", *chosen[i + 1 : i + 2]) if c]
            free = [c for c in palette if c not in chosen and not any(too_close((c, other)) for other in beside)]
            apart = (c for c in free if not any(too_close((c, other), APART) for other in chosen if other))
            chosen[i] = next(apart, next(iter(free), palette[i % len(palette)]))
    return tuple(chosen)
