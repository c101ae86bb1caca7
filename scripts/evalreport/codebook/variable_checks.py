"""What is wrong with the variables of a codebook, each check by itself: some need the tables beside it, which may be wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evalreport.codebook.conditions import JOINTS
from evalreport.codebook.jumps import jump_problems
from evalreport.codebook.printed import printed_checks
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, suggestion

if TYPE_CHECKING:
    from evalreport.codebook.codebook import Codebook, Variable

CODED_TYPES = ("single", "scale", "tick")
TYPES = (*CODED_TYPES, "number", "year", "date", "text", "id")
STATUSES = ("published", "prose", "invented")
RESERVED = ("respondent", "wave", "row", *JOINTS)  # columns the program itself adds, and what joins conditions

_NAME = re.compile(r"[a-z][a-z0-9_]*$")


def variable_checks(
    table: ConfigTable, book: "Codebook", languages: Sequence[str]
) -> Iterator[Callable[[], list[Problem]]]:
    """Checks of the variables, each by itself: some need the tables beside the codebook."""
    for row, variable in zip(table.rows, book.variables, strict=True):
        yield partial(_wording_problems, table, row, variable, languages)
        yield partial(_coding_problems, table, row, variable, book)
        yield partial(_break_problems, table, row, variable, book, languages)
        yield partial(_same_problems, table, row, variable, book)
        yield partial(jump_problems, table, row, variable, book)
    yield partial(_repeated, table, book)
    yield partial(_battery_problems, table, book)
    yield from printed_checks(table, book)


def _same_problems(table: ConfigTable, row: Row, variable: "Variable", book: "Codebook") -> list[Problem]:
    unknown = [wave for wave in variable.same_question if wave not in book.waves]
    return [table.problem(row, "same_question", f"no wave {wave!r}", suggestion(wave, book.waves)) for wave in unknown]


def _wording_problems(table: ConfigTable, row: Row, variable: "Variable", languages: Sequence[str]) -> list[Problem]:
    problems = []
    if not _NAME.match(variable.name) or variable.name in RESERVED:
        expected = "Write a name of a-z, 0-9 and _, not " + ", ".join(RESERVED)
        problems.append(table.problem(row, "variable", f"{variable.name!r}", expected))
    if variable.type not in TYPES:
        problems.append(table.problem(row, "type", f"{variable.type!r}", suggestion(variable.type, TYPES)))
    if variable.values_status not in STATUSES:
        expected = suggestion(variable.values_status, STATUSES)
        problems.append(table.problem(row, "values_status", f"{variable.values_status!r}", expected))
    if variable.type not in ("id", "text", "date"):
        unworded = [language for language in languages if not variable.labels.get(language)]
        expected = "Give the wording shown in reports"
        problems += [table.problem(row, f"label_{language}", "empty", expected) for language in unworded]
    return problems


def _break_problems(
    table: ConfigTable, row: Row, variable: "Variable", book: "Codebook", languages: Sequence[str]
) -> list[Problem]:
    """A break in a wave that is not there, or before which nobody was asked, and a break that says not why."""
    problems = []
    for wave in variable.breaks:
        before = book.waves[: book.waves.index(wave)] if wave in book.waves else ()
        if wave not in book.waves:
            problems.append(table.problem(row, "breaks", f"no wave {wave!r}", suggestion(wave, book.waves)))
        elif not variable.asked_in(wave) or not any(variable.asked_in(earlier) for earlier in before):
            expected = "Name the first wave with the changed question; it was asked then and in a wave before"
            problems.append(table.problem(row, "breaks", f"{wave!r} breaks nothing", expected))
    for language in languages:
        column, reason = f"break_note_{language}", variable.break_notes.get(language)
        if variable.breaks and not reason:
            problems.append(table.problem(row, column, "empty", "Say what was changed: it stands under the exhibit"))
        if reason and not variable.breaks:
            problems.append(table.problem(row, "breaks", "empty, but there is a note", "Name the wave of the change"))
    return problems


def _repeated(table: ConfigTable, book: "Codebook") -> list[Problem]:
    """A variable named twice, or two variables that take the same column in the same way: a slip of copying."""
    problems = []
    names: set[str] = set()
    used: dict[tuple[str, str, str], str] = {}
    for row, variable in zip(table.rows, book.variables, strict=True):
        if variable.name in names:
            problems.append(table.problem(row, "variable", f"{variable.name!r} a second time", "Names are unique"))
        names.add(variable.name)
        for wave, source in variable.sources.items():
            first = used.setdefault((wave, source, variable.maps.get(wave, "")), variable.name)
            if first != variable.name:
                found = f"{source!r}, the column of {first!r}"
                problems.append(table.problem(row, f"source_{wave}", found, "Each variable has its own column"))
    return problems


def _coding_problems(table: ConfigTable, row: Row, variable: "Variable", book: "Codebook") -> list[Problem]:
    problems = []
    if row["reversed"] not in ("", "1"):
        problems.append(
            table.problem(row, "reversed", f"{row['reversed']!r}", "1 for an item that is turned, else empty")
        )
    if variable.reversed and variable.type != "scale":
        problems.append(
            table.problem(row, "reversed", f"a {variable.type} cannot be turned", "Only items of type scale")
        )
    if variable.is_coded and variable.value_set not in book.value_sets:
        found = f"unknown value set {variable.value_set!r}" if variable.value_set else "no value set"
        problems.append(table.problem(row, "value_set", found, suggestion(variable.value_set, book.value_sets)))
    if variable.type in TYPES and not variable.is_coded and variable.value_set:
        expected = f"Leave it empty, or make the type one of {', '.join(CODED_TYPES)}"
        problems.append(table.problem(row, "value_set", f"a {variable.type} has no value set", expected))
    for wave, name in variable.maps.items():
        column = f"map_{wave}"
        if name not in book.code_maps:
            problems.append(table.problem(row, column, f"unknown map {name!r}", suggestion(name, book.code_maps)))
        elif not variable.asked_in(wave):
            problems.append(table.problem(row, column, "a map but no source column", f"Give source_{wave}"))
        elif not variable.is_coded:
            problems.append(table.problem(row, column, f"a {variable.type} has no codes to map", "Leave it empty"))
        elif variable.value_set in book.value_sets:
            problems += _map_problems(table, row, column, variable, name, book)
    return problems


def _map_problems(
    table: ConfigTable, row: Row, column: str, variable: "Variable", name: str, book: "Codebook"
) -> list[Problem]:
    value_set = book.value_sets[variable.value_set]
    strange = sorted({code for code in book.code_maps[name].values() if value_set.code_of(code) is None})
    allowed = "Codes: " + ", ".join(str(code) for code in value_set.codes)
    return [
        table.problem(row, column, f"map {name!r} gives {code!r}, no code of {variable.value_set!r}", allowed)
        for code in strange
    ]


def _battery_problems(table: ConfigTable, book: "Codebook") -> list[Problem]:
    problems, ended, last = [], set(), ""
    sets: dict[str, str] = {}
    for row, variable in zip(table.rows, book.variables, strict=True):
        battery = variable.battery
        if battery != last:
            ended.add(last)
        last = battery
        if not battery:
            continue
        if battery not in book.batteries:
            expected = f"Add it to batteries.csv. {suggestion(battery, book.batteries)}"
            problems.append(table.problem(row, "battery", f"unknown battery {battery!r}", expected))
        if battery in ended:
            problems.append(
                table.problem(row, "battery", f"{battery!r} again, apart from its items", "Keep them together")
            )
        if sets.setdefault(battery, variable.value_set) != variable.value_set:
            found = f"value set {variable.value_set!r}, other items of {battery!r} have {sets[battery]!r}"
            problems.append(table.problem(row, "value_set", found, "One battery, one scale"))
    empty = sorted(set(book.batteries) - set(sets))
    file = (Path(table.file).parent / "batteries.csv").as_posix()
    return problems + [
        Problem(file, f"battery {id}", f"no variable of {book.instrument} belongs to it", "Remove it or name it there")
        for id in empty
    ]
