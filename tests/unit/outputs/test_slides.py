"""slides.pptx: the exhibits named, each with its finding, chart, note and alt text, on any team's template, the same bytes."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from evalreport.claims.collect import Claim
from evalreport.claims.report import claims_csv
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, WEAKENED
from evalreport.evaluation.model import Edition, Evaluation, Slide
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item
from evalreport.files.errors import BadInput
from evalreport.outputs.charts.part import CHART
from evalreport.outputs.charts.plan import chart_plans
from evalreport.outputs.registry import Material
from evalreport.outputs.slides.asked import no_slides, slide_problems
from evalreport.outputs.slides.deck import write_slides
from evalreport.outputs.slides.findings import exhibits_of, findings
from evalreport.outputs.slides.fit import Box, height_of
from evalreport.outputs.slides.template import template_problems
from pptx import Presentation
from pptx.util import Cm
from small_report import BARS, METADATA, SHARED, TABLE, blocks, shares, whole, with_intervals

C = f"{{{CHART}}}"
CLAIMS = [
    Claim("one", "one.md.jinja", 3, "Office A leads (use).", "largest: use, group a", "74 %", HOLDS, "use"),
    Claim("one", "one.md.jinja", 4, "All fell.", "decrease: bars, group a", "1 %", FAILS),
    Claim(
        "one",
        "one.md.jinja",
        5,
        "Most use it often.",
        "majority: bars, group a and higher: stack, than b",
        "74 %",
        HOLDS,
    ),
    Claim("one", "one.md.jinja", 6, "Few never do.", "at_most: bars, category 2", "26 %", HOLDS),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The folder of the small report, its material but for the slides, and its evidence."""
    folder = tmp_path_factory.mktemp("slides")
    text, evidence = blocks(folder)
    (folder / "blocks.html").write_text(text, encoding="utf-8")
    (folder / "claims.csv").write_text(claims_csv(CLAIMS), encoding="utf-8")
    return folder, Material(folder / "blocks.html", METADATA, evidence, folder, SHARED), evidence


def written(report, slides, name="slides.pptx", template="", pictures=(), evidence=None):
    folder, material, found = report
    deck = {
        "slides": [{"exhibit": exhibit, "finding": finding} for exhibit, finding in slides],
        "template": template,
        "pictures": list(pictures),
        "foreign": ["abroad"],
        "place": "evaluation.yaml, editions > e > slides",
        "claims": str(folder / "claims.csv"),
    }
    write_slides(replace(material, deck=deck, evidence=evidence or found), folder / name)
    return Presentation(str(folder / name))


ALL = (("bars", "never"), ("stack", ""), ("use", ""), ("means", ""))


@pytest.fixture(scope="module")
def deck(report):
    return written(report, ALL)


def words(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]


