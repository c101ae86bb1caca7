"""Respondents who could have been: combinations of answers that do not occur but that a reader cannot rule out.

A reader knows how groups, derived variables and filters are made, and not which answers to different questions go together. So
questions that a definition ties together form a block; each class of respondents may have given any answers to a block that
somebody gave in the same wave. What groups, conditions, units and weights are made of stays where it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:  # the workflow asks this module what a definition names, and does without scipy
    from evalreport.disclosure.ledger import Classes

REAL = "real_"  # the column that says which rows are respondents
MOST = 6000  # kinds of respondents of a block that are not respondents; of more, as many are drawn


def with_possible(
    data: pd.DataFrame, classes: "Classes", moved: Sequence[str], seed: int = 1
) -> tuple[pd.DataFrame, "Classes"]:
    """Respondents, who have True in the column REAL, and behind them each class with all answers to a block; with the row each is of.

    data: a clean table; classes: (n,); moved: the questions of the block, none for one that stays as it is. Fewer kinds than there
    could be make the plan withhold more, never less.
    """
    real = data.assign(**{REAL: True})
    rows = np.arange(len(data))
    if data.empty or not moved:
        return real, rows
    _, answer = np.unique(_coded(data, moved), axis=0, return_inverse=True)
    wave = pd.factorize(data["wave"])[0]
    members, answers = [], []
    for each in np.unique(wave):
        inside = np.flatnonzero(wave == each)
        whose = inside[np.unique(classes[inside], return_index=True)[1]]
        given = inside[np.unique(answer.ravel()[inside], return_index=True)[1]]
        members.append(np.repeat(whose, len(given)))
        answers.append(np.tile(given, len(whose)))
    whose, given = np.concatenate(members), np.concatenate(answers)
    if len(whose) > MOST:
        drawn = np.sort(np.random.default_rng(seed).choice(len(whose), MOST, replace=False))
        whose, given = whose[drawn], given[drawn]
    made = data.iloc[whose].assign(**{REAL: False, **{name: data[name].iloc[given].array for name in moved}})
    return pd.concat([real, made], ignore_index=True), np.concatenate([rows, whose])


def _coded(data: pd.DataFrame, names: Sequence[str]) -> Any:
    """Answers as whole numbers (n, names), no answer as -1."""
    return np.column_stack([pd.factorize(data[name])[0] for name in names])


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
