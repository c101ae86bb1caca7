"""The functions a chapter template may call: numbers from exhibits, in the report's language, and references."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from evalreport.evidence import Evidence, decisive
from evalreport.language import word
from evalreport.numbers import NO_BREAK, format_number, format_p, format_percent
from evalreport.share_words import share_in_words
from evalreport.view import BASE, MEAN, Item

HIDDEN = "[…]"  # a number that is withheld or does not exist; visible, so that nobody prints it by mistake


def _only(items: tuple[Item, ...]) -> str:
    return items[0].id if items else ""


def _variable(evidence: Evidence, variable: str | None) -> str:
    return variable or _only(evidence.view.variables)


def _group(evidence: Evidence, group: str | None) -> str:
    return group or _only(evidence.view.groups)


def _category(evidence: Evidence, category: Any) -> str:
    if category is not None:
        return str(category)
    view = evidence.view
    return MEAN if view.statistic == "mean" else "rate" if view.statistic == "rate" else "counted"


def join_words(words: list[str], language: str) -> str:
    """`a, b og c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {word('and', language)} {words[-1]}"


def lower_first(label: str) -> str:
    """A label inside a sentence: small first letter, unless the word is an abbreviation (NAV) or stands alone (I)."""
    return label if len(label) < 2 or not label[1].islower() else label[0].lower() + label[1:]


def number_functions(evidence: Mapping[str, Evidence], language: str) -> dict[str, Callable[..., str]]:
    """pct, n, mean, diff, p, significance, share_words, largest, smallest, largest_group, smallest_group over the exhibits given."""

    def pct(
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        variable: str | None = None,
        decimals: int = 0,
        sign: bool = True,
    ) -> str:
        share = _value(exhibit, category, group, variable)
        return HIDDEN if math.isnan(share) else format_percent(share, decimals, language, sign)

    def _value(exhibit: str, category: Any, group: str | None, variable: str | None) -> float:
        e = evidence[exhibit]
        return e.value(_variable(e, variable), _category(e, category), _group(e, group))

    def n(
        exhibit: str, group: str | None = None, variable: str | None = None, category: Any = None, decimals: int = 0
    ) -> str:
        e = evidence[exhibit]
        if category is None and e.view.statistic in ("rate", "count"):
            found: float | None = e.value(_variable(e, variable), BASE, _group(e, group))
        elif category is None:
            found = e.base(_variable(e, variable), _group(e, group))
        else:
            found = e.cell(_variable(e, variable), str(category), _group(e, group))["n"]
        return HIDDEN if found is None or pd.isna(found) else format_number(float(found), decimals, language)

    def mean(exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 2) -> str:
        value = _value(exhibit, None, group, variable)
        return HIDDEN if math.isnan(value) else format_number(value, decimals, language)

    def diff(
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        than: str | None = None,
        variable: str | None = None,
        decimals: int | None = None,
    ) -> str:
        gap = abs(_value(exhibit, category, group, variable) - _value(exhibit, category, than, variable))
        if math.isnan(gap):
            return HIDDEN
        if evidence[exhibit].view.statistic == "mean":
            return format_number(gap, 2 if decimals is None else decimals, language)
        return format_number(100 * gap, decimals or 0, language) + NO_BREAK + word("percentage_points", language)

    def _test(exhibit: str, variable: str | None, panel: str | None, groups: Any) -> Mapping[str, Any] | None:
        e = evidence[exhibit]
        name = "|".join(groups) if isinstance(groups, list | tuple) else (groups or panel)
        wanted = _variable(e, variable)
        return next((t for t in e.tests if t["variable"] == wanted and name in (None, t["groups"])), None)

    def p(exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None) -> str:
        test = _test(exhibit, variable, panel, groups)
        return HIDDEN if test is None or pd.isna(test["p"]) else format_p(decisive(test), language)

    def significance(exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None) -> str:
        test = _test(exhibit, variable, panel, groups)
        return evidence[exhibit].verdict(decisive(test) if test else float("nan"))

    def share_words(exhibit: str, category: Any = None, group: str | None = None, variable: str | None = None) -> str:
        return share_in_words(_value(exhibit, category, group, variable), language) or HIDDEN

    def _ranked(exhibit: str, group: str | None, category: Any, k: int, descending: bool) -> str:
        e = evidence[exhibit]
        values = [(_value(exhibit, category, group, item.id), item) for item in e.view.variables]
        known = [(value, item) for value, item in values if not math.isnan(value)]
        ordered = sorted(known, key=lambda pair: -pair[0] if descending else pair[0])
        return join_words([lower_first(item.label) for _, item in ordered[:k]], language) or HIDDEN

    def largest(exhibit: str, group: str | None = None, k: int = 3, category: Any = None) -> str:
        return _ranked(exhibit, group, category, k, descending=True)

    def smallest(exhibit: str, group: str | None = None, k: int = 3, category: Any = None) -> str:
        return _ranked(exhibit, group, category, k, descending=False)

    def _extreme_group(exhibit: str, category: Any, variable: str | None, panel: str | None, descending: bool) -> str:
        e = evidence[exhibit]
        groups = [g for q in e.view.panels if panel in (None, q.id) for g in q.groups]
        values = [(_value(exhibit, category, g.id, variable), g.label) for g in groups]
        known = [pair for pair in values if not math.isnan(pair[0])]
        return sorted(known, key=lambda pair: -pair[0] if descending else pair[0])[0][1] if known else HIDDEN

    def largest_group(exhibit: str, category: Any = None, variable: str | None = None, panel: str | None = None) -> str:
        return _extreme_group(exhibit, category, variable, panel, descending=True)

    def smallest_group(
        exhibit: str, category: Any = None, variable: str | None = None, panel: str | None = None
    ) -> str:
        return _extreme_group(exhibit, category, variable, panel, descending=False)

    functions = (pct, n, mean, diff, p, significance, share_words, largest, smallest, largest_group, smallest_group)
    return {function.__name__: function for function in functions}


def reference_functions(displays: Mapping[str, str]) -> dict[str, Callable[[str], str]]:
    """ref, Ref, section, Section: cross-references that the assembly numbers. displays: exhibit id -> table or figure kind."""

    def anchor(exhibit: str) -> str:
        return f"{'tbl' if displays[exhibit] == 'table' else 'fig'}-{exhibit}"

    return {
        "ref": lambda exhibit: f"[](#{anchor(exhibit)}){{.ref}}",
        "Ref": lambda exhibit: f"[](#{anchor(exhibit)}){{.ref .cap}}",
        "section": lambda name: f"[](#{name}){{.ref}}",
        "Section": lambda name: f"[](#{name}){{.ref .cap}}",
    }
