"""Dates as plans write them: `08.09.06|`, `16.-17.04.`, `U.17&18`, `Juni 09`, two dates in a cell; each an interval of days."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from evalreport.words.dates import month_numbers

UNREADABLE, NO_YEAR = "unreadable_date", "no_year"
_JOIN = r"\s*(?:-|&|\+|og|and|til|to)\s*"

_Y = r"(?:\.?\s*(\d{4}|\d{2}))?\.?"
_DAY = r"(\d{1,2})\.\s*(\d{1,2})" + _Y
_NAME = r"([a-zæøå]{3,})\.?"
_WEEK = r"(?:u|uke|uker|veke|veker|w|week|weeks)\.?\s*(\d{1,2})"


@dataclass(frozen=True)
class Interval:
    """From the first day to the last, and how exact the plan is: day | days | week | month | quarter | year."""

    first: date
    last: date
    precision: str


@dataclass(frozen=True)
class Reading:
    """What a cell says: its intervals (several where it has several dates apart), or why it cannot be read ("" where it can)."""

    intervals: tuple[Interval, ...] = ()
    trouble: str = ""


class _NoYear(ValueError):
    """A date without a year, in a plan that has no sections of a year."""


def read_dates(text: str, year: int | None = None) -> Reading:
    """The dates of a cell; year: of the section, for dates without one. Two figures are 1970 to 2069. An empty cell has none.

    Lines of a cell (and slashes) are read as one date broken over lines where that makes a date, else as several dates.
    Days that follow each other are one interval.
    """
    plain = _plain(text)
    if not plain:
        return Reading()
    try:
        whole = _interval(re.sub(r"\s*[\n/]\s*", "", plain), year)
        parts = [whole] if whole else [_interval(part, year) for part in re.split(r"\s*[\n/;]\s*", plain) if part]
    except _NoYear:
        return Reading(trouble=NO_YEAR)
    found = [part for part in parts if part]
    if not found or len(found) < len(parts):
        return Reading(trouble=UNREADABLE)
    return Reading(tuple(_merged(found)))


def _plain(text: str) -> str:
    """Small letters, one kind of dash and space, a point for a comma between figures, no stray signs around."""
    text = text.replace("\xa0", " ").replace("–", "-").lower()
    text = re.sub(r"(?<=\d)\s*,\s*(?=\d)", ".", text)
    return re.sub(r"[^\S\n]+", " ", text).strip(" \n|;,:*")


def _merged(intervals: list[Interval]) -> list[Interval]:
    """Intervals in order of time, those that touch or overlap as one."""
    merged: list[Interval] = []
    for each in sorted(intervals, key=lambda found: (found.first, found.last)):
        if merged and each.first <= merged[-1].last + timedelta(days=1):
            last = max(merged[-1].last, each.last)
            merged[-1] = Interval(merged[-1].first, last, "days")
        else:
            merged.append(each)
    return merged


def _interval(text: str, year: int | None) -> Interval | None:
    """The interval that a text without breaks says; None where it says none."""
    for pattern, make in _FORMS:
        found = re.fullmatch(pattern, text)
        if found:
            try:
                return make(found.groups(), year)
            except _NoYear:
                raise
            except ValueError:  # the 31st of a month with 30 days, a word that is no month
                continue
    return None


def _year(text: str | None, section: int | None) -> int:
    if not text:
        if section is None:
            raise _NoYear
        return section
    number = int(text)
    if len(text) == 2:
        return 2000 + number if number < 70 else 1900 + number
    if not 1900 <= number < 2100:
        raise ValueError(text)
    return number


def _month(name: str) -> int:
    """The number of a month by its name or the first three letters or more."""
    numbers = {number for month, number in month_numbers().items() if month.startswith(name)}
    if len(numbers) != 1:
        raise ValueError(name)
    return numbers.pop()


def _ordered(first: date, last: date, precision: str) -> Interval:
    if last < first:
        raise ValueError(f"{first} to {last}")
    return Interval(first, last, precision)


Groups = tuple[str | None, ...]


def _iso(groups: Groups, section: int | None) -> Interval:
    day = date.fromisoformat(str(groups[0]))
    return Interval(day, day, "day")


def _day(groups: Groups, section: int | None) -> Interval:
    day, month, year = groups
    found = date(_year(year, section), int(str(month)), int(str(day)))
    return Interval(found, found, "day")


def _days(groups: Groups, section: int | None) -> Interval:
    """`16.-17.04.`: two days of a month."""
    first, last, month, year = groups
    of_year, of_month = _year(year, section), int(str(month))
    return _ordered(date(of_year, of_month, int(str(first))), date(of_year, of_month, int(str(last))), "days")


def _across(groups: Groups, section: int | None) -> Interval:
    """`30.11.-01.12.08`: days of two months; the first has the year of the last where it has none."""
    day, month, year, to_day, to_month, to_year = groups
    last_year = _year(to_year or year, section)
    first = date(_year(year, last_year), int(str(month)), int(str(day)))
    return _ordered(first, date(last_year, int(str(to_month)), int(str(to_day))), "days")


def _named_day(groups: Groups, section: int | None) -> Interval:
    day, name, year = groups
    return _day((day, str(_month(str(name))), year), section)


def _named_days(groups: Groups, section: int | None) -> Interval:
    first, last, name, year = groups
    return _days((first, last, str(_month(str(name))), year), section)


def _months(groups: Groups, section: int | None) -> Interval:
    """A month by name, or from one to another."""
    name, to_name, year = groups
    of_year, first = _year(year, section), _month(str(name))
    last = _month(to_name) if to_name else first
    return _ordered(date(of_year, first, 1), date(of_year, last, monthrange(of_year, last)[1]), "month")


def _weeks(groups: Groups, section: int | None) -> Interval:
    """ISO weeks (ISO 8601), from Monday to Sunday."""
    first, last, year = groups
    of_year = _year(year, section)
    start = date.fromisocalendar(of_year, int(str(first)), 1)
    return _ordered(start, date.fromisocalendar(of_year, int(last or str(first)), 7), "week")


def _quarter(groups: Groups, section: int | None) -> Interval:
    number, year = groups
    of_year, last = _year(year, section), 3 * int(str(number))
    return Interval(date(of_year, last - 2, 1), date(of_year, last, monthrange(of_year, last)[1]), "quarter")


def _whole_year(groups: Groups, section: int | None) -> Interval:
    of_year = _year(groups[0], section)
    return Interval(date(of_year, 1, 1), date(of_year, 12, 31), "year")


_FORMS: tuple[tuple[str, Callable[[Groups, int | None], Interval]], ...] = (
    (r"(\d{4}-\d{2}-\d{2})(?:[ t]00:00(?::00)?)?", _iso),
    (_DAY, _day),
    (rf"(\d{{1,2}})\.?{_JOIN}(\d{{1,2}})\.\s*(\d{{1,2}}){_Y}", _days),
    (_DAY + _JOIN + _DAY, _across),
    (rf"(\d{{1,2}})\.?\s*{_NAME}\s*(\d{{4}}|\d{{2}})?", _named_day),
    (rf"(\d{{1,2}})\.?{_JOIN}(\d{{1,2}})\.?\s*{_NAME}\s*(\d{{4}}|\d{{2}})?", _named_days),
    (rf"{_NAME}(?:\s*-\s*{_NAME})?\s*(\d{{4}}|\d{{2}})?", _months),
    (rf"{_WEEK}\.?(?:{_JOIN}(\d{{1,2}}))?\.?(?:\s+(\d{{4}}))?", _weeks),
    (r"([1-4])\.?\s*(?:kvartal|quarter)\s*(\d{4}|\d{2})?", _quarter),
    (r"(\d{4})", _whole_year),
)
