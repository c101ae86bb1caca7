"""A chart plan as the two parts that Word and PowerPoint want: the chart (DrawingML) and the workbook with its numbers.

XlsxWriter writes both: what it puts into a workbook is the same chart that other programs of Office draw (ECMA-376-1, 21.2).
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import xlsxwriter
from lxml import etree

from evalreport.outputs.charts.plan import ChartPlan
from evalreport.outputs.charts.sheet import LETTERS, add_chart, chart_height, write_chart_numbers
from evalreport.words.dates import NO_DAY

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = "rId1"  # the relation of the chart to its workbook
_OF_A_SHEET = (f"{{{CHART}}}printSettings",)  # what belongs to a printed sheet alone
# What a label may show, in the order of the schema. XlsxWriter writes what is shown alone; Excel takes the rest for no, others for yes.
_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


@dataclass(frozen=True)
class ChartPart:
    """The chart as XML, the workbook it is edited in, its height beside a width of 760 pixels, and which part of a figure it is."""

    chart: bytes
    workbook: bytes
    height: int
    title: str = ""


def chart_part(plan: ChartPlan) -> ChartPart:
    """The parts of a chart; the same plan gives the same bytes."""
    workbook = _workbook(plan, with_chart=True)
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        root = etree.fromstring(package.read("xl/charts/chart1.xml"))
    for child in [*root]:
        if child.tag in _OF_A_SHEET:
            root.remove(child)
    _say_what_labels_show(root)
    data = etree.SubElement(root, f"{{{CHART}}}externalData", {f"{{{RELATIONS}}}id": WORKBOOK})
    etree.SubElement(data, f"{{{CHART}}}autoUpdate", {"val": "0"})
    chart = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return ChartPart(chart, _workbook(plan, with_chart=False), chart_height(plan), plan.title)


def with_letters(part: ChartPart, size: float) -> ChartPart:
    """The chart with letters of a size in points where they are as high as those of a figure's labels, the others in proportion."""
    root = etree.fromstring(part.chart)
    for element in root.iter(f"{{{DRAWING}}}defRPr", f"{{{DRAWING}}}rPr"):
        if said := element.get("sz"):
            element.set("sz", str(round(int(said) * size / LETTERS)))
    return replace(part, chart=etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _say_what_labels_show(root: Any) -> None:
    """Every label says of each thing whether it shows it."""
    for labels in [*root.iter(f"{{{CHART}}}dLbls"), *root.iter(f"{{{CHART}}}dLbl")]:
        if labels.find(f"{{{CHART}}}delete") is not None:
            continue
        said = {}
        for name in _SHOWN:
            for element in labels.findall(f"{{{CHART}}}{name}"):
                said[name] = element.get("val", "1")
                labels.remove(element)
        known = [child.tag for child in labels]
        before = (
            "dLblPos",
            "txPr",
            "spPr",
            "numFmt",
            "layout",
            "tx",
            "idx",
            "dLbl",
        )  # of these the last comes right before
        last = max((i for i, tag in enumerate(known) if tag.removeprefix(f"{{{CHART}}}") in before), default=-1)
        for place, name in enumerate(_SHOWN, start=last + 1):
            labels.insert(place, etree.Element(f"{{{CHART}}}{name}", {"val": said.get(name, "0")}))


def _workbook(plan: ChartPlan, with_chart: bool) -> bytes:
    """The numbers of a chart in the first sheet of a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime.fromisoformat(f"{NO_DAY}T00:00:00+00:00")})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 46)
        write_chart_numbers(_styles(book), sheet, plan, 0)
        if with_chart:
            add_chart(book, sheet, plan, 0, "A20")
    return stream.getvalue()


def _styles(book: Any) -> Callable[..., Any]:
    made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(**look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in made:
            made[key] = book.add_format(look)
        return made[key]

    return style
