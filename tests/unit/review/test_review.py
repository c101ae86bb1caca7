"""Two builds held against each other: what differs, why, and what a reviewer has called expected."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.errors import BadInput, Stopped
from evalreport.releases.releases import COLUMNS, CONTENT, ROWS, TEXTS, read_release, write_release
from evalreport.releases.signoff import Decision, read_decisions
from evalreport.review.figures import change_of_data
from evalreport.review.items import group_label
from evalreport.review.job import message
from evalreport.review.reach import Reach
from evalreport.review.review import review, unexpected_message
from evalreport.review.sides import chosen_release, last_release, side_of_release
from old_releases import unpack_inputs
from review_builds import TEMPLATE, VALUES, Build


@pytest.fixture
def builds(tmp_path):
    return Build(tmp_path, "interim"), Build(tmp_path, "final")


def compared(builds, decisions=None):
    return review(builds[0].side(), builds[1].side(), "en", decisions)


def causes_of(found, item):
    names = {cause["id"]: cause["name"] for cause in found["causes"]}
    return [names[cause] for cause in item["causes"]]


def test_nothing_has_changed(builds):
    found = compared(builds)
    assert found["items"] == [] and found["causes"] == [] and unexpected_message(found, "") == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [({}, {"use": "figure"}, "shown"), ({"use": "figure"}, {}, "hidden"), (None, {"use": "figure"}, "")],
)
def test_an_exhibit_that_only_one_build_shows(builds, old, new, told):
    builds[0].shown, builds[1].shown = old, new
    assert [(item["kind"], item["name"], item["change"]) for item in compared(builds)["items"]] == [
        ("whole", "use", told)
    ] * bool(told)


def test_one_answer_is_named_with_the_number_and_the_exhibit_that_it_changed(builds):
    builds[1].share, builds[1].answers = 0.6, {**builds[1].answers, "How often?": "2"}
    found = compared(builds)
    (item,) = found["items"]
    (cell,) = item["cells"]
    assert (cell["old"], cell["new"], cell["difference"], cell["n"]) == ("50%", "60%", "+10pp", ["5", "5"])
    assert cell["label"] == ["", "Often", "Women"] and item["figure"] == "values"
    assert causes_of(found, item) == ["data/x/staff.csv"] and item["certain"]
    assert found["causes"][0]["sentence"] == (
        "1 table or figure changed because answers in staff.csv changed (1 row changed; answers differ in: How often?)"
    )


def test_an_answer_to_another_question_is_not_said_to_be_the_cause_when_a_recode_is(builds):
    builds[1].share, builds[1].answers = 0.6, {**builds[1].answers, "Age": "2"}
    builds[1].sources = {**builds[1].sources, "config/x/codebook/value_sets.csv": VALUES.replace("often,2", "often,3")}
    found = compared(builds)
    assert causes_of(found, found["items"][0]) == ["config/x/codebook/value_sets.csv"]


def test_groups_of_one_name_are_told_apart_by_what_they_are_groups_of():
    yes_no = [(Item(f"{name}_yes", "Yes"), Item(f"{name}_no", "No")) for name in "ab"]
    panels = (
        Panel("a", "Know it?", yes_no[0]),
        Panel("b", "At an office", yes_no[1]),
        Panel("c", "C", (Item("x", "X"),)),
    )
    view = View("e", "ch", "en", "T", "distribution", "table", "share", (Item("v", "V"),), (), panels)
    assert [group_label(view, g) for g in ("a_yes", "b_no", "x", "gone")] == [
        "Know it? Yes",
        "At an office: No",
        "X",
        "gone",
    ]


def test_a_number_that_prints_as_before_is_counted_and_no_change(builds):
    builds[1].share = 0.501
    found = compared(builds)
    assert found["summary"]["unprinted"] == 1 and not any(item.get("cells") for item in found["items"])


def test_a_new_font_changes_no_value(builds):
    builds[1].colour, builds[1].design = 200, {"report_templates/shared/fonts/a.ttf": "2"}
    found = compared(builds)
    (item,) = found["items"]
    assert item["change"] == "look" and item["cells"] == [] and item["distance"] == 1.0
    assert causes_of(found, item) == ["report_templates/shared/fonts/a.ttf"]
    assert found["summary"]["exhibits_look"] == 1 and found["summary"]["exhibits_values"] == 0


def test_labels_of_a_figure_are_words_and_rows_in_another_order_are_nothing():
    head = "panel,variable,variable_label,group,category,printed,status\n"
    rows = ["a,v,V,w,1,50,shown\n", "a,v,V,m,1,40,shown\n"]
    assert change_of_data(head + "".join(rows), head + "".join(reversed(rows))) == "look"
    assert change_of_data(head + "".join(rows), head + "".join(rows).replace(",V,", ",W,")) == "words"
    assert change_of_data(head + "".join(rows), head + "".join(rows).replace("50", "51")) == "values"


def test_a_test_that_is_significant_now_and_a_claim_that_fails_are_told(builds):
    builds[1].p, builds[1].verdict = 0.01, "fails"
    found = compared(builds)
    claim, exhibit = found["items"]
    assert claim["kind"] == "claim" and claim["worse"] and (claim["old"], claim["new"]) == ("holds", "fails")
    (test,) = exhibit["tests"]
    assert (test["old_level"], test["new_level"]) == (None, 0.05)
    assert found["summary"]["significance"] == 1 and found["summary"]["claims_worse"] == 1


def test_a_text_is_changed_because_of_its_template_or_the_numbers_it_quotes(builds):
    builds[1].text = builds[1].text.replace("50%", "60%")
    builds[1].share, builds[1].answers = 0.6, {**builds[1].answers, "How often?": "2"}
    found = compared(builds)
    text = next(item for item in found["items"] if item["kind"] == "text")
    assert causes_of(found, text) == ["data/x/staff.csv"] and text["numbers"]
    builds[1].share, builds[1].answers = 0.5, builds[0].answers
    builds[1].sources = {**builds[1].sources, "report_templates/x/main_short.md.jinja": TEMPLATE + "x\n"}
    found = compared(builds)
    assert causes_of(found, found["items"][0]) == ["report_templates/x/main_short.md.jinja"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_terminal_speaks_english_as_everywhere(builds, language):
    builds[1].share, builds[1].answers, builds[1].verdict = 0.6, {**builds[1].answers, "How often?": "2"}, "weakened"
    said = message(review(builds[0].side(), builds[1].side(), language), Path("review"))
    assert said.startswith("Since interim: 1 claim that is weakened or fails, 1 number that prints differently.\n")
    assert "\n  - 1 table or figure" in said and "changed because answers in staff.csv changed (1 row changed;" in said


def test_what_is_called_expected_is_quiet_until_it_changes_again(builds):
    builds[1].share = 0.6
    found = compared(builds)
    (item,) = found["items"]
    assert "exhibit use: values (Often / Women: 50%, now 60%)" in unexpected_message(found, "page")
    decisions = {item["id"]: Decision(item["id"], "New wave", "Kari")}
    quiet = compared(builds, decisions)
    assert quiet["items"][0]["expected"]["comment"] == "New wave" and unexpected_message(quiet, "") == ""
    builds[1].share = 0.7
    assert compared(builds, decisions)["summary"]["unexpected"] == 1


def test_a_grouping_is_followed_to_the_question_behind_it(builds):
    reach = Reach(builds[0].sources, "x")
    assert {"use", "by_sex", "sex", "Sex", "How often?"} <= reach.of("use") and "age" not in reach.of("use")
    assert reach.instruments("use") == {"staff"} and reach.quoted_in("main", "interim") == {"use"}


def test_a_key_of_a_grouping_concerns_the_exhibits_by_it_and_no_other_key_does(builds):
    builds[1].share = 0.6
    path, old = "config/x/evaluation.yaml", builds[0].sources["config/x/evaluation.yaml"]
    for edit, certain in (
        (old.replace("sex: [1]", "sex: [2]"), True),
        (old.replace("{en: Users}", "{en: User}"), False),
    ):
        assert edit != old
        builds[1].sources = {**builds[0].sources, path: edit}
        found = compared(builds)
        assert causes_of(found, found["items"][0]) == [path] and found["items"][0]["certain"] is certain


def test_rows_of_a_list_that_is_no_codebook_are_no_names_of_questions(builds):
    builds[1].colour = 200
    builds[1].sources = {**builds[0].sources, "config/x/codes/year.csv": "code,label\n2008,The year\nuse,Use\n"}
    found = compared(builds)
    assert not found["items"][0]["certain"]


def frozen(folder, name):
    return write_release(folder / name, {"release": name}, {}, {CONTENT: "{}\n"})


def test_a_sign_off_may_be_laid_in_a_release_and_anything_else_may_not(tmp_path):
    release = frozen(tmp_path, "interim")
    text = {"format": 1, "decisions": [{"id": "a", "comment": "one"}]}
    (release.folder / "signoff.json").write_text(json.dumps(text))
    (release.folder / "signoff (1).json").write_text(json.dumps({"format": 1, "decisions": [{"id": "b"}]}))
    assert set(read_decisions(release.folder)) == {"a", "b"} and read_release(release.folder).altered() == []
    (release.folder / "note.txt").write_text("x")
    assert release.altered() == ["note.txt"]
    (release.folder / "signoff.json").write_text("{}")
    with pytest.raises(BadInput, match="is no sign-off of this version"):
        read_decisions(release.folder)


def test_a_release_is_the_same_side_in_either_shape(tmp_path):
    texts = {
        CONTENT: '{"views": {}}\n',
        ROWS: "instrument,wave,key_column,respondent,row\nstaff,2008,nr,0a,1b\n",
        COLUMNS: "instrument,wave,column,digest\nstaff,2008,q1,2c\n",
        f"{TEXTS}/config/x/codebook/staff.csv": "variable\nq1\n",
        "exhibits/a.estimates.csv": "exhibit\na\n",
    }
    folder = write_release(tmp_path / "interim", {"release": "interim"}, {}, texts).folder
    new = side_of_release(read_release(folder))
    unpack_inputs(folder)
    old = side_of_release(read_release(folder))
    assert old.sources == new.sources == {"config/x/codebook/staff.csv": "variable\nq1\n"}
    assert old.files == new.files and list(new.files) == ["exhibits/a.estimates.csv"]
    assert old.content == new.content and all(a.equals(b) for a, b in zip(old.rows, new.rows, strict=True))
    assert [len(table) for table in new.rows] == [1, 1]
    (folder / ROWS).write_text("")
    with pytest.raises(Stopped, match=f"no longer what was frozen. Changed, missing or added: {ROWS}"):
        side_of_release(read_release(folder))


def test_what_is_compared_with_when_nothing_is_said(tmp_path):
    editions = ["first", "second", "third"]
    with pytest.raises(Stopped, match="Freeze one with: snakemake release"):
        last_release(tmp_path, editions, "third")
    frozen(tmp_path, "first")
    assert last_release(tmp_path, editions, "third").name == "first"
    frozen(tmp_path, "third")
    frozen(tmp_path, "third.r2")
    assert last_release(tmp_path, editions, "third").name == "third.r2"
    assert last_release(tmp_path, editions, "second").name == "first"
    assert chosen_release(str(tmp_path / "third"), tmp_path, "against").name == "third"
    with pytest.raises(BadInput, match="One of first, third, third.r2"):
        chosen_release("fourth", tmp_path, "against")


def test_how_far_a_share_moved_is_told_in_shares(builds):
    builds[1].share, builds[1].answers = 0.6, {**builds[1].answers, "How often?": "2"}
    (cell,) = compared(builds)["items"][0]["cells"]
    assert cell["distance"] == 0.1 and cell["measure"] == "estimate"


def without(side, name):
    """A build that has no such file, as one of an older program."""
    return replace(side, files={path: place for path, place in side.files.items() if path != name})


@pytest.mark.parametrize("older", [0, 1])
def test_claims_are_not_compared_with_a_build_that_kept_none(builds, older):
    builds[1].verdict = "fails"
    sides = [build.side() for build in builds]
    assert [item["kind"] for item in review(*sides, "en", None)["items"]] == ["claim"]
    sides[older] = without(sides[older], "claims.csv")
    assert review(*sides, "en", None)["items"] == []


@pytest.mark.parametrize(("lacking", "change"), [(0, "new"), (1, "gone")])
def test_a_chapter_that_only_one_build_has_is_one_item(builds, lacking, change):
    sides = [build.side() for build in builds]
    sides[lacking] = without(sides[lacking], "chapters/main.md")
    (item,) = review(*sides, "en", None)["items"]
    assert (item["kind"], item["name"], item["change"]) == ("chapter", "main", change)
