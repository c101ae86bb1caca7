"""Numbers in words: whole numbers, places of a ranking, and shares by a stated rule.

Of a share the nearest of the fractions 1/10, 1/5, 1/4, 1/3, 2/5, 1/2, 3/5, 2/3, 3/4, 4/5, 9/10 is named: plainly within half a percentage
point, with `om lag` within two, else with `over` or `under`. Below 5 % and above 95 % no fraction is near: few, nearly all.
"""

import math
from fractions import Fraction

from evalreport.words.catalogue import catalogue, word
from evalreport.words.numbers import format_percent

PLAIN, ABOUT = 0.005, 0.02  # half a percentage point, two
FLOAT = 1e-9  # what floating point adds to 0.25 - 0.23
LOW, HIGH = 0.05, 0.95
NEARLY, ABOVE = 0.05, 0.10  # how far a share may be below and above the number that bounds it
FRACTIONS = {
    name: float(Fraction(name))
    for name in ("1/10", "1/5", "1/4", "1/3", "2/5", "1/2", "3/5", "2/3", "3/4", "4/5", "9/10")
}


def share_in_words(share: float, language: str) -> str:
    """A share (0-1) in words, by the rule of this module; "" when it is missing."""
    if math.isnan(share):
        return ""
    words = catalogue(language).numbers
    if share < LOW - FLOAT:
        return str(words["few"])
    if share > HIGH + FLOAT:
        return str(words["nearly_all"])
    name, fraction = min(FRACTIONS.items(), key=lambda entry: abs(entry[1] - share))
    distance, named = abs(share - fraction), words["fractions"][name]
    if distance <= PLAIN + FLOAT:
        return str(named)
    if distance <= ABOUT + FLOAT:
        return f"{words['about']} {named}"
    return f"{words['over' if share > fraction else 'under']} {named}"


def bound_in_words(share: float, language: str, at: float | str | None = None) -> str:
    """A share (0-1) by a number that it is near to: `70 %`, `over 70 %`, `nearly 70 %`, or in words, `nearly half`.

    at: the number, in per cent or a fraction ("1/2"); the nearest of 10, 20 ... 90 per cent without it. The number alone within half a
    percentage point of it, `over` up to ten above, `nearly` down to five below. "" where the share is missing or further away.
    """
    if math.isnan(share):
        return ""
    number = _fraction(at) if at is not None else _tenth(share)
    named = catalogue(language).numbers["fractions"][at] if isinstance(at, str) else format_percent(number, 0, language)
    if at is not None and not isinstance(at, str) and float(at) != round(float(at)):
        named = format_percent(number, 1, language)
    away = share - number
    if abs(away) <= PLAIN + FLOAT:
        return str(named)
    if not -NEARLY - FLOAT <= away <= ABOVE + FLOAT:
        return ""
    words = catalogue(language).numbers
    return f"{words['over' if away > 0 else 'nearly']} {named}"


def bound_problem(at: object) -> str:
    """What is wrong with the number of `bound_in_words`, as it is written; "" for nothing."""
    if at is None or not isinstance(at, bool | int | float | str):
        return ""
    known = at in FRACTIONS if isinstance(at, str) else not isinstance(at, bool) and 1 <= at <= 99
    return "" if known else repr(at)


def _fraction(at: float | str) -> float:
    return FRACTIONS[at] if isinstance(at, str) else float(at) / 100


def _tenth(share: float) -> float:
    """The multiple of ten per cent that a share is over, or nearly is."""
    below = min(max(math.floor(10 * share + FLOAT), 0), 9)
    over = below > 0 and share - below / 10 <= NEARLY + FLOAT
    return below / 10 if over or below == 9 else (below + 1) / 10


def in_words(printed: object, language: str, one: str = "", of: object = "") -> str:
    """A number as the report prints it, in words up to twelve; anything else as it is ("13", "4,5", "[…]"): the filter of templates.

    one: the word for 1 where its gender is another, "ett" in Bokmål; of: the number of all there are, so that 0 is "ingen" and as
    many as there are "alle 29".
    """
    text, whole = str(printed), str(of)
    if whole and text == "0":
        return word("none_of", language)
    if text == whole and text.isdecimal() and text != "1":
        return word("all_of", language).format(count=in_words(text, language, one))
    if text == "1" and one:
        return one
    known = catalogue(language).numbers["small"]
    small = text.isdecimal() and text == str(int(text)) and int(text) < len(known)
    return known[int(text)] if small else text


def ranked_as(place: int, superlative: str, language: str) -> str:
    """A place from 1 in words: `størst`, `nest størst`, `tredje størst`; after the tenth `nummer 11`."""
    if place == 1:
        return superlative
    ordinals = catalogue(language).numbers["ordinals"]
    if place - 2 < len(ordinals):
        return f"{ordinals[place - 2]} {superlative}"
    return word("rank_further", language).format(place=place)
