"""The kinds of exhibits about the data themselves: response, flows, registers, and what the cleaning did."""

from collections.abc import Iterator
from typing import Any

from evalreport.codebook.conditions import variables_in
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.cells import count_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import FORMS, RESPONSE, Found, Ground, Kind, Needs
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.panels import panel_params
from evalreport.exhibits.plan.conditions import instrument_problems, question_problems
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.register.plan import (
    by_unit,
    column_prefixes,
    flow_problems,
    quantity_problems,
    response_problems,
    unit_problems,
)
from evalreport.exhibits.register.table import by_unit_grid, units_grid
from evalreport.exhibits.register.view import cleaning_view, flow_view, response_view, units_view
from evalreport.exhibits.view import View
from evalreport.markdown.grid import Grid
from evalreport.weighting.response_parts import AAPOR, STANDARD
from evalreport.words.catalogue import word


def _count_grid(evidence: Evidence) -> Grid:
    return framed(evidence, count_rows(evidence))


def _panels(exhibit: Exhibit, ground: Ground) -> dict[str, Any]:
    return {"panels": panel_params(exhibit, ground.evaluation)}


def _response_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    yield from response_problems(exhibit, ground)
    if ground.evaluation.response:
        yield from quantity_problems(exhibit, ground.evaluation.response)
        yield from unit_problems(exhibit, ground) if by_unit(exhibit) else ()


def _flow_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    yield from [*flow_problems(exhibit, ground)] or response_problems(exhibit, ground)


def _known_response(exhibit: Exhibit, scope: Scope) -> Exhibit | str:
    """The exhibit while the edition knows a wave of the response."""
    known = column_prefixes(exhibit, scope.whole, scope.edition)
    return exhibit if known else "the response is that of a wave the edition does not know"


def _columns(exhibit: Exhibit, ground: Ground) -> dict[str, Any]:
    """Groups, and what stands before the ids of the columns of each wave."""
    return _panels(exhibit, ground) | {"columns": column_prefixes(exhibit, ground.evaluation, ground.edition)}


def _response_view(exhibit: Exhibit, ground: Ground) -> View:
    columns = column_prefixes(exhibit, ground.evaluation, ground.edition)
    return response_view(exhibit, ground.evaluation, ground.codebooks, columns)


def _unit_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    unknown = [*instrument_problems(exhibit, ground)] or [*question_problems(exhibit, ground)]
    yield from unknown
    if not unknown:
        coded = [ground.codebooks[exhibit.instrument].variable(name).is_coded for name in exhibit.variables]
        if len(coded) != 2 or not coded[1]:
            found = f"kind units with the variables {', '.join(exhibit.variables)}"
            yield found, "Two: one with the names of the units, one with coded answers"


def _used(exhibit: Exhibit, ground: Ground) -> set[str]:
    items = items_of(exhibit, ground.codebooks[exhibit.instrument])
    return {*(variable.name for variable in items), *variables_in(exhibit.where)}


def _response_note(evidence: Evidence) -> list[str]:
    """What most kinds say, and by which edition of AAPOR's definitions rates are named."""
    view = evidence.view
    rates = any(item.id.endswith(AAPOR) for item in (*view.variables, *view.groups))
    return [*usual_note(evidence), *([word("aapor_note", view.language).format(**STANDARD)] if rates else [])]


KINDS = (
    Kind(
        "response", ("variables", "by", "groups", "total", "source"), lambda exhibit: Needs(response=True), _response_view,
        lambda evidence: _count_grid(evidence) if evidence.view.measure.counting else by_unit_grid(evidence),
        note=_response_note, required=("variables",), displays=("table", "bars", "trend"), problems=_response_problems,
        limited=_known_response, inputs=_columns, respondents=lambda exhibit: "" if by_unit(exhibit) else RESPONSE,
        # Where each unit is a group of its own, a cell is a base.
        limits=lambda exhibit, cell, base: (max(cell, base), base) if by_unit(exhibit) else (cell, base),
    ),
    Kind(
        "flow", ("instrument", "variables", "by", "groups", "total"),
        lambda exhibit: Needs(response=True, log=exhibit.instrument),
        lambda exhibit, ground: flow_view(exhibit, ground.evaluation), _count_grid,
        required=("variables",), displays=("table", "flow"), problems=_flow_problems,
        limited=_known_response, inputs=_columns, respondents=lambda exhibit: RESPONSE,
    ),
    Kind(
        "cleaning", ("instrument", "source"), lambda exhibit: Needs(log=exhibit.instrument),
        lambda exhibit, ground: cleaning_view(exhibit, ground.evaluation), _count_grid,
        displays=("table", "bars"), problems=instrument_problems, respondents=lambda exhibit: FORMS,
    ),
    Kind(
        "units", ("instrument", "variables", "by", "groups"), lambda exhibit: Needs(exhibit.instrument),
        lambda exhibit, ground: units_view(exhibit, ground.evaluation, ground.codebooks), units_grid,
        required=("variables",), problems=_unit_problems, inputs=_panels, used=_used,
        limited=lambda exhibit, scope: scope.unknown(exhibit) or scope.grouped(scope.questions(exhibit, every=True)),
    ),
)  # fmt: skip
