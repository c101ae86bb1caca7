"""Conditions of claims: each holds, is weakened, fails or is unknown, by the numbers and nothing else."""

import math
from dataclasses import replace

import pytest
from evalreport.claims.checks import claim_problems
from evalreport.claims.collect import judged
from evalreport.claims.conditions import CHECKS, Margins, competing
from evalreport.claims.table import CONDITIONS, Written, conditions_table, expanded
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, VERDICTS, WEAKENED, worst
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, MEAN, NET, RATIO, SUM
from hypothesis import given
from hypothesis import strategies as st

NAN = float("nan")
LEVELS = (0.05, 0.1)
PANELS = (Panel("g", "Gruppe", (Item("a", "A"), Item("b", "B"), Item("c", "C"), Item("total", "Alle"))),)
VIEW = View(
    "x",
    "ch",
    "nb",
    "T",
    "distribution",
    "table",
    "share",
    (Item("q", "Q"),),
    (Item("no", "Nei"), Item("yes", "Ja")),
    PANELS,
)
BATTERY = replace(VIEW, exhibit="x", variables=(Item("u", "U"), Item("v", "V"), Item("w", "W")), categories=())


def a_test(p: float, variable="q", groups="g", adjusted=NAN) -> dict:
    return {"variable": variable, "groups": groups, "p": p, "p_adjusted": adjusted}


def shares(a=NAN, b=NAN, c=NAN, p=None, groups="g") -> Evidence:
    """One question, the share of yes in three groups."""
    cells = {}
    for group, share in (("a", a), ("b", b), ("c", c), ("total", 0.99)):
        cells["q", "yes", group] = {"n": 10, "estimate": share}
        cells["q", "no", group] = {"n": 10, "estimate": 1 - share}
    return Evidence(VIEW, cells, () if p is None else (a_test(p, groups=groups),), LEVELS)


def items(u=NAN, v=NAN, w=NAN) -> Evidence:
    """Three items, in group a; in group b each is half as large."""
    values = {"u": u, "v": v, "w": w}
    cells = {(name, "counted", "a"): {"n": 10, "estimate": value} for name, value in values.items()}
    cells |= {(name, "counted", "b"): {"n": 10, "estimate": value / 2} for name, value in values.items()}
    return Evidence(BATTERY, cells, (), LEVELS)


def means(a: float, b: float) -> Evidence:
    view = replace(VIEW, statistic="mean", categories=())
    return Evidence(
        view, {("q", MEAN, group): {"n": 10, "estimate": value} for group, value in (("a", a), ("b", b))}, (), LEVELS
    )


def difference(value: float, p: float = NAN) -> Evidence:
    view = replace(VIEW, statistic="difference", categories=(), panels=(Panel("contrasts", "", (Item("gap", "Gap"),)),))
    return Evidence(view, {("q", MEAN, "gap"): {"n": 10, "estimate": value}}, (a_test(p, groups="gap"),), LEVELS)


def trending(r: float, p: float, name: str = "linear_by_linear") -> Evidence:
    test = a_test(p) | {"test": name, "effect": "r", "effect_size": r}
    return replace(shares(0.2, 0.3, 0.4), tests=(test,))


def outcome(name: str, evidence: Evidence, **arguments):
    return judged([Written(name, "x", arguments)], {"x": evidence}, Margins())


def verdict(name: str, evidence: Evidence, **arguments) -> str:
    return outcome(name, evidence, **arguments).verdict


YES = {"category": "yes"}
A_B = {**YES, "group": "a", "than": "b"}
IN_A = {**YES, "group": "a"}
OF_A = {"group": "a"}
ORDER = {"order": ["a", "b", "c"], **YES}

