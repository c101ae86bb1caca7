"""The functions a chapter template may call: numbers from exhibits, in the report's language, and references."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.citations import QUOTING
from evalreport.evidence import Evidence, decisive
from evalreport.language import word
from evalreport.numbers import NO_BREAK, format_number, format_p, format_percent
from evalreport.share_words import share_in_words
from evalreport.view import BASE, DIFFERENCE, MEAN, SHARE_DIFFERENCE, Item

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


@dataclass(frozen=True)
class NumberFunctions:
    """What a template may ask of the exhibits: the public methods, called by their names."""

    evidence: Mapping[str, Evidence]
    language: str

    def pct(
        self,
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        variable: str | None = None,
        decimals: int = 0,
        sign: bool = True,
    ) -> str:
        """A share as a percentage."""
        share = self._value(exhibit, category, group, variable)
        return HIDDEN if math.isnan(share) else format_percent(share, decimals, self.language, sign)

    def _value(self, exhibit: str, category: Any, group: str | None, variable: str | None) -> float:
        e = self.evidence[exhibit]
        return e.value(_variable(e, variable), _category(e, category), _group(e, group))

    def n(
        self,
        exhibit: str,
        group: str | None = None,
        variable: str | None = None,
        category: Any = None,
        decimals: int = 0,
    ) -> str:
        """A base, or with a category the count in it."""
        e = self.evidence[exhibit]
        if category is None and e.view.statistic in ("rate", "count"):
            found: float | None = e.value(_variable(e, variable), BASE, _group(e, group))
        elif category is None:
            found = e.base(_variable(e, variable), _group(e, group))
        else:
            found = e.cell(_variable(e, variable), str(category), _group(e, group))["n"]
        return HIDDEN if found is None or pd.isna(found) else format_number(float(found), decimals, self.language)

    def mean(self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 2) -> str:
        """A mean."""
        value = self._value(exhibit, None, group, variable)
        return HIDDEN if math.isnan(value) else format_number(value, decimals, self.language)

    def diff(
        self,
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        than: str | None = None,
        variable: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """How far two groups lie apart, without sign; of an exhibit of differences, the difference that `group` names."""
        if self.evidence[exhibit].view.statistic in (DIFFERENCE, SHARE_DIFFERENCE):
            return self._difference(exhibit, variable, group, decimals)
        gap = abs(self._value(exhibit, category, group, variable) - self._value(exhibit, category, than, variable))
        if math.isnan(gap):
            return HIDDEN
        if self.evidence[exhibit].view.statistic == "mean":
            return format_number(gap, 2 if decimals is None else decimals, self.language)
        return (
            format_number(100 * gap, decimals or 0, self.language) + NO_BREAK + word("percentage_points", self.language)
        )

    def _difference(self, exhibit: str, variable: str | None, contrast: str | None, decimals: int | None) -> str:
        e = self.evidence[exhibit]
        value = abs(e.value(_variable(e, variable), MEAN, _group(e, contrast)))
        if math.isnan(value):
            return HIDDEN
        if e.view.statistic == DIFFERENCE:
            return format_number(value, 2 if decimals is None else decimals, self.language)
        points = format_number(100 * value, decimals or 0, self.language)
        return points + NO_BREAK + word("percentage_points", self.language)

    def _test(self, exhibit: str, variable: str | None, panel: str | None, groups: Any) -> Mapping[str, Any] | None:
        e = self.evidence[exhibit]
        name = "|".join(groups) if isinstance(groups, list | tuple) else (groups or panel)
        wanted = _variable(e, variable)
        return next((t for t in e.tests if t["variable"] == wanted and name in (None, t["groups"])), None)

    def p(self, exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None) -> str:
        """The p-value of a test."""
        test = self._test(exhibit, variable, panel, groups)
        return HIDDEN if test is None or pd.isna(test["p"]) else format_p(decisive(test), self.language)

    def significance(
        self, exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None
    ) -> str:
        """A test's verdict in words."""
        test = self._test(exhibit, variable, panel, groups)
        return self.evidence[exhibit].verdict(decisive(test) if test else float("nan"))

    def share_words(
        self, exhibit: str, category: Any = None, group: str | None = None, variable: str | None = None
    ) -> str:
        """A share in words, by the rule of `share_words`."""
        return share_in_words(self._value(exhibit, category, group, variable), self.language) or HIDDEN

    def _ranked(self, exhibit: str, group: str | None, category: Any, k: int, descending: bool) -> str:
        e = self.evidence[exhibit]
        values = [(self._value(exhibit, category, group, item.id), item) for item in e.view.variables]
        known = [(value, item) for value, item in values if not math.isnan(value)]
        ordered = sorted(known, key=lambda pair: -pair[0] if descending else pair[0])
        return join_words([lower_first(item.label) for _, item in ordered[:k]], self.language) or HIDDEN

    def largest(self, exhibit: str, group: str | None = None, k: int = 3, category: Any = None) -> str:
        """The k items with the highest values."""
        return self._ranked(exhibit, group, category, k, descending=True)

    def smallest(self, exhibit: str, group: str | None = None, k: int = 3, category: Any = None) -> str:
        """The k items with the lowest values."""
        return self._ranked(exhibit, group, category, k, descending=False)

    def _extreme_group(
        self, exhibit: str, category: Any, variable: str | None, panel: str | None, descending: bool
    ) -> str:
        e = self.evidence[exhibit]
        groups = [g for q in e.view.panels if panel in (None, q.id) for g in q.groups]
        values = [(self._value(exhibit, category, g.id, variable), g.label) for g in groups]
        known = [pair for pair in values if not math.isnan(pair[0])]
        return sorted(known, key=lambda pair: -pair[0] if descending else pair[0])[0][1] if known else HIDDEN

    def largest_group(
        self, exhibit: str, category: Any = None, variable: str | None = None, panel: str | None = None
    ) -> str:
        """The group with the highest value."""
        return self._extreme_group(exhibit, category, variable, panel, descending=True)

    def smallest_group(
        self, exhibit: str, category: Any = None, variable: str | None = None, panel: str | None = None
    ) -> str:
        """The group with the lowest value."""
        return self._extreme_group(exhibit, category, variable, panel, descending=False)


def number_functions(evidence: Mapping[str, Evidence], language: str) -> dict[str, Callable[..., str]]:
    """Name -> function: pct, n, mean, diff, p, significance, share_words, largest, smallest, largest_group, smallest_group."""
    numbers = NumberFunctions(evidence, language)
    return {name: getattr(numbers, name) for name in QUOTING}


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
