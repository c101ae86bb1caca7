"""The views of exhibits about the data themselves: response rates and what the cleaning did."""

from typing import Any

from evalreport.config import load_yaml, text_of
from evalreport.evaluation import Evaluation, Exhibit
from evalreport.language import word
from evalreport.view import Item, Panel, View
from evalreport.views import panels_of

RECEIVED, USABLE = "received", "usable"
KEEPING = ("flag",)  # kinds of rules that only note something


def response_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of an exhibit of kind response: a row a quantity, a column a group."""
    language = evaluation.language
    variables = tuple(Item(name, word(f"response_{name}", language)) for name in exhibit.variables)
    return _view(exhibit, language, "rate", variables, panels_of(exhibit, evaluation))


def cleaning_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of an exhibit of kind cleaning: forms received, dropped by rule, usable, values changed by rule."""
    language = evaluation.language
    instrument = evaluation.instruments[exhibit.instrument]
    rules = load_yaml(evaluation.folder / instrument.cleaning)["rules"] or []
    dropping = [_rule_item(rule, "forms_dropped", language) for rule in rules if rule["type"].startswith("drop")]
    changing = [
        _rule_item(rule, "values_changed", language)
        for rule in rules
        if rule["type"] not in KEEPING and not rule["type"].startswith("drop")
    ]
    received, usable = (Item(name, word(name, language)) for name in (RECEIVED, USABLE))
    panel = Panel("wave", "", tuple(Item(wave, wave) for wave in instrument.waves))
    return _view(exhibit, language, "count", (received, *dropping, usable, *changing), (panel,))


def _rule_item(rule: dict[str, Any], heading: str, language: str) -> Item:
    return Item(rule["id"], text_of(rule["reason"], language), over=word(heading, language))


def _view(
    exhibit: Exhibit, language: str, statistic: str, variables: tuple[Item, ...], panels: tuple[Panel, ...]
) -> View:
    return View(
        exhibit=exhibit.id,
        chapter=exhibit.chapter,
        language=language,
        title=exhibit.title,
        display=exhibit.display,
        statistic=statistic,
        variables=variables,
        categories=(),
        panels=panels,
        decimals=exhibit.decimals,
        note=exhibit.note,
    )
