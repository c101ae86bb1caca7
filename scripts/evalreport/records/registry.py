"""The records of an evaluation as configured: which reader, which tables, what is wrong with the settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from evalreport.files.checking import Checks, readable
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import check
from evalreport.files.spreadsheets import suggestion
from evalreport.records import READERS
from evalreport.records.codes import CodeList, known_lists, read_code_lists


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


def sources_of(records: Mapping[str, Any], file: str, schemas: Path) -> Mapping[str, Source]:
    """The record sources by name; raises BadInput with every problem of their settings, place and right key."""
    checks = Checks()
    sources = read_records(records, file, schemas, checks)
    checks.finish()
    return sources


def read_records(records: Mapping[str, Any], file: str, schemas: Path, checks: Checks) -> Mapping[str, Source]:
    """The record sources by name, as far as their settings are right; records: name -> settings."""
    return checks.each(
        records, lambda name: f"{file}, records > {name}", lambda name: _source(name, records[name], file, schemas)
    )


def _source(name: str, settings: Mapping[str, Any], file: str, schemas: Path) -> Source:
    """One record source; raises BadInput with every problem of its settings."""
    place, reader = f"records > {name}", settings.get("reader")
    if reader not in READERS:
        raise BadInput([Problem(file, f"{place} > reader", f"found {reader!r}", suggestion(str(reader), READERS))])
    found = check(settings, schemas / "records" / f"{reader}.yaml", file)
    raise_if(
        Problem(file, place if p.place == "top level" else f"{place} > {p.place}", p.found, p.expected) for p in found
    )
    settings = _prepared(reader, settings, Path(file).parent)
    return Source(name, settings, READERS[reader].tables(settings))


def _prepared(reader: str, settings: Mapping[str, Any], config_folder: Path) -> Mapping[str, Any]:
    prepare = getattr(READERS[reader], "prepared", None)
    return prepare(settings, config_folder) if prepare else settings


def all_code_lists(
    sources: Mapping[str, Source], config_folder: Path, language: str, checks: Checks
) -> Mapping[str, CodeList]:
    """Every code list that a source or an exhibit can name, as far as they can be read: all there are in the evaluation's folder."""
    read = readable(sources).values()
    named = {name for source in read for name in source.reader.code_lists(source.settings)}
    return read_code_lists(config_folder, sorted(named | known_lists(config_folder)), language, checks)


def settings_problems(source: Source, lists: Mapping[str, CodeList], file: str) -> Iterator[Problem]:
    """Names in the settings of a source that the code lists do not have, where its reader looks for them."""
    if hasattr(source.reader, "settings_problems"):
        for place, found, expected in source.reader.settings_problems(source.settings, lists):
            yield Problem(file, f"records > {source.name} > {place}", found, expected)


def tables_of(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, Any]:
    """The tables of one source, checked against what its reader promises."""
    module = READERS[settings["reader"]]
    found = module.read(settings, data_folder, config_folder, language)
    promised = module.tables(settings)
    wrong = sorted(set(found) ^ set(promised))
    if wrong:
        raise BadInput([Problem(settings["reader"], "tables", f"{wrong}", "A reader gives the tables it promises")])
    return {name: found[name] for name in promised}
