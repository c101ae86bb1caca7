"""An exhibit as a table: which numbers stand in which row and column, as text in the report's language."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from evalreport.exhibits.evidence import Evidence, decisive, mark_of, marked, several_codes
from evalreport.exhibits.letters import letters_of
from evalreport.exhibits.note import label_with_mark
from evalreport.exhibits.precision import precision_rows
from evalreport.exhibits.records.agreement import agreement_grid
from evalreport.exhibits.records.coverage import coverage_grid
from evalreport.exhibits.records.table import text_grid
from evalreport.exhibits.records.tally_table import is_tally, tally_grid
from evalreport.exhibits.survival.outcomes import METHODS, OUTCOME, PUBLISHED, outcome
from evalreport.exhibits.view import (
    AGREEMENT,
    BY_UNIT,
    CHANGE,
    COVERAGE,
    DIFFERENCE,
    QUANTILE,
    SHARE_DIFFERENCE,
    TEXT,
    Item,
    shows_interval,
)
from evalreport.files.estimates import BASE, MEAN, NET, RATIO, SAME, SUM, TOTAL
from evalreport.markdown.grid import Grid, escape
from evalreport.weighting.response_parts import RATES, REASON
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_p, format_percent

EMPTY = "–"
NUMBER = {"mean": MEAN, "total": SUM, "ratio": RATIO}  # statistics of one number an item, and its category


def grid_of(evidence: Evidence) -> Grid:
    """The table of an exhibit: answers (or items) down, groups across, with a row of Ns."""
    view = evidence.view
    groups = view.groups
    if view.statistic == "units":
        return _units(evidence)
    if view.statistic == BY_UNIT:
        return _by_unit(evidence)
    if view.statistic == TEXT:
        return text_grid(evidence)
    if is_tally(view):
        return tally_grid(evidence)
    if view.statistic == COVERAGE:
        return coverage_grid(evidence)
    if view.statistic == AGREEMENT:
        return agreement_grid(evidence)
    over = tuple(group.over or _panel_label(evidence, group) for group in groups)
    head = ("", *(escape(label_with_mark(group)) for group in groups))
    if view.statistic == CHANGE:
        return _changes(evidence, groups)
    if view.counts == "amount":
        rows = _amounts(evidence, groups)
    elif view.counts:
        rows = _tallies(evidence, groups)
    elif view.statistic == "share" and (view.categories or view.categories_of):
        rows = _distribution(evidence, groups)
    elif view.statistic == QUANTILE:
        rows = _quantiles(evidence, groups)
    elif view.statistic in (DIFFERENCE, SHARE_DIFFERENCE):
        rows = _differences(evidence, groups)
    elif view.statistic == "p":
        rows = _statements(evidence, groups)
    elif view.statistic in ("count", "rate"):
        rows = _counts(evidence, groups)
    else:
        rows = _items(evidence, groups)
    return Grid(head, tuple(rows), ("", *map(escape, over)) if any(over) else ())


def _units(evidence: Evidence) -> Grid:
    """A row a unit by name, with its group and its answer; names are data, their order is the register's."""
    view = evidence.view
    groups = {group.id: group.label for group in view.groups}
    answers = {category.id: category.label for category in view.categories}
    head = (view.variables[0].label, word("group", view.language), view.variables[1].label)
    rows = (
        (escape(name), escape(groups[group]), escape(answers.get(code, EMPTY)))
        for name, code, group in evidence.estimates
        if group in groups
    )
    return Grid(tuple(map(escape, head)), tuple(rows))


