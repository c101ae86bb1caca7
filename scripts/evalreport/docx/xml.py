"""WordprocessingML in small pieces: names, reading and writing a package, children in the order the schema wants.

The orders are those of ECMA-376-1 (Annex A, wml.xsd): Word refuses a document whose properties stand in another one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from evalreport.files.archives import read_archive, write_archive

Element: TypeAlias = Any  # an lxml element; lxml has no types
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def names_of(text: str) -> tuple[str, ...]:
    """The names in a text with blanks between them."""
    return tuple(text.split())


ORDER: dict[str, tuple[str, ...]] = {
    "pPr": names_of(
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": names_of(  # ins and del: in the properties of a paragraph, of its mark
        "ins del rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
        "em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": names_of(
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "tcPr": names_of(
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
    ),
    "sectPr": names_of(
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
    ),
}


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def put(parent: Element, name: str, **attributes: str | int) -> Element:
    """Set the child `name` of a property element, at the place the schema gives it; an older one is replaced."""
    order = ORDER[local(parent)]
    for old in parent.findall(w(name)):
        parent.remove(old)
    child = etree.Element(w(name))
    for key, value in attributes.items():
        child.set(w(key), str(value))
    later = set(order[order.index(name) + 1 :])
    place = next((i for i, sibling in enumerate(parent) if local(sibling) in later), len(parent))
    parent.insert(place, child)
    return child


def properties(element: Element, name: str) -> Element:
    """The property element (pPr, tcPr, trPr, …) of an element, made as its first child where it is missing."""
    found = element.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        element.insert(0, found)
    return found


def style_of(paragraph: Element) -> str:
    """The style id of a paragraph, "" for the default."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(w("val"), "")


def read_package(path: str | Path) -> dict[str, bytes]:
    """The parts of a .docx by name, in the order they are stored."""
    return read_archive(path)


def write_package(parts: Mapping[str, bytes], path: str | Path) -> None:
    """Write the parts of a .docx with fixed dates: the same parts give the same bytes."""
    names = sorted(parts, key=lambda part: (part != "[Content_Types].xml", part))
    write_archive({name: parts[name] for name in names}, path, level=6)


def to_bytes(root: Element) -> bytes:
    """An XML part as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
