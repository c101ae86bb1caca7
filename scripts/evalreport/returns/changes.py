"""What a change of an edited file is: where it belongs, what becomes of it, and the edits of templates it asks for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evalreport.chapters.tracing import CALL, COMMENT, TAG, TEXT, items, writable
from evalreport.claims.spans import SIGN, LooseClaim, Span, spans
from evalreport.returns.blocks import Block, Stretch
from evalreport.returns.part import Base

READY, CONFIRM, LISTED, DONE, CONFLICT = "ready", "confirm", "listed", "done", "conflict"
_CLAIM = re.compile(r"\{%[-+]?\s*(claim\b.*?|endclaim)\s*[-+]?%\}", re.DOTALL)
_ITEM = re.compile(r" *(?:[-*+]|\d+[.)]) ")
_TAGS = re.compile(r"\{%[-+]?\s*(\w+)")
_OPENING = ("claim", "if", "for", "call", "filter", "block", "macro", "set")


@dataclass(frozen=True, order=True)
class Edit:
    """New words for the stretch [start, end) of a template, as the build had it."""

    file: str
    start: int
    end: int
    new: str


@dataclass
class Change:
    """One thing that a file says otherwise than the build it came from."""

    kind: str  # edit, new, gone, moved, number, made, comment, unread
    status: str
    reason: str = ""  # a key of words, below take_in_
    file: str = ""  # the template it belongs to
    line: int = 0
    old: str = ""
    new: str = ""
    before: str = ""  # the words around it
    after: str = ""
    about: str = ""  # the call, condition or exhibit that the reason speaks of
    authors: dict[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    source: str = ""  # the file that a colleague edited
    now: str = ""  # what stands in the template today, of a conflict
    rivals: tuple[int, ...] = ()  # changes of other files that want the same words otherwise
    number: int = 0


@dataclass(frozen=True)
class Claim:
    """A claim in a template: [start, end) of its sentence, and its condition."""

    start: int
    end: int
    condition: str


def claims_in(source: str) -> list[Claim]:
    """The claims of a template, inner ones after those around them."""
    open_, found = list[tuple[int, str]](), list[Claim]()
    by_id = {span.begin: f"{SIGN}{span.name}" for span in _spans(source)}
    for item in items(source):
        match = _CLAIM.fullmatch(source[item.start : item.end]) if item.kind == TAG else None
        if item.start in by_id:
            open_.append((item.end, by_id[item.start]))
        elif item.kind == TAG and source[item.start] == "]" and open_:
            start, condition = open_.pop()
            found.append(Claim(start, item.start, condition))
        elif match and match[1] != "endclaim":
            open_.append((item.end, match[1].removeprefix("claim").strip()))
        elif match and open_:
            start, condition = open_.pop()
            found.append(Claim(start, item.start, condition))
    return sorted(found, key=lambda claim: (claim.start, -claim.end))


def _spans(source: str) -> list[Span]:
    try:
        return spans(source)
    except LooseClaim:
        return []


def balanced(source: str, start: int, end: int) -> bool:
    """Whether every tag that opens in a stretch of a template closes in it, and no part is cut."""
    depth = 0
    for item in items(source):
        if item.end <= start or item.start >= end:
            continue
        if item.kind in (TAG, CALL, COMMENT) and (item.start < start or item.end > end):
            return False
        if item.kind == TAG:
            match = _TAGS.match(source, item.start)
            name = match[1] if match else {"[": "claim", "]": "endclaim"}[source[item.start]]
            depth += (name in _OPENING) - (name.removeprefix("end") in _OPENING and name.startswith("end"))
            if depth < 0 or (name in ("else", "elif") and not depth):
                return False
    return depth == 0


class Sources:
    """From places of the chapters to places of their templates."""

    def __init__(self, base: Base):
        self.base = base
        self.claims: Mapping[str, list[Claim]] = {file: claims_in(text) for file, text in base.templates.items()}
        self.bound = {s.bound: s for block in base.blocks.values() for s in block.stretches if s.bound}
        self.printed = base.printed()
        self.values = dict[int, str]()
        for paragraph in base.paragraphs:
            for sign in paragraph.signs:
                if sign.bound > 0:
                    self.values[sign.bound] = self.values.get(sign.bound, "") + sign.text
        self._counts = dict[tuple[str, int], int]()
        for block in base.blocks.values():
            for stretch in block.stretches:
                key = stretch.file, stretch.source
                self._counts[key] = self._counts.get(key, 0) + 1

    def at(self, block: Block, change: Change) -> Change:
        """The change at the template's line of a block."""
        own = next((s for s in block.stretches if s.file), None)
        if own:
            change.file, change.line = own.file, self.base.line(own.file, own.source)
        return change

    def repeated(self, stretch: Stretch) -> bool:
        """Whether a template's words are printed more than once: in a loop, or by several chapters."""
        return self._counts[stretch.file, stretch.source] > 1

    def range(self, blocks: list[Block], start: int, end: int) -> tuple[str, int, int] | None:
        """(template, start, end) of the stretch [start, end) of a chapter; None where it cannot be told, or a tag would be cut."""
        stretches = [s for block in blocks for s in block.stretches if s.file]
        first = _at_start(stretches, start, start == end)
        last = first if start == end else _at_end(stretches, end)
        if first is None or last is None or first[0].file != last[0].file or first[1] > last[1]:
            return None
        file, a, b = first[0].file, first[1], last[1]
        if not writable(file):
            return None
        touched = [s for s in stretches if s.start < max(end, start + 1) and (s.end > start or s.end == start == end)]
        if any(self.repeated(s) for s in touched if s.file == file):
            return None
        source, chapter = self.base.templates[file], blocks[0].chapter
        held = [s for s in stretches if s.bound and s.start >= start and s.end <= end]
        if not held and source[a:b] != self.base.texts[chapter][start:end]:
            return None
        return (file, a, b) if balanced(source, a, b) else None

    def claim_at(self, file: str, start: int, end: int) -> str:
        """The condition of the claim whose sentence a stretch touches, the innermost; "" outside."""
        touching = [
            c for c in self.claims[file] if c.start < max(end, start + 1) and (c.end > start or start == end == c.end)
        ]
        return touching[-1].condition if touching else ""

    def paragraph(self, block: Block) -> tuple[str, int, int] | None:
        """(template, start, end) of the lines of a block with the tags that belong to them; None where others stand on them too."""
        own = [s for s in block.stretches if s.file]
        files = {s.file for s in own}
        if len(files) != 1 or any(self.repeated(s) for s in own):
            return None
        file, source = own[0].file, self.base.templates[own[0].file]
        start = source.rfind("\n", 0, own[0].source) + 1
        end = line_end(source, own[-1].source_end)
        for _ in range(3):
            if balanced(source, start, end):
                break
            start, end = _wider(source, start, end)
        if not balanced(source, start, end) or self._others(block, file, start, end):
            return None
        return file, start, end

    def repeated_call(self, call: Stretch) -> bool:
        """Whether a call prints the same paragraph more than once: several paragraphs of one call are no repetition."""
        texts = [
            self.base.texts[block.chapter][block.start : block.end]
            for block in self.base.blocks.values()
            if any((s.file, s.source) == (call.file, call.source) for s in block.stretches)
        ]
        return len(texts) > 1 and len(set(texts)) < len(texts)

    def behind(self, block: Block) -> tuple[str, int] | None:
        """(template, place) at which a paragraph can follow a block; None where more than tags stands behind it."""
        own = next((s for s in reversed(block.stretches) if s.file), None)
        following = self.base.blocks.get(block.number + 1)
        if own is None or (not block.made and self.repeated(own)) or (block.made and self.repeated_call(own)):
            return None
        if block.made and following and any((s.file, s.source) == (own.file, own.source) for s in following.stretches):
            return None
        source = self.base.templates[own.file]
        return None if any(rest_of_line(source, own.source_end)) else (own.file, line_end(source, own.source_end))

    def without(self, block: Block) -> Edit | None:
        """The edit that takes a block out, with the empty lines behind it; None where its lines hold more than it."""
        place = self.paragraph(block)
        if place is None:
            return None
        file, start, end = place
        source = self.base.templates[file]
        rest = len(source[end:]) - len(source[end:].lstrip("\n"))
        alone = not start or source[:start].endswith("\n\n")  # an item between others leaves one line end
        return Edit(file, start, end + (rest if alone else min(rest, 1)), "")

    def _others(self, block: Block, file: str, start: int, end: int) -> bool:
        """Whether another block is made from the same lines."""
        return any(
            s.file == file and s.source < end and s.source_end > start
            for each in self.base.blocks.values()
            if each.number != block.number
            for s in each.stretches
        )


