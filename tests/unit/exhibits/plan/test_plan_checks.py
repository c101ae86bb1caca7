"""The plan held against the codebooks: every name and code that is not known, with file, exhibit and the closest right one."""

from dataclasses import replace

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.exhibits.answers.plan import known_categories
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import exhibit_problems, plan_problems, unused_variables
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.view import view_from


def problems(small) -> str:
    evaluation = small.evaluation()
    plan = load_plan(evaluation, evaluation.editions["final"])
    return "\n".join(map(str, plan_problems(evaluation, plan, load_codebooks(evaluation))))


def test_a_good_plan_has_none(small):
    assert problems(small) == ""


@pytest.mark.parametrize(
    "where",
    [
        "{}", "{nav: [null]}", "{nav: [1, null]}", '{nav: ["1-2"]}', '{age: ["30-39", "67-", "-17", "..20"]}', "{age: [30, 30.5]}",
        '{any: [{nav: [1]}, {all: [{age: [30]}, {not: {wave: ["2009"]}}]}]}',
    ],
)  # fmt: skip
def test_what_a_condition_may_say(small, where):
    small.change("exhibits/results.yaml", "variables: [age],", f"variables: [age], where: {where},")
    assert problems(small) == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[satisfied],\n     collapse", "[satsfied],\n     collapse",
         "the codebook of staff has no variable 'satsfied'. Did you mean 'satisfied'?"),
        ("battery: barriers, collapse", "battery: bariers, collapse",
         "barriers: no codebook has the battery 'bariers'. Did you mean 'barriers'?"),
        ("collapse: three, by: [group], total", "collapse: thre, by: [group], total", "unknown collapse 'thre'. Did you mean 'three'?"),
        ("by: [group, year]", "by: [group, yer]", "unknown grouping 'yer'. Did you mean 'year'?"),
        ("by: [group, year]", "by: [group], groups: [treted]", "unknown group 'treted'. Did you mean 'treated'?"),
        ("by: [group, year]", "by: [group], groups: [first]", "unknown group 'first'. Known: control, treated."),
        ("test: t,", "test: t, test_groups: [[treated, contrl]],", "unknown group 'contrl'. Did you mean 'control'?"),
        ("counted: [high]", "counted: [hihg]", "time has no answer 'hihg'. Did you mean 'high'?"),
        ("collapse: three,\n     counted: [high]", "counted: [6]", "time has no answer 6. Known: 1, 2, 3, 4, 5."),
        ("counted: [high],", "", "kind share without `counted`. Needed: counted."),
        ("instrument: staff, variables: [age]", "instrument: stff, variables: [age]", "unknown instrument 'stff'. Did you mean 'staff'?"),
        ("variables: [age], collapse: ages", "variables: [age]", "age is of type number and has no answer categories"),
        ("instrument: staff, variables: [age], collapse: ages", "instrument: staff, collapse: ages", "neither variables nor battery"),
        ("variables: [age],", "variables: [age], where: {nva: [1]},", "where: unknown variable 'nva'. Did you mean 'nav'?"),
        ("variables: [age],", "variables: [age], where: {nav: [3]},", "where: nav is never 3. Known: 1, 2."),
        ("variables: [age],", 'variables: [age], where: {nav: ["1"]},', "where: nav is never '1'."),
        ("variables: [age],", "variables: [age], where: {wave: [2009]},", "where: wave is never 2009. Write it in quotes: '2009'."),
        ("variables: [age],", "variables: [age], where: {any: [{nav: [1]}, {not: {nva: [1]}}]},",
         "where: unknown variable 'nva'. Did you mean 'nav'?"),
        ("variables: [age],", 'variables: [age], where: {not: {nav: ["3-5"]}},', "where: nav is never '3-5'. Its codes are 1, 2."),
        ("variables: [age],", 'variables: [age], where: {age: [young]},', "where: age is never 'young'. Write a number, or a range"),
        ("variables: [age],", 'variables: [age], where: {age: ["39-30"]},', "where: age is never '39-30'. Write it the other way round"),
        ("variables: [age],", 'variables: [age], where: {wave: [null]},', "where: wave is never nothing."),
        ("kind: mean,", "kind: quantile,", "kind quantile without `quantiles`. Needed: quantiles."),
        ("kind: mean,", "kind: ratio,", "kind ratio without `denominator`"),
        ("kind: mean,", "kind: ratio, denominator: aeg,", "denominator: no variable 'aeg'. Did you mean 'age'?"),
        ("kind: mean,", "kind: mean, denominator: age,", "`denominator` in an exhibit of kind mean. It belongs to kind ratio."),
        ("kind: mean,", "kind: total,", "`test` in an exhibit of kind total. It belongs to kind distribution, share, mean, change, "),
        ("kind: mean,", "kind: total, display: bars,", "kind total as bars. Choose display: table."),
        ("kind: mean,", "kind: change, better: [4, 5],", "kind change without `worse`"),
        ("kind: mean,", "kind: change, better: [4, 5], worse: [1, 4],", "better and worse both have 4"),
        ("kind: mean,", "kind: change, better: [6], worse: [1],", "time has no answer 6. Known: 1, 2, 3, 4, 5."),
        ("kind: distribution, instrument: staff, variables: [age], collapse: ages", "kind: total, instrument: staff, variables: [arm]",
         "arm is of type single and has no total. Count answers with `counted`."),
        ("kind: mean,", "kind: mean, base: all,", "base: all in an exhibit of kind mean without `counted`. Leave it out"),
        ("kind: mean,", "kind: quantile, quantiles: [0.5], base: all,", "base: all in an exhibit of kind quantile without `counted`"),
        ("kind: mean,", "kind: kappa, compared_with: time, base: all,", "base: all in an exhibit of kind kappa without `counted`"),
        ("kind: mean,", "kind: total, base: all,", "base: all in an exhibit of kind total without `counted`"),
        ("kind: mean,", "kind: ratio, denominator: age, base: all,", "base: all in an exhibit of kind ratio without `counted`"),
        ("kind: mean,", "kind: regression, counted: [1], base: all,", "base: all in an exhibit of kind regression. Leave it out"),
        ("kind: mean,", "kind: regression, counted: [1], base: named,", "base: named in an exhibit of kind regression. Leave it out"),
        ("kind: mean,", "kind: mean, base: named,", "base: named without `counted`"),
        ("kind: mean,", "kind: contrast, base: all,", "base: all in an exhibit of kind contrast without `counted`"),
        ("id: everyone", "id: barriers", "barriers: the exhibit 'barriers' stands in"),
        ("id: everyone", "id: cleaned", "cleaned: the exhibit 'cleaned' stands in"),
    ],
)  # fmt: skip
def test_slips_in_the_plan(small, old, new, expected):
    small.change("exhibits/results.yaml", old, new)
    assert expected in problems(small)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{arm: [t]}", "{amr: [t]}", "groupings > group > treated: unknown variable 'amr'. Did you mean 'arm'?"),
        ("{arm: [t]}", "{arm: [treated]}", "groupings > group > treated: arm is never 'treated'. Known: c, t."),
        ("{arm: [t]}", "{satisfied: [9]}", "treated: satisfied is never 9"),  # a kind of missing is no answer
        ('{wave: ["2009"]}', "{wave: [2009]}", "second: wave is never 2009. Write it in quotes: '2009'."),
        ('{wave: ["2009"]}', '{wave: ["2010"]}', "second: wave is never '2010'"),
    ],
)
def test_a_group_that_would_be_empty(small, old, new, expected):
    small.change("evaluation.yaml", old, new)
    assert expected in problems(small)


