"""The tiny report against another version of its chapters, in Word: every change accepted gives the report as it is."""

import re

import pytest
from conftest import REPOSITORY
from docx_changes import settled, told
from evalreport.assemble.report import assemble_docx, chapter_sources
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, w
from evalreport.review.figures import FigureFiles
from evalreport.review.word.document import tracked_report
from lxml import etree

SHARED = REPOSITORY / "report_templates/shared"
METADATA = {"title": "Report", "language": "en", "status": "draft"}


def other_numbers(text):
    """A chapter with another last digit in every percentage, tables and text alike, as wide as before."""
    return re.sub(r"\d(?=%)", lambda digit: str(9 - int(digit[0])), text)


def other_words(text):
    """A chapter about others, in words as long: the lines of its tables must meet."""
    return text.replace("pupils", "people").replace("schools", "streets")


def without_tables(text):
    """A chapter before its tables and their notes came in."""
    return re.sub(r"^::: (?:\{#tbl-|note).*?^:::\n", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("change", "backwards"),
    [
        (other_numbers, False),
        (without_tables, False),
        (other_words, False),
        (other_words, True),
    ],
)
def test_accepting_all_changes_gives_the_report(finished, tmp_path, change, backwards):
    figures = finished.build / "figures"
    metadata = METADATA | {"bibliography": list(map(str, finished.config.glob("*.bib")))}
    paths = sorted((finished.build / "chapters").glob("*.md"))
    built = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    changed = {name: change(text) for name, text in built.items()}
    assert changed != built
    old, new = (built, changed) if backwards else (changed, built)
    chapters = [tmp_path / path.name for path in paths]
    for chapter in chapters:
        chapter.write_text(new[chapter.stem], encoding="utf-8")
    numbering = [{"number": at} for at, _ in enumerate(chapters, start=1)]
    drawn = {path.stem: FigureFiles.of(figures, path.stem) for path in figures.glob("*.svg")}
    plain, tracked = tmp_path / "plain.docx", tmp_path / "tracked.docx"
    assemble_docx(chapter_sources(chapters, numbering), figures, metadata, SHARED, plain)
    reference = str(SHARED / "reference.docx")
    tracked_report(
        old, drawn, list(map(str, chapters)), numbering, str(figures), metadata, str(SHARED), reference, tracked
    )
    assert problems_in_docx(tracked) == []
    document, wanted = (etree.fromstring(read_package(path)["word/document.xml"]) for path in (tracked, plain))
    assert told(settled(document, "ins", "del")) == told(wanted)
    assert document.find(f".//{w('ins')}") is not None or document.find(f".//{w('del')}") is not None
