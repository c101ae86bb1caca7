"""Which whole numbers a printed percentage can come from: exact intervals on the printed decimals, no floats.

A printed value v with d decimals stands for every exact value in an interval around it. Under `NEAREST` that is v plus or
minus half a unit of the last decimal, both ends included, so that it holds for halves rounded up, down or to even and for
programs that round binary floats; `HALF_UP` and `HALF_EVEN` are the parts of it that these two rules leave; `TRUNCATED`
is v up to the next printed value, for numbers whose decimals were cut off.
"""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from evalreport.words.numbers import MINUS, decimal_mark, group_mark

NEAREST, HALF_UP, HALF_EVEN, TRUNCATED = "nearest", "half_up", "half_even", "truncated"
PERCENT = 100  # percentages are per hundred


class Interval(NamedTuple):
    """Exact values between two ends; an end may or may not belong to it."""

    low: Fraction
    high: Fraction
    low_in: bool = True
    high_in: bool = True


class Counts(NamedTuple):
    """Whole numbers from low to high, both included; none when low > high."""

    low: int
    high: int

    def __bool__(self) -> bool:
        return self.low <= self.high

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.low <= number <= self.high


def unit(decimals: int) -> Fraction:
    """One unit of the last printed decimal."""
    return Fraction(1, 10**decimals)


def exact_values(value: Fraction, decimals: int, rule: str = NEAREST) -> Interval:
    """The exact values that print as `value` under a rule."""
    half = unit(decimals) / 2
    if rule == TRUNCATED:
        return Interval(value, value + unit(decimals), True, False)
    if rule == HALF_UP:
        return Interval(value - half, value + half, True, False)
    if rule == HALF_EVEN:
        even = (value / unit(decimals)) % 2 == 0
        return Interval(value - half, value + half, even, even)
    return Interval(value - half, value + half)


def counts_for(value: Fraction, decimals: int, n: int, rule: str = NEAREST, whole: int = PERCENT) -> Counts:
    """The counts k of n for which whole*k/n prints as `value`: GRIM for percentages (whole=100) and means of whole numbers (1)."""
    found = exact_values(value, decimals, rule)
    low, high = found.low * n / whole, found.high * n / whole
    first = ceil(low) if found.low_in else floor(low) + 1
    last = floor(high) if found.high_in else ceil(high) - 1
    return Counts(max(first, 0), min(last, n) if whole == PERCENT else last)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero, exactly."""
    scaled = abs(value) / unit(decimals)
    return (1 if value >= 0 else -1) * floor(scaled + Fraction(1, 2)) * unit(decimals)


def said(value: Fraction | int, decimals: int, language: str) -> str:
    """A number as the report prints it, rounded half up."""
    whole, rest = divmod(abs(rounded(Fraction(value), decimals)) * 10**decimals, 10**decimals)
    digits = f"{int(whole):,}".replace(",", group_mark(language))
    fraction = f"{decimal_mark(language)}{int(rest):0{decimals}d}" if decimals else ""
    return f"{MINUS if value < 0 else ''}{digits}{fraction}"
