"""The values of an index, and Cronbach's alpha of one that is shown."""

import numpy as np
import pandas as pd

from evalreport.clean.index_values import item_values
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.files.estimates import ALPHA, EVERYTHING, NAN, EstimateRow
from evalreport.survey.design import Mask
from evalreport.survey.reliability import cronbach_alpha, feldt_interval
from evalreport.survey.replicates import replicate
from evalreport.survey.samplings import Sampling


def alpha_row(variable: Variable, data: pd.DataFrame, book: Codebook, rows: Mask, sampling: Sampling) -> EstimateRow:
    """Cronbach's alpha of an index among the rows (n,) that answered every item, as a row of estimates in a group of its own.

    Its interval: of a simple random sample Feldt's (1965); under a design with clusters from the jackknife, on the scale of
    log(1 - alpha); under weights alone there is none.
    """
    assert variable.index is not None
    items = item_values(data, variable.index, book)
    inside = rows & ~np.isnan(items).any(axis=1) & (sampling.design.weights > 0)
    items, n = np.where(inside[:, None], items, np.nan), int(inside.sum())
    alpha = cronbach_alpha(items, sampling.design.weights) if n > 1 else NAN
    se, low, high = NAN, NAN, NAN
    if sampling.simple and np.isfinite(alpha):
        low, high = feldt_interval(alpha, n, items.shape[1], sampling.rules.level)
    elif sampling.replicates is not None and sampling.clusters_of(inside) >= sampling.minimum_clusters and alpha < 1:
        found = replicate(
            lambda design: np.log(1 - np.array([cronbach_alpha(items, design.weights)])),
            sampling.replicates,
            inside[:, None],
        )
        high, low = (1 - np.exp(end[0]) for end in found.interval(sampling.freedom_of(inside), sampling.rules.level))
        se = float((1 - alpha) * found.se[0])
    weight = float(sampling.design.weights[inside].sum())
    return EstimateRow(variable.name, ALPHA, EVERYTHING, n, weight, alpha, se, low, high)
