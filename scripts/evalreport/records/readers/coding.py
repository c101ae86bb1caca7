"""Reader `coding`: units coded by one coder or several, and what was decided where they disagree.

Tables: `coded` (a row a unit, with the final codes), `coders` (a row a unit and coder), `findings` (disagreements and odd decisions).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import text_of
from evalreport.files.spreadsheets import suggestion
from evalreport.records.coders.adjudication import FINDINGS, Key, decisions_of, final_codes
from evalreport.records.coders.codings import Coding, Passage, Scheme, passage_codings, sheet_codings
from evalreport.records.coders.qualcoder import qualcoder_passages
from evalreport.records.codes import CodeList, files_read, load_code_lists, split_codes
from evalreport.records.readers import table as plain
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table

CODER = "coder"
SOURCES = ("files", "passages", "qualcoder")  # where a coder's codes are


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    of_unit, variables = settings["units"]["columns"], settings["variables"]
    return {
        "coded": (*of_unit, *variables),
        "coders": (CODER, *of_unit, *variables),
        "findings": FINDINGS,
    }


def settings_problems(settings: Mapping[str, Any], lists: Mapping[str, CodeList]) -> Iterator[tuple[str, str, str]]:
    """(place, found, expected) of what the schema cannot see."""
    columns = settings["units"]["columns"]
    for name, codes in settings["units"].get("coded", {}).items():
        known = lists[columns[name]["codes"]].known if columns.get(name, {}).get("codes") else codes
        for code in codes:
            if code not in known:
                yield f"units > coded > {name}", f"unknown code {code!r}", suggestion(code, known)
    for name in settings["variables"]:
        if name in columns or name == CODER:
            yield f"variables > {name}", f"{name!r} is a column of the units or the coders too", "Names are unique"
    for name in (settings["units"]["key"], *settings["units"].get("coded", {})):
        if name not in columns:
            yield "units", f"no column {name!r}", suggestion(name, columns)
    for name, coder in settings["coders"].items():
        given = [key for key in SOURCES if key in coder]
        if len(given) != 1:
            yield f"coders > {name}", f"{len(given)} of {', '.join(SOURCES)}", "One says where the codes are"


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists of the units' columns and of the variables coded."""
    return [*plain.code_lists(settings["units"]), *(each["codes"] for each in settings["variables"].values())]


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The files read: units, every coder's, decisions, and the code lists."""
    coders = settings["coders"].values()
    parts = [
        settings["units"],
        *(c.get("passages", c) for c in coders),
        settings.get("adjudication", {}),
    ]
    files = [sheet["file"] for part in parts for sheet in part.get("files", ())]
    files += [coder["qualcoder"]["file"] for coder in coders if "qualcoder" in coder]
    return files_read(files, code_lists(settings), data_folder, config_folder)


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The three tables; raises BadInput with the problems of all sheets, each with sheet and cell."""
    units = plain.read(_unit_settings(settings), data_folder, config_folder, language)["rows"]
    scheme = _scheme(settings, units, config_folder, language)
    codings, problems = list[Coding](), list[Problem]()
    for name, spec in settings["coders"].items():
        try:
            found, wrong = _coder(name, spec, settings, data_folder, scheme)
        except BadInput as error:
            found, wrong = [], list(error.problems)
        codings, problems = codings + found, problems + wrong
    decided, wrong = _decisions(settings, data_folder, scheme)
    final, findings, undecided = final_codes(codings, decided, scheme)
    raise_if([*wrong, *undecided] if not problems else [*problems, *wrong])  # a wrong cell is no disagreement
    promised = tables(settings)
    return {
        "coded": text_table(_coded_rows(units, settings, final), promised["coded"]),
        "coders": text_table(_coder_rows(units, settings, codings), promised["coders"]),
        "findings": text_table(findings, promised["findings"]),
    }


def _unit_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The units as settings of the reader `table`: every unit has its key, once."""
    units = settings["units"]
    key = units["key"]
    columns = {**units["columns"], key: {**units["columns"][key], "required": True}}
    return {"files": units["files"], "key": [key], "columns": columns}


