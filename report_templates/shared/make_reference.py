"""Makes reference.docx, the Word design of the reports: `python report_templates/shared/make_reference.py`.

It starts from pandoc's own reference.docx (so every style pandoc asks for is there) and sets fonts, sizes, page,
header, footer and the styles of this program. A team that wants another look edits the styles in Word instead.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "scripts"))

from evalreport.docx.tables import RULE, THICK, THIN  # noqa: E402
from evalreport.docx.xml import read_package, write_package  # noqa: E402

SERIF, SANS, MONO = "minorHAnsi", "majorHAnsi", "Consolas"  # fonts of the theme: a team changes them in one place
THEME = {"majorFont": "Calibri", "minorFont": "Cambria"}
INK, GREY, RED = RGBColor(0x1F, 0x3A, 0x4D), RGBColor(0x5A, 0x5A, 0x5A), RGBColor(0xA0, 0x00, 0x00)
AMBER = RGBColor(0x8A, 0x52, 0x00)  # 5.9 to 1 on white
BLACK = RGBColor(0, 0, 0)
TEXT_WIDTH = Cm(16)

# Lines are at least so many points apart (0: as the content needs), a little more than the letters of the theme's fonts take (1.22 of
# Calibri's size, 1.17 of Cambria's): pages break where evalreport.assemble.word_pages counts them, and nothing higher is cut off.
# name: (based on, font, size, bold, italic, colour, space before, space after, line, keep with next)
PARAGRAPHS = {
    "Normal": (None, SERIF, 11, False, False, None, 0, 0, 0, False),
    "Body Text": ("Normal", SERIF, 11, False, False, None, 0, 7, 14.5, False),
    "First Paragraph": ("Body Text", SERIF, 11, False, False, None, 0, 7, 14.5, False),
    "Compact": ("Body Text", SERIF, 11, False, False, None, 0, 3, 14.5, False),
    "Block Text": ("Body Text", SERIF, 11, False, False, None, 4, 8, 14.5, False),
    "footnote text": ("Normal", SERIF, 9, False, False, None, 0, 2, 11, False),
    "Bibliography": ("Body Text", SERIF, 11, False, False, None, 0, 6, 14.5, False),
    "Title": ("Normal", SANS, 28, True, False, INK, 180, 10, 34.5, False),
    "Subtitle": ("Normal", SANS, 16, False, False, INK, 0, 28, 20, False),
    "Author": ("Normal", SANS, 12, False, False, BLACK, 0, 4, 15, False),
    "Date": ("Normal", SANS, 11, False, False, BLACK, 0, 4, 13.5, False),
    "Title Details": ("Normal", SANS, 11, False, False, BLACK, 6, 4, 13.5, False),
    "Draft Mark": ("Normal", SANS, 16, True, False, RED, 20, 0, 20, False),
    "Data Note": ("Normal", SANS, 10, False, False, BLACK, 40, 0, 12.5, False),
    "Colophon": ("Normal", SANS, 10, False, False, BLACK, 0, 6, 12.5, False),
    "Key Finding": ("Body Text", SANS, 11, False, False, None, 0, 5, 14.5, False),
    "Key Findings Title": ("Key Finding", SANS, 12, True, False, INK, 12, 5, 15, True),
    "Chapter Data Note": ("Data Note", SANS, 9, False, False, BLACK, 4, 0, 11, False),
    "Chapter Line": ("Normal", SANS, 10, True, False, GREY, 0, 4, 12.5, False),
    "Abstract Title": ("Normal", SANS, 20, True, False, INK, 0, 14, 24.5, True),
    "Heading 1": ("Normal", SANS, 20, True, False, INK, 0, 14, 24.5, True),
    "Heading 2": ("Normal", SANS, 14, True, False, INK, 18, 6, 17.5, True),
    "Heading 3": ("Normal", SANS, 12, True, False, INK, 14, 4, 15, True),
    "Heading 4": ("Normal", SANS, 11, True, True, INK, 12, 3, 13.5, True),
    "TOC Heading": ("Normal", SANS, 16, True, False, INK, 24, 8, 20, True),
    "toc 1": ("Normal", SANS, 10.5, True, False, None, 6, 1, 13, False),
    "toc 2": ("Normal", SANS, 10.5, False, False, None, 0, 1, 13, False),
    "toc 3": ("Normal", SANS, 10, False, False, None, 0, 1, 12.5, False),
    "table of figures": ("Normal", SANS, 10, False, False, None, 0, 3, 12.5, False),
    "caption": ("Normal", SANS, 10, False, False, BLACK, 4, 4, 12.5, False),
    "Figure": ("Normal", SANS, 10, False, False, None, 14, 0, 0, True),
    "Captioned Figure": ("Figure", SANS, 10, False, False, None, 14, 0, 0, True),
    "Note": ("Normal", SANS, 8.5, False, False, GREY, 4, 14, 10.5, False),
    "Table End": ("Normal", SANS, 4, False, False, None, 0, 6, 5, False),
    "List Intro": ("Body Text", SERIF, 11, False, False, None, 0, 5, 14.5, True),
    "Answers": ("Body Text", SERIF, 10, False, False, None, 0, 9, 13, False),
    "Table Text": ("Normal", SANS, 9, False, False, None, 1.5, 1.5, 11, False),
    "Table Indent": ("Table Text", SANS, 9, False, False, None, 1.5, 1.5, 11, False),
    "Table Head": ("Table Text", SANS, 9, True, False, None, 1.5, 1.5, 11, False),
    "Table Total": ("Table Text", SANS, 9, True, False, None, 1.5, 1.5, 11, False),
    "Table Base": ("Table Text", SANS, 9, False, False, None, 1.5, 1.5, 11, False),
    "Table Section": ("Table Text", SANS, 9, True, False, None, 5, 1.5, 11, True),
    "Section End": ("Normal", SANS, 1, False, False, None, 0, 0, 0, False),
    "annotation text": ("Normal", SANS, 9, False, False, BLACK, 0, 2, 11, False),  # comments
    "header": ("Normal", SANS, 8.5, False, False, GREY, 0, 0, 10.5, False),
    "footer": ("Normal", SANS, 8.5, False, False, GREY, 0, 0, 10.5, False),
}
WHOLE = {"Heading 1", "Heading 2", "Heading 3", "Heading 4", "caption", "Note"}
# As Word names them, so that each Word shows them in its own language
STYLE_IDS = {
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
    "footnote text": "FootnoteText",
    "toc 1": "TOC1",
    "toc 2": "TOC2",
    "toc 3": "TOC3",
    "table of figures": "TableofFigures",
    "annotation text": "CommentText",
    "annotation reference": "CommentReference",
}


def make_reference(output: Path) -> None:
    """Write the reference.docx: the same bytes on every run with the same pandoc and python-docx."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.docx"
        base = subprocess.run(
            [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"], capture_output=True, check=True
        )
        path.write_bytes(base.stdout)
        document = Document(str(path))
        _set_styles(document)
        _set_page(document)
        document.save(str(path))
        parts = read_package(path)
        _set_theme(parts)
        write_package(parts, output)


def _set_styles(document) -> None:
    for name, values in PARAGRAPHS.items():
        _set_style(document, name, *values)
    for name, bold, colour in (
        ("Caption Number", True, None),
        ("Draft Remark", False, RED),
        ("Claim Fails", True, RED),
        ("Claim Weakened", False, AMBER),
        ("Hyperlink", False, BLACK),
        ("Verbatim Char", False, None),
        ("annotation reference", False, None),
    ):
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        _clean_fonts(style)
        style.font.bold = bold or None
        style.font.color.rgb = colour if colour is not None else BLACK
        if name == "Verbatim Char":
            style.font.name = MONO
        style.font.italic = True if name == "Claim Weakened" else None
        style.font.underline = False if name == "Hyperlink" else None
    _details(document)
    table = document.styles["Table"]
    for old in table.element.findall(qn("w:tblStylePr")):
        table.element.remove(old)
    _table_margins(table.element)
    _table_rules(table.element)
    document.styles["Footnote Reference"].element.find(qn("w:name")).set(qn("w:val"), "footnote reference")
    for name in ("Table Caption", "Image Caption"):  # pandoc's; captions are in Word's own style
        document.styles.element.remove(document.styles[name].element)


def _style(document, name: str, kind):
    for style in document.styles:
        if style.name.lower() == name.lower() and style.type == kind:
            return style
    style = document.styles.add_style(name, kind, builtin=name in STYLE_IDS)
    style.element.set(qn("w:styleId"), STYLE_IDS.get(name, name.replace(" ", "")))
    return style


def _clean_fonts(style) -> None:
    run = style.element.rPr
    if run is not None:
        style.element.remove(run)


def _set_style(document, name, base, font, size, bold, italic, colour, before, after, line, keep) -> None:
    style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
    old = style.element.pPr
    level = old.find(qn("w:outlineLvl")) if old is not None else None
    if old is not None:
        style.element.remove(old)
    _clean_fonts(style)
    if base:
        style.base_style = _style(document, base, WD_STYLE_TYPE.PARAGRAPH)
    _set_font(style, font, size)
    style.font.bold, style.font.italic = bold, italic
    if colour is not None:
        style.font.color.rgb = colour
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), Pt(line) if line else 1.0
    if line:
        layout.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    layout.keep_with_next, layout.widow_control = keep, True
    layout.keep_together = name in WHOLE
    if level is not None:
        style.element.get_or_add_pPr().append(level)
    style.hidden, style.quick_style = False, True
    style.element.find(qn("w:name")).set(qn("w:val"), name.replace("Heading ", "heading "))  # as Word writes them


