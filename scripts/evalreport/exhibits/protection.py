"""Disclosure control: what is withheld before any number leaves the analysis.

A cell with few respondents is withheld (primary suppression), and with it a second one where the first could be found by
subtraction from a sum to 100 % or from the column of the total (complementary suppression, two a line). The rule "two a line" stops
plain subtraction; it does not stop every combination of lines (Cox 1980), see docs/limits.md.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.files.estimates import BASE, MEAN, NET, TOTAL
from evalreport.weighting.response_parts import RATE

Mask = NDArray[np.bool_]
Index = NDArray[np.intp]

NUMBERS = ["n", "n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"]


def protect(estimates: pd.DataFrame, minimum_cell: int, minimum_base: int) -> pd.DataFrame:
    """The estimates with small cells and small bases withheld.

    minimum_cell: a cell with 1 to minimum_cell-1 respondents is withheld; minimum_base: so is every number of a group with
    fewer than minimum_base respondents (its n too). 0 switches a limit off. Withheld rows keep their place, have
    suppressed = 1 and no number.
    """
    table = estimates.reset_index(drop=True)
    withheld: Mask = np.asarray(_small_bases(table, minimum_base) | _small_cells(table, minimum_cell), dtype=bool)
    for _, rows in table.groupby("variable", sort=False):
        withheld = _complement(rows, withheld)
    withheld = _net_with_its_shares(table, withheld)
    result = table.copy()
    result[NUMBERS] = result[NUMBERS].astype(float)
    result.loc[withheld, NUMBERS] = float("nan")
    return result.assign(suppressed=withheld.astype(int), n=result["n"].astype("Int64"))


def _net_with_its_shares(table: pd.DataFrame, withheld: Mask) -> Mask:
    """Withhold a net change with any of the shares it is made of: better less worse would give the other away."""
    keys = pd.MultiIndex.from_frame(table[["variable", "group"]])
    touched = keys.isin(keys[withheld])
    return withheld | ((table["category"] == NET).to_numpy() & touched)


def protect_tests(tests: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """The tests without those of a variable that has a whole group withheld, and of a net change withheld: p would describe it."""
    bases = estimates[(estimates["category"].isin([BASE, MEAN])) & (estimates["suppressed"] == 1)]
    nets = estimates[(estimates["category"] == NET) & (estimates["suppressed"] == 1)]
    if nets.empty:
        return tests[~tests["variable"].isin(bases["variable"])].reset_index(drop=True)
    hidden = pd.MultiIndex.from_frame(tests[["variable", "groups"]]).isin(
        pd.MultiIndex.from_frame(nets[["variable", "group"]])
    )
    return tests[~tests["variable"].isin(bases["variable"]) & ~hidden].reset_index(drop=True)


def _small_bases(table: pd.DataFrame, minimum: int) -> pd.Series:
    bases = table[table["category"].isin([BASE, MEAN])].set_index(["variable", "group"])["n"]
    keys = pd.MultiIndex.from_frame(table[["variable", "group"]])
    base = pd.Series(bases.reindex(keys).to_numpy(), index=table.index)
    small_rate = (table["category"] == RATE) & (table["n"] > 0) & (table["n"] < minimum)  # a rate is its own base
    return (base > 0) & (base < minimum) | small_rate


def _small_cells(table: pd.DataFrame, minimum: int) -> pd.Series:
    cell = ~table["category"].isin([BASE, MEAN])
    return cell & (table["n"] > 0) & (table["n"] < minimum)


def _complement(rows: pd.DataFrame, withheld: Mask) -> Mask:
    """Withhold a second number in each line with exactly one withheld, until no line has exactly one."""
    if not withheld[rows.index].any():
        return withheld
    withheld, lines = withheld.copy(), _lines(rows)
    while alone := [line for line in lines if withheld[line].sum() == 1]:
        candidates = rows.loc[alone[0][~withheld[alone[0]]]]
        positive = candidates[candidates["n"] > 0]
        smallest = positive if len(positive) else candidates
        chosen = smallest.iloc[int(smallest["n"].to_numpy(dtype=float).argmin())]
        # Without its base, a group's shares would still give it away: the whole group goes.
        same_group = (rows["group"] == chosen["group"]).to_numpy()
        same_row = same_group & (rows["category"] == chosen["category"]).to_numpy()
        withheld[rows.index.to_numpy()[same_group if chosen["category"] == BASE else same_row]] = True
    return withheld


def _lines(rows: pd.DataFrame) -> list[Index]:
    """Numbers that add up (row positions): a group's answers, and, with a total, an answer or the bases over the groups."""
    # Quantiles add up to nothing, and a net change is looked after with its shares.
    rows = rows[~rows["category"].str.fullmatch(f"q[0-9_]+|{NET}")]
    cells = rows[~rows["category"].isin([BASE, MEAN])]
    parts = [*cells.groupby("group", sort=False)]
    if (rows["group"] == TOTAL).any():
        parts += [*rows.groupby("category", sort=False)]
    return [part.index.to_numpy() for _, part in parts if len(part) > 1]
