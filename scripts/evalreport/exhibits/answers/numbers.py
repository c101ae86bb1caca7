"""One exhibit's numbers: estimates and tests from a clean table, in the two schemas every later stage reads."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.alpha import alpha_row
from evalreport.exhibits.answers.answers import (
    Panels,
    asked,
    base_of,
    behind,
    categories_of,
    counted_answers,
    group_masks,
    numbers_left_out,
    numbers_of,
    panels_from,
    scores_of,
)
from evalreport.exhibits.answers.contrasts import contrast_rows
from evalreport.exhibits.answers.correlation_numbers import correlation_rows
from evalreport.exhibits.answers.imputed import over_imputations
from evalreport.exhibits.answers.model_numbers import from_model
from evalreport.exhibits.answers.open_numbers import open_tables
from evalreport.exhibits.answers.paired_rows import paired_rows, partners, person_problems, with_partner
from evalreport.exhibits.answers.quantities import (
    kappa_rows,
    missing_rows,
    net_rows,
    quantile_rows,
    ratio_rows,
    total_rows,
)
from evalreport.exhibits.answers.scores import ELEVEN, NPS
from evalreport.exhibits.answers.tests import adjusted, tests_of
from evalreport.exhibits.sampling_rows import open_quantiles, sampling_rows
from evalreport.exhibits.sources import Numbers, Sources, Tables
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.estimates import BASE, EVERYTHING, LARGEST, MEAN, SD, SMALLEST, TOTAL, EstimateRow, TestRow
from evalreport.files.tables import estimates_table, tests_table
from evalreport.survey.design import Floats, Mask
from evalreport.survey.linear import deviations
from evalreport.survey.samplings import Sampling, simple_sampling

Made = tuple[pd.DataFrame, pd.DataFrame]  # estimates and tests


def analyse(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, sampling: Sampling | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates and tests of a survey exhibit.

    data: a clean table (a row a respondent, columns of the codebook and `wave`); panels: the groupings with the groups
    shown; sampling: how each row of data came into the sample, a simple random sample without it.
    Returns the tables of columns ESTIMATES and TESTS. Under a design, a first row (variable EVERYTHING) has the respondents
    behind the exhibit as n and the clusters they come from as estimate.
    """
    raise_if(numbers_left_out(exhibit, data, book))
    sampling = sampling or simple_sampling(len(data))
    masks = group_masks(data, exhibit, panels, book)
    return WHOLE.get(exhibit.kind, _by_variable)(exhibit, data, book, panels, masks, sampling)


def _by_variable(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, masks: dict[str, Mask], sampling: Sampling
) -> Made:
    """The numbers of each variable by itself, and the tests between groups."""
    rows = [
        row for v in items_of(exhibit, book) for row in ESTIMATE[exhibit.kind](exhibit, v, data, book, masks, sampling)
    ]
    rows += _alphas(exhibit, data, book, masks, sampling)
    if not sampling.simple:
        rows[:0] = _sampled(exhibit, data, book, masks, sampling)
    return estimates_table(rows, exhibit.id), tests_of(exhibit, data, book, panels, sampling, masks)


def _correlations(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, masks: dict[str, Mask], sampling: Sampling
) -> Made:
    """The correlations of all pairs."""
    found, tests = correlation_rows(exhibit, data, book, masks[TOTAL], sampling)
    sampled = [] if sampling.simple else _sampled(exhibit, data, book, masks, sampling)
    return estimates_table([*sampled, *found], exhibit.id), tests_table(tests, exhibit.id)


