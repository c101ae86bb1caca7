"""Typed numbers of an edition: found with their line, excepted by a listed row, refused in a final edition."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.chapters.foreign import foreign_templates
from evalreport.chapters.literals.calls import COLUMNS, literal_table, suggested
from evalreport.evaluation.model import Chapter
from evalreport.files.errors import BadInput
from evalreport.project.needs.literals import literal_params
from evalreport.project.open import load_project
from evalreport.verify.summary import summary

ROOT = Path(__file__).parents[4]
TYPED = "# Results {#ch-results}\n\nOf the treated, 41 % are satisfied in 2009 (n = 280)."


def type_numbers(small) -> None:
    small.change("results.md.jinja", "# Results {#ch-results}", TYPED)


def make_final(small) -> None:
    small.change("evaluation.yaml", "status: draft", "status: final")


def exceptions(small, *rows: str) -> None:
    path = small.config / "small" / "literals.csv"
    path.write_text("template,text,reason\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def notices(small) -> list[str]:
    return [str(notice) for notice in small.project().notices if "literals.csv" in str(notice)]


def test_a_draft_builds_and_says_how_many(small):
    assert not notices(small)
    type_numbers(small)
    found = small.project().literals
    assert [(x.line, x.text) for x in found] == [(3, "41 %"), (3, "280")]
    assert found[0].file.endswith("report_templates/small/results.md.jinja")
    (said,) = notices(small)
    assert "2 numbers are typed by hand. See literals.csv among the results." in said


def test_a_final_edition_is_refused_with_all_of_them(small):
    make_final(small)
    small.project()
    type_numbers(small)
    said = message(small)
    assert said.startswith("2 problems in the input:")
    assert "results.md.jinja, line 3: the number '41 %' is typed by hand" in said and "'280'" in said


def test_an_evaluation_may_have_them_reported_only(small):
    make_final(small)
    type_numbers(small)
    small.change("evaluation.yaml", "language: en", "language: en\nliterals: {final: report}")
    assert len(small.project().literals) == 2


def test_words_never_stop_a_final_edition(small):
    make_final(small)
    small.change("results.md.jinja", "# Results {#ch-results}", "# Results {#ch-results}\n\nTwo thirds agree.")
    project = small.project()
    assert [x.kind for x in project.literals] == ["word"] and not notices(small)


def test_an_exception_with_a_reason_excuses_what_its_text_covers(small):
    make_final(small)
    type_numbers(small)
    exceptions(small, "results,(n =  280),The plan says so", 'results.md.jinja,"treated, 41 % are",From a document')
    assert small.project().literals == () and not notices(small)


def test_an_exception_covers_no_other_place(small):
    type_numbers(small)
    exceptions(small, "methods,(n = 280),Elsewhere", "results,are satisfied,No number in it")
    assert len(small.project().literals) == 2
    said = " ".join(notices(small))
    assert "row 2, column text: no number typed in 'methods' stands in '(n = 280)'" in said
    assert "row 3, column text: no number typed in 'results' stands in 'are satisfied'" in said


def test_an_exception_for_a_template_that_is_not_there(small):
    exceptions(small, "resluts,41,Because")
    (said,) = notices(small)
    assert "row 2, column template: no template 'resluts'. Did you mean 'results'?" in said


def test_an_exception_for_a_template_of_another_edition_is_not_unused(small):
    (small.templates / "small" / "older.md.jinja").write_text("# Older\n\n41 %\n", encoding="utf-8")
    exceptions(small, "older,41 %,Because")
    assert not notices(small)


def test_an_exception_needs_a_reason(small):
    exceptions(small, "results,41 %,")
    assert "literals.csv, row 2, column reason: nothing stands here" in message(small)


def test_captions_notes_and_alt_texts_are_prose_too(small):
    small.change(
        "exhibits/results.yaml", "title: {en: Barriers},", "title: {en: Barriers (n = 280)}, note: {en: In 2009.},"
    )
    (found,) = small.project().literals
    assert found.file.endswith("exhibits/results.yaml") and (found.line, found.text) == (6, "280")
    make_final(small)
    assert "exhibits/results.yaml, line 6: the number '280'" in message(small)


def test_captions_that_no_chapter_shows_are_not_in_the_report(small):
    small.change("exhibits/results.yaml", "{en: Barriers. Means}", "{en: Barriers (n = 280)}")
    assert small.project().literals == ()


def test_what_templates_include_is_read_once(small):
    (small.templates / "shared" / "shared_part.md.jinja").write_text("It is 41 %.\n", encoding="utf-8")
    small.change(
        "methods.md.jinja", "# Methods {#ch-methods}", '# Methods {#ch-methods}\n{% include "shared_part.md.jinja" %}'
    )
    assert [x.text for x in small.project().literals] == ["41 %"]


def test_the_demonstration_types_no_number_that_is_not_excused():
    config = {"evaluation": "husk", "edition": "interim_2010"}
    templates = ROOT / "report_templates"
    project = load_project(config, ROOT / "config", templates, templates / "shared")
    assert [(x.file, x.line, x.text) for x in project.literals if x.kind == "number"] == []
    assert not [str(notice) for notice in project.notices if "literals.csv" in str(notice)]


CELLS = pd.DataFrame(
    [
        ("use", "q", "*", "a", 280, float("nan"), 0),
        ("use", "q", "1", "a", 146, 0.41449, 0),
        ("use", "q", "2", "a", 54, 0.19286, 1),
        ("use", "q", "1", "b", 146, 0.6, 0),
        ("barriers", "time", "counted", "a", 100, 0.4051, 0),
        ("barriers", "money", "counted", "a", 100, 0.2, 0),
        ("age", "years", "mean", "a", 280, 5.1549, 0),
        ("rates", "forms", "*", "a", float("nan"), 1286.0, 0),
    ],
    columns=["exhibit", "variable", "category", "group", "n", "estimate", "suppressed"],
)
STATISTICS = {"use": "share", "barriers": "share", "age": "mean", "rates": "rate"}


@pytest.mark.parametrize(
    ("text", "near", "call"),
    [
        ("41 %", (), 'pct("use", category="1", group="a") (and 1 more)'),
        ("41 %", ("barriers",), 'pct("barriers", variable="time") (and 1 more)'),
        ("41,4 prosent", (), 'pct("use", category="1", group="a", decimals=1)'),
        ("41,5 %", (), ""),
        ("19 %", (), ""),  # withheld
        ("5,15", (), 'mean("age")'),
        ("5,2", (), 'mean("age", decimals=1)'),
        ("280", ("age",), 'n("age") (and 1 more)'),
        ("1 286", (), 'n("rates")'),
        ("41 prosentpoeng", (), ""),
        ("3.4.2", (), ""),
    ],
)
def test_the_function_that_gives_a_typed_number(text, near, call):
    assert suggested(text, CELLS, STATISTICS, near, "nb") == call


def test_english_marks():
    assert suggested("41.4%", CELLS, STATISTICS, (), "en") == 'pct("use", category="1", group="a", decimals=1)'
    assert suggested("1,286", CELLS, STATISTICS, (), "en") == 'n("rates")'


def test_a_chapter_in_another_language_is_read_in_its_own(small):
    methods = "- {id: methods, appendix: 1}"
    small.change("evaluation.yaml", methods, f"{methods}\n      - {{id: summary, language: nb}}")
    text = "# Sammendrag {#ch-nb}\n\nTo tredeler, og 1 286 svar.\n"
    (small.templates / "small" / "summary.md.jinja").write_text(text, encoding="utf-8")
    project = small.project()
    assert [(x.kind, x.text) for x in project.literals] == [("number", "1 286"), ("word", "To tredeler")]
    params = literal_params(project)
    assert {Path(file).name: of for file, of in params["languages"].items()} == {"summary.md.jinja": "nb"}
    found = literal_table(**{**params, "statistics": STATISTICS}, estimates=[CELLS])
    assert found["suggestion"].tolist() == ['n("rates")', ""]


def test_what_chapters_of_two_languages_include_is_in_the_reports(tmp_path):
    chapters = [Chapter("results"), Chapter("summary", language="nb")]
    own, other, both = (tmp_path / f"{name}.md.jinja" for name in ("results", "summary", "both"))
    found = foreign_templates(chapters, {"results": [own, both], "summary": [other, both]}, "en")
    assert found == {str(other): "nb"}


def test_the_table_and_the_page_for_the_team():
    literals = [
        ["results.md.jinja", 3, "halvparten", "word", "om | lag"],
        ["results.md.jinja", 9, "41 %", "number", "er 41 %"],
    ]
    table = literal_table(literals, [CELLS], STATISTICS, {"results.md.jinja": ["barriers"]}, "nb")
    assert list(table.columns) == COLUMNS
    assert list(table["suggestion"]) == ["", 'pct("barriers", variable="time") (and 1 more)']
    estimates = [CELLS[CELLS["exhibit"] == "use"]]
    page = summary("T", [], {}, estimates, pd.DataFrame(), [], table)
    section = page.split("## Numbers typed by hand")[1].split("\n## ")[0]
    assert section.index("41 %") < section.index("halvparten")
    assert "None." in summary("T", [], {}, estimates, pd.DataFrame(), [], literal_table([], [], {}, {}, "nb"))


def test_a_number_is_not_found_among_what_notes_tell():
    told = CELLS.iloc[:1].assign(variable="*sampling", category="lone|pool", estimate=0.777, n=777)
    cells = literal_table([("f", 1, "77,7 %", "number", "")], [told], STATISTICS, {}, "nb")
    assert cells["suggestion"].tolist() == [""]
    assert literal_table([("f", 1, "77,7 %", "number", "")], [told.assign(variable="use")], STATISTICS, {}, "nb")[
        "suggestion"
    ].tolist() != [""]
