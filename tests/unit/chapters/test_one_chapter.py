"""One chapter on its own: which is meant, and that the outline of the others counts as the chapters themselves do."""

import re
from pathlib import Path

import pytest
from evalreport.chapters.alone import chosen_chapter, no_chapter, outline
from evalreport.evaluation.model import Chapter
from evalreport.files.errors import BadInput

CHAPTERS = (Chapter("preface"), Chapter("survey", number=8), Chapter("tables", appendix=3), Chapter("notes", number=3))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (8, "survey"),
        ("8", "survey"),
        ("Kapittel 8", "survey"),
        ("chapter 8", "survey"),
        (3, "notes"),
        ("v3", "tables"),
        ("V 3", "tables"),
        ("a3", "tables"),
        ("Vedlegg 3", "tables"),
        ("appendix 3", "tables"),
        ("preface", "preface"),
        (" survey ", "survey"),
    ],
)
def test_a_chapter_by_number_appendix_or_id(wanted, found):
    assert chosen_chapter(wanted, CHAPTERS, "nb") == found


@pytest.mark.parametrize("wanted", [7, "v8", "tabel", "x3", "", "3 8"])
def test_an_unknown_chapter_is_told_with_all_there_are(wanted):
    with pytest.raises(BadInput) as error:
        chosen_chapter(wanted, CHAPTERS, "nb")
    assert "preface; 8 (survey); v3 (tables); 3 (notes)" in str(error.value)


def test_no_chapter_at_all():
    assert "--config chapter=" in str(no_chapter(CHAPTERS, "nb")) and "8 (survey)" in str(no_chapter(CHAPTERS, "nb"))


TEMPLATE = """# Title {#ch-x}
{## table("hidden") ##}
{% include "part.md.jinja" %}

Of {{ n("shares") }} were {{ pct("shares", category="1") }}.

## Second {#sec-second}

{{ table("shares") }}

{% if true %}
{{ figure("bars") }}
{% endif %}

{{ software() }}
"""


@pytest.fixture
def text(tmp_path: Path) -> str:
    (tmp_path / "x.md.jinja").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "part.md.jinja").write_text('## First {#sec-first}\n\n{{ table("early") }}\n', encoding="utf-8")
    return outline([tmp_path / "x.md.jinja", tmp_path / "part.md.jinja"])


def test_an_outline_has_headings_tables_and_figures_in_their_order(text):
    marks = ("#ch-x", "#sec-first", "#tbl-early", "#sec-second", "#tbl-shares", "#fig-bars", "#tbl-software")
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "hidden" not in text and "{{" not in text and "Of … were …." in text


def test_an_outline_is_a_chapter_the_assembly_can_count(text, tmp_path):
    from evalreport.assemble.report import ChapterSource, assemble_docx
    from evalreport.docx.xml import read_package

    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    shown = "# Shown {#ch-shown}\n\nSee [](#tbl-shares){.ref}, [](#fig-bars){.ref}, [](#sec-second){.ref}.\n"
    (tmp_path / "shown.md").write_text(shown, encoding="utf-8")
    sources = [ChapterSource(tmp_path / "x.md", 2, shown=False), ChapterSource(tmp_path / "shown.md", 3)]
    metadata = {"title": "R", "authors": [], "status": "draft", "language": "en"}
    templates = Path(__file__).parents[3] / "report_templates" / "shared"
    assemble_docx(sources, tmp_path, metadata, templates, tmp_path / "out.docx", alone=True)
    body = read_package(tmp_path / "out.docx")["word/document.xml"].decode()
    assert "See table\u00a02.2, figure\u00a02.1, section\u00a02.2." in body.replace(
        '</w:t></w:r><w:r><w:t xml:space="preserve">', ""
    )


def test_an_outline_turns_what_the_report_turns(tmp_path):
    """Turned pages are moved to the end of their chapter before numbers are given, in a chapter on its own too."""
    path = tmp_path / "x.md.jinja"
    path.write_text(
        '# X\n\n{{ table("wide") }}\n\n{{ table("upright") }}\n\n{{ audit_findings("proven") }}\n', encoding="utf-8"
    )
    text = outline([path], ["wide"])
    assert re.findall(r"::: landscape\n\n::: \{#(tbl-\w+)", text) == ["tbl-wide", "tbl-audit_findings_proven"]
    assert "{#tbl-upright" in text
