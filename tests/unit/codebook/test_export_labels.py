"""Each export's own labels held against the codebook: what is named, and what a person has decided and is let through."""

import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.export_labels import ExportLabels, label_problems, labels_in, plain_question, plainly_worded
from evalreport.codebook.value_sets import Choice, ValueSet

FILES = {"2024": "first.sav", "2025": "second.sav"}
NO_YES = {"1": "No", "2": "Yes"}


def book(*variables: Variable, maps=None, labels=("No", "Yes")) -> Codebook:
    choices = tuple(Choice(code, {"en": label}) for code, label in enumerate(labels, start=1))
    return Codebook("s", "s.csv", tuple(FILES), variables, {"set": ValueSet("set", choices)}, maps or {}, {}, {})


def variable(name="q1", columns=None, label="Are you satisfied?", **more) -> Variable:
    sources = columns or dict.fromkeys(FILES, name)
    return Variable(name, "single", {"en": label}, "set", waves=tuple(sources), sources=sources, **more)


def found(a_book: Codebook, codes=(NO_YES, NO_YES), wordings=("", "")) -> list[str]:
    said = {
        wave: ExportLabels({"q1": codes[i]}, {"q1": wordings[i]} if isinstance(wordings[i], str) else wordings[i])
        for i, wave in enumerate(FILES)
    }
    return [f"{p.file} {p.found}" for p in label_problems(a_book, said, FILES)]


def test_labels_that_agree_are_no_news():
    assert found(book(variable())) == []
    assert found(book(variable()), codes=(NO_YES, {"1": "NO.", "2": " yes"})) == []


def test_codes_turned_round_in_one_wave_are_named_with_the_file():
    turned = found(book(variable()), codes=(NO_YES, {"1": "Yes", "2": "No"}))
    assert [text.split()[0] for text in turned] == ["second.sav", "second.sav"]
    assert "1 is 'Yes' in this export, and the codebook reads it as 1 'No'" in turned[0]


def test_a_map_that_puts_them_right_is_let_through_and_one_that_does_not_is_not():
    turned = (NO_YES, {"1": "Yes", "2": "No"})
    right, wrong = {"m": {"1": "2", "2": "1"}}, {"m": {"1": "1", "2": "2"}}
    assert found(book(variable(maps={"2025": "m"}), maps=right), codes=turned) == []
    assert len(found(book(variable(maps={"2025": "m"}), maps=wrong), codes=turned)) == 2


def test_a_code_with_another_name_in_a_later_wave_is_named_even_where_the_codebook_has_its_own_words():
    own_words = book(variable(), labels=("Ikke", "Jo"))
    said = found(own_words, codes=(NO_YES, {"1": "No", "2": "Often"}))
    assert said == ["second.sav 2 is 'Often' here and 'Yes' in first.sav; the codebook joins them by the code"]


def test_a_break_between_the_waves_says_that_they_are_not_compared():
    broken = variable(breaks=("2025",), stretches={"2024": 0, "2025": 1})
    assert found(book(broken, labels=("a", "b")), codes=(NO_YES, {"1": "No", "2": "Often"})) == []
    assert found(book(broken), wordings=("Are you satisfied?", "Are you well?")) == []


def test_codes_that_a_cleaning_rule_turns_round_are_known():
    said = {"2024": ExportLabels({"q1": NO_YES}), "2025": ExportLabels({"q1": {"1": "Yes", "2": "No"}})}
    assert label_problems(book(variable()), said, FILES, {("q1", "2025"): {1: 2, 2: 1}}) == []
    assert label_problems(book(variable()), said, FILES, {("q1", "2024"): {1: 2, 2: 1}}) != []


def test_two_codes_with_one_label_say_nothing():
    assert found(book(variable(), labels=("Yes", "Yes (2)")), codes=({"1": "Yes", "2": "Yes"},) * 2) == []


def test_another_question_in_the_column_is_named_until_somebody_finds_it_the_same():
    changed = ("Are you satisfied?", "Do you smoke?")
    assert (
        "it asks 'Do you smoke?'; in first.sav q1 asks 'Are you satisfied?'"
        in found(book(variable()), wordings=changed)[0]
    )
    assert found(book(variable(same_question=("2025",))), wordings=changed) == []
    assert found(book(variable()), wordings=("1. Are you <b>satisfied</b>?", "Q2. Are you satisfied")) == []


def test_a_column_with_the_words_of_another_variable_is_named():
    other = variable("q2", {"2024": "q2"}, "Do you smoke?")
    one = variable(columns={"2024": "q1"})
    said = found(book(one, other), wordings=("Do you smoke?", ""))
    assert len(said) == 1 and "q2 asks that" in said[0]


@pytest.mark.parametrize(
    "manifest",
    [
        {"labels": {"q1": "Are you?"}, "value_labels": {"q1": {"1": "No"}}},
        {"labels": {"q1": {"1": "No"}}, "wordings": {"q1": "Are you?"}},
    ],
)
def test_the_labels_of_a_manifest(manifest):
    assert labels_in(manifest) == ExportLabels({"q1": {"1": "No"}}, {"q1": "Are you?"})


def test_a_label_that_is_a_number_or_a_sign_keeps_itself():
    assert plainly_worded("1.5") != plainly_worded("2.5")
    assert plainly_worded("?") == "?" and plainly_worded("") == ""
    assert plainly_worded("1. semester") != plainly_worded("2. semester")
    assert plain_question("1. Are you?") == plain_question("Q12) are you")
