"""What a condition of the configuration (`where`, `when`, `responded`) says, whatever it is asked of.

A condition is a mapping: each variable with the values wanted of it, and `all`, `any` (lists of conditions) and `not` (a condition).
Everything in it must hold; an empty one holds for everybody. Values are codes, ranges of numbers ("30-39", "67-", "-17") or of numbers
and dates ("-5..5", "2024-01-01..2024-06-30"), and None for no answer.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from evalreport.codebook.value_sets import parse_codes

ALL, ANY, NOT = "all", "any", "not"
JOINTS = (ALL, ANY, NOT)  # keys that join conditions, and so are no names of variables
SPAN = ".."  # between the ends of a range whose numbers may be negative or are dates
INFINITY = float("inf")

_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Condition = Mapping[str, Any]


def frozen(condition: Condition) -> dict[str, Any]:
    """A condition as an object holds it: lists as tuples, at every depth."""
    return _mapped(condition, tuple)


def plain(condition: Condition) -> dict[str, Any]:
    """A condition as plain data: tuples as lists, at every depth."""
    return _mapped(condition, list)


def _mapped(condition: Condition, kind: Callable[[Any], Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, wanted in condition.items():
        if key == NOT:
            made[key] = _mapped(wanted, kind)
        else:
            made[key] = kind(_mapped(each, kind) for each in wanted) if key in JOINTS else kind(wanted)
    return made


def parts(condition: Condition) -> Iterator[tuple[str, Sequence[Any]]]:
    """Every variable of a condition with the values wanted of it, at every depth, as written."""
    for key, wanted in condition.items():
        if key not in JOINTS:
            yield key, wanted
        for inner in [wanted] if key == NOT else wanted if key in JOINTS else ():
            yield from parts(inner)


def variables_in(condition: Condition) -> tuple[str, ...]:
    """The variables that a condition is about, each once."""
    return tuple(dict.fromkeys(name for name, _ in parts(condition)))


def joined(conditions: Sequence[Condition]) -> dict[str, Any]:
    """One condition that says what several say together."""
    together: dict[str, Any] = {}
    for condition in conditions:
        if set(together) & set(condition):
            return {ALL: [plain(each) for each in conditions]}
        together |= plain(condition)
    return together


def can_hold(condition: Condition, known: Mapping[str, Any]) -> bool:
    """Whether a condition can hold where the values of some variables are known (None for no answer) and the others may be anything."""
    return _verdict(condition, known) is not False


def _verdict(condition: Condition, known: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds, None where what is known does not decide it (Kleene's three-valued logic)."""
    return _every(_part_verdict(key, wanted, known) for key, wanted in condition.items())


def _part_verdict(key: str, wanted: Any, known: Mapping[str, Any]) -> bool | None:
    if key == NOT:
        return _turned(_verdict(wanted, known))
    if key == ALL:
        return _every(_verdict(each, known) for each in wanted)
    if key == ANY:
        return _turned(_every(_turned(_verdict(each, known)) for each in wanted))
    return known[key] in wanted if key in known else None


def _turned(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def _every(verdicts: Iterator[bool | None]) -> bool | None:
    """Kleene's conjunction: false where one is, unknown where one is and none is false."""
    found = list(verdicts)
    if False in found:
        return False
    return None if None in found else True


def number_ranges(text: str) -> tuple[tuple[float, float], ...]:
    """The ranges (both ends belong to them) that a text names: "30-39", "67-", "-17" (17 or less), "-5..5", "..-1", "18"; () for none."""
    if SPAN in text:
        ends = [end.strip() for end in text.split(SPAN)]
        if len(ends) != 2 or not any(ends) or not all(_NUMBER.fullmatch(end) for end in ends if end):
            return ()
        return ((float(ends[0] or -INFINITY), float(ends[1] or INFINITY)),)
    ranges, texts = parse_codes(text)
    return () if texts else ranges


def date_range(text: str) -> tuple[str, str] | None:
    """The first and last day (ISO 8601, "" where it is open) of a text like "2024-01-01..2024-06-30"; None where it is no such range."""
    ends = [end.strip() for end in text.split(SPAN)]
    if len(ends) != 2 or not any(ends) or not all(is_date(end) for end in ends if end):
        return None
    return ends[0], ends[1]


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, as 2024-06-30."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
