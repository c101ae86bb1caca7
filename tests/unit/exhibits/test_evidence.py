"""Evidence: cells by id, verdicts at the evaluation's levels, marks and the sentence of a test."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.exhibits.evidence import Evidence, decisive, evidence_from, mark_of, marked
from evalreport.exhibits.evidence import test_sentence as sentence_of_test
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, MEAN

LEVELS = (0.05, 0.1)
VIEW = View(
    exhibit="x",
    chapter="c",
    language="nb",
    title="T",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("time", "Tid"), Item("money", "Penger")),
    categories=(),
    panels=(Panel("p", "Gruppe", (Item("a", "A"), Item("b", "B"))),),
)


def a_test(
    variable="time", p=0.03, groups="p", name="chi2", statistic=7.123, df1=2.0, df2=float("nan"), reason=""
) -> dict:
    return dict(variable=variable, groups=groups, test=name, statistic=statistic, df1=df1, df2=df2, p=p, reason=reason)


def evidence(*tests: dict, view: View = VIEW, cells: dict | None = None, levels=LEVELS) -> Evidence:
    return Evidence(view, cells or {}, tests, levels)


def test_cells_by_variable_category_and_group():
    table = pd.DataFrame(
        [
            ("time", BASE, "a", 40, float("nan"), 0),
            ("time", "counted", "a", 30, 0.75, 0),
            ("time", "counted", "b", None, None, 1),
        ],
        columns=["variable", "category", "group", "n", "estimate", "suppressed"],
    )
    found = evidence_from(VIEW, table, pd.DataFrame(columns=["variable", "p"]), LEVELS)
    assert found.value("time", "counted", "a") == 0.75
    assert found.base("time", "a") == 40
    assert found.cell("time", "counted", "b")["suppressed"] == 1
    assert pd.isna(found.value("time", "counted", "b")) and found.base("time", "b") is None
    assert pd.isna(found.value("money", "counted", "a"))  # not in the table at all
    assert found.tests == ()


def test_the_base_of_a_mean_stands_in_its_own_row():
    found = evidence(view=replace(VIEW, statistic="mean"), cells={("time", MEAN, "a"): {"n": 12, "estimate": 3.0}})
    assert found.base("time", "a") == 12


def test_a_base_read_from_a_protected_table_may_be_missing_in_any_way():
    for missing in (None, float("nan"), pd.NA):
        assert evidence(cells={("time", BASE, "a"): {"n": missing}}).base("time", "a") is None


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.049, "statistisk signifikant på 5 %-nivå"),
        (0.05, "statistisk signifikant på 10 %-nivå"),
        (0.0999, "statistisk signifikant på 10 %-nivå"),
        (0.1, "ikke statistisk signifikant"),
        (float("nan"), "ikke testet"),
        (None, "ikke testet"),
    ],
)
def test_verdicts(p, words):
    assert evidence().verdict(p) == words


def test_verdicts_in_english():
    english = evidence(view=replace(VIEW, language="en"))
    assert english.verdict(0.01) == "statistically significant at the 5% level"
    assert english.verdict(0.5) == "not statistically significant"


@pytest.mark.parametrize(
    ("p", "mark"), [(0.01, "*"), (0.05, "(*)"), (0.099, "(*)"), (0.1, ""), (float("nan"), ""), (None, "")]
)
def test_marks(p, mark):
    assert mark_of(p, LEVELS) == mark


def test_a_single_level_has_a_single_mark():
    assert (mark_of(0.01, (0.05,)), mark_of(0.07, (0.05,))) == ("*", "")


def marks(found: Evidence) -> list[str]:
    return [item.mark for item in marked(found).variables]


def test_each_item_has_the_mark_of_its_test():
    assert marks(evidence(a_test(p=0.01), a_test("money", p=0.07))) == ["*", "(*)"]


def test_several_families_of_groups_give_no_marks():
    tests = (a_test(p=0.01, groups="a|b"), a_test("money", p=0.01, groups="a|c"))
    assert marks(evidence(*tests)) == ["", ""]


def test_an_item_without_a_test_has_no_mark():
    assert marks(evidence(a_test(p=float("nan")))) == ["", ""]


def test_a_single_variable_is_never_marked():
    one = replace(VIEW, variables=VIEW.variables[:1])
    assert marks(evidence(a_test(p=0.001), view=one)) == [""]


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (a_test(), "χ²(2) = 7,12, p = 0,030, statistisk signifikant på 5 %-nivå"),
        (a_test(p=0.0001, statistic=1234.5), "χ²(2) = 1 234,50, p < 0,001, statistisk signifikant på 5 %-nivå"),
        (a_test(name="t", statistic=-1.5, df1=38.0, p=0.142), "t(38) = −1,50, p = 0,14, ikke statistisk signifikant"),
        (a_test(name="anova", df2=120.0, p=0.08), "F(2, 120) = 7,12, p = 0,080, statistisk signifikant på 10 %-nivå"),
        (a_test(p=float("nan")), "ikke testet"),
        (a_test(name="design_t", df1=31.0, p=0.2), "t(31) = 7,12, p = 0,20, ikke statistisk signifikant"),
        (
            a_test(name="rao_scott", df1=3.72, df2=118.96, p=0.2),
            "F(3,7; 119,0) = 7,12, p = 0,20, ikke statistisk signifikant",
        ),
        (a_test(p=0.01) | {"p_adjusted": 0.2}, "χ²(2) = 7,12, p = 0,20, ikke statistisk signifikant"),
    ],
)
def test_the_sentence_of_a_test(test, sentence):
    assert sentence_of_test(test, evidence()).replace("\u00a0", " ") == sentence


def test_an_adjusted_p_decides_where_there_is_one():
    assert decisive(a_test(p=0.03) | {"p_adjusted": 0.06}) == 0.06
    assert decisive(a_test(p=0.03) | {"p_adjusted": float("nan")}) == decisive(a_test(p=0.03)) == 0.03
    assert marks(evidence(a_test(p=0.01) | {"p_adjusted": 0.07}, a_test("money", p=0.5))) == ["(*)", ""]
