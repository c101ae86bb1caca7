"""Weights that reproduce known population margins: post-stratification, raking, calibration, trimming.

Raking works on the joint cells of the margins: rows are counted into cells once, the cells are raked, the rows gather their
factor. The cost is two passes over the rows, whatever the number of sweeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evalreport.errors import BadInput, Problem, raise_if

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Method = Literal["linear", "raking", "logit"]

BLOCK = 1 << 16  # rows handled at a time, so that they stay in the processor's cache
AGREE = 1e-6  # relative difference between margin totals that rounding explains
TOLERANCE = 1e-12  # relative distance to a margin that counts as reached
SPARSE = 4  # more possible cells than this many times the rows: number only the cells that occur


@dataclass(frozen=True)
class Margin:
    """A known distribution: codes (n,) category 0…K-1 of each row, totals (K,) of the population, labels for messages."""

    name: str
    codes: Ints
    totals: Floats
    labels: tuple[str, ...] = ()

    def label(self, category: int) -> str:
        return self.labels[category] if self.labels else str(category)


@dataclass(frozen=True)
class Cells:
    """Joint categories of margins: cell (n,) of each row; codes (M, C) category of each cell; base (C,) weight in it."""

    cell: Ints
    codes: Ints
    base: Floats


def joint_cells(weights: Floats, margins: Sequence[Margin]) -> Cells:
    """Collapse rows to the joint cells of the margins, in blocks of rows. Codes must lie in 0…K-1."""
    shape = tuple(len(margin.totals) for margin in margins)
    cell = np.empty(len(weights), dtype=np.intp)
    for start in range(0, len(weights), BLOCK):
        part = slice(start, start + BLOCK)
        block = margins[0].codes[part].astype(np.intp)
        for margin, size in zip(margins[1:], shape[1:], strict=True):
            block *= size
            block += margin.codes[part]
        cell[part] = block
    if np.prod(shape, dtype=float) > SPARSE * len(weights) + BLOCK:
        used, cell = np.unique(cell, return_inverse=True)
        return Cells(cell, np.array(np.unravel_index(used, shape)), np.bincount(cell, weights))
    every = np.arange(int(np.prod(shape)))
    return Cells(cell, np.array(np.unravel_index(every, shape)), np.bincount(cell, weights, minlength=len(every)))


def check(weights: Floats, margins: Sequence[Margin], source: str = "weights") -> None:
    """Raise BadInput with everything that keeps the margins from being reached, each with its margin and category."""
    found = [problem for margin in margins for problem in _codes(margin, len(weights), source)]
    if not weights.min(initial=0.0) >= 0 or not np.isfinite(weights.sum()):
        found.append(Problem(source, "weights", "a weight is negative or not a number", "Weights are zero or more"))
    raise_if(found)
    reached = [np.bincount(margin.codes, weights, len(margin.totals)) for margin in margins]
    raise_if(_problems(margins, reached, source))


def _codes(margin: Margin, rows: int, source: str) -> list[Problem]:
    place, size = f"margin {margin.name}", len(margin.totals)
    if len(margin.codes) != rows:
        return [Problem(source, place, f"{len(margin.codes)} codes for {rows} rows")]
    if margin.codes.min(initial=0) >= 0 and margin.codes.max(initial=0) < size:
        return []
    outside = int(np.sum((margin.codes < 0) | (margin.codes >= size)))
    return [Problem(source, place, f"{outside} rows without a known category", f"Each row is in one of {size} categories")]


def _problems(margins: Sequence[Margin], reached: Sequence[Floats], source: str) -> list[Problem]:
    """Categories on one side only, and margins whose populations differ."""
    found = []
    for margin, weight in zip(margins, reached, strict=True):
        for k, (people, answers) in enumerate(zip(margin.totals, weight, strict=True)):
            place = f"margin {margin.name}, category {margin.label(k)}"
            if not people >= 0:
                found.append(Problem(source, place, f"the population is {people:g}", "A population is zero or more"))
            elif people > 0 and answers == 0:
                found.append(Problem(source, place, f"a population of {people:g} and no respondents", "Merge it with another"))
            elif people == 0 and answers > 0:
                found.append(Problem(source, place, "respondents and no population", "Give its population or merge it"))
    first = margins[0]
    for margin in margins[1:]:
        a, b = first.totals.sum(), margin.totals.sum()
        if not abs(a - b) <= AGREE * a:
            text = f"the population adds up to {b:.10g}, that of margin {first.name} to {a:.10g}"
            found.append(Problem(source, f"margin {margin.name}", text, "All margins describe the same population"))
    return found


def with_unknown(margin: Margin, weights: Floats) -> Margin:
    """The margin with a further category for rows without one (code -1): they keep their share of the weight, and the known
    totals shrink by it, so that the distribution among the known is that of the population."""
    unknown = margin.codes < 0
    share = weights[unknown].sum() / weights.sum()
    if share == 0:
        return margin
    known = tuple(margin.label(k) for k in range(len(margin.totals)))
    totals = np.append(margin.totals * (1 - share), margin.totals.sum() * share)
    return replace(margin, codes=np.where(unknown, len(margin.totals), margin.codes), totals=totals, labels=(*known, "unknown"))


def poststratify(weights: Floats, margin: Margin, source: str = "weights") -> Floats:
    """Weights w N_k / sum of w in category k (Holt & Smith 1979, JRSS A 142)."""
    check(weights, [margin], source)
    return weights * _factor(margin.totals, np.bincount(margin.codes, weights, len(margin.totals)))[margin.codes]


def _factor(target: Floats, reached: Floats) -> Floats:
    return np.divide(target, reached, out=np.zeros(len(target)), where=reached > 0)


@dataclass(frozen=True)
class Raked:
    """Weights (n,) after raking, and `steps`: the weights after each margin of the last sweep, which the variance uses."""

    weights: Floats
    steps: tuple[Floats, ...]


def rake(weights: Floats, margins: Sequence[Margin], source: str = "weights", **stopping: float) -> Floats:
    """Weights (n,) that hit every margin, by iterative proportional fitting (Deming & Stephan 1940; Deville, Särndal &
    Sautory 1993). Keywords as in `rake_cells`. Errors: BadInput naming margin and category."""
    cells = _checked_cells(weights, margins, source)
    factor = _factor(rake_cells(cells, margins, source, **stopping)[-1], cells.base)
    result = np.empty(len(weights))
    for start in range(0, len(weights), BLOCK):
        part = slice(start, start + BLOCK)
        np.multiply(factor[cells.cell[part]], weights[part], out=result[part])
    return result


def rake_steps(weights: Floats, margins: Sequence[Margin], source: str = "weights", **stopping: float) -> Raked:
    """Like `rake`, with the weights after each margin of the last sweep."""
    cells = _checked_cells(weights, margins, source)
    raked = rake_cells(cells, margins, source, **stopping)
    steps = tuple(weights * _factor(step, cells.base)[cells.cell] for step in raked)
    return Raked(steps[-1], steps)


def _checked_cells(weights: Floats, margins: Sequence[Margin], source: str) -> Cells:
    found = [problem for margin in margins for problem in _codes(margin, len(weights), source)]
    if not weights.min(initial=0.0) >= 0:
        found.append(Problem(source, "weights", "a weight is negative or not a number", "Weights are zero or more"))
    raise_if(found)
    cells = joint_cells(weights, margins)
    reached = [np.bincount(codes, cells.base, len(m.totals)) for codes, m in zip(cells.codes, margins, strict=True)]
    raise_if(_problems(margins, reached, source))
    return cells


def rake_cells(
    cells: Cells,
    margins: Sequence[Margin],
    source: str = "weights",
    tolerance: float = TOLERANCE,
    change: float = 0.0,
    sweeps: int = 10_000,
) -> list[Floats]:
    """Raked cell weights (C,) after each margin of the last sweep.

    Stops when every category is within `tolerance` of its total, relatively, or when a sweep changes no cell by more than
    `change` in weight (what R's survey package calls epsilon). Errors: BadInput when `sweeps` are not enough.
    """
    weight, before = cells.base, cells.base
    for _ in range(int(sweeps)):
        steps = []
        for codes, margin in zip(cells.codes, margins, strict=True):
            reached = np.bincount(codes, weight, len(margin.totals))
            weight = weight * _factor(margin.totals, reached)[codes]
            steps.append(weight)
        if np.max(np.abs(weight - before)) < change or worst(cells.codes, weight, margins)[0] <= tolerance:
            return steps
        before = weight
    raise BadInput([_unreached(cells.codes, weight, margins, source, f"not reached after {sweeps} sweeps")])


def worst(codes: Sequence[Ints] | Ints, weight: Floats, margins: Sequence[Margin]) -> tuple[float, int, int]:
    """The largest relative distance from a margin's total, its margin and its category."""
    found = (0.0, 0, 0)
    for m, (margin, code) in enumerate(zip(margins, codes, strict=True)):
        reached = np.bincount(code, weight, len(margin.totals))
        distance = np.abs(reached * margins[0].totals.sum() / margin.totals.sum() - _common(margin, margins[0]))
        relative = np.divide(distance, margin.totals, out=np.zeros(len(distance)), where=margin.totals > 0)
        k = int(np.argmax(relative))
        found = max(found, (float(relative[k]), m, k))
    return found


def _common(margin: Margin, first: Margin) -> Floats:
    return margin.totals * (first.totals.sum() / margin.totals.sum())


def _unreached(codes: Sequence[Ints] | Ints, weight: Floats, margins: Sequence[Margin], source: str, what: str) -> Problem:
    distance, m, k = worst(codes, weight, margins)
    place = f"margin {margins[m].name}, category {margins[m].label(k)}"
    hint = "Merge small categories or widen the bounds"
    return Problem(source, place, f"{what}: {distance:.1e} away from {margins[m].totals[k]:g}", hint)
