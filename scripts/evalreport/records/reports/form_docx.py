"""The form as a Word file: fields with tags (content controls) under plain headings, so that people can just type.

Elements of a field are in the order of ISO/IEC 29500-1, 17.5.2.38 (CT_SdtPr).
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor
from docx.styles.styles import Styles
from lxml import etree

from evalreport.docx.validity import drop_part, set_mode
from evalreport.docx.xml import Element, to_bytes, w, write_package
from evalreport.files.writing import writing
from evalreport.records.codes import CodeList, load_code_lists
from evalreport.records.readers.annual_reports import YEAR
from evalreport.records.reports.form import MARK, Column, Form, Section, form_of
from evalreport.words.catalogue import language_tag, word

HELP, HIDDEN_TEXT = "FormHelp", "PlaceholderText"
WIDTH = 9638  # twips between the margins of an A4 page
_HEAD = "DCE6F1"
_FONT = "Calibri"
_DATES = "{http://purl.org/dc/terms/}"


class _Fields:
    """Fields of one document; each gets the next number, because Word wants them different."""

    def __init__(self, language: str):
        self.language, self.number = language, 0

    def field(
        self, tag: str, title: str, content: Iterable[Element], hidden: bool, choices: Sequence[str] = ()
    ) -> Element:
        """A content control; hidden: it shows its placeholder, so it counts as empty; choices: of a drop-down list."""
        self.number += 1
        sdt = etree.Element(w("sdt"))
        about = _child(sdt, "sdtPr")
        _child(about, "alias", val=title[:64])
        _child(about, "tag", val=tag)
        _child(about, "id", val=str(100000 + self.number))
        if hidden:
            _child(about, "showingPlcHdr")
        if choices:
            options = _child(about, "dropDownList")
            for choice in choices:
                _child(options, "listItem", displayText=choice, value=choice)
        inside = _child(sdt, "sdtContent")
        inside.extend(content)
        return sdt

    def choice(self, tag: str, title: str, choices: Sequence[str]) -> Element:
        """A drop-down list inside a paragraph."""
        return self.field(tag, title, [_run(word("form_choose", self.language), HIDDEN_TEXT)], True, choices)


def _child(parent: Element, name: str, **attributes: str) -> Element:
    child = etree.SubElement(parent, w(name))
    for key, value in attributes.items():
        child.set(w(key), value)
    return child


def _run(text: str, style: str = "") -> Element:
    run = etree.Element(w("r"))
    if style:
        _child(_child(run, "rPr"), "rStyle", val=style)
    found = _child(run, "t")
    found.text = text
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _paragraph(*content: Element, style: str = "") -> Element:
    paragraph = etree.Element(w("p"))
    if style:
        _child(_child(paragraph, "pPr"), "pStyle", val=style)
    paragraph.extend(content)
    return paragraph


def write_empty_form(settings: Mapping[str, Any], config_folder: Path, language: str, path: Path) -> None:
    """Write the empty form of a source of records; settings: those of the reader annual_reports, prepared."""
    form, units = form_of(settings["form"], language), settings["units"]
    lists = load_code_lists(config_folder, [units["codes"], *form.code_lists], language)
    write_form(form, (units["column"], lists[units["codes"]]), settings["years"], lists, language, path)


def write_form(
    form: Form,
    units: tuple[str, CodeList],
    years: Sequence[str],
    lists: Mapping[str, CodeList],
    language: str,
    path: Path,
) -> None:
    """Write the form; units: the records' column of the unit, and the units; lists: the code lists of its columns.

    The same form gives the same bytes.
    """
    document = Document()
    _styles(document.styles, language)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    document.core_properties.title, document.core_properties.author = form.title, ""
    document.core_properties.comments = document.core_properties.keywords = ""
    body = document.element.body
    for element in _elements(form, units, years, lists, _Fields(language)):
        body.insert(len(body) - 1, element)  # before the properties of the page
    with writing(path) as temporary:
        stream = io.BytesIO()
        document.save(stream)
        with zipfile.ZipFile(stream) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        _finish(parts)
        write_package(parts, temporary)


def _finish(parts: dict[str, bytes]) -> None:
    """Without what python-docx's model has of another document: its picture, and a second copy of its styles for Word 2007."""
    for name in ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg"):
        drop_part(parts, name)
    settings = etree.fromstring(parts["word/settings.xml"])
    set_mode(settings)
    parts["word/settings.xml"] = to_bytes(settings)
    about = etree.fromstring(parts["docProps/core.xml"])
    for date in (_DATES + "created", _DATES + "modified"):
        for old in about.findall(date):
            about.remove(old)
    parts["docProps/core.xml"] = to_bytes(about)


