"""Disclosure control of one exhibit: what is withheld before any number leaves the analysis.

A cell with few respondents is withheld (primary suppression), and with it others of the line it stands in (complementary
suppression), until the line no longer tells that a withheld number is small: not the number itself, nor a bound below the limit.
A line is a group's answers, an answer over the groups of a grouping, or the forms that cleaning dropped. Combinations of lines and of
exhibits are looked at by the plan for the whole report (`evalreport.disclosure.plan`), see docs/disclosure.md.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.disclosure.structure import Structure, grouped, total_of_parts
from evalreport.files.estimates import (
    ALPHA,
    BASE,
    BESIDE,
    EVERYTHING,
    EXTREMES,
    FIRST,
    MEAN,
    OWN_BASE,
    SAMPLING,
    SD,
    SECOND,
    TOTAL,
)
from evalreport.survey.sampling_facts import OUTSIDE
from evalreport.survey.tests import holm
from evalreport.weighting.response_parts import RATE

Mask = NDArray[np.bool_]
Index = NDArray[np.intp]

NUMBERS = ["n", "n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"]


@dataclass(frozen=True)
class Line:
    """Numbers that add up (row positions): members, where it is printed the row with their sum, and what is never printed.

    rest: respondents of the sum who are in no member; closed: the sum is known even where no row prints it; minimum: what a
    withheld member must be able to be.
    """

    members: Index
    total: Index = field(default_factory=lambda: np.array([], dtype=np.intp))
    rest: float = 0
    closed: bool = False
    minimum: int = 0

    def unsafe(self, withheld: Mask, n: NDArray[np.float64]) -> bool:
        """Whether the line, with what is withheld now, tells too much of a withheld number."""
        hidden = self.members[withheld[self.members]]
        total_hidden = bool(withheld[self.total].any())
        if not len(hidden):  # the total alone follows from its parts
            return total_hidden and self.rest <= 0
        if total_hidden or not (self.closed or len(self.total)):
            return False
        # A zero is printed, so a withheld member is at least 1: the others leave this one at most what is left of the sum.
        some = n[hidden][n[hidden] > 0]
        parts = len(some) + (self.rest > 0)
        largest = some.sum() + max(self.rest, 0) - (parts - 1)
        return len(hidden) + (self.rest > 0) < 2 or largest < self.minimum


def protect(
    estimates: pd.DataFrame, minimum_cell: int, minimum_base: int, structure: Structure | None = None
) -> pd.DataFrame:
    """The estimates with small cells and small bases withheld, and what would give them away in the same exhibit.

    minimum_cell: a cell with 1 to minimum_cell-1 respondents is withheld; minimum_base: so is every number of a group with
    fewer than minimum_base respondents (its n too). 0 switches a limit off. structure: the exhibit's groupings; without one, all
    groups are one grouping. Withheld rows keep their place, have suppressed = 1 and no number.
    """
    table = estimates.reset_index(drop=True)
    structure = structure or _one_grouping(table)
    withheld = small_cells(table, minimum_cell, minimum_base, structure)
    if withheld.any():
        for _, rows in table[table["variable"] != EVERYTHING].groupby("variable", sort=False):
            withheld = _complement(table, _lines(rows, minimum_cell, minimum_base, structure), withheld)
        withheld = _complement(table, _cleaning_lines(table, minimum_cell, structure), withheld)
        withheld = accompanied(table, withheld)
    return masked(table, withheld)


def masked(table: pd.DataFrame, withheld: Mask) -> pd.DataFrame:
    """The estimates without the numbers of the rows withheld."""
    result = table.copy()
    result[NUMBERS] = result[NUMBERS].astype(float)
    result.loc[withheld, NUMBERS] = float("nan")
    return result.assign(suppressed=withheld.astype(int), n=result["n"].astype("Int64"))


def small_cells(table: pd.DataFrame, minimum_cell: int, minimum_base: int, structure: Structure) -> Mask:
    """Rows (n,) that are too small to leave: cells below the smallest cell, and whole groups below the smallest base.

    A share tells also how many were not counted, so it goes where these are few.
    """
    if structure.cleaning:
        return np.asarray(_small(table["n"], minimum_cell), dtype=bool)
    cell = ~table["category"].isin([BASE, MEAN, SD, *OWN_BASE])
    none = pd.Series(False, index=table.index)
    few = cell & (_small(table["n"], minimum_cell) | _small(_not_shown(table), minimum_cell)) if minimum_cell else none
    few = few | _few_outside(table, minimum_cell)
    return np.asarray((_small_bases(table, minimum_base) if minimum_base else none) | few, dtype=bool)


def _few_outside(table: pd.DataFrame, minimum: int) -> "pd.Series[bool]":
    """Facts (n,) of a note that few respondents stand outside a weighted population: their number is what the row estimates."""
    facts = (table["variable"] == SAMPLING) & table["category"].str.match(rf"{OUTSIDE}(\||$)")
    return facts & _small(table["estimate"], minimum)


def accompanied(table: pd.DataFrame, withheld: Mask) -> Mask:
    """Withhold what tells of a withheld row by its nature.

    A net change goes with the shares it is made of, a standard deviation and the ends with their mean, a change of persons with
    its levels. Alpha and its n, and the number of respondents behind an exhibit, go with the base of any of its groups, from which
    they would give it away.
    """
    keys = pd.MultiIndex.from_frame(table[["variable", "group"]])
    ends = table["category"].isin(EXTREMES).to_numpy()
    beside = table["category"].isin(BESIDE).to_numpy() & keys.isin(keys[withheld & ~ends])
    gone = withheld & table["category"].isin([BASE, MEAN]).to_numpy()
    beside |= ends & keys.isin(keys[gone])
    alpha = (table["category"] == ALPHA).to_numpy() & table["variable"].isin(table["variable"][gone]).to_numpy()
    changes = _changes_of(table, withheld)
    everybody = (table["variable"] == EVERYTHING).to_numpy() & gone.any()
    return withheld | beside | changes | alpha | everybody


def _changes_of(table: pd.DataFrame, withheld: Mask) -> Mask:
    """Changes of the same persons of which one level is withheld: with the other level, they would give it away."""
    level = table["group"].str.startswith((FIRST, SECOND)).to_numpy(dtype=bool)
    bare = table["group"].str.replace(f"^({FIRST}|{SECOND})", "", regex=True).where(level, table["group"])
    keys = pd.MultiIndex.from_arrays([table["variable"], bare])
    mean = (table["category"] == MEAN).to_numpy(dtype=bool)
    return np.asarray(mean & ~level & keys.isin(keys[withheld & level]), dtype=bool)


def texts_left(texts: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """The texts without those of groups whose base is withheld; a text without a heading is of everybody."""
    gone = estimates.loc[(estimates["suppressed"] == 1) & (estimates["category"] == BASE), "group"]
    return texts[~texts["heading"].replace("", TOTAL).isin(set(gone))]


def protect_tests(tests: pd.DataFrame, estimates: pd.DataFrame, withheld_too: Collection[str] = ()) -> pd.DataFrame:
    """The tests without those of a variable that has any number withheld: statistic, p and effect describe all its cells.

    A test of one group (a net change) goes with the numbers of that group, and one between groups with any number of the variable.
    p values adjusted for several tests count those withheld as the largest of all, so that they tell nothing of them.
    withheld_too: further variables whose tests go.
    """
    withheld = estimates[estimates["suppressed"] == 1]
    if tests.empty or (withheld.empty and not withheld_too):
        return tests.reset_index(drop=True)
    own = pd.MultiIndex.from_frame(tests[["variable", "groups"]])
    of_one = own.isin(pd.MultiIndex.from_frame(estimates[["variable", "group"]]))
    touched = own.isin(pd.MultiIndex.from_frame(withheld[["variable", "group"]]))
    gone: Mask = np.where(of_one, touched, tests["variable"].isin(withheld["variable"]).to_numpy())
    gone |= tests["variable"].isin(list(withheld_too)).to_numpy()
    return _holm_without(tests, gone)


def _holm_without(tests: pd.DataFrame, gone: Mask) -> pd.DataFrame:
    """The tests that stay, adjusted as if those that are gone had the largest p (Holm 1979): never less than before."""
    if "p_adjusted" in tests and tests["p_adjusted"].notna().any() and gone.any():
        counted = gone & tests["p"].notna().to_numpy()
        p = np.where(counted, 1.0, tests["p"].to_numpy(dtype=float))
        adjusted = tests["p_adjusted"].to_numpy(dtype=float, copy=True)
        for rows in _families(tests):
            if gone[rows].any() and np.isfinite(adjusted[rows]).any():
                adjusted[rows] = holm(p[rows])
        tests = tests.assign(p_adjusted=adjusted)
    return tests[~gone].reset_index(drop=True)


def _families(tests: pd.DataFrame) -> list[Index]:
    """The tests that were adjusted for each other: all of them (pairwise comparisons, correlations), or those of the same groups."""
    together = holm(tests["p"].to_numpy(dtype=float))
    if np.allclose(together, tests["p_adjusted"].to_numpy(dtype=float), equal_nan=True):
        return [np.arange(len(tests))]
    return [np.asarray(rows) for rows in tests.reset_index(drop=True).groupby("groups", sort=False).indices.values()]


def _one_grouping(table: pd.DataFrame) -> Structure:
    groups = [str(group) for group in dict.fromkeys(table["group"])]
    return grouped([groups], TOTAL in groups)


def _small(n: pd.Series, minimum: int) -> pd.Series:
    return (n > 0) & (n < minimum)


def _not_shown(table: pd.DataFrame) -> pd.Series:
    """Respondents in the base of a row's variable and group who are in none of its cells (0 where there is no base)."""
    keys = ["variable", "group"]
    cells = table[
        ~table["category"].isin([BASE, MEAN, *OWN_BASE, *BESIDE, *EXTREMES])
        & ~table["category"].str.fullmatch("q[0-9_]+")
    ]
    shown = cells.groupby(keys)["n"].sum()
    bases = table[table["category"] == BASE].drop_duplicates(keys).set_index(keys)["n"]
    rest = (bases - shown).clip(lower=0)
    return pd.Series(rest.reindex(pd.MultiIndex.from_frame(table[keys])).fillna(0).to_numpy(), index=table.index)


