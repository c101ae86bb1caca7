"""Jumps of a questionnaire: who is asked a question, by what they answered to earlier ones."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalreport.codebook.value_sets import Category, parse_codes
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, suggestion

if TYPE_CHECKING:
    from evalreport.codebook.codebook import Codebook, Variable

COLUMN = "asked_if"
_CONDITION = re.compile(r"\s*([^=\s]+)\s*=\s*(\S.*?)\s*")
FORM = "Write it as forums = 1, with codes 1 2 or 1-3, several conditions apart by ;"


@dataclass(frozen=True)
class Jump:
    """A condition: the question is asked of those who gave one of some answers to an earlier one; codes: as they are written."""

    gate: str
    codes: str

    @property
    def _category(self) -> Category:
        return Category(self.codes, {}, *parse_codes(self.codes))

    def opens(self, answer: Any) -> bool:
        """Whether an answer leads to the question."""
        return self._category.contains(answer) or (isinstance(answer, str) and answer in self.codes.split())

    def closes(self, answers: pd.Series) -> pd.Series:
        """Rows whose answer leads past the question; a missing answer leads nowhere, and nobody knows of those who gave none."""
        past = {value: not self.opens(value) for value in answers.dropna().unique()}
        return answers.map(lambda value: past.get(value, False) if pd.notna(value) else False).astype(bool)


def parse_jumps(text: str) -> tuple[Jump, ...]:
    """The conditions of a cell of the codebook, all of which must hold; parts that are none are left out (see `jump_problems`)."""
    parts = (_CONDITION.fullmatch(part) for part in text.split(";") if part.strip())
    return tuple(Jump(part[1], part[2]) for part in parts if part)


def with_all_jumps(variables: Sequence["Variable"]) -> dict[str, tuple[Jump, ...]]:
    """Variable -> its jumps and those of the questions that they ask: who was led past a gate was led past all behind it."""
    found: dict[str, tuple[Jump, ...]] = {}
    for variable in variables:
        above = (jump for own in variable.asked_if for jump in found.get(own.gate, ()))
        found[variable.name] = tuple(dict.fromkeys([*variable.asked_if, *above]))
    return found


def led_past(answers: Mapping[str, pd.Series], jumps: Iterable[Jump], index: pd.Index) -> pd.Series:
    """Rows that were led past a question; answers: variable -> its valid answers, of the gates that there are."""
    past = pd.Series(False, index=index)
    for jump in jumps:
        if jump.gate in answers:
            past |= jump.closes(answers[jump.gate])
    return past


def jump_problems(table: ConfigTable, row: Row, variable: "Variable", book: "Codebook") -> list[Problem]:
    """Conditions that cannot be read, or that ask a later question, one that is not coded, or for an answer that it does not have."""
    text = row[COLUMN]
    if not text:
        return []
    parts = [part for part in text.split(";") if part.strip()]
    problems = [
        table.problem(row, COLUMN, f"{part.strip()!r} is no condition", FORM)
        for part in parts
        if not _CONDITION.fullmatch(part)
    ]
    earlier = list(book.names[: book.names.index(variable.name)])
    for jump in variable.asked_if:
        if jump.gate not in book.names:
            problems.append(table.problem(row, COLUMN, f"no variable {jump.gate!r}", suggestion(jump.gate, earlier)))
        elif jump.gate not in earlier:
            found = f"{jump.gate!r} stands behind it, or is the question itself"
            problems.append(table.problem(row, COLUMN, found, "A jump starts at an earlier question"))
        else:
            problems += _code_problems(table, row, jump, book)
    gates = [jump.gate for jump in variable.asked_if]
    for gate in dict.fromkeys(gate for gate in gates if gates.count(gate) > 1):
        problems.append(table.problem(row, COLUMN, f"{gate!r} twice", "Write all its codes in one condition"))
    return problems


def _code_problems(table: ConfigTable, row: Row, jump: Jump, book: "Codebook") -> list[Problem]:
    gate = book.variable(jump.gate)
    ranges, texts = parse_codes(jump.codes)
    if gate.type in ("number", "year"):
        strange = sorted(texts)
        return [table.problem(row, COLUMN, f"{gate.name} is a {gate.type}, not {s!r}", FORM) for s in strange]
    if not gate.is_coded:
        found = f"{gate.name} is of type {gate.type}: nobody knows what leads on"
        return [table.problem(row, COLUMN, found, "Name a question with answers to choose from")]
    if gate.value_set not in book.value_sets:
        return []  # told at the gate
    value_set = book.value_set(gate.value_set)
    valid = [choice.code for choice in value_set.valid]
    allowed = "Answers: " + ", ".join(map(str, valid))
    unknown = sorted(texts - {str(code) for code in valid})
    unknown += [f"{low:g}" for low, high in ranges if low == high and low not in valid]
    problems = [table.problem(row, COLUMN, f"{code!r} is no answer to {gate.name}", allowed) for code in unknown]
    opening = [jump.opens(code) for code in valid]
    if not problems and (all(opening) or not any(opening)):
        who = "everybody" if all(opening) else "nobody"
        problems.append(table.problem(row, COLUMN, f"{jump.gate} = {jump.codes} leads {who} to it", allowed))
    return problems
