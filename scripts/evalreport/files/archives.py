"""Zip archives, byte for byte the same on every run and machine."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

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
