"""Totals, ratios, quantiles and net change in groups: rows of the estimates from outcomes and how rows came into the sample.

Each function takes outcomes (n,), NaN where there is none, and masks: group -> rows (n,). All variances are the sampling's own, as those
of means and tests. A group in fewer clusters than the sampling asks for has estimates without error. Rows are without
the exhibit.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import t as student_t

from evalreport.files.estimates import (
    ADJUSTED,
    BASE,
    FEW_CLUSTERS,
    KAPPA,
    MISSING,
    NAN,
    NET,
    RATIO,
    SUM,
    EstimateRow,
    TestRow,
    quantile_id,
)
from evalreport.survey.design import Floats, Ints, Mask
from evalreport.survey.design_tests import DESIGN_T, name_of
from evalreport.survey.estimates import Estimates
from evalreport.survey.intervals import quantile, quantile_interval, share_below
from evalreport.survey.kappa import kappa, replicated_kappa
from evalreport.survey.linear import design_effects
from evalreport.survey.samplings import Sampling

Masks = Mapping[str, Mask]
ROUNDING = 1e-12  # a standard error of a share that floating point alone explains


def total_rows(
    variable: str, outcome: Floats, masks: Masks, sampling: Sampling, counted: bool, of: Mask | None = None
) -> list[EstimateRow]:
    """Weighted totals; counted: outcomes are 0 and 1, and n is the respondents counted, else those with an outcome.

    of: (n,) who the totals are of where those without an outcome count as the mean of the others in their group; only those with
    one without it.
    """
    outcomes, domains = _columns(outcome, masks, sampling)
    found = sampling.totals(outcomes, domains)
    if of is not None:
        everybody = np.column_stack([mask & of for mask in masks.values()])
        found = sampling.adjusted_totals(outcomes, everybody)
    deff = design_effects(found, outcomes, "total", domains)
    behind = (np.nan_to_num(outcomes) * domains).sum(axis=0) if counted else domains.sum(axis=0)
    return _rows(variable, SUM, found, deff, behind, masks, domains, sampling)


def missing_rows(
    variable: str, outcome: Floats, of: Mask, masks: Masks, sampling: Sampling, adjusted: bool = False
) -> list[EstimateRow]:
    """Of each group, those among `of` (n,) without an outcome: their number as n, their share of the weight as estimate."""
    weights, rows = sampling.design.weights, []
    for group, mask in masks.items():
        members = mask & of & (weights > 0)
        silent = members & np.isnan(outcome)
        whole, weight = float(weights[members].sum()), float(weights[silent].sum())
        share = weight / whole if whole else NAN
        told = ADJUSTED if adjusted else MISSING
        rows.append(EstimateRow(told, variable, group, int(silent.sum()), weight, share))
    return rows


def ratio_rows(
    variable: str, numerator: Floats, denominator: Floats, masks: Masks, sampling: Sampling
) -> list[EstimateRow]:
    """Ratios of the weighted totals of two outcomes, among those who have both."""
    both = np.where(np.isnan(denominator), np.nan, numerator)
    outcomes, domains = _columns(both, masks, sampling)
    below = np.repeat(denominator[:, None], len(masks), axis=1)
    found = sampling.ratios(outcomes, below, domains)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = (sampling.design.weights[:, None] * np.where(domains, below, 0.0)).sum(axis=0)
        residual = (outcomes - found.values * below) / whole  # the ratio varies as the total of these does
    deff = design_effects(found, residual, "total", domains)
    return _rows(variable, RATIO, found, deff, domains.sum(axis=0), masks, domains, sampling)


def kappa_rows(
    variable: str, first: Ints, second: Ints, categories: int, masks: Masks, sampling: Sampling
) -> list[EstimateRow]:
    """Cohen's kappa of two codings (n,), 0…categories-1 and -1 for none, in each group; none where all gave one answer."""
    rows: list[EstimateRow] = []
    for group, mask in masks.items():
        inside = mask & (first >= 0) & (second >= 0) & (sampling.design.weights > 0)
        one, other = (np.where(inside, codes, -1) for codes in (first, second))
        value, se = NAN, NAN
        if inside.any():
            if sampling.replicates is None:
                found = kappa(one, other, categories, sampling.design)
            else:
                found = replicated_kappa(one, other, categories, sampling.replicates)
            value, se = float(found.values[0]), float(found.se[0])
        se = se if sampling.clusters_of(inside) >= sampling.minimum_clusters else NAN
        (low,), (high,) = sampling.rules.of_numbers(np.array([value]), np.array([se]), sampling.freedom_of(inside))
        weight = float(sampling.design.weights[inside].sum())
        rows.append(_base_row(variable, group, inside, sampling))
        rows.append(EstimateRow(variable, KAPPA, group, int(inside.sum()), weight, value, se, low, high))
    return rows


