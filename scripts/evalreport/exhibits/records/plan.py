"""Exhibits of records: what their plan names that the records and code lists do not have, and which codes they show."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evalreport.codebook.conditions import parts, variables_in
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.kind import Found
from evalreport.exhibits.records.agreement import CODER
from evalreport.files.spreadsheets import suggestion
from evalreport.records.sheets import SOURCE

DATED = ("number", "description", "due_first", "due_last", "done_first", "done_last")  # columns a timeline needs


def record_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """Records that there are not."""
    name, _, table = exhibit.records.partition(".")
    if name not in evaluation.records:
        yield f"unknown records {exhibit.records!r}", suggestion(name, evaluation.records) + " (name.table)"
    elif table not in evaluation.records[name].tables:
        yield f"{name} has no table {table!r}", suggestion(table, evaluation.records[name].tables)


def columns_of(exhibit: Exhibit, evaluation: Evaluation) -> tuple[str, ...]:
    """The columns of the records of an exhibit, with the place that each came from."""
    name, _, table = exhibit.records.partition(".")
    return (*evaluation.records[name].tables[table], *SOURCE)


def name_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """Columns and codes that the records of an exhibit do not have."""
    columns = columns_of(exhibit, evaluation)
    coded = [each for each in (exhibit.rows, exhibit.across, exhibit.group_by) if each]
    coded += [each for each in exhibit.columns if each.get("codes")]
    named = [each["column"] for each in (*coded, *exhibit.columns)]
    named += [*exhibit.order, *variables_in(exhibit.where), *filter(None, (exhibit.cell, exhibit.unit))]
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
    yield from _condition_problems(exhibit, evaluation, coded)


def _condition_problems(
    exhibit: Exhibit, evaluation: Evaluation, coded: Iterable[Mapping[str, Any]]
) -> Iterator[Found]:
    """Codes in a condition that the list of their column does not have: no record would meet it."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings.get("columns", {})
    lists = {name: spec["codes"] for name, spec in settings.items() if isinstance(spec, Mapping) and spec.get("codes")}
    lists |= {each["column"]: each["codes"] for each in coded}
    for column, codes in parts(exhibit.where):
        known = evaluation.codes[lists[column]].known if lists.get(column) in evaluation.codes else ()
        for code in codes:
            if known and code is not None and code not in known:
                yield f"where: {column} is never {code!r}", suggestion(str(code), known)


def count_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """No coded column, or columns of both sorts, and sections that are no table, besides."""
    if bool(exhibit.rows) == bool(exhibit.columns):
        yield "kind count needs `rows` or `columns`", "`rows`: one coded column; `columns`: several, a section each"
    if exhibit.columns and exhibit.display != "table":
        yield f"kind count as {exhibit.display}", "Several `columns` are shown in a table"
    yield from _section_problems(exhibit)
    yield from name_problems(exhibit, evaluation)


def _section_problems(exhibit: Exhibit) -> Iterator[Found]:
    """Coded columns, a section each, without a code list."""
    for each in exhibit.columns:
        if not each.get("codes"):
            yield f"column {each['column']!r} without `codes`", "Name its code list"


def amount_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """More than one column of numbers for codes across, besides."""
    yield from name_problems(exhibit, evaluation)
    if exhibit.across and len(exhibit.columns) > 1:
        yield "`across` and several `columns`", "With `across`, one column of numbers"


def timeline_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """Columns that its records lack, besides."""
    yield from name_problems(exhibit, evaluation)
    lacking = [name for name in DATED if name not in columns_of(exhibit, evaluation)]
    if lacking:
        found = f"{exhibit.records} has no {', '.join(lacking)}"
        yield found, "A timeline shows what the reader `milestones` gives"


def agreement_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """No column of coders, or columns without codes, besides."""
    yield from _section_problems(exhibit)
    if CODER not in columns_of(exhibit, evaluation):
        yield f"{exhibit.records} has no column {CODER!r}", "Agreement needs a row a unit and coder"
    yield from name_problems(exhibit, evaluation)


def record_params(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """Codes in the order of their lists, for `rows`, `across` and `group_by`: what the numbers depend on."""
    coded = {"rows": exhibit.rows, "across": exhibit.across, "group_by": exhibit.group_by}
    return {key: shown_codes(each, evaluation) for key, each in coded.items() if each}


def section_params(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """The codes of each of `columns`, where each is a section."""
    return (
        {"columns": {each["column"]: shown_codes(each, evaluation) for each in exhibit.columns}}
        if exhibit.columns
        else {}
    )


def shown_codes(coded: Mapping[str, Any], evaluation: Evaluation) -> list[str]:
    """The codes of a column that an exhibit shows, in the order of the list."""
    known = evaluation.codes[coded["codes"]].known
    return [code for code in known if code in coded.get("shown", known)]
