"""How a question stands on the printed form: its own number, letters, instructions, boxes beside it, and boxes that exclude others."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from evalreport.codebook.value_sets import labels_of
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, suggestion
from evalreport.words.catalogue import LANGUAGES

if TYPE_CHECKING:
    from evalreport.codebook.codebook import Codebook, Variable

INSTRUCTIONS = tuple(f"instruction_{language}" for language in LANGUAGES)
COLUMNS = ("number", "letter", "beside", "excludes", *INSTRUCTIONS)
PARTS = "sections.csv"
OTHERS = "others"  # of `excludes`: all other items of the battery
_BESIDE = re.compile(r"([^=\s]+)(?:\s*=\s*(\S+))?")
OPEN = ("text", "number", "year", "date")  # types of questions that are answered on a line


@dataclass(frozen=True)
class Printed:
    """What is printed of a question besides its wording.

    number: of the question ("" = counted); letter: of an item; instructions: by language; beside: the question whose box or open
    text it is, with the answer that it stands under in `answer`; excludes: variables that a box cannot be ticked beside, or OTHERS.
    """

    number: str = ""
    letter: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""
    answer: str = ""
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a form: its heading and instruction by language."""

    id: str
    labels: Mapping[str, str]
    instructions: Mapping[str, str]


def printed_of(row: Row) -> Printed:
    """What a row of the codebook says of the printed form."""
    beside = _BESIDE.fullmatch(row["beside"])
    return Printed(
        number=row["number"],
        letter=row["letter"],
        instructions=_instructions(row),
        beside=beside[1] if beside else row["beside"],
        answer=(beside[2] or "") if beside else "",
        excludes=tuple(row["excludes"].split()),
    )


def _instructions(row: Row) -> dict[str, str]:
    return {language: row[f"instruction_{language}"] for language in LANGUAGES if row[f"instruction_{language}"]}


def parts_of(table: ConfigTable, instrument: str) -> dict[str, Part]:
    """Section -> its part, of one questionnaire."""
    labels = {row["section"]: row for row in table.rows if row["instrument"] == instrument}
    return {name: Part(name, labels_of(row), _instructions(row)) for name, row in labels.items()}


def part_problems(main: ConfigTable, table: ConfigTable, book: "Codebook") -> list[Problem]:
    """Parts of the questionnaire that no question stands in, and questions in a part that the table of parts does not have."""
    if not book.parts:
        return []
    used = {variable.section for variable in book.variables}
    idle = [row for row in table.rows if row["instrument"] == book.instrument and row["section"] not in used]
    problems = [
        table.problem(
            row,
            "section",
            f"no question of {book.instrument} is in {row['section']!r}",
            suggestion(row["section"], used - {""}),
        )
        for row in idle
    ]
    strange = [
        (row, v.section)
        for row, v in zip(main.rows, book.variables, strict=True)
        if v.section and v.section not in book.parts
    ]
    return problems + [
        main.problem(row, "section", f"{name!r} is not in {table.file}", suggestion(name, book.parts))
        for row, name in strange
    ]


def excluded_by(variable: "Variable", book: "Codebook") -> tuple[str, ...]:
    """The variables that a box cannot be ticked beside: those it names, or the others of its battery, and the number it stands beside."""
    named = variable.printed.excludes
    others = [item.name for item in book.variables if item.battery == variable.battery and item is not variable]
    found = [name for each in named for name in (others if each == OTHERS else [each])]
    if variable.type == "tick" and variable.printed.beside and not variable.printed.answer:
        found.append(variable.printed.beside)
    return tuple(dict.fromkeys(found))


def ticked(variable: "Variable", book: "Codebook") -> tuple[int | str, int | str | None]:
    """(code of a ticked box, code of an empty one, None where there is none): the last and the first answer of its value set."""
    codes = [choice.code for choice in book.value_set(variable.value_set).valid]
    return codes[-1], codes[0] if len(codes) > 1 else None


