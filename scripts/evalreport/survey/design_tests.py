"""Tests of differences between groups under a sampling design, with the result of the textbook tests they stand in for."""

from dataclasses import replace

import numpy as np
from scipy.stats import f as f_distribution
from scipy.stats import t as student_t

from evalreport.files.estimates import FEW_CLUSTERS
from evalreport.survey import tests
from evalreport.survey.design import Floats, Ints, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.models.regression import regression
from evalreport.survey.replicates import Replicates, replicated_means
from evalreport.survey.samplings import JACKKNIFE, LINEARISED, REPLICATES, Sampling
from evalreport.survey.textbook import Test, untested

RAO_SCOTT, DESIGN_T, WALD = "rao_scott", "design_t", "wald"
RANK_T, RANK_F = "rank_t", "rank_f"
JACKKNIFE_RAO_SCOTT, JACKKNIFE_T, JACKKNIFE_WALD = "jackknife_rao_scott", "jackknife_t", "jackknife_wald"
REPLICATES_RAO_SCOTT, REPLICATES_T, REPLICATES_WALD = "replicates_rao_scott", "replicates_t", "replicates_wald"
NAMES = {  # test -> its name by the kind of variance
    RAO_SCOTT: {LINEARISED: RAO_SCOTT, JACKKNIFE: JACKKNIFE_RAO_SCOTT, REPLICATES: REPLICATES_RAO_SCOTT},
    DESIGN_T: {LINEARISED: DESIGN_T, JACKKNIFE: JACKKNIFE_T, REPLICATES: REPLICATES_T},
    WALD: {LINEARISED: WALD, JACKKNIFE: JACKKNIFE_WALD, REPLICATES: REPLICATES_WALD},
    RANK_T: {LINEARISED: RANK_T, JACKKNIFE: f"jackknife_{RANK_T}", REPLICATES: f"replicates_{RANK_T}"},
    RANK_F: {LINEARISED: RANK_F, JACKKNIFE: f"jackknife_{RANK_F}", REPLICATES: f"replicates_{RANK_F}"},
}


def name_of(test: str, sampling: Sampling) -> str:
    """What a test is called under the variance of a sampling."""
    return NAMES[test][LINEARISED if sampling.replicates is None else sampling.kind]


def group_codes(groups: list[Mask]) -> Ints:
    """Group (n,) of each row, -1 in none; raises ValueError where a row is in two, which no test of a difference allows."""
    members = np.column_stack(groups)
    if (members.sum(axis=1) > 1).any():
        raise ValueError("groups that are tested against each other share respondents")
    return np.where(members.any(axis=1), members.argmax(axis=1), -1)


def few_clusters(groups: list[Mask], sampling: Sampling) -> bool:
    """Whether a group (a mask of its answers) lies in fewer clusters than a test may rest on."""
    return any(sampling.clusters_of(group) < sampling.minimum_clusters for group in groups)


def independence(groups: list[Mask], answers: list[Mask], sampling: Sampling) -> Test:
    """Rao and Scott's second-order test of independence of groups and answers (both lists of masks (n,)); see `survey.tests`.

    Where the design has clusters, the covariance of the cells is the jackknife's, raked again in each replicate. The effect size is
    Cramér's V of the weighted table; `reason` is `sparse` where more than a fifth of the expected counts, unweighted, are below 5
    (Cochran 1954), `few_clusters` where there is no test for that reason.
    """
    some = np.logical_or.reduce(answers) if answers else np.zeros(len(sampling.named), dtype=bool)
    inside = [group & some for group in groups]
    name = name_of(RAO_SCOTT, sampling)
    if len(groups) < 2 or len(answers) < 2:
        return untested(name, "cramers_v", "fewer than two groups or answers")
    if few_clusters(inside, sampling):
        return untested(name, "cramers_v", FEW_CLUSTERS)
    columns = np.where(some, np.column_stack(answers).argmax(axis=1), -1)
    rows = group_codes(inside)
    table = tests.crosstab(rows, columns, sampling.design, (len(groups), len(answers)))
    if sampling.replicates is not None:
        table = replace(table, covariance=_cell_covariance(rows, columns, sampling.replicates))
    found = tests.independence(table, "rao_scott_f")
    counts = table.counts
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1)
    reason = "sparse" if (expected < 5).mean() > 0.2 else ""
    return Test(name, found.statistic, found.df1, found.df2, found.p, "cramers_v", found.effect_size, reason)


