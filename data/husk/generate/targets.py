"""Target counts (targets.csv): how many respondents of a cell give which answer.

A row says: of the respondents whose columns `by` (joined with "+") equal `cell` (joined with "|"), `counts` give the
answers `codes`; whoever is left did not answer. Codes are single codes or ranges ("1-3"), always all of them.
"""

from collections import defaultdict
from dataclasses import dataclass

from codebook import HERE, read_rows

MISSING = ""


@dataclass(frozen=True)
class Margin:
    """One row of targets.csv."""

    by: tuple[str, ...]
    cell: str
    codes: tuple[str, ...]
    counts: tuple[int, ...]


def read_targets() -> dict[str, list[Margin]]:
    """Margins of each variable, in file order."""
    margins: dict[str, list[Margin]] = defaultdict(list)
    for row in read_rows(HERE / "targets.csv"):
        codes, counts = tuple(row["codes"].split()), tuple(int(c) for c in row["counts"].split())
        if len(codes) != len(counts):
            raise ValueError(f"targets.csv: {row['variable']} {row['cell']}: {len(codes)} codes, {len(counts)} counts")
        margins[row["variable"]].append(Margin(tuple(row["by"].split("+")), row["cell"], codes, counts))
    return dict(margins)


def full_codes(margins: list[Margin]) -> list[str]:
    """The finest list of codes among the margins: the one with most tokens."""
    return list(max((margin.codes for margin in margins), key=len))


def expand(token: str, codes: list[str]) -> list[str]:
    """The full codes a token stands for: itself, or those inside its range."""
    if token in codes:
        return [token]
    low, high = (int(part) for part in token.split("-"))
    return [code for code in codes if low <= int(code) <= high]
