"""Text encodings: what a file was declared to be, what it most likely is, and text that was read wrongly once."""

import re
from collections.abc import Iterable

from evalreport.files.errors import BadInput, Problem

_SUSPECT = re.compile("[\u00c2-\u00c6\u00e2][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
EXPORTED = "export it again as utf-8, the text was read as cp1252 once"
_SINGLE_BYTE = "cp1252"  # the single-byte encoding of Windows in Western Europe


def decode(content: bytes, encoding: str, file: str) -> str:
    """The text of a file in its declared encoding; BadInput names the place and the likely right encoding.

    A single-byte encoding decodes nearly anything, so UTF-8 declared as cp1252 gives no error but "Ã¸" for "ø":
    bytes beyond ASCII that form valid UTF-8 are taken to be UTF-8, since chance hardly ever makes them so.
    """
    try:
        text = content.decode("utf-8-sig" if _canonical(encoding) == "utf-8" else encoding)
    except LookupError as error:
        raise BadInput([Problem(file, "", f"unknown encoding {encoding!r}", _advice(likely(content)))]) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x} cannot be {encoding}"
        raise BadInput([Problem(file, f"line {line}", found, _advice(likely(content)))]) from error
    if "\x00" in text:
        raise BadInput([_zeros(file, content, text)])
    if not content.isascii() and _canonical(encoding) != "utf-8" and likely(content) == "utf-8":
        raise BadInput([_misread(file, text, encoding)])
    return text.removeprefix("\ufeff")


def _zeros(file: str, content: bytes, text: str) -> Problem:
    """Text has no zero bytes: it has two bytes a sign, or it is no text at all."""
    line = text.count("\n", 0, text.index("\x00")) + 1
    right = likely(content)
    wide = right.startswith(("utf-16", "utf-32"))
    return Problem(file, f"line {line}", "zero bytes", _advice(right) if wide else "This is no text: export it again")


def likely(content: bytes) -> str:
    """The encoding the bytes most likely have: utf-32 or utf-16 (by mark or zero bytes), utf-8 (if valid), else cp1252 or latin-1."""
    if content[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        return "utf-32"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if wide := _without_mark(content):
        return wide
    for encoding in ("utf-8", _SINGLE_BYTE):
        try:
            content.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    return "latin-1"


def _without_mark(content: bytes) -> str:
    """utf-16-le or utf-16-be for text of two bytes a sign: its separators and digits have a zero byte, on one side only."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if len(content) % 2 or max(even, odd) < 0.3 * len(content) / 2 or min(even, odd) > 0.05 * max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def mojibake(file: str, texts: Iterable[tuple[str, str]], remedy: str = EXPORTED) -> list[Problem]:
    """UTF-8 that was read as cp1252; `texts` are (place, text); remedy: what to do. One problem, the first place."""
    wrong = [(place, text, right) for place, text in texts if _SUSPECT.search(text) and (right := _repaired(text))]
    if not wrong:
        return []
    place, text, right = wrong[0]
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return [Problem(file, place, f"{text!r}{more}", f"It should read {right!r}: {remedy}")]


def _canonical(encoding: str) -> str:
    return "utf-8" if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig") else encoding.lower()


def _advice(encoding: str) -> str:
    return f"The file looks like {encoding}: set encoding: {encoding}"


def _misread(file: str, text: str, encoding: str) -> Problem:
    lines = enumerate(text.splitlines(), start=1)
    line, word = next(
        ((number, word) for number, line in lines for word in re.split(r"[;,\t\s]", line) if _SUSPECT.search(word)),
        (1, ""),
    )
    return Problem(file, f"line {line}", f"{word!r} when read as {encoding}", _advice("utf-8"))


def _repaired(text: str) -> str:
    try:
        return text.encode(_SINGLE_BYTE).decode("utf-8")
    except UnicodeError:
        return ""
