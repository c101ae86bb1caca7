"""What notes and the summary say of lonely strata, of the variance, of replicates that did without, and of those who did not answer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.evaluation.model import Exhibit, Group
from evalreport.exhibits.answers.answers import Panels
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.notes.sampling import missing_notes, sampling_notes
from evalreport.exhibits.view import Item, Panel, View
from evalreport.survey.samplings import sampling_of
from evalreport.verify.summary import summary
from evalreport.words.catalogue import word

LANGUAGES = ("nb", "nn", "en")
VIEW = View(
    exhibit="x", chapter="c", language="en", title="T", kind="mean", display="table", statistic="mean",
    variables=(Item("y", "Y"),), categories=(), panels=(Panel("g", "G", (Item("a", "A"), Item("b", "B"))),),
    clusters="offices", intervals=True,
)  # fmt: skip
PANELS: Panels = (("g", (Group("a", "A", {"arm": ("a",)}), Group("b", "B", {"arm": ("b",)}))),)


def staff(lost: int = 0) -> pd.DataFrame:
    """300 answers from 20 offices in two regions; of the first `lost` neither office nor region is known."""
    rng, n = np.random.default_rng(1), 300
    data = pd.DataFrame(
        {"respondent": np.arange(n).astype(str), "wave": "w", "office": [f"o{i % 20}" for i in range(n)]}
    )
    number = data["office"].str[1:].astype(int)
    data["region"] = np.where(number < 10, "north", "south")
    data["arm"] = np.where(np.arange(n) // 20 % 2 == 0, "a", "b")
    data["y"] = rng.normal(5, 1, n) + number % 5 * 0.3
    data.loc[: lost - 1, ["office", "region"]] = None
    return data


class Book:
    """As much of a codebook as an exhibit of numbers asks for."""

    def variable(self, name):
        class Number:
            asked_of, index, waves, breaks, is_coded, type = "", None, ("w",), {}, False, "number"
            jumps = ()

        Number.name = name
        return Number


def tables(data, kind="mean", **spec):
    exhibit = Exhibit("x", "c", "", kind, "staff", ("y",), by=("g",), test="t" if kind == "mean" else "none",
                      quantiles=(0.5,) if kind == "quantile" else ())  # fmt: skip
    sampling = sampling_of(data, {"clusters": "office", "strata": "region", **spec}, None)
    return analyse(exhibit, data, Book(), PANELS, sampling)


@pytest.mark.parametrize("kind", ["mean", "total", "quantile"])
def test_one_answer_without_an_office_costs_no_interval(kind):
    whole, one = tables(staff(), kind), tables(staff(1), kind)
    shown = [t[0][~t[0]["variable"].str.startswith("*") & (t[0]["category"] != "*")] for t in (whole, one)]
    shown = [table.reset_index(drop=True) for table in shown]
    assert shown[1]["se"].notna().all() and (shown[1]["ci_low"] < shown[1]["ci_high"]).all()
    if (
        kind == "total"
    ):  # of a cluster with one answer among larger ones the total does differ, as it would without strata
        assert (shown[1]["se"] > shown[0]["se"]).all()
        assert (shown[1]["se"] < 3 * shown[0]["se"]).all()
    else:
        np.testing.assert_allclose(shown[0]["se"], shown[1]["se"], rtol=0.1)
    if kind == "mean":
        assert one[1]["p"].iloc[0] == pytest.approx(whole[1]["p"].iloc[0], rel=0.1)


@pytest.mark.parametrize("rule", ["pool", "certainty", "adjust", "average", "missing"])
@pytest.mark.parametrize("variance", ["jackknife", "linearised"])
def test_lonely_strata_are_told_in_the_note_and_the_summary(rule, variance):
    estimates, tests = tables(staff(1), lonely=rule, variance=variance)
    for language in LANGUAGES:
        said = " ".join(sampling_notes(evidence_from(replace(VIEW, language=language), estimates, tests, (0.05,))))
        assert ("1; " in said or ": 1;" in said) and "{" not in said and "offices" in said
    text = summary("T", [], {}, [estimates], pd.DataFrame(), [], pd.DataFrame())
    assert "- x: 1 clusters alone in their stratum" in text and f"`lonely: {rule}`" in text
    known = estimates.loc[estimates["category"] == "mean", "se"].notna()
    assert known.tolist() == ([False, True] if rule == "missing" else [True, True])
    assert np.isnan(tests["p"].iloc[0]) == (rule == "missing")


def test_without_lonely_strata_nothing_is_told():
    estimates, tests = tables(staff())
    said = sampling_notes(evidence_from(VIEW, estimates, tests, (0.05,)))
    assert said == ["Intervals and tests rest on the jackknife over offices."]
    assert "## Sampling" not in summary("T", [], {}, [estimates], pd.DataFrame(), [], pd.DataFrame())
    silent = replace(VIEW, intervals=False)
    assert sampling_notes(evidence_from(silent, estimates, tests.iloc[:0], (0.05,))) == []


@pytest.mark.parametrize("variance", ["jackknife", "linearised"])
def test_the_note_says_which_variance_it_is(variance):
    estimates, tests = tables(staff(), variance=variance)
    (said,) = sampling_notes(evidence_from(VIEW, estimates, tests, (0.05,)))
    assert ("jackknife" in said) == (variance == "jackknife")
    assert tests["test"].iloc[0] == {"jackknife": "jackknife_t", "linearised": "design_t"}[variance]
    gap = np.diff(estimates.loc[estimates["category"] == "mean", "estimate"])[0]
    assert abs(gap) > 0


def test_interval_and_test_rest_on_the_same_variance():
    """Of two groups that share no office, the test's standard error is that of the two intervals together."""
    data = staff()
    data["arm"] = np.where(data["region"] == "north", "a", "b")
    for variance in ("jackknife", "linearised"):
        estimates, tests = tables(data, variance=variance)
        means = estimates[estimates["category"] == "mean"]
        gap, error = -np.diff(means["estimate"])[0], np.sqrt((means["se"] ** 2).sum())
        assert tests["statistic"].iloc[0] == pytest.approx(gap / error, rel=1e-9)


