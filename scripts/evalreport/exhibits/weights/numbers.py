"""The numbers of weighting exhibits: what weighting did to a wave, in the schema of estimates.

The column `exhibit` of the diagnostics holds the part: one of `weighting_plan.SOURCES`. Groups are `<wave>` or
`<wave>:<column>`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.sources import ROWS, Numbers, Sources, Tables
from evalreport.files.estimates import BASE, ESTIMATES, NAN, EstimateRow
from evalreport.files.tables import estimates_table, read_table
from evalreport.survey.calibrated import Residuals, greg_residuals
from evalreport.survey.design import Design, Floats, Mask
from evalreport.survey.diagnostics import effect_of_weighting, kish_design_effect, margin_table, weight_distribution
from evalreport.survey.linear import domain_means
from evalreport.survey.reweighing import CUT, Part, calibration_columns
from evalreport.weighting.measures import (
    AGAINST,
    BINS,
    BOUNDS,
    COVERAGE,
    EFFECT,
    EVERYBODY,
    NONRESPONSE,
    OF_BOUNDS,
    OF_UNITS,
    SHOWN,
    SPREAD,
    bins,
)
from evalreport.weighting.response_parts import RATE
from evalreport.weighting.wave import Wave

SHARES = ("covered", "response_rate")  # measures between 0 and 1

Row = tuple[str, EstimateRow]  # the part of the diagnostics, and a number of it


def diagnostics(waves: Mapping[str, Wave], data: pd.DataFrame, results: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """All parts for all waves; data: the clean table of the respondents; results: the scheme's key results."""
    rows: list[Row] = []
    for wave in waves.values():
        answers = data[data["wave"] == wave.wave].reset_index(drop=True)
        if len(answers) > len(wave.weights):  # some are outside the weighted population, or did not answer
            answers = answers[answers["respondent"].isin(wave.respondents)].reset_index(drop=True)
        rows += [
            *_spread(wave),
            *_margins(wave),
            *_coverage(wave),
            *_bounds(wave),
            *_histogram(wave),
            *_effect(wave, answers, list(results)),
            *_nonresponse(wave),
        ]
    return estimates_table((row for _, row in rows), [part for part, _ in rows])


