"""The project: one edition checked as a whole, and what each job of it depends on."""

from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.evaluation.codebooks import books_of
from evalreport.evaluation.facts import load_facts
from evalreport.evaluation.model import Status
from evalreport.files.errors import BadInput
from evalreport.files.writing import sha256
from evalreport.project.config import load_main_config
from evalreport.project.open import load_project
from evalreport.weighting.response_parts import UNITS


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def test_a_whole_evaluation_loads(small):
    project = small.project()
    assert [chapter.id for chapter in project.chapters] == ["results", "methods"]
    assert project.analysed("results") == [
        "satisfaction",
        "satisfaction_figure",
        "barriers",
        "barrier_means",
        "everyone",
    ]
    assert project.sources() == [("staff", "2008"), ("staff", "2009")]
    assert {"ch-results", "ch-methods", "sec-cleaning"} == project.sections


def test_a_chapter_quotes_what_it_and_its_includes_show_but_not_what_it_refers_to(small):
    project = small.project()
    assert project.quoted("results") == ["satisfaction", "satisfaction_figure", "barriers", "everyone"]
    assert project.quoted("methods") == ["cleaned"]  # the cleaning table is quoted for wave_count, too, but once


def test_wave_count_alone_brings_its_cleaning_exhibit(small):
    small.change("methods.md.jinja", '{{ table("cleaned") }}', "")
    assert small.project().quoted("methods") == ["cleaned"]


def test_only_figures_that_are_shown_are_drawn(small):
    assert small.project().drawn("results") == ["satisfaction_figure"]
    small.change("results.md.jinja", '{{ figure("satisfaction_figure") }}', "")
    small.change("results.md.jinja", ' ({{ Ref("satisfaction_figure") }})', "")
    assert small.project().drawn("results") == []


def test_final_editions_have_an_appendix_of_the_numbers_behind_figures_and_others_where_they_ask(small):
    project = small.project()
    last = max((chapter.appendix or 0) for chapter in project.chapters)
    for status, asked, there in (
        (Status.FINAL, None, True),
        (Status.FINAL, False, False),
        (Status.DRAFT, None, False),
        (Status.DRAFT, True, True),
    ):
        own = replace(project, edition=replace(project.edition, status=status, figure_data=asked))
        assert list(own.figure_data()) == ["satisfaction_figure"] * there
        places = own.printed_numbering()
        assert len(places) == len(project.chapters) + there
        assert not there or places[-1] == {"number": None, "appendix": last + 1}


def test_instruments_logs_and_files_a_chapter_needs(small):
    project = small.project()
    assert (project.surveyed("results"), project.logged("results")) == (["staff"], [])
    assert (project.surveyed("methods"), project.logged("methods")) == (["staff"], ["staff"])
    assert project.received("methods") == [("staff", "2008"), ("staff", "2009")]
    assert project.listed("methods") == project.sources()
    assert project.listed("results") == []
    assert not project.responds("results")
    assert project.owner("cleaned") == "methods"


def test_an_edition_knows_only_its_waves(small):
    small.change("evaluation.yaml", 'waves: {staff: ["2008", "2009"]}', 'waves: {staff: ["2009"]}')
    project = small.project()
    assert project.sources() == [("staff", "2009")]
    assert project.analysis_params("results")["waves"] == {"staff": ["2009"]}


def test_an_instrument_the_edition_does_not_name_comes_with_all_its_waves(small):
    small.change("evaluation.yaml", 'waves: {staff: ["2008", "2009"]}', "waves: {}")
    assert small.project().waves("staff") == ("2008", "2009")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("exhibits/results.yaml", "{en: Satisfaction}", "{en: Contentment}"),
        ("evaluation.yaml", '"#112233"', '"#445566"'),
        ("evaluation.yaml", "{en: Treated}", "{en: Programme offices}"),
        ("exhibits/results.yaml", "decimals: 2", "decimals: 1"),
        ("evaluation.yaml", "{en: Small evaluation}", "{en: Another title}"),
    ],
)
def test_words_and_looks_do_not_start_the_analysis_again(small, file, old, new):
    before = small.project().analysis_params("results")
    small.change(file, old, new)
    assert small.project().analysis_params("results") == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("evaluation.yaml", "where: {arm: [t]}", "where: {arm: [t], satisfied: [1]}"),
        ("exhibits/results.yaml", "counted: [high]", "counted: [low]"),
        ("exhibits/results.yaml", "test: t", "test: anova"),
    ],
)
def test_what_changes_numbers_changes_the_params(small, file, old, new):
    before = small.project().analysis_params("results")
    small.change(file, old, new)
    assert small.project().analysis_params("results") != before


