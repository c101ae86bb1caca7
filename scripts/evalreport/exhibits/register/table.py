"""Tables of units by name: of a register, or of the response."""

import math

from evalreport.exhibits.cells import EMPTY, Row, share_cell
from evalreport.exhibits.evidence import Evidence
from evalreport.markdown.grid import Grid, escape
from evalreport.weighting.response_parts import RATES, REASON
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number


def units_grid(evidence: Evidence) -> Grid:
    """A row a unit by name, with its group and its answer; names are data, their order is the register's."""
    view = evidence.view
    groups = {group.id: group.label for group in view.groups}
    answers = {category.id: category.label for category in view.categories}
    head = (view.variables[0].label, word("group", view.language), view.variables[1].label)
    rows = (
        (escape(name), escape(groups[group]), escape(answers.get(code, EMPTY)))
        for name, code, group in evidence.estimates
        if group in groups
    )
    return Grid(tuple(map(escape, head)), tuple(rows))


def by_unit_grid(evidence: Evidence) -> Grid:
    """A row a unit by name under the heading of its group, why it did not answer beside it."""
    view = evidence.view
    rows: list[Row] = []
    for heading in view.variables:
        rows += [(f"**{escape(heading.label)}**",)] if len(view.variables) > 1 else []
        names = dict.fromkeys(category for variable, category, _ in evidence.estimates if variable == heading.id)
        rows += [
            (escape(name), *(_of_unit(evidence, heading.id, name, column.id) for column in view.groups))
            for name in names
        ]
    over = tuple(map(escape, ("", *(column.over for column in view.groups))))
    head = ("", *(escape(column.label) for column in view.groups))
    words = sum(column.id.rpartition(":")[2] == REASON for column in view.groups)
    return Grid(head, tuple(rows), over if any(over) else (), 1 + words)


def _of_unit(evidence: Evidence, heading: str, name: str, column: str) -> str:
    """One cell of a unit: a rate, a count, or the reason why it did not answer."""
    view, quantity = evidence.view, column.rpartition(":")[2]
    if quantity == REASON:
        found = [c.label for c in view.categories if (heading, name, f"{column}:{c.id}") in evidence.estimates]
        return escape(" ".join(found))
    if quantity in RATES:
        return share_cell(evidence, heading, name, column)
    if evidence.cell(heading, name, column)["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(heading, name, column)
    if math.isnan(value):
        return EMPTY
    return format_number(value, 0 if value.is_integer() else 1, view.language)
