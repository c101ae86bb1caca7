"""Exhibits of records: what their plan names that the records and code lists do not have, and what their numbers depend on."""

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.records.agreement import CODER
from evalreport.exhibits.records.coverage import coverage_params, coverage_problems
from evalreport.exhibits.records.tallies import tally_params, tally_problems
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.records.sheets import SOURCE

RECORDED = (
    "count",
    "listing",
    "matrix",
    "tally",
    "amount",
    "timeline",
    "references",
    "coverage",
    "agreement",
)  # kinds of exhibits that show records
WORDED = ("listing", "matrix", "timeline", "references", "coverage")  # those whose texts leave the analysis
SECTIONED = ("count", "agreement")  # those whose `columns` are coded, a section each
NEEDED: dict[str, tuple[str, ...]] = {
    "count": (),
    "listing": ("columns",),
    "matrix": ("rows", "across", "cell"),
    "tally": ("form", "across"),
    "amount": ("rows", "columns"),
    "timeline": ("rows",),
    "references": ("cell",),
    "coverage": (),
    "agreement": ("columns", "unit"),
}
OWN_KEYS = ("rows", "across", "cell", "columns", "group_by", "order", "unit", "form")
ALLOWED = {
    "count": ("rows", "columns", "across", "unit"),
    "listing": ("columns", "group_by", "order"),
    "matrix": ("rows", "across", "cell"),
    "tally": ("form", "across"),
    "amount": ("rows", "columns", "across"),
    "timeline": ("rows", "across"),
    "references": ("cell", "rows", "group_by"),
    "coverage": (),
    "agreement": ("columns", "unit"),
}
DATED = ("number", "description", "due_first", "due_last", "done_first", "done_last")  # columns a timeline needs


def record_problems(exhibit: Exhibit, evaluation: Evaluation, file: str) -> Iterator[Problem]:
    """Every name of an exhibit of records that nothing has."""

    def problem(found: str, expected: str = "") -> Problem:
        return Problem(file, exhibit.id, found, expected)

    for key in NEEDED[exhibit.kind]:
        if not getattr(exhibit, key):
            yield problem(f"kind {exhibit.kind} without `{key}`", f"Needed: {', '.join(NEEDED[exhibit.kind])}")
    for key in OWN_KEYS:
        if getattr(exhibit, key) and key not in ALLOWED[exhibit.kind]:
            yield problem(
                f"`{key}` in kind {exhibit.kind}", f"It has {', '.join(ALLOWED[exhibit.kind]) or 'only where'}"
            )
    if exhibit.kind == "count" and bool(exhibit.rows) == bool(exhibit.columns):
        yield problem(
            "kind count needs `rows` or `columns`", "`rows`: one coded column; `columns`: several, a section each"
        )
    if exhibit.display != "table" and (exhibit.kind != "count" or exhibit.columns):
        yield problem(f"kind {exhibit.kind} as {exhibit.display}", "It has a form of its own; leave `display` out")
    if exhibit.kind in SECTIONED:
        for each in exhibit.columns:
            if not each.get("codes"):
                yield problem(f"column {each['column']!r} without `codes`", "Name its code list")
    name, _, table = exhibit.records.partition(".")
    if name not in evaluation.records:
        yield problem(f"unknown records {exhibit.records!r}", suggestion(name, evaluation.records) + " (name.table)")
        return
    tables = evaluation.records[name].tables
    if table not in tables:
        yield problem(f"{name} has no table {table!r}", suggestion(table, tables))
        return
    if exhibit.kind == "coverage":
        yield from (problem(*each) for each in coverage_problems(exhibit, evaluation))
        return
    yield from (problem(*each) for each in _name_problems(exhibit, evaluation, (*tables[table], *SOURCE)))
    if exhibit.kind == "amount" and exhibit.across and len(exhibit.columns) > 1:
        yield problem("`across` and several `columns`", "With `across`, one column of numbers")
    lacking = [name for name in DATED if name not in tables[table]] if exhibit.kind == "timeline" else []
    if lacking:
        yield problem(
            f"{exhibit.records} has no {', '.join(lacking)}", "A timeline shows what the reader `milestones` gives"
        )
    if exhibit.kind == "tally":
        yield from (problem(*each) for each in tally_problems(exhibit, evaluation))


def _name_problems(exhibit: Exhibit, evaluation: Evaluation, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    coded = [each for each in (exhibit.rows, exhibit.across, exhibit.group_by) if each]
    coded += [each for each in exhibit.columns if each.get("codes")]
    if exhibit.kind == "agreement" and CODER not in columns:
        yield f"{exhibit.records} has no column {CODER!r}", "Agreement needs a row a unit and coder"
    named = [each["column"] for each in (*coded, *exhibit.columns)]
    named += [*exhibit.order, *exhibit.where, *filter(None, (exhibit.cell, exhibit.unit))]
    for name in dict.fromkeys(named):
        if name not in columns:
            yield f"{exhibit.records} has no column {name!r}", suggestion(name, columns)
    for each in coded:
        if each["codes"] not in evaluation.codes:
            yield f"no code list {each['codes']!r}", suggestion(each["codes"], evaluation.codes)
            continue
        known = evaluation.codes[each["codes"]].known
        for code in each.get("shown", ()):
            if code not in known:
                yield f"the code list {each['codes']} has no {code!r}", suggestion(code, known)


def record_params(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """Codes in the order of their lists, for `rows`, `across`, `group_by` and, by column, `columns`: what the numbers depend on."""
    if exhibit.kind == "coverage":
        return coverage_params(exhibit, evaluation)
    if exhibit.kind == "tally":
        return tally_params(exhibit, evaluation)
    coded = {"rows": exhibit.rows, "across": exhibit.across, "group_by": exhibit.group_by}
    params: dict[str, Any] = {key: shown_codes(each, evaluation) for key, each in coded.items() if each}
    if exhibit.columns and exhibit.kind in SECTIONED:
        params["columns"] = {each["column"]: shown_codes(each, evaluation) for each in exhibit.columns}
    return params


def shown_codes(coded: Mapping[str, Any], evaluation: Evaluation) -> list[str]:
    """The codes of a column that an exhibit shows, in the order of the list."""
    known = evaluation.codes[coded["codes"]].known
    return [code for code in known if code in coded.get("shown", known)]
