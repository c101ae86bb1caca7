"""Captions, notes and alt texts with numbers: what they cite, what the chapter that shows them depends on, what is wrong."""

import pytest
from evalreport.chapters.captions import caption_lines
from evalreport.files.errors import BadInput

BARRIERS = "{id: barriers, title: {en: Barriers}"
WITH_N = """{id: barriers, title: {en: 'Barriers (n = {{ n("cleaned", variable="usable", group="2009") }})'}"""


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def test_a_chapter_depends_on_what_the_captions_it_shows_cite(small):
    assert "answers" not in small.project().quoted("results")
    small.change(
        "exhibits/results.yaml",
        BARRIERS,
        """{id: barriers, title: {en: 'Barriers, {{ n("answers", variable="nav", group="control") }}'}""",
    )
    project = small.project()
    assert "answers" in project.quoted("results") and "answers" not in project.quoted("methods")
    assert project.chapter_params("results")["views"]["answers"]["statistic"] == "count"


def test_a_caption_shown_nowhere_brings_no_dependency_but_must_be_right(small):
    title = "{id: barrier_means, title: {en: "
    small.change(
        "exhibits/results.yaml", title + "Barriers. Means}", title + """'{{ p("answers", variable="nav") }}'}"""
    )
    assert "answers" not in small.project().quoted("results")
    small.change("exhibits/results.yaml", 'p("answers"', 'p("anwers"')
    assert "exhibits/results.yaml, barrier_means: no exhibit 'anwers'. Did you mean 'answers'?" in message(small)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ n("barriers", variable="tme", group="treated") }}', "no variable 'tme'. Did you mean 'time'?"),
        ('{{ n("barriers") }}', "does not say which variable and which group"),
        ('{{ fact("ofices") }}', "fact: no 'ofices'. Did you mean 'offices'?"),
        ('{{ table("barriers") }}', "title: 'table' cannot stand in a caption, note or alt text"),
        ('{{ nn("barriers") }}', "title: 'nn' cannot stand in a caption, note or alt text. Did you mean 'n'?"),
        ('{{ n("barriers" }}', "title: template error"),
        ("{% if true %}x{% endif %}", "title: a tag (if)"),
        ('{% if wave("staff", "2009") and n("x") %}x{% endif %}', "title: a tag (if)"),
    ],
)
def test_what_a_caption_cannot_have_is_said_with_file_and_exhibit(small, text, said):
    small.change("exhibits/results.yaml", BARRIERS, f"{{id: barriers, title: {{en: 'X {text}'}}")
    found = message(small)
    assert "exhibits/results.yaml, barriers: " in found and said in found


def test_an_alt_text_is_for_figures(small):
    small.change("exhibits/results.yaml", BARRIERS, BARRIERS + ", alt: {en: Bars}")
    assert "alt: the exhibit is a table. Alt texts are for figures." in message(small)


def test_words_and_numbers_of_captions_are_no_part_of_the_analysis(small):
    before = small.project()
    small.change("exhibits/results.yaml", BARRIERS, WITH_N)
    small.change("exhibits/results.yaml", "display: stacked}", "display: stacked, alt: {en: Bars}}")
    after = small.project()
    assert before.analysis_params("results") == after.analysis_params("results")
    assert before.drawing_params("results") == after.drawing_params("results")
    assert before.chapter_params("results") != after.chapter_params("results")
    assert after.chapter_params("results")["alts"] == {"satisfaction_figure": "Bars"}


def test_the_line_of_a_caption(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "exhibits:\n  - id: a\n    title: {nb: T, en: U}\n    kind: share\n    note:\n      nb: >-\n        N\n"
        "  - {id: b, title: {nb: T}}\n",
        encoding="utf-8",
    )
    assert caption_lines(path) == {
        ("a", "title", "nb"): 3,
        ("a", "title", "en"): 3,
        ("a", "note", "nb"): 7,
        ("b", "title", "nb"): 8,
    }


def test_an_exhibit_of_another_form_has_no_lines_and_is_told_once(small, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "exhibits:\n  - {id: a, title: Plain}\n  - {title: {nb: T}}\n  - word\n  - {id: b, note: [x], title: {nb: U}}\n",
        encoding="utf-8",
    )
    assert caption_lines(path) == {("b", "title", "nb"): 5}
    small.change("exhibits/results.yaml", BARRIERS, "{id: barriers, title: Barriers")
    said = message(small)
    assert "1 problem" in said and "[barriers] > title: found 'Barriers'" in said