def _scheme(settings: Mapping[str, Any], units: pd.DataFrame, config_folder: Path, language: str) -> Scheme:
    spec, variables = settings["units"], settings["variables"]
    wanted = {column: {str(code) for code in codes} for column, codes in spec.get("coded", {}).items()}
    coded = {
        row[spec["key"]]: all(not codes.isdisjoint(split_codes(row[column])) for column, codes in wanted.items())
        for row in units.to_dict("records")
    }
    lists = load_code_lists(config_folder, (each["codes"] for each in variables.values()), language)
    headings = {name: each.get("source", name) for name, each in variables.items()}
    coders = {name: text_of(coder.get("label", {}), language) or name for name, coder in settings["coders"].items()}
    return Scheme(coded, headings, {name: lists[each["codes"]] for name, each in variables.items()}, coders)


def _coder(
    name: str, spec: Mapping[str, Any], settings: Mapping[str, Any], data_folder: Path, scheme: Scheme
) -> tuple[list[Coding], list[Problem]]:
    part = spec.get("part", False)
    if "qualcoder" in spec:
        own = spec["qualcoder"]
        passages = qualcoder_passages(data_folder / own["file"], own.get("owner", name), own.get("units", "files"))
        return passage_codings(passages, name, scheme, part)
    if "passages" in spec:
        passages, wrong = _passages(spec["passages"], name, data_folder)
        found, problems = passage_codings(passages, name, scheme, part)
        return found, wrong + problems
    key = settings["units"]["key"]
    heading = spec.get("unit", settings["units"]["columns"][key].get("source", key))
    return sheet_codings(_sheets(spec, data_folder), name, heading, scheme, part)


def _sheets(spec: Mapping[str, Any], data_folder: Path) -> list[Sheet]:
    """The sheets of a part of the settings; raises BadInput with the problems of all of them."""
    sheets, problems = list[Sheet](), list[Problem]()
    for options in spec["files"]:
        try:
            sheets.append(read_sheet(data_folder / options["file"], options))
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return sheets


def _passages(spec: Mapping[str, Any], coder: str, data_folder: Path) -> tuple[list[Passage], list[Problem]]:
    """Coded passages of a table with a row a passage; of several coders' those of this one."""
    headings = [spec["unit"], spec["code"], *([spec["coder"]] if "coder" in spec else [])]
    passages, problems = list[Passage](), list[Problem]()
    for sheet in _sheets(spec, data_folder):
        missing = sheet.column_problems(headings)
        problems += missing
        for row, cells in () if missing else sheet.rows:
            if "coder" not in spec or cells[spec["coder"]] == spec.get("owner", coder):
                passages.append(Passage(cells[spec["unit"]], cells[spec["code"]], sheet.file, sheet.row(row)))
    return passages, problems


def _decisions(
    settings: Mapping[str, Any], data_folder: Path, scheme: Scheme
) -> tuple[dict[Key, Coding], list[Problem]]:
    if "adjudication" not in settings:
        return {}, []
    spec = settings["adjudication"]
    try:
        return decisions_of(
            _sheets(spec, data_folder), {key: spec[key] for key in ("unit", "variable", "codes")}, scheme
        )
    except BadInput as error:
        return {}, list(error.problems)


def _coded_rows(
    units: pd.DataFrame, settings: Mapping[str, Any], final: Mapping[Key, Coding]
) -> Iterator[dict[str, str]]:
    key = settings["units"]["key"]
    for row in units.to_dict("records"):
        codes = {v: final[row[key], v].codes if (row[key], v) in final else "" for v in settings["variables"]}
        yield {str(name): str(value) for name, value in row.items()} | codes


def _coder_rows(units: pd.DataFrame, settings: Mapping[str, Any], codings: list[Coding]) -> Iterator[dict[str, str]]:
    key = settings["units"]["key"]
    by_unit = {str(row[key]): row for row in units.to_dict("records")}
    order = {unit: number for number, unit in enumerate(by_unit)}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for coding in sorted(codings, key=lambda each: order[each.unit]):
        own = {str(name): str(value) for name, value in by_unit[coding.unit].items()}
        first = own | {CODER: coding.coder, FILE: coding.file, PLACE: coding.place}
        rows.setdefault((coding.unit, coding.coder), first)[coding.variable] = coding.codes
    yield from rows.values()
