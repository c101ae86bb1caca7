"""What a claim compares: cells of exhibits, their values in the unit a reader sees, the test of their groups."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from evalreport.exhibits.evidence import Evidence, decisive
from evalreport.exhibits.statistics import COUNT, POINTS, RATE, SCALE, SHARE, with_unit
from evalreport.exhibits.view import View
from evalreport.files.estimates import BASE
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_p, round_half_up

DECIMALS = {SHARE: 0, POINTS: 0, SCALE: 2, COUNT: 0}  # by unit, as the number functions print it (see prose)
NEAR = 1e-9  # what floating point adds to 0.55 - 0.50


@dataclass(frozen=True)
class Cell:
    """One value of one exhibit; several categories are added up."""

    evidence: Evidence
    variable: str
    categories: tuple[str, ...]
    group: str

    @property
    def unit(self) -> str:
        """What the value is in: a share, a difference in percentage points, a point on a scale, a count."""
        units = {self.evidence.unit(category, self.group) for category in self.categories}
        return units.pop() if len(units) == 1 else self.evidence.view.measure.unit_of(self.categories)

    @property
    def value(self) -> float:
        """The value in the reader's unit (per cent, points, persons); NaN where it is withheld or does not exist."""
        values = [self.evidence.value(self.variable, category, self.group) for category in self.categories]
        return sum(values) * (100 if self.unit in (SHARE, POINTS) else 1)

    @property
    def unknown(self) -> bool:
        """Whether the number is withheld or does not exist."""
        return math.isnan(self.value)

    def rounded(self, decimals: int | None) -> float:
        """The value as it is printed; decimals None: as the number functions print it."""
        return self.printed(self.value, decimals)

    def printed(self, value: float, decimals: int | None) -> float:
        """A value or difference of this kind as it is printed."""
        return round_half_up(value, DECIMALS[self.unit] if decimals is None else decimals)

    def text(self, decimals: int | None) -> str:
        """The value in the report's language."""
        language = self.evidence.view.language
        places = DECIMALS[self.unit] if decimals is None else decimals
        if self.unknown:
            return word("claim_no_number", language)
        return with_unit(self.value / (100 if self.unit in (SHARE, POINTS) else 1), self.unit, places, language)

    def named(self, parts: Iterable[str], decimals: int | None) -> str:
        """`control_2009 48 %`: the ids that tell the cell from others, and its value."""
        ids = {"variable": self.variable, "category": "+".join(self.categories), "group": self.group}
        return " ".join([*(ids[part] for part in parts), self.text(decimals)])


def cell_of(evidence: Evidence, given: Mapping[str, Any]) -> Cell:
    """The cell that `variable`, `category` and `group` name; what the exhibit has one of may be left out."""
    view = evidence.view
    variable = str(given.get("variable") or (view.variables[0].id if view.variables else ""))
    named = str(given.get("group") or view.usual_group)
    group = view.aliases.get(named, named)
    category = given.get("category")
    if category is None:
        categories: tuple[str, ...] = (_own_category(evidence, variable, group),)
    else:
        categories = tuple(str(each) for each in category) if isinstance(category, list | tuple) else (str(category),)
    return Cell(evidence, variable, categories, group)


def _own_category(evidence: Evidence, variable: str, group: str) -> str:
    """The category that carries the value of a variable that has no answers to choose from."""
    view = evidence.view
    if view.measure.counting:
        return RATE if (variable, RATE, group) in evidence.estimates else BASE
    if view.measure.own or not (view.categories or view.categories_of):
        return view.measure.category
    return _categories(view, variable)[0]


def _categories(view: View, variable: str) -> list[str]:
    return [item.id for item in view.categories_of.get(variable, view.categories)]


def other_cell(cell: Cell, others: Mapping[str, Evidence], given: Mapping[str, Any]) -> Cell:
    """The cell that a `than…` argument names: the first one, changed in what is said."""
    evidence = others[given["than_exhibit"]] if given.get("than_exhibit") else cell.evidence
    variables = [item.id for item in evidence.view.variables]
    variable = given.get("than_variable") or (cell.variable if cell.variable in variables else variables[0])
    wanted = {
        "variable": variable,
        "group": given.get("than") or cell.group,
        "category": given.get("than_category") or given.get("category"),
    }
    return cell_of(evidence, wanted)


def differing(first: Cell, second: Cell) -> tuple[str, ...]:
    """The parts in which two cells differ: what names them beside each other."""
    parts = {
        "variable": first.variable != second.variable,
        "category": first.categories != second.categories,
        "group": first.group != second.group,
    }
    return tuple(part for part, differs in parts.items() if differs) or ("variable",)


def said(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of a cell that a claim names."""
    return tuple(part for part in ("variable", "category", "group") if given.get(part) is not None)


def dimensions(view: View, variable: str | None = None) -> dict[str, list[str]]:
    """What an exhibit is made of: variables, categories and groups (the total is no group of its own)."""
    return {
        "variable": [item.id for item in view.variables],
        "category": _categories(view, variable or "") or [c.id for c in next(iter(view.categories_of.values()), ())],
        "group": [group.id for group in view.groups],
    }


def along(cell: Cell, part: str, ids: Iterable[str]) -> list[Cell]:
    """The cells beside one another in one part."""
    changes = [{"categories": (name,)} if part == "category" else {part: name} for name in ids]
    return [replace(cell, **change) for change in changes]


def test_of(evidence: Evidence, given: Mapping[str, Any], compared: tuple[str, ...] = ()) -> Mapping[str, Any] | None:
    """The one test that decides: of `groups` or `panel` where they are named, else of the groups compared; None without one.

    compared: ids of the two groups of a comparison; their own test comes before one of more groups.
    """
    variable = str(given.get("variable") or (evidence.view.variables[0].id if evidence.view.variables else ""))
    tests = [test for test in evidence.tests if test["variable"] == variable]
    named = given.get("groups") or given.get("panel")
    if named:
        wanted = "|".join(named) if isinstance(named, list | tuple) else str(named)
        tests = [test for test in tests if test["groups"] == wanted]
    elif compared:
        holding = [test for test in tests if set(compared) <= _tested(evidence.view, test)]
        fewest = min((len(_tested(evidence.view, test)) for test in holding), default=0)
        tests = [test for test in holding if len(_tested(evidence.view, test)) == fewest]
    elif any(panel.added for panel in evidence.view.panels):  # the background's tests stand beside the exhibit's own
        tests = [test for test in tests if test["groups"] == evidence.view.usual_panel] or tests
    return tests[0] if len(tests) == 1 else None


def _tested(view: View, test: Mapping[str, Any]) -> set[str]:
    """The groups that a test compares."""
    panel = next((panel for panel in view.panels if panel.id == test["groups"]), None)
    return {group.id for group in panel.groups} if panel else set(str(test["groups"]).split("|"))


def p_of(test: Mapping[str, Any] | None) -> float:
    """The p that decides, NaN where nothing was tested."""
    if test is None or pd.isna(test["p"]):
        return math.nan
    return decisive(test)


def p_text(evidence: Evidence, p: float, variable: str = "", groups: str = "") -> str:
    """`p = 0,03`, `not tested`, or that the test of a variable is withheld."""
    language = evidence.view.language
    if math.isnan(p):
        return word("verdict_withheld" if evidence.withholds_test(variable, groups) else "not_tested", language)
    return format_p(p, language)
