"""Agreement of two codings under a design."""

import numpy as np

from evalreport.survey.design import Design, Ints
from evalreport.survey.estimates import Estimates
from evalreport.survey.linear import means


def kappa(first: Ints, second: Ints, categories: int, design: Design) -> Estimates:
    """Cohen's (1960) kappa = (p_o - p_e) / (1 - p_e) of two codings 0…categories-1 (-1: missing), linearised.

    Its slope in the share p_ij is [1(i=j) - (1 - kappa)(p_.i + p_j.)] / (1 - p_e) (Fleiss, Cohen & Everitt 1969)."""
    known = (first >= 0) & (second >= 0)
    cells = categories * categories
    code = np.where(known, first * categories + second, 0)
    indicator = np.where(known[:, None], (code[:, None] == np.arange(cells)).astype(float), np.nan)
    shares = means(indicator, design)
    p = shares.values.reshape(categories, categories)
    agreed, expected = np.trace(p), p.sum(axis=1) @ p.sum(axis=0)
    value = (agreed - expected) / (1 - expected)
    chance = p.sum(axis=0)[:, None] + p.sum(axis=1)[None, :]  # slope of the expected agreement
    slope = (np.eye(categories) - (1 - value) * chance) / (1 - expected)
    linear = shares.contrast(slope.reshape(1, -1))
    return Estimates(np.array([value]), linear.scores, shares.design, shares.n[:1])
