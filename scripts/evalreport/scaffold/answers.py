"""The answers of the questions as value sets: codes, labels and order from the export's codes, never from how many chose them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalreport.clean.coding import ANY
from evalreport.ingest.formats.several import CHOSEN, NOT_CHOSEN
from evalreport.scaffold.batteries import families
from evalreport.scaffold.exports import tidy
from evalreport.scaffold.questions import Question
from evalreport.scaffold.vocabulary import Vocabulary

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})$")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})([.,]\d{1,3})?$")
_LEADING = re.compile(r"\D{0,12}?(\d+)")
_CODED_WORD = re.compile(r"(\d{1,3})\s*[=:.)-]\s*\D")
_MOST_UNITED = 14
_TWOFOLD, _MANY = ({"0", "1"}, {"1", "2"}), 20


@dataclass(frozen=True)
class Choice:
    """An answer: code, label and, where it is none, the kind of missing."""

    code: int
    label: str
    missing: str = ""
    waves: tuple[str, ...] = ()  # the waves that offered it; () = all


@dataclass(frozen=True)
class AnswerSet:
    """The answers of one or more questions in display order."""

    name: str
    choices: tuple[Choice, ...]
    kind: str  # single | scale | tick
    counted: int | None = None  # what a share counts: yes, or chosen

    @property
    def valid(self) -> tuple[Choice, ...]:
        """The choices that are answers."""
        return tuple(choice for choice in self.choices if not choice.missing)


@dataclass(frozen=True)
class Answers:
    """Everything about answers: the sets, which question has which, and maps where cells are neither code nor label."""

    sets: Mapping[str, AnswerSet]
    of: Mapping[str, str]  # question -> set
    maps: Mapping[str, Mapping[str, int]]  # map -> cell -> code
    mapped: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (question, wave) -> map


def answers_of(questions: Sequence[Question], vocabulary: Vocabulary, chosen: tuple[str, str]) -> Answers:
    """The value sets of coded questions. chosen: what a box without other words is called, ticked and not."""
    sets: dict[tuple[object, ...], AnswerSet] = {}
    of: dict[str, str] = {}
    maps: dict[str, dict[str, int]] = {}
    mapped: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for family in families(questions):
        coded = [question for question in family if question.is_coded]
        parted = bool(coded) and all(column.box for question in coded for column in question.columns.values())
        boxes = not parted and len(coded) > 1 and all(_is_box(question) for question in coded)
        closed = [question for question in coded if not question.open_box]
        united = dict(zip((q.name for q in closed), closed if boxes else _united(closed, vocabulary), strict=True))
        choices: tuple[Choice, ...] = ()  # of the question before, whose answers an open box takes
        for question in coded:
            if parted:
                codes, choices = {NOT_CHOSEN: 0, CHOSEN: 1}, (Choice(0, chosen[1]), Choice(1, chosen[0]))
            elif question.open_box and not boxes:
                codes, choices = _open(choices, vocabulary)
            else:
                codes, choices = _box(question, chosen) if boxes else _coded(united[question.name], vocabulary)
            made = _declared(_set("", choices, vocabulary, boxes or parted), question, codes)
            made = _worded_ticks(made, chosen) if len(coded) > 1 else made
            key = (made.choices, made.kind, made.counted)
            if key not in sets:
                sets[key] = replace(made, name=_name(question.name, made, vocabulary, taken))
            of[question.name] = sets[key].name
            for wave, raw in _cells(question, codes, boxes).items():
                name = next((known for known, cells in maps.items() if cells == raw), f"{question.name}_{wave}")
                maps[name] = raw
                mapped[question.name, wave] = name
    return Answers({made.name: made for made in sets.values()}, of, maps, mapped)


def _is_box(question: Question) -> bool:
    """One answer or an empty cell: a box of a question with several answers."""
    if question.open_box:
        return True
    column_texts = [text for column in question.columns.values() for text in column.texts]
    return len(question.valid) == 1 and not question.missing and "" in column_texts


def _box(question: Question, chosen: tuple[str, str]) -> tuple[dict[str, int], tuple[Choice, ...]]:
    if question.open_box:
        return {ANY: 1, "": 0}, (Choice(0, chosen[1]), Choice(1, chosen[0]))
    (answer,) = question.valid
    return {answer: 1, question.valid[answer]: 1, "": 0}, (Choice(0, chosen[1]), Choice(1, chosen[0]))


def _open(choices: tuple[Choice, ...], vocabulary: Vocabulary) -> tuple[dict[str, int], tuple[Choice, ...]]:
    """A box ticked by any text, in the answers of the boxes before it (yes and no, say)."""
    ticked = next(choice.code for choice in choices if vocabulary.is_one_of("chosen", choice.label))
    others = [choice.code for choice in choices if choice.code != ticked and not choice.missing]
    return {ANY: ticked, **dict.fromkeys(["" for _ in others], others[0] if others else ticked)}, choices


def _united(family: Sequence[Question], vocabulary: Vocabulary) -> list[Question]:
    """Neighbours without labelled codes get each other's answers: not every item has met every answer.

    Where many answered and all of them 0 or 1, or 1 or 2, these are codes of two answers, not the end of the scale beside them.
    """
    twofold = [q.name for q in family if {*q.valid} in _TWOFOLD and sum(t in q.valid for t in q.texts()) >= _MANY]
    if 0 < len(twofold) < len(family):
        others = {q.name: q for q in _united([q for q in family if q.name not in twofold], vocabulary)}
        pairs = {q.name: q for q in _united([q for q in family if q.name in twofold], vocabulary)}
        return [(others | pairs)[question.name] for question in family]
    if len(family) < 2 or any(column.codes for q in family for column in q.columns.values()):
        return list(family)
    together: dict[str, str] = {}
    missing: dict[str, str] = {}
    for question in family:
        together |= question.answers
        missing |= question.missing
    valid = [text for text in together if text not in missing]
    if any((found := _CODED_WORD.match(text)) and found[1] in valid for text in valid):
        return list(family)  # "1 - Low" of one is 1 of the other, and both keep their own
    numbers = all(_INTEGER.match(text) for text in valid)
    overlap = all(sum(text in q.valid for text in valid) >= 0.5 * len(valid) for q in family)
    if len(valid) <= _MOST_UNITED and (numbers or overlap or vocabulary.scale_of(valid) is not None):
        return [replace(question, answers=together, missing=missing) for question in family]
    return list(family)


def _coded(question: Question, vocabulary: Vocabulary) -> tuple[dict[str, int], tuple[Choice, ...]]:
    """Cell -> code, and the choices in order."""
    valid, lacking = question.valid, {k: v for k, v in question.answers.items() if k in question.missing}
    codes = _own(question.answers)
    codes |= _worded(
        [key for key in valid if key not in codes], [c for k, c in codes.items() if k in valid], vocabulary
    )
    start = max([0, *codes.values()]) + 1
    words = [
        *_ordered([k for k in valid if k not in codes], valid, vocabulary),
        *(k for k in lacking if k not in codes),
    ]
    codes |= {key: code for code, key in enumerate(words, start=start)}
    ordered = [*sorted(valid, key=codes.__getitem__), *sorted(lacking, key=codes.__getitem__)]
    labels = _distinct({codes[key]: tidy(question.answers[key]) for key in ordered})
    choices = tuple(
        Choice(codes[key], labels[codes[key]], question.missing.get(key, ""), _offered(question, key))
        for key in ordered
    )
    return codes | {label: codes[key] for key, label in question.answers.items() if label not in codes}, choices


def _own(answers: Iterable[str]) -> dict[str, int]:
    """Codes of the answers that are numbers: the numbers themselves, multiplied by 10 or 100 where one has decimals.

    1, 1.5 and 2 become 10, 15 and 20, so that they keep their order.
    """
    numbers = [key for key in answers if _DECIMAL.match(key)]
    places = max((len(key.replace(",", ".").partition(".")[2]) for key in numbers), default=0)
    if not places:
        return {key: int(key) for key in numbers}
    scaled = {key: round(float(key.replace(",", ".")) * 10**places) for key in numbers}
    return scaled if len(set(scaled.values())) == len(scaled) else {k: int(k) for k in numbers if _INTEGER.match(k)}


def _offered(question: Question, key: str) -> tuple[str, ...]:
    """The waves that offered an answer, where what there was to choose between changed."""
    waves = [wave for wave, column in question.columns.items() if key in column.codes or key in column.answers]
    return tuple(waves) if question.changed and len(waves) < len(question.columns) else ()


def _worded(words: list[str], numbers: list[int], vocabulary: Vocabulary) -> dict[str, int]:
    """Codes of words that have one by themselves: a box, `1=Low` among numbers, the two ends of a scale around 2 to 6."""
    if not numbers:
        box = {word: int(vocabulary.is_one_of("chosen", word)) for word in words}
        chosen = [word for word in words if box[word] and not vocabulary.is_one_of("yes", word)]
        empty = [word for word in words if vocabulary.is_one_of("not_chosen", word)]
        return box if len(words) == 2 and len(chosen) == len(empty) == 1 else {}
    written = {word: int(found[1]) for word in words if (found := _CODED_WORD.match(word))}
    if words and len(written) == len(words) and len({*written.values(), *numbers}) == len(written) + len(numbers):
        return written
    low = [word for word in words if vocabulary.is_low(word)]
    if len(words) == 2 and len(numbers) > 1 and len(low) == 1:
        return {word: min(numbers) - 1 if word in low else max(numbers) + 1 for word in words}
    return {}


def _ordered(keys: list[str], labels: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """Words in the order of their scale, yes before no, of the numbers in them, else of the alphabet."""
    scale = vocabulary.scale_of(labels[key] for key in keys)
    if scale is not None:
        return sorted(keys, key=lambda key: vocabulary.rank(scale, labels[key]))
    if keys and all(labels[key] != key for key in keys):
        return sorted(keys)  # codes of letters with a label each have an order of their own
    numbers = {key: _LEADING.match(labels[key]) for key in keys}
    numbered = len(keys) > 1 and sum(bool(found) for found in numbers.values()) >= len(keys) - 1

    def place(key: str) -> tuple[object, ...]:
        found = numbers[key] if numbered else None
        below = bool(re.match(r"under|below|less|<|mindre", labels[key].casefold()))
        return (
            vocabulary.is_other(labels[key]),
            not vocabulary.is_one_of("yes", labels[key]),
            float(found[1]) if found else float("inf") if numbered else 0.0,
            not below,
            labels[key].casefold(),
            key,
        )

    return sorted(keys, key=place)


def _distinct(labels: Mapping[int, str]) -> dict[int, str]:
    """Labels that are neither another's label nor another's code; the code is added in brackets where they are."""
    found = {code: label or str(code) for code, label in labels.items()}
    for _ in range(3):
        for code, label in found.items():
            others = {text for other, its in found.items() if other != code for text in (its, str(other))}
            if label in others:
                found[code] = f"{label} ({code})"
    return found


def _set(name: str, choices: tuple[Choice, ...], vocabulary: Vocabulary, boxes: bool) -> AnswerSet:
    valid = [choice for choice in choices if not choice.missing]
    labels = [re.sub(r"^\d+\s*[=.):-]\s*", "", choice.label) or choice.label for choice in valid]
    ticked = [c.code for c, text in zip(valid, labels, strict=True) if vocabulary.is_one_of("chosen", text)]
    unticked = [c.code for c, text in zip(valid, labels, strict=True) if vocabulary.is_one_of("not_chosen", text)]
    if boxes:
        return AnswerSet(name, choices, "tick", 1)
    if len(valid) == 2 and len(ticked) == 1 and len(unticked) == 1:
        box = {*ticked, *unticked} == {0, 1} and not any(vocabulary.is_one_of("yes", text) for text in labels)
        return AnswerSet(name, choices, "tick" if box else "single", ticked[0])
    bare = sum(choice.label == str(choice.code) for choice in valid)
    steps = len(valid) >= 4 and (bare >= len(valid) - 3 or vocabulary.scale_of(labels) is not None)
    return AnswerSet(name, choices, "scale" if steps or vocabulary.scale_of(labels) is not None else "single")


def _worded_ticks(made: AnswerSet, chosen: tuple[str, str]) -> AnswerSet:
    """Boxes that are 0 and 1 without labels, in words."""
    bare = made.kind == "tick" and [choice.label for choice in made.valid] == ["0", "1"]
    words = {0: chosen[1], 1: chosen[0]}
    return replace(made, choices=tuple(replace(c, label=words[c.code]) for c in made.choices)) if bare else made


def _declared(made: AnswerSet, question: Question, codes: Mapping[str, int]) -> AnswerSet:
    """The set with the answer that a multiple-response set of the export counts, whatever it is called."""
    counted = {codes[c.counted] for c in question.columns.values() if c.counted and c.counted in codes}
    return replace(made, counted=counted.pop()) if len(counted) == 1 and made.kind != "tick" else made


def _name(question: str, made: AnswerSet, vocabulary: Vocabulary, taken: set[str]) -> str:
    words = {choice.label for choice in made.valid}
    plain = all(vocabulary.is_one_of("yes", w) or vocabulary.is_one_of("no", w) for w in words)
    base = "tick" if made.kind == "tick" else "yesno" if plain and len(words) == 2 else f"{question}_answers"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def _cells(question: Question, codes: Mapping[str, int], boxes: bool) -> dict[str, dict[str, int]]:
    """Wave -> cell -> code, for the waves with cells other than the codes themselves: a label can then be written anew."""
    found = {}
    for wave, column in question.columns.items():
        if question.open_box:
            found[wave] = dict(codes)
            continue
        shared = question.raw.get(wave, {cell: cell for cell in [*column.codes, *column.answers]})
        cells = {cell: codes[its] for cell, its in shared.items() if its in codes and its not in question.lost}
        cells |= {"": codes[""]} if boxes else {}
        if not (column.codes or boxes or question.changed) and len(cells) > 1 and not any(map(_DECIMAL.match, cells)):
            # Words that only other items or waves have met: the next export may hold them.
            cells |= {
                word: code for word, code in codes.items() if word and word not in cells and word not in question.lost
            }
        if any(cell != str(code) for cell, code in cells.items()):
            found[wave] = {cell: cells[cell] for cell in _sorted(cells)}
    return found


def _sorted(cells: Iterable[str]) -> list[str]:
    return sorted(cells, key=lambda cell: (cell.casefold(), cell))
