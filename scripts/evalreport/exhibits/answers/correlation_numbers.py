"""The numbers of tables of correlations, and their tests."""

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.answers import asked, before, numbers_of
from evalreport.files.estimates import CORRELATION, FEW_CLUSTERS, NO_SPREAD, EstimateRow, TestRow
from evalreport.survey.associations.correlation import correlation
from evalreport.survey.design import Mask
from evalreport.survey.samplings import Sampling
from evalreport.survey.tests import holm


def correlation_rows(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, base: Mask, sampling: Sampling
) -> tuple[list[EstimateRow], list[TestRow]]:
    """The correlation of each pair, and the tests that it is 0, with Holm's p over all pairs; base: rows (n,) in the exhibit."""
    rows, tests = [], []
    name = f"{exhibit.method}_{'simple' if sampling.simple else 'design'}"
    for variable in items_of(exhibit, book):
        x, inside = numbers_of(data, variable), base & asked(data, variable)
        for other in before(exhibit, variable, book):
            y = numbers_of(data, other)
            both = inside & asked(data, other) & ~np.isnan(x) & ~np.isnan(y)
            r, weight = correlation(x, y, sampling, both, exhibit.method), float(sampling.design.weights[both].sum())
            rows.append(EstimateRow(variable.name, CORRELATION, other.name, r.n, weight, r.value, r.se, r.low, r.high))
            few = sampling.clusters_of(both) < sampling.minimum_clusters
            reason = "" if np.isfinite(r.p) else FEW_CLUSTERS if few else NO_SPREAD
            tests.append(TestRow(variable.name, other.name, name, r.statistic, r.df, p=r.p, reason=reason))
    if len(tests) > 1:
        adjusted = holm(np.array([test.p for test in tests], dtype=float))
        tests = [test._replace(p_adjusted=float(p)) for test, p in zip(tests, adjusted, strict=True)]
    return rows, tests
