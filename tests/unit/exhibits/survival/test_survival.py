"""Statements of significance: their outcomes, their table, their tests under each method, and what a reader sees."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.survival.numbers import survival_tables
from evalreport.exhibits.survival.outcomes import (
    APPEARS,
    FALLS,
    HOLDS,
    METHODS,
    UNTESTED,
    WEAKER,
    counted_outcomes,
    outcome,
)
from evalreport.exhibits.survival.statements import load_statements, methods_of, statement_params, test_params
from evalreport.exhibits.survival.view import survival_view
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, EVERYTHING, TOTAL
from evalreport.survey.samplings import Samplings

LEVELS = (0.05, 0.1)
test_params.__test__ = False
PLAN = Exhibit(
    "s", "results", "S", "survival", instrument="staff", statements="s.csv", source="statements", design="offices",
    weights="population",
)  # fmt: skip
HEAD = "id,label_en,published,section,test,variables,battery,collapse,counted,by,groups,where\n"
ROWS = (
    "satisfied_arms,Satisfaction by arm,0.05,Satisfaction,chi2,satisfied,,three,,group,,wave=2009\n"
    "barriers_high,No barrier differs,not,Barriers,chi2,,barriers,three,high,group,,\n"
    "barrier_means,Barriers on average,0.10,Barriers,t,time money,,,,group,treated control,satisfied=1|2|3\n"
)


# --- Outcomes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "p", "expected"),
    [
        (0.05, 0.049, HOLDS),
        (0.05, 0.05, WEAKER),
        (0.05, 0.1, FALLS),
        (0.1, 0.03, HOLDS),
        (0.1, 0.2, FALLS),
        (None, 0.1, HOLDS),
        (None, 0.09, APPEARS),
        (0.05, math.nan, UNTESTED),
        (None, math.nan, UNTESTED),
    ],
)
def test_what_becomes_of_a_statement(level, p, expected):
    assert outcome(level, p, LEVELS) == expected


def test_statements_are_counted_by_what_was_published():
    published = {"a": 0.05, "b": 0.05, "c": None, "d": None, "e": 0.1}
    found = counted_outcomes(published, {"a": 0.01, "b": 0.07, "c": 0.5, "d": 0.01, "e": math.nan}, LEVELS)
    assert (found["significant_all"], found["significant_holds"], found["significant_weaker"]) == (3, 1, 1)
    assert found["significant_falls"] == 0  # not tested is not fallen
    assert (found["insignificant_all"], found["insignificant_holds"], found["insignificant_appears"]) == (2, 1, 1)


# --- The table of statements ----------------------------------------------------------------------------------------


def loaded(small, text: str = HEAD + ROWS):
    (small.config / "small/s.csv").write_text(text, encoding="utf-8")
    evaluation = small.evaluation()
    return load_statements(PLAN, evaluation, load_codebooks(evaluation)["staff"])


def test_a_statement_is_an_exhibit_to_be_tested(small):
    first, second, third = loaded(small)
    assert (first.id, first.label, first.section, first.level) == (
        "satisfied_arms", "Satisfaction by arm", "Satisfaction", 0.05,
    )  # fmt: skip
    assert (first.exhibit.kind, first.exhibit.collapse, first.exhibit.where) == (
        "distribution", "three", {"wave": ("2009",)},
    )  # fmt: skip
    assert (second.exhibit.kind, second.exhibit.counted, second.level) == ("share", ("high",), None)
    assert (third.exhibit.kind, third.exhibit.variables, third.exhibit.groups) == (
        "mean", ("time", "money"), ("treated", "control"),
    )  # fmt: skip
    assert third.exhibit.where == {"satisfied": (1, 2, 3)}  # codes as the codebook has them, not as text


def test_words_are_no_parameter(small):
    first, *_ = loaded(small)
    assert "Satisfaction by arm" not in str(test_params(first)) and test_params(first)["level"] == 0.05


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("satisfied_arms,", "barriers_high,", "row 3, column id: 'barriers_high' a second time"),
        (",0.05,", ",0.5,", "row 2, column published: '0.5'. Did you mean '0.05'?"),
        (",chi2,satisfied", ",chi,satisfied", "row 2, column test: 'chi'. Did you mean 'chi2'?"),
        ("group,,wave=2009", ",,wave=2009", "row 2, column by: no grouping"),
        ("wave=2009", "wave:2009", "row 2, column where: 'wave:2009'"),
        ("label_en", "label", "column 'label_en' is missing"),
    ],
)
def test_slips_in_the_table_are_named_with_their_row(small, old, new, message):
    with pytest.raises(BadInput) as caught:
        loaded(small, (HEAD + ROWS).replace(old, new))
    assert message in str(caught.value)


def test_a_base_that_there_is_not_is_told_and_one_that_there_is_is_heeded(small):
    rows = [*map(str, ROWS.splitlines())]
    text = HEAD.replace("where\n", "where,base\n") + f"{rows[0]},answred\n{rows[1]},all\n"
    with pytest.raises(BadInput) as caught:
        loaded(small, text)
    assert "row 2, column base: 'answred'. Did you mean 'answered'?" in str(caught.value)
    assert [s.exhibit.base for s in loaded(small, text.replace("answred", "named"))] == ["named", "all"]


# --- Numbers --------------------------------------------------------------------------------------------------------


def offices() -> pd.DataFrame:
    """Twelve offices of six: answers by office, half of the offices in each arm."""
    seed = np.random.default_rng(3)
    office = np.repeat(np.arange(12), 6)
    level = np.repeat(seed.integers(1, 5, 12), 6)
    values = {name: np.clip(level + seed.integers(0, 2, 72), 1, 5) for name in ("satisfied", "time", "money")}
    frame = pd.DataFrame({name: pd.array(v, dtype="Int64") for name, v in values.items()})
    return frame.assign(
        respondent=[f"r{i}" for i in range(72)],
        wave="2009",
        arm=np.where(office % 2, "t", "c"),
        office=[f"o{o}" for o in office],
    )


def tables(small, source: str = "statements", text: str = HEAD + ROWS):
    data, evaluation = offices(), small.evaluation()
    weights = pd.DataFrame({"respondent": data["respondent"], "weight": np.linspace(1, 3, 72)})
    made = Samplings(
        {"staff": data}, {"offices": {"clusters": "office", "minimum_clusters": 3}}, {"population": weights}
    )
    plan = replace(PLAN, source=source)
    params = statement_params(plan, loaded(small, text), evaluation)
    return survival_tables(plan, params, data, load_codebooks(evaluation)["staff"], made)


def test_each_statement_is_tested_by_each_method(small):
    estimates, tests = tables(small)
    assert list(tests.groupby("variable", sort=False).size()) == [3, 3, 3]
    names = tests.set_index(["variable", "groups"])["test"]
    assert [names["satisfied_arms", method] for method in METHODS] == [
        "chi2",
        "jackknife_rao_scott",
        "jackknife_rao_scott",
    ]
    assert [names["barrier_means", method] for method in METHODS] == ["t", "jackknife_t", "jackknife_t"]
    published = estimates[estimates["category"] == "published"].set_index("variable")["estimate"]
    assert published.to_dict() == {"satisfied_arms": 0.05, "barriers_high": 1.0, "barrier_means": 0.1}


def test_a_statement_about_several_items_has_the_smallest_p(small):
    both = tables(small)[1].set_index(["variable", "groups"])["p"]
    one_by_one = []
    for item in ("time", "money"):
        single = HEAD + ROWS.replace("t,time money,", f"t,{item},")
        one_by_one.append(
            tables(small, text=single)[1].set_index(["variable", "groups"])["p"]["barrier_means", "simple"]
        )
    assert both["barrier_means", "simple"] == pytest.approx(min(one_by_one)) and one_by_one[0] != one_by_one[1]


def test_the_bases_are_those_of_the_smallest_group_and_the_clusters_are_told(small):
    estimates, _ = tables(small)
    base = estimates[(estimates["category"] == BASE) & (estimates["variable"] == "satisfied_arms")]
    assert set(base["n"]) == {36}
    everything = estimates[estimates["variable"] == EVERYTHING].iloc[0]
    assert (everything["group"], everything["n"], everything["estimate"]) == (TOTAL, 72, 12)


def test_the_smallest_base_of_those_who_named_something_is_theirs(small):
    head = HEAD.replace("where\n", "where,base\n")
    row = "barriers_high,No barrier differs,not,Barriers,chi2,,barriers,three,high,group,,{},{}\n"
    named, everybody, answered = (
        tables(small, text=head + row.format("", base))[0]
        .query("category == '*' and variable == 'barriers_high'")["n"]
        .iloc[0]
        for base in ("named", "all", "answered")
    )
    data = offices()
    any_high = data[(data["time"] >= 4) | (data["money"] >= 4)]
    assert named == any_high.groupby("arm").size().min() < everybody == answered == 36


def test_numbers_that_no_category_holds_stop_a_statement(small):
    small.change("collapses.csv", "ages,old,40 or more,40-", "ages,old,41 or more,41-")
    text = HEAD + "age_arms,Age by arm,0.05,Age,chi2,age,,ages,,group,,\n"
    data, evaluation = offices().assign(age=[40.0, *[30.0] * 35, *[50.0] * 36]), small.evaluation()
    made = Samplings({"staff": data}, {"offices": {"clusters": "office", "minimum_clusters": 3}}, {})
    params = statement_params(PLAN, loaded(small, text), evaluation)
    with pytest.raises(BadInput, match=r"collapse ages: no category for 40 \(1\) of age, in exhibit age_arms"):
        survival_tables(PLAN, params, data, load_codebooks(evaluation)["staff"], made)


def test_counts_agree_with_the_statements(small):
    counts, no_tests = tables(small, "counts")
    _, tests = tables(small)
    published = {"satisfied_arms": 0.05, "barriers_high": None, "barrier_means": 0.1}
    for method in METHODS:
        p = tests[tests["groups"] == method].set_index("variable")["p"].to_dict()
        found = counts[counts["group"] == method].set_index("variable")["n"].to_dict()
        assert found == counted_outcomes(published, p, LEVELS)
    assert no_tests.empty


# --- What a reader sees ---------------------------------------------------------------------------------------------


DESIGNS = """\
designs:
  offices: {label: {en: offices}, instrument: staff, clusters: arm}
