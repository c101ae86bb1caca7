"""The kind of exhibits of published statements of significance under other tests."""

from collections.abc import Iterator
from dataclasses import replace

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.cells import count_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground, Kind
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.plan.conditions import instrument_problems, sampled_needs, sampling_problems
from evalreport.exhibits.survival.statements import statement_params
from evalreport.exhibits.survival.table import statement_grid, statement_note
from evalreport.exhibits.survival.view import survival_view
from evalreport.exhibits.weighted_waves import unweighted
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid

LISTED, COUNTED = SOURCES = ("statements", "counts")


def _problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    yield from sampling_problems(exhibit, ground)
    if exhibit.source not in SOURCES:
        yield f"source: {exhibit.source!r}", suggestion(exhibit.source, SOURCES)
    yield from instrument_problems(exhibit, ground)


def _unweighted(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Waves that the weights leave out in the test of a statement."""
    for statement in ground.statements[exhibit.id]:
        yield from unweighted(replace(statement.exhibit, weights=exhibit.weights), ground)


def _compared(exhibit: Exhibit, ground: Ground) -> dict[str, Exhibit]:
    """Label of a statement -> its test, where the statements are listed."""
    return {s.label: s.exhibit for s in ground.statements[exhibit.id]} if exhibit.source == LISTED else {}


def _grid(evidence: Evidence) -> Grid:
    return framed(evidence, count_rows(evidence)) if evidence.view.measure.counting else statement_grid(evidence)


KINDS = (
    Kind(
        "survival",
        ("instrument", "source", "statements", "design", "weights"),
        sampled_needs,
        lambda exhibit, ground: survival_view(exhibit, ground.evaluation, ground.statements[exhibit.id]),
        _grid,
        lambda evidence: usual_note(evidence) if evidence.view.measure.counting else statement_note(evidence),
        required=("statements", "design"),
        problems=_problems,
        edition_problems=_unweighted,
        inputs=lambda exhibit, ground: statement_params(exhibit, ground.statements[exhibit.id], ground.evaluation),
        tested=lambda exhibit: exhibit.source == LISTED,
        compares=_compared,
    ),
)
