"""Paragraphs that stand elsewhere in an edited file, or are gone: their lines with all that stands on them."""

from collections.abc import Mapping, Sequence

from evalreport.chapters.tracing import writable
from evalreport.returns.blocks import CAPTION, HEADING, ITEM
from evalreport.returns.changes import CONFIRM, LISTED, READY, Change, Edit, Sources, closing
from evalreport.returns.match import Group


def gone_change(sources: Sources, number: int) -> Change:
    """A paragraph that the file has no more."""
    base = sources.base
    block, text = base.blocks[number], sources.printed[number].text
    change = sources.at(block, Change("gone", READY, old=text))
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


def moved_change(sources: Sources, groups: Sequence[Group], at: int, moved: Mapping[int, Change]) -> Change:
    """A paragraph that stands elsewhere: its lines, calls and all, behind those of the one before it.

    moved: the changes of groups before it that have moved. Where it stands behind one of them it goes to the same place, after it.
    """
    base = sources.base
    block = base.blocks[groups[at].blocks[0]]
    change = sources.at(block, Change("moved", READY, old=sources.printed[block.number].text))
    place, edit = sources.paragraph(block), sources.without(block)
    near = [groups[at - 1].blocks[-1]] if at else []
    before = at - 1
    while before >= 0 and groups[before].moved and before in moved and moved[before].edits:
        before -= 1
        near += [groups[before].blocks[-1]] if before >= 0 else []
    beside = [block, *(base.blocks[number] for number in near)]
    stays = before >= 0 and not groups[before].moved
    target = sources.behind(base.blocks[near[-1]]) if stays else None
    if (
        not (place and edit and target)
        or not (writable(place[0]) and writable(target[0]))
        or any(each.kind == ITEM or (each.kind == CAPTION and not each.made) for each in beside)
    ):
        change.status, change.reason = LISTED, "unplaced"
        return change
    file, start, end = place
    change.before = sources.printed[near[0]].text if near[0] in sources.printed else ""
    own = base.templates[file][start:end]
    behind = closing(base.templates[target[0]], target[1], own)
    change.edits = (edit, Edit(target[0], target[1], target[1], f"\n\n{own}{behind}"))
    return change


def with_own_edits(changes: list[Change]) -> list[Change]:
    """A paragraph that has moved takes the edits of its words along; what a person must look at waits until it stands there."""
    moved = changes[0] if changes and changes[0].kind == "moved" else None
    if not moved or not moved.edits:
        return changes
    gone, there = moved.edits
    kept, own = changes[:1], list[Edit]()
    for change in changes[1:]:
        edits = change.edits
        inside = all(e.file == gone.file and gone.start <= e.start and e.end <= gone.end for e in edits)
        if change.status == READY and edits and inside:
            own += edits
            continue
        if change.status != LISTED and change.kind != "comment":
            change.status, change.reason, change.edits = LISTED, "moved_edited", ()
        kept.append(change)
    lines = there.new[2:]
    for edit in sorted(own, reverse=True):
        lines = lines[: edit.start - gone.start] + edit.new + lines[edit.end - gone.start :]
    moved.edits = (gone, Edit(there.file, there.start, there.end, f"\n\n{lines}"))
    return kept
