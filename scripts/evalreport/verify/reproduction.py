"""Published numbers against ours: does each printed cell come out of the data, at the printed decimals?

A published table is a tidy CSV (table_id, row_label, col_label, statistic, value, decimals_printed, source_line, note) and is matched to
the exhibit that names it by labels; labels that differ are mapped in `labels.csv` (table_id, label, id). Cells known not to agree
stand in `explained.csv` (table_id, row_label, col_label, statistic, ours, reason); that list is checked both ways.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.audit.printed import KINDS, OPTIONAL, REQUIRED, read_table
from evalreport.exhibits.evidence import Evidence
from evalreport.files.errors import raise_if
from evalreport.words.numbers import round_half_up

COLUMNS = ["table_id", "row_label", "col_label", "statistic", "published", "ours", "agreement", "reason"]
AGREES, EXPLAINED, DIFFERS, UNMATCHED, STALE, NOT_PRINTED = (
    "agrees", "explained", "differs", "not matched", "explained but agrees or changed", "no value in print",
)  # fmt: skip
_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
BAD = (DIFFERS, UNMATCHED, STALE)


@dataclass(frozen=True)
class Cell:
    """A printed cell: its table, labels, kind of number, value (NaN: none in print) and printed decimals."""

    table: str
    row: str
    column: str
    statistic: str
    value: float
    decimals: int


def read_cells(path: Path) -> list[Cell]:
    """The cells of a published table as a spreadsheet saves it; [] of a list of links or codings, which only an audit reads.

    Raises BadInput with every slip of the table.
    """
    table = read_table(path, str(path))
    if any(name in table.columns for name in KINDS):
        return []
    problems = list(table.problems)
    for row in table.rows if not problems else ():
        for column in ("value", "decimals_printed"):
            if row[column] and not _NUMBER.fullmatch(row[column].replace(",", ".")):
                problems.append(table.problem(row, column, f"{row[column]!r} is no number", "As printed: 76,7 or 76.7"))
    raise_if(problems)
    return cells_of(pd.DataFrame([{name: row[name] for name in (*REQUIRED, *OPTIONAL)} for row in table.rows]))


def cells_of(table: pd.DataFrame) -> list[Cell]:
    """The cells of a published table; where two cells have the same labels, row_var tells them apart: `nav_kontor=Ja`."""
    if table.empty:
        return []
    twice = table.duplicated(["row_label", "col_label", "statistic"], keep=False)
    rows = table["row_label"].where(~twice, table["row_var"] + "=" + table["row_label"])
    printed: Any = zip(table.itertuples(), rows, strict=True)
    return [
        Cell(r.table_id, row, r.col_label, r.statistic, *_number(str(r.value), str(r.decimals_printed)))
        for r, row in printed
    ]


def _number(value: str, decimals: str) -> tuple[float, int]:
    """A value, NaN where nothing is printed, and its decimals: those that are told, else those it is typed with."""
    text = value.replace(",", ".")
    return float(text) if text else math.nan, int(float(decimals) if decimals else len(text.partition(".")[2]))


def _key(label: str) -> str:
    """A label without what print changes: case, quotes, spacing, final punctuation."""
    return re.sub(r"[^0-9a-zæøå+/]", "", label.lower())


class Matcher:
    """Finds the number of an exhibit that a printed row and column label mean."""

    def __init__(self, evidence: Evidence, labels: Mapping[str, str]):
        self.evidence = evidence
        view = evidence.view
        self.overrides = {_key(label): name for label, name in labels.items()}
        everything = [*view.categories, *(item for items in view.categories_of.values() for item in items)]
        self.categories = self._names(everything)
        self.variables = self._names(view.variables)
        self.groups = self._names(view.groups) | self._over_names()

    @staticmethod
    def _names(items: Iterable) -> dict[str, str]:
        items = list(items)
        by_label = {_key(item.label): item.id for item in reversed(items)}
        return by_label | {_key(item.id): item.id for item in items}

    def _over_names(self) -> dict[str, str]:
        """Groups by what stands above them too: `2008 | North`, `region=East`."""
        panels = [(panel.label, group) for panel in self.evidence.view.panels for group in panel.groups]
        return {
            _key(f"{over or group.over} {group.label}"): group.id
            for label, group in panels
            for over in (label, group.over)
        }

    def _find(self, label: str, names: Mapping[str, str]) -> str | None:
        name = self.overrides.get(_key(label))
        return name if name in names.values() else names.get(_key(label))

    def value(self, cell: Cell) -> float | None:
        """Our number for a printed cell in the print's unit (per cent, count, mean); None when nothing matches."""
        for row, column in ((cell.row, cell.column), (cell.column, cell.row)):
            found = self._value(row, column, cell)
            if found is not None:
                return found
        return None

    def _value(self, row: str, column: str, cell: Cell) -> float | None:
        view, measure = self.evidence.view, self.evidence.view.measure
        if cell.statistic == "count" and view.categories_of and len(view.variables) > 1:
            return self._in_section(row, column)
        group = self._find(column, self.groups) or (view.groups[0].id if len(view.groups) == 1 else None)
        variable = self._find(row, self.variables) or self._variable_of_table(cell)
        if cell.statistic == "n" and variable is None and _key(row) == "n":
            variable = self._common_base(group)
        if group is None or variable is None:
            return None
        if cell.statistic == "n":
            return self._base(variable, group) if _key(row) in ("n", "total") or measure.counting else None
        if measure.plain and measure.own:
            return self.evidence.value(variable, measure.category, group)
        if cell.statistic == "count":
            return self._count(variable, row, group)
        category = self._find(row, self.categories) if self.categories else measure.category
        if category is None:
            return self._sum(variable, group) if _key(row) in ("sum", "total") else None
        return 100 * self.evidence.value(variable, category, group)

    def _in_section(self, row: str, column: str) -> float | None:
        """How many have a code, of an exhibit with several coded columns; `labels.csv` gives `variable:code` where two have the label."""
        view = self.evidence.view
        group = self._find(column, self.groups)
        codes = {(v.id, c.id): c for v in view.variables for c in view.categories_of.get(v.id, view.categories)}
        told = self.overrides.get(_key(row))
        found = [cell for cell in codes if ":".join(cell) == told] or [
            cell for cell, code in codes.items() if _key(row) in (_key(code.label), _key(code.id))
        ]
        if group is None or len(found) != 1:
            return None
        n = self.evidence.cell(*found[0], group)["n"]
        return math.nan if n is None or pd.isna(n) else float(n)

    def _variable_of_table(self, cell: Cell) -> str | None:
        """The variable of an exhibit with one, or the one that the labels map names for this printed table ."""
        if len(self.evidence.view.variables) == 1:
            return self.evidence.view.variables[0].id
        return self.overrides.get(_key(cell.table))

    def _common_base(self, group: str | None) -> str | None:
        """A variable that stands for all, where the items of a table have one base in common."""
        items = self.evidence.view.variables
        bases = {self.evidence.base(item.id, group or "") for item in items}
        return items[0].id if len(bases - {0}) == 1 else None

    def _base(self, variable: str, group: str) -> float:
        n = self.evidence.base(variable, group)
        return math.nan if n is None else float(n)

    def _count(self, variable: str, row: str, group: str) -> float | None:
        """How many have a code, of an exhibit that counts."""
        category = self._find(row, self.categories)
        if category is None:
            return None
        n = self.evidence.cell(variable, category, group)["n"]
        return math.nan if n is None or pd.isna(n) else float(n)

    def _sum(self, variable: str, group: str) -> float:
        view = self.evidence.view
        shown = view.categories_of.get(variable, view.categories)
        return 100 * sum(self.evidence.value(variable, item.id, group) for item in shown)


