"""Figures: told apart in grey, nothing overlapping or cut, missing values marked, the same bytes every time."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from draw_figures import draw_figures
from evalreport.exhibits.view import Break, Item, Panel, View
from evalreport.figures.colour import colour_of, contrast, lightness, text_on, too_close
from evalreport.figures.data import ABSENT, SHOWN, WITHHELD, cells_of, problems_of, table_of
from evalreport.figures.draw import draw_exhibit, render, scene_of_view, settings
from evalreport.figures.frame import ticks_of
from evalreport.figures.layout import Rect, Scene, spread, width_of, wrap
from evalreport.figures.theme import INK, PAPER, WIDTH, group_colours, scale_colours, typeface
from evalreport.files.errors import BadInput
from evalreport.files.estimates import TESTS
from evalreport.files.tables import write_table
from matplotlib.text import Text as TextArtist
from matplotlib.textpath import TextPath

FACE = typeface()
UGLY = (
    "Kompetanseutviklingsvirksomheten i sosialtjenesten/NAV-kontorene er i altfor liten grad basert på "
    "forskningsoppsummeringer og håndbøker på norsk"
)
WORD = "Kvalifiseringsprogramsaksbehandlingsrutinebeskrivelsesdokumentasjonskravsoppfølgingsansvarlig"
COLUMNS = ("exhibit", "variable", "category", "group", "n", "estimate", "ci_low", "ci_high", "suppressed")
GROUPS = (Item("a", "Gruppe A", colour="#17406d"), Item("b", "Gruppe B", colour="#f0c27a"), Item("c", "Gruppe C"))
ANSWERS = (Item("no", "Uenig"), Item("neither", "Verken eller"), Item("yes", "Enig"))


def view(**changes) -> View:
    plain = View(
        exhibit="x",
        chapter="ch",
        language="nb",
        title="T",
        kind="distribution",
        display="stacked",
        statistic="share",
        variables=(Item("q1", "Første"),),
        categories=ANSWERS,
        panels=(Panel("p", "", GROUPS),),
        scale="diverging",
    )
    return replace(plain, **changes)


def estimates(rows: list[tuple]) -> pd.DataFrame:
    """Rows of (variable, category, group, n, estimate) and, withheld, (variable, category, group)."""
    full = [
        ("x", *row[:3], None, None, None, None, 1) if len(row) == 3 else ("x", *row, row[4] - 0.05, row[4] + 0.05, 0)
        for row in rows
    ]
    table = pd.DataFrame(full, columns=list(COLUMNS)).astype({"n": float, "estimate": float})
    bases = table[["variable", "group"]].drop_duplicates()
    return pd.concat([table, bases.assign(exhibit="x", category="*", n=100.0, suppressed=0)], ignore_index=True)


def filled(frame: View, share: float = 0.3) -> pd.DataFrame:
    categories = frame.categories or (Item("mean" if frame.statistic == "mean" else "counted", ""),)
    return estimates([(v.id, c.id, g.id, 30, share) for v in frame.variables for g in frame.groups for c in categories])


def items(count: int, label: str) -> tuple[Item, ...]:
    return tuple(Item(f"v{i}", f"{label} {i}") for i in range(count))


def boxes(scene: Scene) -> list[tuple[str, float, float, float, float]]:
    """Text and left, right, top, bottom in points: the ink of each text where matplotlib draws it."""
    found = []
    with settings():
        figure = render(scene, FACE)
        figure.set_dpi(72)
        renderer = figure.canvas.get_renderer()
        for artist in (a for a in figure.texts + figure.artists if isinstance(a, TextArtist)):
            box = artist.get_window_extent(renderer)
            ink = TextPath((0, 0), artist.get_text(), prop=artist.get_fontproperties()).get_extents()
            baseline = artist.get_position()[1]
            found.append((artist.get_text(), box.x0, box.x1, baseline - ink.y1, baseline - ink.y0))
    return found


def overlapping(scene: Scene) -> list[tuple[str, str]]:
    return [
        (one[0], other[0])
        for one, other in combinations(boxes(scene), 2)
        if min(one[2], other[2]) - max(one[1], other[1]) > 0.5 and min(one[4], other[4]) - max(one[3], other[3]) > 0.5
    ]


def outside(scene: Scene) -> list[str]:
    return [
        text
        for text, left, right, top, bottom in boxes(scene)
        if left < -0.5 or right > scene.width + 0.5 or top < -0.5 or bottom > scene.height + 0.5
    ]


def texts(scene: Scene) -> list[str]:
    return [text.text.replace("\u00a0", " ") for text in scene.texts]


def scene(frame: View, table: pd.DataFrame) -> Scene:
    return scene_of_view(frame, cells_of(frame, table), FACE)


# Colours


def test_lightness_of_known_colours():
    assert [round(lightness(c), 2) for c in ("#000000", "#ffffff", "#ff0000", "#808080")] == [0, 100, 53.23, 53.59]
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_colour_of_has_the_lightness_asked_for():
    assert all(abs(lightness(colour_of(light, 60, hue)) - light) < 1 for light in (25, 50, 85) for hue in (58, 258))


@pytest.mark.parametrize("scale", ["sequential", "diverging", "nominal"])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7])
def test_neighbouring_answers_differ_in_grey(scale, count):
    colours = scale_colours(scale, count)
    assert len(set(colours)) == count
    assert too_close(colours, least=15 if count <= 5 else 10) == ()


@pytest.mark.parametrize("scale", ["sequential", "diverging", "nominal"])
def test_values_read_on_every_answer(scale):
    assert all(contrast(text_on(fill), fill) >= 4.5 for count in range(1, 8) for fill in scale_colours(scale, count))


def test_sequential_darkens_and_diverging_is_light_in_the_middle():
    dark = [lightness(colour) for colour in scale_colours("sequential", 5)]
    two = [lightness(colour) for colour in scale_colours("diverging", 5)]
    assert dark == sorted(dark, reverse=True)
    assert max(two) == two[2] and two[:3] == sorted(two[:3]) and two[2:] == sorted(two[2:], reverse=True)


def test_groups_keep_their_colour_and_others_get_one():
    assert group_colours(GROUPS)[:2] == ("#17406d", "#f0c27a")
    assert too_close(group_colours(tuple(Item(str(i), "") for i in range(5)))) == ()


def test_a_group_without_a_colour_differs_from_those_beside_it():
    assert too_close(group_colours((Item("t", "Alle"), *GROUPS))) == ()
    assert too_close(group_colours((GROUPS[0], Item("t", "Alle"), GROUPS[1]))) == ()


def test_too_close_names_the_pair():
    assert too_close(("#000000", "#101010", "#ffffff")) == (("#000000", "#101010"),)


# Wrapping


def test_wrap_keeps_lines_within_the_width_and_loses_nothing():
    for text in (UGLY, WORD, f"{UGLY} {WORD}", "", "a"):
        lines = wrap(text, 120, FACE)
        assert all(width_of(line, FACE) <= 120.01 for line in lines)
        assert "".join(lines).replace(" ", "").replace("-", "") == text.replace(" ", "").replace("-", "")


def test_wrap_breaks_between_words_and_after_slashes():
    assert wrap("en to tre", width_of("en to", FACE) + 1, FACE) == ("en to", "tre")
    assert wrap("etterutdanning/videreutdanning", width_of("videreutdanning", FACE) + 5, FACE) == (
        "etterutdanning/",
        "videreutdanning",
    )


def test_spread_separates_labels_and_keeps_their_order():
    placed = spread([50.0, 50.0, 10.0], [10, 10, 10], 0, 100)
    assert placed == [50.0, 60.0, 10.0]
    assert spread([98.0, 99.0], [10, 10], 0, 100) == [85.0, 95.0]


def test_ticks_are_round():
    assert ticks_of(0, 1) == (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert ticks_of(0, 0.3) == (0, 0.1, 0.2, 0.3)


# Cells


def test_missing_values_are_marked_never_nan_or_zero():
    table = estimates([("q1", "no", "a", 30, 0.3), ("q1", "neither", "a"), ("q1", "yes", "a")])
    cells = cells_of(view(), table)
    assert cells[("q1", "no", "a")].status == SHOWN
    assert cells[("q1", "yes", "a")].status == WITHHELD and cells[("q1", "yes", "a")].base == 100
    assert cells[("q1", "yes", "b")].status == ABSENT
    drawn = texts(scene(view(), table))
    assert "·" in drawn and "–" in drawn
    assert any("holdt tilbake" in text for text in drawn) and any("ikke stilt, eller" in text for text in drawn)
    assert not any("nan" in text or text == "0,0" for text in drawn)


def test_a_withheld_base_gives_no_n():
    table = estimates([("q1", c.id, g.id, 30, 0.3) for c in ANSWERS for g in GROUPS])
    table.loc[(table.category == "*") & (table.group == "b"), ["suppressed", "n"]] = [1, None]
    labels = texts(scene(view(), table))
    assert "Gruppe A (n = 100)" in labels and "Gruppe B" in labels


def test_no_key_to_signs_that_are_not_used():
    assert not any("holdt tilbake" in text or "ikke stilt" in text for text in texts(scene(view(), filled(view()))))


def test_a_withheld_rest_is_a_dashed_frame_up_to_100():
    table = estimates([("q1", "no", "a", 60, 0.6), ("q1", "neither", "a"), ("q1", "yes", "a")])
    one = view(panels=(Panel("p", "", GROUPS[:1]),))
    frames = [shape for shape in scene(one, table).shapes if isinstance(shape, Rect) and shape.dashed]
    bar = next(s for s in scene(one, table).shapes if isinstance(s, Rect) and s.fill == scale_colours("diverging", 3)[0]
               and s.width > 20)  # fmt: skip
    assert len(frames) == 1
    assert frames[0].width / bar.width == pytest.approx(0.4 / 0.6)


def test_data_table_has_ids_labels_and_printed_values():
    frame = view(panels=(Panel("p", "Panel", GROUPS[:1]),))
    table = table_of(frame, cells_of(frame, estimates([("q1", "no", "a", 29, 0.2865), ("q1", "yes", "a")])))
    first = table.iloc[0].to_dict()
    assert first == {
        **{"exhibit": "x", "panel": "p", "panel_label": "Panel", "variable": "q1", "variable_label": "Første"},
        **{"group": "a", "group_over": "", "group_label": "Gruppe A", "category": "no", "category_label": "Uenig"},
        **{"n": 29, "base": 100, "estimate": 0.2865, "printed": "28,7", "status": "shown"},
    }
    assert table["printed"].tolist() == ["28,7", "–", "·"]
    assert table["status"].tolist() == [SHOWN, ABSENT, WITHHELD]


def test_a_share_may_stand_under_its_own_category_or_as_counted():
    one = view(display="bars", categories=(Item("yes", "Enig"),))
    assert cells_of(one, estimates([("q1", "counted", "a", 30, 0.3)]))[("q1", "yes", "a")].value == 0.3
    assert cells_of(view(), estimates([("q1", "counted", "a", 30, 0.3)]))[("q1", "yes", "a")].status == ABSENT


def test_descending_order_follows_the_first_group():
    frame = view(display="bars", categories=(), variables=items(3, "V"), sort="descending")
    table = estimates([("v0", "counted", "a", 1, 0.2), ("v1", "counted", "a", 1, 0.5)])
    drawn = texts(scene(frame, table))
    assert [text for text in drawn if text.startswith("V ")] == ["V 1", "V 0", "V 2"]


# Problems


def test_nothing_to_draw_is_a_problem():
    frame = view()
    found = problems_of(frame, cells_of(frame, filled(view(variables=(Item("other", ""),)))), "x.csv")
    assert len(found) == 1 and "no value" in found[0].found


def test_overlapping_answers_cannot_be_stacked():
    frame = view()
    found = problems_of(frame, cells_of(frame, filled(frame, 0.5)), "x.csv")
    assert len(found) == 3 and "sum to 1.500" in found[0].found
    assert problems_of(view(display="bars"), cells_of(frame, filled(frame, 0.5)), "x.csv") == []


def test_percentages_instead_of_shares_are_a_problem():
    frame = view(display="bars")
    assert len(problems_of(frame, cells_of(frame, filled(frame, 30.0)), "x.csv")) == 9


# Drawing


def test_segments_have_the_widths_of_the_shares():
    table = estimates([("q1", "no", "a", 50, 0.5), ("q1", "neither", "a", 20, 0.2), ("q1", "yes", "a", 30, 0.3)])
    drawn = scene(view(panels=(Panel("p", "", GROUPS[:1]),)), table)
    widths = [shape.width for shape in drawn.shapes if isinstance(shape, Rect) and shape.height > 10]
    assert [round(width / sum(widths), 6) for width in widths] == [0.5, 0.2, 0.3]
    assert {"50,0", "20,0", "30,0"} <= set(texts(drawn))


def test_labels_of_small_segments_are_left_out():
    table = estimates([("q1", "no", "a", 1, 0.01), ("q1", "neither", "a", 20, 0.49), ("q1", "yes", "a", 30, 0.5)])
    assert "1,0" not in texts(scene(view(panels=(Panel("p", "", GROUPS[:1]),)), table))


def test_n_stands_in_the_label_and_as_a_range_in_the_legend():
    frame = view(display="bars", categories=(), variables=items(2, "V"))
    table = filled(frame)
    table.loc[(table.category == "*") & (table.variable == "v0"), "n"] = 98.0
    assert "Gruppe A (n = 98–100)" in texts(scene(frame, table))
    assert "Gruppe A (n = 100)" in texts(scene(view(), filled(view())))


def test_means_stand_on_the_axis_of_the_scale():
    means = {"statistic": "mean", "scale_ends": (1, 7), "decimals": 2}
    frame = view(display="bars", categories=(), variables=items(2, "V"), **means)
    drawn = texts(scene(frame, filled(frame, 3.456)))
    assert [text for text in drawn if len(text) == 1] == list("1234567")
    assert drawn.count("3,46") == 6


def test_confidence_intervals_only_when_asked_for():
    frame = view(display="bars", categories=(), variables=items(2, "V"))
    asked = replace(frame, intervals=True)
    table = filled(frame, 0.32)
    assert len(scene(asked, table).shapes) == len(scene(frame, table).shapes) + 4 * 6
    assert {"ci_low", "ci_high"} <= set(table_of(asked, cells_of(asked, filled(asked))).columns)
    assert "ci_low" not in table_of(frame, cells_of(frame, filled(frame))).columns


def whiskers(scene: Scene) -> list[tuple[tuple[float, float], ...]]:
    return [s.points for s in scene.shapes if not isinstance(s, Rect) and s.colour == INK and s.width == 0.7]


def stacked_table(*shares: float) -> pd.DataFrame:
    return estimates([("q1", c.id, "a", 30, share) for c, share in zip(ANSWERS, shares, strict=True)])


def test_a_stacked_bar_has_the_intervals_of_its_two_ends_on_either_side_of_it():
    frame = view(panels=(Panel("p", "", GROUPS[:1]),), intervals=True)
    drawn = scene(frame, stacked_table(0.2, 0.5, 0.3))
    bar = [s for s in drawn.shapes if isinstance(s, Rect) and s.edge == PAPER]
    first, last = (line for line in whiskers(drawn) if line[0][1] == line[1][1])
    unit = bar[-1].x + bar[-1].width - bar[0].x
    assert [x - bar[0].x for x, _ in first] == pytest.approx([0.15 * unit, 0.25 * unit])
    assert [x - bar[0].x for x, _ in last] == pytest.approx([0.65 * unit, 0.75 * unit])
    assert first[0][1] > bar[0].y + bar[0].height and last[0][1] < bar[0].y


def test_a_bar_that_is_not_whole_has_no_intervals():
    frame = view(panels=(Panel("p", "", GROUPS[:1]),), intervals=True)
    assert whiskers(scene(frame, stacked_table(0.2, 0.3, 0.3))) == []
    table = estimates([("q1", "no", "a", 30, 0.2), ("q1", "neither", "a"), ("q1", "yes", "a", 30, 0.3)])
    assert whiskers(scene(frame, table)) == []


def test_intervals_over_waves_do_not_lie_on_each_other_and_fit_the_plot():
    waves = tuple(Item(f"{w}{g}", g, over=w) for w in ("2008", "2009", "2010") for g in ("H", "K"))
    frame = view(display="trend", categories=(), panels=(Panel("p", "", waves),), intervals=True)
    drawn = scene(frame, filled(frame, 0.38))
    stems = [line for line in whiskers(drawn) if line[0][0] == line[1][0]]
    assert len({line[0][0] for line in stems}) == len(stems) == 6
    assert texts(drawn).count("38,0") == 6
    ticks = {t.text: t.y for t in drawn.texts}
    unit = (ticks["0\u00a0%"] - ticks["40\u00a0%"]) / 0.4
    assert [abs(y1 - y2) / unit for (_, y1), (_, y2) in stems] == pytest.approx(
        [0.1] * 6
    )  # none is cut at the axis's end
    assert not overlapping(drawn)


def test_one_item_has_a_row_for_each_group_in_blocks_by_panel():
    panels = (Panel("p", "Gruppe", GROUPS[:2]), Panel("r", "Region", (Item("c", "Nord"),)))
    frame = view(display="bars", categories=(), panels=panels)
    drawn = texts(scene(frame, filled(frame)))
    wanted = ("Gruppe", "Gruppe A (n = 100)", "Gruppe B (n = 100)", "Region", "Nord (n = 100)")
    assert [text for text in drawn if text in wanted] == list(wanted)


def test_trend_over_waves_has_a_line_a_group_broken_where_a_value_is_missing():
    waves = tuple(Item(f"{w}{g}", g, over=w) for w in ("2008", "2009", "2010", "2011") for g in ("H", "K"))
    frame = view(display="trend", categories=(), panels=(Panel("p", "", waves),))
    whole = scene(frame, filled(frame))
    assert {"2008", "2011", "H (n = 100)", "K (n = 100)"} <= set(texts(whole))
    table = filled(frame)
    broken = scene(frame, table[~((table.group == "2010H") & (table.category != "*"))])
    lines = [len(s.points) for s in broken.shapes if not isinstance(s, Rect) and s.marker and s.width > 1]
    assert sorted(lines) == [1, 2, 4]


def waves_frame(**changes) -> View:
    waves = tuple(Item(f"{w}{g}", g, over=w) for w in ("2008", "2009", "2011") for g in ("H", "K"))
    return view(display="trend", categories=(), panels=(Panel("p", "", waves),), **changes)


def test_trend_across_a_break_is_a_gap_with_a_mark_and_never_a_line():
    whole = waves_frame()
    stretches = {g.id: (int(g.over == "2011"),) for g in whole.groups}
    broken = replace(whole, breaks={"q1": Break(("2011",), "new wording", stretches)})

    def lines(frame):
        drawn = scene(frame, filled(frame))
        return [s for s in drawn.shapes if not isinstance(s, Rect) and s.width == 1.6], drawn

    assert [len(line.points) for line in lines(whole)[0]] == [3, 3]
    apart, drawn = lines(broken)
    assert sorted(len(line.points) for line in apart) == [1, 1, 2, 2]
    ends = {round(x, 3) for line in apart for x, _ in line.points}
    strokes = [s for s in drawn.shapes if not isinstance(s, Rect) and s.width == 1.4]
    assert len(strokes) == 4  # two strokes a line
    second, third = sorted(ends)[-2:]
    assert all(second < x < third for stroke in strokes for x, _ in stroke.points)
    assert "†" in texts(drawn) and "†" not in texts(lines(whole)[1])


def test_trend_of_two_items_breaks_the_changed_one_only():
    frame = waves_frame(variables=items(2, "Spørsmål"))
    stretches = {g.id: (int(g.over == "2011"),) for g in frame.groups}
    first = frame.variables[0].id
    drawn = scene(replace(frame, breaks={first: Break(("2011",), "new", stretches)}), filled(frame))
    counts = sorted(len(s.points) for s in drawn.shapes if not isinstance(s, Rect) and s.width == 1.6)
    assert counts == [1, 1, 2, 2, 3, 3]


LONG_GROUPS = Panel("p", "", tuple(replace(g, label=WORD) for g in GROUPS))
LONG_ANSWERS = tuple(replace(a, label=UGLY) for a in ANSWERS)
FRAMES = {
    "stacked": view(),
    "stacked_many": view(variables=items(4, UGLY), categories=tuple(Item(str(i), f"{UGLY} {i}") for i in range(3))),
    "stacked_labels": view(panels=(Panel("p", UGLY, tuple(replace(g, label=UGLY) for g in GROUPS)),
                                   Panel("q", UGLY, (Item("d", WORD, over=UGLY),)))),
    "stacked_one_group": view(variables=items(5, UGLY), panels=(Panel("p", "", GROUPS[:1]),)),
    "bars": view(display="bars", categories=(), variables=items(17, UGLY)),
    "bars_four": view(display="bars", categories=(), variables=items(20, "Kort"),
                      panels=(Panel("p", "", (*GROUPS, Item("d", "D"))),)),
    "bars_single": view(display="bars", categories=(), panels=(LONG_GROUPS,)),
    "bars_panels": view(display="bars", panels=(Panel("p", UGLY, GROUPS), Panel("q", UGLY, GROUPS))),
    "means": view(display="bars", statistic="mean", categories=(), variables=items(6, UGLY), scale_ends=(1, 7)),
    "trend": view(display="trend", panels=(Panel("p", "", GROUPS),), categories=LONG_ANSWERS),
    "trend_waves": view(display="trend", categories=(), panels=(Panel("p", "", tuple(
        Item(f"{w}{g}", f"{g} {UGLY}", over=w) for w in ("2008", "2009") for g in ("H", "K"))),)),
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_ugly_labels_neither_overlap_nor_are_cut(name):
    frame = FRAMES[name]
    drawn = scene(frame, filled(frame, 3.2 if frame.statistic == "mean" else 0.3))
    assert overlapping(drawn) == []
    assert outside(drawn) == []
    assert drawn.width == pytest.approx(WIDTH) == pytest.approx(16 / 2.54 * 72)


def test_no_word_of_a_label_is_lost():
    frame = FRAMES["bars"]
    drawn = " ".join(texts(scene(frame, filled(frame))))
    assert drawn.count("forskningsoppsummeringer") == 17


def test_height_follows_the_content():
    def height(count: int) -> float:
        frame = view(display="bars", categories=(), variables=items(count, "Kort"))
        return scene(frame, filled(frame)).height

    assert height(3) < height(10) < height(17) < 21.5 * 72 / 2.54
    assert height(20) < 21.5 * 72 / 2.54


# Files


@pytest.mark.parametrize("display", ["stacked", "means", "trend"])
def test_files_are_the_same_bytes_every_time_and_svg_holds_no_fonts_or_dates(tmp_path, display):
    frame = FRAMES[display]
    write_table(filled(frame, 0.3), tmp_path / "x.estimates.csv")
    for folder in ("one", "two"):
        draw_exhibit(frame, tmp_path / "x.estimates.csv", tmp_path / folder, FACE)
    for ending in ("svg", "png", "csv"):
        assert (tmp_path / "one" / f"x.{ending}").read_bytes() == (tmp_path / "two" / f"x.{ending}").read_bytes()
    svg = (tmp_path / "one" / "x.svg").read_text()
    assert "<text" not in svg and "dc:date" not in svg and str(tmp_path) not in svg
    assert b"Software" not in (tmp_path / "one" / "x.png").read_bytes()
    assert sorted(p.name for p in (tmp_path / "one").iterdir()) == ["x.csv", "x.png", "x.svg"]


def test_png_has_the_page_width_at_200_dpi(tmp_path):
    from PIL import Image

    write_table(filled(view()), tmp_path / "x.estimates.csv")
    draw_exhibit(view(), tmp_path / "x.estimates.csv", tmp_path, FACE)
    with Image.open(tmp_path / "x.png") as image:
        assert abs(image.width - 16 / 2.54 * 200) <= 1
        assert round(image.info["dpi"][0]) == 200


def test_a_matplotlibrc_changes_nothing(tmp_path):
    import matplotlib

    write_table(filled(view()), tmp_path / "x.estimates.csv")
    draw_exhibit(view(), tmp_path / "x.estimates.csv", tmp_path / "one", FACE)
    with matplotlib.rc_context({"path.sketch": (5, 10, 10), "svg.fonttype": "none", "savefig.dpi": 30}):
        draw_exhibit(view(), tmp_path / "x.estimates.csv", tmp_path / "two", FACE)
    assert (tmp_path / "one" / "x.svg").read_bytes() == (tmp_path / "two" / "x.svg").read_bytes()
    assert (tmp_path / "one" / "x.png").read_bytes() == (tmp_path / "two" / "x.png").read_bytes()


def test_a_failed_save_leaves_no_half_file(tmp_path, monkeypatch):
    from evalreport.figures import draw

    write_table(filled(view()), tmp_path / "x.estimates.csv")
    monkeypatch.setattr(draw.FigureCanvasSVG, "print_svg", lambda *a, **k: Path(a[1]).write_text("<svg") / 0)
    with pytest.raises(ZeroDivisionError):
        draw_exhibit(view(), tmp_path / "x.estimates.csv", tmp_path / "out", FACE)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["x.png"]


def test_the_shipped_sans_is_preferred(tmp_path):
    for name in ("Body-Italic.ttf", "BodySerif-Regular.ttf", "Plain-Regular.ttf", "Plain-Bold.ttf"):
        (tmp_path / name).touch()
    face = typeface(tmp_path)
    assert (Path(face.regular).name, Path(face.bold).name) == ("Plain-Regular.ttf", "Plain-Bold.ttf")
    assert Path(typeface(tmp_path / "none").regular).name == "DejaVuSans.ttf"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_chapter_is_drawn_whole_and_all_problems_come_at_once(tmp_path, workers):
    frames = [view(exhibit=f"x{i}") for i in range(5)] + [view(exhibit="t", display="table")]
    for frame in frames:
        write_table(filled(view()).assign(exhibit=frame.exhibit), tmp_path / f"{frame.exhibit}.estimates.csv")
        write_table(pd.DataFrame(columns=TESTS), tmp_path / f"{frame.exhibit}.tests.csv")
    draw_figures([f.to_dict() for f in frames], str(tmp_path), str(tmp_path / "out"), (0.05,), workers=workers)
    assert len(list((tmp_path / "out").iterdir())) == 15
    for bad in ("x1", "x3"):
        write_table(filled(view(), 0.6).assign(exhibit=bad), tmp_path / f"{bad}.estimates.csv")
    with pytest.raises(BadInput, match="6 problems"):
        draw_figures([f.to_dict() for f in frames], str(tmp_path), str(tmp_path / "out"), (0.05,), workers=workers)
