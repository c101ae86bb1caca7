"""Open answers that were coded: the table, the items it becomes, and codes that stand at the wrong answer."""

import pandas as pd
import pytest
from evalreport.clean.coded import coded
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.codings import coding_errors, item_of, read_codings, with_coding

WAVES = ("1", "2")
ASKED = (("why", "text", WAVES), ("key", "id", WAVES), ("late", "text", ("2",)))
VARIABLES = tuple(Variable(name, kind, {}, waves=waves) for name, kind, waves in ASKED)
BOOK = Codebook("s", "s.csv", WAVES, VARIABLES, {}, {}, {}, {"old": Battery("old", {})})
CODES = {"pay": "Pay", "far away": "Too far", "other": "Other"}
SPEC = {"of": "why", "file": "reasons.csv", "codes": list(CODES), "waves": WAVES}
DATA = pd.DataFrame(
    {
        "respondent": pd.array(["1-1", "1-3", "2-1", "2-2"], dtype="string"),
        "wave": pd.array(["1", "1", "2", "2"], dtype="string"),
        "key": pd.array(["a", "b", "a", None], dtype="string"),
        "why": pd.array(["Low pay, and far", None, "Home", "It was FAR"], dtype="string"),
    }
)
RAW = {"1": ["1", "2", "3"], "2": ["1", "2"]}
TABLE = "wave;row;codes;text\n1;1;pay; far away\n"


def joined(tmp_path, text, spec=SPEC, raw=RAW):
    (tmp_path / "reasons.csv").write_text(text, encoding="utf-8")
    rows, wrong = read_codings(tmp_path, spec, list(CODES), spec["waves"])
    table, found = coded(DATA, "reasons", spec, rows, raw)
    return table, "\n".join(map(str, [*wrong, *found]))


def values(table, code):
    return table[item_of("reasons", code)].fillna(-1).tolist()


FINE = 'wave,row,codes,text\n1,1,pay;far away,"LOW pay,  and far"\n2,1,other,\n2,2,far away,\n'


def test_each_code_is_an_item_of_those_who_wrote_something(tmp_path):
    table, told = joined(tmp_path, FINE)
    assert told == ""
    assert (values(table, "pay"), values(table, "far away"), values(table, "other")) == (
        [1, -1, 0, 0],
        [1, -1, 0, 1],
        [0, -1, 1, 0],
    )
    book = with_coding(BOOK, "reasons", {**SPEC, "label": {"en": "Why?"}}, CODES, "en")
    assert [v.name for v in book.battery("reasons")] == ["reasons_pay", "reasons_far_away", "reasons_other"]
    assert [v.label("en") for v in book.battery("reasons")] == list(CODES.values())
    assert book.value_set("reasons_codes").codes == (0, 1) and book.variable("reasons_pay").waves == WAVES


def test_respondents_may_be_named_by_a_variable(tmp_path):
    spec = SPEC | {"by": "key", "uncoded": "missing"}
    table, told = joined(tmp_path, "wave,key,codes\n1,a,pay\n2,a,other\n", spec, {"1": ["a", "b"], "2": ["a"]})
    assert (told, values(table, "pay")) == ("", [1, -1, 0, -1])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "1,1,pay;far away",
            "1,1,pay;far awy",
            "row 2, column codes: 'far awy' is no code of the list. Did you mean 'far away'?",
        ),
        ("2,1,other,", "2,7,other,", "row 3: '7' is in no form of 2"),
        ("2,1,other,", "1,3,other,", "row 3: codes for an answer that is empty"),
        ("2,1,other,", "2,2,other,", "'2' stands in row 3 too"),
        ("2,1,other,", "3,1,other,", "row 3, column wave: '3'"),
        ("2,1,other,", ",1,other,", "row 3, column wave: empty"),
        ("2,1,other,", "2,,other,", "row 3, column row: empty"),
        ("2,1,other,", "2,1,other,Away", "row 3: the answer is 'Home', not 'Away'"),
        ("2,1,other,", "2,1,,", "no codes for 1 answers (2-1)"),
        ("2,1,other,\n", "", "no codes for 1 answers (2-1)"),
        ("wave,row", "wave,line", "column 'row' is missing"),
    ],
)
def test_slips_are_told_with_their_row(tmp_path, old, new, says):
    assert old in FINE
    assert says in joined(tmp_path, FINE.replace(old, new))[1]


def test_codes_of_a_form_that_cleaning_dropped_are_left(tmp_path):
    assert joined(tmp_path, FINE + "1,2,pay,\n")[1] == ""  # row 2 of wave 1 is in the export, not in the clean table


def test_answers_without_codes_are_missing_where_that_is_said(tmp_path):
    table, told = joined(tmp_path, FINE.replace("2,1,other,\n", ""), SPEC | {"uncoded": "missing"})
    assert (told, values(table, "other")) == ("", [0, -1, -1, 0])


def test_one_wave_needs_no_wave(tmp_path):
    table, told = joined(tmp_path, "row;codes\n1;pay\n", SPEC | {"waves": ("1",)})
    assert (told, values(table, "pay")) == ("", [1, -1, -1, -1])


@pytest.mark.parametrize(
    ("name", "spec", "codes", "says"),
    [
        ("reasons", {"of": "wy"}, CODES, "Did you mean 'why'?"),
        ("reasons", {"of": "key"}, CODES, "key is of type id"),
        ("reasons", {"of": "why", "by": "kay"}, CODES, "Did you mean 'key'?"),
        ("old", {"of": "why"}, CODES, "batteries.csv has 'old' too"),
        ("reasons", {"of": "late", "waves": ["1"]}, CODES, "late was not asked in '1'"),
        ("reasons", {"of": "why"}, ["a-b", "a b"], "the code 'a-b' makes the variable reasons_a_b"),
        ("reasons", {"of": "why"}, ["æ"], "Codes differ in letters"),
        ("reasons", {"of": "why"}, ["made"], "a variable reasons_made exists"),
    ],
)
def test_slips_of_the_configuration_are_told(name, spec, codes, says):
    found = coding_errors(name, spec, list(codes), BOOK, ["reasons_made"])
    assert says in "\n".join(" ".join(each) for each in found)
