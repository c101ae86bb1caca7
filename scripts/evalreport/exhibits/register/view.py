"""The views of exhibits about the data themselves: response rates, flows, registers, and what the cleaning did."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.panels import panels_of, view_for
from evalreport.exhibits.register.plan import by_unit, response_waves
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.checking import NotChecked
from evalreport.files.schema import load_yaml, text_of
from evalreport.weighting.response_parts import REASON, counted_in
from evalreport.words.catalogue import word

UNITS_OF = {"municipalities": "flow_areas", "offices": "flow_units"}  # how names of response quantities end


RECEIVED, USABLE = "received", "usable"
KEEPING = ("flag",)  # kinds of rules that only note something


def response_view(
    exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook], prefixes: Mapping[str, str]
) -> View:
    """The view of an exhibit of kind response: a row a quantity, a column a group (of each wave, where it shows several).

    prefixes: wave shown -> what stands before the ids of its columns.
    """
    if by_unit(exhibit):
        return _unit_view(exhibit, evaluation, codebooks, prefixes)
    language = evaluation.language
    said = words_of_response([evaluation.response["waves"][wave] for wave in prefixes], language)
    variables = tuple(Item(name, said(f"response_{name}")) for name in exhibit.variables)
    panels = panels_of(exhibit, evaluation)
    if any(prefixes.values()):
        called = {wave: _called(wave, evaluation.response["waves"][wave], language) for wave in prefixes}
        panels = tuple(_each_wave(panel, prefixes, called) for panel in panels)
    aliases = _aliases(panels_of(exhibit, evaluation), prefixes)
    return view_for(exhibit, evaluation, "rate", variables, panels, aliases=aliases)


def _aliases(panels: Sequence[Panel], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The groups of the only wave shown with and without it: a text that names them so goes on when another wave comes."""
    if len(prefixes) != 1:
        return {}
    ((wave, prefix),) = prefixes.items()
    bare = [group.id for panel in panels for group in panel.groups]
    return {(id if prefix else f"{wave}:{id}"): prefix + id for id in bare}


def words_of_response(waves: Sequence[Mapping[str, Any]], language: str) -> Callable[[str], str]:
    """A word of the response, with what the waves call their units and areas; the program's own words where they differ or say nothing."""
    named: dict[str, str] = {}
    for key in ("units", "areas"):
        told = {text_of(wave[key], language) if key in wave else word(f"response_{key}", language) for wave in waves}
        named[key] = told.pop() if len(told) == 1 else word(f"response_{key}", language)

    def said(key: str) -> str:
        text = word(key, language).format(**named)
        return text[:1].upper() + text[1:]

    return said


def _called(wave: str, spec: Mapping[str, Any], language: str) -> str:
    return text_of(spec["label"], language) if "label" in spec else wave


def _each_wave(panel: Panel, prefixes: Mapping[str, str], called: Mapping[str, str]) -> Panel:
    groups = [
        replace(g, id=prefix + g.id, over=called[wave]) for wave, prefix in prefixes.items() for g in panel.groups
    ]
    return replace(panel, groups=tuple(groups))


def _unit_view(
    exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook], prefixes: Mapping[str, str]
) -> View:
    """A row a unit under the heading of its group, why it did not answer beside it, then a column a quantity of each wave.

    The units' names are data: they come with the estimates, not with the view.
    """
    language, waves = evaluation.language, evaluation.response["waves"]
    columns: list[Item] = []
    why: list[Item] = []
    reasons: dict[str, str] = {}
    for wave, prefix in prefixes.items():
        spec = waves[wave]
        over = _called(wave, spec, language) if prefix else ""
        said = words_of_response([spec], language)
        known = [name for name in exhibit.variables if counted_in(name, spec)]
        columns += [Item(prefix + name, said(f"response_{name}"), over=over) for name in known]
        if REASON in spec["frame"]:
            book = codebooks[spec["frame"]["instrument"]]
            variable = book.variable(spec["frame"][REASON])
            why.append(Item(prefix + REASON, variable.label(language) + (f", {over}" if prefix else "")))
            reasons |= {str(c.code): c.label(language) for c in book.value_set(variable.value_set).valid}
    headings = panels_of(exhibit, evaluation)[0].groups
    categories = tuple(Item(code, label) for code, label in reasons.items())
    panels = (Panel("columns", "", (*why, *columns)),)
    return view_for(exhibit, evaluation, "by_unit", headings, panels, categories=categories)


