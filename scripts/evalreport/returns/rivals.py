"""Several files that want the same words: the same wish is one, different ones are shown beside each other, and a person chooses."""

from collections.abc import Sequence
from itertools import combinations

from evalreport.returns.changes import CONFIRM, CONFLICT, DONE, LISTED, READY, Change, Edit

BESIDE = 1  # signs between two edits that meet


def with_rivals(changes: Sequence[Change]) -> None:
    """Settle changes that ask for the same place. The same edits in two files are done once; others are conflicts of each other.

    Two edits of one file cannot be both: the second is listed.
    """
    kept = list[Change]()
    for change in changes:
        if change.status not in (READY, CONFIRM) or not change.edits:
            continue
        twin = next((o for o in kept if o.source != change.source and {*o.edits} == {*change.edits}), None)
        if twin:
            change.status, change.reason, change.about, change.edits = DONE, "twice", str(twin.number), ()
        elif any(o.source == change.source and _overlap(o, change) for o in kept):
            change.status, change.reason, change.edits = LISTED, "unplaced", ()
        else:
            kept.append(change)
    for one, other in combinations(kept, 2):
        if one.source != other.source and clash(one, other):
            one.rivals += (other.number,)
            other.rivals += (one.number,)
    by_number = {change.number: change for change in kept}
    for change in kept:
        if change.rivals:
            change.status = CONFLICT
            change.now = " | ".join(f"{n}: {_wish(by_number[n])}" for n in change.rivals)


def _wish(change: Change) -> str:
    return change.new or f"– {change.old}"


def clash(one: Change, other: Change) -> bool:
    """Whether two changes of different files touch the same words, or the same place."""
    gap = 0 if {one.kind, other.kind} & {"gone", "moved"} else BESIDE
    return any(a == b or _touch(a, b, gap) for a in one.edits for b in other.edits)


def both_fit(one: Change, other: Change) -> bool:
    """Whether two clashing changes can follow each other, if a person names both: new paragraphs at one place."""
    return all(e.start == e.end and e.new.startswith("\n") for change in (one, other) for e in change.edits)


def _touch(one: Edit, other: Edit, gap: int) -> bool:
    """Words beside each other meet, with a blank between them too, because each was written for what stood beside it; lines do not."""
    if one.file != other.file:
        return False
    if gap or one.start == one.end or other.start == other.end:
        return one.start <= other.end + gap and other.start <= one.end + gap
    return one.start < other.end and other.start < one.end


def _overlap(one: Change, other: Change) -> bool:
    return any(a.file == b.file and a.start < b.end and b.start < a.end for a in one.edits for b in other.edits)


def apart(changes: Sequence[Change]) -> list[Edit]:
    """The edits of changes that touch no others: what `accept=all` of several files has written."""
    found = list[Change]()
    for change in changes:
        same = any({*o.edits} == {*change.edits} for o in found)
        if not same:
            found.append(change)
    alone = [c for c in found if not any(o.source != c.source and clash(o, c) for o in found)]
    return [edit for change in alone for edit in change.edits]
