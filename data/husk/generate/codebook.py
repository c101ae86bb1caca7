"""The committed codebook (config/husk/codebook) as plain dictionaries.

The generator takes headers, labels and code lists from the codebook, so that raw files and codebook cannot drift apart.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODEBOOK = HERE.parents[2] / "config" / "husk" / "codebook"


def read_rows(path: Path) -> list[dict[str, str]]:
    """All rows of a comma-separated UTF-8 file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class ValueSet:
    """Codes with their labels, in display order; `missing` maps a code to its reason."""

    labels: dict[str, str]
    missing: dict[str, str]

    @property
    def valid(self) -> list[str]:
        return [code for code in self.labels if code not in self.missing]


def variables(instrument: str) -> list[dict[str, str]]:
    return read_rows(CODEBOOK / f"{instrument}.csv")


def value_sets() -> dict[str, ValueSet]:
    sets: dict[str, ValueSet] = {}
    for row in read_rows(CODEBOOK / "value_sets.csv"):
        found = sets.setdefault(row["value_set"], ValueSet({}, {}))
        found.labels[row["code"]] = row["label_nb"]
        if row["missing"]:
            found.missing[row["code"]] = row["missing"]
    return sets


def raw_of_code(name: str) -> dict[str, str]:
    """Code -> raw text of a code map, i.e. the map read backwards."""
    return {row["code"]: row["raw"] for row in read_rows(CODEBOOK / "code_maps.csv") if row["map"] == name}
