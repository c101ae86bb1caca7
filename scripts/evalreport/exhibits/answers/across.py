"""Items by answers as one table: a row an item, a column an answer, and N; with groups, a row a group below each item."""

from collections.abc import Iterator, Sequence
from functools import partial

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.table import in_order, rows_of_groups
from evalreport.exhibits.beside import COLUMNS, HEADED
from evalreport.exhibits.cells import Row, answer_rows, base_cell, cells_beside, framed, label_with_mark, share_cell
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found
from evalreport.exhibits.view import Item
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word

ACROSS = "columns"


def distribution_grid(evidence: Evidence) -> Grid:
    """The answers of a question as rows or, where the plan says so, as columns."""
    return across_grid(evidence) if evidence.view.across else framed(evidence, answer_rows(evidence))


def across_grid(evidence: Evidence) -> Grid:
    """A row an item, or a group where there are several: below the item's heading, or alone where there is but one item."""
    view = evidence.view
    n, labels = word("n", view.language), [escape(answer.label) for answer in view.categories]
    items = in_order(evidence, view.categories[0].id)
    rows = [*rows_of_groups(evidence, items, partial(_row, evidence))]
    if view.beside != COLUMNS:
        return Grid(("", *labels, n), tuple(rows))
    words = [escape(word(key, view.language)) for key in HEADED[COLUMNS]]
    over = ("", *(label for label in labels for _ in words), "")
    return Grid(("", *(each for _ in labels for each in words), n), tuple(rows), over)


def _row(evidence: Evidence, item: Item, group: Item, label: Item) -> Row:
    cells = [
        text
        for answer in evidence.view.categories
        for text in cells_beside(evidence, share_cell, item.id, answer.id, group.id)
    ]
    return (escape(label_with_mark(label)), *cells, base_cell(evidence, item.id, group.id))


def across_problems(exhibit: Exhibit, answers: Sequence[list[str]]) -> Iterator[Found]:
    """Answers as columns of a figure, or of items that have not the same; answers: those of each item."""
    if exhibit.answers != ACROSS:
        return
    if exhibit.display != "table":
        yield f"answers: columns with display: {exhibit.display}", "Only a table has columns"
    if any(each != answers[0] for each in answers):
        yield (
            "answers: columns of items that have not the same answers",
            "Put them together with a `collapse`, or leave `answers` out",
        )
