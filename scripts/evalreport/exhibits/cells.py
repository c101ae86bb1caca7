"""Cells and rows that the tables of several kinds share: shares, numbers with intervals, bases, counts, and the frame around them."""

import math
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from evalreport.exhibits.beside import BRACKETS, COLUMNS, COUNTED, HEADED, MEASURES, ONLY
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.statistics import POINTS
from evalreport.exhibits.view import Item, View
from evalreport.files.estimates import BASE, SD
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_percent

EMPTY = "–"
Row = tuple[str, ...]


def shows_interval(view: View) -> bool:
    """Whether a table has intervals behind its numbers: totals, ratios, quantiles and net change under a design, means if asked for."""
    if view.statistic in ("mean", "correlation"):
        return view.intervals and view.display == "table"
    if view.statistic == "nps":
        return True
    return (view.designed or bool(view.clusters)) and view.statistic in (
        "total",
        "ratio",
        "quantile",
        "kappa",
        "change",
    )


def label_with_mark(item: Item) -> str:
    """An item's label with its mark."""
    return f"{item.label} {item.mark}".strip()


def framed(evidence: Evidence, rows: list[Row]) -> Grid:
    """Rows under a column a group, what stands above the groups over them where there is anything."""
    groups, words = evidence.view.groups, HEADED.get(evidence.view.beside)
    over = tuple(group.over or _panel_label(evidence, group) for group in groups)
    if words:
        names = [": ".join(filter(None, (above, label_with_mark(g)))) for above, g in zip(over, groups, strict=True)]
        labels = [word(key, evidence.view.language) for key in words]
        return Grid(
            ("", *(escape(label) for _ in groups for label in labels)),
            tuple(rows),
            ("", *(escape(name) for name in names for _ in labels)),
        )
    head = ("", *(escape(label_with_mark(group)) for group in groups))
    return Grid(head, tuple(rows), ("", *map(escape, over)) if any(over) else ())


def with_beside(evidence: Evidence, cell: Callable[..., str], variable: str, category: str) -> Iterator[str]:
    """The cells of a variable and category, group by group, with what stands beside each; cell: prints one."""
    for group in evidence.view.groups:
        yield from cells_beside(evidence, cell, variable, category, group.id)


def cells_beside(
    evidence: Evidence, cell: Callable[..., str], variable: str, category: str, group: str
) -> Iterator[str]:
    """The cells of a number with what stands beside it: `12 (38 %)`, or several cells; the count alone where only that is shown."""
    printed, beside = cell(evidence, variable, category, group), evidence.view.beside
    if beside in MEASURES:
        others = (cell if other == SD else end_cell for other in MEASURES[beside])
        yield printed
        yield from (one(evidence, variable, other, group) for one, other in zip(others, MEASURES[beside], strict=True))
    elif beside not in COUNTED or (beside == BRACKETS and not any(sign.isdigit() for sign in printed)):
        yield printed
    elif beside == BRACKETS:
        yield f"{count_cell(evidence, variable, category, group)}{NO_BREAK}({printed})"
    else:
        count = count_cell(evidence, variable, category, group)
        yield from (count, printed) if beside == COLUMNS else (count,)


def of_bases(evidence: Evidence, bases: Iterable[str]) -> Iterator[str]:
    """Bases under their columns: under the first of several."""
    more = len(HEADED.get(evidence.view.beside, ("",))) - 1
    for base in bases:
        yield from (base, *[""] * more)


def count_cell(evidence: Evidence, variable: str, category: str, group: str) -> str:
    """How many respondents gave an answer, the sign of a withheld number, or a dash."""
    cell, language = evidence.cell(variable, category, group), evidence.view.language
    if cell["suppressed"]:
        return word("suppressed_sign", language)
    known = evidence.base(variable, group) and not math.isnan(evidence.value(variable, category, group))
    return format_number(float(cell["n"]), 0, language) if known else EMPTY


def _panel_label(evidence: Evidence, group: Item) -> str:
    """The grouping as a heading above its columns, where several groupings stand side by side."""
    if len(evidence.view.panels) == 1:
        return ""
    return next(panel.label for panel in evidence.view.panels if group in panel.groups)


def counts_instead(view: View, n: float | None, base: float | None) -> str:
    """`1 of 2`: a share of so few that per cent would say more than is known; "" where it is printed in per cent."""
    if n is None or pd.isna(n) or base is None or not 0 < base < view.percent_from:
        return ""
    if view.counts or view.beside in COUNTED:  # the table prints counts as it is
        return ""
    numbers = {"n": format_number(n, 0, view.language), "total": format_number(base, 0, view.language)}
    return word("count_of", view.language).format(**numbers).replace(" ", NO_BREAK)


