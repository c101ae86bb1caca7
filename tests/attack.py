"""An attacker who has what leaves the house and knows how a report is built; written apart from what protects.

The protection works on respondents, in a finite field and by classes. The attacker knows no respondent: its unknowns are the cells of
a full cross-classification, and whatever is printed, rounded as it is printed, is an inequality between them. Where a number of a
withheld cell can be bounded to less than its limit, or is known, the attacker has found it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linprog

Where = Mapping[str, Iterable[str]]  # axis -> codes; an axis that is not named is free


@dataclass
class Attacker:
    """Cells are the product of axes (name -> codes); low <= statements @ cells <= high is what was read."""

    axes: Mapping[str, list[str]]
    rows: list[np.ndarray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = [dict(zip(self.axes, codes, strict=True)) for codes in product(*self.axes.values())]

    def inside(self, where: Where) -> np.ndarray:
        """1 for the cells that a condition names."""
        return np.array([all(cell[axis] in set(codes) for axis, codes in where.items()) for cell in self.cells], float)

    def tell(self, row: np.ndarray, low: float, high: float, source: str = "") -> None:
        """Something read: a sum of cells lies between two numbers."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)
        self.sources.append(source)

    def count(self, where: Where, n: float, source: str = "") -> None:
        """A printed number of respondents."""
        self.tell(self.inside(where), n, n, source)

    def share(self, part: Where, whole: Where, printed: float, half: float, source: str = "") -> None:
        """A printed share (0 to 1), rounded to within half a unit: part / whole is that near to it, whatever the whole is."""
        inside, base = self.inside(part), self.inside(whole)
        self.tell(inside - (printed - half) * base, 0, np.inf, source)
        self.tell(inside - (printed + half) * base, -np.inf, 0, source)

    def mean(self, where: Where, axis: str, printed: float, half: float, source: str = "") -> None:
        """A printed mean of an axis whose codes are numbers."""
        base = self.inside(where)
        value = np.array([float(cell[axis]) if cell[axis] else 0.0 for cell in self.cells])
        self.tell(base * (value - (printed - half)), 0, np.inf, source)
        self.tell(base * (value - (printed + half)), -np.inf, 0, source)

    def contradicted(self, truth: np.ndarray) -> list[str]:
        """The statements that are not true of a table (cells,): none, unless the attacker has misread something."""
        values = np.array(self.rows) @ truth
        wrong = (values < np.array(self.low) - 1e-6) | (values > np.array(self.high) + 1e-6)
        return [source for source, bad in zip(self.sources, wrong, strict=True) if bad]

    def ends(self, where: Where, less: Where | None = None) -> tuple[float, float]:
        """The smallest and largest that a number of respondents can be, or its difference from another one."""
        rows, low, high = np.array(self.rows), np.array(self.low), np.array(self.high)
        exact = low == high
        above, below = np.isfinite(high) & ~exact, np.isfinite(low) & ~exact
        number = self.inside(where) - (0 if less is None else self.inside(less))
        found = [
            linprog(
                sign * number,
                A_ub=np.vstack([rows[above], -rows[below]]),
                b_ub=np.concatenate([high[above], -low[below]]) + 1e-9,
                A_eq=rows[exact],
                b_eq=low[exact],
                method="highs",
            )
            for sign in (1, -1)
        ]
        assert all(each.status in (0, 3) for each in found), [each.message for each in found]
        low, high = (-np.inf if each.status == 3 else each.fun for each in found)
        return low, -high

    def finds(self, where: Where, minimum: float) -> bool:
        """Whether a withheld number is known, or known to be below its limit."""
        low, high = self.ends(where)
        return high - low < 0.5 or high < minimum - 1e-6


def read_estimates(
    attacker: Attacker, table: pd.DataFrame, groups: Mapping[str, Where], answers: Mapping[str, set[str]]
) -> None:
    """A table of estimates as it leaves: counts to the respondent, shares to twelve digits.

    groups: group -> where; answers: category -> codes of the axis `answer`; those of the base are what answers name together, "*".
    """
    for row in table[table["suppressed"] == 0].itertuples():
        if row.category not in answers or row.group not in groups:
            continue
        whole = {**groups[row.group], "answer": answers["*"]}
        part = {**groups[row.group], "answer": answers[row.category] & answers["*"]}
        source = f"{row.exhibit}: {row.variable} {row.category} {row.group}"
        if not np.isnan(row.n):
            attacker.count(part, row.n, source)
        if row.category != "*" and not np.isnan(row.estimate):
            attacker.share(part, whole, row.estimate, 1e-11, source)


