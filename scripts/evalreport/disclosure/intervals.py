"""How near the published numbers lead to a withheld one: the largest and smallest it can be, by linear programming (HiGHS).

Unknown is how many respondents have each pattern of answers. What is published are equations, no pattern has fewer than none, and a
withheld cell that is not empty has at least one: zeros are printed. The patterns are those that occur, so that a reader who knew
them too could not do better; counts need not be whole, which leaves the intervals at most a little wider.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

Floats = NDArray[np.float64]
EXACT = 1e-6


@dataclass(frozen=True)
class Known:
    """What a reader knows: equations @ counts = values, and filled @ counts >= 1.

    equations: (m, patterns); values: (m,); filled: (k, patterns), withheld cells that are not empty.
    """

    equations: Floats
    values: Floats
    filled: Floats


@dataclass(frozen=True)
class Bound:
    """The largest (or smallest) a number can be, one solution that has it, and how strongly each equation holds it there."""

    value: float
    counts: Floats
    holding: Floats


def together(numbers: Floats, limits: Floats, known: Known) -> Floats:
    """Counts (patterns,) under which the numbers (k, patterns) reach together as much of their limits (k,) as they can; empty if none."""
    size, k = known.equations.shape[1], len(numbers)
    scale = np.maximum(np.abs(known.equations).max(axis=1, initial=0.0), 1.0)
    equal = hstack([csr_array(known.equations / scale[:, None]), csr_array((len(known.values), k))])
    below = vstack(
        [
            hstack([csr_array(-known.filled), csr_array((len(known.filled), k))]),
            hstack([csr_array(-numbers), eye_array(k)]),
        ]
    )
    found = linprog(
        np.concatenate([np.zeros(size), -np.ones(k)]),
        A_eq=equal if len(known.values) else None,
        b_eq=known.values / scale if len(known.values) else None,
        A_ub=below,
        b_ub=np.concatenate([np.full(len(known.filled), -1.0), np.zeros(k)]),
        bounds=[(0, None)] * size + [(0, limit) for limit in limits],
        method="highs",
    )
    return np.asarray(found.x[:size]) if found.success else np.zeros(0)


def bound(number: Floats, known: Known, largest: bool = True) -> Bound:
    """The largest or smallest value of a number (patterns,); infinite where nothing bounds it."""
    scale = np.maximum(np.abs(known.equations).max(axis=1, initial=0.0), 1.0)  # sums of squares beside counts
    found = linprog(
        -number if largest else number,
        A_eq=csr_array(known.equations / scale[:, None]) if len(known.values) else None,
        b_eq=known.values / scale if len(known.values) else None,
        A_ub=csr_array(-known.filled) if len(known.filled) else None,
        b_ub=np.full(len(known.filled), -1.0) if len(known.filled) else None,
        method="highs",
    )
    if found.status == 3:
        return Bound(np.inf if largest else -np.inf, np.zeros(0), np.zeros(len(known.values)))
    if not found.success:  # taken as no room at all: more is withheld, never less
        return Bound(-np.inf if largest else np.inf, np.zeros(0), np.ones(len(known.values)))
    value = -found.fun if largest else found.fun
    holding = np.abs(found.eqlin.marginals) if len(known.values) else np.zeros(0)
    return Bound(float(value), np.asarray(found.x), np.asarray(holding, dtype=float))
