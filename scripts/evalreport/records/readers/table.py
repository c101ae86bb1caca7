"""Reader `table`: sheets with one record a row and declared columns."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.records.codes import CodeList, files_read, in_list_order, load_code_lists, split_codes
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    return {"rows": tuple(settings["columns"])}


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The files read: the sheets and the code lists."""
    sheets = (sheet["file"] for sheet in settings["files"])
    return files_read(sheets, code_lists(settings), data_folder, config_folder)


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists the columns use."""
    return [column["codes"] for column in settings["columns"].values() if column.get("codes")]


def settings_problems(settings: Mapping[str, Any], lists: Mapping[str, CodeList]) -> Iterator[tuple[str, str, str]]:
    """(place, found, expected) of names in the key that are no columns."""
    for name in settings.get("key", ()):
        if name not in settings["columns"]:
            yield "key", f"no column {name!r}", suggestion(name, settings["columns"])


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The records of all sheets; raises BadInput with sheet and cell of every problem."""
    lists = load_code_lists(config_folder, code_lists(settings), language)
    problems: list[Problem] = []
    rows: list[dict[str, str]] = []
    for options in settings["files"]:
        try:
            sheet = read_sheet(data_folder / options["file"], {k: v for k, v in options.items() if k != "set"})
        except BadInput as error:
            problems += error.problems
            continue
        found = list(sheet_problems(sheet, settings, lists, options.get("set", {})))
        problems += found
        rows += [] if found else _records(sheet, settings, lists, options.get("set", {}))
    raise_if(problems + _repeated(rows, settings.get("key", ())))
    return {"rows": text_table(rows, settings["columns"])}


def sheet_problems(
    sheet: Sheet, settings: Mapping[str, Any], lists: Mapping[str, CodeList], fixed: Mapping[str, str]
) -> Iterator[Problem]:
    """Missing columns, empty cells where something must stand, codes the lists do not have."""
    columns = {name: column for name, column in settings["columns"].items() if name not in fixed}
    missing = sheet.column_problems(column.get("source", name) for name, column in columns.items())
    yield from missing
    if missing:
        return
    key = {name: columns[name].get("source", name) for name in settings.get("key", ()) if name in columns}
    told = any(columns[name].get("required") for name in key)  # an empty cell of it is told as such
    for row, cells in sheet.rows:
        if key and not told and not any(cells[source] for source in key.values()):
            yield sheet.problem(row, next(iter(key.values())), "an empty cell", f"{', '.join(key)} names the record")
        for name, column in columns.items():
            source = column.get("source", name)
            if not cells[source] and column.get("required"):
                yield sheet.problem(row, source, "an empty cell", "Every record has this; code it")
            if column.get("codes"):
                known = lists[column["codes"]].known
                for code in split_codes(cells[source]):
                    if code not in known:
                        yield sheet.problem(row, source, f"unknown code {code!r}", suggestion(code, known))


def _records(
    sheet: Sheet, settings: Mapping[str, Any], lists: Mapping[str, CodeList], fixed: Mapping[str, str]
) -> list[dict[str, str]]:
    def cell(name: str, column: Mapping[str, Any], cells: Mapping[str, str]) -> str:
        text = str(fixed.get(name, cells.get(column.get("source", name), "")))
        return in_list_order(text, lists[column["codes"]]) if column.get("codes") else text

    return [
        {name: cell(name, column, cells) for name, column in settings["columns"].items()}
        | {FILE: sheet.file, PLACE: sheet.row(row)}
        for row, cells in sheet.rows
    ]


def _repeated(rows: list[dict[str, str]], key: tuple[str, ...]) -> list[Problem]:
    """Records with a key that another record has."""
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    problems = []
    for row in rows:
        values = tuple(row[name] for name in key)
        if key and values in seen:
            first = seen[values]
            found = f"{' / '.join(values)} stands in {first[FILE]}, {first[PLACE]} too"
            problems.append(Problem(row[FILE], row[PLACE], found, f"{', '.join(key)} names one record"))
        seen.setdefault(values, row)
    return problems
