"""Weighted linear and logistic regression with the design's covariance."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.linalg import solve_triangular

from evalreport.survey.design import Design, Floats, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import variances
from evalreport.survey.tests import Test, wald

ITERATIONS = 100
TOLERANCE = 1e-13
SINGULAR = 1e12  # condition of the columns of a replicate that has lost one of them
Family = Literal["linear", "logistic"]


@dataclass(frozen=True)
class Regression:
    """coefficients with their scores; df: the design's degrees of freedom + 1 - coefficients; dispersion: variance of the
    Pearson residuals."""

    coefficients: Estimates
    df: int
    dispersion: float

    def wald(self, terms: list[int]) -> Test:
        """Wald F test that the coefficients of these columns are all 0."""
        return wald(self.coefficients, self.df, np.eye(len(self.coefficients.values))[terms])


@dataclass(frozen=True)
class Fit:
    """A fitted regression in orthogonal columns z (n, p) = x r: x (n, p) and outcome (n,) with 0 outside the domain, weights (n,),
    triangle r (p, p), solution (p,) in z, means (n,) and the slope (n,) of the mean in the linear predictor."""

    x: Floats
    y: Floats
    weights: Floats
    z: Floats
    triangle: Floats
    solution: Floats
    mean: Floats
    slope: Floats
    family: Family

    @cached_property
    def scores(self) -> Floats:
        """Weighted scores (n, p) of the solution: w z (y - mu) A^-1 with A = sum w mu' z z'."""
        bread = np.linalg.inv(self.z.T @ ((self.weights * self.slope)[:, None] * self.z))
        scores: Floats = (self.weights * (self.y - self.mean))[:, None] * (self.z @ bread)
        return scores

    def in_columns(self, solution: Floats) -> Floats:
        """Coefficients (p,) or (p, k) of x from those of z; NaN stays."""
        found: Floats = solve_triangular(self.triangle, solution, check_finite=False)
        return found

    def again(self, weights: Floats) -> Floats:
        """The solution (p,) under other weights (n,); NaN where they leave columns that depend on each other, or do not settle."""
        spread = self.z.T @ (weights[:, None] * self.z)
        if not np.linalg.cond(spread) < SINGULAR:
            return np.full(len(self.solution), np.nan)
        try:
            return SOLVERS[self.family](self.z, self.y, weights, self.solution)[0]
        except ValueError:
            return np.full(len(self.solution), np.nan)


def fit(columns: Floats, outcome: Floats, design: Design, family: Family = "linear") -> tuple[Fit, Mask, Design]:
    """The regression of `regression`, the rows (n,) that take part, and the design for them."""
    known, inside, x, y, w = complete(columns, outcome, design)
    z, triangle = orthogonal(x, w)
    return Fit(x, y, w, z, triangle, *SOLVERS[family](z, y, w, None), family), known, inside


def regression(columns: Floats, outcome: Floats, design: Design, family: Family = "linear") -> Regression:
    """Regress outcome (n,) on columns (n, p), which include the constant; rows with a missing value are outside the domain.

    Solves sum w x (y - mu) = 0; scores w x (y - mu) A^-1 with A = sum w mu' x x' (Binder 1983; Fuller 1975). Raises ValueError
    where columns depend on each other or a logistic fit does not settle (an outcome that the columns predict without fail). All is
    worked out for orthogonal columns with the same span, so that the size and the origin of a column cost no digits.
    """
    found, known, inside = fit(columns, outcome, design, family)
    n, p = int(known.sum()), columns.shape[1]
    residual = np.where(known, (found.y - found.mean) / np.sqrt(found.slope), np.nan)
    dispersion = float(variances(residual[:, None], inside).values[0])
    scores = found.in_columns(found.scores.T).T
    fitted = Estimates(found.in_columns(found.solution), scores, inside, np.full(p, float(n)))
    return Regression(fitted, inside.degrees_of_freedom + 1 - p, dispersion)


def orthogonal(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Columns z (n, p), orthogonal under the weights w (n,), and the upper triangle r (p, p) with x = z r.

    Columns are first brought to their size; raises ValueError where they depend on each other."""
    root = np.sqrt(w)[:, None]
    size = np.linalg.norm(root * x, axis=0)
    scaled = root * x / np.where(size > 0, size, 1.0)
    rank = int(np.linalg.matrix_rank(scaled))
    if rank < x.shape[1]:
        raise ValueError(f"{x.shape[1]} columns of the regression carry the information of {rank}")
    basis, triangle = np.linalg.qr(scaled)
    scale = np.sqrt(w.sum())
    z = np.divide(basis * scale, root, out=np.zeros_like(basis), where=root > 0)
    return z, triangle * size / scale


def complete(columns: Floats, outcome: Floats, design: Design) -> tuple[Mask, Design, Floats, Floats, Floats]:
    """Rows (n,) without a missing value, the design for them, columns and outcome with 0 outside, and the weights."""
    known = ~np.isnan(outcome) & ~np.isnan(columns).any(axis=1) & (design.weights > 0)
    inside = design.subset(known)
    return known, inside, np.where(known[:, None], columns, 0.0), np.where(known, outcome, 0.0), inside.weights


def _least_squares(x: Floats, y: Floats, w: Floats, start: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and the slope of the mean."""
    root = np.sqrt(w)
    value: Floats = np.linalg.lstsq(root[:, None] * x, root * y)[0].astype(float)
    return value, x @ value, np.ones(len(y))


def logistic(eta: Floats) -> Floats:
    """The mean (n,) of a linear predictor (n,)."""
    mean: Floats = 1 / (1 + np.exp(-eta))
    return mean


def _logistic(x: Floats, y: Floats, w: Floats, start: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and the slope of the mean, by Newton's method on the weighted likelihood."""
    value = np.zeros(x.shape[1]) if start is None else start
    for _ in range(ITERATIONS):
        mean = logistic(x @ value)
        slope = mean * (1 - mean)
        information = x.T @ ((w * slope)[:, None] * x)
        if not np.linalg.cond(information) < 1 / np.finfo(float).eps:
            break
        step = np.linalg.solve(information, x.T @ (w * (y - mean)))
        value = value + step
        if np.abs(step).max() <= TOLERANCE * max(1.0, np.abs(value).max()):
            mean = logistic(x @ value)
            return value, mean, mean * (1 - mean)
    raise ValueError("The logistic regression does not settle: its columns predict the outcome without fail.")


SOLVERS: dict[Family, Callable[[Floats, Floats, Floats, Floats | None], tuple[Floats, Floats, Floats]]] = {
    "linear": _least_squares,
    "logistic": _logistic,
}
