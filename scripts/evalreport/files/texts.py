"""Files that people write: read as UTF-8, without the signs that no report can hold."""

import re
import unicodedata
from pathlib import Path

from evalreport.files.encodings import likely
from evalreport.files.errors import BadInput, Problem

# Characters that XML 1.0 (2.2) has not, those it advises against (C1), and half characters: neither Word nor PDF can hold them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def read_text(path: Path, file: str = "") -> str:
    """The text of a file in UTF-8, with Unix line ends and without a byte order mark.

    file: its name in messages. Raises FileNotFoundError where there is none, and BadInput with the line where it is a folder, is not
    UTF-8 (with the encoding it seems to have) or holds control characters.
    """
    file = file or str(path)
    if path.is_dir():
        raise BadInput([Problem(file, "", "this is a folder", "Name a file")])
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seems = likely(content)
        place = "" if seems.startswith("utf-") else f"line {content.count(bytes([10]), 0, error.start) + 1}"
        found = f"not UTF-8 (the file looks like {seems})"
        raise BadInput([Problem(file, place, found, "Save it as UTF-8")]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := UNPRINTABLE.search(text):
        wide = bad[0] == "\0" and likely(content).startswith("utf-16")
        place = "" if wide else f"line {text.count(chr(10), 0, bad.start()) + 1}"
        found = "the file looks like utf-16" if wide else f"a control character ({character(bad[0])})"
        raise BadInput([Problem(file, place, found, "Save it as UTF-8" if wide else "Remove it")])
    return text


def character(sign: str) -> str:
    """A sign by its number and, where it has one, its name: `U+0007`, `U+00AD SOFT HYPHEN`."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
