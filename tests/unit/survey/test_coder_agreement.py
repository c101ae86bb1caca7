"""Agreement of coders: Krippendorff's (2011) own examples, R's kappa, and what cannot be computed."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.agreement import cohen_kappa, krippendorff_alpha, observed_agreement

GOLDEN = Path(__file__).parents[2] / "golden" / "r_survey"
NONE = -1


def letters(text):
    return ["abcde".index(letter) for letter in text]


def table(*coders):
    return np.array(coders, dtype=np.intp).T


BINARY = table([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
NOMINAL = table(letters("aabbdcccedda"), letters("babbbcccedddd"[:12]))
FOUR_CODERS = table(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
)


@pytest.mark.parametrize(
    ("codes", "printed", "units"), [(BINARY, 0.095, 10), (NOMINAL, 0.692, 12), (FOUR_CODERS, 0.743, 11)]
)
def test_the_examples_of_krippendorff_2011(codes, printed, units):
    alpha = krippendorff_alpha(codes)
    assert (round(alpha.value, 3), alpha.n) == (printed, units)


def test_kappa_and_its_standard_error_are_those_of_r():
    codes, theirs = pd.read_csv(GOLDEN / "kappa.csv"), json.loads((GOLDEN / "reliability.json").read_text())
    found = cohen_kappa(codes["a"].to_numpy(), codes["b"].to_numpy())
    assert found.value == pytest.approx(theirs["kappa"], rel=1e-12)
    assert found.se == pytest.approx(theirs["kappa_se"], rel=1e-12)


def test_agreement_of_two_is_the_share_of_units_and_of_three_that_of_pairs():
    assert observed_agreement(BINARY) == pytest.approx(0.6)
    assert observed_agreement(table([0, 1], [0, 1], [0, 0])) == pytest.approx(4 / 6)


def test_the_interval_is_the_same_on_every_run_and_holds_the_estimate():
    first, second = krippendorff_alpha(NOMINAL), krippendorff_alpha(NOMINAL)
    assert first == second
    assert first.low < first.value < first.high
    assert krippendorff_alpha(NOMINAL, seed=1).low != first.low


def test_the_bootstrap_covers_about_as_often_as_it_says():
    """Two coders who take 25 per cent of their codes by chance: alpha of a large sample is the truth."""
    rng = np.random.default_rng(5)

    def draw(n):
        truth = rng.integers(0, 3, n)
        return np.array([np.where(rng.random(n) < 0.25, rng.integers(0, 3, n), truth) for _ in range(2)]).T

    truth = krippendorff_alpha(draw(200_000), replicates=2).value
    found = [krippendorff_alpha(draw(60), replicates=400) for _ in range(200)]
    assert 0.88 < np.mean([alpha.low <= truth <= alpha.high for alpha in found]) < 0.99


def test_units_with_one_coding_do_not_count():
    more = np.vstack([NOMINAL, [[0, NONE], [NONE, 1]]])
    assert krippendorff_alpha(more) == krippendorff_alpha(NOMINAL)
    assert cohen_kappa(more[:, 0], more[:, 1]) == cohen_kappa(NOMINAL[:, 0], NOMINAL[:, 1])


def test_what_does_not_vary_has_no_measure():
    same = np.zeros((8, 2), dtype=np.intp)
    assert np.isnan(cohen_kappa(same[:, 0], same[:, 1]).value)
    assert np.isnan(krippendorff_alpha(same).value)
    assert np.isnan(krippendorff_alpha(np.full((3, 2), NONE)).value)


def test_perfect_agreement_has_no_interval():
    alpha = krippendorff_alpha(table([0, 1, 1, 0], [0, 1, 1, 0]))
    assert alpha.value == 1
    assert np.isnan(alpha.low)
