"""Which published numbers would determine a secret one: Gaussian elimination, exact in a finite field.

The method is secondary cell suppression by Gaussian elimination (Langsrud 2024, "Secondary cell suppression by Gaussian elimination: an
algorithm suitable for handling issues with zeros and singletons", PSD 2024), written anew from its description: numbers are
accepted for publication in the order of their worth, and one is refused when with those accepted before it a secret would
follow. Here coefficients are taken modulo a prime, so no rounding decides what follows from what: a secret that follows over the
rational numbers follows modulo the prime too (but for one prime in a million), and the few that follow by chance are withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PRIME = 1_048_573  # the largest below 2**20: sums of 8192 products of residues are exact in 53 bits
BLOCK = 8192  # terms a sum may have
SPARE = 12  # dimensions above the rank: the chance that a projection makes numbers dependent is 1e-6 to this power
Residues = NDArray[np.float64]


def _mod(values: Residues) -> Residues:
    return values - PRIME * np.floor(values / PRIME)


def _product(left: Residues, right: Residues) -> Residues:
    """The product of two matrices of residues, in blocks that stay exact."""
    total = np.zeros((left.shape[0], right.shape[1]))
    for start in range(0, left.shape[1], BLOCK):
        total = _mod(total + _mod(left[:, start : start + BLOCK] @ right[start : start + BLOCK]))
    return total


def projected(vectors: NDArray[np.int64], seed: int = 1) -> Residues:
    """Vectors (m, n) of whole numbers as residues, in as many random directions as they can have independent ones."""
    residues = np.mod(vectors, PRIME).astype(float)
    size = min(vectors.shape[0] + SPARE, vectors.shape[1])
    if size == vectors.shape[1]:
        return residues
    directions = np.random.default_rng(seed).integers(0, PRIME, (vectors.shape[1], size)).astype(float)
    return _product(residues, directions)


@dataclass(frozen=True)
class Step:
    """What publishing some numbers adds: new rows and their pivots, what is left of the secrets, and whether one is lost."""

    fresh: list[Residues]
    pivots: list[int]
    left: Residues
    lost: bool


@dataclass
class Published:
    """Numbers accepted so far, reduced (B), and the secrets less all that follows from them; a secret is lost when nothing is left.

    secrets: (k, d) residues. A secret that is nothing from the start (nobody is counted) can not be kept and must not be given.
    """

    secrets: Residues
    rows: Residues = field(init=False)
    pivots: list[int] = field(default_factory=list)
    _size: int = 64

    def __post_init__(self) -> None:
        self.rows = np.zeros((self._size, self.secrets.shape[1]))

    def accept(self, vectors: Residues) -> bool:
        """Publish numbers (k, d) together, unless a secret would follow; whether they are published."""
        step = self.step(vectors)
        if step.lost:
            return False
        self.take(step)
        return True

    def step(self, vectors: Residues) -> "Step":
        """What publishing numbers (k, d) would add to what is known, and to what is left of the secrets."""
        fresh, pivots = self._new(vectors)
        left = self.secrets
        for row, pivot in zip(fresh, pivots, strict=True):
            left = _mod(left - np.outer(left[:, pivot], row))
        lost = bool(len(fresh) and len(left) and not left.any(axis=1).all())
        return Step(fresh, pivots, left, lost)

    def take(self, step: "Step") -> None:
        """Publish them; secrets that follow are none any longer."""
        self.secrets = step.left[step.left.any(axis=1)] if step.lost else step.left
        for row, pivot in zip(step.fresh, step.pivots, strict=True):
            self._keep(row, pivot)

    def determines(self, vectors: Residues) -> NDArray[np.bool_]:
        """Which of some numbers (k, d) follow from those published."""
        return np.asarray(~self._less_known(vectors).any(axis=1), dtype=bool)

    def _less_known(self, vectors: Residues) -> Residues:
        if not self.pivots:
            return vectors
        return _mod(vectors - _product(vectors[:, self.pivots], self.rows[: len(self.pivots)]))

    def _new(self, vectors: Residues) -> tuple[list[Residues], list[int]]:
        """What numbers add to those published: rows with a leading 1, each free of the others' pivots before it."""
        left = self._less_known(vectors)
        fresh: list[Residues] = []
        pivots: list[int] = []
        for vector in left:
            for row, pivot in zip(fresh, pivots, strict=True):
                vector = _mod(vector - vector[pivot] * row)
            found = np.flatnonzero(vector)
            if len(found):
                inverse = float(pow(int(vector[found[0]]), -1, PRIME))
                fresh.append(_mod(vector * inverse))
                pivots.append(int(found[0]))
        return fresh, pivots

    def _keep(self, row: Residues, pivot: int) -> None:
        used = len(self.pivots)
        if used == len(self.rows):
            self.rows = np.vstack([self.rows, np.zeros_like(self.rows)])
        known = self.rows[:used]
        touched = np.flatnonzero(known[:, pivot])
        known[touched] = _mod(known[touched] - np.outer(known[touched, pivot], row))
        self.rows[used] = row
        self.pivots.append(pivot)


def published(vectors: Residues, numbers: Sequence[Sequence[int]], secrets: Sequence[int]) -> list[bool]:
    """Which numbers may be published, taken in order; numbers: the vectors each tells, secrets: vectors none may follow from them."""
    state = Published(vectors[list(secrets)])
    return [state.accept(vectors[list(told)]) for told in numbers]
