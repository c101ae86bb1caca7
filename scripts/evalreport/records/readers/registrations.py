"""Reader `registrations`: what units have registered about themselves, from case (or employee, or team) to unit.

A form has categories that exclude each other (`parts`), categories that may overlap (`overlapping`, never added up) and, where
it has one, the category that counts everybody (`base`). How exact a number is follows it into every sum.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import read_config_table, suggestion
from evalreport.records.amounts import Amount, amount_of, plain_text, total_of, written
from evalreport.records.codes import JOINT, CodeList, code_files, load_code_lists, split_codes
from evalreport.records.finding_rows import COLUMNS as FINDINGS
from evalreport.records.finding_rows import finding
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table

VALUES = ("form", "unit", "case", "category", "value", "low", "high", "approximate")
PRINTED = ("form", "unit", "categories", "value")  # columns of the totals as somebody printed them
OWN_KEYS = ("unit", "form")  # of a sheet, besides those of the file

Row = dict[str, str]
Found = tuple[list[Row], list[Row], list[Problem]]  # values, findings, problems


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised; units: the unit and what it belongs to."""
    return {"values": VALUES, "findings": FINDINGS}


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists of the units and of each form's categories."""
    return list(dict.fromkeys([settings["units"], *(form["codes"] for form in settings["forms"].values())]))


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The sheets, the printed totals and the code lists."""
    names = dict.fromkeys(sheet["file"] for sheet in settings["files"])
    printed = [str(data_folder / settings["printed"])] if "printed" in settings else []
    return [*(str(data_folder / name) for name in names), *printed, *code_files(config_folder, code_lists(settings))]


def roles(form: Mapping[str, Any]) -> dict[str, str]:
    """Category of a form -> part, overlapping or base."""
    base = [form["base"]] if "base" in form else []
    named = {"base": base, "part": form.get("parts", ()), "overlapping": form.get("overlapping", ())}
    return {category: role for role, categories in named.items() for category in categories}


def settings_problems(settings: Mapping[str, Any], lists: Mapping[str, CodeList]) -> Iterator[tuple[str, str, str]]:
    """(place, found, expected) of names in the settings that nothing has; told when the workflow is read."""
    for name, form in settings["forms"].items():
        known = lists[form["codes"]].known
        named = [*form.get("parts", ()), *form.get("overlapping", ()), *([form["base"]] if "base" in form else [])]
        for category in dict.fromkeys(named):
            if category not in known:
                yield (
                    f"forms > {name}",
                    f"the code list {form['codes']} has no {category!r}",
                    suggestion(category, known),
                )
            if named.count(category) > 1:
                found = f"{category!r} is named {named.count(category)} times"
                yield f"forms > {name}", found, "A category is the base, a part, or may overlap"
        if "overlapping" in form and "base" not in form:
            yield f"forms > {name}", "`overlapping` without `base`", "Name the category its percentages are of"
    for number, sheet in enumerate(settings["files"], start=1):
        for key, known in (("form", list(settings["forms"])), ("unit", lists[settings["units"]].known)):
            if sheet[key] not in known:
                yield f"files > {number}", f"unknown {key} {sheet[key]!r}", suggestion(sheet[key], known)


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The values, a row a case and category, and the findings; raises BadInput with the cell of every problem."""
    lists = load_code_lists(config_folder, code_lists(settings), language)
    values: list[Row] = []
    findings: list[Row] = []
    problems: list[Problem] = []
    for options in settings["files"]:
        try:
            sheet = read_sheet(data_folder / options["file"], {k: v for k, v in options.items() if k not in OWN_KEYS})
        except BadInput as error:
            problems += error.problems
            continue
        new_values, new_findings, new_problems = _sheet(sheet, options, settings, lists, language)
        values, findings, problems = values + new_values, findings + new_findings, problems + new_problems
    if "printed" in settings and not problems:
        found, wrong = _printed(data_folder / settings["printed"], settings, values, lists, language)
        findings, problems = findings + found, problems + wrong
    raise_if(problems)
    return {"values": text_table(values, VALUES), "findings": text_table(findings, FINDINGS)}


def _sheet(
    sheet: Sheet, options: Mapping[str, Any], settings: Mapping[str, Any], lists: Mapping[str, CodeList], language: str
) -> Found:
    """The values of a unit's sheet of one form."""
    form = settings["forms"][options["form"]]
    labels = lists[form["codes"]].labels
    headings = {category: form.get("columns", {}).get(category, labels[category]) for category in roles(form)}
    case, total = settings["case"], settings.get("total", "")
    missing = sheet.column_problems([case, *headings.values()])
    if missing:
        return [], [], missing
    values, findings, problems = [], list[Row](), list[Problem]()
    sums: dict[str, Row] = {}
    for column in sheet.columns:
        if column not in (case, *headings.values()) and any(cells[column] for _, cells in sheet.rows):
            findings.append(finding("unread_column", (sheet.file, sheet.name), language, options["unit"], column, ""))
    for number, cells in sheet.rows:
        for category, heading in headings.items():
            text, place = cells[heading], sheet.cell(number, heading)
            amount = amount_of(text) if text else None
            if text and amount is None:
                expected = "Write a number, `ca 20`, a range as 15-20, or x for a tick; 0 for none"
                problems.append(sheet.problem(number, heading, f"{text!r} is no amount", expected))
            if total and cells[case] == total:
                sums[category] = {"text": text, FILE: sheet.file, PLACE: place}
            elif amount:
                values.append(_value(options, cells[case], category, amount, sheet.file, place))
            elif not text and form.get("blank") != "zero":
                findings.append(finding("blank", (sheet.file, place), language, options["unit"], heading, ""))
    return values, findings + _own_sums(options["unit"], headings, sums, values, language), problems


