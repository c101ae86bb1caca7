"""Exact allocation of answers to respondents under overlapping count margins.

Two steps: (1) an integer table strata x answers that meets every margin and stays close to the raked expectation
(iterative proportional fitting, Deming & Stephan 1940; then a small mixed-integer programme for the rounding);
(2) inside a stratum the respondents are sorted by their latent value and cut into the answers.
"""

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from targets import MISSING, Margin, expand, full_codes

RAKING_ROUNDS = 400


def cell_keys(people: pd.DataFrame, by: tuple[str, ...]) -> pd.Series:
    """The cell of each respondent: values joined by "|", missing shown as 99."""
    parts = [people[column].replace("", "99") for column in by]
    keys = parts[0].astype(str)
    for part in parts[1:]:
        keys = keys + "|" + part.astype(str)
    return keys


def strata_of(people: pd.DataFrame, margins: list[Margin]) -> pd.Series:
    """The joint cell of each respondent over all margins; cells nobody has a target for are merged into "-"."""
    keys = pd.Series("", index=people.index)
    for by in dict.fromkeys(margin.by for margin in margins):
        wanted = {margin.cell for margin in margins if margin.by == by}
        keys = keys + "/" + cell_keys(people, by).where(lambda key, wanted=wanted: key.isin(wanted), "-")
    return keys


def constraints(people: pd.DataFrame, margins: list[Margin], strata: pd.Series, names: list[str], answers: list[str]):
    """Rows (cells of the flat strata x answers table, target) of every margin, missing answers included."""
    position = {name: index for index, name in enumerate(names)}
    width = len(answers)
    rows = []
    for margin in margins:
        inside = cell_keys(people, margin.by) == margin.cell
        cells = sorted({position[key] for key in strata[inside]})
        missing = int(inside.sum()) - sum(margin.counts)
        if missing < 0:
            raise ValueError(f"{margin.by} {margin.cell}: {sum(margin.counts)} answers, {inside.sum()} respondents")
        for token, count in [*zip(margin.codes, margin.counts, strict=True), (MISSING, missing)]:
            columns = [answers.index(code) for code in ([MISSING] if token == MISSING else expand(token, answers[:-1]))]
            rows.append(([cell * width + column for cell in cells for column in columns], count))
    sizes = strata.value_counts()
    rows += [([position[name] * width + column for column in range(width)], int(sizes[name])) for name in names]
    return rows


def raked(rows: list[tuple[list[int], int]], size: int) -> np.ndarray:
    """Expectation meeting all constraints as nearly as raking can."""
    table = np.ones(size)
    for _ in range(RAKING_ROUNDS):
        for cells, target in rows:
            total = table[cells].sum()
            if total > 0:
                table[cells] *= target / total
    return table


def rounded(rows: list[tuple[list[int], int]], expected: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Integer table meeting all constraints, cell by cell near the expectation."""
    floor = np.floor(expected + 1e-9)
    part = np.clip(expected - floor, 0, 1)
    size = len(expected)
    jitter = rng.uniform(0, 0.01, 3 * size)  # one optimum only, hence the same file on every run
    cost = np.concatenate([1 - 2 * part, np.full(size, 3.0), 1 + 2 * part]) + jitter
    # steps: up one, up another, down one; nobody below zero
    upper = np.concatenate([np.ones(size), np.ones(size), (floor > 0).astype(float)])
    line = [index for index, (cells, _) in enumerate(rows) for _ in cells]
    flat = [cell for cells, _ in rows for cell in cells]
    matrix = csr_array((np.ones(len(flat)), (line, flat)), shape=(len(rows), size)).toarray()
    target = np.array([count for _, count in rows], float) - matrix @ floor
    answer = milp(
        cost,
        integrality=np.ones(3 * size),
        bounds=Bounds(np.zeros(3 * size), upper),
        constraints=LinearConstraint(np.hstack([matrix, matrix, -matrix]), target, target),
        options={"mip_rel_gap": 0.0, "node_limit": 20000},
    )
    if answer.x is None:
        raise ValueError(f"no integer table meets the margins: {answer.message}")
    step = np.round(answer.x)
    return (floor + step[:size] + step[size : 2 * size] - step[2 * size :]).astype(int)


def joint_table(
    people: pd.DataFrame, margins: list[Margin], strata: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    """Counts, strata in rows and answers (last: missing) in columns."""
    names, answers = sorted(strata.unique()), [*full_codes(margins), MISSING]
    rows = constraints(people, margins, strata, names, answers)
    table = rounded(rows, raked(rows, len(names) * len(answers)), rng)
    return pd.DataFrame(table.reshape(len(names), len(answers)), index=names, columns=answers)


def cut(counts: pd.Series, latent: pd.Series, unwilling: pd.Series) -> pd.Series:
    """Answers of one stratum: the least willing stay missing, the others are sorted by latent value and cut."""
    silent = unwilling.sort_values(ascending=False, kind="stable").index[: counts[MISSING]]
    order = latent.drop(silent).sort_values(kind="stable").index
    given = [code for code in counts.index if code != MISSING for _ in range(counts[code])]
    return pd.concat([pd.Series(MISSING, index=silent), pd.Series(given, index=order)])


def fill(
    people: pd.DataFrame, margins: list[Margin], latent: pd.Series, unwilling: pd.Series, rng: np.random.Generator
) -> pd.Series:
    """One answer (text code, "" = missing) for each respondent, exactly meeting all margins.

    Respondents outside every cell of the margins by group or by wave were not asked and stay missing.
    """
    whole = [margin for margin in margins if margin.by in (("gw",), ("wave",))]
    asked = people[cell_keys(people, whole[0].by).isin({margin.cell for margin in whole})]
    strata = strata_of(asked, margins)
    table = joint_table(asked, margins, strata, rng)
    members = strata.groupby(strata).groups
    answers = [cut(table.loc[name], latent[index], unwilling[index]) for name, index in members.items()]
    return pd.concat(answers).reindex(people.index, fill_value=MISSING).astype(str)