def test_a_condition_on_a_variable_without_codes_is_not_checked(small):
    small.change("evaluation.yaml", "{arm: [t]}", "{age: [40]}")
    assert problems(small) == ""


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("4-5", ""),
        ("4–5", ""),  # as Word writes it
        ("4 5", ""),
        ("6-7", "category 'high' of collapse 'three' has none of satisfied's answers"),
        ("4", "collapse 'three' has no category for 5 of scale5"),
        ("4-4.5", "collapse 'three' has no category for 5 of scale5"),
    ],
)
def test_a_collapse_covers_every_answer_and_no_category_is_empty(small, codes, expected):
    small.change("collapses.csv", "three,high,High,4-5", f"three,high,High,{codes}")
    assert expected in problems(small) if expected else problems(small) == ""


def test_categories_of_a_code_or_collapse(small):
    evaluation = small.evaluation()
    book = load_codebooks(evaluation)["staff"]
    plan = {e.id: e for exhibits in load_plan(evaluation, evaluation.editions["final"]).values() for e in exhibits}
    assert known_categories(plan["satisfaction"], book.variable("satisfied"), book) == ["low", "middle", "high"]
    assert known_categories(plan["answers"], book.variable("nav"), book) == ["1", "2"]
    assert known_categories(plan["answers"], book.variable("age"), book) == []


def test_unused_variables(small):
    evaluation = small.evaluation()
    ground = Ground(evaluation, load_codebooks(evaluation))
    assert [p.place for p in unused_variables(ground, {})] == ["satisfied", "time", "money", "nav", "age"]
    plan = load_plan(evaluation, evaluation.editions["final"])
    assert unused_variables(ground, plan) == []


def test_differences_need_a_design_a_table_and_groups_that_are_there(small):
    evaluation = small.evaluation()
    books = load_codebooks(evaluation)
    wrong = {"id": "d", "label": "D", "plus": ["nobody"], "minus": []}
    exhibit = replace(first_exhibit(evaluation), kind="contrast", contrasts=(wrong,), display="bars", design="simple")
    found = " ".join(map(str, exhibit_problems(evaluation, exhibit, books, "x.yaml")))
    for part in ("kind contrast as bars", "without a design", "unlike numbers of groups", "unknown group 'nobody'"):
        assert part in found
    stray = replace(first_exhibit(evaluation), contrasts=(wrong,))
    assert "`contrasts` in an exhibit of kind" in " ".join(
        map(str, exhibit_problems(evaluation, stray, books, "x.yaml"))
    )


def first_exhibit(evaluation):
    plan = load_plan(evaluation, evaluation.editions["final"])
    return next(e for exhibits in plan.values() for e in exhibits if e.kind in ("share", "distribution") and e.by)


INDEX = """\
derived:
  staff:
    obstacles: {type: number, label: {en: Obstacles}, index: {battery: barriers, minimum: 2}}
groupings:
"""


def test_an_index_is_checked_before_anything_runs(small):
    small.change("evaluation.yaml", "groupings:\n", INDEX)
    small.change("exhibits/results.yaml", "variables: [age], collapse: ages", "variables: [obstacles]")
    small.change(
        "exhibits/results.yaml",
        "kind: distribution, instrument: staff, variables: [obs",
        "kind: mean, instrument: staff, variables: [obs",
    )
    assert problems(small) == ""
    project = small.project()
    view = project.views["everyone"]
    assert view.indices == {"obstacles": (2, 2, 0)} and view.scale_ends == (1.0, 5.0)
    assert view_from(view.to_dict()) == view
    assert not {notice.place for notice in project.notices} & {"time", "money"}
    small.change("evaluation.yaml", "battery: barriers, minimum: 2", "items: [time, age], minimum: 3")
    found = problems(small)
    assert "derived > staff > obstacles: index: 'age' is no scale" in found and "minimum 3 of 2 items" in found
