"""The paragraphs and tables of a Word file as signs: what is bound, what is bold, what was inserted by whom, and what cannot be read.

Tracked insertions are read as text and tracked deletions left out, so the file reads as its author wants it (ECMA-376-1, 17.13.5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from evalreport.docx.xml import Element, local, style_of, w

DOCUMENT, FOOTNOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
ANCHOR = re.compile(r"_er_b(\d+)")
CONTROL = re.compile(r"er_(\d+)")
BREAK = "\u2029"  # between two paragraphs read as one
NOTE = "\ufffc"  # where a footnote is referred to
LISTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")  # Word and LibreOffice write them anew
_ODD = {"drawing": "picture", "pict": "picture", "object": "object", "oMath": "equation", "oMathPara": "equation"}
_BOX = ("txbxContent", "textbox")


@dataclass(frozen=True)
class Sign:
    """A character with the number of what it is bound to (0: free text) and its look: 1 bold, 2 italic, 3 both."""

    text: str
    bound: int = 0
    look: int = 0


@dataclass
class Paragraph:
    """A paragraph: its signs, the blocks whose anchors begin in it or go on in it, its style, and what else it holds."""

    signs: list[Sign] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    authors: dict[str, str] = field(default_factory=dict)  # who changed it, with the first date
    odd: list[str] = field(default_factory=list)  # pictures, equations, text boxes
    comments: list[str] = field(default_factory=list)
    gone: bool = False  # its end is deleted with change tracking
    prefix: int = -1  # signs before its anchor, -1 without one

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.text for sign in self.signs)


@dataclass
class Read:
    """A Word file as it reads: paragraphs of the text in their order, the cells of its tables, its footnotes and comments."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)
    before: list[int] = field(default_factory=list)  # of each table: how many paragraphs stand before it
    footnotes: list[str] = field(default_factory=list)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)  # id -> author, date, text


def read_document(parts: Mapping[str, bytes]) -> Read:
    """What a Word file says. Raises lxml's XMLSyntaxError where it is broken, KeyError where it has no text."""
    read = Read()
    root = parse(parts[DOCUMENT])
    state = _State()
    for element in root.find(w("body")):
        _block(element, read, state)
    read.paragraphs = _joined(read.paragraphs)
    if FOOTNOTES in parts:
        notes = (note for note in parse(parts[FOOTNOTES]) if note.get(w("type")) in (None, "normal"))
        read.footnotes = [_plain(note).strip() for note in notes]
    if COMMENTS in parts:
        read.comments = {
            str(each.get(w("id"))): {
                "author": str(each.get(w("author"), "")),
                "date": str(each.get(w("date"), "")),
                "text": _plain(each).strip(),
            }
            for each in parse(parts[COMMENTS]).findall(w("comment"))
        }
    return read


