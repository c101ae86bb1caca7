"""Significance tests under a design: independence in a table, means, ranks, hypotheses on coefficients; Holm; effect sizes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.linalg import null_space
from scipy.stats import chi2, norm
from scipy.stats import f as f_distribution
from scipy.stats import t as student_t

from evalreport.survey.design import Design, Floats, Ints, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import means, variances

ROUNDING = 1e-12  # a relative error that floating point alone explains
Independence = Literal["rao_scott_f", "rao_scott_chi2", "wald", "adjusted_wald"]
Scores = Literal["wilcoxon", "van_der_waerden", "median"]
Ties = Literal["weight", "rows"]


@dataclass(frozen=True)
class Test:
    """A test: statistic, degrees of freedom (df2 is NaN where there is none), p; effect size by name. NaN: not tested."""

    test: str
    statistic: float
    df1: float
    df2: float
    p: float
    effect: str = ""
    effect_size: float = np.nan


@dataclass(frozen=True)
class Crosstab:
    """A table under a design: totals (R, C) weighted, counts (R, C) unweighted; covariances (R C, R C) of its proportions and
    of its totals; df: the design's degrees of freedom among those who are in the table."""

    totals: Floats
    counts: Ints
    covariance: Floats
    totals_covariance: Floats
    df: int

    @property
    def proportions(self) -> Floats:
        """Cells as shares of the whole table."""
        return self.totals / self.totals.sum()


def crosstab(rows: Ints, columns: Ints, design: Design, shape: tuple[int, int]) -> Crosstab:
    """Cross two codings (n,), 0…R-1 and 0…C-1 with -1 for missing; empty rows and columns are left out.

    Without calibration and later stages only the cluster x cell totals are formed: the cost is two counts over the rows."""
    cells = shape[0] * shape[1]
    known = (rows >= 0) & (columns >= 0) & (design.weights > 0)
    cell = np.where(known, rows * shape[1] + columns, cells)
    fast = design.calibration is None and design.freedom is None and len(design.levels) == 1
    with np.errstate(divide="ignore", invalid="ignore"):  # nobody in the table: no shares
        totals, spread, df = (_by_clusters if fast else _by_rows)(cell, cells, known, design)
    counts = np.bincount(cell, minlength=cells + 1)[:cells].reshape(shape)
    grid = totals.reshape(shape)
    some = np.ix_((grid > 0).any(axis=1), (grid > 0).any(axis=0))
    flat = np.arange(cells).reshape(shape)[some].ravel()
    of_shares, of_totals = spread[np.ix_(flat, flat)], spread[np.ix_(cells + flat, cells + flat)]
    return Crosstab(grid[some], counts[some], of_shares, of_totals, df)


def _by_clusters(cell: Ints, cells: int, known: Mask, design: Design) -> tuple[Floats, Floats, int]:
    """Totals (K,) of the cells, covariance (2 K, 2 K) of their shares and totals, degrees of freedom: by cluster x cell."""
    first = design.levels[0]
    size = len(first.stratum) * (cells + 1)
    table = np.bincount(first.unit * (cells + 1) + cell, design.weights, size).reshape(-1, cells + 1)[:, :cells]
    totals, used = table.sum(axis=0), np.asarray(table.any(axis=1))
    residual = (table - table.sum(axis=1, keepdims=True) * totals / totals.sum()) / totals.sum()
    spread = first.covariance(np.hstack([residual, table]), used, design.lonely)
    return totals, spread, int(used.sum() - len(np.unique(first.stratum[used])))


def _by_rows(cell: Ints, cells: int, known: Mask, design: Design) -> tuple[Floats, Floats, int]:
    """The same from the scores of each row, which calibration and later stages need."""
    inside, indicator = design.subset(known), (cell[:, None] == np.arange(cells)).astype(float)
    totals = inside.weights @ indicator
    shares = (indicator - totals / totals.sum()) / totals.sum()
    spread = inside.covariance_of(inside.weights[:, None] * np.hstack([shares, indicator]))
    return totals, spread, inside.degrees_of_freedom


