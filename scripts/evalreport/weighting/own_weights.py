"""Weights from the data's own base weight, brought to what is known of the population: margins typed in, cells, totals of numbers.

Specifications come from `schemes.scheme_params`: plain data, groups as conditions.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from evalreport.files.errors import Problem, raise_if
from evalreport.survey.design import Mask
from evalreport.survey.reweighing import CUT, Part, weighed
from evalreport.survey.weighting import Floats, Margin
from evalreport.weighting.respondents import coded, column_of, numbers_told, response_of
from evalreport.weighting.totals import population_of, scaled_totals
from evalreport.weighting.wave import Wave

Spec = Mapping[str, Any]


def weigh_own(answers: pd.DataFrame, wave: str, spec: Spec, source: str) -> Wave:
    """The weights of a wave without a frame; answers: the wave's rows of the clean table.

    spec: `weight` (variable; everybody weighs 1 without it), `without_weight`, `cells` (margins: id, cells, totals), `numbers`
    (variable -> total), `calibration` (method, bounds) or `bounds` in mean weights,
    `nonresponse` (see `response_of`). Raises BadInput with all that is wrong.
    """
    answers, base = _based(answers, spec, source)
    response, problems = response_of(answers, spec["nonresponse"], source) if "nonresponse" in spec else (None, [])
    raise_if(problems)
    people = population_of([margin["totals"] for margin in spec["cells"]], float(base.sum()))
    found = [_margin(answers, margin, people, source) for margin in spec["cells"]]
    told = [numbers_told(answers, name, total, source) for name, total in spec["numbers"].items()]
    raise_if(problem for _, problems in (*found, *told) for problem in problems)
    margins, numbers = tuple(margin for margin, _ in found), tuple(number for number, _ in told)
    calibration = spec.get("calibration")
    if calibration:
        method = calibration["method"]
        low, high = calibration.get("bounds", (-np.inf, np.inf))
    else:
        answered = len(answers) if response is None else int(response.responded.sum())
        method, mean = CUT, people / answered
        low, high = (bound * mean for bound in spec["bounds"]) if "bounds" in spec else (0.0, np.inf)
    part = Part(np.arange(len(answers)), margins, low, high, wave, method, numbers, response)
    weights = weighed(part, base, source)
    units = pd.DataFrame({name: [] for name in ("population", "source", "pool", "answers", "cell")})
    nowhere = np.full(len(answers), -1, dtype=np.intp)
    ids = answers["respondent"].reset_index(drop=True)
    drawn = Wave(wave, ids, nowhere, base, weights, margins, units, (low, high), method, numbers, response)
    return drawn if response is None else _of_respondents(drawn, part.based(base, source), response.responded)


def _of_respondents(drawn: Wave, base: Floats, responded: Mask) -> Wave:
    """The wave of those who answered, with their base weights (n,) after the adjustment."""
    margins = tuple(replace(margin, codes=margin.codes[responded]) for margin in drawn.margins)
    numbers = tuple(replace(number, values=number.values[responded]) for number in drawn.numbers)
    ids = drawn.respondents[responded].reset_index(drop=True)
    own = replace(drawn, respondents=ids, unit=drawn.unit[responded], base=base[responded], drawn=drawn)
    return replace(own, weights=drawn.weights[responded], margins=margins, numbers=numbers, response=None)


def _based(answers: pd.DataFrame, spec: Spec, source: str) -> tuple[pd.DataFrame, Floats]:
    """The rows inside the weighted population and their base weights (n,)."""
    if "weight" not in spec:
        return answers, np.ones(len(answers))
    name = spec["weight"]
    values = pd.to_numeric(column_of(answers, name), errors="coerce").astype("Float64")
    problems = []
    wrong = (values < 0).fillna(False)
    if wrong.any():
        first = answers.loc[wrong, "respondent"].iloc[0]
        problems.append(
            Problem(source, name, f"{int(wrong.sum())} weights are negative, the first of {first}", "Zero or more")
        )
    missing = values.isna()
    if missing.any() and spec.get("without_weight") != "outside":
        found = (
            f"{int(missing.sum())} respondents have no weight, the first {answers.loc[missing, 'respondent'].iloc[0]}"
        )
        hint = "Write without_weight: outside where they do not belong to the weighted population"
        problems.append(Problem(source, name, found, hint))
    if not problems and not (values.fillna(0) > 0).any():
        problems.append(Problem(source, name, "nobody has a weight above 0", "The variable with the weights"))
    raise_if(problems)
    kept = answers[~missing].reset_index(drop=True)
    return kept, np.asarray(values[~missing], dtype=float)


def _margin(answers: pd.DataFrame, margin: Spec, people: float, source: str) -> tuple[Margin, list[Problem]]:
    """Category (n,) of each respondent (-1 in no cell) and the population of each cell; nobody may be in two."""
    cells = margin["cells"]
    codes, problems = coded(answers, cells, f"totals > {margin['id']}", source)
    totals = scaled_totals(margin["totals"], people)
    return Margin(margin["id"], codes, np.array([totals[cell] for cell in cells]), tuple(cells)), problems
