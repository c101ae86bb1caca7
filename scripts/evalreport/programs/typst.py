"""A report's Typst source printed as a tagged PDF, without network, system fonts or a clock."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.docx.finish import Geometry
from evalreport.files.errors import BadInput, Problem
from evalreport.files.glyphs import without_glyph
from evalreport.words.catalogue import locale

STANDARDS: Any = ["ua-1", "a-2a"]  # accessible (ISO 14289-1) and archivable (ISO 19005-2, level a)
GEOMETRY = Geometry(width=16.0, height=24.5, landscape_width=24.7, landscape_height=15.8)  # A4 in report.typ, cm
MAIN = """#import "report.typ": *
#let meta = json("meta.json")
#show: report.with(meta)

"""
DRAWING = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'
_NO_FONT = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")  # as Typst writes a sign that cannot be seen
_FIGURE = re.compile(r'image\("figures/([^"]+)"')


def print_pdf(
    source: str, job: Mapping[str, Any], figures: Path, templates: Path, output: Path, timestamp: int
) -> None:
    """Compile the chapters' Typst source with the page design `report.typ`; BadInput says what Typst would not take."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(source, job, figures, templates, root)
        try:
            typst.compile(
                str(root / "main.typ"),
                output=str(output),
                root=str(root),
                font_paths=[str(templates / "fonts")],
                ignore_system_fonts=True,
                pdf_standards=STANDARDS,
                timestamp=timestamp,
            )
        except Exception as error:
            raise BadInput([_problem(str(error))]) from error


def drawing_as_png(svg: bytes, fonts: Path, dpi: int) -> bytes:
    """An SVG as PNG of so many dots an inch, on a page of its size, with the fonts of a folder; BadInput where Typst cannot read it."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "drawing.svg").write_bytes(svg)
        (root / "main.typ").write_text(DRAWING, encoding="utf-8")
        try:
            found: bytes = typst.compile(
                str(root / "main.typ"),
                root=folder,
                format="png",
                ppi=dpi,
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
            )
        except Exception as error:
            raise BadInput([_problem(str(error))]) from error
    return found


def _problem(message: str) -> Problem:
    """What Typst would not take; a text without a font by its signs."""
    unknown = _NO_FONT.search(message)
    if not unknown:
        return Problem("report", "pdf", f"Typst stopped: {message}")
    return without_glyph(_CODE.sub(lambda code: chr(int(code[1], 16)), unknown[1]), "report", "pdf")


def lay_out(
    source: str,
    job: Mapping[str, Any],
    figures: Path,
    templates: Path,
    root: Path,
    design: str = "report.typ",
    styles: Mapping[str, Any] | None = None,
) -> None:
    """Everything the compiler may read, in one folder: it sees nothing outside."""
    meta = {**_meta(job), "styles": styles or {}}
    (root / "main.typ").write_text(MAIN.replace("report.typ", design) + source, encoding="utf-8")
    (root / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    shutil.copyfile(templates / design, root / design)
    (root / "figures").mkdir()
    for name in sorted(set(_FIGURE.findall(source))):
        shutil.copyfile(figures / name, root / "figures" / name)


def _meta(job: Mapping[str, Any]) -> dict[str, Any]:
    """What the page design asks for: the title page's words, the program's words and the language."""
    language = job["language"]
    return {
        **job["title"],
        "words": job["words"],
        "lang": language,
        "region": str(locale(language).territory).lower(),
        "chapter-line": job.get("alone"),
    }
