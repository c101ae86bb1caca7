"""Native charts: the plan of the figure, the same bytes, the workbook behind them, and a Word file that two validators pass."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from evalreport.docx.xml import read_package, write_package
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel
from evalreport.figures.theme import group_colours, scale_colours
from evalreport.outputs.charts.asked import can_be_native
from evalreport.outputs.charts.part import CHART, chart_part
from evalreport.outputs.charts.plan import chart_plans
from evalreport.outputs.charts.word import native_parts, with_charts
from lxml import etree
from small_report import BARS, GROUPS, MEANS, STACKED, evidence, means, shares, whole

C = f"{{{CHART}}}"


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
    assert len(plan.categories) == 6 and plan.categories[0].startswith("How often?: =1+1")
    assert [sum(values) for values in zip(*(s.values for s in plan.series), strict=True)] == pytest.approx([1] * 6)


def test_lines_over_waves():
    groups = tuple(Item(id, id.upper(), over=wave) for id, wave in (("a", "2008"), ("b", "2009"), ("c", "2010")))
    (plan,) = chart_plans(of(replace(BARS, display="trend", panels=(Panel("w", "Wave", groups),))))
    assert plan.form == "lines"
    assert [len(series.values) for series in plan.series] == [3, 3]


def test_what_a_native_chart_cannot_show_stays_a_picture():
    assert chart_plans(of(replace(MEANS, display="bars"), means())) == ()
    assert chart_plans(of(replace(BARS, display="flow"))) == ()
    withheld = of(BARS, shares(True))
    assert native_parts([withheld, of(STACKED)]).keys() == {"stack"}
    assert can_be_native(BARS) and not can_be_native(replace(BARS, panels=BARS.panels * 2))
    assert not can_be_native(replace(BARS, kind="mean", statistic="mean"))


@pytest.fixture(scope="module")
def parts():
    return native_parts([evidence()["bars"], evidence()["stack"]])


def test_the_same_plan_gives_the_same_bytes(parts):
    (plan,) = chart_plans(evidence()["bars"])
    assert chart_part(plan) == parts["bars"]


def test_the_workbook_holds_the_numbers_that_the_chart_names(parts):
    sheet = openpyxl.load_workbook(io.BytesIO(parts["bars"].workbook))["Sheet1"]
    chart = etree.fromstring(parts["bars"].chart)
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


def test_validators_find_nothing_wrong_with_the_charts(charted):
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


def test_python_docx_opens_it(charted):
    import docx

    assert len(docx.Document(str(charted)).inline_shapes) == 3
