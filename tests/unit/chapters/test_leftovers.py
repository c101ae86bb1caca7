"""A final edition refuses what the draft left to be written, with file and line."""

import shutil
from pathlib import Path

import pytest
from evalreport.files.errors import BadInput

WORDS = Path(__file__).parents[3] / "report_templates" / "shared" / "scaffold"


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def final(small) -> None:
    shutil.copytree(WORDS, small.templates / "shared" / "scaffold")
    small.change("evaluation.yaml", "status: draft", "status: final")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Title of the evaluation] is evaluated.", "[Title of the evaluation]"),
        ("[What does this\nmean?]{.draft}", "[What does this mean?]"),
        ('[Of {{ n("cleaned") if false else "x" }} forms]{.draft}', "]"),
        ("[Tittel på evalueringen]", "[Tittel på evalueringen]"),
    ],
)
def test_remarks_and_texts_of_the_draft_are_named_with_file_and_line(small, text, found):
    path = small.templates / "small" / "methods.md.jinja"
    lines = path.read_text(encoding="utf-8").count("\n")
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    small.project()  # a draft may
    final(small)
    said = message(small)
    assert f"methods.md.jinja, line {lines + 2}: {found} stands in a final edition" in said


def test_titles_and_names_on_the_first_page_are_looked_at_too(small):
    small.change("evaluation.yaml", "commissioner: Somebody", 'commissioner: "[Commissioner]"')
    small.change("evaluation.yaml", "date: {en: June 2010}", 'date: {en: "[date]"}')
    small.project()
    final(small)
    said = message(small)
    assert "evaluation.yaml, line 3: [Commissioner] stands in a final edition" in said and "[date]" in said


@pytest.mark.parametrize(
    "text",
    [
        "[a link](http://x.no)",
        "[@source]",
        "He said “[the boss] left”.",
        "[…]",
        "text[^1]\n\n[^1]: Note.",
        "- [x] done",
    ],
)
def test_other_brackets_are_the_authors(small, text):
    path = small.templates / "small" / "methods.md.jinja"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    final(small)
    try:
        small.project()
    except BadInput as error:
        assert "stands in a final edition" not in str(error)


def test_a_branch_that_the_edition_does_not_take_may_hold_remarks(small):
    path = small.templates / "small" / "methods.md.jinja"
    text = '{% if edition != "final" %}[Later]{.draft}{% endif %}'
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    final(small)
    small.project()
