"""Pictures of a .docx that become charts which Word draws and lets its users edit."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from evalreport.docx.xml import Element, read_package, to_bytes, write_package
from evalreport.exhibits.evidence import Evidence
from evalreport.files.writing import writing
from evalreport.outputs.charts.part import CHART, RELATIONS, WORKBOOK, ChartPart, chart_part
from evalreport.outputs.charts.plan import chart_plans
from evalreport.outputs.charts.sheet import WIDTH

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATIONS_OF_DOCUMENT = "word/_rels/document.xml.rels"


def native_parts(evidence: Iterable[Evidence]) -> dict[str, ChartPart]:
    """Exhibit -> its chart, of those that one chart can show whole: no value is withheld or was not asked."""
    plans = {each.view.exhibit: chart_plans(each) for each in evidence}
    return {name: chart_part(found[0]) for name, found in plans.items() if len(found) == 1 and not found[0].missing}


def draw_charts(path: Path, evidence: Iterable[Evidence]) -> None:
    """Put native charts into a Word report, in place, for the pictures of these exhibits."""
    charts = native_parts(evidence)
    with writing(path) as temporary:
        write_package(with_charts(read_package(path), charts), temporary)


def with_charts(parts: Mapping[str, bytes], charts: Mapping[str, ChartPart]) -> dict[str, bytes]:
    """The parts of a .docx in which the picture of each exhibit in `charts` is a chart.

    A picture is known by its file's name, <exhibit>.png. Alt text and width stay; the height is that of the chart, at most the
    picture's by half more. The files of pictures that are shown no more are left out.
    """
    made = dict(parts)
    document = etree.fromstring(parts["word/document.xml"])
    relations = etree.fromstring(parts[_RELATIONS_OF_DOCUMENT])
    types = etree.fromstring(parts["[Content_Types].xml"])
    pictures = [(PurePosixPath(each.get("descr", "")).stem, each) for each in document.iter(f"{_PICTURE}cNvPr")]
    for number, (name, picture) in enumerate((pair for pair in pictures if pair[0] in charts), start=1):
        _replace(picture, charts[name], f"rIdChart{number}")
        made |= _chart_files(charts[name], number)
        target = {"Type": f"{RELATIONS}/chart", "Target": f"charts/chart{number}.xml", "Id": f"rIdChart{number}"}
        etree.SubElement(relations, f"{{{_PACKAGE}relationships}}Relationship", target)
        kind = {"PartName": f"/word/charts/chart{number}.xml", "ContentType": _CHART_TYPE}
        etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", kind)
    _default_type(types, "xlsx", _BOOK_TYPE)
    made["word/document.xml"] = to_bytes(document)
    _drop_unused_pictures(made, relations)
    made[_RELATIONS_OF_DOCUMENT], made["[Content_Types].xml"] = to_bytes(relations), to_bytes(types)
    return made


def _replace(picture: Element, part: ChartPart, relation: str) -> None:
    """The chart in the place of the picture, in the same frame."""
    inline = next(picture.iterancestors(f"{_DRAWING}inline"))
    data = next(inline.iter(f"{_MAIN}graphicData"))
    for child in [*data]:
        data.remove(child)
    data.set("uri", CHART)
    chart = etree.SubElement(data, f"{{{CHART}}}chart", nsmap={"c": CHART, "r": RELATIONS})
    chart.set(f"{{{RELATIONS}}}id", relation)
    extent = inline.find(f"{_DRAWING}extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    extent.set("cy", str(min(round(width * part.height / WIDTH), round(1.5 * height))))
    for locks in inline.findall(f"{_DRAWING}cNvGraphicFramePr"):
        for lock in [*locks]:
            locks.remove(lock)  # a chart may be stretched


def _chart_files(part: ChartPart, number: int) -> dict[str, bytes]:
    book = f"Microsoft_Excel_Worksheet{number}.xlsx"
    relations = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}relationships">'
        f'<Relationship Id="{WORKBOOK}" Type="{RELATIONS}/package" Target="../embeddings/{book}"/></Relationships>'
    )
    return {
        f"word/charts/chart{number}.xml": part.chart,
        f"word/charts/_rels/chart{number}.xml.rels": relations.encode(),
        f"word/embeddings/{book}": part.workbook,
    }


def _default_type(types: Element, ending: str, kind: str) -> None:
    known = {each.get("Extension") for each in types}
    if ending not in known:
        default = etree.Element(f"{{{_PACKAGE}content-types}}Default", {"Extension": ending, "ContentType": kind})
        types.insert(0, default)


def _drop_unused_pictures(parts: dict[str, bytes], relations: Element) -> None:
    text = parts["word/document.xml"]
    for relation in [*relations]:
        unused = f'"{relation.get("Id")}"'.encode() not in text
        if relation.get("Type", "").endswith("/image") and unused:
            relations.remove(relation)
            parts.pop(f"word/{relation.get('Target')}", None)
