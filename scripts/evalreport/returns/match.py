"""Which paragraphs of an edited file are which of the build: by their anchors, and by their words where an anchor is lost."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from evalreport.returns.home import Returned
from evalreport.returns.part import Base
from evalreport.returns.reading import Paragraph

ALIKE = 0.6  # of the words of two paragraphs, for one to be the other after an edit


@dataclass
class Group:
    """Blocks of the build and the paragraphs that they have become: more than one of either where some were joined, split or added."""

    blocks: list[int]
    paragraphs: list[Paragraph] = field(default_factory=list)
    moved: bool = False


@dataclass
class Matched:
    """Groups in the order of the edited file; blocks that are gone; paragraphs before any group, and behind the program's own."""

    groups: list[Group]
    gone: list[int]
    first: list[Paragraph]
    apart: list[tuple[str, Paragraph]]  # with the words of what they stand behind
    altered: list[str]  # the program's own paragraphs (title page) that are gone or other ones


def matched(returned: Returned) -> Matched:
    """The paragraphs of the file with the blocks they show."""
    base = returned.base
    printed = base.printed()
    texts = {number: each.text.strip() for number, each in printed.items()}
    paragraphs = [each for each in returned.read.paragraphs if each.text.strip() or each.begins]
    own = _owners(paragraphs, texts)
    pool = Counter(each.text.strip() for each in base.paragraphs if not each.block and each.text.strip())
    free = [i for i, each in enumerate(paragraphs) if i not in own and each.text.strip()]
    for i in free[:]:
        if pool[paragraphs[i].text.strip()] > 0:
            pool[paragraphs[i].text.strip()] -= 1
            free.remove(i)
            own[i] = []
    _found_again(paragraphs, free, own, texts)
    groups, first, apart, behind = list[Group](), list[Paragraph](), list[tuple[str, Paragraph]](), ""
    for i, each in enumerate(paragraphs):
        if own.get(i):
            groups.append(Group(own[i], [each]))
            behind = ""
        elif not each.text.strip():
            continue
        elif i in own:
            behind = each.text  # as the program printed it: what stands behind it belongs to no template
        elif not groups:
            first.append(each)
        elif behind:
            apart.append((behind, each))
        else:
            groups[-1].paragraphs.append(each)
    _mark_moved(groups)
    shown = {number for group in groups for number in group.blocks}
    gone = [number for number, text in texts.items() if number not in shown and text]
    return Matched(groups, _without_joined(gone, groups, base), first, apart, sorted(pool.elements()))


def _owners(paragraphs: list[Paragraph], texts: dict[int, str]) -> dict[int, list[int]]:
    """Paragraph -> the blocks whose anchors begin in it, each once."""
    own, seen = dict[int, list[int]](), set[int]()
    for i, each in enumerate(paragraphs):
        numbers = [n for n in dict.fromkeys(each.begins) if n in texts and n not in seen]
        seen.update(numbers)
        if numbers and not each.text.strip():
            continue  # an empty paragraph that kept its anchor: the text is gone
        if numbers:
            own[i] = numbers
    return own


def _found_again(
    paragraphs: list[Paragraph], free: list[int], own: dict[int, list[int]], texts: dict[int, str]
) -> None:
    """Blocks whose anchors are lost, by their words: the same, or most of them."""
    lost = {n: texts[n] for n in texts if texts[n] and not any(n in numbers for numbers in own.values())}
    for exact in (True, False):
        for i in free[:]:
            text = paragraphs[i].text.strip()
            best = next((n for n in lost if lost[n] == text), None) if exact else _most_alike(text, lost)
            if best is not None:
                own[i] = [best]
                del lost[best]
                free.remove(i)


def _most_alike(text: str, lost: dict[int, str]) -> int | None:
    words = text.split()
    rated = [(SequenceMatcher(None, words, each.split(), autojunk=False).ratio(), -n) for n, each in lost.items()]
    share, number = max(rated, default=(0.0, 0))
    return -number if share >= ALIKE else None


def _mark_moved(groups: list[Group]) -> None:
    """What is not in the longest row of blocks that kept their order has moved."""
    kept = _rising([group.blocks[0] for group in groups])
    for i, group in enumerate(groups):
        group.moved = i not in kept


def _rising(numbers: list[int]) -> set[int]:
    """The places of a longest rising subsequence (patience sorting)."""
    tails, at, before = list[int](), list[int](), dict[int, int]()
    for i, number in enumerate(numbers):
        place = bisect_left(tails, number)
        tails[place:] = [number, *tails[place + 1 :]]
        at[place:] = [i, *at[place + 1 :]]
        if place:
            before[i] = at[place - 1]
    found, i = set[int](), at[-1] if at else -1
    while i >= 0:
        found.add(i)
        i = before.get(i, -1)
    return found


def _without_joined(gone: Iterable[int], groups: list[Group], base: Base) -> list[int]:
    """Blocks between two that were joined are part of what they became."""
    left = []
    for number in gone:
        around = next((g for g in groups if len(g.blocks) > 1 and min(g.blocks) < number < max(g.blocks)), None)
        if around and base.blocks[number].chapter == base.blocks[around.blocks[0]].chapter:
            around.blocks = sorted([*around.blocks, number])
        else:
            left.append(number)
    return left
