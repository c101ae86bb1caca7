"""Boxes ticked beside what they exclude: told, or settled by a rule, logged and replayed."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.clean.cleaning import clean, replay
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import load_codebook
from evalreport.files.errors import BadInput

BOOK = (
    "variable,type,label_nb,value_set,battery,section,asked_of,beside,excludes,values_status,source_1\n"
    "key,id,,,,,,,,published,key\n"
    "admin,tick,Forvaltning,tick,themes,,,,,published,a\n"
    "other,tick,Annet,tick,themes,,,,,published,b\n"
    "none,tick,Ingen,tick,themes,,,,others,published,c\n"
    "planned,number,Planlagt,,,,,,,published,d\n"
    "planned_dk,tick,Vet ikke,one,,,,planned,,published,e\n"
)
SETS = "value_set,code,label_nb,missing\ntick,0,Nei,\ntick,1,Ja,\none,1,Ja,\n"
RULE = {"id": "boxes", "type": "exclusive", "keep": "others", "reason": {"nb": "Krysset er en glipp."}}
ROWS = (
    ("a", "1", "0", "0", "4", ""),
    ("b", "1", "1", "1", "", "1"),  # none beside two others
    ("c", "0", "0", "1", "3", "1"),  # a number beside don't know
    ("d", "", "", "1", "", ""),
)


@pytest.fixture
def book(tmp_path: Path):
    files = {"s": BOOK, "value_sets": SETS, "batteries": "instrument,battery,label_nb\ns,themes,Temaer?\n"}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_codebook(tmp_path, "s", "s.csv", ["1"])


def ingested() -> dict[str, pd.DataFrame]:
    table = pd.DataFrame(list(ROWS), columns=["key", "a", "b", "c", "d", "e"]).astype("string")
    table.insert(0, "row", range(1, len(table) + 1))
    return {"1": table}


def rules(book, **changes):
    return parse_rules({"rules": [RULE | changes]}, "s.yaml", book, "nb")


def cleaned(book, **changes):
    found = clean(ingested(), book, rules(book, **changes))
    pd.testing.assert_frame_equal(replay(ingested(), book, found.log), found.table)
    return found


def values(found, name: str) -> list:
    return [None if pd.isna(value) else value for value in found.table[name]]


def test_without_a_rule_contradictions_are_told(book):
    with pytest.raises(BadInput) as caught:
        clean(ingested(), book, (), {"1": "s1.csv"})
    text = str(caught.value)
    assert "s1.csv, row 2, column 'c': none is ticked beside answers that it excludes (admin, other)" in text
    assert "s1.csv, row 3, column 'e': planned_dk is ticked beside answers that it excludes (planned)" in text


def test_the_others_are_kept_and_the_box_is_open(book):
    found = cleaned(book)
    assert values(found, "none") == [0, 0, 1, 1] and values(found, "admin") == [1, 1, 0, None]
    assert values(found, "planned_dk") == [None, 1, None, None] and values(found, "planned") == [4, None, 3, None]
    assert found.log[["row", "variable", "old", "new"]].values.tolist() == [
        [2, "none", "1", "0"],
        [3, "planned_dk", "1", ""],
    ]


def test_the_box_is_kept_and_the_others_are_open(book):
    found = cleaned(book, keep="box")
    assert values(found, "none") == [0, 1, 1, 1] and values(found, "admin") == [1, 0, 0, None]
    assert values(found, "other") == [0, 0, 0, None] and values(found, "planned") == [4, None, None, None]
    assert sorted(found.log[["row", "variable", "old", "new"]].values.tolist()) == [
        [2, "admin", "1", "0"],
        [2, "other", "1", "0"],
        [3, "planned", "3", ""],
    ]


def test_a_rule_for_one_box_leaves_the_others(book):
    with pytest.raises(BadInput) as caught:
        cleaned(book, variables=["none"])
    assert "planned_dk is ticked" in str(caught.value) and "none is ticked" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"keep": "last"}, "keep: 'last'. Write box or others"),
        ({"keep": "both"}, "keep: 'both'"),
        ({"variable": "admin"}, "admin excludes nothing"),
        ({"type": "drop_duplicates", "keys": ["key"]}, "keep: 'others'. Write first or last or most_answers"),
    ],
)
def test_a_rule_that_cannot_be(book, changes, found):
    with pytest.raises(BadInput) as caught:
        rules(book, **changes)
    assert found in str(caught.value)
