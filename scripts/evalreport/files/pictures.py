"""Pictures that a team brings (SVG, PNG): read, and held against what a report can print."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree
from PIL import Image

from evalreport.files.spreadsheets import suggestion

LARGEST = 20 * 2**20  # bytes; a page of a scanner at 600 dpi in colour is about half of it
MOST_PIXELS = 50_000_000
POINTS_PER_INCH, USUAL_DPI = 72.0, 72.0  # of a PNG that does not say how dense it is, as word processors take it
SVG = "{http://www.w3.org/2000/svg}"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
# CSS Values and Units 3: a pixel is 1/96 inch.
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 18 / 25.4}
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!\s*#|data:image/(?:png|jpeg);)", re.IGNORECASE)
_RUNS = ("script", "foreignObject", "iframe", "audio", "video", "animate", "animateTransform", "animateMotion", "set")
_EMBEDDED = re.compile(r"#|data:image/(?:png|jpeg);base64,", re.IGNORECASE)

Found = tuple[str, str]  # what was found, and what would be right


class BadPicture(Exception):
    """Raised with everything that keeps a picture from being printed: (found, expected) each."""

    def __init__(self, found: list[Found]):
        self.found = found
        super().__init__("; ".join(each for each, _ in found))


@dataclass(frozen=True)
class Picture:
    """A picture: `svg` or `png`, its bytes, and its width and height in points."""

    form: str
    data: bytes
    width: float
    height: float


def read_picture(path: Path) -> Picture:
    """The picture in a file, an SVG with its size in points written into it; raises BadPicture with all that is wrong.

    An SVG holds nothing that runs, and nothing from outside itself.
    """
    reader = FORMS.get(path.suffix.lower())
    if reader is None:
        raise BadPicture([(f"{path.name} is no SVG or PNG", "Save the picture as SVG (drawings) or PNG (photographs)")])
    if not path.is_file():
        there = sorted(each.name for each in path.parent.iterdir()) if path.parent.is_dir() else []
        hint = suggestion(path.name, there) if there else f"There is no folder {path.parent} either"
        raise BadPicture([(f"{path} does not exist", hint)])
    if path.stat().st_size > LARGEST:
        found = f"{path.name} has {path.stat().st_size / 2**20:.0f} MB"
        raise BadPicture([(found, f"At most {LARGEST // 2**20} MB: a width of 3000 pixels is enough for a page")])
    return reader(path.name, path.read_bytes())


def _png(name: str, data: bytes) -> Picture:
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            wide, high = image.size
            if wide * high > MOST_PIXELS:
                raise BadPicture(
                    [(f"{name} has {wide} × {high} pixels", "A width of 3000 pixels is enough for a page")]
                )
            image.load()
            dense = image.info.get("dpi", (USUAL_DPI, USUAL_DPI))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadPicture([(f"{name} is no PNG that can be read", "Save the picture again as PNG")]) from None
    points = [side / (float(dpi) or USUAL_DPI) * POINTS_PER_INCH for side, dpi in zip((wide, high), dense, strict=True)]
    return Picture("png", data, *points)


def _svg(name: str, data: bytes) -> Picture:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadPicture([(f"{name} is no SVG that can be read: {error.msg}", "Save it again as SVG")]) from None
    if root.tag != f"{SVG}svg":
        raise BadPicture([(f"{name} is no SVG: it begins with <{etree.QName(root).localname}>", "Save it as SVG")])
    wrong = [*_unsafe(name, root)]
    size = _size(root)
    if not size:
        wrong.append((f"{name} does not say how large it is", "Give the <svg> width and height, or a viewBox"))
    if wrong or not size:
        raise BadPicture(wrong)
    width, height, box = size
    root.set("width", f"{width:.2f}pt")
    root.set("height", f"{height:.2f}pt")
    root.set("viewBox", box)
    return Picture("svg", etree.tostring(root, encoding="utf-8", xml_declaration=True), width, height)


def _unsafe(name: str, root: etree._Element) -> Iterator[Found]:
    """What would run in a reader's browser, or be fetched from elsewhere."""
    told: set[str] = set()
    for each in root.iter():
        if each.tag is etree.Entity:
            told.add(f"an entity (&{each.name};)")
        if not isinstance(each.tag, str):
            continue
        tag = etree.QName(each).localname
        told |= {f"<{tag}>"} if tag in _RUNS else set()
        for key, value in each.attrib.items():
            if etree.QName(key).localname.lower().startswith("on"):
                told.add(f"{etree.QName(key).localname}=…")
            elif str(key) in _HREF and tag != "a" and not _EMBEDDED.match(str(value).strip()):
                told.add(f"a link to {str(value)[:60]!r}")
            elif str(key) in _HREF and tag == "a":
                told.add("<a>")
            elif _OUTSIDE.search(str(value)):
                told.add(f"{etree.QName(key).localname} with something from outside")
        if tag == "style" and _OUTSIDE.search("".join(each.itertext())):
            told.add("a style from outside")
    for found in sorted(told):
        yield f"{name} has {found}", "A picture holds all it shows and nothing that runs: save it as plain SVG"


def _size(root: etree._Element) -> tuple[float, float, str] | None:
    """Width and height in points and the box of its own units; None where it does not say."""
    sides = [_length(root.get(side, "")) for side in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        units = [float(each) for each in box]
    except ValueError:
        units = []
    known = len(units) == 4 and units[2] > 0 and units[3] > 0
    if all(sides):
        width, height = (side or 0.0 for side in sides)
        pixels = (f"{side / _POINTS['px']:.4f}".rstrip("0").rstrip(".") for side in (width, height))
        return width, height, " ".join(box) if known else " ".join(("0", "0", *pixels))
    if not known:
        return None
    scale = next((side / unit for side, unit in zip(sides, units[2:], strict=True) if side), _POINTS["px"])
    return units[2] * scale, units[3] * scale, " ".join(box)


def _length(text: str) -> float | None:
    """A length in points; None for none, and for a share of the page."""
    found = _LENGTH.fullmatch(text)
    if not found or found[2].lower() not in _POINTS:
        return None
    return float(found[1]) * _POINTS[found[2].lower()] or None


FORMS: dict[str, Callable[[str, bytes], Picture]] = {".svg": _svg, ".png": _png}
