"""Box plots and histograms: what stands where, from the analysis to picture, data and alt text, in the same bytes every time."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Exhibit, Group
from evalreport.exhibits.answers.note import box_note, histogram_note
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.answers.plan import box_problems, histogram_problems
from evalreport.exhibits.answers.view import quantile_label
from evalreport.exhibits.bins import bin_ids, bin_labels, binned
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.view import Item, Panel, View, view_from
from evalreport.figures.alttext import describe
from evalreport.figures.boxes import draw as box
from evalreport.figures.boxes import ends_of
from evalreport.figures.data import cells_of
from evalreport.figures.draw import draw_exhibit
from evalreport.figures.histogram import draw as histogram
from evalreport.figures.layout import Path as Line
from evalreport.figures.layout import Rect
from evalreport.figures.theme import WIDTH, typeface
from evalreport.files.errors import BadInput
from evalreport.files.estimates import quantile_id
from evalreport.files.tables import write_table

FACE = typeface()
EDGES = (0, 10, 20, 40)
FIVE = (0.05, 0.25, 0.5, 0.75, 0.95)
BOOK = Codebook("s", "s.csv", ("1",), (Variable("age", "number", {"en": "Age"}, waves=("1",)),), {}, {}, {}, {})
PANELS = (("g", (Group("a", "A", {"g": ("a",)}), Group("b", "B", {"g": ("b",)}))),)
GROUPS = (Panel("g", "", (Item("a", "Group A"), Item("b", "Group B", colour="#D98324"))),)
AGE = (Item("age", "Age"),)
BOX = View(
    "x", "c", "en", "T", "quantile", "box", "quantile", AGE,
    tuple(Item(quantile_id(p), quantile_label(p, "en")) for p in FIVE), GROUPS,
)  # fmt: skip
HISTOGRAM = View(
    "x", "c", "en", "T", "histogram", "histogram", "share", AGE,
    tuple(map(Item, bin_ids(EDGES), bin_labels(EDGES, "en"))), GROUPS, decimals=0, bins=EDGES,
)  # fmt: skip
DATA = pd.DataFrame(
    {
        "age": [0, 5, 9.5, 10, 15, 20, 39, 40, 12, 18, 11, 13, 14, 16, 17, 19.9],
        "g": list("aaaaaaaabbbbbbbb"),
        "wave": "1",
    }
)


def exhibit(kind: str, **more) -> Exhibit:
    return Exhibit("x", "c", "T", kind, instrument="s", variables=("age",), by=("g",), **more)


def estimates_of(kind: str, data: pd.DataFrame = DATA, **more) -> pd.DataFrame:
    return analyse(exhibit(kind, **more), data, BOOK, PANELS)[0]


def rects(scene) -> list[Rect]:
    return [shape for shape in scene.shapes if isinstance(shape, Rect)]


def test_a_class_holds_its_lower_edge_and_the_last_its_upper_one():
    values = np.array([0, 9.99, 10, 20, 40, np.nan, -1, 41])
    assert list(binned(values, EDGES)) == ["0_10", "0_10", "10_20", "20_40", "20_40", "", "(none)", "(none)"]
    assert bin_labels((0, 2.5, 5), "nb") == ["0 til under 2,5", "2,5 til 5"]


def test_shares_of_classes_are_those_of_the_group():
    found = estimates_of("histogram", bins=EDGES).set_index(["category", "group"])
    assert [found.loc[(name, "a"), "n"] for name in bin_ids(EDGES)] == [3, 2, 3]
    assert [found.loc[(name, "b"), "estimate"] for name in bin_ids(EDGES)] == [0, 1, 0]
    expected, _ = np.histogram(DATA.loc[DATA["g"] == "a", "age"], EDGES)
    assert [found.loc[(name, "a"), "estimate"] for name in bin_ids(EDGES)] == pytest.approx(expected / 8)


def test_an_answer_outside_the_edges_stops_the_build():
    with pytest.raises(BadInput, match="1 answers to age lie outside the bins"):
        estimates_of("histogram", DATA.assign(age=DATA["age"].replace(40, 140)), bins=EDGES)


def test_areas_of_a_histogram_are_shares():
    estimates = estimates_of("histogram", bins=EDGES)
    scene = histogram(HISTOGRAM, cells_of(HISTOGRAM, estimates), AGE, FACE)
    bars = [shape for shape in rects(scene) if shape.fill != "#FFFFFF"]
    first, second, third, only = bars  # empty classes have no bar
    assert (third.width + 0.8) / (first.width + 0.8) == pytest.approx(2)
    areas = [(bar.width + 0.8) * bar.height for bar in (first, second, third, only)]
    assert np.array(areas) / areas[1] == pytest.approx([1.5, 1, 1.5, 4])
    assert {"0", "10", "20", "40", "38", "25", "100"} <= {text.text for text in scene.texts}
    assert all(shape.x >= 0 and shape.x + shape.width <= WIDTH for shape in bars)


def test_a_withheld_class_has_a_sign_and_no_bar():
    estimates = estimates_of("histogram", bins=EDGES)
    gone = estimates["category"].isin(["0_10", "10_20"]) & (estimates["group"] == "a")
    estimates.loc[gone, "suppressed"] = 1
    estimates.loc[gone, ["n", "estimate"]] = np.nan
    scene = histogram(HISTOGRAM, cells_of(HISTOGRAM, estimates), AGE, FACE)
    assert [text.text for text in scene.texts].count("·") == 2 and len(rects(scene)) == 2
    assert any("withheld" in text.text for text in scene.texts)


def test_a_box_goes_from_quartile_to_quartile_on_one_axis():
    estimates = estimates_of("quantile", quantiles=FIVE)
    scene = box(BOX, cells_of(BOX, estimates), AGE, FACE)
    values = estimates[estimates["category"] != "*"].pivot(index="group", columns="category", values="estimate")
    boxes = rects(scene)
    assert len(boxes) == 2
    scale = {
        name: (shape.width / (row["q75"] - row["q25"]))
        for shape, (name, row) in zip(boxes, values.iterrows(), strict=True)
    }
    assert scale["a"] == pytest.approx(scale["b"])  # the same axis
    shift = (boxes[1].x - boxes[0].x) / scale["a"]
    assert shift == pytest.approx(values.loc["b", "q25"] - values.loc["a", "q25"])
    assert {f"{value:.1f}" for value in values["q50"]} <= {text.text for text in scene.texts}
    middle = (values.loc["a", "q50"] - values.loc["a", "q25"]) * scale["a"] + boxes[0].x
    upright = [shape for shape in scene.shapes if isinstance(shape, Line) and shape.width == 1.4]
    assert upright[0].points[0][0] == pytest.approx(middle)


def test_the_order_of_the_plan_does_not_turn_a_box():
    estimates = estimates_of("quantile", quantiles=FIVE)
    turned = replace(BOX, categories=BOX.categories[::-1])
    one, other = (box(view, cells_of(view, estimates), AGE, FACE) for view in (BOX, turned))
    assert one == other


@pytest.mark.parametrize(
    ("gone", "boxes", "signs"), [(["q5", "q95"], 1, 1), (["q25", "q50", "q75", "q5", "q95"], 1, 1)]
)
def test_withheld_quantiles_are_not_drawn(gone, boxes, signs):
    estimates = estimates_of("quantile", quantiles=FIVE)
    hidden = estimates["category"].isin(gone) & (estimates["group"] == "a")
    estimates.loc[hidden, "suppressed"] = 1
    estimates.loc[hidden, ["n", "estimate"]] = np.nan
    scene = box(BOX, cells_of(BOX, estimates), AGE, FACE)
    assert len(rects(scene)) == (2 if gone == ["q5", "q95"] else boxes)
    assert sum(text.text.endswith("·") for text in scene.texts) == signs


@pytest.mark.parametrize(("values", "ends"), [([1990, 2021], (1990, 2025)), ([-3.2, 4.1], (-4, 6)), ([5, 5], (4, 6))])
def test_the_axis_holds_all_values_and_need_not_begin_at_nought(values, ends):
    low, high = ends_of([float(value) for value in values])
    assert low <= min(values) and high >= max(values) and (low, high) == pytest.approx(ends, abs=5)


def test_alt_texts_say_the_medians_and_the_largest_class():
    said = describe(BOX, estimates_of("quantile", quantiles=FIVE))
    assert said.startswith("Box plot for Group A (n = 8) and Group B (n = 8).".replace(" = ", "\u00a0=\u00a0"))
    assert "Median (and middle half): Group A" in said
    said = describe(HISTOGRAM, estimates_of("histogram", bins=EDGES))
    assert said.startswith("Histogram for") and "‘10 to under 20’ 100%" in said


def test_the_note_says_what_a_box_is():
    said = box_note(Evidence(BOX, {}, (), (0.05,)))
    assert said.startswith("The box goes from the lower quartile to the upper quartile") and "percentile 5" in said
    assert box_note(Evidence(replace(BOX, display="table"), {}, (), (0.05,))) == ""


def test_the_note_says_what_unequal_classes_do_to_bars():
    evidence = Evidence(HISTOGRAM, {}, (), (0.05,))
    assert histogram_note(evidence) == "The area of a bar is its share, so wide classes have lower bars."
    for view in (replace(HISTOGRAM, display="table"), replace(HISTOGRAM, bins=(0, 0.1, 0.2, 0.3))):
        assert histogram_note(replace(evidence, view=view)) == ""


def test_plans_that_cannot_be_drawn_are_told():
    ground = Ground(None, {"s": BOOK})  # type: ignore[arg-type]
    wrong = exhibit("quantile", display="box", quantiles=(0.25, 0.5, 0.75))
    assert [found for found, _ in box_problems(wrong, ground)] == ["a box plot of the quantiles 0.25, 0.5, 0.75"]
    assert not [*box_problems(replace(wrong, quantiles=FIVE[::-1]), ground)]
    assert not [*box_problems(replace(wrong, display="table"), ground)]
    turned = exhibit("histogram", bins=(0, 20, 10))
    assert [found for found, _ in histogram_problems(turned, ground)] == ["bins: 0, 20, 10"]


@pytest.mark.parametrize(
    ("view", "kind", "keys"), [(BOX, "quantile", {"quantiles": FIVE}), (HISTOGRAM, "histogram", {"bins": EDGES})]
)
def test_picture_and_data_come_out_the_same_every_time(view, kind, keys, tmp_path):
    write_table(estimates_of(kind, **keys), tmp_path / "x.estimates.csv")
    made = []
    for name in ("one", "other"):
        folder = Path(tmp_path / name)
        folder.mkdir()
        draw_exhibit(view_from(view.to_dict()), tmp_path / "x.estimates.csv", folder, FACE)
        made.append([(folder / f"x.{end}").read_bytes() for end in ("svg", "png", "csv")])
    assert made[0] == made[1] and b"Group B" in made[0][2]
