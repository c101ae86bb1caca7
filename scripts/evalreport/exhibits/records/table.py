"""Listings and matrices as tables of text: codes as their labels, headings across the table."""

from evalreport.exhibits.evidence import Evidence
from evalreport.files.estimates import TOTAL
from evalreport.markdown.grid import Grid, escape
from evalreport.records.codes import split_codes
from evalreport.words.dates import format_dates

EMPTY = "–"


def text_grid(evidence: Evidence) -> Grid:
    """The table of an exhibit that prints text."""
    view = evidence.view
    head = tuple(escape(column.label) for column in view.categories)
    columns = [column.id for column in view.categories]
    rows: list[tuple[str, ...]] = []
    for heading in dict.fromkeys(cell["heading"] for cell in evidence.texts) or [""]:
        lines = _lines(evidence, heading)
        if heading and lines:
            rows.append((f"**{escape(_group_label(evidence, heading))}**",))
        rows += [tuple(_cell(evidence, name, cells.get(name, "")) for name in columns) for cells in lines]
    return Grid(head, tuple(rows), text_columns=len(head))


def _lines(evidence: Evidence, heading: str) -> list[dict[str, str]]:
    """The rows under a heading as column -> text; a matrix names its rows in its first column."""
    first = evidence.view.categories[0].id
    lines: dict[str, dict[str, str]] = {}
    for cell in evidence.texts:
        if cell["heading"] == heading:
            lines.setdefault(cell["row"], {first: cell["row"]})[cell["column"]] = cell["text"]
    return list(lines.values())


def _group_label(evidence: Evidence, code: str) -> str:
    return next((group.label for group in evidence.view.groups if group.id == code and code != TOTAL), code)


def _cell(evidence: Evidence, column: str, text: str) -> str:
    """A cell for the reader: labels for codes, days in words, several texts separated by semicolons."""
    labels = {item.id: item.label for item in evidence.view.categories_of.get(column, ())}
    if labels:
        shown = [labels.get(code, code) for code in split_codes(text)]
        text = ", ".join(
            [*shown[:1], *(label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in shown[1:])]
        )
    lines = [format_dates(line, evidence.view.language) for line in text.split("\n") if line]
    return escape("; ".join(lines)) or EMPTY
