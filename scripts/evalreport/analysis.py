"""One exhibit's numbers: estimates and tests from a clean table, in the two schemas every later stage reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalreport.codebook import Codebook, Variable
from evalreport.derive import where
from evalreport.estimation import Design, Floats, domain_means, logit_interval, simple_design, t_interval
from evalreport.evaluation import Exhibit, Group, items_of
from evalreport.significance import Test, one_way_anova, pearson_chi2, student_t
from evalreport.view import BASE, MEAN, TOTAL

ESTIMATES = [
    "exhibit",
    "variable",
    "category",
    "group",
    "n",
    "n_weighted",
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "deff",
    "suppressed",
]
TESTS = [
    "exhibit",
    "variable",
    "groups",
    "test",
    "statistic",
    "df1",
    "df2",
    "p",
    "p_adjusted",
    "effect",
    "effect_size",
    "reason",
]
COUNTED = "counted"  # the category of a share of several answers counted together

Mask = NDArray[np.bool_]
Panels = tuple[tuple[str, tuple[Group, ...]], ...]  # grouping id and its shown groups


def condition(data: pd.DataFrame, wanted: Mapping[str, Iterable[object]]) -> Mask:
    """Rows (n,) in which every variable named has one of its codes; a missing value never has."""
    return where(data, {name: tuple(codes) for name, codes in wanted.items()}).to_numpy(dtype=bool)


def asked(data: pd.DataFrame, variable: Variable) -> Mask:
    """Rows of waves that asked the question; in other waves an empty cell is no missing answer."""
    return data["wave"].isin(list(variable.waves)).to_numpy(dtype=bool)


def categories_of(data: pd.DataFrame, variable: Variable, exhibit: Exhibit, book: Codebook) -> NDArray[np.object_]:
    """Category id of each answer (n,): the collapse's, else the code as text; "" where there is no valid answer."""
    values = data[variable.name]
    known = values.notna().to_numpy()
    result = np.full(len(data), "", dtype=object)
    if exhibit.collapse:
        collapse = book.collapse(exhibit.collapse)
        names = {value: collapse.category_of(value) or "(none)" for value in values.dropna().unique()}
    else:
        names = {value: str(value) for value in values.dropna().unique()}
    result[known] = [names[value] for value in values[known]]
    return result


def shown_categories(variable: Variable, exhibit: Exhibit, book: Codebook) -> list[str]:
    """The categories an exhibit prints for a variable, in display order."""
    if exhibit.collapse:
        order = [category.id for category in book.collapse(exhibit.collapse).categories]
    else:
        order = [str(choice.code) for choice in book.value_set(variable.value_set).valid]
    wanted = [str(category) for category in exhibit.categories]
    return [category for category in order if not wanted or category in wanted]


def group_masks(data: pd.DataFrame, exhibit: Exhibit, panels: Panels) -> dict[str, Mask]:
    """Group id -> rows (n,) of the group inside the exhibit's base; the total last, where there is one."""
    base = condition(data, exhibit.where)
    masks = {group.id: base & condition(data, group.where) for _, groups in panels for group in groups}
    return masks | ({TOTAL: base} if exhibit.total or not masks else {})


