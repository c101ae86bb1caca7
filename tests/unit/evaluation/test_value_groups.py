"""Groupings by all values of a variable: the codebook's answers, in its order, without what is no answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.evaluation.model import Evaluation, Group, Grouping
from evalreport.evaluation.value_groups import with_value_groups
from evalreport.files.checking import Checks, NotChecked

SIZES = ValueSet(
    "size",
    (
        Choice(2, {"nb": "Stor"}),
        Choice(1, {"nb": "Liten"}),
        Choice(3, {"nb": "Svært stor"}, waves=("2005",)),
        Choice(9, {"nb": "Vet ikke"}, missing=True),
    ),
)


def book(name, value_set=SIZES, type="single"):
    variables = (Variable("size", type, {"nb": "Størrelse"}, value_set.name, waves=("2001", "2005")),)
    return Codebook(
        name,
        f"{name}.csv",
        ("2001", "2005"),
        variables,
        value_sets={value_set.name: value_set},
        code_maps={},
        collapses={},
        batteries={},
    )


def evaluation(**groupings):
    return Evaluation("x", Path("config/x"), "nb", "T", "", "", (), {}, groupings, (0.05,), {}, {})


def filled(groupings, *books):
    checks = Checks()
    found = with_value_groups(evaluation(**groupings), {each.instrument: each for each in books}, checks)
    return found.groupings, [problem.found for problem in checks.problems]


def test_a_group_a_valid_answer_in_the_codebooks_order():
    groupings, problems = filled({"by_size": Grouping("by_size", "Size", values_of="size")}, book("a"), book("b"))
    assert problems == []
    assert [(g.id, g.label, g.where) for g in groupings["by_size"].groups] == [
        ("by_size_2", "Stor", {"size": (2,)}),
        ("by_size_1", "Liten", {"size": (1,)}),
        ("by_size_3", "Svært stor", {"size": (3,), "wave": ("2005",)}),
    ]


def test_codes_that_are_texts():
    counties = ValueSet("county", (Choice("Ø-1", {"nb": "Østfold"}), Choice("b c", {"nb": "B"})))
    groupings, _ = filled({"c": Grouping("c", "C", values_of="size")}, book("a", counties))
    assert [(g.id, g.where) for g in groupings["c"].groups] == [
        ("c__1", {"size": ("Ø-1",)}),
        ("c_b_c", {"size": ("b c",)}),
    ]


@pytest.mark.parametrize(
    ("books", "told"),
    [
        ((), "no variable 'size'"),
        ((book("a", type="number"),), "size of a is of type number and has no answers to divide by"),
        (
            (book("a"), book("b", replace(SIZES, choices=(Choice(1, {"nb": "Stor"}),)))),
            "1 of size has other labels in a than in b",
        ),
    ],
)
def test_what_cannot_be_divided_by(books, told):
    groupings, problems = filled({"s": Grouping("s", "S", values_of="size")}, *books)
    assert told in problems
    with pytest.raises(NotChecked):
        groupings["s"]


def test_groups_that_are_there_already():
    own = {"kind": Grouping("kind", "K", (Group("size_2", "To", {}),)), "size": Grouping("size", "S", values_of="size")}
    _, problems = filled(own, book("a"))
    assert problems == ["the group 'size_2' is defined in kind too"]


def test_an_answer_that_one_questionnaire_has_in_some_waves_only():
    later = replace(SIZES, name="later", choices=(Choice(3, {"nb": "Svært stor"}, waves=("2009",)),))
    always = replace(SIZES, name="always", choices=(Choice(3, {"nb": "Svært stor"}),))
    for others, wanted in ((later, {"size": (3,), "wave": ("2005", "2009")}), (always, {"size": (3,)})):
        groupings, problems = filled({"s": Grouping("s", "S", values_of="size")}, book("a"), book("b", others))
        assert problems == []
        assert [g.where for g in groupings["s"].groups if g.id == "s_3"] == [wanted]
