"""All numbers of a report that count the same respondents, side by side: what each tells, as one matrix."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evalreport.disclosure.vectors import Vector
from evalreport.files.estimates import BASE, MEAN

Key = tuple[str, str, str, str]  # exhibit, variable, category, group


@dataclass(frozen=True)
class Row:
    """A row of the estimates as it would leave: how many respondents it counts, and the vectors it tells (positions)."""

    key: Key
    n: float
    vectors: tuple[int, ...]
    worth: int = 0  # how much is lost with it: 2 quoted in the text, 1 shown, 0 neither

    @property
    def base(self) -> bool:
        """Whether it is the number of respondents of a whole group."""
        return self.key[2] in (BASE, MEAN)

    @property
    def group(self) -> tuple[str, str, str]:
        """The exhibit, variable and group it stands in."""
        return self.key[0], self.key[1], self.key[3]


@dataclass(frozen=True)
class Ledger:
    """rows: every number that may leave; vectors: (m, patterns), each different one once; counts: respondents a pattern (patterns,)."""

    rows: tuple[Row, ...]
    vectors: NDArray[np.int64]
    counts: NDArray[np.int64]

    def values(self) -> NDArray[np.float64]:
        """What each vector adds up to (m,)."""
        return self.vectors.astype(float) @ self.counts.astype(float)

    def is_count(self) -> NDArray[np.bool_]:
        """Which vectors count respondents (m,): their coefficients are 0 and 1."""
        return np.asarray(((self.vectors == 0) | (self.vectors == 1)).all(axis=1), dtype=bool)


@dataclass
class LedgerMaker:
    """Collects rows and their vectors over n respondents; the same vector told by several rows stands in the ledger once."""

    respondents: int
    real: NDArray[np.bool_] | None = None  # which of them are, the others being possible; all without it
    rows: list[Row] = field(default_factory=list)
    _place: dict[bytes, int] = field(default_factory=dict)
    _vectors: list[Vector] = field(default_factory=list)

    def vector(self, values: Vector) -> int:
        """The position of a vector (n,)."""
        name = values.tobytes()
        if name not in self._place:
            self._place[name] = len(self._vectors)
            self._vectors.append(values)
        return self._place[name]

    def add(self, key: Key, n: float, vectors: Iterable[Vector], worth: int = 0) -> None:
        """A number that may leave."""
        self.rows.append(Row(key, n, tuple(self.vector(each) for each in vectors), worth))

    def made(self) -> Ledger:
        """The ledger, with respondents who are alike in every number put together."""
        vectors = np.array(self._vectors, dtype=np.int64).reshape(len(self._vectors), self.respondents)
        draw = np.random.default_rng(1).integers(1, 2**62, (2, len(vectors)), dtype=np.int64)
        with np.errstate(over="ignore"):
            marks = draw @ vectors  # two sums modulo 2**64: respondents with the same are alike
        _, first, pattern = np.unique(marks, axis=1, return_index=True, return_inverse=True)
        real = np.ones(self.respondents) if self.real is None else self.real
        counts = np.bincount(pattern.ravel(), weights=real.astype(float), minlength=len(first))
        return Ledger(tuple(self.rows), vectors[:, first], np.rint(counts).astype(np.int64))
