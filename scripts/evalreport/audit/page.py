"""The findings for a reader: a table in the report, and a page of their own as Markdown (for Word) and as HTML."""

from collections.abc import Sequence
from html import escape as html
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from evalreport.audit.findings import CHECKS, GRADES
from evalreport.markdown.grid import Grid, escape, markdown
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

TEXT = ("check", "grade", "table_id", "place", "statement", "arithmetic", "file", "source_line")


WIDTHS = "22 34 44"  # per cent of the page for place, finding and arithmetic
LONG = 20  # letters of a name that fit the first column
MAY_BREAK = "&#8203;"  # a space of no width; as a letter it would shift the lines of the grid


def where(row: Any, language: str) -> str:
    """`t_age, 2009 | Total, line 4767`: where a reader finds the print, or the row of the file where no line is known."""
    place = [] if row.place in ("", row.table_id) else [row.place]
    if row.source_line:
        return ", ".join([row.table_id, *place, word("audit_line", language).format(line=row.source_line)])
    return ", ".join([row.table_id, *place, *([word("audit_row", language).format(row=row.row)] if row.row else [])])


def _breakable(text: str) -> str:
    """Names that are too long for their column may go on after a _."""
    return " ".join(part.replace(r"\_", rf"\_{MAY_BREAK}") if len(part) > LONG else part for part in text.split(" "))


def _of_grade(findings: pd.DataFrame, grade: str) -> list[Any]:
    return list(findings[findings["grade"] == grade].itertuples())


def count(findings: pd.DataFrame, grade: str = "", check: str = "") -> int:
    """How many findings there are of a grade and a check; of all where none is named."""
    of_grade = findings["grade"].eq(grade) if grade else True
    of_check = findings["check"].eq(check) if check else True
    return int((pd.Series(True, index=findings.index) & of_grade & of_check).sum())


def findings_block(findings: pd.DataFrame, grade: str, language: str, landscape: bool = True) -> str:
    """The findings of a grade as a captioned table, on turned pages or not; a sentence where there are none."""
    rows = [
        (_breakable(escape(where(row, language))), escape(row.statement), escape(row.arithmetic))
        for row in _of_grade(findings, grade)
    ]
    if not rows:
        return word("audit_none", language)
    head = tuple(word(key, language) for key in ("audit_where", "audit_what", "audit_how"))
    caption = word("audit_findings_caption", language).format(grade=word(f"audit_{grade}", language))
    body = markdown(Grid(head, tuple(rows), text_columns=3), landscape)
    table = f'::: {{#tbl-audit_{grade} .exhibit widths="{WIDTHS}"}}\n{body}\n\n: {escape(caption)}\n:::'
    return f"::: landscape\n\n{table}\n\n:::" if landscape else table


def audit_functions(findings: pd.DataFrame | None, language: str) -> dict[str, Any]:
    """What a template may ask of the findings of the published tables: audit_findings(grade), audit_count(grade, check)."""

    def known() -> pd.DataFrame:
        if findings is None:
            raise ValueError("the edition has no published tables to audit")
        return findings

    def checked(value: str, among: Sequence[str]) -> str:
        if value and value not in among:
            raise ValueError(f"{value!r} is none of {', '.join(among)}")
        return value

    def audit_findings(grade: str) -> str:
        return findings_block(known(), checked(grade, GRADES), language)

    def audit_count(grade: str = "", check: str = "") -> str:
        return format_number(count(known(), checked(grade, GRADES), checked(check, CHECKS)), 0, language)

    return {"audit_findings": audit_findings, "audit_count": audit_count}


def counts_line(findings: pd.DataFrame) -> str:
    """`Findings: 0 proven, 1 strong, 4 soft.`"""
    return f"Findings: {', '.join(f'{count(findings, grade)} {grade}' for grade in GRADES)}."


def own_section(findings: pd.DataFrame | None) -> list[str]:
    """The section of summary.md on the report's own tables: how many findings, and those that are no mere remarks."""
    if findings is None:
        return []
    serious = findings[findings["grade"].isin(GRADES[:2])]
    lines = [f"- **{r.grade}** {r.table_id}, {r.place}: {r.statement} {r.arithmetic}" for r in serious.itertuples()]
    return ["## Audit of our own tables", counts_line(findings), *(["\n".join(lines)] if lines else [])]


def markdown_page(findings: pd.DataFrame, tables: int, cells: int, language: str) -> str:
    """The findings as a chapter of their own, for Word: what the classes mean, then a table of each."""
    meanings = [f"- **{_heading(findings, g, language)}**: {word(f'audit_{g}_means', language)}" for g in GRADES]
    head = f"# {word('audit_title', language)} {{#ch-audit}}"
    blocks = [findings_block(findings, grade, language, False) for grade in GRADES if count(findings, grade)]
    found = blocks or [word("audit_none", language)]
    return "\n\n".join([head, _counted(tables, cells, language), "\n".join(meanings), *found]) + "\n"


def _counted(tables: int, cells: int, language: str) -> str:
    return word("audit_of", language).format(tables=tables, cells=cells)


def _heading(findings: pd.DataFrame, grade: str, language: str) -> str:
    return f"{word(f'audit_{grade}', language).capitalize()} ({count(findings, grade)})"


def html_page(findings: pd.DataFrame, tables: int, cells: int, language: str, template: Path) -> str:
    """The findings as one page with everything in it: light, dark and in print."""
    title = word("audit_title", language)
    sections = "\n".join(_section(findings, grade, language) for grade in GRADES)
    return Template(template.read_text(encoding="utf-8")).substitute(
        language=language, title=html(title), counted=html(_counted(tables, cells, language)), sections=sections
    )


def _section(findings: pd.DataFrame, grade: str, language: str) -> str:
    rows = [_row(row, language) for row in _of_grade(findings, grade)]
    head = "".join(
        f'<th scope="col">{html(word(key, language))}</th>' for key in ("audit_where", "audit_what", "audit_how")
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{chr(10).join(rows)}\n</tbody></table>"
    inside = table if rows else f"<p>{html(word('audit_none', language))}</p>"
    meaning = html(word(f"audit_{grade}_means", language))
    return f'<section class="{grade}"><h2>{html(_heading(findings, grade, language))}</h2>\n<p>{meaning}</p>\n{inside}</section>'


def _row(row: Any, language: str) -> str:
    parts: Sequence[str] = [where(row, language), row.statement]
    file = (
        f"<br><small>{html(row.file)}, {html(word('audit_row', language).format(row=row.row))}</small>"
        if row.file
        else ""
    )
    arithmetic = "<br>".join(html(part) for part in row.arithmetic.split("; "))
    return f"<tr><td>{html(parts[0])}{file}</td><td>{html(parts[1])}</td><td>{arithmetic}</td></tr>"
