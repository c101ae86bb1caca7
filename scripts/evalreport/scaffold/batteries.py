"""Questions that stand together under one stem: neighbours whose names or labels begin alike."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalreport.codebook.export_labels import plainly_worded
from evalreport.scaffold.questions import Question, slug
from evalreport.scaffold.stems import same_stem

_PREFIX = re.compile(r"(.+?)\s*\[\s*\S|(.{8,}?)\s*(?: [-–] |[:?] |\? ?[-–] |[.?:](?=[^\W\d_]))\s*\S")
_CODE = re.compile(r"[A-Za-z]{0,3}\d+\b")  # the number of a question in front of its heading: "Q1: Mail"
_SHORTEST_STEM = 8
_FEWEST_ALONE, _FEWEST_STEPS = 3, 4
_MOST_STEPS = 0.6  # of the answers of neighbours on one scale that both have met
_ENDS = (" - ", " – ", ": ", "? ", " [", "[")
_BARE_ENDS = (".", "?", ":")  # where the words of the item follow at once, as Microsoft Forms joins them


@dataclass(frozen=True)
class Battery:
    """Items answered on one scale: their common stem and their own words, as the labels tell them."""

    id: str
    stem: str  # "" where neither labels nor export have one
    items: tuple[str, ...]  # names of the questions
    labels: tuple[str, ...]  # what is left of each label without the stem


def families(questions: Sequence[Question]) -> list[list[Question]]:
    """All questions in their order, neighbours that seem to belong together in one list."""
    found: list[list[Question]] = []
    for question in questions:
        if found and question.is_coded and found[-1][-1].is_coded and related(found[-1][-1], question):
            found[-1].append(question)
        else:
            found.append([question])
    return _by_answers(found)


def _by_answers(found: Sequence[list[Question]]) -> list[list[Question]]:
    """Three or more neighbours that stand alone, but are answered on one scale, in one list, whatever they are called."""
    made: list[list[Question]] = []
    run: list[list[Question]] = []
    steps: frozenset[str] = frozenset()
    for family in [*found, []]:
        scale = _one_scale(family)
        together = bool(scale) and len(scale & steps) >= _MOST_STEPS * len(scale | steps)
        if not together:
            made += [[question for each in run for question in each]] if len(run) >= _FEWEST_ALONE else run
            run = []
        if scale:
            run, steps = [*run, family], steps | scale if together else scale
        else:
            made += [family] if family else []
    return made


def _one_scale(family: Sequence[Question]) -> frozenset[str]:
    """The answers of a question that stands alone, where there are enough of them to be a scale; else nothing."""
    if len(family) != 1:
        return frozenset()
    question = family[0]
    labels = frozenset(plainly_worded(label) for label in question.valid.values())
    worded = sum(not label.lstrip("-").isdecimal() for label in labels) >= 2
    return labels if question.is_coded and len(labels) >= _FEWEST_STEPS and worded else frozenset()


def related(one: Question, other: Question) -> bool:
    """Whether two neighbours seem to belong together: one set of the export's, one stem in the labels or in the headers."""
    groups = [next((c.group for c in q.columns.values() if c.group), "") for q in (one, other)]
    if groups[0] or groups[1]:
        return groups[0] == groups[1]
    prefixes = [_PREFIX.match(question.label) for question in (one, other)]
    if prefixes[0] and prefixes[1] and prefixes[0].groups() == prefixes[1].groups():
        return True
    stems = [same_stem(one.header), same_stem(other.header)]
    if stems[0] is not None and stems[0] == stems[1]:
        return True
    codes = [found[0].casefold() if (found := _CODE.match(q.header)) else "" for q in (one, other)]
    boxes = not any(prefixes) and codes[0] == codes[1] and _ticked(one) and _ticked(other)
    return boxes and _one_word(one, other)


def _ticked(question: Question) -> bool:
    """Whether it is a box by itself: one answer, or an empty cell."""
    return len(question.valid) == 1 and not question.missing and any("" in c.texts for c in question.columns.values())


def _one_word(one: Question, other: Question) -> bool:
    """Whether two boxes are ticked with one word (x), or each with the words of its own heading."""
    words = [next(iter(question.valid.values())).casefold() for question in (one, other)]
    own = all(
        word in question.label.casefold() or word in question.header.casefold()
        for word, question in zip(words, (one, other), strict=True)
    )
    return words[0] == words[1] or own


def battery_of(items: Sequence[Question], taken: set[str]) -> Battery:
    """The battery of some neighbours; its id is not in `taken`."""
    group = next((c.group for q in items for c in q.columns.values() if c.group), "")
    labels = [question.label for question in items]
    stem, rest = _split(labels, 1 if group else _SHORTEST_STEM)
    stem = group or stem  # what the export calls a question with several answers
    base = _common_name(items)
    id, number = base, 2
    while id in taken:
        id, number = f"{base}_{number}", number + 1
    return Battery(id, stem, tuple(question.name for question in items), tuple(rest))


def _split(labels: list[str], shortest: int) -> tuple[str, list[str]]:
    """The stem that labels share up to a dividing sign, and the rest of each; no stem where they share none."""
    shared = os.path.commonprefix(labels)
    cut = max((shared.rfind(end) + len(end) for end in _ENDS if end in shared), default=0)
    bare = max((shared.rfind(end) + 1 for end in _BARE_ENDS), default=0)
    cut = max(cut, bare) if all(label[bare : bare + 1].isalpha() for label in labels) else cut
    bracket = shared[:cut].rstrip().endswith("[")
    if (cut < shortest and not bracket) or any(not label[cut:].strip(" ]") for label in labels):
        return "", labels
    rest = [label[cut:].strip() for label in labels]
    if bracket:
        rest = [text.removesuffix("]").strip() for text in rest]
    return shared[:cut].rstrip(" -–[:.").strip(), rest


def _common_name(items: Sequence[Question]) -> str:
    stem = same_stem(items[0].header)
    shared = slug(stem[0]) if stem else os.path.commonprefix([question.name for question in items]).strip("_")
    return f"{shared or items[0].name}_items"
