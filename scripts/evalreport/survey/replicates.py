"""Replicate weights: the variance of any statistic from its values under weights that each leave a part of the sample out.

The jackknife drops one cluster at a time; a `reweigh` function repeats the whole weighting (raking) inside every replicate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from evalreport.survey.design import Design, Floats
from evalreport.survey.estimates import Estimates
from evalreport.survey.weighting import Margin

Centre = Literal["mean", "estimate"]
Reweigh = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Replicates:
    """A design and its replicate weights (n, R); V = scale sum_r rscales_r (t_r - centre)(t_r - centre)'.

    JK1: scale (C-1)/C; JKn: rscales (n_h-1)/n_h; BRR: scale 1/R, Fay 1/(R (1-rho)²); bootstrap 1/(R-1). centre: the mean of the
    replicates (the default of R's survey package) or the full-sample estimate (larger, the cautious choice).
    """

    design: Design
    weights: Floats
    rscales: Floats
    scale: float = 1.0
    centre: Centre = "mean"

    @cached_property
    def degrees_of_freedom(self) -> int:
        """Rank of the replicate weights minus one, at most those of the design, which raking in replicates would exceed by one:
        clusters minus strata for a jackknife (Wolter 2007, ch. 4)."""
        rank = np.linalg.matrix_rank(self.weights.T @ self.weights, tol=1e-9 * np.sum(self.weights**2))
        return min(int(rank) - 1, self.design.degrees_of_freedom)

    def deviations(self, full: Floats, values: Floats) -> Floats:
        """How far the estimates of the replicates (R, k) lie from the centre; full (k,): those of the whole sample."""
        return values - (full if self.centre == "estimate" else values[self.rscales > 0].mean(axis=0))

    def covariance_of(self, deviations: Floats) -> Floats:
        """Covariance (k, k) from the deviations (R, k)."""
        return self.scale * (deviations * self.rscales[:, None]).T @ deviations

    def covariance(self, full: Floats, values: Floats) -> Floats:
        """Covariance (k, k) from the full-sample estimates (k,) and those of the replicates (R, k)."""
        return self.covariance_of(self.deviations(full, values))


def replicate(statistic: Callable[[Design], Floats], replicates: Replicates) -> Estimates:
    """A statistic of a design, (k,), with its replicate covariance (Wolter 2007, ch. 4; Shao & Tu 1995)."""
    design = replicates.design
    full = statistic(design)
    values = np.array([statistic(replace(design, weights=weights)) for weights in replicates.weights.T])
    return Estimates(full, replicates.deviations(full, values), replicates, np.full(len(full), np.nan))


def jackknife(design: Design, reweigh: Reweigh | None = None, centre: Centre = "mean") -> Replicates:
    """Jackknife by cluster: JK1 with one stratum, JKn with several; design.weights are the weights before `reweigh`.

    Dropping cluster c of stratum h gives its stratum's others n_h/(n_h-1); rscales (1-f_h)(n_h-1)/n_h (Jones 1974; Wolter 2007, ch. 4.5).
    A lone cluster stays in, which adds nothing; clusters without weight do not count. reweigh maps weights (n,) to weights, for
    example to raked ones: applied to the full sample and within each replicate.
    """
    level = design.levels[0]
    used = level.used(design.weights) > 0
    size = np.bincount(level.stratum, used, len(level.size))[level.stratum]
    grown = np.where(size > 1, size / np.maximum(size - 1, 1), 1.0)
    factors = np.where(level.stratum[:, None] == level.stratum[None, :], grown[:, None], 1.0)
    np.fill_diagonal(factors, np.where(size > 1, 0.0, 1.0))
    rscales = (1 - level.fraction[level.stratum]) * (size - 1) / np.maximum(size, 1)
    weights = design.weights[:, None] * factors[:, used][level.unit]
    if reweigh is not None:
        design = replace(design, weights=reweigh(design.weights), calibration=None)
        weights = np.column_stack([reweigh(column) for column in weights.T])
    return Replicates(design, weights, rscales[used], 1.0, centre)


def without_empty(margins: Sequence[Margin], weights: Floats) -> list[Margin]:
    """Margins for a replicate: a category that its sample lost gives its population to the others in proportion."""
    kept = []
    for margin in margins:
        here = np.bincount(margin.codes, weights, len(margin.totals)) > 0
        totals = np.where(here, margin.totals, 0.0)
        kept.append(replace(margin, totals=totals * (margin.totals.sum() / totals.sum())))
    return kept
