"""How far coders agree: the numbers of exhibits of kind agreement."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from evalreport.exhibits.records.agreement import AGREED, ALPHA, CODER, KAPPA, USED
from evalreport.files.errors import Problem, raise_if
from evalreport.files.estimates import BASE, NAN, EstimateRow
from evalreport.records.codes import split_codes
from evalreport.records.sheets import FILE, PLACE
from evalreport.survey.agreement import cohen_kappa, krippendorff_alpha, observed_agreement
from evalreport.survey.design import Ints


def agreement_rows(records: pd.DataFrame, unit: str, columns: Mapping[str, Sequence[str]]) -> list[EstimateRow]:
    """Rows of the estimates from records with a row a unit and coder; columns: coded column -> codes shown.

    Category = a code, chosen or not for each unit; `*` = all codes of the unit together, each combination a category of its own.
    n = units that two coders or more have coded. Group agreed: share of pairs of codings that agree; kappa: of two coders, with
    standard error; alpha: with bootstrap interval; used: units in which a coder chose the code.
    """
    _one_row_each(records, unit)
    coders = list(dict.fromkeys(records[CODER]))
    rows: list[EstimateRow] = []
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


def _measures(column: str, category: str, codes: Ints, used: int) -> Iterator[EstimateRow]:
    n = len(codes)
    yield EstimateRow(column, category, AGREED, n, n, observed_agreement(codes))
    kappa = cohen_kappa(codes[:, 0], codes[:, 1]) if codes.shape[1] == 2 else None
    value, se = (kappa.value, kappa.se or NAN) if kappa else (NAN, NAN)  # 0 where nothing varies: not known, not exact
    yield EstimateRow(column, category, KAPPA, n, n, value, se)
    alpha = krippendorff_alpha(codes)
    yield EstimateRow(column, category, ALPHA, n, n, alpha.value, NAN, alpha.low, alpha.high)
    yield EstimateRow(column, category, USED, used, used, used / n if n else NAN)
