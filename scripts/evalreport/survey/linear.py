"""Linearised (Taylor series) estimates: means, totals, ratios, covariances, quantiles, their contrasts and design effects.

Each estimate comes with its weighted scores z_i = w_i u_i, u the influence function. A missing outcome (NaN) is outside the
domain, and a row outside the domain stays in the design (Binder 1983; Särndal, Swensson & Wretman 1992, ch. 5 and 10).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Floats, Ints, Lonely, LonelyCluster, Mask, Units

CONFIDENCE = 0.95
ROUNDING = 1e-20  # a squared relative error that floating point alone explains


def covariance(scores: Floats, design: Design) -> Floats:
    """Covariance (k, k) of k estimates from their weighted scores (n, k).

    V = sum_h (1-f_h) n_h/(n_h-1) sum_c (T_hc - Tbar_h)(T_hc - Tbar_h)' with T the cluster totals of the scores, and for each
    later stage the same inside every unit, times the sampling fractions above it (Särndal et al. 1992, result 4.3.1).
    A stratum without any weight is outside the domain and adds nothing; lonely clusters follow `design.lonely`.
    """
    if design.calibration is not None:
        scores = design.calibration(scores)
    first, *later = design.levels
    result = covariance_of_totals(first.totals(scores), design)
    for depth, level in enumerate(later, start=2):
        weighed = np.bincount(level.stratum, level.used(design.weights), len(level.size)) > 0
        result = result + _stage(level.totals(scores), level, weighed, design.lonely, depth)
    return result


def covariance_of_totals(cluster_totals: Floats, design: Design, weighed: Mask | None = None) -> Floats:
    """The first stage's covariance (k, k) from the totals of the scores in each cluster, (C, k) in the order of the design.

    weighed: (H,) the strata that the domain reaches, where that is less than the design's."""
    return _stage(cluster_totals, design.levels[0], design.weighed if weighed is None else weighed, design.lonely, 1)


def _stage(sums: Floats, level: Units, weighed: Mask, rule: Lonely, depth: int) -> Floats:
    """What one stage of sampling adds to the covariance; weighed (H,): strata that count."""
    lonely = (level.size == 1) & (level.fraction < 1) & weighed & (level.factor > 0)
    if lonely.any() and rule == "fail":
        raise LonelyCluster(f"{lonely.sum()} strata have one cluster at stage {depth}; merge strata or choose a rule.")
    if lonely.any() and rule == "missing":
        return np.full((sums.shape[1],) * 2, np.nan)
    centre = np.zeros((len(level.size), sums.shape[1]))
    np.add.at(centre, level.stratum, sums)
    centre /= level.size[:, None]
    scale = weighed * level.factor * (1 - level.fraction) * level.size / np.maximum(level.size - 1, 1)
    # Inside clusters the lone unit is the mean of all units, and only the first stage has other strata to learn from.
    if rule == "adjust" and depth == 1:
        centre[lonely] = sums[weighed[level.stratum]].mean(axis=0)
    if rule == "average" and depth == 1 and lonely.any():
        others = (weighed & ~lonely).sum()
        scale = scale * weighed.sum() / others if others else scale * np.nan
    centred = sums - centre[level.stratum]
    return (centred * scale[level.stratum][:, None]).T @ centred


