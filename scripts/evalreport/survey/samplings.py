"""From the `design` and `weights` of an exhibit to the sampling design of the rows of a clean table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.calibrated import Residuals, greg_residuals
from evalreport.survey.design import Design, Floats, Ints, Mask, pooled_strata, simple_design
from evalreport.survey.estimates import Estimates
from evalreport.survey.interval_rules import IntervalRules
from evalreport.survey.linear import Means, adjusted_totals, domain_means, means, ratios, totals
from evalreport.survey.nonresponse import response_residuals
from evalreport.survey.populations import codes_of, finite_population, fully_drawn, later_stages, pooled_population
from evalreport.survey.producer import freedom_of, replicate_weights, scale_of
from evalreport.survey.replicates import (
    GroupedWeights,
    Replicates,
    jackknife,
    omissions,
    replicated_adjusted_totals,
    replicated_means,
    replicated_ratios,
    replicated_totals,
)
from evalreport.survey.reweighing import RESPONDED, calibration_columns, kinds_of, parts_of, reweighed, reweigher

MINIMUM_CLUSTERS = 5  # fewer say too little of how much clusters differ
POOL = "pool"  # the rule for lonely strata without the key `lonely`
LINEARISED, JACKKNIFE, REPLICATES = "linearised", "jackknife", "replicates"  # kinds of variances
DRAWN = ("clusters", "strata", "population")  # keys of a design, and of its stages, that can name a column
PERSONS = "persons"  # the column of who a row of a last stage is of
Event = tuple[str, str, str]  # what a replicate did without, in which wave, and the cluster it leaves out


@dataclass(frozen=True)
class Sampling:
    """How the rows of a table came into the sample, and the one variance of all that is estimated from them.

    simple: unweighted and drawn one by one, as the textbook tests assume; named: (n,) whether a row's cluster is known (else it is
    a cluster of its own); minimum_clusters: a group in fewer has estimates, but neither interval nor test; replicates: the
    jackknife over clusters, with the weighting done again in each replicate, where the design has clusters and does not ask for
    linearised variances; those are of calibrated weights where weights were raked. lone: (n,) rows whose cluster is alone in its
    stratum, and the rule for them; events: replicates that could not be weighed as the sample was; raked: whether weights were; scheme: the
    weighting scheme they are of; kind: of replicates, the program's jackknife or those of the data's producer;
    rules: which intervals are made of it; silent: (n,) rows that were drawn and did not answer.
    """

    design: Design
    named: Mask
    simple: bool = True
    minimum_clusters: int = 2
    replicates: Replicates | None = None
    lone: Mask | None = None
    rule: str = POOL
    events: tuple[Event, ...] = ()
    raked: bool = False
    scheme: str = ""
    kind: str = JACKKNIFE
    rules: IntervalRules = IntervalRules()
    silent: Mask | None = None

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

    def means(self, outcomes: Floats, domains: Mask | None = None) -> Estimates:
        """Means of outcomes (n, k) in domains (n, k), with the sampling's variance."""
        if self.replicates is None:
            return means(outcomes, self.design, domains)
        return replicated_means(outcomes, self.replicates, domains)

    def totals(self, outcomes: Floats, domains: Mask | None = None) -> Estimates:
        """Totals of outcomes (n, k) in domains (n, k), with the sampling's variance."""
        if self.replicates is None:
            return totals(outcomes, self.design, domains)
        return replicated_totals(outcomes, self.replicates, domains)

    def adjusted_totals(self, outcomes: Floats, domains: Mask) -> Estimates:
        """Totals of everybody in domains (n, k), those without an outcome as the mean of the others, with the sampling's variance."""
        if self.replicates is None:
            return adjusted_totals(outcomes, self.design, domains)
        return replicated_adjusted_totals(outcomes, self.replicates, domains)

    def ratios(self, numerators: Floats, denominators: Floats, domains: Mask | None = None) -> Estimates:
        """Ratios of totals (n, k) in domains (n, k), with the sampling's variance."""
        if self.replicates is None:
            return ratios(numerators, denominators, self.design, domains)
        return replicated_ratios(numerators, denominators, self.replicates, domains)

    def domain_means(self, outcomes: Floats, domains: Mask) -> Means:
        """Means of outcomes (n, k) in domains (n, k) with standard errors and design effects, none in too few clusters."""
        found = self.means(outcomes, domains)
        return domain_means(outcomes, domains, self.design, self.minimum_clusters, found)

    @property
    def variance(self) -> str:
        """Which variance it is: jackknife, the producer's replicates or linearised, of raked weights or of fixed ones."""
        kind = LINEARISED if self.replicates is None else self.kind
        return f"{kind}_raked" if self.raked else kind