def test_a_title_slide_and_a_slide_an_exhibit_in_the_order_of_the_plan(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == ["A small report", "Few never do.", "Most use it often.", "Office A leads.", "Mean use"]
    assert "The data are made up." in words(deck.slides[0])[1] and "draft" in words(deck.slides[0])[1].lower()


def test_a_slide_has_caption_and_note_and_its_speaker_notes_too(deck, report):
    assert any(text.endswith("Often") and text.startswith("Figure") for text in words(deck.slides[1]))
    assert any("A note of its own." in text for text in words(deck.slides[1]))
    spoken = deck.slides[1].notes_slide.notes_text_frame.text
    assert "A note of its own." in spoken and "who answers most often" in spoken
    assert words(deck.slides[4]).count("Mean use") == 1  # the caption is the title where no claim is about it


def charts(slide):
    return [shape for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize(("place", "exhibit"), [(1, "bars"), (2, "stack")])
def test_charts_are_those_of_the_exhibit_with_their_workbook(deck, report, place, exhibit):
    (frame,) = charts(deck.slides[place])
    (plan,) = chart_plans(report[2][exhibit])
    part = frame.chart.part
    values = [[float(v.text) for v in s.iterfind(f"{C}val//{C}pt/{C}v")] for s in part._element.iter(f"{C}ser")]
    assert values == [pytest.approx(series.values) for series in plan.series]
    sheet = openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob))["Sheet1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, min_col=1)]
    assert [row[0] for row in rows] == [*plan.categories]
    assert [[row[i + 1] for row in rows] for i in range(len(plan.series))] == values
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("What it shows")


def test_a_table_has_the_printed_cells_and_withholds_what_is_withheld(deck):
    (table,) = [shape.table for shape in deck.slides[3].shapes if shape.has_table]
    texts = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    often = next(row for row in texts if row[0] == "-Often")
    assert [text.replace("\u00a0", " ") for text in often[1:]] == ["73.8%", "33.3%", "·"]


def test_a_withheld_value_of_a_chart_is_a_sign_in_its_workbook(report):
    hidden = {**report[2], "bars": Evidence(BARS, whole(shares(True)), (), (0.05,))}
    (frame,) = charts(written(report, (("bars", ""),), "hidden.pptx", evidence=hidden).slides[1])
    sheet = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == ["·", "·"]


def test_a_picture_where_the_plan_asks_for_one(report):
    slide = written(report, (("bars", ""),), "picture.pptx", pictures=["bars"]).slides[1]
    assert not charts(slide)
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr").startswith("What it shows")


def test_everything_lies_on_its_slide_and_nothing_on_another(deck):
    for slide in [*deck.slides][1:]:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes if s.width]
        assert all(
            left >= 0 and right <= deck.slide_width and bottom <= deck.slide_height for left, _, right, bottom in boxes
        )
        body = sorted(box[1::2] for box in boxes)
        assert all(upper[1] <= lower[0] + 1 for upper, lower in zip(body, body[1:], strict=False))


def test_validators_find_nothing_that_powerpoint_would_repair(report):
    view = replace(BARS, intervals=True, panels=(*BARS.panels, replace(BARS.panels[0], id="size", label="Size")))
    two = {**report[2], "bars": Evidence(view, whole(with_intervals(shares(True))), (), (0.05,))}
    slides = written(report, ALL, "valid.pptx", evidence=two)
    assert len(charts(slides.slides[1])) == 2
    bin, path = Path(sys.executable).parent, report[0] / "valid.pptx"
    said = subprocess.run([bin / "openxml-audit", path], capture_output=True, text=True)
    assert "Errors: 0" in said.stdout, said.stdout
    whole_file = [bin / "ooxml-integrity", "check", "--no-config", "--quiet", "--fail-on", "warn", path]
    assert subprocess.run(whole_file, capture_output=True).returncode == 0


def test_the_same_slides_give_the_same_bytes(report):
    for name in ("one.pptx", "two.pptx"):
        written(report, ALL, name)
    assert (report[0] / "one.pptx").read_bytes() == (report[0] / "two.pptx").read_bytes()


def test_every_text_says_its_language(deck):
    for slide in deck.slides:
        runs = [*slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}r")]
        assert runs and {run.rPr.get("lang") for run in runs} == {"en-US"}


@pytest.fixture
def own(tmp_path) -> Path:
    """A team's file: PowerPoint's narrow page, a slide of its own in it, a layout with little room."""
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "Our sample"
    body = next(p for p in presentation.slide_layouts[1].placeholders if p.placeholder_format.idx == 1)
    body.left, body.top, body.width, body.height = Cm(2), Cm(5), Cm(20), Cm(12)
    presentation.save(str(tmp_path / "own.pptx"))
    return tmp_path / "own.pptx"


def test_a_teams_template_gives_its_page_and_places(report, own):
    assert template_problems(own) == []
    deck = written(report, (("bars", ""),), "team.pptx", str(own))
    assert (deck.slide_width, len(deck.slides)) == (Presentation(str(own)).slide_width, 2)
    (frame,) = charts(deck.slides[1])
    assert frame.left == pytest.approx(Cm(2), abs=20) and frame.width == pytest.approx(Cm(20), abs=20)
    assert "Our sample" not in str([words(slide) for slide in deck.slides])


