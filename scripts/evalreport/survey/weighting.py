"""Weights that reproduce known population margins: post-stratification, raking, calibration, trimming.

Raking works on the joint cells of the margins: rows are counted into cells once, the cells are raked, the rows gather their
factor. The cost is two passes over the rows, whatever the number of sweeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evalreport.files.errors import BadInput, Problem, raise_if

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Method = Literal["linear", "raking", "logit"]

BLOCK = 1 << 16  # rows handled at a time, so that they stay in the processor's cache
AGREE = 1e-6  # relative difference between margin totals that rounding explains
TOLERANCE = 1e-12  # relative distance to a margin that counts as reached
SPARSE = 4  # more possible cells than this many times the rows: number only the cells that occur
NEGATIVE = "a weight is negative or not a number"


@dataclass(frozen=True)
class Margin:
    """A known distribution: codes (n,) category 0…K-1 of each row, totals (K,) of the population, labels for messages."""

    name: str
    codes: Ints
    totals: Floats
    labels: tuple[str, ...] = ()

    def place(self, category: int) -> str:
        """Margin and category in words, for a message."""
        return f"margin {self.name}, category {self.labels[category] if self.labels else category}"


@dataclass(frozen=True)
class Cells:
    """Joint categories: cell (n,) of each row; margins with their codes (C,) of each cell; base (C,) weight in it."""

    cell: Ints
    margins: tuple[Margin, ...]
    base: Floats


def joint_cells(weights: Floats, margins: Sequence[Margin], source: str = "weights") -> Cells:
    """Collapse rows to the joint cells of the margins; totals are brought to those of the first margin, from which they may
    differ by rounding. Errors: BadInput with all that is wrong, each with its margin and category."""
    found = [problem for margin in margins for problem in _code_problems(margin, len(weights), source)]
    if not weights.min(initial=0.0) >= 0:
        found.append(Problem(source, "weights", NEGATIVE, "Weights are zero or more"))
    raise_if(found)
    shape = tuple(len(margin.totals) for margin in margins)
    cell, used = _numbered(margins, shape)
    base = sums(cell, weights, len(used))
    people = margins[0].totals.sum()
    cells = tuple(
        replace(margin, codes=codes, totals=margin.totals * (people / margin.totals.sum()))
        for margin, codes in zip(margins, np.unravel_index(used, shape), strict=True)
    )
    raise_if([*_disagreements(margins, source), *(p for margin in cells for p in _one_sided(margin, base, source))])
    return Cells(cell, cells, base)


def _numbered(margins: Sequence[Margin], shape: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Cell (n,) of each row and the raveled codes (C,) of each cell; block by block, which halves the time."""
    rows, size = len(margins[0].codes), int(np.prod(shape, dtype=float))
    cell = np.empty(rows, dtype=np.intp)
    for start in range(0, rows, BLOCK):
        part = slice(start, start + BLOCK)
        block = margins[0].codes[part].astype(np.intp)
        for margin, categories in zip(margins[1:], shape[1:], strict=True):
            block *= categories
            block += margin.codes[part]
        cell[part] = block
    if size <= SPARSE * rows + BLOCK:
        return cell, np.arange(size)
    used, cell = np.unique(cell, return_inverse=True)
    return cell, used


def _code_problems(margin: Margin, rows: int, source: str) -> list[Problem]:
    place, size = f"margin {margin.name}", len(margin.totals)
    if len(margin.codes) != rows:
        return [Problem(source, place, f"{len(margin.codes)} codes for {rows} rows")]
    if margin.codes.min(initial=0) >= 0 and margin.codes.max(initial=0) < size:
        return []
    outside = int(np.sum((margin.codes < 0) | (margin.codes >= size)))
    return [
        Problem(source, place, f"{outside} rows without a known category", f"Each row is in one of {size} categories")
    ]


def _disagreements(margins: Sequence[Margin], source: str) -> list[Problem]:
    first, people = margins[0].name, margins[0].totals.sum()
    return [
        Problem(
            source,
            f"margin {margin.name}",
            f"the population adds up to {margin.totals.sum():.10g}, that of margin {first} to {people:.10g}",
            "All margins describe the same population",
        )
        for margin in margins[1:]
        if not abs(margin.totals.sum() - people) <= AGREE * people
    ]


def _one_sided(margin: Margin, base: Floats, source: str) -> list[Problem]:
    """Categories with a population and no respondents, or the reverse."""
    people, weight = margin.totals, _reached(margin, base)
    cases = (
        (~(people >= 0), "the population is {:.10g}", "A population is zero or more"),
        ((people > 0) & (weight == 0), "a population of {:.10g} and no respondents", "Merge it"),
        ((people == 0) & (weight > 0), "respondents and no population", "Give its population or merge it"),
    )
    return [
        Problem(source, margin.place(int(k)), found.format(people[k]), expected)
        for wrong, found, expected in cases
        for k in np.flatnonzero(wrong)
    ]


