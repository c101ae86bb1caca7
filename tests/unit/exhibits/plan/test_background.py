"""One key divides every exhibit of a plan: which get its groupings, what their numbers without a group are, what is said of them."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.chapters.functions import NumberFunctions
from evalreport.claims.cells import cell_of
from evalreport.evaluation.load import load_codebooks
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.notes.breakdown import breakdown
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.panels import panels_of
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.view import Item, Panel, View, view_from
from evalreport.files.errors import BadInput
from evalreport.files.estimates import ESTIMATES, MEAN, TESTS

LIMITS = "significance_levels: [0.10, 0.05]"


def plan_of(small, background: str = "", **changes: str):
    small.change("config/small/evaluation.yaml", LIMITS, f"{background}\n{LIMITS}")
    evaluation = small.evaluation()
    edition = evaluation.editions["final"]
    plan = load_plan(evaluation, edition, books=load_codebooks(evaluation))
    return {exhibit.id: exhibit for exhibits in plan.values() for exhibit in exhibits}


def test_exhibits_without_groupings_get_columns_total_and_test(small):
    everyone = plan_of(small, "background: [group]")["everyone"]
    assert (everyone.by, everyone.total, everyone.test, everyone.background) == (("group",), True, "chi2", ("group",))


def test_exhibits_with_groupings_of_their_own_stay(small):
    plan = plan_of(small, "background: [year]")
    assert plan["barriers"].by == ("group",) and not plan["barriers"].background
    assert plan["everyone"].by == ("year",)


def test_waves_get_the_background_beside_them_and_the_note_says_what_it_holds(small):
    small.change("config/small/exhibits/results.yaml", "collapse: ages}", "collapse: ages, by: [year]}")
    everyone = plan_of(small, "background: [group]")["everyone"]
    assert everyone.by == ("year", "group") and everyone.background == ("group",)
    panels = panels_of(everyone, small.evaluation())
    assert [(panel.id, panel.added, panel.pooled) for panel in panels] == [
        ("year", False, False),
        ("group", True, True),
    ]
    evidence = evidence_of(VALUES, {}, tuple(replace(panel, pooled=panel.added) for panel in PANELS))
    assert "The columns by Age hold all rounds together." in usual_note(evidence)
    assert not any("together" in text for text in usual_note(evidence_of(VALUES, {})))


@pytest.mark.parametrize("key", ["display: trend", "test: chi2, pairwise: true"])
def test_a_series_and_pairs_of_groups_are_left_alone(small, key):
    old = "kind: mean, instrument: staff, battery: barriers, by: [group],\n     test: t"
    new = f"kind: share, counted: [4], instrument: staff, variables: [time], by: [year],\n     {key}"
    small.change("config/small/exhibits/results.yaml", old, new)
    assert plan_of(small, "background: [group]")["barrier_means"].by == ("year",)


def test_what_the_plan_says_of_total_and_test_stands(small):
    small.change("config/small/exhibits/results.yaml", "collapse: ages}", "collapse: ages, total: false, test: none}")
    everyone = plan_of(small, "background: [group]")["everyone"]
    assert (everyone.by, everyone.total, everyone.test) == (("group",), False, "none")


def test_nothing_is_divided_by_itself(small):
    small.change("config/small/exhibits/results.yaml", "variables: [age], collapse: ages", "variables: [arm]")
    assert plan_of(small, "background: [group]")["everyone"].by == ()


def test_the_nearest_key_counts(small):
    small.change(
        "config/small/exhibits/results.yaml", "exhibits:\n", "background: {by: [group], test: false}\nexhibits:\n"
    )
    small.change("config/small/exhibits/results.yaml", "test: t, decimals", "background: true, decimals")
    plan = plan_of(small, "background: [year]")
    assert plan["everyone"].by == ("group",) and plan["everyone"].test == "none"
    assert plan["barrier_means"].by == ("group",)  # of its own; the chapter's is there already
    assert plan["answers"].by == ("group",)  # another chapter, with a grouping of its own


def test_an_exhibit_with_groupings_asks_for_more(small):
    small.change("config/small/exhibits/results.yaml", "test: t, decimals", "background: [year], decimals")
    means = plan_of(small)["barrier_means"]
    assert means.by == ("group", "year") and means.background == ("year",) and means.test == "t"


def test_false_switches_off(small):
    small.change("config/small/exhibits/results.yaml", "collapse: ages}", "collapse: ages, background: false}")
    assert plan_of(small, "background: [group]")["everyone"].by == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("evaluation", LIMITS, f"background: [grup]\n{LIMITS}", "unknown grouping 'grup'. Did you mean 'group'?"),
        ("evaluation", "    status: draft", "    status: draft\n    background: [grup]", "final > background: unknown grouping"),
        ("exhibits/results", "exhibits:\n", "background: [grup]\nexhibits:\n", "background: unknown grouping 'grup'. Did you mean"),
        ("exhibits/methods", "kind: cleaning,", "kind: cleaning, background: [group],", "in an exhibit of kind cleaning."),
    ],
)  # fmt: skip
def test_what_it_cannot_divide_is_told(small, file, old, new, expected):
    small.change(f"config/small/{file}.yaml", old, new)
    with pytest.raises(BadInput) as caught:
        plan_of(small)
    assert expected in str(caught.value)


# What a number without a group, and a test without a panel, are of.

WOMEN, MEN, TOTAL = Item("women", "women"), Item("men", "men"), Item("total", "Total")
YOUNG, OLD = Item("young", "the young"), Item("old", "the old")
PANELS = (Panel("gender", "Gender", (WOMEN, MEN)), Panel("age", "Age?", (YOUNG, OLD, TOTAL), True))


def evidence_of(rows: dict[str, float | None], p: dict[str, float], panels=None, variables=("joy",), **own):
    panels = panels or PANELS
    items = tuple(Item(name, name.title()) for name in variables)
    settings = {"decimals": 1, "sentences": True} | own
    view = View("e", "c", "en", "", "mean", "table", "mean", items, (), panels, **settings)
    nan = float("nan")
    table = [
        ("e", v, MEAN, g, 20, 20.0, nan if value is None else value, nan, nan, nan, nan, int(value is None))
        for v in variables
        for g, value in rows.items()
    ]
    tests = [("e", v, g, "t", 2.0, 10, nan, value, nan, "", nan, "") for v in variables for g, value in p.items()]
    tables = (pd.DataFrame(table, columns=ESTIMATES), pd.DataFrame(tests, columns=TESTS))
    return evidence_from(view_from(view.to_dict()), *tables, (0.05,))


VALUES = {"women": 3.0, "men": 2.0, "young": 4.0, "old": 1.25, "total": 2.5}


def test_everybody_is_the_group_of_a_number_that_names_none():
    evidence = evidence_of(VALUES, {"gender": 0.2, "age": 0.01})
    functions = NumberFunctions({"e": evidence}, "en")
    assert functions.mean("e") == "2.50" and functions.mean("e", group="men") == "2.00"
    assert cell_of(evidence, {}).group == "total"
    assert functions.largest_group("e", panel="age") == "the young"
    assert functions.smallest_group("e", k=4).count("Total") == 0  # everybody is no group


def test_without_everybody_it_is_the_first_group():
    panels = (Panel("gender", "Gender", (MEN, WOMEN)),)
    assert NumberFunctions({"e": evidence_of(VALUES, {}, panels)}, "en").mean("e") == "2.00"


def test_the_test_of_an_exhibits_own_groups_comes_before_those_of_the_background():
    evidence = evidence_of(VALUES, {"gender": 0.2, "age": 0.01})
    assert evidence.view.usual_panel == "gender"
    assert NumberFunctions({"e": evidence}, "en").p("e") == "p\u00a0=\u00a00.20"
    both = tuple(replace(panel, added=True) for panel in evidence.view.panels)
    assert replace(evidence.view, panels=both).usual_panel == ""


def test_sentences_tell_the_ends_where_groups_differ():
    (said,) = breakdown(evidence_of(VALUES, {"gender": 0.2, "age": 0.01}))
    assert said.startswith(
        "Age: highest for the young (4.0), lowest for the old (1.3); the difference is statistically"
    )


def test_sentences_say_that_nothing_differs():
    said = breakdown(evidence_of(VALUES, {"age": 0.2}))
    assert said == ["Age: none of the differences between the groups is statistically significant at the 5% level."]


@pytest.mark.parametrize(("rows", "p"), [(VALUES | {"old": None}, {"age": 0.01}), (VALUES, {})])
def test_nothing_is_ranked_with_a_withheld_group_or_without_a_test(rows, p):
    (said,) = breakdown(evidence_of(rows, p))
    assert said.startswith("Age: the groups are not compared") and not any(sign.isdigit() for sign in said)


def test_of_many_items_the_first_are_told_and_the_rest_counted():
    names = tuple("abcdefg")
    said = breakdown(evidence_of(VALUES, {"age": 0.01}, variables=names))
    assert [text[:8] for text in said[:5]] == [f"Age, ‘{name.upper()}’"[:8] for name in names[:5]]
    assert said[5:] == ["Age: statistically significant differences in 2 more."]


def test_a_difference_that_no_reader_sees_is_no_finding():
    said = breakdown(evidence_of(VALUES | {"young": 1.26}, {"age": 0.01}))
    assert "none of the differences" in said[0]
