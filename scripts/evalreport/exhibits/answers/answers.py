"""Who counts in an exhibit and what they answered: rows of its groups and bases, answers as categories, numbers and scores."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import Condition
from evalreport.codebook.jumps import led_past
from evalreport.evaluation.model import Exhibit, Group, Text, items_of
from evalreport.exhibits.answers.paired_rows import with_partner
from evalreport.exhibits.answers.scores import ELEVEN, sides_of
from evalreport.exhibits.bins import bin_ids, binned
from evalreport.files.errors import Problem, listed
from evalreport.files.estimates import BETTER, SAME, TOTAL, WORSE
from evalreport.survey.design import Floats, Mask

NAMED, ALL = "named", "all"  # bases besides `answered`: those who named any of several answers, and all who were asked
COUNTED = "counted"  # the category of a share of several answers counted together
_SHOWN = 8  # values named in one message
Panels = tuple[tuple[str, tuple[Group, ...]], ...]  # grouping id and its shown groups


def panels_from(data: Iterable[Any]) -> Panels:
    """Groupings as plain data, [[id, [{id, where}]]], as the analysis takes them."""
    return tuple((name, tuple(Group(g["id"], Text(""), g["where"]) for g in groups)) for name, groups in data)


def condition(data: pd.DataFrame, wanted: Condition) -> Mask:
    """Rows (n,) that meet a condition."""
    return where(data, wanted).to_numpy(dtype=bool)


def asked(data: pd.DataFrame, variable: Variable) -> Mask:
    """Rows of waves that asked the question, of respondents who were not led past it; for others an empty cell is no missing answer."""
    inside = data["wave"].isin(list(variable.waves))
    gates = {jump.gate: data[jump.gate] for jump in variable.jumps}
    return (inside & ~led_past(gates, variable.jumps, data.index)).to_numpy(dtype=bool)


def categories_of(
    data: pd.DataFrame, variable: Variable, exhibit: Exhibit, book: Codebook
) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Category id of each answer (n,): the collapse's, else the code as text; "" where there is no valid answer."""
    values = data[variable.name]
    if exhibit.bins:
        return binned(numbers_of(data, variable), exhibit.bins)
    known = values.notna().to_numpy()
    result = np.full(len(data), "", dtype=object)
    if exhibit.collapse:
        collapse = book.collapse(exhibit.collapse)
        names = {value: collapse.category_of(value) or "(none)" for value in values.dropna().unique()}
    else:
        names = {value: _as_code(value) for value in values.dropna().unique()}
    result[known] = [names[value] for value in values[known]]
    return result


def numbers_left_out(exhibit: Exhibit, data: pd.DataFrame, book: Codebook) -> Iterator[Problem]:
    """Numbers of the exhibit's variables that no category of its collapse holds: they would be in the base and in no answer."""
    if not exhibit.collapse:
        return
    collapse = book.collapse(exhibit.collapse)
    file = (Path(book.file).parent / "collapses.csv").as_posix()
    for variable in (v for v in items_of(exhibit, book) if not v.is_coded):
        counts = numbers_of(data, variable)
        values, n = np.unique(counts[~np.isnan(counts)], return_counts=True)
        left = [f"{v:g} ({k})" for v, k in zip(values, n, strict=True) if collapse.category_of(float(v)) is None]
        if left:
            found = f"no category for {listed(left, _SHOWN)} of {variable.name}, in exhibit {exhibit.id}"
            yield Problem(file, f"collapse {collapse.id}", found, "Widen a category, as 30-39, or correct the answers")


def _as_code(value: Any) -> str:
    """An answer as the text of its code; a whole number without decimals, however it is kept."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def shown_categories(variable: Variable, exhibit: Exhibit, book: Codebook) -> list[str]:
    """The categories an exhibit prints for a variable, in display order."""
    if exhibit.bins:
        return bin_ids(exhibit.bins)
    if exhibit.collapse:
        order = [category.id for category in book.collapse(exhibit.collapse).categories]
    else:
        order = [str(choice.code) for choice in book.value_set(variable.value_set).valid]
    wanted = [str(category) for category in exhibit.categories]
    return [category for category in order if not wanted or category in wanted]


def group_masks(data: pd.DataFrame, exhibit: Exhibit, panels: Panels, book: Codebook) -> dict[str, Mask]:
    """Group id -> rows (n,) of the group inside the exhibit's base; the total last, where there is one."""
    base = condition(data, exhibit.where)
    if exhibit.base == NAMED:
        base = base & _named(data, exhibit, book)
    masks = {group.id: base & condition(data, group.where) for _, groups in panels for group in groups}
    return masks | ({TOTAL: base} if exhibit.total or not masks else {})


