"""Variance under calibrated weights: only what the margins do not explain of an estimate varies from sample to sample.

Each function gives a map for `Design.calibration`: weighted scores z = w u (n, k) in, those whose cluster totals count out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from evalreport.survey.design import Design
from evalreport.survey.weighting import Floats, Ints, Margin, Method, calibrate, rake_steps

Residuals = Callable[[Floats], Floats]
RAKING_SWEEPS = 10


def greg_residuals(columns: Floats, base: Floats, weights: Floats) -> Residuals:
    """z = w (u - x'B) with B the regression of u on the calibration columns x (n, p), weighted by the weights before
    calibration (Deville & Särndal 1992, eq. 3.4; Särndal, Swensson & Wretman 1989). Columns may depend on each other."""
    root = np.sqrt(base)[:, None]
    size = np.linalg.norm(root * columns, axis=0)
    left, values, _ = np.linalg.svd(root * columns / np.where(size > 0, size, 1.0), full_matrices=False)
    basis = left[:, values > 1e-10 * values[0]]
    used = weights > 0
    safe = np.where(used, weights, 1.0)[:, None]

    def residuals(scores: Floats) -> Floats:
        u = scores / safe
        explained = basis @ (basis.T @ (root * u))
        return np.where(
            used[:, None],
            weights[:, None] * (u - np.divide(explained, root, out=np.zeros_like(u), where=root > 0)),
            0.0,
        )

    return residuals


def margin_residuals(codes: Sequence[Ints], steps: Sequence[Floats], sweeps: int = RAKING_SWEEPS) -> Residuals:
    """Scores with their mean in each category taken out, margin after margin, `sweeps` times over, w_m being the weights after
    margin m: z <- w_m (z / w_m - unweighted mean of it in the category).

    The convention of R's survey package for raked designs; `greg_residuals` is the alternative by the book.
    """

    def residuals(scores: Floats) -> Floats:
        for _ in range(sweeps if len(codes) > 1 else 1):
            for code, weights in zip(codes, steps, strict=True):
                scores = _centred(scores, code, weights)
        return scores

    return residuals


def _centred(scores: Floats, code: Ints, weights: Floats) -> Floats:
    used = weights > 0
    u = np.where(used, 1 / np.where(used, weights, 1.0), 0.0)[:, None] * scores
    counts = np.maximum(np.bincount(code, used), 1)
    means = np.column_stack([np.bincount(code, column) for column in u.T]) / counts[:, None]
    return weights[:, None] * (u - means[code])


def raked_design(design: Design, margins: Sequence[Margin], source: str = "weights", **stopping: float) -> Design:
    """The design with raked (one margin: post-stratified) weights and their variance. Errors as in `weighting.rake`.

    Post-stratification takes the mean in the category weighted by the weights before it, as Särndal, Swensson & Wretman (1992, ch. 7.6)
    and R's `postStratify` do; raking has R's own convention, see `margin_residuals`.
    """
    steps = rake_steps(design.weights, margins, source, **stopping)
    if len(margins) == 1:
        columns, _ = indicators(margins)
        return replace(design, weights=steps[-1], calibration=greg_residuals(columns, design.weights, steps[-1]))
    return replace(design, weights=steps[-1], calibration=margin_residuals([margin.codes for margin in margins], steps))


def calibrated_design(
    design: Design,
    columns: Floats,
    totals: Floats,
    method: Method = "linear",
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Design:
    """The design with weights calibrated to totals of columns (n, p) and the GREG variance."""
    weights = calibrate(design.weights, columns, totals, method, bounds)
    return replace(design, weights=weights, calibration=greg_residuals(columns, design.weights, weights))


def indicators(margins: Sequence[Margin]) -> tuple[Floats, Floats]:
    """Columns (n, sum of K) of 0 and 1 for the categories of margins, and their totals: calibration's view of raking."""
    columns = [np.arange(len(margin.totals)) == margin.codes[:, None] for margin in margins]
    return np.concatenate(columns, axis=1).astype(float), np.concatenate([margin.totals for margin in margins])
