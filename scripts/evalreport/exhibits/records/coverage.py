"""Exhibits of kind `coverage`: which unit has reported on what in which year, as numbers, as a view and as a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, TOTAL, EstimateRow
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid, escape
from evalreport.records.readers.annual_reports import FILLED, STATUSES, YEAR, field_labels
from evalreport.records.reports.form import COVERAGE as TABLE
from evalreport.words.catalogue import word

REMARK = "remark"  # the heading of the texts that the note prints
MARKED = "*"  # after a status with remarks


def _known(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, list[str]]:
    """What can be shown: the fields of the form, the units and the years by the columns they stand in."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings
    units = evaluation.codes[settings["units"]["codes"]].known
    fields = list(field_labels(settings, evaluation.language))
    return {"field": fields, settings["units"]["column"]: units, YEAR: list(settings["years"])}


def _shown(exhibit: Exhibit, evaluation: Evaluation) -> list[list[str]]:
    """The fields, units and years that an exhibit shows, in their order."""
    wanted = {name: [str(value) for value in values] for name, values in exhibit.where.items()}
    known = _known(exhibit, evaluation)
    return [[value for value in values if value in wanted.get(name, values)] for name, values in known.items()]


def coverage_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Found and expected: records that are no coverage, and conditions on what is not there."""
    name = exhibit.records.partition(".")[0]
    if evaluation.records[name].settings["reader"] != "annual_reports" or exhibit.records != f"{name}.{TABLE}":
        yield f"kind coverage of {exhibit.records!r}", f"Write <name>.{TABLE} of records with the reader annual_reports"
        return
    known = _known(exhibit, evaluation)
    for column, values in exhibit.where.items():
        if column not in known:
            yield f"where: {column!r} in kind coverage", f"It has {', '.join(known)}"
            continue
        for value in map(str, values):
            if value not in known[column]:
                yield f"where: no {column} {value!r}", suggestion(value, known[column])


def coverage_params(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """What the numbers depend on: fields in order, and the columns as reports (unit and year)."""
    fields, units, years = _shown(exhibit, evaluation)
    return {"rows": fields, "across": [f"{unit}_{year}" for unit in units for year in years]}


def coverage_tables(plan: Mapping[str, Sequence[str]], records: pd.DataFrame) -> tuple[list[EstimateRow], list[tuple]]:
    """Estimates (variable field, category status, group report or total; n = reports) and texts (cells, then remarks)."""
    rows: list[EstimateRow] = []
    texts: list[tuple] = []
    columns = (records[name] for name in ("field", "report", "status", "remarks"))
    cells = {(field, report): (status, remarks) for field, report, status, remarks in zip(*columns, strict=True)}
    for name in plan["rows"]:
        for group, reports in [*((report, [report]) for report in plan["across"]), (TOTAL, plan["across"])]:
            said = [cells[name, report][0] for report in reports]
            rows.append(_row(name, BASE, group, len(said), 1.0))
            rows += [_row(name, s, group, said.count(s), said.count(s) / len(said)) for s in STATUSES]
        for report in plan["across"]:
            status, remarks = cells[name, report]
            texts.append(("", name, report, status + (MARKED if remarks else "")))
    for report in plan["across"]:
        for name in plan["rows"]:
            remarks = cells[name, report][1].split("\n")
            texts += [(REMARK, name, report, remark) for remark in remarks if remark]
    return rows, texts


def _row(variable: str, category: str, group: str, n: int, estimate: float) -> EstimateRow:
    return EstimateRow(variable, category, group, n, n, estimate)


def coverage_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Fields down, years across under the name of their unit."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings
    fields, units, years = _shown(exhibit, evaluation)
    language, titles = evaluation.language, field_labels(settings, evaluation.language)
    labels = evaluation.codes[settings["units"]["codes"]].labels
    reports = tuple(Item(f"{unit}_{year}", year, over=labels[unit]) for unit in units for year in years)
    everyone = Item(TOTAL, word("coverage_sum", language))
    return view_for(
        exhibit,
        evaluation,
        "coverage",
        tuple(Item(name, titles[name]) for name in fields),
        (Panel("reports", "", (*reports, everyone)),),
        categories=tuple(Item(status, word(f"coverage_{status}", language)) for status in STATUSES),
    )


def coverage_grid(evidence: Evidence) -> Grid:
    """The table: a word a report, and how many have filled in the field."""
    view = evidence.view
    words = {status.id: status.label for status in view.categories}
    cells = {(t["row"], t["column"]): t["text"] for t in evidence.texts if t["heading"] != REMARK}

    def cell(item: Item, group: Item) -> str:
        if group.id == TOTAL:
            n, total = (evidence.cell(item.id, category, TOTAL)["n"] for category in (FILLED, BASE))
            return escape(word("coverage_of", view.language).format(n=n, total=total))
        text = cells.get((item.id, group.id), "")
        return escape(words.get(text.removesuffix(MARKED), "") + MARKED * text.endswith(MARKED))

    rows = [(escape(item.label), *(cell(item, group) for group in view.groups)) for item in view.variables]
    head = ("", *(escape(group.label) for group in view.groups))
    return Grid(head, tuple(rows), ("", *(escape(group.over) for group in view.groups)), 1 + len(view.groups))


def coverage_note(evidence: Evidence) -> str:
    """What the words mean, and a paragraph a report with its remarks."""
    view, language = evidence.view, evidence.view.language
    remarks = [text for text in evidence.texts if text["heading"] == REMARK]
    reports = {group.id: f"{group.over} {group.label}" for group in view.groups}
    titles = {item.id: item.label for item in view.variables}
    used = {text["text"].removesuffix(MARKED) for text in evidence.texts if text["heading"] != REMARK}
    key = [word(f"coverage_key_{status}", language) for status in STATUSES if status in used]
    said = ["; ".join([*key, *([word("coverage_marked", language)] if remarks else [])]) + "."]
    of: dict[str, dict[str, list[str]]] = {}
    for remark in remarks:
        of.setdefault(remark["column"], {}).setdefault(remark["row"], []).append(remark["text"])
    for report, fields in of.items():
        told = (f"{titles[name]}: {' '.join(sentences)}" for name, sentences in fields.items())
        said.append(f"{reports[report]}. {' '.join(told)}")
    return "\n\n".join(said)