def _cell_covariance(rows: Ints, columns: Ints, replicates: Replicates) -> Floats:
    """The jackknife's covariance of the cells' shares, in the order of `tests.crosstab`: rows and columns with somebody in them."""
    inside = (rows >= 0) & (columns >= 0) & (replicates.design.weights > 0)
    row, column = (np.unique(codes[inside], return_inverse=True) for codes in (rows, columns))
    cell = np.full(len(rows), -1, dtype=np.intp)
    cell[inside] = row[1] * len(column[0]) + column[1]
    cells = len(row[0]) * len(column[0])
    indicator = np.where(inside[:, None], np.equal.outer(cell, np.arange(cells)), np.nan)
    return replicated_means(indicator, replicates, np.repeat(inside[:, None], cells, axis=1)).covariance


def difference(groups: list[Mask], values: Floats, sampling: Sampling) -> Test:
    """Design-based test of the means of groups: t for two (first minus second), Wald's F of a regression on groups for more.

    Where the design has clusters, both take their covariance from the jackknife over them, raked again in each replicate.

    values: (n,), NaN where there is no answer. Effect: standardised difference (Austin 2009), or the share of the weighted
    variance that lies between the groups.
    """
    inside = [group & ~np.isnan(values) for group in groups]
    inside = [group for group in inside if group.any()]
    of_two, of_more = ((DESIGN_T, "standardised_difference"), (WALD, "eta2"))
    test, effect = of_two if len(inside) == 2 else of_more
    name = name_of(test, sampling)
    if len(inside) < 2:
        return untested(name, effect, "fewer than two groups")
    if few_clusters(inside, sampling):
        return untested(name, effect, FEW_CLUSTERS)
    codes = group_codes(inside)
    if len(inside) == 2:
        found, _ = tests.t_test(values, np.where(codes < 0, -1, 1 - codes), sampling.design)
        if sampling.replicates is not None:
            return replace(_jackknifed(found, inside, values, sampling.replicates), name=name)
        return Test(name, found.statistic, found.df2, float("nan"), found.p, effect, found.effect_size)
    return replace(_wald(codes, len(inside), values, sampling), name=name)


def _jackknifed(linearised: tests.Test, groups: list[Mask], values: Floats, replicates: Replicates) -> Test:
    """The t test with the jackknife's variance in place of the linearised one (Wolter 2007, ch. 4); same df, same effect size.

    The more cautious of the two in small samples, and the one that knows that the weights were raked to this sample.
    """
    gap = _jackknifed_means(groups, values, replicates).contrast(np.array([[1.0, -1.0]]))
    known = gap.se[0] > 0 and np.isfinite(linearised.p)
    statistic = float(gap.values[0] / gap.se[0]) if known else float("nan")
    p = float(2 * student_t.sf(abs(statistic), linearised.df2))
    return Test(
        JACKKNIFE_T, statistic, linearised.df2, float("nan"), p, "standardised_difference", linearised.effect_size
    )


def _jackknifed_means(groups: list[Mask], values: Floats, replicates: Replicates) -> Estimates:
    """Means (k,) of disjoint groups with the jackknife's covariance (k, k)."""
    return replicated_means(np.repeat(values[:, None], len(groups), axis=1), replicates, np.column_stack(groups))


def _wald(codes: Ints, groups: int, values: Floats, sampling: Sampling) -> Test:
    answers = np.where(codes >= 0, values, np.nan)
    columns = np.column_stack([np.ones(len(codes)), codes[:, None] == np.arange(1, groups)]).astype(float)
    fitted = regression(columns, answers, sampling.design)
    found = fitted.wald(list(range(1, groups)))
    known = codes >= 0
    weights, y = sampling.design.weights[known], answers[known]
    mean = np.average(y, weights=weights)
    spread = weights @ (y - mean) ** 2
    between = weights @ (columns[known] @ fitted.coefficients.values - mean) ** 2
    size = float(between / spread) if spread > 0 else float("nan")
    if sampling.replicates is not None:
        return _jackknifed_wald(found, codes, groups, values, size, sampling.replicates)
    return Test(WALD, found.statistic, found.df1, found.df2, found.p, "eta2", size)


