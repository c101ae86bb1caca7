"""Amounts as people write them in a form: `20`, `ca 20`, `15-20`, a tick; how exact they are stays with them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ABOUT = r"(?:ca\.?|cirka|om\s?lag|omtrent|rundt|about|approx\.?|approximately|around|c\.|~)"
_NUMBER = r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT}\s*)?(?P<low>{_NUMBER})(?:\s*(?:[-–—]|til|to)\s*(?P<high>{_NUMBER}))?", re.IGNORECASE
)
TICKS = ("x", "ja", "yes")


@dataclass(frozen=True)
class Amount:
    """A number with its lowest and highest reading, and whether it was given as approximate."""

    value: float
    low: float
    high: float
    approximate: bool = False


def amount_of(text: str) -> Amount | None:
    """The amount a cell says, None where nobody could tell: a range counts as its middle, a tick as one."""
    text = text.strip()
    if text.lower() in TICKS:
        return Amount(1, 1, 1)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    if high < low:
        return None
    return Amount((low + high) / 2, low, high, bool(match["about"]) or high > low)


def _number(text: str) -> float:
    return float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))


def total_of(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts: approximate where one of them is."""
    parts = list(amounts)
    return Amount(
        sum(part.value for part in parts),
        sum(part.low for part in parts),
        sum(part.high for part in parts),
        any(part.approximate for part in parts),
    )


def plain_text(value: float) -> str:
    """A number as tables of records keep it: with a point, whole where it is."""
    return f"{value:.10g}"


def written(amount: Amount) -> str:
    """An amount as a person would write it: `343`, `ca 343`."""
    return ("ca " if amount.approximate else "") + plain_text(amount.value)
