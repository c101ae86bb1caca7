"""The numbers and texts of exhibits of records, in the schemas every later stage reads."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.analysis import ESTIMATES
from evalreport.evaluation import Exhibit
from evalreport.records.codes import split_codes
from evalreport.records.tallies import tally_rows
from evalreport.view import BASE, EVERYTHING, TOTAL

TEXTS = ["exhibit", "heading", "row", "column", "text"]  # one cell of a listing or matrix a row
UNCODED = "(none)"  # the category of units without a code
Mask = NDArray[np.bool_]


def record_tables(
    exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(estimates, texts) of an exhibit of records; codes: `record_params`; records: a table of text, a row a record."""
    chosen = records[_where(records, exhibit.where)].reset_index(drop=True)
    make: Callable[..., tuple[list[tuple], list[tuple]]]
    make = {"count": _count, "listing": _listing, "matrix": _matrix, "tally": _tally}[exhibit.kind]
    estimates, texts = make(exhibit, codes, chosen)
    return (
        pd.DataFrame(estimates, columns=ESTIMATES[1:]).assign(exhibit=exhibit.id)[ESTIMATES],
        pd.DataFrame(texts, columns=TEXTS[1:], dtype="str").assign(exhibit=exhibit.id)[TEXTS],
    )


def _where(records: pd.DataFrame, where: Mapping[str, Sequence[Any]]) -> Mask:
    """Records that have, in every column named, one of its codes among theirs."""
    found = np.ones(len(records), dtype=bool)
    for column, wanted in where.items():
        codes = {str(code) for code in wanted}
        found &= np.array([not codes.isdisjoint(split_codes(cell)) for cell in records[column]], dtype=bool)
    return found


def _has(records: pd.DataFrame, column: str, code: str) -> Mask:
    return np.array([code in split_codes(cell) for cell in records[column]], dtype=bool)


def _row(variable: str, category: str, group: str, n: int, estimate: float) -> tuple:
    nan = float("nan")
    return (variable, category, group, n, n, estimate, nan, nan, nan, nan, 0)


def _units(exhibit: Exhibit, records: pd.DataFrame, rows: Mask) -> int:
    return int(rows.sum()) if not exhibit.unit else records.loc[rows, exhibit.unit].nunique()


def counted_codes(cell: str, multiple: str) -> list[str]:
    """The codes of a cell that count: all (each), the first (first), the only one (only)."""
    codes = split_codes(cell)
    if multiple == "first":
        return codes[:1]
    return [] if multiple == "only" and len(codes) > 1 else codes


def _count(
    exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame
) -> tuple[list[tuple], list[tuple]]:
    """Units with each code a column: n counts them, the estimate is their share of the column's units.

    A unit without a code is in the base (category `*`) and in category `(none)`.
    """
    column = exhibit.rows["column"]
    cells = [counted_codes(cell, exhibit.multiple) for cell in records[column]]
    domains = {code: _has(records, exhibit.across["column"], code) for code in codes.get("across", ())}
    if exhibit.total or not domains:
        domains[TOTAL] = np.ones(len(records), dtype=bool)
    rows = []
    for group, inside in domains.items():
        base = _units(exhibit, records, inside)
        rows.append(_row(column, BASE, group, base, 1.0 if base else float("nan")))
        for code in (*codes["rows"], UNCODED):
            with_code = np.array([(code in cell) if code != UNCODED else not cell for cell in cells], dtype=bool)
            n = _units(exhibit, records, inside & with_code)
            rows.append(_row(column, code, group, n, n / base if base else float("nan")))
    return rows, []


def _tally(exhibit: Exhibit, params: Mapping[str, Any], records: pd.DataFrame) -> tuple[list[tuple], list[tuple]]:
    return tally_rows(exhibit, params, records), []


def _listing(
    exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame
) -> tuple[list[tuple], list[tuple]]:
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


def _matrix(
    exhibit: Exhibit, codes: Mapping[str, Sequence[str]], records: pd.DataFrame
) -> tuple[list[tuple], list[tuple]]:
    """The texts of the records with a row's and a column's code, each text once, a line a text."""
    texts = []
    for row in codes["rows"]:
        for across in codes["across"]:
            both = _has(records, exhibit.rows["column"], row) & _has(records, exhibit.across["column"], across)
            cell = "\n".join(dict.fromkeys(text for text in records.loc[both, exhibit.cell] if text))
            texts.append(("", row, across, cell))
    return [_row(EVERYTHING, BASE, TOTAL, len(records), float(len(records)))], texts
