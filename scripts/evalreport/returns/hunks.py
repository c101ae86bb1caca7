"""Where an edited paragraph says something else, and how that is written in the template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from evalreport.chapters.tracing import writable
from evalreport.markdown.grid import escape
from evalreport.returns.blocks import ITEM, Block
from evalreport.returns.changes import Edit, Sources, closing, line_end, rest_of_line
from evalreport.returns.reading import BREAK, NOTE
from evalreport.returns.tokens import Place, Token
from evalreport.returns.trial import held, with_edit

CALLS = ("{{", "{%", "{#", "}}", "%}")  # signs that a template reads as its own


@dataclass(frozen=True)
class Hunk:
    """Tokens [start, end) of the build that have become others."""

    start: int
    end: int
    new: tuple[Token, ...]


@dataclass(frozen=True)
class Candidate:
    """One way to write a hunk: the edit of the template, and the Markdown by which it is tried."""

    edit: Edit
    trial: str


def hunks(old: Sequence[Place], new: Sequence[Token]) -> list[Hunk]:
    """The differences, those with one blank between them as one."""
    was, now = [place.token.key for place in old], [token.key for token in new]
    found = list[list[int]]()
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if found and a - found[-1][1] == 1 and old[a - 1].token.text == " ":
            found[-1][1], found[-1][3] = b, d
        else:
            found.append([a, b, c, d])
    return [Hunk(a, b, tuple(new[c:d])) for a, b, c, d in found]


def after(old: Sequence[Place], hunk: Hunk) -> list[Token]:
    """All tokens with one hunk in them."""
    tokens = [place.token for place in old]
    return [*tokens[: hunk.start], *hunk.new, *tokens[hunk.end :]]


def written(new: Sequence[Token], last: Block, lead: str, instead: dict[int, str]) -> str:
    """Tokens as Markdown. last: the block they stand in, lead: the signs that begin it; instead: what is bound -> what stands for it."""
    parts = list[str]()
    item = last.kind == ITEM
    for (text, look), run in groupby(_even(new), key=lambda t: (t.text if t.text == BREAK or t.bound else "", t.look)):
        tokens = [*run]
        if text == BREAK:
            own = lead if item and tokens[0].lead == "- " else tokens[0].lead
            parts.append(("\n" if item and own == lead else "\n\n") + own)
            item = own.lstrip()[:1] in "-*+" and own.strip() != ""
        elif tokens[0].bound:
            parts += [instead[token.bound] for token in tokens]
        else:
            parts.append(_words("".join(token.text for token in tokens), look, not parts or parts[-1].startswith("\n")))
    return "".join(parts)


def _even(new: Sequence[Token]) -> list[Token]:
    """Tokens whose blanks have the look of the words on both sides, so that several bold words are one bold text."""
    looks = [token.look for token in new]
    words = [not token.text.isspace() and not token.bound for token in new]
    for i, token in enumerate(new):
        if token.text.isspace() and token.text != BREAK:
            inside = 0 < i < len(new) - 1 and words[i - 1] and words[i + 1] and looks[i - 1] == looks[i + 1]
            looks[i] = looks[i - 1] if inside else 0
    return [replace(token, look=look) for token, look in zip(new, looks, strict=True)]


def _words(text: str, look: int, first: bool) -> str:
    """Words of one look, escaped; blanks stand outside the marks of bold and italics."""
    body = text.strip(" ")
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    if not body:
        return text
    shown = escape(body) if first else escape(f"x{body}")[1:]  # what begins a list begins none inside a line
    marks = "*" * {0: 0, 1: 2, 2: 1, 3: 3}[look]
    return f"{lead}{marks}{shown}{marks}{tail}"


def unwritable(new: Sequence[Token]) -> str:
    """Why tokens cannot be written into a template: a key of words below take_in_, "" where they can."""
    typed = [token for token in new if not token.bound]
    if any(sign in "".join(token.text for token in typed) for sign in CALLS):
        return "braces"
    if any(token.text == NOTE for token in typed):
        return "footnote"
    return "look" if any(token.strange for token in new) else ""


def candidates(sources: Sources, old: Sequence[Place], numbers: Sequence[int], hunk: Hunk) -> Iterator[Candidate]:
    """The ways in which a hunk could be written, the plainest first."""
    base = sources.base
    blocks = [base.blocks[n] for n in numbers]
    bound = {token.bound for token in hunk.new if token.bound}
    known = all(n in sources.bound and sources.bound[n].file for n in bound)
    if not known or any(sign in "".join(t.text for t in hunk.new if not t.bound) for sign in CALLS):
        return
    block = base.blocks[old[hunk.start - 1].block if hunk.start else old[0].block] if old else blocks[0]
    lead = base.texts[block.chapter][block.lead : block.start]
    template = written(hunk.new, block, lead, {n: base.expression(sources.bound[n]) for n in bound})
    tried = written(hunk.new, block, lead, {n: held(n) for n in bound})
    text, tail = base.texts[blocks[0].chapter], blocks[-1].end
    if hunk.start == hunk.end == len(old) and hunk.new[0].text == BREAK:
        found = _at_line_end(sources, blocks[-1], template)
        if found:
            end = line_end(text, tail)
            yield Candidate(found, with_edit(text, blocks, end, end, tried, end))
        return
    for start, end in _spans(old, blocks, hunk):
        place = sources.range(blocks, start, end)
        if place:
            edit = Edit(*place, template)
            yield Candidate(edit, with_edit(text, blocks, start, end, tried, tail))


def _at_line_end(sources: Sources, block: Block, new: str) -> Edit | None:
    """New paragraphs behind the line of a block; None where more than tags stands behind it."""
    own = [s for s in block.stretches if s.file]
    if not own or not writable(own[-1].file) or sources.repeated(own[-1]):
        return None
    file, at = own[-1].file, own[-1].source_end
    source = sources.base.templates[file]
    if any(rest_of_line(source, at)):
        return None
    end = line_end(source, at)
    return Edit(file, end, end, new + closing(source, end, new))


def _spans(old: Sequence[Place], blocks: Sequence[Block], hunk: Hunk) -> Iterator[tuple[int, int]]:
    """Stretches of the chapter that could be what a hunk replaces: its tokens, or all between its neighbours, marks of bold among it."""
    own = [place.span for place in old[hunk.start : hunk.end]]
    before = old[hunk.start - 1].span if hunk.start else None
    behind = old[hunk.end].span if hunk.end < len(old) else None
    left = before[1] if before else blocks[0].start if not hunk.start else None
    right = behind[0] if behind else blocks[-1].end if hunk.end == len(old) else None
    found = list[tuple[int, int]]()
    first, last = (own[0], own[-1]) if own else (None, None)
    if first and last:
        found.append((first[0], last[1]))
    if own and left is not None and right is not None:
        found.append((left, right))
    if not own:
        found += [(at, at) for at in (left, right) if at is not None]
    yield from dict.fromkeys(span for span in found if span[0] <= span[1])
