"""How the rows came into the sample: weights, clusters, strata, finite populations and the rule for lonely clusters."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]
Lonely = Literal["missing", "fail", "certainty", "adjust", "average"]


class LonelyCluster(ValueError):
    """A stratum has one cluster, and the design says that this must not be."""


@dataclass(frozen=True)
class Stage:
    """One later stage of sampling: (n,) unit of each row, its stratum inside the unit before, and how many there were.

    population: (n,) number of units that the row's unit was drawn from, or None where that is unlimited.
    """

    clusters: Ints
    strata: Ints | None = None
    population: Floats | None = None


@dataclass(frozen=True)
class Design:
    """How the rows came into the sample.

    weights: (n,) non-negative; clusters: (n,) cluster (primary sampling unit) of each row, nested in strata, never empty;
    strata: (n,) stratum of each row; fpc: (n,) number of clusters in the population of the row's stratum, None where clusters
    count as drawn with replacement; stages: the stages of sampling inside clusters, which count only where fpc is given.
    lonely: what a stratum with one cluster out of several adds to a variance: "missing" makes it NaN, "fail" raises
    `LonelyCluster`, "certainty" adds nothing, "adjust" centres at the mean of all clusters, "average" adds the mean of the
    other strata. calibration: maps weighted scores (n, k) to those whose cluster totals count (residuals of calibration).
    freedom: gives the degrees of freedom of rows (n,) where these are not clusters minus strata (replicate weights of others).
    """

    weights: Floats
    clusters: Ints
    strata: Ints
    fpc: Floats | None = None
    lonely: Lonely = "missing"
    stages: tuple[Stage, ...] = ()
    calibration: Callable[[Floats], Floats] | None = None
    freedom: Callable[[Mask], int] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where a weight is negative or unknown."""
        if not self.weights.min(initial=0.0) >= 0:
            wrong = int(np.sum(~(self.weights >= 0)))
            raise ValueError(f"{wrong} weights are negative or not a number: weights are zero or more")

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters minus strata, among rows with a weight, or what `freedom` gives."""
        if self.freedom is not None:
            return self.freedom(self.weights > 0)
        used = self.levels[0].used(self.weights)
        return int(used.sum() - len(np.unique(self.levels[0].stratum[used])))

    def covariance_of(self, scores: Floats) -> Floats:
        """Covariance (k, k) of k estimates from their weighted scores (n, k).

        V = sum_h (1-f_h) n_h/(n_h-1) sum_c (T_hc - Tbar_h)(T_hc - Tbar_h)' with T the cluster totals of the scores, and for each
        later stage the same inside every unit, times the sampling fractions above it (Särndal et al. 1992, result 4.3.1).
        A stratum without any weight is outside the domain and adds nothing; lonely clusters follow `lonely`.
        """
        z = scores if self.calibration is None else self.calibration(scores)
        stages = enumerate(self.levels, start=1)
        return sum(v.covariance(v.totals(z), v.used(self.weights), self.lonely, k) for k, v in stages)  # type: ignore[return-value]

    def covariance_in(self, scores: Floats, inside: Mask | None) -> Floats:
        """Covariance (k, k) of estimates of domains: inside (n, k) says who is in the domain of each column of scores.

        A stratum without anybody in a domain does not count for it, as in `subset`; for the covariance of two estimates, a stratum
        without anybody in either.
        """
        if inside is None or not self.levels or not any(level.lone().any() for level in self.levels):
            return self.covariance_of(scores)
        patterns, of_column = np.unique(self._presence(inside), axis=1, return_inverse=True)
        result = np.full((scores.shape[1],) * 2, np.nan)
        for first in range(patterns.shape[1]):
            for second in range(first, patterns.shape[1]):
                columns = np.flatnonzero((of_column.ravel() == first) | (of_column.ravel() == second))
                part = self.subset(np.asarray(inside[:, columns].any(axis=1))).covariance_of(scores[:, columns])
                own = of_column.ravel()[columns]
                wanted = np.logical_or(np.equal.outer(own == first, own == second), first == second)
                block = result[np.ix_(columns, columns)]
                result[np.ix_(columns, columns)] = np.where(wanted, part, block)
        return result

    def lonely_factor(self, inside: Mask) -> Floats:
        """What the rule for lonely strata multiplies a variance of domains (n, k) by that knows nothing of them (k,): NaN under
        "missing", H / (H - lonely) under "average", with H the strata in the domain; else 1."""
        level = self.levels[0]
        present = level.present(inside)
        alone = (level.lone()[:, None] & present).sum(axis=0)
        if alone.any() and self.lonely == "fail":
            raise LonelyCluster(f"{alone.max()} strata have one cluster; merge strata or choose a rule.")
        if self.lonely == "missing":
            return np.where(alone > 0, np.nan, 1.0)
        if self.lonely != "average":
            return np.ones(inside.shape[1])
        strata = present.sum(axis=0)
        return np.divide(strata, strata - alone, out=np.full(len(alone), np.nan), where=strata > alone)

    def _presence(self, inside: Mask) -> Mask:
        """(sum of H, k) strata of all stages with somebody in each domain."""
        return np.concatenate([level.present(inside) for level in self.levels])

    def subset(self, keep: Mask) -> "Design":
        """The design for a domain: every row stays, those outside weigh nothing (Särndal, Swensson & Wretman 1992, ch. 10)."""
        result = replace(self, weights=np.where(keep, self.weights, 0.0))
        result.__dict__["levels"] = self.levels  # who was drawn does not depend on the domain: not worked out again
        return result

    @cached_property
    def levels(self) -> "tuple[Units, ...]":
        """The units of each stage as drawn; of later stages only where the stage before has a finite population."""
        found = [units(self.clusters, self.strata, self.fpc)]
        for stage in self.stages:
            above = found[-1]
            if not np.any(above.share):
                break
            strata = above.unit if stage.strata is None else _pairs(above.unit, stage.strata)
            found.append(units(_pairs(strata, stage.clusters), strata, stage.population, above))
        return tuple(found)


@dataclass(frozen=True)
class Units:
    """The units of one stage: unit (n,) of each row, 0…U-1; stratum (U,) of each unit, 0…H-1; size (H,) units drawn;
    fraction (H,) drawn of the population (0 where it is unlimited); factor (H,) share of the stages above, product of
    their fractions; share (U,) that product with this stage's own fraction."""

    unit: Ints
    stratum: Ints
    size: Ints
    fraction: Floats
    factor: Floats
    share: Floats

    def totals(self, scores: Floats) -> Floats:
        """Sums (U, k) of the scores (n, k) in each unit."""
        return self._membership.T @ scores

    def lone(self) -> Mask:
        """(H,) strata with one unit, drawn from a population of more."""
        return (self.size == 1) & (self.fraction < 1) & (self.factor > 0)

    def present(self, inside: Mask) -> Mask:
        """(H, k) strata with a row in each domain (n, k)."""
        return self.stratum_totals(self._membership.T @ inside.astype(float)) > 0

    def stratum_totals(self, totals: Floats) -> Floats:
        """Sums (H, k) of totals (U, k) of units."""
        result = np.zeros((len(self.size), totals.shape[1]))
        np.add.at(result, self.stratum, totals)
        return result

    def used(self, weights: Floats) -> Mask:
        """(U,) units with a row that weighs something."""
        return np.bincount(self.unit, weights > 0, len(self.stratum)) > 0

    def covariance(self, totals: Floats, used: Mask, lonely: Lonely, depth: int = 1) -> Floats:
        """What this stage, the depth-th, adds to the covariance (k, k) of estimates with totals (U, k) of scores in its units;
        used (U,): units that weigh something."""
        weighed = np.bincount(self.stratum, used, len(self.size)) > 0
        alone = self.lone() & weighed
        if alone.any() and lonely == "fail":
            raise LonelyCluster(
                f"{alone.sum()} strata have one cluster at stage {depth}; merge strata or choose a rule."
            )
        if alone.any() and lonely == "missing":
            return np.full((totals.shape[1],) * 2, np.nan)
        centre = self.stratum_totals(totals) / self.size[:, None]
        scale = weighed * self.factor * (1 - self.fraction) * self.size / np.maximum(self.size - 1, 1)
        # Inside clusters the lone unit is the mean of all units, and only the first stage has other strata to learn from.
        if lonely == "adjust" and depth == 1:
            centre[alone] = totals[weighed[self.stratum]].mean(axis=0)
        if lonely == "average" and depth == 1 and alone.any():
            others = (weighed & ~alone).sum()
            scale = scale * weighed.sum() / others if others else scale * np.nan
        centred = totals - centre[self.stratum]
        return (centred * scale[self.stratum][:, None]).T @ centred

    @cached_property
    def _membership(self) -> csr_array:
        n = len(self.unit)
        return csr_array((np.ones(n), self.unit, np.arange(n + 1)), shape=(n, len(self.stratum)))


