"""The background that divides the respondents in a whole plan of exhibits: one key, said of the evaluation or nearer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Background:
    """Groupings that every exhibit of a plan shows beside what it shows anyway.

    by: groupings, in order; test: the groups of each are tested where the exhibit says nothing of tests; sentences: what they
    show is told in words below each exhibit.
    """

    by: tuple[str, ...] = ()
    test: bool = True
    sentences: bool = False


def background_of(data: Any) -> Background | None:
    """The background that a `background` key says: a list of groupings, a mapping, false for none; None where it says none of its own."""
    if data is None or data is True:
        return None
    if isinstance(data, Mapping):
        return Background(tuple(data["by"]), data.get("test", True), data.get("sentences", False))
    return Background(tuple(data or ()))
