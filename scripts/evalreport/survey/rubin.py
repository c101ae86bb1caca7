"""Estimates from several completed data sets, combined by Rubin's rules."""

from dataclasses import dataclass

import numpy as np

from evalreport.survey.design import Floats


@dataclass(frozen=True)
class Combined:
    """Estimates (k,), their standard errors and degrees of freedom, and the share of the variance that comes from what was imputed."""

    values: Floats
    se: Floats
    df: Floats
    missing: Floats


def combined(values: Floats, se: Floats, df: Floats) -> Combined:
    """Combine estimates (m, k) with standard errors (m, k) of m completed data sets; df (k,): degrees of freedom of complete data.

    The estimate is the mean, its variance T = W + (1 + 1/m) B with W the mean variance and B that between the data sets (Rubin 1987, ch.
    3). With l = (1 + 1/m) B / T, degrees of freedom are 1 / (1/a + 1/b), a = (m - 1) / l², b = (df + 1) / (df + 3) df (1 - l) (Barnard &
    Rubin 1999, Biometrika 86). What is unknown in one data set is unknown. Raises ValueError for fewer than two data sets.
    """
    m = len(values)
    if m < 2:
        raise ValueError(f"{m} completed data sets: Rubin's rules need two or more")
    mean = values.mean(axis=0)
    within, between = (se**2).mean(axis=0), values.var(axis=0, ddof=1)
    total = within + (1 + 1 / m) * between
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, (1 + 1 / m) * between / total, 0.0)
        old, observed = (m - 1) / share**2, (df + 1) / (df + 3) * df * (1 - share)
        # With nothing between the data sets the first is infinite; without a limit to complete data the second.
        freedom = np.where(np.isinf(df), old, 1 / (1 / old + 1 / observed))
    return Combined(mean, np.sqrt(total), freedom, np.where(np.isnan(total), np.nan, share))