def _value(options: Mapping[str, Any], case: str, category: str, amount: Amount, file: str, place: str) -> Row:
    numbers = {key: plain_text(getattr(amount, key)) for key in ("value", "low", "high")}
    approximate = "yes" if amount.approximate else "no"
    names = {"form": options["form"], "unit": options["unit"], "case": case, "category": category}
    return names | numbers | {"approximate": approximate, FILE: file, PLACE: place}


def amount_in(row: Mapping[Any, Any]) -> Amount:
    """The amount of a row of the table of values."""
    return Amount(float(row["value"]), float(row["low"]), float(row["high"]), row["approximate"] == "yes")


def _own_sums(
    unit: str, headings: Mapping[str, str], sums: Mapping[str, Row], values: Iterable[Row], language: str
) -> list[Row]:
    """Sums in a unit's own sheet that are not what its rows add up to."""
    rows = list(values)
    findings = []
    for category, said in sums.items():
        parts = [amount_in(row) for row in rows if row["category"] == category]
        amount = amount_of(said["text"]) if said["text"] else None
        if amount and parts and not _agree(amount, total_of(parts)):
            findings.append(
                finding("sum", (said[FILE], said[PLACE]), language, unit, headings[category], said["text"])
                | {"expected": arithmetic(parts)}
            )
    return findings


def _agree(said: Amount, summed: Amount) -> bool:
    """Whether a total is what was added up; an approximate one may be rounded to its last digit that is not 0."""
    slack = 0.0
    if said.approximate and said.value == int(said.value) and said.value:
        digits = str(int(said.value))
        slack = 10 ** (len(digits) - len(digits.rstrip("0"))) / 2
    return said.low - slack <= summed.high and summed.low <= said.high + slack


def arithmetic(parts: list[Amount]) -> str:
    """What amounts add up to, and how: `55 + 145 + 45 + 98 = ca 343`."""
    return f"{' + '.join(plain_text(part.value) for part in parts)} = {written(total_of(parts))}"


def _printed(
    path: Path, settings: Mapping[str, Any], values: list[Row], lists: Mapping[str, CodeList], language: str
) -> tuple[list[Row], list[Problem]]:
    """Printed totals over several categories, held against the sums of the values."""
    table = read_config_table(path, str(path), PRINTED, ("source",))
    findings, problems = [], list(table.problems)
    for row in table.rows:
        wrong = [table.problem(row, column, *told) for column, *told in _printed_problems(row, settings, lists)]
        problems += wrong
        if wrong:
            continue
        form, categories = settings["forms"][row["form"]], split_codes(row["categories"])
        units = {row["unit"], *members(row["unit"], lists[settings["units"]])}
        sums = [
            total_of(
                amount_in(v) for v in values if (v["form"], v["category"]) == (row["form"], c) and v["unit"] in units
            )
            for c in categories
        ]
        said = amount_of(row["value"]) or Amount(0, 0, 0)
        labels = "; ".join(lists[form["codes"]].labels[category] for category in categories)
        place = row["source"] or row.place()
        if not _agree(said, total_of(sums)):
            findings.append(
                finding("printed_sum", (path.name, place), language, row["unit"], labels, row["value"])
                | {"expected": arithmetic(sums)}
            )
        if any(roles(form)[category] == "overlapping" for category in categories):
            findings.append(finding("overlapping_sum", (path.name, place), language, row["unit"], labels, row["value"]))
    return findings, problems


def _printed_problems(
    row: Any, settings: Mapping[str, Any], lists: Mapping[str, CodeList]
) -> Iterator[tuple[str, str, str]]:
    units = lists[settings["units"]].known
    if row["form"] not in settings["forms"]:
        yield "form", f"unknown form {row['form']!r}", suggestion(row["form"], settings["forms"])
        return
    if row["unit"] not in units:
        yield "unit", f"unknown unit {row['unit']!r}", suggestion(row["unit"], units)
    known = roles(settings["forms"][row["form"]])
    for category in split_codes(row["categories"]):
        if category not in known:
            yield "categories", f"unknown category {category!r}", suggestion(category, known)
    if amount_of(row["value"]) is None:
        yield (
            "value",
            f"{row['value']!r} is no amount",
            f"Write a number, or ca 20; categories are separated by {JOINT}",
        )


def members(unit: str, units: CodeList) -> list[str]:
    """The units that belong to a unit, directly or through others."""
    below = [code.code for code in units.codes if code.parent == unit]
    return [*below, *(further for each in below for further in members(each, units))]
