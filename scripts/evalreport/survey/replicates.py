"""Replicate weights: the variance of any statistic from its values under weights that each leave a part of the sample out.

The jackknife drops one cluster at a time; a `reweigh` function repeats the whole weighting (raking) inside every replicate.
Replicate weights are kept as a factor for each group of rows that all replicates treat alike (a cluster, say), not as a matrix of rows
by replicates.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from evalreport.survey.design import Design, Floats, Ints, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import inside_of
from evalreport.survey.weighting import Margin

Centre = Literal["mean", "estimate"]
Reweigh = Callable[[Floats], Floats]


@dataclass(frozen=True)
class GroupedWeights:
    """Replicate weights (n, R): own (n,) times the factor (G, R) of the group (n,) of each row. As an array they are that matrix."""

    own: Floats
    group: Ints
    factors: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and replicates."""
        return len(self.own), self.factors.shape[1]

    @property
    def T(self) -> Floats:
        """The weights (R, n)."""
        return np.asarray(self).T

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Floats:
        return (self.own[:, None] * self.factors[self.group]).astype(dtype or float)

    def __getitem__(self, place: Any) -> Floats:
        return np.asarray(self)[place]

    def columns(self) -> Iterator[Floats]:
        """The weights (n,) of each replicate, one after the other."""
        for factor in self.factors.T:
            yield self.own * factor[self.group]

    def totals(self, columns: Floats) -> Floats:
        """Weighted totals (R, k) of columns (n, k) in each replicate, by way of the totals of the groups."""
        size = len(self.factors)
        sums = np.column_stack([np.bincount(self.group, self.own * column, size) for column in columns.T])
        return self.factors.T @ sums

    def products(self) -> Floats:
        """Sums (R, R) of the products of the weights of two replicates."""
        squares = np.bincount(self.group, self.own**2, len(self.factors))
        return self.factors.T @ (squares[:, None] * self.factors)


@dataclass(frozen=True)
class Replicates:
    """A design and its replicate weights (n, R); V = scale sum_r rscales_r (t_r - centre)(t_r - centre)'.

    JK1: scale (C-1)/C; JKn: rscales (n_h-1)/n_h; BRR: scale 1/R, Fay 1/(R (1-rho)²); bootstrap 1/(R-1). centre: the mean of the
    replicates (the default of R's survey package) or the full-sample estimate (larger, the cautious choice). lone: (R,) the stratum
    whose only cluster a replicate leaves out, -1 else: it counts for domains in that stratum only. A replicate in which an estimate
    is unknown, because nobody of its domain is left, adds nothing to its variance, as in R.
    """

    design: Design
    weights: Floats | GroupedWeights
    rscales: Floats
    scale: float = 1.0
    centre: Centre = "mean"
    lone: Ints | None = None

    @cached_property
    def degrees_of_freedom(self) -> int:
        """Rank of the replicate weights minus one, at most those of the design, which raking in replicates would exceed by one:
        clusters minus strata for a jackknife (Wolter 2007, ch. 4)."""
        products = (
            self.weights.products() if isinstance(self.weights, GroupedWeights) else self.weights.T @ self.weights
        )
        rank = np.linalg.matrix_rank(products, tol=1e-9 * np.trace(products))
        return min(int(rank) - 1, self.design.degrees_of_freedom)

    def totals(self, columns: Floats) -> Floats:
        """Weighted totals (R, k) of columns (n, k) in each replicate."""
        if isinstance(self.weights, GroupedWeights):
            return self.weights.totals(columns)
        return self.weights.T @ columns

    def deviations(self, full: Floats, values: Floats) -> Floats:
        """How far the estimates of the replicates (R, k) lie from the centre; full (k,): those of the whole sample."""
        if self.centre == "estimate":
            return values - full
        counted = values[self.rscales > 0]
        known = np.isfinite(counted)
        with np.errstate(invalid="ignore", divide="ignore"):
            return values - np.where(known, counted, 0.0).sum(axis=0) / known.sum(axis=0)

    def covariance_of(self, deviations: Floats) -> Floats:
        """Covariance (k, k) from the deviations (R, k) of the estimates of everybody."""
        return self.covariance_in(deviations, None)

    def covariance_in(self, deviations: Floats, inside: Mask | None) -> Floats:
        """Covariance (k, k) from the deviations (R, k); inside (n, k): the domain of each estimate, everybody for None."""
        known = np.isfinite(deviations)
        z = np.where(known, deviations, 0.0)
        z = np.where(known.any(axis=0), z, np.nan)
        if inside is None:
            inside = np.repeat((self.design.weights > 0)[:, None], deviations.shape[1], axis=1)
        level, root = self.design.levels[0], np.ones(z.shape[1])
        if level.lone().any():
            root = np.sqrt(self.design.lonely_factor(inside))
            if self.lone is not None:
                z = np.where((self.lone[:, None] < 0) | level.present(inside)[self.lone], z, 0.0)
        spread: Floats = self.scale * (z * self.rscales[:, None]).T @ z * np.outer(root, root)
        return spread

    def covariance(self, full: Floats, values: Floats, inside: Mask | None = None) -> Floats:
        """Covariance (k, k) from the full-sample estimates (k,) and those of the replicates (R, k)."""
        return self.covariance_in(self.deviations(full, values), inside)

    def estimates(self, full: Floats, values: Floats, inside: Mask | None = None) -> Estimates:
        """Estimates (k,) of the whole sample with the variance of those of the replicates (R, k), in domains (n, k)."""
        n = np.full(len(full), np.nan) if inside is None else inside.sum(axis=0).astype(float)
        return Estimates(full, self.deviations(full, values), self, n, inside)


