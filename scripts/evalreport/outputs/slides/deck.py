"""slides.pptx: a title slide, and a slide an exhibit with its finding, its chart, table or picture, and its note."""

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import shorten
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
from pptx.parts.chart import ChartPart as PptxChart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.util import Pt

from evalreport.assemble.report import title_page
from evalreport.claims.report import read_claims
from evalreport.evaluation.model import Slide
from evalreport.exhibits.evidence import Evidence
from evalreport.figures.theme import WIDTH as PAGE
from evalreport.files.archives import read_archive, write_archive
from evalreport.files.errors import Problem, raise_if
from evalreport.files.writing import writing
from evalreport.outputs.charts.part import ChartPart, chart_part, with_letters
from evalreport.outputs.charts.plan import chart_plans
from evalreport.outputs.charts.sheet import WIDTH
from evalreport.outputs.number_grid import NumberGrid, number_grid
from evalreport.outputs.registry import Material
from evalreport.outputs.slides.findings import findings
from evalreport.outputs.slides.fit import (
    POINT,
    SMALLEST,
    Box,
    chart_letters,
    column_widths,
    height_of,
    largest_that_fits,
    table_height,
)
from evalreport.outputs.slides.template import CONTENT, TITLE, chosen
from evalreport.outputs.web_page import ShownExhibit, exhibits_in, heading_names, read_blocks
from evalreport.words.catalogue import citation_style
from evalreport.words.dates import NO_DAY

TITLE_SIZES, TABLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0), (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, SMALLEST)
CAPTION, NOTE, GAP = 14.0, 10.0, 6.0  # sizes of type and the distance of parts, in points
MOST_NOTE = 0.3  # of the place below the title; a longer note stands whole in the speaker's notes
SIDE_BY_SIDE = 3  # charts of one figure on a slide, at most
GREY = RGBColor(0x40, 0x40, 0x40)
PROPERTY = 255  # signs of a property of the file, at most


@dataclass(frozen=True)
class Deck:
    """The presentation being written: its language, title, and the exhibits, figures and sentences it is made of."""

    presentation: Any
    language: str
    evidence: Mapping[str, Evidence]
    figures: Path
    sentences: Mapping[str, str]
    pictures: frozenset[str]  # exhibits whose plan asks for a picture


def write_slides(material: Material, path: Path) -> None:
    """Write slides.pptx from the material of an edition; raises BadInput for exhibits that no slide holds, and for findings."""
    asked, metadata = material.deck, material.metadata
    root = read_blocks(material.blocks.read_text(encoding="utf-8"))
    shown = {each.exhibit: each for each in exhibits_in(root)}
    slides = [Slide(**each) for each in asked["slides"]]
    names = heading_names(root, metadata["language"]) | {name: each.number for name, each in shown.items()}
    claims = [claim for claim in read_claims(asked["claims"]) if claim.chapter not in asked["foreign"]]
    sentences = findings(slides, claims, names, asked["place"])
    presentation = Presentation(str(asked["template"] or material.templates / "slides" / "slides.pptx"))
    pictures = frozenset(asked["pictures"])
    deck = Deck(presentation, metadata["language"], material.evidence, material.figures, sentences, pictures)
    _empty(presentation)
    _title_slide(deck, title_page(metadata))
    problems = [problem for slide in slides for problem in _slide(deck, shown[slide.exhibit], asked["place"])]
    raise_if(problems)
    _properties(presentation, title_page(metadata), metadata["language"])
    _say_the_language(presentation, citation_style(metadata["language"])[1])
    stream = io.BytesIO()
    presentation.save(stream)
    with writing(path) as temporary:
        temporary.write_bytes(stream.getvalue())
        write_archive(read_archive(temporary), temporary)  # without the time of day


def _empty(presentation: Any) -> None:
    """Take the slides of a template away; its masters and layouts stay."""
    listed = presentation.slides._sldIdLst
    for slide in [*listed]:
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)


def _layout(presentation: Any, kind: str) -> Any:
    layouts = [*presentation.slide_layouts]
    place = chosen([layout._element for layout in layouts], kind)
    if place is None:  # told before the first job: template_problems
        raise LookupError(f"no layout {kind}")
    return layouts[place]


def _placeholder(slide: Any, *kinds: str) -> Any:
    """The first placeholder of some types; "" is one that takes anything."""
    return next(each for each in slide.placeholders if (each._element.ph.get("type") or "") in kinds)


