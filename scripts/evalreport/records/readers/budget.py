"""Reader `budget`: posts with amounts, and whether the totals that the sheet states add up."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.records import finding_rows as findings
from evalreport.records.cell_values import number_in
from evalreport.records.codes import files_read, load_code_lists
from evalreport.records.finding_rows import finding
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table

POST, SUM = "post", "total"  # values of the column `level`
WRITTEN = ("post", "label", "year")
ZERO = Decimal(0)


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    return {"rows": (*WRITTEN, *settings["amounts"], "level"), findings.TABLE: findings.COLUMNS}


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The sheets and the list of posts."""
    sheets = (sheet["file"] for sheet in settings["files"])
    return files_read(sheets, code_lists(settings), data_folder, config_folder)


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The list of posts."""
    return [settings["codes"]]


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The posts with amounts as numbers, and the findings; raises BadInput with file and place of every problem."""
    known = load_code_lists(config_folder, code_lists(settings), language)[settings["codes"]].known
    totals = {text.lower() for text in settings.get("total", ())}
    problems: list[Problem] = []
    rows: list[dict[str, str]] = []
    found: list[dict[str, str]] = []
    for options in settings["files"]:
        try:
            sheet = read_sheet(data_folder / options["file"], {k: v for k, v in options.items() if k != "year"})
        except BadInput as error:
            problems += error.problems
            continue
        wrong = sheet.column_problems([*settings["columns"].values(), *settings["amounts"].values()])
        problems += wrong
        own = [] if wrong else _records(sheet, settings, totals, options.get("year", ""))
        problems += [
            Problem(row[FILE], row[PLACE], f"unknown post {row['post']!r}", suggestion(row["post"], known))
            for row in own
            if row["level"] == POST and row["post"] not in known
        ]
        found += [told for name in settings["amounts"] for told in _checked(own, name, language)]
        rows += own
    raise_if(problems)
    columns = tables(settings)["rows"]
    return {"rows": text_table(rows, columns), findings.TABLE: text_table(found, findings.COLUMNS)}


def _records(sheet: Sheet, settings: Mapping[str, Any], totals: set[str], year: str) -> list[dict[str, str]]:
    """The rows as written, without empty ones; a row whose post or label is one of `totals` is a total."""
    rows = []
    for number, cells in sheet.rows:
        if not any(cells.values()):
            continue
        row = {"year": year} | {name: cells[source] for name, source in settings["columns"].items()}
        named = {row["post"].lower(), row.get("label", "").lower()} - {""}
        row["level"] = SUM if named & totals else POST
        amounts = {name: cells[source] for name, source in settings["amounts"].items()}
        rows.append(row | amounts | {FILE: sheet.file, PLACE: sheet.row(number)})
    return rows


def _plain(number: Decimal) -> str:
    """A number as text with a point, without zeros that say nothing."""
    return f"{number.normalize():f}"


def _checked(rows: list[dict[str, str]], name: str, language: str) -> list[dict[str, str]]:
    """Turns the amounts of a column into numbers; names those that are none, and totals that do not add up.

    A total stands for the posts above it of its year, back to the total before it; where no post stands between two
    totals, the later is the sum of the totals before it.
    """
    found: list[dict[str, str]] = []
    posts: dict[str, list[Decimal]] = {}
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        source, subject = (row[FILE], row[PLACE]), row["post"] or row.get("label", "")
        written, number = row[name], number_in(row[name])
        amount = None if number is None else Decimal(number)
        if written and amount is None:
            found.append(finding("no_amount", source, language, subject, name, written))
        row[name] = "" if amount is None else _plain(amount)
        if row["level"] == POST:
            posts.setdefault(row["year"], []).append(amount or ZERO)
            continue
        parts = posts.pop(row["year"], None) or sums.pop(row["year"], [])
        if amount is not None and sum(parts, ZERO) != amount:
            told = f"{' + '.join(map(_plain, parts)) or '0'} = {_plain(sum(parts, ZERO))} ≠ {_plain(amount)}"
            found.append(finding("sum", source, language, subject, name, told))
        sums.setdefault(row["year"], []).append(amount or ZERO)
    return found
