"""Shares in words, by a stated rule.

The nearest of the fractions 1/10, 1/5, 1/4, 1/3, 2/5, 1/2, 3/5, 2/3, 3/4, 4/5, 9/10 is named: plainly within half a percentage
point, with `om lag` within two, else with `over` or `under`. Below 5 % and above 95 % no fraction is near: few, nearly all.
"""

import math
from fractions import Fraction

from evalreport.words.catalogue import catalogue

PLAIN, ABOUT = 0.005, 0.02  # half a percentage point, two
FLOAT = 1e-9  # what floating point adds to 0.25 - 0.23
LOW, HIGH = 0.05, 0.95
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
