"""One plan for a report: which rows of all exhibits are withheld, so that no small number follows from all that is published.

Primary: rows that may not leave by themselves, each with its reason. Secondary: rows refused because with those accepted before
them a primary one would follow (elimination). Then, for every small number, rows are taken back until what is left reaches the
limit (programs). Rows are refused and taken back in the order of what is lost least: not cited, small, no base.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import vstack

from evalreport.disclosure.elimination import Published, projected
from evalreport.disclosure.ledger import Key, Ledger, Place, Row
from evalreport.disclosure.programs import (
    EXACT,
    Bound,
    Floats,
    Program,
    bound,
    of_classes,
    of_segment,
    repair,
    together,
)

SECONDARY, INTERVAL, WITH_BASE, BUDGET = "secondary", "interval", "with_base", "budget"
WORK = (
    200_000_000  # coefficients of the programs solved at most; what is still open then is withheld with all around it
)

SOME = 1e-3  # the share of a number that one without limits must be able to differ by
KEPT = 8  # programs between classes that are remembered: large reports have large ones
LARGE = 20_000  # coefficients of a ledger for whose programs all classes can be unknown
Ways = tuple[tuple[float, bool], ...]  # a limit, and whether it is one above


@dataclass(frozen=True)
class Secret:
    """A number that must stay unknown, and what it must be able to be.

    minimum: it must be able to be as large; maximum: as small; width: how far apart its ends must be at least.
    """

    vector: Place
    minimum: float
    key: Key
    maximum: float = np.inf
    width: float = EXACT

    def kept(self, low: float, high: float) -> bool:
        """Whether an interval tells neither the number nor that it is beyond its limits."""
        reaches = high >= self.minimum - EXACT and low <= self.maximum + EXACT
        return reaches and high - low >= self.width


@dataclass
class Plan:
    """The plan of one ledger in the making: row (position) -> reason it is withheld; work: what is left of it."""

    ledger: Ledger
    withheld: dict[int, str]
    work: int = WORK
    at: dict[Place, list[int]] = field(default_factory=dict)
    places: dict[int, list[Place]] = field(default_factory=dict)
    groups: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    _programs: dict[int, Program] = field(default_factory=dict)
    _together: Program | None = None
    _among: dict[frozenset[int], Program] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for i, row in enumerate(self.ledger.rows):
            self.groups.setdefault(row.group, []).append(i)
            for place in row.vectors:
                self.at.setdefault(place, []).append(i)
        for place in sorted(self.at):
            self.places.setdefault(place[0], []).append(place)

    def withhold(self, row: int, reason: str) -> None:
        """Withhold a row; with a base, its whole group."""
        self._forget(row)
        self.withheld.setdefault(row, reason)
        if self.ledger.rows[row].base:
            for other in self.groups[self.ledger.rows[row].group]:
                self._forget(other)
                self.withheld.setdefault(other, WITH_BASE)

    def _forget(self, row: int) -> None:
        self._together = None
        self._among.clear()
        for segment, _ in self.ledger.rows[row].vectors:
            self._programs.pop(segment, None)

    def is_told(self, place: Place) -> bool:
        """Whether a row that is published, or known from elsewhere, tells a number."""
        rows = self.at.get(place, ())
        return any(i not in self.withheld or self.ledger.rows[i].known for i in rows)

    def published(self, segment: int) -> list[Place]:
        """The numbers of a segment that published rows tell."""
        return [place for place in self.places.get(segment, ()) if self.is_told(place)]

    def filled(self, segment: int) -> list[Place]:
        """Withheld numbers of respondents that are not empty, as zeros are printed."""
        hidden = (p for p in self.places.get(segment, ()) if self.ledger.counts(p) and self.ledger.value(p) > 0)
        return [p for p in hidden if not self.is_told(p)]

    def of_segment(self, segment: int) -> Program:
        """What is known of a segment by itself."""
        if segment not in self._programs:
            self._programs[segment] = of_segment(self.ledger, segment, self.published(segment), self.filled(segment))
        return self._programs[segment]

    def programs(self, place: Place) -> Iterator[Program]:
        """What bounds a number: its segment with the classes known, then with respondents changing between classes.

        Between all classes where that is no large program, else between those of withheld groups and those that the number counts.
        """
        if place[0]:
            yield self.of_segment(place[0])
        if self.small:
            yield self.of_all()
        else:
            segment, at = place
            own = self.ledger.segments[segment]
            counted = set(own.classes[own.numbers[[at]].indices].tolist())
            yield self._between(counted | self._open_classes())

    @property
    def small(self) -> bool:
        """Whether programs can have all classes unknown."""
        return sum(each.numbers.nnz for each in self.ledger.segments) <= LARGE

    def of_all(self) -> Program:
        """What is known where respondents may change between all classes."""
        if self._together is None:
            self._together = self._between(set(range(len(self.ledger.segments[0].classes))))
        return self._together

    def of_open(self) -> Program | None:
        """The same for classes of withheld groups only, in large ledgers; None where no group is withheld."""
        among = self._open_classes()
        return self.of_all() if self.small else self._between(among) if among else None

    def cost(self, place: Place) -> float:
        """What is lost when a number is withheld: with a base, all of its group."""
        rows = {i for i in self.at[place] if i not in self.withheld}
        gone = {j for i in rows if self.ledger.rows[i].base for j in self.groups[self.ledger.rows[i].group]} | rows
        return float(sum(_loss(self.ledger.rows[i]) for i in gone if i not in self.withheld)) + SOME

    def _between(self, classes: set[int]) -> Program:
        name = frozenset(classes)
        if name not in self._among:
            if len(self._among) >= KEPT:
                self._among.clear()
            every = range(len(self.ledger.segments))
            told, hidden = ([p for s in every for p in part(s)] for part in (self.published, self.filled))
            self._among[name] = of_classes(self.ledger, classes, told, hidden)
        return self._among[name]

    def _open_classes(self) -> set[int]:
        found: set[int] = set()
        for row in (self.ledger.rows[i] for i in self.withheld):
            if row.base and row.vectors:
                segment, at = row.vectors[0]
                own = self.ledger.segments[segment]
                found |= set(own.classes[own.numbers[[at]].indices].tolist())
        return found

    def ends(self, secret: Secret) -> tuple[float, float, frozenset[Place]]:
        """The smallest and largest a secret can be at least, and the published numbers that hold it there.

        First with the classes known, which is quick; where that leaves too little, with respondents changing between classes.
        """
        value = self.ledger.value(secret.vector)
        low, high, holding = value, value, frozenset[Place]()
        for program in self.programs(secret.vector):
            further = self._ends(secret, program)
            low, high, holding = min(low, further[0]), max(high, further[1]), further[2]
            if secret.kept(low, high):
                break
        return low, high, holding

    def _ends(self, secret: Secret, program: Program) -> tuple[float, float, frozenset[Place]]:
        value = self.ledger.value(secret.vector)
        upper = self._bound(secret, program, True)
        lower = self._bound(secret, program, False)
        return min(lower.value, value), max(upper.value, value), upper.holding | lower.holding

    def _bound(self, secret: Secret, program: Program, largest: bool) -> Bound:
        self.work -= program.work
        return bound(program, secret.vector, largest)


def _loss(row: Row) -> float:
    """What is lost with a row: those the text quotes most, and of numbers alike the larger."""
    return (1 + 4 * row.worth) * (1 + np.log1p(max(np.nan_to_num(row.n), 0.0)))


def plan(
    ledger: Ledger,
    primary: Mapping[int, str],
    secrets: Sequence[Secret],
    work: int = WORK,
    forced: Collection[int] = (),
) -> dict[int, str]:
    """Row (position) -> why it is withheld.

    primary: rows withheld by themselves; secrets: the numbers that must not be found; forced: rows withheld by another rule, that are no
    secrets. Deterministic: the same report gives the same plan. Raises nothing: where `work` does not suffice, more is withheld.
    """
    made = Plan(ledger, {}, work)
    for row in (*primary, *forced):
        made.withhold(row, primary.get(row, SECONDARY))
    kept = tuple(s for s in secrets if ledger.value(s.vector) or not ledger.counts(s.vector))
    if kept:
        _eliminate(made, kept)
        _widen(made, kept)
    return made.withheld


def order(rows: Sequence[Row]) -> list[int]:
    """Positions of rows by what is lost with them, most first: bases, then what the text quotes, then large numbers."""
    return sorted(
        range(len(rows)), key=lambda i: (not rows[i].base, -rows[i].worth, -np.nan_to_num(rows[i].n), rows[i].key)
    )


def _eliminate(made: Plan, secrets: Sequence[Secret]) -> None:
    rows = made.ledger.rows
    residues = [projected(_with_links(made.ledger, s)) for s in range(len(made.ledger.segments))]
    own: dict[int, list[int]] = {}
    for secret in secrets:
        own.setdefault(secret.vector[0], []).append(secret.vector[1])
    states = {s: Published(residues[s][sorted(set(places))]) for s, places in own.items()}
    for s, state in states.items():
        links = residues[s][made.ledger.segments[s].numbers.shape[0] :]
        state.take(state.step(links))
    known_first = sorted(order(rows), key=lambda i: not rows[i].known)
    for i in known_first:
        if i in made.withheld and not rows[i].known:
            continue
        told: dict[int, list[int]] = {}
        for s, at in rows[i].vectors:
            told.setdefault(s, []).append(at)
        steps = {s: states[s].step(residues[s][at]) for s, at in told.items() if s in states}
        if any(step.lost for step in steps.values()) and not rows[i].known:
            made.withhold(i, SECONDARY)
            continue
        for s, step in steps.items():
            states[s].take(step)


def _with_links(ledger: Ledger, segment: int) -> np.ndarray:
    """The numbers of a segment and, below them, the respondents of each class, which other segments tell."""
    own = ledger.segments[segment]
    if not segment:
        return own.numbers.toarray().astype(np.int64)
    return vstack([own.numbers, own.links()]).toarray().astype(np.int64)


def _widen(made: Plan, secrets: Sequence[Secret]) -> None:
    """Withhold what holds a small number below its limit; those of classes first, then segment by segment, small ones first."""
    open_ = {(s.vector, s.minimum, s.maximum, s.width): s for s in secrets}
    ranked = sorted(open_.values(), key=lambda s: (s.vector[0], made.ledger.value(s.vector), s.vector, s.minimum))
    done = _reached_together(made, ranked)
    for secret in ranked:
        for ways in () if secret in done else _wanted(secret, made.ledger.value(secret.vector)):
            if made.work <= 0:
                _give_up(made)
                return
            for place in sorted(_least(made, secret.vector, ways)):
                for row in made.at[place]:
                    if row not in made.withheld:
                        made.withhold(row, INTERVAL)


def _wanted(secret: Secret, value: float) -> Iterator[Ways]:
    """What a secret must be able to be, each as ways of which one suffices."""
    if value < secret.minimum:
        yield ((secret.minimum, True),)
    if value > secret.maximum:
        yield ((secret.maximum, False),)
    if secret.minimum <= value <= secret.maximum:
        room = max(secret.width, SOME * max(abs(value), 1.0))
        yield ((value + room, True), (value - room, False))


def _least(made: Plan, place: Place, ways: Ways) -> frozenset[Place]:
    """The published numbers to withhold with least loss so that one reaches a limit; first with the classes known, which is quick."""
    found = []
    for program in made.programs(place):
        costs = {told: made.cost(told) for told in program.told if told}
        for limit, largest in ways:
            made.work -= 3 * program.work
            one = repair(program, place, limit, costs, largest)
            found += [one] if one is not None else []
        if found and (min(one.loss for one in found) < EXACT or not made.small):
            break
    return min(found, key=lambda one: one.loss).places if found else frozenset()


def _reached_together(made: Plan, secrets: Sequence[Secret]) -> set[Secret]:
    """Secrets that one solution a segment shows to reach their limits."""
    done: set[Secret] = set()
    for segment in dict.fromkeys(s.vector[0] for s in secrets):
        own = [s for s in secrets if s.vector[0] == segment and np.isinf(s.maximum)]
        programs = [made.of_segment(segment) if segment else None, made.of_open()]
        for program in (p for p in programs if p is not None):
            left = [s for s in own if s not in done and made.ledger.value(s.vector) < s.minimum]
            if left and made.work > 0:
                made.work -= program.work
                shown = together(program, [(s.vector, s.minimum) for s in left])
                if shown is not None:
                    done |= {s for s in left if _shows(program, s, shown)}
    return done


def _shows(program: Program, secret: Secret, solution: Floats) -> bool:
    return secret.kept(program.ledger.value(secret.vector), program.value(secret.vector, solution))


def _give_up(made: Plan) -> None:
    """Withhold every number left: when the work is used up, more goes, never less."""
    for i in range(len(made.ledger.rows)):
        made.withheld.setdefault(i, BUDGET)


@dataclass(frozen=True)
class Finding:
    """What is left of a secret: it may at least be anything from low to high; rows: the published ones that narrow it."""

    secret: Secret
    value: float
    low: float
    high: float
    rows: tuple[Row, ...]
    counts: bool = True  # whether it is a number of respondents

    @property
    def breached(self) -> bool:
        """Whether a reader learns the number, or that it is beyond its limits."""
        return not self.secret.kept(self.low, self.high)


def audit(ledger: Ledger, withheld: Mapping[int, str], secrets: Sequence[Secret]) -> Iterator[Finding]:
    """For every secret the interval that all published rows leave at least, and the rows that narrow it."""
    made = Plan(ledger, dict(withheld))
    ends: dict[tuple[Place, float, float, float], tuple[float, float, frozenset[Place]]] = {}
    for secret in secrets:
        name = (secret.vector, secret.minimum, secret.maximum, secret.width)
        if name not in ends:
            ends[name] = made.ends(secret)
        low, high, holding = ends[name]
        told = sorted({i for place in holding for i in made.at.get(place, ()) if i not in withheld})
        yield Finding(
            secret,
            ledger.value(secret.vector),
            low,
            high,
            tuple(ledger.rows[i] for i in told),
            ledger.counts(secret.vector),
        )
