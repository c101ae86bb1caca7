"""Conditions, variables and answers that the configuration names, held against the codebooks."""

from collections.abc import Iterator

from evalreport.evaluation.conditions import condition_problems
from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Evaluation, Exhibit
from evalreport.exhibits.kind import Found, Ground, Needs
from evalreport.files.spreadsheets import suggestion


def instrument_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """An instrument that nobody knows."""
    if exhibit.instrument not in ground.codebooks:
        yield f"unknown instrument {exhibit.instrument!r}", suggestion(exhibit.instrument, ground.codebooks)


def question_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Variables, batteries, conditions and collapses that the codebook of a known instrument does not have."""
    book, waves = ground.codebooks[exhibit.instrument], ground.evaluation.instruments[exhibit.instrument].waves
    if exhibit.battery and exhibit.battery not in book.batteries:
        yield f"no codebook has the battery {exhibit.battery!r}", suggestion(exhibit.battery, book.batteries)
    for name in exhibit.variables:
        if name not in book.names:
            yield f"the codebook of {exhibit.instrument} has no variable {name!r}", suggestion(name, book.names)
    for found, expected in condition_problems(exhibit.where, [book], list(waves)):
        yield f"where: {found}", expected
    if exhibit.collapse and exhibit.collapse not in book.collapses:
        yield f"unknown collapse {exhibit.collapse!r}", suggestion(exhibit.collapse, book.collapses)
    if exhibit.variables and exhibit.battery:
        yield "variables and battery", "Name the variables, or the battery they stand in"
    if not exhibit.variables and not exhibit.battery:
        yield "neither variables nor battery", "Name the variables to show"


def sampling_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Weights and a design that the evaluation does not have, or has for another instrument."""
    specs = {"weights": ground.evaluation.weighting, "design": ground.evaluation.designs}
    for key, known in known_samplings(ground.evaluation).items():
        name = getattr(exhibit, key)
        made_for = specs[key].get(name, {}).get("instrument", exhibit.instrument)
        if name not in known:
            yield f"{key}: no {name!r}", suggestion(name, known)
        elif made_for != exhibit.instrument:
            yield f"{key}: {name!r} is made for {made_for}", f"Write {key}: {known[-1]}"


def sampled_needs(exhibit: Exhibit) -> Needs:
    """The clean table of an exhibit of answers, with its weights and design."""
    weights = exhibit.weights if exhibit.weights != NO_WEIGHTS else ""
    return Needs(exhibit.instrument, weights=weights, design=exhibit.design if exhibit.design != SIMPLE_DESIGN else "")


def known_samplings(evaluation: Evaluation) -> dict[str, list[str]]:
    """Key of an exhibit -> what may stand there, the program's own word last."""
    return {"weights": [*evaluation.weighting, NO_WEIGHTS], "design": [*evaluation.designs, SIMPLE_DESIGN]}
