"""Weighting again without some respondents, as every replicate of a jackknife needs it.

The weights file carries what that takes: beside each weight the base weight, the bounds, and for each margin the respondent's category
and that category's population.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalreport.survey.design import Floats, Ints
from evalreport.survey.replicates import without_empty
from evalreport.survey.weighting import Margin, rake_within, with_unknown

CODE, TOTAL = "code_", "total_"  # before the id of a margin, in the columns of the weights file


@dataclass(frozen=True)
class Part:
    """The rows (m,) of one wave, raked together: their margins and the bounds of their weights."""

    rows: Ints
    margins: tuple[Margin, ...]
    low: float
    high: float


def margin_columns(margins: Sequence[Margin]) -> dict[str, Floats]:
    """Columns of the weights file for some margins: category (-1 unknown) and the population of the category (NaN unknown)."""
    columns: dict[str, Floats] = {}
    for margin in margins:
        known = margin.codes >= 0
        columns[CODE + margin.name] = margin.codes.astype(float)
        columns[TOTAL + margin.name] = np.where(known, margin.totals[np.maximum(margin.codes, 0)], np.nan)
    return columns


def parts_of(table: pd.DataFrame) -> tuple[Part, ...]:
    """The waves of a weights file whose rows stand in the order of the data; rows without a weight are in none.

    table: columns wave, base, low, high, and code_<margin>, total_<margin>; a margin of another wave is missing throughout.
    """
    weighed = table[table["base"].notna()]
    return tuple(_part(rows) for _, rows in weighed.groupby("wave", sort=True))


def _part(rows: pd.DataFrame) -> Part:
    names = [name.removeprefix(CODE) for name in rows.columns if name.startswith(CODE) and rows[name].notna().any()]
    margins = tuple(_margin(name, rows[CODE + name], rows[TOTAL + name]) for name in names)
    return Part(rows.index.to_numpy(), margins, float(rows["low"].iloc[0]), float(rows["high"].iloc[0]))


def _margin(name: str, codes: pd.Series, totals: pd.Series) -> Margin:
    code = codes.to_numpy(dtype=float).astype(np.intp)
    counts = np.zeros(code.max() + 1)
    counts[code[code >= 0]] = totals.to_numpy(dtype=float)[code >= 0]
    return Margin(name, code, counts)


def reweigher(parts: Sequence[Part], n: int) -> Callable[[Floats], Floats]:
    """Base weights (n,), some of them zero, to weights (n,) that reach the margins within the bounds, wave by wave.

    A category that has lost all its respondents gives its population to the others of its margin.
    """

    def reweigh(base: Floats) -> Floats:
        weights = np.zeros(n)
        for part in parts:
            own = base[part.rows]
            margins = without_empty([with_unknown(margin, own) for margin in part.margins], own)
            weights[part.rows] = rake_within(own, margins, part.low, part.high) if margins else own
        return weights

    return reweigh