def simple_sampling(n: int) -> Sampling:
    """A simple random sample of n rows."""
    return Sampling(simple_design(n), np.zeros(n, dtype=bool))


def sampling_of(
    data: pd.DataFrame, spec: Mapping[str, Any] | None, weights: pd.DataFrame | None, place: str = "designs"
) -> Sampling:
    """The sampling of the rows of a clean table.

    spec: one of the evaluation's `designs` (`clusters`, `strata`, `population`, `census`, `stages`, `without_cluster`, `lonely`,
    `variance`, `minimum_clusters`, or `replicates`), None for rows drawn one by one; weights: columns respondent and weight
    (and those of `reweighing`), None for weight 1. A respondent without a weight is outside the weighted population and weighs
    nothing; a row without a cluster is one of its own. Raises BadInput at `place`.
    """
    if spec is None and weights is None:
        return simple_sampling(len(data))
    weight = np.ones(len(data)) if weights is None else _weights(data, weights, place)
    spec = spec or {}
    if "replicates" in spec:
        return _of_producer(data, spec["replicates"], weight, _beside(data, weights), place)
    clusters, named = _clusters(data, spec, place)
    strata = codes_of(data[spec["strata"]]) if "strata" in spec else np.zeros(len(data), dtype=np.intp)
    population = finite_population(data, spec, clusters, strata, place)
    stages = later_stages(data, spec, clusters, place)
    rule, lone = spec.get("lonely", POOL), np.zeros(len(data), dtype=bool)
    plain = Design(weight, clusters, strata, population, "missing" if rule == POOL else rule, stages)
    try:
        plain.levels  # noqa: B018  counts the clusters, which finds those that cannot be
    except ValueError as error:
        hint = "Strata are made of whole clusters, and no more are drawn than there are"
        raise BadInput([Problem("evaluation.yaml", place, str(error), hint)]) from error
    pooled, lone = pooled_strata(clusters, strata, weight, fully_drawn(plain))
    together = pooled_population(population, strata, pooled)
    design = replace(plain, strata=pooled, fpc=together) if rule == POOL else plain
    found = Sampling(design, named, False, lone=lone, rule=rule)
    table = _beside(data, weights)
    if table is not None:
        found = replace(found, raked=any(part.known for part in parts_of(table)), silent=_silent(table))
    if "clusters" in spec:
        found = replace(found, minimum_clusters=spec.get("minimum_clusters", MINIMUM_CLUSTERS))
    if "clusters" in spec and spec.get("variance") != LINEARISED:
        return _jackknifed(found, table, data[spec["clusters"]])
    return found if table is None or not found.raked else _calibrated(found, table)


def _beside(data: pd.DataFrame, weights: pd.DataFrame | None) -> pd.DataFrame | None:
    """What the weights file says of each row, where it says how to weigh again."""
    if weights is None or "base" not in weights:
        return None
    return data[["respondent"]].merge(weights, on="respondent", how="left", validate="many_to_one")


def _silent(table: pd.DataFrame) -> Mask | None:
    return (table[RESPONDED] == 0).to_numpy(dtype=bool) if RESPONDED in table else None


