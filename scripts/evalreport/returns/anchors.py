"""The marks in a Word report become hidden bookmarks and locked controls; a part of the file holds what reading its edits needs.

A bookmark around each paragraph survives what Word and LibreOffice do to text (typing, tracking, splitting, joining, moving); a content
control (ECMA-376-1, 17.5.2) with locked content stands around each number, and its title says which exhibit and cell it comes from.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from evalreport.chapters.tracing import BAR, CLOSE, OPEN, Trace, number
from evalreport.docx.xml import Element, read_package, style_of, to_bytes, w, write_package
from evalreport.files.writing import writing
from evalreport.returns.blocks import BLOCK, Block, Stretch, blocks_of, with_marks
from evalreport.returns.part import NAMESPACE, digest_of
from evalreport.returns.reading import DOCUMENT, FOOTNOTES, LISTS, Read, read_document

PART = "customXml/item{}.xml"
TITLE = 64  # characters of a control's title and tag, the most that Word takes
FIRST_CONTROL = 500_000_000  # ids of controls are 32 bits wide and must not meet others
_MARK = re.compile(
    f"{BLOCK}(?P<block>[\U000f0000-\U000f000f]+){BAR}|{OPEN}(?P<bound>[\U000f0000-\U000f000f]+){BAR}|(?P<end>{CLOSE})"
)
_PRIVATE = re.compile("[\U000f0000-\U000f0013]+")
_REFERRING = ("ref", "Ref", "section", "Section")  # hold fields that Word must be able to update
_CALL = re.compile(r"\{\{-?\s*(\w+)\s*\((.*)\)", re.DOTALL)
_VALUE = re.compile(r"""["']([^"']*)["']""")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"


@dataclass(frozen=True)
class Chapter:
    """A chapter of a report that can come home: its text, its trace and its blocks."""

    name: str
    text: str
    trace: Trace
    blocks: tuple[Block, ...]


def chapters_with_blocks(texts: Mapping[str, str], traces: Mapping[str, Trace | None]) -> list[Chapter]:
    """The chapters whose signs can be followed, their blocks and what is bound in them numbered through the report."""
    found, block, bound = list[Chapter](), 1, 1
    for name, text in texts.items():
        trace = traces.get(name)
        if trace is None:
            continue
        blocks = blocks_of(name, text, trace, block, bound)
        block += len(blocks)
        bound = max([bound, *(s.bound + 1 for each in blocks for s in each.stretches)])
        found.append(Chapter(name, text, trace, tuple(blocks)))
    return found


def marked_chapters(chapters: Sequence[Chapter], folder: Path) -> dict[str, Path]:
    """Write the chapters with marks; chapter -> its file."""
    written = {}
    for chapter in chapters:
        written[chapter.name] = folder / f"{chapter.name}.md"
        written[chapter.name].write_text(with_marks(chapter.text, [*chapter.blocks]), encoding="utf-8", newline="\n")
    return written


def anchor_report(path: Path, chapters: Sequence[Chapter], report: Mapping[str, str]) -> None:
    """Turn the marks in a Word report into anchors and add the part that says what they mean; the same file gives the same bytes.

    report: its evaluation and edition.
    """
    parts = read_package(path)
    stretches = {s.bound: (chapter, s) for chapter in chapters for b in chapter.blocks for s in b.stretches if s.bound}
    placer = _Placer(stretches)
    for name in (DOCUMENT, FOOTNOTES):
        if name in parts:
            root = etree.fromstring(parts[name])
            placer.place(root)
            parts[name] = to_bytes(root)
    for name in parts:
        if name.endswith(".xml") and _PRIVATE.search(text := parts[name].decode("utf-8")):
            parts[name] = _PRIVATE.sub("", text).encode("utf-8")
    content = _content(chapters, report, read_document(parts))
    _add_part(parts, content)
    with writing(path) as temporary:
        write_package(parts, temporary)


class _Placer:
    """Puts anchors where marks stand; keeps count of the ids it gives."""

    def __init__(self, stretches: Mapping[int, tuple[Chapter, Stretch]]):
        self.stretches = stretches
        self.placed = set[int]()

    def place(self, root: Element) -> None:
        """Replace the marks of a part; those in lists of contents are dropped, because the words stand there once more."""
        ids = [int(each.get(w("id"))) for each in root.iter(w("bookmarkStart"))]
        self.bookmark = max(ids, default=-1) + 1
        for paragraph in root.iter(w("p")):
            if any(_PRIVATE.search(text.text or "") for text in paragraph.iter(w("t"))):
                marks = [mark for run in [*paragraph.iter(w("r"))] for mark in _split(run)]
                if style_of(paragraph) not in LISTS:
                    self._anchors(paragraph, marks)
                for mark in marks:
                    if mark.getparent() is not None:
                        mark.getparent().remove(mark)

    def _anchors(self, paragraph: Element, marks: list[Element]) -> None:
        open_ = list[Element]()
        for mark in marks:
            kind, at = mark.get("kind"), int(mark.get("at", "0"))
            if kind == "block" and at not in self.placed:
                self.placed.add(at)
                self._bookmark(paragraph, mark, at)
            elif kind == "bound":
                open_.append(mark)
            elif kind == "end" and open_:
                start = open_.pop()
                if start.getparent() is mark.getparent():
                    self._control(start, mark, int(start.get("at")))

    def _bookmark(self, paragraph: Element, mark: Element, at: int) -> None:
        start = etree.Element(w("bookmarkStart"), {w("id"): str(self.bookmark), w("name"): f"_er_b{at}"})
        end = etree.Element(w("bookmarkEnd"), {w("id"): str(self.bookmark)})
        self.bookmark += 1
        mark.addprevious(start)
        paragraph.append(end)

    def _control(self, start: Element, end: Element, at: int) -> None:
        """A control around what stands between two marks."""
        parent = start.getparent()
        held = [*parent][parent.index(start) + 1 : parent.index(end)]
        if not any(each.tag == w("r") for each in held):
            return
        control = etree.Element(w("sdt"))
        about = etree.SubElement(control, w("sdtPr"))
        chapter, stretch = self.stretches[at]
        name, title = title_of(_expression(chapter, stretch), _count(chapter, stretch))
        if title:
            etree.SubElement(about, w("alias"), {w("val"): title})
        etree.SubElement(about, w("tag"), {w("val"): f"er_{at}"})
        etree.SubElement(about, w("id"), {w("val"): str(FIRST_CONTROL + at)})
        if name and name not in _REFERRING:
            etree.SubElement(about, w("lock"), {w("val"): "contentLocked"})
        content = etree.SubElement(control, w("sdtContent"))
        start.addprevious(control)
        for each in held:
            content.append(each)


def _split(run: Element) -> Iterator[Element]:
    """Cut a run at its marks; what comes out are the marks, as elements between the parts of the run."""
    texts = run.findall(w("t"))
    if not any(_PRIVATE.search(text.text or "") for text in texts):
        return
    text = "".join(each.text or "" for each in texts)
    at = 0
    for match in [*_MARK.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)]
        if piece:
            run.addprevious(_run_like(run, piece))
        if match:
            kind = str(match.lastgroup)
            mark = etree.Element("mark", {"kind": kind, "at": str(number(match[kind])) if kind != "end" else "0"})
            run.addprevious(mark)
            at = match.end()
            yield mark
    run.getparent().remove(run)


def _run_like(run: Element, text: str) -> Element:
    new = etree.Element(w("r"))
    about = run.find(w("rPr"))
    if about is not None:
        new.append(deepcopy(about))
    word = etree.SubElement(new, w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    word.text = text
    return new


def _expression(chapter: Chapter, stretch: Stretch) -> str:
    return chapter.trace.sources.get(stretch.file, "")[stretch.source : stretch.source_end]


def _count(chapter: Chapter, stretch: Stretch) -> int | None:
    return next((p.count for p in chapter.trace.pieces if p.call and p.start == stretch.start), None)


def title_of(expression: str, count: int | None) -> tuple[str, str]:
    """(function, what a reader sees over a control): exhibit, cell and number of answers, `wellbeing: good, pilot_2025 (n = 12)`."""
    match = _CALL.match(expression)
    if not match:
        return "", ""
    values = _VALUE.findall(match[2])
    tail = f" (n = {count})" if count is not None else ""
    said = f"{values[0]}: {', '.join(values[1:])}" if len(values) > 1 else "".join(values) or match[1]
    room = TITLE - len(tail)
    return match[1], (said if len(said) <= room else said[: room - 1] + "…") + tail


# --- the part ---


def _content(chapters: Sequence[Chapter], report: Mapping[str, str], read: Read) -> dict[str, Any]:
    sources = {file: text for chapter in chapters for file, text in chapter.trace.sources.items()}
    content: dict[str, Any] = {
        **report,
        "templates": dict(sorted(sources.items())),
        "chapters": [
            {"name": c.name, "text": c.text, "blocks": [_flat(block) for block in c.blocks]} for c in chapters
        ],
        "paragraphs": [_signs(p.begins[0] if p.begins else 0, p.lead, p.prefix, p.signs) for p in read.paragraphs],
        "tables": read.tables,
        "asides": [[each.what, each.text, each.where] for each in read.asides],
        "comments": [[c["author"], c["date"], c["text"]] for c in read.comments.values()],
    }
    return {**content, "build": digest_of(content)}


def _flat(block: Block) -> list[Any]:
    own = asdict(block)
    own["stretches"] = [[s.start, s.end, s.file, s.source, s.source_end, s.bound] for s in block.stretches]
    return [own[key] for key in ("chapter", "kind", "lead", "start", "end", "stretches", "number", "of", "made")]


def _signs(block: int, lead: str, prefix: int, signs: Iterable[Any]) -> list[Any]:
    """A paragraph, its signs in runs of one look and one binding."""
    runs = list[list[Any]]()
    for sign in signs:
        if runs and runs[-1][1:] == [sign.bound, sign.look]:
            runs[-1][0] += sign.text
        else:
            runs.append([sign.text, sign.bound, sign.look])
    return [block, lead, prefix, runs]


def _add_part(parts: dict[str, bytes], content: Mapping[str, Any]) -> None:
    """The part with its properties, known to the document and to the list of types."""
    at = next(i for i in range(1, len(parts) + 2) if PART.format(i) not in parts)
    root = etree.Element(f"{{{NAMESPACE}}}returns", {"build": content["build"]}, nsmap={None: NAMESPACE})
    root.text = _storable(json.dumps(content, ensure_ascii=False, sort_keys=True))
    parts[PART.format(at)] = to_bytes(root)
    data = f"{_OFFICE}customXml"
    digest = hashlib.sha256(f"evalreport {content['build']}".encode()).hexdigest().upper()
    identity = "-".join((digest[:8], digest[8:12], f"4{digest[13:16]}", f"8{digest[17:20]}", digest[20:32]))
    item = etree.Element(f"{{{data}}}datastoreItem", nsmap={"ds": data})
    item.set(f"{{{data}}}itemID", f"{{{identity}}}")
    references = etree.SubElement(item, f"{{{data}}}schemaRefs")
    etree.SubElement(references, f"{{{data}}}schemaRef").set(f"{{{data}}}uri", NAMESPACE)
    parts[f"customXml/itemProps{at}.xml"] = to_bytes(item)
    relations = etree.Element(f"{{{_PACKAGE}relationships}}Relationships", nsmap={None: f"{_PACKAGE}relationships"})
    _relate(relations, "rId1", f"{_OFFICE}relationships/customXmlProps", f"itemProps{at}.xml")
    parts[f"customXml/_rels/item{at}.xml.rels"] = to_bytes(relations)
    known = etree.fromstring(parts["word/_rels/document.xml.rels"])
    _relate(known, "rIdReturns", f"{_OFFICE}relationships/customXml", f"../customXml/item{at}.xml")
    parts["word/_rels/document.xml.rels"] = to_bytes(known)
    types = etree.fromstring(parts["[Content_Types].xml"])
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    override = etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override")
    override.set("PartName", f"/customXml/itemProps{at}.xml")
    override.set("ContentType", kind)
    parts["[Content_Types].xml"] = to_bytes(types)


def _storable(text: str) -> str:
    """JSON without the characters that XML cannot hold; they are written by their number."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _relate(relations: Element, name: str, kind: str, target: str) -> None:
    relation = etree.SubElement(relations, f"{{{_PACKAGE}relationships}}Relationship")
    relation.set("Id", name)
    relation.set("Type", kind)
    relation.set("Target", target)
