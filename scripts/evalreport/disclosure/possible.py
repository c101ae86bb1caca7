"""Respondents who could have been: combinations of answers that do not occur but that a reader cannot rule out.

A reader knows how groups, derived variables and filters are made, and not which answers to different questions go together. So
questions that a definition ties together are moved together between respondents of a wave, and what groups are made of stays where
it is. Without them the plan would take every reader to know the pattern of every respondent, and withhold most of a small report.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

REAL = "real_"  # the column that says which rows are respondents
ROWS = 2  # possible respondents for each number of the report: more than numbers can be independent


def with_possible(
    data: pd.DataFrame, moved: Iterable[str], ties: Iterable[Iterable[str]], numbers: int, seed: int = 1
) -> pd.DataFrame:
    """The clean table with possible respondents behind the real ones, who have True in the column REAL.

    moved: questions whose answers may go with any respondent of the wave; ties: variables that a definition joins; numbers: how many
    numbers the report has of these respondents.
    """
    real = data.assign(**{REAL: True})
    if data.empty:
        return real
    draw = np.random.default_rng(seed)
    copies = int(np.ceil(ROWS * numbers / len(data)))
    waves = list(data.groupby("wave", sort=False).indices.values())
    together = blocks(set(moved) & set(data.columns), ties)
    made = []
    for _ in range(copies):
        columns: dict[str, Any] = {REAL: False}
        for block in together:
            order = np.arange(len(data))
            for rows in waves:
                order[rows] = draw.permutation(rows)
            columns |= {name: data[name].iloc[order].array for name in block}
        made.append(data.assign(**columns))
    return pd.concat([real, *made], ignore_index=True)


def blocks(moved: set[str], ties: Iterable[Iterable[str]]) -> list[list[str]]:
    """Questions in blocks that move together; a block tied to a variable that stays does not move."""
    together: dict[str, set[str]] = {name: {name} for name in moved}
    for tie in ties:
        joined = set().union(*(together.get(name, {name}) for name in tie), tie)
        for name in joined:
            together[name] = joined
    unique = {frozenset(block) for name, block in together.items() if name in moved}
    # A block grown later holds the earlier ones; only the largest around a name counts.
    largest = {max((b for b in unique if name in b), key=len) for name in moved}
    return sorted(sorted(block) for block in largest if block <= moved)


def named_in(spec: Any, names: Iterable[str]) -> set[str]:
    """The variables that a definition mentions, wherever it does."""
    known = set(names)
    if isinstance(spec, Mapping):
        return set().union(*(named_in(each, known) for pair in spec.items() for each in pair)) if spec else set()
    if isinstance(spec, list | tuple | set):
        return set().union(*(named_in(each, known) for each in spec)) if spec else set()
    words = str(spec).replace("!", " ").replace("=", " ").replace("(", " ").replace(")", " ").split()
    return known & {str(spec), *words}
