"""The cells a figure draws: values of the estimates in the order and under the labels of the view."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.exhibits.cells import EMPTY, counts_instead
from evalreport.exhibits.statistics import COUNTED, POINTS, SHARE
from evalreport.exhibits.view import Item, View
from evalreport.files.errors import Problem
from evalreport.files.estimates import BASE, percent_below
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

SHOWN, WITHHELD, ABSENT = "shown", "withheld", "absent"


@dataclass(frozen=True)
class Cell:
    """One value: n counted in the cell, base (both unweighted, None when unknown), estimate, and whether it shows."""

    value: float
    n: int | None
    base: int | None
    status: str = SHOWN
    ci_low: float = math.nan
    ci_high: float = math.nan


Cells = Mapping[tuple[str, str, str], Cell]
NOTHING = Cell(math.nan, None, None, ABSENT)


def label_of(item: Item) -> str:
    """An item's words in a figure: the short label where there is one, and its mark."""
    return (item.short or item.label) + item.mark


def categories_of(view: View, variable: Item) -> tuple[Item, ...]:
    """The categories drawn for a variable, in order; one unnamed one for means and shares counted together."""
    return view.categories_of.get(variable.id) or view.categories or (Item(view.measure.category, ""),)


def _count(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def _cell(row: Mapping[Any, Any], base: Mapping[Any, Any] | None) -> Cell:
    count = None if base is None or base["suppressed"] else _count(base["n"])
    if row["suppressed"]:
        return Cell(math.nan, None, count, WITHHELD)
    if pd.isna(row["estimate"]):
        return Cell(math.nan, _count(row["n"]), count, ABSENT)
    n = _count(row["n"])
    return Cell(row["estimate"], n, count if base is not None else n, SHOWN, row["ci_low"], row["ci_high"])


def cells_of(view: View, estimates: pd.DataFrame) -> Cells:
    """Cells by (variable, category, group) for everything the view names.

    `estimates` has the columns of an exhibit's estimates file; rows of other exhibits are ignored. A cell without
    a row is absent (not asked, say), one with `suppressed` is withheld: never a zero, never nan.
    """
    own = estimates[estimates["exhibit"] == view.exhibit]
    for column in ("ci_low", "ci_high"):
        own = own if column in own.columns else own.assign(**{column: math.nan})
    return cells_from(view, {(r["variable"], r["category"], r["group"]): r for r in own.to_dict("records")})


def cells_from(view: View, rows: Mapping[tuple[str, str, str], Mapping[Any, Any]]) -> Cells:
    """Cells as `cells_of`, from the rows of the estimates by variable, category and group."""
    cells = {}
    for variable in view.variables:
        for group in view.groups:
            base = rows.get((variable.id, BASE, group.id))
            categories = categories_of(view, variable)
            for category in categories:
                key = (variable.id, category.id, group.id)
                counted = (variable.id, COUNTED, group.id)  # a share may keep the name of its one category
                row = rows.get(key) or (rows.get(counted) if len(categories) == 1 else None)
                cells[key] = _cell(row, base) if row else NOTHING
    return cells


def quantiles_of(view: View, variable: Item) -> tuple[Item, ...]:
    """The quantiles that an exhibit shows from the smallest, whatever order the plan has them in."""
    return tuple(sorted(categories_of(view, variable), key=lambda category: percent_below(category.id)))


def percent_scale(view: View) -> float:
    """What an estimate is multiplied by for print: 100 for shares and rates, 1 for means and counts."""
    return 100.0 if view.measure.unit == SHARE else 1.0


def scale_of(view: View) -> float:
    """What an estimate is multiplied by for print: 100 for shares and for percentage points."""
    return 100.0 if view.measure.unit == POINTS else percent_scale(view)


def sign_of(view: View, status: str) -> str:
    """The sign of a missing value: that of the tables, so that the note below and a table of the figure's data say the same."""
    return word("suppressed_sign", view.language) if status == WITHHELD else EMPTY


def printed(view: View, cell: Cell) -> str:
    """The value as the figure prints it, without a per cent sign, a share of few as counts; the sign of a missing one."""
    if cell.status != SHOWN:
        return sign_of(view, cell.status)
    return as_counts(view, cell) or format_number(scale_of(view) * cell.value, view.decimals, view.language)


def as_counts(view: View, cell: Cell) -> str:
    """`1 of 2` for a shown share of so few that it is not printed in per cent, else ""."""
    is_share = cell.status == SHOWN and view.measure.unit == SHARE and not view.measure.counting
    return counts_instead(view, cell.n, cell.base) if is_share else ""


def sorted_view_variables(view: View, cells: Cells) -> tuple[Item, ...]:
    """The variables in the order drawn: as planned, or falling by the first group where the view says so."""
    if view.sort != "descending" or len(view.variables) < 2:
        return view.variables
    first = view.groups[0].id

    def rank(variable: Item) -> float:
        value = cells[(variable.id, categories_of(view, variable)[0].id, first)].value
        return math.inf if math.isnan(value) else -value

    return tuple(sorted(view.variables, key=rank))


def table_of(view: View, cells: Cells) -> pd.DataFrame:
    """The tidy table behind a figure, a row a cell in drawing order, with ids and labels.

    Columns: exhibit, panel, panel_label, variable, variable_label, group, group_over, group_label, category,
    category_label, n, base, estimate, printed, status (shown | withheld | absent); ci_low, ci_high where it shows intervals.
    """
    rows = [
        {
            "exhibit": view.exhibit,
            **{"panel": panel.id, "panel_label": panel.label},
            **{"variable": variable.id, "variable_label": variable.label + variable.mark},
            **{"group": group.id, "group_over": group.over, "group_label": group.label},
            **{"category": category.id, "category_label": category.label},
            **{"n": cell.n, "base": cell.base, "estimate": cell.value},
            **{"printed": printed(view, cell), "status": cell.status},
            **({"ci_low": cell.ci_low, "ci_high": cell.ci_high} if view.intervals else {}),
        }
        for variable in sorted_view_variables(view, cells)
        for panel in view.panels
        for group in panel.groups
        for category in categories_of(view, variable)
        for cell in [cells[(variable.id, category.id, group.id)]]
    ]
    return pd.DataFrame(rows).astype({"n": "Int64", "base": "Int64"})


def problems_of(view: View, cells: Cells, file: str) -> list[Problem]:
    """What keeps the view from being drawn: nothing to draw, shares beyond their range, stacks over 100 per cent."""
    if not any(cell.status != ABSENT for cell in cells.values()):
        what = "no value for any variable, category and group of the figure"
        return [Problem(file, view.exhibit, what, "The exhibit plan and the estimates must name the same ids")]
    if percent_scale(view) == 1:
        return []
    found = [
        Problem(file, f"{view.exhibit}, {', '.join(key)}", f"share {cell.value:g}", "Shares lie between 0 and 1")
        for key, cell in cells.items()
        if cell.status == SHOWN and not -1e-9 <= cell.value <= 1 + 1e-9
    ]
    return found or _ADDED_UP.get(view.display, _nothing)(view, cells, file)


def _nothing(view: View, cells: Cells, file: str) -> list[Problem]:
    return []


def _stack_problems(view: View, cells: Cells, file: str) -> list[Problem]:
    sums = {
        (variable.id, group.id): sum(
            cell.value
            for category in categories_of(view, variable)
            if (cell := cells[(variable.id, category.id, group.id)]).status == SHOWN
        )
        for variable in view.variables
        for group in view.groups
    }
    advice = "Categories that overlap (multiple response) are shown with display: bars"
    return [
        Problem(file, f"{view.exhibit}, {', '.join(key)}", f"stacked shares sum to {total:.3f}", advice)
        for key, total in sums.items()
        if total > 1.005  # rounded shares of an outside source may miss 1 by a little
    ]


_ADDED_UP = {"stacked": _stack_problems}  # displays that pile shares on each other
