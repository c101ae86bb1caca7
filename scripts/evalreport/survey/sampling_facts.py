"""How an exhibit's sampling was treated, as rows of its estimates: which variance, lonely strata, replicates that did without.

Such a row has the variable `view.SAMPLING`; its category is the fact with its particulars, joined by `|`, its estimate a count.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from evalreport.files.estimates import SAMPLING, TOTAL, EstimateRow

VARIANCE, LONE, LOST, OPEN, FINITE, OUTSIDE = "variance", "lone", "lost", "open", "finite", "outside"
BOUNDS, MARGINS = "unbounded", "unraked"  # what raking in a replicate did without
EVENTS = (BOUNDS, MARGINS)


def fact_row(fact: Sequence[str], group: str = TOTAL, count: float = 1) -> EstimateRow:
    """A row of estimates, without the exhibit, that states a fact of a group."""
    return EstimateRow(SAMPLING, "|".join(fact), group, estimate=float(count))


def facts_of(estimates: Iterable[tuple[str, str, Any]]) -> list[tuple[tuple[str, ...], int]]:
    """(fact with its particulars, count) of each row, (variable, category, estimate), that states one."""
    return [
        (tuple(str(category).split("|")), int(estimate))
        for variable, category, estimate in estimates
        if variable == SAMPLING and not pd.isna(estimate)
    ]
