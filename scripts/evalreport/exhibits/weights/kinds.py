"""The kinds of exhibits of weights and what they do."""

from collections.abc import Callable, Iterator
from typing import Any

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.cells import answer_rows, count_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground, Kind, Needs
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.notes.rounding import rounding_note
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.statistics import POINTS
from evalreport.exhibits.weights.plan import MARGINS, SOURCES, of_edition, scheme_problems
from evalreport.exhibits.weights.view import weighting_view
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid
from evalreport.weighting.measures import AGAINST, DIFFERENCES


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


def _note(evidence: Evidence) -> list[str]:
    """What most kinds say, and a word on rounding where the differences of columns do not follow from them."""
    return usual_note(evidence, rounding_note(evidence, _differences(evidence)))


def _differences(evidence: Evidence) -> Iterator[tuple[float, float, float]]:
    """The differences of columns that a table shows beside these; a figure has no bar for them."""
    shown = {group.id for group in evidence.view.groups}
    for variable, category, group in evidence.estimates:
        wave, _, name = group.rpartition(":")
        if name in DIFFERENCES and group in shown:
            unit = 100 if evidence.unit(category, group) == POINTS else 1
            number, taken, difference = (
                unit * evidence.value(variable, category, f"{wave}:{column}") for column in (*DIFFERENCES[name], name)
            )
            yield number, taken, difference


def _drawn(exhibit: Exhibit, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of the margins: a figure of shares has no bar for a difference of two."""
    return columns if exhibit.display == "table" else tuple(name for name in columns if name not in DIFFERENCES)


def _kind(name: str, part: Callable[[Exhibit], str], columns: tuple[str, ...], *keys: str, **own: Any) -> Kind:
    """A kind that shows a weighting scheme; part: of the diagnostics; columns: those of the margins."""
    return Kind(
        name,
        ("weights", *keys),
        lambda exhibit: Needs(diagnostics=exhibit.weights),
        lambda exhibit, ground: weighting_view(exhibit, ground.evaluation, part(exhibit), _drawn(exhibit, columns)),
        _grid,
        inputs=lambda exhibit, ground: {"part": part(exhibit)},
        note=_note,
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
