"""Replicate weights that the producer of the data made: which columns they are, and how their spread becomes a variance."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.design import Floats, Mask
from evalreport.survey.replicate_columns import replicate_variables

Spec = Mapping[str, Any]
# Kind of replicates -> what the sum of squares is multiplied by, from the number of replicates and Fay's rho (Wolter 2007, ch. 3-5).
SCALES: dict[str, Callable[[int, float], float]] = {
    "brr": lambda count, rho: 1 / count,
    "fay": lambda count, rho: 1 / (count * (1 - rho) ** 2),
    "jk1": lambda count, rho: (count - 1) / count,
    "jkn": lambda count, rho: 1.0,
    "bootstrap": lambda count, rho: 1 / (count - 1),
    "other": lambda count, rho: 1.0,
}


def scale_of(spec: Spec, count: int) -> tuple[float, Floats]:
    """scale and rscales (R,): V = scale sum_r rscales_r (t_r - centre)²; the kind's own where they are not said."""
    scale = float(spec.get("scale", SCALES[spec["kind"]](count, float(spec.get("rho", 0)))))
    rscales = spec.get("rscales", 1.0)
    return scale, np.broadcast_to(np.asarray(rscales, dtype=float), (count,)).copy()


def replicate_weights(data: pd.DataFrame, spec: Spec, base: Floats, place: str) -> Floats:
    """Replicate weights (n, R) of the rows, 0 for rows outside the weighted population; raises BadInput for missing or negative ones."""
    names = replicate_variables(spec, data.columns)
    columns = [pd.to_numeric(data[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan) for name in names]
    weights = np.where((base > 0)[:, None], np.column_stack(columns), 0.0)
    wrong = ~(weights >= 0)
    problems = [
        Problem(
            place, name, f"{int(bad.sum())} respondents with a weight have none here, or one below 0", "Zero or more"
        )
        for name, bad in zip(names, wrong.T, strict=True)
        if bad.any()
    ]
    if problems:
        raise BadInput(problems)
    return weights if spec.get("combined", True) else weights * base[:, None]


def freedom_of(weights: Floats, degrees: int | None = None) -> Callable[[Mask], int]:
    """Degrees of freedom of rows (n,): the rank of their replicate weights (n, R) less 1, as in R's survey package; at most `degrees`."""

    def freedom(rows: Mask) -> int:
        own = weights[rows]
        if not len(own):
            return 0
        products = own.T @ own
        rank = int(np.linalg.matrix_rank(products, tol=1e-9 * max(float(np.trace(products)), 1e-300))) - 1
        return rank if degrees is None else min(rank, degrees)

    return freedom
