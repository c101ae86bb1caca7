"""The kinds of exhibits of records: documents, coding tables and plans."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.cells import answer_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground, Kind, Needs
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.records import view as views
from evalreport.exhibits.records.agreement import agreement_grid, agreement_notes
from evalreport.exhibits.records.coverage import (
    coverage_grid,
    coverage_note,
    coverage_params,
    coverage_problems,
    coverage_view,
)
from evalreport.exhibits.records.plan import (
    agreement_problems,
    amount_problems,
    count_problems,
    name_problems,
    record_params,
    record_problems,
    section_params,
    timeline_problems,
)
from evalreport.exhibits.records.table import amount_grid, coding_notes, count_grid, text_grid
from evalreport.exhibits.records.tallies import tally_params, tally_problems, tally_view
from evalreport.exhibits.records.tally_table import tally_grid, tally_notes
from evalreport.exhibits.view import View
from evalreport.markdown.grid import Grid

Asks = Callable[[Exhibit, Evaluation], Iterable[Found]]


def _kind(
    name: str,
    view: Callable[[Exhibit, Evaluation], View],
    grid: Callable[[Evidence], Grid],
    *keys: str,
    required: tuple[str, ...] = (),
    asks: Asks = name_problems,
    params: Callable[[Exhibit, Evaluation], dict[str, Any]] = record_params,
    **own: Any,
) -> Kind:
    """A kind that shows a table of records; asks: what is wrong with records that there are; params: what its numbers depend on."""

    def problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
        unknown = [*record_problems(exhibit, ground.evaluation)]
        yield from unknown or asks(exhibit, ground.evaluation)

    return Kind(
        name,
        ("records", "persons", *keys),
        lambda exhibit: Needs(records=exhibit.records),
        lambda exhibit, ground: view(exhibit, ground.evaluation),
        grid,
        required=("records", *required),
        problems=problems,
        limited=_limited,
        inputs=lambda exhibit, ground: params(exhibit, ground.evaluation),
        limits=lambda exhibit, cell, base: (cell, base) if exhibit.persons else (0, 0),
        **own,
    )


def _limited(exhibit: Exhibit, scope: Scope) -> Exhibit | str:
    """The exhibit while the edition knows its records."""
    source = exhibit.records.partition(".")[0]
    return exhibit if source in scope.evaluation.records else f"the edition does not know the records {source!r}"


KINDS = (
    _kind(
        "count", views.count_view, count_grid,
        "rows", "columns", "across", "unit", "multiple", "total", "scale", "sort",
        displays=("table", "bars", "stacked", "trend"), asks=count_problems,
        params=lambda exhibit, evaluation: record_params(exhibit, evaluation) | section_params(exhibit, evaluation),
        note=lambda evidence: [*coding_notes(evidence), *usual_note(evidence, empty="")],  # no records print as 0
    ),
    _kind("listing", views.listing_view, text_grid, "columns", "group_by", "order", required=("columns",), worded=True),
    _kind(
        "matrix", views.matrix_view, text_grid, "rows", "across", "cell",
        required=("rows", "across", "cell"), worded=True,
    ),
    _kind(
        "tally", tally_view, tally_grid, "form", "across", "source",
        required=("form", "across"), params=tally_params,
        asks=lambda exhibit, evaluation: [*name_problems(exhibit, evaluation), *tally_problems(exhibit, evaluation)],
        note=lambda evidence: [*tally_notes(evidence), *usual_note(evidence, empty="blank_note")],
    ),
    _kind(
        "amount", views.amount_view, amount_grid, "rows", "columns", "across", "total",
        required=("rows", "columns"), decimals=0, asks=amount_problems,
        note=lambda evidence: usual_note(evidence, empty="blank_note"),
    ),
    _kind(
        "timeline", views.timeline_view, lambda evidence: framed(evidence, answer_rows(evidence)), "rows", "across", "total", "multiple",
        required=("rows",), asks=timeline_problems, own_form=True, worded=True,
    ),
    _kind("references", views.references_view, text_grid, "cell", "rows", "group_by", required=("cell",), worded=True),
    _kind(
        "coverage", coverage_view, coverage_grid,
        asks=coverage_problems, params=coverage_params, worded=True,
        note=lambda evidence: [coverage_note(evidence)],
    ),
    _kind(
        "agreement", views.agreement_view, agreement_grid, "columns", "unit",
        required=("columns", "unit"), asks=agreement_problems, params=section_params,
        note=lambda evidence: [*agreement_notes(evidence), *usual_note(evidence)],
    ),
)  # fmt: skip
