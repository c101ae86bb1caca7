"""Answers against a stated number, by their ranks, and against another coding: plans, textbook results, and what is printed."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.evaluation.model import Evaluation, Exhibit, Group, Grouping, Instrument
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import FEW_CLUSTERS, KAPPA
from evalreport.survey.samplings import sampling_of, simple_sampling
from scipy import stats

N = 180
GROUPS = tuple(Group(f"g{c}", f"G{c}", {"arm": (c,)}) for c in "abc")
SETS = {
    "arm": ValueSet("arm", tuple(Choice(c, {"en": c}) for c in "abc")),
    "code": ValueSet("code", tuple(Choice(c, {"en": c}) for c in "xyz")),
    "five": ValueSet("five", tuple(Choice(c, {"en": str(c)}) for c in range(1, 6))),
}
TYPES = {"arm": ("single", "arm"), "score": ("scale", "five"), "one": ("single", "code"), "two": ("single", "code")}
VARIABLES = tuple(Variable(n, t, {"en": n.title()}, s, waves=("1",)) for n, (t, s) in TYPES.items())
BOOK = Codebook("staff", "staff.csv", ("1",), VARIABLES, SETS, {}, {}, {})
EVALUATION = Evaluation(
    id="e", folder=Path("e"), language="en", title="", subtitle="", commissioner="", institution="", authors=(), data_note="",
    value_notes={}, instruments={"staff": Instrument("staff", "Staff", "", "", {"1": {}})}, derived={}, response={},
    groupings={"arm": Grouping("arm", "Arm", GROUPS)}, significance_levels=(0.05,), disclosure={}, editions={},
    designs={"offices": {"instrument": "staff", "label": {"en": "offices"}, "clusters": "office"}},
)  # fmt: skip
GROUND = Ground(EVALUATION, {"staff": BOOK})


def exhibit(kind: str, variable: str, **keys) -> Exhibit:
    return Exhibit("x", "c", "T", kind, **{"instrument": "staff", "variables": (variable,), "by": ("arm",)} | keys)


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    arm = rng.integers(0, 3, N)
    one = rng.integers(0, 3, N)
    two = np.where(rng.uniform(size=N) < 0.6, one, rng.integers(0, 3, N))
    data = {"respondent": range(N), "wave": "1", "arm": [list("abc")[a] for a in arm], "office": np.arange(N) % 20}
    data["score"] = pd.array(np.clip(rng.integers(1, 6, N) + (arm == 2), 1, 5), dtype="Int64")
    return pd.DataFrame(data | {"one": [list("xyz")[a] for a in one], "two": [list("xyz")[a] for a in two]})


def evidence(plan: Exhibit, data: pd.DataFrame, sampling=None) -> Evidence:
    shown = tuple(group for group in GROUPS if not plan.groups or group.id in plan.groups)
    panels = (("arm", shown),) if plan.by else ()
    estimates, tests = analyse(plan, data, BOOK, panels, sampling or simple_sampling(len(data)))
    return evidence_from(KINDS[plan.kind].view(plan, GROUND), estimates, tests, (0.05,))


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (exhibit("share", "score", counted=(4, 5), stated=50), "stated: 50 of a share"),
        (exhibit("mean", "score", stated=3, test="t"), "stated beside test: t"),
        (exhibit("mean", "score", stated=3, display="bars"), "stated with display: bars"),
        (exhibit("share", "score", counted=(4, 5), test="rank"), "test: rank in an exhibit of kind share"),
        (exhibit("mean", "one", test="rank"), "test: rank of one, which is of type single"),
        (exhibit("change", "score", better=(4, 5), worse=(1, 2), test="rank"), "kind change with test: rank"),
        (exhibit("kappa", "one", compared_with="three"), "no variable 'three'"),
        (exhibit("kappa", "one", compared_with="one"), "compared with itself"),
        (exhibit("kappa", "one", compared_with="arm"), "no answer in common"),
    ],
)
def test_what_cannot_be_tested_is_told_before_the_first_job(plan, told):
    assert any(told in found for found, _ in KINDS[plan.kind].problems(plan, GROUND))


def test_without_a_design_the_textbook_tests_stand():
    data = answers()
    samples = [data.loc[data["arm"] == c, "score"].to_numpy(dtype=float) for c in "abc"]
    (test,) = evidence(exhibit("mean", "score", test="rank"), data).tests
    h = stats.kruskal(*samples)
    assert (test["test"], test["statistic"], test["p"]) == (
        "kruskal_wallis",
        pytest.approx(h.statistic),
        pytest.approx(h.pvalue),
    )
    (test,) = evidence(exhibit("mean", "score", test="rank", test_groups=(("ga", "gc"),)), data).tests
    u = stats.mannwhitneyu(samples[0], samples[2], use_continuity=False, method="asymptotic")
    assert (test["statistic"], test["p"]) == (pytest.approx(u.statistic), pytest.approx(u.pvalue))
    assert test["effect_size"] < 0  # the first group ranks lower
    stated = evidence(exhibit("mean", "score", stated=3.0), data)
    for test, sample in zip(stated.tests, samples, strict=True):
        t = stats.ttest_1samp(sample, 3.0)
        assert (test["statistic"], test["p"]) == (pytest.approx(t.statistic), pytest.approx(t.pvalue))


def test_under_a_design_ranks_do_not_depend_on_the_scale():
    data = answers()
    sampling = sampling_of(data, {"clusters": "office"}, None)
    plan = exhibit("mean", "score", test="rank", design="offices")
    grown = data.assign(score=data["score"] ** 3)
    first, second = (evidence(plan, d, sampling).tests[0] for d in (data, grown))
    assert first["test"] == "jackknife_rank_f" and first["statistic"] == pytest.approx(second["statistic"])
    few = data.assign(arm=np.where((data["arm"] == "a") & (data["office"] > 2), "b", data["arm"]))
    assert evidence(plan, few, sampling).tests[0]["reason"] == FEW_CLUSTERS


def test_numbers_that_differ_from_the_stated_one_are_marked():
    data = answers()
    found = evidence(exhibit("mean", "score", stated=3.0), data)
    cells = dict(zip([g.id for g in found.view.groups], grid_of(found).rows[0][1:], strict=True))
    marked = {test["groups"]: test["p"] < 0.05 for test in found.tests}
    assert {name: cell.endswith("\\*") for name, cell in cells.items()} == marked and any(marked.values())
    assert "* = differs from 3 at the 5% level (t test)." in note(found)
    assert "None differs from 3.02 at the 5% level (t test)." in note(
        evidence(exhibit("mean", "score", stated=3.02, groups=("ga", "gb")), data.assign(score=np.arange(N) % 5 + 1))
    )


def test_one_number_has_its_test_in_words():
    found = evidence(exhibit("share", "score", counted=(4, 5), stated=0.125, by=()), answers())
    assert "Tested against 12.5% (t test): t(179) = " in note(found)


def test_kappa_is_that_of_the_table_of_both_codings():
    data = answers()
    found = evidence(exhibit("kappa", "one", compared_with="two", by=()), data)
    table = pd.crosstab(data["one"], data["two"], normalize=True).to_numpy()
    expected = table.sum(axis=1) @ table.sum(axis=0)
    assert found.value("one", KAPPA, "total") == pytest.approx((np.trace(table) - expected) / (1 - expected))
    assert "agreement with «Two» beyond that of chance" in note(found)
    same = evidence(exhibit("kappa", "one", compared_with="two", by=()), data.assign(one="x", two="x"))
    assert np.isnan(same.value("one", KAPPA, "total"))  # all alike: nothing beyond chance to measure