def test_templates_that_cannot_be_one_are_told(tmp_path, own):
    text = tmp_path / "text.pptx"
    text.write_text("no presentation")
    assert "is not a PowerPoint presentation" in template_problems(text)[0].found
    assert "does not exist" in template_problems(tmp_path / "absent.pptx")[0].found
    presentation = Presentation(str(own))
    for layout in [*presentation.slide_layouts][1:]:
        presentation.slides._sldIdLst[:] = []
        presentation.slide_layouts.remove(layout)
    bare = tmp_path / "bare.pptx"
    presentation.save(str(bare))
    assert [problem.found for problem in template_problems(bare)] == ["no layout is one for content"]


def test_conditions_name_their_exhibits():
    assert [exhibits_of(claim) for claim in CLAIMS] == [("use",), ("bars",), ("bars", "stack"), ("bars",)]


def test_without_words_the_first_claim_that_holds_is_the_title():
    slides = [Slide("bars"), Slide("means")]
    assert findings(slides, CLAIMS, {}, "here") == {"bars": "Most use it often."}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("nowhere", "stands in 0 sentences"),
        ("e", "stands in 3 sentences"),
        ("All fell", "is not what the data say (fails)"),
    ],
)
def test_words_must_be_in_one_sentence_that_holds(asked, said):
    with pytest.raises(BadInput) as error:
        findings([Slide("bars", asked)], CLAIMS, {}, "here")
    (problem,) = error.value.problems
    assert said in problem.found and "«Few never do.»" in problem.expected and problem.place == "bars > finding"


def test_references_in_a_sentence_are_words():
    said = "See use_of_it (use_of_it), and use."
    claim = Claim("a", "t", 1, said, "largest: use_of_it", "", HOLDS, "use_of_it use_of_it")
    found = findings([Slide("use_of_it")], [claim], {"use_of_it": "Figure 2", "use": "Table 1"}, "here")
    assert found == {"use_of_it": "See figure 2, and use."}


def test_what_does_not_fit_stops_with_every_exhibit(report):
    many = tuple(Item(f"v{i}", f"Item {i}") for i in range(60))
    rows = {(v.id, c, g): dict(row) for v in many for (q, c, g), row in shares(False).items() if q == "q"}
    large = {
        name: Evidence(replace(view, variables=many), whole(rows), (), (0.05,))
        for name, view in (("bars", BARS), ("use", TABLE))
    }
    with pytest.raises(BadInput) as error:
        written(report, (("bars", ""), ("use", ""), ("stack", "")), "large.pptx", evidence={**report[2], **large})
    assert [problem.place for problem in error.value.problems] == ["bars", "use"]
    assert all("does not fit on a slide" in problem.found for problem in error.value.problems)
    assert not (report[0] / "large.pptx").exists()


def edition(*slides) -> tuple[Evaluation, Edition]:
    made = Edition("e", "E", "2010", "draft", {}, (), slides=slides)
    settings = {"language": "en", "title": "", "commissioner": "", "institution": "", "authors": (), "instruments": {}}
    rest = {"groupings": {}, "significance_levels": (), "disclosure": {}, "editions": {"e": made}}
    return Evaluation(id="x", folder=Path("config/x"), **settings, **rest), made


def test_slides_of_exhibits_that_are_not_shown_or_named_twice_are_told_before_the_first_job():
    evaluation, made = edition(Slide("barrier"), Slide("use"), Slide("use"))
    absent, twice = slide_problems(evaluation, made, ["barriers", "use"])
    assert absent.found == "no chapter of this edition shows 'barrier'" and "barriers" in absent.expected
    assert (absent.file, absent.place) == ("config/x/evaluation.yaml", "editions > e > slides")
    assert twice.found == "'use' is named 2 times"


def test_an_edition_without_slides_says_how_to_name_some():
    (problem,) = no_slides(*edition()).problems
    assert problem.found == "names no exhibits" and "- {exhibit: its id}" in problem.expected