def _by_unit(evidence: Evidence) -> Grid:
    """A row a unit by name under the heading of its group, why it did not answer beside it."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    for heading in view.variables:
        rows += [(f"**{escape(heading.label)}**",)] if len(view.variables) > 1 else []
        names = dict.fromkeys(category for variable, category, _ in evidence.estimates if variable == heading.id)
        rows += [
            (escape(name), *(_of_unit(evidence, heading.id, name, column.id) for column in view.groups))
            for name in names
        ]
    over = tuple(map(escape, ("", *(column.over for column in view.groups))))
    head = ("", *(escape(column.label) for column in view.groups))
    words = sum(column.id.rpartition(":")[2] == REASON for column in view.groups)
    return Grid(head, tuple(rows), over if any(over) else (), 1 + words)


def _of_unit(evidence: Evidence, heading: str, name: str, column: str) -> str:
    """One cell of a unit: a rate, a count, or the reason why it did not answer."""
    view, quantity = evidence.view, column.rpartition(":")[2]
    if quantity == REASON:
        found = [c.label for c in view.categories if (heading, name, f"{column}:{c.id}") in evidence.estimates]
        return escape(" ".join(found))
    if quantity in RATES:
        return _share(evidence, heading, name, column)
    if evidence.cell(heading, name, column)["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(heading, name, column)
    if math.isnan(value):
        return EMPTY
    return format_number(value, 0 if value.is_integer() else 1, view.language)


def _panel_label(evidence: Evidence, group: Item) -> str:
    """The grouping as a heading above its columns, where several groupings stand side by side."""
    if len(evidence.view.panels) == 1:
        return ""
    return next(panel.label for panel in evidence.view.panels if group in panel.groups)


def _share(evidence: Evidence, variable: str, category: str, group: str) -> str:
    cell = evidence.cell(variable, category, group)
    if cell["suppressed"]:
        return word("suppressed_sign", evidence.view.language)
    value = evidence.value(variable, category, group)
    return EMPTY if math.isnan(value) else format_percent(value, evidence.view.decimals, evidence.view.language)


def _base_cell(evidence: Evidence, variable: str, group: str) -> str:
    n = evidence.base(variable, group)
    if n is None:
        return word("suppressed_sign", evidence.view.language)
    return format_number(n, 0, evidence.view.language) if n else EMPTY


def _distribution(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row an answer, the sum where every answer is shown, and N; a headed section a variable when there are several."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    for variable in view.variables:
        if len(view.variables) > 1:
            rows.append((f"**{escape(label_with_mark(variable))}**",))
        categories = view.categories_of.get(variable.id, view.categories)
        for category in categories:
            cells = [_share(evidence, variable.id, category.id, group.id) for group in groups]
            rows.append((escape(category.label), *cells))
        if _complete(evidence, variable.id, categories, groups):
            rows.append(
                (f"*{word('sum', view.language)}*", *(_sum(evidence, variable.id, group.id) for group in groups))
            )
        rows.append((f"*{word('n', view.language)}*", *(_base_cell(evidence, variable.id, g.id) for g in groups)))
    return rows


def _tallies(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row a code with counts, their sum where units can have several codes, and the number of units; a section a variable."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    summed = view.counts == "each" and several_codes(evidence)
    for variable in view.variables:
        codes = view.categories_of.get(variable.id, view.categories)
        rows += [(f"**{escape(variable.label)}**",)] if len(view.variables) > 1 else []
        counts = {(c.id, g.id): evidence.cell(variable.id, c.id, g.id) for c in codes for g in groups}
        rows += [
            (escape(code.label), *(_tally(counts[code.id, group.id], view.language) for group in groups))
            for code in codes
        ]
        if summed and not any(cell["suppressed"] for cell in counts.values()):
            sums = (sum(int(counts[c.id, group.id]["n"] or 0) for c in codes) for group in groups)
            rows.append((f"*{word('codes_sum', view.language)}*", *(format_number(n, 0, view.language) for n in sums)))
    bases = (_base_cell(evidence, view.variables[0].id, group.id) for group in groups)
    return [*rows, (f"*{word('n', view.language)}*", *bases)]


def _tally(cell: Mapping[str, Any], language: str) -> str:
    if cell["suppressed"]:
        return word("suppressed_sign", language)
    return EMPTY if cell["n"] is None else format_number(float(cell["n"]), 0, language)


def _complete(evidence: Evidence, variable: str, categories: tuple[Item, ...], groups: tuple[Item, ...]) -> bool:
    """Whether the shown answers are all answers: then, and only then, a sum of 100 % may be printed."""
    for group in groups:
        if not evidence.base(variable, group.id):
            continue
        cells = [evidence.cell(variable, category.id, group.id) for category in categories]
        shares = [evidence.value(variable, category.id, group.id) for category in categories]
        # An answer that a wave did not offer has no share and leaves the sum whole; a withheld one does not.
        if any(cell["suppressed"] for cell in cells) or abs(sum(s for s in shares if not math.isnan(s)) - 1) > 1e-9:
            return False
    return True


def _sum(evidence: Evidence, variable: str, group: str) -> str:
    view = evidence.view
    return format_percent(1.0, view.decimals, view.language) if evidence.base(variable, group) else EMPTY


def _items(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row an item: share counted or mean, and N (a range where it differs between items)."""
    view, rows = evidence.view, []
    for item in _in_order(evidence, groups[0].id):
        if view.statistic in NUMBER:
            cells = [_number(evidence, item.id, NUMBER[view.statistic], group.id) for group in groups]
        else:
            cells = [_share(evidence, item.id, "counted", group.id) for group in groups]
        letters = letters_of(evidence, item.id)
        cells = [f"{c}^{letters[g.id]}^" if letters.get(g.id) else c for c, g in zip(cells, groups, strict=True)]
        rows.append((escape(label_with_mark(item)), *cells))
        rows += precision_rows(evidence, item.id)
    rows.append((f"*{word('n', view.language)}*", *(base_range(evidence, group.id) for group in groups)))
    return rows


