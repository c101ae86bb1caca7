"""Everything that can be told to be wrong with a .docx from its XML, before a reader finds it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evalreport.docx_tables import text_width
from evalreport.docx_xml import ORDER, Element, local, read_package, w
from evalreport.errors import Problem

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TARGET_FIELDS = ("REF", "PAGEREF")


def problems_in_docx(path: Path, name: str = "") -> list[Problem]:
    """Repeated or badly named bookmarks, references to none, open fields, figures without alt text, tables wider
    than the text, properties out of the schema's order. [] when there is nothing; `name` stands for the file in
    the messages."""
    from lxml import etree

    parts = read_package(path)
    roots = {part: etree.fromstring(data) for part, data in parts.items() if part.endswith(".xml")}
    file = name or str(path)
    found: list[Problem] = []
    for part, root in roots.items():
        if part.startswith("word/"):
            found += [Problem(file, part, text, "Properties in the order of wml.xsd") for text in _disorder(root)]
    document = roots["word/document.xml"]
    targets = [roots[part] for part in ("word/document.xml", "word/footnotes.xml") if part in roots]
    found += [Problem(file, "word/document.xml", text, what) for text, what in _document(document, targets)]
    return found


def _document(document: Element, referring: list[Element]) -> Iterator[tuple[str, str]]:
    names = [mark.get(w("name")) for mark in document.iter(w("bookmarkStart"))]
    ids = [mark.get(w("id")) for mark in document.iter(w("bookmarkStart"))]
    ends = Counter(mark.get(w("id")) for mark in document.iter(w("bookmarkEnd")))
    for name, count in Counter(names).items():
        if count > 1:
            yield f"bookmark {name} is there {count} times", "One bookmark of a name"
        if len(name) > 40 or not name.replace("_", "a").isalnum():
            yield f"bookmark name {name}", "At most 40 letters, digits and _"
    if len(set(ids)) < len(ids) or ends != Counter(ids):
        yield "bookmark ids repeated or not closed", "A start and an end for every id"
    for root in referring:
        yield from _references(root, set(names))
        yield from _fields(root)
    for picture in document.iter(_PICTURE):
        if not picture.get("descr"):
            yield f"picture {picture.get('id')} has no alt text", "A description (descr)"
    yield from _tables(document)


def _references(root: Element, names: set[str]) -> Iterator[tuple[str, str]]:
    """Fields and links to a bookmark that is not there."""
    for code in root.iter(w("instrText")):
        words = (code.text or "").split()
        target = words[1] if len(words) > 1 and words[0] in _TARGET_FIELDS else None
        if len(words) > 2 and words[0] == "HYPERLINK" and words[1] == "\\l":
            target = words[2].strip('"')
        if target and target not in names:
            yield f"a reference to the bookmark {target}, which is nowhere", "A bookmark for every reference"
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"))
        if anchor and anchor not in names:
            yield f"a link to the bookmark {anchor}, which is nowhere", "A bookmark for every link"


def _fields(root: Element) -> Iterator[tuple[str, str]]:
    """Fields that are not closed, or closed without having been opened."""
    depth = 0
    for mark in root.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType")), 0)
        if depth < 0:
            break
    if depth:
        yield "a field that is not begun or not ended", "begin, separate and end for every field"


def _tables(document: Element) -> Iterator[tuple[str, str]]:
    """Tables wider than the widest text, and rows whose cells do not fill the grid."""
    widest = max((text_width(section) for section in document.iter(w("sectPr"))), default=0)
    for number, table in enumerate(document.iter(w("tbl")), start=1):
        columns = [int(column.get(w("w"))) for column in table.find(w("tblGrid"))]
        if sum(columns) > widest + 1:
            yield f"table {number} is {sum(columns)} twips wide", f"At most {widest}"
        for row in table.findall(w("tr")):
            spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in row.findall(w("tc"))]
            count = sum(1 if span is None else int(span.get(w("val"))) for span in spans)
            if count != len(columns):
                yield f"table {number} has a row of {count} columns", f"{len(columns)} as in its grid"


def _disorder(root: Element) -> Iterator[str]:
    """Property elements whose children are unknown or in another order than the schema's."""
    for name, order in ORDER.items():
        place = {child: i for i, child in enumerate(order)}
        for element in root.iter(w(name)):
            known = [place.get(local(child)) for child in element if child.tag.startswith("{" + element.nsmap["w"])]
            if None in known:
                yield f"{name} holds an element it cannot hold"
            elif known != sorted(known, key=lambda i: i or 0):
                yield f"{name} holds {', '.join(local(child) for child in element)} in this order"
