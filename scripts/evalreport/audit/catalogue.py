"""Counts of a table against the catalogue they were counted from: which units belong in each cell, one by one."""

import re
from collections.abc import Iterable, Sequence

from evalreport.audit.findings import SOFT, STRONG, Finding, found
from evalreport.audit.lines import is_total
from evalreport.audit.printed import COUNT, POSSIBLE, Cell, Coding
from evalreport.words.catalogue import word

Place = tuple[str, str, str, str]


def catalogue(cells: Sequence[Cell], codings: Sequence[Coding], language: str) -> list[Finding]:
    """Counts that the catalogue does not give; an empty cell of a table of counts is none."""
    units: dict[Place, tuple[list[str], list[str]]] = {}
    for coding in codings:
        sure, possible = units.setdefault((coding.table, coding.part, coding.row, coding.column), ([], []))
        (possible if coding.reading == POSSIBLE else sure).append(coding.unit)
    counted = {(place[0], place[1]) for place in units}
    findings = []
    for cell in cells:
        if (
            cell.statistic != COUNT
            or (cell.table, cell.part) not in counted
            or is_total(cell.row)
            or is_total(cell.column)
        ):
            continue
        sure, possible = units.get((cell.table, cell.part, cell.row, cell.column), ([], []))
        finding = _cell(cell, _in_order(sure), _in_order(set(possible) - set(sure)), language)
        findings += [finding] if finding else []
    return findings


def _in_order(units: Iterable[str]) -> list[str]:
    """Units by name, the numbers in them by size: M2 before M10."""
    return sorted(
        set(units), key=lambda unit: [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", unit)]
    )


def _cell(cell: Cell, sure: Sequence[str], possible: Sequence[str], language: str) -> Finding | None:
    """A count outside what the catalogue gives is strong; one that needs a doubtful unit is soft."""
    printed = int(cell.value or 0)
    if printed == len(sure):
        return None
    reachable = len(sure) < printed <= len(sure) + len(possible)
    key = "audit_catalogue_possible" if reachable else "audit_catalogue"
    statement = word(key, language).format(row=cell.row, column=cell.column, printed=printed, counted=len(sure))
    shown = f"{len(sure)}: {', '.join(sure) or '–'}"
    if possible:
        shown += f"; {word('audit_doubtful', language)}: {', '.join(possible)}"
    return found("catalogue", SOFT if reachable else STRONG, cell, f"{cell.row}, {cell.column}", statement, shown)