def _contrasts(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, masks: dict[str, Mask], sampling: Sampling
) -> Made:
    """Differences between groups, with Holm's p over the items of a battery."""
    estimates = _sampled(exhibit, data, book, masks, sampling)
    tests: list[TestRow] = []
    for variable in items_of(exhibit, book):
        values, base = numbers_of(data, variable), base_of(exhibit, variable, data)
        if exhibit.counted:
            counted = [str(category) for category in exhibit.counted]
            values = np.isin(categories_of(data, variable, exhibit, book), counted).astype(float)
        rows, tested = contrast_rows(variable.name, values, base, exhibit.contrasts, masks, sampling)
        estimates, tests = estimates + rows, tests + tested
    estimates += _alphas(exhibit, data, book, masks, sampling)
    return estimates_table(estimates, exhibit.id), adjusted(tests_table(tests, exhibit.id))


def _paired(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, masks: dict[str, Mask], sampling: Sampling
) -> Made:
    """Changes of the same persons, with Holm's p over the items of a battery."""
    raise_if(person_problems(exhibit, data, exhibit.chapter))
    weighed = with_partner(exhibit, data, sampling.design.weights > 0)
    masks = {group: mask & weighed for group, mask in masks.items()}
    estimates = [] if sampling.simple else _sampled(exhibit, data, book, masks, sampling)
    tests, partner, counted = list[TestRow](), partners(exhibit, data), [str(each) for each in exhibit.counted]
    for variable in items_of(exhibit, book):
        values = numbers_of(data, variable)
        if counted:
            values = np.isin(categories_of(data, variable, exhibit, book), counted).astype(float)
        base = base_of(exhibit, variable, data)
        rows, tested = paired_rows(variable.name, values, base, partner, masks, sampling, bool(counted))
        estimates, tests = estimates + rows, tests + tested
    return estimates_table(estimates, exhibit.id), adjusted(tests_table(tests, exhibit.id))


