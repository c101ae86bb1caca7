"""How words are put into a sentence."""

from collections.abc import Sequence
from typing import Literal

from babel.lists import format_list

from evalreport.words.catalogue import locale


def join_words(words: Sequence[str], language: str, style: Literal["standard", "or"] = "standard") -> str:
    """`a, b og c`, as the language writes a list; style or: `a, b eller c`."""
    return str(format_list(words, style, locale=locale(language)))


def lower_first(label: str) -> str:
    """A label inside a sentence: small first letter, unless the word is an abbreviation (NAV) or stands alone (I)."""
    return label if len(label) < 2 or not label[1].islower() else label[0].lower() + label[1:]
