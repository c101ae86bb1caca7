"""A team's own PowerPoint file as the template of the slides: what it must have, and which of its layouts are used."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from evalreport.docx.xml import Element
from evalreport.files.archives import read_archive, refuse_bombs
from evalreport.files.errors import BadInput, Problem

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LAYOUT = re.compile(r"ppt/slideLayouts/slideLayout\d+\.xml")
_MAIN = b"presentationml.presentation.main+xml"
_AS_PPTX = "Open it in PowerPoint and save it as PowerPoint presentation (.pptx)"
TITLE, CONTENT = (
    "title",
    "obj",
)  # types of layouts (ST_SlideLayoutType): the title slide, a title and one thing below it
_TITLES, _BODIES = ("title", "ctrTitle"), ("obj", "body", "chart", "")  # a placeholder without a type takes anything


def template_problems(path: Path) -> list[Problem]:
    """What keeps a file from being the template of slides; [] when nothing does."""
    if not path.is_file():
        return [
            Problem(str(path), "", "the file does not exist", "Put a .pptx there, or remove the key slides > template")
        ]
    try:
        refuse_bombs(path)
        parts = read_archive(path)
        layouts = [etree.fromstring(parts[name]) for name in sorted(parts) if _LAYOUT.fullmatch(name)]
        types = parts["[Content_Types].xml"]
    except BadInput as error:
        return list(error.problems)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, etree.XMLSyntaxError) as error:
        return [Problem(str(path), "", f"this is not a PowerPoint presentation, or it is damaged ({error})", _AS_PPTX)]
    if _MAIN not in types:
        return [Problem(str(path), "", "this is a PowerPoint template, a show, or has macros", _AS_PPTX)]
    return [
        Problem(str(path), "slide layouts", f"no layout is {what}", f"A layout with {needs}")
        for kind, what, needs in (
            (TITLE, "that of a title slide", "a title and a subtitle"),
            (CONTENT, "one for content", "a title and one placeholder for content"),
        )
        if chosen(layouts, kind) is None
    ]


def chosen(layouts: Iterable[Element], kind: str) -> int | None:
    """The place of the layout of a kind: the first that says so, else the first that has what is needed; None for none."""
    every = list(layouts)
    typed = (place for place, layout in enumerate(every) if layout.get("type") == kind and _fits(layout, kind))
    return next(typed, next((place for place, layout in enumerate(every) if _fits(layout, kind)), None))


def _fits(layout: Element, kind: str) -> bool:
    types = [each.get("type", "") for each in layout.iter(f"{_P}ph")]
    if kind == TITLE:
        return "subTitle" in types and any(each in _TITLES for each in types)
    return "title" in types and sum(each in _BODIES for each in types) == 1