def test_texts_take_the_lines_they_need():
    assert height_of("", 10, 100) == 0
    assert height_of("word " * 40, 10, 100) > height_of("word " * 10, 10, 100) > height_of("word", 10, 100)
    left, right = Box(0, 0, 212, 10).columns(2)
    assert (left.width, right.left) == (100, 112)


def test_a_slide_of_few_has_the_picture_with_its_counts(report):
    few = {**report[2], "bars": Evidence(replace(BARS, percent_from=5), whole(shares(False)), (), (0.05,))}
    slide = written(report, (("bars", ""),), "few.pptx", evidence=few).slides[1]
    assert not charts(slide) and [shape for shape in slide.shapes if shape.shape_type == 13]


OUTER, INNER = "Most use it, and it grew.", "it grew"


@pytest.mark.parametrize("verdict", [FAILS, UNKNOWN, WEAKENED])
def test_no_title_is_made_of_a_sentence_in_which_something_does_not_hold(verdict):
    """A claim that holds may have another inside that does not, and a sentence may be claimed twice."""
    outer = Claim("one", "t", 1, OUTER, "majority: bars", "", HOLDS)
    inner = Claim("one", "t", 1, INNER, "increase: stack", "", verdict)
    fine = Claim("one", "t", 9, "It stands.", "at_most: bars", "", HOLDS)
    assert findings([Slide("bars")], [outer, inner, fine], {}, "here") == {"bars": "It stands."}
    again = replace(fine, condition="higher: use", verdict=verdict, line=20)
    assert findings([Slide("bars")], [outer, inner, fine, again], {}, "here") == {}
    with pytest.raises(BadInput) as error:
        findings([Slide("bars", "Most use")], [outer, inner, fine], {}, "here")
    assert f"«{INNER}» is not what the data say ({verdict})" in error.value.problems[0].found


def test_a_chapter_in_another_language_gives_no_title(report):
    folder, material, found = report
    abroad = Claim("abroad", "abroad.md.jinja", 1, "Only abroad.", "at_most: bars", "", HOLDS)
    (folder / "abroad.csv").write_text(claims_csv([abroad, *CLAIMS]), encoding="utf-8")
    deck = {
        "slides": [{"exhibit": "bars", "finding": ""}], "template": "", "pictures": [], "foreign": ["abroad"], "place": "e",
        "claims": str(folder / "abroad.csv"),
    }  # fmt: skip
    write_slides(replace(material, deck=deck), folder / "abroad.pptx")
    (_, slide) = Presentation(str(folder / "abroad.pptx")).slides
    assert slide.shapes.title.text_frame.text == "Most use it often."


def test_a_claim_without_words_says_nothing_of_other_sentences():
    silent = Claim("one", "t", 1, "", "increase: stack", "", FAILS)
    fine = Claim("one", "t", 9, "It stands.", "at_most: bars", "", HOLDS)
    assert findings([Slide("bars")], [silent, fine], {}, "here") == {"bars": "It stands."}


@pytest.mark.parametrize(
    ("sentence", "references", "title"),
    [
        ("Barriers are many (see barriers).", "barriers", "Barriers are many."),
        ("Use grew (68%, see use; sec-a).", "use sec-a", "Use grew (68%)."),
        ("As sec-a tells, use grew.", "sec-a", "As section\u00a03.1 tells, use grew."),
        ("use shows it (n = 3).", "use", "Table\u00a02 shows it (n = 3)."),
        ("We use what is of use (use).", "use", "We use what is of use."),
        ("We use it.", "", "We use it."),
    ],
)
def test_references_leave_a_title_and_words_stay(sentence, references, title):
    claim = Claim("a", "t", 1, sentence, "largest: bars", "", HOLDS, references)
    names = {"barriers": "Figure\u00a01", "use": "Table\u00a02", "sec-a": "section\u00a03.1"}
    assert findings([Slide("bars")], [claim], names, "here") == {"bars": title}
