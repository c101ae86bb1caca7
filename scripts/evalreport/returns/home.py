"""An edited Word file and the build it came from, which it carries with it; what is no such file is refused with one message."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from evalreport.docx.xml import read_package
from evalreport.files.archives import refuse_bombs
from evalreport.files.errors import BadInput, Problem
from evalreport.returns.part import Base, NoBuild, SpoiltBuild, base_of
from evalreport.returns.reading import DOCUMENT, Read, read_document

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97-2003, and any Office file with a password
_AGAIN = "Give the .docx that a colleague has edited"


@dataclass(frozen=True)
class Returned:
    """An edited file: its name, how it reads, and the build it came from."""

    name: str
    read: Read
    base: Base


def open_returned(path: Path, evaluation: str, edition: str) -> Returned:
    """The edited file; raises BadInput that says what it is where it is not one of this edition's reports."""
    parts = _parts(path)
    try:
        base = base_of(parts)
    except NoBuild:
        found = "does not say which build it came from: it was built without word: {returns: true}, or saved by a program that drops this"
        raise BadInput(
            [Problem(str(path), "", found, "Edit a file that a build with returns has made; see docs/word.md")]
        ) from None
    except SpoiltBuild as error:
        found = f"what it holds of the build it came from is spoilt: {error}"
        raise BadInput([Problem(str(path), "", found, "Make the edits in the file as the build wrote it")]) from None
    if (base.evaluation, base.edition) != (evaluation, edition):
        asked = f"{evaluation}, edition {edition}"
        said = f"is the report of {base.evaluation}, edition {base.edition}; {asked}, is the one in config/config.yaml"
        raise BadInput([Problem(str(path), "", said, "Choose that edition, as in --config edition=…")])
    try:
        return Returned(str(path), read_document(parts), base)
    except (etree.XMLSyntaxError, KeyError, TypeError, ValueError, RecursionError) as error:
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
