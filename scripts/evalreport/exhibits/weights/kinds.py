"""The kinds of exhibits of weights and what they do."""

from collections.abc import Callable, Iterator
from typing import Any

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.cells import answer_rows, count_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground, Kind, Needs
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.weights.plan import MARGINS, SOURCES, of_edition, scheme_problems
from evalreport.exhibits.weights.view import weighting_view
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid
from evalreport.weighting.measures import AGAINST


def _problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    yield from scheme_problems(exhibit, ground)
    if exhibit.source not in SOURCES:
        yield f"source: {exhibit.source!r} is nothing that weighting tells", suggestion(exhibit.source, SOURCES)


def _limited(exhibit: Exhibit, scope: Scope) -> Exhibit | str:
    """The exhibit with the waves that the edition knows."""
    limited = of_edition(exhibit, scope.whole, scope.edition)
    return limited if limited.where["wave"] else "the edition knows none of the waves it shows"


def _grid(evidence: Evidence) -> Grid:
    """Shares of categories, or measures."""
    return framed(evidence, count_rows(evidence) if evidence.view.measure.counting else answer_rows(evidence))


def _kind(name: str, part: Callable[[Exhibit], str], columns: tuple[str, ...], *keys: str, **own: Any) -> Kind:
    """A kind that shows a weighting scheme; part: of the diagnostics; columns: those of the margins."""
    return Kind(
        name,
        ("weights", *keys),
        lambda exhibit: Needs(diagnostics=exhibit.weights),
        lambda exhibit, ground: weighting_view(exhibit, ground.evaluation, part(exhibit), columns),
        _grid,
        inputs=lambda exhibit, ground: {"part": part(exhibit)},
        limited=_limited,
        weighed=True,
        **own,
    )


KINDS = (
    _kind(
        "representativeness", lambda exhibit: MARGINS, ("sample", "weighted", "population", "difference"),
        problems=scheme_problems, displays=("table", "bars"),
    ),
    _kind(
        "weights", lambda exhibit: exhibit.source, AGAINST[:4], "source",
        problems=_problems, displays=("table", "bars", "stacked", "trend"),
    ),
)  # fmt: skip