def test_a_caption_does_not_draw_the_figure_again(small):
    before = small.project().drawing_params("results")
    small.change("exhibits/results.yaml", "Satisfaction by group and year", "Another caption")
    assert small.project().drawing_params("results") == before


def test_chapter_params_hold_what_the_text_needs_and_nothing_else(small):
    params = small.project().chapter_params("results")
    assert list(params["views"]) == ["satisfaction", "satisfaction_figure", "barriers", "everyone"]
    assert params["landscape"] == ["barriers"]
    assert params["values_notes"] == {"satisfaction": "The values are invented."}
    assert params["displays"] == {"satisfaction_figure": "figure"}
    assert params["facts"] == {"offices": ["1318", "offices"]}
    assert (params["levels"], params["language"], params["data_note"]) == ([0.05, 0.1], "en", "")
    assert params["questionnaires"] == {}
    methods = small.project().chapter_params("methods")
    assert methods["counts"] == {"staff": "cleaned"}
    assert methods["data_note"] == "These data are made up."
    assert list(methods["questionnaires"]) == ["staff"]


def test_codebook_files_and_metadata(small):
    project = small.project()
    names = [path.rsplit("/", 1)[1] for path in project.codebook_files()]
    assert names == ["batteries.csv", "collapses.csv", "staff.csv", "value_sets.csv"]
    params = project.codebook_params()
    assert (params["staff"]["file"], params["staff"]["waves"]) == ("codebook/staff.csv", ("2008", "2009"))
    assert books_of(params) == project.codebooks
    assert project.metadata()["edition"] == "Final report"
    assert project.metadata()["status"] == "draft"


def test_unused_variables_are_notices_not_errors(small):
    assert [notice.place for notice in small.project().notices] == []
    small.change("exhibits/methods.yaml", "[satisfied, nav]", "[satisfied]")
    assert [notice.place for notice in small.project().notices] == ["nav"]


def test_unknown_edition(small):
    with pytest.raises(BadInput, match="no edition 'finall'. Did you mean 'final'"):
        load_project({"evaluation": "small", "edition": "finall"}, small.config, small.templates, small.templates)


def test_unknown_evaluation(small):
    with pytest.raises(BadInput, match="no evaluation 'smal'. Did you mean 'small'"):
        load_project({"evaluation": "smal", "edition": "final"}, small.config, small.templates, small.templates)


def test_everything_wrong_with_the_templates_is_said_at_once(small):
    small.change("results.md.jinja", 'table("satisfaction")', 'table("satisfacton")')
    small.change("results.md.jinja", 'fact("offices")', 'fact("ofices")')
    text = message(small)
    assert "results.md.jinja, line 3: no exhibit 'satisfacton'. Did you mean 'satisfaction'?" in text
    assert "fact: no 'ofices'. Did you mean 'offices'?" in text
    assert "'satisfaction' is referred to but shown in no chapter" in text
    assert text.startswith("3 problems in the input:")


def test_slides_are_held_against_what_the_chapters_show(small):
    slides = "    slides:\n      - {exhibit: satisfaction}\n      - {exhibit: barrier_means}\n    chapters:\n"
    small.change("evaluation.yaml", "    chapters:\n", slides)
    assert "editions > final > slides: no chapter of this edition shows 'barrier_means'" in message(small)
    small.change("exhibits/results.yaml", "{id: satisfaction, ", "{id: satisfaction, titel: x, ")
    text = message(small)
    assert "unknown key 'titel'" in text and "no chapter of this edition shows 'satisfaction'" not in text


def test_a_missing_template(small):
    (small.templates / "small" / "methods.md.jinja").unlink()
    assert "methods.md.jinja: the template does not exist" in message(small)


