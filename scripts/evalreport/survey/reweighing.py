"""Weighting again without some respondents, as every replicate of a jackknife needs it.

The weights file carries what that takes: beside each weight the base weight, the bounds, the method of a calibration, for each margin the
respondent's category and that category's population, for each total of a number the respondent's number and the total, and of those drawn
who did not answer the same, with weight 0 and what their answering goes with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.calibrated import indicators
from evalreport.survey.design import Floats, Ints
from evalreport.survey.nonresponse import Response
from evalreport.survey.replicates import without_empty
from evalreport.survey.sampling_facts import BOUNDS, MARGINS
from evalreport.survey.weighting import Margin, Method, calibrate, rake_within, with_unknown

CODE, TOTAL = "code_", "total_"  # before the id of a margin, in the columns of the weights file
NUMBER, SUM = "number_", "sum_"  # before the name of a variable whose total is known
RESPONDED, CLASS, CLASSES, EXPLAINS = "responded", "response_class", "response_classes", "response_x"
CUT = "cut"  # the method that rakes, cuts weights to the bounds and rakes again; the others are those of `calibrate`


@dataclass(frozen=True)
class Number:
    """A known total of a number: values (m,) of the rows, and the total of the population."""

    name: str
    values: Floats
    total: float


@dataclass(frozen=True)
class Part:
    """The rows (m,) of one wave, weighed together: their margins, the method and its bounds, and totals of numbers.

    Bounds are those of the weights, under a method of calibration those of the ratio of a weight to its base weight.
    """

    rows: Ints
    margins: tuple[Margin, ...]
    low: float | Floats
    high: float | Floats
    wave: str = ""
    method: str = CUT
    numbers: tuple[Number, ...] = ()
    response: Response | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known of the population or of those who did not answer, so that the weights depend on the sample."""
        return bool(self.margins or self.numbers or self.response)

    def based(self, own: Floats, source: str = "weights") -> Floats:
        """Base weights (m,) of those who answered, from those of all who were drawn."""
        return own if self.response is None else self.response.adjusted(own, source)

    @property
    def unbounded(self) -> "Part":
        """The same without bounds; a logit without bounds is raking."""
        method = "raking" if self.method == "logit" else self.method
        return replace(self, low=0.0 if method == CUT else -np.inf, high=np.inf, method=method)


