"""Which rows of a tidy table a condition of the configuration picks."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.codebook.value_sets import Category, parse_codes


def matches(values: pd.Series, wanted: Sequence[Any]) -> pd.Series:
    """Which values are among the wanted: codes, ranges written "30-39" (numbers only), or None for missing."""
    texts = isinstance(values.dtype, pd.StringDtype)
    codes = [str(value) if texts else value for value in wanted if value is not None]
    singles = {code for code in codes if texts or not isinstance(code, str)}
    ranges = [Category("", {}, *parse_codes(code)) for code in codes if not texts and isinstance(code, str)]
    found = values.isin(list(singles)).fillna(False).astype(bool)
    if ranges:
        found |= values.map(lambda value: not pd.isna(value) and any(r.contains(value) for r in ranges)).astype(bool)
    return found | values.isna() if None in wanted else found


def where(table: pd.DataFrame, condition: Mapping[str, Sequence[Any]]) -> pd.Series:
    """Which rows meet a condition: every variable named has one of its wanted values."""
    met = pd.Series(True, index=table.index)
    for name, wanted in condition.items():
        met &= matches(table[name], wanted)
    return met
