"""Headings that Word numbers: two lists of three levels, one of chapters and one of appendices, linked to the heading styles; headings
without a number are in a third, which prints nothing.

The report's own numbers (`<w:headingNumber w:val="8.1" w:type="chapter"/>` in a heading, from docx.lua) are taken away, and the lists
count to the same: a list begins at the first number, and where a number does not follow from the last (an edition without chapter 3),
a list of the same kind begins again there. A new section gets its number from its style. After ECMA-376-1, 17.9.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from evalreport.docx.xml import Element, properties, put, style_of, w
from evalreport.files.errors import BadInput, Problem

MARK = "headingNumber"
CHAPTER, APPENDIX, PLAIN = "chapter", "appendix", "plain"
STYLES = ("Heading1", "Heading2", "Heading3")


@dataclass(frozen=True)
class Heading:
    """A paragraph in one of the heading styles, its level from 0, its numbers ((8, 1) for 8.1, () for none) and its list."""

    paragraph: Element
    level: int
    numbers: tuple[int, ...] = ()
    kind: str = PLAIN


def number_headings(body: Element, numbering: Element, styles: Element, appendix: str) -> None:
    """Let Word count the headings of `body`; numbering: the root of word/numbering.xml, appendix: the word for one.

    Raises BadInput where a heading has a number that no list can come to, such as 8.0.1 under a skipped level.
    """
    headings = [*_headings(body)]
    first: dict[str, int] = {}
    for heading in headings:
        for mark in [*heading.paragraph.iter(w(MARK))]:
            mark.getparent().remove(mark)
        if heading.numbers:
            first.setdefault(heading.kind, heading.numbers[0])
    lists = _Lists(numbering, styles, appendix, first)
    _link_styles(styles, lists)
    for heading in headings:
        _count(heading, lists)


def _headings(body: Element) -> Iterator[Heading]:
    for paragraph in body.iter(w("p")):
        style = style_of(paragraph)
        if style in STYLES:
            mark = next(paragraph.iter(w(MARK)), None)
            numbers = () if mark is None else tuple(map(int, mark.get(w("val")).split(".")))
            kind = PLAIN if mark is None else mark.get(w("type"))
            yield Heading(paragraph, STYLES.index(style), numbers, kind)


class _Lists:
    """The lists in numbering.xml, and how far each has counted."""

    def __init__(self, numbering: Element, styles: Element, appendix: str, first: Mapping[str, int]):
        self.numbering = numbering
        self._abstract: dict[str, str] = {}
        self.number: dict[str, str] = {}
        self.counted: dict[str, list[int]] = {}
        for kind in (CHAPTER, APPENDIX, PLAIN):
            start = first.get(kind, 1)
            self._abstract[kind] = _add_abstract(numbering, _levels(kind, appendix, start, styles))
            self.number[kind] = self._add_number(kind)
            self.counted[kind] = [start - 1, 0, 0]
        self.base, self.plain = self.number[CHAPTER], self.number[PLAIN]

    def begin_again(self, kind: str, start: int) -> None:
        """A list of the same kind whose next heading of the first level is `start`."""
        self.number[kind] = self._add_number(kind, start)
        self.counted[kind] = [start - 1, 0, 0]

    def _add_number(self, kind: str, start: int | None = None) -> str:
        id = str(1 + max((int(each.get(w("numId"))) for each in self.numbering.findall(w("num"))), default=0))
        last = max((i for i, each in enumerate(self.numbering) if each.tag in (w("abstractNum"), w("num"))), default=-1)
        number = etree.Element(w("num"), {w("numId"): id})
        etree.SubElement(number, w("abstractNumId"), {w("val"): self._abstract[kind]})
        if start is not None:
            override = etree.SubElement(number, w("lvlOverride"), {w("ilvl"): "0"})
            etree.SubElement(override, w("startOverride"), {w("val"): str(start)})
        self.numbering.insert(last + 1, number)
        return id


def _add_abstract(numbering: Element, levels: Iterable[Element]) -> str:
    """Add a list of several levels before the numbers, and give its id."""
    known = numbering.findall(w("abstractNum"))
    id = 1 + max((int(each.get(w("abstractNumId"))) for each in known), default=0)
    abstract = etree.Element(w("abstractNum"), {w("abstractNumId"): str(id)})
    etree.SubElement(abstract, w("nsid"), {w("val"): f"{0x5E000000 + id:08X}"})
    etree.SubElement(abstract, w("multiLevelType"), {w("val"): "multilevel"})
    etree.SubElement(abstract, w("tmpl"), {w("val"): f"{0x5F000000 + id:08X}"})
    abstract.extend(levels)
    place = 1 + max((i for i, each in enumerate(numbering) if each.tag == w("abstractNum")), default=-1)
    numbering.insert(place, abstract)
    return str(id)


def _levels(kind: str, appendix: str, start: int, styles: Element) -> Iterator[Element]:
    """Levels 1 to 3: 8, 8.1, 8.1.1; of appendices Appendix 3, A3.1, A3.1.1, in the indents of the heading styles; nothing at all."""
    letter = appendix[:1].upper() if kind == APPENDIX else ""
    for number, style in enumerate(STYLES):
        level = etree.Element(w("lvl"), {w("ilvl"): str(number)})
        titled, plain = kind == APPENDIX and number == 0, kind == PLAIN
        text = (
            f"{appendix.capitalize()}\u00a0%1" if titled else letter + ".".join(f"%{n + 1}" for n in range(number + 1))
        )
        values = [("start", str(start if number == 0 else 1)), ("numFmt", "none" if plain else "decimal")]
        values += [("pStyle", style)] if kind == CHAPTER else []
        values += [("suff", "nothing")] if titled or plain else []
        for name, value in [*values, ("lvlText", "" if plain else text), ("lvlJc", "left")]:
            etree.SubElement(level, w(name), {w("val"): value})
        indent = styles.find(f"{w('style')}[@{w('styleId')}='{style}']/{w('pPr')}/{w('ind')}")
        about = etree.SubElement(level, w("pPr"))
        if titled or plain:
            etree.SubElement(about, w("ind"), {w("left"): "0", w("firstLine"): "0"})
        elif indent is not None:
            etree.SubElement(about, w("ind"), dict(indent.attrib))
        yield level


def _link_styles(styles: Element, lists: _Lists) -> None:
    """The heading styles count in the list of chapters; a style that rests on one of them does not."""
    found = {style.get(w("styleId")): style for style in styles.findall(w("style"))}
    for id, style in found.items():
        base = style.find(w("basedOn"))
        if id in STYLES:
            _set_list(style_properties(style), lists.base, STYLES.index(id))
        elif base is not None and base.get(w("val")) in STYLES and style.find(f"{w('pPr')}/{w('numPr')}") is None:
            _set_list(style_properties(style), lists.plain, 0)


def style_properties(style: Element) -> Element:
    """The paragraph properties of a style, at the place the schema gives them: before those of runs and tables."""
    found = style.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        later = {w(name) for name in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")}
        style.insert(next((i for i, each in enumerate(style) if each.tag in later), len(style)), found)
    return found


def _set_list(about: Element, number: str, level: int) -> None:
    numbered = put(about, "numPr")
    etree.SubElement(numbered, w("ilvl"), {w("val"): str(level)})
    etree.SubElement(numbered, w("numId"), {w("val"): number})


def _count(heading: Heading, lists: _Lists) -> None:
    """Count a heading as Word will; one without a number is in no list."""
    about = properties(heading.paragraph, "pPr")
    if not heading.numbers:
        _set_list(about, lists.plain, heading.level)
        put(about, "ind", left=0, firstLine=0)  # no second line hangs under a number
        return
    counted = lists.counted[heading.kind]
    if heading.level == 0 and counted[0] + 1 != heading.numbers[0]:
        lists.begin_again(heading.kind, heading.numbers[0])
        counted = lists.counted[heading.kind]
    counted[heading.level] += 1
    counted[heading.level + 1 :] = [0] * (len(counted) - heading.level - 1)
    if tuple(counted[: heading.level + 1]) != heading.numbers or 0 in heading.numbers:
        found = ".".join(map(str, heading.numbers))
        raise BadInput([Problem("report", found, "a heading below one of its level is missing", "No level skipped")])
    if lists.number[heading.kind] != lists.base:
        _set_list(about, lists.number[heading.kind], heading.level)
        if heading.kind == APPENDIX and heading.level == 0:
            put(about, "ind", left=0, firstLine=0)
