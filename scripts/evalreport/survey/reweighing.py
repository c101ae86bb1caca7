"""Weighting again without some respondents, as every replicate of a jackknife needs it.

The weights file carries what that takes: beside each weight the base weight, the bounds, and for each margin the respondent's category
and that category's population.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput
from evalreport.survey.design import Floats, Ints
from evalreport.survey.replicates import without_empty
from evalreport.survey.sampling_facts import BOUNDS, MARGINS
from evalreport.survey.weighting import Margin, rake_within, with_unknown

CODE, TOTAL = "code_", "total_"  # before the id of a margin, in the columns of the weights file


@dataclass(frozen=True)
class Part:
    """The rows (m,) of one wave, raked together: their margins and the bounds of their weights."""

    rows: Ints
    margins: tuple[Margin, ...]
    low: float | Floats
    high: float | Floats
    wave: str = ""


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
    low, high = (float(rows[end].iloc[0]) for end in ("low", "high"))
    return Part(rows.index.to_numpy(), margins, low, high, str(rows["wave"].iloc[0]))


def _margin(name: str, codes: pd.Series, totals: pd.Series) -> Margin:
    code = codes.to_numpy(dtype=float).astype(np.intp)
    counts = np.zeros(code.max() + 1)
    counts[code[code >= 0]] = totals.to_numpy(dtype=float)[code >= 0]
    return Margin(name, code, counts)


@dataclass(frozen=True)
class Kinds:
    """Rows that every replicate weighs alike, counted once: kind (n,) of each row, rows (K,) in each kind, unit (K,) its cluster,
    base (K,) the base weight of one row, parts with kinds in place of rows and bounds in units of the sums of weights."""

    kind: Ints
    rows: Floats
    unit: Ints
    base: Floats
    parts: tuple[Part, ...]


def kinds_of(parts: Sequence[Part], unit: Ints, base: Floats) -> Kinds:
    """Collapse rows (n,) to kinds: the same part, unit, base weight and categories of its margins."""
    n = len(base)
    of_part = np.full(n, -1, dtype=np.intp)
    columns = [unit, pd.factorize(base)[0]]
    for number, part in enumerate(parts):
        of_part[part.rows] = number
    columns.append(of_part + 1)
    for place in range(max((len(part.margins) for part in parts), default=0)):
        codes = np.zeros(n, dtype=np.intp)
        for part in parts:
            if place < len(part.margins):
                codes[part.rows] = part.margins[place].codes + 2
        columns.append(codes)
    kind = np.zeros(n, dtype=np.intp)
    for column in columns:
        kind = np.asarray(pd.factorize(kind * (int(column.max(initial=0)) + 1) + column)[0], dtype=np.intp)
    first = np.zeros(int(kind.max(initial=-1)) + 1, dtype=np.intp)
    first[kind[::-1]] = np.arange(n)[::-1]
    rows = np.bincount(kind, minlength=len(first)).astype(float)
    collapsed = tuple(_of_kinds(part, number, of_part, first, rows) for number, part in enumerate(parts))
    return Kinds(kind, rows, unit[first], base[first], collapsed)


def _of_kinds(part: Part, number: int, of_part: Ints, first: Ints, rows: Floats) -> Part:
    """A part of kinds: their margins are those of their first row."""
    own = np.flatnonzero(of_part[first] == number)
    place = np.zeros(len(of_part), dtype=np.intp)
    place[part.rows] = np.arange(len(part.rows))
    at = place[first[own]]
    margins = tuple(replace(margin, codes=margin.codes[at]) for margin in part.margins)
    return Part(own, margins, part.low * rows[own], part.high * rows[own], part.wave)


Event = tuple[str, str]  # what a replicate did without (BOUNDS or MARGINS), and in which wave


def reweigher(parts: Sequence[Part], n: int) -> Callable[[Floats], Floats]:
    """Base weights (n,), some of them zero, to weights (n,) that reach the margins within the bounds, wave by wave.

    A category that has lost all its respondents gives its population to the others of its margin. Raises BadInput where bounds and
    margins do not go together.
    """

    def reweigh(base: Floats) -> Floats:
        weights = np.zeros(n)
        for part in parts:
            weights[part.rows] = _raked(part, base[part.rows], part.low, part.high)
        return weights

    return reweigh


def reweighed(parts: Sequence[Part], base: Floats, before: Floats, full: Floats) -> tuple[Floats, list[Event]]:
    """The weights (n,) of a replicate, and what it had to do without.

    Where a wave cannot be raked within the bounds without the cluster left out, it is raked without bounds; where its margins cannot be
    reached at all, the respondents left keep the weights that raking gave them in the full sample, as much larger as their base weights
    are. base: base weights of the replicate; before, full: base weights and weights of the full sample.
    """
    weights, events = np.zeros(len(base)), []
    for part in parts:
        own = base[part.rows]
        tries = ((part.low, part.high, ""), (0.0, np.inf, BOUNDS))
        for low, high, event in tries:
            try:
                weights[part.rows] = _raked(part, own, low, high)
            except BadInput:
                continue
            events += [(event, part.wave)] if event else []
            break
        else:
            grown = np.divide(own, before[part.rows], out=np.zeros(len(own)), where=before[part.rows] > 0)
            weights[part.rows] = full[part.rows] * grown
            events.append((MARGINS, part.wave))
    return weights, events


def _raked(part: Part, own: Floats, low: Floats | float, high: Floats | float) -> Floats:
    margins = without_empty([with_unknown(margin, own) for margin in part.margins], own)
    return rake_within(own, margins, low, high, part.wave or "weights") if margins else own


def calibration_columns(parts: Sequence[Part], base: Floats) -> Floats:
    """Columns (n, p) of 0 and 1, one a category (those without one too) of each margin of each part: what the weights were raked to."""
    columns = []
    for part in parts:
        for margin in part.margins:
            known = with_unknown(margin, base[part.rows])
            for code in range(len(known.totals)):
                column = np.zeros(len(base))
                column[part.rows] = known.codes == code
                columns.append(column)
    return np.column_stack(columns) if columns else np.zeros((len(base), 0))
