"""Weighting again: what the weights file carries is enough to make the weights, and to make them again without some respondents."""

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.design import Design
from evalreport.survey.design_tests import JACKKNIFE_T, difference
from evalreport.survey.replicates import jackknife, replicate
from evalreport.survey.reweighing import Part, margin_columns, parts_of, reweighed, reweigher
from evalreport.survey.sampling_facts import MARGINS as UNRAKED
from evalreport.survey.samplings import sampling_of
from evalreport.survey.weighting import Margin, rake_within, with_unknown

N = 120
DRAW = np.random.default_rng(5)
SEX = DRAW.integers(0, 2, N)
AGE = np.where(np.arange(N) % 20 == 0, -1, DRAW.integers(0, 3, N))
BASE = DRAW.uniform(2, 4, N)
BASE = BASE * (360 / BASE.sum())
MARGINS = (
    Margin("sex", SEX.astype(np.intp), np.array([200.0, 160.0])),
    Margin("age", AGE.astype(np.intp), np.array([150.0, 120.0, 90.0])),
)
LOW, HIGH = 1.0, 6.0
WEIGHTS = rake_within(BASE, [with_unknown(margin, BASE) for margin in MARGINS], LOW, HIGH)
OFFICE = np.arange(N) % 12
DATA = pd.DataFrame(
    {"respondent": [f"a-{i}" for i in range(N)], "wave": "a", "office": [f"o{office}" for office in OFFICE]}
)
FILE = pd.DataFrame(
    {"respondent": DATA["respondent"], "wave": "a", "weight": WEIGHTS, "base": BASE, "low": LOW, "high": HIGH}
).assign(**margin_columns(MARGINS))


def test_the_file_makes_its_own_weights_again():
    again = reweigher(parts_of(FILE), N)(BASE)
    assert again == pytest.approx(WEIGHTS, rel=1e-12)
    assert again[SEX == 0].sum() == pytest.approx(200)


def test_waves_are_raked_apart_and_a_margin_of_one_is_none_of_the_other():
    other = FILE.assign(wave="b", respondent="b" + FILE["respondent"]).drop(columns=["code_age", "total_age"])
    both = pd.concat([FILE, other], ignore_index=True)
    again = reweigher(parts_of(both), 2 * N)(np.tile(BASE, 2))
    assert again[:N] == pytest.approx(WEIGHTS, rel=1e-12)
    alone = rake_within(BASE, [MARGINS[0]], LOW, HIGH)
    assert again[N:] == pytest.approx(alone, rel=1e-9)


def test_without_an_office_the_margins_hold_and_its_respondents_weigh_nothing():
    base = np.where(OFFICE == 3, 0.0, BASE * 12 / 11)
    again = reweigher(parts_of(FILE), N)(base)
    assert (again[OFFICE == 3] == 0).all()
    assert again[SEX == 1].sum() == pytest.approx(160, rel=1e-9)
    assert again[again > 0].min() >= LOW - 1e-9 and again.max() <= HIGH + 1e-9


def test_a_category_that_lost_everybody_gives_its_population_away():
    again = reweigher(parts_of(FILE), N)(np.where(AGE == 2, 0.0, BASE))
    assert again.sum() == pytest.approx(360, rel=1e-9)


def test_rows_without_a_weight_are_left_out():
    table = FILE.copy()
    table.loc[0, ["base", "weight"]] = np.nan
    assert reweigher(parts_of(table), N)(np.where(np.arange(N) == 0, 0.0, BASE))[0] == 0


def test_the_test_of_a_difference_is_the_jackknife_with_raking_in_each_replicate():
    sampling = sampling_of(DATA, {"clusters": "office"}, FILE)
    y = DRAW.normal(size=N) + 0.3 * (SEX == 0)
    groups = [SEX == 0, SEX == 1]

    def gap(design):
        w = design.weights
        return np.array(
            [np.average(y[groups[0]], weights=w[groups[0]]) - np.average(y[groups[1]], weights=w[groups[1]])]
        )

    by_hand = jackknife(
        type(sampling.design)(BASE, sampling.design.clusters, sampling.design.strata),
        reweigher(parts_of(FILE), N),
        centre="estimate",
    )
    expected = replicate(gap, by_hand)
    found = difference(groups, y, sampling)
    assert found.name == JACKKNIFE_T
    assert found.statistic == pytest.approx(float(expected.values[0] / expected.se[0]), rel=1e-10)
    fixed = difference(groups, y, sampling_of(DATA, {"clusters": "office"}, FILE[["respondent", "weight"]]))
    assert fixed.statistic != pytest.approx(found.statistic, rel=1e-4)


def few_bounds():
    """A file whose bounds hold for the sample but not without the first of six offices, which carries most of one sex."""
    n = 60
    office = np.arange(n) % 6
    sex = np.where(office == 0, 1, 0)
    sex[[1, 8]] = 1  # two of other offices
    margin = Margin("sex", sex.astype(np.intp), np.array([144.0, 36.0]))
    base = np.full(n, 3.0)
    weight = rake_within(base, [margin], 2.0, 4.0)
    data = pd.DataFrame({"respondent": np.arange(n).astype(str), "wave": "a", "office": [f"o{o}" for o in office]})
    table = data[["respondent", "wave"]].assign(weight=weight, base=base, low=2.0, high=4.0, **margin_columns([margin]))
    return data, table, sex


def test_a_replicate_that_cannot_keep_the_bounds_is_raked_without_them_and_told():
    data, table, sex = few_bounds()
    sampling = sampling_of(data, {"clusters": "office"}, table)
    assert sampling.events == (("unbounded", "a", "o0"),)
    weights = np.asarray(sampling.replicates.weights)
    for column in weights.T:
        assert column[sex == 1].sum() == pytest.approx(36) and column.sum() == pytest.approx(180)
    assert weights[sex == 1, 0].max() == pytest.approx(18) and weights[:, 1:].max() <= 4 + 1e-9
    assert np.isfinite(sampling.means(np.arange(60.0)[:, None]).se[0])


def test_a_replicate_that_cannot_be_raked_keeps_the_weights_of_the_sample():
    margins = (
        Margin("first", np.array([0, 0, 1, 1, 1]), np.array([4.0, 6.0])),
        Margin("second", np.array([0, 1, 1, 0, 1]), np.array([3.0, 7.0])),
    )
    full = rake_within(np.ones(5), margins, 0.0, np.inf)
    part = Part(np.arange(5), margins, 0.0, np.inf, "a")
    left = (
        np.array([0.0, 1.0, 0.0, 1.0, 0.0]) * 5 / 2
    )  # the first are all of the second's last: no weights give both margins
    weights, events = reweighed([part], left, np.ones(5), full)
    assert events == [(UNRAKED, "a")] and weights == pytest.approx(full * left)


def test_collapsing_rows_to_kinds_leaves_the_replicates_as_they_are():
    sampling = sampling_of(DATA, {"clusters": "office"}, FILE)
    again = jackknife(Design(BASE, sampling.design.clusters, sampling.design.strata), reweigher(parts_of(FILE), N))
    np.testing.assert_allclose(np.asarray(sampling.replicates.weights), again.weights, rtol=1e-7)
    tied = sampling_of(DATA, {"clusters": "office"}, FILE.assign(base=3.0))
    assert len(tied.replicates.weights.factors) < N