def closing(source: str, at: int, new: str) -> str:
    """A line end behind new paragraphs where the next line would go on with them; items of a list may stand below each other."""
    following = source[at + 1 :].split("\n", 1)[0]
    items_both = all(_ITEM.match(line) for line in (new.rsplit("\n", 1)[-1], following))
    return "\n" if following.strip() and not items_both else ""


def line_end(source: str, at: int) -> int:
    """The end of the line on which a place stands; a call may go on over several."""
    inside = next((item for item in items(source) if item.kind != TEXT and item.start < at < item.end), None)
    end = source.find("\n", inside.end if inside else at)
    return len(source) if end < 0 else end


def _wider(source: str, start: int, end: int) -> tuple[int, int]:
    """A line more above and below, where only tags stand on it."""
    above = source.rfind("\n", 0, max(start - 1, 0)) + 1
    below = line_end(source, min(end + 1, len(source)))
    if start and _only_tags(source, above, start):
        start = above
    elif _only_tags(source, end, below):
        end = below
    return start, end


def _only_tags(source: str, start: int, end: int) -> bool:
    own = [item for item in items(source) if item.start < end and item.end > start]
    blank = (not source[max(i.start, start) : min(i.end, end)].strip() for i in own if i.kind != TAG)
    return bool(source[start:end].strip()) and all(blank)


