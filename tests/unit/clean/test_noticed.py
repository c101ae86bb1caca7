"""Notices on a clean table: what stops nothing and a person should know."""

import pandas as pd
from evalreport.clean.notice import Notice, notices_in, notices_table, said
from evalreport.clean.noticed import notices
from evalreport.clean.rules import Rule
from evalreport.codebook.codebook import Codebook, Variable

WAVES = ("2023", "2025")
FILES = {"2023": "one.csv", "2025": "two.csv"}
SOURCES = {wave: "Key" for wave in WAVES}
BOOK = Codebook(
    "pupils",
    "codebook/pupils.csv",
    WAVES,
    (
        Variable("key", "id", {}, waves=WAVES, sources=SOURCES),
        Variable("school", "id", {}, waves=WAVES, sources=dict.fromkeys(WAVES, "School")),
        Variable("sleep", "number", {}, waves=WAVES, sources=dict.fromkeys(WAVES, "Sleep")),
    ),
    {},
    {},
    {},
    {},
)
LOOKUP = {"programme": {"type": "text", "lookup": {"instrument": "schools", "key": "school", "value": "programme"}}}
SCHOOLS = pd.DataFrame({"wave": ["2025"] * 2, "school": ["101", "102"], "programme": ["a", "b"]})


def table(**columns) -> pd.DataFrame:
    """Ten respondents, five a wave, with what is named otherwise."""
    waves = ["2023"] * 5 + ["2025"] * 5
    whole = {
        "respondent": [f"{wave}-{row}" for wave, row in zip(waves, [1, 2, 3, 4, 5] * 2, strict=True)],
        "wave": waves,
        "key": [f"k{i}" for i in range(10)],
        "school": ["101", "102"] * 5,
        "sleep": [8.0] * 10,
    }
    return pd.DataFrame(whole | columns)


def told(rows, rules=(), log=(), derived=None, dropped=(), ingested=None) -> list[Notice]:
    """Notices; log: rules that acted somewhere; dropped: rows that the rule "twice" drops in 2023; looked-up variables are made."""
    for name in derived or {}:
        rows = rows.assign(
            **{name: rows["school"].map(dict(zip(SCHOOLS["school"], SCHOOLS["programme"], strict=True)))}
        )
    acted = [("2025", 0, "sleep", each) for each in log] + [("2023", row, "*", "twice") for row in dropped]
    table_ = pd.DataFrame(acted, columns=["wave", "row", "variable", "rule"])
    raw = ingested if ingested is not None else pd.DataFrame({"row": [1]})
    given = (rules, derived or {}, {"schools": SCHOOLS}, FILES, "cleaning/pupils.yaml", dict.fromkeys(WAVES, raw))
    return notices(rows, table_, BOOK, *given)


def rule(name: str) -> Rule:
    return Rule(name, "set_missing", WAVES, ("sleep",), "why", {"values": ["99"]})


def test_a_clean_table_has_none():
    assert told(table(), [rule("used")], ["used"], LOOKUP) == []


def test_a_rule_that_finds_nothing():
    (notice,) = told(table(), [rule("used"), rule("idle")], ["used"])
    assert str(notice) == "cleaning/pupils.yaml: the rule 'idle' finds nothing. Correct it, or take it out."


def test_a_key_that_stands_twice_and_one_that_is_not_there():
    keys = [*(f"k{i}" for i in range(19)), "k0"]
    rows = pd.DataFrame(
        {"respondent": [f"2023-{i + 1}" for i in range(20)], "wave": "2023", "key": keys, "school": "101", "sleep": 8.0}
    )
    (twice,) = (notice for notice in told(rows) if notice.wave == "2023")
    assert (twice.wave, twice.file, twice.place) == ("2023", "one.csv", "rows 1, 20 ('k0')")
    assert "'Key' names respondents, and some stand in several rows" in twice.found
    rows = rows.assign(key=[*(f"k{i}" for i in range(19)), None])
    (missing,) = (notice for notice in told(rows) if notice.wave == "2023")
    assert missing.place == "row 20" and "some rows have no name" in missing.found


def test_a_unit_that_the_register_does_not_know_and_one_that_is_missing():
    schools = ["101", "109", "102", "109", "102", "101", "102", None, "102", "101"]
    unknown, missing = told(table(school=schools), derived=LOOKUP)
    assert unknown.place == "rows 2, 4 ('109')" and unknown.wave == "2023"
    assert unknown.found == "their school is not in schools: they have no programme"
    assert (missing.file, missing.place) == ("two.csv", "row 3")


def test_a_unit_of_which_the_register_says_nothing():
    rows = table(school=["101", "102", "103", "102", "101"] * 2)
    register = pd.DataFrame({"wave": "2025", "school": ["101", "102", "103", None], "programme": ["a", "b", None, "c"]})
    rows = rows.assign(programme=["a", "b", None, "b", "a"] * 2)
    log = pd.DataFrame(columns=["wave", "row", "variable", "rule"])
    given = ((), LOOKUP, {"schools": register}, FILES, "cleaning/pupils.yaml", {})
    nameless, *without = notices(rows, log, BOOK, *given)
    assert nameless.found == "schools has rows without school"
    assert [(n.wave, n.place) for n in without] == [("2023", "row 3 ('103')"), ("2025", "row 3 ('103')")]
    assert without[0].found == "schools has no programme for their school"


def test_a_form_that_was_sent_twice_and_a_stranger_under_its_key():
    columns = {name: [name, name, f"other {name}"] for name in "abcdef"}
    raw = pd.DataFrame({"row": [1, 2, 3], "Key": ["k", "k", "k"], **columns})
    twice = Rule("twice", "drop_duplicates", ("2023",), (), "why", {"keys": ["Key"], "keep": "first"})
    assert told(table(), [twice], dropped=[2], ingested=raw) == []
    (notice,) = told(table(), [twice], dropped=[2, 3], ingested=raw)
    assert notice.place == "row 3" and "two respondents may have one key" in notice.found


def test_a_wave_of_which_nothing_is_left():
    (notice,) = told(table().query("wave == '2025'"))
    assert (notice.wave, notice.file, notice.found) == ("2023", "one.csv", "cleaning leaves no row of this wave")


def test_a_question_that_nobody_answered():
    (notice,) = told(table(sleep=[None] * 5 + [8.0] * 5))
    assert (notice.file, notice.place) == ("one.csv", "") and "'Sleep' (sleep) has no answer at all" in notice.found


def test_cases_that_hold_for_nobody():
    cases = [{"when": {"school": ["101", "102"]}, "code": "x"}, {"when": {"school": ["101"]}, "code": "y"}]
    (notice,) = told(table(), derived={"made": {"type": "text", "cases": cases}})
    assert notice.place == "derived > pupils > made, case 2"


def test_what_is_said_without_rows_and_values_has_neither(tmp_path):
    found = told(table(school=["109"] * 5 + ["102"] * 5), derived=LOOKUP)
    assert "109" in str(found[0]) and "109" not in found[0].discreet() and "row" not in found[0].discreet()
    assert notices_in(notices_table(found)) == found
    assert notices_in(notices_table([])) == []


def test_a_run_says_the_first_and_where_the_others_are():
    one = Notice("2023", "one.csv", "row 1", "so it is", "See it")
    assert said([one], "x.csv") == ["Notice: one.csv, row 1: so it is. See it."]
    assert said([one] * 12, "x.csv")[9:] == [
        "Notice: one.csv, row 1: so it is. See it.",
        "Notice: 2 more stand in x.csv",
    ]
