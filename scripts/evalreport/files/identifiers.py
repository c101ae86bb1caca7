"""Numbers of publications, held against their check digit: ISBN (ISO 2108) and ISSN (ISO 3297)."""

import re

_GAPS = re.compile(r"[\s\-\u2010-\u2013]")


def is_isbn(text: str) -> bool:
    """Whether a text is an ISBN of 13 or of 10 digits, hyphens or spaces between them, whose last digit fits the others."""
    digits = _GAPS.sub("", text).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    return bool(re.fullmatch(r"\d{9}[\dX]", digits)) and _weighed(digits)


def is_issn(text: str) -> bool:
    """Whether a text is an ISSN (four digits, a hyphen, four digits, the last perhaps X) whose last digit fits the others."""
    return bool(re.fullmatch(r"\d{4}[-\u2010\u2011]\d{3}[\dXx]", text)) and _weighed(_GAPS.sub("", text).upper())


def _weighed(digits: str) -> bool:
    """Digits weighed by their place from the right are together a multiple of 11; X is ten."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * (len(values) - place) for place, value in enumerate(values)) % 11 == 0
