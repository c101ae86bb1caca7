"""What a .docx says of itself: title, authors, status and company, its language, and the draft mark in its headers."""

from collections.abc import Mapping
from typing import Any

from evalreport.docx.xml import Element, put, w

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_KEPT = (
    "Application",
    "AppVersion",
    "Template",
    "DocSecurity",
)  # the rest counts the pages and words of another document
_MARK = "{draft}"


def set_language(root: Element, locale: str) -> None:
    """The language of the text in every style that has one, and of all others, so that Word checks the spelling."""
    for language in root.iter(w("lang")):
        language.set(w("val"), locale)
    run = root
    for name in ("docDefaults", "rPrDefault", "rPr"):
        run = _child(run, name)
    put(run, "lang", val=locale, eastAsia="en-US", bidi="ar-SA")


def _child(parent: Element, name: str) -> Element:
    """A child of that name, made as the first where it is missing."""
    from lxml import etree

    found = parent.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        parent.insert(0, found)
    return found


def _moment(day: str | None) -> str | None:
    """A day (ISO 8601) as a moment; None, and so no date in the file, where the edition names none."""
    return f"{day}T00:00:00Z" if day else None


def set_core(root: Element, title: Mapping[str, Any], locale: str) -> None:
    """Title, subject, authors, keywords, the note on the data, status, language, and the day of the edition as its date."""
    from lxml import etree

    authors = "; ".join(title["authors"])
    values = {
        _DC + "title": title["title"],
        _DC + "subject": title["subtitle"] or "",
        _DC + "creator": authors,
        _CORE + "keywords": ", ".join(title["keywords"]),
        _DC + "description": title["data_note"] or "",
        _CORE + "lastModifiedBy": authors,
        _TERMS + "created": _moment(title["day"]),
        _TERMS + "modified": _moment(title["day"]),
        _DC + "language": locale,
        _CORE + "contentStatus": title["status"],
    }
    for name, value in values.items():
        for old in root.findall(name):
            root.remove(old)
        if value is None:
            continue
        child = etree.SubElement(root, name)
        child.text = value
        if name.startswith(_TERMS):
            child.set("{http://www.w3.org/2001/XMLSchema-instance}type", "dcterms:W3CDTF")


def set_company(root: Element, title: Mapping[str, Any]) -> None:
    """The institution; what pandoc says of pages and words is that of its model and goes."""
    from lxml import etree

    for child in [*root]:
        if etree.QName(child).localname not in _KEPT:
            root.remove(child)
    if title["company"]:
        etree.SubElement(root, _APP + "Company").text = title["company"]


def fill_header(root: Element, title: Mapping[str, Any]) -> None:
    """The value of a TITLE field; the draft mark where the reference has put {draft}, else in a header below all."""
    marked = False
    for paragraph in root.iter(w("p")):
        inside = False
        for run in paragraph.iter(w("r")):
            inside = inside or any("TITLE" in (text.text or "") for text in run.iter(w("instrText")))
            for text in run.iter(w("t")):
                if inside:
                    text.text = title["title"]
                    inside = False
                elif text.text and _MARK in text.text:
                    text.text = text.text.replace(_MARK, title["draft"] or "")
                    marked = True
    if title["draft"] and not marked and root.tag == w("hdr"):
        _add_mark(root, title["draft"])


def _add_mark(root: Element, mark: str) -> None:
    from lxml import etree

    paragraph = etree.SubElement(root, w("p"))
    put(etree.SubElement(paragraph, w("pPr")), "jc", val="right")
    run = etree.SubElement(paragraph, w("r"))
    put(etree.SubElement(run, w("rPr")), "rStyle", val="DraftRemark")
    etree.SubElement(run, w("t")).text = mark
