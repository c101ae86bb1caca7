"""Estimates under a sampling design: shares and means in domains, with linearised variance.

Every estimate takes a `Design`. The simple design (weight 1, everyone a cluster of their own) gives the classic formulas.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

CONFIDENCE = 0.95
ROUNDING = 1e-20  # a squared relative error that floating point alone explains


@dataclass(frozen=True)
class Design:
    """How the rows came into the sample.

    weights: (n,) non-negative; clusters: (n,) cluster (primary sampling unit) of each row, 0…C-1, nested in strata;
    strata: (n,) stratum of each row, 0…H-1. Clusters count as drawn with replacement.
    """

    weights: Floats
    clusters: Ints
    strata: Ints

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters minus strata, among rows with a weight."""
        used = self.weights > 0
        return len(np.unique(self.clusters[used])) - len(np.unique(self.strata[used]))


def simple_design(n: int) -> Design:
    """A simple random sample of n rows."""
    return Design(np.ones(n), np.arange(n), np.zeros(n, dtype=np.intp))


def covariance(scores: Floats, design: Design) -> Floats:
    """Covariance (k, k) of k estimates from their weighted linearised scores z_i = w_i u_i, shape (n, k).

    V = sum_h n_h/(n_h-1) sum_c (T_hc - Tbar_h)(T_hc - Tbar_h)' with T the cluster totals of z
    (Binder 1983; Särndal, Swensson & Wretman 1992, ch. 5). A stratum with one cluster gives no variance: NaN.
    """
    result = np.zeros((scores.shape[1], scores.shape[1]))
    for totals in _cluster_totals(scores, design):
        size = len(totals)
        if size < 2:
            return np.full_like(result, np.nan)
        centred = totals - totals.mean(axis=0)
        result += size / (size - 1) * centred.T @ centred
    return result


def _cluster_totals(scores: Floats, design: Design) -> list[Floats]:
    """Totals (n_h, k) of the scores in the clusters of each stratum; numbers that no row has are no clusters."""
    present, cluster = np.unique(design.clusters, return_inverse=True)
    totals = np.zeros((len(present), scores.shape[1]))
    np.add.at(totals, cluster, scores)
    stratum = np.zeros(len(present), dtype=np.intp)
    stratum[cluster] = design.strata
    return [totals[stratum == h] for h in np.unique(stratum)]


@dataclass(frozen=True)
class Means:
    """Domain means: one value a column of the outcomes; se, deff and ci are NaN where they do not exist."""

    n: Ints
    n_weighted: Floats
    estimate: Floats
    se: Floats
    deff: Floats


def domain_means(outcomes: Floats, domains: NDArray[np.bool_], design: Design) -> Means:
    """Means of outcomes (n, k) in domains (n, k), ratio estimates with linearised variance.

    A domain is an indicator, rows outside it stay in the design (SURVEY: Särndal et al. 1992, ch. 10): u = d (y - ybar) / N_d.
    The design effect is the variance over that of a simple random sample, drawn with replacement, of the same domain size
    (Kish 1965; what R's survey package calls deff="replace").
    Outcomes outside the domain may be NaN.
    """
    inside = domains.astype(float)
    y = np.where(domains, outcomes, 0.0)
    w = design.weights[:, None]
    counts = domains.sum(axis=0)
    totals = (w * inside).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (w * y).sum(axis=0) / totals
        scores = w * inside * (y - mean) / totals
        variance = _variances(np.nan_to_num(scores), design)
        spread = (w * inside * (y - mean) ** 2).sum(axis=0) / totals * counts / (counts - 1)
        deff = variance / (spread / counts)
        # Answers that are all alike leave a spread of rounding errors, and a ratio of those is no design effect.
        spreading = spread > ROUNDING * (w * y**2).sum(axis=0) / totals
    known = counts > 1
    variance = np.where(known, variance, np.nan)
    return Means(counts, totals, mean, np.sqrt(variance), np.where(known & spreading, deff, np.nan))


def _variances(scores: Floats, design: Design) -> Floats:
    """The diagonal of `covariance`, without forming the rest."""
    result = np.zeros(scores.shape[1])
    for totals in _cluster_totals(scores, design):
        size = len(totals)
        factor = size / (size - 1) if size > 1 else np.nan
        result += factor * ((totals - totals.mean(axis=0)) ** 2).sum(axis=0)
    return result


def logit_interval(share: Floats, se: Floats, df: Floats | float) -> tuple[Floats, Floats]:
    """95 % interval for proportions on the logit scale with t(df): logit p ± t SE / (p (1-p)).

    NaN where the share is 0 or 1 or the standard error is unknown: there the scale has no value (Korn & Graubard 1998).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = (share > 0) & (share < 1)
        logit = np.log(share / (1 - share))
        half = student_t.ppf((1 + CONFIDENCE) / 2, df) * se / (share * (1 - share))
        low, high = 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit))
    return np.where(inner, low, np.nan), np.where(inner, high, np.nan)


def t_interval(mean: Floats, se: Floats, df: Floats | float) -> tuple[Floats, Floats]:
    """95 % interval for means: mean ± t(df) SE."""
    half = student_t.ppf((1 + CONFIDENCE) / 2, df) * se
    return mean - half, mean + half
