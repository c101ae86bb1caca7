"""Rounding and number formats, the only place for either.

The signs are those of the language (CLDR, through Babel). Rounding is ours: Babel rounds halves to even.
"""

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TypeAlias

from evalreport.words.catalogue import locale

NO_BREAK = "\u00a0"
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
MINUS = "\u2212"  # in every language: CLDR has the hyphen in English, which breaks lines and is too short beside digits


@cache
def decimal_mark(language: str) -> str:
    """What stands before the decimals."""
    return str(_symbols(language)["decimal"])


@cache
def group_mark(language: str) -> str:
    """What stands between thousands; a no-break space, or a sign that is none."""
    return str(_symbols(language)["group"])


@cache
def percent_gap(language: str) -> str:
    """What stands between a number and its per cent sign: a no-break space or nothing."""
    return str(locale(language).percent_formats[None].pattern).rstrip("%").lstrip("#,0")


def _symbols(language: str) -> dict[str, str]:
    return dict(locale(language).number_symbols["latn"])  # CLDR has them by system of digits


# (value, decimals, whether it is a share printed with a percent sign) -> what stands in the place of the printed number
Taker: TypeAlias = Callable[[float, int, bool], str]
_TAKER: ContextVar[Taker | None] = ContextVar("taker", default=None)


@contextmanager
def taking_numbers(taker: Taker) -> Iterator[None]:
    """Inside the block no number is printed: `taker` gets each one that would be, unrounded, and gives a text for its place.

    So a table is laid out once, and a workbook gets the numbers of its cells themselves.
    """
    token = _TAKER.set(taker)
    try:
        yield
    finally:
        _TAKER.reset(token)


def round_half_up(value: float, decimals: int = 0) -> float:
    """Round half away from zero at `decimals`, on the shortest decimal text of 12 significant digits.

    A share of 59/80 is 73.75 and prints 73.8; binary floats and half-even would print 73.7 or 73.8 by chance.
    """
    exact = Decimal(f"{value:.12g}")
    return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def decimals_of(value: float) -> int:
    """How many decimals a round number needs to be printed whole: 2 for 0.25, 0 for 50; twelve digits count, as in rounding."""
    text = f"{Decimal(f'{value:.12g}').normalize():f}"
    return len(text.partition(".")[2])


def format_number(value: float, decimals: int = 0, language: str = "nb") -> str:
    """A number in the report's language: `1 234,5` (nb, nn) or `1,234.5` (en); "" when missing."""
    if value is None or math.isnan(value):
        return ""
    if taker := _TAKER.get():
        return taker(float(value), decimals, False)
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", decimal_mark(language))
    sign = MINUS if rounded < 0 else ""
    return sign + text.replace("\0", group_mark(language))


def held_together(text: str) -> str:
    """The text with no-break spaces in its grouped numbers: `20 000 og over` is not broken within 20 000."""
    return _GROUPED.sub(lambda number: number[0].replace(" ", NO_BREAK), text)


def format_percent(share: float, decimals: int = 0, language: str = "nb", sign: bool = True) -> str:
    """A share (0-1) as a percentage: `12,3 %` (nb, nn; no-break space) or `12.3%` (en)."""
    if share is None or math.isnan(share):
        return ""
    if sign and (taker := _TAKER.get()):
        return taker(float(share), decimals, True)
    number = format_number(100 * share, decimals, language)
    return number + (percent_gap(language) + "%" if sign else "")


def format_p(p: float, language: str = "nb", named: bool = True) -> str:
    """A p-value as it is printed: `p < 0,001`, `p > 0,99`, else `p = 0,012` with three decimals below 0.1 and two above.

    Without its name, in a column of p-values: `< 0,001`, `0,012`, `> 0,99`. No p prints as 1,00: what rounds to it is mostly less.
    """
    if p is None or math.isnan(p):
        return ""
    name = f"p{NO_BREAK}" if named else ""
    if p < 0.001:
        return f"{name}<{NO_BREAK}{format_number(0.001, 3, language)}"
    if round_half_up(p, 2) >= 1:
        return f"{name}>{NO_BREAK}{format_number(0.99, 2, language)}"
    equals = f"={NO_BREAK}" if named else ""
    return f"{name}{equals}{format_number(p, 3 if p < 0.0995 else 2, language)}"
