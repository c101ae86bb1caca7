"""Weighting schemes as configured: every name held against the codebooks, and what a job needs of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import plain, variables_in
from evalreport.evaluation.conditions import condition_problems
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.nonresponse import response_params
from evalreport.weighting.totals import FRAME, cells_of, numbers_of, own_problems

Spec = Mapping[str, Any]
Books = Mapping[str, Codebook]
Found = tuple[str, str, str]  # place, what was found, what would be right
STEPS = (
    "invited_municipalities", "answered_municipalities", "invited_offices", "answered_offices", "handed_out", "received",
    "usable",
)  # fmt: skip


def weighting_problems(evaluation: Evaluation, codebooks: Books) -> list[Problem]:
    """Everything in `weighting` that no instrument, wave, codebook or group knows, all at once."""
    return [problem for scheme in evaluation.weighting for problem in scheme_problems(evaluation, scheme, codebooks)]


def scheme_problems(evaluation: Evaluation, scheme: str, codebooks: Books) -> Iterator[Problem]:
    """The same of one scheme."""
    file = str(evaluation.folder / "evaluation.yaml")
    for place, found, expected in _scheme_problems(evaluation, evaluation.weighting[scheme], codebooks):
        yield Problem(file, f"weighting > {scheme} > {place}", found, expected)


def _scheme_problems(evaluation: Evaluation, scheme: Spec, books: Books) -> Iterator[Found]:
    name = scheme["instrument"]
    if name not in books:
        yield "instrument", f"unknown instrument {name!r}", suggestion(name, books)
        return
    waves = evaluation.instruments[name].waves
    for wave, spec in scheme["waves"].items():
        if wave not in waves:
            yield "waves", f"{name} has no wave {wave!r}", suggestion(wave, waves)
            continue
        for place, found, expected in _wave_problems(evaluation, name, spec, books):
            yield f"waves > {wave} > {place}", found, expected
    yield from _twice("key_results", [result["id"] for result in scheme.get("key_results", ())])
    for result in scheme.get("key_results", ()):
        place = f"key_results > {result['id']}"
        yield from _answer_problems(place, {result["variable"]: result.get("counted", ())}, books[name])
        for found, expected in condition_problems(result.get("where", {}), [books[name]], list(waves)):
            yield place, f"where: {found}", expected
        yield from _mean_problems(place, result, books[name])


def _mean_problems(place: str, result: Spec, book: Codebook) -> Iterator[Found]:
    """A mean of answers that are no numbers."""
    if "counted" in result or result["variable"] not in book.names:
        return
    variable = book.variable(result["variable"])
    if variable.type not in ("scale", "number", "year"):
        yield place, f"{variable.name} is of type {variable.type} and has no mean", "Name the answers as `counted`"


def _wave_problems(evaluation: Evaluation, name: str, spec: Spec, books: Books) -> Iterator[Found]:
    if not {*FRAME, "bounds"} <= set(spec):
        yield from own_problems(evaluation, spec, books[name])
        return
    for key in ("weight", "without_weight", "totals", "calibration", "nonresponse"):
        if key in spec:
            yield key, "it stands beside a frame", "Weights come from the population of units, or from the data"
    frame = spec["frame"]
    registers = {"frame": frame, **{f"population > {k + 1}": part for k, part in enumerate(spec["population"])}}
    registers |= {f"margins > {m['id']} > counts": m["counts"] for m in spec["margins"] if "counts" in m}
    for place, part in registers.items():
        yield from _register_problems(evaluation, place, part, books)
    yield from _unknown("unit", [spec["unit"]], name, books)
    own = [*spec["pool"], *variables_in(spec["frame"].get("where", {})), *(part["unit"] for part in spec["population"])]
    yield from _unknown("frame", dict.fromkeys(own), frame["instrument"], books)
    yield from _twice("margins", [margin["id"] for margin in spec["margins"]])
    for margin in spec["margins"]:
        place = f"margins > {margin['id']}"
        if "groups" in margin:
            yield from _group_problems(evaluation, place, margin["groups"], frame["instrument"], books)
        else:
            yield from _counted_problems(place, margin, name, books)
    low, high = spec["bounds"]
    if not low < 1 < high:
        yield "bounds", f"{low:g} to {high:g}", "They lie on either side of 1, the mean weight"


def _register_problems(evaluation: Evaluation, place: str, part: Spec, books: Books) -> Iterator[Found]:
    """An instrument or wave that is not there; variables of its own that it does not have."""
    name, wave = part["instrument"], part["wave"]
    if name not in books:
        yield place, f"unknown instrument {name!r}", suggestion(name, books)
        return
    waves = evaluation.instruments[name].waves
    if wave not in waves:
        yield place, f"{name} has no wave {wave!r}", suggestion(wave, waves)
    yield from _unknown(place, [part[key] for key in ("unit", "area", "count") if key in part], name, books)


def _unknown(place: str, variables: Iterable[str], instrument: str, books: Books) -> Iterator[Found]:
    if instrument in books:
        known = books[instrument].names
        for variable in variables:
            if variable not in known:
                yield place, f"{instrument} has no variable {variable!r}", suggestion(variable, known)


def _group_problems(
    evaluation: Evaluation, place: str, groups: Iterable[str], instrument: str, books: Books
) -> Iterator[Found]:
    known = [group.id for grouping in evaluation.groupings.values() for group in grouping.groups]
    for group in groups:
        if group not in known:
            yield place, f"unknown group {group!r}", suggestion(group, known)
        else:
            yield from _unknown(f"{place} > {group}", variables_in(evaluation.group(group).where), instrument, books)


def _counted_problems(place: str, margin: Spec, name: str, books: Books) -> Iterator[Found]:
    categories = margin["categories"]
    yield from _twice(place, [category["id"] for category in categories])
    counts = [category["count"] for category in categories]
    yield from _unknown(place, counts, margin["counts"]["instrument"], books)
    codes = [code for category in categories for code in category["codes"]] + list(margin.get("unknown", ()))
    yield from _twice(place, list(map(str, codes)))
    yield from _answer_problems(place, {margin["variable"]: codes}, books[name])


def _answer_problems(place: str, answers: Mapping[str, Iterable[Any]], book: Codebook) -> Iterator[Found]:
    """Variables and answers that a codebook does not have."""
    for name, codes in answers.items():
        if name not in book.names:
            yield place, f"{book.instrument} has no variable {name!r}", suggestion(name, book.names)
            continue
        variable = book.variable(name)
        known = [choice.code for choice in book.value_set(variable.value_set).valid] if variable.is_coded else []
        for code in codes:
            if known and code not in known:
                yield place, f"{name} has no answer {code!r}", suggestion(str(code), map(str, known))


def _twice(place: str, names: list[str]) -> Iterator[Found]:
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield place, f"{name!r} stands there twice", "Each once"


def scheme_waves(scheme: Spec, exhibit: Exhibit) -> tuple[str, ...]:
    """The waves of a scheme that an exhibit shows, in the scheme's order."""
    wanted = exhibit.where.get("wave", tuple(scheme["waves"]))
    return tuple(wave for wave in scheme["waves"] if wave in wanted)


