"""Tables of answers: items or answers down, groups across, with a row of Ns."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from evalreport.exhibits.answers.precision import precision_rows
from evalreport.exhibits.beside import HEADED, MEASURES
from evalreport.exhibits.cells import (
    EMPTY,
    Row,
    base_cell,
    base_range,
    base_row,
    cells_beside,
    framed,
    label_with_mark,
    number_cell,
    of_bases,
    share_cell,
    with_beside,
)
from evalreport.exhibits.evidence import Evidence, decisive, mark_of, marked
from evalreport.exhibits.letters import letters_of
from evalreport.exhibits.statistics import COUNTED, POINTS
from evalreport.exhibits.view import Item
from evalreport.files.estimates import MEAN, NET, SAME
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number

_MOST_ACROSS = 12  # columns of means with what stands beside them that a page has room for


def item_grid(evidence: Evidence) -> Grid:
    """A row an item: share counted, mean, total or ratio, and N (a range where it differs between items).

    Means with deviations or ends beside them, of so many groups that their columns would not fit, have a row a group.
    """
    view, category = evidence.view, evidence.view.measure.category
    if view.beside in MEASURES and len(view.groups) * len(HEADED[view.beside]) > _MOST_ACROSS:
        return _measures_grid(evidence)
    cell = share_cell if category == COUNTED else number_cell
    rows: list[Row] = []
    marks = marks_of(evidence) if view.stated is not None else {}
    for item in in_order(evidence, category):
        letters = letters_of(evidence, item.id)
        cells = [*with_beside(evidence, cell, item.id, category)]
        if letters or marks:
            named = zip(view.groups, cells, strict=True)
            cells = [
                text + escape(marks.get((item.id, g.id), "")) + _letter(letters.get(g.id, "")) for g, text in named
            ]
        rows.append((escape(label_with_mark(item)), *cells))
        rows += precision_rows(evidence, item.id)
    bases = (base_range(evidence, group.id) for group in view.groups)
    rows.append((f"*{word('n', view.language)}*", *of_bases(evidence, bases)))
    return framed(evidence, rows)


def _measures_grid(evidence: Evidence) -> Grid:
    """Means and what stands beside them as columns, with N; a row a group below each item."""
    view, category = evidence.view, evidence.view.measure.category

    def row(item: Item, group: Item, label: Item) -> Row:
        cells = cells_beside(evidence, number_cell, item.id, category, group.id)
        return (escape(label_with_mark(label)), *cells, base_cell(evidence, item.id, group.id))

    heads = (word(key, view.language) for key in (*HEADED[view.beside], "n"))
    rows = rows_of_groups(evidence, in_order(evidence, category), row)
    return Grid(("", *map(escape, heads)), tuple(rows))


def rows_of_groups(evidence: Evidence, items: Sequence[Item], row: Callable[[Item, Item, Item], Row]) -> Iterator[Row]:
    """A row a group below the name of each item; where there is but one item or group, a row of it alone.

    row: makes one of an item, a group and the label in front. The groups of several groupings stand under their names.
    """
    view = evidence.view
    for item in items:
        if len(view.groups) == 1:
            yield row(item, view.groups[0], item if len(items) > 1 else view.groups[0])
            continue
        if len(items) > 1:
            yield (f"**{escape(label_with_mark(item))}**",)
        for panel in view.panels:
            if len(view.panels) > 1:
                yield (f"*{escape(panel.label)}*",)
            for group in panel.groups:
                yield row(item, group, replace(group, label=": ".join(filter(None, (group.over, group.label)))))


def _letter(letter: str) -> str:
    return f"^{letter}^" if letter else ""


def in_order(evidence: Evidence, category: str) -> tuple[Item, ...]:
    """The items as planned, or by the first group's value where the plan says so; items without a value come last."""
    view = marked(evidence)
    if view.sort != "descending":
        return view.variables
    values = {item.id: evidence.value(item.id, category, view.groups[0].id) for item in view.variables}
    return tuple(sorted(view.variables, key=lambda item: (math.isnan(values[item.id]), -values[item.id])))


def difference_grid(evidence: Evidence) -> Grid:
    """A row an item, a difference a column: value, mark, and the interval in brackets."""
    view, marks = evidence.view, marks_of(evidence)
    return framed(
        evidence,
        [
            (
                escape(label_with_mark(item)),
                *(difference_cell(evidence, item.id, g.id, marks.get((item.id, g.id), "")) for g in view.groups),
            )
            for item in view.variables
        ],
    )


def marks_of(evidence: Evidence) -> dict[tuple[str, str], str]:
    """The mark of each test, by variable and groups."""
    return {(test["variable"], test["groups"]): mark_of(decisive(test), evidence.levels) for test in evidence.tests}


def difference_cell(evidence: Evidence, variable: str, contrast: str, mark: str) -> str:
    """A difference with its mark and, in brackets, its interval; the sign of a withheld one, or a dash."""
    view, cell = evidence.view, evidence.cell(variable, MEAN, contrast)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(variable, MEAN, contrast)
    if math.isnan(value):
        return EMPTY
    unit = 100 if view.measure.unit == POINTS else 1
    if pd.isna(cell["ci_low"]):  # too few to tell how sure it is
        return escape(format_number(unit * value, view.decimals, view.language) + mark)
    number, low, high = (
        format_number(unit * x, view.decimals, view.language) for x in (value, cell["ci_low"], cell["ci_high"])
    )
    return escape(f"{number}{mark} ({low}; {high})").replace(" ", NO_BREAK)


def quantile_grid(evidence: Evidence) -> Grid:
    """A row a quantile, and N; a headed section a variable when there are several."""
    return _sections(evidence, lambda *of: number_cell(evidence, *of))


def nps_grid(evidence: Evidence) -> Grid:
    """Promoters, passives, detractors and the score, a row each, and N; a headed section a variable when there are several."""

    def cell(variable: str, category: str, group: str) -> str:
        if category == NET:
            return number_cell(evidence, variable, category, group, 100)
        return share_cell(evidence, variable, category, group)

    return _sections(evidence, cell)


def _sections(evidence: Evidence, cell: Callable[[str, str, str], str]) -> Grid:
    """A row a category of the view and one of Ns, under a head a variable; cell: what stands in a variable, category and group."""
    view = evidence.view
    rows: list[Row] = []
    for variable in view.variables:
        if len(view.variables) > 1:
            rows.append((f"**{escape(variable.label)}**",))
        for category in view.categories:
            cells = (cell(variable.id, category.id, group.id) for group in view.groups)
            rows.append((escape(category.label), *cells))
        rows.append(base_row(evidence, variable.id))
    return framed(evidence, rows)


def change_grid(evidence: Evidence) -> Grid:
    """A row an item; under each group the shares better and worse and the net, which is marked where it differs from 0."""
    view, marks = evidence.view, marks_of(evidence)
    shown = [category for category in view.categories if category.id != SAME]

    def cell(item: Item, group: Item, category: Item) -> str:
        if category.id != NET:
            return share_cell(evidence, item.id, category.id, group.id)
        return number_cell(evidence, item.id, NET, group.id, 100, marks.get((item.id, group.id), ""))

    rows = [
        (escape(item.label), *(cell(item, group, category) for group in view.groups for category in shown))
        for item in view.variables
    ]
    bases = [base_range(evidence, group.id) for group in view.groups for _ in shown]
    rows.append((f"*{word('n', view.language)}*", *bases))
    head = ("", *(escape(category.label) for _ in view.groups for category in shown))
    over = ("", *(escape(f"{group.over} {group.label}".strip()) for group in view.groups for _ in shown))
    return Grid(head, tuple(rows), over)
