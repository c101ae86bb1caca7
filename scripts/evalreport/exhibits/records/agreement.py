"""How far coders agree, as the reader sees it: the columns, the table and the note of exhibits of kind agreement."""

import math

import pandas as pd

from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item
from evalreport.files.estimates import BASE
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_percent

CODER = "coder"  # the column that says who coded
AGREED, KAPPA, ALPHA, USED = (
    "agreed",
    "kappa",
    "alpha",
    "used",
)  # the groups of the estimates, and the columns of the table
MEASURES = (AGREED, KAPPA, ALPHA, USED)
EMPTY = "–"


def measure_items(language: str) -> tuple[Item, ...]:
    """The measures as columns of the table."""
    return tuple(Item(name, word(f"agreement_{name}", language)) for name in MEASURES)


def agreement_grid(evidence: Evidence) -> Grid:
    """A section a coded variable: all codes together, then a row a code, with the measures of agreement."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    for variable in view.variables:
        n = evidence.base(variable.id, AGREED)
        known = format_number(n, 0, view.language) if n is not None else EMPTY
        rows.append((f"**{escape(variable.label)}** ({word('n', view.language)} = {known})",))
        lines = (Item(BASE, word("agreement_whole", view.language)), *view.categories_of[variable.id])
        rows += [
            (escape(line.label), *(_cell(evidence, variable.id, line.id, measure.id) for measure in view.groups))
            for line in lines
        ]
    return Grid(("", *(escape(measure.label) for measure in view.groups)), tuple(rows))


def _cell(evidence: Evidence, variable: str, category: str, measure: str) -> str:
    cell, language = evidence.cell(variable, category, measure), evidence.view.language
    value = evidence.value(variable, category, measure)
    if cell["suppressed"]:
        return word("suppressed_sign", language)
    if math.isnan(value) or (measure == USED and category == BASE):
        return EMPTY
    if measure == USED:
        return format_number(float(cell["n"]), 0, language)
    if measure == AGREED:
        return format_percent(value, evidence.view.decimals, language, False)
    ends = [cell["se"]] if measure == KAPPA else [cell["ci_low"], cell["ci_high"]]
    said = [format_number(float(end), 2, language) for end in ends if not pd.isna(end)]
    inside = f" ({'; '.join(said)})" if said else ""
    return escape(format_number(value, 2, language) + inside).replace(" ", NO_BREAK)


def agreement_notes(evidence: Evidence) -> list[str]:
    """What the measures are, and what a dash means where there is one."""
    view = evidence.view
    cells = [(v.id, c.id) for v in view.variables for c in view.categories_of[v.id]]
    undefined = any(math.isnan(evidence.value(*cell, ALPHA)) for cell in cells)
    return [word(key, view.language) for key in ("agreement_note", *["agreement_undefined"] * undefined)]
