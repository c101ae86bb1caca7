"""What pandoc leaves open in a .docx: sections, table widths and rules, what stays together, language, dates."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.docx.headings import number_headings, style_properties
from evalreport.docx.properties import fill_header, set_company, set_core, set_language
from evalreport.docx.tables import finish_tables, text_width
from evalreport.docx.validity import (
    add_table_normal,
    clear_left_tabs,
    drop_unused_relations,
    mark_at_the_right,
    set_distances,
    set_mode,
)
from evalreport.docx.xml import (
    Element,
    names_of,
    properties,
    put,
    read_package,
    style_of,
    to_bytes,
    w,
    write_package,
)
from evalreport.words.catalogue import language_tag, word
from evalreport.words.numbers import decimal_mark

TWIPS_PER_CM = 1440 / 2.54
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


@dataclass(frozen=True)
class Geometry:
    """The room for text on a page, upright and turned, in cm."""

    width: float
    height: float
    landscape_width: float
    landscape_height: float


def geometry_of(reference: Path) -> Geometry:
    """The room for text in a reference.docx (its last section: page size less margins), cm."""
    from lxml import etree

    section = etree.fromstring(read_package(reference)["word/document.xml"]).find(f".//{w('body')}/{w('sectPr')}")
    section = etree.Element(w("sectPr")) if section is None else section
    complete_page(section)
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    page = [int(size.get(w(side))) for side in ("w", "h")]
    across = sum(int(margins.get(w(side))) for side in ("left", "right"))
    down = sum(int(margins.get(w(side))) for side in ("top", "bottom"))
    cm = [round(length / TWIPS_PER_CM, 3) for length in (page[0] - across, page[1] - down)]
    turned = [round(length / TWIPS_PER_CM, 3) for length in (page[1] - across, page[0] - down)]
    return Geometry(cm[0], cm[1], turned[0], turned[1])


def complete_page(section: Element) -> Element:
    """The section, with A4 with margins of 2.5 cm where a reference.docx says nothing of its page."""
    if section.find(w("pgSz")) is None:
        put(section, "pgSz", w=11906, h=16838)
    if section.find(w("pgMar")) is None:
        put(section, "pgMar", top=1531, right=1417, bottom=1417, left=1417, header=737, footer=680, gutter=0)
    return section


def finish_docx(
    path: Path, title: Mapping[str, Any], language: str, update_fields: bool = False, titled: bool = True
) -> None:
    """Finish the .docx in place; `title` is the title page of `assembly.title_page`, language nb, nn or en.

    titled: whether the first section is a title page (a chapter on its own has none).
    """
    from lxml import etree

    parts = read_package(path)

    def edit(name: str, change: Callable[[Element], None]) -> None:
        if name in parts:
            root = etree.fromstring(parts[name])
            change(root)
            parts[name] = to_bytes(root)

    styles = etree.fromstring(parts["word/styles.xml"])
    numbering = etree.fromstring(parts["word/numbering.xml"])
    document = etree.fromstring(parts["word/document.xml"])
    number_headings(document.find(w("body")), numbering, styles, word("appendix", language))
    _finish_document(document, titled, decimal_mark(language), styles)
    width = text_width(document.find(f"{w('body')}/{w('sectPr')}"))
    _finish_styles(styles, language_tag(language))
    for name, root in (("document", document), ("numbering", numbering), ("styles", styles)):
        parts[f"word/{name}.xml"] = to_bytes(root)
    edit("word/settings.xml", lambda root: _set_settings(root, language, update_fields))
    edit("docProps/core.xml", lambda root: set_core(root, title, language_tag(language)))
    edit("docProps/app.xml", lambda root: set_company(root, title))
    for name in [*parts]:
        if name.startswith(("word/header", "word/footer")):
            edit(name, lambda root: _finish_header(root, title, width))
    drop_unused_relations(parts)
    write_package(parts, path)


_WHOLE_WORDS = names_of(  # heads, captions, lists and lines with names
    "Title Subtitle Author Date TitleDetails AbstractTitle ChapterLine Heading1 Heading2 Heading3 Heading4 Caption TOCHeading TOC1 "
    "TOC2 TOC3 TableofFigures TableHead TableSection Bibliography Header Footer"
)


def _finish_styles(root: Element, locale: str) -> None:
    set_language(root, locale)
    add_table_normal(root)
    for style in root.findall(w("style")):
        if style.get(w("styleId")) in _WHOLE_WORDS:
            put(style_properties(style), "suppressAutoHyphens")


def _finish_header(root: Element, title: Mapping[str, Any], width: int) -> None:
    fill_header(root, title)
    mark_at_the_right(root, title["draft"], width)


def _finish_document(root: Element, titled: bool, mark: str, styles: Element) -> None:
    body = root.find(w("body"))
    _finish_sections(body, titled)
    finish_tables(body, mark)
    _keep_notes(body, styles)
    if not titled:
        _begin_at_once(body)
    _number_bookmarks(body)
    _name_pictures(body)
    set_distances(body)
    clear_left_tabs(body, styles)


def _finish_sections(body: Element, titled: bool) -> None:
    """Page size, margins, headers and footers of every section are those of the reference; the title page has none,
    or those of a first page where the reference has such."""
    final = body.find(w("sectPr"))
    front = deepcopy(final)
    for name in ("titlePg", "pgNumType"):  # else every section has a first page, and its pages count from one again
        for old in final.findall(w(name)):
            final.remove(old)
    complete_page(final)
    for old in final.findall(w("footnotePr")):
        final.remove(old)  # numbering starts again in each section otherwise
    for number, section in enumerate(body.findall(f"{w('p')}/{w('pPr')}/{w('sectPr')}")):
        turned = section.find(f"{w('pgSz')}") is not None
        complete = deepcopy(final)
        if number == 0 and titled:
            complete = _title_section(front)
        put(complete, "type", val="nextPage")
        if turned:
            _turn(complete)
        section.getparent().replace(section, complete)
        _into_last_paragraph(complete)
    put(final, "type", val="nextPage")


def _title_section(section: Element) -> Element:
    complete_page(section)
    for name in ("headerReference", "footerReference", "footnotePr"):
        for element in section.findall(w(name)):
            if section.find(w("titlePg")) is None or element.get(w("type")) != "first":
                section.remove(element)
    return section


def _turn(section: Element) -> None:
    size = section.find(w("pgSz"))
    width, height = size.get(w("w")), size.get(w("h"))
    for key, value in (("w", height), ("h", width), ("orient", "landscape")):
        size.set(w(key), value)


def _into_last_paragraph(section: Element) -> None:
    """A section ends in its last paragraph: an empty one of its own could fall on an empty page."""
    paragraph = section.getparent().getparent()
    before = paragraph.getprevious()
    if before is None or before.tag != w("p") or before.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return
    properties(before, "pPr").append(section)
    paragraph.getparent().remove(paragraph)


def _keep_notes(body: Element, styles: Element) -> None:
    """A note stays with what it is a note to: the caption of a figure, the last row of a table. Between its paragraphs is no more
    than above it."""
    spacing = styles.find(f"{w('style')}[@{w('styleId')}='Note']/{w('pPr')}/{w('spacing')}")
    gap = "0" if spacing is None else spacing.get(w("before"), "0")
    for paragraph in body.iter(w("p")):
        before = paragraph.getprevious()
        if style_of(paragraph) != "Note" or before is None:
            continue
        if before.tag == w("p") and style_of(before) == "Note":
            put(properties(before, "pPr"), "spacing", after=gap)
        if before.tag == w("p"):
            put(properties(before, "pPr"), "keepNext")
        elif before.tag == w("tbl"):
            for last in before.findall(w("tr"))[-1].iter(w("p")):
                put(properties(last, "pPr"), "keepNext")


def _begin_at_once(body: Element) -> None:
    """The title of a chapter on its own stands on the first page, under the lines above it."""
    for paragraph in body.iter(w("p")):
        if style_of(paragraph) == "Heading1":
            marks = properties(paragraph, "pPr")
            put(marks, "pageBreakBefore", val="0")
            put(marks, "spacing", before=480)
            return


def _number_bookmarks(body: Element) -> None:
    """Bookmark ids unique in the document, pandoc's own and ours alike (a start and its end share one)."""
    numbers: dict[str, list[str]] = {}
    for count, start in enumerate(body.iter(w("bookmarkStart"))):
        numbers.setdefault(start.get(w("id")), []).append(str(count))
        start.set(w("id"), str(count))
    for end in body.iter(w("bookmarkEnd")):
        end.set(w("id"), numbers[end.get(w("id"))].pop(0))


