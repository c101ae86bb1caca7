"""The questionnaire as data: variables, their wording, codes, batteries, and where each wave's export keeps them.

Two tables in the shape of XLSForm (survey, choices), `<instrument>.csv` and `value_sets.csv`, with `code_maps.csv`,
`collapses.csv` and `batteries.csv` beside them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evalreport.codebook.value_sets import (
    Choice,
    Code,
    Collapse,
    ValueSet,
    labels_of,
    parse_code_maps,
    parse_collapses,
    parse_value_sets,
)
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.words.catalogue import LANGUAGES

__all__ = ["Battery", "Choice", "Code", "Codebook", "Collapse", "ValueSet", "Variable", "load_codebook"]

CODED_TYPES = ("single", "scale", "tick")
TYPES = (*CODED_TYPES, "number", "year", "date", "text", "id")
STATUSES = ("published", "prose", "invented")
RESERVED = ("respondent", "wave", "row")  # columns the program itself adds

_NAME = re.compile(r"[a-z][a-z0-9_]*$")
_COLUMNS = ("variable", "type", "value_set", "battery", "section", "asked_of", "values_status")


@dataclass(frozen=True)
class Index:
    """A variable that is the mean of others: its items, and how many of them must be answered."""

    items: tuple[str, ...]
    minimum: int


@dataclass(frozen=True)
class Variable:
    """One question or item: its wording by language, its codes and where each wave's export keeps it."""

    name: str
    type: str
    labels: Mapping[str, str]
    value_set: str = ""
    battery: str = ""
    section: str = ""
    asked_of: str = ""
    values_status: str = "published"
    waves: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)  # wave -> column header of the export
    maps: Mapping[str, str] = field(default_factory=dict)  # wave -> code map that replaces direct matching
    note: str = ""
    reversed: bool = False  # the item is turned before it enters an index
    index: Index | None = None  # of derived variables that are one
    breaks: tuple[str, ...] = ()  # waves from which the answers cannot be compared with those before
    break_notes: Mapping[str, str] = field(default_factory=dict)  # language -> why
    stretches: Mapping[str, int] = field(default_factory=dict)  # wave -> stretch between breaks; {} without breaks
    same_question: tuple[str, ...] = ()  # waves whose other wording somebody found to ask the same

    @property
    def is_coded(self) -> bool:
        """Whether the values are codes of a value set."""
        return self.type in CODED_TYPES

    def asked_in(self, wave: str) -> bool:
        """Whether the wave asked it; an answer lacking in a wave that did not ask is no missing answer."""
        return wave in self.waves

    def label(self, language: str) -> str:
        """The wording in a language; the variable's name where there is none."""
        return self.labels.get(language) or self.name


@dataclass(frozen=True)
class Battery:
    """Items answered on one scale under one stem."""

    id: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """The stem in a language."""
        return self.labels.get(language) or self.id


