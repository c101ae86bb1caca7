"""The names of the months, and days as a reader of a report expects them."""

import re
from datetime import date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NORWEGIAN = "januar februar mars april mai juni juli august september oktober november desember"
_ENGLISH = "January February March April May June July August September October November December"
MONTHS = {"nb": _NORWEGIAN.split(), "nn": _NORWEGIAN.split(), "en": _ENGLISH.split()}


def format_dates(text: str, language: str) -> str:
    """A text that is one day as ISO 8601 (`2009-03-31`) in words (`31. mars 2009`); any other text as it is."""
    if not _ISO.fullmatch(text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    mark = " " if language == "en" else ". "
    return f"{day.day}{mark}{MONTHS[language][day.month - 1]} {day.year}"