def _set_font(style, font: str, size: float) -> None:
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.set(qn(f"w:{key}"), font)


def _details(document) -> None:
    styles = document.styles
    for name in ("Heading 1", "Abstract Title"):
        styles[name].paragraph_format.page_break_before = True
    for name, indent in (("Heading 1", 1.1), ("Heading 2", 1.3), ("Heading 3", 1.5)):
        _hang(styles[name], 0, indent)
    for name, left, indent in (("toc 1", 0, 0.9), ("toc 2", 0.9, 1.1), ("toc 3", 2.0, 1.3)):
        _hang(styles[name], left, indent)
    _hang(styles["table of figures"], 0, 1.9)
    for name in ("toc 1", "toc 2", "toc 3", "table of figures"):
        layout = styles[name].paragraph_format
        layout.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["Block Text"].paragraph_format.left_indent = Cm(0.8)
    styles["Block Text"].paragraph_format.right_indent = Cm(0.8)
    _hang(styles["Bibliography"], 0, 0.8)
    styles["Answers"].paragraph_format.left_indent = Cm(0.6)
    styles["Table Indent"].paragraph_format.left_indent = Cm(0.3)
    styles["Data Note"].paragraph_format.left_indent = Cm(0.3)
    _border(styles["Data Note"], "left", 18, 8, "1F3A4D")
    for name in ("Key Finding", "Key Findings Title"):  # one box: the same frame, shade and indents
        _frame(styles[name], 6, 8, "1F3A4D", "F1F5F8")
        styles[name].paragraph_format.left_indent = styles[name].paragraph_format.right_indent = Cm(0.3)
    _border(_style(document, "header", WD_STYLE_TYPE.PARAGRAPH), "bottom", 4, 4, "8A8A8A")
    _style(document, "footer", WD_STYLE_TYPE.PARAGRAPH).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _hang(style, left: float, indent: float) -> None:
    layout = style.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(left + indent), Cm(-indent)
    layout.tab_stops.add_tab_stop(Cm(left + indent))


