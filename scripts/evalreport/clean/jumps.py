"""Answers behind a jump: given to a question that the respondent was led past. They are counted, logged and set to not applicable."""

from collections.abc import Iterable, Mapping

import pandas as pd

from evalreport.clean.coding import kinds_of_missing
from evalreport.clean.rules import JUMPS, Rule
from evalreport.clean.steps import EMPTIED, Change
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.jumps import led_past
from evalreport.codebook.printed import ticked
from evalreport.files.errors import Problem, in_rows

Values = dict[str, pd.Series]


def answers_of(values: pd.Series, variable: Variable, book: Codebook) -> pd.Series:
    """Values without those that stand for a kind of missing."""
    return values.where(kinds_of_missing(values, variable, book) == "", None)


def passed_by(wave: str, values: Mapping[str, pd.Series], book: Codebook) -> dict[str, pd.Series]:
    """Variable -> rows of a wave that were led past it, of the variables behind a jump; a gate that the wave did not ask leads nowhere."""
    behind = [variable for variable in book.variables if variable.jumps and variable.asked_in(wave)]
    gates = dict.fromkeys(jump.gate for variable in behind for jump in variable.jumps)
    known = {gate: book.variable(gate) for gate in gates}
    answers = {name: answers_of(values[name], gate, book) for name, gate in known.items() if gate.asked_in(wave)}
    return {variable.name: led_past(answers, variable.jumps, values[variable.name].index) for variable in behind}


def without_open_boxes(wave: str, values: Values, book: Codebook) -> Values:
    """The values without boxes that were left open by those who were led past them: no tick is no answer, whatever code it has."""
    left = dict(values)
    for name, past in passed_by(wave, values, book).items():
        variable = book.variable(name)
        if variable.type == "tick":
            left[name] = values[name].where(~past | (values[name] == ticked(variable, book)[0]), None)
    return left


def behind_jumps(
    wave: str, file: str, texts: pd.DataFrame, values: Values, book: Codebook, rules: Iterable[Rule]
) -> tuple[Values, list[Change], list[Problem]]:
    """The values of a wave without answers behind a jump, what was changed, and the answers that no rule of type jumps decides about.

    texts: the cells as they are coded from; values: variable -> coded values.
    """
    rules = [rule for rule in rules if rule.type == JUMPS and wave in rule.waves]
    values = without_open_boxes(wave, values, book)
    left, changes, problems = dict(values), list[Change](), list[Problem]()
    for name, past in passed_by(wave, values, book).items():
        variable = book.variable(name)
        given = answers_of(values[name], variable, book).notna() & past
        rows = list(given.index[given])
        rule = next((rule for rule in rules if not rule.variables or name in rule.variables), None)
        if rows and rule is None:
            problems.append(_undecided(wave, file, variable, rows))
        elif rows and rule:
            left[name] = values[name].where(~given, None)
            changes += [
                Change(
                    wave,
                    int(row),
                    name,
                    str(texts.at[row, name] or values[name][row]),
                    "",
                    rule.id,
                    rule.reason,
                    EMPTIED,
                )
                for row in rows
            ]
    return left, changes, problems


def _undecided(wave: str, file: str, variable: Variable, rows: list[int]) -> Problem:
    condition = "; ".join(f"{jump.gate} = {jump.codes}" for jump in variable.jumps)
    count = f"{len(rows)} answer{'s' if len(rows) > 1 else ''}"
    found = f"{count} to {variable.name} from respondents who were not asked (asked_if {condition})"
    expected = "Add a cleaning rule of type jumps, which sets them to not applicable; or correct the gate, or asked_if"
    return Problem(file, in_rows(rows, variable.sources.get(wave, variable.name)), found, expected)
