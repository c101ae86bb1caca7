"""Regression with few clusters: bias-reduced linearisation (CR2) and Satterthwaite's degrees of freedom."""

import numpy as np
from scipy.linalg import solve_triangular

from evalreport.survey.design import Design, Floats, Ints
from evalreport.survey.estimates import Estimates
from evalreport.survey.models.regression import complete, orthogonal

SINGULAR = 1e-10


def cr2(columns: Floats, outcome: Floats, design: Design, plain_df: bool = False) -> tuple[Estimates, Floats]:
    """Weighted least squares of outcome (n,) on columns (n, p), and degrees of freedom (p,) of each coefficient's t test.

    In the covariance the residuals of cluster c are multiplied by (I - H_cc)^(-1/2). H is the unweighted hat matrix; strata enter as
    in `Design.covariance_of`. Degrees of freedom tr(Q)²/tr(Q²) with Q the covariance of the clusters' contributions if answers were
    independent with equal variance (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018); plain_df: those of the regression without
    weights and strata, which R's survey gives. Rows with a missing value are outside. Not for calibrated or several-stage designs:
    ValueError.
    """
    if design.calibration is not None or len(design.levels) > 1:
        raise ValueError("CR2 is for one stage of sampling without calibration; use the jackknife.")
    known, inside, x, y, w = complete(columns, outcome, design)
    unit = inside.levels[0].unit
    x, root = orthogonal(x, w)  # other columns with the same span: size and origin cost no digits
    adjusted, bread = _adjusted(x, w, unit)
    values = bread @ (x.T @ (w * y))
    scores = solve_triangular(root, (adjusted * (y - x @ values)[:, None]).T).T
    fitted = Estimates(solve_triangular(root, values), scores, inside, np.full(len(values), float(known.sum())))
    if plain_df:
        plain = _adjusted(x, known.astype(float), unit)
        return fitted, _satterthwaite(_contributions(x, known.astype(float), unit, *plain, root))
    level, used = inside.levels[0], inside.levels[0].used(w)
    size = np.bincount(level.stratum, used, len(level.size))[level.stratum]
    alike = level.stratum[:, None] == level.stratum
    rows = _contributions(x, w, unit, adjusted, bread, root)
    rows = rows - np.einsum("cd,pdn->pcn", alike, rows) / np.maximum(size, 1)[:, None]
    return fitted, _satterthwaite((np.sqrt(size / np.maximum(size - 1, 1))[:, None] * rows)[:, used])


def _adjusted(x: Floats, w: Floats, unit: Ints) -> tuple[Floats, Floats]:
    """What multiplies the residuals (n, p) in the coefficients, (I - H_cc)^(-1/2) in it; and the inverse of x'wx (p, p)."""
    bread: Floats = np.linalg.inv(x.T @ (w[:, None] * x)).astype(float)
    values, vectors = np.linalg.eigh(np.linalg.pinv(x.T @ x))
    half = x @ (vectors * np.sqrt(np.maximum(values, 0.0)))  # its products with itself are the hat matrix
    weighted = w[:, None] * (x @ bread)
    result = np.zeros_like(weighted)
    for cluster in np.unique(unit[w > 0]):
        rows = (w > 0) & (unit == cluster)
        result[rows] = _adjusted_rows(half[rows], weighted[rows])
    return result, bread


def _adjusted_rows(half: Floats, weighted: Floats) -> Floats:
    """(I - h h')^(-1/2) times columns (n, p), with 0 for a direction in which that matrix is singular; h (n, p).

    Only the p directions of h are not left as they are, so the matrix (n, n) need not be made."""
    basis, size, _ = np.linalg.svd(half, full_matrices=False)
    left = 1 - size**2
    factor = np.where(left > SINGULAR, np.maximum(left, SINGULAR) ** -0.5, 0.0)
    changed: Floats = weighted + basis @ ((factor - 1)[:, None] * (basis.T @ weighted))
    return changed


def _contributions(x: Floats, w: Floats, unit: Ints, adjusted: Floats, bread: Floats, root: Floats) -> Floats:
    """What each answer adds to each cluster's part of each coefficient (p, C, n), through the residuals; coefficients of the columns
    that are x times the triangle root (p, p)."""
    rows = np.zeros((x.shape[1], unit.max() + 1, len(w)))
    rows[:, unit, np.arange(len(w))] = adjusted.T
    rows = rows - (rows @ x) @ bread @ (w[:, None] * x).T  # residuals, not errors
    return solve_triangular(root, rows.reshape(len(rows), -1)).reshape(rows.shape)


def _satterthwaite(rows: Floats) -> Floats:
    """Degrees of freedom (p,) of a variance from contributions (p, C, n): tr(Q)² / tr(Q²)."""
    spread = rows @ rows.transpose(0, 2, 1)
    return np.trace(spread, axis1=1, axis2=2) ** 2 / np.sum(spread**2, axis=(1, 2))
