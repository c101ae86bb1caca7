"""What a number format of a workbook shows of the number that is saved."""

import re

_SAID = re.compile(r'"[^"]*"|[\\_*].')  # words, and signs that stand for themselves, for a gap or for filling


def shows_per_cent(number_format: str | None) -> bool:
    """Whether a person in front of Excel sees the number times a hundred, with a sign for per cent behind it."""
    return "%" in _SAID.sub("", number_format or "")