def read_figure(
    attacker: Attacker, table: pd.DataFrame, groups: Mapping[str, Where], answers: Mapping[str, set[str]]
) -> None:
    """The data behind a figure: base, and per cent as printed."""
    for row in table.itertuples():
        whole = {**groups[row.group], "answer": answers["*"]}
        if not np.isnan(row.base):
            attacker.count(whole, row.base, f"figure: base of {row.group}")
        if re.fullmatch(r"[0-9.]+", str(row.printed)):
            half = 0.5 / 10 ** (2 + len(str(row.printed).partition(".")[2]))
            part = {**groups[row.group], "answer": answers[row.category]}
            attacker.share(part, whole, float(row.printed) / 100, half, f"figure: {row.category} {row.group}")


def read_alt(
    attacker: Attacker,
    text: str,
    groups: Mapping[str, Where],
    labels: Mapping[str, str],
    answers: Mapping[str, set[str]],
) -> None:
    """An alt text: `2025, Pilot (n = 12)` and `Pilot ‘Good’ 50%`; labels: label of a group or an answer -> its id."""
    for label, n in re.findall(r"([^;.()]+) \(n = (\d+)\)", text):
        named = next(
            (labels[each] for each in sorted(labels, key=len, reverse=True) if label.strip().endswith(each)), ""
        )
        if named in groups:
            attacker.count({**groups[named], "answer": answers["*"]}, float(n), f"alt text: n of {label}")
    for label, answer, printed in re.findall(r"([^;.():]+) ‘([^’]+)’ (\d+)%", text):
        named = next(
            (labels[each] for each in sorted(labels, key=len, reverse=True) if label.strip().endswith(each)), ""
        )
        if named in groups and labels.get(answer) in answers:
            whole = {**groups[named], "answer": answers["*"]}
            part = {**groups[named], "answer": answers[labels[answer]]}
            attacker.share(part, whole, float(printed) / 100, 0.005, f"alt text: {answer} of {label}")


def tables_of(attacker: Attacker, most: int = 200_000) -> Iterator[np.ndarray]:
    """Every table of whole numbers that agrees with what was read; raises ValueError where there are too many to try."""
    ranges = [attacker.ends(cell_of(cell)) for cell in attacker.cells]
    spans = [range(int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6)) + 1) for low, high in ranges]
    if np.prod([float(len(span)) for span in spans]) > most:
        raise ValueError("too many tables to try")
    for values in product(*spans):
        table = np.array(values, dtype=float)
        if not attacker.contradicted(table):
            yield table


def cell_of(cell: Mapping[str, str]) -> dict[str, list[str]]:
    """The condition that names one cell."""
    return {axis: [code] for axis, code in cell.items()}


def after_test(attacker: Attacker, by: str, answer: str, statistic: float, half: float) -> list[np.ndarray]:
    """The tables whose chi-square (axis `by` against axis `answer`) is the printed one."""
    found = []
    for table in tables_of(attacker):
        shape = [len(codes) for codes in attacker.axes.values()]
        square = table.reshape(shape).sum(
            axis=tuple(i for i, axis in enumerate(attacker.axes) if axis not in (by, answer))
        )
        square = square[square.sum(axis=1) > 0][:, square.sum(axis=0) > 0]
        expected = np.outer(square.sum(axis=1), square.sum(axis=0)) / square.sum()
        if abs(((square - expected) ** 2 / expected).sum() - statistic) <= half:
            found.append(table)
    return found


def small_differences(then: pd.DataFrame, now: pd.DataFrame, minimum: int) -> list[tuple[str, str, str]]:
    """Rows that two editions print with so small a difference that it tells of single respondents."""
    keys = ["variable", "category", "group"]
    both = then[then["n"].notna()].merge(now[now["n"].notna()], on=keys, suffixes=("_then", "_now"))
    gap = (both["n_now"] - both["n_then"]).abs()
    few = both[(gap > 0) & (gap < minimum)]
    return list(few[keys].itertuples(index=False, name=None))
