"""Achieved likeness of colleagues: one-way ANOVA intraclass correlation of each scale item by office."""

import pandas as pd
from codebook import variables

SETS = {"husk_2009": "HUSK 2009", "kontroll_2009": "Kontroll 2009", "husk_2008": "HUSK 2008"}


def intraclass(values: pd.Series, office: pd.Series) -> float:
    """(MSB - MSW) / (MSB + (n0 - 1) MSW), n0 for unequal sizes (Donner & Koval 1980)."""
    groups = values.groupby(office)
    sizes, means = groups.size(), groups.mean()
    between = (sizes * (means - values.mean()) ** 2).sum() / (len(sizes) - 1)
    inside = ((values - office.map(means)) ** 2).sum() / (len(values) - len(sizes))
    typical = (len(values) - (sizes**2).sum() / len(values)) / (len(sizes) - 1)
    return (between - inside) / (between + (typical - 1) * inside)


def likeness_table(answers: pd.DataFrame) -> pd.DataFrame:
    """variable, then one column a set of respondents; empty = not asked. Last row: the mean of the items."""
    scales = [row["variable"] for row in variables("staff_survey") if row["type"] == "scale"]
    located = answers[answers["office"] != ""]
    rows = []
    for name in scales:
        row = {"variable": name}
        for key, title in SETS.items():
            valid = located[(located["gw"] == key) & (located[name] != "")]
            row[title] = intraclass(valid[name].astype(int), valid["office"]) if len(valid) else None
        rows.append(row)
    table = pd.DataFrame(rows)
    mean = pd.DataFrame([{"variable": "mean", **table[list(SETS.values())].mean()}])
    table = pd.concat([table, mean], ignore_index=True)
    return table.map(lambda cell: f"{cell:.3f}" if isinstance(cell, float) and cell == cell else cell)
