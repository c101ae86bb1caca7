"""Shares in words, by a stated rule.

The nearest of the fractions 1/10, 1/5, 1/4, 1/3, 2/5, 1/2, 3/5, 2/3, 3/4, 4/5, 9/10 is named: plainly within half a percentage
point, with `om lag` within two, else with `over` or `under`. Below 5 % and above 95 % no fraction is near: few, nearly all.
"""

import math

PLAIN, ABOUT = 0.005, 0.02  # half a percentage point, two
FLOAT = 1e-9  # what floating point adds to 0.25 - 0.23
LOW, HIGH = 0.05, 0.95

FRACTIONS: dict[str, tuple[tuple[float, str], ...]] = {
    "nb": (
        (1 / 10, "en av ti"), (1 / 5, "en av fem"), (1 / 4, "en av fire"), (1 / 3, "en tredel"), (2 / 5, "to av fem"), (1 / 2, "halvparten"),
        (3 / 5, "tre av fem"), (2 / 3, "to tredeler"), (3 / 4, "tre av fire"), (4 / 5, "fire av fem"), (9 / 10, "ni av ti"),
    ),
    "nn": (
        (1 / 10, "ein av ti"), (1 / 5, "ein av fem"), (1 / 4, "ein av fire"), (1 / 3, "ein tredel"), (2 / 5, "to av fem"), (1 / 2, "halvparten"),
        (3 / 5, "tre av fem"), (2 / 3, "to tredelar"), (3 / 4, "tre av fire"), (4 / 5, "fire av fem"), (9 / 10, "ni av ti"),
    ),
    "en": (
        (1 / 10, "one in ten"), (1 / 5, "one in five"), (1 / 4, "one in four"), (1 / 3, "one third"), (2 / 5, "two in five"), (1 / 2, "half"),
        (3 / 5, "three in five"), (2 / 3, "two thirds"), (3 / 4, "three in four"), (4 / 5, "four in five"), (9 / 10, "nine in ten"),
    ),
}  # fmt: skip
ABOUT_WORD = {"nb": "om lag", "nn": "om lag", "en": "about"}
OVER = {"nb": "over", "nn": "over", "en": "over"}
UNDER = {"nb": "under", "nn": "under", "en": "under"}
FEW = {"nb": "svært få", "nn": "svært få", "en": "very few"}
NEARLY_ALL = {"nb": "nesten alle", "nn": "nesten alle", "en": "nearly all"}


def share_in_words(share: float, language: str) -> str:
    """A share (0-1) in words, by the rule of this module; "" when it is missing."""
    if math.isnan(share):
        return ""
    if share < LOW - FLOAT:
        return FEW[language]
    if share > HIGH + FLOAT:
        return NEARLY_ALL[language]
    fraction, words = min(FRACTIONS[language], key=lambda entry: abs(entry[0] - share))
    distance = abs(share - fraction)
    if distance <= PLAIN + FLOAT:
        return words
    if distance <= ABOUT + FLOAT:
        return f"{ABOUT_WORD[language]} {words}"
    return f"{(OVER if share > fraction else UNDER)[language]} {words}"
