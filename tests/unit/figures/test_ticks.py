"""Ticks of the axes: each stands where its number says, with all the decimals that it has."""

import math
from dataclasses import replace

import pytest
from evalreport.exhibits.bins import bin_labels
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.coefficients import draw as coefficients
from evalreport.figures.data import Cell
from evalreport.figures.frame import axis_for, plain_tick, tick_label, ticks_of
from evalreport.figures.theme import typeface
from evalreport.outputs.charts.plan import ChartPlan

VIEW = View(
    "x", "c", "nb", "T", "mean", "bars", "mean", (Item("q", "Q"),), (), (Panel("p", "", (Item("g", "G"),)),)
)  # fmt: skip


def number_of(text: str) -> float:
    return float(text.removesuffix("%").replace("\u00a0", "").replace(",", ".").replace("\u2212", "-"))


@pytest.mark.parametrize(
    "ends", [(0, 1), (0, 1.2), (0, 0.01), (-0.3, 0.13), (0, 0.00004), (0, 12.5), (1, 7), (0, 2500)]
)
def test_a_label_is_the_value_of_its_tick(ends):
    for tick in axis_for(ends, 0, 1).ticks:
        assert number_of(tick_label(VIEW, tick)) == pytest.approx(tick, abs=1e-12)
    assert "0,25" in {plain_tick(tick, "nb") for tick in ticks_of(0, 1.25)}


def test_shares_have_their_decimals_in_per_cent():
    share = replace(VIEW, kind="share", statistic="share")
    assert [tick_label(share, tick).replace("\u00a0", " ") for tick in (0, 0.025, 0.5, 0.07)] == [
        "0 %", "2,5 %", "50 %", "7 %",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statistic", "cells"),
    [
        ("coefficient", [0.31, -0.22]),
        ("coefficient", [0.0004, 0.0011]),
        ("odds_ratio", [0.004, 1.7]),
        ("coefficient", [0.0, 0.0]),
    ],
)
def test_ticks_of_coefficients_are_told_apart(statistic, cells):
    terms = (Item("a", "A"), Item("b", "B"))
    view = replace(VIEW, kind="regression", display="coefficients", statistic=statistic, variables=terms)
    category = view.measure.category
    found = {(i.id, category, "g"): Cell(v, 9, 9, ci_low=v, ci_high=v) for i, v in zip(terms, cells, strict=True)}
    scene = coefficients(view, found, terms, typeface())
    ticks = [text for text in scene.texts if text.anchor == "center"]
    numbers = [number_of(text.text) for text in ticks]
    steps = [math.log(x) for x in numbers] if view.measure.neutral == 1 else numbers
    gaps = {round((b.x - a.x) / (y - x), 1) for a, b, x, y in zip(ticks, ticks[1:], steps, steps[1:], strict=False)}
    assert len(set(numbers)) == len(ticks) > 1 and max(gaps) - min(gaps) < 0.02 * max(
        gaps
    )  # each where its number says


def test_the_smallest_edges_of_classes_are_printed_whole():
    assert bin_labels([0, 0.0000001, 0.25], "en")[0].endswith("0.0000001")
    assert plain_tick(1e-7, "en") == "0.0000001"


def test_the_axis_of_a_native_chart_has_the_decimals_of_its_steps():
    plan = ChartPlan("x", "bars", (), (), 0.0, 0.1, 0.025, True, 0, gap=" ")
    assert plan.axis_format == "0.0 %" and replace(plan, step=0.2).axis_format == "0 %"
