"""Correlations of two outcomes under a sampling design, with the variance that the design gives them.

Pearson's r is a smooth function of means: with x and y in units of their own weighted spread, u = x y - r (x² + y²) / 2 (Särndal,
Swensson & Wretman 1992, ch. 5.5). Spearman's is Pearson's r of the mid-distribution functions, F(x) = P(X < x) + P(X = x) / 2, each
weighted; who else is in the sample moves these too, and the influence function says by how much (Croux & Dehon 2010).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Floats, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.replicates import replicate
from evalreport.survey.samplings import Sampling

PEARSON, SPEARMAN = "pearson", "spearman"
ROUNDING = 1e-12  # of a squared spread relative to the square it is taken from, that floating point alone explains


@dataclass(frozen=True)
class Correlation:
    """A correlation: respondents with both outcomes, r, its standard error, the test that it is 0, and an interval."""

    n: int
    value: float
    se: float
    statistic: float
    df: float
    p: float
    low: float
    high: float


def correlation(x: Floats, y: Floats, sampling: Sampling, inside: Mask, method: str = PEARSON) -> Correlation:
    """The correlation of outcomes x and y (n,), among the rows inside (n,) that have both and a weight.

    method: PEARSON or SPEARMAN. Of a simple random sample the textbook's test and interval (t with n - 2 degrees of freedom;
    Fisher's z with 1 / sqrt(n - 3), for Spearman times sqrt(1 + r² / 2), Bonett & Wright 2000), else t = r / SE with the design's
    degrees of freedom, clusters less strata, less 1, as in a test of a slope, and an interval on Fisher's scale, z ± t SE / (1 - r²).
    NaN where an outcome does not vary, and no error in fewer clusters than the sampling asks for.
    """
    both = inside & ~np.isnan(x) & ~np.isnan(y) & (sampling.design.weights > 0)
    n, nan = int(both.sum()), float("nan")
    values = np.column_stack([np.where(both, x, 0.0), np.where(both, y, 0.0)])
    r = float(_value(values, sampling.design.weights, both, method)[0]) if n > 1 else nan
    nothing = Correlation(n, r, nan, nan, nan, nan, nan, nan)
    if np.isnan(r) or sampling.clusters_of(both) < sampling.minimum_clusters:
        return nothing
    if abs(r) > 1 - 1e-12:
        return nothing  # no spread around the line: no error that could be told
    if sampling.simple:
        return _textbook(r, n, sampling, method)
    df = sampling.freedom_of(both) - 1
    se = float(estimated(values, sampling, both, method).se[0]) if df > 0 else nan
    return _tested(n, r, se, df, r / se if se > 0 else nan, se / (1 - r**2), df, sampling)


def estimated(values: Floats, sampling: Sampling, inside: Mask, method: str = PEARSON) -> Estimates:
    """The correlation of two columns (n, 2) in a domain (n,) as an estimate with the sampling's variance."""
    domain = inside[:, None]
    if sampling.replicates is not None:
        return replicate(lambda design: _value(values, design.weights, inside, method), sampling.replicates, domain)
    design = sampling.design
    scores = _scores(values, design, inside, method)
    value = _value(values, design.weights, inside, method)
    return Estimates(value, scores[:, None], design, np.array([float(inside.sum())]), domain)


def _tested(
    n: int, r: float, se: float, df: float, statistic: float, z_error: float, z_df: float, sampling: Sampling
) -> Correlation:
    p = float(2 * student_t.sf(abs(statistic), df))
    half = float(student_t.ppf((1 + sampling.rules.level) / 2, z_df)) * z_error
    low, high = (float(np.tanh(np.arctanh(r) + sign * half)) for sign in (-1, 1))
    return Correlation(n, r, se, statistic, df, p, low, high)


def _textbook(r: float, n: int, sampling: Sampling, method: str) -> Correlation:
    nan = float("nan")
    if n < 4:
        return Correlation(n, r, nan, nan, nan, nan, nan, nan)
    se = float(np.sqrt((1 - r**2) / (n - 2)))
    factor = np.sqrt(1 + r**2 / 2) if method == SPEARMAN else 1.0
    return _tested(n, r, se, n - 2, r / se, float(factor / np.sqrt(n - 3)), np.inf, sampling)


def _value(values: Floats, weights: Floats, inside: Mask, method: str) -> Floats:
    """The correlation (1,), NaN where a column does not vary among those who weigh something."""
    some = inside & (weights > 0)
    w, columns = weights[some], values[some]
    if len(w) < 2:
        return np.array([np.nan])
    if method == SPEARMAN:
        columns = np.column_stack([mid_distribution(column, w) for column in columns.T])
    u = _standardised(columns, w)
    return np.array([(w * u[:, 0] * u[:, 1]).sum() / w.sum()])


def _standardised(columns: Floats, w: Floats) -> Floats:
    """Columns (m, 2) less their weighted mean, over their weighted spread; NaN where there is none."""
    whole = w.sum()
    mean = w @ columns / whole
    centred = columns - mean
    spread = w @ centred**2 / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > ROUNDING * (w @ columns**2 / whole), centred / np.sqrt(spread), np.nan)


def mid_distribution(column: Floats, w: Floats) -> Floats:
    """F(x) = P(X < x) + P(X = x) / 2 of each value (m,) with weights (m,): ranks between 0 and 1, ties sharing theirs."""
    _, of = np.unique(column, return_inverse=True)
    at = np.bincount(of, w)
    return ((np.cumsum(at) - at / 2) / w.sum())[of]


def _scores(values: Floats, design: Design, inside: Mask, method: str) -> Floats:
    """Weighted scores (n,) of the correlation, 0 outside the domain."""
    w, columns = design.weights[inside], values[inside]
    whole, ranks = w.sum(), columns
    if method == SPEARMAN:
        ranks = np.column_stack([mid_distribution(column, w) for column in columns.T])
    u = _standardised(ranks, w)
    r = (w * u[:, 0] * u[:, 1]).sum() / whole
    influence = u[:, 0] * u[:, 1] - r * (u**2).sum(axis=1) / 2
    if method == SPEARMAN:
        influence = influence + _moved_ranks(columns, ranks, u, r, w)
    scores = np.zeros(len(values))
    scores[inside] = w * influence / whole
    return scores


def _moved_ranks(columns: Floats, ranks: Floats, u: Floats, r: float, w: Floats) -> Floats:
    """What a respondent (m,) adds to a rank correlation by moving the ranks of the others: E_j[(h(x_i, x_j) - F(x_j)) g_j] of each column,
    h = 1 below x_j, 1/2 at it, and g_j what a higher rank of j does to r."""
    found = np.zeros(len(w))
    whole = w.sum()
    for k in (0, 1):
        spread = np.sqrt((w * (ranks[:, k] - (w @ ranks[:, k]) / whole) ** 2).sum() / whole)
        g = (u[:, 1 - k] - r * u[:, k]) / spread
        _, of = np.unique(columns[:, k], return_inverse=True)
        at = np.bincount(of, w * g)
        above = at.sum() - np.cumsum(at) + at / 2  # of those above x_i, and half of those at it
        found += (above[of] - (w * g * ranks[:, k]).sum()) / whole
    return found
