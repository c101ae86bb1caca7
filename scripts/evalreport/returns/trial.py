"""Edits tried before anybody writes them: the paragraph with its new words, read by pandoc, must say what the edited file says."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evalreport.assemble.report import MARKDOWN
from evalreport.chapters.tracing import BAR, CLOSE, OPEN, begin, number
from evalreport.programs.pandoc import run_pandoc
from evalreport.returns.blocks import Block
from evalreport.returns.part import PREFIX
from evalreport.returns.reading import BOLD, BREAK, ITALIC, NOTE, OTHER, STRUCK, SUBSCRIPT, SUPERSCRIPT
from evalreport.returns.tokens import Token

Seen = tuple[str, int, int]  # a character, what it is bound to, its look
_HELD = re.compile(f"{OPEN}([\U000f0000-\U000f000f]+){BAR}{CLOSE}")
_LOOKS = {
    **{"Strong": BOLD, "Emph": ITALIC, "Superscript": SUPERSCRIPT, "Subscript": SUBSCRIPT, "Strikeout": STRUCK},
    **{"Underline": OTHER, "SmallCaps": OTHER},
}


def held(bound: int) -> str:
    """What stands for something bound while an edit is tried."""
    return f"{begin(bound)}{CLOSE}"


def with_edit(text: str, blocks: Sequence[Block], start: int, end: int, new: str, tail: int) -> str:
    """The Markdown of some blocks, up to `tail`, with an edit in it and what is bound only named."""
    marks = [
        (s.start, s.end, held(s.bound))
        for b in blocks
        for s in b.stretches
        if s.bound and not (s.start >= start and s.end <= end and start < end)
    ]
    parts, at = list[str](), blocks[0].lead
    for a, b, instead in sorted([*marks, (start, end, new)], key=lambda mark: (mark[0], mark[1])):
        parts += [text[at:a], instead]
        at = max(at, b)
    return "".join([*parts, text[at:tail]])


def read_back(texts: Sequence[str], quotes: Mapping[str, Sequence[str]]) -> list[list[Seen]]:
    """What each of some Markdown texts says when it is printed; nothing of one that does not end where it should."""
    if not texts:
        return []
    fenced = "\n\n".join(f"::: {{#t{i}}}\n\n{text}\n\n:::" for i, text in enumerate(texts))
    done = run_pandoc(MARKDOWN, "json", text=fenced)
    done.check_returncode()
    found: dict[str, list[Seen]] = {}
    for block in json.loads(done.stdout)["blocks"]:
        if block["t"] == "Div":
            found.setdefault(block["c"][0][0], normal(_paragraphs(block["c"][1], quotes)))
    return [found.get(f"t{i}", []) for i in range(len(texts))]


def said(found: Iterable[Token]) -> list[Seen]:
    """Tokens as `read_back` gives them."""
    seen = list[Seen]()
    for token in found:
        if token.bound and token.bound != PREFIX:
            seen.append(("", token.bound, 0))
        elif token.bound != PREFIX:
            seen += [(each, 0, token.look) for each in token.text]
    return normal(seen)


def normal(seen: Iterable[Seen]) -> list[Seen]:
    """With single blanks of no look, and none beside the ends of paragraphs."""
    found = list[Seen]()
    for text, bound, look in seen:
        blank = text in (" ", "\n", "\t")
        if blank and (not found or found[-1][0] in (" ", BREAK)):
            continue
        if text == BREAK and found and found[-1][0] == " ":
            found.pop()
        found.append((" ", 0, 0) if blank else (text, bound, look))
    if found and found[-1][0] == " ":
        found.pop()
    return found


def _paragraphs(blocks: Iterable[Any], quotes: Mapping[str, Sequence[str]]) -> Iterator[Seen]:
    first = True
    for inlines in _texts(blocks):
        if not first:
            yield BREAK, 0, 0
        first = False
        yield from _inlines(inlines, 0, quotes)


def _texts(blocks: Iterable[Any]) -> Iterator[list[Any]]:
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield content
        elif kind == "Header":
            yield content[2]
        elif kind == "BlockQuote":
            yield from _texts(content)
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                yield from _texts(item)
        elif kind == "Div":
            yield from _texts(content[1])
        else:
            yield [{"t": "Str", "c": "\ufffd"}]  # what no paragraph of the file could have become


def _inlines(inlines: Iterable[Any], look: int, quotes: Mapping[str, Sequence[str]]) -> Iterator[Seen]:
    for each in inlines:
        kind, content = each["t"], each.get("c")
        if kind == "Str":
            yield from _string(content, look)
        elif kind in ("Space", "SoftBreak"):
            yield " ", 0, 0
        elif kind == "LineBreak":
            yield "\n", 0, 0
        elif kind in _LOOKS:
            yield from _inlines(content, look | _LOOKS[kind], quotes)
        elif kind == "Quoted":
            marks = quotes["double" if content[0]["t"] == "DoubleQuote" else "single"]
            yield marks[0], 0, look
            yield from _inlines(content[1], look, quotes)
            yield marks[1], 0, look
        elif kind in ("Link", "Span"):
            draft = kind == "Span" and "draft" in content[0][1]
            yield from [("[", 0, look)] if draft else []
            yield from _inlines(content[1], look, quotes)
            yield from [("]", 0, look)] if draft else []
        elif kind == "Code":
            yield from ((sign, 0, look) for sign in content[1])
        elif kind == "Note":
            yield NOTE, 0, look
        else:
            yield "\ufffd", 0, look


def _string(text: str, look: int) -> Iterator[Seen]:
    at = 0
    for match in _HELD.finditer(text):
        yield from ((sign, 0, look) for sign in text[at : match.start()])
        yield "", number(match[1]), 0
        at = match.end()
    yield from ((sign, 0, look) for sign in text[at:])
