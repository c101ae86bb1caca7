"""The register of disclosure control as one page in a browser: what is withheld, why, and what would lose less."""

from html import escape
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from evalreport.disclosure.register import BREACH, EXCEPTION, WITHHELD
from evalreport.words.catalogue import word

STATUSES = (BREACH, EXCEPTION, WITHHELD)
HEADINGS = (
    "disclosure_variable", "disclosure_category", "disclosure_group", "disclosure_rule", "disclosure_status", "disclosure_interval",
    "disclosure_narrowed",
)  # fmt: skip


def html_page(table: pd.DataFrame, titles: dict[str, str], report: str, language: str, template: Path) -> str:
    """The register as one page with everything in it, an exhibit a section; titles: exhibit -> title."""
    counts = table["status"].value_counts()
    counted = ", ".join(f"{word(f'disclosure_is_{s}', language)}: {counts.get(s, 0)}" for s in STATUSES)
    parts = [_section(name, rows, titles, language) for name, rows in table.groupby("exhibit", sort=False)]
    return Template(template.read_text(encoding="utf-8")).substitute(
        language=language,
        title=escape(f"{word('disclosure_title', language)}: {report}"),
        counted=escape(counted),
        warning=escape(word("disclosure_confidential", language)),
        sections="\n".join(parts) or f"<p>{escape(word('disclosure_nothing', language))}</p>",
    )


def _section(name: Any, rows: pd.DataFrame, titles: dict[str, str], language: str) -> str:
    head = "".join(f'<th scope="col">{escape(word(key, language))}</th>' for key in HEADINGS)
    lost, numbers = int(rows["lost"].iloc[0]), int(rows["numbers"].iloc[0])
    cost = word("disclosure_cost", language).format(lost=lost, numbers=numbers)
    advice = "".join(
        f"<li>{escape(word('disclosure_advice', language).format(variable=variable, together=told))}</li>"
        for variable, told in rows.groupby("variable", sort=False)["advice"].first().items()
        if told
    )
    body = "\n".join(_row(row, language) for row in rows.itertuples())
    listed = f"<ul>{advice}</ul>" if advice else ""
    return (
        f"<section><h2>{escape(titles.get(str(name), str(name)))} <small>{escape(str(name))}</small></h2>\n<p>{escape(cost)}</p>{listed}\n"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></section>"
    )


def _row(row: Any, language: str) -> str:
    rule = word(f"disclosure_rule_{row.rule}", language) if row.rule else ""
    status = word(f"disclosure_is_{row.status}", language)
    if row.status == EXCEPTION:
        status = f"{status}: {row.reason} ({row.approved_by})"
    known = "" if pd.isna(row.at_least) else word("disclosure_from_to", language).format(
        low=f"{row.at_least:.0f}", high="∞" if row.at_most == float("inf") else f"{row.at_most:.0f}"
    )  # fmt: skip
    cells = (row.variable, row.category, row.group, rule, status, known, row.narrowed_by)
    return f'<tr class="{row.status}">' + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"
