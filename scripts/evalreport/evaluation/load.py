"""One evaluation: its instruments, groups and editions, loaded from config/<id>/ and checked as a whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable, load_codebook
from evalreport.codebook.indices import index_of
from evalreport.evaluation.model import (
    Chapter,
    ClaimSettings,
    Edition,
    Evaluation,
    Group,
    Grouping,
    Instrument,
)
from evalreport.evaluation.names import wave_name_problems
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import SCHEMAS, load_checked, text_of
from evalreport.files.spreadsheets import suggestion
from evalreport.records.registry import all_code_lists, settings_problems, sources_of


def _where(data: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {variable: tuple(codes) for variable, codes in data.items()}


def _grouping(id: str, data: Mapping[str, Any], language: str) -> Grouping:
    groups = tuple(
        Group(
            name,
            text_of(group["label"], language),
            _where(group["where"]),
            group.get("colour", ""),
            text_of(group.get("over", {}), language),
        )
        for name, group in data["groups"].items()
    )
    return Grouping(id, text_of(data["label"], language), groups)


def _edition(id: str, data: Mapping[str, Any], language: str) -> Edition:
    return Edition(
        id=id,
        title=text_of(data["title"], language),
        date=text_of(data["date"], language),
        status=data["status"],
        waves={instrument: tuple(waves) for instrument, waves in data["waves"].items()},
        chapters=tuple(Chapter(**chapter) for chapter in data["chapters"]),
        series=data.get("series", ""),
        published=data.get("published", ""),
        records=tuple(data["records"]) if "records" in data else None,
        subtitle=text_of(data.get("subtitle", {}), language),
        previous=data.get("previous", ""),
    )


def _claims(data: Mapping[str, Any]) -> ClaimSettings:
    margins = {key: float(value) for key, value in data.items() if key != "weakened"}
    return ClaimSettings(margins, data.get("weakened", "report"))


def load_evaluation(config_folder: Path, id: str, schemas: Path = SCHEMAS) -> Evaluation:
    """Load config/<id>/evaluation.yaml; raises BadInput with every problem."""
    folder = config_folder / id
    if not folder.is_dir():
        known = [entry.parent.name for entry in config_folder.glob("*/evaluation.yaml")]
        raise BadInput([Problem(str(config_folder), "", f"no evaluation {id!r}", suggestion(id, known))])
    file = folder / "evaluation.yaml"
    data = {"instruments": {}, "groupings": {}} | load_checked(file, schemas / "evaluation.yaml")
    raise_if(_evaluation_problems(data, str(file)))
    language = data["language"]
    records = sources_of(data.get("records", {}), str(file), schemas)
    codes = all_code_lists(records, folder, language)
    raise_if(settings_problems(records, codes, str(file)))
    return Evaluation(
        id=id,
        folder=folder,
        language=language,
        title=text_of(data["title"], language),
        subtitle=text_of(data.get("subtitle", {}), language),
        commissioner=data["commissioner"],
        institution=data["institution"],
        authors=tuple(data["authors"]),
        data_note=text_of(data.get("data_note", {}), language).strip(),
        value_notes={key: text_of(value, language) for key, value in data.get("value_notes", {}).items()},
        instruments={
            name: Instrument(name, text_of(i["label"], language), i["codebook"], i["cleaning"], i["waves"])
            for name, i in data["instruments"].items()
        },
        derived=data.get("derived", {}),
        response=data.get("response", {}),
        groupings={name: _grouping(name, grouping, language) for name, grouping in data["groupings"].items()},
        significance_levels=tuple(sorted(data["significance_levels"])),
        disclosure=data["disclosure"],
        editions={name: _edition(name, edition, language) for name, edition in data["editions"].items()},
        weighting=data.get("weighting", {}),
        designs=data.get("designs", {}),
        analysis_defaults=data.get("analysis_defaults", {}),
        uncertainty=data.get("uncertainty", {}),
        keywords=tuple(data.get("keywords", ())),
        reference=folder / data["word"]["reference"] if "reference" in data.get("word", {}) else None,
        charts=data.get("word", {}).get("charts", "picture"),
        final_literals=data.get("literals", {}).get("final", "refuse"),
        records=records,
        codes=codes,
        claims=_claims(data.get("claims", {})),
    )


def _evaluation_problems(data: Mapping[str, Any], file: str) -> list[Problem]:
    """What the schema cannot see: names that must be known, ids that must be unique."""
    instruments = data["instruments"]
    problems = wave_name_problems(instruments, file)
    for name in data.get("derived", {}):
        if name not in instruments:
            problems.append(Problem(file, "derived", f"unknown instrument {name!r}", suggestion(name, instruments)))
    seen: dict[str, str] = {"total": "the program", "*": "the program"}
    for grouping, content in data["groupings"].items():
        for group in content["groups"]:
            if group in seen:
                found = f"the group {group!r} is defined in {seen[group]} too"
                problems.append(Problem(file, f"groupings > {grouping}", found, "Give it a name of its own"))
            seen[group] = grouping
    for edition, content in data["editions"].items():
        for name in set(content.get("records", ())) - set(data.get("records", ())):
            hint = suggestion(name, data.get("records", ()))
            problems.append(Problem(file, f"editions > {edition} > records", f"unknown records {name!r}", hint))
        for name, waves in content["waves"].items():
            place = f"editions > {edition} > waves"
            if name not in instruments:
                problems.append(Problem(file, place, f"unknown instrument {name!r}", suggestion(name, instruments)))
                continue
            for wave in waves:
                if wave not in instruments[name]["waves"]:
                    known = suggestion(wave, instruments[name]["waves"])
                    problems.append(Problem(file, place, f"{name} has no wave {wave!r}", known))
    return problems


def load_codebooks(evaluation: Evaluation) -> dict[str, Codebook]:
    """The codebook of every instrument, derived variables added; raises BadInput with the problems of all of them."""
    problems: list[Problem] = []
    books = {}
    for instrument in evaluation.instruments.values():
        try:
            book = load_codebook(
                evaluation.folder, instrument.id, instrument.codebook, tuple(instrument.waves), [evaluation.language]
            )
            books[instrument.id] = book.extended(derived_variables(evaluation, instrument, book))
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return books


def derived_variables(evaluation: Evaluation, instrument: Instrument, book: Codebook) -> list[Variable]:
    """The derived variables of an instrument, as variables of its codebook."""
    return [
        Variable(
            name=name,
            type=data["type"],
            labels=data["label"],
            value_set=data.get("value_set", ""),
            waves=tuple(data.get("waves", instrument.waves)),
            index=index_of(data["index"], book) if "index" in data else None,
        )
        for name, data in evaluation.derived.get(instrument.id, {}).items()
    ]
