"""Answers for respondents, so that the counts of the targets come out: exact in number, drawn by lot in who gave which."""

from collections.abc import Sequence
from random import Random

from targets import Target

Answers = dict[str, str]  # variable -> what the form says


def allocate(target: Target, asked: Sequence[int], classes: Sequence[int], standing: Sequence[float], lot: Random):
    """Respondent -> code of an item; those who gave no answer are left out.

    asked: the respondents who were asked; classes, standing: of every respondent, from 0 and around 0.
    """
    parts = [list(asked)] if len(target.counts) == 1 else [[i for i in asked if classes[i] == c] for c in range(5)]
    found: dict[int, int] = {}
    for part, counts in zip(parts, target.counts, strict=True):
        order = sorted(part, key=lambda i: target.load * standing[i] + lot.gauss(0, 1), reverse=True)
        silent = set(lot.sample(order, len(order) - sum(counts)))
        answering = iter(i for i in order if i not in silent)
        found |= {next(answering): code for code, count in enumerate(counts, 1) for _ in range(count)}
    return found


def tick(target: Target, open_to: Sequence[int], lot: Random) -> set[int]:
    """The respondents who ticked a box."""
    return set(lot.sample(list(open_to), target.counts[0][0]))


def numbers_with_sum(values: list[int], total: int, low: int, high: int, lot: Random) -> list[int]:
    """The values moved by steps of one until they add up."""
    values = [min(high, max(low, value)) for value in values]
    while sum(values) != total:
        i, step = lot.randrange(len(values)), 1 if sum(values) < total else -1
        if low <= values[i] + step <= high:
            values[i] += step
    return values
