"""A team's own reference.docx made ready for a report: what it has stays, the styles it lacks come from ours.

Styles of the team keep their looks; they only get the ids the program writes (a Norwegian Word calls Heading 1
"Overskrift1"). Numbers before headings are written by the report, so a numbering of the team's headings is switched off.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

from evalreport.docx.finish import complete_page
from evalreport.docx.tables import text_width
from evalreport.docx.xml import Element, put, read_package, to_bytes, w, write_package
from evalreport.files.archives import refuse_bombs
from evalreport.files.errors import BadInput, Problem

NEEDED = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")
_MAIN = b"wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_AS_DOCX = "Open it in Word and save it as Word document (.docx)"
_POINTS_TO_STYLE = ("basedOn", "next", "link", "pStyle", "rStyle", "tblStyle")
_RUNNING_TEXT = ("BodyText", "FirstParagraph", "Compact", "BlockText", "ListIntro", "Answers", "Bibliography")
_FROM_EDGE = 680  # twips from the edge of the paper to a header, at least
_SMALL = ("SectionEnd", "TableEnd")  # paragraphs without text: their height is their only look
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def reference_problems(path: Path) -> list[Problem]:
    """What keeps a file from being a reference.docx; [] when nothing does."""
    from lxml import etree

    if not path.is_file():
        return [Problem(str(path), "", "the file does not exist", "Put a .docx there, or remove the key word")]
    try:
        refuse_bombs(path)
        parts = read_package(path)
        for name in NEEDED:
            etree.fromstring(parts[name])
    except BadInput as error:
        return list(error.problems)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, etree.XMLSyntaxError) as error:
        return [Problem(str(path), "", f"this is not a Word document, or it is damaged ({error})", _AS_DOCX)]
    if _STRICT in parts["word/document.xml"]:
        return [Problem(str(path), "", "this is saved as Strict Open XML", _AS_DOCX)]
    if _MAIN not in parts["[Content_Types].xml"]:
        return [Problem(str(path), "", "this is a Word template or a document with macros", _AS_DOCX)]
    return []


def complete_reference(path: Path, ours: Path, output: Path) -> None:
    """Write the team's reference.docx with everything a report needs, taken from `ours` where it lacks it."""
    from lxml import etree

    parts, own = read_package(path), read_package(ours)
    styles, model = (etree.fromstring(package["word/styles.xml"]) for package in (parts, own))
    ids = _ids(styles, model)
    document = etree.fromstring(parts["word/document.xml"])
    for style in styles.findall(w("style")):
        style.set(w("styleId"), ids.get(style.get(w("styleId")), style.get(w("styleId"))))
        _unnumber(style)
    _rename(styles, ids)
    _add_styles(styles, model, _text_width(document))
    parts["word/styles.xml"] = to_bytes(styles)
    for name in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        if name != "word/styles.xml":
            root = etree.fromstring(parts[name])
            _rename(root, ids)
            parts[name] = to_bytes(root)
    if not any(name.startswith(("word/header", "word/footer")) for name in parts):
        _add_headers(parts, own)
    write_package(parts, output)


def _name(style: Element) -> tuple[str, str]:
    """Type and name of a style, by which Word knows it; in small letters."""
    name = style.find(w("name"))
    return style.get(w("type"), "paragraph"), "" if name is None else name.get(w("val"), "").lower()


def _ids(styles: Element, model: Element) -> dict[str, str]:
    """Id in the team's file -> our id for the same style; an id of ours that another style of the team has is freed."""
    known = {_name(style): style.get(w("styleId")) for style in model.findall(w("style"))}
    ids: dict[str, str] = {}
    for style in styles.findall(w("style")):
        old = style.get(w("styleId"))
        ids[old] = known.get(_name(style), f"Team{old}" if old in known.values() else old)
    return {old: new for old, new in ids.items() if old != new}


def _rename(root: Element, ids: Mapping[str, str]) -> None:
    for name in _POINTS_TO_STYLE:
        for element in root.iter(w(name)):
            old = element.get(w("val"))
            element.set(w("val"), ids.get(old, old))


def _unnumber(style: Element) -> None:
    """Headings and captions carry the report's own numbers."""
    if not style.get(w("styleId"), "").startswith("Heading"):
        return
    for paragraph in style.findall(w("pPr")):
        for numbering in paragraph.findall(w("numPr")):
            paragraph.remove(numbering)


def _add_styles(styles: Element, model: Element, width: int) -> None:
    """Styles of ours that the team has not, in the team's fonts."""
    have = {style.get(w("styleId")) for style in styles.findall(w("style"))}
    for style in model.findall(w("style")):
        if style.get(w("styleId")) not in have:
            added = deepcopy(style)
            added.attrib.pop(w("default"), None)
            _adapt(added, width)
            styles.append(added)


def _adapt(style: Element, width: int) -> None:
    """Without our fonts and fixed line heights (they belong together); running text wholly as the team's."""
    id = style.get(w("styleId"))
    run, paragraph = style.find(w("rPr")), style.find(w("pPr"))
    dropped = ["rFonts", "lang"] + (["sz", "szCs", "color", "b", "i"] if id in _RUNNING_TEXT else [])
    for name in dropped if run is not None and id != "VerbatimChar" else ():
        for element in run.findall(w(name)):
            run.remove(element)
    if paragraph is None:
        return
    spacing = paragraph.find(w("spacing"))
    if spacing is not None and id not in _SMALL:
        for name in ("line", "lineRule"):
            spacing.attrib.pop(w(name), None)
    for stop in paragraph.iter(w("tab")):
        if stop.get(w("val")) == "right":
            stop.set(w("pos"), str(width))


def _text_width(document: Element) -> int:
    return text_width(complete_page(_last_section(document)))


def _last_section(document: Element) -> Element:
    from lxml import etree

    body = document.find(w("body"))
    section = body.find(w("sectPr"))
    return etree.SubElement(body, w("sectPr")) if section is None else section


def _add_headers(parts: dict[str, bytes], own: Mapping[str, bytes]) -> None:
    """Our header and footer (title, draft mark, page number) in a document that has neither."""
    from lxml import etree

    document = etree.fromstring(parts["word/document.xml"])
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    types = etree.fromstring(parts["[Content_Types].xml"])
    section = complete_page(_last_section(document))
    margins = section.find(w("pgMar"))
    for distance in ("header", "footer"):
        margins.set(w(distance), str(max(_FROM_EDGE, int(margins.get(w(distance), 0)))))
    for kind, name in _headers(own):
        id = f"evalreport_{kind}"
        parts[f"word/{name}"] = own[f"word/{name}"]
        etree.SubElement(relations, f"{{{_RELS}}}Relationship", Id=id, Type=f"{_R}/{kind}", Target=name)
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/word/{name}", ContentType=content)
        reference = put(section, f"{kind}Reference", type="default")
        reference.set(f"{{{_R}}}id", id)
    parts["word/document.xml"] = to_bytes(document)
    parts["word/_rels/document.xml.rels"] = to_bytes(relations)
    parts["[Content_Types].xml"] = to_bytes(types)


def _headers(own: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """("header", "header1.xml") and the same for the footer, of our own reference."""
    for kind in ("header", "footer"):
        yield kind, min(Path(name).name for name in own if name.startswith(f"word/{kind}"))
