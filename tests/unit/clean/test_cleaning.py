"""The rule engine: each kind of rule, the log, the counts of missing, and that the log alone gives the same table."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.clean.cleaning import clean, replay, summary
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import load_codebook
from evalreport.files.errors import BadInput
from hypothesis import given, settings
from hypothesis import strategies as st

HEADER = "variable,type,label_nb,value_set,battery,section,asked_of,values_status,source_1,map_1,source_2,map_2,note\n"
SURVEY = (
    "key,id,,,,,,published,Key,,key,,\n"
    "office,id,,,,,,published,,,office,,\n"
    "place,text,,,,,,published,Place,,place,,\n"
    "sex,single,Kjønn,sex,,,,published,Sex?,sex_1,q1,,\n"
    "gain,scale,Gevinst,agree,benefits,,,published,Gain?,,q2,,\n"
    "loss,scale,Tap,agree,benefits,,,published,,,q3,,\n"
    "read,single,Lest,read,,,,published,Read?,,q4,,\n"
    "tick,tick,Kryss,yes,,,,published,Tick,ticked,q5,,\n"
    "fte,number,Årsverk,,,,,published,FTE,,q6,,\n"
    "since,year,Siden,,,,,published,Since,,q7,,\n"
    "got,date,,,,,,published,Got,,q8,,\n"
    "group,single,Gruppe,group,,,,published,Group,,group,,\n"
)
VALUE_SETS = (
    "value_set,code,label_nb,missing\n"
    "sex,1,Kvinne,\nsex,2,Mann,\nsex,9,Ubesvart,no_answer\n"
    "agree,1,Uenig,\nagree,2,2,\nagree,3,Enig,\nagree,8,Vet ikke,dont_know\n"
    "read,1,Nylig,\nread,2,Sjelden,\nread,3,Aldri,\n"
    "yes,0,Nei,\nyes,1,Ja,\n"
    "group,treated,Tiltak,\ngroup,control,Kontroll,\n"
)
CODE_MAPS = "map,raw,code\nsex_1,K,1\nsex_1,M,2\nread_1,1,3\nread_1,2,2\nread_1,3,1\nticked,X,1\nticked,,0\n"
BATTERIES = "instrument,battery,label_nb\nstaff,benefits,Hvor enig?\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("config")
    texts = {"staff": HEADER + SURVEY, "value_sets": VALUE_SETS, "code_maps": CODE_MAPS, "batteries": BATTERIES}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_codebook(folder, "staff", "staff.csv", ["1", "2"])


FIRST = {"Key": "a", "Place": "Bygd", "Sex?": "K", "Gain?": "Enig", "Read?": "1", "Tick": "X"}
FIRST |= {"FTE": "1.5", "Since": "1999", "Got": "2009-10-12", "Group": "Tiltak", "Status": "Done", "Sent": "01.02.2009"}
SECOND = {"key": "k", "office": "11", "place": "By", "q1": "1", "q2": "3", "q3": "1", "q4": "2", "q5": "0"}
SECOND |= {"q6": "2", "q7": "2001", "q8": "2009-10-13", "group": "control"}


def waves(first=({},), second=({},)):
    """Ingested tables of both waves: rows as differences from one proper row each, row numbers from 1."""

    def table(base, rows):
        records = [base | row for row in rows]
        texts = {name: pd.array([r[name] or None for r in records], dtype="string") for name in base}
        return pd.DataFrame({"row": range(1, len(records) + 1)} | texts)

    return {"1": table(FIRST, first), "2": table(SECOND, second)}


def rules(book, *items):
    return parse_rules(
        {"rules": [{"id": f"r{i}", "reason": "why"} | item for i, item in enumerate(items)]}, "r", book, "nb"
    )


def run(book, ingested, *items):
    cleaned = clean(ingested, book, rules(book, *items))
    pd.testing.assert_frame_equal(replay(ingested, book, cleaned.log), cleaned.table)
    return cleaned


def log(cleaned):
    return [
        tuple(row) for row in cleaned.log[["wave", "row", "variable", "old", "new", "rule"]].itertuples(index=False)
    ]


def test_waves_are_coded_and_stacked_in_codebook_order(book):
    table = run(book, waves()).table
    assert list(table.columns) == ["respondent", "wave", *book.names]
    assert list(table["respondent"]) == ["1-1", "2-1"]
    assert table["sex"].tolist() == [1, 1]
    assert table["gain"].tolist() == [3, 3]
    assert table["tick"].tolist() == [1, 0]
    assert table["fte"].tolist() == [1.5, 2.0]
    assert table["since"].tolist() == [1999, 2001]
    assert table["group"].tolist() == ["treated", "control"]
    assert table["got"].tolist() == ["2009-10-12", "2009-10-13"]
    types = {"sex": "Int64", "fte": "Float64", "since": "Int64", "group": "string", "key": "string", "wave": "string"}
    assert {name: str(table[name].dtype) for name in types} == types


def test_nothing_to_clean_gives_an_empty_log(book):
    assert run(book, waves()).log.empty


def test_kinds_of_missing_are_counted_apart_and_leave_no_code(book):
    cleaned = run(book, waves(second=[{"q2": "8"}, {"q2": ""}, {"q2": "Enig"}, {"q1": "9"}]))
    assert cleaned.table["gain"].isna().tolist() == [False, True, True, False, False]
    counts = cleaned.missing.set_index(["wave", "variable"])
    assert counts.loc[("2", "gain")].to_dict() == {
        "n": 4, "valid": 2, "dont_know": 1, "no_answer": 0, "not_applicable": 0, "empty": 1, "not_asked": 0,
    }  # fmt: skip
    assert counts.loc[("2", "sex"), "no_answer"] == 1
    assert counts.loc[("1", "loss"), ["valid", "empty", "not_asked"]].tolist() == [0, 0, 1]
    parts = cleaned.missing.drop(columns=["wave", "variable", "n"]).sum(axis=1)
    assert (parts == cleaned.missing["n"]).all()


def test_a_map_replaces_direct_matching_and_can_map_the_empty_cell(book):
    assert run(book, waves(first=[{"Tick": ""}])).table["tick"].tolist() == [0, 0]
    with pytest.raises(BadInput, match=r"column 'Sex\?': 'Kvinne' is not known. Allowed: 'K', 'M'"):
        run(book, waves(first=[{"Sex?": "Kvinne"}]))


@pytest.mark.parametrize("text", ["2009-W42-1", "20091012", "2009-10-32", "2009-10-1"])
def test_a_day_is_written_in_one_way(book, text):
    """Other ISO forms would stand out of order among the days, and in no period."""
    with pytest.raises(BadInput, match=f"column 'q8': '{text}' is not known. Expected a date such as 2009-10-12"):
        run(book, waves(second=[{"q8": text}]))


def test_unknown_values_come_all_at_once_with_file_rows_column_and_what_is_allowed(book):
    bad = waves(
        first=[{"Gain?": "Tja"}], second=[{"q1": "7", "q6": "2,5"}, {"q1": "7", "q7": "01"}, {"q8": "12.10.2009"}]
    )
    with pytest.raises(BadInput) as caught:
        clean(bad, book, (), {"1": "web.csv", "2": "paper.sav"})
    text = str(caught.value)
    assert text.startswith("5 problems")
    assert (
        "web.csv, row 1, column 'Gain?': 'Tja' is not known. Allowed: '1', 'Uenig', '2', '3', 'Enig', '8', 'Vet ikke'"
        in text
    )
    assert "paper.sav, rows 1, 2, column 'q1': '7' is not known" in text
    assert "paper.sav, row 1, column 'q6': '2,5' is not known. Expected a number with '.' as decimal mark" in text
    assert "paper.sav, row 2, column 'q7': '01' is not known. Expected a year of four digits" in text
    assert "paper.sav, row 3, column 'q8': '12.10.2009' is not known. Expected a date such as 2009-10-12" in text


def test_decimal_mark_of_a_wave(book):
    ingested = waves(second=[{"q6": "2,5"}])
    cleaned = clean(ingested, book, decimals={"2": ","})
    assert cleaned.table["fte"].tolist() == [1.5, 2.5]
    pd.testing.assert_frame_equal(replay(ingested, book, cleaned.log, {"2": ","}), cleaned.table)


def test_missing_columns_are_named_with_the_closest_header(book):
    ingested = waves()
    ingested["2"] = ingested["2"].rename(columns={"office": "ofice", "q8": "when"})
    with pytest.raises(BadInput) as caught:
        clean(ingested, book, (), {"2": "paper.sav"})
    assert "paper.sav, header: no column 'office' (variable office). Did you mean 'ofice'?" in str(caught.value)
    assert "paper.sav, header: no column 'q8' (variable got). Known: ofice, when" in str(caught.value)


def test_drop_where(book):
    ingested = waves(first=[{}, {"Status": "Open"}, {}])
    cleaned = run(book, ingested, {"type": "drop_where", "waves": ["1"], "column": "Status", "values": ["Open"]})
    assert list(cleaned.table["respondent"]) == ["1-1", "1-3", "2-1"]
    assert log(cleaned) == [("1", 2, "*", "", "dropped", "r0")]
    assert cleaned.log["reason"].tolist() == ["why"]


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        ({"keep": "first"}, ["1-1", "1-3", "1-4"]),
        ({"keep": "last"}, ["1-2", "1-3", "1-4"]),
        ({"keep": "last", "order_by": "Sent"}, ["1-1", "1-3", "1-4"]),
        ({"keep": "first", "order_by": "Sent"}, ["1-2", "1-3", "1-4"]),
        ({"keep": "most_answers"}, ["1-2", "1-3", "1-4"]),
        ({"keep": "most_answers", "variables": ["sex"]}, ["1-1", "1-3", "1-4"]),
    ],
)
def test_drop_duplicates(book, how, kept):
    rows = [{"Sent": "2009-02-11 22:34", "Gain?": ""}, {"Sent": "03.02.2009 10:15"}, {"Key": ""}, {"Key": ""}]
    rule = {"type": "drop_duplicates", "waves": ["1"], "keys": ["Key"]} | how
    assert list(run(book, waves(first=rows), rule).table["respondent"]) == [*kept, "2-1"]


def test_drop_duplicates_needs_times_it_can_read(book):
    rule = {"type": "drop_duplicates", "waves": ["1"], "keys": ["Key"], "keep": "last", "order_by": "Sent"}
    with pytest.raises(BadInput, match="row 2, column 'Sent': 'soon' is no time to order by"):
        run(book, waves(first=[{}, {"Sent": "soon"}]), rule)


def test_a_rule_on_a_column_that_is_not_there(book):
    with pytest.raises(BadInput, match="no column 'Statsu', which rule 'r0' needs. Did you mean 'Status'"):
        run(book, waves(), {"type": "drop_where", "waves": ["1"], "column": "Statsu", "values": ["x"]})


def test_drop_if_answers_below(book):
    rows = [{}, {"q2": "", "q3": ""}, {"q2": ""}]
    rule = {"type": "drop_if_answers_below", "waves": ["2"], "minimum": 1, "battery": "benefits"}
    assert list(run(book, waves(second=rows), rule).table["respondent"]) == ["1-1", "2-1", "2-3"]


def test_replace_set_missing_and_correct_work_on_texts_in_order(book):
    cleaned = run(
        book,
        waves(second=[{"place": "Bu"}, {"q1": "77", "q2": "0"}, {"q3": "55"}]),
        {"type": "replace", "variable": "place", "values": {"Bu": "By"}},
        {"type": "set_missing", "battery": "benefits", "waves": ["2"], "values": [0, "55"]},
        {"type": "correct", "variable": "sex", "waves": ["2"], "row": 2, "old": "77", "new": "1"},
        {"type": "correct", "variable": "sex", "waves": ["2"], "row": 2, "old": "1", "new": "2"},
    )
    assert log(cleaned) == [
        ("2", 1, "place", "Bu", "By", "r0"),
        ("2", 2, "gain", "0", "", "r1"),
        ("2", 3, "loss", "55", "", "r1"),
        ("2", 2, "sex", "77", "1", "r2"),
        ("2", 2, "sex", "1", "2", "r3"),
    ]
    assert cleaned.table["sex"].tolist() == [1, 1, 2, 1]


def test_correct_refuses_when_the_cell_holds_something_else(book):
    rule = {"type": "correct", "variable": "sex", "waves": ["2"], "row": 1, "old": "3", "new": "2"}
    with pytest.raises(BadInput, match="row 1, sex: '1', not '3' as rule 'r0' says"):
        run(book, waves(), rule)
    with pytest.raises(BadInput, match="row 9: no such row"):
        run(book, waves(), rule | {"row": 9})


def test_parse_date_tries_formats_in_order(book):
    rows = [{"q8": "40098"}, {"q8": "12.10.2009"}, {"q8": "2009-10-12 00:00:00"}, {"q8": ""}, {"q7": "36526"}]
    cleaned = run(
        book,
        waves(second=rows),
        {"type": "parse_date", "variable": "got", "formats": ["iso", "excel_serial", "%d.%m.%Y"], "as": "date"},
        {"type": "parse_date", "variable": "since", "formats": ["%Y", "excel_serial"], "as": "year"},
    )
    assert cleaned.table["got"].tolist()[1:4] == ["2009-10-12"] * 3
    assert cleaned.table["since"].tolist() == [1999, 2001, 2001, 2001, 2001, 2000]
    assert len(cleaned.log) == 4


def test_fill_from_fills_only_the_empty_also_in_waves_that_did_not_ask(book):
    cleaned = run(
        book,
        waves(first=[{}, {"Place": "Ukjent"}], second=[{"office": "", "place": "Bygd"}, {}]),
        {"type": "fill_from", "variable": "office", "from": "place", "values": {"Bygd": 12, "By": 13}},
    )
    assert cleaned.table["office"].fillna("-").tolist() == ["12", "-", "12", "11"]
    assert log(cleaned) == [("1", 1, "office", "", "12", "r0"), ("2", 1, "office", "", "12", "r0")]


def test_reverse_turns_codes_but_no_kind_of_missing(book):
    cleaned = run(
        book,
        waves(second=[{"q2": "1"}, {"q2": "2"}, {"q2": "8"}, {"q2": "Enig"}]),
        {"type": "reverse", "variable": "gain", "waves": ["2"], "minimum": 1, "maximum": 3},
    )
    assert cleaned.table["gain"].fillna(0).tolist() == [3, 3, 2, 0, 1]
    assert log(cleaned) == [("2", 1, "gain", "1", "3", "r0"), ("2", 4, "gain", "3", "1", "r0")]


def test_recode_logs_only_cells_whose_code_changes_its_meaning(book):
    cleaned = run(
        book,
        waves(first=[{"Read?": "1"}, {"Read?": "2"}, {"Read?": "Aldri"}]),
        {"type": "recode", "variable": "read", "waves": ["1"], "map": "read_1"},
    )
    assert cleaned.table["read"].tolist() == [3, 2, 3, 2]
    assert log(cleaned) == [("1", 1, "read", "1", "3", "r0")]


def test_flag_keeps_the_row_and_tells(book):
    rows = [{"office": ""}, {"q1": "9"}]
    cleaned = run(
        book, waves(second=rows), {"type": "flag", "variables": ["office", "sex"], "waves": ["2"], "when": "missing"}
    )
    assert len(cleaned.table) == 3
    assert log(cleaned) == [("2", 1, "office", "", "kept", "r0"), ("2", 2, "sex", "", "kept", "r0")]


def test_summary_counts_changes_by_rule_and_wave_also_none(book):
    items = [{"type": "replace", "variable": "place", "values": {"Bu": "By"}}]
    cleaned = run(book, waves(second=[{"place": "Bu"}, {"place": "Bu"}]), *items)
    assert summary(cleaned.log, rules(book, *items), ["1", "2"])["changes"].tolist() == [0, 2]


def test_input_is_left_as_it_was(book):
    ingested = waves(second=[{"place": "Bu"}])
    before = {wave: table.copy() for wave, table in ingested.items()}
    run(book, ingested, {"type": "replace", "variable": "place", "values": {"Bu": "By"}})
    for wave, table in before.items():
        pd.testing.assert_frame_equal(ingested[wave], table)


CELLS = {
    "Key": ["a", "b", ""],
    "Place": ["Bygd", "Bu", ""],
    "Sex?": ["K", "M", ""],
    "Gain?": ["1", "3", "8", "0", "Enig", ""],
    "Read?": ["1", "2", "3", "Nylig"],
    "Tick": ["X", ""],
    "Status": ["Done", "Open"],
    "Since": ["1999", "36526", ""],
}
POOL = [
    {"type": "drop_where", "waves": ["1"], "column": "Status", "values": ["Open"]},
    {"type": "drop_duplicates", "waves": ["1"], "keys": ["Key"], "keep": "most_answers"},
    {"type": "drop_if_answers_below", "waves": ["1"], "minimum": 8},
    {"type": "replace", "variable": "place", "values": {"Bu": "Bygd"}},
    {"type": "replace", "variable": "gain", "values": {"Enig": "1", "1": "Vet ikke"}},
    {"type": "fill_from", "variable": "office", "from": "place", "values": {"Bygd": "12"}},
    {"type": "reverse", "variable": "gain", "minimum": 1, "maximum": 3},
    {"type": "recode", "variable": "read", "waves": ["1"], "map": "read_1"},
    {"type": "reverse", "variable": "read", "minimum": 1, "maximum": 3},
    {"type": "flag", "variable": "office", "when": "missing"},
]
ALWAYS = [
    {"type": "set_missing", "variable": "gain", "values": ["0"]},
    {"type": "parse_date", "variable": "since", "formats": ["%Y", "excel_serial"], "as": "year"},
]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()}), max_size=8),
    chosen=st.lists(st.sampled_from(POOL), unique_by=str, max_size=6),
)
def test_the_log_alone_gives_the_same_table(book, rows, chosen):
    cleaned = run(book, waves(first=rows), *chosen, *ALWAYS)
    dropped = (cleaned.log["new"] == "dropped").sum()
    assert len(cleaned.table) == len(rows) + 1 - dropped


def test_a_map_may_take_any_other_text_for_one_code():
    from evalreport.clean.coding import Coder
    from evalreport.codebook.codebook import Variable

    variable = Variable("other", "tick", {}, "tick")
    read = Coder(variable, {"": 0, "nei": 0, "*": 1})
    assert [read(text) for text in ("", "nei", "en bok", "*")] == [0, 0, 1, 1]
    assert Coder(variable, {"*": 1})("") is None


def test_names_in_other_capitals_and_blanks_get_one_spelling_and_are_logged(book):
    rows = [{"place": "NORDRE  LAND"}, {"place": "Nordre Land"}, {"place": "oslo"}, {"place": "Åsnes"}, {"place": ""}]
    rule = {"type": "spelling", "variable": "place", "values": ["Nordre Land", "Oslo", "Øyer"], "waves": ["2"]}
    cleaned = run(book, waves(second=[*rows, {"place": "nordre\u00a0land"}]), rule)
    assert cleaned.table["place"].fillna("").tolist() == [
        "Bygd",
        "Nordre Land",
        "Nordre Land",
        "Oslo",
        "Åsnes",
        "",
        "Nordre Land",
    ]
    assert log(cleaned) == [
        ("2", 1, "place", "NORDRE  LAND", "Nordre Land", "r0"),
        ("2", 3, "place", "oslo", "Oslo", "r0"),
        ("2", 6, "place", "nordre\u00a0land", "Nordre Land", "r0"),
    ]


def test_answers_in_other_capitals_become_those_of_the_value_set(book):
    cleaned = run(
        book,
        waves(second=[{"group": "KON TROLL"}, {"q2": "vet Ikke"}]),
        {"type": "spelling", "variables": ["group", "gain"]},
    )
    assert cleaned.table["group"].tolist() == ["treated", "control", "control"] and log(cleaned)[0][3:5] == (
        "KON TROLL",
        "Kontroll",
    )
    assert cleaned.missing.set_index(["wave", "variable"]).loc[("2", "gain"), "dont_know"] == 1