@dataclass(frozen=True)
class Estimates:
    """values (k,) and their weighted scores (n, k) under a design; n (k,) rows that each value rests on."""

    values: Floats
    scores: Floats
    design: Design
    n: Floats

    @cached_property
    def covariance(self) -> Floats:
        """Covariance (k, k)."""
        return covariance(self.scores, self.design)

    @property
    def se(self) -> Floats:
        """Standard errors (k,)."""
        return np.sqrt(np.diag(self.covariance))

    def contrast(self, matrix: Floats) -> "Estimates":
        """L theta with covariance L V L': matrix (m, k) has one row a contrast."""
        rows = np.array([self.n[row != 0].sum() for row in matrix])
        return Estimates(matrix @ self.values, self.scores @ matrix.T, self.design, rows)

    def interval(self, df: float | None = None, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """estimate ± t(df) SE; df defaults to the design's degrees of freedom."""
        return t_interval(self.values, self.se, self.design.degrees_of_freedom if df is None else df, level)


def t_interval(mean: Floats, se: Floats, df: Floats | float, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Interval for means: mean ± t(df) SE."""
    half = student_t.ppf((1 + level) / 2, df) * se
    return mean - half, mean + half


def joined(*parts: Estimates) -> Estimates:
    """Several estimates under the same design as one, with their full covariance."""
    values = np.concatenate([part.values for part in parts])
    scores, n = np.hstack([part.scores for part in parts]), np.concatenate([part.n for part in parts])
    return Estimates(values, scores, parts[0].design, n)


def _inside(outcomes: Floats, domains: Mask | None, design: Design) -> tuple[Floats, Floats]:
    """Outcomes (n, k) with 0 outside, and 0/1 for who is inside: in the domain, with a weight, and has an answer."""
    columns = outcomes if outcomes.ndim == 2 else outcomes[:, None]
    inside = ~np.isnan(columns) & (design.weights > 0)[:, None]
    if domains is not None:
        inside = inside & (domains if domains.ndim == 2 else domains[:, None])
    return np.where(inside, columns, 0.0), inside.astype(float)


def totals(outcomes: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Totals sum_i w_i y_i of outcomes (n, k) or (n,), in domains of the same shape; u = y (Horvitz & Thompson 1952)."""
    y, inside = _inside(outcomes, domains, design)
    scores = design.weights[:, None] * y
    return Estimates(scores.sum(axis=0), scores, design, inside.sum(axis=0))


def means(outcomes: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Means of outcomes (n, k) or (n,) in domains: ybar_d = sum w d y / sum w d, u = d (y - ybar_d) / N_d (Binder 1983).

    Outcomes of 0 and 1 give proportions. An empty domain gives NaN."""
    y, inside = _inside(outcomes, domains, design)
    return ratios(np.where(inside > 0, y, np.nan), inside, design)


def ratios(numerators: Floats, denominators: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Ratios R = sum w y / sum w x, u = (y - R x) / X (Särndal et al. 1992, ch. 5.6)."""
    x, known = _inside(denominators, domains, design)
    y, inside = _inside(numerators, known > 0, design)
    x = x * inside
    w = design.weights[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = (w * x).sum(axis=0)
        values = (w * y).sum(axis=0) / whole
        scores = np.where(inside > 0, w * (y - values * x) / whole, 0.0)
    return Estimates(values, scores, design, inside.sum(axis=0))


def variances(outcomes: Floats, design: Design) -> Estimates:
    """Population covariances S_ab (k*k values, row by row) of outcomes (n, k), rows with any missing outside the domain.

    S_ab = n/(n-1) sum w (a - abar)(b - bbar) / N, and the variance of that mean of products."""
    complete = ~np.isnan(outcomes).any(axis=1) & (design.weights > 0)
    centred = outcomes - means(outcomes, design, np.repeat(complete[:, None], outcomes.shape[1], axis=1)).values
    n = complete.sum()
    products = (centred[:, :, None] * centred[:, None, :]).reshape(len(outcomes), -1) * n / (n - 1)
    return means(products, design, np.repeat(complete[:, None], products.shape[1], axis=1))


def design_effects(
    of: Estimates,
    outcomes: Floats,
    kind: Literal["mean", "total"] = "mean",
    domains: Mask | None = None,
    replacement: bool = True,
) -> Floats:
    """Design effects (k,): the variance over that of a simple random sample as large, of the same weighted population.

    V_srs(mean) = S²/n, times (1 - n/N) for a sample without replacement (Kish 1965). A constant outcome has none: NaN."""
    y, inside = _inside(outcomes, domains, of.design)
    w = of.design.weights[:, None] * inside
    with np.errstate(divide="ignore", invalid="ignore"):
        n, whole = inside.sum(axis=0), w.sum(axis=0)
        mean = (w * y).sum(axis=0) / whole
        spread = (w * (y - mean) ** 2).sum(axis=0) / whole * n / (n - 1)
        simple = spread / n * (1 if replacement else 1 - n / whole) * (whole**2 if kind == "total" else 1)
        # Answers that are all alike leave a spread of rounding errors, and a ratio of those is no design effect.
        spreading = spread > ROUNDING * (w * y**2).sum(axis=0) / whole
        return np.where(spreading, np.diag(of.covariance) / simple, np.nan)


@dataclass(frozen=True)
class Means:
    """Domain means, one value a column: n rows, their weight, the mean, its standard error, design effect and clusters.

    se and deff are NaN where the domain lies in fewer clusters than the rule asks for."""

    n: Ints
    n_weighted: Floats
    estimate: Floats
    se: Floats
    deff: Floats
    clusters: Ints


def domain_means(outcomes: Floats, domains: Mask, design: Design, minimum_clusters: int = 2) -> Means:
    """Means of outcomes (n, k) in domains (n, k) with standard errors and design effects against sampling with replacement.

    A domain in one cluster has a linearised variance of 0, which says nothing: below the minimum there is none."""
    found = means(outcomes, design, domains)
    _, inside = _inside(outcomes, domains, design)
    level = design.levels[0]
    clusters = np.array([level.used(column).sum() for column in inside.T], dtype=np.intp)
    enough = clusters >= minimum_clusters
    n_weighted = (design.weights[:, None] * inside).sum(axis=0)
    deff = design_effects(found, outcomes, domains=domains)
    se, deff = (np.where(enough, column, np.nan) for column in (found.se, deff))
    return Means(found.n.astype(np.intp), n_weighted, found.values, se, deff, clusters)
