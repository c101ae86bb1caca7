"""Who counts in an exhibit and what they answered: rows of its groups and bases, answers as categories, numbers and scores."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Exhibit, Group, Text
from evalreport.files.estimates import BETTER, SAME, TOTAL, WORSE
from evalreport.survey.design import Floats, Mask

COUNTED = "counted"  # the category of a share of several answers counted together
Panels = tuple[tuple[str, tuple[Group, ...]], ...]  # grouping id and its shown groups


def panels_from(data: Iterable[Any]) -> Panels:
    """Groupings as plain data, [[id, [{id, where}]]], as the analysis takes them."""
    return tuple((name, tuple(Group(g["id"], Text(""), g["where"]) for g in groups)) for name, groups in data)


def condition(data: pd.DataFrame, wanted: Mapping[str, Iterable[object]]) -> Mask:
    """Rows (n,) in which every variable named has one of its codes; a missing value never has."""
    return where(data, {name: tuple(codes) for name, codes in wanted.items()}).to_numpy(dtype=bool)


def asked(data: pd.DataFrame, variable: Variable) -> Mask:
    """Rows of waves that asked the question; in other waves an empty cell is no missing answer."""
    return data["wave"].isin(list(variable.waves)).to_numpy(dtype=bool)


def categories_of(
    data: pd.DataFrame, variable: Variable, exhibit: Exhibit, book: Codebook
) -> np.ndarray[Any, np.dtype[np.object_]]:
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


def base_of(exhibit: Exhibit, variable: Variable, data: pd.DataFrame) -> Mask:
    """Rows that count in the base of a variable."""
    inside = asked(data, variable)
    return inside if exhibit.base == "all" else inside & data[variable.name].notna().to_numpy()


def counted_answers(exhibit: Exhibit, variable: Variable, book: Codebook) -> list[tuple[str, list[str]]]:
    """Output category -> answer categories counted in it."""
    if exhibit.counted:
        return [(COUNTED, [str(category) for category in exhibit.counted])]
    if exhibit.better:
        better, worse = ([str(category) for category in codes] for codes in (exhibit.better, exhibit.worse))
        same = [name for name in shown_categories(variable, exhibit, book) if name not in (*better, *worse)]
        return [(BETTER, better), (SAME, same), (WORSE, worse)]
    return [(category, [category]) for category in shown_categories(variable, exhibit, book)]


def scores_of(exhibit: Exhibit, variable: Variable, data: pd.DataFrame, book: Codebook) -> Floats:
    """1 for better, -1 for worse, 0 for neither (n,); NaN outside the base."""
    answers = categories_of(data, variable, exhibit, book)
    better, worse = (np.isin(answers, [str(code) for code in codes]) for codes in (exhibit.better, exhibit.worse))
    return np.where(base_of(exhibit, variable, data), better.astype(float) - worse, np.nan)


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
