"""Text that comes from data is text in the outputs beside Word and PDF too: the web page, the workbook, the review's JSON."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from evalreport.assemble.report import chapter_sources, html_blocks
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.view import view_from
from evalreport.files.estimates import TESTS
from evalreport.outputs.web_page import exhibits_in, read_blocks, web_page
from evalreport.outputs.workbook import write_workbook
from evalreport.review.page.page import json_block
from lxml import html
from small_report import METADATA, SHARED
from test_text_is_text import ALT, HOSTILE, SVG, WORDS, chapter, estimates, squeezed, texts

STARTS = range(0, len(HOSTILE), 30)
LABELS = slice(0, 10)  # words of groups, variables and answers, which tables print


def words_from(start: int) -> list[str]:
    return [*HOSTILE[start:], *HOSTILE[:start]][:WORDS]


def blocks(folder: Path, words: list[str]) -> str:
    """The blocks of a chapter with these words."""
    (folder / "drawn.svg").write_text(SVG)
    (folder / "c.md").write_text(chapter(folder, words), encoding="utf-8")
    return html_blocks(chapter_sources([folder / "c.md"], [{"number": 1}]), folder, METADATA, SHARED, {})


@pytest.mark.parametrize("start", STARTS)
def test_the_web_page_holds_what_is_written_and_nothing_of_it_is_markup(tmp_path, start):
    words = words_from(start)
    page = web_page(blocks(tmp_path, words), METADATA, tmp_path, SHARED / "web")
    tree = html.document_fromstring(page)
    shown = squeezed(tree.text_content())
    assert {word for word in words if squeezed(word) not in shown} <= {words[ALT]}
    assert squeezed(words[ALT]) in squeezed("".join(tree.xpath("//img/@alt")))
    assert not [*tree.iter("script", "iframe", "object", "b")]
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    assert all(source.startswith("data:") for source in tree.xpath("//@src"))


@pytest.mark.parametrize("start", STARTS)
def test_the_workbook_holds_what_is_written_and_no_formula(tmp_path, start):
    words = words_from(start)
    settings, _, _, listed = texts(words)
    empty = pd.DataFrame(columns=TESTS)
    evidence = {
        name: evidence_from(view_from(view), estimates()[name], empty, (0.05,), listed.get(name))
        for name, view in settings["views"].items()
    }
    path = tmp_path / "tables.xlsx"
    write_workbook(path, METADATA, exhibits_in(read_blocks(blocks(tmp_path, words))), evidence)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    shown = squeezed(" ".join(str(cell.value) for cell in cells))
    assert [word for word in words[LABELS] if squeezed(word) not in shown] == []
    with zipfile.ZipFile(path) as package:
        relations = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>alert(1)</script>", "<!--", "\u2028", "]]>", "\x00"])
def test_json_inside_a_page_is_what_was_put_in(text):
    found = json_block({"text": text})
    assert json.loads(str(found)) == {"text": text}
    assert "<" not in found