def _at_start(stretches: list[Stretch], at: int, insert: bool) -> tuple[Stretch, int] | None:
    """The stretch and the place in its template at which something begins."""
    inside = [s for s in stretches if s.start <= at < s.end and not (s.bound and at > s.start)]
    ending = [s for s in stretches if s.end == at]
    words = [s for s in (*ending, *inside) if not s.bound]  # words go on better with words than with what is bound
    ranked = (words or [*ending, *inside]) if insert else [*inside, *ending]
    return next(
        ((s, s.source_end if s.end == at else s.source + (0 if s.bound else at - s.start)) for s in ranked), None
    )


def _at_end(stretches: list[Stretch], at: int) -> tuple[Stretch, int] | None:
    inside = [s for s in stretches if s.start < at <= s.end and not (s.bound and at < s.end)]
    beginning = [s for s in stretches if s.start == at]
    return next(((s, _end_in(s, at)) for s in (*inside, *beginning)), None)


def _end_in(stretch: Stretch, at: int) -> int:
    if at == stretch.start:
        return stretch.source
    return stretch.source_end if at == stretch.end else stretch.source + at - stretch.start


def rest_of_line(source: str, at: int) -> Iterator[str]:
    """What stands behind a place on its line, in parts: tags and the id of a heading are none of it."""
    end = line_end(source, at)
    for item in items(source):
        part = source[max(item.start, at) : min(item.end, end)]
        if item.kind != TAG and item.start < end and item.end > at:
            yield from (text for text in [re.sub(r"\{#[^{}]*\}|\{\.[^{}]*\}", "", part)] if text.strip())
