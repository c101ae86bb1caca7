"""Regression with few clusters: bias-reduced linearisation (CR2) and Satterthwaite's degrees of freedom."""

from dataclasses import dataclass

import numpy as np

from evalreport.survey.design import Design, Floats
from evalreport.survey.linear import covariance

SINGULAR = 1e-10


@dataclass(frozen=True)
class ReducedBias:
    """Coefficients (p,), their covariance (p, p), and degrees of freedom (p,) of each one's t test."""

    values: Floats
    covariance: Floats
    df: Floats

    @property
    def se(self) -> Floats:
        """Standard errors (p,)."""
        return np.sqrt(np.diag(self.covariance))


def cr2(columns: Floats, outcome: Floats, design: Design) -> ReducedBias:
    """Weighted least squares of outcome (n,) on columns (n, p), with residuals of cluster c multiplied by (I - H_cc)^(-1/2).

    H is the unweighted hat matrix; strata enter as in `linear.covariance`. Degrees of freedom tr(Q)²/tr(Q²) with Q the covariance
    of the clusters' contributions if answers were independent with equal variance (Bell & McCaffrey 2002; Pustejovsky &
    Tipton 2018). Rows with a missing value are outside. Not for calibrated or several-stage designs: ValueError.
    """
    if design.calibration is not None or len(design.levels) > 1:
        raise ValueError("CR2 is for one stage of sampling without calibration; use the jackknife.")
    known = ~np.isnan(outcome) & ~np.isnan(columns).any(axis=1) & (design.weights > 0)
    inside = design.subset(known)
    x, y, w = np.where(known[:, None], columns, 0.0), np.where(known, outcome, 0.0), inside.weights
    bread = np.linalg.inv(x.T @ (w[:, None] * x))
    values = bread @ (x.T @ (w * y))
    hat = np.linalg.pinv(x.T @ x)
    unit = inside.levels[0].unit
    weighted = w[:, None] * (x @ bread)
    adjusted = np.zeros_like(weighted)
    for cluster in np.unique(unit[known]):
        rows = known & (unit == cluster)
        adjusted[rows] = _inverse_root(np.eye(rows.sum()) - x[rows] @ hat @ x[rows].T) @ weighted[rows]
    scores = adjusted * (y - x @ values)[:, None]
    df = np.array([_satterthwaite(column, x, w, bread, inside) for column in adjusted.T])
    return ReducedBias(values, covariance(scores, inside), df)


def _inverse_root(matrix: Floats) -> Floats:
    """Symmetric inverse square root, 0 where the matrix is singular."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.where(values > SINGULAR, np.maximum(values, SINGULAR) ** -0.5, 0.0)) @ vectors.T


def _satterthwaite(score: Floats, x: Floats, w: Floats, bread: np.ndarray, design: Design) -> float:
    """Degrees of freedom of the variance of one coefficient; score (n,): what multiplies each row's residual."""
    level = design.levels[0]
    used = level.used(design.weights)
    rows = np.zeros((len(used), len(w)))
    rows[level.unit, np.arange(len(w))] = score
    rows -= (rows @ x) @ bread @ (w[:, None] * x).T  # residuals, not errors
    size = np.bincount(level.stratum, used, len(level.size))[level.stratum]
    alike = level.stratum[:, None] == level.stratum
    rows = np.sqrt(size / np.maximum(size - 1, 1))[:, None] * (rows - alike @ rows / np.maximum(size, 1)[:, None])
    spread = (rows @ rows.T)[np.ix_(used, used)]
    return float(np.trace(spread) ** 2 / np.sum(spread**2))
