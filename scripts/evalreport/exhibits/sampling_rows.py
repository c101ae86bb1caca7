"""The facts of how an exhibit's sampling was treated, from the sampling and the exhibit's respondents (see `sampling_facts`)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.estimates import BASE, EstimateRow
from evalreport.survey.design import Floats, Mask
from evalreport.survey.sampling_facts import FINITE, LONE, LOST, OPEN, OUTSIDE, VARIANCE, fact_row
from evalreport.survey.samplings import Sampling


def sampling_rows(
    sampling: Sampling, inside: Mask, waves: "pd.Series[Any]", groups: Sequence[Mask]
) -> list[EstimateRow]:
    """The facts of an exhibit whose respondents are the rows inside (n,), in groups of rows (n,); waves: (n,) of each row."""
    rows = [fact_row((VARIANCE, sampling.variance))]
    if sampling.design.fpc is not None:
        rows.append(fact_row((FINITE,)))
    silent = np.zeros_like(inside) if sampling.silent is None else sampling.silent
    outside = int(
        (np.logical_or.reduce([*groups, np.zeros_like(inside)]) & (sampling.design.weights == 0) & ~silent).sum()
    )
    if outside and sampling.scheme:
        rows.append(fact_row((OUTSIDE,), count=outside))
    if sampling.lone is not None and (sampling.lone & inside).any():
        rows.append(fact_row((LONE, sampling.rule), count=sampling.clusters_of(sampling.lone & inside)))
    shown = set(waves[inside].unique())
    rows += [fact_row((*event, sampling.scheme)) for event in dict.fromkeys(sampling.events) if event[1] in shown]
    lost = _lost(sampling, inside, groups)
    return rows + ([fact_row((LOST,), count=lost)] if lost else [])


def open_quantiles(
    rows: Sequence[EstimateRow], outcome: Floats, masks: Mapping[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """The quantiles of groups in enough clusters that have no interval: too few answers lie beyond them, or none."""
    known = ~np.isnan(outcome)
    enough = {g for g, mask in masks.items() if sampling.clusters_of(mask & known) >= sampling.minimum_clusters}
    return [
        fact_row((OPEN, row.variable, row.category), row.group)
        for row in rows
        if row.category != BASE and row.group in enough and np.isfinite(row.estimate) and np.isnan(row.ci_low)
    ]


def _lost(sampling: Sampling, inside: Mask, groups: Sequence[Mask]) -> int:
    """Replicates in which a group that has intervals has nobody left."""
    enough = [g & inside for g in groups if sampling.clusters_of(g & inside) >= sampling.minimum_clusters]
    if sampling.replicates is None or not enough:
        return 0
    people = sampling.replicates.totals(np.column_stack(enough).astype(float))
    return int(((people <= 0).any(axis=1) & (sampling.replicates.rscales > 0)).sum())
