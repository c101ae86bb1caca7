"""The questionnaire as data: variables, their wording, codes, batteries, and where each wave's export keeps them.

Two tables in the shape of XLSForm (survey, choices), `<instrument>.csv` and `value_sets.csv`, with `code_maps.csv`,
`collapses.csv` and `batteries.csv` beside them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from evalreport.codebook.jumps import COLUMN, Jump, parse_jumps, with_all_jumps
from evalreport.codebook.printed import COLUMNS, INSTRUCTIONS, PARTS, Part, Printed, part_problems, parts_of, printed_of
from evalreport.codebook.value_sets import (
    RAW,
    Choice,
    Code,
    Collapse,
    ValueSet,
    labels_of,
    parse_code_maps,
    parse_collapses,
    parse_value_sets,
    row_problems,
)
from evalreport.codebook.variable_checks import CODED_TYPES, variable_checks
from evalreport.files.checking import Checks, Partial
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.files.team_tables import table_file
from evalreport.words.catalogue import LANGUAGES

__all__ = ["Battery", "Choice", "Code", "Codebook", "Collapse", "ValueSet", "Variable", "load_codebook"]

T = TypeVar("T")

_COLUMNS = ("variable", "type", "value_set", "battery", "section", "asked_of", "values_status")
_OPTIONAL = ("note", "reversed", COLUMN, *COLUMNS, "breaks", "same_question")


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
    asked_if: tuple[Jump, ...] = ()  # conditions of its own, all of which must hold
    jumps: tuple[Jump, ...] = ()  # the same, and those of the questions they ask
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
    prose: Mapping[str, str] = field(default_factory=dict)  # language -> what running text calls it
    printed: Printed = field(default_factory=Printed)  # how it stands on the form
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
    parts: Mapping[str, Part] = field(default_factory=dict)  # section -> part of the form

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

    def extended(
        self,
        variables: Iterable[Variable] = (),
        value_sets: Mapping[str, ValueSet] = MappingProxyType({}),
        batteries: Mapping[str, Battery] = MappingProxyType({}),
    ) -> "Codebook":
        """The codebook with further (derived) variables after its own, and what they refer to."""
        sets, stems = {**self.value_sets, **value_sets}, {**self.batteries, **batteries}
        return replace(self, variables=(*self.variables, *variables), value_sets=sets, batteries=stems)


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

    def shared(name: str, required: Sequence[str], *optional: str, labelled: bool = True) -> ConfigTable:
        return _shared(Path(folder), beside / name, required, ("note", *optional), languages if labelled else ())

    sets = shared("value_sets.csv", ("value_set", "code", "missing"), "waves", RAW)
    maps = shared("code_maps.csv", ("map", "raw", "code"), labelled=False)
    collapses = shared("collapses.csv", ("collapse", "category", "codes"))
    batteries = shared("batteries.csv", ("instrument", "battery"))
    sections = shared(PARTS, ("instrument", "section"), *INSTRUCTIONS)
    tables = (main, sets, maps, collapses, batteries, sections)
    checks = Checks([*(problem for table in tables for problem in table.problems), *_wave_columns(main, waves)])
    value_sets = _parsed(sets, checks, parse_value_sets)
    code_maps = _parsed(maps, checks, parse_code_maps)
    collapsed = _parsed(collapses, checks, lambda table: parse_collapses(table, value_sets))
    stems = _parsed(batteries, checks, lambda table: (_batteries(table, instrument), ()))
    if main.problems:
        checks.finish()
    variables = _with_jumps([_variable(row, waves) for row in main.rows])
    book = Codebook(
        instrument,
        file,
        tuple(waves),
        variables,
        value_sets,
        code_maps,
        collapsed,
        stems,
        parts_of(sections, instrument),
    )
    checks.problems += row_problems(sets, collapses, batteries, sections, languages)
    for check in variable_checks(main, book, languages):
        checks.run(main.file, check)
    checks.run(sections.file, partial(part_problems, main, sections, book))
    checks.finish()
    return book


def _parsed(
    table: ConfigTable, checks: Checks, parse: Callable[[ConfigTable], tuple[Mapping[str, T], Iterable[Problem]]]
) -> Mapping[str, T]:
    """What a table holds by name; nobody knows the names where its form is wrong, or something that it is held against."""
    part = checks.part(table.file, table.file, lambda: None if table.problems else parse(table))
    if part.ground or part.value is None:
        return Partial({}, {}, part.ground or table.file)
    found, problems = part.value
    checks.problems += problems
    return found


def shared_tables(folder: str | Path, file: str) -> list[str]:
    """The tables beside a codebook that decide values, as far as they exist: value sets and code maps."""
    beside = [table_file(Path(folder) / Path(file).parent / name) for name in ("value_sets.csv", "code_maps.csv")]
    return [path.as_posix() for path in beside if path.exists()]


def _optional_columns(waves: Iterable[str]) -> list[str]:
    by_wave = [f"{column}_{wave}" for column in ("source", "map") for wave in waves]
    by_language = [f"{column}_{language}" for column in ("break_note", "prose") for language in LANGUAGES]
    return [*_OPTIONAL, *by_language, *by_wave]


def _shared(
    folder: Path, file: Path, required: Sequence[str], optional: Sequence[str], languages: Sequence[str]
) -> ConfigTable:
    """A table shared by the instruments; an evaluation that needs none of its kind may leave the file out."""
    if not table_file(folder / file).exists() and file.name != "value_sets.csv":
        return ConfigTable(file.as_posix())
    return read_config_table(folder / file, file.as_posix(), required, optional, languages)


def _batteries(table: ConfigTable, instrument: str) -> dict[str, Battery]:
    own = [row for row in table.rows if row["instrument"] == instrument]
    return {row["battery"]: Battery(row["battery"], labels_of(row)) for row in own}


def _with_jumps(variables: Sequence[Variable]) -> tuple[Variable, ...]:
    jumps = with_all_jumps(variables)
    return tuple(replace(v, jumps=jumps[v.name]) if jumps[v.name] else v for v in variables)


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
        asked_if=parse_jumps(row[COLUMN]),
        printed=printed_of(row),
        values_status=row["values_status"] or "published",
        waves=tuple(sources),
        sources=sources,
        maps={wave: row[f"map_{wave}"] for wave in waves if row[f"map_{wave}"]},
        note=row["note"],
        reversed=row["reversed"] == "1",
        breaks=breaks,
        break_notes={each: row[f"break_note_{each}"] for each in LANGUAGES if row[f"break_note_{each}"]},
        stretches=_stretches(breaks, waves),
        prose={each: row[f"prose_{each}"] for each in LANGUAGES if row[f"prose_{each}"]},
        same_question=tuple(row["same_question"].split()),
    )


def _stretches(breaks: Sequence[str], waves: Sequence[str]) -> dict[str, int]:
    """Wave -> number of breaks up to it: waves of the same number can be compared."""
    return {wave: sum(each in waves[: i + 1] for each in breaks) for i, wave in enumerate(waves)} if breaks else {}