def quantile_rows(
    variable: str, outcome: Floats, probabilities: Sequence[float], masks: Masks, sampling: Sampling
) -> list[EstimateRow]:
    """Quantiles, the smallest outcome that the wanted share lies at or below, with Woodruff's (1952) interval.

    Where the share's interval leaves [0, 1], or its variance is unknown or 0 (nobody lies beyond the quantile), there is none.

    n of a quantile is the respondents at or beyond it on the side where they are fewer: a quantile that rests on few of them
    tells what these few answered.
    """
    _, domains = _columns(outcome, masks, sampling)
    rows: list[EstimateRow] = []
    for group, inside in zip(masks, domains.T, strict=True):
        rows.append(_base_row(variable, group, inside, sampling))
        y = np.where(inside, outcome, np.nan)
        df = sampling.freedom_of(inside)
        for p in probabilities:
            value, low, high, se = quantile(y, p, sampling.design, sampling.rules.interpolated), NAN, NAN, NAN
            if sampling.clusters_of(inside) >= sampling.minimum_clusters and df > 0:
                low, high, se = _woodruff(y, p, value, sampling, df)
            beyond = int(min((y[inside] <= value).sum(), (y[inside] >= value).sum()))
            weight = float(sampling.design.weights[inside].sum())
            rows.append(EstimateRow(variable, quantile_id(p), group, beyond, weight, value, se, low, high))
    return rows


def net_rows(variable: str, score: Floats, masks: Masks, sampling: Sampling) -> tuple[list[EstimateRow], list[TestRow]]:
    """Net change, the mean of scores 1 (better), 0 and -1 (worse), and a t test of each group that it is 0.

    The variance is the jackknife's over clusters where the design has them (raked again in each replicate), else linearised. Under a
    design df is clusters less strata less 1, in the test and in the interval, as in R's `svyttest`; else n - 1.
    """
    _, domains = _columns(score, masks, sampling)
    name = "t" if sampling.simple else name_of(DESIGN_T, sampling)
    rows, tests = [], []
    for group, inside in zip(masks, domains.T, strict=True):
        y, n = np.where(inside, score, np.nan), int(inside.sum())
        weight = float(sampling.design.weights[inside].sum())
        estimate = sampling.means(y[:, None])
        value, se, reason = float(estimate.values[0]) if n else NAN, NAN, "" if n else "no answers"
        df = sampling.freedom_of(inside) - (0 if sampling.simple else 1)
        if n and sampling.clusters_of(inside) < sampling.minimum_clusters:
            reason = FEW_CLUSTERS
        elif n and df > 0:
            se = _net_error(y, estimate, sampling)
        (low,), (high,) = sampling.rules.of_numbers(np.array([value]), np.array([se]), df)
        statistic = value / se if se > 0 else NAN
        p = float(2 * student_t.sf(abs(statistic), df))
        deff = float(design_effects(estimate, y)[0]) if np.isfinite(se) else NAN
        rows.append(EstimateRow(variable, NET, group, n, weight, value, se, low, high, deff))
        tests.append(TestRow(variable, group, name, statistic, df, p=p, reason=reason))
    return rows, tests


def _net_error(outcome: Floats, estimate: Estimates, sampling: Sampling) -> float:
    """Standard error of a mean: of a simple random sample the textbook's, else the sampling's own."""
    if sampling.simple:
        known = outcome[~np.isnan(outcome)]
        return float(known.std(ddof=1) / np.sqrt(len(known)))
    return float(estimate.se[0])


def _woodruff(y: Floats, p: float, value: float, sampling: Sampling, df: float) -> tuple[float, float, float]:
    """Interval and standard error of a quantile, all NaN where an end of it is unknown."""
    share = sampling.means(share_below(y, value)[:, None])
    rules = sampling.rules
    _, low, high, se = quantile_interval(y, p, sampling.design, df, rules.interpolated, share=share, level=rules.level)
    known = share.se[0] > ROUNDING and np.isfinite([low, high]).all()
    return (low, high, se) if known else (NAN, NAN, NAN)


def _columns(outcome: Floats, masks: Masks, sampling: Sampling) -> tuple[Floats, Mask]:
    """The outcome once a group (n, G), and who counts in it: in the group, with a weight and an outcome."""
    known = ~np.isnan(outcome) & (sampling.design.weights > 0)
    return np.repeat(outcome[:, None], len(masks), axis=1), np.column_stack([mask & known for mask in masks.values()])


def _base_row(variable: str, group: str, inside: Mask, sampling: Sampling) -> EstimateRow:
    return EstimateRow(variable, BASE, group, int(inside.sum()), float(sampling.design.weights[inside].sum()))


def _rows(
    variable: str,
    category: str,
    found: Estimates,
    deff: Floats,
    behind: Floats,
    masks: Masks,
    domains: Mask,
    sampling: Sampling,
) -> list[EstimateRow]:
    """A row for the base and one for the estimate of each group, with t intervals; an empty group has no estimate."""
    rows: list[EstimateRow] = []
    for k, group in enumerate(masks):
        inside = domains[:, k]
        rows.append(_base_row(variable, group, inside, sampling))
        enough = sampling.clusters_of(inside) >= sampling.minimum_clusters
        value = float(found.values[k]) if inside.any() else NAN
        se, effect = (float(found.se[k]), float(deff[k])) if enough and inside.any() else (NAN, NAN)
        (low,), (high,) = sampling.rules.of_numbers(np.array([value]), np.array([se]), sampling.freedom_of(inside))
        weight = float(sampling.design.weights[inside].sum())
        rows.append(EstimateRow(variable, category, group, int(behind[k]), weight, value, se, low, high, effect))
    return rows
