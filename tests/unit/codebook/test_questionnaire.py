"""The questionnaire from the codebook."""

from evalreport.codebook.questionnaire import questionnaire
from evalreport.evaluation.load import load_codebooks


def entries(small):
    return {entry["label"]: entry for entry in questionnaire(load_codebooks(small.evaluation())["staff"], "en")}


def test_questions_are_numbered_in_order_and_identifiers_left_out(small):
    found = entries(small)
    assert [(entry["number"], label) for label, entry in found.items()] == [
        ("1", "Arm"),
        ("2", "How satisfied are you?"),
        ("3", "What stands in the way?"),
        ("4", "Works at an office?"),
        ("5", "Age"),
    ]


def test_a_battery_is_one_question(small):
    battery = entries(small)["What stands in the way?"]
    assert battery["items"] == ["Lack of time", "Lack of money"]
    assert battery["waves"] == []


def test_answers_with_codes_kinds_of_missing_too(small):
    found = entries(small)
    assert found["How satisfied are you?"]["answers"] == ["1", "2", "3", "4", "5", "9 = Don't know"]
    assert found["Works at an office?"]["answers"] == ["1 = Yes", "2 = No"]
    assert found["Age"]["answers"] == []


def test_waves_are_said_where_not_all_asked(small):
    found = entries(small)
    assert (found["Works at an office?"]["waves"], found["Age"]["waves"]) == (["2009"], [])
    assert found["Works at an office?"]["asked_of"] == "managers"


def test_items_say_their_waves_where_the_battery_changed(small):
    small.change("codebook/staff.csv", "Lack of money,scale5,barriers,,,,Q3,", "Lack of money,scale5,barriers,,,,,")
    battery = entries(small)["What stands in the way?"]
    assert battery["items"] == ["Lack of time (2008, 2009)", "Lack of money (2009)"]
    assert battery["waves"] == []


def test_a_question_named_like_a_battery_hides_nothing(small):
    small.change("codebook/staff.csv", "satisfied,scale", "barriers,scale")
    assert "What stands in the way?" in entries(small)


def test_derived_variables_are_no_questions(small):
    small.change(
        "evaluation.yaml",
        "groupings:\n",
        "derived: {staff: {old: {type: single, value_set: yesno, label: {en: Old}, cases: [{code: 1, when: {arm: [t]}}]}}}\n"
        "groupings:\n",
    )
    assert "Old" not in entries(small)
