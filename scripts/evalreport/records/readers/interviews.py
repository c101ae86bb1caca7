"""Reader `interviews`: who was interviewed when, in which role, and the segments of the interviews coded by theme.

What the informants said stays in the source: of a segment only its codes and its length leave the reader. Words go into the
report through the quote bank.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.records.codes import CodeList, files_read, in_list_order, load_code_lists, split_codes
from evalreport.records.finding_rows import COLUMNS as FINDINGS
from evalreport.records.finding_rows import finding
from evalreport.records.sheets import FILE, PLACE, read_sheet, text_table

INFORMANTS = ("informant", "role", "year")
SEGMENTS = ("informant", "theme", "text", "year")
LISTS = {"role": "roles", "year": "years", "theme": "themes"}  # column -> key of its code list

Row = dict[str, str]


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised; segments know the role, and the further columns, of who said them."""
    further = tuple(settings.get("further", ()))
    segments = {"segments": ("informant", "role", "year", "theme", "words", *further)} if "segments" in settings else {}
    return {"informants": (*INFORMANTS, *further), **segments, "findings": FINDINGS}


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists of roles, years, themes and further columns."""
    named = [settings[key] for key in LISTS.values() if key in settings]
    return [*named, *settings.get("further", {}).values()]


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The two sheets and the code lists."""
    sheets = (settings[key]["file"] for key in ("informants", "segments") if key in settings)
    return files_read(sheets, code_lists(settings), data_folder, config_folder)


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """Informants, segments and findings; raises BadInput with the cell of every problem of both sheets."""
    loaded = load_code_lists(config_folder, code_lists(settings), language)
    lists = {column: loaded[settings[key]] for column, key in LISTS.items() if key in settings}
    further = {column: loaded[name] for column, name in settings.get("further", {}).items()}
    headings, promised = settings.get("columns", {}), tables(settings)
    informants, problems = _sheet(
        data_folder, settings["informants"], promised["informants"], headings, lists | further
    )
    segments: list[Row] = []
    if "segments" in settings:
        segments, wrong = _sheet(data_folder, settings["segments"], SEGMENTS, headings, lists)
        problems += wrong
    problems += _repeated(informants)
    known = {row["informant"]: row for row in informants}
    if informants:
        problems += [_stranger(row, known) for row in segments if row["informant"] not in {*known, ""}]
    raise_if(problems)
    found = {"informants": text_table(informants, promised["informants"])}
    if "segments" in settings:
        joined = [_joined(row, known[row["informant"]], further) for row in segments]
        found["segments"] = text_table(joined, promised["segments"])
        found["findings"] = text_table(_findings(informants, joined, language), FINDINGS)
    return found if "findings" in found else found | {"findings": text_table((), FINDINGS)}


def _sheet(
    data_folder: Path,
    options: Mapping[str, Any],
    columns: tuple[str, ...],
    headings: Mapping[str, str],
    lists: Mapping[str, CodeList],
) -> tuple[list[Row], list[Problem]]:
    """The rows of a sheet under the program's names, and what is wrong with it."""
    try:
        sheet = read_sheet(data_folder / options["file"], options)
    except BadInput as error:
        return [], list(error.problems)
    heading = {column: headings.get(column, column) for column in columns}
    optional = ("year", "text") if columns == SEGMENTS else ()
    missing = sheet.column_problems(name for column, name in heading.items() if column not in optional)
    if missing:
        return [], missing
    rows, problems = [], list[Problem]()
    for number, cells in sheet.rows:
        row = {column: cells.get(name, "") for column, name in heading.items()}
        problems += [sheet.problem(number, heading[c], *what) for c, *what in _wrong(row, columns, lists)]
        coded = {c: in_list_order(row[c], lists[c]) for c in columns if c in lists}
        rows.append(row | coded | {FILE: sheet.file, PLACE: sheet.row(number)})
    return rows, problems


def _wrong(row: Row, columns: tuple[str, ...], lists: Mapping[str, CodeList]) -> Iterator[tuple[str, str, str]]:
    """(column, found, expected) of what is wrong with a row."""
    needed = ("informant",) if columns == SEGMENTS else columns
    for column in needed:
        if not row[column]:
            yield column, "an empty cell", "Every row has this"
    if len(split_codes(row.get("role", ""))) > 1:
        yield "role", f"several roles {row['role']!r}", "An informant speaks in one role"
    for column in (c for c in columns if c in lists):
        for code in split_codes(row[column]):
            if code not in lists[column].known:
                yield column, f"unknown code {code!r}", suggestion(code, lists[column].known)


def _repeated(informants: list[Row]) -> list[Problem]:
    seen: dict[str, Row] = {}
    problems = []
    for row in informants:
        first = seen.setdefault(row["informant"], row)
        if row["informant"] and first is not row:
            found = f"{row['informant']} stands in {first[FILE]}, {first[PLACE]} too"
            expected = "An informant has one row; several years in a cell are separated by a semicolon"
            problems.append(Problem(row[FILE], row[PLACE], found, expected))
    return problems


def _stranger(row: Row, known: Mapping[str, Row]) -> Problem:
    hint = f"{suggestion(row['informant'], known)} (the list of informants)"
    return Problem(row[FILE], row[PLACE], f"unknown informant {row['informant']!r}", hint)


def _joined(segment: Row, informant: Row, further: Iterable[str]) -> Row:
    """A segment with the role and the further columns of its informant; without a year of its own, the only year there is."""
    years = split_codes(informant["year"])
    year = segment["year"] or (years[0] if len(years) == 1 else "")
    own = {column: informant[column] for column in ("role", *further)}
    return segment | own | {"year": year, "words": str(len(segment["text"].split()))}


def _findings(informants: list[Row], segments: list[Row], language: str) -> Iterator[Row]:
    """Informants nothing was coded of, segments without a theme, and segments of no known year."""
    heard = {row["informant"] for row in segments}
    for row in informants:
        if row["informant"] not in heard:
            yield finding("no_segments", (row[FILE], row[PLACE]), language, row["informant"], "", "")
    for row in segments:
        if not row["theme"]:
            yield finding("no_theme", (row[FILE], row[PLACE]), language, row["informant"], "theme", "")
        if not row["year"]:
            yield finding("no_interview_year", (row[FILE], row[PLACE]), language, row["informant"], "year", "")
