"""Codebooks of programs for qualitative analysis as code lists: the REFI-QDA exchange format (.qdc), version 1.0.

The format: `CodeBook > Codes > Code` with name, isCodable and color; codes stand inside the code they belong under, and their
definition is a `Description` (qdasoftware.org). Programs write different namespaces, so only the names of elements count.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from evalreport.files.archives import refuse_entities
from evalreport.files.errors import BadInput, Problem


def read_qdc(path: Path) -> list[dict[str, str]]:
    """The codes that can be given, in the order of the file: code (its name), parent, colour, definition; raises BadInput."""
    content = path.read_bytes()
    refuse_entities(content, str(path))
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        line, column = error.position
        place = f"line {line}, character {column + 1}"
        raise BadInput([Problem(str(path), place, "no XML", "Export the codebook again, as REFI-QDA (.qdc)")]) from None
    if _name(root) != "CodeBook":
        expected = "A REFI-QDA codebook (.qdc) begins with CodeBook; a whole project (.qdpx) is another format"
        raise BadInput([Problem(str(path), "", f"the file begins with {_name(root)}", expected)])
    codes = [row for part in root if _name(part) == "Codes" for row in _codes(part, "")]
    if not codes:
        raise BadInput([Problem(str(path), "", "no code that can be given", "Codes have isCodable true")])
    return codes


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _codes(element: ElementTree.Element, parent: str) -> Iterator[dict[str, str]]:
    for code in element:
        if _name(code) != "Code":
            continue
        name = (code.get("name") or "").strip()
        if (code.get("isCodable") or "true").lower() in ("true", "1"):
            told = [part.text or "" for part in code if _name(part) == "Description"]
            yield {
                "code": name,
                "parent": parent,
                "colour": code.get("color") or "",
                "definition": " ".join(" ".join(told).split()),
            }
        yield from _codes(code, name)
