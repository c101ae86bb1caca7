"""Agreement of coders on nominal codes: per cent, Cohen's kappa, Krippendorff's alpha."""

from typing import NamedTuple

import numpy as np

from evalreport.survey.design import Floats, Ints
from evalreport.survey.estimates import CONFIDENCE

REPLICATES, SEED = 2000, 20240229  # of the bootstrap: the same interval on every run


class Kappa(NamedTuple):
    """Cohen's kappa, its large-sample standard error, and the units that both coders coded."""

    value: float
    se: float
    n: int


class Alpha(NamedTuple):
    """Krippendorff's alpha, the ends of its bootstrap interval, and the units coded by two coders or more."""

    value: float
    low: float
    high: float
    n: int


def observed_agreement(codes: Ints) -> float:
    """Share of pairs of coders that chose the same code, over all pairs of the units; codes (n, coders), -1: not coded.

    With two coders it is the share of units on which they agree.
    """
    counts = _counts(codes)
    coders = counts.sum(axis=1)
    pairs = (coders * (coders - 1)).sum()
    return float((counts * (counts - 1)).sum() / pairs) if pairs else float("nan")


def cohen_kappa(first: Ints, second: Ints) -> Kappa:
    """Kappa (Cohen 1960) of two codings 0…K-1 (n,), -1: not coded, with the standard error of Fleiss, Cohen & Everitt (1969).

    Var = sum_ij p_ij [1(i=j) (1-p_e) - (1-p_o)(p_.i + p_j.)]² / (1-p_e)^4 / n, less the square of its mean. NaN where both coders
    used one and the same code throughout: chance alone would agree.
    """
    known = (first >= 0) & (second >= 0)
    n = int(known.sum())
    size = int(max(first.max(initial=0), second.max(initial=0))) + 1
    p = np.bincount(first[known] * size + second[known], minlength=size * size).reshape(size, size) / max(n, 1)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    agreed, chance = np.trace(p), rows @ columns
    if not n or np.isclose(chance, 1):
        return Kappa(float("nan"), float("nan"), n)
    value = (agreed - chance) / (1 - chance)
    slope = np.eye(size) * (1 - chance) - (1 - agreed) * (columns[:, None] + rows[None, :])
    centre = agreed * chance - 2 * chance + agreed
    variance = ((p * slope**2).sum() - centre**2) / (1 - chance) ** 4 / n
    return Kappa(float(value), float(np.sqrt(max(variance, 0.0))), n)


def krippendorff_alpha(codes: Ints, replicates: int = REPLICATES, level: float = CONFIDENCE, seed: int = SEED) -> Alpha:
    """Nominal alpha 1 - D_o/D_e from the coincidences of values within units (Krippendorff 2011), any number of coders.

    codes (n, coders): 0…K-1, -1: not coded; units with one coding alone are left out. The interval is the percentile interval of
    a bootstrap of units (Zapf, Castell, Morawietz & Karch 2016), seeded. Replicates in which nothing varies have no alpha and are
    left out. NaN where nothing varies, and no interval where alpha is 1: a bootstrap cannot see less than agreement there.
    """
    counts = _counts(codes)
    counts = counts[counts.sum(axis=1) > 1]
    n = len(counts)
    value = float(_alphas(counts, np.ones((1, n)))[0]) if n else float("nan")
    if np.isnan(value) or np.isclose(value, 1):
        return Alpha(value, float("nan"), float("nan"), n)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=replicates).astype(float)
    found = _alphas(counts, drawn)
    low, high = np.quantile(found[~np.isnan(found)], [(1 - level) / 2, (1 + level) / 2])
    return Alpha(value, float(low), float(high), n)


def _counts(codes: Ints) -> Floats:
    """How many coders gave each code to each unit (n, K)."""
    size = int(codes.max(initial=0)) + 1
    return (codes[:, :, None] == np.arange(size)).sum(axis=1).astype(float)


def _alphas(counts: Floats, times: Floats) -> Floats:
    """Alpha for each row of `times` (R, n): how often each unit of counts (n, K), two codings at least, is taken."""
    coders = counts.sum(axis=1)
    same = (counts * (counts - 1)).sum(axis=1) / (coders - 1)  # the unit's pairable values that coincide
    total, values = times @ coders, times @ counts
    disagreed = 1 - (times @ same) / total
    expected = 1 - (values * (values - 1)).sum(axis=1) / (total * (total - 1))
    return np.divide(expected - disagreed, expected, out=np.full(len(times), np.nan), where=expected > 1e-12)
