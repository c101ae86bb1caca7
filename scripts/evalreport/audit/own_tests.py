"""The tests of our own tables as they are printed: p in the note, or what a mark at an item, and its absence, says.

Only Pearson's chi-square of answers that are printed whole, without weights or a design: there the printed cells must give what is
stated. A t test or an analysis of variance needs standard deviations, which no table prints.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any

import pandas as pd

from evalreport.audit.printed import BELOW, EVERYTHING, MULTIPLE, NOT_BELOW, PCT, Cell, N, P
from evalreport.exhibits.evidence import Evidence, decisive, mark_of
from evalreport.exhibits.view import Item
from evalreport.files.estimates import BASE
from evalreport.words.numbers import format_p


def printed_tests(
    evidence: Evidence,
    statistic: str,
    cells: Sequence[Cell],
    sums: Set[tuple[str, str]],
    columns: Mapping[str, str],
    labels: Mapping[str, str],
) -> list[Cell]:
    """What an exhibit states of its tests, as cells of kind p, p_below and p_not_below.

    cells: the numbers printed in its table; sums: (part, heading) of the columns whose answers are printed whole;
    columns: group -> heading; labels: variable -> its label in the table.
    """
    if statistic not in (PCT, MULTIPLE):
        return []
    found: list[Cell] = []
    for test in evidence.tests:
        variable = next((item for item in evidence.view.variables if item.id == test["variable"]), None)
        groups = _groups(evidence, test)
        if variable is None or test["test"] != "chi2" or pd.isna(test["p"]) or not groups:
            continue
        if not pd.isna(test.get("p_adjusted", float("nan"))):
            continue  # what decides is not the test's own p, which is not printed
        part, row = _place(evidence, variable, labels[variable.id])
        named = [columns[group] for group in groups]
        if _is_whole(cells, sums, part, row, named):
            states = _stated(evidence, decisive(test))
            found += [
                Cell(evidence.view.exhibit, row, ";".join(named), kind, value, decimals, part, evidence.view.exhibit)
                for kind, value, decimals in states
            ]
    return found


def _groups(evidence: Evidence, test: Mapping[str, Any]) -> list[str]:
    """The groups that a test compares: those that were asked; none where one is withheld."""
    panels = {panel.id: [group.id for group in panel.groups] for panel in evidence.view.panels}
    named = panels.get(test["groups"], str(test["groups"]).split("|"))
    shown = {group.id for group in evidence.view.groups}
    rows = [evidence.cell(test["variable"], BASE, group) for group in named]
    if not set(named) <= shown or any(row["suppressed"] for row in rows):
        return []
    return [group for group in named if evidence.base(test["variable"], group)]


def _place(evidence: Evidence, variable: Item, label: str) -> tuple[str, str]:
    """The part and the row of a table that hold what was tested: all answers to a question, or an item of a list."""
    view = evidence.view
    if not (view.categories or view.categories_of):
        return "", label
    return (label if len(view.variables) > 1 else ""), EVERYTHING


def _is_whole(cells: Sequence[Cell], sums: Set[tuple[str, str]], part: str, row: str, columns: Sequence[str]) -> bool:
    """Whether print holds all the test used: for every group one base and, of a question, all answers with their sum."""
    if len(columns) < 2 or any(";" in column for column in columns):
        return False
    bases = [cell.column for cell in cells if cell.part == part and cell.statistic == N]
    return all(bases.count(column) == 1 and (row != EVERYTHING or (part, column) in sums) for column in columns)


def _stated(evidence: Evidence, p: float) -> Iterator[tuple[str, Fraction, int]]:
    """(kind, value, decimals) of what a reader is told of a p: the number, or what its mark means."""
    view, levels = evidence.view, evidence.levels
    families = {test["groups"] for test in evidence.tests}
    if len({test["variable"] for test in evidence.tests}) == 1 or view.categories_of or len(families) > 1:
        printed = format_p(p, "en", named=False).replace("\u00a0", "")
        number = printed.lstrip("<>")
        statistic = {"<": BELOW, ">": NOT_BELOW}.get(printed[0], P)
        yield statistic, Fraction(number), len(number.partition(".")[2])
        return
    mark, small, large = mark_of(p, levels), *(Fraction(str(level)) for level in (levels[0], levels[-1]))
    if mark:
        yield BELOW, small if mark == "*" else large, 2
    if mark != "*":
        yield NOT_BELOW, small if mark else large, 2
