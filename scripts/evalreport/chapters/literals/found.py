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
_DIGITS = re.compile(r"[\d.,\s\u00a0\u202f]*\d")
_SIGN = re.compile(r"[^\n]")
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
    left = [(match.span(), _digits(match)) for match in NUMBER.finditer(visible)]
    rules = excused(visible)
    while left and (rule := next(rules, None)):  # most numbers are excused by one of the first
        left = [each for each in left if not (rule[0] <= each[1][0] and each[1][1] <= rule[1])]
    yield from ((*span, DIGITS) for span, _ in left)
    yield from ((*match.span(), WORDS) for match in shares(language).finditer(without_claims))


def _digits(number: re.Match[str]) -> tuple[int, int]:
    """(start, end) of what a rule must hold of a number to excuse it: without its sign and its unit."""
    digits = _DIGITS.search(number[0])
    return number.start() + (number[0][0] in "-−"), number.start() + digits.end() if digits else number.end()


def masked(source: str) -> tuple[str, str]:
    """The text with everything that is not prose replaced, character by character: (for digits, for words).

    Of a claim, words are replaced too in the second: its condition decides about them.
    """
    if "{" not in source:
        plain = _without_marks(source)
        return plain, plain
    prose, outside, read = list[str](), list[str](), 0
    inside, tag, claims = (
        0,
        "-",
        False,
    )  # how deep in claims; the tag being read, "" before its name is known; whether there are any
    for _, kind, value in Environment(**SYNTAX, keep_trailing_newline=True).lex(source):
        if kind == "block_begin":
            tag = ""
        elif kind == "name" and not tag:
            tag = value
            inside += (value == _CLAIM) - (value == _END_OF_CLAIM)
            claims = claims or value in (_CLAIM, _END_OF_CLAIM)
        # `{%-` makes the lexer drop the space before it; the text keeps every character where it was.
        start = source.index(value, read)
        gap, read = source[read:start], start + len(value)
        hidden = value if kind == "data" and not inside else _hidden(value)
        prose += (gap, value if kind == "data" else hidden)
        outside += (gap, hidden)
    digits = _without_marks("".join(prose))
    if not claims:
        return digits, digits
    # Masking Markdown's marks in the second text must follow the first, or a mark that spans a claim would be missed.
    pairs = zip(digits.split("\n"), "".join(outside).split("\n"), strict=True)
    return digits, "\n".join(line if line == other else _both(line, other) for line, other in pairs)


def _both(one: str, other: str) -> str:
    """A line with everything masked that is masked in either of two readings of it."""
    return "".join(MASK if seen == MASK else sign for seen, sign in zip(one, other, strict=True))


def _hidden(text: str) -> str:
    return _SIGN.sub(MASK, text)


def _without_marks(text: str) -> str:
    for pattern in _NOT_PROSE:
        text = pattern.sub(lambda match: _hidden(match[0]), text)
    return text
