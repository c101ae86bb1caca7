"""Slips of form in a chapter's Markdown that pandoc passes over in silence: what is opened and not closed, what is printed as it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DIV = re.compile(r" {0,3}:{3,}[ \t]*(\S.*)?$")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_ATTRIBUTES = re.compile(r"""\{(?!=)(?:[^{}"]|"(?:\\.|[^"\\])*")*\}""")  # an alt text among them is text
_NAMES = (
    "a abbr article aside b big blockquote body br button canvas center code col dd del details div dl dt em embed font footer form "
    "frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins label li link main mark math meta nav object ol option p "
    "picture pre q s script section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th "
    "thead title tr tt u ul video"
)
_TAG = re.compile(rf"(?<!\\)</?(?:{'|'.join(_NAMES.split())})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT = re.compile(r"(?<!\\)<!--")
_RAW = re.compile(r"(?<!\\)\{=[A-Za-z0-9_+-]+\}")
_LINK = re.compile(r"(?<!\\)\]\(\s*<?\s*((?:javascript|vbscript|data|file):[^)\s]*)", re.IGNORECASE)
_PICTURE = re.compile(r"!\[(?:\\.|[^\]\\])*\]\(\s*<?\s*((?:https?:)?//[^)\s]+)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\{#(fig|tbl)-([\w-]+)"
)  # what the report numbers: `![caption](file){#fig-id}`, `::: {#tbl-id}`
_PICTURE_ALONE = re.compile(r" {0,3}(?:> ?)*!\[.*\}\s*")
_TABLE_BEGINS = re.compile(r" {0,3}(?:> ?)*:{3,}\s*\{#tbl-")
_BLOCK = re.compile(r"\s*(?:> ?)*(?:$|:{3,}|#{1,6} |[+|])")  # a line after which a block may begin without a blank one
_CLOSED = re.compile(r"\s*(?:> ?)*(?::{3,}\s*)?$")
_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
_NOTE_TEXT = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")

BY_MARKDOWN = "Write it in Markdown, which reaches Word, PDF and the web page"


@dataclass(frozen=True)
class Slip:
    """A slip: its line (from 1) and the text of that line, what was found, what would be right; the id of a numbered table or figure."""

    line: int
    text: str
    found: str
    expected: str
    numbered: str = ""


def slips(text: str) -> list[Slip]:
    """All slips of form in a text, in the order of their lines."""
    lines = text.split("\n")
    found = [*_fences(lines), *_not_alone(lines), *_in_lines(_without_code(lines))]
    return sorted(found, key=lambda slip: slip.line)


def _fences(lines: list[str]) -> Iterator[Slip]:
    """Code and divs that are opened and not closed, and divs that are closed and were not opened."""
    code: tuple[str, int] | None = None
    divs: list[int] = []
    for number, line in enumerate(lines, start=1):
        mark = _CODE_FENCE.match(line)
        if code:
            if mark and mark[1].startswith(code[0]) and not line[mark.end() :].strip():
                code = None
        elif mark:
            code = (mark[1], number)
        elif div := _DIV.match(line):
            if div[1]:
                divs.append(number)
            elif divs:
                divs.pop()
            else:
                yield Slip(number, line, "a ::: that closes nothing", "Take it out, or open the block above it")
    for number in divs:
        shown = lines[number - 1].strip()
        yield Slip(number, lines[number - 1], f"the block {shown!r} is not closed", "Write ::: on a line below it")
    if code:
        yield Slip(code[1], lines[code[1] - 1], "a block of code is not closed", f"Write {code[0]} on a line below it")


def _not_alone(lines: list[str]) -> Iterator[Slip]:
    """Tables, figures and blocks that stand in a paragraph: pandoc makes text of them, without number, caption and entry in a list."""
    shown = _without_code(lines, attributes=True)
    before, after = ["", *shown[:-1]], [*shown[1:], ""]
    for number, (above, line, below) in enumerate(zip(before, shown, after, strict=True), start=1):
        found = _NUMBERED.search(line)
        if found and found[1] == "fig":
            alone = bool(_PICTURE_ALONE.fullmatch(line) and _BLOCK.match(above) and _CLOSED.match(below))
        elif found:
            alone = bool(_TABLE_BEGINS.match(line) and _BLOCK.match(above))
        else:
            opens = _DIV.match(line)
            alone = not (opens and opens[1]) or bool(_BLOCK.match(above))
        if not alone:
            what = (
                f"the {'figure' if found[1] == 'fig' else 'table'} {found[2]!r}"
                if found
                else f"the block {line.strip()!r}"
            )
            right = "Leave a blank line before and after it, and let nothing stand beside it"
            yield Slip(
                number, lines[number - 1], f"{what} is not alone in its paragraph", right, found[2] if found else ""
            )


def _without_code(lines: list[str], attributes: bool = False) -> list[str]:
    """The lines with blocks and spans of code blanked out, and attributes unless they are asked for."""
    left, code = [], ""
    for line in lines:
        mark = _CODE_FENCE.match(line)
        if code or mark:
            left.append("" if code else line[mark.end() :] if mark else "")  # the attributes of an opening fence stay
            if mark and not code:
                code = mark[1]
            elif mark and mark[1].startswith(code):
                code = ""
        else:
            without = _CODE.sub("", line)
            left.append(without if attributes else _ATTRIBUTES.sub("", without))
    return left


def _in_lines(lines: list[str]) -> Iterator[Slip]:
    notes: dict[str, int] = {}
    called: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if comment := _COMMENT.search(line):
            yield Slip(number, line, f"a comment of HTML ({comment[0]}), which is printed", "Write {## … ##}")
        for tag in _TAG.findall(line):
            yield Slip(number, line, f"HTML ({tag}), which is printed as it stands", BY_MARKDOWN)
        for raw in _RAW.findall(line):
            yield Slip(number, line, f"a raw format ({raw}), which is printed as it stands", BY_MARKDOWN)
        for target in _LINK.findall(line):
            yield Slip(number, line, f"a link to {target!r}", "Link to an address on the web (https://…)")
        for address in _PICTURE.findall(line):
            yield Slip(
                number, line, f"a picture from the web ({address})", "Keep it as a file: a build fetches nothing"
            )
        if own := _NOTE_TEXT.match(line):
            if own[1] in notes:
                found = f"the footnote [^{own[1]}] has a text in line {notes[own[1]]} already"
                yield Slip(number, line, found, "Give it another name")
            notes.setdefault(own[1], number)
            line = line[own.end() :]
        for name in _NOTE.findall(line):
            called.setdefault(name, number)
    for name, number in called.items():
        if name not in notes:
            yield Slip(number, lines[number - 1], f"the footnote [^{name}] has no text", f"Write [^{name}]: … below")
    for name, number in notes.items():
        if name not in called:
            found = f"the text of the footnote [^{name}], which nothing calls"
            yield Slip(number, lines[number - 1], found, f"Write [^{name}] where it belongs, or take it out")