def _small_bases(table: pd.DataFrame, minimum: int) -> pd.Series:
    # A change of the same persons has a base and a mean of each group.
    bases = table[table["category"].isin([BASE, MEAN])].groupby(["variable", "group"], sort=False)["n"].min()
    keys = pd.MultiIndex.from_frame(table[["variable", "group"]])
    base = pd.Series(bases.reindex(keys).to_numpy(), index=table.index)
    own = table["category"].isin([RATE, *OWN_BASE]) & _small(table["n"], minimum)
    return _small(base, minimum) | own


def _complement(table: pd.DataFrame, lines: list[Line], withheld: Mask) -> Mask:
    """Withhold further numbers in each line that tells too much, the smallest first, until none does or nothing is left."""
    withheld, n = withheld.copy(), table["n"].to_numpy(dtype=float)
    while chosen := next(_further(lines, withheld, n), None):
        withheld[_with_its_group(table, *chosen)] = True
    return withheld


def _further(lines: list[Line], withheld: Mask, n: NDArray[np.float64]) -> Iterator[tuple[int]]:
    """The next row to withhold, in the first line that needs one: the smallest member left, else the sum."""
    for line in lines:
        if line.unsafe(withheld, n):
            left = line.members[~withheld[line.members]]
            positive = left[n[left] > 0]
            left = positive if len(positive) else left
            if not len(left):
                left = line.total[~withheld[line.total]]
            if len(left):
                yield (int(left[np.nanargmin(np.nan_to_num(n[left]))]),)


