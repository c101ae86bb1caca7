"""Printed percentages as lines that share a base: the answers of one column, or of one row where the groups stand below each other."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evalreport.audit.printed import COUNT, MULTIPLE, SHARES, WEIGHTED, WEIGHTED_MULTIPLE, WIDER, Cell, N
from evalreport.audit.rounding import unit
from evalreport.words.catalogue import recognised

STATED, APPARENT, PARTIAL = "stated", "apparent", "partial"  # do the percentages of a line hold all answers?
FAR = 8  # percentage points: sums further from 100 are no distribution


@dataclass(frozen=True)
class Line:
    """The percentages of one group; `n` is its printed base (None: none is printed), `total` its printed sum."""

    table: str
    part: str
    label: str
    cells: tuple[Cell, ...]
    down: bool  # the answers stand below each other, in one column
    n: int | None = None
    wider: bool = False
    total: Cell | None = None

    @property
    def weighted(self) -> bool:
        """Percentages of weights, not of persons: their counts are unknown."""
        return any(cell.statistic in (WEIGHTED, WEIGHTED_MULTIPLE) for cell in self.cells)

    @property
    def multiple(self) -> bool:
        """Several answers a person: the percentages need not add up."""
        return any(cell.statistic in (MULTIPLE, WEIGHTED_MULTIPLE) for cell in self.cells)

    @property
    def printed(self) -> tuple[Cell, ...]:
        """The cells in which a number is printed."""
        return tuple(cell for cell in self.cells if cell.value is not None)

    @property
    def sum(self) -> Fraction:
        """The sum of the printed percentages."""
        return sum((cell.value for cell in self.cells if cell.value is not None), Fraction(0))

    @property
    def slack(self) -> Fraction:
        """How far rounding can carry the sum from the sum of the exact percentages."""
        return sum((unit(cell.decimals) / 2 for cell in self.printed), Fraction(0))

    @property
    def complete(self) -> str:
        """Whether the line holds all answers: a sum is printed, they add up to 100 but for rounding, or neither."""
        if self.multiple or not self.printed:
            return PARTIAL
        if self.total is not None:
            return STATED
        whole = len(self.cells) > 1 and len(self.printed) == len(self.cells) and abs(self.sum - 100) <= self.slack
        return APPARENT if whole else PARTIAL

    def name_of(self, cell: Cell) -> str:
        """The answer that a cell of the line is about."""
        return cell.row if self.down else cell.column


def normal(label: str) -> str:
    """A label without case, punctuation and spacing."""
    return " ".join(re.findall(r"\w+", label.lower()))


def is_total(label: str) -> bool:
    """Whether a label names everybody: `Totalt`, `2009 | Totalt`."""
    return normal(label.rpartition("|")[2]) in recognised("total", "sum")


def is_sum(label: str) -> bool:
    """Whether a label says that the numbers are added up."""
    return normal(label.rpartition("|")[2]) in recognised("sum")


def lines_of(cells: Iterable[Cell]) -> list[Line]:
    """The lines of all tables, in the order printed."""
    parts: dict[tuple[str, str], list[Cell]] = {}
    tables: dict[str, list[Cell]] = {}
    for cell in cells:
        tables.setdefault(cell.table, []).append(cell)
        if cell.statistic in SHARES:
            parts.setdefault((cell.table, cell.part), []).append(cell)
    return [line for (table, part), own in parts.items() for line in _lines(table, part, own, tables[table])]


def _lines(table: str, part: str, shares: Sequence[Cell], everything: Sequence[Cell]) -> list[Line]:
    bases = [cell for cell in everything if cell.statistic in (N, WIDER)]
    down = _runs_down(shares, bases)
    label, answer = _labels(down)
    sums = _sum_cells(shares, answer)
    by_label: dict[str, list[Cell]] = {}
    for cell in shares:
        by_label.setdefault(label(cell), []).append(cell)
    lines = []
    for name, own in by_label.items():
        base = _base(name, part, bases, down)
        total = next((cell for cell in own if cell in sums and cell.value is not None), None)
        answers = tuple(cell for cell in own if cell not in sums)
        if answers:
            n = None if base is None or base.value is None else int(base.value)
            lines.append(Line(table, part, name, answers, down, n, base is not None and base.statistic == WIDER, total))
    return lines


def _labels(down: bool) -> tuple[Callable[[Cell], str], Callable[[Cell], str]]:
    """How the cells of one direction are grouped, and how they are told apart inside a group."""

    def column(cell: Cell) -> str:
        return cell.column

    def row(cell: Cell) -> str:
        return cell.row

    return (column, row) if down else (row, column)


def _runs_down(shares: Sequence[Cell], bases: Sequence[Cell]) -> bool:
    """Whether the answers stand below each other: told by the bases, by printed sums, else by what adds up to 100."""
    columns, rows = {cell.column for cell in shares}, {cell.row for cell in shares}
    if any(cell.column in columns and _names_base(cell.row) for cell in bases):
        return True
    if any(cell.row in rows and _names_base(cell.column) for cell in bases):
        return False
    if _sum_cells(shares, _labels(True)[1]):
        return True
    if _sum_cells(shares, _labels(False)[1]):
        return False
    return _distance(shares, True) <= min(_distance(shares, False), Fraction(FAR)) or (
        _distance(shares, False) > FAR  # neither adds up: a list of items, read down
    )


def _names_base(label: str) -> bool:
    return normal(label) in recognised("base", "total")


def _distance(shares: Sequence[Cell], down: bool) -> Fraction:
    """Mean distance of the sums from 100; large where a line has a single answer."""
    label = _labels(down)[0]
    sums: dict[str, list[Fraction]] = {}
    for cell in shares:
        sums.setdefault(label(cell), []).append(cell.value or Fraction(0))
    if all(len(values) == 1 for values in sums.values()):
        return Fraction(100)
    return sum((abs(sum(values, Fraction(-100))) for values in sums.values()), Fraction(0)) / len(sums)


def _sum_cells(shares: Sequence[Cell], answer: Callable[[Cell], str]) -> list[Cell]:
    """The printed sums: cells under a label such as `Sum` whose values all lie near 100."""
    named: dict[str, list[Cell]] = {}
    for cell in shares:
        if is_total(answer(cell)):
            named.setdefault(answer(cell), []).append(cell)
    near = [
        own
        for own in named.values()
        if all(cell.value is None or abs(cell.value - 100) <= 5 for cell in own) and any(cell.value for cell in own)
    ]
    return [cell for own in near for cell in own]


def _base(name: str, part: str, bases: Sequence[Cell], down: bool) -> Cell | None:
    """The base of a line: in its own column (or row), in its own part of the table first."""
    label = _labels(down)[0]
    own = [cell for cell in bases if label(cell) == name]
    exact = [cell for cell in own if cell.part == part]
    found = exact or own
    return found[0] if len(found) == 1 else None


def count_cells(cells: Iterable[Cell]) -> dict[tuple[str, str], list[Cell]]:
    """The printed counts by table and part."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if cell.statistic == COUNT:
            found.setdefault((cell.table, cell.part), []).append(cell)
    return found


def groups_and_total(lines: Sequence[Line]) -> list[tuple[tuple[Line, ...], Line]]:
    """(groups, their total) in lines of one table and part: `2009 | North`, `2009 | South` and `2009 | Totalt`."""
    found = []
    for total in lines:
        over = normal(total.label.rpartition("|")[0])
        groups = tuple(line for line in lines if line is not total and normal(line.label.rpartition("|")[0]) == over)
        if is_total(total.label) and len(groups) > 1 and not any(is_total(g.label) for g in groups):
            found.append((groups, total))
    return found
