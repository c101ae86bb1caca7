"""Columns of several exports joined by words and labels, never by a name or a code alone."""

from pathlib import Path

from evalreport.scaffold.exports import Column, Wave
from evalreport.scaffold.matching import matched
from evalreport.scaffold.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(Path(__file__).parents[3] / "report_templates" / "shared")
NO_YES, YES_NO = {"1": "No", "2": "Yes"}, {"1": "Yes", "2": "No"}


def column(header="q1", label="Are you satisfied?", codes=None, texts=None, **more) -> Column:
    codes = codes or {}
    return Column(header, tuple(texts or codes or ("1", "2")), label, codes, **more)


def joined(*waves: list[Column]):
    made = [Wave(str(2024 + i), Path(f"{i}.sav"), "sav", {}, tuple(columns)) for i, columns in enumerate(waves)]
    return matched(made, VOCABULARY)


def test_the_same_question_with_turned_codes_is_one_with_the_codes_of_the_latest():
    (one,) = joined([column(codes=NO_YES)], [column(codes=YES_NO)])
    assert one.raw == {"2024": {"1": "2", "2": "1"}}
    assert [each.texts for each in one.columns.values()] == [("2", "1"), ("1", "2")]
    assert one.columns["2024"].codes == {"2": "No", "1": "Yes"} and not one.changed


def test_an_answer_put_in_the_middle_moves_the_earlier_codes_and_is_told():
    before, after = ["Never", "Sometimes", "Always"], ["Never", "Rarely", "Sometimes", "Always"]
    codes = [{str(i): label for i, label in enumerate(labels, start=1)} for labels in (before, after)]
    (one,) = joined([column(codes=codes[0])], [column(codes=codes[1])])
    assert one.raw == {"2024": {"1": "1", "2": "3", "3": "4"}} and one.changed == {"2025": "+ Rarely"}
    (one,) = joined([column(codes=codes[1])], [column(codes=codes[0])])
    assert one.raw == {"2025": {"1": "1", "2": "3", "3": "4"}} and one.changed == {"2025": "– Rarely"}


def test_an_answer_in_words_that_a_wave_cannot_have_offered_is_told():
    two, three = ("Agree", "Disagree") * 30, ("Agree", "Neither", "Disagree") * 20
    assert joined([column(texts=two)], [column(texts=three)])[0].changed == {"2025": "+ Neither"}
    assert joined([column(texts=three)], [column(texts=two)])[0].changed == {"2025": "– Neither"}
    five, seven = ("1", "2", "3", "4", "5") * 12, ("1", "2", "3", "4", "5", "6", "7") * 9
    assert joined([column(texts=five)], [column(texts=seven)])[0].changed == {"2025": "+ 6, + 7"}


def test_an_answer_that_few_give_may_be_lacking_by_chance():
    rare = ("Agree", "Disagree") * 30 + ("Neither",)
    assert not joined([column(texts=("Agree", "Disagree") * 30)], [column(texts=rare)])[0].changed
    few = ("Agree", "Neither", "Disagree")
    assert not joined([column(texts=("Agree", "Disagree"))], [column(texts=few)])[0].changed
    missing = ("Agree", "Disagree", "Don't know") * 30
    assert not joined([column(texts=("Agree", "Disagree") * 30)], [column(texts=missing)])[0].changed


def test_an_answer_that_only_one_wave_has_never_takes_the_code_of_another():
    (one,) = joined([column(codes={"1": "A", "2": "B", "3": "C"})], [column(codes={"1": "B", "2": "A", "3": "D"})])
    assert sorted(one.raw["2024"].values()) == ["1", "2", "4"] and one.raw["2024"]["3"] == "4"
    assert one.columns["2024"].codes["4"] == "C"


def test_a_missing_code_follows_its_label_and_a_declared_range_its_codes():
    one, two = {**NO_YES, "9": "Don't know"}, {**NO_YES, "8": "Don't know", "9": "Refused"}
    (got,) = joined([column(codes=one, user_missing=("8-9",))], [column(codes=two, user_missing=("8-9",))])
    assert got.raw == {"2024": {"1": "1", "2": "2", "9": "8"}} and got.columns["2024"].user_missing == ("8",)


def test_questions_that_changed_their_numbers_are_joined_by_their_words():
    smoke = "Do you smoke?"
    got = joined(
        [column("q1", codes=NO_YES), column("q2", smoke, NO_YES)],
        [column("q1", smoke, NO_YES), column("q2", codes=NO_YES)],
    )
    assert [[c.header for c in each.columns.values()] for each in got] == [["q1", "q2"], ["q2", "q1"]]


def test_another_question_or_other_answers_in_a_column_are_not_joined_and_told():
    got = joined([column(codes=NO_YES)], [column(label="How old are you?", codes={"1": "Young", "2": "Old"})])
    assert [each.key for each in got] == ["q1", "q1_2025"] and "it asks 'How old are you?'" in got[1].doubt
    got = joined([column(codes=NO_YES)], [column(codes={"1": "Often", "2": "Never"})])
    assert len(got) == 2 and "the answers are 'Often', 'Never'" in got[1].doubt


def test_a_wave_without_labels_is_not_joined_by_its_codes():
    got = joined([column(codes=NO_YES)], [column(label="")])
    assert len(got) == 2 and got[1].doubt
    got = joined([column(codes=NO_YES)], [column(label="", texts=("Yes", "no"))])
    assert len(got) == 1 and got[0].raw == {"2025": {"Yes": "2", "no": "1"}}


def test_names_are_all_there_is_in_exports_without_labels_and_words_must_agree():
    assert len(joined([column(label="")], [column(label="")])) == 1
    assert len(joined([column(label="", texts=("Yes", "No"))], [column(label="", texts=("Often", "Never"))])) == 2
    (one,) = joined([column(label="", texts=("Yes", "No"))], [column(label="", texts=("YES", "No"))])
    assert one.raw == {"2025": {"YES": "Yes", "No": "No"}}


def test_numbers_and_labels_that_look_alike_are_left_as_they_are():
    got = joined([column(label="", texts=("1.5", "2"))], [column(label="", texts=("1,5", "15"))])
    assert len(got) == 1 and not got[0].raw
    terms = {"1": "1. term", "2": "2. term"}
    (one,) = joined([column(codes=terms)], [column(codes={"1": "2. term", "2": "1. term"})])
    assert one.raw == {"2024": {"1": "2", "2": "1"}}


def test_a_code_without_a_label_is_not_what_another_wave_calls_it():
    (one,) = joined([column(codes=NO_YES, texts=("1", "2", "3"))], [column(codes={**NO_YES, "3": "Maybe"})])
    assert one.raw == {"2024": {"1": "1", "2": "2", "3": "3 (2024)"}}