def _of_producer(
    data: pd.DataFrame, spec: Mapping[str, Any], weight: Floats, table: pd.DataFrame | None, place: str
) -> Sampling:
    """With the replicate weights of the data's producer, weighed again in each where the exhibit's weights are raked or calibrated."""
    base = weight if table is None else table["base"].fillna(0.0).to_numpy(dtype=float)
    made = replicate_weights(data, spec, base, place)
    parts = () if table is None else parts_of(table)
    raked, events = any(part.known for part in parts), []
    columns = made
    if raked:
        found = [reweighed(parts, column, base, weight) for column in made.T]
        columns = np.column_stack([column for column, _ in found])
        events = [(event, wave, f"{number}") for number, (_, told) in enumerate(found, 1) for event, wave in told]
    n, (scale, rscales) = len(data), scale_of(spec, made.shape[1])
    freedom = freedom_of(made, spec.get("degrees_of_freedom"))
    design = Design(weight, np.arange(n), np.zeros(n, dtype=np.intp), freedom=freedom)
    again = Replicates(design, columns, rscales, scale, spec.get("centre", "estimate"))
    named = np.zeros(n, dtype=bool)
    made_of = Sampling(design, named, False, replicates=again, events=tuple(events), raked=raked, kind=REPLICATES)
    return made_of if table is None else replace(made_of, silent=_silent(table))


def _jackknifed(sampling: Sampling, table: pd.DataFrame | None, names: "pd.Series[Any]") -> Sampling:
    """With replicates by cluster around the full estimate (the cautious choice); raked again in each where the weights tell how."""
    design = sampling.design
    if table is None:
        return replace(sampling, replicates=jackknife(design, centre="estimate"))
    base, unit = table["base"].fillna(0.0).to_numpy(dtype=float), design.levels[0].unit
    based = replace(design, weights=base)
    left_out, kinds = omissions(based), kinds_of(parts_of(table), unit, base)
    before = kinds.base
    full = reweigher(kinds.parts, len(before))(before)
    columns, events = [], []
    for factors, without in zip(left_out.factors.T, left_out.unit, strict=True):
        column, found = reweighed(kinds.parts, before * factors[kinds.unit], before, full)
        columns.append(np.divide(column, before, out=np.zeros_like(column), where=before > 0))
        name = _named(names.iloc[int(np.flatnonzero(unit == without)[0])]) if found else ""
        events += [(event, wave, name) for event, wave in found]
    weights = GroupedWeights(base, kinds.kind, np.column_stack(columns))
    grown = np.divide(full, before, out=np.zeros_like(full), where=before > 0)
    weighed = replace(design, weights=base * grown[kinds.kind])
    again = Replicates(weighed, weights, left_out.rscales, 1.0, "estimate", left_out.lone)
    return replace(sampling, replicates=again, events=tuple(events))


def _named(code: Any) -> str:
    return "" if pd.isna(code) else str(code)


def _calibrated(sampling: Sampling, table: pd.DataFrame) -> Sampling:
    """With the linearised variance of raked weights: of what the margins do not explain (Deville & Särndal 1992)."""
    drawn, parts = table["base"].fillna(0.0).to_numpy(dtype=float), parts_of(table)
    base = drawn.copy()
    for part in parts:
        base[part.rows] = part.based(drawn[part.rows])
    columns = calibration_columns(parts, base)
    steps = [greg_residuals(columns, base, sampling.design.weights)] if columns.shape[1] else []
    steps += [
        _of_rows(part.rows, response_residuals(part.response, drawn[part.rows])) for part in parts if part.response
    ]

    def residuals(scores: Floats) -> Floats:
        for step in steps:
            scores = step(scores)
        return scores

    return replace(sampling, design=replace(sampling.design, calibration=residuals))


def _of_rows(rows: Ints, residuals: Residuals) -> Residuals:
    """The map for some of the rows, others left as they are."""

    def of_rows(scores: Floats) -> Floats:
        result = scores.copy()
        result[rows] = residuals(scores[rows])
        return result

    return of_rows