def independence(table: Crosstab, kind: Independence = "rao_scott_f") -> Test:
    """Test of independence of rows and columns, with Cramér's V = sqrt(X² / (n min(R-1, C-1))).

    X² = n sum (p - e)²/e. Delta = (C' D^-1 C / n)^-1 C' D^-1 V D^-1 C, with D = diag(p) and C the interaction contrasts free of
    the margins (Rao & Scott 1984). rao_scott_f: X²/tr(Delta) on d, d nu degrees, d = tr(Delta)²/tr(Delta²) (Thomas & Rao
    1987); rao_scott_chi2: X²/mean eigenvalue on (R-1)(C-1); wald and adjusted_wald: see `_wald_independence`. Not tested where
    fewer than two rows or columns have answers."""
    p, shape = table.proportions, table.totals.shape
    name = "independence_" + kind
    if min(shape) < 2 or not np.isfinite(table.covariance).all() or table.df < 1:
        return Test(name, np.nan, np.nan, np.nan, np.nan)
    expected, n = np.outer(p.sum(axis=1), p.sum(axis=0)), table.counts.sum()
    x2 = n * ((p - expected) ** 2 / expected).sum()
    effect = ("cramers_v", float(np.sqrt(x2 / n / (min(shape) - 1))))
    if kind in ("wald", "adjusted_wald"):
        return _wald_independence(table, kind, effect)
    delta = _generalised_effects(p, table.covariance, n)
    trace, cells = np.trace(delta), len(delta)
    if not trace > ROUNDING:
        return Test(name, np.nan, np.nan, np.nan, np.nan, *effect)
    if kind == "rao_scott_chi2":
        return Test(name, x2, cells, np.nan, float(chi2.sf(x2 * cells / trace, cells)), *effect)
    df = trace**2 / np.trace(delta @ delta)
    return Test(name, x2 / trace, df, df * table.df, float(f_distribution.sf(x2 / trace, df, df * table.df)), *effect)


def _generalised_effects(p: Floats, covariance: Floats, n: int) -> Floats:
    """Rao & Scott's matrix Delta, whose eigenvalues are the generalised design effects of the interaction contrasts."""
    rows, columns = p.shape
    margins = np.hstack([np.kron(np.eye(rows), np.ones((columns, 1))), np.kron(np.ones((rows, 1)), np.eye(columns))])
    free = null_space(margins.T)  # contrasts orthogonal to both margins
    with np.errstate(divide="ignore"):
        inverse = np.where(p.ravel() > 0, 1 / p.ravel(), 0.0)[:, None] * free
    simple = free.T @ inverse / n
    if np.linalg.matrix_rank(simple) < len(simple):
        return np.full_like(simple, np.nan)  # cells that nobody can be in: no test of the table as it stands
    return np.linalg.solve(simple, inverse.T @ covariance @ inverse)


def _wald_independence(table: Crosstab, kind: str, effect: tuple[str, float]) -> Test:
    """Wald test that N_rc = N_r N_c / N in (R-1)(C-1) cells (Koch, Freeman & Freeman 1975): W/q on q and nu degrees of freedom.

    Adjusted: W (nu - q + 1) / (nu q) on q and nu - q + 1 (Fellegi 1980; Thomas & Rao 1987). The totals are linearised, so that
    an estimated population size counts."""
    p, (rows, columns) = table.proportions, table.totals.shape
    row, column = np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)
    expected = np.outer(p.sum(axis=1), p.sum(axis=0)).ravel()
    # d(N_rc - N_r N_c / N) / d N_ij = 1(ij = rc) - 1(i = r) p_c - 1(j = c) p_r + p_r p_c
    of_row, of_column = p.sum(axis=1)[row], p.sum(axis=0)[column]
    slope = np.eye(rows * columns) + expected[:, None]
    slope -= np.equal.outer(row, row) * of_column[:, None] + np.equal.outer(column, column) * of_row[:, None]
    some = (row < rows - 1) & (column < columns - 1)
    residual, slope = ((p.ravel() - expected) * table.totals.sum())[some], slope[some]
    q = int(some.sum())
    df = table.df if kind == "wald" else table.df - q + 1
    statistic = quadratic(residual, slope @ table.totals_covariance @ slope.T) / q * df / table.df
    return Test("independence_" + kind, statistic, q, df, float(f_distribution.sf(statistic, q, df)), *effect)


def quadratic(values: Floats, spread: Floats) -> float:
    """v' S^-1 v, NaN where S is singular: fewer clusters than hypotheses, or an outcome that does not vary."""
    if not np.isfinite(spread).all() or np.linalg.matrix_rank(spread) < len(spread):
        return np.nan
    return float(values @ np.linalg.solve(spread, values))


def wald(estimates: Estimates, df: float, matrix: Floats | None = None, scale: float = 0.0) -> Test:
    """Wald F test that L theta = 0: (L theta)' (L V L')^-1 (L theta) / q on q and df degrees of freedom.

    Not tested where a standard error is a rounding error beside `scale`, the size of the outcome."""
    tested = estimates if matrix is None else estimates.contrast(matrix)
    q, varies = len(tested.values), np.all(tested.se > ROUNDING * scale)
    statistic = quadratic(tested.values, tested.covariance) / q if varies and df >= 1 else np.nan
    return Test("wald_f", statistic, q, df, float(f_distribution.sf(statistic, q, df)))


