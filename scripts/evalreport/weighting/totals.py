"""What is typed in of a population (`totals` of a weighted wave): margins and cells as numbers of persons or shares, totals of numbers.

A key is a grouping of the evaluation, several joined by "/" for cells, or a variable with the total of its numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.evaluation.model import Evaluation
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.nonresponse import CELLS, condition_of, response_problems

Spec = Mapping[str, Any]
Found = tuple[str, str, str]  # place, what was found, what would be right
ROUNDED = 1e-3  # how far shares may be from 1 together: they are typed with a few decimals
AGREE = 1e-6  # relative difference between the populations of two margins that rounding explains
FRAME = (
    "unit",
    "frame",
    "population",
    "pool",
    "minimum",
    "margins",
)  # keys of a wave weighted by the population of units
NUMBERS = ("scale", "number", "year")


def shares(totals: Mapping[str, float]) -> bool:
    """Whether the numbers of a margin are shares of the population, not persons."""
    return max(totals.values()) <= 1


def population_of(margins: Iterable[Mapping[str, float]], base: float) -> float:
    """The population that margins describe: of the first that counts persons, else the sum of the base weights."""
    return next((sum(totals.values()) for totals in margins if not shares(totals)), base)


def scaled_totals(totals: Mapping[str, float], people: float) -> dict[str, float]:
    """Persons in each category; shares are of the population, and of exactly 1 together."""
    size = people / sum(totals.values())
    return {name: value * size for name, value in totals.items()}


def cells_of(evaluation: Evaluation, spec: Spec) -> list[dict[str, Any]]:
    """The margins of a wave: id, the condition of each cell, and its total as typed."""
    found = []
    for name, totals in spec.get("totals", {}).items():
        if isinstance(totals, Mapping):
            cells = {cell: condition_of(evaluation, cell.split(CELLS)) for cell in totals}
            found.append({"id": name, "cells": cells, "totals": {cell: float(n) for cell, n in totals.items()}})
    return found


def numbers_of(spec: Spec) -> dict[str, float]:
    """Variable -> known total of its numbers."""
    return {name: float(total) for name, total in spec.get("totals", {}).items() if not isinstance(total, Mapping)}


def calibrated_variables(evaluation: Evaluation) -> set[str]:
    """The variables whose totals schemes are calibrated to."""
    waves = [spec for scheme in evaluation.weighting.values() for spec in scheme["waves"].values()]
    return {name for spec in waves for name in numbers_of(spec)}


def labelled_margins(evaluation: Evaluation, spec: Spec) -> list[dict[str, Any]]:
    """The margins of a wave as tables show them: those of the frame, or those typed in, with id, label and categories."""
    language = evaluation.language

    def joined(labels: Iterable[str]) -> dict[str, str]:
        return {language: " / ".join(labels)}

    typed = [
        {
            "id": name,
            "label": joined(evaluation.groupings[part].label for part in name.split(CELLS)),
            "categories": [
                {"id": cell, "label": joined(evaluation.group(group).label for group in cell.split(CELLS))}
                for cell in totals
            ],
        }
        for name, totals in spec.get("totals", {}).items()
        if isinstance(totals, Mapping)
    ]
    return [*spec.get("margins", ()), *typed]


def own_problems(evaluation: Evaluation, spec: Spec, book: Codebook) -> Iterator[Found]:
    """What is wrong with a wave that is weighted without a frame."""
    half = [key for key in FRAME if key in spec]
    if half:
        yield half[0], "a wave with a frame lacks the keys " + ", ".join(k for k in FRAME if k not in spec), "Add them"
        return
    if "nonresponse" in spec:
        yield from response_problems(evaluation, spec["nonresponse"], book)
    if not {"weight", "totals", "nonresponse"} & set(spec):
        yield "", "neither a weight nor anything known of the population", "Add weight:, totals: or frame:"
    if "weight" in spec:
        yield from _number_problems("weight", spec["weight"], book)
    elif "without_weight" in spec:
        yield "without_weight", "there is no weight", "Add weight:"
    yield from _total_problems(evaluation, spec.get("totals", {}), book)
    yield from _method_problems(spec)


def _number_problems(place: str, name: str, book: Codebook) -> Iterator[Found]:
    if name not in book.names:
        yield place, f"{book.instrument} has no variable {name!r}", suggestion(name, book.names)
    elif book.variable(name).type not in NUMBERS:
        yield place, f"{name} is of type {book.variable(name).type}", "Give it the type number in the codebook"


def _total_problems(evaluation: Evaluation, totals: Spec, book: Codebook) -> Iterator[Found]:
    counted: dict[str, float] = {}
    for name, values in totals.items():
        place = f"totals > {name}"
        if not isinstance(values, Mapping):
            yield from _number_problems(place, name, book)
            continue
        groupings = name.split(CELLS)
        unknown = [part for part in groupings if part not in evaluation.groupings]
        for part in unknown:
            yield place, f"no grouping {part!r}", suggestion(part, evaluation.groupings)
        if not unknown:
            for cell in values:
                yield from _cell_problems(evaluation, place, groupings, cell, book)
        yield from _sum_problems(place, values)
        if not shares(values):
            counted[name] = sum(values.values())
    for name, people in counted.items():
        first = next(iter(counted))
        if abs(people - counted[first]) > AGREE * counted[first]:
            found = f"the numbers add up to {people:.10g}, those of {first} to {counted[first]:.10g}"
            yield f"totals > {name}", found, "All margins describe the same population"


def _cell_problems(
    evaluation: Evaluation, place: str, groupings: Sequence[str], cell: str, book: Codebook
) -> Iterator[Found]:
    groups = cell.split(CELLS)
    if len(groups) != len(groupings):
        yield (
            place,
            f"{cell!r} names {len(groups)} groups of {len(groupings)} groupings",
            "A group of each, with / between",
        )
        return
    for group, grouping in zip(groups, groupings, strict=True):
        known = {each.id: each for each in evaluation.groupings[grouping].groups}
        if group not in known:
            yield place, f"{grouping} has no group {group!r}", suggestion(group, known)
            continue
        for name in variables_in(known[group].where):
            if name != "wave" and name not in book.names:
                yield place, f"{group}: {book.instrument} has no variable {name!r}", suggestion(name, book.names)


def _sum_problems(place: str, values: Mapping[str, float]) -> Iterator[Found]:
    whole = sum(values.values())
    if whole <= 0:
        yield place, "all numbers are 0", "Numbers of persons, or shares that add up to 1"
    elif shares(values) and abs(whole - 1) > ROUNDED:
        yield place, f"the shares add up to {whole:.6g}", "Shares add up to 1; give all groups, or numbers of persons"


def _method_problems(spec: Spec) -> Iterator[Found]:
    calibration, numbers = spec.get("calibration"), numbers_of(spec)
    if numbers and not calibration:
        yield (
            "totals",
            f"totals of numbers ({', '.join(numbers)}) without `calibration`",
            "Add calibration: {method: linear}",
        )
    if "totals" not in spec and ("bounds" in spec or calibration):
        yield "bounds" if "bounds" in spec else "calibration", "nothing is known of the population", "Add totals:"
    if calibration and "bounds" in spec:
        yield (
            "bounds",
            "bounds of weights beside `calibration`",
            "Write calibration: {bounds: …}, ratios to the base weight",
        )
    if not calibration:
        low, high = spec.get("bounds", (0.5, 2))
        if not low < 1 < high:
            yield "bounds", f"{low:g} to {high:g}", "They lie on either side of 1, the mean weight"
        return
    low, high = calibration.get("bounds", (0.5, 2))
    if not low < 1 < high:
        yield "calibration > bounds", f"{low:g} to {high:g}", "They lie on either side of 1, the base weight itself"
    if calibration["method"] == "logit" and "bounds" not in calibration:
        yield "calibration", "method logit without bounds", "Add bounds: [0.5, 2], say"
