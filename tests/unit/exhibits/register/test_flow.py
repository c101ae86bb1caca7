"""The flow figure: every number there, losses between boxes, steps without a number left out, the same bytes."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.alttext import describe
from evalreport.figures.data import cells_of
from evalreport.figures.draw import draw_exhibit, scene_of_view
from evalreport.figures.layout import Rect
from evalreport.figures.theme import WIDTH, typeface
from evalreport.files.estimates import BASE
from evalreport.files.tables import write_table

FACE = typeface()
STEPS = (
    Item("invited_offices", "Offices invited", over="Offices"),
    Item("answered_offices", "Offices that answered", over="Offices"),
    Item("handed_out", "Forms handed out", over="Forms"),
    Item("received", "Forms received", over="Forms"),
    Item("usable", "Usable answers", over="Forms"),
)
NUMBERS = {
    "a": {"invited_offices": 22, "answered_offices": 19, "handed_out": 392, "usable": 286},
    "total": {"invited_offices": 42, "answered_offices": 33, "handed_out": 529, "received": 418, "usable": 407},
}


def view(**changes) -> View:
    panel = Panel("group", "", (Item("a", "Treated"), Item("total", "Total")))
    plain = View("x", "c", "en", "T", "flow", "flow", "count", STEPS, (), (panel,), decimals=0)
    return replace(plain, **changes)


def estimates(numbers=NUMBERS) -> pd.DataFrame:
    rows = [
        {"exhibit": "x", "variable": step, "category": BASE, "group": group, "n": n, "estimate": n, "suppressed": 0}
        for group, steps in numbers.items()
        for step, n in steps.items()
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def scene():
    return scene_of_view(view(), cells_of(view(), estimates()), FACE)


def test_every_number_label_and_loss_is_there(scene):
    words = [text.text for text in scene.texts]
    for group in NUMBERS.values():
        assert all(str(n) in words for n in group.values())
    assert [w for w in words if "lost" in w] == ["3 lost", "9 lost", "106 lost", "111 lost", "11 lost"]
    assert {"Treated", "Total", "Offices", "Forms", "Forms received"} <= set(words)


def test_a_step_without_a_number_has_no_box_and_nothing_is_outside(scene):
    outlines = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.edge]
    assert len(outlines) == 9
    for shape in outlines:
        assert shape.x >= 0 and shape.x + shape.width <= WIDTH and shape.y + shape.height <= scene.height


def test_boxes_are_filled_as_far_as_the_first_of_their_kind(scene):
    fills = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.fill]
    whole = max(shape.width for shape in fills)
    assert sorted({round(shape.width / whole, 4) for shape in fills}) == sorted(
        {1.0, *(round(x, 4) for x in (19 / 22, 33 / 42, 286 / 392, 418 / 529, 407 / 529))}
    )


def test_a_withheld_number_shows_its_sign():
    table = estimates()
    table.loc[(table["variable"] == "usable") & (table["group"] == "a"), "suppressed"] = 1
    made = scene_of_view(view(), cells_of(view(), table), FACE)
    assert "·" in [text.text for text in made.texts]
    assert not [t.text for t in made.texts if "nan" in t.text]


def test_the_files_are_the_same_every_time(tmp_path):
    write_table(estimates(), tmp_path / "x.estimates.csv")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        draw_exhibit(view(), tmp_path / "x.estimates.csv", tmp_path / name, FACE)
    for ending in ("svg", "png", "csv"):
        one, two = ((tmp_path / name / f"x.{ending}").read_bytes() for name in ("one", "two"))
        assert one == two and one


def test_the_alt_text_says_the_numbers():
    text = describe(view(), estimates())
    assert text.startswith("Boxes from the invited to the usable answers for Treated and Total.")
    assert "missing" not in text, "a step that nobody counts by group is not missing"
    assert "offices invited 22" in text and "usable answers 407" in text