def share_cell(evidence: Evidence, variable: str, category: str, group: str) -> str:
    """A share in per cent, in counts where it is of few, a difference of shares without a sign, the sign of a withheld one, or a dash."""
    cell = evidence.cell(variable, category, group)
    if cell["suppressed"]:
        return word("suppressed_sign", evidence.view.language)
    value, view = evidence.value(variable, category, group), evidence.view
    if math.isnan(value):
        return EMPTY
    if evidence.unit(category, group) == POINTS:
        return format_number(100 * value, view.decimals, view.language)
    counts = counts_instead(view, cell["n"], evidence.base(variable, group))
    return counts or format_percent(value, view.decimals, view.language)


def number_cell(evidence: Evidence, variable: str, category: str, group: str, unit: float = 1, mark: str = "") -> str:
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


def end_cell(evidence: Evidence, variable: str, category: str, group: str) -> str:
    """The smallest or largest answer of a group, whole where it is; the sign of a withheld one, or a dash."""
    value, view = evidence.value(variable, category, group), evidence.view
    if evidence.cell(variable, category, group)["suppressed"]:
        return word("suppressed_sign", view.language)
    return (
        EMPTY
        if math.isnan(value)
        else escape(format_number(value, 0 if value.is_integer() else view.decimals, view.language))
    )


def base_cell(evidence: Evidence, variable: str, group: str) -> str:
    """The base of a variable and group."""
    n = evidence.base(variable, group)
    if n is None:
        return word("suppressed_sign", evidence.view.language)
    return format_number(n, 0, evidence.view.language) if n else EMPTY


def base_row(evidence: Evidence, variable: str) -> Row:
    """The row of Ns of a variable."""
    bases = (base_cell(evidence, variable, group.id) for group in evidence.view.groups)
    return (f"*{word('n', evidence.view.language)}*", *of_bases(evidence, bases))


def base_range(evidence: Evidence, group: str) -> str:
    """The bases of a group over the items of an exhibit: `280`, or `276–282`."""
    found = [evidence.base(item.id, group) for item in evidence.view.variables]
    known = sorted({n for n in found if n})
    if not known:
        return EMPTY
    low, high = (format_number(n, 0, evidence.view.language) for n in (known[0], known[-1]))
    return low if low == high else f"{low}–{high}"


def answer_rows(evidence: Evidence) -> list[Row]:
    """A row an answer, the sum where every answer is shown, and N; a headed section a variable when there are several."""
    view = evidence.view
    rows: list[Row] = []
    for variable in view.variables:
        if len(view.variables) > 1:
            rows.append((f"**{escape(label_with_mark(variable))}**",))
        categories = view.categories_of.get(variable.id, view.categories)
        for category in categories:
            cells = with_beside(evidence, share_cell, variable.id, category.id)
            rows.append((escape(category.label), *cells))
        if view.beside != ONLY and _complete(evidence, variable.id, categories):
            sums = _sums(evidence, variable.id)
            rows.append((f"*{word('sum', view.language)}*", *sums))
        rows.append(base_row(evidence, variable.id))
    return rows


def _complete(evidence: Evidence, variable: str, categories: tuple[Item, ...]) -> bool:
    """Whether the shown answers are all answers: then, and only then, a sum of 100 % may be printed."""
    for group in evidence.view.groups:
        if not evidence.base(variable, group.id):
            continue
        cells = [evidence.cell(variable, category.id, group.id) for category in categories]
        shares = [evidence.value(variable, category.id, group.id) for category in categories]
        # An answer that a wave did not offer has no share and leaves the sum whole; a withheld one does not.
        if any(cell["suppressed"] for cell in cells) or abs(sum(s for s in shares if not math.isnan(s)) - 1) > 1e-9:
            return False
    return True


def _sums(evidence: Evidence, variable: str) -> Iterator[str]:
    for group in evidence.view.groups:
        whole, base = _sum(evidence, variable, group.id), base_cell(evidence, variable, group.id)
        if evidence.view.beside == COLUMNS:
            yield from (base, whole)
        else:
            yield f"{base}{NO_BREAK}({whole})" if evidence.view.beside == BRACKETS and whole != EMPTY else whole


def _sum(evidence: Evidence, variable: str, group: str) -> str:
    view, base = evidence.view, evidence.base(variable, group)
    if not base:
        return EMPTY
    return counts_instead(view, base, base) or format_percent(1.0, view.decimals, view.language)


def count_rows(evidence: Evidence) -> list[Row]:
    """A row a variable with plain numbers, or rates where the estimate is one (marked by a category `rate`)."""
    rows: list[Row] = []
    heading = ""
    for variable in evidence.view.variables:
        if variable.over != heading:
            heading = variable.over
            rows += [(f"**{escape(heading)}**",)] if heading else []
        cells = (_count(evidence, variable.id, group.id) for group in evidence.view.groups)
        rows.append((escape(variable.label), *cells))
    return rows


def _count(evidence: Evidence, variable: str, group: str) -> str:
    view = evidence.view
    if (variable, "rate", group) in evidence.estimates:
        return share_cell(evidence, variable, "rate", group)
    cell = evidence.cell(variable, BASE, group)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(variable, BASE, group)
    if math.isnan(value):
        return EMPTY
    return format_number(value, 0 if float(value).is_integer() else view.decimals, view.language)