def _named(data: pd.DataFrame, exhibit: Exhibit, book: Codebook) -> Mask:
    """Rows (n,) that gave a counted answer to one at least of the exhibit's variables."""
    counted = [str(category) for category in exhibit.counted]
    items = items_of(exhibit, book)
    return np.logical_or.reduce(
        [asked(data, v) & np.isin(categories_of(data, v, exhibit, book), counted) for v in items]
    )


def base_of(exhibit: Exhibit, variable: Variable, data: pd.DataFrame) -> Mask:
    """Rows that count in the base of a variable: of a change of the same persons, the first ones of those with both answers."""
    inside = asked(data, variable)
    inside = inside if exhibit.base in (ALL, NAMED) else inside & data[variable.name].notna().to_numpy()
    return with_partner(exhibit, data, inside) if exhibit.person else inside


def behind(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> Mask:
    """Rows that the numbers of a variable rest on: its base, of those alone who answered what is read beside it (ratios, kappa), or
    one of the variables before it (correlations)."""
    beside = [book.variable(name) for name in (exhibit.denominator, exhibit.compared_with) if name]
    based = np.logical_and.reduce([base_of(exhibit, each, data) for each in (variable, *beside)])
    if exhibit.kind != "correlation":
        return np.asarray(based, dtype=bool)
    pairs = [base_of(exhibit, other, data) for other in before(exhibit, variable, book)]
    return based & np.logical_or.reduce([np.zeros(len(data), dtype=bool), *pairs])


def counted_answers(exhibit: Exhibit, variable: Variable, book: Codebook) -> list[tuple[str, list[str]]]:
    """Output category -> answer categories counted in it."""
    if exhibit.counted:
        return [(COUNTED, [str(category) for category in exhibit.counted])]
    better, worse = sides_of(exhibit)
    if better:
        coded = variable.is_coded or bool(exhibit.collapse)
        offered = shown_categories(variable, exhibit, book) if coded else ELEVEN
        same = [name for name in offered if name not in (*better, *worse)]
        return [(BETTER, better), (SAME, same), (WORSE, worse)]
    return [(category, [category]) for category in shown_categories(variable, exhibit, book)]


def scores_of(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> Floats:
    """1 for better, -1 for worse, 0 for neither (n,); NaN outside the base."""
    answers = categories_of(data, variable, exhibit, book)
    better, worse = (np.isin(answers, codes) for codes in sides_of(exhibit))
    return np.where(base_of(exhibit, variable, data), better.astype(float) - worse, np.nan)


def before(exhibit: Exhibit, variable: Variable, book: Codebook) -> tuple[Variable, ...]:
    """The variables of an exhibit that stand before one: those it is correlated with, the columns of the lower triangle."""
    items = items_of(exhibit, book)
    return items[: [item.name for item in items].index(variable.name)]


def numbers_of(data: pd.DataFrame, variable: Variable) -> Floats:
    """The values of a variable (n,), NaN for none."""
    return pd.to_numeric(data[variable.name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def outcome_of(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> Floats:
    """What is explained (n,): 1 for a counted answer and 0 for another, or the number; NaN where there is no answer or `where` fails."""
    if exhibit.counted:
        counted = [str(category) for category in exhibit.counted]
        known = data[variable.name].notna().to_numpy() & base_of(exhibit, variable, data)
        values = np.where(known, np.isin(categories_of(data, variable, exhibit, book), counted), np.nan)
    else:
        values = np.where(asked(data, variable), numbers_of(data, variable), np.nan)
    return np.where(condition(data, exhibit.where), values, np.nan)
