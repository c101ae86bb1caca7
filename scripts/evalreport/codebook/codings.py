"""Open answers that somebody coded: a table beside the evaluation names the codes of each answer, and each code is a tick item.

The table has a row an answer: who wrote it (the row of the export, or an id that the codebook knows), its codes, and where one wants it the
answer itself, against which the build holds the export.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.words.catalogue import LANGUAGES, word

Spec = Mapping[str, Any]
SIGN = ";"  # between several codes in a cell
NOT_NAMED, NAMED = 0, 1


@dataclass(frozen=True)
class Coding:
    """The codes of one answer: where they stand, whose answer it is, and its text where the table repeats it."""

    place: str
    wave: str
    key: str
    codes: tuple[str, ...]
    text: str = ""


def item_of(coding: str, code: str) -> str:
    """The variable of a code: reasons_pay for the code Pay of the coding reasons."""
    return f"{coding}_{re.sub('[^a-z0-9]+', '_', code.casefold()).strip('_')}"


def with_coding(book: Codebook, name: str, spec: Spec, codes: Mapping[str, str], language: str) -> Codebook:
    """The codebook with a coding as a battery of tick items; codes: code -> label."""
    waves = tuple(spec.get("waves", book.variable(spec["of"]).waves))
    labels = (
        {each: word("coded_named", each) for each in LANGUAGES},
        {each: word("coded_not_named", each) for each in LANGUAGES},
    )
    answers = ValueSet(f"{name}_codes", (Choice(NOT_NAMED, labels[1]), Choice(NAMED, labels[0])))
    items = [
        Variable(item_of(name, code), "tick", {language: label}, answers.name, name, waves=waves)
        for code, label in codes.items()
    ]
    return book.extended(items, {answers.name: answers}, {name: Battery(name, spec["label"])})


def coding_errors(
    name: str, spec: Spec, codes: Sequence[str], book: Codebook, taken: Iterable[str]
) -> list[tuple[str, str]]:
    """What is wrong with how a coding is configured, as (found, expected); taken: names of derived variables."""
    found = []
    if spec["of"] not in book.names:
        return [(f"unknown variable {spec['of']!r}", suggestion(spec["of"], book.names))]
    if book.variable(spec["of"]).type != "text":
        found.append((f"{spec['of']} is of type {book.variable(spec['of']).type}", "Open answers are of type text"))
    by = spec.get("by", "")
    if by and by not in book.names:
        found.append((f"by: unknown variable {by!r}", suggestion(by, book.names)))
    if name in book.batteries:
        found.append((f"batteries.csv has {name!r} too", "Call one of them something else"))
    for wave in (wave for wave in spec.get("waves", ()) if wave not in book.variable(spec["of"]).waves):
        found.append((f"{spec['of']} was not asked in {wave!r}", suggestion(wave, book.variable(spec["of"]).waves)))
    items = [item_of(name, code) for code in codes]
    for code, item in zip(codes, items, strict=True):
        if item == f"{name}_" or items.count(item) > 1:
            found.append((f"the code {code!r} makes the variable {item}", "Codes differ in letters a-z or digits"))
        elif item in book.names or item in taken:
            found.append((f"a variable {item} exists", "Call the coding or the code something else"))
    return found


def read_codings(
    folder: Path, spec: Spec, codes: Sequence[str], waves: Sequence[str]
) -> tuple[list[Coding], list[Problem]]:
    """The rows of a coding table and what is wrong with them; waves: those whose answers are coded."""
    key = spec.get("by") or "row"
    needed = (key, "codes", *(["wave"] if len(waves) > 1 else []))
    table = read_config_table(folder / spec["file"], spec["file"], needed, ("wave", "text", "coder", "note"))
    problems = list(table.problems)
    found: list[Coding] = []
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        problems += _row_problems(table, row, key, codes, waves)
        whose = (row["wave"] or waves[0], row[key])
        if whose in seen:
            expected = "One row an answer, with its codes in one cell and ; between them"
            problems.append(table.problem(row, key, f"{row[key]!r} stands in row {seen[whose]} too", expected))
        seen.setdefault(whose, row.number)
        found.append(Coding(row.place(), *whose, split(row["codes"]), row["text"]))
    return found, problems


def split(cell: str) -> tuple[str, ...]:
    """The codes in a cell, each once."""
    return tuple(dict.fromkeys(code.strip() for code in cell.split(SIGN) if code.strip()))


def _row_problems(table: ConfigTable, row: Row, key: str, codes: Sequence[str], waves: Sequence[str]) -> list[Problem]:
    problems = [] if row[key] else [table.problem(row, key, "empty", "Say whose answer it is")]
    if row["wave"] and row["wave"] not in waves:
        problems.append(table.problem(row, "wave", f"{row['wave']!r}", suggestion(row["wave"], waves)))
    if len(waves) > 1 and not row["wave"]:
        problems.append(table.problem(row, "wave", "empty", f"One of {', '.join(waves)}"))
    return problems + [
        table.problem(row, "codes", f"{code!r} is no code of the list", suggestion(code, codes))
        for code in split(row["codes"])
        if code not in codes
    ]
