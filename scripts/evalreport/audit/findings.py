"""What an audit found: where, how sure, in a plain sentence, with the arithmetic that shows it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import pandas as pd

from evalreport.audit.printed import Cell

PROVEN, STRONG, SOFT = "proven", "strong", "soft"
GRADES = (PROVEN, STRONG, SOFT)
CHECKS = ("grim", "sums", "totals", "bases", "catalogue", "pvalues", "prose", "pairs")


@dataclass(frozen=True)
class Finding:
    """One finding; check: one of CHECKS; grade: one of GRADES (the rules stand in docs/audit.md)."""

    check: str
    grade: str
    table_id: str
    place: str  # the column, row or cell of the table
    statement: str
    arithmetic: str
    file: str = ""
    row: int = 0
    source_line: str = ""


COLUMNS = [field.name for field in fields(Finding)]


def found(check: str, grade: str, cell: Cell, place: str, statement: str, arithmetic: str) -> Finding:
    """A finding at a printed cell."""
    return Finding(check, grade, cell.table, place, statement, arithmetic, cell.file, cell.line, cell.source)


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings as a table: proven first, then by check, file and row."""
    order = sorted(
        set(findings),
        key=lambda f: (GRADES.index(f.grade), CHECKS.index(f.check), f.table_id, f.row, f.place, f.statement),
    )
    return pd.DataFrame([astuple(finding) for finding in order], columns=COLUMNS)
