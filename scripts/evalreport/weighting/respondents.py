"""What weights need of the rows of a wave: the cell each is in, its numbers, whether it answered and what that goes with."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.files.errors import Problem
from evalreport.survey.nonresponse import Response
from evalreport.survey.reweighing import Number
from evalreport.survey.weighting import Ints
from evalreport.weighting.measures import UNKNOWN

Spec = Mapping[str, Any]


def column_of(answers: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """One column of a table."""
    return answers[name]


def coded(answers: pd.DataFrame, cells: Mapping[str, Any], place: str, source: str) -> tuple[Ints, list[Problem]]:
    """The cell (n,) whose condition each row meets, -1 for none; nobody may be in two."""
    meets = np.array([where(answers, wanted).to_numpy(dtype=bool) for wanted in cells.values()])
    several = meets.sum(axis=0) > 1
    codes = np.where(meets.any(axis=0), meets.argmax(axis=0), -1).astype(np.intp)
    if not several.any():
        return codes, []
    first = answers["respondent"][several].iloc[0]
    found = f"{int(several.sum())} respondents are in more than one group, the first {first}"
    return codes, [Problem(source, place, found, "Groups of a margin exclude each other")]


def numbers_told(answers: pd.DataFrame, name: str, total: float, source: str) -> tuple[Number, list[Problem]]:
    """The numbers (n,) of a variable and their total in the population; everybody must have one."""
    values = pd.to_numeric(column_of(answers, name), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    missing = np.isnan(values)
    problems = []
    if missing.any():
        found = f"{int(missing.sum())} respondents have no {name}, the first {answers['respondent'][missing].iloc[0]}"
        problems.append(Problem(source, f"totals > {name}", found, "Calibrate to numbers that everybody has"))
    return Number(name, values, float(total)), problems


def response_of(answers: pd.DataFrame, spec: Spec, source: str) -> tuple[Response, list[Problem]]:
    """Who of those drawn answered, with the classes or what explains answering; and what is wrong with them.

    spec: `responded` (a condition), and `cells` (class -> condition), or `groupings` (name -> group -> condition), `covariates` and
    `classes` of a propensity.
    """
    responded = where(answers, spec["responded"]).to_numpy(dtype=bool)
    if not responded.any():
        return Response(responded), [Problem(source, "nonresponse", "nobody answered", "Say in `responded` who did")]
    if "cells" in spec:
        return _in_classes(answers, responded, spec["cells"], source)
    columns, names = [np.ones(len(answers))], ["constant"]
    problems: list[Problem] = []
    for grouping, groups in spec["groupings"].items():
        codes, wrong = coded(answers, groups, f"nonresponse > propensity > {grouping}", source)
        problems += wrong
        for code in np.unique(codes)[1:]:  # the first that occurs is what the others are measured from
            columns.append((codes == code).astype(float))
            names.append(list(groups)[code])
    for name in spec["covariates"]:
        number, wrong = numbers_told(answers, name, 0.0, source)
        problems += [replace(problem, place=f"nonresponse > propensity > {name}") for problem in wrong]
        columns.append(number.values)
        names.append(name)
    return Response(responded, None, np.column_stack(columns), spec["classes"], tuple(names)), problems


def _in_classes(
    answers: pd.DataFrame, responded: "np.ndarray[Any, np.dtype[np.bool_]]", cells: Mapping[str, Any], source: str
) -> tuple[Response, list[Problem]]:
    place = "nonresponse > classes"
    codes, problems = coded(answers, cells, place, source)
    names = (*cells, UNKNOWN)
    codes = np.where(codes < 0, len(cells), codes).astype(np.intp)
    here = np.unique(codes)
    for code in here:
        if not responded[codes == code].any():
            found = f"nobody of the {int((codes == code).sum())} drawn in {names[code]} answered"
            problems.append(Problem(source, place, found, "Merge the class with another"))
    own = np.searchsorted(here, codes).astype(np.intp)
    return Response(responded, own, names=tuple(names[code] for code in here)), problems
