"""Why something changed: which inputs are named for an exhibit that is made from records, for another edition, for a long line."""

import pytest
from evalreport.releases.text_changes import differences, text_changes
from evalreport.review.reach import Reach
from evalreport.review.review import review
from review_builds import EVALUATION, PLAN, VALUES, Build

RECORDS = """
records:
  projects: {reader: table, files: [{file: coding/projects.xlsx}], columns: {region: {codes: region}}}
  reports: {reader: reports, folder: annual_reports}
units: {file: offices.csv}
"""
OF_RECORDS = "  - {id: listed, records: projects.rows, rows: {column: staff, codes: region}}\n"


@pytest.fixture
def reach():
    sources = {"config/x/evaluation.yaml": EVALUATION + RECORDS, "config/x/exhibits/main.yaml": PLAN + OF_RECORDS}
    return Reach(sources, "x")


def test_an_exhibit_of_records_is_made_from_their_files_and_from_no_answers(reach):
    assert reach.reads("listed", "data/x/coding/projects.xlsx")
    assert not any(
        reach.reads("listed", f"data/x/{file}") for file in ("offices.csv", "annual_reports/a.docx", "staff.csv")
    )
    # A column of a document may be called as a question or a grouping is.
    assert (
        reach.instruments("listed") == set() and "by_sex" not in reach.of("listed") and "region" in reach.of("listed")
    )


def test_a_file_of_units_may_move_an_exhibit_of_answers_and_a_file_of_records_may_not(reach):
    assert reach.reads("use", "data/x/offices.csv")
    assert not reach.reads("use", "data/x/coding/projects.xlsx") and not reach.reads("use", "data/x/published/t.csv")


def test_a_file_in_a_folder_of_records_is_of_these_records():
    plan = "exhibits:\n  - {id: money, records: reports.money}\n"
    reach = Reach({"config/x/evaluation.yaml": EVALUATION + RECORDS, "config/x/exhibits/main.yaml": plan}, "x")
    assert reach.reads("money", "data/x/annual_reports/south_2008.docx")
    assert not reach.reads("money", "data/x/other_annual_reports/south_2008.docx")