def scheme_instruments(scheme: Spec) -> tuple[str, ...]:
    """The instruments whose clean tables a scheme reads, sorted."""
    found = {scheme["instrument"]}
    for spec in (spec for spec in scheme["waves"].values() if "frame" in spec):
        parts = [spec["frame"], *spec["population"], *(m["counts"] for m in spec["margins"] if "counts" in m)]
        found |= {part["instrument"] for part in parts}
    return tuple(sorted(found))


def scheme_params(evaluation: Evaluation, scheme: str) -> dict[str, Any]:
    """A scheme as plain data without words for readers: groups as conditions, categories by id."""
    spec = evaluation.weighting[scheme]
    waves = {wave: _wave_params(evaluation, of_wave) for wave, of_wave in spec["waves"].items()}
    results = [_without_label(result) for result in spec.get("key_results", ())]
    return {"instrument": spec["instrument"], "waves": waves, "key_results": results}


def _wave_params(evaluation: Evaluation, spec: Spec) -> dict[str, Any]:
    if "frame" in spec:
        return {**spec, "margins": [_margin_params(evaluation, margin) for margin in spec["margins"]]}
    own = {key: value for key, value in spec.items() if key not in ("totals", "nonresponse")}
    own |= {"nonresponse": response_params(evaluation, spec["nonresponse"])} if "nonresponse" in spec else {}
    return own | {"cells": cells_of(evaluation, spec), "numbers": numbers_of(spec)}


def _margin_params(evaluation: Evaluation, margin: Spec) -> dict[str, Any]:
    own = _without_label(margin)
    if "groups" in margin:
        return own | {"groups": {name: plain(evaluation.group(name).where) for name in margin["groups"]}}
    return own | {"categories": {c["id"]: _without_label(c) for c in margin["categories"]}}


def _without_label(data: Spec) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "label"}
