"""Tests of differences between groups under a sampling design, with the result of the textbook tests they stand in for."""

import numpy as np
from scipy.stats import t as student_t

from evalreport.designs import Sampling
from evalreport.significance import Test, untested
from evalreport.survey import tests
from evalreport.survey.design import Floats, Ints, Mask
from evalreport.survey.regression import regression
from evalreport.survey.replicates import Replicates
from evalreport.view import FEW_CLUSTERS

RAO_SCOTT, DESIGN_T, JACKKNIFE_T, WALD = "rao_scott", "design_t", "jackknife_t", "wald"


def group_codes(groups: list[Mask]) -> Ints:
    """Group (n,) of each row, -1 in none; raises ValueError where a row is in two, which no test of a difference allows."""
    members = np.column_stack(groups)
    if (members.sum(axis=1) > 1).any():
        raise ValueError("groups that are tested against each other share respondents")
    return np.where(members.any(axis=1), members.argmax(axis=1), -1)


def few_clusters(groups: list[Mask], sampling: Sampling) -> bool:
    """Whether a group (a mask of its answers) lies in fewer clusters than a test may rest on."""
    level, weighs = sampling.design.levels[0], sampling.design.weights > 0
    return any(level.used((group & weighs).astype(float)).sum() < sampling.minimum_clusters for group in groups)


def independence(groups: list[Mask], answers: list[Mask], sampling: Sampling) -> Test:
    """Rao and Scott's second-order test of independence of groups and answers (both lists of masks (n,)); see `survey.tests`.

    The effect size is Cramér's V of the weighted table; `reason` is `sparse` where more than a fifth of the expected counts,
    unweighted, are below 5 (Cochran 1954), `few_clusters` where there is no test for that reason.
    """
    some = np.logical_or.reduce(answers) if answers else np.zeros(len(sampling.named), dtype=bool)
    inside = [group & some for group in groups]
    if len(groups) < 2 or len(answers) < 2:
        return untested(RAO_SCOTT, "cramers_v", "fewer than two groups or answers")
    if few_clusters(inside, sampling):
        return untested(RAO_SCOTT, "cramers_v", FEW_CLUSTERS)
    columns = np.where(some, np.column_stack(answers).argmax(axis=1), -1)
    table = tests.crosstab(group_codes(inside), columns, sampling.design, (len(groups), len(answers)))
    found = tests.independence(table, "rao_scott_f")
    counts = table.counts
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1)
    reason = "sparse" if (expected < 5).mean() > 0.2 else ""
    return Test(RAO_SCOTT, found.statistic, found.df1, found.df2, found.p, "cramers_v", found.effect_size, reason)


def difference(groups: list[Mask], values: Floats, sampling: Sampling) -> Test:
    """Design-based test of the means of groups: t for two (first minus second), Wald's F of a regression on groups for more.

    Where the design has clusters, the t test takes its variance from the jackknife over them, raked again in each replicate.

    values: (n,), NaN where there is no answer. Effect: standardised difference (Austin 2009), or the share of the weighted
    variance that lies between the groups.
    """
    inside = [group & ~np.isnan(values) for group in groups]
    inside = [group for group in inside if group.any()]
    of_two = DESIGN_T if sampling.replicates is None else JACKKNIFE_T
    name, effect = (of_two, "standardised_difference") if len(inside) == 2 else (WALD, "eta2")
    if len(inside) < 2:
        return untested(name, effect, "fewer than two groups")
    if few_clusters(inside, sampling):
        return untested(name, effect, FEW_CLUSTERS)
    codes = group_codes(inside)
    if len(inside) == 2:
        found, _ = tests.t_test(values, np.where(codes < 0, -1, 1 - codes), sampling.design)
        if sampling.replicates is not None:
            return _jackknifed(found, inside, values, sampling.replicates)
        return Test(name, found.statistic, found.df2, float("nan"), found.p, effect, found.effect_size)
    return _wald(codes, len(inside), values, sampling)


def _jackknifed(linearised: tests.Test, groups: list[Mask], values: Floats, replicates: Replicates) -> Test:
    """The t test with the jackknife's variance in place of the linearised one (Wolter 2007, ch. 4); same df, same effect size.

    The more cautious of the two in small samples, and the one that knows that the weights were raked to this sample.
    """
    y = np.nan_to_num(values)

    def gap(weights: Floats) -> Floats:
        means = [(weights * group[:, None] * y[:, None]).sum(axis=0) / weights[group].sum(axis=0) for group in groups]
        return (means[0] - means[1])[:, None]

    full = gap(replicates.design.weights[:, None])[0]
    variance = float(replicates.covariance(full, gap(replicates.weights))[0, 0])
    statistic = float(full[0] / np.sqrt(variance)) if variance > 0 and np.isfinite(linearised.p) else float("nan")
    p = float(2 * student_t.sf(abs(statistic), linearised.df2))
    return Test(
        JACKKNIFE_T, statistic, linearised.df2, float("nan"), p, "standardised_difference", linearised.effect_size
    )


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
    return Test(WALD, found.statistic, found.df1, found.df2, found.p, "eta2", size)