def _alphas(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """Cronbach's alpha of each index, among everybody that the exhibit shows."""
    shown = np.logical_or.reduce(list(masks.values()))
    indices = [variable for variable in items_of(exhibit, book) if variable.index]
    return [alpha_row(variable, data, book, shown & asked(data, variable), sampling) for variable in indices]


def _sampled(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """Who is behind an exhibit (in one of its groups, with a weight, in the base of one of its variables), and how its sampling was
    treated."""
    based = np.logical_or.reduce([behind(exhibit, variable, data, book) for variable in items_of(exhibit, book)])
    inside = np.logical_or.reduce(list(masks.values())) & based & (sampling.design.weights > 0)
    weight = float(sampling.design.weights[inside].sum())
    basis = EstimateRow(EVERYTHING, BASE, TOTAL, int(inside.sum()), weight, sampling.clusters_in(inside))
    facts = [] if sampling.simple else sampling_rows(sampling, inside, data["wave"], list(masks.values()))
    return [basis, *facts]


def _shares(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    answers = categories_of(data, variable, exhibit, book)
    base = base_of(exhibit, variable, data)
    wanted = counted_answers(exhibit, variable, book)
    indicators = [np.isin(answers, codes).astype(float) for _, codes in wanted]
    domains = np.column_stack([base & mask for mask in masks.values() for _ in wanted])
    outcomes = np.column_stack([indicator for _ in masks for indicator in indicators])
    means = sampling.domain_means(outcomes, domains)
    low, high = sampling.rules.of_shares(means, np.repeat(_freedom(masks, base, sampling), len(wanted)))
    counts = (outcomes * domains * (sampling.design.weights > 0)[:, None]).sum(axis=0)
    offered = {group: _offered(wanted, variable, data[base & mask], exhibit, book) for group, mask in masks.items()}
    rows: list[EstimateRow] = []
    for g, group in enumerate(masks):
        first = g * len(wanted)
        rows.append(EstimateRow(variable.name, BASE, group, int(means.n[first]), float(means.n_weighted[first])))
        for c, (category, _) in enumerate(wanted):
            k = first + c
            weighted = means.n_weighted[k] * np.nan_to_num(means.estimate[k])
            numbers = (weighted, means.estimate[k], means.se[k], low[k], high[k], means.deff[k])
            known = numbers if offered[group][c] else ()
            rows.append(EstimateRow(variable.name, category, group, int(counts[k]), *known))
    return rows


def _freedom(masks: dict[str, Mask], base: Mask, sampling: Sampling) -> Floats:
    """Degrees of freedom a group: clusters minus strata among its own respondents, NaN where none are left."""
    return np.array([sampling.freedom_of(mask & base) for mask in masks.values()])


def _offered(
    wanted: list[tuple[str, list[str]]], variable: Variable, rows: pd.DataFrame, exhibit: Exhibit, book: Codebook
) -> list[bool]:
    """Whether each answer could be given by anybody in the rows: an answer not on the form is not an answer of nobody."""
    if exhibit.collapse or exhibit.bins or not variable.is_coded or rows.empty:
        return [True] * len(wanted)
    waves = {str(choice.code): choice.waves for choice in book.value_set(variable.value_set).choices}
    present = set(rows["wave"])
    return [any(c in waves and (not waves[c] or present & set(waves[c])) for c in codes) for _, codes in wanted]


def _means(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    values = numbers_of(data, variable)
    valid = asked(data, variable) & ~np.isnan(values)
    domains = np.column_stack([valid & mask for mask in masks.values()])
    outcomes = np.repeat(values[:, None], len(masks), axis=1)
    means = sampling.domain_means(outcomes, domains)
    low, high = sampling.rules.of_numbers(means.estimate, means.se, _freedom(masks, valid, sampling))
    columns = (means.n_weighted, means.estimate, means.se, low, high, means.deff)
    rows = [
        EstimateRow(variable.name, MEAN, group, int(means.n[k]), *(column[k] for column in columns))
        for k, group in enumerate(masks)
    ]
    if exhibit.sd:
        spread = deviations(outcomes, sampling.design, domains)
        rows += [
            EstimateRow(variable.name, SD, group, int(means.n[k]), means.n_weighted[k], spread[k])
            for k, group in enumerate(masks)
        ]
    if exhibit.range:
        counted = valid & (sampling.design.weights > 0)
        rows += [row for group, mask in masks.items() for row in _ends(variable.name, group, values[counted & mask])]
    return rows


def _ends(variable: str, group: str, values: Floats) -> Iterator[EstimateRow]:
    """The smallest and the largest of some answers (n,), each with how many gave just that."""
    for category, end in ((SMALLEST, np.min), (LARGEST, np.max)):
        value = float(end(values)) if len(values) else float("nan")
        yield EstimateRow(variable, category, group, int((values == value).sum()), estimate=value)


def _totals(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    of, counted = asked(data, variable), [str(category) for category in exhibit.counted]
    values = np.where(of, numbers_of(data, variable), np.nan) if not counted else np.full(len(data), np.nan)
    if counted:
        inside = np.isin(categories_of(data, variable, exhibit, book), counted).astype(float)
        values = np.where(base_of(exhibit, variable, data), inside, np.nan)
    adjusted = of if exhibit.nonresponse == "adjusted" else None
    rows = total_rows(variable.name, values, masks, sampling, bool(counted), adjusted)
    # Of a question that not everybody was asked, an empty cell is no missing answer; `asked_if` or `where` says who was.
    told = not variable.asked_of or variable.jumps or exhibit.where
    return rows + (missing_rows(variable.name, values, of, masks, sampling, adjusted is not None) if told else [])


def _ratios(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    above, below = (
        np.where(asked(data, each), numbers_of(data, each), np.nan)
        for each in (variable, book.variable(exhibit.denominator))
    )
    return ratio_rows(variable.name, above, below, masks, sampling)


def _quantiles(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    values = np.where(asked(data, variable), numbers_of(data, variable), np.nan)
    rows = quantile_rows(variable.name, values, exhibit.quantiles, masks, sampling)
    return rows if sampling.simple else rows + open_quantiles(rows, values, masks, sampling)


def _kappas(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """Kappa of two codings; the categories are those of both, so that answers nobody gave change nothing."""
    other = book.variable(exhibit.compared_with)
    both = [np.where(base_of(exhibit, v, data), categories_of(data, v, exhibit, book), "") for v in (variable, other)]
    names = {name: code for code, name in enumerate(sorted({*both[0], *both[1]} - {""}))}
    first, second = (np.array([names.get(name, -1) for name in coding], dtype=np.intp) for coding in both)
    return kappa_rows(variable.name, first, second, len(names), masks, sampling)


def _changes(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    net, _ = net_rows(variable.name, scores_of(exhibit, variable, data, book), masks, sampling)
    return _shares(exhibit, variable, data, book, masks, sampling) + net


def _histogram(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """Shares of the classes of a number; one outside all of them is in no class that could be left out."""
    answers, values = categories_of(data, variable, exhibit, book), numbers_of(data, variable)
    shown = np.logical_or.reduce(list(masks.values())) & asked(data, variable)
    beyond = (
        shown
        & ~np.isnan(values)
        & ~np.isin(answers, [category for category, _ in counted_answers(exhibit, variable, book)])
    )
    if beyond.any():
        found = f"{int(beyond.sum())} answers to {variable.name} lie outside the bins"
        raise BadInput([Problem(exhibit.chapter, exhibit.id, found, "Let the first and the last edge hold them all")])
    return _shares(exhibit, variable, data, book, masks, sampling)


def _promoters(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    """A net promoter score is a net change of those who recommend and those who do not."""
    answers = categories_of(data, variable, exhibit, book)
    shown = np.logical_or.reduce(list(masks.values())) & base_of(exhibit, variable, data)
    beyond = shown & (answers != "") & ~np.isin(answers, ELEVEN)
    if beyond.any():
        found = f"{variable.name} has {int(beyond.sum())} answers that are not whole numbers from 0 to 10"
        raise BadInput([Problem(exhibit.chapter, exhibit.id, found, "Set them to missing in the cleaning rules")])
    return _changes(exhibit, variable, data, book, masks, sampling)


def _valid(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], sampling: Sampling
) -> list[EstimateRow]:
    rows: list[EstimateRow] = []
    for group, mask in masks.items():
        answered = base_of(exhibit, variable, data) & mask
        n, weight = int(answered.sum()), float(sampling.design.weights[answered].sum())
        rows.append(EstimateRow(variable.name, BASE, group, n, weight, n))
    return rows


ESTIMATE: dict[str, Callable[..., list[EstimateRow]]] = {  # by kind of exhibit; each gives the rows of one variable
    "distribution": _shares,
    "share": _shares,
    "mean": _means,
    "total": _totals,
    "ratio": _ratios,
    "quantile": _quantiles,
    "change": _changes,
    NPS: _promoters,
    "histogram": _histogram,
    "kappa": _kappas,
    "valid_n": _valid,
}


WHOLE: dict[str, Callable[..., Made]] = {  # by kind of exhibit whose variables are not looked at one by one
    "contrast": _contrasts,
    "correlation": _correlations,
    "paired_change": _paired,
}


def _from_answers(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The numbers of an exhibit from the clean table of its instrument."""
    data, book = sources.data[exhibit.instrument], sources.books[exhibit.instrument]
    named = (exhibit.instrument, exhibit.design, exhibit.weights)
    samplings = sources.samplings
    sampling = samplings.of_persons(*named, exhibit.person, exhibit.waves) if exhibit.person else samplings.of(*named)
    panels = panels_from(inputs["panels"])

    def analysis(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        return analyse(exhibit, table, book, panels, sampling)

    if imputed := inputs.get("imputed"):
        return Tables(*over_imputations(exhibit, data, book, panels, sampling, imputed, analysis))
    return Tables(*analysis(data))


NUMBERS: dict[str, Numbers] = {
    **dict.fromkeys((*ESTIMATE, *WHOLE), _from_answers),
    "regression": from_model,
    "open_answers": open_tables,
    "joined": lambda exhibit, inputs, sources: Tables(estimates_table([], exhibit.id)),  # those of its parts, protected
}
