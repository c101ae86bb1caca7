"""Pairwise comparisons of the groups of an exhibit, shown by letters: groups without a common letter differ."""

import string
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import pandas as pd

from evalreport.exhibits.evidence import Evidence, decisive
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number
from evalreport.words.sentences import lower_first

ALPHABET = string.ascii_letters
BETWEEN = "|"  # between the two groups of a comparison


def letters(groups: Sequence[str], differing: Iterable[Collection[str]]) -> dict[str, str]:
    """The compact letter display: group -> its letters, so that two groups share one just where they do not differ.

    By insertion and absorption (Piepho 2004, Journal of Computational and Graphical Statistics 13): all groups begin with one letter; each
    differing pair splits the letters that hold both; a letter that holds no more than another is dropped. Raises ValueError where
    the 52 letters are not enough.
    """
    columns = [frozenset(groups)]
    for first, second in differing:
        split = [
            column - {out} if {first, second} <= column else column for column in columns for out in (first, second)
        ]
        distinct = list(dict.fromkeys(split))
        columns = [c for c in distinct if not any(c < other for other in distinct)]
    if len(columns) > len(ALPHABET):
        raise ValueError(f"{len(columns)} letters would be needed")
    order = {group: place for place, group in enumerate(groups)}
    ordered = sorted(columns, key=lambda column: sorted(order[group] for group in column))
    return {g: "".join(ALPHABET[k] for k, column in enumerate(ordered) if g in column) for g in groups}


def letters_of(evidence: Evidence, variable: str) -> dict[str, str]:
    """Group -> its letters among the comparisons of a variable; groups that could not be compared, or are withheld, have none."""
    if not evidence.view.pairwise:
        return {}
    p_of = {tuple(t["groups"].split(BETWEEN)): decisive(t) for t in evidence.tests if t["variable"] == variable}
    known = {pair: p for pair, p in p_of.items() if len(pair) == 2 and not pd.isna(p)}
    withheld = {group for (of, _, group), row in evidence.estimates.items() if of == variable and row["suppressed"]}
    known = {pair: p for pair, p in known.items() if not withheld & set(pair)}
    compared = [group.id for group in evidence.view.groups if any(group.id in pair for pair in known)]
    return letters(compared, [pair for pair, p in known.items() if p < evidence.levels[0]])


def pairs(families: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, tuple[str, ...]]]:
    """The comparisons of all pairs of groups of each family: (name, groups)."""
    found = [pair for _, groups in families for pair in combinations(groups, 2)]
    return [(BETWEEN.join(pair), pair) for pair in dict.fromkeys(found)]


def pairwise_note(evidence: Evidence) -> str:
    """What the letters mean: level, test, and for how many comparisons p was adjusted."""
    language = evidence.view.language
    known = [test for test in evidence.tests if not pd.isna(test["p"])]
    if not known:
        return f"{word('pairwise', language)}: {word('not_tested', language)}."
    test = word("test_" + known[0]["test"], language)
    name = test if test.startswith(("Pearson", "Rao")) or not test[1:2].islower() else lower_first(test)
    level = format_number(100 * evidence.levels[0], 0, language)
    count = format_number(len(known), 0, language)
    return word("pairwise_letters", language).format(level=level, test=name, count=count)