def _jackknifed_wald(
    linearised: tests.Test, codes: Ints, groups: int, values: Floats, size: float, replicates: Replicates
) -> Test:
    """Wald's F with the jackknife's covariance of the group means in place of the linearised one; same degrees of freedom.

    F = (L m)' (L V L')^-1 (L m) / q, with L the q differences from the first group (Korn & Graubard 1999, ch. 3.3).
    """
    means = _jackknifed_means([codes == g for g in range(groups)], values, replicates)
    gaps = means.contrast(np.hstack([-np.ones((groups - 1, 1)), np.eye(groups - 1)]))
    known = np.isfinite(linearised.p)
    statistic = tests.quadratic(gaps.values, gaps.covariance) / (groups - 1) if known else float("nan")
    p = float(f_distribution.sf(statistic, linearised.df1, linearised.df2))
    return Test(JACKKNIFE_WALD, float(statistic), linearised.df1, linearised.df2, p, "eta2", size)


def ranks(groups: list[Mask], values: Floats, sampling: Sampling) -> Test:
    """Design-based rank test of groups: Wilcoxon's t for two (first minus second), Kruskal and Wallis's F for more (Lumley & Scott 2013).

    values: (n,), NaN where there is no answer. Ranks are the estimated population ranks among all groups; where the design has
    replicates, the variance of the mean ranks is theirs. Effect, of two groups: the difference of the mean ranks as shares of the
    population.
    """
    inside = [group & ~np.isnan(values) for group in groups]
    inside = [group for group in inside if group.any()]
    effect = "rank_difference" if len(inside) == 2 else ""
    name = name_of(RANK_T if len(inside) == 2 else RANK_F, sampling)
    if len(inside) < 2:
        return untested(name, effect, "fewer than two groups")
    if few_clusters(inside, sampling):
        return untested(name, effect, FEW_CLUSTERS)
    codes = group_codes(inside)
    order = np.where(codes < 0, -1, 1 - codes) if len(inside) == 2 else codes
    linearised, _ = tests.rank_test(values, order, len(inside), sampling.design)
    nan = float("nan")
    if sampling.replicates is None:
        df = (linearised.df2, nan) if len(inside) == 2 else (linearised.df1, linearised.df2)
        return Test(name, linearised.statistic, *df, linearised.p, effect, linearised.effect_size)
    score = tests.population_ranks(values, sampling.design.subset(codes >= 0))
    if len(inside) == 2:
        found = replace(linearised, effect="rank_difference")
        return replace(_jackknifed(found, inside, score, sampling.replicates), name=name, effect=effect)
    return replace(
        _jackknifed_wald(linearised, codes, len(inside), score, nan, sampling.replicates), name=name, effect=effect
    )


def against(stated: float, rows: Mask, values: Floats, sampling: Sampling) -> Test:
    """Test that the mean of the rows (n,) is a stated number: t on the degrees of freedom of their clusters less one, as R's survey.

    values: (n,), NaN where there is no answer; 0 and 1 for a share. Effect: the distance in standard deviations.
    """
    inside, name = rows & ~np.isnan(values), name_of(DESIGN_T, sampling)
    if not (inside & (sampling.design.weights > 0)).any():
        return untested(name, "standardised_mean", "no answers")
    if few_clusters([inside], sampling):
        return untested(name, "standardised_mean", FEW_CLUSTERS)
    found, _ = tests.t_test_one(np.where(inside, values, np.nan), sampling.design, stated)
    statistic, nan = found.statistic, float("nan")
    df = sampling.freedom_of(inside) - 1
    if sampling.replicates is not None and np.isfinite(statistic):
        mean = sampling.means((values - stated)[:, None], inside[:, None])
        statistic = float(mean.values[0] / mean.se[0]) if mean.se[0] > 0 else nan
    p = float(2 * student_t.sf(abs(statistic), df)) if df >= 1 else nan
    return Test(name, statistic, df, nan, p, "standardised_mean", found.effect_size)
