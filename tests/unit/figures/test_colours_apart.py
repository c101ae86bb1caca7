"""Any two colours that can meet in one figure are told apart in a grey print, and a colour means one thing."""

from itertools import combinations
from pathlib import Path

import pytest
from evalreport.evaluation.load import load_evaluation
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.colour import lightness
from evalreport.figures.stacked import answer_colours
from evalreport.figures.theme import APART, group_colours, scale_colours
from evalreport.scaffold.drafts import _COLOURS

CONFIG = Path(__file__).parents[3] / "config"
EVALUATIONS = sorted(path.parent.name for path in CONFIG.glob("*/evaluation.yaml") if path.parent.name != "schemas")


def alike(colours, least=APART):
    """Pairs with less than `least` L* between them."""
    return [pair for pair in combinations(colours, 2) if abs(lightness(pair[0]) - lightness(pair[1])) < least]


def view(scale: str, answers: tuple[Item, ...], positive_first: bool = False) -> View:
    return View(
        exhibit="x", chapter="c", language="en", title="T", kind="distribution", display="stacked", statistic="share",
        variables=(Item("q", "Q"),), categories=answers, panels=(Panel("p", "", (Item("g", "G"),)),), scale=scale,
        positive_first=positive_first,
    )  # fmt: skip


@pytest.mark.parametrize("scale", ["sequential", "diverging", "nominal"])
@pytest.mark.parametrize("count", range(2, 8))
def test_no_two_answers_have_the_same_grey(scale, count):
    assert alike(scale_colours(scale, count)) == []


@pytest.mark.parametrize("count", range(1, 8))
def test_no_two_groups_without_a_colour_have_the_same_grey(count):
    assert alike(group_colours(tuple(Item(str(i), "") for i in range(count)))) == []


def test_a_group_without_a_colour_is_apart_from_all_that_have_one():
    chosen = (
        Item("a", "", colour="#1F4E79"),
        Item("b", ""),
        Item("c", "", colour="#D98324"),
        Item("d", "", colour="#9CC2E5"),
    )
    assert alike(group_colours(chosen)) == []


@pytest.mark.parametrize("scale", ["sequential", "diverging", "nominal"])
@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize("place", [0, -1])
def test_those_who_do_not_know_are_a_light_grey_and_the_scale_is_as_without_them(scale, count, place):
    answers = [Item(str(i), "") for i in range(count)]
    unsure = Item("9", "Don't know", aside=True)
    found = answer_colours(view(scale, ()), [unsure, *answers] if place == 0 else [*answers, unsure])
    others = [colour for colour in found if colour != found[place]]
    assert tuple(others) == scale_colours(scale, count)
    assert lightness(found[place]) > max(50, min(map(lightness, others)))
    assert len({found[place][i : i + 2] for i in (1, 3, 5)}) == 1  # grey
    assert alike(found, 6) == []


def test_where_all_answers_are_aside_they_are_a_scale_of_their_own():
    unsure = (Item("8", "Unsure", aside=True), Item("9", "Don't know", aside=True))
    assert answer_colours(view("nominal", unsure), unsure) == scale_colours("nominal", 2)


@pytest.mark.parametrize("name", EVALUATIONS)
def test_groups_of_the_demonstrations_are_apart(name):
    for grouping in load_evaluation(CONFIG, name).groupings.values():
        assert alike([group.colour for group in grouping.groups if group.colour]) == [], grouping.id


def test_the_colours_of_control_groups_are_nobody_elses():
    groups = [g for grouping in load_evaluation(CONFIG, "husk").groupings.values() for g in grouping.groups if g.colour]
    control = {g.colour for g in groups if g.where.get("group") == ("kontroll",) or g.id == "prox_control"}
    assert control and not control & {g.colour for g in groups if g.where.get("group") == ("husk",)}


def test_the_colours_of_a_first_draft_are_apart():
    assert alike(_COLOURS) == []


@pytest.mark.parametrize("scale", ["sequential", "diverging", "nominal"])
@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize("beside", [2, 3])
def test_several_answers_on_no_scale_are_greys_of_their_own(scale, count, beside):
    unsure = [Item(f"u{i}", "", aside=True) for i in range(beside)]
    found = answer_colours(view(scale, ()), [*unsure, *(Item(str(i), "") for i in range(count))])
    assert found[beside:] == scale_colours(scale, count)
    greys = found[:beside]
    assert all(grey[1:3] == grey[3:5] == grey[5:7] for grey in greys) and len(set(greys)) == beside
    assert alike(found, 6 if beside == 2 else 5.5) == []
