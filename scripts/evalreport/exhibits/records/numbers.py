"""The numbers and texts of exhibits of records, in the schemas every later stage reads."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.codebook.conditions import ANY, JOINTS, NOT, Condition
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.records.agreement_numbers import agreement_rows
from evalreport.exhibits.records.coverage import coverage_tables
from evalreport.exhibits.records.plan import DATED
from evalreport.exhibits.records.tallies import tally_rows
from evalreport.exhibits.sources import TEXTS, Numbers, Sources, Tables
from evalreport.files.errors import Problem, raise_if
from evalreport.files.estimates import BASE, EVERYTHING, SUM, TOTAL, UNCODED, EstimateRow
from evalreport.files.tables import estimates_table
from evalreport.records.codes import split_codes
from evalreport.records.sheets import FILE, PLACE

Mask = NDArray[np.bool_]
Made = tuple[list[EstimateRow], list[tuple]]  # rows of the estimates, and of the texts without the exhibit


def _where(records: pd.DataFrame, where: Condition) -> Mask:
    """Records that meet a condition: a cell has one of the codes wanted among its own; nothing or `(none)` is the code of an empty cell."""
    found = np.ones(len(records), dtype=bool)
    for key, wanted in where.items():
        if key in JOINTS:
            inner = [_where(records, each) for each in ([wanted] if key == NOT else wanted)]
            found &= ~inner[0] if key == NOT else (np.any if key == ANY else np.all)(inner, axis=0)
            continue
        codes = {UNCODED if code is None else str(code) for code in wanted}
        found &= np.array([not codes.isdisjoint(split_codes(cell) or [UNCODED]) for cell in records[key]], dtype=bool)
    return found


def _has(records: pd.DataFrame, column: str, code: str) -> Mask:
    return np.array([code in split_codes(cell) for cell in records[column]], dtype=bool)


def _row(variable: str, category: str, group: str, n: int, estimate: float) -> EstimateRow:
    return EstimateRow(variable, category, group, n, n, estimate)


def _units(exhibit: Exhibit, records: pd.DataFrame, rows: Mask) -> int:
    return int(rows.sum()) if not exhibit.unit else records.loc[rows, exhibit.unit].nunique()


def counted_codes(cell: str, multiple: str) -> list[str]:
    """The codes of a cell that count: all (each), the first (first), the only one (only)."""
    codes = split_codes(cell)
    if multiple == "first":
        return codes[:1]
    return [] if multiple == "only" and len(codes) > 1 else codes


def _agreement(exhibit: Exhibit, codes: Mapping[str, Any], records: pd.DataFrame) -> Made:
    return agreement_rows(records, exhibit.unit, codes["columns"]), []


def _count(exhibit: Exhibit, codes: Mapping[str, Any], records: pd.DataFrame) -> Made:
    """Units with each code a column: n counts them, the estimate is their share of the column's units.

    A unit without a code is in the base (category `*`) and in category `(none)`. Several coded columns are sections of one table.
    """
    sections = codes["columns"] if exhibit.columns else {exhibit.rows["column"]: codes["rows"]}
    return [row for column, shown in sections.items() for row in _section(exhibit, column, shown, codes, records)], []


def _section(
    exhibit: Exhibit, column: str, shown: Sequence[str], codes: Mapping[str, Any], records: pd.DataFrame
) -> list[EstimateRow]:
    """The counts of one coded column."""
    cells = [counted_codes(cell, exhibit.multiple) for cell in records[column]]
    domains = {code: _has(records, exhibit.across["column"], code) for code in codes.get("across", ())}
    if exhibit.total or not domains:
        domains[TOTAL] = np.ones(len(records), dtype=bool)
    rows = []
    for group, inside in domains.items():
        base = _units(exhibit, records, inside)
        rows.append(_row(column, BASE, group, base, 1.0 if base else float("nan")))
        for code in (*shown, UNCODED):
            with_code = np.array([(code in cell) if code != UNCODED else not cell for cell in cells], dtype=bool)
            n = _units(exhibit, records, inside & with_code)
            rows.append(_row(column, code, group, n, n / base if base else float("nan")))
    return rows


def _tally(exhibit: Exhibit, params: Mapping[str, Any], records: pd.DataFrame) -> Made:
    return tally_rows(exhibit, params, records), []


def _listing(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    """The records a heading, in the order asked for; a record of several headings stands under each."""
    ordered = records.sort_values(list(exhibit.order), kind="stable") if exhibit.order else records
    headings = codes.get("group_by") or [""]
    parts = {h: ordered[_has(ordered, exhibit.group_by["column"], h)] if h else ordered for h in headings}
    texts = [
        (heading, str(number), each["column"], cell)
        for heading, part in parts.items()
        for each in exhibit.columns
        for number, cell in enumerate(part[each["column"]], start=1)
    ]
    counts = [_row(EVERYTHING, BASE, heading or TOTAL, len(part), float(len(part))) for heading, part in parts.items()]
    return counts, sorted(texts, key=lambda row: (headings.index(row[0]), int(row[1])))


def _coverage(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    return coverage_tables(codes, records)


def _matrix(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    """The texts of the records with a row's and a column's code, each text once, a line a text."""
    texts = []
    for row in codes["rows"]:
        for across in codes["across"]:
            both = _has(records, exhibit.rows["column"], row) & _has(records, exhibit.across["column"], across)
            cell = "\n".join(dict.fromkeys(text for text in records.loc[both, exhibit.cell] if text))
            texts.append(("", row, across, cell))
    return [_row(EVERYTHING, BASE, TOTAL, len(records), float(len(records)))], texts


def _amount(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    """The sum of the numbers a code of `rows`, for each of `columns`, or of the one column for each code of `across`.

    n counts the records with a number; none is no sum. `total` adds the sum of the codes shown.
    """
    shown = _masks(records, exhibit.rows, codes["rows"], exhibit.total)
    groups = {each["column"]: (each["column"], np.ones(len(records), dtype=bool)) for each in exhibit.columns}
    if exhibit.across:
        masks = _masks(records, exhibit.across, codes["across"], exhibit.total)
        groups = {code: (exhibit.columns[0]["column"], mask) for code, mask in masks.items()}
    rows = []
    for group, (column, inside) in groups.items():
        numbers = _numbers(records, column)
        for code, with_code in shown.items():
            found = numbers[inside & with_code].dropna()
            rows.append(_row(code, SUM, group, len(found), float(found.sum()) if len(found) else float("nan")))
    return rows, []


def _numbers(records: pd.DataFrame, column: str) -> pd.Series:
    """A column as numbers, NaN for empty cells; raises BadInput with file and place of what is none."""
    numbers = pd.to_numeric(records[column], errors="coerce")
    wrong = records[numbers.isna() & (records[column] != "")]
    raise_if(
        Problem(file, place, f"{found!r} is no number", f"{column} is added up; write it as 1234.5")
        for file, place, found in zip(wrong[FILE], wrong[PLACE], wrong[column], strict=True)
    )
    return numbers


def _masks(records: pd.DataFrame, coded: Mapping[str, Any], codes: Sequence[str], total: bool) -> dict[str, Mask]:
    """Code -> its records, and under `total` those of any of the codes."""
    masks = {code: _has(records, coded["column"], code) for code in codes}
    return masks | ({TOTAL: np.logical_or.reduce([*masks.values()])} if total else {})


def _timeline(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    """Counts as of kind count, and the dates of each record that has one, a section after the other in order of time."""
    counts, _ = _count(exhibit, codes, records)
    texts = []
    dated = records[records["due_first"] != ""].sort_values(["due_first", "due_last"], kind="stable")
    for section in codes.get("across") or [""]:
        part = dated[_has(dated, exhibit.across["column"], section)] if section else dated
        for column in (*DATED, exhibit.rows["column"]):
            texts += [(section, str(number), column, cell) for number, cell in enumerate(part[column], start=1)]
    return counts, texts


def _references(exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame) -> Made:
    """The references a heading and, as column, a code of `rows`; those without a code of either come last in their part."""
    texts = []
    for heading, part in _parts(records, exhibit.group_by, codes.get("group_by", ())):
        for kind, own in _parts(part, exhibit.rows, codes.get("rows", ())):
            texts += [(heading, str(number), kind, cell) for number, cell in enumerate(own[exhibit.cell], start=1)]
    return [_row(EVERYTHING, BASE, TOTAL, len(records), float(len(records)))], texts


def _parts(records: pd.DataFrame, coded: Mapping[str, Any], codes: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """(code, its records) of a coded column, last those that have no code of it; all of them where there is no column."""
    if not coded:
        return [("", records)]
    masks = {code: _has(records, coded["column"], code) for code in codes}
    rest = ~np.logical_or.reduce([np.zeros(len(records), dtype=bool), *masks.values()])
    return [*((code, records[mask]) for code, mask in masks.items()), (UNCODED, records[rest])]


MAKE: dict[str, Callable[..., Made]] = {  # kind -> rows of estimates and of texts
    "count": _count,
    "listing": _listing,
    "matrix": _matrix,
    "tally": _tally,
    "amount": _amount,
    "timeline": _timeline,
    "references": _references,
    "coverage": _coverage,
    "agreement": _agreement,
}


def record_tables(
    exhibit: Exhibit, codes: Mapping[str, Any], records: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(estimates, texts) of an exhibit of records; codes: its inputs; records: a table of text, a row a record."""
    chosen = records[_where(records, exhibit.where)].reset_index(drop=True)
    estimates, texts = MAKE[exhibit.kind](exhibit, codes, chosen)
    return (
        estimates_table(estimates, exhibit.id),
        pd.DataFrame(texts, columns=TEXTS[1:], dtype="str").assign(exhibit=exhibit.id)[TEXTS],
    )


def _from_records(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The numbers and texts of an exhibit from its records."""
    estimates, texts = record_tables(exhibit, inputs, sources.records[exhibit.records])
    return Tables(estimates, texts=texts)


NUMBERS: dict[str, Numbers] = dict.fromkeys(MAKE, _from_records)
