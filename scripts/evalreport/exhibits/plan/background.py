"""The plan broken down by a background: which exhibits get its groupings as columns, and their total and tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.background import Background, background_of
from evalreport.evaluation.model import Evaluation, Exhibit, Grouping
from evalreport.exhibits.registry import KINDS

WIDE = 8  # columns of a table that fit on an upright page


def broken_down(
    exhibit: Exhibit,
    given: Mapping[str, Any],
    background: Background | None,
    evaluation: Evaluation,
    books: Mapping[str, Codebook],
) -> Exhibit:
    """The exhibit with the background of its plan, or its own, behind its own groupings.

    given: its keys as the plan has them: what it says of `total`, `test`, `landscape` stands; background: that of the plan. That
    of the plan divides exhibits without groupings, or with waves only, that are no series and compare no pairs; a grouping whose
    own variable the exhibit shows, or that the exhibit's instrument has not, is left out.
    """
    own, kind = given.get("background"), KINDS[exhibit.kind]
    chosen = background_of(own) or background or Background()
    if not chosen.by or not kind.usual_test:
        return exhibit
    if own is None and (exhibit.display == "trend" or exhibit.pairwise or not _by_waves(exhibit, evaluation)):
        return exhibit
    book = books.get(exhibit.instrument)
    groupings = (evaluation.groupings.get(name) for name in chosen.by if name not in exhibit.by)
    added = tuple(g.id for g in groupings if g and not g.variables & set(exhibit.variables) and _known(g, book))
    if not added:
        return exhibit
    tested = chosen.test and kind.usual_test != "none" and not {"test", "test_groups"} & set(given)
    many = sum(len(evaluation.groupings[name].groups) for name in (*exhibit.by, *added)) >= WIDE
    return replace(
        exhibit,
        by=(*exhibit.by, *added),
        background=added,
        sentences=given.get("sentences", chosen.sentences),
        total=given.get("total", True),
        test=kind.usual_test if tested else exhibit.test,
        landscape=given.get("landscape", many and exhibit.display == "table"),
    )


def _by_waves(exhibit: Exhibit, evaluation: Evaluation) -> bool:
    """Whether waves alone divide an exhibit, or nothing."""
    groupings = [evaluation.groupings[name] for name in exhibit.by if name in evaluation.groupings]
    return len(groupings) == len(exhibit.by) and all(grouping.of_waves for grouping in groupings)


def _known(grouping: Grouping, book: Codebook | None) -> bool:
    return book is None or grouping.variables <= {*book.names, "wave"}
