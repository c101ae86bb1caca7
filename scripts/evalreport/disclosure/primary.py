"""Which numbers may not leave by themselves, and why: small cells and bases, a whole group of one mind, dominance, small differences
from an edition that is out. A rule is one function in RULES; the first that holds names the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from evalreport.disclosure.protection import small_cells
from evalreport.disclosure.structure import Structure
from evalreport.disclosure.vectors import Vector
from evalreport.exhibits.answers.answers import Panels
from evalreport.files.estimates import BASE, MEAN, OWN_BASE, SD, SUM

Key = tuple[str, str, str]  # variable, category, group
EDITION = "edition"


@dataclass(frozen=True)
class Limits:
    """What may leave of one exhibit: the smallest cell and base, whether a group of one mind may, and who may carry a sum.

    dominance: how many respondents may together have at most which share of a sum, none where nothing is said.
    """

    minimum_cell: int
    minimum_base: int
    group_disclosure: bool = False
    dominance: tuple[int, float] | None = None

    def of(self, category: str) -> int:
        """The limit of a row by its category."""
        return self.minimum_base if category in (BASE, MEAN, SD, *OWN_BASE) else self.minimum_cell


@dataclass(frozen=True)
class Case:
    """One exhibit to be judged: its estimates, limits and structure, its vectors, and n in frozen editions by row."""

    table: pd.DataFrame
    limits: Limits
    structure: Structure
    vectors: Mapping[Key, list[Vector]] = field(default_factory=dict)
    earlier: Mapping[Key, tuple[float, ...]] = field(default_factory=dict)
    panels: Panels = ()  # the groupings of a survey exhibit
    answered_in: Mapping[Key, str] = field(
        default_factory=dict
    )  # the instrument of a row, where an exhibit has several

    @cached_property
    def keys(self) -> list[Key]:
        """Variable, category and group of each row."""
        columns = (self.table[name].astype(str) for name in ("variable", "category", "group"))
        return list(zip(*columns, strict=True))

    @cached_property
    def small(self) -> dict[int, str]:
        """Row (position in the table) -> the first rule that withholds it."""
        return primary(self)


def _cells(case: Case) -> Any:
    return small_cells(case.table, case.limits.minimum_cell, 0, case.structure)


def _bases(case: Case) -> Any:
    return small_cells(case.table, 0, case.limits.minimum_base, case.structure)


def _one_mind(case: Case) -> Any:
    """Answers that all of a group gave: they tell it of each of its members."""
    table = case.table
    if not case.limits.group_disclosure:
        return np.zeros(len(table), dtype=bool)
    bases = (
        table[table["category"] == BASE].drop_duplicates(["variable", "group"]).set_index(["variable", "group"])["n"]
    )
    base = bases.reindex(pd.MultiIndex.from_frame(table[["variable", "group"]])).to_numpy(dtype=float)
    n = table["n"].to_numpy(dtype=float)
    return ~table["category"].isin([BASE, MEAN, SD, *OWN_BASE]).to_numpy() & (n > 0) & (n == base)


def _dominated(case: Case) -> Any:
    """Sums that few respondents make up: whoever is one of them could tell the others' answers closely."""
    found = np.zeros(len(case.table), dtype=bool)
    if case.limits.dominance is None:
        return found
    largest, share = case.limits.dominance
    for i, key in enumerate(case.keys):
        if key[1] == SUM and key in case.vectors:
            vector = case.vectors[key][0]
            values = np.sort(np.abs(vector))[::-1]
            found[i] = values.sum() > 0 and values[:largest].sum() > share * values.sum()
    return found


def _moved(case: Case) -> Any:
    """Numbers that differ by few respondents from what an edition that is out has printed."""
    minimum, n = case.limits.minimum_cell, case.table["n"].to_numpy(dtype=float)
    gaps = ([abs(now - then) for then in case.earlier.get(key, ())] for key, now in zip(case.keys, n, strict=True))
    return np.array([any(0 < gap < minimum for gap in each) for each in gaps], dtype=bool)


RULES: dict[str, Callable[[Case], Any]] = {
    "base": _bases,
    "cell": _cells,
    "one_mind": _one_mind,
    "dominance": _dominated,
    EDITION: _moved,
}


def primary(case: Case) -> dict[int, str]:
    """Row (position in the table) -> the first rule that withholds it."""
    found: dict[int, str] = {}
    if not case.limits.minimum_cell and not case.limits.minimum_base:
        return found
    for reason, rule in RULES.items():
        for row in np.flatnonzero(rule(case)):
            found.setdefault(int(row), reason)
    return found