def test_published_tables_of_an_exhibit(small):
    small.change("exhibits/results.yaml", "values: invented", "published: [t1, t2]")
    project = small.project()
    assert project.published_by() == {"t1": "satisfaction", "t2": "satisfaction"}
    assert project.reproduced() == set()  # the edition has no published values
    (small.folder / "data/pub").mkdir(parents=True)
    for name in ("t2.csv", "t1.csv", "labels.csv", "explained.csv"):
        (small.folder / "data/pub" / name).write_text("x")
    published = replace(project, edition=replace(project.edition, published="pub"))
    assert published.reproduced() == {"satisfaction"}
    assert [path.rsplit("/", 1)[1] for path in published.audit.published_tables(str(small.folder / "data"))] == [
        "t1.csv",
        "t2.csv",
    ]


def test_facts_are_unique_and_optional(tmp_path):
    assert load_facts(tmp_path / "facts.csv") == {}
    (tmp_path / "facts.csv").write_text("id,value,unit\na,1,\na,2,\n", encoding="utf-8")
    with pytest.raises(BadInput, match="row 3, column id: 'a' a second time"):
        load_facts(tmp_path / "facts.csv")


def test_main_config_is_closed():
    assert load_main_config({"evaluation": "husk", "edition": "interim"}) == {
        "evaluation": "husk",
        "edition": "interim",
    }
    with pytest.raises(BadInput) as caught:
        load_main_config({"evaluation": "Husk!", "editon": "x"})
    text = str(caught.value)
    assert "unknown key 'editon'. Did you mean 'edition'?" in text
    assert "the key 'edition' is missing" in text
    assert "evaluation: found 'Husk!'. Write a name of a-z" in text


def test_what_may_leave_the_analysis_depends_on_what_is_counted(small):
    project = small.project()
    answers = project.plan["results"][0]
    offices = replace(answers, id="offices", kind="response", source=UNITS)
    projects = replace(answers, id="projects", kind="count", records="a.b")
    persons = replace(projects, id="persons", persons=True)
    limited = replace(
        project, evaluation=replace(project.evaluation, disclosure={"minimum_cell": 3, "minimum_base": 10})
    )
    found = replace(limited, plan={"results": (answers, offices, projects, persons)}).disclosure.limits("results")
    assert found == {answers.id: (3, 10), "offices": (10, 10), "projects": (0, 0), "persons": (3, 10)}


CLAIM = '{% claim "higher", "everyone", category="young", than_category="old" %}Most are young.{% endclaim %}'
SIGNIFICANT = '{% claim "significant", "everyone" %}They differ.{% endclaim %}'


def test_the_exhibits_of_claims_are_read_and_their_margins_are_params_of_chapters_with_claims(small):
    small.change("methods.md.jinja", "{{ inputs() }}", f"{CLAIM} {{{{ inputs() }}}}")
    small.change(
        "evaluation.yaml", "significance_levels", "claims: {equal_points: 2, weakened: refuse}\nsignificance_levels"
    )
    project = small.project()
    assert "everyone" in project.quoted("methods")
    assert project.chapter_params("methods")["claims"] == {"margins": {"equal_points": 2.0}, "marks": True}
    assert project.chapter_params("results")["claims"] == {"margins": {}, "marks": False}
    assert project.evaluation.claims.weakened == "refuse"


def test_a_claim_of_significance_needs_a_test(small):
    small.change("methods.md.jinja", "{{ inputs() }}", f"{SIGNIFICANT} {{{{ inputs() }}}}")
    with pytest.raises(BadInput, match="a claim of significance, and 'everyone' has no test. Give the exhibit a test"):
        small.project()


def test_a_slip_in_a_claim_is_told_before_anything_runs(small):
    small.change("methods.md.jinja", "{{ inputs() }}", CLAIM.replace("young", "yung", 1))
    with pytest.raises(
        BadInput,
        match=r"methods.md.jinja, line 11: claim 'higher' of 'everyone': no category 'yung'. Did you mean 'young'",
    ):
        small.project()


def test_the_raw_files_of_records_are_named_and_code_lists_are_not():
    root = Path(__file__).parents[3]
    tiny = root / "tests/data/tiny"
    config = {"evaluation": "tiny", "edition": "second"}
    project = load_project(config, tiny / "config", tiny / "report_templates", root / "report_templates/shared")
    found = project.records.raw(str(tiny / "data/tiny"))
    assert "measures.csv" in found and found["measures.csv"] == sha256(tiny / "data/tiny/measures.csv")
    assert not any("codes" in name for name in found)