def sums(codes: Ints, values: Floats, size: int) -> Floats:
    """Sum (size,) of values (n,) over each code 0…size-1."""
    return np.bincount(codes, values, size).astype(float, copy=False)


def _reached(margin: Margin, weight: Floats) -> Floats:
    return sums(margin.codes, weight, len(margin.totals))


def _over(target: Floats, reached: Floats) -> Floats:
    return np.divide(target, reached, out=np.zeros(len(target)), where=reached > 0)


def with_unknown(margin: Margin, weights: Floats) -> Margin:
    """The margin with a further category for rows without one (code -1): they keep their share of the weight, and the known
    totals shrink by it, so that the distribution among the known is that of the population."""
    unknown = margin.codes < 0
    share = weights[unknown].sum() / weights.sum()
    if share == 0:
        return margin
    labels = margin.labels or tuple(str(k) for k in range(len(margin.totals)))
    totals = np.append(margin.totals * (1 - share), margin.totals.sum() * share)
    return replace(
        margin, codes=np.where(unknown, len(margin.totals), margin.codes), totals=totals, labels=(*labels, "unknown")
    )


def rake(weights: Floats, margins: Sequence[Margin], source: str = "weights", **stopping: float) -> Floats:
    """Weights (n,) that hit every margin, by iterative proportional fitting (Deming & Stephan 1940; Deville, Särndal &
    Sautory 1993); for one margin post-stratification, w N_k / sum of w in category k (Holt & Smith 1979). Keywords as in
    `rake_cells`. Errors: BadInput naming margin and category."""
    cells = joint_cells(weights, margins, source)
    factor = _over(rake_cells(cells, source, **stopping)[-1], cells.base)
    result = np.empty(len(weights))
    for start in range(0, len(weights), BLOCK):
        part = slice(start, start + BLOCK)
        np.multiply(factor[cells.cell[part]], weights[part], out=result[part])
    return result


def rake_steps(weights: Floats, margins: Sequence[Margin], source: str = "weights", **stopping: float) -> list[Floats]:
    """The weights (n,) after each margin of the last sweep; the last are those of `rake`."""
    cells = joint_cells(weights, margins, source)
    return [weights * _over(step, cells.base)[cells.cell] for step in rake_cells(cells, source, **stopping)]


def rake_cells(
    cells: Cells, source: str = "weights", tolerance: float = TOLERANCE, change: float = 0.0, sweeps: float = 10_000
) -> list[Floats]:
    """Raked cell weights (C,) after each margin of the last sweep.

    Stops when every category is within `tolerance` of its total, relatively, or when a sweep moves no cell by as much as
    `change` in weight (what R's survey package calls epsilon). Errors: BadInput when `sweeps` are not enough.
    """
    weight = cells.base
    for _ in range(int(sweeps)):
        steps, before = [], weight
        for margin in cells.margins:
            weight = weight * _over(margin.totals, _reached(margin, weight))[margin.codes]
            steps.append(weight)
        if np.max(np.abs(weight - before)) < change or _worst(cells.margins, weight)[0] <= tolerance:
            return steps
    raise BadInput([_unreached(cells.margins, weight, source, f"not reached after {sweeps} sweeps")])


def _worst(margins: Sequence[Margin], weight: Floats) -> tuple[float, int, int]:
    """The largest relative distance to a margin's total, its margin and its category."""
    distances = [np.abs(_over(_reached(margin, weight), margin.totals) - (margin.totals > 0)) for margin in margins]
    return max((float(d.max()), m, int(d.argmax())) for m, d in enumerate(distances))


def _unreached(margins: Sequence[Margin], weight: Floats, source: str, what: str) -> Problem:
    distance, m, k = _worst(margins, weight)
    found = f"the population of {margins[m].totals[k]:.10g} is {what}, {distance:.1e} away"
    return Problem(source, margins[m].place(k), found, "Merge small categories or widen the bounds")


