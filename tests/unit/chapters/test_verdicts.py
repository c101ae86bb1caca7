"""Verdicts of several tests are said in one phrase, and what the phrase asks for must be there."""

from dataclasses import replace

import pytest
from evalreport.chapters.functions import number_functions
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.errors import BadInput

NAN = float("nan")
GROUPS = tuple(Item(name, name.upper()) for name in "abcdef")
VIEW = View(
    exhibit="x", chapter="c", language="nb", title="T", kind="distribution", display="table", statistic="share",
    variables=(Item("q", "Q"),), categories=(Item("1", "Ja"),), panels=(Panel("p", "", GROUPS),),
)  # fmt: skip
TWO = {"i nord": "a|b", "i sør": "c|d"}


def said(places: dict, *p: float, language: str = "nb") -> str:
    tests = tuple(
        {"variable": "q", "groups": g, "p": each, "p_adjusted": NAN} for g, each in zip(places.values(), p, strict=True)
    )
    evidence = Evidence(replace(VIEW, language=language), {}, tests, (0.05, 0.1))
    return number_functions({"x": evidence}, language)["verdicts"]("x", places)


def test_two_that_find_nothing():
    assert said(TWO, 0.4, 0.6) == "ikke statistisk signifikant, verken i nord eller i sør"
    assert said(TWO | {"i vest": "e|f"}, 0.4, 0.6, 0.5).endswith("verken i nord, i sør eller i vest")
    assert said(TWO, NAN, NAN) == "ikke testet, verken i nord eller i sør"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "holdt tilbake av hensyn til personvernet"),
        ("nn", "halde tilbake av omsyn til personvernet"),
        ("en", "withheld to protect respondents"),
        ("sv", "undanhållet av hänsyn till integriteten"),
    ],
)
def test_a_test_that_is_withheld_is_not_called_untested(language, text):
    """Disclosure control takes the tests of a variable out with any of its numbers."""
    cells = {("q", "1", group): {"n": 3, "estimate": NAN, "suppressed": int(group == "a")} for group in "abc"}
    evidence = Evidence(replace(VIEW, language=language), cells, (), (0.05, 0.1))
    functions = number_functions({"x": evidence}, language)
    assert functions["significance"]("x") == text == functions["significance"]("x", groups=["a", "b"])
    # The test of one group (a net change) goes with that group's own numbers: there is none of the others.
    assert functions["significance"]("x", groups="a") == text != functions["significance"]("x", groups="b")
    assert functions["verdicts"]("x", TWO).startswith(text) and "verken" not in functions["verdicts"]("x", TWO)


def test_two_that_find_the_same():
    both = said(TWO, 0.01, 0.02)
    assert both.startswith("statistisk signifikant på") and both.endswith(" både i nord og i sør")


def test_different_verdicts_are_said_each():
    text = said(TWO, 0.01, 0.6)
    first, second = text.split(" og ")
    assert first.endswith("i nord") and second == "ikke statistisk signifikant i sør"
    assert said(TWO, 0.01, 0.08).count("statistisk signifikant på") == 2  # another level is another verdict


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nn", "ikkje statistisk signifikant, verken i nord eller i sør"),
        ("en", "not statistically significant i nord or i sør"),
        ("sv", "inte statistiskt signifikant, varken i nord eller i sør"),
    ],
)
def test_in_every_language(language, text):
    assert said(TWO, 0.4, 0.6, language=language) == text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('verdicts("satisfaction", places={"a": "treated|control", "b": "treated|contral"})', "no group 'contral'"),
        ('verdicts("satisfaction", places={"a": "group"})', "without places"),
        ('verdicts("satisfaction")', "without places"),
        ('verdicts("barriers", places={"a": "group", "b": "treated|control"})', "which variable"),
        ('verdicts("nothing", places={"a": "group", "b": "group"})', "no exhibit 'nothing'"),
    ],
)
def test_slips_are_told_with_the_line(small, call, message):
    small.change("results.md.jinja", '{{ p("satisfaction") }}', "{{ " + call + " }}")
    with pytest.raises(BadInput) as caught:
        small.project()
    assert message in str(caught.value) and "results.md.jinja, line 6" in str(caught.value)


def test_a_panel_or_its_groups_are_places(small):
    call = '{{ verdicts("satisfaction", places={"a": "group", "b": "treated|control"}) }}'
    small.change("results.md.jinja", '{{ p("satisfaction") }}', call)
    assert small.project().quoted("results")[0] == "satisfaction"
