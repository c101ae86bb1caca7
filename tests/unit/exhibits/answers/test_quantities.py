"""Totals, ratios, quantiles and net change by hand: values, who is behind them, and when there is no error."""

import numpy as np
import pandas as pd
import pytest
from evalreport.exhibits.answers.quantities import missing_rows, net_rows, quantile_rows, ratio_rows, total_rows
from evalreport.files.estimates import BASE, FEW_CLUSTERS, NET, RATIO, SUM, quantile_id
from evalreport.survey.intervals import quantile
from evalreport.survey.linear import means
from evalreport.survey.replicates import replicate
from evalreport.survey.reweighing import margin_columns
from evalreport.survey.samplings import sampling_of, simple_sampling
from evalreport.survey.weighting import Margin, rake_within
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
    assert np.isnan(estimate(rows, "q50", "none")[5])
    assert quantile_id(0.025) == "q2_5"


def test_a_quantile_has_an_interval_where_the_share_below_it_has_one_inside_0_and_1():
    outcome = np.concatenate([np.arange(40.0), [99.0]])
    everyone = {"all": np.ones(41, dtype=bool)}
    rows = quantile_rows("y", outcome, (0.01, 0.5, 0.98, 1.0), everyone, simple_sampling(41))
    found = {row[1]: row for row in rows}
    assert found["q50"][7] <= 20 <= found["q50"][8] and found["q50"][6] > 0
    for category in ("q1", "q98", "q100"):  # too few lie beyond them; beyond the last nobody
        assert np.isfinite(found[category][5]) and np.isnan(found[category][6:9]).all()


@pytest.mark.parametrize("rule", ["missing", "certainty"])
def test_a_quantile_whose_variance_is_unknown_has_no_interval(rule):
    rows = np.arange(60)
    data = pd.DataFrame({"respondent": rows.astype(str), "office": (rows % 12).astype(str)})
    data["region"] = np.where(data["office"] == "3", "x", "y")
    spec = {"clusters": "office", "strata": "region", "minimum_clusters": 2, "lonely": rule}
    (base, row) = quantile_rows("y", rows * 1.0, (0.5,), {"all": rows >= 0}, sampling_of(data, spec, None))
    assert np.isfinite(row[6:9]).tolist() == [rule == "certainty"] * 3 and row[5] == 29


def test_quantiles_of_raked_weights_have_the_jackknifes_variance_of_the_share():
    draw, n = np.random.default_rng(3), 200
    data = pd.DataFrame(
        {"respondent": np.arange(n).astype(str), "wave": "a", "office": (np.arange(n) % 20).astype(str)}
    )
    sex = draw.integers(0, 2, n)
    margin = Margin("sex", sex.astype(np.intp), np.array([260.0, 140.0]))
    weight = rake_within(np.full(n, 2.0), [margin], 0.1, 20.0)
    weights = data[["respondent", "wave"]].assign(
        weight=weight, base=2.0, low=0.1, high=20.0, **margin_columns([margin])
    )
    sampling = sampling_of(data, {"clusters": "office"}, weights)
    y = draw.normal(size=n) + 3 * sex
    (_, row) = quantile_rows("y", y, (0.5,), {"all": np.ones(n, bool)}, sampling)
    share = replicate(lambda d: means((y <= row[5]) * 1.0, d).values, sampling.replicates)
    low, high = (
        quantile(y, share.values[0] + side * student_t.ppf(0.975, 19) * share.se[0], sampling.design)
        for side in (-1, 1)
    )
    assert row[7:9] == (low, high)


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


def silent_sample(spec, weights=None):
    draw, n = np.random.default_rng(11), 240
    data = pd.DataFrame({"respondent": np.arange(n).astype(str), "office": (np.arange(n) % 24).astype(str)})
    y = draw.normal(10, 3, n)
    y[draw.random(n) < 0.2] = NAN
    return sampling_of(data, spec, weights), y, {"a": np.arange(n) % 2 == 0, "b": np.arange(n) % 3 == 0}


