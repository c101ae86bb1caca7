"""What stands beside the numbers of a table: counts beside shares, standard deviations beside means."""

from collections.abc import Iterator

from evalreport.evaluation.model import Exhibit

BRACKETS, COLUMNS, DEVIATIONS = "brackets", "columns", "sd"
DOUBLED = {
    COLUMNS: ("count_head", "sign_percent"),
    DEVIATIONS: ("mean_head", "sd_head"),
}  # words above the two columns of a group


def beside_of(exhibit: Exhibit) -> str:
    """What stands beside the numbers of an exhibit, "" for nothing."""
    return DEVIATIONS if exhibit.sd else exhibit.counts


def beside_problems(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """(found, expected) of columns beside those of a figure, or beside letters, rows of precision and intervals."""
    key = "sd" if exhibit.sd else "counts"
    if not beside_of(exhibit):
        return
    if exhibit.display != "table":
        yield f"{key} in an exhibit with display: {exhibit.display}", "Only a table shows them"
    for other in ("pairwise", "precision", "intervals"):
        if getattr(exhibit, other):
            yield f"{key} beside {other}", "Show one of them, or make two tables"
    if exhibit.stated is not None:
        yield f"{key} beside stated", "Show one of them, or make two tables"
