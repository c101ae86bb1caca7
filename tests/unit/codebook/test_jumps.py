"""Jumps as data: conditions that can be read, whom they lead past a question, and how the questionnaire says it."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.codebook.codebook import load_codebook
from evalreport.codebook.jumps import Jump, led_past, parse_jumps
from evalreport.codebook.questionnaire import questionnaire
from evalreport.files.errors import BadInput

HEADER = "variable,type,label_nb,label_en,value_set,battery,section,asked_of,asked_if,values_status,source_1,source_2\n"
ROWS = {
    "forums": "single,Fora?,Forums?,yes_no,,,,{},published,Q1,Q1",
    "how": "single,Hvordan?,How?,yes_no,,,,{},published,Q2,Q2",
    "often": "number,Hvor ofte?,How often?,,,,,{},published,Q3,Q3",
    "item_a": "scale,Nyttig,Useful,scale,views,,,{},published,Q4a,Q4a",
    "item_b": "scale,Dyrt,Costly,scale,views,,,{},published,Q4b,Q4b",
    "last": "single,Sist?,Last?,yes_no,,,,{},published,Q5,Q5",
}
SETS = (
    "value_set,code,label_nb,label_en,missing\nyes_no,1,Ja,Yes,\nyes_no,2,Nei,No,\nyes_no,9,Vet ikke,Don't know,dont_know\n"
    "scale,1,Uenig,Disagree,\nscale,2,Verken,Neither,\nscale,3,Enig,Agree,\n"
)


def book(folder: Path, **jumps: str):
    rows = "".join(f"{name},{row.format(jumps.get(name, ''))}\n" for name, row in ROWS.items())
    files = {
        "s": HEADER + rows,
        "value_sets": SETS,
        "batteries": "instrument,battery,label_nb,label_en\ns,views,Syn?,Views?\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_codebook(folder, "s", "s.csv", ["1", "2"], ["nb", "en"])


def test_conditions_are_read_and_those_of_the_gates_come_with_them(tmp_path):
    found = book(tmp_path, how="forums = 1", often="how=1; forums = 1", item_a="often = 2-", item_b="often = 2-")
    assert found.variable("how").asked_if == (Jump("forums", "1"),)
    assert found.variable("often").jumps == (Jump("how", "1"), Jump("forums", "1"))
    assert [jump.gate for jump in found.variable("item_a").jumps] == ["often", "how", "forums"]
    assert found.variable("last").jumps == () and parse_jumps("") == ()


@pytest.mark.parametrize(
    ("jump", "found"),
    [
        ("forums", "'forums' is no condition"),
        ("forums = ", "'forums =' is no condition"),
        ("forum = 1", "no variable 'forum'. Did you mean 'forums'?"),
        ("last = 1", "'last' stands behind it"),
        ("often = 1", "'often' stands behind it"),
        ("forums = 3", "'3' is no answer to forums. Answers: 1, 2"),
        ("forums = 9", "'9' is no answer to forums"),
        ("forums = yes", "'yes' is no answer to forums"),
        ("forums = 1 2", "forums = 1 2 leads everybody to it"),
        ("forums = 5-7", "forums = 5-7 leads nobody to it"),
        ("forums = 1; forums = 2", "'forums' twice"),
    ],
)
def test_a_jump_that_cannot_be_is_told_with_its_row(tmp_path, jump, found):
    with pytest.raises(BadInput) as caught:
        book(tmp_path, often=jump)
    assert "s.csv, row 4, column asked_if" in str(caught.value) and found in str(caught.value)


@pytest.mark.parametrize(
    ("codes", "answers", "past"),
    [
        ("1", [1, 2, None], [False, True, False]),
        ("1 3", [1, 2, 3], [False, True, False]),
        ("2-", [1, 2, 7.5], [True, False, False]),
        ("a c", ["a", "b", None], [False, True, False]),
        ("1 b", ["1", "b", "2"], [False, False, True]),
    ],
)
def test_who_is_led_past(codes, answers, past):
    values = pd.Series(answers, dtype=object)
    assert led_past({"q": values}, [Jump("q", codes)], values.index).tolist() == past
    assert not led_past({}, [Jump("q", codes)], values.index).any()  # a wave without the gate


def asked_of(found, language: str) -> list[str]:
    return [entry["asked_of"] for entry in questionnaire(found, language)]


def test_the_questionnaire_says_a_jump_once(tmp_path):
    found = book(tmp_path, how="forums = 1", often="forums = 1", item_a="how = 2", item_b="how = 2")
    assert asked_of(found, "nb") == [
        "",
        "dem som svarte «Ja» på spørsmål 1 (spørsmål 2 til 4)",
        "",
        "dem som svarte «Nei» på spørsmål 2",
        "",
    ]
    assert asked_of(found, "en")[3] == "those who answered ‘No’ to question 2"


def test_the_questionnaire_of_a_jump_over_numbers_items_and_several_answers(tmp_path):
    found = book(tmp_path, item_a="often = 2-", item_b="often = 2-", last="item_b = 1 2; forums = 1")
    assert asked_of(found, "nb")[3:] == [
        "dem som svarte 2 eller mer på spørsmål 3 (spørsmål 4 til 5)",
        "dem som svarte «Uenig» eller «Verken» på «Dyrt» i spørsmål 4 og dem som svarte «Ja» på spørsmål 1",
    ]


def test_a_condition_of_one_item_is_no_jump_past_the_question(tmp_path):
    assert asked_of(book(tmp_path, item_b="forums = 1"), "nb") == [""] * 5
