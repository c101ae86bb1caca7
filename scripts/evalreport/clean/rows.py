"""Which rows of a tidy table a condition of the configuration picks (`codebook.conditions`)."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import pandas as pd

from evalreport.codebook.conditions import ALL, ANY, NOT, Condition, date_range, number_ranges


def matches(values: pd.Series, wanted: Sequence[Any]) -> pd.Series:
    """Which values are among the wanted: codes, ranges of numbers ("30-39", "-5..5") or of dates, or None for missing."""
    texts = isinstance(values.dtype, pd.StringDtype)
    given = [value for value in wanted if value is not None]
    codes = [str(value) if texts else value for value in given if texts or not isinstance(value, str)]
    found = values.isin(codes).fillna(False).astype(bool)
    for text in (value for value in given if isinstance(value, str)):
        found |= _in_days(values, text) if texts else _in_ranges(values, text)
    return found | values.isna() if None in wanted else found


def _in_ranges(values: pd.Series, text: str) -> pd.Series:
    """Which numbers lie in the ranges of a text, their ends among them."""
    numbers, found = pd.to_numeric(values, errors="coerce"), pd.Series(False, index=values.index)
    for low, high in number_ranges(text):
        found |= numbers.between(low, high).fillna(False).astype(bool)
    return found


def _in_days(values: pd.Series, text: str) -> pd.Series:
    """Which dates lie in the range of a text; a time of the day does not count."""
    if (span := date_range(text)) is None:
        return pd.Series(False, index=values.index)
    days, (first, last) = values.str.slice(0, 10), span
    return ((days >= first) & ((days <= last) if last else True)).fillna(False).astype(bool)


def where(table: pd.DataFrame, condition: Condition) -> pd.Series:
    """Which rows meet a condition: all it says; a missing value is none of the values wanted, so that `not` holds for it."""
    met = pd.Series(True, index=table.index)
    for key, wanted in condition.items():
        met &= _part(table, key, wanted)
    return met


def _part(table: pd.DataFrame, key: str, wanted: Any) -> pd.Series:
    if key == NOT:
        return ~where(table, wanted)
    if key in (ALL, ANY):
        return reduce(and_ if key == ALL else or_, (where(table, each) for each in wanted))
    return matches(table[key], wanted)
