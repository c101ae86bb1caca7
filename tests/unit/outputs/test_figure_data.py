"""The appendix with the numbers behind the figures: every figure once, in order, with its caption, and nothing that is withheld."""

import re
from dataclasses import replace

import docx
import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx, assemble_pdf
from evalreport.chapters.blocks import figure_block
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import PICTURE
from evalreport.outputs.figure_data import captions_in, figure_data
from pypdf import PdfReader
from small_report import BARS, METADATA, SHARED, chapters, draw, evidence, shares, whole


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A folder with the figures, the chapters of the small report as sources, the appendix last of them, and its text."""
    folder = tmp_path_factory.mktemp("data")
    found = evidence()
    draw(found, folder)
    sources = chapters(found, folder)
    text = figure_data([each.path.read_text(encoding="utf-8") for each in sources], found, folder, "en")
    (folder / "figure_data.md").write_text(text, encoding="utf-8")
    return folder, [*sources, ChapterSource(folder / "figure_data.md", None, 2)], text


def test_every_figure_stands_there_once_in_the_order_of_the_report(small):
    text = small[2]
    assert re.findall(r"\(#fig-(\w+)\)", text) == ["stack", "bars"]
    assert ". Use in a figure\n" in text and ". Often\n" in text
    assert text.count("73.8") == 4  # each of the two items, in the stacked bars and in the bars


def test_captions_are_found_whatever_stands_in_them():
    odd = Evidence(replace(BARS, title="A [b] \\] c_d* (e) `f`"), whole(shares(False)), (), (0.05,))
    found = captions_in([figure_block(odd, 'An "alt".', ""), "![a picture](other.png)"])
    assert list(found) == ["bars"] and found["bars"].startswith("A ") and "(e)" in found["bars"]


def test_what_is_withheld_is_a_sign(tmp_path):
    hidden = Evidence(BARS, whole(shares(True)), (), (0.05,))
    text = figure_data([figure_block(hidden, "What it shows.", "")], {"bars": hidden}, tmp_path, "en")
    assert "\u00b7" in text and "28.6" not in text and "73.8" in text


def test_word_has_the_appendix_with_a_link_to_each_figure(small, tmp_path):
    folder, sources, _ = small
    assemble_docx(sources, folder, METADATA, SHARED, tmp_path / "report.docx")
    document = docx.Document(str(tmp_path / "report.docx"))
    texts = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert ": The numbers in the figures" in texts  # Word writes the number before it
    assert [text for text in texts if text.startswith("Figure 1.") and "\t" not in text and "\u2002" not in text] == [
        "Figure 1.1. Use in a figure",
        "Figure 1.2. Often",
    ]
    assert any(cell.text.startswith("73.8") for cell in document.tables[-1]._cells)


def test_the_pdf_keeps_its_standards_with_it(small, tmp_path):
    folder, sources, _ = small
    assemble_pdf(sources, folder, METADATA, SHARED, tmp_path / "report.pdf")  # typst refuses what PDF/UA-1 forbids
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages)
    assert text.count("The numbers in the figures") >= 2  # in the contents and as a heading


def test_a_picture_of_ones_own_has_no_numbers_there(tmp_path):
    bars = Evidence(BARS, whole(shares(False)), (), (0.05,))
    own = Evidence(replace(BARS, exhibit="map", title="A map", display=PICTURE), {}, (), (0.05,))
    blocks = [figure_block(own, "A map of it.", ""), figure_block(bars, "What it shows.", "")]
    text = figure_data(blocks, {"map": own, "bars": bars}, tmp_path, "en")
    assert re.findall(r"\(#fig-(\w+)\)", text) == ["bars"] and "A map" not in text
