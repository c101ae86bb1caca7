"""A word on rounding where a printed difference is not the difference of the printed numbers beside it."""

import math
from collections.abc import Iterable

from evalreport.exhibits.cells import counts_instead
from evalreport.exhibits.evidence import Evidence
from evalreport.words.catalogue import word
from evalreport.words.numbers import round_half_up


def rounding_note(evidence: Evidence, differences: Iterable[tuple[float, float, float]]) -> str:
    """That differences are those of the numbers before rounding; "" where the reader's own subtraction gives the same.

    differences: (number, what is taken from it, difference) as they are printed but for the rounding; NaN for what is not printed.
    """
    places = evidence.view.decimals

    def follows(number: float, taken: float, difference: float) -> bool:
        own = round_half_up(number, places) - round_half_up(taken, places)
        return own != own or difference != difference or abs(own - round_half_up(difference, places)) < 1e-9

    return "" if all(follows(*each) for each in differences) else word("rounding_note", evidence.view.language)


def printed_share(evidence: Evidence, variable: str, category: str, group: str) -> float:
    """A share in per cent; NaN where it is withheld or printed as a count, from which nobody subtracts."""
    counted = counts_instead(
        evidence.view, evidence.cell(variable, category, group)["n"], evidence.base(variable, group)
    )
    return math.nan if counted else 100 * evidence.value(variable, category, group)
