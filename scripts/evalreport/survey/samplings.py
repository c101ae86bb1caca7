"""From the `design` and `weights` of an exhibit to the sampling design of the rows of a clean table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.design import Design, Floats, Ints, Mask, simple_design
from evalreport.survey.replicates import Replicates, jackknife
from evalreport.survey.reweighing import parts_of, reweigher

MINIMUM_CLUSTERS = 5  # fewer say too little of how much clusters differ


@dataclass(frozen=True)
class Sampling:
    """How the rows of a table came into the sample.

    simple: unweighted and drawn one by one, as the textbook tests assume; named: (n,) whether a row's cluster is known (else it is
    a cluster of its own); minimum_clusters: a group in fewer has estimates, but neither interval nor test; replicates: the
    jackknife over clusters, with the weighting done again in each replicate, where the design has clusters.
    """

    design: Design
    named: Mask
    simple: bool = True
    minimum_clusters: int = 2
    replicates: Replicates | None = None

    def clusters_in(self, rows: Mask) -> int:
        """Known clusters among the rows (n,) that weigh something."""
        return len(np.unique(self.design.clusters[rows & self.named & (self.design.weights > 0)]))

    def clusters_of(self, rows: Mask) -> int:
        """Clusters among the rows (n,) that weigh something; a row whose cluster is not known is one of its own."""
        return int(self.design.levels[0].used((rows & (self.design.weights > 0)).astype(float)).sum())

    def freedom_of(self, rows: Mask) -> float:
        """Degrees of freedom: clusters minus strata among the rows (n,), NaN where none are left."""
        found = self.design.subset(rows).degrees_of_freedom
        return float(found) if found > 0 else float("nan")


def simple_sampling(n: int) -> Sampling:
    """A simple random sample of n rows."""
    return Sampling(simple_design(n), np.zeros(n, dtype=bool))


def sampling_of(
    data: pd.DataFrame, spec: Mapping[str, Any] | None, weights: pd.DataFrame | None, place: str = "designs"
) -> Sampling:
    """The sampling of the rows of a clean table.

    spec: one of the evaluation's `designs` (`clusters`, `strata`, `without_cluster`, `lonely`, `minimum_clusters`), None for
    rows drawn one by one; weights: columns respondent and weight (and those of `reweighing`), None for weight 1. A
    respondent without a weight is outside the weighted population and weighs nothing; a row without a cluster is
    one of its own. Raises BadInput at `place`.
    """
    if spec is None and weights is None:
        return simple_sampling(len(data))
    weight = np.ones(len(data)) if weights is None else _weights(data, weights, place)
    spec = spec or {}
    clusters, named = _clusters(data, spec)
    strata = _codes(data[spec["strata"]]) if "strata" in spec else np.zeros(len(data), dtype=np.intp)
    design = Design(weight, clusters, strata, lonely=spec.get("lonely", "missing"))
    try:
        design.levels  # noqa: B018  counts the clusters, which finds those that cannot be
    except ValueError as error:
        raise BadInput([Problem("evaluation.yaml", place, str(error), "Strata are made of whole clusters")]) from error
    if "clusters" not in spec:
        return Sampling(design, named, False)
    return Sampling(
        design, named, False, spec.get("minimum_clusters", MINIMUM_CLUSTERS), _jackknife(design, data, weights)
    )


def _jackknife(design: Design, data: pd.DataFrame, weights: pd.DataFrame | None) -> Replicates:
    """Replicates by cluster around the full estimate (the cautious choice); raked again in each where the weights tell how."""
    if weights is None or "base" not in weights:
        return jackknife(design, centre="estimate")
    table = data[["respondent"]].merge(weights, on="respondent", how="left", validate="many_to_one")
    base = table["base"].fillna(0.0).to_numpy(dtype=float)
    return jackknife(replace(design, weights=base), reweigher(parts_of(table), len(data)), centre="estimate")


class Samplings:
    """The samplings of tables, each made once: by instrument, design and weights.

    data: instrument -> clean table; designs: id -> specification; weights: scheme -> respondent and weight. The program's
    own words for no design and no weights are in neither.
    """

    def __init__(
        self,
        data: Mapping[str, pd.DataFrame],
        designs: Mapping[str, Mapping[str, Any]],
        weights: Mapping[str, pd.DataFrame],
    ):
        self._data, self._designs, self._weights = data, designs, weights
        self._made: dict[tuple[str, str, str], Sampling] = {}

    def of(self, instrument: str, design: str, weights: str) -> Sampling:
        """The sampling of an instrument's rows under a design and weights."""
        key = (instrument, design, weights)
        if key not in self._made:
            place = f"design {design}, weights {weights}"
            spec, weight = self._designs.get(design), self._weights.get(weights)
            self._made[key] = sampling_of(self._data[instrument], spec, weight, place)
        return self._made[key]


def _weights(data: pd.DataFrame, weights: pd.DataFrame, place: str) -> Floats:
    """Weight (n,) of each row, 0 where the scheme has none."""
    by_respondent = weights.set_index("respondent")["weight"]
    problems = []
    if not by_respondent.index.is_unique:
        problems.append(Problem(place, "respondent", "a respondent has two weights", "One row a respondent"))
    elif len(data) and not data["respondent"].isin(by_respondent.index).any():
        problems.append(
            Problem(place, "respondent", "no respondent of the clean table has a weight", "Make the weights again")
        )
    if problems:
        raise BadInput(problems)
    return data["respondent"].map(by_respondent).fillna(0.0).to_numpy(dtype=float)


def _codes(values: pd.Series) -> Ints:
    """A number a value, missing values together."""
    return np.asarray(pd.factorize(values.astype("string").fillna(""), sort=True)[0], dtype=np.intp)


def _clusters(data: pd.DataFrame, spec: Mapping[str, Any]) -> tuple[Ints, Mask]:
    """Cluster (n,) of each row and whether it is a known one; rows without a cluster are numbered after the known ones."""
    n = len(data)
    if "clusters" not in spec:
        return np.arange(n), np.zeros(n, dtype=bool)
    named = data[spec["clusters"]].notna().to_numpy(dtype=bool)
    codes = _codes(data[spec["clusters"]])
    return np.where(named, codes, n + np.arange(n)), named
