"""What Word itself would write and pandoc leaves out: the style all table styles rest on, distances, tabs, ids.

After ECMA-376-1 (17.7 styles, 20.4.2.8 inline, 17.3.1.37 tabs, 17.13.5 revisions).
"""

import re
from collections.abc import Iterable

from lxml import etree

from evalreport.docx.xml import Element, names_of, properties, put, style_of, to_bytes, w

_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
_CONTENTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")
_REVISIONS = tuple(
    map(
        w,
        names_of(
            "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange "
            "cellIns cellDel cellMerge numberingChange"
        ),
    )
)
_USED = re.compile(rb'="(rId\w+)"')
_WORD = "http://schemas.microsoft.com/office/word"
_MODE = "15"  # layout of Word 2013 and later; without it Word opens a file in its compatibility mode of 2007
_BEHIND_COMPAT = set(
    names_of(
        "docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
        "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults "
        "doNotEmbedSmartTags decimalSymbol listSeparator"
    )
)
_COMPAT = (
    "overrideTableStyleFontSizeAndJustification",
    "enableOpenTypeFeatures",
    "doNotFlipMirrorIndents",
    "differentiateMultirowTableHeaders",
)


def add_table_normal(styles: Element) -> None:
    """Word's own style of a plain table, where some style is based on it and it is not there."""
    known = {style.get(w("styleId")) for style in styles.findall(w("style"))}
    based = {base.get(w("val")) for base in styles.iter(w("basedOn"))}
    if "TableNormal" in known or "TableNormal" not in based:
        return
    style = etree.SubElement(styles, w("style"), {w("type"): "table", w("styleId"): "TableNormal"})
    if not styles.findall(f"{w('style')}[@{w('type')}='table'][@{w('default')}='1']"):
        style.set(w("default"), "1")
    for name, value in (("name", "Normal Table"), ("uiPriority", "99")):
        etree.SubElement(style, w(name), {w("val"): value})
    for name in ("semiHidden", "unhideWhenUsed"):
        etree.SubElement(style, w(name))
    table = etree.SubElement(style, w("tblPr"))
    etree.SubElement(table, w("tblInd"), {w("w"): "0", w("type"): "dxa"})
    margins = etree.SubElement(table, w("tblCellMar"))
    for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108)):
        etree.SubElement(margins, w(side), {w("w"): str(width), w("type"): "dxa"})


def set_mode(settings: Element) -> None:
    """The mode of Word 2013 and later, with the settings Word gives new files; those the file has stay."""
    compat = settings.find(w("compat"))
    if compat is None:
        compat = etree.Element(w("compat"))
        place = (i for i, child in enumerate(settings) if etree.QName(child).localname in _BEHIND_COMPAT)
        settings.insert(next(place, len(settings)), compat)
    found = {setting.get(w("name")): setting for setting in compat.findall(w("compatSetting"))}
    values = {"compatibilityMode": _MODE, **{name: "1" for name in _COMPAT if name not in found}}
    for name, value in values.items():
        setting = found.get(name)
        if setting is None:
            setting = etree.SubElement(compat, w("compatSetting"), {w("name"): name, w("uri"): _WORD})
        setting.set(w("val"), value)


def drop_part(parts: dict[str, bytes], name: str) -> None:
    """Take a part out of the package, with all relations to it and its content type; one that is not there is none."""
    parts.pop(name, None)
    for other in [part for part in parts if part.endswith(".rels") or part == "[Content_Types].xml"]:
        root = etree.fromstring(parts[other])
        for child in [*root]:
            if (child.get("Target") or child.get("PartName") or "").lstrip("/") in (name, name.removeprefix("word/")):
                root.remove(child)
        parts[other] = to_bytes(root)


def set_distances(body: Element) -> None:
    """Pictures in the text keep no distance from it; Word wants that said."""
    for picture in body.iter(_INLINE):
        for side in "TBLR":
            picture.set(f"dist{side}", picture.get(f"dist{side}", "0"))


def clear_left_tabs(body: Element, styles: Element) -> None:
    """An entry of the contents without a number has one tab, to its page: none of the stops for numbers may catch it, nor the
    indent of its second line, where Word stops too."""
    found = {style.get(w("styleId")): style for style in styles.findall(w("style"))}
    for paragraph in body.iter(w("p")):
        name = style_of(paragraph)
        runs = [tab for tab in paragraph.iter(w("tab")) if tab.getparent().tag == w("r")]
        if name in _CONTENTS and len(runs) == 1 and name in found:
            about, stops = properties(paragraph, "pPr"), _left_stops(found[name])
            tabs = put(about, "tabs") if stops else None
            for place in stops:
                etree.SubElement(tabs, w("tab"), {w("val"): "clear", w("pos"): place})
            indent = found[name].find(f"{w('pPr')}/{w('ind')}")
            if indent is not None and indent.get(w("hanging")):
                put(about, "ind", left=int(indent.get(w("left"), 0)) - int(indent.get(w("hanging"))), firstLine=0)


def _left_stops(style: Element) -> tuple[str, ...]:
    found = style.iterfind(f"{w('pPr')}/{w('tabs')}/{w('tab')}")
    return tuple(tab.get(w("pos")) for tab in found if tab.get(w("val")) in ("left", "start", "num"))


def mark_at_the_right(header: Element, mark: str | None, width: int) -> None:
    """The draft mark behind the title stands at the right margin of an upright page, `width` twips from the left one."""
    for text in header.iter(w("t")) if mark else ():
        run = text.getparent()
        if text.text == f" {mark}" and run.getprevious() is not None:
            run.insert(run.index(text), etree.Element(w("tab")))
            text.text = mark
            tabs = put(properties(run.getparent(), "pPr"), "tabs")
            etree.SubElement(tabs, w("tab"), {w("val"): "right", w("pos"): str(width)})


def number_revisions(roots: Iterable[Element]) -> None:
    """Ids of tracked changes unique in the whole file, above those of its bookmarks."""
    parts = list(roots)
    used = [int(mark.get(w("id"))) for root in parts for mark in root.iter(w("bookmarkStart"))]
    number = max(used, default=-1)
    for root in parts:
        for change in root.iter(*_REVISIONS):
            if change.get(w("id")) is not None:
                number += 1
                change.set(w("id"), str(number))


def drop_unused_relations(parts: dict[str, bytes]) -> None:
    """Links to the outside that a part lists and does not have: pandoc lists those of text and footnotes in both."""
    for name in ("document", "footnotes"):
        text, relations = f"word/{name}.xml", f"word/_rels/{name}.xml.rels"
        if text not in parts or relations not in parts:
            continue
        used = {id.decode() for id in _USED.findall(parts[text])}
        root = etree.fromstring(parts[relations])
        for relation in [*root]:
            outside = relation.get("TargetMode") == "External" or name == "footnotes"
            if outside and relation.get("Id") not in used:
                root.remove(relation)
        parts[relations] = to_bytes(root)
