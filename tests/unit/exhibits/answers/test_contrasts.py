"""Differences between groups: their value, their error, and when there is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.exhibits.answers.contrasts import contrast_rows
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import FEW_CLUSTERS, MEAN
from evalreport.survey.models.regression import regression
from evalreport.survey.samplings import sampling_of

N = 240
DRAW = np.random.default_rng(3)
OFFICE = np.repeat(np.arange(24), 10)
ARM = OFFICE % 2  # offices lie in one arm
WAVE = np.arange(N) % 2  # and answer in both waves
Y = (DRAW.normal(size=N) + 0.6 * DRAW.normal(size=24)[OFFICE] + 0.4 * ARM * WAVE > 0).astype(float)
DATA = pd.DataFrame({"respondent": [f"r{i}" for i in range(N)], "office": [f"o{o}" for o in OFFICE]})
SPEC = {"clusters": "office"}
MASKS = {f"a{a}w{w}": (a == ARM) & (w == WAVE) for a in (0, 1) for w in (0, 1)}
BASE = np.ones(N, dtype=bool)
CHANGE = {"id": "change", "plus": ["a1w1"], "minus": ["a1w0"]}
DID = {"id": "did", "plus": ["a1w1", "a0w0"], "minus": ["a1w0", "a0w1"]}


def linearised():
    return replace(sampling_of(DATA, SPEC, None), replicates=None)


def one(contrast, sampling, values=Y, masks=MASKS):
    estimates, tests = contrast_rows("q", values, BASE, [contrast], masks, sampling)
    return estimates[0], tests[0]


def test_a_difference_of_shares_is_the_difference_of_the_groups_shares():
    row, test = one(CHANGE, sampling_of(DATA, SPEC, None))
    assert row[:3] == ("q", MEAN, "change") and row[3] == 60
    assert row[5] == pytest.approx(Y[MASKS["a1w1"]].mean() - Y[MASKS["a1w0"]].mean(), rel=1e-12)
    assert row[7] < row[5] < row[8] and test[1] == "change" and test[4] == 11


def test_a_difference_in_differences_is_the_interaction_of_a_regression():
    row, _ = one(DID, linearised())
    columns = np.column_stack([np.ones(N), ARM, WAVE, ARM * WAVE]).astype(float)
    fitted = regression(columns, Y, linearised().design).coefficients
    assert row[5] == pytest.approx(fitted.values[3], rel=1e-10)
    assert row[6] == pytest.approx(fitted.se[3], rel=1e-8)


def test_offices_in_both_waves_make_the_change_more_certain_than_separate_samples():
    together = one(CHANGE, linearised())[0][6]
    apart = DATA.assign(office=[f"o{o}w{w}" for o, w in zip(OFFICE, WAVE, strict=True)])
    separate = one(CHANGE, replace(sampling_of(apart, SPEC, None), replicates=None))[0][6]
    assert together < separate


def test_the_jackknife_is_close_to_the_linearised_error():
    jackknifed, linear = (one(DID, s)[0][6] for s in (sampling_of(DATA, SPEC, None), linearised()))
    assert jackknifed == pytest.approx(linear, rel=0.1) and jackknifed != linear


def test_too_few_clusters_or_no_answers_leave_no_number():
    few = MASKS | {"a1w1": MASKS["a1w1"] & (OFFICE < 6)}
    row, test = one(CHANGE, sampling_of(DATA, SPEC, None), masks=few)
    assert np.isnan(row[5]) and test[-1] == FEW_CLUSTERS
    row, test = one(CHANGE, sampling_of(DATA, SPEC, None), masks=MASKS | {"a1w0": BASE & False})
    assert row[3] == 0 and np.isnan(row[5]) and np.isnan(test[6])


def evidence(p):
    frame = View(
        exhibit="x",
        chapter="c",
        language="nb",
        title="T",
        kind="contrast",
        display="table",
        statistic="share_difference",
        variables=(Item("q", "Spørsmål"),),
        categories=(),
        panels=(Panel("contrasts", "", (Item("change", "Endring"),)),),
    )
    cell = {
        "n": 60,
        "estimate": -0.0321,
        "ci_low": -0.081,
        "ci_high": 0.017,
        "suppressed": 0,
        "group": "change",
        "category": MEAN,
    }
    test = {
        "variable": "q",
        "groups": "change",
        "test": "jackknife_t",
        "p": p,
        "p_adjusted": float("nan"),
        "reason": "",
    }
    return Evidence(frame, {("q", MEAN, "change"): cell}, (test,), (0.05, 0.1))


def test_a_table_of_differences_has_value_mark_and_interval():
    assert grid_of(evidence(0.2)).rows[0][1].replace("\u00a0", " ") == "−3,2 (−8,1; 1,7)"
    assert "−3,2\\*" in grid_of(evidence(0.01)).rows[0][1]


def test_the_note_says_what_the_numbers_are_and_what_a_mark_means():
    assert note(evidence(0.2)) == "Forskjeller i prosentpoeng, 95 % konfidensintervall i parentes."
    assert "* = statistisk signifikant på 5 %-nivå (designbasert t-test (jackknife))" in note(evidence(0.01))
