"""A chapter's Markdown in blocks (paragraph, heading, list item, caption, note), each with the places in the templates it is made from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from evalreport.chapters.tracing import BAR, CLOSE, Piece, Trace, begin, sign

BLOCK = "\U000f0013"  # the mark at which a block begins
PARAGRAPH, HEADING, ITEM, QUOTE, CAPTION, FOOTNOTE = "paragraph", "heading", "item", "quote", "caption", "footnote"
_HEADING = re.compile(r"(#{1,6} +)(.*?)(?: *\{[^{}]*\})? *$")
_ITEM = re.compile(r"( *(?:[-*+]|\d+[.)]) +)")
_QUOTE = re.compile(r"(> ?)")
_FOOTNOTE = re.compile(r"(\[\^[^\]\s]+\]: +)")
_FIGURE = re.compile(r"(!\[)(.*)\]\([^()]*\)\{#fig-")
_TABLE_CAPTION = re.compile(r"( *: +)(?=\S)")  # or a definition, which no mark may stand before either
_NAMED_CAPTION = re.compile(r"( *[Tt]able: +)(?=\S)")
# What is no paragraph, and would be one with a mark before it: rows between lines, columns over dashes, a rule
_ROW = re.compile(r"\s*(?:\||\+[-=:+])")
_VERSE, _UNDER_HEAD = re.compile(r"( *\| +)(?=\S)"), re.compile(r"\s*\|?[-:|+ ]*-[-:|+ ]*")
_DASHES, _COLUMNS = re.compile(r"\s*-[- ]*-\s*"), re.compile(r"\s*-+(?: +-+)+\s*")
_RULE = re.compile(r"\s*(?:(?:\* *){3,}|(?:_ *){3,})")
# What stands in a template's own words and is printed as something else: citations, references, footnotes.
_BOUND = re.compile(
    r"\[[^\[\]]*(?<![\w\\])-?@[\w{][^\[\]]*\]|(?<![\w\\@./])@(?:\{[^}\n]+\}|\w(?:\w|[:.#$%&+?<>~/-](?=\w))*)|"
    r"\[\^[^\]\s]+\]|\^\[[^\[\]]*\]|\[\]\(#[^()\s]*\)\{[^{}]*\}"
)


@dataclass(frozen=True)
class Stretch:
    """A part [start, end) of a block in its chapter, and its place in a template.

    Of bound ones (a number, a reference, a citation) the words are the program's; the others are the template's, sign by sign.
    """

    start: int
    end: int
    file: str
    source: int
    source_end: int
    bound: int = 0  # the number of what is bound; 0: words


@dataclass(frozen=True)
class Block:
    """A paragraph of the report: [start, end) in its chapter, without the signs that make it a heading or an item."""

    chapter: str
    kind: str
    lead: int  # where its line begins
    start: int
    end: int
    stretches: tuple[Stretch, ...] = ()
    number: int = 0
    of: str = ""  # the table or figure it belongs to
    made: bool = False  # by a call: none of its words stand in a template


def blocks_of(chapter: str, text: str, trace: Trace, first_block: int, first_bound: int) -> list[Block]:
    """The blocks of a chapter in their order, numbered from `first_block`, and what is bound in them from `first_bound`."""
    found, bound = list[Block](), first_bound - 1
    for block in _blocks(chapter, text):
        stretches = _joined(_stretches(block, text, trace))
        if not stretches:
            continue
        numbered = []
        for stretch in stretches:
            bound += stretch.bound
            numbered.append(replace(stretch, bound=bound if stretch.bound else 0))
        whole = stretches[0]
        made = len(stretches) == 1 and bool(whole.bound) and not _own(whole, block, trace)
        number = first_block + len(found)
        found.append(replace(block, stretches=tuple(numbered), number=number, made=made))
    return found


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Stretches of words that follow each other in the template too as one."""
    found = list[Stretch]()
    for each in stretches:
        last = found[-1] if found else None
        if (
            last
            and not (last.bound or each.bound)
            and (last.file, last.source_end, last.end) == (each.file, each.source, each.start)
        ):
            found[-1] = replace(last, end=each.end, source_end=each.source_end)
        else:
            found.append(each)
    return found


def _own(whole: Stretch, block: Block, trace: Trace) -> bool:
    """Whether a block of one call is a paragraph around it in the template, and not a paragraph of what the call prints."""
    piece = next(p for p in trace.pieces if p.start <= whole.start < p.end)
    return piece.start >= block.start and piece.end <= block.end


def _blocks(chapter: str, text: str) -> Iterator[Block]:
    """The blocks by the rules of the Markdown that the assembly reads: what begins a block stands after an empty line."""
    open_: Block | None = None
    exhibit, fences, code, at = "", list[str](), False, 0
    table, tabled = False, False  # inside of one that the author has written; since the last one nothing else has begun
    for line, following in pairwise([*text.split("\n"), ""]):
        start, at = at, at + len(line) + 1
        bare = line.strip()
        ends = not bare or bare.startswith((":::", "```")) or bare == ">"
        if bare.startswith("```"):
            code = not code
        if ends or code or (exhibit and bare[:1] in "+|"):
            if open_:
                yield open_
            open_, table = None, False
            if bare.startswith(":::") and not code:
                _fence(bare, fences)
                exhibit = next((name for name in reversed(fences) if name.startswith("tbl-")), "")
            continue
        table = table or (open_ is None and _begins_table(line, following))
        if table:
            tabled = True
            continue
        begun = _begun(chapter, line, start, exhibit, open_, tabled)
        if begun:
            tabled = False
            if open_:
                yield open_
            open_ = begun
            if begun.kind in (HEADING,) or begun.of.startswith("fig-"):
                yield begun
                open_ = None
        elif open_:
            open_ = replace(open_, end=start + len(line.rstrip()))
    if open_:
        yield open_


