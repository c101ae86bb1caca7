"""Intervals for proportions under a design, and for quantiles."""

import numpy as np
from scipy.stats import beta
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Floats
from evalreport.survey.estimates import CONFIDENCE, Estimates
from evalreport.survey.linear import means


def logit_interval(share: Floats, se: Floats, df: Floats | float, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Interval for proportions on the logit scale: logit p ± t(df) SE / (p (1-p)).

    NaN where the share is 0 or 1 or the standard error is unknown: there the scale has no value (Korn & Graubard 1998)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = (share > 0) & (share < 1)
        logit = np.log(share / (1 - share))
        half = student_t.ppf((1 + level) / 2, df) * se / (share * (1 - share))
        low, high = 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit))
    return np.where(inner, low, np.nan), np.where(inner, high, np.nan)


def asin_interval(share: Floats, se: Floats, df: float, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Interval on the variance-stabilising scale: asin(sqrt p) ± t(df) SE / (2 sqrt(p (1-p)))."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = (share > 0) & (share < 1)
        angle = np.arcsin(np.sqrt(share))
        half = student_t.ppf((1 + level) / 2, df) * se / (2 * np.sqrt(share * (1 - share)))
        low, high = np.sin(np.maximum(angle - half, 0)) ** 2, np.sin(np.minimum(angle + half, np.pi / 2)) ** 2
    return np.where(inner, low, np.nan), np.where(inner, high, np.nan)


def effective_size(share: Floats, se: Floats, n: Floats, df: Floats | float, level: float = CONFIDENCE) -> Floats:
    """Answers of a simple random sample that say as much: p (1-p) / V * (t(n-1) / t(df))² (Korn & Graubard 1998, eq. 3)."""
    simple, found = student_t.ppf((1 + level) / 2, n - 1), student_t.ppf((1 + level) / 2, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        return share * (1 - share) / se**2 * (simple / found) ** 2


def beta_interval(
    share: Floats, se: Floats, n: Floats, df: Floats | float, level: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Korn & Graubard's (1998) interval for proportions near 0 and 1: Clopper & Pearson's with the effective sample size.

    NaN where the share is 0 or 1: the sample then says nothing about its own design effect; `exact_interval` takes one."""
    size = effective_size(share, se, n, df, level)
    return exact_interval(np.where(np.isfinite(size), share, np.nan), size, level)


def exact_interval(share: Floats, size: Floats, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Clopper & Pearson's (1934) interval for a share of `size` answers, which need not be a whole number."""
    tail, hits = (1 - level) / 2, size * share
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(share > 0, beta.ppf(tail, hits, size - hits + 1), np.where(share == 0, 0.0, np.nan))
        high = np.where(share < 1, beta.ppf(1 - tail, hits + 1, size - hits), np.where(share == 1, 1.0, np.nan))
    return low, high


def quantile(outcome: Floats, probability: float, design: Design, interpolated: bool = False) -> float:
    """Weighted quantile: smallest y with F(y) >= p; interpolated: linear between the points of Hyndman & Fan's type 7."""
    known = ~np.isnan(outcome) & (design.weights > 0)
    y, w = outcome[known], design.weights[known]
    if not len(y):
        return np.nan
    order = np.argsort(y, kind="stable")
    return _invert(y[order], w[order], probability, interpolated)


def _invert(y: Floats, w: Floats, probability: float, interpolated: bool) -> float:
    """The quantile of sorted outcomes."""
    below = np.cumsum(w)
    if interpolated:
        return float(np.interp(probability, (below - w) / (below[-1] - w[-1]), y)) if len(y) > 1 else float(y[0])
    # A probability that is reached exactly must not be missed by a rounding error in the sum of the weights.
    place = np.searchsorted(below, probability * below[-1] * (1 - 1e-12))
    return float(y[min(place, len(y) - 1)])


def share_below(outcome: Floats, value: float) -> Floats:
    """1 for outcomes (n,) at or below a value, 0 above it, NaN where there is none."""
    return np.where(np.isnan(outcome), np.nan, outcome <= value)


def quantile_interval(
    outcome: Floats,
    probability: float,
    design: Design,
    df: float,
    interpolated: bool = False,
    kind: str = "wald",
    share: Estimates | None = None,
    level: float = CONFIDENCE,
) -> tuple[float, float, float, float]:
    """Quantile, its interval and standard error (Woodruff 1952): the interval of the share below q, turned back into outcomes.

    kind is the share's interval, "wald" (± t SE) or "beta" (Korn & Graubard); SE = (high - low) / (2 t(df)). share: `share_below` the
    quantile where its variance is not the linearised one. An end of the share's interval outside [0, 1] is no outcome: NaN, as is
    the SE then, and both ends where the variance is unknown.
    """
    value = quantile(outcome, probability, design, interpolated)
    share = means(share_below(outcome, value), design) if share is None else share
    t = student_t.ppf((1 + level) / 2, df)
    if kind == "beta":
        low, high = beta_interval(share.values, share.se, share.n, df, level)
    else:
        low, high = share.values - t * share.se, share.values + t * share.se
    ends = [quantile(outcome, float(e[0]), design, interpolated) if 0 <= e[0] <= 1 else np.nan for e in (low, high)]
    return value, ends[0], ends[1], (ends[1] - ends[0]) / (2 * t)


def wilson_interval(share: Floats, se: Floats, df: float, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Wilson's (1927) score interval with the effective sample size p (1-p) / V and t(df) for the normal quantile."""
    z = student_t.ppf((1 + level) / 2, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = share * (1 - share) / se**2
        centre = (share + z**2 / (2 * size)) / (1 + z**2 / size)
        half = z / (1 + z**2 / size) * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    return centre - half, centre + half