def _title_slide(deck: Deck, title: Mapping[str, Any]) -> None:
    slide = deck.presentation.slides.add_slide(_layout(deck.presentation, TITLE))
    _fill(slide.shapes.title, title["title"], (40.0, *TITLE_SIZES))
    authors = ", ".join(title["authors"])
    lines = [title["subtitle"], authors, *title["details"], title["draft"], title["data_note"]]
    _fill(_placeholder(slide, "subTitle"), "\n".join(each for each in lines if each), (20.0, 18.0, 16.0, 14.0, 12.0))
    _without_empty(slide)


def _fill(shape: Any, text: str, sizes: Sequence[float]) -> None:
    """Text into a placeholder, at the largest size that fits where the template's own does not."""
    frame = shape.text_frame
    frame.text = text
    size = largest_that_fits(text, sizes, shape.width / POINT - 15, shape.height / POINT - 8)
    if size < sizes[0]:
        frame.auto_size = MSO_AUTO_SIZE.NONE
        for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
            run.font.size = Pt(size)


def _without_empty(slide: Any) -> None:
    for each in [*slide.placeholders]:
        if each.has_text_frame and not each.text_frame.text:
            each._element.getparent().remove(each._element)


def _slide(deck: Deck, shown: ShownExhibit, place: str) -> list[Problem]:
    """A slide of an exhibit; gives what does not fit."""
    slide = deck.presentation.slides.add_slide(_layout(deck.presentation, CONTENT))
    sentence = deck.sentences.get(shown.exhibit, "")
    caption = f"{shown.number}  {shown.caption}"
    _fill(slide.shapes.title, sentence or shown.caption, TITLE_SIZES)
    body = _placeholder(slide, "obj", "body", "chart", "")
    box = Box(*(side / POINT for side in (body.left, body.top, body.width, body.height)))
    body._element.getparent().remove(body._element)
    head, box = box.from_top(height_of(caption, CAPTION, box.width) + 4, GAP)
    _text(slide, head, caption if sentence else shown.number, CAPTION, bold=True)
    note_height = height_of(shown.note, NOTE, box.width) + 4 if shown.note else 0.0
    foot = None
    if shown.note and note_height <= MOST_NOTE * box.height:
        box, foot = box.from_top(box.height - note_height - GAP, GAP)
    found = _exhibit(deck, slide, shown, box)
    if foot:
        _text(slide, foot, shown.note, NOTE)
    _slide_number(slide)
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, (caption, shown.note, shown.alt)))
    return [Problem(place, shown.exhibit, found, _ADVICE)] if found else []


_ADVICE = "Plan an exhibit of fewer items, answers or groups for the slide, or leave this one out"


def _text(slide: Any, box: Box, text: str, size: float, bold: bool = False) -> None:
    frame = slide.shapes.add_textbox(*box.emu()).text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = 0  # at the sides as in the title above
    frame.text = text
    for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
        run.font.size, run.font.bold = Pt(size), bold
        if not bold:
            run.font.color.rgb = GREY


def _slide_number(slide: Any) -> None:
    """The number of the slide, where the layout has a place for it."""
    for each in slide.slide_layout.placeholders:
        if each._element.ph.get("type") == "sldNum":
            own = deepcopy(each._element)
            own.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))  # no two shapes of a slide have one
            slide.shapes._spTree.append(own)


def _exhibit(deck: Deck, slide: Any, shown: ShownExhibit, box: Box) -> str:
    """What the exhibit shows, in a box: a table, charts, or the picture; gives what does not fit, "" where all does."""
    evidence = deck.evidence[shown.exhibit]
    if evidence.view.shown_by == "table":
        return _table(slide, number_grid(evidence), shown, box)
    plans = () if shown.exhibit in deck.pictures else chart_plans(evidence)
    if not plans or len(plans) > SIDE_BY_SIDE or any(plan.missing for plan in plans):
        return _picture(slide, deck.figures / f"{shown.exhibit}.png", shown, box)
    for number, (plan, own) in enumerate(zip(plans, box.columns(len(plans)), strict=True)):
        part = chart_part(plan)
        letters = chart_letters(own, part.height * PAGE / WIDTH)
        if letters < SMALLEST:
            return f"its chart does not fit on a slide: its letters would be {letters:.0f} points high, {SMALLEST:.0f} are the least"
        _chart(
            slide,
            with_letters(part, letters),
            own,
            f"{shown.number}{f', {part.title}' if part.title else ''}",
            shown.alt if not number else "",
        )
    return ""


