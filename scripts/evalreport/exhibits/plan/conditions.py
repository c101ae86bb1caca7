"""Conditions, variables and answers that the configuration names, held against the codebooks."""

from collections.abc import Iterator, Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Evaluation, Exhibit, Where
from evalreport.exhibits.kind import Found, Ground, Needs
from evalreport.files.spreadsheets import suggestion


def condition_problems(where: Where, books: Sequence[Codebook], waves: Sequence[str]) -> Iterator[Found]:
    """Variables and codes that do not exist; a code that never occurs would give an empty group."""
    names = {name for book in books for name in book.names} | {"wave"}
    for name, codes in where.items():
        if name not in names:
            yield f"unknown variable {name!r}", suggestion(name, names)
            continue
        known = list(waves) if name == "wave" else _answers(name, books)
        for code in codes:
            if known and code not in known:
                quoted = str(code) in known
                right = f"Write it in quotes: {str(code)!r}" if quoted else suggestion(str(code), map(str, known))
                yield f"{name} is never {code!r}", right


def _answers(name: str, books: Sequence[Codebook]) -> list[Any]:
    """The codes a variable can have as an answer, in any of the codebooks; none when it is not coded."""
    variables = [(book, book.variable(name)) for book in books if name in book.names]
    coded = [book.value_set(v.value_set) for book, v in variables if v.is_coded and v.value_set in book.value_sets]
    return [choice.code for value_set in coded for choice in value_set.valid] if len(coded) == len(variables) else []


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
