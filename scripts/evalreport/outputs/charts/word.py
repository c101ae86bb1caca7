"""Pictures of a .docx that become charts which Word draws and lets its users edit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count
from pathlib import Path, PurePosixPath

from lxml import etree

from evalreport.docx.xml import Element, read_package, to_bytes, write_package
from evalreport.exhibits.evidence import Evidence
from evalreport.figures.theme import MAX_HEIGHT
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
HIGHEST = round(MAX_HEIGHT * 12700)  # in EMU, of which a point has 12 700: what leaves room for a caption on the page
_RELATIONS_OF_DOCUMENT = "word/_rels/document.xml.rels"


def native_parts(evidence: Iterable[Evidence]) -> dict[str, tuple[ChartPart, ...]]:
    """Exhibit -> its charts from the top, of those that charts can show whole."""
    plans = {each.view.exhibit: chart_plans(each) for each in evidence}
    whole = {name: found for name, found in plans.items() if found and not any(plan.missing for plan in found)}
    return {name: tuple(map(chart_part, found)) for name, found in whole.items()}


def draw_charts(path: Path, evidence: Iterable[Evidence]) -> None:
    """Put native charts into a Word report, in place, for the pictures of these exhibits."""
    charts = native_parts(evidence)
    with writing(path) as temporary:
        write_package(with_charts(read_package(path), charts), temporary)


def with_charts(parts: Mapping[str, bytes], charts: Mapping[str, Sequence[ChartPart]]) -> dict[str, bytes]:
    """The parts of a .docx in which the picture of each exhibit in `charts` is its charts, one below the other.

    A picture is known by its file's name, <exhibit>.png. Alt text and width stay. The height is that of the chart, at most
    what a page holds; of one that stands alone at most the picture's by half more. The files of pictures that are shown no more
    are left out.
    """
    made = dict(parts)
    document = etree.fromstring(parts["word/document.xml"])
    relations = etree.fromstring(parts[_RELATIONS_OF_DOCUMENT])
    types = etree.fromstring(parts["[Content_Types].xml"])
    pictures = [(PurePosixPath(each.get("descr", "")).stem, each) for each in document.iter(f"{_PICTURE}cNvPr")]
    ids = count(1 + max((int(each.get("id")) for each in document.iter(f"{_DRAWING}docPr")), default=0))
    number = 0
    for name, picture in pictures:
        own = charts.get(name, ())
        for place, frame in enumerate(_frames(picture, len(own), ids)):
            number += 1
            _draw(frame, own[place], f"rIdChart{number}", len(own) == 1)
            made |= _chart_files(own[place], number)
            target = {"Type": f"{RELATIONS}/chart", "Target": f"charts/chart{number}.xml", "Id": f"rIdChart{number}"}
            etree.SubElement(relations, f"{{{_PACKAGE}relationships}}Relationship", target)
            kind = {"PartName": f"/word/charts/chart{number}.xml", "ContentType": _CHART_TYPE}
            etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", kind)
    _default_type(types, "xlsx", _BOOK_TYPE)
    made["word/document.xml"] = to_bytes(document)
    _drop_unused_pictures(made, relations)
    made[_RELATIONS_OF_DOCUMENT], made["[Content_Types].xml"] = to_bytes(relations), to_bytes(types)
    return made


def _frames(picture: Element, wanted: int, ids: Iterator[int]) -> list[Element]:
    """The frame of a picture and copies of it behind, one a chart; the alt text stays with the first, which tells of the whole figure."""
    if not wanted:
        return []
    frame = next(picture.iterancestors(f"{_DRAWING}inline"))
    drawing = frame.getparent()
    frames = [frame]
    for _ in range(wanted - 1):
        copy = deepcopy(drawing)
        frames[-1].getparent().addnext(copy)
        frames.append(copy[0])
        properties = copy[0].find(f"{_DRAWING}docPr")
        properties.set("id", str(next(ids)))
        properties.set("descr", "")
    return frames


def _draw(inline: Element, part: ChartPart, relation: str, alone: bool) -> None:
    """The chart in the place of the picture, in the same frame."""
    data = next(inline.iter(f"{_MAIN}graphicData"))
    for child in [*data]:
        data.remove(child)
    data.set("uri", CHART)
    chart = etree.SubElement(data, f"{{{CHART}}}chart", nsmap={"c": CHART, "r": RELATIONS})
    chart.set(f"{{{RELATIONS}}}id", relation)
    if not alone:
        inline.find(f"{_DRAWING}docPr").set("title", part.title)
    extent = inline.find(f"{_DRAWING}extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    most = min(round(1.5 * height), max(height, HIGHEST)) if alone else HIGHEST
    extent.set("cy", str(min(round(width * part.height / WIDTH), most)))
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
