"""Derived variables as they are configured, held against the codebooks before the first job makes one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.indices import index_errors
from evalreport.codebook.made_sets import WAYS as MADE
from evalreport.codebook.made_sets import set_of
from evalreport.codebook.variable_checks import CODED_TYPES, RESERVED
from evalreport.evaluation.conditions import Found, condition_problems
from evalreport.evaluation.model import Evaluation
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion

WAYS = ("cases", "lookup", "index", *MADE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def derived_problems(evaluation: Evaluation, instrument: str, codebooks: Mapping[str, Codebook]) -> Iterator[Problem]:
    """Everything that keeps derived variables of an instrument from being made; codebooks: with these among their own."""
    file, book = str(evaluation.folder / "evaluation.yaml"), codebooks[instrument]
    for name, spec in evaluation.derived[instrument].items():
        for found, expected in (*_name_problems(name, book), *_problems(name, spec, book, codebooks, evaluation)):
            yield Problem(file, f"derived > {instrument} > {name}", found, expected)


def _name_problems(name: str, book: Codebook) -> Iterator[Found]:
    if not _NAME.fullmatch(name) or name in RESERVED:
        yield f"the name {name!r}", "Write a name of a-z, 0-9 and _, not " + ", ".join(RESERVED)
    elif book.names.count(name) > 1:
        yield f"the codebook of {book.instrument} has a variable {name!r} too", "Choose another name"


def _problems(
    name: str, spec: Mapping[str, Any], book: Codebook, codebooks: Mapping[str, Codebook], evaluation: Evaluation
) -> Iterator[Found]:
    ways = [way for way in WAYS if way in spec]
    if len(ways) != 1:
        yield f"it has {' and '.join(ways) or 'none of ' + ', '.join(WAYS)}", "Give one of them"
        return
    if spec["type"] in CODED_TYPES and set_of(name, spec) not in book.value_sets:
        yield f"unknown value set {spec.get('value_set', '')!r}", suggestion(spec.get("value_set", ""), book.value_sets)
    waves = evaluation.instruments[book.instrument].waves
    for wave in spec.get("waves", ()):
        if wave not in waves:
            yield f"{book.instrument} has no wave {wave!r}", suggestion(str(wave), waves)
    if "cases" in spec:
        yield from _case_problems(spec, book, evaluation)
    elif "lookup" in spec:
        yield from _lookup_problems(spec, book, codebooks, evaluation)
    elif "index" in spec:
        yield from index_errors(spec, book)
    # What is wrong with classes, periods and ages is told when their value sets are made (`evaluation.codebooks`).


def _case_problems(spec: Mapping[str, Any], book: Codebook, evaluation: Evaluation) -> Iterator[Found]:
    if not spec["cases"]:
        yield "cases: there is none", "Write when: and code:"
    waves = list(evaluation.instruments[book.instrument].waves)
    coded = spec["type"] in CODED_TYPES and spec.get("value_set", "") in book.value_sets
    codes = book.value_set(spec["value_set"]).codes if coded else ()
    for number, case in enumerate(spec["cases"], start=1):
        for found, expected in condition_problems(case["when"], [book], waves):
            yield f"case {number}: {found}", expected
        if coded and case["code"] not in codes:
            allowed = ", ".join(map(repr, codes))
            yield f"case {number}: {case['code']!r} is no code of {spec['value_set']!r}", f"Codes: {allowed}"


def _lookup_problems(
    spec: Mapping[str, Any], book: Codebook, codebooks: Mapping[str, Codebook], evaluation: Evaluation
) -> Iterator[Found]:
    lookup = spec["lookup"]
    name = lookup["instrument"]
    if name not in codebooks:
        yield f"lookup: unknown instrument {name!r}", suggestion(name, codebooks)
        return
    for variable, where in (
        (lookup["key"], book),
        (lookup["key"], codebooks[name]),
        (lookup["value"], codebooks[name]),
    ):
        if variable not in where.names:
            yield f"lookup: {where.instrument} has no variable {variable!r}", suggestion(variable, where.names)
    waves = evaluation.instruments[name].waves
    said = lookup.get("wave", {})
    for wave in dict.fromkeys(said.values() if isinstance(said, Mapping) else [said]):
        if wave not in waves:
            yield f"lookup: {name} has no wave {wave!r}", suggestion(wave, waves)
    for wave in said if isinstance(said, Mapping) else ():
        if wave not in book.waves:
            yield f"lookup: {book.instrument} has no wave {wave!r}", suggestion(wave, book.waves)
    if (
        "wave" in lookup
        and isinstance(said, Mapping)
        and (lacking := [w for w in spec.get("waves", book.waves) if w not in said])
    ):
        yield f"lookup: wave: nothing for {', '.join(map(repr, lacking))}", f"Name a wave of {name} for each"
