"""Reports as they come (.docx, .pdf, .txt) as paragraphs, lines and tables, each with the place where it stands."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from evalreport.docx.xml import Element, read_package, style_of, w
from evalreport.files.archives import refuse_bombs
from evalreport.files.errors import BadInput, Problem
from evalreport.records.reports.form import MARK, marked_form

ENDINGS = (".docx", ".pdf", ".txt")
FORM, DOCUMENT, PDF, SCAN = "form", "document", "pdf", "text"  # kinds of reports
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Word files, and of encrypted new ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEADING = re.compile(r"(heading|overskrift)\s*[1-9]$", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A paragraph, a line, or (with rows) a table: rows of a place and its cells. tag: the field of the form it stands in."""

    text: str
    place: str
    tag: str = ""
    heading: bool = False
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Document:
    """A report as read: its blocks in order, and the short fields of a form by tag ("" where nothing is chosen)."""

    file: str
    kind: str
    blocks: tuple[Block, ...]
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def in_lines(self) -> bool:
        """Whether a block is a line of text, so that paragraphs and tables have to be put together again."""
        return self.kind in (PDF, SCAN)


def read_document(path: Path, skip_lines: Sequence[str] = ()) -> Document:
    """A report; skip_lines: regular expressions of lines in PDF and text that are not content.

    Raises BadInput saying what the file is when it cannot be read.
    """
    readers = {".docx": _docx, ".pdf": _pdf, ".txt": _text}
    document = readers[path.suffix.lower()](path)
    if not document.in_lines:
        return document
    kept = [b for b in document.blocks if not any(re.fullmatch(pattern, b.text.strip()) for pattern in skip_lines)]
    return Document(document.file, document.kind, tuple(kept), document.fields)


def _bad(path: Path, found: str, expected: str) -> BadInput:
    return BadInput([Problem(path.name, "", found, expected)])


# ---------------------------------------------------------------- Word


def _docx(path: Path) -> Document:
    content = path.read_bytes()
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _bad(path, "the file is locked with a password", "Save it without a password")
        raise _bad(path, "this is an old Word file (.doc) under another name", "Open it in Word and save it as .docx")
    refuse_bombs(path)
    try:
        parts = read_package(path)
        body = etree.fromstring(parts["word/document.xml"]).find(w("body"))
        names = _style_names(parts)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, etree.XMLSyntaxError) as error:
        message = f"this is not a Word document, or it is damaged ({error})"
        raise _bad(path, message, "Open it in Word and save it as .docx") from None
    fields = {tag: _joined(_texts(sdt)) for sdt in body.iter(w("sdt")) if (tag := _tag(sdt))}
    blocks = tuple(_blocks(body, names))
    on_form = MARK in fields or any(marked_form(block.text) for block in blocks)
    return Document(path.name, FORM if on_form else DOCUMENT, blocks, fields)


def _style_names(parts: dict[str, bytes]) -> dict[str, str]:
    """Style id -> the style's name, which says of a heading that it is one in every language of Word."""
    if "word/styles.xml" not in parts:
        return {}
    styles = etree.fromstring(parts["word/styles.xml"]).iter(w("style"))
    return {s.get(w("styleId"), ""): name.get(w("val"), "") for s in styles if (name := s.find(w("name"))) is not None}


def _tag(sdt: Element) -> str:
    tag = sdt.find(f"{w('sdtPr')}/{w('tag')}")
    return "" if tag is None else tag.get(w("val"), "")


def _is_placeholder(sdt: Element) -> bool:
    return sdt.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None


def _texts(element: Element) -> Iterator[str]:
    """The text inside an element, without placeholders, fallbacks and what tracked changes removed."""
    if element.tag == w("sdt") and _is_placeholder(element):
        return
    if element.tag == w("t"):
        yield element.text or ""
    elif element.tag in (w("tab"), w("br"), w("cr")):
        yield " "
    elif isinstance(element.tag, str) and not element.tag.endswith("}Fallback"):
        for child in element:
            yield from _texts(child)


def _joined(texts: Iterator[str]) -> str:
    return " ".join("".join(texts).split())


def _blocks(body: Element, styles: dict[str, str]) -> Iterator[Block]:
    paragraphs = tables = 0
    for element, tag, hidden in _body_elements(body, "", False):
        if element.tag == w("p"):
            text = "" if hidden else _joined(_texts(element))
            if text:
                paragraphs += 1
                name = styles.get(style_of(element), style_of(element))
                yield Block(text, f"paragraph {paragraphs}", tag, bool(_HEADING.match(name)))
        else:
            tables += 1
            rows = tuple(
                (f"table {tables}, row {number}", _cells(row))
                for number, row in enumerate(element.findall(w("tr")), start=1)
            )
            yield Block("", f"table {tables}", tag, rows=rows)


def _body_elements(parent: Element, tag: str, hidden: bool) -> Iterator[tuple[Element, str, bool]]:
    """Paragraphs and tables in order, each with the tag of the field it stands in and whether that shows its placeholder."""
    for child in parent:
        if child.tag in (w("p"), w("tbl")):
            yield child, tag, hidden
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            if content is not None:
                yield from _body_elements(content, _tag(child) or tag, hidden or _is_placeholder(child))
        elif child.tag in (w("ins"), w("customXml")):
            yield from _body_elements(child, tag, hidden)


def _cells(row: Element) -> tuple[str, ...]:
    """The cells of a row, also those that a field has been put around."""
    found = (child for child in row.iter(w("tc")) if next(child.iterancestors(w("tr"))) is row)
    return tuple("\n".join(filter(None, (_joined(_texts(p)) for p in cell.iter(w("p"))))) for cell in found)


# ---------------------------------------------------------------- PDF and text


def _pdf(path: Path) -> Document:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not _opened(reader):
            raise _bad(path, "the file is locked with a password", "Save it without a password")
        pages = [page.extract_text(extraction_mode="layout") for page in reader.pages]
    except DependencyError:
        raise _bad(path, "the file is locked with a password", "Save it without a password") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        # A damaged PDF makes the library stumble anywhere in its objects.
        raise _bad(path, f"this is not a PDF, or it is damaged ({error})", "Save it as PDF again") from None
    if not any(page.strip() for page in pages):
        raise _bad(path, "there is no text in this PDF, only pictures", "Read the pages with OCR and save them as .txt")
    return Document(path.name, PDF, tuple(_lines(enumerate(pages, start=1))))


def _opened(reader: object) -> bool:
    """Whether a PDF that is encrypted opens without a password (one that only forbids changes does)."""
    return bool(reader.decrypt(""))  # type: ignore[attr-defined]


def _text(path: Path) -> Document:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(path, f"not UTF-8 (byte {error.start + 1})", "Save it as text in UTF-8") from None
    if "\0" in text:
        raise _bad(path, "this is not a text file", "Save it as text in UTF-8")
    return Document(path.name, SCAN, tuple(_lines([(0, text.replace("\f", ""))])))


def _lines(pages: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """The lines of pages, empty ones too: they end paragraphs. Page 0: a file without pages."""
    for page, text in pages:
        for number, line in enumerate(text.splitlines(), start=1):
            yield Block(line.rstrip(), f"page {page}, line {number}" if page else f"line {number}")
