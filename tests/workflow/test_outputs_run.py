"""Outputs of the tiny evaluation are targets of their own, the same bytes when made again; a report edited in Word is taken in."""

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from evalreport.chapters.form_block import BOX
from evalreport.outputs.registry import OUTPUTS
from pptx import Presentation
from pypdf import PdfReader


@pytest.fixture(scope="module")
def made(finished, tmp_path_factory):
    workspace = finished.copy_to(tmp_path_factory.mktemp("outputs"))
    before = workspace.results()
    workspace.snakemake("all_outputs")
    return workspace, before


def test_outputs_are_no_part_of_the_report(made):
    workspace, before = made
    names = [f"results/tiny/second/{each.file}" for each in OUTPUTS]
    assert not set(names) & set(before)
    after = workspace.results()
    assert {*after} - {*before} == {*names, "results/tiny/second/blocks.html"}
    assert {name: after[name] for name in before} == before


def test_made_again_they_are_the_same(made):
    workspace, _ = made
    first = workspace.results()
    workspace.snakemake(*(each.target for each in OUTPUTS), "--forcerun", "gather_blocks")
    assert workspace.results() == first


def test_every_exhibit_shown_has_its_sheet_and_its_place(made):
    workspace, _ = made
    page = (workspace.build / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(workspace.build / "tables.xlsx")
    shown = page.count('class="exhibit ')
    assert shown and len(book.sheetnames) - 1 <= shown
    assert len(book.sheetnames) > 2


def test_slides_have_the_findings_of_the_text(made):
    workspace, _ = made
    slides = [*Presentation(str(workspace.build / "slides.pptx")).slides]
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[1] == "Most pupils in pilot schools are well." and len(titles) == 4
    assert titles[3].startswith("The pupils slept")
    assert any(shape.has_chart for shape in slides[2].shapes)


def test_slides_of_an_edition_that_names_none_are_told_how(finished, tmp_path):
    workspace = finished.copy_to(tmp_path)
    run = workspace.snakemake("slides", "--config", "edition=first", "-n", good=False)
    assert "editions > first > slides: names no exhibits" in run.output


def test_the_numbers_behind_figures_are_an_appendix_and_open_in_excel_where_the_edition_asks(made, tmp_path):
    workspace = made[0].copy_to(tmp_path)
    settings = workspace.config / "evaluation.yaml"
    text = settings.read_text(encoding="utf-8").replace("    slides:\n", "    figure_data: true\n    slides:\n")
    settings.write_text(f"{text}figure_csv: excel\n", encoding="utf-8")
    workspace.snakemake("results/tiny/second/report.pdf")
    pages = PdfReader(workspace.build / "report.pdf").pages
    assert "The numbers in the figures" in "".join(page.extract_text() for page in pages[-2:])
    data = (workspace.build / "figures" / "climate.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfexhibit,panel,") and b"\r\n" in data


def _with(document, old: str, new: str) -> None:
    word = next(each for each in document.element.body.iter(qn("w:t")) if old in (each.text or ""))
    word.text = word.text.replace(old, new)


def test_an_edited_report_is_taken_in_and_built_again(built):
    settings = built.config / "evaluation.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nword: {returns: true}\n", encoding="utf-8")
    built.snakemake()
    document = docx.Document(built.build / "report.docx")
    titles = [each.get(qn("w:val")) for each in document.element.body.iter(qn("w:alias"))]
    assert "wellbeing: good, pilot_2025 (n = 12)" in titles
    _with(document, "We thank all of them", "We thank each of them")
    _with(document, "The change may be chance", "The change may well be chance")
    _with(document, "83%", "93%")
    document.save(built.folder / "edited.docx")
    before = {path.name: path.read_text(encoding="utf-8") for path in built.templates.iterdir()}

    run = built.snakemake("take_in", "--config", "word=edited.docx", "accept=all")
    assert (
        "3 changes; can be taken in: 1; a person's word is needed" in run.output
        and "listed with the reason: 1" in run.output
    )
    page = (built.build / "take_in" / "take_in.html").read_text(encoding="utf-8")
    assert "{{ pct(&#34;wellbeing&#34;, category=&#34;good&#34;, group=&#34;pilot_2025&#34;) }}" in page
    after = {path.name: path.read_text(encoding="utf-8") for path in built.templates.iterdir()}
    changed = before["preface.md.jinja"].replace("thank all of", "thank each of")
    assert after == before | {"preface.md.jinja": changed}

    built.snakemake()
    texts = [paragraph.text for paragraph in docx.Document(built.build / "report.docx").paragraphs]
    assert any("We thank each of them" in text for text in texts)


def test_the_questionnaires_as_blank_forms(made):
    workspace, _ = made
    workspace.snakemake("blank_forms")
    folder = workspace.folder / "results/tiny/blank_forms"
    assert sorted(path.name for path in folder.iterdir()) == ["pupils.docx", "schools.docx"]
    document = docx.Document(folder / "pupils.docx")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Pupil survey" in texts and "1. Are you a girl or a boy?" in texts
    (grid,) = document.tables
    assert [cell.text for cell in grid.rows[1].cells][0] == "The teachers listen to us"
    assert "".join(cell.text for row in grid.rows for cell in row.cells).count(BOX) == 3 * (len(grid.columns) - 1)
    assert any(text.startswith(f"{BOX} Sports") for text in texts)
