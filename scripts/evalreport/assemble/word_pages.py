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

from evalreport.docx.tables import CAPTION_BEFORE
from evalreport.docx.xml import Element, read_package, w
from evalreport.programs.typst import lay_out

MEASURED = {
    "Calibri": 1.2208,
    "Cambria": 1.1724,
}  # fonts there are measuring letters for: height of their lines, in sizes
_DEFAULT = {"font": "Cambria", "size": 11.0, "bold": False, "line": 0.0, "rule": "auto", "before": 0.0, "after": 0.0}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def styles_of(reference: Path) -> dict[str, dict[str, Any]]:
    """Paragraph styles of a reference.docx by name (small letters): font, bold; size, line, before and after in pt.

    line is 0 where the height of a line is not known: it may be fixed, or at least so much where the font is one that takes less.
    """
    from lxml import etree

    parts = read_package(reference)
    root, fonts = etree.fromstring(parts["word/styles.xml"]), _theme_fonts(parts)
    found = {
        style.get(w("styleId")): style for style in root.findall(w("style")) if style.get(w("type")) == "paragraph"
    }
    return {
        style.find(w("name")).get(w("val")).lower(): _known_line(_resolved(style, found, fonts))
        for style in found.values()
    }


def _theme_fonts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The fonts of headings (major) and of text (minor) in the theme; {} where there is none."""
    from lxml import etree

    theme = next((parts[name] for name in sorted(parts) if name.startswith("word/theme/")), None)
    if theme is None:
        return {}
    latin = {kind: etree.fromstring(theme).find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor")}
    return {kind: font.get("typeface") for kind, font in latin.items() if font is not None}


def _known_line(style: dict[str, Any]) -> dict[str, Any]:
    """The style with line 0 where its letters may need more than the line it asks for."""
    rule, needed = style["rule"], MEASURED.get(style["font"], 1000.0) * style["size"]
    known = rule == "exact" or (rule == "atLeast" and needed <= style["line"])
    return {name: value for name, value in style.items() if name != "rule"} | {"line": style["line"] if known else 0.0}


def _resolved(style: Element, styles: Mapping[str, Element], fonts: Mapping[str, str]) -> dict[str, Any]:
    """A style with what it takes over from the style it is based on; fonts: of the theme."""
    base = style.find(w("basedOn"))
    parent = styles.get(base.get(w("val"))) if base is not None else None
    known = _resolved(parent, styles, fonts) if parent is not None else _DEFAULT
    return {**known, **_own(style, fonts)}


def _own(style: Element, theme: Mapping[str, str]) -> dict[str, Any]:
    own: dict[str, Any] = {}
    fonts, size = style.find(f"{w('rPr')}/{w('rFonts')}"), style.find(f"{w('rPr')}/{w('sz')}")
    bold, spacing = style.find(f"{w('rPr')}/{w('b')}"), style.find(f"{w('pPr')}/{w('spacing')}")
    if fonts is not None:
        named = theme.get((fonts.get(w("asciiTheme")) or "")[:5]) or fonts.get(w("ascii"))  # the theme's goes before
        own |= {"font": named} if named else {}
    if size is not None:
        own["size"] = int(size.get(w("val"))) / 2
    if bold is not None:
        own["bold"] = bold.get(w("val"), "1") not in ("0", "false")
    if spacing is not None:
        for name in ("before", "after", "line"):
            if spacing.get(w(name)) is not None:
                own[name] = int(spacing.get(w(name))) / 20
        if "line" in own:
            own["rule"] = spacing.get(w("lineRule"), "auto")
    return own


def measurable(styles: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the pages of a report in these styles can be counted: all styles are there, in fonts that are
    measured and with lines of a known height."""
    needed = ("body text", "heading 1", "heading 2", "caption", "table text", "table end", "note", "toc 1")
    return all(name in styles and styles[name]["font"] in MEASURED and styles[name]["line"] for name in needed)


def count_pages(
    source: str, job: Mapping[str, Any], styles: Mapping[str, Any], figures: Path, templates: Path
) -> list[int]:
    """Pages of all headings, tables and figures in the order of the report; `source` is the report as Typst."""
    import typst

    table = {**styles["caption"], "before": CAPTION_BEFORE / 20}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(source, job, figures, templates, root, design="pages.typ", styles={**styles, "table caption": table})
        compiler = typst.Compiler(
            str(root / "main.typ"),
            root=str(root),
            font_paths=[str(templates / "measure")],
            ignore_system_fonts=True,
        )
        return [int(entry["page"]) for entry in json.loads(compiler.query("<entry>", field="value"))]
