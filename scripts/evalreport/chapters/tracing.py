"""Which sign of a chapter comes from which place of its templates: text word for word, all else from a call in braces.

The template is rendered once more with marks (characters of private use) around each of its texts and calls; without the marks the result
must be the chapter itself, byte for byte, or nothing is told of it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from evalreport.claims.collect import file_name, with_mark
from evalreport.claims.spans import PART, LooseClaim, spans

OPEN, BAR, CLOSE, ZERO = "\U000f0010", "\U000f0011", "\U000f0012", 0xF0000
PRIVATE = re.compile("[\U000f0000-\U000f0012]")
_MARK = re.compile(f"{OPEN}([\U000f0000-\U000f000f]+){BAR}|{CLOSE}")
TEXT, CALL, TAG, COMMENT = "text", "call", "tag", "comment"


class Untraceable(Exception):
    """Raised where the parts of a template cannot be told from its words (`raw` blocks)."""


@dataclass(frozen=True)
class Item:
    """A part of a template's text: text, call, tag or comment, with where it begins and ends."""

    kind: str
    start: int
    end: int


def items(source: str) -> list[Item]:
    """The parts of a template in their order; together they are the whole text. What begins and ends a claim by id is a tag."""
    try:
        claims = spans(source)
    except LooseClaim:
        claims = []
    parts = [Item(str(match.lastgroup), *match.span()) for match in PART.finditer(source)]
    parts += [Item(TAG, *place) for span in claims for place in ((span.begin, span.begin + 1), (span.close, span.end))]
    found, at = list[Item](), 0
    for part in sorted(parts, key=lambda each: each.start):
        if part.start > at:
            found.append(Item(TEXT, at, part.start))
        found.append(part)
        at = part.end
    return [*found, Item(TEXT, at, len(source))] if at < len(source) else found


@dataclass(frozen=True)
class Piece:
    """A stretch [start, end) of a chapter and the stretch of a template it is made from; a text is the same on both sides."""

    start: int
    end: int
    file: str
    source: int
    source_end: int
    call: bool
    count: int | None = None  # how many answers a number rests on


@dataclass(frozen=True)
class Trace:
    """Where the signs of a chapter come from. sources: template -> its text with comments blanked out."""

    pieces: tuple[Piece, ...]
    sources: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Trace":
        """The trace that `to_dict` gave."""
        return cls(tuple(Piece(**each) for each in data["pieces"]), data["sources"])


def without_comments(source: str) -> str:
    """A template whose remarks are blanks: what is said among authors does not travel, and every place stays where it is."""
    blank = (source[i.start : i.end] if i.kind != COMMENT else _blank(source[i.start : i.end]) for i in items(source))
    return "".join(blank)


def _blank(comment: str) -> str:
    return "{##" + re.sub(r"[^\n]", " ", comment[3:-3]) + "##}"


def sign(number: int) -> str:
    """A number as characters of private use."""
    return "".join(chr(ZERO + int(digit, 16)) for digit in f"{number:x}")


def number(signs: str) -> int:
    """The number that `sign` wrote."""
    return int("".join(f"{ord(each) - ZERO:x}" for each in signs), 16)


def begin(at: int) -> str:
    """The mark before what has a number; CLOSE stands after it."""
    return f"{OPEN}{sign(at)}{BAR}"


class Tracer:
    """What is known of the templates that an environment has loaded: their texts, and the parts that marks stand around."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.parts: list[tuple[str, Item]] = []

    def mark(self, file: str, item: Item) -> str:
        """The mark before a part."""
        self.parts.append((file, item))
        return begin(len(self.parts) - 1)


class TraceExtension(Extension):
    """Puts marks around each text and each call of a template, after Jinja has taken away the blanks it does not print."""

    priority = 1  # before any extension that changes the text

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The text as it is; it is kept."""
        if filename:
            self.environment.tracer.texts[filename] = source  # type: ignore[attr-defined]
        return source

    def filter_stream(self, stream: TokenStream) -> Any:
        """The tokens with marks as texts of their own."""
        if not stream.filename:
            return stream
        tracer: Tracer = self.environment.tracer  # type: ignore[attr-defined]
        return _marked(stream, stream.filename, tracer)