class Samplings:
    """The samplings of tables, each made once: by instrument, design and weights.

    data: instrument -> clean table; designs: id -> specification; weights: scheme -> respondent and weight; rules: of intervals. The
    program's own words for no design and no weights are in neither.
    """

    def __init__(
        self,
        data: Mapping[str, pd.DataFrame],
        designs: Mapping[str, Mapping[str, Any]],
        weights: Mapping[str, pd.DataFrame],
        rules: IntervalRules | None = None,
    ):
        self._data, self._designs, self._weights = data, designs, weights
        self._rules = rules or IntervalRules()
        self._made: dict[tuple[str, str, str], Sampling] = {}

    def of(self, instrument: str, design: str, weights: str) -> Sampling:
        """The sampling of an instrument's rows under a design and weights."""
        key = (instrument, design, weights)
        if key not in self._made:
            place = f"design {design}, weights {weights}"
            spec, weight = self._designs.get(design), self._weights.get(weights)
            made = sampling_of(self._data[instrument], spec, weight, place)
            self._made[key] = replace(made, scheme=weights if weight is not None else "", rules=self._rules)
        return self._made[key]

    def of_persons(self, instrument: str, design: str, weights: str, person: str, waves: Sequence[str]) -> Sampling:
        """The sampling of an instrument's rows where persons stand in two waves, under a design and weights.

        Who answers twice is one draw: where the design has no clusters each person is one, else both rows lie in the cluster and
        stratum of the first wave, in which the person was drawn, and out of the population of that wave, at every stage. Where
        respondents are drawn in a last stage, persons are. Replicates of the data's producer know it already.
        """
        spec, weight = self._designs.get(design), self._weights.get(weights)
        if (spec is None and weight is None) or "replicates" in (spec or {}):
            return self.of(instrument, design, weights)
        spec = dict(spec or {})
        stages = [dict(stage) for stage in spec.get("stages", ())]
        drawn = [name for stage in (spec, *stages) for key in DRAWN if isinstance(name := stage.get(key), str)]
        data = as_drawn(self._data[instrument], person, waves, drawn)
        if "clusters" not in spec:
            spec |= {"clusters": person, "variance": LINEARISED, "minimum_clusters": 2}
        elif stages and "clusters" not in stages[-1]:
            stages[-1]["clusters"] = PERSONS
            spec["stages"] = stages
            alone = pd.Series([f"row {i}" for i in range(len(data))], index=data.index)
            data = data.assign(**{PERSONS: ("person " + data[person].astype("string")).fillna(alone)})
        made = sampling_of(data, spec, weight, f"design {design}, weights {weights}")
        return replace(made, scheme=weights if weight is not None else "", rules=self._rules)


def as_drawn(data: pd.DataFrame, person: str, waves: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """A clean table in which the second wave's rows of persons known from the first have its values in some columns."""
    first, second = ((data["wave"] == wave) & data[person].notna() for wave in waves)
    known = data[first].drop_duplicates(person, keep="last").set_index(person)
    again = second & data[person].isin(known.index)
    replaced = {name: data[name].mask(again, data[person].map(known[name])) for name in columns}
    return data.assign(**replaced)


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
    wrong = weights.loc[~(weights["weight"] >= 0), "respondent"]
    if len(wrong):
        found = f"{len(wrong)} weights are negative or missing, the first that of respondent {wrong.iloc[0]}"
        problems.append(Problem(place, "weight", found, "Weights are zero or more"))
    if problems:
        raise BadInput(problems)
    return data["respondent"].map(by_respondent).fillna(0.0).to_numpy(dtype=float)


def _clusters(data: pd.DataFrame, spec: Mapping[str, Any], place: str) -> tuple[Ints, Mask]:
    """Cluster (n,) of each row and whether it is a known one; rows without a cluster are numbered after the known ones."""
    n = len(data)
    if "clusters" not in spec:
        return np.arange(n), np.zeros(n, dtype=bool)
    codes = data[spec["clusters"]]
    names = pd.Series(codes.dropna().unique()).astype("string")
    blank = codes.astype("string").str.strip() == "" if (names.str.strip() == "").any() else np.zeros(n, dtype=bool)
    if blank.any():
        found = f"{int(blank.sum())} respondents have a blank as their {spec['clusters']}"
        raise BadInput([Problem(place, spec["clusters"], found, "A code, or nothing where it is not known")])
    named = codes.notna().to_numpy(dtype=bool)
    return np.where(named, codes_of(codes), n + np.arange(n)), named
