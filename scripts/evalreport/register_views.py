"""Exhibits about the data themselves: response rates and what the cleaning did."""

from typing import Any

import pandas as pd

from evalreport.analysis import ESTIMATES
from evalreport.config import load_yaml, text_of
from evalreport.evaluation import Evaluation, Exhibit
from evalreport.language import word
from evalreport.view import BASE, Item, Panel, View
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


def _row(exhibit: str, variable: str, category: str, group: str, n: float, estimate: float) -> dict[str, Any]:
    empty = dict.fromkeys(ESTIMATES, float("nan"))
    values = {"exhibit": exhibit, "variable": variable, "category": category, "group": group}
    return empty | values | {"n": n, "n_weighted": n, "estimate": estimate, "suppressed": 0}


def cleaning_estimates(exhibit: str, log: pd.DataFrame, received: dict[str, int]) -> pd.DataFrame:
    """Counts a wave from a cleaning log (columns wave, row, variable, new, rule): rows dropped and values changed by rule.

    received: wave -> rows in the raw file.
    """
    rows = []
    dropped = log[log["variable"] == "*"]
    for wave, count in received.items():
        usable = count - int((dropped["wave"] == wave).sum())
        rows += [_row(exhibit, RECEIVED, BASE, wave, count, count), _row(exhibit, USABLE, BASE, wave, usable, usable)]
    for (wave, rule), part in log.groupby(["wave", "rule"], sort=True):
        if wave in received:
            rows.append(_row(exhibit, rule, BASE, wave, len(part), len(part)))
    return pd.DataFrame(rows, columns=ESTIMATES)


def response_estimates(exhibit: str, response: pd.DataFrame, variables: list[str], groups: list[str]) -> pd.DataFrame:
    """The rows of the response table that an exhibit shows."""
    wanted = response[response["variable"].isin(variables) & response["group"].isin(groups)]
    return wanted.assign(exhibit=exhibit)[ESTIMATES].reset_index(drop=True)