def _marked(stream: TokenStream, file: str, tracer: Tracer) -> Iterator[Token]:
    source = tracer.texts[file]
    parts = items(source)
    at = 0
    for token in stream:
        if token.type == "data":
            place, before = _found(parts, at, token.value, source)
            core = token.value.strip()
            if core:
                start = before + len(token.value) - len(token.value.lstrip())
                lead, tail = token.value[: start - before], token.value[start - before + len(core) :]
                mark = tracer.mark(file, Item(TEXT, start, start + len(core)))
                yield Token(token.lineno, "data", f"{lead}{mark}{core}{CLOSE}{tail}")
            else:
                yield token
            at = place + 1
        elif token.type in ("variable_begin", "block_begin"):
            kind = CALL if token.type == "variable_begin" else TAG
            at = next((i for i in range(at, len(parts)) if parts[i].kind == kind), len(parts))
            if at == len(parts):
                raise Untraceable(file)
            if kind == CALL:
                yield Token(token.lineno, "data", tracer.mark(file, parts[at]))
            at += 1
            yield token
        else:
            yield token
            if token.type == "variable_end":
                yield Token(token.lineno, "data", CLOSE)


def _found(parts: list[Item], at: int, text: str, source: str) -> tuple[int, int]:
    """Which part a printed text is, and where in the template it begins."""
    for place in range(at, len(parts)):
        part = parts[place]
        if part.kind in (CALL, TAG):
            break
        inside = source.find(text, part.start, part.end) if part.kind == TEXT else -1
        if inside >= 0:
            return place, inside
    raise Untraceable(text)


def without_marks(text: str) -> str:
    """The text as it is printed without tracing."""
    return _MARK.sub("", text)


def marked_claim(text: str, verdict: str, language: str) -> str:
    """A claim's text with the mark of its verdict where `with_mark` puts it in the text without our marks."""
    plain = without_marks(text)
    shown = with_mark(plain, verdict, language)
    body, tail = plain.rstrip(), plain[len(plain.rstrip()) :]
    added = shown[len(body) : len(shown) - len(tail)]
    own = text.rstrip()
    return own + added + text[len(own) :]


def read_trace(marked: str, plain: str, tracer: Tracer) -> Trace | None:
    """The trace of a chapter, from its text with marks; None where it is not the same text."""
    pieces, text, at, length, open_ = list[Piece](), list[str](), 0, 0, list[tuple[int, int]]()
    for match in _MARK.finditer(marked):
        text.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match[1]:
            open_.append((number(match[1]), length))
        elif open_:
            part, start = open_.pop()
            if not open_ and length > start:  # what stands inside a call belongs to it
                file, item = tracer.parts[part]
                pieces.append(Piece(start, length, file_name(file), item.start, item.end, item.kind == CALL))
    text.append(marked[at:])
    if open_ or "".join(text) != plain or PRIVATE.search(plain):
        return None
    used = {piece.file for piece in pieces}
    own = {file_name(file): source for file, source in tracer.texts.items() if file_name(file) in used}
    return Trace(
        tuple(pieces),
        {file: without_comments(source) for file, source in sorted(own.items())},
    )


def writable(file: str) -> bool:
    """Whether a template belongs to the evaluation; shared ones are nobody's to change, and no file may lead elsewhere."""
    path = Path(file)
    below = len(path.parts) > 2 and path.parts[0] == "report_templates" and path.parts[1] != "shared"
    return below and ".." not in path.parts and file.endswith(".jinja")


def trace_with(environment: Environment, tracer: Tracer) -> None:
    """Let an environment mark what it prints."""
    environment.tracer = tracer  # type: ignore[attr-defined]
    environment.add_extension(TraceExtension)