def cleaning_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of an exhibit of kind cleaning: forms received, dropped by rule, usable, values changed by rule."""
    language = evaluation.language
    instrument = evaluation.instruments[exhibit.instrument]
    written = _written(evaluation.folder / instrument.cleaning)
    rules = [rule for rule in written if set(rule.get("waves", instrument.waves)) & set(instrument.waves)]
    dropping = [_rule_item(rule, "forms_dropped", language) for rule in rules if rule["type"].startswith("drop")]
    changing = [
        _rule_item(rule, "values_changed", language)
        for rule in rules
        if rule["type"] not in KEEPING and not rule["type"].startswith("drop")
    ]
    received, usable = (Item(name, word(name, language)) for name in (RECEIVED, USABLE))
    panel = Panel("wave", "", tuple(Item(wave, wave) for wave in instrument.waves))
    return view_for(exhibit, evaluation, "count", (received, *dropping, usable, *changing), (panel,))


def _written(path: Path) -> list[dict[str, Any]]:
    """The rules of a cleaning file; raises NotChecked where they have not the form of rules: the check of the file itself tells it."""
    content = load_yaml(path) or {}
    rules = content.get("rules") or [] if isinstance(content, Mapping) else None
    if not isinstance(rules, list) or not all(map(_is_rule, rules)):
        raise NotChecked(str(path))
    return rules


def _is_rule(rule: Any) -> bool:
    """Whether this has what a view shows of a rule."""
    if not isinstance(rule, Mapping) or not all(isinstance(rule.get(key), str) for key in ("id", "type")):
        return False
    reason, waves = rule.get("reason"), rule.get("waves", [])
    texts = [*reason.values()] if isinstance(reason, Mapping) else [reason]
    named = isinstance(waves, list) and not any(isinstance(wave, list | dict) for wave in waves)
    return named and bool(texts) and all(isinstance(text, str) for text in texts)


def _rule_item(rule: dict[str, Any], heading: str, language: str) -> Item:
    reason = rule["reason"]
    text = reason if isinstance(reason, str) else text_of(reason, language)
    return Item(rule["id"], text, over=word(heading, language))


def flow_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Steps down the page from the invited to the usable, a column a group; headed by what is counted."""
    waves = evaluation.response.get("waves", {})
    said = words_of_response(
        [waves[wave] for wave in response_waves(exhibit, evaluation.response)], evaluation.language
    )
    received = word(RECEIVED, evaluation.language)
    variables = tuple(
        Item(name, received if name == RECEIVED else said(f"response_{name}"), over=said(_unit(name)))
        for name in exhibit.variables
    )
    return view_for(exhibit, evaluation, "count", variables, panels_of(exhibit, evaluation))


def _unit(name: str) -> str:
    return UNITS_OF.get(name.rpartition("_")[2], "flow_persons")


def units_view(exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> View:
    """Rows of a register by name, with a coded variable (a reason, say) and their group.

    The names themselves are data: they come with the estimates, not with the view.
    """
    language, book = evaluation.language, codebooks[exhibit.instrument]
    name, coded = (book.variable(variable) for variable in exhibit.variables)
    items = (Item(name.name, name.label(language)), Item(coded.name, coded.label(language)))
    answers = tuple(Item(str(c.code), c.label(language)) for c in book.value_set(coded.value_set).valid)
    return view_for(exhibit, evaluation, "units", items, panels_of(exhibit, evaluation), categories=answers)
