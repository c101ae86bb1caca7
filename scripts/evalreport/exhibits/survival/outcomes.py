"""What becomes of a published statement of significance that is tested again; words and rules only, no data."""

import math
from collections.abc import Mapping, Sequence

PUBLISHED, SIMPLE, DESIGN, WEIGHTED, OUTCOME = "published", "simple", "design", "weighted", "outcome"
METHODS = (SIMPLE, DESIGN, WEIGHTED)
HOLDS, WEAKER, FALLS, APPEARS, UNTESTED = "holds", "weaker", "falls", "appears", "untested"
COUNTS = (
    "significant_all",
    "significant_holds",
    "significant_weaker",
    "significant_falls",
    "insignificant_all",
    "insignificant_holds",
    "insignificant_appears",
)


def outcome(level: float | None, p: float, levels: Sequence[float]) -> str:
    """What becomes of a statement published as significant at `level` (None: not significant) that is tested to p.

    holds: p is below the level, or still not below any; weaker: below a larger level only; falls: below none;
    appears: below one of the levels, published as not significant; untested: there is no p.
    """
    if math.isnan(p):
        return UNTESTED
    significant = p < max(levels)
    if level is None:
        return APPEARS if significant else HOLDS
    return HOLDS if p < level else WEAKER if significant else FALLS


def counted_outcomes(
    published: Mapping[str, float | None], p: Mapping[str, float], levels: Sequence[float]
) -> dict[str, int]:
    """Number of statements by what they were published as and what becomes of them (`COUNTS`); both arguments by statement.

    A statement that could not be tested again is counted among all only.
    """
    rows = dict.fromkeys(COUNTS, 0)
    for statement, level in published.items():
        group = "insignificant" if level is None else "significant"
        for name in (f"{group}_all", f"{group}_{outcome(level, p[statement], levels)}"):
            if name in rows:
                rows[name] += 1
    return rows
