"""The views of exhibits about the data themselves: response rates, flows, registers, and what the cleaning did."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.panels import panels_of, view_for
from evalreport.exhibits.register.plan import by_unit
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
    variables = tuple(Item(name, word(f"response_{name}", language)) for name in exhibit.variables)
    panels = panels_of(exhibit, evaluation)
    if any(prefixes.values()):
        panels = tuple(_each_wave(panel, prefixes) for panel in panels)
    return view_for(exhibit, evaluation, "rate", variables, panels)


def _each_wave(panel: Panel, prefixes: Mapping[str, str]) -> Panel:
    groups = [replace(g, id=prefix + g.id, over=wave) for wave, prefix in prefixes.items() for g in panel.groups]
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
        spec, over = waves[wave], wave if prefix else ""
        known = [name for name in exhibit.variables if counted_in(name, spec)]
        columns += [Item(prefix + name, word(f"response_{name}", language), over=over) for name in known]
        if REASON in spec["frame"]:
            book = codebooks[spec["frame"]["instrument"]]
            variable = book.variable(spec["frame"][REASON])
            why.append(Item(prefix + REASON, variable.label(language) + (f", {wave}" if prefix else "")))
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
    language = evaluation.language
    variables = tuple(Item(name, _step(name, language), over=_unit(name, language)) for name in exhibit.variables)
    return view_for(exhibit, evaluation, "count", variables, panels_of(exhibit, evaluation))


def _step(name: str, language: str) -> str:
    return word(RECEIVED if name == RECEIVED else f"response_{name}", language)


def _unit(name: str, language: str) -> str:
    return word(UNITS_OF.get(name.rpartition("_")[2], "flow_persons"), language)


def units_view(exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> View:
    """Rows of a register by name, with a coded variable (a reason, say) and their group.

    The names themselves are data: they come with the estimates, not with the view.
    """
    language, book = evaluation.language, codebooks[exhibit.instrument]
    name, coded = (book.variable(variable) for variable in exhibit.variables)
    items = (Item(name.name, name.label(language)), Item(coded.name, coded.label(language)))
    answers = tuple(Item(str(c.code), c.label(language)) for c in book.value_set(coded.value_set).valid)
    return view_for(exhibit, evaluation, "units", items, panels_of(exhibit, evaluation), categories=answers)