def _pairs(first: Ints, second: Ints) -> Ints:
    """One number for each pair of numbers that occurs."""
    return np.unique(np.column_stack([first, second]), axis=0, return_inverse=True)[1].ravel()


def units(clusters: Ints, strata: Ints, population: Floats | None, above: Units | None = None) -> Units:
    """Number the units of a stage; an empty code is an error, a cluster in two strata, and a population smaller than the sample."""
    _refuse_empty(clusters, "cluster")
    _refuse_empty(strata, "stratum")
    _, first, unit = np.unique(clusters, return_index=True, return_inverse=True)
    _, start, stratum = np.unique(strata[first], return_index=True, return_inverse=True)
    size = np.bincount(stratum)
    rows = first[start]  # one row of each stratum
    known = np.full(len(size), np.inf) if population is None else np.asarray(population, dtype=float)[rows]
    problems = []
    if np.any(strata[first][unit] != strata):
        split = np.unique(clusters[strata[first][unit] != strata])
        problems.append(f"clusters in more than one stratum: {', '.join(map(str, split))}")
    for h in np.flatnonzero(known < size):
        problems.append(f"{size[h]} clusters drawn of {known[h]:g} in stratum {strata[rows][h]}")
    if problems:
        raise ValueError("No such sample can have been drawn: " + "; ".join(problems))
    factor = np.ones(len(size)) if above is None else above.share[above.unit[rows]]
    return Units(unit, stratum, size, size / known, factor, (factor * size / known)[stratum])


