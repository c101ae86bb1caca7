"""What weighting did: spread of the weights, design effect of weighting, margins before and after."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalreport.survey.weighting import Floats, Margin

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def kish_design_effect(weights: Floats) -> float:
    """n sum w² / (sum w)² = 1 + CV²(w), among rows with a weight (Kish 1965, ch. 11.7; Kish 1992)."""
    return float(np.sum(weights > 0) / effective_size(weights))


def effective_size(weights: Floats) -> float:
    """(sum w)² / sum w²: the simple random sample with the same precision, as far as weighting goes (Kish 1965)."""
    return float(np.sum(weights) ** 2 / np.sum(weights**2))


def weight_distribution(weights: Floats) -> dict[str, float]:
    """Rows, sum, mean, extremes, quantiles (p01…p99), ratio of largest to smallest, Kish design effect, effective size."""
    used = weights[weights > 0]
    quantiles = {
        f"p{round(100 * q):02d}": float(value) for q, value in zip(QUANTILES, np.quantile(used, QUANTILES), strict=True)
    }
    return {
        "n": float(len(used)),
        "sum": float(used.sum()),
        "mean": float(used.mean()),
        "min": float(used.min()),
        **quantiles,
        "max": float(used.max()),
        "max_over_min": float(used.max() / used.min()),
        "design_effect": kish_design_effect(weights),
        "effective_n": effective_size(weights),
    }


def margin_table(margins: Sequence[Margin], before: Floats, after: Floats) -> pd.DataFrame:
    """One row a category: margin, category, n, share in the sample, under the weights before and after, in the population,
    and the difference of the weighted share from the population's. Shares are of rows with a category."""
    return pd.concat([_margin_rows(margin, before, after) for margin in margins], ignore_index=True)


def _margin_rows(margin: Margin, before: Floats, after: Floats) -> pd.DataFrame:
    size, known = len(margin.totals), margin.codes >= 0
    sums = [np.bincount(margin.codes[known], w[known], size) for w in (np.ones(len(before)), before, after)]
    sample, first, last, population = (values / values.sum() for values in (*sums, margin.totals))
    return pd.DataFrame(
        {
            "margin": margin.name,
            "category": list(margin.labels or map(str, range(size))),
            "n": sums[0].astype(int),
            "sample": sample,
            "before": first,
            "after": last,
            "population": population,
            "difference": last - population,
        }
    )


def effect_of_weighting(values: Floats, simple: Floats, se: Floats, names: Sequence[str]) -> pd.DataFrame:
    """One row an estimate: weighted, unweighted, their difference, and that in standard errors of the weighted estimate."""
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(se > 0, (values - simple) / se, np.nan)
    columns = {"estimate": list(names), "weighted": values, "unweighted": simple, "difference": values - simple}
    return pd.DataFrame({**columns, "in_standard_errors": relative})
