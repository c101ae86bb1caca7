"""What each column of the exports most likely asks: its type, its answers, and whether it tells who somebody is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from evalreport.codebook.conditions import is_date
from evalreport.codebook.variable_checks import RESERVED
from evalreport.scaffold.exports import Column, Wave, tidy
from evalreport.scaffold.matching import Matched, matched, within
from evalreport.scaffold.no_answers import asks_of, far_codes, short_codes
from evalreport.scaffold.paradata import about_forms
from evalreport.scaffold.vocabulary import Vocabulary

CODED = "single"
_SELECTED = " - Selected Choice"  # what Qualtrics puts between a question and the words of a box
_INTEGER = re.compile(r"-?(0|[1-9]\d*)$")
_NUMBER = {mark: re.compile(rf"-?\d+({re.escape(mark)}\d+)?(e-?\d+)?$") for mark in (".", ",")}
_MOMENT = re.compile(r"(\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4})([ T]+\d\d?[:.]\d\d.*)?$")
MOMENTS = "dates and times; not shown"
CONTACT = "open answers that hold e-mail addresses or long numbers, as of telephones and persons; read it through"
FREE_TEXT = "free text; read it through, it may name persons"
_YAML_WORDS = (
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
)  # would be read as something else than a name
_LETTERS = {ord("æ"): "ae", ord("ø"): "o", ord("å"): "a", ord("ß"): "ss", ord("đ"): "d"}
_MOST_ANSWERS, _MOST_CODES, _LONGEST_ANSWER, _LONGEST_NAME = 12, 11, 80, 32
_MOST_SLIPS = 0.05  # share of answers that may be slips of the keyboard
_MOST_FAR_SLIPS = 0.25
_MOST_NAMED = 30  # codes of a column that its file calls nominal or ordinal


@dataclass(frozen=True)
class Question:
    """One column of the exports, the same in all waves that have it.

    answers: every text that occurs, and every code with a label, -> label; lost: texts of a number that stand for no
    answer; remark: what a person has to look at; private: what it tells about somebody, such a column is left out.
    """

    name: str
    header: str
    label: str
    type: str
    columns: Mapping[str, Column]  # wave -> column
    answers: Mapping[str, str]
    missing: Mapping[str, str]  # code or text -> kind of missing
    lost: tuple[str, ...] = ()
    remark: str = ""
    private: str = ""
    weight: bool = False
    asks: tuple[str, ...] = ()  # what was decided and a person should say whether it is right
    raw: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # wave -> cell of the export -> cell of `columns`
    changed: Mapping[str, str] = field(default_factory=dict)  # wave -> answers that came and went since the wave before
    open_box: bool = False  # a box that is ticked by anything written in it
    doubt: str = ""  # why it is not joined with a column of the same name in another wave

    @property
    def is_coded(self) -> bool:
        """Whether it has answers to choose between."""
        return self.type == CODED

    @property
    def valid(self) -> dict[str, str]:
        """The answers that are answers."""
        return {code: label for code, label in self.answers.items() if code not in self.missing}

    def texts(self) -> list[str]:
        """Every cell of all waves that is not empty."""
        return [text for column in self.columns.values() for text in column.answers]


def questions_of(waves: Iterable[Wave], vocabulary: Vocabulary) -> list[Question]:
    """The questions in the order of the first export that has them."""
    waves = list(waves)
    found = matched(waves, vocabulary)
    decimals = {wave.name: wave.options.get("decimal", ".") for wave in waves}
    names = variable_names([each.key for each in found])
    return [_joined(names[each.key], each, decimals, vocabulary) for each in found]


def _joined(name: str, each: Matched, decimals: Mapping[str, str], vocabulary: Vocabulary) -> Question:
    header = next(iter(each.columns.values())).header
    question = _question(name, header, each.columns, decimals, vocabulary)
    return replace(question, raw=each.raw, changed=each.changed if question.is_coded else {}, doubt=each.doubt)


def variable_names(headers: list[str]) -> dict[str, str]:
    """Header -> name of a-z, 0-9 and _, each once: the header itself as far as it goes, the first words of a sentence."""
    names: dict[str, str] = {}
    taken = {*RESERVED, *_YAML_WORDS}
    for header in headers:
        base = slug(header) or "column"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        names[header] = name
    return names


def slug(text: str) -> str:
    """A text as a name: æ, ø, å and accents as plain letters, whole words up to 32 signs; "" where nothing is left."""
    plain = text.casefold().translate(_LETTERS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    if not found:
        return ""
    found = found if found[0].isalpha() else f"q{found}"
    if len(found) <= _LONGEST_NAME:
        return found
    short = found[: _LONGEST_NAME + 1]
    tail = re.search(r"(_\d+)$", found)  # the number of an item under a long stem
    cut = short.rpartition("_")[0] or short[:_LONGEST_NAME]
    return cut + (tail[1] if tail else "")


def _question(
    name: str, header: str, columns: Mapping[str, Column], decimals: Mapping[str, str], vocabulary: Vocabulary
) -> Question:
    label = next((column.label for column in columns.values() if column.label), "") or tidy(header) or name
    label = label.replace(_SELECTED, "")
    texts = [text for column in columns.values() for text in column.answers]
    codes = {code: text for column in columns.values() for code, text in column.codes.items()}
    missing = _missing(columns.values(), texts, codes, vocabulary)
    asks = asks_of(name, texts, codes, missing, [span for column in columns.values() for span in column.user_missing])

    def made(type_: str, **further: object) -> Question:
        return Question(name, header, label, type_, columns, {}, missing, **further)  # type: ignore[arg-type]

    private = vocabulary.personal(header, label, texts)
    if private:
        return made("text", private=private)
    if not texts:
        return made("text", remark="no answers at all")
    twice = _is_key(columns, vocabulary)
    if twice is not None:
        return made("id", remark=f"{twice} forms have a key that another form has" if twice else "")
    if all(column.boxed for column in columns.values()):
        return made("text", remark="its answers are the boxes beside it; not shown")
    if about_forms(columns.values(), vocabulary):
        return made("text", remark="about the form, no answer; not shown")
    if vocabulary.named("weight", header) and all(_fits_number(t, decimals) for t in set(texts)):
        return made("number", weight=True, remark="looks like a weight; nothing is weighted by it yet")
    asked = _Asked(texts, codes, missing, [c.measure for c in columns.values()], decimals)
    kind = _kind(asked, vocabulary)
    if kind in (CODED, "text") and vocabulary.holds_contact(set(texts) - set(missing)):
        return made("text", remark=CONTACT)
    if kind == CODED:
        lost = _strays(texts, codes, missing)
        texts = [text for text in texts if text not in lost]
        answers = {**codes, **{text: text for text in texts if text not in codes and text not in codes.values()}}
        remark = f"no label for {', '.join(lost)}: set to missing by a cleaning rule" if lost else ""
        return Question(name, header, label, CODED, columns, answers, missing, lost, remark, asks=asks)
    if kind == "number" and (vocabulary.named("name", label) or vocabulary.named("name", header)):
        return made("text", remark="a number that names something; not shown")
    if kind == "number":
        remark = _labelled_numbers(texts, codes, missing)
        return made("number", lost=tuple(sorted(set(texts) & set(missing))), remark=remark, asks=asks)
    if kind == "year":
        lost = tuple(sorted(text for text in set(texts) if not _is_year(text)))
        return made("year", lost=lost, remark="a year; give it a collapse to show it")
    if kind == "date":
        return made("date")
    if all(_MOMENT.match(text) for text in texts):
        return made("text", remark=MOMENTS)
    return made("text", remark=FREE_TEXT)


def _labelled_numbers(texts: Iterable[str], codes: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """What the codebook notes of numbers of which some have a label: they are averaged as they are."""
    counts = Counter(texts)
    found = [
        f"{code} {label} ({counts[code]})" for code, label in codes.items() if code in counts and code not in missing
    ]
    return f"numbers, some with a label: {', '.join(found[:6])}" if found else ""


def _strays(texts: Iterable[str], codes: Mapping[str, str], missing: Mapping[str, str]) -> tuple[str, ...]:
    """Numbers without a label beyond the labelled ones (55 on a scale from 1 to 5): slips of the keyboard, if they are few.

    Where many answers have no label, labels were given to some numbers only (0 None, 1 One), and all are answers. Numbers
    behind a gap wider than the labelled ones may be more than those that go on where the labels end.
    """
    labelled = sorted(int(code) for code in codes if _INTEGER.match(code) and code not in missing)
    if len(labelled) < 2:
        return ()
    low, high = labelled[0], labelled[-1]
    counts = Counter(text for text in texts if text not in missing)
    free = [text for text in counts if _INTEGER.match(text) and text not in codes and not low <= int(text) <= high]
    end = high
    for value in sorted(int(text) for text in free if int(text) > high):
        end = value if value - end <= high - low + 1 else end
    near = [text for text in free if low - (high - low) - 1 <= int(text) <= end]
    far = [text for text in free if text not in near]
    slips = (near if _few(near, counts, _MOST_SLIPS) else []) + (far if _few(far, counts, _MOST_FAR_SLIPS) else [])
    return tuple(sorted(slips, key=int))


def _few(texts: Iterable[str], counts: Mapping[str, int], share: float) -> bool:
    return sum(counts[text] for text in texts) <= max(1, share * sum(counts.values()))


@dataclass(frozen=True)
class _Asked:
    texts: list[str]
    codes: Mapping[str, str]
    missing: Mapping[str, str]
    measures: list[str]
    decimals: Mapping[str, str]

    @property
    def valid(self) -> list[str]:
        """The cells that are answers."""
        return [text for text in self.texts if text not in self.missing]


def _kind(asked: _Asked, vocabulary: Vocabulary) -> str:
    """single, number, year, date or text."""
    valid, distinct = asked.valid, list(dict.fromkeys(asked.valid))
    labelled = [code for code in asked.codes if code not in asked.missing]
    known = {*asked.codes, *asked.codes.values()}
    unlabelled = [text for text in distinct if text not in known]
    numeric = bool(distinct) and all(_fits_number(text, asked.decimals) for text in distinct)
    if labelled and len(unlabelled) <= (_MOST_CODES if len(labelled) > 1 or not numeric else 0):
        return CODED
    if not distinct:
        return "text"
    if all(is_date(text) for text in distinct):
        return "date"
    if numeric:
        return _kind_of_numbers(distinct, asked.measures)
    return CODED if _is_choice(valid, distinct, vocabulary) else "text"


def _kind_of_numbers(distinct: list[str], measures: list[str]) -> str:
    whole = all(_INTEGER.match(text) for text in distinct)
    if whole and sum(_is_year(text) for text in distinct) >= 0.9 * len(distinct):
        return "year"
    small = whole and len(distinct) <= _MOST_CODES and all(0 <= int(text) <= 10 for text in distinct)
    named = whole and len(distinct) <= _MOST_NAMED and {"nominal", "ordinal"} & set(measures)
    return CODED if small or named else "number"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch("(19|20)[0-9]{2}", text))


def _is_choice(valid: list[str], distinct: list[str], vocabulary: Vocabulary) -> bool:
    """Few texts that come back, or the words of a scale, are answers to choose between."""
    if vocabulary.scale_of(distinct) is not None:
        return True
    if all(vocabulary.is_one_of("yes", text) or vocabulary.is_one_of("no", text) for text in distinct):
        return True
    short = max(map(len, distinct)) <= _LONGEST_ANSWER
    return short and len(distinct) <= _MOST_ANSWERS and len(valid) >= 2 * len(distinct)


def _fits_number(text: str, decimals: Mapping[str, str]) -> bool:
    return all(_NUMBER[mark].match(text) for mark in decimals.values())


def _is_key(columns: Mapping[str, Column], vocabulary: Vocabulary) -> int | None:
    """How many forms have a key that comes twice, for a column named like a key and nearly always its own; else None."""
    if not any(vocabulary.named("id", c.header) or vocabulary.named("id", c.label) for c in columns.values()):
        return None
    twice = 0
    for column in columns.values():
        alone = len(set(column.answers))
        if alone < 0.9 * len(column.texts):
            return None
        twice += len(column.texts) - alone
    return twice


def _missing(
    columns: Iterable[Column], texts: Iterable[str], codes: Mapping[str, str], vocabulary: Vocabulary
) -> dict[str, str]:
    """Codes and texts that stand for no answer, by kind: what the export declares, and what the words say."""
    texts = list(texts)
    found = {text: kind for text in dict.fromkeys(texts) if text not in codes and (kind := vocabulary.missing(text))}
    found = {text: kind for text, kind in found.items() if not short_codes(text, texts)}
    found |= {code: kind for code, label in codes.items() if (kind := vocabulary.missing(label))}
    declared = [span for column in columns for span in column.user_missing]
    for code in {**codes, **dict.fromkeys(texts)}:
        if any(within(code, span) for span in declared):
            found.setdefault(code, vocabulary.missing(codes.get(code, code)) or "no_answer")
    return found | dict.fromkeys(far_codes([t for t in texts if t not in found and t not in codes], codes), "no_answer")