def _begins_table(line: str, following: str) -> bool:
    """Whether a line after an empty one begins a table of the author's own, or is a rule; such go on to the next empty line."""
    verse = _VERSE.match(line) and not _UNDER_HEAD.fullmatch(following)
    return bool(
        (_ROW.match(line) and not verse)
        or _DASHES.fullmatch(line)
        or _RULE.fullmatch(line)
        or _COLUMNS.fullmatch(following)
    )


def _fence(bare: str, fences: list[str]) -> None:
    name = bare.strip(": ")
    if not name and fences:
        fences.pop()
    elif name:
        fences.append(name.lstrip("{#").split(" ")[0])


def _begun(chapter: str, line: str, start: int, exhibit: str, open_: Block | None, tabled: bool) -> Block | None:
    """The block that a line begins; None where it goes on with the open one, or is a row of a table."""

    def block(kind: str, lead: str, end: int, of: str = "") -> Block:
        return Block(chapter, kind, start, start + len(lead), start + end, of=of)

    end = len(line.rstrip())
    if open_ is None:
        if heading := _HEADING.match(line):
            return block(HEADING, heading[1], heading.end(2))
        if figure := _FIGURE.match(line):
            name = line[figure.end() :].split(" ")[0].split("}")[0]
            return block(CAPTION, figure[1], figure.end(2), f"fig-{name}")
        if caption := _TABLE_CAPTION.match(line) or (tabled and _NAMED_CAPTION.match(line)):
            return block(CAPTION, caption[0], end, exhibit)
        if note := _FOOTNOTE.match(line):
            return block(FOOTNOTE, note[0], end)
        if verse := _VERSE.match(line):
            return block(PARAGRAPH, verse[0], end)
    for kind, pattern in ((ITEM, _ITEM), (QUOTE, _QUOTE)):
        match = pattern.match(line)
        if match and (open_ is None or (open_.kind == kind == ITEM)):
            return block(kind, match[0], end)
    if open_ is None and not line.lstrip().startswith("!["):
        return block(PARAGRAPH, line[: len(line) - len(line.lstrip())], end)
    return None


# --- where its signs come from ---


def _stretches(block: Block, text: str, trace: Trace) -> Iterator[Stretch]:
    """The stretches of a block, those between the words as bound; `bound` is 1 for each that is, to be counted."""
    last = block.start
    for piece in _with_gaps(block, text, trace):
        start, end = max(piece.start, block.start), min(piece.end, block.end)
        if start > last and text[last:start].strip():
            yield Stretch(last, start, "", 0, 0, 1)  # made by the program, as the mark of a claim
        if piece.call:
            yield Stretch(start, end, piece.file, piece.source, piece.source_end, 1)
        else:
            yield from _words(start, end, piece, text)
        last = end
    if text[last : block.end].strip():
        yield Stretch(last, block.end, "", 0, 0, 1)


def _words(start: int, end: int, piece: Piece, text: str) -> Iterator[Stretch]:
    def stretch(a: int, b: int, bound: int) -> Stretch:
        return Stretch(a, b, piece.file, piece.source + a - piece.start, piece.source + b - piece.start, bound)

    at = start
    for match in _BOUND.finditer(text, start, end):
        if match.start() > at:
            yield stretch(at, match.start(), 0)
        yield stretch(match.start(), match.end(), 1)
        at = match.end()
    if at < end:
        yield stretch(at, end, 0)


def _with_gaps(block: Block, text: str, trace: Trace) -> Iterator[Piece]:
    """The pieces of a block in their order, with the blanks between them where the template has the same."""
    own = [piece for piece in trace.pieces if piece.start < block.end and piece.end > block.start]
    for piece, following in pairwise(own):
        yield piece
        yield from _gap(piece, following, text, trace)
    yield from own[-1:]


def _gap(piece: Piece, following: Piece, text: str, trace: Trace) -> Iterator[Piece]:
    gap = text[piece.end : following.start]
    if not gap or gap.strip():
        return
    for near, at in ((piece, piece.source_end), (following, following.source - len(gap))):
        if at >= 0 and trace.sources[near.file][at : at + len(gap)] == gap:
            yield Piece(piece.end, following.start, near.file, at, at + len(gap), False)
            return


# --- marks for the assembly ---


def block_mark(number: int) -> str:
    """The mark at which a block begins."""
    return f"{BLOCK}{sign(number)}{BAR}"


def with_marks(text: str, blocks: list[Block]) -> str:
    """The chapter with a mark at the beginning of each block and marks around what is bound in it; nothing else changes."""
    marks = list[tuple[int, int, str]]()
    for block in blocks:
        marks.append((block.start, 1, block_mark(block.number)))
        for stretch in block.stretches if not block.made else ():
            if stretch.bound and "\n\n" not in text[stretch.start : stretch.end]:
                marks += [(stretch.start, 2, begin(stretch.bound)), (stretch.end, 0, CLOSE)]
    parts, at = list[str](), 0
    for place, _, mark in sorted(marks):
        parts += [text[at:place], mark]
        at = place
    return "".join([*parts, text[at:]])
