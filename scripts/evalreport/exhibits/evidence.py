"""The numbers a chapter may use: protected estimates and tests of the exhibits it cites, looked up by id."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from evalreport.exhibits.statistics import POINTS, SHARE
from evalreport.exhibits.view import View
from evalreport.files.estimates import ABOUT, BASE
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_p


@dataclass(frozen=True)
class Evidence:
    """One exhibit as a reader may see it: its view, its estimates and its tests."""

    view: View
    estimates: Mapping[tuple[str, str, str], Mapping[str, Any]]
    tests: tuple[Mapping[str, Any], ...]
    levels: tuple[float, ...]
    texts: tuple[Mapping[str, str], ...] = ()  # of a listing or matrix: heading, row, column, text

    def cell(self, variable: str, category: str, group: str) -> Mapping[str, Any]:
        """The row of a variable, category and group; an empty row where the plan has none."""
        group = self.view.aliases.get(group, group)
        return self.estimates.get((variable, category, group), {"n": None, "estimate": None, "suppressed": 0})

    def value(self, variable: str, category: str, group: str) -> float:
        """The estimate of a cell, NaN where there is none."""
        found = self.cell(variable, category, group)["estimate"]
        return float("nan") if found is None else float(found)

    def base(self, variable: str, group: str) -> int | None:
        """The unweighted base of a variable and group, None when it is withheld or not there."""
        found = self.cell(variable, self.view.measure.base, group)["n"]
        return None if found is None or pd.isna(found) else int(found)

    def unit(self, category: str, group: str) -> str:
        """What a reader sees a number in (`statistics`): a column of differences of shares is in percentage points."""
        found = self.view.measure.unit_of((category,))
        points = found == SHARE and any(item.points for item in self.view.groups if item.id == group)
        return POINTS if points else found

    def about(self, variable: str, category: str, group: str) -> str:
        """`ca. ` before a number that is known to be approximate, else nothing."""
        known = (variable, ABOUT + category, group) in self.estimates
        return word("about", self.view.language) + NO_BREAK if known else ""

    def withholds_test(self, variable: str, groups: str = "") -> bool:
        """Whether a test of a variable, between its groups or of one of them, is not shown because numbers it is of are withheld."""
        if any(test["variable"] == variable and groups in ("", test["groups"]) for test in self.tests):
            return False
        own = [(group, row) for (name, _, group), row in self.estimates.items() if name == variable]
        of_one = any(group == groups for group, _ in own)
        return any(row.get("suppressed") for group, row in own if not of_one or group == groups)

    def verdict(self, p: float) -> str:
        """What a p-value amounts to at the evaluation's levels, in words."""
        language = self.view.language
        if p is None or pd.isna(p):
            return word("not_tested", language)
        for level in self.levels:
            if p < level:
                return word("significant", language).format(level=format_number(100 * level, 0, language))
        return word("not_significant", language)


def evidence_from(
    view: View,
    estimates: pd.DataFrame,
    tests: pd.DataFrame,
    levels: tuple[float, ...],
    texts: pd.DataFrame | None = None,
) -> Evidence:
    """Evidence from the tables of an exhibit; texts: of those that print text."""
    rows: dict[Any, Any] = {(r["variable"], r["category"], r["group"]): r for r in estimates.to_dict("records")}
    found: list[Any] = tests.to_dict("records")
    cells: list[Any] = [] if texts is None else texts.to_dict("records")
    return Evidence(view, rows, tuple(found), levels, tuple(cells))


def several_codes(evidence: Evidence) -> bool:
    """Whether some unit of an exhibit that counts has several codes: the codes then add to more than the units."""
    view, rows = evidence.view, evidence.estimates
    known = {key: row["n"] for key, row in rows.items() if not row["suppressed"] and not pd.isna(row["n"])}
    sums: dict[tuple[str, str], float] = {}
    for (variable, category, group), n in known.items():
        if category != BASE:
            sums[variable, group] = sums.get((variable, group), 0) + n
    return len(known) < len(rows) or any(
        sums.get((v.id, g.id), 0) > known.get((v.id, BASE, g.id), 0) for v in view.variables for g in view.groups
    )


def withheld_tests(evidence: Evidence) -> int:
    """How many items, or groups of items that are tested one by one, have no test because their numbers are withheld."""
    view = evidence.view
    alone = any(test["groups"] == group.id for test in evidence.tests for group in view.groups)
    tested = [group.id for group in view.groups] if alone else [""]
    return sum(evidence.withholds_test(item.id, groups) for item in view.variables for groups in tested)


def decisive(test: Mapping[str, Any]) -> float:
    """The p that decides: adjusted for the tests of a battery where it is, else the test's own."""
    adjusted = test.get("p_adjusted")
    return float(test["p"] if adjusted is None or pd.isna(adjusted) else adjusted)


def mark_of(p: float, levels: tuple[float, ...]) -> str:
    """The mark of a p-value: * below the smallest level, (*) below a larger one, else none."""
    if p is None or pd.isna(p) or p >= max(levels, default=0):
        return ""
    return "*" if p < levels[0] else "(*)"


def marked(evidence: Evidence) -> View:
    """The view with a mark at each variable whose groups differ.

    One variable, or several families of groups, have no marks: their tests stand in the note instead.
    """
    view = evidence.view
    own = view.statistic in ("change", "nps", "correlation") or view.stated is not None
    if own or len({test["groups"] for test in evidence.tests}) > 1:
        return view
    if len(view.variables) < 2 or view.categories_of or (view.statistic == "share" and view.categories):
        return view
    p_of = {test["variable"]: decisive(test) for test in evidence.tests}
    items = (replace(i, mark=mark_of(p_of.get(i.id, 1.0), evidence.levels) + i.mark) for i in view.variables)
    return replace(view, variables=tuple(items))


STATISTIC_SIGNS = {  # test -> the sign of its statistic; F for the others
    "chi2": "χ²",
    **dict.fromkeys(("t", "paired_t", "design_t", "jackknife_t", "replicates_t", "cr2_t"), "t"),
    **dict.fromkeys(("rank_t", "jackknife_rank_t", "replicates_rank_t"), "t"),
    "kruskal_wallis": "χ²",
    "mann_whitney": "U",
    "linear_by_linear": "M²",
}


def test_sentence(test: Mapping[str, Any], evidence: Evidence) -> str:
    """`χ²(4) = 2,32, p = 0,68, ikke statistisk signifikant` of one test."""
    language = evidence.view.language
    if pd.isna(test["p"]):
        return word("not_tested", language)
    p = decisive(test)
    if pd.isna(test["statistic"]):  # an exact test has none
        return f"{format_p(p, language)}, {evidence.verdict(p)}"
    statistic = format_number(test["statistic"], 2, language)
    df1, df2 = test["df1"], test["df2"]
    name = STATISTIC_SIGNS.get(test["test"], "F")
    known = [float(df) for df in (df1, df2) if not pd.isna(df)]
    whole = all(df.is_integer() for df in known)  # Rao and Scott's degrees of freedom are not
    freedom = (", " if whole else "; ").join(format_number(df, 0 if whole else 1, language) for df in known)
    freedom = f"({freedom})" if freedom else ""
    return f"{name}{freedom} = {statistic}, {format_p(p, language)}, {evidence.verdict(p)}"