@dataclass(frozen=True)
class Codebook:
    """The variables of one instrument in report order, and everything they refer to."""

    instrument: str
    file: str
    waves: tuple[str, ...]
    variables: tuple[Variable, ...]
    value_sets: Mapping[str, ValueSet]
    code_maps: Mapping[str, Mapping[str, str]]  # map -> raw text -> code as text
    collapses: Mapping[str, Collapse]
    batteries: Mapping[str, Battery]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all variables, in order."""
        return tuple(variable.name for variable in self.variables)

    def variable(self, name: str) -> Variable:
        """The variable of a name; KeyError with the closest name when there is none."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise KeyError(f"{self.file}: no variable {name!r}. {suggestion(name, self.names)}")

    def battery(self, id: str) -> tuple[Variable, ...]:
        """The items of a battery in questionnaire order; KeyError when there is no such battery."""
        if id not in self.batteries:
            raise KeyError(f"{self.file}: no battery {id!r}. {suggestion(id, self.batteries)}")
        return tuple(variable for variable in self.variables if variable.battery == id)

    def value_set(self, name: str) -> ValueSet:
        """The value set of a name; KeyError when there is none."""
        if name not in self.value_sets:
            raise KeyError(f"{self.file}: no value set {name!r}. {suggestion(name, self.value_sets)}")
        return self.value_sets[name]

    def collapse(self, id: str) -> Collapse:
        """The collapse of an id; KeyError when there is none."""
        if id not in self.collapses:
            raise KeyError(f"{self.file}: no collapse {id!r}. {suggestion(id, self.collapses)}")
        return self.collapses[id]

    def limited(self, waves: Sequence[str]) -> "Codebook":
        """The codebook as it was for some of the waves: what only other waves asked or offered as an answer is not there."""
        if set(self.waves) <= set(waves):
            return self
        shown = (_limited(variable, waves) for variable in self.variables if _asked_in_any(variable, waves))
        sets = {name: value_set.limited(waves) for name, value_set in self.value_sets.items()}
        known = tuple(wave for wave in self.waves if wave in waves)
        return replace(self, waves=known, variables=tuple(shown), value_sets=sets)

    def extended(self, variables: Iterable[Variable]) -> "Codebook":
        """The codebook with further (derived) variables after its own."""
        return replace(self, variables=(*self.variables, *variables))


def _asked_in_any(variable: Variable, waves: Sequence[str]) -> bool:
    return not variable.waves or bool(set(variable.waves) & set(waves))


def _limited(variable: Variable, waves: Sequence[str]) -> Variable:
    def own(of_wave: Mapping[str, str]) -> dict[str, str]:
        return {wave: value for wave, value in of_wave.items() if wave in waves}

    asked = tuple(wave for wave in variable.waves if wave in waves)
    return replace(variable, waves=asked, sources=own(variable.sources), maps=own(variable.maps))


def load_codebook(
    folder: Path, instrument: str, file: str, waves: Sequence[str], languages: Sequence[str] = ("nb",)
) -> Codebook:
    """Load and check the codebook of an instrument.

    folder: the evaluation's configuration folder; file: the codebook inside it (`codebook/<instrument>.csv`), with the
    shared tables beside it; waves: the instrument's waves; languages: labels that must be there. Raises BadInput
    with every problem of all five files, each with file and row.
    """
    beside = Path(file).parent
    main = read_config_table(Path(folder) / file, file, _COLUMNS, _optional_columns(waves), languages)

    def shared(name: str, required: Sequence[str], labelled: bool = True) -> ConfigTable:
        return _shared(Path(folder), beside / name, required, languages if labelled else ())

    sets = shared("value_sets.csv", ("value_set", "code", "missing"))
    maps = shared("code_maps.csv", ("map", "raw", "code"), labelled=False)
    collapses = shared("collapses.csv", ("collapse", "category", "codes"))
    batteries = shared("batteries.csv", ("instrument", "battery"))
    forms = [table.problems for table in (main, sets, maps, collapses, batteries)]
    raise_if([*(problem for problems in forms for problem in problems), *_wave_columns(main, waves)])

    value_sets, in_sets = parse_value_sets(sets)
    code_maps, in_maps = parse_code_maps(maps)
    collapsed, in_collapses = parse_collapses(collapses, value_sets)
    variables = tuple(_variable(row, waves) for row in main.rows)
    stems = _batteries(batteries, instrument)
    book = Codebook(instrument, file, tuple(waves), variables, value_sets, code_maps, collapsed, stems)
    raise_if([*in_sets, *in_maps, *in_collapses, *_variable_problems(main, book, languages)])
    return book


def shared_tables(folder: str | Path, file: str) -> list[str]:
    """The tables beside a codebook that decide values, as far as they exist: value sets and code maps."""
    beside = [Path(folder) / Path(file).parent / name for name in ("value_sets.csv", "code_maps.csv")]
    return [path.as_posix() for path in beside if path.exists()]


def _optional_columns(waves: Iterable[str]) -> list[str]:
    by_wave = [f"{column}_{wave}" for column in ("source", "map") for wave in waves]
    return [
        "note",
        "reversed",
        "breaks",
        "same_question",
        *(f"break_note_{language}" for language in LANGUAGES),
        *by_wave,
    ]


