"""From clean tables and a weighting scheme to weights: base weight from the population of each unit, then raking in bounds.

Waves without a frame are weighted by `own_weights`.

Waves are weighted separately. Specifications come from `weighting_plan.scheme_params`: plain data, groups as conditions.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.survey.base_weights import base_weights, merged_units
from evalreport.survey.weighting import Floats, Ints, Margin, rake_within, sums, with_unknown
from evalreport.weighting.own_weights import weigh_own
from evalreport.weighting.wave import Wave

Spec = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]
AGREE = 1e-6  # relative difference between a margin and the population of the units that rounding explains


def weigh(tables: Tables, scheme: Spec, source: str = "weighting") -> dict[str, Wave]:
    """Wave -> its weights; tables: instrument -> clean table. Raises BadInput with the problems of all waves, each with
    wave, unit or margin, and category."""
    weighed: dict[str, Wave] = {}
    problems: list[Problem] = []
    for wave, spec in scheme["waves"].items():
        try:
            weighed[wave] = _weigh_wave(tables, scheme["instrument"], wave, spec, f"{source} > {wave}")
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return weighed


def _weigh_wave(tables: Tables, instrument: str, wave: str, spec: Spec, source: str) -> Wave:
    answers = _rows(tables, {"instrument": instrument, "wave": wave})
    if "frame" not in spec:
        return weigh_own(answers, wave, spec, source)
    frame = framed(tables, spec["frame"])
    units = populated(tables, frame, spec)
    unit_of = dict(zip(frame["own_"], units.index.get_indexer(pd.Index(frame["unit_"])), strict=True))
    unit = _coded(_column(answers, spec["unit"]), unit_of)
    units = units.assign(answers=np.bincount(unit[unit >= 0], minlength=len(units)))
    raise_if(_unit_problems(units, source))
    base, cell = _base(unit, units, spec["minimum"], source)
    units = units.assign(cell=cell)
    raise_if(_merged_problems(units, source))
    people = float(units["population"].sum())
    frame = frame.assign(people_=_of_frame_rows(frame, units))
    found = [_margin(tables, answers, frame, margin, spec, people, source) for margin in spec["margins"]]
    raise_if(problem for _, problems in found for problem in problems)
    margins = tuple(margin for margin, _ in found)
    low, high = (bound * people / len(answers) for bound in spec["bounds"])
    raked = rake_within(base, [with_unknown(margin, base) for margin in margins], low, high, source)
    return Wave(wave, answers["respondent"], unit, base, raked, margins, units, (low, high))


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name]


def _coded(values: pd.Series, codes: Mapping[Any, int]) -> Ints:
    """Code (n,) of each value, -1 where it has none."""
    return np.array([codes.get(value, -1) if pd.notna(value) else -1 for value in values], dtype=np.intp)


def _rows(tables: Tables, part: Spec) -> pd.DataFrame:
    table = tables[part["instrument"]]
    return table[table["wave"] == part["wave"]].reset_index(drop=True)


def framed(tables: Tables, spec: Spec) -> pd.DataFrame:
    """The rows of the frame that were invited; own_ = the unit itself, unit_ = the unit weighted (an area, where one is named)."""
    frame = _rows(tables, spec)
    frame = frame[where(frame, spec.get("where", {}))].reset_index(drop=True)
    return frame.assign(own_=_column(frame, spec["unit"]), unit_=_column(frame, spec.get("area", spec["unit"])))


def populated(tables: Tables, frame: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """Population, source and pool of each weighted unit; the first source that has a number for a unit tells it."""
    names = pd.Index(frame["unit_"].drop_duplicates())
    people = pd.Series(np.nan, index=names)
    told = pd.Series(-1, index=names)
    for number, part in enumerate(spec["population"]):
        counts = _source(tables, frame, part, people)
        told = told.mask(people.isna() & counts.notna(), number)
        people = people.fillna(counts)
    first = frame.drop_duplicates("unit_").set_index("unit_")
    pool = first[list(spec["pool"])].astype("string").fillna("–").agg(" / ".join, axis=1)
    return pd.DataFrame({"population": people, "source": told, "pool": pool})


def _source(tables: Tables, frame: pd.DataFrame, part: Spec, before: pd.Series) -> pd.Series:
    """The numbers of one source by weighted unit; none for a unit that shares the source's area with others.

    With `ratio` they are brought to the level of the sources before, where both know the number.
    """
    table = _rows(tables, part).dropna(subset=[part["unit"], part["count"]])
    known = pd.Series(_column(table, part["count"]).to_numpy(dtype=float), index=pd.Index(_column(table, part["unit"])))
    pairs = pd.DataFrame({"unit": frame["unit_"], "key": _column(frame, part["unit"])}).drop_duplicates().dropna()
    if part.get("ratio"):
        by_key = pairs["unit"].map(before).groupby(pairs["key"]).agg(lambda people: people.sum(skipna=False))
        both = by_key.dropna().index.intersection(known.index)
        known = known * (by_key[both].sum() / known[both].sum())
    own = ~pairs["key"].duplicated(keep=False)
    counts = pairs["key"].map(known).where(own).astype(float)
    return counts.groupby(pairs["unit"]).agg(lambda people: people.sum(skipna=False)).reindex(before.index)


def _unit_problems(units: pd.DataFrame, source: str) -> list[Problem]:
    """Units that answered but have no population."""
    untold = units[units["population"].isna() & (units["answers"] > 0)]
    expected = "Name a source of population that has it, or correct the unit of the respondents"
    return [
        Problem(source, f"unit {unit}", f"{row.answers} respondents and no population", expected)
        for unit, row in zip(untold.index, untold.itertuples(), strict=True)
    ]


def _base(unit: Ints, units: pd.DataFrame, minimum: int, source: str) -> tuple[Floats, Ints]:
    """Base weights (n,) that sum to the population, and the cell (U,) of each unit; rows without a unit get the mean."""
    people = units["population"].fillna(0.0).to_numpy(dtype=float)
    pool = pd.factorize(units["pool"])[0].astype(np.intp)
    inside = unit >= 0
    cell = merged_units(units["answers"].to_numpy(), pool, minimum)
    if _merged_problems(units.assign(cell=cell), source):
        return np.ones(len(unit)), cell
    weights = np.full(len(unit), np.nan)
    weights[inside], cell = base_weights(unit[inside], people, pool, minimum, source)
    weights[~inside] = weights[inside].mean()
    return weights * (people.sum() / weights.sum()), cell


def _merged_problems(units: pd.DataFrame, source: str) -> list[Problem]:
    """Merged units with people and no respondents, or with fewer people than respondents, named."""
    sums = units.groupby("cell")[["population", "answers"]].sum()
    wrong = sums[(sums["answers"] > sums["population"]) | ((sums["population"] > 0) & (sums["answers"] == 0))]
    return [
        Problem(
            source,
            f"{_pool(units, cell)}, units {', '.join(units.index[units['cell'] == cell])}",
            f"{row.answers:g} respondents of {row.population:g}",
            "The population covers everybody who answered, and each pool has somebody who did",
        )
        for cell, row in zip(wrong.index, wrong.itertuples(), strict=True)
    ]


def _pool(units: pd.DataFrame, cell: int) -> str:
    return f"pool {units.loc[units['cell'] == cell, 'pool'].iloc[0]}"


def _of_frame_rows(frame: pd.DataFrame, units: pd.DataFrame) -> Floats:
    """Population of the weighted unit, at its first row in the frame, zero at its others: they add up."""
    people = frame["unit_"].map(units["population"]).fillna(0.0).to_numpy(dtype=float)
    return np.where(frame["unit_"].duplicated(), 0.0, people)


Found = tuple[Margin, list[Problem]]


def _margin(
    tables: Tables, answers: pd.DataFrame, frame: pd.DataFrame, margin: Spec, spec: Spec, people: float, source: str
) -> Found:
    if "groups" in margin:
        return _frame_margin(answers, frame, margin, spec["unit"], source)
    return _counted_margin(tables, answers, margin, people, source)


def _frame_margin(answers: pd.DataFrame, frame: pd.DataFrame, margin: Spec, unit: str, source: str) -> Found:
    """Margin of the frame's own groups: each unit's population counts in the group its row meets."""
    groups, codes = margin["groups"], np.full(len(frame), -1)
    meets = np.array([where(frame, wanted).to_numpy(dtype=bool) for wanted in groups.values()])
    codes[meets.any(axis=0)] = meets.argmax(axis=0)[meets.any(axis=0)]
    place = f"margin {margin['id']}"
    strange = meets.sum(axis=0) != 1
    problems = [
        Problem(source, f"{place}, unit {unit}", f"it is in {count} of the groups", "Each unit is in one group")
        for unit, count in zip(frame["own_"][strange], meets.sum(axis=0)[strange], strict=True)
    ]
    totals = sums(np.maximum(codes, 0).astype(np.intp), frame["people_"].to_numpy(dtype=float), len(groups))
    rows = _coded(_column(answers, unit), dict(zip(frame["own_"], codes, strict=True)))
    return Margin(margin["id"], rows, totals, tuple(groups)), problems


def _counted_margin(tables: Tables, answers: pd.DataFrame, margin: Spec, people: float, source: str) -> Found:
    """Margin whose population a register counts, a column a category."""
    place, categories = f"margin {margin['id']}", margin["categories"]
    register = _rows(tables, margin["counts"])
    columns = register[[category["count"] for category in categories.values()]].astype("Float64")
    totals = columns.dropna().sum().to_numpy(dtype=float)
    code_of = {code: k for k, category in enumerate(categories.values()) for code in category["codes"]}
    values = _column(answers, margin["variable"])
    codes = _coded(values, code_of)
    stray = values[(codes < 0) & values.notna() & ~values.isin(list(margin.get("unknown", ())))].value_counts()
    problems = [
        Problem(source, f"{place}, answer {answer}", f"{count} respondents and no category", "Add it to a category")
        for answer, count in stray.sort_index().items()
    ]
    gap = abs(totals.sum() - people)
    if margin["counts"].get("scaled"):
        totals = totals * (people / totals.sum())
    elif gap > AGREE * people:
        found = f"the population adds up to {totals.sum():.10g}, that of the units to {people:.10g}"
        problems.append(Problem(source, place, found, "Correct it, or use its distribution only (scaled: true)"))
    return Margin(margin["id"], codes, totals, tuple(categories)), problems
