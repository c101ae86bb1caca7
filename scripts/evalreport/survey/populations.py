"""Finite populations of a design: how many clusters there were to draw from, and the stages of sampling inside clusters."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.design import Design, Floats, Ints, Mask, Stage

Spec = Mapping[str, Any]


def codes_of(values: "pd.Series[Any]") -> Ints:
    """A number a value, missing values together."""
    codes, names = pd.factorize(
        values
    )  # numbers first, texts of the few that differ: a text a row costs more than the data
    texts = [*pd.Series(names).astype("string"), ""]
    place = np.unique(np.array(texts, dtype=object), return_inverse=True)[1]
    return np.asarray(pd.factorize(place[codes], sort=True)[0], dtype=np.intp)


def finite_population(data: pd.DataFrame, spec: Spec, clusters: Ints, strata: Ints, place: str) -> Floats | None:
    """(n,) clusters in the population of each row's stratum: `population`, or with `census` those of the sample; None: unlimited.

    Raises BadInput where the number is missing or not the same throughout a stratum.
    """
    if spec.get("census"):
        first = np.unique(clusters, return_index=True)[1]
        drawn = np.bincount(strata[first], minlength=int(strata.max(initial=-1)) + 1)
        return np.asarray(drawn[strata], dtype=float)
    return _population(data, spec, strata, place)


def later_stages(data: pd.DataFrame, spec: Spec, clusters: Ints, place: str) -> tuple[Stage, ...]:
    """The stages inside clusters: `clusters` (respondents without the key), `strata` and `population` of each."""
    found, above = [], clusters
    for number, stage in enumerate(spec.get("stages", ()), start=2):
        own = np.arange(len(data))
        if "clusters" in stage:
            missing = int(data[stage["clusters"]].isna().sum())
            if missing:
                wrong = f"{missing} respondents have no {stage['clusters']}"
                raise BadInput([Problem(place, f"stage {number}", wrong, "Everybody belongs to a unit of each stage")])
            own = codes_of(data[stage["clusters"]])
        strata = codes_of(data[stage["strata"]]) if "strata" in stage else np.zeros(len(data), dtype=np.intp)
        drawn_from = _paired(above, strata)
        population = _population(data, stage, drawn_from, f"{place}, stage {number}")
        found.append(Stage(own, strata if "strata" in stage else None, population))
        above = _paired(drawn_from, own)
    return tuple(found)


def _paired(first: Ints, second: Ints) -> Ints:
    return np.unique(np.column_stack([first, second]), axis=0, return_inverse=True)[1].ravel()


def _population(data: pd.DataFrame, spec: Spec, strata: Ints, place: str) -> Floats | None:
    name = spec.get("population")
    if name is None:
        return None
    if not isinstance(name, str):
        return np.full(len(data), float(name))
    values = pd.to_numeric(data[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    missing = int(np.isnan(values).sum())
    problems = []
    if missing:
        problems.append(Problem(place, name, f"{missing} respondents have no {name}", "A population for everybody"))
    by_stratum = pd.Series(values).groupby(strata).agg(["min", "max"])
    uneven = by_stratum[by_stratum["min"] != by_stratum["max"]]
    if len(uneven):
        low, high = uneven.iloc[0]
        found = (
            f"it is from {low:g} to {high:g} inside one stratum or unit ({len(uneven)} of {len(by_stratum)} are uneven)"
        )
        problems.append(
            Problem(place, name, found, "The number that each stratum or unit was drawn from, the same in it")
        )
    if problems:
        raise BadInput(problems)
    return values


def fully_drawn(design: Design) -> Mask:
    """(n,) rows of strata whose clusters are all in the sample: one alone in its stratum is then no lonely one."""
    level = design.levels[0]
    return np.asarray(level.fraction[level.stratum][level.unit] >= 1)


def pooled_population(population: Floats | None, strata: Ints, pooled: Ints) -> Floats | None:
    """(n,) clusters in the population of strata that were merged: the sum of those of their parts."""
    if population is None:
        return None
    parts = pd.DataFrame({"stratum": strata, "pooled": pooled, "size": population}).drop_duplicates("stratum")
    return pd.Series(pooled).map(parts.groupby("pooled")["size"].sum()).to_numpy(dtype=float)