def _border(style, side: str, size: int, space: int, colour: str) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{key}"), str(value))
    borders.append(line)
    _insert(style.element.get_or_add_pPr(), borders)


def _frame(style, size: int, space: int, colour: str, shade: str) -> None:
    borders, shading = OxmlElement("w:pBdr"), OxmlElement("w:shd")
    for side in ("top", "left", "bottom", "right"):
        line = _line(side, size)
        line.set(qn("w:space"), str(space))
        line.set(qn("w:color"), colour)
        borders.append(line)
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
        shading.set(qn(f"w:{key}"), value)
    for child in (borders, shading):
        _insert(style.element.get_or_add_pPr(), child)


def _insert(properties, child) -> None:
    """At its place in the order of the schema."""
    from evalreport.docx.xml import ORDER, local

    order = ORDER["pPr"]
    later = set(order[order.index(local(child)) + 1 :])
    place = next((i for i, other in enumerate(properties) if local(other) in later), len(properties))
    properties.insert(place, child)


def _table_margins(style) -> None:
    properties = style.find(qn("w:tblPr"))
    for name in ("w:tblCellMar", "w:tblBorders", "w:tblInd"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "0")
    indent.set(qn("w:type"), "dxa")
    properties.append(indent)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 0), ("left", 70), ("bottom", 0), ("right", 70)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)


