"""Everything that an edited file says otherwise than the build it came from, each with its place and what can become of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evalreport.chapters.tracing import writable
from evalreport.returns.blocks import CAPTION, HEADING, ITEM, QUOTE, Block
from evalreport.returns.changes import CONFIRM, LISTED, READY, Change, Edit, Sources, closing, line_end, rest_of_line
from evalreport.returns.home import PREFIX, Returned
from evalreport.returns.hunks import CALLS, Candidate, Hunk, after, candidates, hunks, written
from evalreport.returns.match import ALIKE, Group, matched
from evalreport.returns.reading import BREAK, Paragraph
from evalreport.returns.tokens import Place, Token, lead_of, new_tokens, places, trimmed_places
from evalreport.returns.trial import Seen, read_back, said

WORDS = 160  # characters by which a paragraph is known again
CONTEXT = 8  # tokens shown on either side of a change


@dataclass
class _Draft:
    """A change with the ways to write it and what the paragraph must then say."""

    change: Change
    ways: tuple[Candidate, ...] = ()
    wanted: tuple[Seen, ...] = ()


def changes_of(returned: Returned, quotes: Mapping[str, Sequence[str]]) -> list[Change]:
    """The changes of a file in its order. quotes: the quotation marks of the report's language.

    No template is touched. An edit is ready only where the paragraph that it gives was read by pandoc and says what the file says.
    """
    sources = Sources(returned.base)
    found = matched(returned)
    drafts, firsts = list[_Draft](), list[int]()
    for at, group in enumerate(found.groups):
        firsts.append(len(drafts))
        drafts += _group_drafts(sources, found.groups, at, group)
        drafts += _comments(sources, returned, group)
    drafts += [_Draft(_gone(sources, number)) for number in found.gone]
    drafts += [_Draft(change) for change in _first(found.first, found.altered)]
    _try(drafts, quotes)
    for first in reversed(firsts):
        end = min([f for f in firsts if f > first], default=len(drafts))
        drafts[first:end] = _with_own_edits(drafts[first:end])
    made = _each_call_once([draft.change for draft in drafts])
    whole = _new_comments([*made, *_beside(returned)], returned)
    return [replace(each, source=returned.name) for each in whole]


def _try(drafts: list[_Draft], quotes: Mapping[str, Sequence[str]]) -> None:
    """Keep of each change the first way that gives what was wanted; what has none is listed."""
    texts = [way.trial for draft in drafts for way in draft.ways]
    results = iter(read_back(texts, quotes))
    for draft in drafts:
        tried = [(way, next(results)) for way in draft.ways]
        if draft.change.status == LISTED or draft.change.edits or draft.change.kind == "comment":
            continue
        right = next((way.edit for way, seen in tried if tuple(seen) == draft.wanted), None)
        if right:
            draft.change.edits = (right,)
        else:
            draft.change.status, draft.change.reason = LISTED, draft.change.reason or "unplaced"


def _group_drafts(sources: Sources, groups: list[Group], at: int, group: Group) -> Iterator[_Draft]:
    base = sources.base
    blocks = [base.blocks[number] for number in group.blocks]
    if group.moved and len(blocks) == 1 and not blocks[0].made:
        yield _Draft(_moved(sources, groups, at, blocks[0]))
    apart = len({b.chapter for b in blocks}) > 1 or [*group.blocks] != sorted(group.blocks)
    if apart:
        yield _Draft(_unplaced(group.paragraphs[0], "apart"))
        return
    if _as_printed(sources, group):
        return
    old = trimmed_places(places(base, group.blocks))
    if any(block.made for block in blocks):
        yield from _made_drafts(sources, blocks, group, old)
        return
    printed = [each for each in base.paragraphs if each.block in group.blocks]
    new = new_tokens(group.paragraphs, printed)
    for hunk in hunks(old, new):
        yield _draft(sources, group, old, hunk)
    if _restyled(group, blocks[0]):
        yield _Draft(_at(sources, blocks[0], Change("edit", LISTED, "style", new=group.paragraphs[0].text)))


def _as_printed(sources: Sources, group: Group) -> bool:
    """Whether a group is one paragraph that says, sign by sign, what the build printed."""
    if len(group.blocks) != 1 or len(group.paragraphs) != 1:
        return False
    was = [(s.text, max(s.bound, 0), s.look) for s in sources.printed[group.blocks[0]].signs]
    same = was == [(s.text, s.bound, s.look) for s in group.paragraphs[0].signs]
    return same and not _restyled(group, sources.base.blocks[group.blocks[0]])


def _restyled(group: Group, block: Block) -> bool:
    """Whether a paragraph has become a heading, or a heading another one."""
    now = lead_of(group.paragraphs[0])
    was = "#" if block.kind == HEADING else ""
    return block.kind not in (ITEM, QUOTE, CAPTION) and (now[:1] == "#") != bool(was)


def _draft(sources: Sources, group: Group, old: Sequence[Place], hunk: Hunk) -> _Draft:
    """A difference of a paragraph as a change."""
    base, own = sources.base, old[hunk.start : hunk.end]
    block = base.blocks[old[max(hunk.start - 1, 0)].block if hunk.start == len(old) else old[hunk.start].block]
    added = hunk.start == hunk.end and hunk.new[0].text == BREAK
    change = _at(sources, block, Change("new" if added else "edit", READY))
    change.old, change.new = _text(place.token for place in own), _text(hunk.new)
    change.before = _text(place.token for place in old[max(0, hunk.start - CONTEXT) : hunk.start])
    change.after = _text(place.token for place in old[hunk.end : hunk.end + CONTEXT])
    change.authors = {name: date for paragraph in group.paragraphs for name, date in paragraph.authors.items()}
    lost = [p.token.bound for p in own if p.token.bound and p.token.bound not in {t.bound for t in hunk.new}]
    known = sources.bound
    if PREFIX in lost or any(n not in known or not known[n].file for n in lost):
        change.status, change.reason = LISTED, "numbered"
        return _Draft(change)
    valued = [token for token in hunk.new if token.bound and sources.values.get(token.bound, token.text) != token.text]
    if valued or (lost and _text(t for t in hunk.new if not t.bound).strip()):
        bound = lost[0] if lost else valued[0].bound
        change.kind, change.status, change.reason = "number", LISTED, "number"
        change.about, change.line = base.expression(known[bound]), base.line(known[bound].file, known[bound].source)
        return _Draft(change)
    if lost:
        change.status, change.reason = CONFIRM, "call_removed"
        change.about = "; ".join(base.expression(known[n]) for n in lost)
    if change.file and not writable(change.file):
        change.status, change.reason = LISTED, "shared"
        return _Draft(change)
    if any(sign in change.new for sign in CALLS):
        change.status, change.reason = LISTED, "braces"
        return _Draft(change)
    ways = tuple(candidates(sources, old, group.blocks, hunk))
    for way in ways[:1]:
        claim = sources.claim_at(way.edit.file, way.edit.start, way.edit.end)
        if claim:
            change.status, change.reason, change.about = CONFIRM, "claim", claim
        change.line = base.line(way.edit.file, way.edit.start)
    return _Draft(change, ways, tuple(said(after(old, hunk))))


def _text(found: Iterable[Token]) -> str:
    return "".join(token.text for token in found).replace(BREAK, " ¶ ")


def _at(sources: Sources, block: Block, change: Change) -> Change:
    """The change at the template's line of a block."""
    own = next((s for s in block.stretches if s.file), None)
    if own:
        change.file, change.line = own.file, sources.base.line(own.file, own.source)
    return change