def replicate(statistic: Callable[[Design], Floats], replicates: Replicates, inside: Mask | None = None) -> Estimates:
    """A statistic of a design, (k,), with its replicate covariance (Wolter 2007, ch. 4; Shao & Tu 1995); inside: its domain (n, k)."""
    design = replicates.design
    full = statistic(design)
    weights = replicates.weights
    columns = weights.columns() if isinstance(weights, GroupedWeights) else iter(weights.T)
    values = np.array([statistic(replace(design, weights=column)) for column in columns])
    return replicates.estimates(full, values, inside)


def replicated_totals(outcomes: Floats, replicates: Replicates, domains: Mask | None = None) -> Estimates:
    """`linear.totals` with the replicate covariance, by way of the totals of the groups of rows that weigh alike."""
    y, inside = inside_of(outcomes, domains, replicates.design)
    return replicates.estimates(replicates.design.weights @ y, replicates.totals(y), inside > 0)


def replicated_means(outcomes: Floats, replicates: Replicates, domains: Mask | None = None) -> Estimates:
    """`linear.means` with the replicate covariance."""
    y, inside = inside_of(outcomes, domains, replicates.design)
    return _quotients(y, inside, inside > 0, replicates)


def replicated_ratios(
    numerators: Floats, denominators: Floats, replicates: Replicates, domains: Mask | None = None
) -> Estimates:
    """`linear.ratios` with the replicate covariance."""
    x, known = inside_of(denominators, domains, replicates.design)
    y, inside = inside_of(numerators, known > 0, replicates.design)
    return _quotients(y, x * inside, inside > 0, replicates)


def replicated_adjusted_totals(outcomes: Floats, replicates: Replicates, domains: Mask) -> Estimates:
    """`linear.adjusted_totals` with the replicate covariance."""
    y, known = inside_of(outcomes, domains, replicates.design)
    _, members = inside_of(np.where(domains, 0.0, np.nan), domains, replicates.design)
    w, k = replicates.design.weights, y.shape[1]
    each = np.vstack([w @ np.hstack([y, known, members]), replicates.totals(np.hstack([y, known, members]))])
    with np.errstate(divide="ignore", invalid="ignore"):
        values = each[:, 2 * k :] * each[:, :k] / each[:, k : 2 * k]
    return replicates.estimates(values[0], values[1:], members > 0)


