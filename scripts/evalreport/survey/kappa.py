"""Agreement of two codings under a design."""

import numpy as np

from evalreport.survey.design import Design, Floats, Ints, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import means
from evalreport.survey.replicates import Replicates


def kappa(first: Ints, second: Ints, categories: int, design: Design) -> Estimates:
    """Cohen's (1960) kappa = (p_o - p_e) / (1 - p_e) of two codings 0…categories-1 (-1: missing), linearised.

    Its slope in the share p_ij is [1(i=j) - (1 - kappa)(p_.i + p_j.)] / (1 - p_e) (Fleiss, Cohen & Everitt 1969)."""
    indicator, _ = _cells(first, second, categories)
    shares = means(indicator, design)
    p = shares.values.reshape(categories, categories)
    value = _kappa(shares.values, categories)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = p.sum(axis=0)[:, None] + p.sum(axis=1)[None, :]  # slope of the expected agreement
        slope = (np.eye(categories) - (1 - value) * chance) / (1 - p.sum(axis=1) @ p.sum(axis=0))
    linear = shares.contrast(slope.reshape(1, -1))
    return Estimates(np.array([value]), linear.scores, shares.design, shares.n[:1], linear.inside)


def replicated_kappa(first: Ints, second: Ints, categories: int, replicates: Replicates) -> Estimates:
    """`kappa` with the replicate covariance: made again in each replicate."""
    indicator, known = _cells(first, second, categories)
    cells = np.nan_to_num(indicator)
    each = np.vstack([replicates.design.weights @ cells, replicates.totals(cells)])
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = each / each.sum(axis=1, keepdims=True)
    values = np.array([[_kappa(row, categories)] for row in shares])
    return replicates.estimates(values[0], values[1:], known[:, None])


def _cells(first: Ints, second: Ints, categories: int) -> tuple[Floats, Mask]:
    """Each pair of codes as a column of 0 and 1 (n, categories²), NaN in rows without both; and the rows (n,) with both."""
    known = (first >= 0) & (second >= 0)
    code = np.where(known, first * categories + second, 0)
    cells = categories * categories
    return np.where(known[:, None], (code[:, None] == np.arange(cells)).astype(float), np.nan), known


def _kappa(shares: Floats, categories: int) -> float:
    """Kappa of the shares (categories²,) of the pairs, NaN where all are alike."""
    p = shares.reshape(categories, categories)
    agreed, expected = np.trace(p), p.sum(axis=1) @ p.sum(axis=0)
    return float((agreed - expected) / (1 - expected)) if expected < 1 - 1e-12 else float("nan")
