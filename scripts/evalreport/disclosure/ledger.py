"""All numbers of a report that count the same respondents, side by side: what each tells, as sparse matrices.

A reader knows how groups are made and not which answers to different questions go together. So the unknowns are no whole
respondents. Respondents who are alike in every group and condition make a class; the numbers of each block of questions count
respondents by class and answer, in a segment of their own. Segments hang together by their classes alone: each counts the same
respondents of a class. Segment 0 counts the classes themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evalreport.files.estimates import BASE, MEAN

Key = tuple[str, str, str, str]  # exhibit, variable, category, group
Place = tuple[int, int]  # segment and number in it
Classes = NDArray[np.intp]
Vector = NDArray[np.int64]  # a coefficient for each respondent or kind of respondent


@dataclass(frozen=True)
class Row:
    """A row of the estimates as it would leave: how many respondents it counts, and the vectors it tells."""

    key: Key
    n: float
    vectors: tuple[Place, ...]
    worth: int = 0  # how much is lost with it: 2 quoted in the text, 1 shown, 0 neither
    known: bool = False  # an edition that is out has printed it

    @property
    def base(self) -> bool:
        """Whether it is the number of respondents of a whole group."""
        return self.key[2] in (BASE, MEAN)

    @property
    def group(self) -> tuple[str, str, str]:
        """The exhibit, variable and group it stands in."""
        return self.key[0], self.key[1], self.key[3]


@dataclass(frozen=True)
class Segment:
    """The numbers of one block of questions over kinds of respondents, the columns.

    numbers: (m, columns) whole coefficients, each different one once; classes: (columns,) the class of each; counts: (columns,)
    respondents of each, 0 for kinds that could have been; sizes: (m,) what each number adds up to; counting: (m,) which
    numbers count respondents (their coefficients are 0 and 1).
    """

    numbers: csr_array
    classes: Classes
    counts: NDArray[np.int64]
    sizes: NDArray[np.float64]
    counting: NDArray[np.bool_]

    def links(self, among: Classes | None = None) -> csr_array:
        """The number of respondents of each class (classes, columns), of some classes or of all that the columns have."""
        wanted = np.unique(self.classes) if among is None else among
        return csr_array((wanted[:, None] == self.classes[None, :]).astype(float))


@dataclass(frozen=True)
class Ledger:
    """rows: every number that may leave; segments: what they tell."""

    rows: tuple[Row, ...]
    segments: tuple[Segment, ...]

    def value(self, place: Place) -> float:
        """What a number adds up to."""
        return float(self.segments[place[0]].sizes[place[1]])

    def counts(self, place: Place) -> bool:
        """Whether a number counts respondents."""
        return bool(self.segments[place[0]].counting[place[1]])


class SegmentMaker:
    """Collects the vectors of a segment over kinds of respondents, alike ones not yet put together."""

    def __init__(self, at: int, classes: Classes, respondents: NDArray[np.int64], frame: "SegmentMaker | None") -> None:
        self.at, self.classes, self.respondents, self.frame = at, classes, respondents, frame
        self._place: dict[bytes, Place] = {}
        self._vectors: list[Vector] = []
        self._order = np.argsort(classes, kind="stable")
        self._present, self._starts = np.unique(classes[self._order], return_index=True)

    def vector(self, values: Vector) -> Place:
        """The place of a vector (columns,); one that the class alone decides stands in segment 0, whichever block it is of."""
        name = values.tobytes()
        if name not in self._place:
            self._place[name] = self._of_classes(values) or self._own(values)
        return self._place[name]

    def _of_classes(self, values: Vector) -> Place | None:
        if self.frame is None or not len(values):
            return None
        ordered = values[self._order]
        low = np.minimum.reduceat(ordered, self._starts)
        if (low != np.maximum.reduceat(ordered, self._starts)).any():
            return None
        whole = np.zeros(len(self.frame.classes), dtype=np.int64)
        whole[self._present] = low
        return self.frame.vector(whole)

    def _own(self, values: Vector) -> Place:
        self._vectors.append(values)
        return self.at, len(self._vectors) - 1

    def made(self) -> Segment:
        """The segment, with kinds of respondents who are alike in class and every number put together."""
        vectors = np.array([self.classes, *self._vectors], dtype=np.int64)
        draw = np.random.default_rng(1).integers(1, 2**62, (2, len(vectors)), dtype=np.int64)
        with np.errstate(over="ignore"):
            marks = draw @ vectors  # two sums modulo 2**64: kinds with the same are alike
        _, first, kind = np.unique(marks, axis=1, return_index=True, return_inverse=True)
        counts = np.rint(np.bincount(kind.ravel(), weights=self.respondents.astype(float), minlength=len(first)))
        numbers = vectors[1:, first]
        sizes = numbers.astype(float) @ counts
        counting = np.asarray(((numbers == 0) | (numbers == 1)).all(axis=1), dtype=bool)
        return Segment(csr_array(numbers), self.classes[first], counts.astype(np.int64), sizes, counting)


@dataclass
class LedgerMaker:
    """Collects rows and their vectors; classes: (n,) the class of each respondent, from 0."""

    classes: Classes
    rows: list[Row] = field(default_factory=list)
    makers: list[SegmentMaker] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = int(self.classes.max(initial=-1)) + 1
        self.makers.append(SegmentMaker(0, np.arange(size), np.bincount(self.classes, minlength=size), None))

    def of_classes(self, values: Vector) -> Place:
        """The place of a vector over respondents (n,) that their class decides."""
        whole = np.zeros(len(self.makers[0].classes), dtype=np.int64)
        whole[self.classes] = values
        return self.makers[0].vector(whole)

    def segment(self, classes: Classes, respondents: NDArray[np.int64]) -> SegmentMaker:
        """A new segment over kinds of respondents: the class of each, and how many there are."""
        self.makers.append(SegmentMaker(len(self.makers), classes, respondents, self.makers[0]))
        return self.makers[-1]

    def add(self, key: Key, n: float, vectors: Iterable[Place], worth: int = 0, known: bool = False) -> None:
        """A number that may leave."""
        self.rows.append(Row(key, n, tuple(vectors), worth, known))

    def made(self) -> Ledger:
        """The ledger."""
        return Ledger(tuple(self.rows), tuple(maker.made() for maker in self.makers))


def classes_of(vectors: Sequence[Vector], size: int) -> Classes:
    """The class of each of `size` respondents: those alike in all vectors (each (size,)) have the same; numbered from 0."""
    unique = list({vector.tobytes(): vector for vector in vectors}.values())
    if not unique or not size:
        return np.zeros(size, dtype=np.intp)
    _, classes = np.unique(np.array(unique), axis=1, return_inverse=True)
    return np.asarray(classes.ravel(), dtype=np.intp)