def _name_pictures(body: Element) -> None:
    """Pictures by the name of their file: pandoc writes the whole path, which is that of the machine that built the report."""
    for picture in body.iter(f"{_PICTURE}cNvPr"):
        picture.set("descr", Path(picture.get("descr", "")).name)


_SETTINGS_AFTER_UPDATE = (
    "hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr attachedSchema themeFontLang"
)
_SETTINGS_AFTER_HYPHENATION = "consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps "
_SETTINGS_AFTER_CAPS = (
    "showEnvelope summaryLength clickAndTypeStyle "
    "defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets "
    "drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl updateFields "
) + _SETTINGS_AFTER_UPDATE


def _set_settings(root: Element, language: str, update_fields: bool) -> None:
    """Hyphenation (not of acronyms), language, decimal mark, and whether Word shall ask to update the fields when it opens the file.

    The reference's word that its spelling is checked goes: this text is another one.
    """
    values = {
        "themeFontLang": language_tag(language),
        "decimalSymbol": decimal_mark(language),
        "listSeparator": ";" if decimal_mark(language) == "," else ",",
    }
    for name, value in values.items():
        for setting in root.findall(w(name)):
            setting.set(w("val"), value)
    for checked in root.findall(w("proofState")):
        root.remove(checked)
    set_mode(root)
    if update_fields:
        _set_flag(root, "updateFields", _SETTINGS_AFTER_UPDATE)
    _set_flag(root, "doNotHyphenateCaps", _SETTINGS_AFTER_CAPS)
    _set_flag(root, "autoHyphenation", _SETTINGS_AFTER_HYPHENATION + _SETTINGS_AFTER_CAPS)


def _set_flag(root: Element, name: str, later: str) -> None:
    """A setting before all those that come later in the schema."""
    from lxml import etree

    if root.find(w(name)) is None:
        after = set(later.split())
        place = next((i for i, child in enumerate(root) if etree.QName(child).localname in after), len(root))
        root.insert(place, etree.Element(w(name)))
