"""Replicate weights: the variance of any statistic from its values under weights that each leave a part of the sample out.

The jackknife drops one cluster at a time; a `reweigh` function repeats the whole weighting (raking) inside every replicate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Mask
from evalreport.survey.linear import CONFIDENCE, t_interval
from evalreport.survey.tests import ROUNDING, Test
from evalreport.survey.weighting import Cells, Floats, Margin, joint_cells, rake_cells, sums

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

    @property
    def degrees_of_freedom(self) -> int:
        """Rank of the replicate weights minus one, at most those of the design, which raking in replicates would exceed by one:
        clusters minus strata for a jackknife (Wolter 2007, ch. 4)."""
        rank = np.linalg.matrix_rank(self.weights.T @ self.weights, tol=1e-9 * np.sum(self.weights**2))
        return min(int(rank) - 1, self.design.degrees_of_freedom)

    def covariance(self, full: Floats, values: Floats) -> Floats:
        """Covariance (k, k) from the full-sample estimates (k,) and those of the replicates (R, k)."""
        centre = full if self.centre == "estimate" else values[self.rscales > 0].mean(axis=0)
        difference = values - centre
        return self.scale * (difference * self.rscales[:, None]).T @ difference


@dataclass(frozen=True)
class ReplicateEstimates:
    """values (k,), their covariance (k, k) and degrees of freedom; replicates (R, k) holds the values in each replicate."""

    values: Floats
    covariance: Floats
    df: int
    replicates: Floats

    @property
    def se(self) -> Floats:
        """Standard errors (k,)."""
        return np.sqrt(np.diag(self.covariance))

    def contrast(self, matrix: Floats) -> "ReplicateEstimates":
        """L theta with covariance L V L'."""
        return ReplicateEstimates(
            matrix @ self.values, matrix @ self.covariance @ matrix.T, self.df, self.replicates @ matrix.T
        )

    def interval(self, df: float | None = None, level: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """estimate ± t(df) SE."""
        return t_interval(self.values, self.se, self.df if df is None else df, level)

    def t_test(self, df: float, name: str = "t_replicates") -> Test:
        """t test that a single value is 0; NaN where it does not vary."""
        with np.errstate(divide="ignore", invalid="ignore"):
            t = float(self.values[0] / self.se[0]) if self.se[0] > ROUNDING * abs(self.values[0]) else np.nan
        return Test(name, t, 1, df, float(2 * student_t.sf(abs(t), df)))


def replicate(statistic: Callable[[Design], Floats], replicates: Replicates) -> ReplicateEstimates:
    """A statistic of a design, (k,), with its replicate covariance (Wolter 2007, ch. 4; Shao & Tu 1995)."""
    design = replicates.design
    values = np.array([statistic(replace(design, weights=weights)) for weights in replicates.weights.T])
    full = statistic(design)
    return ReplicateEstimates(full, replicates.covariance(full, values), replicates.degrees_of_freedom, values)


def jackknife_factors(design: Design) -> tuple[Floats, Floats]:
    """What multiplies the weights of each cluster (rows) in each replicate (columns), (C, C), and the rscales (C,).

    Dropping cluster c of stratum h gives its stratum's others n_h/(n_h-1); rscales (1-f_h)(n_h-1)/n_h (Jones 1974; Wolter 2007, ch. 4.5).
    A lone cluster stays in, which adds nothing. Clusters in the order of `design.levels[0]`; those without weight do not count.
    """
    level = design.levels[0]
    used = level.used(design.weights) > 0
    size = np.bincount(level.stratum, used, len(level.size))[level.stratum]
    grown = np.where(size > 1, size / np.maximum(size - 1, 1), 1.0)
    factors = np.where(level.stratum[:, None] == level.stratum[None, :], grown[:, None], 1.0)
    np.fill_diagonal(factors, np.where(size > 1, 0.0, 1.0))
    rscales = (1 - level.fraction[level.stratum]) * (size - 1) / np.maximum(size, 1)
    return factors[:, used], rscales[used]


def jackknife(design: Design, reweigh: Reweigh | None = None, centre: Centre = "mean") -> Replicates:
    """Jackknife by cluster: JK1 with one stratum, JKn with several; design.weights are the weights before `reweigh`.

    reweigh maps weights (n,) to weights, for example to raked ones: applied to the full sample and within each replicate.
    """
    factors, rscales = jackknife_factors(design)
    weights = design.weights[:, None] * factors[design.levels[0].unit]
    if reweigh is not None:
        design = replace(design, weights=reweigh(design.weights), calibration=None)
        weights = np.column_stack([reweigh(column) for column in weights.T])
    return Replicates(design, weights, rscales, 1.0, centre)


def without_empty(margins: Sequence[Margin], weights: Floats) -> list[Margin]:
    """Margins for a replicate: a category that its sample lost gives its population to the others in proportion."""
    kept = []
    for margin in margins:
        here = np.bincount(margin.codes, weights, len(margin.totals)) > 0
        totals = np.where(here, margin.totals, 0.0)
        kept.append(replace(margin, totals=totals * (margin.totals.sum() / totals.sum())))
    return kept


def jackknife_raked_means(
    outcomes: Floats, domains: Mask, design: Design, margins: Sequence[Margin], centre: Centre = "estimate"
) -> ReplicateEstimates:
    """Means of outcomes (n, k) in domains (n, k) under raked weights, jackknifed by cluster with raking in every replicate.

    The same numbers as `replicate(..., jackknife(design, rake))` from one table of cluster x cell sums: rows are read once.
    """
    cells = joint_cells(design.weights, margins)
    unit = design.levels[0].unit
    factors, rscales = jackknife_factors(design)
    shape = (len(factors), len(cells.base))
    place = unit * shape[1] + cells.cell
    inside = domains & ~np.isnan(outcomes)

    def table(column: Floats) -> Floats:
        return sums(place, column * design.weights, shape[0] * shape[1]).reshape(shape)

    below = [table(column.astype(float)) for column in inside.T]
    above = [table(column) for column in np.where(inside, outcomes, 0.0).T]
    base = table(np.ones(len(place)))

    def value(factor: Floats) -> Floats:
        ratio = _ratios(cells, factor @ base)
        return np.array([(factor @ a) @ ratio / ((factor @ b) @ ratio) for a, b in zip(above, below, strict=True)])

    full, values = value(np.ones(shape[0])), np.array([value(factor) for factor in factors.T])
    covariance = Replicates(design, np.empty((0, 0)), rscales, 1.0, centre).covariance(full, values)
    return ReplicateEstimates(full, covariance, design.degrees_of_freedom, values)


def _ratios(cells: Cells, base: Floats) -> Floats:
    """Raked over base weight of each cell, for the base weights (C,) of one replicate."""
    margins = tuple(without_empty(cells.margins, base))
    raked = rake_cells(replace(cells, base=base, margins=margins))[-1]
    return np.divide(raked, base, out=np.zeros(len(base)), where=base > 0)
