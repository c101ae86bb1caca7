"""Boxes that exclude others, ticked beside them: told, until a rule says which of the two is kept."""

from collections.abc import Iterable

import pandas as pd

from evalreport.clean.jumps import Values, answers_of
from evalreport.clean.rules import EXCLUSIVE, Rule
from evalreport.clean.steps import CODE, EMPTIED, Change
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.printed import excluded_by, ticked
from evalreport.files.errors import Problem, in_rows


def exclusive_boxes(
    wave: str, file: str, texts: pd.DataFrame, values: Values, book: Codebook, rules: Iterable[Rule]
) -> tuple[Values, list[Change], list[Problem]]:
    """The values of a wave without contradicting boxes, what was changed, and the contradictions that no rule decides about.

    texts: the cells as they are coded from; values: variable -> coded values.
    """
    rules = [rule for rule in rules if rule.type == EXCLUSIVE and wave in rule.waves]
    left, changes, problems = dict(values), list[Change](), list[Problem]()
    for box in book.variables:
        if box.type != "tick" or not box.asked_in(wave):
            continue
        others = [book.variable(name) for name in excluded_by(box, book)]
        marked = {other.name: _marked(left[other.name], other, book) for other in others if other.asked_in(wave)}
        if not marked:
            continue
        both = _marked(left[box.name], box, book) & pd.DataFrame(marked).any(axis=1)
        rule = next((rule for rule in rules if not rule.variables or box.name in rule.variables), None)
        if both.any() and rule is None:
            problems.append(_undecided(wave, file, box, list(both.index[both]), [*marked]))
        elif both.any() and rule:
            lost = [box.name] if rule["keep"] == "others" else [*marked]
            for name in lost:
                rows = both if name == box.name else both & marked[name]
                left[name], found = _emptied(wave, book.variable(name), left[name], rows, texts, book, rule)
                changes += found
    return left, changes, problems


def _marked(values: pd.Series, variable: Variable, book: Codebook) -> pd.Series:
    """Rows with a ticked box, or of other questions with an answer."""
    if variable.type == "tick":
        return values == ticked(variable, book)[0]
    return answers_of(values, variable, book).notna()


def _emptied(
    wave: str, variable: Variable, values: pd.Series, rows: pd.Series, texts: pd.DataFrame, book: Codebook, rule: Rule
) -> tuple[pd.Series, list[Change]]:
    """A box that is not ticked, or no answer, in some rows."""
    empty = ticked(variable, book)[1] if variable.type == "tick" else None
    stage, new = (EMPTIED, "") if empty is None else (CODE, str(empty))
    changes = [
        Change(
            wave,
            int(row),
            variable.name,
            str(texts.at[row, variable.name] or values[row]),
            new,
            rule.id,
            rule.reason,
            stage,
        )
        for row in rows.index[rows]
    ]
    after = [empty if gone else value for value, gone in zip(values, rows, strict=True)]
    return pd.Series(after, index=values.index, dtype=object), changes


def _undecided(wave: str, file: str, box: Variable, rows: list[int], others: list[str]) -> Problem:
    named = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
    found = f"{box.name} is ticked beside answers that it excludes ({named})"
    expected = "Add a cleaning rule of type exclusive with keep: others or keep: box, or correct the rows"
    return Problem(file, in_rows(rows, box.sources.get(wave, box.name)), found, expected)
