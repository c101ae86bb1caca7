"""Everything that can be told to be wrong with a .docx from its XML, before a reader finds it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from evalreport.docx.tables import text_width
from evalreport.docx.xml import ORDER, Element, local, read_package, style_of, w
from evalreport.files.errors import Problem

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TARGET_FIELDS = ("REF", "PAGEREF")
_HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATED = {_RELATION + name for name in ("id", "embed", "link")}
_FETCHING_FIELDS = {
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "IMPORT",
    "LINK",
    "DDE",
    "DDEAUTO",
    "DATABASE",
    "RD",
    "MACROBUTTON",
}
_FIRST = {"p": "pPr", "r": "rPr", "tbl": "tblPr", "tr": "trPr", "tc": "tcPr"}


def problems_in_docx(path: Path, name: str = "") -> list[Problem]:
    """Repeated or badly named bookmarks, references to none, open fields, notes, styles, lists and parts that are not
    there, what would be fetched from outside, figures without alt text, tables wider than the text or without a marked
    head, empty headings, and what the schema (wml.xsd, transitional) wants in another order. [] when there is nothing;
    `name` stands for the file in the messages.

    Of the schema it checks the names and order of children in paragraph, run, table, cell and section properties, and
    that a paragraph, run, table, row and cell begins and ends as it must; not the values of attributes.
    """
    from lxml import etree

    parts = read_package(path)
    roots = {part: etree.fromstring(data) for part, data in parts.items() if part.endswith(".xml")}
    file = name or str(path)
    found: list[Problem] = []
    for part, root in roots.items():
        if part.startswith("word/"):
            found += [Problem(file, part, text, "Properties in the order of wml.xsd") for text in _disorder(root)]
            found += [Problem(file, part, text, what) for text, what in _structure(root)]
            found += [Problem(file, part, text, what) for text, what in _styles(root, roots["word/styles.xml"])]
            found += [Problem(file, part, text, what) for text, what in _relations(root, part, parts)]
    found += [Problem(file, part, text, what) for part, text, what in _fetching(parts, roots)]
    document = roots["word/document.xml"]
    targets = [roots[part] for part in ("word/document.xml", "word/footnotes.xml") if part in roots]
    found += [Problem(file, "word/document.xml", text, what) for text, what in _document(document, targets)]
    notes, lists = roots.get("word/footnotes.xml"), roots.get("word/numbering.xml")
    found += [Problem(file, "word/document.xml", text, what) for text, what in _numbered(document, notes, lists)]
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
    for paragraph in document.iter(w("p")):
        if style_of(paragraph) in _HEADINGS and not "".join(paragraph.itertext(w("t"))).strip():
            yield f"an empty heading ({style_of(paragraph)})", "Words, or another style"
    yield from _tables(document)


def _numbered(document: Element, notes: Element | None, lists: Element | None) -> Iterator[tuple[str, str]]:
    """Footnotes and lists that are pointed to and not there, or there twice."""
    known = [note.get(w("id")) for note in notes.findall(w("footnote"))] if notes is not None else []
    used = [mark.get(w("id")) for mark in document.iter(w("footnoteReference"))]
    for id, count in Counter(known).items():
        if count > 1:
            yield f"footnote {id} is there {count} times", "One footnote of an id"
    for id, count in Counter(used).items():
        if id not in known or count > 1:
            yield f"footnote {id} is called {count} times and there {known.count(id)} times", "Once and once"
    numbers = {number.get(w("numId")) for number in lists.findall(w("num"))} if lists is not None else set()
    for id in {number.get(w("val")) for number in document.iter(w("numId"))} - numbers - {"0"}:
        yield f"a list of the kind {id}, which is nowhere", "A numbering for every list"


def _styles(root: Element, styles: Element) -> Iterator[tuple[str, str]]:
    """Styles that text is in and that the file does not have: Word shows such text in its plainest style."""
    known = {style.get(w("styleId")) for style in styles.findall(w("style"))}
    for name in ("pStyle", "rStyle", "tblStyle"):
        for id in sorted({element.get(w("val")) for element in root.iter(w(name))} - known):
            yield f"the style {id} is nowhere", "A style of that id in word/styles.xml"


def _relations(root: Element, part: str, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pictures, links, headers and footers whose target is not in the file."""
    from lxml import etree

    folder, _, file = part.rpartition("/")
    data = parts.get(f"{folder}/_rels/{file}.rels")
    targets = {each.get("Id"): each for each in etree.fromstring(data)} if data else {}
    wanted = {value for element in root.iter() for key, value in element.attrib.items() if key in _RELATED}
    for id in sorted(wanted - set(targets)):
        yield f"the relation {id} is nowhere", f"A relation of that id in {folder}/_rels/{file}.rels"
    for id in sorted(wanted & set(targets)):
        target = targets[id].get("Target")
        if targets[id].get("TargetMode") != "External" and f"{folder}/{target}" not in parts:
            yield f"the part {target} is nowhere", "Every part that is named in the file"


def _fetching(parts: Mapping[str, bytes], roots: Mapping[str, Element]) -> Iterator[tuple[str, str, str]]:
    """(part, found, expected) of what Word would fetch or run when the file is opened: a report is whole by itself."""
    from lxml import etree

    for part, root in roots.items():
        words = ((code.text or "").split() for code in root.iter(w("instrText")))
        simple = ((field.get(w("instr")) or "").split() for field in root.iter(w("fldSimple")))
        for code in (*words, *simple):
            if code and code[0].upper() in _FETCHING_FIELDS:
                yield part, f"a field {code[0].upper()}, which fetches or runs something", "Only fields of Word's own"
    for part, data in parts.items():
        for each in etree.fromstring(data) if part.endswith(".rels") else ():
            kind = (each.get("Type") or "").rpartition("/")[2]
            if each.get("TargetMode") == "External" and kind != "hyperlink":
                yield (
                    part,
                    f"{kind} from {each.get('Target')}",
                    "Only links that a reader opens may point outside the file",
                )


def _structure(root: Element) -> Iterator[tuple[str, str]]:
    """Elements that do not begin, or end, as the schema wants."""
    for name, first in _FIRST.items():
        for element in root.iter(w(name)):
            for child in element.findall(w(first))[:1]:
                if element.index(child) > 0:
                    yield f"{first} is not the first in {name}", f"{first} before all else"
    for table in root.iter(w("tbl")):
        if table.find(w("tblGrid")) is None or table.find(w("tr")) is None:
            yield "a table without a grid or without rows", "tblPr, tblGrid, then rows"
    for cell in root.iter(w("tc")):
        if len(cell) == 0 or cell[-1].tag != w("p"):
            yield "a cell that does not end in a paragraph", "A paragraph at the end of every cell"


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
        first = table.find(w("tr"))
        headed = any(style_of(paragraph) == "TableHead" for paragraph in first.iter(w("p")))
        if headed and first.find(f"{w('trPr')}/{w('tblHeader')}") is None:
            yield f"table {number} has a head that is not marked as one", "tblHeader in the first row"
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
