"""Exhibits of imputed answers: what may be asked of them, and that each number is made in every completed data set."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.evaluation.model import Evaluation, Exhibit, Group, Grouping, Instrument
from evalreport.exhibits.answers.imputed import completed, over_imputations
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.imputations import imputation_problems, imputed_of
from evalreport.exhibits.printed import note
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import IMPUTED, MEAN
from evalreport.survey.samplings import sampling_of

N, M = 120, 4
GROUPS = tuple(Group(f"g{c}", c, {"arm": (c,)}) for c in "ab")
TYPES = {"arm": ("single", "arm"), "pay": ("number", ""), "other": ("number", ""), "word": ("text", "")}
TYPES |= {f"pay_{k}": ("number", "") for k in range(1, M + 1)}
VARIABLES = tuple(Variable(n, t, {"en": n}, s, waves=("1",)) for n, (t, s) in TYPES.items())
SETS = {"arm": ValueSet("arm", tuple(Choice(c, {"en": c}) for c in "ab"))}
BOOK = Codebook("staff", "staff.csv", ("1",), VARIABLES, SETS, {}, {}, {})
EVALUATION = Evaluation(
    id="e", folder=Path("e"), language="en", title="", subtitle="", commissioner="", institution="", authors=(), data_note="",
    value_notes={}, instruments={"staff": Instrument("staff", "Staff", "", "", {"1": {}})}, derived={}, response={},
    groupings={"arm": Grouping("arm", "Arm", GROUPS)}, significance_levels=(0.05,), disclosure={}, editions={},
    designs={"offices": {"instrument": "staff", "label": {"en": "offices"}, "clusters": "office"}},
    imputations={"pay": {"instrument": "staff", "variables": "pay_*"}},
)  # fmt: skip
GROUND = Ground(EVALUATION, {"staff": BOOK})
IMPUTATIONS = {"pay": [f"pay_{k}" for k in range(1, M + 1)]}


def exhibit(kind: str = "mean", variable: str = "pay", **keys) -> Exhibit:
    return Exhibit("x", "c", "T", kind, **{"instrument": "staff", "variables": (variable,), "by": ("arm",)} | keys)


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    pay = rng.normal(10, 3, N)
    missing = rng.uniform(size=N) < 0.3
    data = {"respondent": range(N), "wave": "1", "arm": rng.choice(list("ab"), N), "office": np.arange(N) % 15}
    data |= {"pay": np.where(missing, np.nan, pay), "other": rng.normal(size=N)}
    return pd.DataFrame(data | {f"pay_{k}": np.where(missing, rng.normal(10, 3, N), pay) for k in range(1, M + 1)})


def test_each_number_is_the_mean_of_those_of_the_completed_data_sets():
    data, plan = answers(), exhibit(design="offices")
    sampling, panels = sampling_of(data, {"clusters": "office"}, None), (("arm", GROUPS),)

    def analysis(table):
        return analyse(plan, table, BOOK, panels, sampling)

    estimates, tests = over_imputations(plan, data, BOOK, panels, sampling, IMPUTATIONS, analysis)
    rows = estimates.set_index(["variable", "category", "group"])
    each = [analysis(completed(data, IMPUTATIONS, k))[0] for k in range(M)]
    values, errors = (
        np.array([t.set_index(["variable", "category", "group"]).loc[("pay", MEAN, "ga"), name] for t in each])
        for name in ("estimate", "se")
    )
    row = rows.loc[("pay", MEAN, "ga")]
    assert row["estimate"] == pytest.approx(values.mean())
    assert row["se"] == pytest.approx(np.sqrt((errors**2).mean() + (1 + 1 / M) * values.var(ddof=1)))
    assert row["n"] == (data["arm"] == "a").sum() and tests.empty
    told = estimates[estimates["variable"] == IMPUTED].iloc[0]
    assert told["n"] == M and 0 < told["estimate"] < 1
    found = evidence_from(KINDS["mean"].view(plan, GROUND), estimates, tests, (0.05,))
    assert "Missing answers were imputed 4 times" in note(found)


def test_an_exhibit_rests_on_what_it_shows_groups_and_explains_by():
    assert imputed_of(exhibit(), GROUND) == IMPUTATIONS
    assert imputed_of(exhibit(variable="other"), GROUND) == {}
    explained = exhibit("regression", "other", covariates=({"variable": "pay", "per": 1, "label": ""},))
    assert imputed_of(explained, GROUND) == IMPUTATIONS


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (exhibit("quantile", quantiles=(0.5,)), "kind quantile of pay, which is imputed"),
        (exhibit(test="t"), "test: t of pay"),
        (exhibit(stated=3.0), "stated of pay"),
        (exhibit(pairwise=True, test="t"), "pairwise of pay"),
    ],
)
def test_what_is_not_combined_is_told_before_the_first_job(plan, told):
    assert any(told in found for found, _ in KINDS[plan.kind].problems(plan, GROUND))


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"instrument": "clients", "variables": "pay_*"}, "unknown instrument 'clients'"),
        ({"instrument": "staff", "variables": "wage_*"}, "0 variables fit"),
        ({"instrument": "staff", "variables": ["pay_1", "pay_9"]}, "no variable 'pay_9'"),
        ({"instrument": "staff", "variables": ["pay_1", "word"]}, "word is of type text"),
    ],
)
def test_what_is_wrong_with_imputations_is_told(spec, told):
    evaluation = replace(EVALUATION, imputations={"pay": spec})
    assert any(told in found for _, found, _ in imputation_problems(evaluation, {"staff": BOOK}))
