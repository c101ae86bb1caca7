"""How far coders agree: the numbers, the view and the table of exhibits of kind agreement."""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from evalreport.errors import Problem, raise_if
from evalreport.evidence import Evidence
from evalreport.grid import Grid, escape
from evalreport.language import word
from evalreport.numbers import NO_BREAK, format_number, format_percent
from evalreport.records.codes import split_codes
from evalreport.records.sheets import FILE, PLACE
from evalreport.survey.agreement import cohen_kappa, krippendorff_alpha, observed_agreement
from evalreport.survey.design import Ints
from evalreport.view import AGREEMENT, BASE, Item

CODER = "coder"  # the column that says who coded
AGREED, KAPPA, ALPHA, USED = (
    "agreed",
    "kappa",
    "alpha",
    "used",
)  # the groups of the estimates, and the columns of the table
MEASURES = (AGREED, KAPPA, ALPHA, USED)
EMPTY = "–"
Row = tuple  # of the estimates, without the exhibit


def agreement_rows(records: pd.DataFrame, unit: str, columns: Mapping[str, Sequence[str]]) -> list[Row]:
    """Rows of the estimates from records with a row a unit and coder; columns: coded column -> codes shown.

    Category = a code, chosen or not for each unit; `*` = all codes of the unit together, each combination a category of its own.
    n = units that two coders or more have coded. Group agreed: share of pairs of codings that agree; kappa: of two coders, with
    standard error; alpha: with bootstrap interval; used: units in which a coder chose the code.
    """
    _one_row_each(records, unit)
    coders = list(dict.fromkeys(records[CODER]))
    rows: list[Row] = []
    for column, codes in columns.items():
        cells = records.pivot(index=unit, columns=CODER, values=column)[coders]
        cells = cells[cells.notna().sum(axis=1) > 1]
        combinations = sorted({cell for cell in cells.to_numpy().ravel() if isinstance(cell, str)})
        whole = cells.map(lambda cell, known=combinations: known.index(cell) if isinstance(cell, str) else -1)
        rows += _measures(column, BASE, whole.to_numpy(dtype=np.intp), used=len(cells))
        for code in codes:
            chosen = cells.map(lambda cell, code=code: int(code in split_codes(cell)) if isinstance(cell, str) else -1)
            values = chosen.to_numpy(dtype=np.intp)
            rows += _measures(column, code, values, used=int((values == 1).any(axis=1).sum()))
    return rows


def _one_row_each(records: pd.DataFrame, unit: str) -> None:
    """Raises BadInput where a coder has two rows for a unit."""
    twice = records[records.duplicated([unit, CODER])]
    raise_if(
        Problem(r[FILE], r[PLACE], f"a second row of {r[unit]!r} by {r[CODER]!r}", "Agreement needs one row a coder")
        for r in twice.to_dict("records")
    )


def _measures(column: str, category: str, codes: Ints, used: int) -> Iterator[Row]:
    nan, n = math.nan, len(codes)
    yield (column, category, AGREED, n, n, observed_agreement(codes), nan, nan, nan, nan, 0)
    kappa = cohen_kappa(codes[:, 0], codes[:, 1]) if codes.shape[1] == 2 else None
    value, se = (kappa.value, kappa.se or nan) if kappa else (nan, nan)  # 0 where nothing varies: not known, not exact
    yield (column, category, KAPPA, n, n, value, se, nan, nan, nan, 0)
    alpha = krippendorff_alpha(codes)
    yield (column, category, ALPHA, n, n, alpha.value, nan, alpha.low, alpha.high, nan, 0)
    yield (column, category, USED, used, used, used / n if n else nan, nan, nan, nan, nan, 0)


def measure_items(language: str) -> tuple[Item, ...]:
    """The measures as columns of the table."""
    return tuple(Item(name, word(f"agreement_{name}", language)) for name in MEASURES)


def agreement_grid(evidence: Evidence) -> Grid:
    """A section a coded variable: all codes together, then a row a code, with the measures of agreement."""
    view = evidence.view
    rows: list[tuple[str, ...]] = []
    for variable in view.variables:
        n = evidence.base(variable.id, AGREED)
        known = format_number(n, 0, view.language) if n is not None else EMPTY
        rows.append((f"**{escape(variable.label)}** ({word('n', view.language)} = {known})",))
        lines = (Item(BASE, word("agreement_whole", view.language)), *view.categories_of[variable.id])
        rows += [
            (escape(line.label), *(_cell(evidence, variable.id, line.id, measure.id) for measure in view.groups))
            for line in lines
        ]
    return Grid(("", *(escape(measure.label) for measure in view.groups)), tuple(rows))


def _cell(evidence: Evidence, variable: str, category: str, measure: str) -> str:
    cell, language = evidence.cell(variable, category, measure), evidence.view.language
    value = evidence.value(variable, category, measure)
    if cell["suppressed"]:
        return word("suppressed_sign", language)
    if math.isnan(value) or (measure == USED and category == BASE):
        return EMPTY
    if measure == USED:
        return format_number(float(cell["n"]), 0, language)
    if measure == AGREED:
        return format_percent(value, evidence.view.decimals, language, False)
    ends = [cell["se"]] if measure == KAPPA else [cell["ci_low"], cell["ci_high"]]
    said = [format_number(float(end), 2, language) for end in ends if not pd.isna(end)]
    inside = f" ({'; '.join(said)})" if said else ""
    return escape(format_number(value, 2, language) + inside).replace(" ", NO_BREAK)


def agreement_note(evidence: Evidence) -> list[str]:
    """What the measures are, and what a dash means where there is one."""
    view = evidence.view
    if view.statistic != AGREEMENT:
        return []
    cells = [(v.id, c.id) for v in view.variables for c in view.categories_of[v.id]]
    undefined = any(math.isnan(evidence.value(*cell, ALPHA)) for cell in cells)
    return [
        word("agreement_note", view.language),
        *([word("agreement_undefined", view.language)] if undefined else []),
    ]
