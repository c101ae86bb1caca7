"""Disclosure control: what is withheld before any number leaves the analysis.

A cell with few respondents is withheld (primary suppression), and with it a second one where the first could be found by
subtraction from a sum to 100 % or from a printed total (complementary suppression, two a line). The rule "two a line" stops
plain subtraction; it does not stop every combination of lines (Cox 1980), see docs/limits.md.
"""

import pandas as pd

from evalreport.view import BASE, TOTAL

NUMBERS = ["n", "n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"]


def protect(estimates: pd.DataFrame, minimum_cell: int, minimum_base: int) -> pd.DataFrame:
    """The estimates with small cells and small bases withheld.

    minimum_cell: a cell with 1 to minimum_cell-1 respondents is withheld; minimum_base: so is every number of a group with
    fewer than minimum_base respondents (its n too). 0 switches a limit off. Withheld rows keep their place, have
    suppressed = 1 and no number.
    """
    table = estimates.reset_index(drop=True)
    withheld = _small_bases(table, minimum_base) | _small_cells(table, minimum_cell)
    for _, rows in table.groupby("variable", sort=False):
        withheld = _complement(rows, withheld)
    result = table.copy()
    result[NUMBERS] = result[NUMBERS].astype(float)
    result.loc[withheld, NUMBERS] = float("nan")
    return result.assign(suppressed=withheld.astype(int), n=result["n"].astype("Int64"))


def protect_tests(tests: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """The tests without those of a variable that has a whole group withheld: the p-value would describe it."""
    bases = estimates[(estimates["category"].isin([BASE, "mean"])) & (estimates["suppressed"] == 1)]
    return tests[~tests["variable"].isin(bases["variable"])].reset_index(drop=True)


def _small_bases(table: pd.DataFrame, minimum: int) -> pd.Series:
    bases = table[table["category"].isin([BASE, "mean"])].set_index(["variable", "group"])["n"]
    keys = pd.MultiIndex.from_frame(table[["variable", "group"]])
    base = pd.Series(bases.reindex(keys).to_numpy(), index=table.index)
    return (base > 0) & (base < minimum)


def _small_cells(table: pd.DataFrame, minimum: int) -> pd.Series:
    cell = ~table["category"].isin([BASE, "mean"])
    return cell & (table["n"] > 0) & (table["n"] < minimum)


def _complement(rows: pd.DataFrame, withheld: pd.Series) -> pd.Series:
    """Withhold a second cell in each line with exactly one withheld, until no line has exactly one."""
    cells = rows[~rows["category"].isin([BASE, "mean"])]
    if cells.empty or cells["category"].nunique() < 2:
        return withheld
    while True:
        lines = [line for _, line in cells.groupby("group", sort=False)]
        if (cells["group"] == TOTAL).any():
            lines += [line for _, line in cells[cells["group"] != TOTAL].groupby("category", sort=False)]
        alone = [line for line in lines if withheld[line.index].sum() == 1 and len(line) > 1]
        if not alone:
            return withheld
        candidates = alone[0][~withheld[alone[0].index]]
        positive = candidates[candidates["n"] > 0]
        chosen = (positive if len(positive) else candidates)["n"].idxmin()
        withheld = withheld.copy()
        withheld[chosen] = True
