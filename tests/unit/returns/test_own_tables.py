"""Tables, verse, definitions and rules that an author has written: they are printed as without the marks that edits come home by."""

import json
import shutil

import docx
import pytest
import returning_report
from evalreport.assemble.report import MARKDOWN
from evalreport.chapters.tracing import Piece, Trace
from evalreport.programs.pandoc import run_pandoc
from evalreport.returns.anchors import _PRIVATE
from evalreport.returns.blocks import blocks_of, with_marks
from returning_report import FOLDER, edited, paragraph_with, run, small_report, template

FILE = "report_templates/x/a.md.jinja"
PIPES = "| A | B |\n|---|---|\n| a | b |"
GRID = "+---+---+\n| A | B |\n+===+===+\n| a | b |\n+---+---+"
COLUMNS = "  Right     Left\n-------  ------\n     12  12"
LINES = "-------------------\n Right     Left\n-------  ----------\n     12  12\n         and more\n-------------------"


def blocks(text):
    """The blocks of a chapter that is word for word its template."""
    return blocks_of("a", text, Trace((Piece(0, len(text), FILE, 0, len(text), False),), {FILE: text}), 1, 1)


def parsed(text):
    return _PRIVATE.sub("", run_pandoc(MARKDOWN, "json", text=text).stdout)


@pytest.mark.parametrize(
    "own",
    [
        f"::: {{.unnumbered}}\n{PIPES}\n\n: Actors and roles\n:::",
        f"{GRID}\n\n: Of their own",
        f"{COLUMNS}\n\nTable: Named",
        f": Above\n\n{PIPES}",
        LINES,
        "| A line\n| of verse",
        "Term\n\n: What it means",
        "* * *",
        "---",
        "Heading\n-------",
        "+ an item\n+ another",
    ],
)
def test_what_an_author_wrote_is_printed_as_without_marks(own):
    text = f"# A {{#ch-a}}\n\nBefore.\n\n{own}\n\nBehind it.\n"
    assert json.loads(parsed(with_marks(text, blocks(text)))) == json.loads(parsed(text))
    assert [text[b.start : b.end] for b in blocks(text)][-1] == "Behind it."


def test_a_caption_of_ones_own_is_a_block_and_prose_behind_it_is_not_one():
    text = f"{PIPES}\n\n: Roles\n\nTable: it is prose.\n"
    assert [(b.kind, text[b.start : b.end]) for b in blocks(text)] == [
        ("caption", "Roles"),
        ("paragraph", "Table: it is prose."),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The small report with a table of the author's own, without a number, in the middle of a chapter."""
    with pytest.MonkeyPatch.context() as patch:
        table = f"::: {{.unnumbered}}\n{PIPES}\n\n: Actors and roles\n:::\n\n"
        patch.setattr(
            returning_report, "WELLBEING", returning_report.WELLBEING.replace("## What it", f"{table}## What it")
        )
        return small_report(tmp_path_factory.mktemp("own"))


@pytest.fixture
def own(built, tmp_path, monkeypatch):
    """A folder with its templates and the report, to edit."""
    shutil.copytree(built.folder / FOLDER, tmp_path / FOLDER)
    shutil.copy(built.path, tmp_path / "report.docx")
    monkeypatch.chdir(tmp_path)
    return built


def test_a_report_with_a_table_of_ones_own_comes_home(own):
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in docx.Document("report.docx").tables]
    assert [["A", "B"], ["a", "b"]] in tables
    shutil.copy("report.docx", "edited.docx")
    assert run()[0] == "Nothing in it differs from the build it came from."


def _behind_caption(move):
    document = docx.Document("report.docx")
    words = paragraph_with(document, "The pupils slept") if move else document.add_paragraph("Quite new words.")._p
    paragraph_with(document, "Actors and roles").addnext(words)
    document.save("edited.docx")


@pytest.mark.parametrize(
    "change",
    [lambda: edited("Actors and roles", "Actors"), lambda: _behind_caption(True), lambda: _behind_caption(False)],
)
def test_what_would_come_into_the_block_of_a_table_is_listed(own, change):
    change()
    before = template("wellbeing")
    _, rows = run("all")
    assert rows and {row["status"] for row in rows} == {"listed"} and template("wellbeing") == before


def test_words_of_verse_are_listed_and_not_written_beside_it(tmp_path, monkeypatch):
    made = small_report(tmp_path / "own", more="\n| A line\n| of verse\n\nThe end.\n")
    monkeypatch.chdir(made.folder)
    edited("of verse", "of long verse")
    before = template("sample")
    _, rows = run("all")
    assert [(row["kind"], row["status"]) for row in rows] == [("edit", "listed")] and template("sample") == before
