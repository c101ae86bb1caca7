"""Every number of an exhibit as a sum over respondents: what a published row tells of who is counted in it.

A count is the sum of 0 and 1, a sum or mean that of answers. Coefficients are whole numbers: values are scaled by SCALE, which keeps
six decimals, so that elimination is exact. What is no sum (alpha, design-based errors) has no vector.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from evalreport.clean.index_values import item_values
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.disclosure.ledger import Vector
from evalreport.disclosure.possible import REAL
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.answers.answers import (
    asked,
    base_of,
    before,
    behind,
    categories_of,
    counted_answers,
    numbers_of,
    outcome_of,
    scores_of,
)
from evalreport.exhibits.answers.paired_rows import partners
from evalreport.exhibits.statistics import COUNTED
from evalreport.files.estimates import (
    ADJUSTED,
    ALPHA,
    BASE,
    CONSTANT,
    CORRELATION,
    EVERYTHING,
    FIRST,
    KAPPA,
    LARGEST,
    LEFT_OUT,
    MEAN,
    MISSING,
    MODEL,
    NET,
    RATIO,
    SECOND,
    SMALLEST,
    SUM,
    TOTAL,
    quantile_id,
)
from evalreport.survey.design import Floats, Mask

Key = tuple[str, str, str]  # variable, category, group
Found = Iterator[tuple[Key, list[Vector]]]
SCALE = 10**6


def vectors_of(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> dict[Key, list[Vector]]:
    """Row of the estimates -> what it tells, as vectors (n,) over the rows of a clean table; masks: group -> its rows (n,), and of a
    model EVERYTHING -> all that it looks at."""
    items = items_of(exhibit, book)
    found = {key: made for v in items for key, made in VECTORS[exhibit.kind](exhibit, v, data, book, masks)}
    shown = np.logical_or.reduce(list(_groups(masks).values()))
    based = np.logical_or.reduce([behind(exhibit, v, data, book) for v in items])
    modelled = [vectors[0] for key, vectors in found.items() if key[:2] == (MODEL, BASE)]
    found[EVERYTHING, BASE, TOTAL] = [np.maximum.reduce(modelled) if modelled else _count(shown & based)]
    for variable in items:
        if variable.index:
            whole = ~np.isnan(item_values(data, variable.index, book)).any(axis=1)
            found[variable.name, ALPHA, EVERYTHING] = [_count(shown & asked(data, variable) & whole)]
    return found


def read_with(exhibit: Exhibit, book: Codebook) -> tuple[tuple[str, ...], ...]:
    """The questions whose answers a number of an exhibit reads side by side, a tuple a number; none where each stands alone."""
    return READ_WITH.get(exhibit.kind, _one_by_one)(exhibit, tuple(v.name for v in items_of(exhibit, book)))


def _one_by_one(exhibit: Exhibit, items: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Each question, with those that the exhibit names besides its own."""
    others = (exhibit.denominator, exhibit.compared_with, *(each["variable"] for each in exhibit.covariates))
    beside = tuple(name for name in others if name)
    return tuple((name, *beside) for name in items) if beside else ()


def _groups(masks: Mapping[str, Mask]) -> dict[str, Mask]:
    return {group: mask for group, mask in masks.items() if group != EVERYTHING}


def _count(mask: Mask) -> Vector:
    return mask.astype(np.int64)


def _sum(values: Floats, mask: Mask) -> Vector:
    return np.rint(np.where(mask, np.nan_to_num(values), 0.0) * SCALE).astype(np.int64)


