"""Makes slides.pptx, the design of the slides: `python report_templates/shared/slides/make_slides.py`.

It starts from python-pptx's own template and sets the wide page, fonts, colours and the places of the two layouts that the
program uses. A team that wants another look names a file of its own: `slides: {template: …}`.
"""

import io
import re
import sys
from datetime import datetime
from pathlib import Path

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "scripts"))

from evalreport.files.archives import read_archive, write_archive  # noqa: E402

INK = RGBColor(0x1F, 0x3A, 0x4D)
KEPT = ("title", "obj")  # types of layouts: the title slide, and a title with one thing below it
WIDTH, HEIGHT, MARGIN = Cm(33.867), Cm(19.05), Cm(1.6)
ACCENTS = ("1F3A4D", "D98324", "5B8FC7", "8A5200", "2F7D6B", "A05A8C")


def placed(shape, left, top, width, height):
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def styled(shape, size, colour, bold, anchor, align=PP_ALIGN.LEFT):
    """The look of a placeholder, as the style of its first level."""
    frame = shape.text_frame
    frame.vertical_anchor = anchor
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    properties = shape._element.txBody
    style = properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle")
    for child in [*style]:
        style.remove(child)
    level = style.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr", {"algn": "l", "marL": "0", "indent": "0"}
    )
    style.append(level)
    main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    level.append(level.makeelement(f"{main}buNone", {}))
    letters = level.makeelement(f"{main}defRPr", {"sz": str(size * 100), "b": str(int(bold))})
    level.append(letters)
    fill = letters.makeelement(f"{main}solidFill", {})
    letters.append(fill)
    fill.append(fill.makeelement(f"{main}srgbClr", {"val": str(colour)}))


def lay_out(layout):
    """The places of a layout's placeholders on the wide page."""
    inner = WIDTH - 2 * MARGIN
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type", "")
        if kind == "ctrTitle":
            placed(shape, MARGIN, Cm(4.2), inner, Cm(4.6))
            styled(shape, 40, INK, True, MSO_ANCHOR.BOTTOM)
        elif kind == "subTitle":
            placed(shape, MARGIN, Cm(9.2), inner, Cm(7.6))
            styled(shape, 20, RGBColor(0x40, 0x40, 0x40), False, MSO_ANCHOR.TOP)
        elif kind == "title":
            placed(shape, MARGIN, Cm(0.9), inner, Cm(2.9))
            styled(shape, 28, INK, True, MSO_ANCHOR.MIDDLE)
        elif kind == "":
            placed(shape, MARGIN, Cm(4.1), inner, Cm(13.4))
        elif kind == "sldNum":
            placed(shape, WIDTH - MARGIN - Cm(3), Cm(17.9), Cm(3), Cm(0.8))
        else:
            shape._element.getparent().remove(shape._element)


def main():
    """Write slides.pptx beside this file."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for layout in [*presentation.slide_layouts]:
        if layout._element.get("type") in KEPT:
            lay_out(layout)
        else:
            presentation.slide_layouts.remove(layout)
    for shape in [*presentation.slide_master.placeholders]:
        kind = shape._element.ph.get("type", "")
        if kind == "title":
            placed(shape, MARGIN, Cm(0.9), WIDTH - 2 * MARGIN, Cm(2.9))
        elif kind == "body":
            placed(shape, MARGIN, Cm(4.1), WIDTH - 2 * MARGIN, Cm(13.4))
        elif kind == "sldNum":
            placed(shape, WIDTH - MARGIN - Cm(3), Cm(17.9), Cm(3), Cm(0.8))
        else:
            shape._element.getparent().remove(shape._element)
    own = presentation.core_properties
    own.title, own.author, own.last_modified_by, own.comments = "", "", "", ""
    own.created = own.modified = datetime(1980, 1, 1)
    stream = io.BytesIO()
    presentation.save(stream)
    path = HERE / "slides.pptx"
    path.write_bytes(stream.getvalue())
    parts = read_archive(path)
    parts.pop("docProps/thumbnail.jpeg", None)
    parts["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", parts["_rels/.rels"])
    for name, content in parts.items():
        if "theme/theme" in name:
            for number, colour in enumerate(ACCENTS, start=1):
                content = re.sub(
                    rb"(<a:accent%d><a:srgbClr val=\")[0-9A-F]{6}" % number, rb"\g<1>" + colour.encode(), content
                )
            parts[name] = content
    write_archive(parts, path)


if __name__ == "__main__":
    main()
