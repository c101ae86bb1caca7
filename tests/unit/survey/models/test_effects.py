"""Effects of a regression under a sampling: where they must equal something simpler. Agreement with R is in tests/golden."""

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.models.effects import effects
from evalreport.survey.models.regression import regression
from evalreport.survey.samplings import Sampling, sampling_of

N = 120
CLUSTERS = {"clusters": "office", "minimum_clusters": 2}


def people(seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    office = np.arange(N) % 12
    group = rng.integers(0, 3, N)
    age = rng.normal(40, 12, N)
    eta = 0.4 * (group == 1) - 0.6 * (group == 2) + 0.03 * (age - 40) + rng.normal(size=12)[office] * 0.5
    yes = (rng.uniform(size=N) < 1 / (1 + np.exp(-eta))).astype(float)
    frame = {"respondent": np.arange(N), "wave": "a", "office": office, "group": group, "age": age, "yes": yes}
    return pd.DataFrame(frame | {"weight": rng.uniform(0.5, 2, N)})


def columns(data: pd.DataFrame, age: bool = True) -> np.ndarray:
    parts = [np.ones(N), data["group"] == 1, data["group"] == 2, *([data["age"]] if age else [])]
    return np.column_stack(parts).astype(float)


def sampled(data: pd.DataFrame, spec: dict) -> Sampling:
    return sampling_of(data, spec, data[["respondent", "weight"]])


SPECS = pytest.mark.parametrize(
    "spec", [CLUSTERS, CLUSTERS | {"variance": "linearised"}], ids=["jackknife", "linearised"]
)


@SPECS
def test_groups_alone_have_the_differences_of_their_shares_as_marginal_effects(spec):
    data = people()
    sampling = sampled(data, spec)
    found = effects(columns(data, age=False), data["yes"].to_numpy(), sampling, "logistic", [[1, 2]])
    domains = data["group"].to_numpy()[:, None] == np.arange(3)
    shares = sampling.means(np.repeat(data["yes"].to_numpy()[:, None], 3, axis=1), domains)
    gaps = shares.contrast(np.array([[-1.0, 1, 0], [-1.0, 0, 1]]))
    assert found.margins.values == pytest.approx(gaps.values, abs=1e-10)
    assert found.margins.se == pytest.approx(gaps.se, rel=1e-8)


def test_linearised_and_jackknifed_errors_lie_close_together():
    data = people()
    errors = [
        effects(columns(data), data["yes"].to_numpy(), sampled(data, spec), "logistic", [[1, 2]]).margins.se
        for spec in (CLUSTERS, CLUSTERS | {"variance": "linearised"})
    ]
    assert errors[0] == pytest.approx(errors[1], rel=0.15) and not (errors[0] == errors[1]).any()


@SPECS
def test_the_origin_of_a_number_costs_no_digits(spec):
    data = people()
    here, far = columns(data), columns(data)
    far[:, 3] += 1e6
    found = [effects(x, data["yes"].to_numpy(), sampled(data, spec), "logistic", [[1, 2]]) for x in (here, far)]
    assert found[0].margins.values == pytest.approx(found[1].margins.values, rel=1e-7)
    assert found[0].margins.se == pytest.approx(found[1].margins.se, rel=1e-7)


def test_a_linear_regression_has_its_coefficients_as_effects():
    data = people()
    sampling = sampled(data, CLUSTERS | {"variance": "linearised"})
    found = effects(columns(data), data["yes"].to_numpy(), sampling)
    plain = regression(columns(data), data["yes"].to_numpy(), sampling.design)
    assert found.margins.values == pytest.approx(plain.coefficients.values[1:])
    assert found.margins.se == pytest.approx(plain.coefficients.se[1:])
    assert (found.df == plain.df).all()


def test_a_replicate_that_loses_a_group_counts_nothing():
    data = people()
    data.loc[data["office"] == 3, "group"] = 2
    data.loc[data["office"] != 3, "group"] %= 2  # all of group 2 are in one office
    found = effects(columns(data), data["yes"].to_numpy(), sampled(data, CLUSTERS), "linear", [[1, 2]])
    assert np.isnan(found.coefficients.scores).any(axis=1).sum() == 1
    assert np.isfinite(found.coefficients.se).all()


def test_few_clusters_have_larger_errors_and_fewer_degrees_of_freedom_each():
    data = people()
    sampling = sampled(data, CLUSTERS | {"variance": "linearised"})
    small = effects(columns(data), data["yes"].to_numpy(), sampling, small=True)
    plain = effects(columns(data), data["yes"].to_numpy(), sampling)
    assert small.coefficients.values == pytest.approx(plain.coefficients.values)
    assert len(set(np.round(small.df, 6))) == 4 and (small.df < 11).all()
    with pytest.raises(ValueError, match="least squares"):
        effects(columns(data), data["yes"].to_numpy(), sampling, "logistic", small=True)
