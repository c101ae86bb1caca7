"""How near the published numbers lead to a withheld one: the largest and smallest it can be, by linear programming (HiGHS).

Unknown is how many respondents there are of each kind in each segment of a ledger. What is published are equations, no kind has
fewer than none, a class has as many respondents in one segment as in another, and a withheld cell that is not empty has at least
one: zeros are printed. Counts need not be whole, which leaves the intervals at most a little wider.

A program looks at a part of this and leaves the rest as it is in truth. So what it finds possible is possible, and a reader's interval is
at least as wide as the one it finds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from evalreport.disclosure.ledger import Ledger, Place

Floats = NDArray[np.float64]
Columns = NDArray[np.intp]
EXACT = 1e-6


@dataclass(frozen=True)
class Bound:
    """The largest (or smallest) a number can be, a solution that has it (None without), and the published numbers that hold it there."""

    value: float
    solution: Floats | None
    holding: frozenset[Place]


@dataclass(frozen=True)
class Program:
    """A part of what a reader knows: equations @ x = values, and filled @ x >= least.

    parts: segment -> its columns that are unknown here, one after the other in x; told: (m,) the published number of each equation,
    None for what ties segments and classes together; outside: (m,) what of it is not unknown here.
    """

    ledger: Ledger
    parts: Mapping[int, Columns]
    equations: csr_array
    values: Floats
    told: tuple[Place | None, ...]
    outside: Floats
    filled: csr_array
    least: Floats

    @property
    def work(self) -> int:
        """About how much there is to do: coefficients."""
        return int(self.equations.nnz + self.filled.nnz + self.equations.shape[1])

    def number(self, place: Place) -> tuple[Floats, float]:
        """A number's coefficients (x,), and what of it is not unknown here."""
        coefficients = np.zeros(self.equations.shape[1])
        start = 0
        for segment, columns in self.parts.items():
            if segment == place[0]:
                row = self.ledger.segments[segment].numbers[[place[1]]].toarray()[0].astype(float)
                coefficients[start : start + len(columns)] = row[columns]
                unknown = float(row[columns] @ self.ledger.segments[segment].counts[columns])
                return coefficients, self.ledger.value(place) - unknown
            start += len(columns)
        return coefficients, self.ledger.value(place)

    def value(self, place: Place, solution: Floats) -> float:
        """What a number is in a solution."""
        coefficients, fixed = self.number(place)
        return float(coefficients @ solution) + fixed


def of_segment(ledger: Ledger, segment: int, published: Sequence[Place], filled: Sequence[Place]) -> Program:
    """One segment by itself, the classes being known."""
    own = ledger.segments[segment]
    links = own.links()
    numbers = [place for place in published if place[0] == segment]
    equations = _scaled(vstack([links, own.numbers[[at for _, at in numbers]].astype(float)], format="csr"))
    some = own.numbers[[at for at_segment, at in filled if at_segment == segment]].astype(float)
    told = (*([None] * links.shape[0]), *numbers)
    counts = own.counts.astype(float)
    whole = np.arange(len(own.classes))
    outside = np.zeros(len(told))
    return Program(ledger, {segment: whole}, equations, equations @ counts, told, outside, some, np.ones(some.shape[0]))


def of_classes(ledger: Ledger, among: Iterable[int], published: Sequence[Place], filled: Sequence[Place]) -> Program:
    """All segments together where respondents may change between some classes; all others stay what they are."""
    moving = np.array(sorted(among), dtype=np.intp)
    parts = {s: np.flatnonzero(np.isin(each.classes, moving)) for s, each in enumerate(ledger.segments)}
    parts = {s: columns for s, columns in parts.items() if len(columns)}
    told: list[Place | None] = []
    blocks, rows, least, apart = [], [], [], []
    for s, columns in parts.items():
        each = ledger.segments[s]
        numbers = each.numbers[[at for segment, at in published if segment == s]][:, columns].astype(float)
        seen = np.flatnonzero(np.diff(numbers.indptr))
        names = [place for place in published if place[0] == s]
        told += [names[i] for i in seen]
        blocks.append(numbers[seen])
        values = np.array([ledger.value(names[i]) for i in seen])
        apart.append(values - numbers[seen] @ each.counts[columns].astype(float))
        held = [place for place in filled if place[0] == s]
        some = each.numbers[[at for _, at in held]][:, columns].astype(float)
        rows.append(some)
        here = some @ each.counts[columns].astype(float)
        least.append(1.0 - (np.array([ledger.value(place) for place in held]) - here))
    own = csr_array(block_diag(blocks, format="csr"))
    tied = _tied(ledger, parts, moving)
    start = np.concatenate([ledger.segments[s].counts[columns] for s, columns in parts.items()]).astype(float)
    equations = _scaled(vstack([tied, own], format="csr"))
    told_all = (*([None] * tied.shape[0]), *told)
    some, floor = csr_array(block_diag(rows, format="csr")), np.concatenate(least)
    needed = np.flatnonzero(floor > 0)
    outside = np.concatenate([np.zeros(tied.shape[0]), *apart])
    return Program(ledger, parts, equations, equations @ start, told_all, outside, some[needed], floor[needed])


