"""Numbers typed into prose: digits no function gave and no rule excuses, and shares said in words.

Read from the text of templates and captions alone, before anything runs; `literal_rules` says what is excused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment

from evalreport.chapters.literals.rules import NUMBER, excused, shares
from evalreport.chapters.templates import SYNTAX

MASK = "\ue000"  # stands for each character that is not prose; no letter, no digit, no space
CONTEXT = 45  # characters of the line on each side of a literal
DIGITS, WORDS = "number", "word"  # kinds of literals; only digits stop a final edition
_CLAIM, _END_OF_CLAIM = "claim", "endclaim"  # tags whose condition decides whether words inside are true

_NOT_PROSE = (  # Markdown: fences, code, comments, tags of HTML, targets of links, attributes, citations, markers of lists and notes
    re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL),
    re.compile(r"`[^`\n]+`"),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
    re.compile(r"(?<=\])\([^()\n]*\)"),
    re.compile(r"(?<!\w)(?:https?://|www\.)[^\s)>\]]+"),
    re.compile(r"\{[^{}\n]*[#.=][^{}\n]*\}"),
    re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]|(?<!\w)@[\w:.-]+"),
    re.compile(r"\[\^[^\]\n]+\]"),
    re.compile(r"^\s*(?:>\s*)*\(?\d{1,2}[.)](?=\s)", re.MULTILINE),
)


@dataclass(frozen=True, order=True)
class Literal:
    """A number typed by hand: where, what, the text around it, and its kind (number or word)."""

    file: str
    line: int
    text: str
    context: str
    kind: str = DIGITS
    start: int = 0  # in its line, from 0
    whole_line: str = ""


def literals_in(source: str, file: str, language: str, first_line: int = 1, spaces: bool = False) -> list[Literal]:
    """The literals of a template's (or a caption's) text, in order.

    first_line: the line of the file on which the text begins. spaces: the text has lost its line breaks, all is one line.
    """
    source = source.replace("\r\n", "\n")
    prose, outside = masked(source)
    found = []
    lines = zip(source.split("\n"), prose.split("\n"), outside.split("\n"), strict=True)
    for number, (line, visible, free) in enumerate(lines, start=first_line):
        for start, end, kind in _spans(visible, free, language):
            place = first_line if spaces else number
            found.append(Literal(file, place, line[start:end], _context(visible, start, end), kind, start, line))
    return found


def _context(visible: str, start: int, end: int) -> str:
    """What stands around a literal, with … for calls, ids and whatever else is no prose."""
    before, after = (re.sub(f"{MASK}+", "…", part) for part in (visible[:start], visible[end:]))
    return (before[-CONTEXT:] + visible[start:end] + after[:CONTEXT]).strip()


def _spans(visible: str, without_claims: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the literals of a line."""
    free = list(excused(visible))
    for match in NUMBER.finditer(visible):
        start, end = match.span()
        digits = re.search(r"[\d.,\s\u00a0\u202f]*\d", match[0])
        last = start + digits.end() if digits else end
        if not any(a <= start + (match[0][0] in "-−") and last <= b for a, b, _ in free):
            yield start, end, DIGITS
    yield from ((*match.span(), WORDS) for match in shares(language).finditer(without_claims))


def masked(source: str) -> tuple[str, str]:
    """The text with everything that is not prose replaced, character by character: (for digits, for words).

    Of a claim, words are replaced too in the second: its condition decides about them.
    """
    if "{" not in source:
        plain = _without_marks(source)
        return plain, plain
    prose, outside = "", ""
    inside, tag = 0, "-"  # how deep in claims; the tag being read, "" before its name is known
    for _, kind, value in Environment(**SYNTAX, keep_trailing_newline=True).lex(source):
        if kind == "block_begin":
            tag = ""
        elif kind == "name" and not tag:
            tag = value
            inside += (value == _CLAIM) - (value == _END_OF_CLAIM)
        # `{%-` makes the lexer drop the space before it; the text keeps every character where it was.
        gap = source[len(prose) : source.index(value, len(prose))]
        hidden = re.sub(r"[^\n]", MASK, value)
        prose += gap + (value if kind == "data" else hidden)
        outside += gap + (value if kind == "data" and not inside else hidden)
    digits = _without_marks(prose)
    # Masking Markdown's marks in the second text must follow the first, or a mark that spans a claim would be missed.
    pairs = zip(digits, outside, strict=True)
    return digits, "".join(MASK if seen == MASK else other for seen, other in pairs)


def _without_marks(text: str) -> str:
    for pattern in _NOT_PROSE:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", MASK, match[0]), text)
    return text
