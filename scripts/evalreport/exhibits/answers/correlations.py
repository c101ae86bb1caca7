"""Tables of correlations: which pairs of variables, how they stand in the table, and what the note says of them."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.plan import number_problems
from evalreport.exhibits.answers.table import marks_of
from evalreport.exhibits.answers.view import answers_view
from evalreport.exhibits.cells import Row, label_with_mark, number_cell
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground
from evalreport.exhibits.notes.parts import marks_explained
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import CORRELATION
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number


def correlation_problems(exhibit: Exhibit, ground: Ground) -> Iterable[Found]:
    """Fewer than two variables, and variables that are no numbers."""
    if len(items_of(exhibit, ground.codebooks[exhibit.instrument])) < 2:
        yield "a correlation of one variable", "Name two or more"
    yield from number_problems(exhibit, ground)


def correlation_view(exhibit: Exhibit, ground: Ground) -> View:
    """The variables as rows, and those before the last, by their number, as columns."""
    items = items_of(exhibit, ground.codebooks[exhibit.instrument])[:-1]
    columns = tuple(Item(item.name, str(number)) for number, item in enumerate(items, start=1))
    view = answers_view(exhibit, ground, "correlation", panels=(Panel("items", "", columns),))
    return replace(view, method=exhibit.method)


def correlation_grid(evidence: Evidence) -> Grid:
    """A row a variable with its number, a column each of those before it; nothing above the diagonal."""
    view, marks = evidence.view, marks_of(evidence)
    rows: list[Row] = []
    for number, item in enumerate(view.variables, start=1):
        cells = [
            number_cell(evidence, item.id, CORRELATION, group.id, mark=marks.get((item.id, group.id), ""))
            for group in view.groups[: number - 1]
        ]
        blank = [""] * (len(view.groups) - len(cells))
        rows.append((escape(f"{number}. {label_with_mark(item)}"), *cells, *blank))
    return Grid(("", *(group.label for group in view.groups)), tuple(rows))


def correlation_notes(evidence: Evidence) -> list[str]:
    """Which correlation it is, of how many, and what the marks mean."""
    view, language = evidence.view, evidence.view.language
    rows = [row for row in evidence.estimates.values() if row["category"] == CORRELATION and not row["suppressed"]]
    known = sorted(int(row["n"]) for row in rows)
    ends = [format_number(n, 0, language) for n in dict.fromkeys([*known[:1], *known[-1:]])]
    said = word(f"correlation_{view.method}", language).format(n="–".join(ends) or word("suppressed_sign", language))
    marks = [f"{mark}." for mark in marks_explained(evidence, "change_mark")]
    withheld = sum(row["category"] == CORRELATION and row["suppressed"] for row in evidence.estimates.values())
    tested = (
        sum(not pd.isna(test["p"]) for test in evidence.tests) + withheld
    )  # withheld ones count among those adjusted for
    adjusted = [] if tested < 2 else [word("holm", language).format(count=tested)]
    return [said, *marks, *adjusted]
