"""The functions a chapter template may call: numbers from exhibits, in the report's language."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from evalreport.chapters.cited import QUOTING
from evalreport.chapters.of_tests import HIDDEN, TestFunctions, variable_of
from evalreport.chapters.ranking import Ranked, first_places
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.statistics import COUNT, POINTS, with_unit
from evalreport.exhibits.view import Item
from evalreport.files.estimates import (
    ALPHA,
    BASE,
    CORRELATION,
    EVERYTHING,
    EXTREMES,
    MEAN,
    NET,
    RATIO,
    SUM,
    TOTAL,
    quantile_id,
)
from evalreport.words.catalogue import word
from evalreport.words.in_words import bound_in_words, ranked_as, share_in_words
from evalreport.words.numbers import MINUS, format_number, format_percent
from evalreport.words.sentences import join_words, lower_first


def _group(evidence: Evidence, group: str | None) -> str:
    return group or evidence.view.usual_group


def _category(evidence: Evidence, category: Any) -> str:
    if category is not None:
        return str(category)
    return evidence.view.measure.category


def _answers(evidence: Evidence, variable: str | None) -> tuple[Item, ...]:
    """The answers or codes of a variable, which a table of several may give each its own."""
    return evidence.view.categories_of.get(variable_of(evidence, variable), evidence.view.categories)


def base_of(evidence: Evidence, variable: str | None, group: str | None) -> int | None:
    """The unweighted base behind a number; what is left out is the only one there is. None where it is withheld."""
    return evidence.base(variable_of(evidence, variable), _group(evidence, group))


class NumberFunctions(TestFunctions):
    """What a template may ask of the exhibits: the public methods, called by their names."""

    def pct(
        self,
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        variable: str | None = None,
        decimals: int = 0,
        sign: bool = True,
    ) -> str:
        """A share as a percentage; a difference of shares in percentage points."""
        share, e = self._value(exhibit, category, group, variable), self.evidence[exhibit]
        if math.isnan(share):
            return HIDDEN
        if sign and e.unit(_category(e, category), _group(e, group)) == POINTS:
            return with_unit(share, POINTS, decimals, self.language)
        return format_percent(share, decimals, self.language, sign)

    def _value(self, exhibit: str, category: Any, group: str | None, variable: str | None) -> float:
        e = self.evidence[exhibit]
        return e.value(variable_of(e, variable), _category(e, category), _group(e, group))

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
        if category is None and e.view.measure.counting:
            found: float | None = e.value(variable_of(e, variable), BASE, _group(e, group))
        elif category is None:
            found = e.base(variable_of(e, variable), _group(e, group))
        else:
            found = e.cell(variable_of(e, variable), str(category), _group(e, group))["n"]
        if found is None or pd.isna(found):
            return HIDDEN
        about = e.about(variable_of(e, variable), BASE if category is None else str(category), _group(e, group))
        return about + format_number(float(found), decimals, self.language)

    def mean(
        self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 2, part: str = ""
    ) -> str:
        """A mean, or what stands beside it: part="sd", or an end, whole where it is."""
        value = self._value(exhibit, part or None, group, variable)
        return self._plain(value, 0 if part in EXTREMES and value.is_integer() else decimals)

    def total(self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 0) -> str:
        """A total."""
        return self._plain(self._value(exhibit, SUM, group, variable), decimals)

    def ratio(self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 2) -> str:
        """A ratio."""
        return self._plain(self._value(exhibit, RATIO, group, variable), decimals)

    def quantile(
        self,
        exhibit: str,
        probability: float,
        group: str | None = None,
        variable: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """A quantile, whole where it is and decimals are not asked for."""
        value = self._value(exhibit, quantile_id(probability), group, variable)
        return self._plain(value, decimals if decimals is not None else 0 if value.is_integer() else 1)

    def net(self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 0) -> str:
        """A net change in percentage points, with a minus where more say worse."""
        value = self._value(exhibit, NET, group, variable)
        return HIDDEN if math.isnan(value) else with_unit(value, POINTS, decimals, self.language)

    def nps(self, exhibit: str, variable: str | None = None, group: str | None = None, decimals: int = 0) -> str:
        """A net promoter score, from -100 to 100."""
        return self._plain(100 * self._value(exhibit, NET, group, variable), decimals)

    def correlation(self, exhibit: str, variable: str, group: str, decimals: int = 2) -> str:
        """The correlation of two variables, whichever of them is named first."""
        pairs = ((group, variable), (variable, group))
        found = [self._value(exhibit, CORRELATION, one, other) for one, other in pairs]
        return self._plain(next((value for value in found if not math.isnan(value)), math.nan), decimals)

    def alpha(self, exhibit: str, variable: str | None = None, decimals: int = 2) -> str:
        """Cronbach's alpha of an index."""
        return self._plain(self._value(exhibit, ALPHA, EVERYTHING, variable), decimals)

    def agreement(self, exhibit: str, group: str, variable: str | None = None, category: Any = BASE) -> str:
        """A measure of the coders' agreement (kappa, alpha, agreed) on a code, or on all codes of a variable."""
        return self._plain(self._value(exhibit, category, group, variable), 2)

    def _plain(self, value: float, decimals: int) -> str:
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
        if self.evidence[exhibit].view.measure.contrast:
            return self._difference(exhibit, variable, group, decimals)
        gap = abs(self._value(exhibit, category, group, variable) - self._value(exhibit, category, than, variable))
        if math.isnan(gap):
            return HIDDEN
        if self.evidence[exhibit].view.measure.plain:
            return format_number(gap, 2 if decimals is None else decimals, self.language)
        return with_unit(gap, POINTS, decimals or 0, self.language)

    def _difference(self, exhibit: str, variable: str | None, contrast: str | None, decimals: int | None) -> str:
        e = self.evidence[exhibit]
        value = abs(e.value(variable_of(e, variable), MEAN, _group(e, contrast)))
        if math.isnan(value):
            return HIDDEN
        if e.view.measure.plain:
            return format_number(value, 2 if decimals is None else decimals, self.language)
        return with_unit(value, POINTS, decimals or 0, self.language)

    def share_words(
        self, exhibit: str, category: Any = None, group: str | None = None, variable: str | None = None
    ) -> str:
        """A share in words, by the rule of `share_words`."""
        return share_in_words(self._value(exhibit, category, group, variable), self.language) or HIDDEN

    def bound_words(
        self,
        exhibit: str,
        at: float | str | None = None,
        category: Any = None,
        group: str | None = None,
        variable: str | None = None,
    ) -> str:
        """A share by the number it is near to, `over 70 %`, `nearly half`: by the rule of `bound_in_words`."""
        return bound_in_words(self._value(exhibit, category, group, variable), self.language, at) or HIDDEN

    def lost_words(
        self, exhibit: str, variable: str | None = None, of: str | None = None, group: str | None = None
    ) -> str:
        """The part of the count `of` that is not in the count `variable`, in words: how many fell away from one to the other."""
        e = self.evidence[exhibit]
        before, after = (e.value(variable_of(e, name), BASE, _group(e, group)) for name in (of, variable))
        return HIDDEN if not 0 <= after <= before else share_in_words(1 - after / before, self.language) or HIDDEN

    def ci(
        self,
        exhibit: str,
        category: Any = None,
        group: str | None = None,
        variable: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """The confidence interval of a share (in per cent), a mean or a difference: `95 % KI 38–46`."""
        e = self.evidence[exhibit]
        wanted = MEAN if e.view.measure.contrast else _category(e, category)
        row = e.cell(variable_of(e, variable), wanted, _group(e, group))
        ends: list[Any] = [row.get("ci_low"), row.get("ci_high")]
        if any(end is None or pd.isna(end) for end in ends):
            return HIDDEN
        whole = e.view.measure.plain
        places = decimals if decimals is not None else 2 if whole else 0
        low, high = (format_number((1 if whole else 100) * float(end), places, self.language) for end in ends)
        dash = f" {word('to', self.language)} " if MINUS in low + high else "–"
        return f"{interval_word('confidence_interval', e.view, self.language)} {low}{dash}{high}"

    def largest(
        self,
        exhibit: str,
        group: str | None = None,
        k: int = 3,
        category: Any = None,
        variable: str | None = None,
        numbers: bool = False,
        decimals: int | None = None,
        as_written: bool = False,
    ) -> str:
        """The k items (of one question: answers) with the highest values; see `ranking.first_places`."""
        found = self._items(exhibit, group, category, variable, as_written)
        return self._ranked(found, exhibit, k, numbers, decimals, True)

    def smallest(
        self,
        exhibit: str,
        group: str | None = None,
        k: int = 3,
        category: Any = None,
        variable: str | None = None,
        numbers: bool = False,
        decimals: int | None = None,
        as_written: bool = False,
    ) -> str:
        """The k items (of one question: answers) with the lowest values."""
        found = self._items(exhibit, group, category, variable, as_written)
        return self._ranked(found, exhibit, k, numbers, decimals, False)

    def largest_group(
        self,
        exhibit: str,
        category: Any = None,
        variable: str | None = None,
        panel: str | None = None,
        k: int = 1,
        numbers: bool = False,
        decimals: int | None = None,
    ) -> str:
        """The k groups with the highest values."""
        found = self._groups(exhibit, category, variable, panel)
        return self._ranked(found, exhibit, k, numbers, decimals, True)

    def smallest_group(
        self,
        exhibit: str,
        category: Any = None,
        variable: str | None = None,
        panel: str | None = None,
        k: int = 1,
        numbers: bool = False,
        decimals: int | None = None,
    ) -> str:
        """The k groups with the lowest values."""
        found = self._groups(exhibit, category, variable, panel)
        return self._ranked(found, exhibit, k, numbers, decimals, False)

    def rank(
        self,
        exhibit: str,
        variable: str | None = None,
        group: str | None = None,
        category: Any = None,
        among: str = "",
        smallest: bool = False,
        superlative: str = "",
    ) -> str:
        """The place of a value among the items (of one question: the answers), or among="groups": `nest størst`.

        superlative: another word than the program's own (`vanligst`). Equal values share the best place. Where a value
        that competes is withheld, the place is not known.
        """
        e = self.evidence[exhibit]
        own = self._value(exhibit, category, group, variable)
        if among == "groups":
            cells = [(variable_of(e, variable), _category(e, category), g.id) for g in e.view.groups if g.id != TOTAL]
        elif len(e.view.variables) > 1 and not e.view.categories_of:
            items = (item for item in e.view.variables if item.id != TOTAL)
            cells = [(item.id, _category(e, category), _group(e, group)) for item in items]
        else:
            cells = [(variable_of(e, variable), item.id, _group(e, group)) for item in _answers(e, variable)]
        if math.isnan(own) or any(e.cell(*cell).get("suppressed") for cell in cells):
            return HIDDEN
        values = [e.value(*cell) for cell in cells]
        place = 1 + sum(value < own if smallest else value > own for value in values)
        said = superlative or word("superlative_low" if smallest else "superlative_high", self.language)
        return ranked_as(place, said, self.language)

    def _items(
        self, exhibit: str, group: str | None, category: Any, variable: str | None, as_written: bool
    ) -> list[Ranked]:
        """The items, or the answers where there is one question and no answer is named."""
        e, shown = self.evidence[exhibit], str if as_written else lower_first
        answers = _answers(e, variable)
        if category is None and (variable is not None or len(e.view.variables) == 1) and answers:
            return [self._of(exhibit, c.id, group, variable, shown(c.label)) for c in answers]
        items = (v for v in e.view.variables if v.id != TOTAL)  # a sum is not among what it sums
        named = ((v.id, v.label if as_written else v.prose or shown(v.label)) for v in items)
        return [self._of(exhibit, category, group, name, label) for name, label in named]

    def _groups(self, exhibit: str, category: Any, variable: str | None, panel: str | None) -> list[Ranked]:
        groups = [
            g for q in self.evidence[exhibit].view.panels if panel in (None, q.id) for g in q.groups if g.id != TOTAL
        ]
        return [self._of(exhibit, category, g.id, variable, g.prose or g.label) for g in groups]

    def _of(self, exhibit: str, category: Any, group: str | None, variable: str | None, label: str) -> Ranked:
        e = self.evidence[exhibit]
        cell = e.cell(variable_of(e, variable), _category(e, category), _group(e, group))
        unit = e.unit(_category(e, category), _group(e, group))
        return Ranked(self._value(exhibit, category, group, variable), label, bool(cell.get("suppressed")), unit)

    def _ranked(
        self, found: list[Ranked], exhibit: str, k: int, numbers: bool, decimals: int | None, descending: bool
    ) -> str:
        said = [
            one.label + (f" ({self._printed(exhibit, one, decimals)})" if numbers else "")
            for one in first_places(found, k, descending)
        ]
        return join_words(said, self.language) or HIDDEN

    def _printed(self, exhibit: str, one: Ranked, decimals: int | None) -> str:
        """A value as the text prints it: shares as percentages, differences of shares in points, means and counts as numbers."""
        measure = self.evidence[exhibit].view.measure
        if measure.plain:
            return format_number(one.value, 2 if decimals is None else decimals, self.language)
        return with_unit(one.value, COUNT if measure.unit == COUNT else one.unit, decimals or 0, self.language)


def number_functions(evidence: Mapping[str, Evidence], language: str) -> dict[str, Callable[..., str]]:
    """Name -> function, for every name of `citations.QUOTING`."""
    numbers = NumberFunctions(evidence, language)
    return {name: getattr(numbers, name) for name in QUOTING}
