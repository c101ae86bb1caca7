"""A list of references in a chapter: the publications of a source of records, under headings by two code lists."""

from itertools import count

from evalreport.evidence import Evidence
from evalreport.grid import escape
from evalreport.view import TOTAL


def references_block(evidence: Evidence) -> str:
    """The references as citeproc wrote them, each in the form of an entry of the bibliography; a part without any has no heading."""
    view = evidence.view
    parts: list[str] = []
    number = count(1)
    for group in view.groups:
        heading = "" if group.id == TOTAL else group.id
        own = [cell for cell in evidence.texts if cell["heading"] == heading]
        if own and heading:
            parts.append(f"### {escape(group.label)} {{.unnumbered}}")
        for kind in [*((item.id, item.label) for item in view.categories), ("", "")]:
            entries = [cell["text"] for cell in own if cell["column"] == kind[0]]
            if entries and kind[1]:
                parts.append(f"*{escape(kind[1])}*")
            parts += [f"::: {{#{view.exhibit}-{next(number)} .csl-entry}}\n{entry}\n:::" for entry in entries]
    return "\n\n".join(parts)
