"""What an evaluation's section `response` offers to exhibits: its waves, its quantities, and the ids of the columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.kind import Found, Ground
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.response_parts import (
    COUNTS,
    NAME,
    OF_A_UNIT,
    RATES,
    REASON,
    UNITS,
    answers_wave,
    counted_in,
)
from evalreport.weighting.schemes import STEPS


def response_waves(exhibit: Exhibit, response: Mapping[str, Any]) -> tuple[str, ...]:
    """The waves of the response that an exhibit asks for, in the order of the configuration."""
    waves = tuple(response.get("waves", ()))
    return tuple(wave for wave in waves if wave in exhibit.where.get("wave", waves))


def column_prefixes(exhibit: Exhibit, evaluation: Evaluation, edition: Edition | None = None) -> dict[str, str]:
    """Wave -> what stands before the ids of its columns: nothing where the exhibit shows one wave, else `2009:`.

    Waves that the edition does not know of are left out; the ids of the others stay the same.
    """
    response = evaluation.response
    asked = response_waves(exhibit, response)
    known = {wave: _known(response["waves"][wave], wave, edition) for wave in asked}
    return {wave: f"{wave}:" if len(asked) > 1 else "" for wave in asked if known[wave]}


def _known(spec: Mapping[str, Any], wave: str, edition: Edition | None) -> bool:
    return edition is None or answers_wave(wave, spec) in edition.waves.get(
        spec["answers"]["instrument"], (answers_wave(wave, spec),)
    )


def by_unit(exhibit: Exhibit) -> bool:
    """Whether an exhibit of the response has a row a unit."""
    return exhibit.source == UNITS


def response_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Waves, groups and registers of an exhibit of the response that the section `response` does not have."""
    response = ground.evaluation.response
    if not response:
        yield "the evaluation counts no response", "Add the section `response` to evaluation.yaml"
        return
    yield from _wave_problems(exhibit, response)
    waves = [response["waves"][wave] for wave in response_waves(exhibit, response)]
    asked = {wave["answers"]["instrument"] for wave in waves}
    if len(asked) > 1 and ground.evaluation.disclosure.get("scope") == "report":
        yield f"the response of {' and '.join(sorted(asked))} in one exhibit", "With scope: report an exhibit each"
    for name in exhibit.variables:
        if not any(counted_in(name, wave) for wave in waves):
            yield f"no wave shown has the register that {name!r} is counted in", "Leave it out, or add the register"
    groupings = ground.evaluation.groupings
    shown = [group.id for name in exhibit.by if name in groupings for group in groupings[name].groups]
    for name in exhibit.groups or shown:
        if not any(name in wave.get("groups", response.get("groups", ())) for wave in waves):
            yield f"the response is not counted for the group {name!r}", "Add it to `groups` of the section `response`"


def quantity_problems(exhibit: Exhibit, response: Mapping[str, Any]) -> Iterator[Found]:
    """Quantities that the response does not count, and a source that there is not."""
    known = OF_A_UNIT if by_unit(exhibit) else (*COUNTS, *RATES)
    for name in exhibit.variables:
        if name not in known:
            yield f"{name!r} is nothing that the response counts", suggestion(name, known)
    if exhibit.source not in ("", UNITS):
        yield f"source: {exhibit.source!r}", f"{UNITS}, for a row an office; or leave it out"


def unit_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """What an exhibit with a row a unit cannot have, and frames without names."""
    response = ground.evaluation.response
    if exhibit.display != "table":
        yield f"a row a unit as {exhibit.display}", "Choose display: table"
    if len(exhibit.by) > 1 or exhibit.total:
        yield "a row a unit under more than one grouping, or with a total", "One grouping at most, and no total"
    for wave in response_waves(exhibit, response):
        yield from _frame_problems(wave, response["waves"][wave]["frame"], ground.codebooks)


def flow_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Steps that the response does not count, forms received of no instrument, and several waves."""
    for name in exhibit.variables:
        if name not in STEPS:
            yield f"{name!r} is no step from the invited to the usable", suggestion(name, STEPS)
    if "received" in exhibit.variables and exhibit.instrument not in ground.evaluation.instruments:
        yield f"unknown instrument {exhibit.instrument!r}", "The instrument whose forms were received"
    if ground.evaluation.response and len(response_waves(exhibit, ground.evaluation.response)) > 1:
        yield "a flow through several waves", "Choose one: where: {wave: [...]}"


def _wave_problems(exhibit: Exhibit, response: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted(set(exhibit.where) - {"wave"}):
        yield f"where: {name!r}", "Only the wave can be chosen here"
    for wave in exhibit.where.get("wave", ()):
        if wave not in response["waves"]:
            yield f"where: the response of the wave {wave!r} is not counted", suggestion(str(wave), response["waves"])


def _frame_problems(
    wave: str, frame: Mapping[str, Any], codebooks: Mapping[str, Codebook]
) -> Iterator[tuple[str, str]]:
    """The names and the reasons of the units, in the frame of a wave."""
    if NAME not in frame:
        yield f"the frame of wave {wave} does not say what its units are called", "Add `name` to it"
    book = codebooks.get(frame["instrument"])
    if book is None:
        return
    for key in (NAME, REASON):
        if key in frame and frame[key] not in book.names:
            yield f"{frame['instrument']} has no variable {frame[key]!r}", suggestion(frame[key], book.names)
        elif key in frame and key == REASON and not book.variable(frame[key]).is_coded:
            yield f"reason: {frame[key]!r} has no coded answers", "Name a variable with a value set"
