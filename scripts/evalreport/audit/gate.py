"""Whether findings of the audit stop a final edition."""

import pandas as pd

from evalreport.audit.findings import PROVEN
from evalreport.files.errors import Problem


def gate_problems(findings: pd.DataFrame) -> list[Problem]:
    """The proven findings about our own numbers, which stop a final edition."""
    right = "A printed number of the report is wrong: tell those who maintain the program, or correct the exhibit"
    return [
        Problem(str(row.table_id), str(row.place), f"{row.statement} {row.arithmetic}", right)
        for row in findings[findings["grade"] == PROVEN].itertuples()
    ]
