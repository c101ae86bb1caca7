"""Exhibits that test the same answers of the same groups put together otherwise are told in the note of the later one."""

import pytest
from evalreport.chapters.blocks import note_block, retested_note

OTHER = """\
  - {id: three_parts, title: {en: In three}, kind: distribution, instrument: staff, variables: [satisfied], by: [group], test: chi2,
     collapse: three}
  - {id: later, title: {en: As answered}, kind: distribution, instrument: staff, variables: [satisfied], by: [group], test: chi2}
"""
SHOWN = '{{ table("three_parts") }}\n\n{{ table("later") }}\n'


def with_exhibits(small, plan=OTHER, shown=SHOWN):
    small.change("exhibits/results.yaml", "  - {id: everyone", plan + "  - {id: everyone")
    small.change(
        "results.md.jinja", '{% include "shared_part.md.jinja" %}\n', shown + '\n{% include "shared_part.md.jinja" %}\n'
    )
    return small.project()


def test_the_later_of_two_collapses_names_the_earlier_ones(small):
    params = with_exhibits(small).chapter_params("results")
    assert params["retested"] == {"later": {"satisfaction": [], "three_parts": []}}
    assert params["displays"]["satisfaction"] == "table"


def test_the_order_of_the_report_decides_which_is_later(small):
    first = with_exhibits(small, shown='{{ table("later") }}\n\n{{ table("three_parts") }}\n').chapter_params("results")
    assert first["retested"] == {"later": {"satisfaction": []}, "three_parts": {"later": []}}


def test_an_exhibit_that_no_chapter_shows_is_not_named(small):
    assert with_exhibits(small, shown="").chapter_params("results")["retested"] == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("by: [group], test: chi2}", "by: [year], test: chi2}"),  # other groups
        ("by: [group], test: chi2}", "by: [group], test: chi2, where: {wave: ['2009']}}"),  # others among the answers
        ("by: [group], test: chi2}", "by: [group], test: chi2, collapse: three}"),  # the same answers
        ("by: [group], test: chi2}", "by: [group]}"),  # no test
        (
            "variables: [satisfied], by: [group], test: chi2}",
            "variables: [nav], by: [group], test: chi2}",
        ),
    ],
)
def test_what_is_not_the_same_test_on_another_collapse(small, old, new):
    assert "later" not in with_exhibits(small, plan=OTHER.replace(old, new)).chapter_params("results")["retested"]


def test_another_groupings_name_for_the_same_people_is_the_same_group(small):
    groups = "      a: {label: {en: A}, where: {arm: [c]}}\n      b: {label: {en: B}, where: {arm: [t]}}\n"
    again = "  arm:\n    label: {en: Arm}\n    groups:\n" + groups
    small.change("evaluation.yaml", "significance_levels", again + "significance_levels")
    found = with_exhibits(small, plan=OTHER.replace("by: [group], test: chi2}", "by: [arm], test: chi2}"))
    assert found.chapter_params("results")["retested"] == {"later": {"satisfaction": [], "three_parts": []}}


def test_codes_written_otherwise_are_the_same_collapse(small):
    small.change(
        "collapses.csv",
        "ages,young",
        'thirds,bottom,Low,1-2,\nthirds,mid,Middle,3,\nthirds,top,High,"4,5",\nages,young',
    )
    same = OTHER.replace("by: [group], test: chi2}", "by: [group], test: chi2, collapse: thirds}")
    assert with_exhibits(small, plan=same).chapter_params("results")["retested"] == {}


AGES = """\
  - {id: three_parts, title: {en: In two}, kind: histogram, instrument: staff, variables: [age], by: [group], test: chi2,
     bins: [0, 40, 100]}
  - {id: later, title: {en: In three}, kind: histogram, instrument: staff, variables: [age], by: [group], test: chi2,
     bins: [0, 30, 40, 100]}
"""
YOUNG = "where: {any: [{age: ['-39']}, {nav: [1]}]}"
OLD = "where: {any: [{age: ['40-']}, {nav: [1]}]}"


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (AGES, True),
        (AGES.replace("0, 30, 40, 100", "0, 40, 100"), False),  # the same classes
        (OTHER.replace("test: chi2}", "test: exact}"), True),
        (OTHER.replace("test: chi2}", "test: exact, collapse: three}"), False),  # another test of the same answers
        (OTHER.replace("test: chi2", "test: trend"), True),
        (OTHER.replace("test: chi2}", "test: trend}"), False),  # another question
        # Two answers of three are the same as two and the rest.
        (OTHER.replace("test: chi2}", "test: chi2, collapse: three, categories: [low, high]}"), False),
        (OTHER.replace("test: chi2", f"test: chi2, {YOUNG}"), True),
        (OTHER.replace("test: chi2}", f"test: chi2, {OLD}}}").replace("test: chi2,\n", f"test: chi2, {YOUNG},\n"), False),
        (OTHER.replace("test: chi2}", "test: chi2, where: {not: {nav: [1]}}}").replace(
            "test: chi2,\n", "test: chi2, where: {not: {nav: [2]}},\n"), False),
        # A range and a number in it are not the same as two ranges that have nothing in common.
        (OTHER.replace("test: chi2}", "test: chi2, where: {all: [{age: ['30-39']}, {age: ['35-50']}]}}").replace(
            "test: chi2,\n", "test: chi2, where: {all: [{age: ['30-39']}, {age: ['20-34']}]},\n"), False),
        (OTHER.replace("test: chi2}", "test: chi2, where: {all: [{nav: [1, 2]}, {nav: [1]}]}}").replace(
            "test: chi2,\n", "test: chi2, where: {nav: [1]},\n"), True),  # the same people, written otherwise
    ],
)  # fmt: skip
def test_classes_tests_and_joint_conditions_are_told_apart(small, plan, told):
    found = with_exhibits(small, plan=plan).chapter_params("results")["retested"]
    assert ("three_parts" in found.get("later", {})) == told


def test_of_a_battery_the_items_are_named_that_are_the_same(small):
    plan = """\
  - {id: later, title: {en: Two of them}, kind: distribution, instrument: staff, variables: [time, satisfied], by: [group], test: chi2,
     collapse: three}
"""
    found = with_exhibits(small, plan=plan, shown='{{ table("later") }}\n').chapter_params("results")
    assert found["retested"] == {"later": {"barriers": ["Lack of time"]}}  # only the high answers are counted there


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_the_sentence_ends_the_note(language):
    displays = {"a": "table", "b": "stacked", "c": "table"}
    text = retested_note({"a": [], "b": [], "c": ["Time_off"]}, displays, language)
    both, one = text.split("Time\\_off")
    assert both.index("[](#tbl-a){.ref}") < both.index("[](#fig-b){.ref}") and "[](#tbl-c){.ref}" in one
    assert "references" not in text and "items" not in text
    assert note_block("First.\n\nLast.", text) == f"::: note\nFirst.\n\nLast. {text}\n:::"
    assert note_block("", text) == f"::: note\n{text}\n:::"
    assert retested_note({}, displays, language) == ""


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_a_long_list_of_items_is_not_named(language):
    text = retested_note({"a": ["I", "II"], "b": ["III", "IV"]}, {"a": "table", "b": "table"}, language)
    assert text.index("[](#tbl-a){.ref}") < text.index("[](#tbl-b){.ref}")
    assert "III" not in text and text.count("]{") == 0 and text.count("p-") == 1
