"""Everything that an edited file says otherwise than the build it came from, each with its place and what can become of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evalreport.chapters.tracing import writable
from evalreport.returns.asides import beside
from evalreport.returns.blocks import CAPTION, Block
from evalreport.returns.changes import CONFIRM, LISTED, READY, Change, Edit, Sources, closing, line_end, rest_of_line
from evalreport.returns.home import Returned
from evalreport.returns.hunks import Candidate, Hunk, after, candidates, hunks, unwritable, written
from evalreport.returns.match import ALIKE, Group, matched
from evalreport.returns.moves import gone_change, moved_change, with_own_edits
from evalreport.returns.part import PREFIX
from evalreport.returns.reading import BREAK, NOTE, Paragraph
from evalreport.returns.tokens import Place, Token, new_tokens, places, trimmed_places
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
    parts, moved = list[list[_Draft]](), dict[int, Change]()
    for at, group in enumerate(found.groups):
        blocks = [sources.base.blocks[number] for number in group.blocks]
        if group.moved and len(blocks) == 1 and not blocks[0].made:
            moved[at] = moved_change(sources, found.groups, at, moved)
        own = [_Draft(moved[at])] if at in moved else []
        parts.append([*own, *_group_drafts(sources, group, blocks), *_comments(sources, returned, group)])
    gone = [_Draft(gone_change(sources, number)) for number in found.gone]
    rest = [_Draft(change) for change in (*_first(found.first, found.altered), *_apart(found.apart))]
    _try([draft for part in (*parts, gone) for draft in part], quotes)
    whole = [with_own_edits([draft.change for draft in part]) for part in parts]
    made = _each_call_once(
        [*(change for part in whole for change in part), *(draft.change for draft in (*gone, *rest))]
    )
    return [replace(each, source=returned.name) for each in _whole_comments([*made, *beside(returned)], returned)]


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


def _group_drafts(sources: Sources, group: Group, blocks: Sequence[Block]) -> Iterator[_Draft]:
    base = sources.base
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
        if not _only_note(old, hunk):
            yield _draft(sources, group, old, hunk)
    if _restyled(sources, group):
        yield _Draft(sources.at(blocks[0], Change("edit", LISTED, "style", new=group.paragraphs[0].text)))


def _only_note(old: Sequence[Place], hunk: Hunk) -> bool:
    """Whether all that a hunk brings is a new note; its text is told with what stands beside the text."""
    new = [token.key for token in hunk.new if token.text != NOTE or token.bound]
    return len(new) < len(hunk.new) and new == [place.token.key for place in old[hunk.start : hunk.end]]


def _as_printed(sources: Sources, group: Group) -> bool:
    """Whether a group is one paragraph that says, sign by sign, what the build printed."""
    if len(group.blocks) != 1 or len(group.paragraphs) != 1:
        return False
    was = [(s.text, max(s.bound, 0), s.look) for s in sources.printed[group.blocks[0]].signs]
    same = was == [(s.text, s.bound, s.look) for s in group.paragraphs[0].signs]
    return same and not _restyled(sources, group)


def _restyled(sources: Sources, group: Group) -> bool:
    """Whether a paragraph has become a heading, an item or a quotation, or one of these another one."""
    first = sources.base.blocks[group.blocks[0]]
    printed = sources.printed.get(first.number)
    return first.kind != CAPTION and printed is not None and group.paragraphs[0].lead != printed.lead


def _draft(sources: Sources, group: Group, old: Sequence[Place], hunk: Hunk) -> _Draft:
    """A difference of a paragraph as a change."""
    base, own = sources.base, old[hunk.start : hunk.end]
    block = base.blocks[old[max(hunk.start - 1, 0)].block if hunk.start == len(old) else old[hunk.start].block]
    added = hunk.start == hunk.end and hunk.new[0].text == BREAK
    change = sources.at(block, Change("new" if added else "edit", READY))
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
    if reason := unwritable(hunk.new):
        change.status, change.reason = LISTED, reason
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


def _comments(sources: Sources, returned: Returned, group: Group) -> Iterator[_Draft]:
    """Comments of colleagues at the line of the paragraph that they stand at."""
    block = sources.base.blocks[group.blocks[0]]
    for paragraph in group.paragraphs:
        for name in dict.fromkeys(paragraph.comments):
            if name in returned.read.comments:
                yield _Draft(sources.at(block, _comment(name, returned.read.comments[name], paragraph.text[:WORDS])))


def _comment(name: str, comment: Mapping[str, str], words: str) -> Change:
    own = {comment["author"]: comment["date"]}
    return Change("comment", READY, "comment", old=words, new=comment["text"], authors=own, about=name)


def _whole_comments(changes: Iterable[Change], returned: Returned) -> Iterator[Change]:
    """The changes with the comments of colleagues, each once; those that stand at no paragraph of a template have no line.

    Comments that the build wrote itself are none.
    """
    read = returned.read
    words = {name: p.text[:WORDS] for p in reversed(read.paragraphs) for name in p.comments}
    loose = [_comment(name, comment, words.get(name, "")) for name, comment in read.comments.items()]
    own, seen = Counter(returned.base.comments), set[str]()
    for change in (*changes, *loose):
        if change.kind == "comment":
            name, change.about = change.about, ""
            if name in seen:
                continue
            seen.add(name)
            key = (*next(iter(change.authors.items())), change.new)
            own[key] -= 1
            if own[key] >= 0:
                continue
        yield change


# --- paragraphs of calls, gone, moved, without a place ---


def _made_drafts(sources: Sources, blocks: Sequence[Block], group: Group, old: Sequence[Place]) -> Iterator[_Draft]:
    """What a call prints is changed where it comes from; paragraphs put behind it are new ones behind the call."""
    block, base = blocks[0], sources.base
    was = [s for b in blocks if b.number in sources.printed for s in sources.printed[b.number].signs]
    shown = [[(s.text, s.look) for s in signs if not s.text.isspace()] for signs in (was, group.paragraphs[0].signs)]
    if shown[0] != shown[1] or len(blocks) > 1:
        old_text, new_text = _text(place.token for place in old), group.paragraphs[0].text
        if old_text.split() == new_text.split():  # the look of some words
            old_text, new_text = "", "".join(sign for sign, look in shown[1] if look) or new_text
        change = Change("made", LISTED, "caption" if block.kind == CAPTION else "made", old=old_text, new=new_text)
        change.about = block.of.partition("-")[2] or base.expression(block.stretches[0])
        yield _Draft(sources.at(block, change))
    for paragraph in group.paragraphs[1:]:
        yield _behind_call(sources, blocks[-1], paragraph)


def _behind_call(sources: Sources, block: Block, paragraph: Paragraph) -> _Draft:
    """A new paragraph behind what a call prints; unplaced in the middle of it."""
    call = block.stretches[-1]
    change = sources.at(block, Change("new", READY, new=paragraph.text, authors=paragraph.authors))
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
    if reason := "unplaced" if any(token.bound for token in new) else unwritable(new):
        change.status, change.reason = LISTED, reason
        return _Draft(change)
    text = paragraph.lead + written(new, block, "", {})
    claim = sources.claim_at(call.file, end, end)
    if claim:
        change.status, change.reason, change.about = CONFIRM, "claim", claim
    return _Draft(
        change,
        (Candidate(Edit(call.file, end, end, f"\n\n{text}{closing(source, end, text)}"), text),),
        tuple(said(new)),
    )


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


def _apart(found: Iterable[tuple[str, Paragraph]]) -> Iterator[Change]:
    """New paragraphs behind the program's own, as a list of references: no template says where they belong."""
    for behind, paragraph in found:
        yield replace(_unplaced(paragraph, "behind_made"), before=behind[:WORDS])


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
