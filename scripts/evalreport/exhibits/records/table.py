"""Tables of records: counts and sums by code, and texts with codes as their labels and headings across the table."""

from collections.abc import Mapping
from typing import Any

from evalreport.exhibits.cells import EMPTY, Row, base_row, framed, number_cell
from evalreport.exhibits.evidence import Evidence, several_codes
from evalreport.files.estimates import SUM, TOTAL, UNCODED
from evalreport.markdown.grid import Grid, escape
from evalreport.records.codes import split_codes
from evalreport.words.catalogue import word
from evalreport.words.dates import format_dates
from evalreport.words.numbers import format_number
from evalreport.words.sentences import join_words, lower_first


def amount_grid(evidence: Evidence) -> Grid:
    """A row a code with its sums; the row of all is set apart in italics."""
    return framed(
        evidence,
        [
            (
                f"*{escape(item.label)}*" if item.id == TOTAL else escape(item.label),
                *(number_cell(evidence, item.id, SUM, group.id) for group in evidence.view.groups),
            )
            for item in evidence.view.variables
        ],
    )


def count_grid(evidence: Evidence) -> Grid:
    """A row a code with counts, their sum where units can have several codes, and the number of units; a section a variable."""
    view, groups = evidence.view, evidence.view.groups
    rows: list[Row] = []
    summed = view.counts == "each" and several_codes(evidence)
    for variable in view.variables:
        codes = view.categories_of.get(variable.id, view.categories)
        rows += [(f"**{escape(variable.label)}**",)] if len(view.variables) > 1 else []
        counts = {(c.id, g.id): evidence.cell(variable.id, c.id, g.id) for c in codes for g in groups}
        rows += [
            (escape(code.label), *(_count(counts[code.id, group.id], view.language) for group in groups))
            for code in codes
        ]
        if summed and not any(cell["suppressed"] for cell in counts.values()):
            sums = (sum(int(counts[c.id, group.id]["n"] or 0) for c in codes) for group in groups)
            rows.append((f"*{word('codes_sum', view.language)}*", *(format_number(n, 0, view.language) for n in sums)))
    return framed(evidence, [*rows, base_row(evidence, view.variables[0].id)])


def _count(cell: Mapping[str, Any], language: str) -> str:
    if cell["suppressed"]:
        return word("suppressed_sign", language)
    return EMPTY if cell["n"] is None else format_number(float(cell["n"]), 0, language)


def coding_notes(evidence: Evidence) -> list[str]:
    """How units with several codes were counted, and how many have none."""
    view = evidence.view
    uncoded = {v: max(evidence.cell(v.id, UNCODED, g.id)["n"] or 0 for g in view.groups) for v in view.variables}
    said = [f"{lower_first(v.label)} {count}".strip() for v, count in uncoded.items() if count]
    sentence = word("uncoded" if len(view.variables) == 1 else "uncoded_each", view.language)
    without = [sentence.format(count=join_words(said, view.language))] if said and view.counts != "only" else []
    rule = [word(f"multiple_{view.counts}", view.language)] if view.counts != "each" or several_codes(evidence) else []
    return rule + without


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