@pytest.mark.parametrize("variance", ["jackknife", "linearised"])
def test_an_adjusted_total_counts_the_silent_as_the_mean_of_their_group(variance):
    sampling, y, masks = silent_sample({"clusters": "office", "variance": variance})
    everybody = np.ones(240, dtype=bool)
    rows = total_rows("y", y, masks, sampling, counted=False, of=everybody)
    for group, mask in masks.items():
        row = estimate(rows, SUM, group)
        assert row[5] == pytest.approx(mask.sum() * np.nanmean(y[mask])) and row[3] == (mask & ~np.isnan(y)).sum()

    def by_hand(design):
        w = design.weights
        return np.array(
            [w[m].sum() * np.average(y[m & ~np.isnan(y)], weights=w[m & ~np.isnan(y)]) for m in masks.values()]
        )

    again = replicate(by_hand, sampling.replicates or silent_sample({"clusters": "office"})[0].replicates).se
    ours = [estimate(rows, SUM, group)[6] for group in masks]
    assert ours == pytest.approx(again, rel=1e-9 if variance == "jackknife" else 0.05)
    without = [estimate(total_rows("y", y, masks, sampling, counted=False), SUM, group) for group in masks]
    assert all(row[5] < estimate(rows, SUM, row[2])[5] for row in without)


def test_the_silent_are_counted_group_by_group():
    sampling, y, masks = silent_sample({"clusters": "office"})
    rows = missing_rows("y", y, np.arange(240) < 200, masks, sampling)
    for (_, variable, _, n, weight, share, *_), mask in zip(rows, masks.values(), strict=True):
        members = mask & (np.arange(240) < 200)
        assert variable == "y" and n == weight == (members & np.isnan(y)).sum() and share == n / members.sum()


@pytest.mark.parametrize("kind", ["total", "ratio", "mean", "quantile"])
def test_all_estimates_of_raked_weights_rest_on_the_variance_of_raking(kind):
    """A total of what raking holds fixed does not vary; the linearised variance of calibrated weights agrees with raking again."""
    draw, n = np.random.default_rng(8), 400
    data = pd.DataFrame(
        {"respondent": np.arange(n).astype(str), "wave": "a", "office": (np.arange(n) % 40).astype(str)}
    )
    sex = draw.integers(0, 2, n)
    margin = Margin("sex", sex.astype(np.intp), np.array([500.0, 700.0]))
    base = draw.uniform(2, 4, n)
    weight = rake_within(base, [margin], 0.1, 20.0)
    weights = data[["respondent", "wave"]].assign(
        weight=weight, base=base, low=0.1, high=20.0, **margin_columns([margin])
    )
    y = draw.normal(5, 1, n) + 8 * sex
    everybody = np.ones(n, bool)
    errors = {}
    for name, spec in {
        "jackknife": {"clusters": "office"},
        "linearised": {"clusters": "office", "variance": "linearised"},
        "rows": None,
    }.items():
        sampling = sampling_of(data, spec, weights)
        fixed = total_rows("sex", sex * 1.0, {"all": everybody}, sampling, counted=True)
        assert estimate(fixed, SUM)[5] == pytest.approx(700) and estimate(fixed, SUM)[6] < 1e-6
        rows = {
            "total": lambda s: total_rows("y", y, {"all": everybody}, s, counted=False),
            "ratio": lambda s: ratio_rows("y", y, sex + 1.0, {"all": everybody}, s),
            "quantile": lambda s: quantile_rows("y", y, (0.3,), {"all": everybody}, s),
            "mean": lambda s: [("y", "mean", "all", 0, 0, 0, s.domain_means(y[:, None], everybody[:, None]).se[0])],
        }[kind](sampling)
        errors[name] = rows[-1][6]
    assert errors["jackknife"] == pytest.approx(errors["linearised"], rel=0.05)
    assert errors["rows"] == pytest.approx(errors["jackknife"], rel=0.4)
    fixed_weights = sampling_of(data, {"clusters": "office"}, weights[["respondent", "weight"]])
    assert (
        errors["jackknife"]
        < 0.85
        * {
            "total": total_rows("y", y, {"all": everybody}, fixed_weights, counted=False)[-1][6],
            "ratio": ratio_rows("y", y, sex + 1.0, {"all": everybody}, fixed_weights)[-1][6],
            "quantile": quantile_rows("y", y, (0.3,), {"all": everybody}, fixed_weights)[-1][6],
            "mean": fixed_weights.domain_means(y[:, None], everybody[:, None]).se[0],
        }[kind]
    )