def _styles(styles: Styles, language: str) -> None:
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    fonts = normal.element.rPr
    _child(fonts, "lang", val=language_tag(language))
    for name in ("Title", "Heading 1"):
        style = styles[name]
        style.font.name, style.font.color.rgb = _FONT, RGBColor(0x1F, 0x3A, 0x5F)
        fonts = style.element.rPr.find(w("rFonts"))
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
    styles["Title"].font.size, styles["Heading 1"].font.size = Pt(24), Pt(14)
    styles["Heading 1"].paragraph_format.keep_with_next = True
    hint = styles.add_style(HELP, WD_STYLE_TYPE.PARAGRAPH)
    hint.base_style = normal
    hint.font.italic, hint.font.color.rgb, hint.font.size = True, RGBColor(0x59, 0x59, 0x59), Pt(10)
    hint.paragraph_format.keep_with_next = True
    hidden = styles.add_style(HIDDEN_TEXT, WD_STYLE_TYPE.CHARACTER)
    hidden.font.color.rgb = RGBColor(0x76, 0x76, 0x76)


def _elements(
    form: Form, units: tuple[str, CodeList], years: Sequence[str], lists: Mapping[str, CodeList], fields: _Fields
) -> Iterator[Element]:
    column, codes = units
    yield _paragraph(_run(form.title), style="Title")
    if form.introduction:
        yield _paragraph(_run(form.introduction))
    about = _table((2600, WIDTH - 2600))
    named = (column, codes.name.replace("_", " ").capitalize(), list(codes.labels.values()))
    for tag, title, choices in (named, (YEAR, word("form_year", fields.language), list(years))):
        row = _child(about, "tr")
        row.append(_cell(2600, [_paragraph(_run(title))], _HEAD))
        row.append(_cell(WIDTH - 2600, [_paragraph(fields.choice(tag, title, choices))]))
    yield about
    for section in form.sections:
        yield _paragraph(_run(section.title), style="Heading1")
        if section.help:
            yield _paragraph(_run(section.help), style=HELP)
        if section.columns:
            yield fields.field(section.id, section.title, [_section_table(section, lists, fields)], False)
        else:
            empty = _paragraph(_run(word("form_write", fields.language), HIDDEN_TEXT))
            yield fields.field(section.id, section.title, [empty], True)
    yield _paragraph(_run(word("form_do_not_change", fields.language)), style=HELP)
    yield fields.field(MARK, MARK, [_paragraph(_run(form.mark), style=HELP)], False)


def _table(widths: Sequence[int]) -> Element:
    table = etree.Element(w("tbl"))
    about = _child(table, "tblPr")
    _child(about, "tblStyle", val="TableGrid")
    _child(about, "tblW", w=str(sum(widths)), type="dxa")
    _child(about, "tblLayout", type="fixed")
    grid = _child(table, "tblGrid")
    for width in widths:
        _child(grid, "gridCol", w=str(width))
    return table


def _cell(width: int, content: Iterable[Element], shade: str = "") -> Element:
    cell = etree.Element(w("tc"))
    about = _child(cell, "tcPr")
    _child(about, "tcW", w=str(width), type="dxa")
    if shade:
        _child(about, "shd", val="clear", color="auto", fill=shade)
    cell.extend(content)
    return cell


def _section_table(section: Section, lists: Mapping[str, CodeList], fields: _Fields) -> Element:
    widths = _widths(section)
    table = _table(widths)
    head = _child(table, "tr")
    _child(_child(head, "trPr"), "tblHeader")
    for column, width in zip(section.columns, widths, strict=True):
        head.append(_cell(width, [_paragraph(_run(column.label))], _HEAD))
    for line in [*section.lines, *({} for _ in range(section.empty_rows))]:
        _row(
            table,
            section,
            widths,
            [_content(column, line.get(column.id, ""), lists, fields) for column in section.columns],
        )
    if section.total:
        _row(table, section, widths, [[_run(section.total)], *([] for _ in section.columns[1:])])
    return table


def _row(table: Element, section: Section, widths: Sequence[int], contents: Sequence[Iterable[Element]]) -> None:
    row = _child(table, "tr")
    _child(_child(row, "trPr"), "cantSplit")
    for column, width, content in zip(section.columns, widths, contents, strict=True):
        paragraph = _paragraph(*content)
        if column.type == "number":
            about = etree.Element(w("pPr"))
            _child(about, "jc", val="right")
            paragraph.insert(0, about)
        row.append(_cell(width, [paragraph]))


def _content(column: Column, text: str, lists: Mapping[str, CodeList], fields: _Fields) -> list[Element]:
    if text:
        return [_run(text)]
    if column.codes:
        return [fields.choice(column.id, column.label, list(lists[column.codes].labels.values()))]
    return []


def _widths(section: Section) -> list[int]:
    """Widths of columns: texts get half as much again as numbers, dates and codes."""
    parts = [3 if column.type == "text" and not column.codes else 2 for column in section.columns]
    widths = [WIDTH * part // sum(parts) for part in parts]
    return [widths[0] + WIDTH - sum(widths), *widths[1:]]
