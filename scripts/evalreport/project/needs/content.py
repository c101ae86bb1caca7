"""What an edition is made of, as plain data that is frozen with it: exhibits, questions, cleaning rules, weights, limits.

A later edition is compared with this, not with the configuration files: all editions share them, and they know waves that this one
does not.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.files.schema import load_yaml, text_of

if TYPE_CHECKING:
    from evalreport.project.project import Project


def edition_content(project: "Project") -> dict[str, Any]:
    """The content of an edition.

    views: exhibit -> its view; shown: exhibit -> table or figure, where a chapter shows it; questions: instrument -> variable ->
    wording and coding by wave; cleaning: instrument -> rule -> what it does; weights: scheme -> wave -> fingerprint.
    """
    return {
        "views": {name: view.to_dict() for name, view in sorted(project.views.items())},
        "shown": shown_as(project),
        "waves": {name: list(project.waves(name)) for name in sorted(project.instruments())},
        "instruments": {name: i.label for name, i in sorted(project.evaluation.instruments.items())},
        "questions": {name: _questions(project, name) for name in sorted(project.instruments())},
        "cleaning": {name: _cleaning(project, name) for name in sorted(project.instruments())},
        "weights": {name: found for name in sorted(project.evaluation.weighting) if (found := _weights(project, name))},
        "levels": list(project.evaluation.significance_levels),
        "disclosure": dict(project.evaluation.disclosure),
    }


def shown_as(project: "Project") -> dict[str, str]:
    """Exhibit -> table or figure, for those that a chapter of the edition shows."""
    return {c.first: c.function for cited in project.cited.values() for c in cited if c.function in ("table", "figure")}


def fingerprint(data: Any) -> str:
    """What tells one piece of plain data from another."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _questions(project: "Project", instrument: str) -> dict[str, Any]:
    """The questions that a wave of the edition asked: wording, waves and how each wave is coded."""
    book, waves = project.codebooks[instrument], project.waves(instrument)
    asked = ((v, [wave for wave in waves if v.asked_in(wave)]) for v in book.variables)
    language = project.evaluation.language
    derived = project.evaluation.derived.get(instrument, {})
    return {
        v.name: {
            "label": v.label(language),
            "derived": fingerprint(_settings(derived[v.name])) if v.name in derived else "",
            "coding": {wave: _coding(v, book, wave) for wave in wanted},
        }
        for v, wanted in asked
        if wanted
    }


def _settings(derived: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in derived.items() if key != "label"}


def _coding(variable: Variable, book: Codebook, wave: str) -> str:
    """How a wave's answers become codes: type, codes (not their wording), missing codes, map, jumps."""
    codes: Any = ()
    if variable.value_set:
        choices = book.value_set(variable.value_set).choices
        codes = [[str(c.code), c.missing] for c in choices if not c.waves or wave in c.waves]
    code_map = book.code_maps.get(variable.maps.get(wave, ""), {})
    jumps = [[[jump.gate, jump.codes] for jump in variable.jumps]] if variable.jumps else []
    return fingerprint([variable.type, codes, dict(code_map), *jumps])


def _cleaning(project: "Project", instrument: str) -> dict[str, Any]:
    """The cleaning rules that concern a wave of the edition, by id, as they are written (all waves' rules stand in one file)."""
    evaluation, waves = project.evaluation, project.waves(instrument)
    content = load_yaml(evaluation.folder / evaluation.instruments[instrument].cleaning) or {}
    found = {}
    for rule in content.get("rules") or []:
        concerned = [wave for wave in waves if wave in map(str, rule.get("waves", waves))]
        if concerned:
            reason = rule["reason"]
            does = {key: value for key, value in rule.items() if key not in ("id", "reason", "waves")}
            found[rule["id"]] = {
                "reason": reason if isinstance(reason, str) else text_of(reason, evaluation.language),
                "does": fingerprint(does),
                "waves": concerned,
            }
    return found


def _weights(project: "Project", scheme: str) -> dict[str, Any]:
    """A weighting scheme: its label and, for each wave of the edition, a fingerprint of how it is weighted; {} where it knows none."""
    settings = project.evaluation.weighting[scheme]
    known = project.waves(settings["instrument"])
    waves = {wave: fingerprint(how) for wave, how in settings["waves"].items() if wave in known}
    return {"label": text_of(settings["label"], project.evaluation.language), "waves": waves} if waves else {}
