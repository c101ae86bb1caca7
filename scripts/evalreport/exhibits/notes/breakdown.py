"""What the background of an exhibit shows, in sentences: which group is highest and which lowest, where the groups differ."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.exhibits.evidence import Evidence, decisive
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.statistics import with_unit
from evalreport.exhibits.view import Item, Panel
from evalreport.files.estimates import TOTAL
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number
from evalreport.words.sentences import lower_first

MOST = 5  # items told of a panel; of more, how many there are


@dataclass(frozen=True)
class _Ranked:
    """The highest and the lowest group of an item, as printed, and the p of the test of the groups, NaN for none."""

    of: str
    high: tuple[str, str]  # label and value
    low: tuple[str, str]
    p: float

    @property
    def differs(self) -> bool:
        """Whether a reader sees a difference."""
        return self.high[1] != self.low[1]


def breakdown(evidence: Evidence) -> list[str]:
    """Sentences on each grouping of the background: items whose groups differ significantly, and how many do not.

    Of kinds without tests, the highest and lowest group of each item. An item with a withheld group is not ranked, one that was
    not tested (answers across a break) is not told: a difference that may be chance is no finding.
    """
    return [text for panel in evidence.view.panels if panel.added for text in _of_panel(evidence, panel)]


def _of_panel(evidence: Evidence, panel: Panel) -> Iterator[str]:
    view, language = evidence.view, evidence.view.language
    groups = [group for group in panel.groups if group.id != TOTAL]
    tests = {test["variable"]: decisive(test) for test in evidence.tests if test["groups"] == panel.id}
    ranked = [r for r in (_ranked(evidence, item, groups, tests) for item in view.variables) if r]
    name = panel.label.rstrip("?")
    if len(groups) < 2:
        return
    testable = KINDS[view.kind].usual_test != "none"
    if not ranked or (testable and not tests):
        yield word("breakdown_withheld", language).format(panel=name)
    elif not testable:
        yield from (_said("breakdown", name, one, language) for one in ranked[:MOST] if one.differs)
    else:
        yield from _tested(evidence, name, ranked)


def _tested(evidence: Evidence, name: str, ranked: list[_Ranked]) -> Iterator[str]:
    """Items whose groups differ at the largest level, and how many others do not."""
    language = evidence.view.language
    known = [one for one in ranked if not math.isnan(one.p)]
    level = max(evidence.levels, default=0.0)
    found = [one for one in known if one.p < level and one.differs]
    yield from (_said("breakdown_tested", name, one, language, verdict=evidence.verdict(one.p)) for one in found[:MOST])
    if known and not found:
        none = word("none_significant", language).format(level=format_number(100 * level, 0, language))
        yield f"{name}: {lower_first(none)}."
    elif len(known) > len(found[:MOST]):
        rest = {"more": len(found) - MOST, "others": len(known) - len(found)}
        yield from (word(f"breakdown_{key}", language).format(panel=name, count=n) for key, n in rest.items() if n > 0)


def _said(key: str, panel: str, one: _Ranked, language: str, **verdict: str) -> str:
    (high, most), (low, least) = one.high, one.low
    return word(key, language).format(panel=panel, of=one.of, high=high, most=most, low=low, least=least, **verdict)


def _ranked(evidence: Evidence, item: Item, groups: list[Item], tests: Mapping[str, float]) -> _Ranked | None:
    """The ends of an item, of the answer that divides the groups most where there are several; None where a group is withheld."""
    view = evidence.view
    answers = () if view.measure.own else view.categories_of.get(item.id, view.categories)
    named: list[tuple[Item | None, str]] = [(answer, answer.id) for answer in answers]
    rows = [
        (answer, _values(evidence, item.id, category, groups))
        for answer, category in named or [(None, view.measure.category)]
    ]
    if any(value is None for _, values in rows for value in values.values()):
        return None
    answer, values = max(rows, key=lambda row: max(row[1].values()) - min(row[1].values()))
    high, low = max(values, key=lambda name: values[name]), min(values, key=lambda name: values[name])
    labels = {group.id: group.prose or f"{group.over} {group.label}".strip() for group in groups}
    of_what = [item.label] * (len(view.variables) > 1) + ([answer.label] if answer else [])
    of = "".join(f", {word('alt_quote', view.language).format(text=label)}" for label in of_what)
    ends = [(labels[name], _printed(evidence, values[name])) for name in (high, low)]
    return _Ranked(of, ends[0], ends[1], tests.get(item.id, math.nan))


def _values(evidence: Evidence, variable: str, category: str, groups: list[Item]) -> dict[str, Any]:
    """The value of each group, None where it is withheld or there is none."""
    cells = {group.id: evidence.cell(variable, category, group.id) for group in groups}
    return {
        name: None if cell["suppressed"] or pd.isna(cell["estimate"]) else float(cell["estimate"])
        for name, cell in cells.items()
    }


def _printed(evidence: Evidence, value: float) -> str:
    view = evidence.view
    return with_unit(value, view.measure.unit_of((view.measure.category,)), view.decimals, view.language)