def _comments(sources: Sources, returned: Returned, group: Group) -> Iterator[_Draft]:
    """Comments of colleagues at the line of the paragraph that they stand at."""
    block = sources.base.blocks[group.blocks[0]]
    for paragraph in group.paragraphs:
        for name in dict.fromkeys(paragraph.comments):
            if name in returned.read.comments:
                yield _Draft(_at(sources, block, _comment(returned.read.comments[name], paragraph.text[:WORDS])))


def _comment(comment: Mapping[str, str], words: str) -> Change:
    return Change(
        "comment", READY, "comment", old=words, new=comment["text"], authors={comment["author"]: comment["date"]}
    )


def _new_comments(changes: Iterable[Change], returned: Returned) -> Iterator[Change]:
    """The changes with the comments of colleagues, each once; those that stand at no paragraph of a template have no line.

    Comments that the build wrote itself are none.
    """
    own, seen = set(returned.base.comments), set[tuple[str, str, str]]()
    loose = [_comment(comment, "") for comment in returned.read.comments.values()]
    for change in (*changes, *loose):
        if change.kind == "comment":
            key = (*next(iter(change.authors.items())), change.new)
            if key in own or key in seen:
                continue
            seen.add(key)
        yield change


# --- paragraphs of calls, gone, moved, without a place ---


