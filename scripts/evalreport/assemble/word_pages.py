"""On which page of the Word file a heading, table or figure stands, without Word.

Word's contents hold page numbers as text, and only Word knows the pages. The report is therefore set a second time by
Typst (`pages.typ`), in the sizes and spacings of the reference.docx and with letters of the width of Calibri and
Cambria, and the pages are read off. Word sets them anew whenever fields are updated.
"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.docx.xml import Element, read_package, w
from evalreport.programs.typst import lay_out

MEASURED = {"Calibri", "Cambria"}  # the fonts there are measuring letters for
_DEFAULT = {"font": "Cambria", "size": 11.0, "bold": False, "line": 0.0, "before": 0.0, "after": 0.0}


def styles_of(reference: Path) -> dict[str, dict[str, Any]]:
    """Paragraph styles of a reference.docx by name (small letters): font, bold; size, line, before and after in pt.

    line is 0 where the height of a line is not fixed.
    """
    from lxml import etree

    root = etree.fromstring(read_package(reference)["word/styles.xml"])
    found = {
        style.get(w("styleId")): style for style in root.findall(w("style")) if style.get(w("type")) == "paragraph"
    }
    return {style.find(w("name")).get(w("val")).lower(): _resolved(style, found) for style in found.values()}


def _resolved(style: Element, styles: Mapping[str, Element]) -> dict[str, Any]:
    """A style with what it takes over from the style it is based on."""
    base = style.find(w("basedOn"))
    parent = styles.get(base.get(w("val"))) if base is not None else None
    known = _resolved(parent, styles) if parent is not None else _DEFAULT
    return {**known, **_own(style)}


def _own(style: Element) -> dict[str, Any]:
    own: dict[str, Any] = {}
    fonts, size = style.find(f"{w('rPr')}/{w('rFonts')}"), style.find(f"{w('rPr')}/{w('sz')}")
    bold, spacing = style.find(f"{w('rPr')}/{w('b')}"), style.find(f"{w('pPr')}/{w('spacing')}")
    if fonts is not None and fonts.get(w("ascii")):
        own["font"] = fonts.get(w("ascii"))
    if size is not None:
        own["size"] = int(size.get(w("val"))) / 2
    if bold is not None:
        own["bold"] = bold.get(w("val"), "1") not in ("0", "false")
    if spacing is not None:
        for name in ("before", "after", "line"):
            if spacing.get(w(name)) is not None:
                own[name] = int(spacing.get(w(name))) / 20
        if spacing.get(w("lineRule")) != "exact" and "line" in own:
            own["line"] = 0.0
    return own


def measurable(styles: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the pages of a report in these styles can be counted: all styles are there, in fonts that are
    measured and with lines of a fixed height."""
    needed = ("body text", "heading 1", "heading 2", "table caption", "table text", "table end", "note", "toc 1")
    return all(name in styles and styles[name]["font"] in MEASURED and styles[name]["line"] for name in needed)


def count_pages(
    source: str, job: Mapping[str, Any], styles: Mapping[str, Any], figures: Path, templates: Path
) -> list[int]:
    """Pages of all headings, tables and figures in the order of the report; `source` is the report as Typst."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(source, job, figures, templates, root, design="pages.typ", styles=styles)
        compiler = typst.Compiler(
            str(root / "main.typ"),
            root=str(root),
            font_paths=[str(templates / "measure")],
            ignore_system_fonts=True,
        )
        return [int(entry["page"]) for entry in json.loads(compiler.query("<entry>", field="value"))]
