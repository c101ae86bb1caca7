"""The paragraphs and tables of a Word file as signs: what is bound, what is bold, what was inserted by whom, what stands beside them.

Tracked insertions are read as text and tracked deletions left out, so the file reads as its author wants it (ECMA-376-1, 17.13.5).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from evalreport.docx.xml import Element, local, style_of, w

DOCUMENT, FOOTNOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
ENDNOTES, LINKS = "word/endnotes.xml", "word/_rels/document.xml.rels"
_MARGINS = re.compile(r"word/(header|footer)\d*\.xml")
ANCHOR = re.compile(r"_er_b(\d+)")
CONTROL = re.compile(r"er_(\d+)")
BREAK = "\u2029"  # between two paragraphs read as one
NOTE = "\ufffc"  # where a note is referred to
SYMBOL = "\ufffd"  # a sign of a font that has its own numbers
_SIGNS = {
    **{"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "sym": SYMBOL},
    **{"footnoteReference": NOTE, "endnoteReference": NOTE},
}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LISTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")  # Word and LibreOffice write them anew
_ODD = {"drawing": "picture", "pict": "picture", "object": "object", "oMath": "equation", "oMathPara": "equation"}
_BOX = ("txbxContent", "textbox")
_HEADING = re.compile(r"[Hh]eading ?(\d)|Overskrift ?(\d)|Rubrik ?(\d)")
_ITEMS = ("Compact", "ListParagraph", "ListBullet", "ListNumber", "Listeavsnitt", "Liststycke")
_QUOTES = ("BlockText", "Quote", "Sitat", "Citat")
BOLD, ITALIC, SUPERSCRIPT, SUBSCRIPT, STRUCK, OTHER = 1, 2, 4, 8, 16, 32
_STYLES = {"Strong": BOLD, "Sterk": BOLD, "Stark": BOLD, "Emphasis": ITALIC, "Utheving": ITALIC, "Betoning": ITALIC}
_FLAGS = {
    "b": BOLD,
    "i": ITALIC,
    "strike": STRUCK,
    "dstrike": STRUCK,
    "caps": OTHER,
    "smallCaps": OTHER,
    "vanish": OTHER,
}
_VALUES = {  # property -> value -> look; "": any other value
    "vertAlign": {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT, "": 0},
    "u": {"none": 0, "": OTHER},
    "highlight": {"none": 0, "": OTHER},
}


@dataclass(frozen=True)
class Sign:
    """A character with the number of what it is bound to (0: free text) and its look: 1 bold, 2 italic, 3 both, from 4 on no template's."""

    text: str
    bound: int = 0
    look: int = 0


@dataclass(frozen=True)
class Aside:
    """What a file holds beside its text: a picture, a text box, a note, a line of a header, a link; `where`: the words it stands at."""

    what: str
    text: str = ""
    where: str = ""


@dataclass
class Paragraph:
    """A paragraph: its signs, the blocks whose anchors begin in it or go on in it, its style, and what else it holds."""

    signs: list[Sign] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    authors: dict[str, str] = field(default_factory=dict)  # who changed it, with the first date
    odd: list[tuple[str, str]] = field(
        default_factory=list
    )  # (what, text): pictures, equations, text boxes, links, notes by their id
    comments: list[str] = field(default_factory=list)
    gone: bool = False  # its end is deleted with change tracking
    prefix: int = -1  # signs before its anchor, -1 without one

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.text for sign in self.signs)

    @property
    def lead(self) -> str:
        """The signs with which a paragraph of this style begins in Markdown."""
        if heading := _HEADING.fullmatch(self.style):
            return "#" * int(next(filter(None, heading.groups()))) + " "
        if self.listed or self.style in _ITEMS:
            return "- "
        return "> " if self.style in _QUOTES else ""


@dataclass
class Read:
    """A Word file as it reads: paragraphs in their order, the cells of its tables, what stands beside the text, comments."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)  # id -> author, date, text


def read_document(parts: Mapping[str, bytes]) -> Read:
    """What a Word file says. Raises lxml's XMLSyntaxError where it is broken, KeyError where it has no text."""
    read = Read()
    root = parse(parts[DOCUMENT])
    state = _State(_addresses(parts))
    for element in root.find(w("body")):
        _block(element, read, state)
    read.paragraphs = _joined(read.paragraphs)
    read.asides = [*read.asides, *_asides(read.paragraphs, parts), *_margins(parts)]
    if COMMENTS in parts:
        read.comments = {
            str(each.get(w("id"))): {
                "author": str(each.get(w("author"), "")),
                "date": str(each.get(w("date"), "")),
                "text": _plain(each, _State()).strip(),
            }
            for each in parse(parts[COMMENTS]).findall(w("comment"))
        }
    return read