def _quotients(above: Floats, below: Floats, inside: Mask, replicates: Replicates) -> Estimates:
    """Quotients of totals; NaN in a replicate that has nobody of the domain."""
    w = replicates.design.weights
    with np.errstate(divide="ignore", invalid="ignore"):
        again = replicates.totals(above) / replicates.totals(below)
        return replicates.estimates((w @ above) / (w @ below), again, inside)


@dataclass(frozen=True)
class Omissions:
    """The replicates of a jackknife: factors (U, R) of the weights of each unit, rscales (R,), the unit (R,) that each leaves out, and
    its stratum where it is alone in it, else -1."""

    factors: Floats
    rscales: Floats
    unit: Ints
    lone: Ints


def omissions(design: Design) -> Omissions:
    """The jackknife by cluster: dropping cluster c of stratum h gives its stratum's others n_h/(n_h-1); rscales (1-f_h)(n_h-1)/n_h
    (Jones 1974; Wolter 2007, ch. 4.5). Clusters without weight do not count.

    A lone cluster stays in, which adds nothing, and `Design.lonely_factor` does what the rule "average" or "missing" asks for; under
    "adjust" it is replaced by the mean of all clusters, which adds its distance from that, as in the linearised variance. A cluster
    beside others that weigh nothing is no lone one: it is left out, and adds its square as there.
    """
    level = design.levels[0]
    used = level.used(design.weights)
    size = np.bincount(level.stratum, used, len(level.size))[level.stratum]
    grown = np.where(size > 1, size / np.maximum(size - 1, 1), 1.0)
    factors = np.where(level.stratum[:, None] == level.stratum[None, :], grown[:, None], 1.0)
    lone = level.lone()[level.stratum]
    np.fill_diagonal(factors, np.where(lone, 1.0, 0.0))
    rscales = np.where(size > 1, (size - 1) / np.maximum(size, 1), np.where(lone, 0.0, 1.0))
    if design.lonely == "adjust" and (lone & used).any():
        share = 1 / level.size[np.unique(level.stratum[used])].sum()
        moved = np.full((len(used), int(lone.sum())), 1 + share)
        moved[np.flatnonzero(lone), np.arange(moved.shape[1])] = share
        factors[:, lone] = moved
        rscales[lone] = 1.0
    rscales = (1 - level.fraction[level.stratum]) * rscales
    return Omissions(factors[:, used], rscales[used], np.flatnonzero(used), np.where(lone, level.stratum, -1)[used])


def jackknife(design: Design, reweigh: Reweigh | None = None, centre: Centre = "mean") -> Replicates:
    """Jackknife by cluster: JK1 with one stratum, JKn with several; design.weights are the weights before `reweigh`.

    reweigh maps weights (n,) to weights, for example to raked ones: applied to the full sample and within each replicate.
    See `omissions` for lone clusters.
    """
    left_out = omissions(design)
    grouped = GroupedWeights(design.weights, design.levels[0].unit, left_out.factors)
    weights: Floats | GroupedWeights = grouped
    if reweigh is not None:
        weights = np.column_stack([reweigh(column) for column in grouped.columns()])
        design = replace(design, weights=reweigh(design.weights), calibration=None)
    return Replicates(design, weights, left_out.rscales, 1.0, centre, left_out.lone)


def without_empty(margins: Sequence[Margin], weights: Floats) -> list[Margin]:
    """Margins for a replicate: a category that its sample lost gives its population to the others in proportion."""
    kept = []
    for margin in margins:
        here = np.bincount(margin.codes, weights, len(margin.totals)) > 0
        totals = np.where(here, margin.totals, 0.0)
        kept.append(replace(margin, totals=totals * (margin.totals.sum() / totals.sum())))
    return kept