def test_a_list_that_an_exhibit_names_is_followed_to_the_questions_in_it(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.share = 0.6
    plan = PLAN.replace("variables: [use], by: [by_sex]", "statements: statements.csv")
    rows = "id,label_en,variables,where\nfirst,Age matters,use,wave=2009 sex=1\n"
    for build in (old, new):
        build.sources = {
            **build.sources,
            "config/x/exhibits/main.yaml": plan,
            "config/x/statements.csv": rows,
            "config/x/codebook/value_sets.csv": VALUES,
        }
    reached = Reach(old.sources, "x").of("use")
    assert {"use", "often", "sex"} <= reached and not {"age", "first", "matters"} & reached
    for path, text in (
        ("config/x/codebook/value_sets.csv", VALUES.replace("often,2", "often,3")),
        ("config/x/statements.csv", rows.replace("wave=2009", "wave=2008")),
    ):
        new.sources = {**old.sources, path: text}
        found = review(old.side(), new.side(), "en")
        assert [cause["name"] for cause in found["causes"]] == [path] and found["items"][0]["certain"]


def test_a_font_is_called_a_font(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.colour, new.design = 200, {"report_templates/shared/fonts/a.ttf": "2"}
    (cause,) = review(old.side(), new.side(), "en")["causes"]
    assert cause["sentence"] == "1 table or figure changed because font a.ttf changed" and cause["kind"] == "design"


def test_a_fact_is_why_the_text_that_cites_it_changed(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.text = old.text.replace("50%", "60%")
    facts = "id,value\nunits,18\nyears,3\n"
    for build, units in ((old, "18"), (new, "19")):
        template = '{{ pct("use") }} in {{ fact("units") }}\n'
        build.sources = {**build.sources, "report_templates/x/main_short.md.jinja": template}
        build.sources["config/x/facts.csv"] = facts.replace("18", units)
    found = review(old.side(), new.side(), "en")
    (cause,) = found["causes"]
    assert "because configuration config/x/facts.csv changed (units, value: '18', now '19')" in cause["sentence"]
    new.sources["config/x/facts.csv"] = facts.replace("years,3", "years,4")
    assert not any(item["certain"] for item in review(old.side(), new.side(), "en")["items"])


def test_a_condition_in_a_table_is_why_the_verdict_of_its_claim_changed(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.verdict = "fails"
    table = "id,claim,exhibit,share\nc-high,at_least,use,0.5\n"
    for build, text in ((old, table), (new, table.replace("0.5", "0.7"))):
        build.sources = {**build.sources, "config/x/claims/main_short.csv": text}
        build.sources["report_templates/x/main_short.md.jinja"] = "[It is high.]{.claim #c-high}\n"
    found = review(old.side(), new.side(), "en")
    assert [cause["name"] for cause in found["causes"]] == ["config/x/claims/main_short.csv"]
    assert [item["certain"] for item in found["items"] if item["kind"] == "claim"] == [True]
    assert Reach(new.sources, "x").quoted_in("main", "interim") == {"use"}


def test_the_claims_of_another_chapter_are_no_cause(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.verdict = "fails"
    for build, share in ((old, "0.5"), (new, "0.7")):
        text = f"id,claim,exhibit,share\nc-high,at_least,use,{share}\n"
        build.sources = {**build.sources, "config/x/claims/other.csv": text}
    found = review(old.side(), new.side(), "en")
    assert [item["certain"] for item in found["items"] if item["kind"] == "claim"] == [False]


def test_an_exhibit_of_others_depends_on_all_that_they_depend_on():
    plan = f"{PLAN}  - {{id: all, kind: joined, of: [use, seen]}}\n"
    reach = Reach({"config/x/evaluation.yaml": EVALUATION, "config/x/exhibits/main.yaml": plan}, "x")
    assert {"use", "by_sex", "staff"} <= reach.of("all") and reach.instruments("all") == {"staff"}
    assert reach.parts("all") == ["use", "seen"] and reach.parts("use") == []


def test_another_edition_is_why_a_chapter_has_another_template(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.text = "# Main\n\nThe final report says something else.\n"
    both = EVALUATION.replace("editions: {", "editions: {final: {chapters: [{id: main, template: main_long}]}, ")
    for build in (old, new):
        build.sources = {
            **build.sources,
            "config/x/evaluation.yaml": both,
            "report_templates/x/main_long.md.jinja": "x\n",
        }
    sides = [old.side(), new.side()]
    assert review(*sides, "en")["causes"] == []
    sides[1].index["edition"] = "final"
    found = review(*sides, "en")
    (cause,) = found["causes"]
    assert cause["sentence"] == "2 paragraphs changed because this is another edition (interim, now final)"
    assert all(item["certain"] for item in found["items"])


def test_what_makes_reviews_alone_is_no_cause(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    for build, mark in ((old, "1"), (new, "2")):
        build.design = {"report_templates/shared/review/page.css": mark, "report_templates/shared/table.css": mark}
    old, new = old.side(), new.side()
    for side in (old, new):
        side.index["inputs"]["program"] = {
            name: side.name
            for name in (
                "scripts/evalreport/review/page/page.py",
                "rules/review.smk",
                "scripts/evalreport/exhibits/view.py",
            )
        }
    names = [cause["name"] for cause in review(old, new, "en")["causes"]]
    assert names == ["report_templates/shared/table.css", "scripts/evalreport/exhibits/view.py"]


def test_a_long_line_is_shown_where_it_differs():
    start = "The projects are listed in the table as they were coded by two people, and "
    (said,) = text_changes("main.md.jinja", f"{start}most are small.\n", f"{start}most are large.\n")
    assert said == "line 1: '…and most are small.', now '…and most are large.'"
    (said,) = text_changes("plan.yaml", f"a: {start}b\n", f"a: {start}c\n")
    assert "'…by two people, and b', now '…by two people, and c'" in said
    assert text_changes("plan.yaml", "a: short one\n", "a: short two\n") == ["a: 'short one', now 'short two'"]


def test_a_difference_is_told_in_other_words():
    said = {"changed": "{place} var {old} og er {new}", "line": "linje {number}", "line_added": "{place} ny {value}"}
    found = differences("a.md.jinja", "one\ntwo\n", "one\nthree\nfour\n")
    assert [each.told(said) for each in found] == ["linje 2 var 'two' og er 'three four'"]
    assert differences("a.md.jinja", "one\n", "one\ntwo\n")[0].told(said) == "linje 2 ny 'two'"
