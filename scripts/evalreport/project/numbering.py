"""The numbers of chapters and appendices, as they are handed to what puts a report together."""

from collections.abc import Sequence
from typing import Any

from evalreport.evaluation.model import Chapter


def numbering(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """The place of each chapter: {"number": 8}, {"appendix": 3}, or neither; the "part" that begins with it, and its "language" where
    that is another than the report's."""
    return [_place(chapter) for chapter in chapters]


def _place(chapter: Chapter) -> dict[str, Any]:
    more = {"part": chapter.part, "language": chapter.language}
    return {"number": chapter.number, "appendix": chapter.appendix, **{key: said for key, said in more.items() if said}}


def with_figure_data(places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places with the appendix of the numbers behind figures last."""
    last = max((place["appendix"] or 0 for place in places), default=0)
    return [*places, {"number": None, "appendix": last + 1}]
