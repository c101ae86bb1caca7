"""Effects of a regression under a sampling: coefficients and average marginal effects with the sampling's own variance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evalreport.survey.design import Floats, Mask
from evalreport.survey.estimates import Estimates
from evalreport.survey.models.regression import Family, Fit, fit, logistic
from evalreport.survey.models.small_samples import cr2
from evalreport.survey.samplings import Sampling
from evalreport.survey.tests import Test, wald


@dataclass(frozen=True)
class Effects:
    """Coefficients (p,), average marginal effects (p-1,) of the columns after the constant, degrees of freedom (p,) of each
    coefficient, and the rows (n,) that take part."""

    coefficients: Estimates
    margins: Estimates
    df: Floats
    known: Mask

    def together(self, columns: Sequence[int]) -> Test:
        """Wald's F test that the coefficients of some columns are all 0, on the degrees of freedom of the first."""
        return wald(self.coefficients, float(self.df[columns[0]]), np.eye(len(self.df))[list(columns)])


def effects(
    columns: Floats,
    outcome: Floats,
    sampling: Sampling,
    family: Family = "linear",
    groupings: Sequence[Sequence[int]] = (),
    small: bool = False,
) -> Effects:
    """Regress outcome (n,) on columns (n, p), the first of which is the constant, under a sampling.

    groupings: the columns that are the groups of one grouping (0 and 1, its reference group without a column); small: CR2 with
    Satterthwaite's degrees of freedom instead of the sampling's variance (least squares only). The marginal effect of a group is the
    mean over everybody of the probability if all were in it less that if all were in the reference group; of a number, the mean slope
    of the probability (Graubard & Korn 1999, Biometrics 55). Its variance knows that these are means over a sample. Replicates in
    which the regression cannot be made count nothing. Raises ValueError as `regression` and `cr2` do.
    """
    found, known, inside = fit(columns, outcome, sampling.design, family)
    n, p = np.full(columns.shape[1], float(known.sum())), columns.shape[1]
    if small:
        if family != "linear":
            raise ValueError("CR2 is for least squares")
        fitted, df = cr2(columns, outcome, sampling.design)
        return Effects(fitted, _without_constant(fitted), df, known)
    df = np.full(p, sampling.freedom_of(known) + 1 - p)
    switches = {column: list(group) for group in groupings for column in group}
    values = found.in_columns(found.solution)
    if sampling.replicates is None:
        coefficients = Estimates(values, found.in_columns(found.scores.T).T, inside, n)
        margins = _linearised(found, switches, coefficients)
        return Effects(coefficients, margins, df, known)
    weights = np.where(known[:, None], np.asarray(sampling.replicates.weights), 0.0)
    again = np.array([found.again(column) for column in weights.T])
    bases = np.repeat(known[:, None], p, axis=1)
    coefficients = sampling.replicates.estimates(values, found.in_columns(again.T).T, bases)
    if family == "linear":
        return Effects(coefficients, _without_constant(coefficients), df, known)
    full = _margins(found, switches, found.solution, found.weights)
    each = np.array([_margins(found, switches, s, w) for s, w in zip(again, weights.T, strict=True)])
    return Effects(coefficients, sampling.replicates.estimates(full, each, bases[:, 1:]), df, known)


def _without_constant(fitted: Estimates) -> Estimates:
    inside = None if fitted.inside is None else fitted.inside[:, 1:]
    return Estimates(fitted.values[1:], fitted.scores[:, 1:], fitted.design, fitted.n[1:], inside)


def _sides(found: Fit, column: int, switches: dict[int, list[int]]) -> tuple[Floats, Floats]:
    """The orthogonal columns (n, p) if everybody were in the group of a column, and if in its reference group."""
    off = found.x.copy()
    off[:, switches[column]] = 0.0
    on = off.copy()
    on[:, column] = 1.0
    back = np.linalg.inv(found.triangle)
    return on @ back, off @ back


def _effect(found: Fit, column: int, switches: dict[int, list[int]], solution: Floats) -> Floats:
    """The effect (n,) of a column on the probability of each row."""
    if column in switches:
        on, off = _sides(found, column, switches)
        return logistic(on @ solution) - logistic(off @ solution)
    mean = logistic(found.z @ solution)
    effect: Floats = float(found.in_columns(solution)[column]) * mean * (1 - mean)
    return effect


def _slope(found: Fit, column: int, switches: dict[int, list[int]], solution: Floats) -> Floats:
    """How the mean effect of a column changes with the solution (p,), under the weights of the fit."""
    w = found.weights / found.weights.sum()
    if column in switches:
        sides = _sides(found, column, switches)
        on, off = (side.T @ (w * _variance(side @ solution)) for side in sides)
        return np.asarray(on - off)
    mean = logistic(found.z @ solution)
    spread, coefficient = mean * (1 - mean), float(found.in_columns(solution)[column])
    own = np.linalg.inv(found.triangle)[column] * float(w @ spread)
    return np.asarray(own + coefficient * (found.z.T @ (w * spread * (1 - 2 * mean))))


def _variance(eta: Floats) -> Floats:
    mean = logistic(eta)
    return mean * (1 - mean)


def _margins(found: Fit, switches: dict[int, list[int]], solution: Floats, weights: Floats) -> Floats:
    """Average marginal effects (p-1,) under some weights (n,); NaN without a solution."""
    share = weights / weights.sum()
    each = (_effect(found, column, switches, solution) for column in range(1, len(solution)))
    return np.array([float(share @ effect) for effect in each])


def _linearised(found: Fit, switches: dict[int, list[int]], coefficients: Estimates) -> Estimates:
    """Average marginal effects with their linearised scores: those of a mean over the sample, and those through the solution."""
    if found.family == "linear":
        return _without_constant(coefficients)
    total, columns = found.weights.sum(), range(1, len(found.solution))
    of_rows = np.column_stack([_effect(found, column, switches, found.solution) for column in columns])
    values = found.weights @ of_rows / total
    slopes = np.column_stack([_slope(found, column, switches, found.solution) for column in columns])
    scores = found.weights[:, None] * (of_rows - values) / total + found.scores @ slopes
    return Estimates(values, scores, coefficients.design, coefficients.n[1:], coefficients.inside)
