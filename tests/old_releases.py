"""Releases as they were frozen before what an edition was made of went into an archive: every file of it lay in the folder by itself."""

import json
from pathlib import Path

from evalreport.files.archives import read_archive
from evalreport.releases.releases import ARCHIVE, INDEX, INPUTS, file_list, to_json


def unpack_inputs(folder: Path) -> None:
    """Give the release in a folder that shape; its index lists what lies there then."""
    for name, content in read_archive(folder / ARCHIVE).items():
        (folder / INPUTS / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / INPUTS / name).write_bytes(content)
    (folder / ARCHIVE).unlink()
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    files = {name: mark for name, mark in file_list(folder).items() if name != INDEX}
    (folder / INDEX).write_text(to_json({**index, "files": files}), encoding="utf-8")
