"""A chapter in another language than the report's: numbers as that language writes them, its own words, and nothing of the report's."""

import re
import zipfile
from pathlib import Path

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx, assemble_pdf, chapter_sources, html_blocks
from evalreport.chapters.cited import citations
from evalreport.chapters.foreign import in_language, untranslated
from evalreport.evaluation.model import Chapter
from evalreport.project.numbering import numbering, with_figure_data
from lxml import etree
from pypdf import PdfReader
from test_chapters import FULL, SETTINGS, Given, differences, estimates, render

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
METADATA = {"title": "Rapport", "status": "draft", "language": "nb", "authors": ["Kari"]}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = "::: {#tbl-t .exhibit}\n+---+---+\n|   | A |\n+:==+==:+\n| x | 1 |\n+---+---+\n\n: Tall\n:::\n"
HOME = f"# Funn {{#ch-home}}\n\nEt avsnitt på norsk.\n\n{TABLE}"
ABROAD = (
    "# Summary\n\nIt grew, see [](#tbl-t){.ref} and [](#ch-home){.ref}.[^1]\n\n- An item.\n\n[^1]: A note in English.\n"
)


def test_numbers_and_marks_are_those_of_the_chapters_language(tmp_path):
    path = tmp_path / "chapter.md.jinja"
    text = '{{ pct("use", "2", "a", decimals=1) }}, {{ p("use") }}, {{ 3 | in_words }}, {{ significance("use") }} '
    text += '{% claim "lower", "use", category="2", group="a", than="b" %}So.{% endclaim %}\n'
    path.write_text(text, encoding="utf-8")
    settings = SETTINGS | {"claims": {"margins": {}, "marks": True}}
    printed = {
        language: render(Given(path, [tmp_path], estimates(FULL), differences(0.03), in_language(settings, language)))[
            0
        ]
        for language in ("", "en")
    }
    assert "47,9\u00a0%" in printed[""] and "0,030" in printed[""] and "tre" in printed[""]
    assert "47.9%" in printed["en"] and "0.030" in printed["en"] and "three" in printed["en"]
    assert "[holder ikke]" in printed[""] and "[does not hold]" in printed["en"]
    assert "signifikant" not in printed["en"] and "significant" in printed["en"]


def test_what_would_print_words_of_the_report_is_told_with_its_line(tmp_path):
    path = tmp_path / "summary_en.md.jinja"
    text = '{{ pct("use", "2") }} {{ ref("use") }}\n{{ largest("use") }}\n{{ table("use") }} {{ data_note() }}\n'
    path.write_text(text, encoding="utf-8")
    found = untranslated(citations([path]), "en", "nb")
    assert [(each.place, each.found.partition("(")[0]) for each in found] == [
        ("line 2", "largest"), ("line 3", "table"), ("line 3", "data_note"),
    ]  # fmt: skip
    assert "prints words in nb, the chapter is in en" in found[0].found


def test_numbers_in_words_are_in_the_chapters_language(tmp_path):
    path = tmp_path / "summary_en.md.jinja"
    path.write_text(
        '{{ lost_words("use", variable="use", of="use") }} {{ share_words("use", "2") }}\n', encoding="utf-8"
    )
    assert untranslated(citations([path]), "en", "nb") == []


def test_the_numbering_carries_the_language():
    places = numbering([Chapter("preface"), Chapter("summary_en", language="en"), Chapter("a", appendix=2)])
    assert [place.get("language") for place in places] == [None, "en", None]
    assert with_figure_data(places)[-1] == {"number": None, "appendix": 3}
    assert [each.language for each in chapter_sources(["a", "b", "c"], places)] == ["", "en", ""]


@pytest.fixture
def sources(tmp_path) -> list[ChapterSource]:
    (tmp_path / "en.md").write_text(ABROAD, encoding="utf-8")
    (tmp_path / "home.md").write_text(HOME, encoding="utf-8")
    return [ChapterSource(tmp_path / "en.md", language="en"), ChapterSource(tmp_path / "home.md", 1)]


def test_word_tags_every_run_and_refers_in_the_chapters_words(sources, tmp_path):
    assemble_docx(sources, tmp_path, METADATA, SHARED, tmp_path / "r.docx")
    with zipfile.ZipFile(tmp_path / "r.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    tagged = {
        "".join(run.itertext()): run.find(f"{W}rPr/{W}lang")
        for part in (body, notes)
        for run in part.iter(f"{W}r")
        if run.find(f"{W}t") is not None
    }
    for words in ("Summary", "grew,", "item.", "English."):
        (found,) = {element.get(f"{W}val") for text, element in tagged.items() if words in text and element is not None}
        assert found == "en-GB"
    assert all(element is None for text, element in tagged.items() if "norsk" in text)
    text = "".join(body.itertext())
    assert re.search(r"see table\s", text) and re.search(r"and chapter\s", text)


def test_the_pdf_and_the_web_page_say_the_language(sources, tmp_path):
    assemble_pdf(sources, tmp_path, METADATA, SHARED, tmp_path / "r.pdf")
    reader = PdfReader(tmp_path / "r.pdf")
    assert reader.trailer["/Root"]["/Lang"].startswith("nb")
    assert any("/Lang" in str(part.get_object()) and "en" in str(part.get_object()) for part in _parts(reader))
    blocks = html_blocks(sources, tmp_path, METADATA, SHARED, {})
    assert '<span lang="en-GB">' in blocks and 'lang="en-GB"' not in blocks.partition("norsk")[2].partition("<p>")[0]


def _parts(reader: PdfReader):
    """The elements of the structure tree."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop()
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, dict):
            yield part
            kids = part.get("/K", [])
            waiting += list(kids) if isinstance(kids, list) else [kids]
