"""Columns of a first, second and third mention: one question with several answers that an export spreads over columns."""

import os
from collections.abc import Mapping, Sequence

import pandas as pd

from evalreport.scaffold.stems import same_stem

_FEWEST_ROWS, _FEWEST_TWICE, _FEWEST_ANSWERS = 8, 3, 3


def mentions_in(
    table: pd.DataFrame, codes: Mapping[str, Mapping[str, str]], labels: Mapping[str, str]
) -> list[tuple[str, list[str]]]:
    """(name, columns) of each run of neighbours that are mentions of one question.

    table: cells as text, empty as missing; codes: column -> code -> label; labels: column -> question. They have the same labelled
    answers and one stem, a form with a second mention has a first, nobody mentions an answer twice, and not everybody
    fills all of them, as people do who rank.
    """
    runs: list[list[str]] = []
    for name in map(str, table.columns):
        if runs and _belong(runs[-1][-1], name, codes):
            runs[-1].append(name)
        else:
            runs.append([name])
    return [(_stem(run, labels), run) for run in runs if len(run) > 1 and _are_mentions(table[run])]


def _belong(one: str, other: str, codes: Mapping[str, Mapping[str, str]]) -> bool:
    stem = same_stem(other)
    same = len(codes.get(one, {})) >= _FEWEST_ANSWERS and codes.get(one) == codes.get(other)
    return same and stem is not None and same_stem(one) == stem


def _are_mentions(cells: pd.DataFrame) -> bool:
    texts = cells.fillna("").apply(lambda column: column.str.strip())
    given = texts != ""
    steps = all(not (given[b] & ~given[a]).any() for a, b in zip(cells.columns, cells.columns[1:], strict=False))
    twice = any(len(set(row) - {""}) < sum(map(bool, row)) for row in texts.itertuples(index=False))
    several = int(given.iloc[:, 1].sum())
    open_ = bool((given.iloc[:, 0] & ~given.iloc[:, -1]).any())
    return steps and not twice and open_ and several >= _FEWEST_TWICE and int(given.iloc[:, 0].sum()) >= _FEWEST_ROWS


def _stem(columns: Sequence[str], labels: Mapping[str, str]) -> str:
    """What the labels share before they part, else the headers do."""
    worded = [labels.get(column, "") for column in columns]
    shared = os.path.commonprefix(worded).rstrip(" -–:,([0123456789") if all(worded) else ""
    stem = same_stem(columns[0])
    return shared if len(shared) >= 4 else (columns[0][: len(stem[0])] if stem else columns[0])