def _shares(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    answers, base = categories_of(data, variable, exhibit, book), base_of(exhibit, variable, data)
    for group, mask in masks.items():
        inside = base & mask
        yield (variable.name, BASE, group), [_count(inside)]
        for category, codes in counted_answers(exhibit, variable, book):
            yield (variable.name, category, group), [_count(inside & np.isin(answers, codes))]


def _changes(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    yield from _shares(exhibit, variable, data, book, masks)
    score = scores_of(exhibit, variable, data, book)
    for group, mask in masks.items():
        yield (variable.name, NET, group), [_sum(score, mask)]


def _means(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """Number, sum and sum of squares: a mean comes with its standard error."""
    values = numbers_of(data, variable)
    valid = asked(data, variable) & ~np.isnan(values)
    for group, mask in masks.items():
        inside = valid & mask
        yield (variable.name, MEAN, group), [_count(inside), _sum(values, inside), _sum(values**2, inside)]
        yield from _ends(variable.name, group, values, inside, data) if exhibit.range else ()


def _ends(variable: str, group: str, values: Floats, inside: Mask, data: pd.DataFrame) -> Found:
    """An end of the answers tells who gave just that, and that nobody is beyond it."""
    answers = values[inside & _real(data)]
    for category, beyond, end in ((SMALLEST, np.less_equal, np.min), (LARGEST, np.greater_equal, np.max)):
        at = end(answers) if len(answers) else np.nan
        yield (variable, category, group), [_count(inside & beyond(values, at))]


def _real(data: pd.DataFrame) -> Mask:
    """Rows (n,) of answers that somebody gave, where others stand beside them that could have been given."""
    return data[REAL].to_numpy(dtype=bool) if REAL in data else np.ones(len(data), dtype=bool)


def _totals(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    if exhibit.counted:
        counted = np.isin(categories_of(data, variable, exhibit, book), [str(code) for code in exhibit.counted])
        values = np.where(base_of(exhibit, variable, data), counted.astype(float), np.nan)
    else:
        values = np.where(asked(data, variable), numbers_of(data, variable), np.nan)
    of, told = asked(data, variable), ADJUSTED if exhibit.nonresponse == "adjusted" else MISSING
    for group, mask in masks.items():
        inside = mask & ~np.isnan(values)
        yield (variable.name, BASE, group), [_count(inside)]
        yield (variable.name, SUM, group), [_sum(values, inside), _sum(values**2, inside)]
        yield (told, variable.name, group), [_count(mask & of & np.isnan(values)), _count(mask & of)]


def _ratios(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """A ratio says that its numerator less the ratio times its denominator is 0; both are taken as known."""
    above, below = (
        np.where(asked(data, each), numbers_of(data, each), np.nan)
        for each in (variable, book.variable(exhibit.denominator))
    )
    for group, mask in masks.items():
        inside = mask & ~np.isnan(above) & ~np.isnan(below)
        yield (variable.name, BASE, group), [_count(inside)]
        yield (variable.name, RATIO, group), [_sum(above, inside), _sum(below, inside)]


def _quantiles(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """A quantile comes with the number of respondents on its smaller side; both sides are taken as known."""
    values = np.where(asked(data, variable), numbers_of(data, variable), np.nan)
    real = _real(data)
    for group, mask in masks.items():
        inside = mask & ~np.isnan(values)
        yield (variable.name, BASE, group), [_count(inside)]
        for p in exhibit.quantiles:
            ordered = np.sort(values[inside & real])
            at = ordered[min(int(np.ceil(p * len(ordered))) - 1, len(ordered) - 1)] if len(ordered) else np.nan
            sides = [_count(inside & (values <= at)), _count(inside & (values >= at))]
            yield (variable.name, quantile_id(p), group), sides


def _contrasts(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """A difference between groups is taken to tell the number and the sum of each of them."""
    values, base = numbers_of(data, variable), base_of(exhibit, variable, data)
    if exhibit.counted:
        counted = np.isin(categories_of(data, variable, exhibit, book), [str(code) for code in exhibit.counted])
        values = counted.astype(float)
    inside = base & ~np.isnan(values)
    for contrast in exhibit.contrasts:
        groups = [masks[name] & inside for name in (*contrast["plus"], *contrast["minus"])]
        yield (
            (variable.name, MEAN, contrast["id"]),
            [*(_count(group) for group in groups), *(_sum(values, group) for group in groups)],
        )


def _paired(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """Each wave tells of its own answers of the persons, and a change is taken to tell the sums of both."""
    base, partner, values = base_of(exhibit, variable, data), partners(exhibit, data), numbers_of(data, variable)
    if exhibit.counted:
        counted = np.isin(categories_of(data, variable, exhibit, book), [str(code) for code in exhibit.counted])
        values = counted.astype(float)
    for group, mask in masks.items():
        persons = _count(first := mask & base)
        second = np.zeros(len(data), dtype=bool)
        second[partner[first]] = True
        sums = [_sum(values, first), _sum(values, second)]
        for prefix, inside, total in zip((FIRST, SECOND), (first, second), sums, strict=True):
            yield (variable.name, BASE, prefix + group), [persons]
            if exhibit.counted:
                yield (variable.name, COUNTED, prefix + group), [_count(inside & (values == 1))]
            else:
                yield (variable.name, MEAN, prefix + group), [_count(inside), total]
        yield (variable.name, BASE, group), [persons]
        yield (variable.name, MEAN, group), [persons, *sums]


def _regressions(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """The effect of a group is taken to tell the number and the sum of each group that stands in the regression.

    Who takes part has an outcome, all covariates, and a group in every grouping; groups of one grouping share nobody."""
    outcome = outcome_of(exhibit, variable, data, book)
    groups = _groups(masks)
    inside = ~np.isnan(outcome) & (np.sum(list(groups.values()), axis=0) == max(len(exhibit.by), 1))
    for covariate in (book.variable(each["variable"]) for each in exhibit.covariates):
        inside = inside & asked(data, covariate) & ~np.isnan(numbers_of(data, covariate))
    everybody = [_count(inside), _sum(outcome, inside)]
    yield (MODEL, BASE, variable.name), [_count(inside)]
    out = masks[EVERYTHING] & asked(data, variable) & ~inside
    yield (MODEL, LEFT_OUT, variable.name), [_count(out)]
    for name in (CONSTANT, *(each["variable"] for each in exhibit.covariates)):
        yield (name, MEAN, variable.name), everybody
    for group, mask in groups.items() if exhibit.by else ():
        yield (group, MEAN, variable.name), [_count(mask & inside), _sum(outcome, mask & inside)]


def _kappas(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """Kappa is taken to tell how many have both codings, and how many the same answer in both."""
    other = book.variable(exhibit.compared_with)
    first, second = (categories_of(data, v, exhibit, book) for v in (variable, other))
    both = base_of(exhibit, variable, data) & base_of(exhibit, other, data) & (first != "") & (second != "")
    for group, mask in masks.items():
        inside = mask & both
        yield (variable.name, BASE, group), [_count(inside)]
        yield (variable.name, KAPPA, group), [_count(inside), _count(inside & (first == second))]


def _correlations(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    """A correlation comes with how many answered both questions; the sum of their products is taken as known too."""
    x, inside = numbers_of(data, variable), masks[TOTAL] & asked(data, variable)
    for other in before(exhibit, variable, book):
        product = x * numbers_of(data, other)
        both = inside & asked(data, other) & ~np.isnan(product)
        yield (variable.name, CORRELATION, other.name), [_count(both), _sum(product, both)]


def _valid(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: Mapping[str, Mask]
) -> Found:
    base = base_of(exhibit, variable, data)
    for group, mask in masks.items():
        yield (variable.name, BASE, group), [_count(base & mask)]


VECTORS: dict[str, Callable[..., Found]] = {  # by kind of exhibit; each gives the rows of one variable
    "distribution": _shares,
    "share": _shares,
    "mean": _means,
    "total": _totals,
    "ratio": _ratios,
    "quantile": _quantiles,
    "change": _changes,
    "nps": _changes,
    "histogram": _shares,
    "correlation": _correlations,
    "contrast": _contrasts,
    "paired_change": _paired,
    "regression": _regressions,
    "kappa": _kappas,
    "valid_n": _valid,
    "open_answers": _valid,  # how many wrote something decides whether what they wrote is printed
}
READ_WITH: dict[str, Callable[[Exhibit, tuple[str, ...]], tuple[tuple[str, ...], ...]]] = {
    "correlation": lambda exhibit, items: (items,),
}
