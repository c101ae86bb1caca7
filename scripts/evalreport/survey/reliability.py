"""Indices of several items: their score with a minimum of answers, Cronbach's alpha; agreement of two ordered codings."""

from typing import Literal

import numpy as np
from scipy.stats import f as f_distribution

from evalreport.survey.estimates import CONFIDENCE
from evalreport.survey.weighting import Floats, Ints


def index_score(items: Floats, minimum: int) -> Floats:
    """Mean (n,) of a row's answers among items (n, k), NaN where fewer than `minimum` are answered."""
    answered = ~np.isnan(items)
    count = answered.sum(axis=1)
    total = np.where(answered, items, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(items), np.nan), where=count >= max(minimum, 1))


def item_covariance(
    items: Floats, weights: Floats | None = None, missing: Literal["complete", "pairwise"] = "complete"
) -> Floats:
    """Covariance (k, k) of items (n, k), NaN for no answer: sum w (x - xbar)(y - ybar) / sum w * m/(m-1), m rows used.

    complete: rows with every item; pairwise: for each pair of items the rows with both."""
    w = np.ones(len(items)) if weights is None else weights
    answered = ~np.isnan(items) & (w > 0)[:, None]
    if missing == "complete":
        answered = np.repeat(answered.all(axis=1, keepdims=True), items.shape[1], axis=1)
    d, x = answered.astype(float), np.where(answered, items, 0.0)
    wd, wx = w[:, None] * d, w[:, None] * x
    sums, rows = wd.T @ d, d.T @ d
    with np.errstate(divide="ignore", invalid="ignore"):
        return ((wx.T @ x) - (wx.T @ d) * (wd.T @ x) / sums) / sums * rows / (rows - 1)


def cronbach_alpha(
    items: Floats, weights: Floats | None = None, missing: Literal["complete", "pairwise"] = "complete"
) -> float:
    """k/(k-1) (1 - sum of item variances / variance of the sum) (Cronbach 1951, Psychometrika 16). NaN with one item."""
    return alpha_of(item_covariance(items, weights, missing))


def standardised_alpha(items: Floats, weights: Floats | None = None) -> float:
    """Alpha of the items' correlations: k rbar / (1 + (k-1) rbar)."""
    return alpha_of(_correlation(item_covariance(items, weights)))


def feldt_interval(alpha: float, n: int, items: int, level: float = CONFIDENCE) -> tuple[float, float]:
    """Interval of alpha in a simple random sample of n: 1 - (1 - alpha) F, F on n-1 and (n-1)(k-1) degrees of freedom (Feldt 1965)."""
    ends = f_distribution.ppf([(1 + level) / 2, (1 - level) / 2], n - 1, (n - 1) * (items - 1))
    low, high = 1 - (1 - alpha) * ends
    return float(low), float(high)


def alpha_of(covariance: Floats) -> float:
    """Alpha from the covariance (k, k) of the items."""
    k, whole = len(covariance), covariance.sum()
    return float(k / (k - 1) * (1 - np.trace(covariance) / whole)) if k > 1 and whole > 0 else float("nan")


def alpha_without(items: Floats, weights: Floats | None = None) -> Floats:
    """Alpha (k,) when each item in turn is left out."""
    covariance = item_covariance(items, weights)
    return np.array([alpha_of(np.delete(np.delete(covariance, j, 0), j, 1)) for j in range(len(covariance))])


def item_rest_correlation(items: Floats, weights: Floats | None = None) -> Floats:
    """Correlation (k,) of each item with the sum of the others (Nunnally & Bernstein 1994)."""
    covariance = item_covariance(items, weights)
    own, row = np.diag(covariance), covariance.sum(axis=1)
    return (row - own) / np.sqrt(own * (covariance.sum() - 2 * row + own))


def _correlation(covariance: Floats) -> Floats:
    spread = np.sqrt(np.diag(covariance))
    return covariance / np.outer(spread, spread)


def weighted_kappa(first: Ints, second: Ints, weights: Floats | None = None) -> float:
    """Agreement beyond chance of ordered codes (n,) 0…K-1 with quadratic losses: 1 - sum (i-j)² p_ij / sum (i-j)² p_i. p_.j
    (Cohen 1968)."""
    size = int(max(first.max(), second.max())) + 1
    w = np.ones(len(first)) if weights is None else weights
    table = np.bincount(first * size + second, w, size * size).reshape(size, size) / w.sum()
    i, j = np.indices(table.shape)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    return float(1 - ((i - j) ** 2 * table).sum() / ((i - j) ** 2 * chance).sum())