def parse(content: bytes) -> Element:
    """A part as XML, without loading anything it names."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


@dataclass
class _State:
    """Anchors that have begun and not ended, by the id of their bookmark."""

    open: dict[str, int] = field(default_factory=dict)


def _block(element: Element, read: Read, state: _State) -> None:
    name = local(element) if isinstance(element.tag, str) else ""
    if name == "p":
        if style_of(element) not in LISTS and not _entry(element):
            read.paragraphs.append(_paragraph(element, state))
    elif name == "tbl":
        read.tables.append([_plain(cell) for cell in element.iter(w("tc"))])
        read.before.append(len(read.paragraphs))
        for mark in element.iter(w("bookmarkEnd")):
            state.open.pop(mark.get(w("id")), None)
    elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
        for child in element:
            _block(child, read, state)
    elif name in ("bookmarkStart", "bookmarkEnd"):
        _bookmark(element, Paragraph(), state)


def _entry(element: Element) -> bool:
    """Whether a paragraph is a line of a list of contents, whatever its style is called now: it holds the field of its page."""
    return any("PAGEREF" in (code.text or "") for code in element.iter(w("instrText")))


def _paragraph(element: Element, state: _State) -> Paragraph:
    about = element.find(w("pPr"))
    found = Paragraph(style=style_of(element), inside=[*dict.fromkeys(state.open.values())])
    if about is not None:
        found.listed = about.find(w("numPr")) is not None
        found.gone = about.find(f"{w('rPr')}/{w('del')}") is not None
    for child in element:
        _inline(child, found, state, 0)
    return found


def _inline(element: Element, into: Paragraph, state: _State, bound: int) -> None:
    """Read what stands in a paragraph, in its order."""
    name = local(element) if isinstance(element.tag, str) else ""
    if name == "r":
        _run(element, into, bound)
    elif name in ("bookmarkStart", "bookmarkEnd"):
        _bookmark(element, into, state)
    elif name in ("del", "moveFrom"):
        _author(element, into)
    elif name == "commentRangeStart":
        into.comments.append(str(element.get(w("id"))))
    elif name in _ODD:
        into.odd.append(_ODD[name])
    elif name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "fldSimple",
        "sdt",
        "sdtContent",
        "customXml",
        "dir",
        "bdo",
    ):
        if name in ("ins", "moveTo"):
            _author(element, into)
        inner = bound or _control(element) if name == "sdt" else bound
        for child in element:
            _inline(child, into, state, inner)


def _author(element: Element, into: Paragraph) -> None:
    into.authors.setdefault(str(element.get(w("author"), "")), str(element.get(w("date"), "")))


def _control(element: Element) -> int:
    tag = element.find(f"{w('sdtPr')}/{w('tag')}")
    match = CONTROL.fullmatch(tag.get(w("val"), "")) if tag is not None else None
    return int(match[1]) if match else 0


def _bookmark(element: Element, into: Paragraph, state: _State) -> None:
    if element.tag == w("bookmarkEnd"):
        state.open.pop(element.get(w("id")), None)
        return
    match = ANCHOR.fullmatch(element.get(w("name"), ""))
    if match:
        state.open[element.get(w("id"))] = int(match[1])
        if not into.begins:
            into.prefix = len(into.signs)
        into.begins.append(int(match[1]))


def _run(run: Element, into: Paragraph, bound: int) -> None:
    look = _look(run)
    for child in run:
        name = local(child) if isinstance(child.tag, str) else ""
        text = {"t": child.text or "", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(name, "")
        if name == "br" and child.get(w("type")) in ("page", "column"):
            text = ""
        if name == "footnoteReference":
            text = NOTE
        into.signs += [Sign(each, bound, look) for each in text]
        if name == "AlternateContent" or name in _ODD:
            boxed = any(local(each) in _BOX for each in child.iter() if isinstance(each.tag, str))
            into.odd.append("text box" if boxed else _ODD.get(name, "picture"))
        if name == "commentReference" and str(child.get(w("id"))) not in into.comments:
            into.comments.append(str(child.get(w("id"))))


def _look(run: Element) -> int:
    about = run.find(w("rPr"))
    if about is None:
        return 0
    return sum(value for name, value in (("b", 1), ("i", 2)) if _on(about.find(w(name))))


def _on(flag: Element | None) -> bool:
    return flag is not None and flag.get(w("val"), "true") not in ("0", "false", "off", "none")


def _plain(element: Element) -> str:
    """The text of a cell, a footnote or a comment as it reads; its paragraphs with line breaks between them."""
    lines = []
    for paragraph in element.iter(w("p")):
        found = Paragraph()
        for child in paragraph:
            _inline(child, found, _State(), 0)
        lines.append(found.text)
    return "\n".join(lines)


def _joined(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs whose end is deleted go on in the next one; where nothing of one is left it is deleted itself."""
    found, waiting = list[Paragraph](), list[Paragraph]()
    for each in paragraphs:
        if each.gone and not each.text.strip():
            continue
        if each.gone:
            waiting.append(each)
            continue
        for before in reversed(waiting):
            each = _one(before, each)
        waiting = []
        found.append(each)
    return [*found, *waiting]


def _one(first: Paragraph, second: Paragraph) -> Paragraph:
    authors = {**second.authors, **first.authors}
    return Paragraph(
        [*first.signs, *second.signs],
        [*first.begins, *second.begins],
        [*first.inside, *second.inside],
        first.style,
        first.listed,
        authors,
        [*first.odd, *second.odd],
        [*first.comments, *second.comments],
        False,
        first.prefix,
    )
