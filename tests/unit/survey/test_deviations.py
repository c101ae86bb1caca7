"""Standard deviations, and means of a net score, held against R's survey package (tests/golden/r_survey/spreads.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.design import Design
from evalreport.survey.linear import deviations, means

FOLDER = Path(__file__).parents[2] / "golden" / "r_survey"
EXPECTED = pd.read_csv(FOLDER / "spreads.csv").set_index(["design", "what"])["value"]
DESIGNS = ("apisrs", "apistrat", "apiclus1", "apiclus2")
PARTS = [(name, part) for name in DESIGNS for part in ("all", "known")]


def data_of(name):
    d = pd.read_csv(FOLDER / f"{name}.csv")
    n = len(d)
    clusters = pd.factorize(d["dnum"])[0] if "clus" in name else np.arange(n)
    strata = pd.factorize(d["stype"])[0] if name == "apistrat" else np.zeros(n, dtype=int)
    return d, Design(d["pw"].to_numpy(dtype=float), clusters, strata)


def case(name, part):
    d, design = data_of(name)
    inside = (d["api99"] > 500).to_numpy() if part == "known" else np.ones(len(d), dtype=bool)
    score = np.clip(np.floor((d["api00"] - 300) / 60), 0, 10)
    return d, design, inside, score.to_numpy(dtype=float), lambda what: EXPECTED[f"{name}.{part}", what]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_standard_deviation_is_that_of_r(name, part):
    d, design, inside, _, expected = case(name, part)
    x = d[["api00"]].to_numpy(dtype=float)
    assert deviations(x, design, inside[:, None])[0] == pytest.approx(expected("sd"), rel=1e-12)
    plain = Design(np.ones(len(d)), np.arange(len(d)), np.zeros(len(d), dtype=int))
    assert deviations(x, plain, inside[:, None])[0] == pytest.approx(x[inside, 0].std(ddof=1), rel=1e-12)
    assert np.isnan(deviations(x, design, np.eye(len(d), 1, dtype=bool))[0])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_net_score_is_that_of_r(name, part):
    _, design, inside, score, expected = case(name, part)
    found = means(np.where(inside, (score >= 9).astype(float) - (score <= 6), np.nan)[:, None], design)
    assert (found.values[0], found.se[0]) == pytest.approx((expected("nps"), expected("nps_se")), rel=1e-10)
