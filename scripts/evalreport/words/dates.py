"""The names of the months, and days as a reader of a report expects them."""

import re
from datetime import date
from functools import cache

from babel.dates import format_date

from evalreport.words.catalogue import LANGUAGES, locale

NO_DAY = "1980-01-01"  # of a file whose edition has no day: a file must have a date, and the first that a ZIP file can have says nothing
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def months(language: str) -> tuple[str, ...]:
    """The months from January on, as they stand in a date of the language."""
    names = locale(language).months["format"]["wide"]
    return tuple(names[number] for number in range(1, 13))


def weekdays(language: str) -> tuple[str, ...]:
    """The days of the week from Sunday on."""
    names = locale(language).days["format"]["wide"]
    return tuple(names[number % 7] for number in range(6, 13))


@cache
def month_numbers() -> dict[str, int]:
    """Name of a month in any language, in small letters -> its number."""
    return {name.lower(): number for each in LANGUAGES for number, name in enumerate(months(each), start=1)}


def format_dates(text: str, language: str) -> str:
    """A text that is one day as ISO 8601 (`2009-03-31`) in words (`31. mars 2009`); any other text as it is."""
    if not _ISO.fullmatch(text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return str(format_date(day, "long", locale(language)))


_IN_WORDS = re.compile(r"(?:(\d{1,2})\.? )?(\w+) (\d{4})")
_YEAR = re.compile(r"\d{4}")


def day_in(text: str) -> str | None:
    """The day (ISO 8601) that a date of an edition names: `31. mars 2009`, `mars 2009` (its first), `2009`, `2009-03-31`.

    Months in any language of the program; None for a text that is no date.
    """
    if _ISO.fullmatch(text):
        return text if format_dates(text, "en") != text else None
    if _YEAR.fullmatch(text):
        return f"{text}-01-01"
    found = _IN_WORDS.fullmatch(text.strip())
    names = month_numbers()
    if not found or found[2].lower() not in names:
        return None
    try:
        return date(int(found[3]), names[found[2].lower()], int(found[1] or 1)).isoformat()
    except ValueError:
        return None
