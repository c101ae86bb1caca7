"""What stands beside the numbers of a table, or in their place: counts of shares; deviations and the ends of means."""

from collections.abc import Iterator

from evalreport.evaluation.model import Exhibit
from evalreport.files.estimates import LARGEST, SD, SMALLEST

BRACKETS, COLUMNS, ONLY = COUNTED = ("brackets", "columns", "only")
DEVIATIONS, ENDS, SPREAD = ("sd", "range", "sd_range")
MEASURES = {DEVIATIONS: (SD,), ENDS: (SMALLEST, LARGEST), SPREAD: (SD, SMALLEST, LARGEST)}  # categories beside a mean
_HEADS = {SD: "sd_head", SMALLEST: "smallest_head", LARGEST: "largest_head"}
# What stands beside -> words above the columns of a group.
HEADED = {COLUMNS: ("count_head", "sign_percent")} | {
    beside: ("mean_head", *(_HEADS[category] for category in categories)) for beside, categories in MEASURES.items()
}


def beside_of(exhibit: Exhibit) -> str:
    """What stands beside the numbers of an exhibit, "" for nothing."""
    if exhibit.sd or exhibit.range:
        return SPREAD if exhibit.sd and exhibit.range else DEVIATIONS if exhibit.sd else ENDS
    return exhibit.counts


def beside_problems(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """(found, expected) of columns beside those of a figure, or beside letters, rows of precision and intervals."""
    key = "sd" if exhibit.sd else "range" if exhibit.range else "counts"
    if not beside_of(exhibit):
        return
    if exhibit.display != "table":
        yield f"{key} in an exhibit with display: {exhibit.display}", "Only a table shows them"
    for other in ("pairwise", "precision", "intervals"):
        if getattr(exhibit, other):
            yield f"{key} beside {other}", "Show one of them, or make two tables"
    if exhibit.stated is not None:
        yield f"{key} beside stated", "Show one of them, or make two tables"