def test_totals_say_how_many_did_not_answer():
    data = staff()
    data.loc[data.index % 10 == 0, "y"] = None
    estimates, tests = tables(data, "total")
    view = replace(VIEW, statistic="total")
    for language in LANGUAGES:
        found = evidence_from(replace(view, language=language), estimates, tests, (0.05,))
        (said,) = missing_notes(found)
        assert "{" not in said and ("10" in said)
    assert missing_notes(evidence_from(view, tables(staff(), "total")[0], tests, (0.05,))) == []


def test_a_replicate_that_did_without_bounds_is_told():
    row = {
        "exhibit": "x",
        "variable": "*sampling",
        "category": "unbounded|2008|o7|people",
        "group": "total",
        "estimate": 1.0,
    }
    fact = pd.DataFrame([row | {"n": None, "suppressed": 0}])
    text = summary("T", [], {}, [fact], pd.DataFrame(), [], pd.DataFrame())
    assert (
        "- x: weights people, wave 2008 without cluster o7: the weights could not reach the margins within the bounds"
        in text
    )
    said = sampling_notes(evidence_from(VIEW, fact, pd.DataFrame(), (0.05,)))
    assert len(said) == 1 and said[0].startswith(
        "Without one of these (offices) the weights cannot stay within their bounds"
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_respondents_outside_the_weighted_population_are_told(language):
    data = staff()
    weights = pd.DataFrame({"respondent": data["respondent"][7:], "weight": 1.0})
    sampling = replace(sampling_of(data, {"clusters": "office"}, weights), scheme="panel")
    exhibit = Exhibit("x", "c", "", "mean", "staff", ("y",), by=("g",))
    estimates, tests = analyse(exhibit, data, Book(), PANELS, sampling)
    said = sampling_notes(evidence_from(replace(VIEW, language=language), estimates, tests, (0.05,)))
    told = word("outside_weights", language).format(count="7")
    assert told in said