def _made_drafts(sources: Sources, blocks: list[Block], group: Group, old: Sequence[Place]) -> Iterator[_Draft]:
    """What a call prints is changed where it comes from; paragraphs put behind it are new ones behind the call."""
    block, base = blocks[0], sources.base
    if group.paragraphs[0].text.split() != _text(place.token for place in old).split():
        reason = "caption" if block.kind == CAPTION else "made"
        change = _at(
            sources,
            block,
            Change("made", LISTED, reason, old=_text(p.token for p in old), new=group.paragraphs[0].text),
        )
        change.about = block.of.partition("-")[2] or base.expression(block.stretches[0])
        yield _Draft(change)
    for paragraph in group.paragraphs[1:]:
        yield _behind_call(sources, blocks[-1], paragraph)


def _behind_call(sources: Sources, block: Block, paragraph: Paragraph) -> _Draft:
    """A new paragraph behind what a call prints; unplaced in the middle of it."""
    call = block.stretches[-1]
    change = _at(sources, block, Change("new", READY, new=paragraph.text, authors=paragraph.authors))
    following = sources.base.blocks.get(block.number + 1)
    inside = (
        following
        and following.made
        and (following.stretches[0].file, following.stretches[0].source) == (call.file, call.source)
    )
    source = sources.base.templates.get(call.file, "")
    if (
        inside
        or not call.file
        or sources.repeated_call(call)
        or not writable(call.file)
        or any(rest_of_line(source, call.source_end))
    ):
        change.status, change.reason = LISTED, "unplaced"
        return _Draft(change)
    new, end = new_tokens([paragraph], []), line_end(source, call.source_end)
    if any(token.bound for token in new):
        change.status, change.reason = LISTED, "unplaced"
        return _Draft(change)
    text = lead_of(paragraph) + written(new, block, "", {})
    claim = sources.claim_at(call.file, end, end)
    if claim:
        change.status, change.reason, change.about = CONFIRM, "claim", claim
    return _Draft(
        change,
        (Candidate(Edit(call.file, end, end, f"\n\n{text}{closing(source, end, text)}"), text),),
        tuple(said(new)),
    )


def _gone(sources: Sources, number: int) -> Change:
    base = sources.base
    block, text = base.blocks[number], sources.printed[number].text
    change = _at(sources, block, Change("gone", READY, old=text))
    edit = sources.without(block)
    if block.made or not edit or not writable(edit.file):
        change.status, change.reason = LISTED, "made" if block.made else "unplaced"
        change.about = base.expression(block.stretches[0]) if block.made else ""
        return change
    change.edits = (edit,)
    if claim := sources.claim_at(edit.file, edit.start, edit.end):
        change.status, change.reason, change.about = CONFIRM, "claim", claim
    elif block.kind == HEADING and "{#" in base.templates[edit.file][edit.start : edit.end]:
        change.status, change.reason = CONFIRM, "heading_gone"
    return change


def _moved(sources: Sources, groups: list[Group], at: int, block: Block) -> Change:
    """A paragraph that stands elsewhere: its lines, calls and all, behind those of the one before it."""
    base = sources.base
    change = _at(sources, block, Change("moved", READY, old=sources.printed[block.number].text))
    place, edit = sources.paragraph(block), sources.without(block)
    neighbour = groups[at - 1].blocks[-1] if at else 0
    before = base.blocks.get(neighbour)
    target = sources.behind(before) if before else None
    if (
        not (place and edit and target and before)
        or not (writable(place[0]) and writable(target[0]))
        or ITEM in (block.kind, before.kind)
    ):
        change.status, change.reason = LISTED, "unplaced"
        return change
    file, start, end = place
    change.before = sources.printed[neighbour].text
    own = base.templates[file][start:end]
    behind = closing(base.templates[target[0]], target[1], own)
    change.edits = (edit, Edit(target[0], target[1], target[1], f"\n\n{own}{behind}"))
    return change


