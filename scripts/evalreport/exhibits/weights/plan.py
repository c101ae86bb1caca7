"""Checks of planned exhibits of weights."""

from collections.abc import Iterable
from dataclasses import replace

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.schemes import STEPS
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

SOURCES = ("spread", "margins", "coverage", "bounds", "histogram", "effect")  # what an exhibit of kind weights shows
KINDS = ("representativeness", "weights")  # kinds of exhibits that show a scheme


def weight_exhibit_problems(exhibit: Exhibit, evaluation: Evaluation, file: str) -> list[Problem]:
    """What is wrong with an exhibit of kind representativeness or weights."""
    scheme = evaluation.weighting.get(exhibit.weights)
    if scheme is None:
        hint = suggestion(exhibit.weights, evaluation.weighting)
        return [Problem(file, exhibit.id, f"unknown weighting scheme {exhibit.weights!r}", f"Key `weights`. {hint}")]
    problems = []
    if exhibit.kind == "weights" and exhibit.source not in SOURCES:
        found = f"source: {exhibit.source!r} is nothing that weighting tells"
        problems.append(Problem(file, exhibit.id, found, suggestion(exhibit.source, SOURCES)))
    for wave in set(exhibit.where.get("wave", ())) - set(scheme["waves"]):
        found = f"where: the scheme {exhibit.weights!r} does not weight the wave {wave!r}"
        problems.append(Problem(file, exhibit.id, found, suggestion(str(wave), scheme["waves"])))
    for name in set(exhibit.where) - {"wave"}:
        problems.append(Problem(file, exhibit.id, f"where: {name!r}", "Only the wave can be chosen here"))
    return problems


def of_edition(exhibit: Exhibit, evaluation: Evaluation, edition: Edition) -> Exhibit:
    """An exhibit of a scheme with only those of its waves that the edition knows of; other exhibits as they are."""
    scheme = evaluation.weighting.get(exhibit.weights)
    if exhibit.kind not in KINDS or scheme is None:
        return exhibit
    known = edition.waves.get(scheme["instrument"], tuple(scheme["waves"]))
    wanted = exhibit.where.get("wave", tuple(scheme["waves"]))
    # A wave that the scheme does not weight stays, to be told of.
    kept = tuple(wave for wave in wanted if wave in known or wave not in scheme["waves"])
    return replace(exhibit, where={**exhibit.where, "wave": kept})


def flow_problems(exhibit: Exhibit, evaluation: Evaluation, file: str) -> list[Problem]:
    """Steps that the response does not count, and forms received of no instrument."""
    problems = [
        Problem(file, exhibit.id, f"{name!r} is no step from the invited to the usable", suggestion(name, STEPS))
        for name in exhibit.variables
        if name not in STEPS
    ]
    if "received" in exhibit.variables and exhibit.instrument not in evaluation.instruments:
        found = f"unknown instrument {exhibit.instrument!r}"
        problems.append(Problem(file, exhibit.id, found, "The instrument whose forms were received"))
    return problems


def units_problems(exhibit: Exhibit, book: Codebook, file: str) -> list[Problem]:
    """A list of units that does not name one variable with their names and one with coded answers."""
    if len(exhibit.variables) == 2 and book.variable(exhibit.variables[1]).is_coded:
        return []
    found = f"kind units with the variables {', '.join(exhibit.variables)}"
    return [Problem(file, exhibit.id, found, "Two: one with the names of the units, one with coded answers")]


def part_of(exhibit: Exhibit) -> str:
    """The part of the diagnostics that an exhibit shows."""
    return "margins" if exhibit.kind == "representativeness" else exhibit.source


def bin_labels(language: str, ends: Iterable[float]) -> list[str]:
    """Words for classes of weights between ends given as multiples of the mean, the first and last open."""
    numbers = [format_number(end, 2, language) for end in ends]
    between = [f"{low}–{high}" for low, high in zip(numbers, numbers[1:], strict=False)]
    under, over = (word(key, language) for key in ("weight_under", "weight_over"))
    return [under.format(number=numbers[0]), *between, over.format(number=numbers[-1])]