def weighting_estimates(exhibit: str, part: str, waves: Iterable[str] | None, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the diagnostics that an exhibit shows; all waves for None."""
    wanted = table[table["exhibit"] == part]
    of_wave = wanted["group"].str.partition(":")[0]
    wanted = wanted if waves is None else wanted[of_wave.isin(list(waves))]
    return wanted.assign(exhibit=exhibit)[ESTIMATES].reset_index(drop=True)


def _row(
    part: str, variable: str, category: str, group: str, n: float, estimate: float, se: float = NAN, deff: float = NAN
) -> Row:
    return part, EstimateRow(variable, category, group, n, estimate=estimate, se=se, deff=deff)


def spread_of(wave: Wave) -> dict[str, float]:
    """The measures SPREAD of one wave: persons, units, bounds, distribution of the weights, design effects."""
    units, weights = wave.units, wave.weights
    told = units[units["population"].notna()]
    n = len(weights)
    return (
        weight_distribution(weights)
        | _of_drawn(wave)
        | {
            "respondents": float(n),
            "population": wave.population,
            "covered": float((wave.unit >= 0).sum()) / wave.population,
            "units": float(len(units)),
            "units_silent": float((units["answers"] == 0).sum()),
            "units_untold": float(len(units) - len(told)),
            "units_merged": float(told["cell"].duplicated(keep=False).sum()),
            "without_unit": float((wave.unit < 0).sum()),
            "bound_low": wave.bounds[0],
            "bound_high": wave.bounds[1],
            "at_bound": float(np.sum(np.logical_or(*_at_bounds(wave)))),
            "base_design_effect": kish_design_effect(wave.base),
        }
    )


def _of_drawn(wave: Wave) -> dict[str, float]:
    """Those drawn, the weighted share of them that answered, and what their weights do by themselves, where not all answered."""
    if wave.drawn is None or wave.drawn.response is None:
        return {}
    base, responded = wave.drawn.base, wave.drawn.response.responded
    rate = float(base[responded].sum() / base.sum())
    return {"drawn": float(len(base)), "response_rate": rate, "drawn_design_effect": kish_design_effect(base)}


def _nonresponse(wave: Wave) -> list[Row]:
    """Of each class of the adjustment for non-response (of a propensity, of classes of it): those drawn, those who answered, the
    weighted share of these, and what the adjustment multiplies their weights by, in the mean."""
    if wave.drawn is None or wave.drawn.response is None:
        return []
    base, of = wave.drawn.base, wave.drawn.response
    after, codes = of.adjusted(base), of.classes_of(base, shown=of.classes or SHOWN)
    names = of.names if of.codes is not None else tuple(f"class_{k + 1}" for k in range(of.classes or SHOWN))
    rows = []
    for name, inside in [*((name, codes == k) for k, name in enumerate(names)), (EVERYBODY, np.ones(len(base), bool))]:
        answered = inside & of.responded
        before = base[answered].sum()
        factor = float(after[answered].sum() / before) if before > 0 else NAN
        rate = float(before / base[inside].sum()) if base[inside].any() else NAN
        numbers = (float(inside.sum()), float(answered.sum()), rate, factor)
        for column, value in zip(NONRESPONSE, numbers, strict=True):
            category = RATE if column in SHARES else BASE
            rows.append(_row("nonresponse", name, category, f"{wave.wave}:{column}", int(answered.sum()), value))
    return rows


def _at_bounds(wave: Wave) -> tuple[Mask, Mask]:
    """Respondents (n,) whose weight is the lowest allowed, and those whose weight is the highest."""
    if not _bounded(wave):
        nobody = np.zeros(len(wave.weights), dtype=bool)
        return nobody, nobody
    tolerance = 1e-9 * wave.weights.mean()
    return wave.weights <= wave.bounds[0] + tolerance, wave.weights >= wave.bounds[1] - tolerance


def _spread(wave: Wave) -> list[Row]:
    values, n = spread_of(wave), len(wave.weights)
    told = [m for m in SPREAD if (len(wave.units) or m not in OF_UNITS) and (_bounded(wave) or m not in OF_BOUNDS)]
    told = [m for m in told if m in values]
    return [_row("spread", m, RATE if m in SHARES else BASE, wave.wave, n, values[m]) for m in told]


def _bounded(wave: Wave) -> bool:
    """Whether the weights themselves have bounds; a calibration bounds their ratio to the base weights."""
    return wave.method == CUT and bool(np.isfinite(wave.bounds[1]))


def _margins(wave: Wave) -> list[Row]:
    rows = []
    if not wave.margins:
        return []
    table = margin_table(wave.margins, wave.base, wave.weights).rename(columns={"after": "weighted"})
    table = table.assign(difference=table["sample"] - table["population"])
    for name, part in table.groupby("margin", sort=False):
        for column in AGAINST:
            group, known = f"{wave.wave}:{column}", column != "difference"
            n = round(wave.population) if column == "population" else int(part["n"].sum())
            rows.append(_row("margins", str(name), BASE, group, n if known else 0, float("nan")))
            for category, count, share in zip(part["category"], part["n"], part[column], strict=True):
                rows.append(_row("margins", str(name), category, group, count, share))
    return rows


def _coverage(wave: Wave) -> list[Row]:
    """Respondents of each category of the margins, its population, and the one over the other."""
    rows = []
    for margin in wave.margins:
        counts = np.bincount(margin.codes[margin.codes >= 0], minlength=len(margin.totals))
        for label, n, people in zip(margin.labels, counts, margin.totals, strict=True):
            for column, value in zip(COVERAGE, (n, people, n / people), strict=True):
                category = RATE if column in SHARES else BASE
                name = f"{margin.name}:{label}"
                rows.append(_row("coverage", name, category, f"{wave.wave}:{column}", int(n), float(value)))
    return rows


def _bounds(wave: Wave) -> list[Row]:
    """Of each category of the margins: respondents at the lower and the upper bound, and the units they belong to."""
    low, high = _at_bounds(wave)
    rows = []
    for margin in wave.margins:
        for code, label in enumerate(margin.labels):
            inside = margin.codes == code
            units = np.unique(wave.unit[inside & (low | high) & (wave.unit >= 0)])
            for column, value in zip(BOUNDS, ((inside & low).sum(), (inside & high).sum(), len(units)), strict=True):
                group = f"{wave.wave}:{column}"
                rows.append(_row("bounds", f"{margin.name}:{label}", BASE, group, int(inside.sum()), float(value)))
    return rows


def _histogram(wave: Wave) -> list[Row]:
    relative, n = wave.weights / wave.weights.mean(), len(wave.weights)
    counts = np.bincount(np.searchsorted(BINS, relative, side="right"), minlength=len(BINS) + 1)
    rows = [_row("histogram", "weight", BASE, wave.wave, n, float("nan"))]
    return rows + [
        _row("histogram", "weight", name, wave.wave, int(count), count / n)
        for name, count in zip(bins(), counts, strict=True)
    ]


def _effect(wave: Wave, answers: pd.DataFrame, results: list[Mapping[str, Any]]) -> list[Row]:
    """Each key result unweighted and weighted; the standard error is that of the weighted one with units as clusters, of what the
    margins do not determine."""
    if not results:
        return []
    outcomes = np.column_stack([_outcome(answers, result) for result in results])
    inside = np.column_stack([where(answers, result.get("where", {})).to_numpy(dtype=bool) for result in results])
    domains = inside & ~np.isnan(outcomes)
    clusters = np.where(wave.unit >= 0, wave.unit, len(wave.units) + np.arange(len(wave.unit)))  # no unit: an own one
    strata = np.zeros(len(clusters), dtype=np.intp)
    weighted, plain = (
        domain_means(outcomes, domains, Design(weights, clusters, strata, calibration=residuals))
        for weights, residuals in ((wave.weights, _residuals(wave)), (np.ones(len(wave.weights)), None))
    )
    names = [result["id"] for result in results]
    table = effect_of_weighting(weighted.estimate, plain.estimate, weighted.se, names)
    columns = (table["unweighted"], table["weighted"], table["difference"], table["in_standard_errors"])
    rows = []
    for k, result in enumerate(results):
        for column, values in zip(EFFECT, columns, strict=True):
            plain_number = "counted" not in result or column == "in_se"
            n, se = int(weighted.n[k]), weighted.se[k] if column == "weighted" else NAN
            category = BASE if plain_number else RATE
            rows.append(
                _row("effect", names[k], category, f"{wave.wave}:{column}", n, values[k], se=se, deff=weighted.deff[k])
            )
    return [row for row in rows if row[1].n]


def _residuals(wave: Wave) -> Residuals | None:
    """What makes scores those of calibrated weights (Deville & Särndal 1992); None where nothing is known of the population."""
    part = Part(np.arange(len(wave.weights)), wave.margins, *wave.bounds, wave.wave, wave.method, wave.numbers)
    return greg_residuals(calibration_columns((part,), wave.base), wave.base, wave.weights) if part.known else None


def _outcome(answers: pd.DataFrame, result: Mapping[str, Any]) -> Floats:
    values = answers[result["variable"]]
    if "counted" not in result:
        return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(values.notna(), values.isin(list(result["counted"])).fillna(False), np.nan).astype(float)


def _from_diagnostics(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The numbers of an exhibit from the diagnostics of its scheme."""
    table = read_table(sources.diagnostics[exhibit.weights], text=ROWS)
    return Tables(weighting_estimates(exhibit.id, inputs["part"], exhibit.where.get("wave"), table))


NUMBERS: dict[str, Numbers] = dict.fromkeys(("representativeness", "weights"), _from_diagnostics)