def printed_checks(table: ConfigTable, book: "Codebook") -> Iterator[Callable[[], list[Problem]]]:
    """Checks of the printed form, each by itself."""
    for row, variable in zip(table.rows, book.variables, strict=True):
        yield partial(_beside_problems, table, row, variable, book)
        yield partial(_exclusion_problems, table, row, variable, book)
    yield partial(_number_problems, table, book)


def _beside_problems(table: ConfigTable, row: Row, variable: "Variable", book: "Codebook") -> list[Problem]:
    """A box or open text beside a question that is not there, of a type that has none, or under an answer it does not have."""
    printed = variable.printed
    if not printed.beside:
        return []
    if printed.beside == variable.name or printed.beside not in book.names:
        known = [name for name in book.names if name != variable.name]
        return [
            table.problem(row, "beside", f"no other variable {printed.beside!r}", suggestion(printed.beside, known))
        ]
    host = book.variable(printed.beside)
    if host.printed.beside:
        return [table.problem(row, "beside", f"{host.name} stands beside another itself", "Name the question of both")]
    if variable.type == "tick" and not printed.answer and host.type not in OPEN:
        found = f"a box beside {host.name}, which is of type {host.type}"
        return [
            table.problem(row, "beside", found, "Make it an answer of the value set; boxes stand beside open answers")
        ]
    if variable.type not in ("tick", "text"):
        return [
            table.problem(row, "beside", f"a {variable.type}", "A box (tick) or an open answer (text) can stand beside")
        ]
    if not printed.answer:
        return []
    codes = [str(code) for code in book.value_sets[host.value_set].codes] if host.value_set in book.value_sets else []
    if printed.answer in codes:
        return []
    return [
        table.problem(
            row, "beside", f"{printed.answer!r} is no answer to {host.name}", suggestion(printed.answer, codes)
        )
    ]


def _exclusion_problems(table: ConfigTable, row: Row, variable: "Variable", book: "Codebook") -> list[Problem]:
    """Exclusions of what is no box, or of variables that are not there."""
    names = variable.printed.excludes
    if not names:
        return []
    if variable.type != "tick":
        return [table.problem(row, "excludes", f"a {variable.type}", "Only a box (type tick) excludes others")]
    if OTHERS in names and not variable.battery:
        return [table.problem(row, "excludes", f"{OTHERS}, but it is in no battery", "Name the variables it excludes")]
    wrong = [name for name in names if name != OTHERS and (name not in book.names or name == variable.name)]
    return [
        table.problem(row, "excludes", f"no other variable {n!r}", suggestion(n, (OTHERS, *book.names))) for n in wrong
    ]


def _number_problems(table: ConfigTable, book: "Codebook") -> list[Problem]:
    """Own numbers that stand twice or are missing beside others, and letters that stand twice in a battery."""
    problems: list[Problem] = []
    numbers: dict[str, str] = {}
    letters: dict[tuple[str, str], str] = {}
    first: dict[str, str] = {}  # battery -> its first item, which has the number
    asked = [(row, v) for row, v in zip(table.rows, book.variables, strict=True) if v.sources and v.type != "id"]
    numbered = any(variable.printed.number for _, variable in asked)
    for row, variable in asked:
        printed = variable.printed
        leads = not variable.battery or first.setdefault(variable.battery, variable.name) == variable.name
        if printed.number and (printed.beside or not leads):
            where = "a battery's first item" if not printed.beside else "the question it stands beside"
            problems.append(table.problem(row, "number", f"{printed.number!r}", f"The number stands at {where}"))
        elif leads and not printed.beside and numbered and not printed.number:
            problems.append(table.problem(row, "number", "empty", "Number all questions as the form does, or none"))
        elif printed.number and numbers.setdefault(printed.number, variable.name) != variable.name:
            found = f"{printed.number!r}, the number of {numbers[printed.number]}"
            problems.append(table.problem(row, "number", found, "Each question has its own"))
        if printed.letter and letters.setdefault((variable.battery, printed.letter), variable.name) != variable.name:
            found = f"{printed.letter!r}, the letter of {letters[variable.battery, printed.letter]}"
            problems.append(table.problem(row, "letter", found, "Each item has its own"))
    return problems
