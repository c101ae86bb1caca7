"""The records of an evaluation as configured: which reader, which tables, what is wrong with the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import check
from evalreport.files.spreadsheets import suggestion
from evalreport.records import READERS
from evalreport.records.codes import CodeList, known_lists, load_code_lists


@dataclass(frozen=True)
class Source:
    """One entry of `records:`: its name, its settings, the tables it gives with their columns, the code lists."""

    name: str
    settings: Mapping[str, Any]
    tables: Mapping[str, tuple[str, ...]]

    @property
    def reader(self) -> ModuleType:
        """The module that reads it."""
        return READERS[self.settings["reader"]]


def sources_of(records: Mapping[str, Any], file: str, schemas: Path) -> dict[str, Source]:
    """The record sources by name; raises BadInput with every problem of their settings, place and right key."""
    problems: list[Problem] = []
    sources = {}
    for name, settings in records.items():
        place = f"records > {name}"
        reader = settings.get("reader")
        if reader not in READERS:
            problems.append(Problem(file, f"{place} > reader", f"found {reader!r}", suggestion(str(reader), READERS)))
            continue
        found = check(settings, schemas / "records" / f"{reader}.yaml", file)
        top = "top level"
        problems += [
            Problem(file, place if p.place == top else f"{place} > {p.place}", p.found, p.expected) for p in found
        ]
        if found:
            continue
        try:
            settings = _prepared(reader, settings, Path(file).parent)
        except BadInput as error:
            problems += error.problems
        else:
            sources[name] = Source(name, settings, READERS[reader].tables(settings))
    raise_if(problems)
    return sources


def _prepared(reader: str, settings: Mapping[str, Any], config_folder: Path) -> Mapping[str, Any]:
    prepare = getattr(READERS[reader], "prepared", None)
    return prepare(settings, config_folder) if prepare else settings


def all_code_lists(sources: Mapping[str, Source], config_folder: Path, language: str) -> dict[str, CodeList]:
    """Every code list that a source or an exhibit can name: all there are in the evaluation's folder."""
    named = {name for source in sources.values() for name in source.reader.code_lists(source.settings)}
    return load_code_lists(config_folder, sorted(named | known_lists(config_folder)), language)


def settings_problems(sources: Mapping[str, Source], lists: Mapping[str, CodeList], file: str) -> list[Problem]:
    """Names in the settings that the code lists do not have, of readers that look for them."""
    return [
        Problem(file, f"records > {source.name} > {place}", found, expected)
        for source in sources.values()
        if hasattr(source.reader, "settings_problems")
        for place, found, expected in source.reader.settings_problems(source.settings, lists)
    ]


def tables_of(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, Any]:
    """The tables of one source, checked against what its reader promises."""
    module = READERS[settings["reader"]]
    found = module.read(settings, data_folder, config_folder, language)
    promised = module.tables(settings)
    wrong = sorted(set(found) ^ set(promised))
    if wrong:
        raise BadInput([Problem(settings["reader"], "tables", f"{wrong}", "A reader gives the tables it promises")])
    return {name: found[name] for name in promised}
