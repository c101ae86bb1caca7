"""Reader `milestones`: a plan of milestones with dates as they were written, and whether each was kept."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.records import finding_rows as findings
from evalreport.records.codes import CodeList, code_files, files_read, load_code_lists
from evalreport.records.finding_rows import finding
from evalreport.records.plan_dates import Interval, Reading, read_dates
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table

ON_TIME, LATE, EARLY, CANCELLED, PENDING, UNKNOWN = "on_time", "late", "early", "cancelled", "pending", "unknown"
STATUSES = (ON_TIME, LATE, EARLY, CANCELLED, PENDING, UNKNOWN)
WRITTEN = ("number", "description", "responsible", "section", "due", "done")
DATED = ("first", "last", "precision")
COLUMNS = (*WRITTEN, *(f"{which}_{part}" for which in ("due", "done") for part in DATED), "status", "days")
CANCELLING = ("avlyst", "avlyses", "utgår", "utgått", "kansellert", "cancelled", "canceled")


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    return {"rows": COLUMNS, findings.TABLE: findings.COLUMNS}


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The sheets and the code lists."""
    sheets = (sheet["file"] for sheet in settings["files"])
    return files_read(sheets, code_lists(settings), data_folder, config_folder)


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The list of statuses, and of the plan's sections where there is one."""
    return [settings["codes"], *([settings["sections"]] if "sections" in settings else [])]


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The milestones with intervals and status, and the findings; raises BadInput with file and place of every problem."""
    lists = load_code_lists(config_folder, code_lists(settings), language)
    problems = list(_status_problems(lists[settings["codes"]], config_folder))
    rows: list[dict[str, str]] = []
    for options in settings["files"]:
        try:
            sheet = read_sheet(data_folder / options["file"], {k: v for k, v in options.items() if k != "section"})
        except BadInput as error:
            problems += error.problems
            continue
        wrong = sheet.column_problems(settings["columns"].values())
        problems += wrong
        rows += [] if wrong else _records(sheet, settings["columns"], options.get("section", ""))
    if "sections" in settings:
        problems += _section_problems(rows, lists[settings["sections"]])
    raise_if(problems)
    found = [told for row in rows for told in _judge(row, settings, language)] + _repeated(rows, language)
    return {"rows": text_table(rows, COLUMNS), findings.TABLE: text_table(found, findings.COLUMNS)}


def _status_problems(codes: CodeList, config_folder: Path) -> Iterator[Problem]:
    """The list of statuses has those that the rule gives, no others."""
    file = code_files(config_folder, [codes.name])[0]
    for code in sorted(set(STATUSES) - set(codes.known)):
        yield Problem(file, "code", f"{code!r} is missing", "A milestone can have this status; give it a label")
    for code in sorted(set(codes.known) - set(STATUSES)):
        yield Problem(file, "code", f"{code!r} is no status", suggestion(code, STATUSES))


def _records(sheet: Sheet, columns: Mapping[str, str], section: str) -> list[dict[str, str]]:
    """The rows as written; a row with nothing but a year opens a section, an empty row is passed over."""
    rows = []
    for number, cells in sheet.rows:
        filled = [cell for cell in cells.values() if cell]
        if len(filled) == 1 and _as_year(filled[0]):
            section = filled[0].rstrip(":")
        elif filled:
            row = {name: cells[columns[name]] for name in WRITTEN if name in columns}
            row["number"] = row.get("number", "").rstrip(". ")
            rows.append({"section": section} | row | {FILE: sheet.file, PLACE: sheet.row(number)})
    return rows


def _as_year(text: str) -> int | None:
    plain = text.strip().rstrip(":")
    return int(plain) if len(plain) == 4 and plain.isdigit() and 1900 <= int(plain) < 2100 else None


def _section_problems(rows: list[dict[str, str]], sections: CodeList) -> list[Problem]:
    return [
        Problem(
            row[FILE], row[PLACE], f"unknown section {row['section']!r}", suggestion(row["section"], sections.known)
        )
        for row in rows
        if row["section"] not in sections.known
    ]


def _judge(row: dict[str, str], settings: Mapping[str, Any], language: str) -> Iterator[dict[str, str]]:
    """Dates and status into the row; yields what was doubtful about it."""
    year = _as_year(row["section"])
    words = [word.lower() for word in settings.get("cancelled", CANCELLING)]
    cancelled = row["done"].strip().lower() in words or row["due"].strip().lower() in words
    due = read_dates("" if row["due"].strip().lower() in words else row["due"], year)
    done = Reading() if cancelled else read_dates(row["done"], year)
    standing = date.fromisoformat(settings["status_date"]) if "status_date" in settings else None
    row["status"], row["days"] = (CANCELLED, "") if cancelled else status_of(due, done, row["done"], standing)
    row.update(_dated("due", due) | _dated("done", done))
    subject, source = f"{row['number']} {row.get('description', '')}".strip(), (row[FILE], row[PLACE])
    for field, reading in (("due", due), ("done", done)):
        if reading.trouble or len(reading.intervals) > 1:
            yield finding(reading.trouble or "several_dates", source, language, subject, field, row[field])
    if not row["number"]:
        yield finding("no_number", source, language, subject, "number", "")
    if row["status"] == UNKNOWN and not row["done"]:
        yield finding("no_completion", source, language, subject, "done", "")
    if year and due.intervals and year not in (due.intervals[0].first.year, due.intervals[-1].last.year):
        yield finding("other_year", source, language, subject, "due", row["due"])


def status_of(due: Reading, done: Reading, reported: str, standing: date | None) -> tuple[str, str]:
    """(status, days) of a milestone that is not cancelled.

    on_time: what was done meets the days planned; late, early: it lies wholly after or before them, by so many days
    (counted from the nearest days, negative for early); pending: nothing reported and not due on the day the plan
    stood, `standing`; unknown: nothing reported, a date that cannot be read, or several dates that do not agree.
    """
    if not due.intervals or not done.intervals:
        waiting = standing and not reported and due.intervals and due.intervals[-1].last > standing
        return (PENDING if waiting else UNKNOWN), ""
    found = {_kept(planned, actual) for planned in due.intervals for actual in done.intervals}
    statuses = {status for status, _ in found}
    if len(statuses) > 1:
        return UNKNOWN, ""
    return statuses.pop(), str(found.pop()[1]) if len(found) == 1 else ""


def _kept(due: Interval, done: Interval) -> tuple[str, int]:
    if done.first > due.last:
        return LATE, (done.first - due.last).days
    if done.last < due.first:
        return EARLY, (done.last - due.first).days
    return ON_TIME, 0


def _dated(which: str, reading: Reading) -> dict[str, str]:
    """The interval of a reading as columns; from the first of several dates to the last."""
    if not reading.intervals:
        return {}
    first, last = reading.intervals[0], reading.intervals[-1]
    precision = first.precision if len(reading.intervals) == 1 else "several"
    values = (first.first.isoformat(), last.last.isoformat(), precision)
    return {f"{which}_{part}": value for part, value in zip(DATED, values, strict=True)}


def _repeated(rows: list[dict[str, str]], language: str) -> list[dict[str, str]]:
    """Numbers that an earlier milestone has, with that milestone."""
    seen: dict[str, str] = {}
    found = []
    for row in rows:
        number = row["number"]
        if number and number in seen:
            told, subject = f"{number} {seen[number]}", f"{number} {row['description']}"
            found.append(finding("number_twice", (row[FILE], row[PLACE]), language, subject, "number", told))
        seen.setdefault(number, row["description"])
    return found
