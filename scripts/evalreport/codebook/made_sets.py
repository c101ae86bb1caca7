"""Answers that the configuration makes of numbers and of dates: classes between limits, and weeks, months or years of a calendar.

Every job reads the configuration, so nothing here knows data; the values themselves are made in `clean.classed`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import is_date
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.files.spreadsheets import suggestion
from evalreport.words.catalogue import LANGUAGES, word
from evalreport.words.dates import months
from evalreport.words.numbers import format_number

Spec = Mapping[str, Any]
Found = tuple[str, str]  # what was found, what would be right

CLASSES, PERIOD, AGE = "classes", "period", "age"
WAYS = (CLASSES, PERIOD, AGE)  # keys of a derived variable that are treated here
NUMERIC = ("number", "year")
_MOST = 400  # periods of a calendar: more than these are no table that somebody reads


def made_set(name: str, derived: Spec) -> ValueSet | None:
    """The value set of a derived variable that is made of classes or of a calendar, None for others."""
    if CLASSES in derived:
        return ValueSet(name, _classes(derived[CLASSES]))
    return ValueSet(name, _periods(derived[PERIOD])) if PERIOD in derived else None


def with_made_sets(book: Codebook, derived: Mapping[str, Spec]) -> Codebook:
    """The codebook with the value sets of derived variables that are without error."""
    return book.extended(value_sets={n: made for n, spec in derived.items() if (made := made_set(n, spec))})


def set_of(name: str, derived: Spec) -> str:
    """The value set of a derived variable: its own, where it is made of classes or of a calendar."""
    return name if CLASSES in derived or PERIOD in derived else str(derived.get("value_set", ""))


def made_errors(name: str, derived: Spec, types: Mapping[str, str], book: Codebook) -> Iterator[Found]:
    """What is wrong with a derived variable of one of WAYS; types: variable -> type, of all that may be named."""
    if CLASSES in derived or PERIOD in derived:
        if derived["type"] not in ("single", "scale"):
            yield f"classes of type {derived['type']!r}", "They are answers: type single or scale"
        if "value_set" in derived:
            yield "a value set beside what is made", "Leave value_set out: the answers are made here"
        elif name in book.value_sets:
            yield f"value_sets.csv has {name!r} too", "Call one of them something else"
    if CLASSES in derived:
        yield from _of_type(derived[CLASSES]["of"], types, NUMERIC)
        yield from _class_errors(derived[CLASSES])
    if PERIOD in derived:
        yield from _of_type(derived[PERIOD]["of"], types, ("date",))
        yield from _period_errors(derived[PERIOD])
    if AGE in derived:
        yield from _age_errors(derived, types, book)


def _of_type(name: str, types: Mapping[str, str], wanted: Sequence[str]) -> Iterator[Found]:
    if name not in types:
        yield f"unknown variable {name!r}", suggestion(name, types)
    elif types[name] not in wanted:
        yield f"{name} is of type {types[name]}", f"Choose a variable of type {' or '.join(wanted)}"


def is_whole(spec: Spec) -> bool:
    """Whether classes are called by whole numbers (30-44), so that no value may lie between two of them."""
    return "labels" not in spec and all(limit is None or float(limit).is_integer() for limit in spec["limits"])


def class_of(value: float, limits: Sequence[float | None]) -> int | None:
    """The code of the class of a number, None outside all: a class holds its lower limit, the last one also its upper."""
    for code, (low, high) in enumerate(zip(limits, limits[1:], strict=False), start=1):
        last = code == len(limits) - 1
        if (low is None or value >= low) and (high is None or value < high or (last and value == high)):
            return code
    return None


def _class_errors(spec: Spec) -> Iterator[Found]:
    limits, inner = spec["limits"], [limit for limit in spec["limits"] if limit is not None]
    if None in limits[1:-1]:
        yield "an open limit between others", "Only the first and the last may be empty (null)"
    if inner != sorted(set(inner)) or not inner:
        yield f"limits {', '.join(map(str, inner))}", "Each above the one before"
    for language, labels in spec.get("labels", {}).items():
        if len(labels) != len(limits) - 1:
            yield f"{len(labels)} labels ({language}) for {len(limits) - 1} classes", "One label a class"
        elif len(set(labels)) < len(labels):
            yield f"two classes have one label ({language})", "Labels differ"


def _classes(spec: Spec) -> tuple[Choice, ...]:
    limits = spec["limits"]
    pairs = list(zip(limits, limits[1:], strict=False))
    return tuple(
        Choice(code, {each: _class_label(spec, code, pair, len(pairs), each) for each in LANGUAGES})
        for code, pair in enumerate(pairs, start=1)
    )


def _class_label(spec: Spec, code: int, pair: tuple[Any, Any], number: int, language: str) -> str:
    """The label that the configuration gives a class, else its limits in words."""
    labels = spec.get("labels", {})
    if labels:
        written = labels.get(language) or next(iter(labels.values()))
        return str(written[code - 1]) if code <= len(written) else str(code)
    low, high = pair
    if low is None or high is None:
        key = "class_below" if low is None else "class_above"
        return word(key, language).format(limit=_number(high if low is None else low, language))
    whole = is_whole(spec)
    if not whole:
        key = "class_between" if code == number else "class_half_open"
        return word(key, language).format(low=_number(low, language), high=_number(high, language))
    top = high if code == number else high - 1
    ends = [_number(each, language) for each in (low, top)]
    return ends[0] if top == low else word("class_between", language).format(low=ends[0], high=ends[1])


def _number(value: float, language: str) -> str:
    """A limit for the reader; four digits stand without a space, as years do."""
    if float(value).is_integer() and abs(value) < 10000:
        return str(int(value))
    decimals = len(repr(float(value)).partition(".")[2].rstrip("0"))
    return format_number(float(value), decimals, language)


def _period_errors(spec: Spec) -> Iterator[Found]:
    wrong = [key for key in ("from", "to") if not is_date(str(spec[key]))]
    for key in wrong:
        yield f"{key}: {spec[key]!r} is no day", "Write it as 2009-10-12"
    if wrong:
        return
    first, last = (date.fromisoformat(str(spec[key])) for key in ("from", "to"))
    if last < first:
        yield f"to: {last} lies before from: {first}", "Give the first and the last day"
    elif (last - first).days >= _MOST * 400 or len(_codes(spec)) > _MOST:
        yield f"more than {_MOST} periods from {first} to {last}", "Choose a longer period, or days nearer each other"


def period_code(day: date, by: str) -> int:
    """The period of a day as a number that sorts: 200941 for week 41 (ISO 8601) of 2009, 200910 for October, 20094, 2009."""
    if by == "week":
        year, week, _ = day.isocalendar()
        return 100 * year + week
    codes = {
        "day": 10000 * day.year + 100 * day.month + day.day,
        "month": 100 * day.year + day.month,
        "quarter": 10 * day.year + (day.month + 2) // 3,
        "year": day.year,
    }
    return codes[by]


def _codes(spec: Spec) -> list[int]:
    """The periods from the first day to the last, those without an answer too."""
    first, last = (date.fromisoformat(str(spec[key])) for key in ("from", "to"))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return list(dict.fromkeys(period_code(day, spec["by"]) for day in days))


def _periods(spec: Spec) -> tuple[Choice, ...]:
    if any(_period_errors(spec)):
        return ()
    return tuple(
        Choice(code, {each: _period_label(code, spec["by"], each) for each in LANGUAGES}) for code in _codes(spec)
    )


def _period_label(code: int, by: str, language: str) -> str:
    if by == "year":
        return str(code)
    if by == "day":
        return date(code // 10000, code // 100 % 100, code % 100).isoformat()
    if by == "month":
        return f"{months(language)[code % 100 - 1]} {code // 100}"
    size = 10 if by == "quarter" else 100
    return word(f"period_{by}", language).format(number=code % size, year=code // size)


def _age_errors(derived: Spec, types: Mapping[str, str], book: Codebook) -> Iterator[Found]:
    if derived["type"] != "number":
        yield f"an age of type {derived['type']!r}", "An age is a number"
    yield from _of_type(derived[AGE]["born"], types, ("date", "year"))
    at = derived[AGE]["at"]
    if isinstance(at, Mapping):
        for wave in (wave for wave in at if wave not in book.waves):
            yield f"at: no wave {wave!r}", suggestion(str(wave), book.waves)
        for wave in derived.get("waves", book.waves):
            if wave not in at:
                yield f"at: no day for wave {wave!r}", "Give each wave a day"
    for day in at.values() if isinstance(at, Mapping) else [at]:
        if isinstance(at, Mapping) or str(day)[:1].isdigit():
            if not is_date(str(day)):
                yield f"at: {day!r} is no day", "Write it as 2009-10-12"
        else:
            yield from _of_type(str(day), types, ("date",))
