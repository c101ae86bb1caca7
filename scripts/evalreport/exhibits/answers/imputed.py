"""Exhibits of answers that were imputed several times: each number made in every completed data set, and combined by Rubin's rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.answers import Panels, base_of, group_masks
from evalreport.files.estimates import BASE, IMPUTED, NAN, TOLD, TOTAL, EstimateRow
from evalreport.files.tables import estimates_table
from evalreport.survey.design import Floats
from evalreport.survey.linear import Means
from evalreport.survey.rubin import combined
from evalreport.survey.samplings import Sampling

KEYS = ["variable", "category", "group"]
SHARES = ("share", "distribution")  # kinds whose numbers are shares, with intervals of their own
Made = tuple[pd.DataFrame, pd.DataFrame]  # estimates and tests
Analysis = Callable[[pd.DataFrame], Made]


def completed(data: pd.DataFrame, imputed: Mapping[str, Sequence[str]], number: int) -> pd.DataFrame:
    """The clean table with one of the imputations in place of each variable that was imputed."""
    return data.assign(**{variable: data[columns[number]] for variable, columns in imputed.items()})


def over_imputations(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, sampling: Sampling,
    imputed: Mapping[str, Sequence[str]], analysis: Analysis,
) -> Made:  # fmt: skip
    """The numbers of an exhibit, made by `analysis` of each completed data set and combined.

    imputed: variable -> its columns, one an imputation, as many for each. Numbers without a standard error are means of those of the
    data sets. Tests are made again of the combined numbers they are of; others there are not. A row of IMPUTED tells how
    many imputations there are (n) and the largest share of a variance that comes from them.
    """
    m = len(next(iter(imputed.values())))
    sets = [completed(data, imputed, number) for number in range(m)]
    made = [analysis(each) for each in sets]
    tables = [_keyed(estimates) for estimates, _ in made]
    together = tables[0].index
    for table in tables[1:]:
        together = together.intersection(table.index, sort=False)
    tables = [table.loc[together] for table in tables]
    first, ratio = tables[0], exhibit.effect == "odds_ratio"
    own = ~first.index.get_level_values("variable").isin(TOLD)
    freedom = _freedom(exhibit, sets[0], book, panels, sampling, first.index, made[0][1])
    values, errors = (np.array([t[name].to_numpy(dtype=float) for t in tables]) for name in ("estimate", "se"))
    if ratio:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, errors = np.log(values), errors / values
    found = combined(values, errors, freedom)
    known = own & np.isfinite(found.se)
    low, high = _intervals(exhibit, first, found.values, found.se, found.df, sampling)
    numbers = {"estimate": found.values, "se": found.se, "ci_low": low, "ci_high": high}
    if ratio:
        numbers = {key: np.exp(column) for key, column in numbers.items()} | {"se": found.se * np.exp(found.values)}
    result = first.copy()
    for name in ("n", "n_weighted", "estimate"):
        result[name] = np.where(own, np.mean([t[name].to_numpy(dtype=float) for t in tables], axis=0), first[name])
    for name, column in numbers.items():
        result[name] = np.where(known, column, result[name] if name == "estimate" else np.nan)
    result["deff"] = np.where(own, np.nan, result["deff"])
    result["n"] = result["n"].round()
    row = EstimateRow(IMPUTED, BASE, TOTAL, m, NAN, float(np.max(found.missing[known], initial=0.0)))
    estimates = pd.concat(
        [result.reset_index()[first.columns.union(KEYS, sort=False)], estimates_table([row], exhibit.id)]
    )
    tests = _tests(made[0][1], result, pd.Series(found.df, index=first.index), found.values / found.se)
    return estimates[made[0][0].columns].reset_index(drop=True), tests


def _keyed(estimates: pd.DataFrame) -> pd.DataFrame:
    return estimates.set_index(KEYS)


def _freedom(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, sampling: Sampling,
    index: "pd.Index[Any]", tests: pd.DataFrame,
) -> Floats:  # fmt: skip
    """Degrees of freedom (k,) that each number would have if all had answered: those of its own test, or of its group."""
    of_test: dict[tuple[str, str], float] = {
        (str(t["variable"]), str(t["groups"])): float(t["df1"]) for t in tests.to_dict("records") if pd.isna(t["df2"])
    }
    masks = group_masks(data, exhibit, panels, book)
    base = {variable.name: base_of(exhibit, variable, data) for variable in items_of(exhibit, book)}
    found: dict[tuple[str, str], float] = {}
    for variable, _, group in index:
        if (variable, group) not in found:
            there = variable in base and group in masks
            of_group = sampling.freedom_of(masks[group] & base[variable]) if there else NAN
            found[variable, group] = of_test.get((variable, group), of_group)
    return np.array([found[variable, group] for variable, _, group in index], dtype=float)


def _intervals(
    exhibit: Exhibit, rows: pd.DataFrame, values: Floats, se: Floats, df: Floats, sampling: Sampling
) -> tuple[Floats, Floats]:
    if exhibit.kind not in SHARES:
        return sampling.rules.of_numbers(values, se, df)
    told = rows["n"].to_numpy(dtype=float)
    bases = {
        (variable, group): n
        for (variable, category, group), n in zip(rows.index, told, strict=True)
        if category == BASE
    }
    n = np.array([bases.get((variable, group), 0.0) for variable, _, group in rows.index])
    empty = np.zeros(len(n))
    return sampling.rules.of_shares(Means(n.astype(np.intp), empty, values, se, empty, empty.astype(np.intp)), df)


def _tests(tests: pd.DataFrame, estimates: pd.DataFrame, df: pd.Series, statistic: Floats) -> pd.DataFrame:
    """The t tests of single numbers again, of the combined numbers."""
    by_row = pd.DataFrame({"df": df, "statistic": statistic}, index=estimates.index).droplevel(["category"])
    by_row = by_row[~by_row.index.duplicated()]
    rows: list[dict[Any, Any]] = []
    for test in tests.to_dict("records"):
        key = (test["variable"], test["groups"])
        if not pd.isna(test["df2"]) or key not in by_row.index:
            continue
        new = by_row.loc[key]
        p = float(2 * student_t.sf(abs(new["statistic"]), new["df"]))
        rows.append(test | {"statistic": new["statistic"], "df1": new["df"], "p": p, "p_adjusted": NAN})
    return pd.DataFrame(rows, columns=tests.columns)
