"""The values of derived variables that are made of numbers and dates: classes, periods of a calendar, ages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from evalreport.codebook.made_sets import AGE, CLASSES, PERIOD, class_of, is_whole, made_set, period_code
from evalreport.files.errors import listed

Spec = Mapping[str, Any]
Made = tuple[pd.Series, list[tuple[str, str]]]  # values (None where there is none), and what is wrong with them


@dataclass(frozen=True)
class Found:
    """What is made of a value: its code, or that it lies outside all, which may be meant, or that it is wrong."""

    code: int | None = None
    outside: str = ""
    wrong: str = ""


_MOST_VALUES = 10  # values told of one variable
_OLDEST = 120  # years
_OUTSIDE = "Widen the limits, correct the answer by a cleaning rule, or write outside: missing"


def classes(table: pd.DataFrame, derived: Spec) -> Made:
    """The class of each number; a value outside all is told, unless the configuration takes it for missing."""
    spec = derived[CLASSES]

    def one(value: Any) -> Found:
        code = class_of(float(value), spec["limits"])
        if code is not None and is_whole(spec) and not float(value).is_integer():
            return Found(wrong=f"{value:g} is no whole number, and the classes are called by whole numbers")
        return Found(code) if code is not None else Found(outside=f"{value:g} lies outside all classes")

    return _each(table, spec["of"], one, spec.get("outside", "error"))


def period(table: pd.DataFrame, derived: Spec) -> Made:
    """The week, month, quarter, year or day of each date, as `codebook.made_sets.period_code`."""
    spec, made = derived[PERIOD], made_set("", derived)
    known = set(made.codes if made else ())

    def one(value: Any) -> Found:
        code = period_code(date.fromisoformat(value), spec["by"])
        first, last = str(spec["from"]), str(spec["to"])
        inside = code in known and first <= value <= last
        return Found(code) if inside else Found(outside=f"{value} lies outside {first} to {last}")

    return _each(table, spec["of"], one, spec.get("outside", "error"))


def age(table: pd.DataFrame, derived: Spec) -> Made:
    """Whole years from a date of birth to a day; from a year of birth, the age reached in that year."""
    spec = derived[AGE]
    at, born = _days(table, spec["at"]), table[spec["born"]]
    values = pd.Series([None] * len(table), index=table.index, dtype=object)
    wrong: dict[str, list[str]] = {}
    for row in table.index[born.notna() & at.notna()]:
        years = _years(born[row], date.fromisoformat(at[row]))
        if 0 <= years <= _OLDEST:
            values[row] = years
        else:
            found = f"born {born[row]}, and {at[row]} is the day of the age: {years} years"
            wrong.setdefault(found, []).append(_who(table, row))
    if spec.get("outside", "error") == "missing":
        wrong = {}
    expected = f"An age is from 0 to {_OLDEST}: correct the date by a cleaning rule, or write outside: missing"
    return values, _told(wrong, expected)


def _days(table: pd.DataFrame, at: Any) -> pd.Series:
    """The day of each respondent's age: one for all, one a wave, or a variable."""
    if isinstance(at, Mapping):
        return table["wave"].map({wave: str(day) for wave, day in at.items()})
    return pd.Series(str(at), index=table.index) if str(at)[:1].isdigit() else table[at]


def _years(born: Any, at: date) -> int:
    if not isinstance(born, str):
        return at.year - int(born)
    day = date.fromisoformat(born)
    return at.year - day.year - ((at.month, at.day) < (day.month, day.day))


def _each(table: pd.DataFrame, of: str, one: Callable[[Any], Found], outside: str) -> Made:
    """What `one` makes of each value of a variable, and what it says of those it makes nothing of."""
    made: list[int | None] = []
    wrong: dict[str, list[str]] = {}
    for row, value in zip(table.index, table[of], strict=True):
        found = Found() if pd.isna(value) else one(value)
        made.append(found.code)
        if told := found.wrong or (found.outside if outside != "missing" else ""):
            wrong.setdefault(told, []).append(_who(table, row))
    return pd.Series(made, index=table.index, dtype=object), _told(wrong, _OUTSIDE)


def _who(table: pd.DataFrame, row: Any) -> str:
    return str(table.at[row, "respondent"]) if "respondent" in table.columns else f"row {row}"


def _told(wrong: Mapping[str, list[str]], expected: str) -> list[tuple[str, str]]:
    """Each wrong value with those who gave it, by wave and row of the export; the rest as a number."""
    told = [(f"{found} ({listed(who)})", expected) for found, who in list(sorted(wrong.items()))[:_MOST_VALUES]]
    return told + ([(f"{len(wrong) - _MOST_VALUES} more such values", expected)] if len(wrong) > _MOST_VALUES else [])


MADE: dict[str, Callable[[pd.DataFrame, Spec], Made]] = {CLASSES: classes, PERIOD: period, AGE: age}