def _addresses(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Relation -> the address outside the file that it leads to."""
    if LINKS not in parts:
        return {}
    return {
        str(each.get("Id")): str(each.get("Target", "")).rstrip("/")
        for each in parse(parts[LINKS])
        if each.get("TargetMode") == "External"
    }


def _asides(paragraphs: list[Paragraph], parts: Mapping[str, bytes]) -> Iterator[Aside]:
    """What the paragraphs hold beside their words; notes with their text."""
    notes = {
        (what, str(note.get(w("id")))): _plain(note, _State()).strip()
        for what, name in (("footnote", FOOTNOTES), ("endnote", ENDNOTES))
        if name in parts
        for note in parse(parts[name])
        if note.get(w("type")) in (None, "normal")
    }
    for paragraph in paragraphs:
        for what, text in paragraph.odd:
            yield Aside(what, notes.get((what, text), text), paragraph.text.strip())


def _margins(parts: Mapping[str, bytes]) -> Iterator[Aside]:
    """Each line of the headers and footers once, without what fields count in them."""
    seen = dict[Aside, None]()
    for name in sorted(parts):
        if match := _MARGINS.fullmatch(name):
            root = parse(parts[name])
            for paragraph in root.iter(w("p")):
                seen[Aside(match[1], " ".join(_without_fields(paragraph).split()))] = None
            seen.update({Aside(match[1], f"[{_ODD[kind]}]"): None for kind in map(_name, root.iter()) if kind in _ODD})
    yield from (each for each in seen if each.text)


def _without_fields(paragraph: Element) -> str:
    """The text of a paragraph outside its fields, whose values a program writes anew."""
    text, depth = "", 0
    for each in paragraph.iter(w("t"), w("fldChar")):
        if each.tag == w("fldChar"):
            depth += {"begin": 1, "end": -1}.get(each.get(w("fldCharType"), ""), 0)
        elif not depth and not any(parent.tag == w("fldSimple") for parent in each.iterancestors()):
            text += each.text or ""
    return text


def parse(content: bytes) -> Element:
    """A part as XML, without loading anything it names."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


@dataclass
class _State:
    """The addresses of links, and anchors that have begun and not ended, by the id of their bookmark."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)


def _block(element: Element, read: Read, state: _State) -> None:
    name = local(element) if isinstance(element.tag, str) else ""
    if name == "p":
        if style_of(element) not in LISTS and not _entry(element):
            read.paragraphs.append(_paragraph(element, state))
    elif name == "tbl":
        read.tables.append([_plain(cell, state, read.asides) for cell in element.iter(w("tc"))])
        for mark in element.iter(w("bookmarkEnd")):
            state.open.pop(mark.get(w("id")), None)
    elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
        for child in element:
            _block(child, read, state)
    elif name in ("bookmarkStart", "bookmarkEnd"):
        _bookmark(element, Paragraph(), state)
    elif name == "altChunk" or name in _ODD:
        where = read.paragraphs[-1].text.strip() if read.paragraphs else ""
        read.asides.append(Aside(_ODD.get(name, "object"), "", where))


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
        into.odd.append((_ODD[name], ""))
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
        start = len(into.signs)
        for child in element:
            _inline(child, into, state, inner)
        address = state.addresses.get(element.get(_RELATION)) if name == "hyperlink" else None
        if address:
            into.odd.append(("link", f"{''.join(sign.text for sign in into.signs[start:])} → {address}"))
    elif any(_name(each) == "t" for each in element.iter()):
        into.odd.append(("object", "".join(each.text or "" for each in element.iter(w("t")))))


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
        name = _name(child)
        text = _SIGNS.get(name, (child.text or "") if name == "t" else "")
        if name == "br" and child.get(w("type")) in ("page", "column"):
            text = ""
        into.signs += [Sign(each, bound, look | (OTHER if name == "sym" else 0)) for each in text]
        if name in ("footnoteReference", "endnoteReference"):
            into.odd.append((name.removesuffix("Reference"), str(child.get(w("id")))))
        if name == "AlternateContent" or name in _ODD:
            box = next((each for each in child.iter() if _name(each) in _BOX), None)
            into.odd.append((_ODD.get(name, "picture"), "") if box is None else ("text box", _plain(box, _State())))
        if name == "commentReference" and str(child.get(w("id"))) not in into.comments:
            into.comments.append(str(child.get(w("id"))))


def _name(element: Element) -> str:
    return local(element) if isinstance(element.tag, str) else ""


def _look(run: Element) -> int:
    about = run.find(w("rPr"))
    if about is None:
        return 0
    style = about.find(w("rStyle"))
    look = _STYLES.get(style.get(w("val"), ""), 0) if style is not None else 0
    for name, value in _FLAGS.items():
        flag = about.find(w(name))
        if flag is not None:
            look = look | value if _on(flag) else look & ~value
    if any(_name(child) in ("footnoteReference", "endnoteReference") for child in run):
        return look & (BOLD | ITALIC)  # the mark of a note is raised, in whichever way
    for name, looks in _VALUES.items():
        flag = about.find(w(name))
        if flag is not None:
            look |= looks.get(flag.get(w("val"), ""), looks[""])
    return look


def _on(flag: Element) -> bool:
    return flag.get(w("val"), "true") not in ("0", "false", "off", "none")


def _plain(element: Element, state: _State, asides: list[Aside] | None = None) -> str:
    """The text of a cell, a note or a comment as it reads, with line breaks between its paragraphs; `asides` gets what else it holds."""
    lines, odd = list[str](), list[tuple[str, str]]()
    for paragraph in element.iter(w("p")):
        found = Paragraph()
        for child in paragraph:
            _inline(child, found, _State(state.addresses), 0)
        lines.append(found.text)
        struck = "".join(sign.text for sign in found.signs if sign.look & STRUCK)
        odd += [*found.odd, *([("struck words", struck)] if struck.strip() else [])]
    text = "\n".join(lines)
    if asides is not None:
        asides += [Aside(what, own, text.strip()) for what, own in odd]
    return text


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
