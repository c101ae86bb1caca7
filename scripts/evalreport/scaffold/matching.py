"""Which columns of several exports ask the same question: by its words and the labels of its answers, never by a name or code alone."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalreport.codebook.export_labels import plain_question, plainly_worded
from evalreport.scaffold.exports import Column, Wave
from evalreport.scaffold.vocabulary import Vocabulary

_NUMBER = re.compile(r"-?\d+([.,]\d+)?$")
_MOST_CHOICES = 12
_CHANCE = 0.001  # an answer that nobody gives although it is offered: its share elsewhere makes this less likely


@dataclass(frozen=True)
class Matched:
    """One question: its column in each export, the cells in the codes that all of them share.

    raw: wave -> cell of the export -> as it stands in `columns`, of the waves whose own codes differ; changed: wave -> what
    became of the answers to choose between since the wave before; doubt: what a person has to decide.
    """

    key: str
    columns: Mapping[str, Column]
    raw: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


def matched(waves: Sequence[Wave], vocabulary: Vocabulary) -> list[Matched]:
    """The questions of all waves in the order of the first that has them."""
    groups: list[dict[str, Column]] = []
    doubts: dict[int, str] = {}
    for wave in waves:
        worded = Counter(_words(column) for column in wave.columns)
        before = list(enumerate(groups))
        for column in wave.columns:
            free = [(place, group) for place, group in before if wave.name not in group]
            known = worded[_words(column)] == 1
            place, doubt = _place(column, free, known, vocabulary)
            if place is None:
                groups.append({})
                place = len(groups) - 1
                doubts |= {place: doubt} if doubt else {}
            groups[place][wave.name] = column
    keys = _keys(groups)
    return [
        _united(key, group, doubts.get(i, ""), vocabulary)
        for i, (key, group) in enumerate(zip(keys, groups, strict=True))
    ]


def _words(column: Column) -> str:
    return plain_question(column.label or column.header)


def _place(
    column: Column, groups: Sequence[tuple[int, dict[str, Column]]], known: bool, vocabulary: Vocabulary
) -> tuple[int | None, str]:
    """The group a column belongs to, else None and why it is not that of the same name."""
    latest = [(place, group, list(group.values())[-1]) for place, group in groups]
    named = [each for each in latest if each[2].header == column.header]
    asking = [each for each in latest if _words(each[2]) == _words(column)]
    same = [each for each in named if each in asking]
    for place, group, other in same or (asking if known and len(asking) == 1 else []):
        if _answers_agree(column, other, vocabulary):
            return place, ""
        return None, _doubt(column, group, f"the answers are {_listed(column)}, there {_listed(other)}")
    for place, group, other in named:
        if (not column.label or not other.label) and _shares_labels(column, other, vocabulary):
            return place, ""
        if column.label and other.label:
            return None, _doubt(column, group, f"it asks {column.label!r}, there {other.label!r}")
        return None, _doubt(column, group, "only one of the two exports has the question in words")
    return None, ""


def _doubt(column: Column, group: Mapping[str, Column], why: str) -> str:
    return f"column {column.header!r} is not joined with that of {', '.join(group)}: {why}"


def _listed(column: Column) -> str:
    found = list(column.codes.values()) or sorted(set(column.answers))
    return ", ".join(repr(text) for text in found[:4]) + (" …" if len(found) > 4 else "")


def _labels(column: Column, vocabulary: Vocabulary) -> set[str]:
    """The answers in words, as the export declares them or as they stand in its cells; numbers are none."""
    declared = {text for text in column.codes.values() if text and not vocabulary.missing(text)}
    texts = declared or {text for text in column.answers if not _NUMBER.match(text) and not vocabulary.missing(text)}
    return {plainly_worded(text) for text in texts}


def _answers_agree(column: Column, other: Column, vocabulary: Vocabulary) -> bool:
    """Whether two columns of the same words can hold the same answers: labels in common, or none on either side."""
    one, two = _labels(column, vocabulary), _labels(other, vocabulary)
    if not one and not two:
        return True
    if not one or not two:
        return not column.answers or not other.answers
    choices = max(len(one), len(two)) <= _MOST_CHOICES or column.codes or other.codes
    return not choices or _shares_labels(column, other, vocabulary)


def _shares_labels(column: Column, other: Column, vocabulary: Vocabulary) -> bool:
    one, two = _labels(column, vocabulary), _labels(other, vocabulary)
    return bool(one & two) and len(one & two) >= 0.5 * min(len(one), len(two))


def _keys(groups: Sequence[Mapping[str, Column]]) -> list[str]:
    """A name for each question: the header, with the wave where an earlier question has that header."""
    keys: list[str] = []
    for group in groups:
        wave, column = next(iter(group.items()))
        keys.append(f"{column.header}_{wave}" if column.header in keys else column.header)
    return keys


def _united(key: str, columns: Mapping[str, Column], doubt: str, vocabulary: Vocabulary) -> Matched:
    """The columns in the codes of the wave with the most labelled answers, where their own codes or words differ."""
    labelled = [wave for wave in columns if columns[wave].codes]
    if len(columns) < 2:
        return Matched(key, columns, doubt=doubt)
    base = max(
        labelled, key=lambda wave: (len(_labels(columns[wave], vocabulary)), list(columns).index(wave)), default=""
    )
    target = dict(columns[base].codes) if base else _first_texts(columns)
    raw = {}
    for wave, column in columns.items():
        found = _translated(wave, column, target)
        if any(cell != shared for cell, shared in found.items()):
            raw[wave] = found
            target |= {shared: column.codes.get(cell, cell) for cell, shared in found.items() if shared not in target}
    made = {wave: _recoded(column, raw[wave], target) if wave in raw else column for wave, column in columns.items()}
    return Matched(key, made, raw, _changes(columns, vocabulary), doubt)


def _first_texts(columns: Mapping[str, Column]) -> dict[str, str]:
    """Every answer in words as the first wave writes it; open answers and numbers are left as they are."""
    texts = [dict.fromkeys(t for t in column.answers if not _NUMBER.match(t)) for column in columns.values()]
    if max(map(len, texts)) > _MOST_CHOICES:
        return {}
    twice = {word for own in texts for word, count in Counter(map(plainly_worded, own)).items() if count > 1}
    first: dict[str, str] = {}
    for text in (text for own in texts for text in own):
        first.setdefault(plainly_worded(text), text)
    return {text: text for word, text in first.items() if word not in twice}


def _translated(wave: str, column: Column, target: Mapping[str, str]) -> dict[str, str]:
    """Cell or code of one export -> the code that its label has in `target`; what has no label there gets a code of its own."""
    exactly = {label: code for code, label in target.items()}
    alike = Counter(plainly_worded(label) for label in [*target.values()])
    owner = {plainly_worded(label): code for code, label in target.items() if alike[plainly_worded(label)] == 1}
    own = Counter(plainly_worded(label) for label in column.codes.values())
    found: dict[str, str] = {}
    for cell in dict.fromkeys([*column.codes, *column.answers]):
        label = column.codes.get(cell, cell)
        word = plainly_worded(label)
        if target.get(cell, "") == label:
            found[cell] = cell
        elif own[word] < 2 and (label in exactly or word in owner):
            found[cell] = exactly.get(label) or owner[word]
        elif cell in target and cell in column.codes:
            found[cell] = _free({*target, *found.values(), *column.codes})
        elif cell in target and own:  # a code without a label is not what another wave calls it
            found[cell] = f"{cell} ({wave})"
        else:
            found[cell] = cell
    return found


def _free(taken: set[str]) -> str:
    """A code that no other answer has."""
    return str(max((int(each) for each in taken if re.fullmatch(r"-?\d{1,9}", each)), default=0) + 1)


def _recoded(column: Column, raw: Mapping[str, str], target: Mapping[str, str]) -> Column:
    codes = {raw[code]: target.get(raw[code], label) for code, label in column.codes.items()}
    spans = column.user_missing
    lacking = tuple(dict.fromkeys(shared for cell, shared in raw.items() if any(within(cell, span) for span in spans)))
    return replace(column, texts=tuple(raw.get(t, t) for t in column.texts), codes=codes, user_missing=lacking)


def within(code: str, span: str) -> bool:
    """Whether a code is one of the missing values an export declares: "9", or a range "97-99"."""
    if code == span:
        return True
    ends = re.fullmatch(r"(-?[\d.]+|-?inf)-(-?[\d.]+|-?inf)", span)
    return bool(ends and re.fullmatch(r"-?\d+(\.\d+)?", code) and float(ends[1]) <= float(code) <= float(ends[2]))


def _changes(columns: Mapping[str, Column], vocabulary: Vocabulary) -> dict[str, str]:
    """Wave -> the answers that came and went since the wave before: declared ones, or given by too many to be left out by chance."""
    found: dict[str, str] = {}
    for offered in (_declared, _given):
        waves = [(wave, options) for wave, column in columns.items() if (options := offered(column, vocabulary))]
        for (_, one), (wave, two) in zip(waves, waves[1:], strict=False):
            new, gone = _missed(two, one), _missed(one, two)
            parts = [f"{sign}{text}" for sign, texts in (("+ ", new), ("– ", gone)) for text in texts]
            if parts:
                found[wave] = ", ".join(parts)
    return found


@dataclass(frozen=True)
class _Offered:
    """What there was to choose between: word -> text, and how many gave each; counts are empty where a wave declares it."""

    texts: Mapping[str, str]
    counts: Mapping[str, int] = field(default_factory=dict)


def _declared(column: Column, vocabulary: Vocabulary) -> _Offered | None:
    if not column.codes:
        return None
    return _Offered({plainly_worded(t): t for t in column.codes.values() if t and not vocabulary.missing(t)})


def _given(column: Column, vocabulary: Vocabulary) -> _Offered | None:
    """The answers of a column without declared ones, where they are few enough to be choices."""
    answers = [text for text in column.answers if not vocabulary.missing(text)]
    if column.codes or not answers or len(set(answers)) > _MOST_CHOICES:
        return None
    return _Offered({plainly_worded(text): text for text in answers}, Counter(map(plainly_worded, answers)))


def _missed(there: _Offered, here: _Offered) -> list[str]:
    """The answers of one wave that the other did not offer: as it declares, or as nobody giving them is too unlikely to be chance."""
    lacking = [word for word in there.texts if word not in here.texts]
    forms, others = sum(there.counts.values()), sum(here.counts.values())
    return [
        there.texts[word]
        for word in lacking
        if not there.counts or (1 - there.counts[word] / forms) ** others < _CHANCE
    ]
