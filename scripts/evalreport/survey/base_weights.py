"""Base weights from the population of each unit (office), small and silent units merged by a rule."""

import numpy as np

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.weighting import Floats, Ints


def merged_units(answers: Ints, pool: Ints, minimum: int) -> Ints:
    """Cell (U,) of each unit with answers (U,) respondents, in pool (U,) 0…P-1.

    Within a pool all units with fewer than `minimum` respondents form one cell; while that cell has too few itself, the pool's
    unit with the fewest respondents joins it. A cell has the number of its first unit.
    """
    cell = np.arange(len(answers))
    for group in np.unique(pool):
        members = np.flatnonzero(pool == group)
        members = members[np.argsort(answers[members], kind="stable")]
        small = int(np.sum(answers[members] < minimum))
        while 0 < small < len(members) and answers[members[:small]].sum() < minimum:
            small += 1
        if small:
            cell[members[:small]] = members[:small].min()
    return cell


def base_weights(
    unit: Ints, population: Floats, pool: Ints, minimum: int = 5, source: str = "weights"
) -> tuple[Floats, Ints]:
    """Weights (n,) = population over respondents of the row's cell, and the cell (U,) of each unit; see `merged_units`.

    unit (n,) 0…U-1 of each row, population (U,), pool (U,). Errors: BadInput for a cell with people and no respondents, or
    with respondents and fewer people than these.
    """
    answers = np.bincount(unit, minlength=len(population))
    cell = merged_units(answers, pool, minimum)
    people = np.bincount(cell, population, len(population))
    count = np.bincount(cell, answers, len(population))
    wrong = np.flatnonzero((count > people) | ((people > 0) & (count == 0)))
    if len(wrong):
        hint = "The population covers everybody who answered, and each pool has somebody who did"
        raise BadInput(
            [Problem(source, f"unit {u}", f"{count[u]:g} respondents of {people[u]:g}", hint) for u in wrong]
        )
    return (people / np.maximum(count, 1))[cell[unit]], cell
