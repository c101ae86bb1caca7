"""Linearised (Taylor series) estimates: means, totals, ratios, covariances, quantiles, their contrasts and design effects.

Each estimate comes with its weighted scores z_i = w_i u_i, u the influence function. A missing outcome (NaN) is outside the
domain, and a row outside the domain stays in the design (Binder 1983; Särndal, Swensson & Wretman 1992, ch. 5 and 10).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from evalreport.survey.design import Design, Floats, Ints, Mask
from evalreport.survey.estimates import Estimates

if TYPE_CHECKING:
    pass

ROUNDING = 1e-20  # a squared relative error that floating point alone explains


def inside_of(outcomes: Floats, domains: Mask | None, design: Design) -> tuple[Floats, Floats]:
    """Outcomes (n, k) with 0 outside, and 0/1 for who is inside: in the domain, with a weight, and has an answer."""
    columns = outcomes if outcomes.ndim == 2 else outcomes[:, None]
    inside = ~np.isnan(columns) & (design.weights > 0)[:, None]
    if domains is not None:
        inside = inside & (domains if domains.ndim == 2 else domains[:, None])
    return np.where(inside, columns, 0.0), inside.astype(float)


def totals(outcomes: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Totals sum_i w_i y_i of outcomes (n, k) or (n,), in domains of the same shape; u = y (Horvitz & Thompson 1952)."""
    y, inside = inside_of(outcomes, domains, design)
    scores = design.weights[:, None] * y
    return Estimates(scores.sum(axis=0), scores, design, inside.sum(axis=0), inside > 0)


def adjusted_totals(outcomes: Floats, design: Design, domains: Mask) -> Estimates:
    """Totals of everybody in domains (n, k), those without an outcome (NaN) taken as the mean of the others: N_d sum w y / sum w r.

    r says who has an outcome and N_d = sum w d; u = N_d / R (r (y - m)) + m d, m = sum w y / R (a ratio estimator with one response
    class, Särndal et al. 1992, ch. 15.6). n: who has an outcome.
    """
    y, known = inside_of(outcomes, domains, design)
    _, members = inside_of(np.where(domains, 0.0, np.nan), domains, design)
    w = design.weights[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        people, answered = (w * members).sum(axis=0), (w * known).sum(axis=0)
        mean = (w * y).sum(axis=0) / answered
        scores = w * (people / answered * known * (y - mean) + mean * members)
    return Estimates(people * mean, scores, design, known.sum(axis=0), members > 0)


def means(outcomes: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Means of outcomes (n, k) or (n,) in domains: ybar_d = sum w d y / sum w d, u = d (y - ybar_d) / N_d (Binder 1983).

    Outcomes of 0 and 1 give proportions. An empty domain gives NaN."""
    y, inside = inside_of(outcomes, domains, design)
    return ratios(np.where(inside > 0, y, np.nan), inside, design)


def ratios(numerators: Floats, denominators: Floats, design: Design, domains: Mask | None = None) -> Estimates:
    """Ratios R = sum w y / sum w x, u = (y - R x) / X (Särndal et al. 1992, ch. 5.6)."""
    x, known = inside_of(denominators, domains, design)
    y, inside = inside_of(numerators, known > 0, design)
    x = x * inside
    w = design.weights[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = (w * x).sum(axis=0)
        values = (w * y).sum(axis=0) / whole
        scores = np.where(inside > 0, w * (y - values * x) / whole, 0.0)
    return Estimates(values, scores, design, inside.sum(axis=0), inside > 0)


def variances(outcomes: Floats, design: Design) -> Estimates:
    """Population covariances S_ab (k*k values, row by row) of outcomes (n, k), rows with any missing outside the domain.

    S_ab = n/(n-1) sum w (a - abar)(b - bbar) / N, and the variance of that mean of products."""
    complete = ~np.isnan(outcomes).any(axis=1) & (design.weights > 0)
    centred = outcomes - means(outcomes, design, np.repeat(complete[:, None], outcomes.shape[1], axis=1)).values
    n = complete.sum()
    products = (centred[:, :, None] * centred[:, None, :]).reshape(len(outcomes), -1) * n / (n - 1)
    return means(products, design, np.repeat(complete[:, None], products.shape[1], axis=1))


def deviations(outcomes: Floats, design: Design, domains: Mask) -> Floats:
    """Standard deviations (k,) in the population, of outcomes (n, k) in domains (n, k): S² = n/(n-1) sum w (y - ybar)² / sum w.

    As of an unweighted sample with n - 1 below where all weights are equal; NaN with fewer than two outcomes.
    """
    y, inside = inside_of(outcomes, domains, design)
    w = design.weights[:, None] * inside
    with np.errstate(divide="ignore", invalid="ignore"):
        n, whole = inside.sum(axis=0), w.sum(axis=0)
        mean = (w * y).sum(axis=0) / whole
        return np.where(n > 1, np.sqrt((w * (y - mean) ** 2).sum(axis=0) / whole * n / (n - 1)), np.nan)


def design_effects(
    of: Estimates,
    outcomes: Floats,
    kind: Literal["mean", "total"] = "mean",
    domains: Mask | None = None,
    replacement: bool = True,
) -> Floats:
    """Design effects (k,): the variance over that of a simple random sample as large, of the same weighted population.

    V_srs(mean) = S²/n, times (1 - n/N) for a sample without replacement (Kish 1965). A constant outcome has none: NaN."""
    design = of.design if isinstance(of.design, Design) else of.design.design
    y, inside = inside_of(outcomes, domains, design)
    w = design.weights[:, None] * inside
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


def domain_means(
    outcomes: Floats, domains: Mask, design: Design, minimum_clusters: int = 2, found: Estimates | None = None
) -> Means:
    """Means of outcomes (n, k) in domains (n, k) with standard errors and design effects against sampling with replacement.

    found: the means where they have another variance than the linearised one. A domain in one cluster has a linearised variance
    of 0, which says nothing: below the minimum there is none."""
    found = means(outcomes, design, domains) if found is None else found
    _, inside = inside_of(outcomes, domains, design)
    level = design.levels[0]
    clusters = np.array([level.used(column).sum() for column in inside.T], dtype=np.intp)
    enough = clusters >= minimum_clusters
    n_weighted = (design.weights[:, None] * inside).sum(axis=0)
    deff = design_effects(found, outcomes, domains=domains)
    se, deff = (np.where(enough, column, np.nan) for column in (found.se, deff))
    return Means(found.n.astype(np.intp), n_weighted, found.values, se, deff, clusters)
