"""Zip archives, byte for byte the same on every run and machine; and limits on those that come from elsewhere."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from evalreport.files.errors import BadInput, Problem

MOST_BYTES = 400 * 2**20  # unpacked; an export of 20 000 forms with 300 questions has half of that
MOST_MEMBERS = 10_000
HEAD = 65_536  # bytes in which the first element of an XML file begins
_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # what Office and OpenDocument never write
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)

DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
UNIX = 3  # zipfile writes the system it runs on here
PERMISSIONS = 0o644 << 16


def read_archive(path: str | Path) -> dict[str, bytes]:
    """Return the members of an archive by name, in the order in which they are stored; zipfile.BadZipFile where it is no archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_archive(members: Mapping[str, bytes], path: str | Path, level: int | None = None) -> None:
    """Write an archive of members by name, in the order they are given in, with fixed dates and permissions.

    level: how hard to compress, from 1 to 9. Without one the members are stored as they are: compressed bytes may differ between versions
    of zlib, stored ones cannot.
    """
    method = zipfile.ZIP_STORED if level is None else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", method, compresslevel=level) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type, entry.create_system, entry.external_attr = method, UNIX, PERMISSIONS
            archive.writestr(entry, content)


def refuse_bombs(path: str | Path) -> None:
    """Raise BadInput for an archive from elsewhere that unpacks to more than any export, or whose XML defines entities.

    Both are small files that fill the memory of whoever reads them. What is no archive at all is left to its reader.
    """
    path = Path(path)
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or size > MOST_BYTES:
                found = f"{len(members)} parts, {size // 2**20} MB unpacked; {MOST_BYTES // 2**20} MB are read"
                raise BadInput([Problem(path.name, "", found, "Save it again with nothing but the table or text")])
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as stream:
                        _refuse_types(stream.read(HEAD), path.name, member.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return


def _refuse_types(head: bytes, file: str, place: str) -> None:
    if _TYPE.search(head.replace(b"\0", b"")):  # also in two bytes a sign
        found = "XML with a document type, which can make a small file fill the memory"
        raise BadInput([Problem(file, place, found, "Save it again with the program that made it")])


def refuse_entities(content: bytes, file: str) -> None:
    """Raise BadInput for XML that defines entities of its own; a document type alone is allowed (DDI has one)."""
    if _ENTITY.search(content[:HEAD].replace(b"\0", b"")):
        raise BadInput(
            [
                Problem(
                    file,
                    "",
                    "XML that defines entities, which can make a small file fill the memory",
                    "Export it again",
                )
            ]
        )
