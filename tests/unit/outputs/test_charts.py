"""Native charts: the plan of the figure, the same bytes, the workbook behind them, and a Word file that two validators pass."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from evalreport.docx.xml import read_package, write_package
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Break, Item, Panel
from evalreport.figures.theme import group_colours, scale_colours
from evalreport.outputs.charts.asked import can_be_native
from evalreport.outputs.charts.part import CHART, RELATIONS, chart_part
from evalreport.outputs.charts.plan import chart_plans
from evalreport.outputs.charts.word import HIGHEST, native_parts, with_charts
from lxml import etree
from small_report import BARS, GROUPS, MEANS, STACKED, evidence, means, shares, whole, with_intervals

C = f"{{{CHART}}}"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def of(view, rows=None) -> Evidence:
    return Evidence(view, whole(rows or shares(False)), (), (0.05,))


def test_bars_have_the_rows_groups_and_colours_of_the_figure():
    (plan,) = chart_plans(of(BARS))
    assert plan.categories == ("How often?", "+CMD|' /C calc'!A0")
    assert [series.name.replace("\u00a0", " ") for series in plan.series] == [
        "=1+1 (n = 80)",
        "Office B (n = 3)",
        "Office C (n = 7)",
    ]
    assert tuple(series.colour for series in plan.series) == group_colours(GROUPS)
    assert plan.series[0].values == (59 / 80, 59 / 80)
    assert (plan.low, plan.high, plan.percent) == (0.0, 0.8, True)


def test_items_fall_as_in_the_figure():
    rows = shares(False)
    rows[("r", "counted", "a")]["estimate"] = 0.9
    (plan,) = chart_plans(of(replace(BARS, sort="descending"), rows))
    assert plan.series[0].values == (0.9, 59 / 80)


def test_stacked_bars_have_the_answers_and_their_scale():
    (plan,) = chart_plans(of(STACKED))
    assert [series.name for series in plan.series] == ["-Often", "@Never"]
    assert tuple(series.colour for series in plan.series) == scale_colours("diverging", 2)
    assert len(plan.categories) == 6 and plan.categories[0].startswith("How often? =1+1")
    assert [sum(values) for values in zip(*(s.values for s in plan.series), strict=True)] == pytest.approx([1] * 6)


def test_lines_over_waves():
    groups = tuple(Item(id, id.upper(), over=wave) for id, wave in (("a", "2008"), ("b", "2009"), ("c", "2010")))
    (plan,) = chart_plans(of(replace(BARS, display="trend", panels=(Panel("w", "Wave", groups),))))
    assert plan.form == "lines"
    assert [len(series.values) for series in plan.series] == [3, 3]


TWO = GROUPS[:2]
IN_WAVES = tuple(Item(id, "Office", over=wave) for id, wave in (("a", "2008"), ("b", "2009")))
TREND = replace(BARS, exhibit="trend", display="trend", panels=(Panel("w", "Wave", IN_WAVES),))
DOTS = replace(MEANS, exhibit="dots", display="bars", scale_ends=(1.0, 7.0), intervals=False)


def test_what_a_native_chart_cannot_show_stays_a_picture():
    assert chart_plans(of(replace(BARS, display="flow"))) == ()
    assert chart_plans(of(replace(DOTS, statistic="share_difference"), means())) == ()
    assert native_parts([of(replace(TREND, panels=BARS.panels), shares(True)), of(STACKED)]).keys() == {"stack"}
    assert can_be_native(BARS) and not can_be_native(replace(BARS, statistic="share_difference"))
    broken = {"q": Break(("2009",), "asked otherwise", {"a": (0,), "b": (1,)})}
    assert can_be_native(TREND) and not can_be_native(replace(TREND, breaks=broken))


def test_each_grouping_of_a_figure_is_a_chart_under_its_name():
    second = Panel("size", "Size", TWO)
    plans = chart_plans(of(replace(BARS, panels=(Panel("office", "Office", GROUPS), second))))
    assert [plan.title for plan in plans] == ["Office", "Size"]
    assert [len(plan.series) for plan in plans] == [3, 2]
    assert {plan.high for plan in plans} == {0.8}  # one axis, as in the figure


def test_means_run_from_the_end_of_their_scale():
    (plan,) = chart_plans(of(DOTS, means()))
    assert (plan.low, plan.high, plan.step, plan.thin, plan.percent) == (1.0, 7.0, 1.0, True, False)
    assert plan.number_format == "#,##0.00"


def points(element) -> list[float]:
    return [float(v.text) for v in element.iterfind(f".//{C}pt/{C}v")]


@pytest.mark.parametrize("view", [replace(BARS, intervals=True), replace(TREND, intervals=True)], ids=["bars", "trend"])
def test_intervals_are_error_bars_from_cells_of_the_workbook(view):
    rows = with_intervals(shares(False))
    (part,) = native_parts([of(view, rows)])[view.exhibit]
    chart, sheet = etree.fromstring(part.chart), openpyxl.load_workbook(io.BytesIO(part.workbook))["Sheet1"]
    every = chart.findall(f".//{C}ser")
    (plan,) = chart_plans(of(view, rows))
    assert len(every) == len(plan.series) > 1
    for series, drawn in zip(plan.series, every, strict=True):
        assert points(drawn.find(f"{C}val")) == pytest.approx(series.values)
        for side, wanted in (
            ("minus", [0.1 * value for value in series.values]),
            ("plus", [0.05 * (1 - value) for value in series.values]),
        ):
            found = drawn.find(f"{C}errBars/{C}{side}")
            assert points(found) == pytest.approx(wanted)
            cells = sheet[found.find(f".//{C}f").text.partition("!")[2].replace("$", "")]
            assert [row[0].value for row in cells] == pytest.approx(wanted)
    heads = [cell.value for cell in sheet[1][1:]]
    assert heads[-1].endswith("up to the upper limit") and len(set(heads)) == 3 * len(plan.series)


def test_a_stacked_bar_has_the_intervals_of_its_ends():
    rows = with_intervals(shares(False))
    (plan,) = chart_plans(of(replace(STACKED, intervals=True), rows))
    first, last = plan.series
    assert first.has_intervals and not last.has_intervals
    often = first.values[0]
    assert first.reaches[0] == pytest.approx((0.1 * often, 0.05 * (1 - often)))
    whole_bar = [of(replace(STACKED, intervals=True), with_intervals(shares(True)))]
    (withheld,) = chart_plans(whole_bar[0])
    assert withheld.series[0].reaches[2] is None  # office C is withheld


def test_three_answers_have_the_interval_of_the_last_at_the_end_of_the_second():
    answers = (*STACKED.categories, Item("3", "Sometimes"))
    rows = shares(False)
    for (variable, category, group), row in [*rows.items()]:
        if category == "2":
            half = row | {"estimate": row["estimate"] / 2}
            rows[(variable, "2", group)], rows[(variable, "3", group)] = half, dict(half)
    (plan,) = chart_plans(of(replace(STACKED, intervals=True, categories=answers), with_intervals(rows)))
    last = plan.series[2].values[0]
    assert plan.series[1].reaches[0] == pytest.approx((0.05 * (1 - last), 0.1 * last))  # to the left it grows
    assert not plan.series[2].has_intervals


@pytest.mark.parametrize("view", [BARS, STACKED], ids=["bars", "stack"])
def test_a_withheld_value_is_a_sign_in_chart_and_workbook(view):
    (part,) = native_parts([of(view, shares(True))])[view.exhibit]
    sheet = openpyxl.load_workbook(io.BytesIO(part.workbook))["Sheet1"]
    signs = [cell for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row if cell.data_type == "s"]
    assert [cell.value for cell in signs] == ["·"] * 2  # one a row, or one a stacked bar
    drawn = etree.fromstring(part.chart).findall(f".//{C}dLbl/{C}tx")
    assert ["".join(each.itertext()) for each in drawn] == ["·"] * 2
    kept = {float(number) for number in re.findall(rb"<c:v>(0\.\d+)</c:v>", part.chart)}
    assert not {round(share, 6) for share in (2 / 7, 5 / 7)} & {round(number, 6) for number in kept}


def test_labels_say_of_everything_whether_they_show_it():
    """Word and LibreOffice show the names of series and categories in a label that does not say that it does not."""
    for part in (*native_parts([of(BARS, shares(True))])["bars"], *native_parts([of(STACKED)])["stack"]):
        labels = [e for e in etree.fromstring(part.chart).iter(f"{C}dLbls", f"{C}dLbl") if e.find(f"{C}delete") is None]
        assert labels
        for each in labels:
            said = [(e.tag.removeprefix(C), e.get("val")) for e in each if e.tag.startswith(f"{C}show")]
            names = ["showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"]
            assert said == [(name, str(int(name == "showVal"))) for name in names]


@pytest.fixture(scope="module")
def parts():
    return native_parts([evidence()["bars"], evidence()["stack"]])


def test_the_same_plan_gives_the_same_bytes(parts):
    (plan,) = chart_plans(evidence()["bars"])
    assert (chart_part(plan),) == parts["bars"]


def test_the_workbook_holds_the_numbers_that_the_chart_names(parts):
    sheet = openpyxl.load_workbook(io.BytesIO(parts["bars"][0].workbook))["Sheet1"]
    chart = etree.fromstring(parts["bars"][0].chart)
    places = [place.text for place in chart.iterfind(f".//{C}val/{C}numRef/{C}f")]
    assert len(places) == 3
    for number, place in enumerate(places):
        cells = sheet[place.removeprefix("Sheet1!").replace("$", "")]
        kept = [float(v.text) for v in chart.findall(f".//{C}ser")[number].iterfind(f"{C}val//{C}pt/{C}v")]
        assert [row[0].value for row in cells] == kept
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def word_file(folder: Path) -> Path:
    """A Word file with the pictures bars.png, stack.png and other.png."""
    import docx
    from PIL import Image

    document = docx.Document()
    for name in ("bars", "other", "stack"):
        Image.new("RGB", (400, 200 + ord(name[0])), "white").save(folder / f"{name}.png")
        document.add_picture(str(folder / f"{name}.png"), width=4_000_000)
    path = folder / "plain.docx"
    document.save(str(path))
    package = read_package(path)
    text = package["word/document.xml"].decode()
    for name in ("bars", "other", "stack"):
        text = text.replace(f'name="{name}.png"', f'name="{name}" descr="{name}.png"')
    text = text.replace("<wp:docPr ", '<wp:docPr descr="What it shows." ')
    write_package({**package, "word/document.xml": text.encode()}, path)
    return path


@pytest.fixture(scope="module")
def charted(parts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("word")
    path = folder / "charts.docx"
    write_package(with_charts(read_package(word_file(folder)), parts), path)
    return path


def test_pictures_of_native_exhibits_are_charts_and_the_others_stay(charted):
    package = read_package(charted)
    assert package["word/document.xml"].count(b"<c:chart ") == 2
    assert package["word/document.xml"].count(b"<pic:pic") == 1
    assert len([name for name in package if name.startswith("word/media/")]) == 1
    books = [name for name in package if name.startswith("word/embeddings/")]
    values = [openpyxl.load_workbook(io.BytesIO(package[name]))["Sheet1"]["B2"].value for name in books]
    assert values == pytest.approx([0.7375, 0.7375])


@pytest.fixture(scope="module")
def with_all(tmp_path_factory):
    """A Word file with every kind of chart: intervals, signs, two groupings, means."""
    folder = tmp_path_factory.mktemp("all")
    view = replace(BARS, intervals=True, panels=(*BARS.panels, Panel("size", "Size", TWO)))
    found = [
        of(view, with_intervals(shares(True))),
        of(replace(STACKED, intervals=True), with_intervals(shares(True))),
        of(replace(DOTS, exhibit="other"), means()),
    ]
    path = folder / "all.docx"
    write_package(with_charts(read_package(word_file(folder)), native_parts(found)), path)
    assert read_package(path)["word/document.xml"].count(b"<c:chart ") == 4
    return path


@pytest.mark.parametrize("made", ["charted", "with_all"])
def test_validators_find_nothing_wrong_with_the_charts(made, request):
    charted = request.getfixturevalue(made)
    bin = Path(sys.executable).parent
    # python-docx's own template is not without findings: the charts must add none to them.
    plain = word_file(charted.parent)
    said = [
        subprocess.run([bin / "openxml-audit", path], capture_output=True, text=True).stdout
        for path in (charted, plain)
    ]
    assert said[0] == said[1] and "Errors:" in said[0]
    whole_file = [bin / "ooxml-integrity", "check", "--no-config", "--quiet", "--fail-on", "warn", charted]
    assert subprocess.run(whole_file, capture_output=True).returncode == 0


def test_a_figure_of_two_groupings_is_two_charts_of_which_the_first_has_the_alt_text(tmp_path):
    view = replace(BARS, panels=(Panel("office", "Office", GROUPS), Panel("size", "Size", TWO)))
    path = tmp_path / "two.docx"
    write_package(with_charts(read_package(word_file(tmp_path)), native_parts([of(view)])), path)
    root = etree.fromstring(read_package(path)["word/document.xml"])
    frames = [e for e in root.iter(f"{{{WP}}}inline") if e.find(f".//{{{CHART}}}chart") is not None]
    told = [frame.find(f"{{{WP}}}docPr").attrib for frame in frames]
    assert [(each["title"], bool(each["descr"])) for each in told] == [("Office", True), ("Size", False)]
    ids = [each.get("id") for each in root.iter(f"{{{WP}}}docPr")]
    assert len(set(ids)) == len(ids) == 4
    assert len({frame.find(f".//{{{CHART}}}chart").get(f"{{{RELATIONS}}}id") for frame in frames}) == 2


def test_no_chart_is_higher_than_its_page(tmp_path):
    many = tuple(Item(f"v{i}", f"Item {i}") for i in range(60))
    rows = {(v.id, c, g): dict(row) for v in many for (q, c, g), row in shares(False).items() if q == "q"}
    made = with_charts(read_package(word_file(tmp_path)), native_parts([of(replace(BARS, variables=many), rows)]))
    root = etree.fromstring(made["word/document.xml"])
    heights = [int(each.get("cy")) for each in root.iter(f"{{{WP}}}extent")]
    assert max(heights) <= HIGHEST


def test_python_docx_opens_it(charted):
    import docx

    assert len(docx.Document(str(charted)).inline_shapes) == 3


@pytest.mark.parametrize("view", [BARS, STACKED], ids=["bars", "stack"])
def test_a_figure_that_prints_counts_of_few_stays_a_picture(view):
    """Office B has one of three: a chart would print 33 %, and its workbook hold it."""
    assert chart_plans(of(view)) and chart_plans(of(replace(view, percent_from=3)))
    few = of(replace(view, percent_from=5))
    assert chart_plans(few) == () and native_parts([few]) == {}
    assert chart_plans(of(replace(view, percent_from=5, panels=(replace(view.panels[0], groups=GROUPS[:1]),))))