def analyse(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, design: Design | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates and tests of a survey exhibit.

    data: a clean table (a row a respondent, columns of the codebook and `wave`); panels: the groupings with the groups
    shown; design: a row of weights, clusters and strata for each row of data, a simple random sample without it.
    Returns the tables of columns ESTIMATES and TESTS.
    """
    design = design or simple_design(len(data))
    masks = group_masks(data, exhibit, panels)
    estimate = {"distribution": _shares, "share": _shares, "mean": _means, "valid_n": _valid}[exhibit.kind]
    rows = [row for v in items_of(exhibit, book) for row in estimate(exhibit, v, data, book, masks, design)]
    estimates = pd.DataFrame(rows, columns=ESTIMATES[1:]).assign(exhibit=exhibit.id)[ESTIMATES]
    return estimates, _tests(exhibit, data, book, panels, masks)


def _base(exhibit: Exhibit, variable: Variable, data: pd.DataFrame) -> Mask:
    """Rows that count in the base of a variable."""
    inside = asked(data, variable)
    return inside if exhibit.base == "all" else inside & data[variable.name].notna().to_numpy()


def _counted(exhibit: Exhibit, variable: Variable, book: Codebook) -> list[tuple[str, list[str]]]:
    """Output category -> answer categories counted in it."""
    if exhibit.kind == "share":
        return [(COUNTED, [str(category) for category in exhibit.counted])]
    return [(category, [category]) for category in shown_categories(variable, exhibit, book)]


def _shares(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], design: Design
) -> list[tuple]:
    answers = categories_of(data, variable, exhibit, book)
    base = _base(exhibit, variable, data)
    wanted = _counted(exhibit, variable, book)
    indicators = [np.isin(answers, codes).astype(float) for _, codes in wanted]
    domains = np.column_stack([base & mask for mask in masks.values() for _ in wanted])
    outcomes = np.column_stack([indicator for _ in masks for indicator in indicators])
    means = domain_means(outcomes, domains, design)
    low, high = logit_interval(means.estimate, means.se, np.repeat(_freedom(masks, base, design), len(wanted)))
    counts = (outcomes * domains).sum(axis=0)
    offered = {group: _offered(wanted, variable, data[base & mask], exhibit, book) for group, mask in masks.items()}
    rows: list[tuple] = []
    for g, group in enumerate(masks):
        first = g * len(wanted)
        rows.append(_base_row(variable.name, group, int(means.n[first]), float(means.n_weighted[first])))
        for c, (category, _) in enumerate(wanted):
            k = first + c
            weighted = means.n_weighted[k] * np.nan_to_num(means.estimate[k])
            numbers = (means.estimate[k], means.se[k], low[k], high[k], means.deff[k])
            if not offered[group][c]:
                numbers, weighted = (float("nan"),) * 5, float("nan")
            rows.append((variable.name, category, group, int(counts[k]), weighted, *numbers, 0))
    return rows


def _freedom(masks: dict[str, Mask], base: Mask, design: Design) -> Floats:
    """Degrees of freedom a group: clusters minus strata among its own respondents, NaN where none are left."""
    inside = (replace(design, weights=design.weights * (mask & base)) for mask in masks.values())
    found = np.array([domain.degrees_of_freedom for domain in inside], dtype=float)
    return np.where(found > 0, found, np.nan)


def _offered(
    wanted: list[tuple[str, list[str]]], variable: Variable, rows: pd.DataFrame, exhibit: Exhibit, book: Codebook
) -> list[bool]:
    """Whether each answer could be given by anybody in the rows: an answer not on the form is not an answer of nobody."""
    if exhibit.collapse or not variable.is_coded or rows.empty:
        return [True] * len(wanted)
    waves = {str(choice.code): choice.waves for choice in book.value_set(variable.value_set).choices}
    present = set(rows["wave"])
    return [any(not waves[code] or present & set(waves[code]) for code in codes) for _, codes in wanted]


def _base_row(variable: str, group: str, n: int, weighted: float) -> tuple:
    nan = float("nan")
    return (variable, BASE, group, n, weighted, nan, nan, nan, nan, nan, 0)


def _numbers(data: pd.DataFrame, variable: Variable) -> Floats:
    return pd.to_numeric(data[variable.name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def _means(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], design: Design
) -> list[tuple]:
    values = _numbers(data, variable)
    valid = asked(data, variable) & ~np.isnan(values)
    domains = np.column_stack([valid & mask for mask in masks.values()])
    means = domain_means(np.repeat(values[:, None], len(masks), axis=1), domains, design)
    low, high = t_interval(means.estimate, means.se, _freedom(masks, valid, design))
    return [
        (variable.name, MEAN, group, int(means.n[k]), means.n_weighted[k], means.estimate[k], means.se[k])
        + (low[k], high[k], means.deff[k], 0)
        for k, group in enumerate(masks)
    ]


def _valid(
    exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, masks: dict[str, Mask], design: Design
) -> list[tuple]:
    nan = float("nan")
    rows: list[tuple] = []
    for group, mask in masks.items():
        answered = _base(exhibit, variable, data) & mask
        n = int(answered.sum())
        rows.append((variable.name, BASE, group, n, float(design.weights[answered].sum()), n, nan, nan, nan, nan, 0))
    return rows


def _tests(
    exhibit: Exhibit, data: pd.DataFrame, book: Codebook, panels: Panels, masks: dict[str, Mask]
) -> pd.DataFrame:
    if exhibit.test == "none":
        return pd.DataFrame(columns=TESTS)
    families = [(name, tuple(group.id for group in groups)) for name, groups in panels]
    if exhibit.test_groups:
        families = [("|".join(groups), groups) for groups in exhibit.test_groups]
    run = _chi2 if exhibit.test == "chi2" else _mean_test
    rows = []
    for variable in items_of(exhibit, book):
        for name, groups in families:
            # Groups of waves that did not ask the question take no part: they have no answers to compare.
            tested = [g for g in groups if (masks[g] & _base(exhibit, variable, data)).any()]
            test = run(exhibit, variable, data, book, [masks[g] for g in tested])
            numbers = (test.statistic, test.df1, test.df2, test.p, float("nan"), test.effect, test.effect_size)
            rows.append((exhibit.id, variable.name, name, test.name, *numbers, test.reason))
    return pd.DataFrame(rows, columns=TESTS)


TestRunner = Callable[[Exhibit, Variable, pd.DataFrame, Codebook, list[Mask]], Test]


def _chi2(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask]) -> Test:
    answers = categories_of(data, variable, exhibit, book)
    base = _base(exhibit, variable, data)
    columns = [np.isin(answers, codes) & base for _, codes in _counted(exhibit, variable, book)]
    if exhibit.kind == "share" or exhibit.categories:
        columns.append(base & ~np.logical_or.reduce(columns))  # everyone else, so that each row holds its whole base
    return pearson_chi2(np.array([[float((g & column).sum()) for column in columns] for g in groups]))


def _mean_test(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook, groups: list[Mask]) -> Test:
    values = _numbers(data, variable)
    samples = [values[g & asked(data, variable) & ~np.isnan(values)] for g in groups]
    if exhibit.test == "t" and len(samples) == 2:
        return student_t(samples[0], samples[1])
    return one_way_anova(samples)
