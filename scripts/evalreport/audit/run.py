"""The audit as a whole: printed tables in, findings out."""

import pandas as pd

from evalreport.audit.bases import bases
from evalreport.audit.catalogue import catalogue
from evalreport.audit.findings import findings_table
from evalreport.audit.grim import grim
from evalreport.audit.lines import lines_of
from evalreport.audit.pairs import pairs
from evalreport.audit.printed import Printed, in_text
from evalreport.audit.prose import linked, prose
from evalreport.audit.pvalues import pvalues
from evalreport.audit.sums import sums
from evalreport.audit.totals import totals


def audit(printed: Printed, language: str, bases_known: bool = False) -> pd.DataFrame:
    """The findings (columns: `findings.COLUMNS`) of all checks, worded in a language; BadInput where a link leads nowhere.

    bases_known: the tables are ours, and what each is based on, and tested with, is no question.
    """
    cells = [cell for cell in printed.cells if not in_text(cell.table)]
    lines = lines_of(cells)
    exchanged, rest = pairs(linked(printed.cells, printed.links), language)
    return findings_table(
        [
            *grim(lines, cells, language),
            *sums(lines, cells, language),
            *totals(lines, language),
            *([] if bases_known else bases(lines, cells, language)),
            *catalogue(cells, printed.codings, language),
            *pvalues(lines, cells, language, bases_known),
            *prose(rest, language),
            *exchanged,
        ]
    )