def number_columns(numbers: Sequence[Number]) -> dict[str, Floats]:
    """Columns of the weights file for some totals of numbers."""
    columns: dict[str, Floats] = {}
    for number in numbers:
        columns |= {NUMBER + number.name: number.values, SUM + number.name: np.full(len(number.values), number.total)}
    return columns


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

    table: columns wave, base, low, high, perhaps method, and code_<margin>, total_<margin>, number_<variable>, sum_<variable>; those of
    another wave are missing throughout.
    """
    weighed = table[table["base"].notna()]
    return tuple(_part(rows) for _, rows in weighed.groupby("wave", sort=True))


def _part(rows: pd.DataFrame) -> Part:
    names = [name.removeprefix(CODE) for name in rows.columns if name.startswith(CODE) and rows[name].notna().any()]
    margins = tuple(_margin(name, rows[CODE + name], rows[TOTAL + name]) for name in names)
    low, high = (float(rows[end].iloc[0]) for end in ("low", "high"))
    method = str(rows["method"].iloc[0]) if "method" in rows else CUT
    told = [name.removeprefix(NUMBER) for name in rows.columns if name.startswith(NUMBER) and rows[name].notna().any()]
    numbers = tuple(Number(n, rows[NUMBER + n].to_numpy(dtype=float), float(rows[SUM + n].iloc[0])) for n in told)
    return Part(rows.index.to_numpy(), margins, low, high, str(rows["wave"].iloc[0]), method, numbers, _response(rows))


def response_columns(response: Response) -> dict[str, Floats]:
    """Columns of the weights file for a response: who answered, and the classes or what explains answering."""
    columns = {RESPONDED: response.responded.astype(float), CLASSES: np.full(len(response.responded), response.classes)}
    if response.codes is not None:
        columns[CLASS] = response.codes.astype(float)
    if response.columns is not None:
        columns |= {f"{EXPLAINS}{k}": column for k, column in enumerate(response.columns.T)}
    return columns


def _response(rows: pd.DataFrame) -> Response | None:
    if RESPONDED not in rows or rows[RESPONDED].isna().any():
        return None
    names = [str(n) for n in rows.columns if str(n).startswith(EXPLAINS) and rows[n].notna().any()]
    names.sort(key=lambda name: int(name.removeprefix(EXPLAINS)))
    columns = rows[names].to_numpy(dtype=float) if names else None
    coded = CLASS in rows and rows[CLASS].notna().all()
    codes = rows[CLASS].to_numpy(dtype=float).astype(np.intp) if coded else None
    return Response(rows[RESPONDED].to_numpy(dtype=float) > 0, codes, columns, int(rows[CLASSES].iloc[0]))


def _margin(name: str, codes: pd.Series, totals: pd.Series) -> Margin:
    code = codes.to_numpy(dtype=float).astype(np.intp)
    counts = np.zeros(code.max() + 1)
    counts[code[code >= 0]] = totals.to_numpy(dtype=float)[code >= 0]
    return Margin(name, code, counts)


@dataclass(frozen=True)
class Kinds:
    """Rows whose weights every replicate multiplies alike, counted once: kind (n,) of each row, rows (K,) in each kind, unit (K,) its
    cluster, base (K,) the sum of its base weights, parts with kinds in place of rows and bounds in units of the sums of weights."""

    kind: Ints
    rows: Floats
    unit: Ints
    base: Floats
    parts: tuple[Part, ...]


def kinds_of(parts: Sequence[Part], unit: Ints, base: Floats) -> Kinds:
    """Collapse rows (n,) to kinds: the same part, unit and categories of its margins, and where weights themselves have bounds the
    same base weight too."""
    n = len(base)
    of_part = np.full(n, -1, dtype=np.intp)
    columns = [unit, np.asarray(pd.factorize(base)[0] if any(map(_bounded, parts)) else base > 0, dtype=np.intp)]
    for number, part in enumerate(parts):
        of_part[part.rows] = number
    columns.append(of_part + 1)
    for place in range(max((len(part.margins) for part in parts), default=0)):
        codes = np.zeros(n, dtype=np.intp)
        for part in parts:
            if place < len(part.margins):
                codes[part.rows] = part.margins[place].codes + 2
        columns.append(codes)
    for place in range(max((len(part.numbers) for part in parts), default=0)):
        values = np.full(n, np.nan)
        for part in parts:
            if place < len(part.numbers):
                values[part.rows] = part.numbers[place].values
        columns.append(np.asarray(pd.factorize(values)[0] + 1, dtype=np.intp))
    columns += _of_response(parts, n)
    kind = np.zeros(n, dtype=np.intp)
    for column in columns:
        kind = np.asarray(pd.factorize(kind * (int(column.max(initial=0)) + 1) + column)[0], dtype=np.intp)
    first = np.zeros(int(kind.max(initial=-1)) + 1, dtype=np.intp)
    first[kind[::-1]] = np.arange(n)[::-1]
    rows = np.bincount(kind, minlength=len(first)).astype(float)
    collapsed = tuple(_of_kinds(part, number, of_part, first, rows) for number, part in enumerate(parts))
    return Kinds(kind, rows, unit[first], np.bincount(kind, base, len(first)).astype(float), collapsed)


def _bounded(part: Part) -> bool:
    """Whether bounds hold for weights, so that it matters how large each is; those of a ratio to the base weight do not ask."""
    return part.method == CUT and bool(np.any(np.asarray(part.low) > 0) or np.any(np.isfinite(part.high)))


def _of_response(parts: Sequence[Part], n: int) -> list[Ints]:
    """What rows of a kind have in common of their response: whether they answered, their class, what explains answering."""
    found: list[Floats] = []
    for part in parts:
        if part.response is None:
            continue
        of = part.response
        explaining = [] if of.columns is None else list(of.columns.T)
        for values in (of.responded, *([] if of.codes is None else [of.codes]), *explaining):
            column = np.full(n, np.nan)
            column[part.rows] = values
            found.append(column)
    return [np.asarray(pd.factorize(column)[0] + 1, dtype=np.intp) for column in found]


def _of_kinds(part: Part, number: int, of_part: Ints, first: Ints, rows: Floats) -> Part:
    """A part of kinds: their margins are those of their first row."""
    own = np.flatnonzero(of_part[first] == number)
    place = np.zeros(len(of_part), dtype=np.intp)
    place[part.rows] = np.arange(len(part.rows))
    at = place[first[own]]
    margins = tuple(replace(margin, codes=margin.codes[at]) for margin in part.margins)
    numbers = tuple(replace(number, values=number.values[at]) for number in part.numbers)
    size = rows[own] if part.method == CUT else 1.0  # bounds of a ratio hold for sums of weights too
    low, high = (end * size for end in (part.low, part.high))
    response = part.response
    if response is not None:
        codes = None if response.codes is None else response.codes[at]
        columns = None if response.columns is None else response.columns[at]
        response = replace(response, responded=response.responded[at], codes=codes, columns=columns)
    return Part(own, margins, low, high, part.wave, part.method, numbers, response)


Event = tuple[str, str]  # what a replicate did without (BOUNDS or MARGINS), and in which wave


def reweigher(parts: Sequence[Part], n: int) -> Callable[[Floats], Floats]:
    """Base weights (n,), some of them zero, to weights (n,) that reach the margins within the bounds, wave by wave.

    A category that has lost all its respondents gives its population to the others of its margin. Raises BadInput where bounds and
    margins do not go together.
    """

    def reweigh(base: Floats) -> Floats:
        weights = np.zeros(n)
        for part in parts:
            weights[part.rows] = weighed(part, base[part.rows])
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
        for tried, event in ((part, ""), (part.unbounded, BOUNDS)):
            try:
                weights[part.rows] = weighed(tried, own)
            except BadInput:
                continue
            events += [(event, part.wave)] if event else []
            break
        else:
            grown = np.divide(own, before[part.rows], out=np.zeros(len(own)), where=before[part.rows] > 0)
            weights[part.rows] = full[part.rows] * grown
            events.append((MARGINS, part.wave))
    return weights, events


def weighed(part: Part, own: Floats, source: str = "") -> Floats:
    """Base weights (m,) of a part, some of them zero, to weights that reach what is known of its population.

    A category that has lost all its respondents gives its population to the others. Raises BadInput where margins, totals and
    bounds do not go together, and where weights come out negative.
    """
    source = source or part.wave or "weights"
    own = part.based(own, source)
    if not part.margins and not part.numbers:
        return own
    margins = without_empty([with_unknown(margin, own) for margin in part.margins], own)
    if part.method == CUT:
        return rake_within(own, margins, part.low, part.high, source)
    columns, totals = indicators(margins) if margins else (np.zeros((len(own), 0)), np.zeros(0))
    columns = np.column_stack([columns, *(number.values for number in part.numbers)])
    totals = np.append(totals, [number.total for number in part.numbers])
    names = [*(m.place(k) for m in margins for k in range(len(m.totals))), *(number.name for number in part.numbers)]
    bounds = (float(np.min(part.low)), float(np.max(part.high)))
    method: Method = part.method  # type: ignore[assignment]  # the schema lists those of `calibrate`
    result = calibrate(own, columns, totals, method, bounds, names, source)
    negative = int((result < 0).sum())
    if negative:
        found = f"{method} calibration makes {negative} weights negative"
        raise BadInput([Problem(source, "calibration", found, "Give bounds, or choose method: raking")])
    return result


def calibration_columns(parts: Sequence[Part], base: Floats) -> Floats:
    """Columns (n, p) of what the weights were calibrated to: for each part 0 and 1 for each category (those without one too) of each
    margin, and the numbers whose totals are known."""
    columns = []
    for part in parts:
        for margin in part.margins:
            known = with_unknown(margin, base[part.rows])
            for code in range(len(known.totals)):
                column = np.zeros(len(base))
                column[part.rows] = known.codes == code
                columns.append(column)
        for number in part.numbers:
            column = np.zeros(len(base))
            column[part.rows] = number.values
            columns.append(column)
    return np.column_stack(columns) if columns else np.zeros((len(base), 0))