def compare(
    cells: Iterable[Cell], matcher: Matcher | None, explained: Mapping[tuple[str, ...], tuple[str, str]]
) -> pd.DataFrame:
    """A row a printed cell, with our number rounded as printed and whether they agree.

    explained: (table, row, column, statistic) -> (our number as text, reason).
    """
    return pd.DataFrame([_judge(cell, matcher, explained) for cell in cells], columns=COLUMNS)


def _judge(cell: Cell, matcher: Matcher | None, explained: Mapping[tuple[str, ...], tuple[str, str]]) -> tuple:
    found = matcher.value(cell) if matcher else None
    ours = math.nan if found is None or math.isnan(found) else round_half_up(found, cell.decimals)
    text = "" if math.isnan(ours) else f"{ours:.{cell.decimals}f}"
    known = explained.get((cell.table, cell.row, cell.column, cell.statistic))
    published = "" if math.isnan(cell.value) else f"{cell.value:.{cell.decimals}f}"
    agrees = not math.isnan(cell.value) and ours == cell.value
    if known:
        status = EXPLAINED if not agrees and known[0] == text else STALE
    elif math.isnan(cell.value):
        status = NOT_PRINTED
    elif found is None:
        status = UNMATCHED
    else:
        status = AGREES if agrees else DIFFERS
    return (cell.table, cell.row, cell.column, cell.statistic, published, text, status, known[1] if known else "")
