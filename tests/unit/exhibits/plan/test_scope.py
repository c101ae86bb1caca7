"""What an edition knows: no group, question, answer or chapter text of a wave that it has not got."""

from types import SimpleNamespace

import pytest
from evalreport.evaluation.model import Edition
from evalreport.files.errors import BadInput

FIRST = ('waves: {staff: ["2008", "2009"]}', 'waves: {staff: ["2008"]}')
PLAN = """\
  - {id: by_year, title: {en: By year}, kind: mean, instrument: staff, variables: [satisfied], by: [year], test: t,
     test_groups: [[first, second]]}
  - {id: by_named, title: {en: By named}, kind: distribution, instrument: staff, variables: [satisfied, nav], by: [year, group],
     groups: [second], test: chi2}
  - {id: of_second, title: {en: Of 2009}, kind: mean, instrument: staff, variables: [satisfied], by: [group],
     where: {wave: ["2009"]}}
  - {id: new_question, title: {en: NAV}, kind: distribution, instrument: staff, variables: [nav], by: [group]}
"""
EDITION = """\
  other:
    title: {en: Other}
    date: {en: "2008"}
    status: draft
    waves: {}
    chapters: [{id: results}]
"""


@pytest.fixture
def first(small):
    """The evaluation with more exhibits, in an edition that knows the first wave only."""
    small.change("exhibits/results.yaml", "exhibits:\n", "exhibits:\n" + PLAN)
    small.change("evaluation.yaml", "editions:\n", "editions:\n" + EDITION)
    small.change("evaluation.yaml", *FIRST)
    small.change("methods.md.jinja", '{{ wave_count("staff", "2009") }}', '{{ wave_count("staff", "2008") }}')
    return small


def message(small) -> str:
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def test_groups_of_unknown_waves_are_left_out_with_their_tests(first):
    view, exhibit = first.project().views["by_year"], first.project().exhibits["by_year"]
    assert [group.id for group in view.groups] == ["first"]
    assert (exhibit.test, exhibit.test_groups) == ("none", ())


def test_a_grouping_whose_named_groups_are_gone_does_not_show_the_others_instead(first):
    exhibit = first.project().exhibits["by_named"]
    assert (exhibit.by, exhibit.test) == (("group",), "chi2")
    assert [group.id for group in first.project().views["by_named"].groups] == ["treated", "control"]


def test_questions_of_unknown_waves_are_left_out(first):
    project = first.project()
    assert [item.id for item in project.views["by_named"].variables] == ["satisfied"]
    assert "nav" not in project.codebooks["staff"].names
    asked = {entry["label"] for entry in project.chapter_params("methods")["questionnaires"]["staff"]}
    assert "How satisfied are you?" in asked and "Works at an office?" not in asked


@pytest.mark.parametrize("name", ["of_second", "new_question"])
def test_an_exhibit_with_nothing_left_is_not_there_and_citing_it_says_why(first, name):
    assert name not in first.project().exhibits
    first.change("results.md.jinja", '{{ table("barriers") }}', f'{{{{ table("{name}") }}}}')
    text = message(first)
    assert f"results.md.jinja, line 10: the exhibit '{name}' has nothing to show in this edition" in text
    assert '{% if wave("instrument", "wave") %}' in text


@pytest.mark.parametrize(
    ("where", "known"),
    [
        ('{not: {wave: ["2008"]}}', False),
        ('{any: [{wave: ["2009"]}, {nav: [1]}]}', False),
        ("{nav: [1]}", False),
        ("{nav: [null]}", True),
        ("{not: {nav: [1]}}", True),
        ('{any: [{wave: ["2008"]}, {nav: [1]}]}', True),
        ('{not: {wave: ["2009"]}}', True),
    ],
)
def test_what_nobody_of_a_known_wave_can_meet_is_not_there(first, where, known):
    first.change("exhibits/results.yaml", 'where: {wave: ["2009"]}}', f"where: {where}}}")
    assert ("of_second" in first.project().exhibits) is known


def test_a_chapter_may_cite_it_where_the_edition_knows_the_wave(first):
    first.change(
        "results.md.jinja",
        '{{ table("barriers") }}',
        '{% if wave("staff", "2009") %}{{ table("of_second") }}{% else %}{{ table("barriers") }}{% endif %}',
    )
    project = first.project()
    assert "barriers" in project.quoted("results") and "of_second" not in project.quoted("results")
    assert project.chapter_params("results")["waves"] == {}
    first.change("evaluation.yaml", FIRST[1], FIRST[0])
    project = first.project()
    assert "of_second" in project.quoted("results") and "barriers" not in project.quoted("results")
    assert project.chapter_params("results")["waves"] == {"staff": ["2009"]}


def test_a_wave_that_nobody_asks_for_is_no_parameter_of_a_chapter(first):
    assert first.project().chapter_params("results")["waves"] == {}


def test_wave_count_of_an_unknown_wave(first):
    first.change("methods.md.jinja", '"2008"', '"2009"')
    assert "wave_count: 'staff' has no wave '2009' in this edition" in message(first)


