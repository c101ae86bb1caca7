"""Several answers to one question: shares of those who answered, of those who were asked, of those who named any."""

from types import SimpleNamespace

import pandas as pd
import pytest
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Category, Choice, Collapse, ValueSet
from evalreport.disclosure.gather import counted_in
from evalreport.disclosure.vectors import vectors_of
from evalreport.evaluation.model import Exhibit, Group
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.answers.plan import named_problems
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, TOTAL

WAVES = ("1", "2")
BOXES = tuple(Variable(f"box_{n}", "tick", {"en": n}, "tick", "boxes", waves=("1",)) for n in ("tv", "radio", "paper"))
TICK = ValueSet("tick", (Choice(0, {"en": "Not chosen"}), Choice(1, {"en": "Chosen"})))
BOOK = Codebook("s", "s.csv", WAVES, BOXES, {"tick": TICK}, {}, {}, {"boxes": Battery("boxes", {"en": "Which?"})})
# Two who ticked nothing, one of whom left the question out, and one of a wave that did not ask.
ROWS = [(1, 1, 0), (1, 0, 0), (0, 1, 1), (1, 1, 0), (0, 0, 0), (None, None, None), (None, None, None)]
DATA = pd.DataFrame(
    {"wave": pd.array(["1"] * 6 + ["2"], dtype="string"), "sex": pd.array([1, 1, 1, 2, 2, 2, 1], dtype="Int64")}
    | {box.name: pd.array([row[i] for row in ROWS], dtype="Int64") for i, box in enumerate(BOXES)}
)
SEX = (("sex", (Group("women", "", {"sex": (1,)}), Group("men", "", {"sex": (2,)}))),)


def shares(base, panels=(), **more):
    exhibit = Exhibit("e", "c", "", "share", "s", battery="boxes", counted=(1,), base=base, **more)
    estimates, tests = analyse(exhibit, DATA, BOOK, panels)
    return exhibit, estimates.set_index(["variable", "category", "group"]), tests


@pytest.mark.parametrize(("base", "n", "tv"), [("answered", 5, 3 / 5), ("all", 6, 3 / 6), ("named", 4, 3 / 4)])
def test_the_base_is_chosen_by_a_key(base, n, tv):
    _, found, _ = shares(base)
    assert found.loc[("box_tv", BASE, TOTAL), "n"] == n
    assert found.loc[("box_tv", "counted", TOTAL), "estimate"] == pytest.approx(tv)
    assert found.loc[("box_tv", "counted", TOTAL), "n"] == 3
    low, high = found.loc[("box_tv", "counted", TOTAL), ["ci_low", "ci_high"]]
    assert 0 <= low < tv < high <= 1


def test_groups_and_tests_are_of_the_same_base():
    _, found, tests = shares("named", SEX, by=("sex",), test="chi2")
    assert [found.loc[("box_paper", BASE, g), "n"] for g in ("women", "men")] == [3, 1]
    assert found.loc[("box_paper", "counted", "women"), "estimate"] == pytest.approx(1 / 3)
    # 1 of 3 women and 0 of 1 man: chi-square of that table is 4 (1*1 - 0*2)^2 / (3*1*1*3)
    assert tests.set_index("variable").loc["box_paper", "statistic"] == pytest.approx(4 / 9)


def test_disclosure_control_sees_the_same_respondents():
    exhibit, found, _ = shares("named", SEX, by=("sex",), total=True)
    sources = SimpleNamespace(weights={}, books={"s": BOOK})
    vectors = vectors_of(exhibit, DATA, BOOK, counted_in(exhibit, SEX, DATA, sources))
    for key in ((b.name, c, g) for b in BOXES for c in (BASE, "counted") for g in ("women", "men", TOTAL)):
        assert vectors[key][0].sum() == found.loc[key, "n"]


def test_a_base_of_those_who_named_any_needs_several_counted_answers():
    one = Exhibit("e", "c", "", "share", "s", variables=("box_tv",), counted=(1,), base="named")
    assert ["one item" in found for found, _ in named_problems(one, BOOK)] == [True]
    none = Exhibit("e", "c", "", "mean", "s", battery="boxes", base="named")
    assert ["without `counted`" in found for found, _ in named_problems(none, BOOK)] == [True]
    fine = Exhibit("e", "c", "", "share", "s", battery="boxes", counted=(1,), base="named")
    assert not list(named_problems(fine, BOOK))


AGES = pd.DataFrame(
    {"wave": pd.array(["1"] * 4, dtype="string"), "age": pd.array([20, 29.5, 40, None], dtype="Float64")}
)


def test_a_number_that_no_category_holds_stops_the_build():
    young, old = (Category(name, {}, (ends,)) for name, ends in (("young", (0.0, 29.0)), ("old", (30.0, float("inf")))))
    book = Codebook(
        "s",
        "codebook/s.csv",
        ("1",),
        (Variable("age", "number", {}, waves=("1",)),),
        {},
        {},
        {"ages": Collapse("ages", (young, old))},
        {},
    )
    exhibit = Exhibit("e", "c", "", "distribution", "s", variables=("age",), collapse="ages")
    with pytest.raises(BadInput, match=r"collapses.csv, collapse ages: no category for 29.5 \(1\) of age"):
        analyse(exhibit, AGES, book, ())
    whole = AGES.assign(age=pd.array([20, 29, 40, None], dtype="Float64"))
    found = analyse(exhibit, whole, book, ())[0].set_index("category")
    assert (found.loc["young", "n"], found.loc["old", "n"], found.loc[BASE, "n"]) == (2, 1, 3)
