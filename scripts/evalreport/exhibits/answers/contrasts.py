"""Differences between groups with their uncertainty: a gap, the change between waves, a difference in differences.

All groups are domains of one design in which the waves lie on top of each other, with the offices (say) as clusters: what the same office
answered twice is correlated, and the covariance between the waves is in the standard error.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import t as student_t

from evalreport.files.estimates import FEW_CLUSTERS, MEAN, NAN, EstimateRow, TestRow
from evalreport.survey.design import Floats, Mask
from evalreport.survey.design_tests import DESIGN_T, few_clusters, name_of
from evalreport.survey.samplings import Sampling


def contrast_rows(
    variable: str,
    values: Floats,
    base: Mask,
    contrasts: Sequence[Mapping[str, Any]],
    masks: Mapping[str, Mask],
    sampling: Sampling,
) -> tuple[list[EstimateRow], list[TestRow]]:
    """Rows of estimates and of tests, one a contrast: the sum of the means of its `plus` groups less that of its `minus` groups.

    values: outcomes (n,), 0 and 1 for shares; base: who has one. n is that of the smallest group, which decides what may be shown. The
    variance is the jackknife's over clusters where the design has them, else linearised; df is clusters less strata among
    the groups concerned. A group in too few clusters, or without answers, leaves the contrast without a number.
    """
    found = [_contrast(variable, values, base, each, masks, sampling) for each in contrasts]
    return [row for row, _ in found], [test for _, test in found]


def _contrast(
    variable: str,
    values: Floats,
    base: Mask,
    contrast: Mapping[str, Any],
    masks: Mapping[str, Mask],
    sampling: Sampling,
) -> tuple[EstimateRow, TestRow]:
    names = [*contrast["plus"], *contrast["minus"]]
    signs = np.array([[1.0] * len(contrast["plus"]) + [-1.0] * len(contrast["minus"])])
    domains = np.column_stack([base & masks[name] & (sampling.design.weights > 0) for name in names])
    outcomes = np.repeat(values[:, None], len(names), axis=1)
    n = int(domains.sum(axis=0).min())
    weighted = float((sampling.design.weights[:, None] * domains).sum())
    row = EstimateRow(variable, MEAN, contrast["id"], n, weighted)
    test = TestRow(variable, contrast["id"], name_of(DESIGN_T, sampling))
    if n == 0 or few_clusters(list(domains.T), sampling):
        return row, test._replace(reason=FEW_CLUSTERS if n else "no answers")
    value, se = _value(outcomes, domains, signs, sampling)
    df = float(sampling.design.subset(np.logical_or.reduce(domains.T)).degrees_of_freedom)
    low, high = sampling.rules.of_numbers(np.array([value]), np.array([se]), df)
    statistic = value / se if se > 0 else NAN
    p = float(2 * student_t.sf(abs(statistic), df))
    row = row._replace(estimate=value, se=se, ci_low=low[0], ci_high=high[0])
    return row, test._replace(statistic=statistic, df1=df, p=p)


def _value(outcomes: Floats, domains: Mask, signs: Floats, sampling: Sampling) -> tuple[float, float]:
    """The contrast and its standard error."""
    found = sampling.means(outcomes, domains).contrast(signs)
    return float(found.values[0]), float(found.se[0])