def _with_its_group(table: pd.DataFrame, row: int) -> Index:
    """A row, and where it is a base its whole group: without their base, a group's shares would still give it away."""
    chosen = table.loc[row]
    same = (table["variable"] == chosen["variable"]) & (table["group"] == chosen["group"])
    if chosen["category"] != BASE:
        same &= table["category"] == chosen["category"]
    return np.flatnonzero(same.to_numpy())


def _lines(rows: pd.DataFrame, minimum_cell: int, minimum_base: int, structure: Structure) -> list[Line]:
    """The lines of a variable: the answers of each group to its base, and each answer, base and mean over a grouping."""
    # Quantiles, ends, alphas and correlations add up to nothing; net changes are looked after with their shares, deviations with means.
    rows = rows[~rows["category"].str.fullmatch("|".join(["q[0-9_]+", *OWN_BASE, *BESIDE, *EXTREMES]))]
    return [*_answers(rows, minimum_cell), *_over_groups(rows, minimum_cell, minimum_base, structure)]


def _answers(rows: pd.DataFrame, minimum: int) -> Iterator[Line]:
    bases = rows[rows["category"] == BASE]
    for group, part in rows[~rows["category"].isin([BASE, MEAN])].groupby("group", sort=False):
        base = bases[bases["group"] == group]
        rest = float(base["n"].iloc[0] - part["n"].sum()) if len(base) else 0.0
        if len(part) > 1 or len(base):
            # Without a base the sum stands elsewhere: the units of a table, say, add up to the response.
            yield Line(_positions(part), _positions(base), rest, not len(base), minimum)


def _over_groups(rows: pd.DataFrame, minimum_cell: int, minimum_base: int, structure: Structure) -> Iterator[Line]:
    for category, part in rows.groupby("category", sort=False):
        minimum = minimum_base if category in (BASE, MEAN, RATE) else minimum_cell
        for panel in structure.panels:
            members, total = (part[part["group"].isin(wanted)] for wanted in (panel.groups, [panel.total]))
            if len(members) and panel.closed:
                yield Line(_positions(members), _positions(total), 0, len(structure.panels) > 1, minimum)


def _cleaning_lines(table: pd.DataFrame, minimum: int, structure: Structure) -> list[Line]:
    """Forms received in a wave are those usable and those that each rule dropped; what gives way first is the number received."""
    if not structure.parts:
        return []
    whole = table["variable"] == total_of_parts(structure)
    dropped = table["variable"].isin(structure.parts[1:])
    groups = (table["group"] == group for group in dict.fromkeys(table["group"]))
    return [Line(_positions(table[g & dropped]), _positions(table[g & whole]), 0, False, minimum) for g in groups]


def _positions(rows: pd.DataFrame) -> Index:
    return rows.index.to_numpy(dtype=np.intp)