def t_test(outcome: Floats, group: Ints, design: Design) -> tuple[Test, Estimates]:
    """Difference of two domain means (group 1 minus group 0, others outside): t on the design's df - 1; and the difference.

    The same as the slope in a regression on the group (Lumley 2010). Effect size: difference over the pooled SD."""
    inside = design.subset(~np.isnan(outcome) & ((group == 0) | (group == 1)))
    both = means(np.column_stack([outcome, outcome]), inside, np.column_stack([group == 0, group == 1]))
    difference = both.contrast(np.array([[-1.0, 1.0]]))
    size = standardised_difference(outcome, group, design)
    effect = ("standardised_difference", size)
    return t_of(difference, inside.degrees_of_freedom - 1, "t_two_groups", effect, _size(outcome, inside)), difference


def t_test_one(outcome: Floats, design: Design, null: float = 0.0) -> tuple[Test, Estimates]:
    """Test that a mean is `null`: t on the design's df - 1, the convention of R's survey; and the mean less `null`."""
    inside = design.subset(~np.isnan(outcome))
    mean = means(outcome - null, inside)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = float(mean.values[0] / np.sqrt(variances(outcome[:, None], inside).values[0]))
    effect = ("standardised_mean", size)
    return t_of(mean, inside.degrees_of_freedom - 1, "t_one_group", effect, _size(outcome, inside)), mean


def _size(outcome: Floats, inside: Design) -> float:
    """The largest outcome in size: what a rounding error is small against."""
    return float(np.max(np.abs(outcome[inside.weights > 0]), initial=0.0))


def t_of(value: Estimates, df: float, name: str, effect: tuple[str, float] = ("", np.nan), scale: float = 0.0) -> Test:
    """t test that one estimate is 0. An outcome that does not vary, or that varies by rounding errors only, is not tested."""
    se = value.se[0]
    if not se > ROUNDING * scale or df < 1:
        return Test(name, np.nan, np.nan, df, np.nan, *effect)
    statistic = value.values[0] / se
    return Test(name, float(statistic), 1, df, float(2 * student_t.sf(abs(statistic), df)), *effect)


def standardised_difference(outcome: Floats, group: Ints, design: Design) -> float:
    """(mean of group 1 - mean of group 0) / sqrt((S0² + S1²) / 2), weighted (Austin 2009)."""
    parts = [design.subset((group == g) & ~np.isnan(outcome)) for g in (0, 1)]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = [means(outcome, part).values[0] for part in parts]
        spread = [variances(outcome[:, None], part).values[0] for part in parts]
        return float((mean[1] - mean[0]) / np.sqrt((spread[0] + spread[1]) / 2))


def population_ranks(outcome: Floats, design: Design, ties: Ties = "weight") -> Floats:
    """Estimated population ranks between 0 and 1, (weight below + half the own weight) / N (Lumley & Scott 2013).

    Ties share a rank. "weight": half the weight of all who tie, whatever their order; "rows": the plain mean of the ranks they
    have when taken in row order, as R's survey does: the same where weights are equal, else it depends on the order."""
    known = np.flatnonzero(~np.isnan(outcome) & (design.weights > 0))
    order = known[np.argsort(outcome[known], kind="stable")]
    _, place, rows = np.unique(outcome[order], return_inverse=True, return_counts=True)
    w = design.weights[order]
    mass = np.bincount(place, w)
    middle = np.cumsum(mass) - mass / 2 if ties == "weight" else np.bincount(place, np.cumsum(w) - w / 2) / rows
    result = np.full(len(outcome), np.nan)
    result[order] = (middle / w.sum())[place]
    return result


def rank_test(
    outcome: Floats, group: Ints, groups: int, design: Design, scores: Scores = "wilcoxon", ties: Ties = "weight"
) -> tuple[Test, Estimates]:
    """Rank test of groups 0…groups-1 (others outside), mean rank scores compared with the first group's.

    Scores g(r) of the estimated population ranks: r, normal quantile of r, or r > 1/2 (Lumley & Scott 2013). Two groups: t on
    df - 1; more: Wald F on groups-1 and df - (groups - 1) degrees of freedom (Kruskal & Wallis' test with Wilcoxon scores)."""
    inside = design.subset(~np.isnan(outcome) & (group >= 0) & (group < groups))
    ranks = population_ranks(outcome, inside, ties)
    above = np.where(np.isnan(ranks), np.nan, ranks > 0.5)
    score = {"wilcoxon": ranks, "van_der_waerden": norm.ppf(ranks), "median": above}[scores]
    each = means(np.repeat(score[:, None], groups, axis=1), inside, group[:, None] == np.arange(groups))
    difference = each.contrast(np.hstack([-np.ones((groups - 1, 1)), np.eye(groups - 1)]))
    df = inside.degrees_of_freedom - (groups - 1)
    if groups == 2:
        return t_of(difference, df, "rank_" + scores, ("rank_difference", float(difference.values[0])), 1.0), difference
    return wald(difference, df, scale=1.0), difference


def holm(p: Floats) -> Floats:
    """p values adjusted within a family (Holm 1979): running maximum of (m - rank) p; NaN stays and is not counted."""
    result = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    result[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)), 1)
    return result
