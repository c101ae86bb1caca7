"""Totals, ratios, quantiles and net change by hand: values, who is behind them, and when there is no error."""

import numpy as np
import pandas as pd
import pytest
from evalreport.exhibits.answers.quantities import net_rows, quantile_rows, ratio_rows, total_rows
from evalreport.files.estimates import BASE, FEW_CLUSTERS, NET, RATIO, SUM, quantile_id
from evalreport.survey.replicates import replicate
from evalreport.survey.samplings import sampling_of, simple_sampling
from scipy.stats import t as student_t

NAN = float("nan")
Y = np.array([1.0, 2.0, 4.0, 8.0, NAN, 3.0])
DATA = pd.DataFrame({"respondent": list("abcdef"), "office": ["o1", "o1", "o2", "o2", "o3", "o3"]})
WEIGHTS = pd.DataFrame({"respondent": list("abcdef"), "weight": [1.0, 2.0, 1.0, 2.0, 5.0, 0.0]})
OFFICES = {"clusters": "office", "minimum_clusters": 2}
ALL = {"all": np.ones(6, dtype=bool), "none": np.zeros(6, dtype=bool)}


def estimate(rows, category, group="all"):
    (found,) = [row for row in rows if row[1] == category and row[2] == group]
    return found


def test_a_total_is_weighted_and_its_error_comes_from_the_clusters():
    sampling = sampling_of(DATA, OFFICES, WEIGHTS)
    rows = total_rows("y", Y, ALL, sampling, counted=False)
    row = estimate(rows, SUM)
    # 1 + 4 from o1, 4 + 16 from o2; o3 has an answer that weighs nothing and one that is missing, and is drawn all the same.
    assert row[3:6] == (4, 6.0, 25.0)
    assert row[6] == pytest.approx(np.sqrt(3 / 2 * ((5 - 25 / 3) ** 2 + (20 - 25 / 3) ** 2 + (25 / 3) ** 2)))
    assert row[8] - row[5] == pytest.approx(student_t.ppf(0.975, 1) * row[6])
    assert estimate(rows, BASE)[3:5] == (4, 6.0)
    assert np.isnan(estimate(rows, SUM, "none")[5]) and estimate(rows, BASE, "none")[3] == 0


def test_a_counted_total_has_the_counted_behind_it():
    rows = total_rows(
        "y", np.where(np.isnan(Y), np.nan, Y >= 2), ALL, sampling_of(DATA, OFFICES, WEIGHTS), counted=True
    )
    assert estimate(rows, SUM)[3:6] == (3, 6.0, 5.0)


def test_a_ratio_of_totals_among_those_who_have_both():
    below = np.array([2.0, 2.0, NAN, 4.0, 1.0, 1.0])
    sampling = sampling_of(DATA, None, WEIGHTS)
    row = estimate(ratio_rows("y", Y, below, ALL, sampling), RATIO)
    ratio = (1 + 4 + 16) / (2 + 4 + 8)
    assert row[3] == 3 and row[5] == pytest.approx(ratio)
    scores = np.array([1, 2, 0, 2, 0, 0]) * (np.nan_to_num(Y) - ratio * np.nan_to_num(below)) / 14
    assert row[6] == pytest.approx(np.sqrt(6 / 5 * (scores**2).sum()))


def test_quantiles_and_the_fewest_answers_beyond_them():
    rows = quantile_rows("y", Y, (0.25, 0.5, 0.9), ALL, simple_sampling(6))
    found = {row[1]: row for row in rows if row[2] == "all"}
    assert [found[quantile_id(p)][5] for p in (0.25, 0.5, 0.9)] == [2, 3, 8]
    assert [found[quantile_id(p)][3] for p in (0.25, 0.5, 0.9)] == [2, 3, 1]
    assert found["q50"][7] <= 3 <= found["q50"][8] and np.isnan(estimate(rows, "q50", "none")[5])
    assert quantile_id(0.025) == "q2_5"


def test_net_change_of_a_simple_sample_is_the_textbooks_t_test():
    score = np.array([1.0, 1, 1, 0, -1, NAN])
    rows, tests = net_rows("y", score, ALL, simple_sampling(6))
    sd = np.std([1, 1, 1, 0, -1], ddof=1)
    row, test = estimate(rows, NET), tests[0]
    assert row[3] == 5 and row[5] == pytest.approx(0.4) and row[6] == pytest.approx(sd / np.sqrt(5))
    assert test[:3] == ("y", "all", "t") and test[3] == pytest.approx(0.4 / (sd / np.sqrt(5))) and test[4] == 4
    assert test[6] == pytest.approx(2 * student_t.sf(test[3], 4))
    assert row[8] == pytest.approx(0.4 + student_t.ppf(0.975, 4) * row[6])
    assert tests[1][-1] == "no answers" and np.isnan(tests[1][6])


def test_net_change_under_a_design_varies_with_the_offices():
    data = pd.DataFrame({"respondent": [f"r{i}" for i in range(40)], "office": [f"o{i // 5}" for i in range(40)]})
    score = np.random.default_rng(5).integers(-1, 2, 40).astype(float)
    sampling = sampling_of(data, OFFICES, None)
    (row,), (test,) = net_rows("y", score, {"all": np.ones(40, dtype=bool)}, sampling)
    by_office = score.reshape(8, 5).mean(axis=1)
    left_out = np.array([np.delete(by_office, k).mean() for k in range(8)])
    assert row[6] == pytest.approx(np.sqrt(7 / 8 * ((left_out - score.mean()) ** 2).sum()))
    assert (test[2], test[4]) == ("jackknife_t", 6) and test[3] == pytest.approx(score.mean() / row[6])
    # In too few offices there is a number without error or test.
    few = sampling_of(data, OFFICES | {"minimum_clusters": 9}, None)
    (row,), (test,) = net_rows("y", score, {"all": np.ones(40, dtype=bool)}, few)
    assert row[5] == score.mean() and np.isnan(row[6]) and test[-1] == FEW_CLUSTERS


def test_the_jackknife_weighs_again_in_each_replicate():
    data = pd.DataFrame({"respondent": [f"r{i}" for i in range(12)], "office": [f"o{i // 2}" for i in range(12)]})
    arm = np.arange(12) // 2 % 2
    raked = pd.DataFrame(
        {
            "respondent": data["respondent"],
            "wave": "1",
            "base": 1.0,
            "low": 0.1,
            "high": 10.0,
            "code_arm": arm.astype(float),
        }
    ).assign(total_arm=np.where(arm == 0, 9.0, 3.0), weight=np.where(arm == 0, 1.5, 0.5))
    sampling = sampling_of(data, OFFICES, raked)
    score = np.array([1.0, 1, 0, -1, 1, 0, -1, -1, 1, 1, 0, 0])
    (row,), _ = net_rows("y", score, {"all": np.ones(12, dtype=bool)}, sampling)
    assert row[5] == pytest.approx((score * raked["weight"]).sum() / 12)
    again = replicate(
        lambda d: np.array([(d.weights * score).sum() / 12]), sampling.replicates
    )  # 12 people in each replicate
    assert row[6] == pytest.approx(again.se[0])