def _refuse_empty(codes: Ints, what: str) -> None:
    """ValueError where codes are missing values, blank texts or -1, the number of a missing value: all of them would be one unit."""
    if np.issubdtype(codes.dtype, np.number):
        empty = np.isnan(codes) | (codes == -1) if np.issubdtype(codes.dtype, np.floating) else codes == -1
    else:
        empty = np.array([code is None or code != code or not str(code).strip() for code in codes], dtype=bool)
    if empty.any():
        raise ValueError(f"No such sample can have been drawn: {int(empty.sum())} rows have no {what}")


def pooled_strata(clusters: Ints, strata: Ints, weights: Floats, complete: Mask | None = None) -> tuple[Ints, Mask]:
    """Strata (n,) in which no cluster is alone any more, and the rows (n,) whose cluster was alone among those that weigh something.

    Lone clusters form one stratum together; a single one joins the stratum with the fewest clusters (the first of several), where
    what it adds is least diluted. Collapsed strata give too large a variance rather than too small a one, if the merging does not
    look at the answers (Hansen, Hurwitz & Madow 1953; Wolter 2007, ch. 2.5). With a single stratum there is nothing to join.
    complete: (n,) rows of strata whose clusters were all drawn; those are not lone, and none joins them.
    """
    used = weights > 0 if complete is None else (weights > 0) & ~complete
    _, first = np.unique(clusters[used], return_index=True)
    names, counts = np.unique(strata[used][first], return_counts=True)
    lone = names[counts == 1]
    alone = used & np.isin(strata, lone)
    if not len(lone) or len(names) == 1:
        return strata, np.zeros(len(strata), dtype=bool)
    target = lone[0] if len(lone) > 1 else names[counts > 1][np.argmin(counts[counts > 1])]
    return np.where(np.isin(strata, lone), target, strata), alone


def simple_design(n: int) -> Design:
    """A simple random sample of n rows, with replacement."""
    rows, one = np.arange(n), np.zeros(n, dtype=np.intp)
    result = Design(np.ones(n), rows, one)
    if n:  # known without counting
        result.__dict__["levels"] = (Units(rows, one, np.array([n]), np.zeros(1), np.ones(1), np.zeros(n)),)
    return result