def _chart(slide: Any, part: ChartPart, box: Box, name: str, alt: str) -> None:
    package = slide.part.package
    partname = package.next_partname(PptxChart.partname_template)
    chart = PptxChart.load(partname, CONTENT_TYPE.DML_CHART, package, part.chart)
    chart.relate_to(EmbeddedXlsxPart.new(part.workbook, package), RELATIONSHIP_TYPE.PACKAGE)  # the first: part.WORKBOOK
    relation = slide.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    id = slide.shapes._next_shape_id
    frame = CT_GraphicalObjectFrame.new_chart_graphicFrame(id, name, relation, *box.emu())
    frame.nvGraphicFramePr.cNvPr.set("descr", alt)
    slide.shapes._spTree.append(frame)


def _picture(slide: Any, path: Path, shown: ShownExhibit, box: Box) -> str:
    with Image.open(path) as image:
        place = box.around(*image.size)
    picture = slide.shapes.add_picture(str(path), *place.emu())
    picture._element.nvPicPr.cNvPr.set("descr", shown.alt)
    picture.name = shown.number
    return ""


def _table(slide: Any, grid: NumberGrid, shown: ShownExhibit, box: Box) -> str:
    over = [[*grid.over]] if any(grid.over) else []
    rows = [*over, [cell.text for cell in grid.head], *([cell.text for cell in row] for row in grid.rows)]
    fitting = (size for size in TABLE_SIZES if _fits(rows, size, box))
    size = next(fitting, 0.0)
    if not size:
        return f"its table of {len(rows)} rows does not fit on a slide at {SMALLEST:.0f} points"
    count, widths = max(map(len, rows)), column_widths(rows, size, box.width)
    frame = slide.shapes.add_table(len(rows), count, *box.emu())
    frame.name = shown.number
    frame._element.nvGraphicFramePr.cNvPr.set("descr", shown.caption)
    table = frame.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = round(width * POINT)
    for place, texts in enumerate(rows):
        table.rows[place].height = round(table_height([texts], size, widths) * POINT)
        _cells(table, place, texts, size, place < 1 + len(over), grid)
    if over:
        _joined(table, grid.over)
    return ""


def _fits(rows: Sequence[Sequence[str]], size: float, box: Box) -> bool:
    widths = column_widths(rows, size, box.width)
    return sum(widths) <= box.width + 1 and table_height(rows, size, widths) <= box.height


def _cells(table: Any, place: int, texts: Sequence[str], size: float, head: bool, grid: NumberGrid) -> None:
    """A row; one of a single text is a heading over the columns."""
    if len(texts) == 1 and len(table.columns) > 1:
        table.cell(place, 0).merge(table.cell(place, len(table.columns) - 1))
    for column, text in enumerate(texts):
        cell = table.cell(place, column)
        cell.margin_top = cell.margin_bottom = round(0.15 * size * POINT)
        cell.margin_left = cell.margin_right = round(0.5 * size * POINT)
        cell.text_frame.text = text
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if column < grid.text_columns or len(texts) == 1 else PP_ALIGN.RIGHT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), head or len(texts) == 1


def _joined(table: Any, over: Sequence[str]) -> None:
    """Headings over several columns as one cell."""
    start = 0
    while start < len(over):
        end = start
        while end + 1 < len(over) and over[start] and over[end + 1] == over[start]:
            end += 1
        if end > start:
            for column in range(start + 1, end + 1):
                table.cell(0, column).text_frame.text = ""
            table.cell(0, start).merge(table.cell(0, end))
            table.cell(0, start).text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        start = end + 1


def _properties(presentation: Any, title: Mapping[str, Any], language: str) -> None:
    own = presentation.core_properties
    texts = {
        "title": title["title"],
        "subject": title["subtitle"] or "",
        "author": "; ".join(title["authors"]),
        "keywords": ", ".join(title["keywords"]),
        "comments": title["data_note"] or "",
        "content_status": title["status"],
        "language": language,
    }
    for name, text in texts.items():
        setattr(own, name, shorten(text, PROPERTY, placeholder=" …"))
    own.created = own.modified = datetime.fromisoformat(f"{title['day'] or NO_DAY}T00:00:00")
    own.last_modified_by, own.revision = "", 1


def _say_the_language(presentation: Any, locale: str) -> None:
    """Every run of text says its language, for spelling and for voices."""
    for slide in presentation.slides:
        for part in (slide, slide.notes_slide) if slide.has_notes_slide else (slide,):
            for run in part._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}r"):
                run.get_or_add_rPr().set("lang", locale)
