"""One plan for a report: which rows of all exhibits are withheld, so that no small number follows from all that is published.

Primary: rows that may not leave by themselves, each with its reason. Secondary: rows refused because with those accepted before
them a primary one would follow (elimination). Then, for every small number, rows are taken back until what is left reaches the
limit (intervals). Rows are refused and taken back in the order of what is lost least: not cited, small, no base.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evalreport.disclosure.elimination import Published, projected
from evalreport.disclosure.intervals import Bound, Floats, Known, bound, together
from evalreport.disclosure.ledger import Key, Ledger, Row

SECONDARY, INTERVAL, WITH_BASE, BUDGET = "secondary", "interval", "with_base", "budget"
PROGRAMS = 4000  # linear programs solved at most; what is still open then is withheld with all around it
HOLDS = 1e-7


@dataclass(frozen=True)
class Secret:
    """A number that must stay unknown: its vector (position), and what it must be able to be (0: only not exactly known)."""

    vector: int
    minimum: float
    key: Key


@dataclass
class Plan:
    """The plan of one ledger in the making: row (position) -> reason it is withheld."""

    ledger: Ledger
    secrets: tuple[Secret, ...]
    withheld: dict[int, str]
    solved: int = 0
    solutions: list[Floats] = field(default_factory=list)

    def published(self) -> list[int]:
        """The vectors that published rows tell."""
        told = {v for i, row in enumerate(self.ledger.rows) if i not in self.withheld for v in row.vectors}
        return sorted(told)

    def withhold(self, row: int, reason: str) -> None:
        """Withhold a row; with a base, its whole group."""
        self.withheld.setdefault(row, reason)
        if self.ledger.rows[row].base:
            group = self.ledger.rows[row].group
            for i, other in enumerate(self.ledger.rows):
                if other.group == group:
                    self.withheld.setdefault(i, WITH_BASE)

    def known(self, among: Sequence[int]) -> Known:
        """What a reader knows when some vectors are published."""
        vectors, values = self.ledger.vectors.astype(float), self.ledger.values()
        counts, told = self.ledger.is_count(), set(among)
        kept = [v for v in among if vectors[v].any()]
        filled = {
            row.vectors[0]
            for i, row in enumerate(self.ledger.rows)
            if i in self.withheld and row.vectors and counts[row.vectors[0]] and values[row.vectors[0]] > 0
        }
        return Known(vectors[kept], values[kept], vectors[sorted(filled - told)])


def plan(
    ledger: Ledger,
    primary: Mapping[int, str],
    secrets: Sequence[Secret],
    programs: int = PROGRAMS,
    forced: Collection[int] = (),
) -> dict[int, str]:
    """Row (position) -> why it is withheld.

    primary: rows withheld by themselves; secrets: the numbers that must not be found; forced: rows withheld by another rule, that are no
    secrets. Deterministic: the same report gives the same plan. Raises nothing: where `programs` do not suffice, more is withheld.
    """
    vectors = ledger.vectors
    kept = tuple(s for s in secrets if vectors[s.vector].any())
    made = Plan(ledger, kept, {})
    for row in (*primary, *forced):
        made.withhold(row, primary.get(row, SECONDARY))
    if not kept:
        return made.withheld
    _eliminate(made)
    _widen(made, programs)
    return made.withheld


def order(rows: Sequence[Row]) -> list[int]:
    """Positions of rows by what is lost with them, most first: bases, then what the text quotes, then large numbers."""
    return sorted(range(len(rows)), key=lambda i: (not rows[i].base, -rows[i].worth, -rows[i].n, rows[i].key))


def _eliminate(made: Plan) -> None:
    rows = made.ledger.rows
    residues = projected(made.ledger.vectors)
    state = Published(residues[[s.vector for s in made.secrets]])
    for i in order(rows):
        if i not in made.withheld and not state.accept(residues[list(rows[i].vectors)]):
            made.withhold(i, SECONDARY)


def _widen(made: Plan, programs: int) -> None:
    """Take rows back until each small number can be as large as its limit; the smallest numbers first."""
    values = made.ledger.values()
    open_ = sorted({(s.vector, s.minimum) for s in made.secrets if 0 < values[s.vector] < s.minimum})
    open_.sort(key=lambda each: (values[each[0]], each))
    if not open_ or programs < 1:
        return _give_up(made) if open_ else None
    made.solved += 1
    numbers = made.ledger.vectors[[vector for vector, _ in open_]].astype(float)
    shown = together(numbers, np.array([m for _, m in open_], dtype=float), made.known(made.published()))
    made.solutions += [shown] if len(shown) else []
    for vector, minimum in open_:
        while not _reaches(made, vector, minimum):
            if made.solved >= programs:
                _give_up(made)
                return
            found = upper(made, vector)
            if found.value >= minimum - 1e-6:
                made.solutions.append(found.counts) if len(found.counts) else None
                break
            if not _take_back(made, found):
                _give_up(made)
                return


def _reaches(made: Plan, vector: int, minimum: float) -> bool:
    """Whether a solution found for another number shows already that this one can reach its limit."""
    number = made.ledger.vectors[vector]
    return any(float(number @ counts) >= minimum - 1e-6 for counts in made.solutions)


def upper(made: Plan, vector: int) -> Bound:
    """The largest that a number can be, from what the plan publishes."""
    made.solved += 1
    return bound(made.ledger.vectors[vector].astype(float), made.known(made.published()))


def _take_back(made: Plan, found: Bound) -> bool:
    """Withhold the row of least worth among those that hold a number down, and with time more at once; whether there was one."""
    kept = [v for v in made.published() if made.ledger.vectors[v].any()]
    holding = {v for v, strength in zip(kept, found.holding, strict=True) if strength > HOLDS}
    rows = made.ledger.rows
    ranked = [i for i in reversed(order(rows)) if i not in made.withheld and holding & set(rows[i].vectors)]
    # The same number elsewhere would still hold it down: all rows that tell it go together.
    told = [holding & set(rows[i].vectors) for i in ranked[: 1 + made.solved // 50]]
    gone = set().union(*told)
    for i in ranked:
        if set(rows[i].vectors) & gone:
            made.withhold(i, INTERVAL)
    return bool(ranked)


def _give_up(made: Plan) -> None:
    """Withhold every number left: when the programs are used up, more goes, never less."""
    for i in range(len(made.ledger.rows)):
        made.withheld.setdefault(i, BUDGET)


def audit(
    ledger: Ledger, withheld: Mapping[int, str], secrets: Sequence[Secret]
) -> Iterator[tuple[Secret, float, float, list[Row]]]:
    """For every secret the smallest and largest that all published rows leave, and the rows that narrow it."""
    made = Plan(ledger, tuple(secrets), dict(withheld))
    among = made.published()
    known = made.known(among)
    kept = [v for v in among if ledger.vectors[v].any()]
    ends: dict[int, tuple[float, float, set[int]]] = {}
    for secret in secrets:
        if secret.vector not in ends:
            number = ledger.vectors[secret.vector].astype(float)
            low, high = bound(number, known, largest=False), bound(number, known)
            holding = {v for v, s in zip(kept, high.holding, strict=True) if s > HOLDS}
            ends[secret.vector] = (low.value, high.value, holding)
        low_value, high_value, holding = ends[secret.vector]
        rows = [r for i, r in enumerate(ledger.rows) if i not in withheld and holding & set(r.vectors)]
        yield secret, low_value, high_value, rows


def breached(secret: Secret, low: float, high: float) -> bool:
    """Whether an interval tells a secret: exactly, or that it is below its limit."""
    return high - low < 1e-6 or high < secret.minimum - 1e-6