def test_an_instrument_without_waves_does_not_exist_for_the_edition(small):
    small.change("evaluation.yaml", FIRST[0], "waves: {staff: []}")
    text = message(small)
    assert "the edition knows no wave of staff" in text and "wave_count: no 'staff'" in text


def test_exhibits_made_for_other_editions(first):
    first.change("exhibits/results.yaml", "id: everyone,", "id: everyone, editions: [other],")
    assert "'everyone' has nothing to show in this edition: it is made for other" in message(first)
    first.change("exhibits/results.yaml", "editions: [other]", "editions: [othr]")
    assert "unknown edition 'othr'. Did you mean 'other'" in message(first)


def test_an_edition_that_knows_every_wave_has_the_plan_as_it_is_written(small):
    from evalreport.exhibits.plan.edition import edition_plan
    from evalreport.exhibits.plan.load import load_plan
    from evalreport.exhibits.plan.scope import scope_of

    project = small.project()
    plan = load_plan(project.evaluation, project.edition)
    scope = scope_of(project.evaluation, project.edition, project.codebooks)
    assert edition_plan(scope, plan) == (plan, {})
    assert scope.books == dict(project.codebooks)


def test_a_chapter_may_have_a_template_of_another_name(first):
    (first.templates / "small" / "early.md.jinja").write_text("# Early {#ch-results}\n", encoding="utf-8")
    first.change("evaluation.yaml", "{id: results, number: 1}", "{id: results, number: 1, template: early}")
    first.change("methods.md.jinja", '{{ ref("satisfaction") }}', "")
    project = first.project()
    assert [path.name for path in project.templates["results"]] == ["early.md.jinja"]
    assert project.quoted("results") == []


def test_a_caption_may_depend_on_the_edition(first):
    first.change(
        "exhibits/results.yaml",
        "{en: Satisfaction}",
        """{en: '{{ "Two years" if wave("staff", "2009") else "One year" }}'}""",
    )
    project = first.project()
    assert project.chapter_params("results")["waves"] == {}
    first.change("evaluation.yaml", FIRST[1], FIRST[0])
    assert first.project().chapter_params("results")["waves"] == {"staff": ["2009"]}


def test_an_exhibit_of_weights_of_unknown_waves_is_not_there():
    from dataclasses import replace

    from evalreport.evaluation.model import Exhibit
    from evalreport.exhibits.plan.edition import edition_exhibit
    from evalreport.exhibits.plan.scope import Scope

    planned = Exhibit("x", "results", "T", "weights", weights="p", source="spread")
    evaluation = SimpleNamespace(weighting={"p": {"instrument": "staff", "waves": {"2008": {}, "2009": {}}}})

    def scope(*waves):
        edition = Edition("e", "E", "2010", "draft", {"staff": waves}, ())
        return edition_exhibit(Scope(edition, evaluation, evaluation, {}, {}), planned)  # type: ignore[arg-type]

    assert scope("2008") == replace(planned, where={"wave": ("2008",)})
    assert scope("2007") == "the edition knows none of the waves it shows"


RECORDS = """\
records:
  visits: {reader: table, label: {en: Visits}, files: [{file: v.csv}], columns: {place: {codes: place}}}
  other: {reader: table, label: {en: Other}, files: [{file: o.csv}], columns: {text: {}}}
"""
COUNT = "  - {id: places, title: {en: P}, kind: count, records: visits.rows, rows: {column: place, codes: place}}\n"


@pytest.fixture
def recorded(small):
    """The evaluation with records, an exhibit of them that a chapter shows, and an edition that names the records it knows."""
    codes = small.config / "small" / "codes"
    codes.mkdir()
    (codes / "place.csv").write_text("code,label_en\na,A\n", encoding="utf-8")
    small.change("exhibits/results.yaml", "exhibits:\n", "exhibits:\n" + COUNT)
    small.change("evaluation.yaml", "groupings:\n", RECORDS + "groupings:\n")
    small.change("results.md.jinja", '{{ table("barriers") }}', '{{ table("barriers") }}\n\n{{ table("places") }}')
    return small


def test_an_edition_knows_all_records_or_those_it_names(recorded):
    assert recorded.project().recorded("results") == ["visits.rows"]
    recorded.change("evaluation.yaml", FIRST[0], f"records: [visits]\n    {FIRST[0]}")
    assert recorded.project().recorded("results") == ["visits.rows"]


def test_records_that_an_edition_does_not_name(recorded):
    recorded.change("evaluation.yaml", FIRST[0], f"records: [other]\n    {FIRST[0]}")
    text = message(recorded)
    assert "'places' has nothing to show in this edition: the edition does not know the records 'visits'" in text


def test_an_edition_that_names_records_nobody_has(recorded):
    recorded.change("evaluation.yaml", FIRST[0], f"records: [vists]\n    {FIRST[0]}")
    assert "records: unknown records 'vists'. Did you mean 'visits'" in message(recorded)