def trim(weights: Floats, lower: float, upper: float, strict: bool = True) -> Floats:
    """Weights inside the bounds, with what was cut or added shared equally among the others (Potter 1990).

    One pass can push others outside; `strict` repeats until none is. Errors: BadInput when all are at a bound.
    """
    changed, total = np.zeros(len(weights), dtype=bool), weights.sum()
    while True:
        outside = (weights < lower) | (weights > upper)
        if not outside.any():
            return weights
        changed = changed | outside if strict else outside
        if changed.all():
            found = f"the mean weight {total / len(weights):g} leaves nothing between {lower:g} and {upper:g}"
            raise BadInput([Problem("weights", "bounds", found, "Widen the bounds")])
        clipped = np.clip(weights, lower, upper)
        weights = np.where(changed, clipped, clipped + (total - clipped.sum()) / np.sum(~changed))
        if not strict:
            return weights


def rake_within(
    weights: Floats,
    margins: Sequence[Margin],
    lower: Floats | float,
    upper: Floats | float,
    source: str = "weights",
    rounds: int = 1000,
) -> Floats:
    """Weights (n,) that hit every margin (to 1e-10) and lie inside the bounds: rake, cut, rake again until both hold.

    Bounds are in units of the weights, one for all or (n,) one a row. Errors: BadInput naming the margin and category that the
    bounds keep from its total.
    """
    weight = rake(weights, margins, source)
    for _ in range(rounds):
        clipped = np.where(weights > 0, np.clip(weight, lower, upper), 0.0)
        if _worst(margins, clipped)[0] <= 1e-10:
            return clipped
        weight = rake(clipped, margins, source)
    what = f"not reached with weights from {np.min(lower):g} to {np.max(upper):g} after {rounds} rounds"
    raise BadInput([_unreached(margins, clipped, source, what)])


def calibrate(
    weights: Floats,
    columns: Floats,
    totals: Floats,
    method: Method = "linear",
    bounds: tuple[float, float] = (-np.inf, np.inf),
    names: Sequence[str] = (),
    source: str = "weights",
) -> Floats:
    """Weights w F(x'lambda) with the population's totals (p,) of columns (n, p) (Deville & Särndal 1992, JASA 87).

    F: linear 1 + u, raking exp(u), both cut at `bounds` (L, U on the ratio of new to old weight), or logit, which approaches
    finite bounds L < 1 < U smoothly; by Newton's method. Errors: BadInput naming the column that is farthest from its total
    when there is no convergence.
    """
    size = np.maximum(np.abs(totals), 1e-300)

    def missed(solution: Floats) -> Floats:
        return totals - columns.T @ (weights * _ratio(columns @ solution, method, bounds)[0])

    solution = np.zeros(columns.shape[1])
    miss = missed(solution)
    for _ in range(200):
        if np.max(np.abs(miss) / size) <= TOLERANCE:
            return weights * _ratio(columns @ solution, method, bounds)[0]
        slope = _ratio(columns @ solution, method, bounds)[1]
        step = _newton_step((columns * (weights * slope)[:, None]).T @ columns, miss)
        # Half the step until it helps: the full one can overshoot far from the solution.
        trials = (solution + step / 2**halvings for halvings in range(40))
        better = next((trial for trial in trials if _shorter(missed(trial) / size, miss / size)), None)
        if better is None:
            break
        solution, miss = better, missed(better)
    worst = int(np.argmax(np.abs(miss) / size))
    place = f"column {names[worst] if names else worst}"
    found = (
        f"{method} calibration does not reach the total {totals[worst]:.10g}, it stops {miss[worst]:.4g} short of it"
    )
    raise BadInput([Problem(source, place, found, "Check the total, take fewer columns or widen the bounds")])


def _newton_step(jacobian: Floats, miss: Floats) -> Floats:
    """Least-squares solution, so that columns may depend on each other."""
    scale = np.sqrt(np.maximum(np.diag(jacobian), 1e-300))
    return np.linalg.lstsq(jacobian / np.outer(scale, scale), miss / scale, rcond=1e-13)[0] / scale


def _shorter(one: Floats, other: Floats) -> bool:
    return bool(np.isfinite(one).all() and np.linalg.norm(one) < np.linalg.norm(other))


def _ratio(u: Floats, method: Method, bounds: tuple[float, float]) -> tuple[Floats, Floats]:
    """F(u) and its derivative."""
    low, high = bounds
    if method != "logit":
        free = 1 + u if method == "linear" else np.exp(np.minimum(u, 700))
        slope = np.ones(len(u)) if method == "linear" else free
        return np.clip(free, low, high), np.where((free < low) | (free > high), 0.0, slope)
    a = (high - low) / ((1 - low) * (high - 1))
    e = np.exp(np.clip(a * u, -700, 700))
    below = (high - 1) + (1 - low) * e
    ratio = (low * (high - 1) + high * (1 - low) * e) / below
    return ratio, a * e * (1 - low) * (high - 1) * (high - low) / below**2