def _amounts(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row a code with its sums; the row of all is set apart in italics."""
    return [
        (
            f"*{escape(item.label)}*" if item.id == TOTAL else escape(item.label),
            *(_number(evidence, item.id, SUM, group.id) for group in groups),
        )
        for item in evidence.view.variables
    ]


def _differences(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row an item, a difference a column: value, mark, and the interval in brackets."""
    p_of = {(test["variable"], test["groups"]): decisive(test) for test in evidence.tests}
    return [
        (
            escape(label_with_mark(item)),
            *(
                _difference(evidence, item.id, g.id, mark_of(p_of.get((item.id, g.id), 1.0), evidence.levels))
                for g in groups
            ),
        )
        for item in evidence.view.variables
    ]


def _difference(evidence: Evidence, variable: str, contrast: str, mark: str) -> str:
    view, cell = evidence.view, evidence.cell(variable, MEAN, contrast)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(variable, MEAN, contrast)
    if math.isnan(value):
        return EMPTY
    unit = 100 if view.statistic == SHARE_DIFFERENCE else 1
    number, low, high = (
        format_number(unit * x, view.decimals, view.language) for x in (value, cell["ci_low"], cell["ci_high"])
    )
    return escape(f"{number}{mark} ({low}; {high})").replace(" ", NO_BREAK)


def _in_order(evidence: Evidence, group: str) -> tuple[Item, ...]:
    """The items as planned, or by the first group's value where the plan says so; items without a value come last."""
    view = marked(evidence)
    if view.sort != "descending":
        return view.variables
    category = NUMBER.get(view.statistic, "counted")
    values = {item.id: evidence.value(item.id, category, group) for item in view.variables}
    return tuple(sorted(view.variables, key=lambda item: (math.isnan(values[item.id]), -values[item.id])))


def _number(evidence: Evidence, variable: str, category: str, group: str, unit: float = 1, mark: str = "") -> str:
    """A number that is no share, with its interval where the kind of exhibit shows one; unit 100 for percentage points."""
    view, cell = evidence.view, evidence.cell(variable, category, group)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(variable, category, group)
    if math.isnan(value):
        return EMPTY
    number = format_number(unit * value, view.decimals, view.language) + mark
    if not shows_interval(view) or pd.isna(cell["ci_low"]):
        return escape(number)
    low, high = (format_number(unit * cell[end], view.decimals, view.language) for end in ("ci_low", "ci_high"))
    return escape(f"{number} ({low}; {high})").replace(" ", NO_BREAK)


def _quantiles(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row a quantile, and N; a headed section a variable when there are several."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    for variable in view.variables:
        if len(view.variables) > 1:
            rows.append((f"**{escape(variable.label)}**",))
        for quantile in view.categories:
            cells = [_number(evidence, variable.id, quantile.id, group.id) for group in groups]
            rows.append((escape(quantile.label), *cells))
        rows.append((f"*{word('n', view.language)}*", *(_base_cell(evidence, variable.id, g.id) for g in groups)))
    return rows


def _changes(evidence: Evidence, groups: tuple[Item, ...]) -> Grid:
    """A row an item; under each group the shares better and worse and the net, which is marked where it differs from 0."""
    view = evidence.view
    p_of = {(test["variable"], test["groups"]): decisive(test) for test in evidence.tests}
    shown = [category for category in view.categories if category.id != SAME]

    def cell(item: Item, group: Item, category: Item) -> str:
        if category.id != NET:
            return _share(evidence, item.id, category.id, group.id)
        mark = mark_of(p_of.get((item.id, group.id), 1.0), evidence.levels)
        return _number(evidence, item.id, NET, group.id, 100, mark)

    rows = [
        (escape(item.label), *(cell(item, group, category) for group in groups for category in shown))
        for item in view.variables
    ]
    bases = [base_range(evidence, group.id) for group in groups for _ in shown]
    rows.append((f"*{word('n', view.language)}*", *bases))
    head = ("", *(escape(category.label) for _ in groups for category in shown))
    over = ("", *(escape(f"{group.over} {group.label}".strip()) for group in groups for _ in shown))
    return Grid(head, tuple(rows), over)


def base_range(evidence: Evidence, group: str) -> str:
    """The bases of a group over the items of an exhibit: `280`, or `276–282`."""
    found = [evidence.base(item.id, group) for item in evidence.view.variables]
    known = sorted({n for n in found if n})
    if not known:
        return EMPTY
    low, high = (format_number(n, 0, evidence.view.language) for n in (known[0], known[-1]))
    return low if low == high else f"{low}–{high}"


def _counts(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row a variable with plain numbers, or rates where the estimate is one (marked by a category `rate`)."""
    rows: list[tuple[str, ...]] = []
    heading = ""
    for variable in evidence.view.variables:
        if variable.over != heading:
            heading = variable.over
            rows += [(f"**{escape(heading)}**",)] if heading else []
        cells = [_count(evidence, variable.id, group.id) for group in groups]
        rows.append((escape(variable.label), *cells))
    return rows


def _statements(evidence: Evidence, groups: tuple[Item, ...]) -> list[tuple[str, ...]]:
    """A row a statement under the headings of its sections: the level it was published at, its p values and the outcome."""
    rows: list[tuple[str, ...]] = []
    heading = ""
    for statement in evidence.view.variables:
        if statement.over != heading:
            heading = statement.over
            rows.append((f"**{escape(heading)}**",))
        rows.append((escape(statement.label), *(_verdict(evidence, statement.id, group.id) for group in groups)))
    return rows


def _verdict(evidence: Evidence, statement: str, column: str) -> str:
    """One cell of a statement: what was published, a p value, or what the last of its tests makes of it."""
    language = evidence.view.language
    published = evidence.value(statement, PUBLISHED, PUBLISHED)
    p_of = {test["groups"]: float(test["p"]) for test in evidence.tests if test["variable"] == statement}
    if column == PUBLISHED:
        level = f"p\u00a0<\u00a0{format_number(published, 2, language)}"
        return escape(level) if published < 1 else word("survival_not", language)
    if column == OUTCOME:
        last = [p_of.get(group.id, math.nan) for group in evidence.view.groups if group.id in METHODS][-1]
        return word(f"survival_{outcome(published if published < 1 else None, last, evidence.levels)}", language)
    return escape(format_p(p_of.get(column, math.nan), language, named=False)) or EMPTY


def _count(evidence: Evidence, variable: str, group: str) -> str:
    view = evidence.view
    if (variable, "rate", group) in evidence.estimates:
        return _share(evidence, variable, "rate", group)
    cell = evidence.cell(variable, BASE, group)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(variable, BASE, group)
    if math.isnan(value):
        return EMPTY
    return format_number(value, 0 if float(value).is_integer() else view.decimals, view.language)
