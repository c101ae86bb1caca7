"""A chapter in parts that can be told apart: text, tables and figures with their captions, notes, and the rest."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evalreport.review.paragraphs import blocks, fences

TEXT, EXHIBIT, NOTE, OTHER = "text", "exhibit", "note", "other"
_ID = re.compile(r"\{#((?:tbl|fig)-\w+)[^}]*\}")
_FIGURE = re.compile(r"^!\[(.*)\]\([^()\s]*\)\{#(fig-\w+).*\}$", re.DOTALL)
_TABLE = re.compile(r"^:::+ *\{#(tbl-\w+) [^}]*\}\n.*?^(?:Table)?: +(.*?)\n:::+ *$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(r"\A(:::+ *\S+)\n+(.*?)\n+(:::+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A part of a chapter; key: what it is matched by, its own words or the exhibits it shows."""

    kind: str  # text | exhibit | note | other
    text: str
    key: str = ""
    ids: tuple[str, ...] = ()


def parts(text: str) -> list[Part]:
    """The parts of a chapter in order; a fenced block is one part, with all that stands in it."""
    found: list[Part] = []
    owner = ""
    for block, is_text in _whole(blocks(text)):
        ids = tuple(dict.fromkeys(_ID.findall(block)))
        if is_text or block.startswith("::: answers\n"):
            found.append(Part(TEXT, block, block))
        elif block.startswith("::: note\n"):
            found.append(Part(NOTE, block, f"\0note {owner or len(found)}"))
        elif ids:
            owner = ",".join(ids)
            found.append(Part(EXHIBIT, block, f"\0{owner}", ids))
            continue
        else:
            found.append(Part(OTHER, block))
        owner = ""
    return found


def _whole(found: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Blocks, those of one fence together."""
    waiting: list[str] = []
    inside = 0
    for block, is_text in found:
        opened, closed = fences(block)
        inside += opened - closed
        waiting.append(block)
        if inside <= 0:
            yield "\n\n".join(waiting), is_text and len(waiting) == 1
            waiting, inside = [], 0
    if waiting:
        yield "\n\n".join(waiting), False


def captions(text: str) -> dict[str, str]:
    """Table or figure -> its caption as Markdown, of all in a text."""
    return {id: text[slice(*span)] for id, span in _captions(text).items()}


def _captions(text: str) -> dict[str, tuple[int, int]]:
    found = {match[1]: match.span(2) for match in _TABLE.finditer(text)}
    start = 0
    for block in re.split(r"(\n\s*\n)", text):
        match = _FIGURE.match(block)
        if match:
            found[match[2]] = (start + match.start(1), start + match.end(1))
        start += len(block)
    return found


def with_captions(text: str, changed: dict[str, str]) -> str:
    """The text with other captions: table or figure -> Markdown."""
    for id, (start, end) in sorted(_captions(text).items(), key=lambda pair: -pair[1][0]):
        if id in changed:
            text = text[:start] + changed[id] + text[end:]
    return text


def tables(text: str) -> dict[str, str]:
    """Table -> its Markdown with the fence around it."""
    return {match[1]: match[0] for match in _TABLE.finditer(text)}


def inside(text: str) -> tuple[str, str, str] | None:
    """The fence that holds several parts (a turned page, a note of several paragraphs), what is in it, and its end; else None."""
    match = _FENCED.match(text)
    return (match[1], match[2], match[3]) if match and re.search(r"\n(?:\n|:::)", match[2]) else None


def without_fence(text: str) -> str:
    """What stands inside of a fence without attributes; a text without one as it is."""
    match = _FENCED.match(text)
    return match[2] if match else text
