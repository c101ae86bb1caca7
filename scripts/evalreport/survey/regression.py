"""Weighted linear and logistic regression with the design's covariance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.linalg import solve_triangular

from evalreport.survey.design import Design, Floats, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import variances
from evalreport.survey.tests import Test, wald

ITERATIONS = 100
TOLERANCE = 1e-13


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


def regression(
    columns: Floats, outcome: Floats, design: Design, family: Literal["linear", "logistic"] = "linear"
) -> Regression:
    """Regress outcome (n,) on columns (n, p), which include the constant; rows with a missing value are outside the domain.

    Solves sum w x (y - mu) = 0; scores w x (y - mu) A^-1 with A = sum w mu' x x' (Binder 1983; Fuller 1975). Raises ValueError
    where columns depend on each other or a logistic fit does not settle (an outcome that the columns predict without fail). All is
    worked out for orthogonal columns with the same span, so that the size and the origin of a column cost no digits.
    """
    known, inside, x, y, w = complete(columns, outcome, design)
    z, root = orthogonal(x, w)
    value, mean, slope = _least_squares(z, y, w) if family == "linear" else _logistic(z, y, w)
    bread = np.linalg.inv(z.T @ ((w * slope)[:, None] * z))
    scores = solve_triangular(root, ((w * (y - mean))[:, None] * (z @ bread)).T).T
    n = int(known.sum())
    dispersion = float(variances(np.where(known, (y - mean) / np.sqrt(slope), np.nan)[:, None], inside).values[0])
    fitted = Estimates(solve_triangular(root, value), scores, inside, np.full(x.shape[1], float(n)))
    return Regression(fitted, inside.degrees_of_freedom + 1 - x.shape[1], dispersion)


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


def _least_squares(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and the slope of the mean."""
    root = np.sqrt(w)
    value: Floats = np.linalg.lstsq(root[:, None] * x, root * y)[0].astype(float)
    return value, x @ value, np.ones(len(y))


def _logistic(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and the slope of the mean, by Newton's method on the weighted likelihood."""
    value = np.zeros(x.shape[1])
    for _ in range(ITERATIONS):
        mean = 1 / (1 + np.exp(-(x @ value)))
        slope = mean * (1 - mean)
        information = x.T @ ((w * slope)[:, None] * x)
        if not np.linalg.cond(information) < 1 / np.finfo(float).eps:
            break
        step = np.linalg.solve(information, x.T @ (w * (y - mean)))
        value = value + step
        if np.abs(step).max() <= TOLERANCE * max(1.0, np.abs(value).max()):
            mean = 1 / (1 + np.exp(-(x @ value)))
            return value, mean, mean * (1 - mean)
    raise ValueError("The logistic regression does not settle: its columns predict the outcome without fail.")