def _table_rules(style) -> None:
    """A rule above and below, one under the first row, which is bold and stands at the bottom of its cells."""
    style.attrib.pop(qn("w:default"), None)  # plain tables are Word's own
    style.set(qn("w:customStyle"), "1")
    for name in ("w:semiHidden", "w:unhideWhenUsed"):  # Table Design shows it
        style.remove(style.find(qn(name)))
    properties = style.find(qn("w:tblPr"))
    borders = OxmlElement("w:tblBorders")
    borders.extend(_line(side, THICK) for side in ("top", "bottom"))
    properties.insert(list(properties).index(properties.find(qn("w:tblInd"))) + 1, borders)
    first = OxmlElement("w:tblStylePr")
    first.set(qn("w:type"), "firstRow")
    bold, cell, under, low = (OxmlElement(f"w:{name}") for name in ("rPr", "tcPr", "tcBorders", "vAlign"))
    bold.append(OxmlElement("w:b"))
    under.append(_line("bottom", THIN))
    low.set(qn("w:val"), "bottom")
    cell.extend((under, low))
    first.extend((bold, cell))
    style.append(first)


def _line(side: str, size: int):
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", RULE)):
        line.set(qn(f"w:{key}"), value)
    return line


def _set_theme(parts: dict[str, bytes]) -> None:
    """Our fonts as those of headings (major) and of text (minor) in the theme."""
    name = "word/theme/theme1.xml"
    text = parts[name].decode()
    for kind, font in THEME.items():
        text, count = re.subn(rf"(<a:{kind}>\s*)<a:latin [^>]*/>", rf'\1<a:latin typeface="{font}"/>', text)
        assert count == 1, kind
    parts[name] = text.encode()


def _set_page(document) -> None:
    section = document.sections[-1]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.7), Cm(2.5)
    section.header_distance, section.footer_distance = Cm(1.3), Cm(1.2)
    for old in section._sectPr.findall(qn("w:footnotePr")):
        section._sectPr.remove(old)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = (_style(document, name, WD_STYLE_TYPE.PARAGRAPH) for name in ("header", "footer"))
    _field(header, "TITLE", "Title")
    header.add_run(" {draft}").font.color.rgb = RED
    _field(footer, "PAGE", "1")


def _field(paragraph, code: str, value: str) -> None:
    for kind, text in (("begin", None), (None, f" {code} "), ("separate", None), ("value", value), ("end", None)):
        run = paragraph.add_run(text if kind == "value" else None)
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
        elif kind != "value":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


if __name__ == "__main__":
    make_reference(HERE / "reference.docx")
