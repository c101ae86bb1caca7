"""Estimates with standard errors and intervals."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Floats, Mask

if TYPE_CHECKING:
    from evalreport.survey.replicates import Replicates

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimates:
    """values (k,) and what their covariance comes from: their weighted scores (n, k) under a design, or under replicate weights
    their deviations (R, k) in each replicate, NaN in those that lost its domain; n (k,) rows that each value rests on; inside
    (n, k): who is in the domain of each value, None where the design itself says so."""

    values: Floats
    scores: Floats
    design: "Design | Replicates"
    n: Floats
    inside: Mask | None = None

    @property
    def df(self) -> int:
        """Degrees of freedom of the design."""
        return self.design.degrees_of_freedom

    @cached_property
    def covariance(self) -> Floats:
        """Covariance (k, k)."""
        return self.design.covariance_in(self.scores, self.inside)

    @property
    def se(self) -> Floats:
        """Standard errors (k,)."""
        return np.sqrt(np.diag(self.covariance))

    def contrast(self, matrix: Floats) -> "Estimates":
        """L theta with covariance L V L': matrix (m, k) has one row a contrast."""
        of_row = [row != 0 for row in matrix]  # a value without weight in a contrast is not in it, unknown or not
        rows = np.array([self.n[used].sum() for used in of_row])
        values = np.array([row[used] @ self.values[used] for row, used in zip(matrix, of_row, strict=True)])
        scores = [self.scores[:, used] @ row[used] for row, used in zip(matrix, of_row, strict=True)]
        inside = self.inside
        if inside is not None:
            inside = np.column_stack([inside[:, used].any(axis=1) for used in of_row])
        return Estimates(values, np.column_stack(scores), self.design, rows, inside)

    def interval(self, df: float | None = None, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """estimate ± t(df) SE; df defaults to the design's degrees of freedom."""
        return t_interval(self.values, self.se, self.df if df is None else df, level)


def t_interval(mean: Floats, se: Floats, df: Floats | float, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Interval for means: mean ± t(df) SE."""
    half = student_t.ppf((1 + level) / 2, df) * se
    return mean - half, mean + half