def _with_own_edits(drafts: list[_Draft]) -> list[_Draft]:
    """A paragraph that has moved takes the edits of its words along; what a person must look at waits until it stands there."""
    moved = drafts[0].change if drafts and drafts[0].change.kind == "moved" else None
    if not moved or not moved.edits:
        return drafts
    gone, there = moved.edits
    kept = drafts[:1]
    own = list[Edit]()
    for draft in drafts[1:]:
        edits = draft.change.edits
        inside = all(e.file == gone.file and gone.start <= e.start and e.end <= gone.end for e in edits)
        if draft.change.status == READY and edits and inside:
            own += edits
            continue
        if draft.change.status != LISTED and draft.change.kind != "comment":
            draft.change.status, draft.change.reason, draft.change.edits = LISTED, "moved_edited", ()
        kept.append(draft)
    lines = there.new[2:]
    for edit in sorted(own, reverse=True):
        lines = lines[: edit.start - gone.start] + edit.new + lines[edit.end - gone.start :]
    moved.edits = (gone, Edit(there.file, there.start, there.end, f"\n\n{lines}"))
    return kept


def _first(paragraphs: Sequence[Paragraph], altered: Sequence[str]) -> Iterator[Change]:
    """What stands before the first paragraph of a template: lines of the title page that are other ones, and new paragraphs."""
    left = [*altered]
    for each in paragraphs:
        rated = [(SequenceMatcher(None, each.text, text, autojunk=False).ratio(), text) for text in left]
        share, was = max(rated, default=(0.0, ""))
        if share < ALIKE:
            yield _unplaced(each, "first")
            continue
        left.remove(was)
        yield Change("made", LISTED, "title", old=was, new=each.text, authors=each.authors)
    for text in left:
        yield Change("made", LISTED, "title", old=text)


def _unplaced(paragraph: Paragraph, reason: str) -> Change:
    return Change("new", LISTED, reason, new=paragraph.text, authors=paragraph.authors)


def _each_call_once(changes: list[Change]) -> list[Change]:
    """What is gone of one call is told once."""
    seen, kept = set[tuple[str, str, int]](), list[Change]()
    for each in changes:
        key = (each.about, each.file, each.line)
        if each.kind == "gone" and each.reason == "made":
            if key in seen:
                continue
            seen.add(key)
        kept.append(each)
    return kept


# --- what is no paragraph ---


def _beside(returned: Returned) -> Iterator[Change]:
    """Tables, footnotes, and what cannot be read."""
    base, read = returned.base, returned.read
    yield from _tables(returned)
    was, now = Counter(base.footnotes), Counter(read.footnotes)
    for text in (was - now).elements():
        yield Change("made", LISTED, "footnote", old=text)
    for text in (now - was).elements():
        yield Change("made", LISTED, "footnote", new=text)
    odd = Counter(each for p in read.paragraphs for each in p.odd)
    for what, count in sorted((odd - Counter(base.odd)).items()):
        where = next((p.text for p in read.paragraphs if what in p.odd), "")
        yield Change("unread", LISTED, "unread", new=f"{count} × {what}", before=where)


def _tables(returned: Returned) -> Iterator[Change]:
    base, read = returned.base, returned.read
    pool = Counter(base.tables)
    other = list[list[str]]()
    for cells in read.tables:
        if pool[tuple(cells)]:
            pool[tuple(cells)] -= 1
        else:
            other.append(cells)
    left = [list(cells) for cells in pool.elements()]
    for cells in other:
        was = next(
            (
                each
                for each in left
                if len(each) == len(cells) and sum(a == b for a, b in zip(each, cells, strict=True)) * 2 >= len(cells)
            ),
            None,
        )
        if was is None:
            yield Change("unread", LISTED, "new_table", new=" | ".join(cells)[:200])
            continue
        left.remove(was)
        for a, b in zip(was, cells, strict=True):
            if a != b:
                yield Change("made", LISTED, "cell", old=a, new=b)
    for cells in left:
        yield Change("gone", LISTED, "table", old=" | ".join(cells)[:200])
