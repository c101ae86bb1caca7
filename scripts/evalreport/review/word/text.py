"""The text of a chapter with what differs from an earlier version as spans that pandoc writes as Word's tracked changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evalreport.markdown.grid import escape
from evalreport.review.paragraphs import GONE, NEW, SAME, matched, readable, word_pieces
from evalreport.review.word.parts import (
    EXHIBIT,
    NOTE,
    OTHER,
    TEXT,
    Part,
    captions,
    inside,
    parts,
    with_captions,
    without_fence,
)
from evalreport.words.catalogue import word

AUTHOR, DATE = "evalreport", "2010-01-01T00:00:00Z"  # outputs carry no time of their own, and Word wants one
_MARKS = f'author="{AUTHOR}" date="{DATE}"'
_MARKER = re.compile(r"^(:::+ *\w+\n|#+ +|> ?|(?:[-*+]|\d+[.)]) +)?(.*?)(\s*\{#[^}]*\}|\n:::+)?$", re.DOTALL)


@dataclass(frozen=True)
class Earlier:
    """What a chapter is compared with: its earlier text, and the captions of all tables and figures there were.

    comments: table or figure -> (number, text) of the comment at its caption.
    """

    text: str
    language: str
    captions: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def tracked_chapter(old: Earlier, new: str) -> str:
    """The new Markdown with insertions and deletions marked in text, captions and notes, and comments at captions."""
    before, after = parts(old.text), parts(new)
    known = [[part for part in side if part.kind != OTHER] for side in (before, after)]
    pairs, moved = matched(*([part.key for part in side] for side in known))
    at_rest = {pairs[k] for k in pairs if k not in moved or known[1][k].kind == EXHIBIT}
    waiting = [i for i in range(len(known[0])) if i not in at_rest]
    found: list[str] = []
    k = 0
    for part in after:
        if part.kind == OTHER:
            found.append(part.text)
            continue
        at = pairs.get(k) if k not in moved else None
        if at is not None:
            found += [_gone_part(known[0][i], old) for i in waiting if i < at]
            waiting = [i for i in waiting if i > at]
        was = pairs.get(k) if part.kind == EXHIBIT else at
        found.append(_part(None if was is None else known[0][was], part, old))
        k += 1
    found += [_gone_part(known[0][i], old) for i in waiting]
    return "\n\n".join(part for part in found if part) + "\n"


def _part(was: Part | None, now: Part, old: Earlier) -> str:
    fence = inside(now.text)
    if fence or (was and inside(was.text) and now.kind != EXHIBIT):
        start, text, end = fence or ("::: note", without_fence(now.text), ":::")
        return f"{start}\n\n{tracked_chapter(replace(old, text=without_fence(was.text) if was else ''), text)}\n{end}"
    if now.kind != EXHIBIT:
        return _new(now.text) if was is None else _changed(was.text, now.text)
    changed = {id: _caption(id, text, old) for id, text in captions(now.text).items()}
    return with_captions(now.text, changed)


def _caption(id: str, now: str, old: Earlier) -> str:
    text = _pieces(old.captions[id], now) if id in old.captions else _span(NEW, now)
    if id not in old.comments:
        return text
    number, said = old.comments[id]
    return f"[{escape(said)}]{{#{number} .comment-start {_MARKS}}}{text}[]{{#{number} .comment-end}}"


def _gone_part(part: Part, old: Earlier) -> str:
    fence = inside(part.text)
    if fence and part.kind != EXHIBIT:
        return f"{fence[0]}\n\n{tracked_chapter(replace(old, text=fence[1]), '')}\n{fence[2]}"
    if part.kind in (TEXT, NOTE):
        return _gone(part.text)
    kinds = {"tbl": word("table", old.language), "fig": word("figure", old.language)}
    lines = (f"{kinds[id[:3]].capitalize()}: {text}" for id, text in captions(part.text).items())
    return "\n\n".join(_gone(line) for line in lines)


def _span(kind: str, text: str) -> str:
    """A piece as a tracked change, the spaces around it outside: a span cannot begin or end with one."""
    inner = text.strip(" \t\n")
    if not inner:
        return text if kind == NEW else ""
    lead, tail = text[: len(text) - len(text.lstrip(" \t\n"))], text[len(text.rstrip(" \t\n")) :]
    shown = inner if kind == NEW else escape(" ".join(readable(inner).split()))
    name = "insertion" if kind == NEW else "deletion"
    return f"{lead}[{shown}]{{.{name} {_MARKS}}}{tail}" if shown else lead + tail


def _parts(block: str) -> tuple[str, str, str]:
    """What makes a block a heading, a quotation, a note or a list item; its words; its id or its end."""
    match = _MARKER.match(block)
    assert match is not None  # every part of the pattern may be empty
    return match[1] or "", match[2], match[3] or ""


def _several(block: str) -> bool:
    """Whether lines of a block stand for themselves: lists, and quotations of several lines."""
    return "\n" in block and not block.startswith(":::") and any(_parts(line)[0] for line in block.split("\n")[1:])


def _new(block: str) -> str:
    lines = block.split("\n") if _several(block) else [block]
    return "\n".join(f"{marker}{_span(NEW, words)}{anchor}" for marker, words, anchor in map(_parts, lines))


def _gone(block: str) -> str:
    """A paragraph that is gone, as a plain one (a deleted heading would have a number); notes and answers stay what they were."""
    marker, words, end = _parts(block)
    fenced = marker.startswith(":::")
    text = _span(GONE, words if fenced else " ".join(_parts(line)[1] for line in block.split("\n")))
    return f"{marker}{text}{end}" if text and fenced else text


def _changed(old: str, new: str) -> str:
    if old == new:
        return new
    lines = old.split("\n"), new.split("\n")
    alike = [_parts(line)[0] for line in lines[0]] == [_parts(line)[0] for line in lines[1]]
    if _several(new) and alike:
        return "\n".join(_changed(*pair) for pair in zip(*lines, strict=True))
    was, now = _parts(old), _parts(new)
    heading = now[0].startswith("#")  # both wordings in one line would stand in the contents as one
    if _several(old) or _several(new) or was[0] != now[0] or heading:
        return f"{_gone(old)}\n\n{_new(new)}"
    return now[0] + _pieces(was[1], now[1]) + now[2]


def _pieces(old: str, new: str) -> str:
    return "".join(text if kind == SAME else _span(kind, text) for kind, text in word_pieces(old, new))