def _tied(ledger: Ledger, parts: Mapping[int, Columns], moving: Columns) -> csr_array:
    """Each class has in each segment as many respondents as segment 0 says."""
    frame = ledger.segments[0].classes[parts[0]][None, :] == moving[:, None]
    own, whole = [], []
    for segment, columns in parts.items():
        links = ledger.segments[segment].classes[columns][None, :] == moving[:, None]
        present = links.any(axis=1)  # forms that cleaning dropped have no answers
        if segment:
            own.append(csr_array(links[present].astype(float)))
            whole.append(csr_array(-frame[present].astype(float)))
    if not own:
        return csr_array((0, len(parts[0])))
    return csr_array(hstack([vstack(whole), block_diag(own)], format="csr"))


def _scaled(equations: csr_array) -> csr_array:
    """Rows divided by their largest coefficient: sums of squares stand beside counts."""
    largest = np.maximum(abs(equations).max(axis=1).toarray().ravel(), 1.0) if equations.shape[0] else np.ones(0)
    return csr_array(equations.multiply(1 / largest[:, None]))


@dataclass(frozen=True)
class Repair:
    """Published numbers that have to give way for a number to reach its limit, and what is lost with them."""

    places: frozenset[Place]
    loss: float


def repair(program: Program, place: Place, limit: float, costs: Mapping[Place, float], largest: bool) -> Repair | None:
    """What has to be withheld, with least loss, for a number to be as large (or small) as its limit; None where nothing suffices.

    costs: what is lost with each published number. Each of them may differ from what is published, at its cost: those that do in the
    cheapest solution give way (the linear relaxation of cell suppression; Fischetti and Salazar 2001, Management Science 47).
    """
    own = [i for i, each in enumerate(program.told) if each is not None]
    size, k = program.equations.shape[1], len(own)
    number, fixed = program.number(place)
    pick = csr_array((np.ones(k), (own, range(k))), shape=(len(program.told), k))
    sign = -1.0 if largest else 1.0
    # What gives way is withheld then, and a withheld number that is not empty is at least 1.
    some = [i for i in own if program.values[i] > 0 and program.ledger.counts(program.told[i])]  # type: ignore[arg-type]
    below = vstack([-program.filled, csr_array(sign * number[None, :]), -program.equations[some]], format="csr")
    found = linprog(
        np.concatenate([np.zeros(size), np.tile([costs[program.told[i]] for i in own], 2)]),  # type: ignore[index]
        A_eq=hstack([program.equations, pick, -pick], format="csr") if len(program.values) else None,
        b_eq=program.values if len(program.values) else None,
        A_ub=hstack([below, csr_array((below.shape[0], 2 * k))], format="csr"),
        b_ub=np.concatenate([-program.least, [sign * (limit - fixed)], program.outside[some] - 1.0]),
        method="highs",
    )
    if not found.success:
        return None
    moved = np.abs(found.x[size : size + k] - found.x[size + k :]) > EXACT / 10
    return Repair(frozenset(program.told[i] for i, m in zip(own, moved, strict=True) if m), float(found.fun))  # type: ignore[misc]


def together(program: Program, numbers: Sequence[tuple[Place, float]]) -> Floats | None:
    """A solution (x,) in which numbers reach together as much of their limits as they can; None where none is found."""
    size, k = program.equations.shape[1], len(numbers)
    each = [program.number(place) for place, _ in numbers]
    rows = csr_array(np.array([row for row, _ in each]).reshape(k, size))
    fixed = np.array([value for _, value in each])
    filled, m = program.filled, program.filled.shape[0]
    found = linprog(
        np.concatenate([np.zeros(size), -np.ones(k)]),
        A_eq=hstack([program.equations, csr_array((len(program.values), k))], format="csr"),
        b_eq=program.values,
        A_ub=vstack([hstack([-filled, csr_array((m, k))]), hstack([-rows, eye_array(k)])], format="csr"),
        b_ub=np.concatenate([-program.least, fixed]),
        bounds=[(0, None)] * size + [(0, limit) for _, limit in numbers],
        method="highs",
    )
    return np.asarray(found.x[:size]) if found.success else None


def bound(program: Program, place: Place, largest: bool = True) -> Bound:
    """The largest or smallest value of a number; infinite where nothing bounds it."""
    number, fixed = program.number(place)
    found = linprog(
        -number if largest else number,
        A_eq=program.equations if len(program.values) else None,
        b_eq=program.values if len(program.values) else None,
        A_ub=-program.filled if len(program.least) else None,
        b_ub=-program.least if len(program.least) else None,
        method="highs",
    )
    if found.status == 3:
        return Bound(np.inf if largest else -np.inf, None, frozenset())
    if not found.success:  # taken as no room at all: more is withheld, never less
        return Bound(-np.inf if largest else np.inf, None, frozenset(p for p in program.told if p))
    strength = np.abs(found.eqlin.marginals) if len(program.values) else np.zeros(0)
    holding = {p for p, s in zip(program.told, strength, strict=True) if p and s > EXACT / 10}
    return Bound(float(-found.fun if largest else found.fun) + fixed, np.asarray(found.x), frozenset(holding))