groupings:
"""


def view_of(small, **changes):
    statements = loaded(small)
    small.change("evaluation.yaml", "groupings:\n", DESIGNS)
    plan = replace(PLAN, **{"weights": "none", **changes})
    return survival_view(plan, small.evaluation(), statements)


def test_without_weights_there_is_no_weighted_test(small):
    assert methods_of(PLAN) == METHODS and methods_of(replace(PLAN, weights="none")) == METHODS[:2]
    assert [group.id for group in view_of(small).groups] == ["published", "simple", "design", "outcome"]


def test_the_table_has_the_published_level_the_p_values_and_the_outcome(small):
    view = view_of(small)
    estimates, tests = tables(small)
    tests.loc[(tests["variable"] == "satisfied_arms") & (tests["groups"] == "design"), "p"] = 0.07
    tests.loc[(tests["variable"] == "satisfied_arms") & (tests["groups"] == "simple"), "p"] = 0.0001
    tests.loc[(tests["variable"] == "barriers_high") & (tests["groups"] == "design"), "p"] = math.nan
    found = evidence_from(view, estimates, tests, LEVELS)
    rows = [[cell.replace("\u00a0", " ").replace("\\", "") for cell in row] for row in grid_of(found).rows]
    assert rows[0] == ["**Satisfaction**"] and rows[2] == ["**Barriers**"]
    assert rows[1] == ["Satisfaction by arm", "p < 0.05", "< 0.001", "0.070", "Weaker"]
    assert rows[3][1] == "n.s." and rows[3][3:] == ["–", "Not tested"]
    assert "answers come from 12 offices" in note(found) and "Weights" not in note(found)


def test_counts_stand_under_what_was_published(small):
    view = view_of(small, source="counts")
    assert view.statistic == "count" and view.clusters == ""
    assert [item.over for item in view.variables].count("Published as significant") == 4
    found = evidence_from(view, *tables(small, "counts"), LEVELS)
    assert grid_of(found).rows[1][0] == "All"
