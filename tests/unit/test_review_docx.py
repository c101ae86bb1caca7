"""A report in Word with its changes tracked: what pandoc makes of it, read back from the file."""

import re
import zipfile
from pathlib import Path

import pytest
from evalreport.docx_gate import problems_in_docx
from evalreport.review_docx import tracked_chapter, tracked_report

SHARED = Path(__file__).parents[2] / "report_templates/shared"
METADATA = {"title": "Report", "language": "en", "status": "draft"}
OLD = """# Life {#ch-life}

Half of the pupils, 50%, are *really well* now.

- one
- two

This paragraph will be gone, see [](#sec-sleep){.ref}.

## Sleep {#sec-sleep}

They sleep nine hours, which is what their parents say.
"""
NEW = """# Life {#ch-life}

Half of the pupils, 60%, are *quite well* now.

- one
- three

## Rest {#sec-sleep}

They sleep nine hours, which is what their parents say.

Quite new, and it refers to [](#sec-sleep){.ref}.
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tracked")
    (folder / "life.md").write_text(NEW, encoding="utf-8")
    path = folder / "out.docx"
    places = [{"number": 1}]
    reference = str(SHARED / "reference.docx")
    tracked_report(
        {"life": OLD}, [str(folder / "life.md")], places, str(folder), METADATA, str(SHARED), reference, path
    )
    assert problems_in_docx(path) == []
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode()


def test_words_that_differ_are_words_own_tracked_changes(document):
    gone = re.findall(r"<w:delText[^>]*>([^<]*)<", document)
    assert gone == ["50%,", "really well", "two", "This paragraph will be gone, see [sleep].", "Sleep"]
    inserted = "".join(re.findall(r"<w:ins .*?</w:ins>", document, re.DOTALL))
    words = re.findall(r"<w:t[^>]*>([^<]*)<", inserted)
    assert {"60%,", "three", "Rest"} <= set(words) and "quite well" in " ".join(words)
    assert "Quite new, and it refers to" in " ".join(words)


def test_what_is_the_same_is_not_marked(document):
    kept = re.sub(r"<w:(ins|del) .*?</w:\1>", "", document, flags=re.DOTALL)
    text = " ".join(re.findall(r"<w:t[^>]*>([^<]*)<", kept))
    assert "They sleep nine hours, which is what their parents say." in text and "60%" not in text and "50%" not in text


def test_the_same_chapter_and_a_new_one_are_left_as_they_are():
    assert tracked_chapter(NEW, NEW) == NEW and tracked_chapter(None, NEW) == NEW


def test_a_moved_paragraph_is_gone_in_one_place_and_new_in_the_other():
    line = "They sleep nine hours, which is what their parents say.\n"
    text = tracked_chapter(OLD, OLD.replace(line, "").replace("- one", f"{line}\n- one"))
    assert text.count(line.strip()) == 2
    assert text.index("{.insertion") < text.index("{.deletion")


def test_tables_are_those_of_the_new_report():
    table = "::: {#tbl-a .exhibit}\n+---+\n| {} |\n+---+\n\n: A\n:::\n"
    text = tracked_chapter(OLD + "\n" + table.replace("{}", "1"), OLD + "\n" + table.replace("{}", "2"))
    assert "| 2 |" in text and "insertion" not in text
