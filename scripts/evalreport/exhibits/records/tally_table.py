"""Registrations as a table: parts with their sum, what may overlap apart from them, and `ca.` before what is approximate."""

import math

import pandas as pd

from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.records.tallies import OVERLAPPING, TALLIED
from evalreport.exhibits.view import Item
from evalreport.files.estimates import BASE, SUM
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number, format_percent
from evalreport.words.sentences import lower_first

EMPTY = "–"


def tally_grid(evidence: Evidence) -> Grid:
    """A row a category; under each unit the number, the percentage, or both."""
    view = evidence.view
    wanted = view.counts.removeprefix(TALLIED)
    columns = ("counts", "percent") if wanted == "both" else (wanted,)
    parts = [category for category in view.categories if category.over != OVERLAPPING]
    others = [category for category in view.categories if category.over == OVERLAPPING]
    labels = {item.id: item.label for item in view.categories_of[SUM]}
    rows = [_row(evidence, item, item.id, columns) for item in parts]
    separate = _has_base(evidence)
    if parts:
        rows.append(_row(evidence, Item(SUM, f"*{escape(labels[SUM])}*"), SUM, columns, plain=True))
    if parts and others:
        rows.append((f"**{word('tally_overlapping', view.language)}**",))
    rows += [_row(evidence, item, item.id, columns) for item in others]
    if separate and "counts" in columns:
        rows.append(_row(evidence, Item(BASE, f"*{escape(labels[BASE])}*"), BASE, columns, plain=True))
    if len(columns) == 1:
        return Grid(("", *(escape(group.label) for group in view.groups)), tuple(rows))
    over = ("", *(escape(group.label) for group in view.groups for _ in columns))
    head = ("", *(word(f"tally_{column}", view.language) for _ in view.groups for column in columns))
    return Grid(head, tuple(rows), over)


def _has_base(evidence: Evidence) -> bool:
    """Whether there is a category that counts everybody, besides the sum of the parts."""
    labels = {item.id: item.label for item in evidence.view.categories_of[SUM]}
    return labels[BASE] != labels[SUM]


def _row(
    evidence: Evidence, item: Item, category: str, columns: tuple[str, ...], plain: bool = False
) -> tuple[str, ...]:
    """One row; plain: the label is Markdown already, and a base has no percentage."""
    cells = (
        "" if column == "percent" and category == BASE else _cell(evidence, category, group.id, column)
        for group in evidence.view.groups
        for column in columns
    )
    return (item.label if plain else escape(item.label), *cells)


def _cell(evidence: Evidence, category: str, group: str, column: str) -> str:
    view, variable = evidence.view, evidence.view.variables[0].id
    if column == "percent":
        share = evidence.value(variable, category, group)
        return EMPTY if math.isnan(share) else format_percent(share, view.decimals, view.language)
    n = evidence.cell(variable, category, group)["n"]
    if n is None or pd.isna(n):
        return EMPTY
    return evidence.about(variable, category, group) + format_number(float(n), 0, view.language)


def tally_notes(evidence: Evidence) -> list[str]:
    """What the percentages are of, and what `ca.` means, as far as the table has them."""
    view = evidence.view
    wanted, variable = view.counts.removeprefix(TALLIED), view.variables[0].id
    labels = {item.id: item.label for item in view.categories_of[SUM]}
    said = []
    if wanted != "counts" and any(category.over != OVERLAPPING for category in view.categories):
        said.append(word("tally_of_sum", view.language))
    if any(category.over == OVERLAPPING for category in view.categories):
        key = "tally_not_added" if wanted == "counts" else "tally_of_base"
        said.append(word(key, view.language).format(base=lower_first(labels[BASE])))
    if any(evidence.about(variable, c, g.id) for _, c, _ in evidence.estimates for g in view.groups):
        said.append(word("tally_about_" + ("percent" if wanted == "percent" else "counts"), view.language))
    return said