def _shared(folder: Path, file: Path, required: Sequence[str], languages: Sequence[str]) -> ConfigTable:
    """A table shared by the instruments; an evaluation that needs none of its kind may leave the file out."""
    if not (folder / file).exists() and file.name != "value_sets.csv":
        return ConfigTable(file.as_posix())
    return read_config_table(folder / file, file.as_posix(), required, ("note", "waves"), languages)


def _batteries(table: ConfigTable, instrument: str) -> dict[str, Battery]:
    own = [row for row in table.rows if row["instrument"] == instrument]
    return {row["battery"]: Battery(row["battery"], labels_of(row)) for row in own}


def _wave_columns(table: ConfigTable, waves: Iterable[str]) -> list[Problem]:
    return [
        Problem(table.file, "row 1", f"no column 'source_{wave}'", f"Add it: the headers of the export of {wave}")
        for wave in waves
        if table.columns and f"source_{wave}" not in table.columns
    ]


def _variable(row: Row, waves: Sequence[str]) -> Variable:
    sources = {wave: row[f"source_{wave}"] for wave in waves if row[f"source_{wave}"]}
    breaks = tuple(row["breaks"].split())
    return Variable(
        name=row["variable"],
        type=row["type"],
        labels=labels_of(row),
        value_set=row["value_set"],
        battery=row["battery"],
        section=row["section"],
        asked_of=row["asked_of"],
        values_status=row["values_status"] or "published",
        waves=tuple(sources),
        sources=sources,
        maps={wave: row[f"map_{wave}"] for wave in waves if row[f"map_{wave}"]},
        note=row["note"],
        reversed=row["reversed"] == "1",
        breaks=breaks,
        break_notes={
            language: row[f"break_note_{language}"] for language in LANGUAGES if row[f"break_note_{language}"]
        },
        stretches=_stretches(breaks, waves),
        same_question=tuple(row["same_question"].split()),
    )


def _stretches(breaks: Sequence[str], waves: Sequence[str]) -> dict[str, int]:
    """Wave -> number of breaks up to it: waves of the same number can be compared."""
    return {wave: sum(each in waves[: i + 1] for each in breaks) for i, wave in enumerate(waves)} if breaks else {}


def _variable_problems(table: ConfigTable, book: Codebook, languages: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    for row, variable in zip(table.rows, book.variables, strict=True):
        problems += _wording_problems(table, row, variable, languages)
        problems += _coding_problems(table, row, variable, book)
        problems += _break_problems(table, row, variable, book, languages)
        problems += [
            table.problem(row, "same_question", f"no wave {wave!r}", suggestion(wave, book.waves))
            for wave in variable.same_question
            if wave not in book.waves
        ]
    return problems + _repeated(table, book) + _battery_problems(table, book)


def _wording_problems(table: ConfigTable, row: Row, variable: Variable, languages: Sequence[str]) -> list[Problem]:
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
    table: ConfigTable, row: Row, variable: Variable, book: Codebook, languages: Sequence[str]
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


def _repeated(table: ConfigTable, book: Codebook) -> list[Problem]:
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


def _coding_problems(table: ConfigTable, row: Row, variable: Variable, book: Codebook) -> list[Problem]:
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
        elif variable.value_set in book.value_sets:
            problems += _map_problems(table, row, column, variable, name, book)
    return problems


def _map_problems(
    table: ConfigTable, row: Row, column: str, variable: Variable, name: str, book: Codebook
) -> list[Problem]:
    value_set = book.value_sets[variable.value_set]
    strange = sorted({code for code in book.code_maps[name].values() if value_set.code_of(code) is None})
    allowed = "Codes: " + ", ".join(str(code) for code in value_set.codes)
    return [
        table.problem(row, column, f"map {name!r} gives {code!r}, no code of {variable.value_set!r}", allowed)
        for code in strange
    ]


def _battery_problems(table: ConfigTable, book: Codebook) -> list[Problem]:
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
