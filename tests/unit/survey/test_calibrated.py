"""Calibration removes from the variance what the margins explain, and nothing else."""

import numpy as np
from evalreport.survey.calibrated import calibrated_design, greg_residuals, indicators, raked_design
from evalreport.survey.design import Design
from evalreport.survey.linear import means, totals
from evalreport.survey.weighting import Margin


def setting(rows: int = 400) -> tuple[Design, list[Margin], np.ndarray]:
    rng = np.random.default_rng(11)
    office, sex, age = rng.integers(0, 20, rows), rng.integers(0, 2, rows), rng.integers(0, 3, rows)
    y = sex + 0.5 * age + rng.normal(0, 1, 20)[office] + rng.normal(0, 1, rows)
    design = Design(rng.uniform(1, 2, rows), office, (office >= 9).astype(np.intp))
    margins = [Margin("sex", sex, np.array([400.0, 300.0])), Margin("age", age, np.array([200.0, 300.0, 200.0]))]
    return design, margins, y


def test_the_total_of_a_margin_has_no_error():
    design, margins, _ = setting()
    for adjusted in (raked_design(design, margins), calibrated_design(design, *indicators(margins), "raking")):
        found = totals(margins[1].codes[:, None] == np.arange(3.0), adjusted)
        np.testing.assert_allclose(found.values, margins[1].totals, rtol=1e-9)
        assert found.se.max() < 1e-6


def test_linear_calibration_of_a_total_is_the_regression_estimator():
    design, margins, y = setting()
    x, known = indicators(margins)
    root = np.sqrt(design.weights)[:, None]
    slope = np.linalg.lstsq(root * x, root[:, 0] * y, rcond=None)[0]
    by_hand = (design.weights * y).sum() + (known - x.T @ design.weights) @ slope
    np.testing.assert_allclose(totals(y, calibrated_design(design, x, known)).values, by_hand, rtol=1e-10)


def test_the_variance_is_that_of_the_residuals():
    design, margins, y = setting()
    x, known = indicators(margins)
    calibrated = calibrated_design(design, x, known)
    root = np.sqrt(design.weights)[:, None]
    residual = y - x @ np.linalg.lstsq(root * x, root[:, 0] * y, rcond=None)[0]
    plain = Design(calibrated.weights, design.clusters, design.strata)
    np.testing.assert_allclose(totals(y, calibrated).se, totals(residual, plain).se, rtol=1e-9)


def test_the_two_conventions_are_close_and_both_below_ignoring_the_margins():
    clustered, margins, y = setting()
    design = Design(clustered.weights, np.arange(len(y)), np.zeros(len(y), dtype=np.intp))
    y = y + 3 * margins[0].codes
    raked = raked_design(design, margins)
    book = calibrated_design(design, *indicators(margins), "raking")
    ignoring = Design(raked.weights, design.clusters, design.strata)
    se = [means(y, chosen).se[0] for chosen in (raked, book, ignoring)]
    assert abs(se[0] / se[1] - 1) < 0.02
    assert se[0] < se[2] and se[1] < se[2]


def test_rows_without_weight_play_no_part():
    design, margins, y = setting()
    keep = np.arange(len(y)) % 4 > 0
    raked = raked_design(design.subset(keep), margins)
    fewer = [Margin(margin.name, margin.codes[keep], margin.totals) for margin in margins]
    alone = raked_design(Design(design.weights[keep], design.clusters[keep], design.strata[keep]), fewer)
    np.testing.assert_allclose(means(y, raked).se, means(y[keep], alone).se, rtol=1e-10)


def test_residuals_are_the_same_whatever_the_scale_of_columns():
    rng = np.random.default_rng(0)
    columns, base = np.column_stack([np.ones(50), rng.normal(600, 1, 50)]), rng.uniform(1, 2, 50)
    scores = rng.normal(0, 1, (50, 2))
    small, large = (greg_residuals(columns * [1, factor], base, base)(scores) for factor in (1, 1e6))
    np.testing.assert_allclose(small, large, atol=1e-9)
    np.testing.assert_allclose(columns.T @ small, 0, atol=1e-8)
