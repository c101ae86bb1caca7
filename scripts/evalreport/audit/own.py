"""The tables of our own report, read back from the text that is printed: the audit sees what a reader sees."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from evalreport.audit.lines import is_total
from evalreport.audit.own_tests import printed_tests
from evalreport.audit.printed import COUNT, MEAN, MULTIPLE, PCT, WEIGHTED, WEIGHTED_MULTIPLE, WIDER, Cell, N
from evalreport.exhibits.cells import label_with_mark
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.view import View
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import MINUS, decimal_mark, group_mark

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def statistic_of(view: View, weighed: bool = False) -> str:
    """What the numbers of an exhibit's table are to the audit; "" where it cannot check them.

    Weighted percentages have no counts behind them (weighed: those of the weighting itself);
    the items of a list share the base that is printed; means are checked
    where answers are whole numbers; tables with counts or deviations beside these are not read back.
    """
    if view.counts:
        return COUNT
    if view.beside:
        return ""
    checked = _CHECKED.get(view.statistic)
    return checked(view, weighed) if checked else ""


def _shares(view: View, weighed: bool) -> str:
    whole = bool(view.categories or view.categories_of)  # answers to one question, not the items of a list
    if view.weights or weighed:
        return WEIGHTED if whole or weighed else WEIGHTED_MULTIPLE
    return PCT if whole else MULTIPLE


def _means(view: View, weighed: bool) -> str:
    return MEAN if view.scale_ends and not (view.weights or view.indices or view.intervals) else ""


_CHECKED: dict[str, Callable[[View, bool], str]] = {"share": _shares, "mean": _means}  # by the view's statistic


def printed_cells(evidence: Evidence, statistic: str) -> list[Cell]:
    """The numbers of an exhibit's table as printed, and what is stated of its tests; a total holds more than its groups, as everybody
    in the base is in it.

    statistic: what `statistic_of` says of the exhibit.
    """
    view = replace(evidence.view, across=False)  # the same numbers whether answers are rows or columns
    grid = grid_of(replace(evidence, view=view))
    cells = _cells(grid, view, statistic)
    if len(grid.head) != len(view.groups) + 1:
        return cells
    columns = dict(zip((group.id for group in view.groups), _columns(grid)[1:], strict=True))
    labels = {item.id: _plain(escape(label_with_mark(item))) for item in view.variables}
    sums = {(cell.part, cell.column) for cell in cells if cell.row == word("sum", view.language) and cell.value == 100}
    return [*cells, *printed_tests(evidence, statistic, cells, sums, columns, labels)]


def _columns(grid: Grid) -> list[str]:
    over = grid.over or ("",) * len(grid.head)
    return [_plain(f"{above} | {label}" if above else label) for above, label in zip(over, grid.head, strict=True)]


def _cells(grid: Grid, view: View, statistic: str) -> list[Cell]:
    columns = _columns(grid)
    cells, part = [], ""
    for number, row in enumerate(grid.rows, start=1):
        if len(row) == 1:
            part = _plain(row[0])
            continue
        label = _plain(row[0])
        label = word("sum", view.language) if label == word("codes_sum", view.language) else label
        for column, text in zip(columns[1:], row[1:], strict=True):
            if statistic == COUNT and is_total(column):
                continue  # whoever is in two groups, or in none, counts once: no sum of the columns
            kind = _kind(label, column, statistic, view)
            value, decimals = _number(_plain(text), view.language)
            if kind in (N, WIDER) and value is None:
                continue
            cells.append(Cell(view.exhibit, label, column, kind, value, decimals, part, view.exhibit, number))
    return cells


def _kind(label: str, column: str, statistic: str, view: View) -> str:
    if label != word("n", view.language):
        return statistic
    return WIDER if is_total(column) else N


def _plain(text: str) -> str:
    """A cell without its Markdown."""
    return re.sub(r"\\(.)", r"\1", text.strip("*")).strip()


def _number(text: str, language: str) -> tuple[Fraction | None, int]:
    """A printed number with its decimals; none for signs and for ranges such as `276–282`."""
    plain = re.sub(r"[\s\u00a0%]", "", text.replace(group_mark(language), "")).replace(MINUS, "-")
    plain = plain.replace(decimal_mark(language), ".").rstrip("*()")
    return (Fraction(plain), len(plain.partition(".")[2])) if _NUMBER.fullmatch(plain) else (None, 0)
