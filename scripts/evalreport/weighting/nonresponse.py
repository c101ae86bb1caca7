"""What a wave says of those who were drawn and did not answer (`nonresponse`), held against the codebook, and as plain data."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import joined, plain, variables_in
from evalreport.evaluation.model import Evaluation
from evalreport.files.spreadsheets import suggestion

Spec = Mapping[str, Any]
Found = tuple[str, str, str]  # place, what was found, what would be right
CELLS = "/"  # between the groupings, and the groups, of cells
NUMBERS = ("scale", "number", "year")


def condition_of(evaluation: Evaluation, groups: list[str]) -> dict[str, Any]:
    """The condition of those who are in all of some groups."""
    return joined([evaluation.group(group).where for group in groups])


def response_params(evaluation: Evaluation, spec: Spec) -> dict[str, Any]:
    """`nonresponse` with groups as conditions: responded, and cells of classes or groupings, covariates and classes of a propensity."""
    responded = plain(spec["responded"])
    if "classes" in spec:
        cells = {cell: condition_of(evaluation, cell.split(CELLS)) for cell in class_ids(evaluation, spec)}
        return {"responded": responded, "cells": cells}
    of = spec["propensity"]
    groupings = {
        name: {group.id: condition_of(evaluation, [group.id]) for group in evaluation.groupings[name].groups}
        for name in of.get("by", ())
    }
    explained = {"groupings": groupings, "covariates": list(of.get("covariates", ()))}
    return {"responded": responded, **explained, "classes": of.get("classes", 0)}


def class_ids(evaluation: Evaluation, spec: Spec) -> list[str]:
    """The classes that groupings joined by / make, every group of one with every group of the others."""
    groups = [[group.id for group in evaluation.groupings[name].groups] for name in spec["classes"].split(CELLS)]
    return [CELLS.join(cell) for cell in product(*groups)]


def response_variables(evaluation: Evaluation) -> set[str]:
    """The variables that say who answered, and those that schemes adjust for non-response by."""
    specs = [spec.get("nonresponse", {}) for s in evaluation.weighting.values() for spec in s["waves"].values()]
    covariates = {name for spec in specs for name in spec.get("propensity", {}).get("covariates", ())}
    return covariates | {name for spec in specs for name in variables_in(spec.get("responded", {}))}


def response_problems(evaluation: Evaluation, spec: Spec, book: Codebook) -> Iterator[Found]:
    """What is wrong with `nonresponse` of a wave."""
    place = "nonresponse"
    for name in variables_in(spec["responded"]):
        if name not in book.names:
            yield f"{place} > responded", f"{book.instrument} has no variable {name!r}", suggestion(name, book.names)
    if ("classes" in spec) == ("propensity" in spec):
        found = "both classes and a propensity" if "classes" in spec else "neither classes nor a propensity"
        yield place, found, "Choose one: classes: region/age, or propensity: {by: [region, age]}"
        return
    of = spec.get("propensity", {})
    groupings = spec["classes"].split(CELLS) if "classes" in spec else list(of.get("by", ()))
    if not groupings and not of.get("covariates"):
        yield f"{place} > propensity", "nothing that explains answering", "Add by: or covariates:"
    for name in groupings:
        yield from _grouping_problems(evaluation, place, name, book)
    for name in of.get("covariates", ()):
        if name not in book.names:
            yield f"{place} > propensity", f"{book.instrument} has no variable {name!r}", suggestion(name, book.names)
        elif book.variable(name).type not in NUMBERS:
            found = f"{name} is of type {book.variable(name).type}"
            yield f"{place} > propensity", found, "Numbers only; groups stand in by"


def _grouping_problems(evaluation: Evaluation, place: str, name: str, book: Codebook) -> Iterator[Found]:
    if name not in evaluation.groupings:
        yield place, f"no grouping {name!r}", suggestion(name, evaluation.groupings)
        return
    for group in evaluation.groupings[name].groups:
        for variable in variables_in(group.where):
            if variable != "wave" and variable not in book.names:
                found = f"{group.id}: {book.instrument} has no variable {variable!r}"
                yield place, found, suggestion(variable, book.names)
