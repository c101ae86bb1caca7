"""Open answers that were coded, as an evaluation configures them: checked before the first job, and made items of the codebook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.codings import coding_errors, read_codings, with_coding
from evalreport.evaluation.model import Evaluation
from evalreport.files.errors import Problem

Codings = Mapping[
    str, Mapping[str, Any]
]  # name -> settings, with the codes (code -> label) in place of the list's name


def codings_of(evaluation: Evaluation, instrument: str) -> dict[str, dict[str, Any]]:
    """The codings of an instrument with the codes of their lists; no codes where no list has the name."""
    return {
        name: {**spec, "list": spec["codes"], "codes": _labels(evaluation, spec["codes"])}
        for name, spec in evaluation.codings.get(instrument, {}).items()
    }


def _labels(evaluation: Evaluation, name: str) -> dict[str, str]:
    return evaluation.codes[name].labels if name in evaluation.codes else {}


def coding_problems(
    file: str, folder: Path, instrument: str, codings: Codings, derived: Mapping[str, Any], book: Codebook
) -> list[Problem]:
    """What is wrong with the codings of an instrument, their tables included, as far as no data are needed to see it."""
    problems = list[Problem]()
    for name, spec in codings.items():
        place, codes = f"codings > {instrument} > {name}", list(spec["codes"])
        if not codes:
            problems.append(Problem(file, place, f"no code list {spec['list']!r}", f"Write codes/{spec['list']}.csv"))
            continue
        errors = coding_errors(name, spec, codes, book, derived)
        problems += [Problem(file, place, *found) for found in errors]
        if not errors:
            _, wrong = read_codings(folder, spec, codes, spec.get("waves", book.variable(spec["of"]).waves))
            problems += wrong
    return problems


def with_codings(codings: Codings, book: Codebook, language: str) -> Codebook:
    """The codebook with the codes of open answers as items; its codings are without error."""
    for name, spec in codings.items():
        book = with_coding(book, name, spec, spec["codes"], language)
    return book


def coding_params(evaluation: Evaluation, instrument: str) -> dict[str, dict[str, Any]]:
    """What a job needs to join codes to answers: name -> the settings without words, its codes in place of the list's name."""
    return {
        name: {
            **{key: spec[key] for key in ("of", "by", "file", "uncoded", "waves") if key in spec},
            "codes": list(spec["codes"]),
        }
        for name, spec in codings_of(evaluation, instrument).items()
    }
