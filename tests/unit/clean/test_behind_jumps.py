"""Answers behind a jump: told, or set to not applicable by a rule, logged, counted, and replayed."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.clean.cleaning import clean, replay, summary
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import load_codebook
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.answers import asked, base_of
from evalreport.files.errors import BadInput

BOOK = (
    "variable,type,label_nb,value_set,battery,section,asked_of,asked_if,values_status,source_1,source_2\n"
    "key,id,,,,,,,published,key,key\n"
    "forums,single,Fora?,yes_no,,,,,published,q1,q1\n"
    "free,single,Frivillig?,yes_no,,,,forums = 1,published,q2,q2\n"
    "meetings,number,Møter,,,,,free = 1,published,q3,q3\n"
    "why,text,,,,,,forums = 2,published,,q4\n"
)
SETS = "value_set,code,label_nb,missing\nyes_no,1,Ja,\nyes_no,2,Nei,\nyes_no,9,Vet ikke,dont_know\n"
RULE = {"id": "behind", "type": "jumps", "reason": {"nb": "Bare de med fora ble spurt."}}
# key, forums, free, meetings, why; the comment says what is wrong
ROWS = (
    ("a", "1", "1", "6", ""),
    ("b", "2", "", "", "dyrt"),
    ("c", "2", "1", "4", ""),  # two answers behind the jump
    ("d", "1", "2", "3", ""),  # a number behind the second jump
    ("e", "", "1", "2", ""),  # no answer to the gate: their answers count
    ("f", "2", "9", "", ""),  # a don't know is no answer
    ("g", "9", "", "", ""),
    ("h", "1", "1", "", "x"),  # a text behind a jump
)


@pytest.fixture
def book(tmp_path: Path):
    (tmp_path / "s.csv").write_text(BOOK, encoding="utf-8")
    (tmp_path / "value_sets.csv").write_text(SETS, encoding="utf-8")
    return load_codebook(tmp_path, "s", "s.csv", ["1", "2"])


def ingested(rows=ROWS) -> dict[str, pd.DataFrame]:
    table = pd.DataFrame(list(rows), columns=["key", "q1", "q2", "q3", "q4"]).astype("string")
    table.insert(0, "row", range(1, len(table) + 1))
    return {"1": table.drop(columns="q4").iloc[:2], "2": table}


def rules(book, *items):
    return parse_rules({"rules": list(items)}, "s.yaml", book, "nb")


def test_without_a_rule_every_answer_behind_a_jump_is_told(book):
    with pytest.raises(BadInput) as caught:
        clean(ingested(), book, (), {"2": "s2.csv"})
    text = str(caught.value)
    assert (
        "s2.csv, row 3, column 'q2': 1 answer to free from respondents who were not asked (asked_if forums = 1)" in text
    )
    assert "s2.csv, rows 3, 4, column 'q3': 2 answers to meetings" in text and "free = 1; forums = 1" in text
    assert "row 8, column 'q4'" in text and "rule of type jumps" in text
    assert "s1" not in text


def test_a_rule_sets_them_to_not_applicable_and_logs_each(book):
    steps = rules(book, RULE)
    cleaned = clean(ingested(), book, steps)
    second = cleaned.table[cleaned.table["wave"] == "2"].set_index("key")
    assert second["free"].astype(object).where(second["free"].notna(), None).tolist() == [
        1,
        None,
        None,
        2,
        1,
        None,
        None,
        1,
    ]
    assert second["meetings"].notna().tolist() == [True, False, False, False, True, False, False, False]
    assert second.at["b", "why"] == "dyrt" and pd.isna(second.at["h", "why"])
    log = cleaned.log[["wave", "row", "variable", "old", "new", "rule", "stage"]].values.tolist()
    assert log == [
        ["2", 3, "free", "1", "", "behind", "emptied"],
        ["2", 3, "meetings", "4", "", "behind", "emptied"],
        ["2", 4, "meetings", "3", "", "behind", "emptied"],
        ["2", 8, "why", "x", "", "behind", "emptied"],
    ]
    pd.testing.assert_frame_equal(replay(ingested(), book, cleaned.log), cleaned.table)
    assert summary(cleaned.log, steps, book.waves)["changes"].tolist() == [0, 4]


def test_those_led_past_count_as_not_applicable_and_the_counts_add_up(book):
    missing = clean(ingested(), book, rules(book, RULE)).missing
    found = missing[missing["wave"] == "2"].set_index("variable")
    columns = ["valid", "dont_know", "not_applicable", "empty", "not_asked"]
    assert found.loc["free", columns].tolist() == [4, 0, 3, 1, 0]
    assert found.loc["meetings", columns].tolist() == [2, 0, 4, 2, 0]
    assert (found[[*columns, "no_answer"]].sum(axis=1) == found["n"]).all()


def test_a_rule_for_one_question_leaves_the_others(book):
    with pytest.raises(BadInput) as caught:
        clean(ingested(), book, rules(book, RULE | {"variables": ["free", "why"]}))
    assert "to meetings" in str(caught.value) and "to free" not in str(caught.value)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"variable": "forums"}, "forums stands behind no jump"),
        ({"waves": ["3"]}, "unknown wave '3'"),
        ({"values": [1]}, "unknown key 'values'"),
    ],
)
def test_a_rule_that_cannot_be(book, item, found):
    with pytest.raises(BadInput, match=found):
        rules(book, RULE | item)


def test_a_rule_where_nothing_stands_behind_a_jump(tmp_path):
    text = BOOK.replace("forums = 1", "").replace("free = 1", "").replace("forums = 2", "")
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    (tmp_path / "value_sets.csv").write_text(SETS, encoding="utf-8")
    plain = load_codebook(tmp_path, "s", "s.csv", ["1", "2"])
    with pytest.raises(BadInput, match="no question of the codebook stands behind a jump"):
        rules(plain, RULE)
    assert len(clean(ingested(), plain).table) == 10


def test_boxes_that_were_left_open_by_those_led_past_are_no_answers(tmp_path):
    rows = (
        "variable,type,label_nb,value_set,battery,section,asked_of,asked_if,values_status,source_1\n"
        "forums,single,Fora?,yes_no,,,,,published,q1\nbox,tick,Kryss,tick,,,,forums = 1,published,q2\n"
    )
    (tmp_path / "s.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "value_sets.csv").write_text(SETS + "tick,0,Nei,\ntick,1,Ja,\n", encoding="utf-8")
    book = load_codebook(tmp_path, "s", "s.csv", ["1"])
    table = pd.DataFrame({"row": [1, 2, 3, 4], "q1": ["1", "1", "2", "2"], "q2": ["0", "1", "0", "1"]}).astype(
        {"q1": "string", "q2": "string"}
    )
    with pytest.raises(BadInput) as caught:
        clean({"1": table}, book)
    assert "row 4, column 'q2': 1 answer to box" in str(caught.value)
    cleaned = clean({"1": table}, book, rules(book, RULE))
    assert [None if pd.isna(value) else value for value in cleaned.table["box"]] == [0, 1, None, None]
    assert cleaned.log["row"].tolist() == [4]
    pd.testing.assert_frame_equal(replay({"1": table}, book, cleaned.log), cleaned.table)
    assert cleaned.missing.set_index("variable").loc["box", ["valid", "not_applicable", "empty"]].tolist() == [2, 2, 0]


def test_the_base_of_an_exhibit_is_those_who_were_asked(book):
    data = clean(ingested(), book, rules(book, RULE)).table
    data = data[data["wave"] == "2"].reset_index(drop=True)
    free, meetings = book.variable("free"), book.variable("meetings")
    everybody = Exhibit("x", "c", "T", "distribution", instrument="s", base="all")
    assert "".join(data["key"][base_of(everybody, free, data)]) == "adegh"
    assert "".join(data["key"][asked(data, meetings)]) == "aegh"
    assert "".join(data["key"][base_of(Exhibit("x", "c", "T", "mean"), meetings, data)]) == "ae"