CASES = [
    ("higher", shares(0.6, 0.5), A_B, HOLDS),
    ("higher", shares(0.504, 0.501), A_B, WEAKENED),  # both print 50 %
    ("higher", shares(0.504, 0.496), A_B | {"decimals": 1}, HOLDS),
    ("higher", shares(0.5, 0.5), A_B, FAILS),
    ("higher", shares(0.4, 0.5), A_B, FAILS),
    ("higher", shares(0.4), A_B, UNKNOWN),
    ("higher", shares(0.6, 0.5), A_B | {"by": 10}, HOLDS),
    ("higher", shares(0.6, 0.51), A_B | {"by": 10}, WEAKENED),
    ("higher", shares(0.6, 0.3), A_B | {"times": 2}, HOLDS),
    ("higher", shares(0.6, 0.31), A_B | {"times": 2}, WEAKENED),
    ("higher", shares(0.6, 0.5, p=0.01), A_B | {"significant": True}, HOLDS),
    ("higher", shares(0.6, 0.5, p=0.07), A_B | {"significant": True}, WEAKENED),
    ("higher", shares(0.6, 0.5, p=0.07), A_B | {"significant": True, "level": 0.1}, HOLDS),
    ("higher", shares(0.4, 0.5, p=0.01), A_B | {"significant": True}, FAILS),
    ("higher", shares(0.6, 0.5), A_B | {"significant": True}, UNKNOWN),
    ("higher", shares(0.6), {"group": "a", "category": "yes", "than_category": "no"}, HOLDS),
    ("lower", shares(0.4), {"group": "a", "category": "yes", "than_category": "no"}, HOLDS),
    ("lower", shares(0.6, 0.5), A_B, FAILS),
    ("lower", shares(0.501, 0.504), A_B, WEAKENED),
    ("lower", shares(NAN, 0.5), A_B, UNKNOWN),
    ("lower", means(3.1, 3.2), {"group": "a", "than": "b"}, HOLDS),
    ("lower", means(3.101, 3.102), {"group": "a", "than": "b"}, WEAKENED),
    ("increase", shares(0.6, 0.5), A_B, HOLDS),
    ("increase", shares(0.5, 0.6), A_B, FAILS),
    ("decrease", shares(0.5, 0.6), A_B, HOLDS),
    ("decrease", shares(0.6, 0.5), A_B, FAILS),
    ("about_equal", shares(0.50, 0.55), A_B, HOLDS),
    ("about_equal", shares(0.50, 0.551), A_B, FAILS),
    ("about_equal", shares(0.50, 0.551), A_B | {"margin": 6}, HOLDS),
    ("about_equal", shares(0.50, 0.60, p=0.4), A_B, WEAKENED),
    ("about_equal", shares(0.50, 0.60, p=0.04), A_B, FAILS),
    ("about_equal", shares(0.50), A_B, UNKNOWN),
    ("about_equal", shares(0.50, 0.53, 0.55), YES | {"among": ["a", "b", "c"]}, HOLDS),
    ("about_equal", shares(0.50, 0.53, 0.57), YES | {"among": "groups"}, FAILS),
    ("about_equal", means(3.0, 3.25), {"group": "a", "than": "b"}, HOLDS),
    ("about_equal", means(3.0, 3.3), {"group": "a", "than": "b"}, FAILS),
    ("unchanged", shares(0.50, 0.54), A_B, HOLDS),
    ("unchanged", shares(0.50, 0.60), A_B, FAILS),
    ("times_about", shares(0.42, 0.2), A_B | {"times": 2}, HOLDS),
    ("times_about", shares(0.48, 0.2), A_B | {"times": 2}, WEAKENED),
    ("times_about", shares(0.6, 0.2), A_B | {"times": 2}, FAILS),
    ("times_about", shares(0.6, 0.0), A_B | {"times": 2}, FAILS),
    ("times_about", shares(0.6), A_B | {"times": 2}, UNKNOWN),
    ("majority", shares(0.52), IN_A, HOLDS),
    ("majority", shares(0.504), IN_A, WEAKENED),
    ("majority", shares(0.5), IN_A, FAILS),
    ("majority", shares(), IN_A, UNKNOWN),
    ("majority", shares(0.52), {"group": "a", "category": ["yes", "no"]}, HOLDS),
    ("minority", shares(0.48), IN_A, HOLDS),
    ("minority", shares(0.496), IN_A, WEAKENED),
    ("minority", shares(0.52), IN_A, FAILS),
    ("share_about", shares(0.66), IN_A | {"words": "two_thirds"}, HOLDS),
    ("share_about", shares(0.62), IN_A | {"words": "two_thirds"}, WEAKENED),
    ("share_about", shares(0.59), IN_A | {"words": "two_thirds"}, FAILS),
    ("share_about", shares(0.59), IN_A | {"share": 0.6}, HOLDS),
    ("share_about", shares(), IN_A | {"share": 0.6}, UNKNOWN),
    ("at_least", shares(0.6), IN_A | {"share": 0.6}, HOLDS),
    ("at_least", shares(0.596), IN_A | {"share": 0.6}, WEAKENED),
    ("at_least", shares(0.594), IN_A | {"share": 0.6}, FAILS),
    ("at_least", means(3.2, 1), {"group": "a", "value": 3}, HOLDS),
    ("above", items(0.6, 0.4, 0.3), {"variable": "u", "group": "a", "share": 0.5}, HOLDS),
    ("above", items(0.5, 0.4, 0.3), {"variable": "u", "group": "a", "share": 0.5}, FAILS),
    ("below", items(0.6, 0.4, 0.3), {"variable": "v", "group": "a", "share": 0.5}, HOLDS),
    ("below", items(0.6, 0.5, 0.3), {"variable": "v", "group": "a", "share": 0.5}, FAILS),
    ("at_most", shares(0.6), IN_A | {"share": 0.6}, HOLDS),
    ("at_most", shares(0.604), IN_A | {"share": 0.6}, WEAKENED),
    ("at_most", shares(0.606), IN_A | {"share": 0.6}, FAILS),
    ("at_most", shares(), IN_A | {"share": 0.6}, UNKNOWN),
    ("above_zero", difference(0.2, 0.01), {"significant": True}, HOLDS),
    ("above_zero", difference(0.2, 0.3), {"significant": True}, WEAKENED),
    ("above_zero", difference(-0.2, 0.01), {}, FAILS),
    ("above_zero", difference(NAN), {}, UNKNOWN),
    ("above_zero", difference(0.2), {"significant": True}, UNKNOWN),
    ("below_zero", difference(-0.2), {}, HOLDS),
    ("below_zero", difference(-0.002), {}, WEAKENED),
    ("below_zero", difference(0.2), {}, FAILS),
    ("largest", items(0.6, 0.5, 0.4), OF_A | {"variable": "u"}, HOLDS),
    ("largest", items(0.504, 0.501, 0.4), OF_A | {"variable": "u"}, WEAKENED),
    ("largest", items(0.6, 0.5, 0.4), OF_A | {"variable": "v"}, FAILS),
    ("largest", items(0.6, 0.5, 0.4), OF_A | {"variable": "v", "k": 2}, HOLDS),
    ("largest", items(0.6, 0.5, 0.4), OF_A | {"variable": "v", "among": ["v", "w"]}, HOLDS),
    ("largest", items(0.6, NAN, 0.4), OF_A | {"variable": "u"}, UNKNOWN),
    ("largest", shares(0.6, 0.5, 0.4), IN_A | {"among": "groups"}, HOLDS),  # the total, 99 %, is not among them
    ("largest", shares(0.6, 0.5, 0.4), IN_A | {"among": "categories"}, HOLDS),
    ("smallest", items(0.6, 0.5, 0.4), OF_A | {"variable": "w"}, HOLDS),
    ("smallest", items(0.6, 0.5, 0.4), OF_A | {"variable": "u"}, FAILS),
    ("smallest", items(0.6, 0.404, 0.401), OF_A | {"variable": "w"}, WEAKENED),
    ("largest_difference", items(0.6, 0.5, 0.4), OF_A | {"variable": "u", "than": "b"}, HOLDS),  # 30 points, 25, 20
    ("largest_difference", items(0.6, 0.5, 0.4), OF_A | {"variable": "v", "than": "b"}, FAILS),
    ("largest_difference", items(0.6, 0.5, 0.4), OF_A | {"variable": "v", "than": "b", "k": 2}, HOLDS),
    ("largest_difference", items(0.6, 0.5, 0.4), OF_A | {"variable": "v", "than": "b", "among": ["w"]}, HOLDS),
    ("largest_difference", items(0.506, 0.504, 0.4), OF_A | {"variable": "u", "than": "b"}, WEAKENED),
    ("largest_difference", items(0.6, NAN, 0.4), OF_A | {"variable": "u", "than": "b"}, UNKNOWN),
    ("largest_difference", items(0.6, 0.5, 0.4), {"group": "b", "variable": "w", "than": "a"}, FAILS),
    ("ranked", items(0.6, 0.5, 0.4), OF_A | {"order": ["u", "v"]}, HOLDS),
    ("ranked", items(0.6, 0.5, 0.4), OF_A | {"order": ["v", "u"]}, FAILS),
    ("ranked", items(0.6, 0.5, 0.4), OF_A | {"order": ["v", "u"], "in_order": False}, HOLDS),
    ("ranked", items(0.6, 0.5, 0.4), OF_A | {"order": ["u", "w"], "in_order": False}, FAILS),
    ("ranked", items(0.6, 0.5, 0.4), OF_A | {"order": ["w", "v"], "smallest_first": True}, HOLDS),
    ("ranked", items(0.6, 0.504, 0.502), OF_A | {"order": ["u", "v"]}, WEAKENED),
    ("ranked", items(0.6, 0.5, NAN), OF_A | {"order": ["u", "v"]}, UNKNOWN),
    ("follows_order", shares(0.4, 0.5, 0.6), ORDER | {"direction": "rising"}, HOLDS),
    ("follows_order", shares(0.4, 0.501, 0.504), ORDER | {"direction": "rising"}, WEAKENED),
    ("follows_order", shares(0.4, 0.6, 0.5), ORDER | {"direction": "rising"}, FAILS),
    ("follows_order", shares(0.6, 0.5, 0.4), ORDER | {"direction": "falling"}, HOLDS),
    ("follows_order", shares(0.6, NAN, 0.4), ORDER | {"direction": "falling"}, UNKNOWN),
    ("trend", trending(0.3, 0.01), {"direction": "rising"}, HOLDS),
    ("trend", trending(-0.3, 0.01), {"direction": "falling"}, HOLDS),
    ("trend", trending(-0.3, 0.01), {"direction": "rising"}, FAILS),
    ("trend", trending(0.3, 0.07), {"direction": "rising"}, WEAKENED),
    ("trend", trending(0.3, 0.07), {"direction": "rising", "level": 0.1}, HOLDS),
    ("trend", trending(NAN, NAN), {"direction": "rising"}, UNKNOWN),
    ("significant", shares(p=0.04), {}, HOLDS),
    ("significant", shares(p=0.07), {}, WEAKENED),
    ("significant", shares(p=0.07), {"level": 0.1}, HOLDS),
    ("significant", shares(p=0.3), {}, FAILS),
    ("significant", shares(), {}, UNKNOWN),
    ("not_significant", shares(p=0.3), {}, HOLDS),
    ("not_significant", shares(p=0.07), {}, WEAKENED),
    ("not_significant", shares(p=0.04), {}, FAILS),
    ("not_significant", shares(p=NAN), {}, UNKNOWN),
    ("in_every_group", shares(0.6, 0.7, 0.8), YES | {"condition": "majority", "groups": "all"}, HOLDS),
    ("in_every_group", shares(0.6, 0.4, 0.8), YES | {"condition": "majority", "groups": "all"}, FAILS),
    ("in_every_group", shares(0.6, 0.4, 0.8), YES | {"condition": "majority", "groups": ["a", "c"]}, HOLDS),
    ("in_every_group", shares(0.6, 0.504, 0.8), YES | {"condition": "majority", "groups": "all"}, WEAKENED),
    ("in_every_group", shares(0.6, NAN, 0.8), YES | {"condition": "majority", "groups": "all"}, UNKNOWN),
    ("for_every_variable", items(0.6, 0.5, 0.4), OF_A | {"condition": "higher", "than": "b", "variables": "all"}, HOLDS),
    ("for_every_variable", items(0.6, 0.5, 0.0), OF_A | {"condition": "higher", "than": "b", "variables": "all"}, FAILS),
    ("for_every_variable", items(0.6, 0.5, 0.004), OF_A | {"condition": "higher", "than": "b", "variables": "all"}, WEAKENED),
    ("for_every_variable", items(0.6, NAN, 0.4), OF_A | {"condition": "higher", "than": "b", "variables": "all"}, UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "evidence", "arguments", "expected"), CASES, ids=[f"{c[0]}-{c[3]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_condition_is_decided_by_the_numbers(name, evidence, arguments, expected):
    assert verdict(name, evidence, **arguments) == expected


def test_every_condition_is_seen_to_hold_and_to_fail():
    for name in CONDITIONS:
        assert {HOLDS, FAILS} <= {case[3] for case in CASES if case[0] == name}, name
    assert {case[3] for case in CASES} == set(VERDICTS)


def test_every_condition_that_can_be_written_can_be_checked():
    assert {name for name, condition in CONDITIONS.items() if not condition.repeats} == set(CHECKS)


def test_the_numbers_that_decided_are_named_by_what_tells_them_apart():
    found = outcome("higher", shares(0.4812, 0.41, p=0.03), **A_B, significant=True)
    assert [n.replace("\u00a0", " ") for n in found.numbers] == ["a 48 %", "b 41 %", "p = 0,030"]
    found = outcome("largest", items(0.6, 0.5, 0.4), group="a", variable="w")
    assert [n.replace("\u00a0", " ") for n in found.numbers] == ["w 40 %", "u 60 %"]
    assert outcome("higher", shares(NAN, 0.4), **A_B).numbers[0] == "a uten tall"
    found = outcome(
        "for_every_variable", items(0.6, 0.5, 0.4), group="a", condition="higher", than="b", variables=["u", "w"]
    )
    assert [n.replace("\u00a0", " ") for n in found.numbers] == ["u: a 60 %, b 30 %", "w: a 40 %, b 20 %"]
    assert outcome("lower", means(3.1, 3.2), group="a", than="b").numbers == ("a 3,10", "b 3,20")


def test_the_decimals_of_the_sentence_decide_what_is_printed_equal():
    written = [Written("higher", "x", A_B)]
    evidence = {"x": shares(0.504, 0.501)}
    assert [judged(written, evidence, Margins(), decimals).verdict for decimals in (None, 0, 1)] == [
        WEAKENED,
        WEAKENED,
        HOLDS,
    ]


def test_margins_are_the_evaluation_s():
    written, evidence = [Written("about_equal", "x", A_B)], {"x": shares(0.50, 0.57)}
    assert judged(written, evidence, Margins()).verdict == FAILS
    assert judged(written, evidence, Margins(equal_points=8)).verdict == HOLDS
    near = [Written("share_about", "x", IN_A | {"share": 0.6})]
    assert judged(near, {"x": shares(0.55)}, Margins()).verdict == WEAKENED
    assert judged(near, {"x": shares(0.55)}, Margins(about_points=5)).verdict == HOLDS


def test_two_exhibits_may_be_compared():
    others = {"x": shares(0.6, 0.5), "y": items(0.7, 0.5, 0.4)}
    written = [Written("lower", "x", IN_A | {"than_exhibit": "y", "than_variable": "u", "than_category": "counted"})]
    assert judged(written, others, Margins()).verdict == HOLDS


def test_the_test_of_the_two_groups_comes_before_one_of_all():
    tests = (a_test(0.2), a_test(0.001, groups="b|a"))
    evidence = replace(shares(0.6, 0.5), tests=tests)
    assert verdict("higher", evidence, **A_B, significant=True) == HOLDS
    assert verdict("significant", evidence, panel="g") == FAILS
    assert verdict("significant", evidence, groups=["b", "a"]) == HOLDS
    assert verdict("significant", evidence) == UNKNOWN  # two tests, and it is not said which


def test_the_adjusted_p_decides():
    evidence = replace(shares(0.6, 0.5), tests=(a_test(0.01, adjusted=0.2),))
    assert verdict("significant", evidence) == FAILS


def test_several_conditions_are_as_good_as_the_worst():
    written = [Written("majority", "x", IN_A), Written("higher", "x", A_B)]
    assert judged(written, {"x": shares(0.6, 0.5)}, Margins()).verdict == HOLDS
    assert judged(written, {"x": shares(0.6, 0.7)}, Margins()).verdict == FAILS
    assert worst([HOLDS, WEAKENED, UNKNOWN]) == UNKNOWN and worst([UNKNOWN, FAILS]) == FAILS and worst([]) == HOLDS


def test_a_repeated_condition_leaves_the_total_out():
    written = Written("in_every_group", "x", {"condition": "majority", "groups": "all", **YES})
    assert [each.given["group"] for each in expanded(written, VIEW)] == ["a", "b", "c"]


def test_a_trend_needs_its_test():
    with pytest.raises(ValueError, match="the exhibit 'x' has no test of trend: give it `test: trend`"):
        verdict("trend", trending(0.3, 0.01, "chi2"), direction="rising")


@pytest.mark.parametrize(
    "claim",
    [
        ("trend", {"direction": "rising"}),
        ("significant", {}),
        ("not_significant", {}),
        ("higher", A_B | {"significant": True}),
    ],
)
def test_a_test_that_is_withheld_leaves_a_claim_unknown_and_says_why(claim):
    name, given = claim
    evidence = shares(0.2, 0.3, 0.4)
    cells = {key: dict(row, suppressed=int(key[2] == "c")) for key, row in evidence.estimates.items()}
    cells["q", "yes", "a"]["estimate"], cells["q", "yes", "b"]["estimate"] = 0.6, 0.5
    found = outcome(name, replace(evidence, estimates=cells), **given)
    assert (found.verdict, found.numbers[-1]) == (UNKNOWN, "holdt tilbake av hensyn til personvernet")
    assert outcome(name, evidence, **given).numbers[-1] == "ikke testet"  # nothing is withheld: there was none


@pytest.mark.parametrize(("test", "told"), [("trend", 0), ("chi2", 1), ("", 1)])
def test_a_claim_of_a_trend_asks_for_its_test_before_anything_runs(test, told):
    found = list(claim_problems(("trend", "x"), {"direction": "rising"}, {"x": VIEW}, {"x": test}))
    assert len(found) == told and all("has no test" in text for text, _ in found)


def test_a_trend_across_a_break_is_unknown_whatever_its_test_is_called():
    assert verdict("trend", trending(NAN, NAN, "chi2"), direction="rising") == UNKNOWN


def test_the_documentation_has_the_table_of_conditions():
    from pathlib import Path

    assert conditions_table() in (Path(__file__).parents[3] / "docs/templates.md").read_text(encoding="utf-8")


share = st.one_of(st.just(NAN), st.floats(0, 1))


@given(share, share)
def test_higher_and_lower_never_both_hold(a, b):
    verdicts = {verdict("higher", shares(a, b), **A_B), verdict("lower", shares(a, b), **A_B)}
    swapped = verdict("higher", shares(b, a), **A_B)
    assert swapped == verdict("lower", shares(a, b), **A_B)
    assert (UNKNOWN in verdicts) == (math.isnan(a) or math.isnan(b))
    assert UNKNOWN in verdicts or FAILS in verdicts


@given(share)
def test_no_share_is_both_majority_and_minority(a):
    verdicts = {verdict("majority", shares(a), **IN_A), verdict("minority", shares(a), **IN_A)}
    assert FAILS in verdicts or verdicts == {UNKNOWN}


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_at_most_one_item_is_the_largest_and_it_is_the_first_in_rank(u, v, w):
    evidence = items(u, v, w)
    holding = [name for name in "uvw" if verdict("largest", evidence, group="a", variable=name) == HOLDS]
    assert len(holding) <= 1
    for name in holding:
        assert verdict("ranked", evidence, group="a", order=[name]) == HOLDS
        assert all(verdict("smallest", evidence, group="a", variable=each) != HOLDS for each in holding)


@given(st.floats(0, 1), st.floats(0, 1))
def test_significant_and_not_significant_never_both_hold(p, level):
    evidence = shares(p=p)
    both = {verdict(name, evidence, level=level or 0.01) for name in ("significant", "not_significant")}
    assert both != {HOLDS}


@given(share, share, st.floats(0, 100))
def test_about_equal_does_not_mind_the_order(a, b, margin):
    first, second = shares(a, b), shares(b, a)
    assert verdict("about_equal", first, **A_B, margin=margin) == verdict("about_equal", second, **A_B, margin=margin)


@pytest.mark.parametrize("name", ["ranked", "follows_order"])
def test_the_order_of_answers_is_that_of_the_variable_named(name):
    """An exhibit of several variables with answers of their own."""
    answers = {"u": (Item("no", "Nei"), Item("yes", "Ja")), "v": (Item("few", "Få"), Item("many", "Mange"))}
    view = replace(BATTERY, variables=(Item("u", "U"), Item("v", "V")), categories_of=answers)
    cells = {("v", answer, "a"): {"n": 10, "estimate": share} for answer, share in (("few", 0.3), ("many", 0.7))}
    evidence = Evidence(view, cells, (), LEVELS)
    falling = {"direction": "falling"} if name == "follows_order" else {}
    assert verdict(name, evidence, variable="v", group="a", order=["many", "few"], **falling) == HOLDS
    assert verdict(name, evidence, variable="v", group="a", order=["few", "many"], **falling) == FAILS


def of_kind(statistic: str, category: str, a: float, b: float, p: float = NAN, categories=()) -> Evidence:
    view = replace(VIEW, statistic=statistic, categories=tuple(Item(each, each) for each in categories))
    cells = {("q", category, group): {"n": 10, "estimate": value} for group, value in (("a", a), ("b", b))}
    return Evidence(view, cells, (a_test(p, groups="g"),), LEVELS)


A_THAN_B = {"group": "a", "than": "b"}
CHANGES = ("better", "same", "worse")


@pytest.mark.parametrize(
    ("name", "evidence", "arguments", "expected", "numbers"),
    [
        ("higher", of_kind("total", SUM, 1200.4, 1200.3), A_THAN_B, WEAKENED, ("a 1 200", "b 1 200")),
        ("higher", of_kind("total", SUM, 1201, 1200), A_THAN_B, HOLDS, ("a 1 201", "b 1 200")),
        ("higher", of_kind("ratio", RATIO, 2.41, 2.38), A_THAN_B, HOLDS, ("a 2,41", "b 2,38")),
        ("at_least", of_kind("ratio", RATIO, 2.41, 2.38), {"group": "a", "value": 2.5}, FAILS, ("a 2,41",)),
        (
            "lower",
            of_kind("quantile", "p50", 3.0, 4.0, categories=("p25", "p50")),
            A_THAN_B | {"category": "p50"},
            HOLDS,
            ("a 3,00", "b 4,00"),
        ),
        (
            "above_zero",
            of_kind("change", NET, 0.12, -0.1, categories=CHANGES),
            {"group": "a"},
            HOLDS,
            ("a 12 prosentpoeng",),
        ),
        (
            "above_zero",
            of_kind("change", NET, 0.12, -0.1, categories=CHANGES),
            {"group": "b"},
            FAILS,
            ("b −10 prosentpoeng",),
        ),
        (
            "majority",
            of_kind("change", "better", 0.6, 0.4, categories=CHANGES),
            {"group": "a", "category": "better"},
            HOLDS,
            ("better a 60 %",),
        ),
        (
            "at_least",
            of_kind("agreement", BASE, 0.61, 0.58, categories=("x", "y")),
            {"group": "a", "value": 0.6},
            HOLDS,
            ("a 0,61",),
        ),
        (
            "at_least",
            of_kind("agreement", "x", 0.61, 0.58, categories=("x", "y")),
            {"group": "b", "category": "x", "value": 0.6},
            FAILS,
            ("x b 0,58",),
        ),
    ],
)
def test_every_kind_of_number_is_compared_in_the_unit_it_is_printed_in(name, evidence, arguments, expected, numbers):
    found = outcome(name, evidence, **arguments)
    assert found.verdict == expected
    assert {n.replace("\u00a0", " ") for n in found.numbers} == set(numbers)


def test_nothing_is_claimed_of_an_exhibit_that_prints_text():
    view = replace(VIEW, statistic="text")
    found = [*claim_problems(("higher", "x"), A_THAN_B, {"x": view})]
    assert found == [("a claim about 'x', which prints text", "Claim something of an exhibit with numbers")]


def test_agreement_needs_a_measure_and_no_code():
    view = replace(VIEW, statistic="agreement")
    assert [*claim_problems(("at_least", "x"), {"group": "a", "value": 0.6}, {"x": view})] == []
    assert [*claim_problems(("at_least", "x"), {"value": 0.6}, {"x": view})] == []  # everybody's
    groups_alone = replace(view, panels=(Panel("g", "Gruppe", (Item("a", "A"), Item("b", "B"))),))
    (found,) = claim_problems(("at_least", "x"), {"value": 0.6}, {"x": groups_alone})
    assert "does not say which group" in found[0]


@pytest.mark.parametrize(
    ("values", "name", "given", "verdict"),
    [
        ((0.6, 0.4, 0.3), "largest", {"variable": "u", "above": 50}, HOLDS),
        ((0.5, 0.4, 0.3), "largest", {"variable": "u", "above": 50}, FAILS),
        ((0.501, 0.4, 0.3), "largest", {"variable": "u", "above": 50}, WEAKENED),  # prints as 50
        ((0.6, 0.4, 0.3), "smallest", {"variable": "w", "above": 25}, HOLDS),
        ((0.6, 0.4, 0.2), "smallest", {"variable": "w", "above": 25}, FAILS),
        ((0.6, 0.55, 0.3), "ranked", {"order": ["u", "v"], "above": 50}, HOLDS),
        ((0.6, 0.45, 0.3), "ranked", {"order": ["u", "v"], "above": 50}, FAILS),
        (
            (0.6, 0.3, 0.4),
            "ranked",
            {"order": ["w", "v"], "in_order": False, "smallest_first": True, "below": 50},
            HOLDS,
        ),
        (
            (0.9, 0.3, 0.6),
            "ranked",
            {"order": ["w", "v"], "in_order": False, "smallest_first": True, "below": 50},
            FAILS,
        ),
        ((0.3, 0.4, 0.6), "follows_order", {"order": ["u", "v", "w"], "direction": "rising", "below": 70}, HOLDS),
        ((0.3, 0.4, 0.8), "follows_order", {"order": ["u", "v", "w"], "direction": "rising", "below": 70}, FAILS),
        ((0.3, NAN, 0.8), "follows_order", {"order": ["u", "v", "w"], "direction": "rising", "below": 70}, UNKNOWN),
        ((0.6, 0.4, 0.3), "above", {"variable": "u", "share": 0.5}, HOLDS),
        ((0.5, 0.4, 0.3), "above", {"variable": "u", "share": 0.5}, FAILS),
        ((0.5, 0.499, 0.3), "below", {"variable": "v", "share": 0.5}, WEAKENED),
        ((0.5, NAN, 0.3), "below", {"variable": "v", "share": 0.5}, UNKNOWN),
    ],
)
def test_what_is_first_may_still_lie_on_the_wrong_side(values, name, given, verdict):
    """What grew least of all may have fallen: an order says nothing of a sign."""
    written = Written(name, "x", {**given, "group": "a", "decimals": 0})
    assert judged([written], {"x": items(*values)}, Margins(), None).verdict == verdict
    assert not list(claim_problems((name, "x"), dict(written.given), {"x": BATTERY}))


def test_what_is_compared_is_told_where_everybody_is_the_only_group():
    """An exhibit with a total alone, of which no group need be named, has nothing to leave out."""
    alone = replace(BATTERY, categories=VIEW.categories, panels=(Panel("g", "", (Item("total", "Alle"),)),))
    assert alone.usual_group == "total"
    assert competing(alone, {"variable": "u", "category": "yes", "among": "categories"}) == ("category", ["no", "yes"])
