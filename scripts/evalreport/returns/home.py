"""An edited Word file and the build it came from, which it carries with it; what is no such file is refused with one message."""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from evalreport.docx.xml import read_package
from evalreport.files.archives import refuse_bombs
from evalreport.files.errors import BadInput, Problem
from evalreport.returns.anchors import NAMESPACE
from evalreport.returns.blocks import Block, Stretch
from evalreport.returns.reading import DOCUMENT, Read, Sign, parse, read_document

PREFIX = -1  # what the program writes before a heading or caption
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97-2003, and any Office file with a password
_AGAIN = "Give the .docx that a colleague has edited"


@dataclass(frozen=True)
class BaseParagraph:
    """A paragraph as the build printed it; block 0: one of the program's own, as the title."""

    block: int
    style: str
    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.text for sign in self.signs)


@dataclass(frozen=True)
class Base:
    """The build that a file came from: its templates, its chapters in blocks, and every paragraph as it was printed."""

    evaluation: str
    edition: str
    build: str
    templates: Mapping[str, str]
    texts: Mapping[str, str]
    blocks: Mapping[int, Block]
    paragraphs: tuple[BaseParagraph, ...]
    tables: tuple[tuple[str, ...], ...]
    before: tuple[int, ...]
    footnotes: tuple[str, ...]
    comments: tuple[tuple[str, str, str], ...]
    odd: tuple[str, ...]

    def printed(self) -> dict[int, BaseParagraph]:
        """Block -> the paragraph that shows it."""
        return {each.block: each for each in self.paragraphs if each.block}

    def expression(self, stretch: Stretch) -> str:
        """What a stretch is in its template."""
        return self.templates.get(stretch.file, "")[stretch.source : stretch.source_end]

    def line(self, file: str, at: int) -> int:
        """The line of a template on which a place stands."""
        return self.templates[file].count("\n", 0, at) + 1


@dataclass(frozen=True)
class Returned:
    """An edited file: its name, how it reads, and the build it came from."""

    name: str
    read: Read
    base: Base


def open_returned(path: Path, evaluation: str, edition: str) -> Returned:
    """The edited file; raises BadInput that says what it is where it is not one of this edition's reports."""
    parts = _parts(path)
    content = _part(parts, path)
    found = (str(content.get("evaluation")), str(content.get("edition")))
    if found != (evaluation, edition):
        said = f"is the report of {found[0]}, edition {found[1]}; {evaluation}, edition {edition}, is the one in config/config.yaml"
        raise BadInput([Problem(str(path), "", said, "Choose that edition, as in --config edition=…")])
    try:
        return Returned(str(path), read_document(parts), _base(content))
    except (etree.XMLSyntaxError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise BadInput([Problem(str(path), "", f"cannot be read: {error}", "Save it again in Word")]) from None


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a .docx; raises BadInput for a file that is none."""
    if not path.is_file():
        raise BadInput([Problem(str(path), "", "there is no such file", _AGAIN)])
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        found = "has a password, or is in Word's old format (.doc)"
        raise BadInput([Problem(str(path), "", found, "Take the password away, and save it as .docx")])
    if not zipfile.is_zipfile(path):
        raise BadInput([Problem(str(path), "", "is not a whole .docx", f"{_AGAIN}; it may be cut off on its way")])
    refuse_bombs(path)
    try:
        parts = read_package(path)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadInput([Problem(str(path), "", f"is a broken .docx: {error}", "Ask for it again")]) from None
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise BadInput([Problem(str(path), "", "is an OpenDocument file (.odt)", "Save it as .docx")])
    if DOCUMENT not in parts:
        raise BadInput([Problem(str(path), "", "has no text of Word's in it", _AGAIN)])
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise BadInput([Problem(str(path), "", "has macros in it", "Save it as .docx, which holds none")])
    return parts


def _part(parts: Mapping[str, bytes], path: Path) -> dict[str, Any]:
    """What the build put into the file."""
    for name in sorted(parts):
        if name.startswith("customXml/") and name.endswith(".xml") and NAMESPACE.encode() in parts[name]:
            try:
                root = parse(parts[name])
                if root.tag == f"{{{NAMESPACE}}}returns":
                    content = json.loads(root.text or "")
                    if isinstance(content, dict):
                        return content
            except (etree.XMLSyntaxError, ValueError):
                continue
    found = "does not say which build it came from: it was built without word: {returns: true}, or saved by a program that drops this"
    raise BadInput([Problem(str(path), "", found, "Edit a file that a build with returns has made; see docs/word.md")])


def _base(content: Mapping[str, Any]) -> Base:
    blocks = [_block(each) for chapter in content["chapters"] for each in chapter["blocks"]]
    return Base(
        str(content["evaluation"]),
        str(content["edition"]),
        str(content["build"]),
        content["templates"],
        {chapter["name"]: chapter["text"] for chapter in content["chapters"]},
        {block.number: block for block in blocks},
        tuple(_paragraph(*each) for each in content["paragraphs"]),
        tuple(tuple(cells) for cells in content["tables"]),
        tuple(content["before"]),
        tuple(content["footnotes"]),
        tuple((author, date, text) for author, date, text in content["comments"]),
        tuple(content["odd"]),
    )


def _block(flat: list[Any]) -> Block:
    chapter, kind, lead, start, end, stretches, number, of, made = flat
    return Block(chapter, kind, lead, start, end, tuple(Stretch(*each) for each in stretches), number, of, made)


def _paragraph(block: int, style: str, prefix: int, runs: list[list[Any]]) -> BaseParagraph:
    signs = [Sign(each, bound, look) for text, bound, look in runs for each in text]
    if block and prefix > 0:
        signs = [Sign(s.text, PREFIX, s.look) for s in signs[:prefix]] + signs[prefix:]
    return BaseParagraph(block, style, tuple(signs))
