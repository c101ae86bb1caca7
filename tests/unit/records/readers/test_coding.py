"""Coders and decisions: final codes, and everything that is wrong with the sheets, with sheet and cell."""

import openpyxl
import pytest
from evalreport.files.errors import BadInput
from evalreport.records.codes import Code, CodeList
from evalreport.records.readers import coding

UNITS = [["Nr", "Level", "Title"], ["p1", "main", "One"], ["p2", "heading", "Two"], ["p2.1", "sub", "Three"]]
HEADER = ["Nr", "Kind", "Target"]
FIRST = [HEADER, ["p1", "K", "staff; users"], ["p2.1", "B", "–"]]
SECOND = [HEADER, ["p1", "K;B", "users;staff"], ["p2.1", "B", "-"]]
DECIDED = [["Nr", "Variable", "Codes"], ["p1", "Kind", "B;K"]]
LISTS = {
    "kind": "code,label_en\nK,Mapping\nB,Awareness\n",
    "target": "code,label_en\nusers,Users\nstaff,Staff\n",
    "level": "code,label_en\nmain,Main\nsub,Part\nheading,Heading\n",
}
SETTINGS = {
    "reader": "coding",
    "units": {
        "files": [{"file": "units.xlsx"}],
        "key": "id",
        "columns": {
            "id": {"source": "Nr"},
            "level": {"source": "Level", "codes": "level"},
            "title": {"source": "Title"},
        },
        "coded": {"level": ["main", "sub"]},
    },
    "variables": {"kind": {"source": "Kind", "codes": "kind"}, "target": {"source": "Target", "codes": "target"}},
    "coders": {
        "anne": {"files": [{"file": "anne.xlsx"}], "label": {"en": "Anne"}},
        "bo": {"files": [{"file": "bo.csv"}]},
    },
    "adjudication": {"files": [{"file": "decided.xlsx"}], "unit": "Nr", "variable": "Variable", "codes": "Codes"},
}


CODES = {"level": CodeList("level", tuple(Code(code, code) for code in ("main", "sub", "heading")))}


def workbook(path, rows):
    book = openpyxl.Workbook()
    book.active.title = "Coding"
    for row in rows:
        book.active.append(row)
    book.save(path)


def folders(tmp_path, first=FIRST, second=SECOND, decided=DECIDED):
    config, data = tmp_path / "config", tmp_path / "data"
    (config / "codes").mkdir(parents=True)
    data.mkdir()
    for name, text in LISTS.items():
        (config / "codes" / f"{name}.csv").write_text(text, encoding="utf-8")
    workbook(data / "units.xlsx", UNITS)
    workbook(data / "anne.xlsx", first)
    (data / "bo.csv").write_text("\n".join(",".join(row) for row in second), encoding="utf-8")
    workbook(data / "decided.xlsx", decided)
    return data, config


def read(tmp_path, settings=SETTINGS, **sheets):
    data, config = folders(tmp_path, **sheets)
    return coding.read(settings, data, config, "en")


def complaints(tmp_path, settings=SETTINGS, **sheets):
    with pytest.raises(BadInput) as told:
        read(tmp_path, settings, **sheets)
    return [str(problem) for problem in told.value.problems]


def test_agreed_codes_are_final_and_decisions_settle_the_others(tmp_path):
    coded = read(tmp_path)["coded"]
    assert coded[["id", "kind", "target"]].to_numpy().tolist() == [
        ["p1", "K;B", "users;staff"],
        ["p2", "", ""],
        ["p2.1", "B", ""],
    ]
    assert tuple(coded.columns) == (*coding.tables(SETTINGS)["coded"], "source_file", "source_place")


def test_what_each_coder_said_is_kept_with_its_cell(tmp_path):
    coders = read(tmp_path)["coders"]
    assert coders[["coder", "id", "kind", "source_file", "source_place"]].to_numpy().tolist() == [
        ["anne", "p1", "K", "anne.xlsx", "Coding!B2"],
        ["bo", "p1", "K;B", "bo.csv", "row 2, column Kind"],
        ["anne", "p2.1", "B", "anne.xlsx", "Coding!B3"],
        ["bo", "p2.1", "B", "bo.csv", "row 3, column Kind"],
    ]


def test_disagreements_and_odd_decisions_are_findings(tmp_path):
    odd = [*DECIDED[:1], ["p1", "Kind", "–"], ["p2.1", "kind", "B"], ["p2.1", "Target", "users"]]
    found = read(tmp_path, decided=odd)["findings"]
    assert found[["kind", "subject", "field", "found", "expected", "source_place"]].to_numpy().tolist() == [
        ["disagreement", "p1", "Kind", "Anne: Mapping; bo: Mapping, Awareness", "–", "Coding!C2"],
        ["decision against both", "p1", "Kind", "Anne: Mapping; bo: Mapping, Awareness", "–", "Coding!C2"],
        ["decision not needed", "p2.1", "Kind", "Anne: Awareness; bo: Awareness", "Awareness", "Coding!C3"],
        ["decision against both", "p2.1", "Target", "Anne: –; bo: –", "Users", "Coding!C4"],
    ]


def test_everything_wrong_is_told_at_once_with_sheet_and_cell(tmp_path):
    first = [HEADER, ["p1", "X", None], ["p2", "K", "–"], ["p9", "K", "users"], ["p1", "K", "users"]]
    second = [HEADER, ["p1", "K", "users;–"]]
    decided = [DECIDED[0], ["p7", "Kind", "K"], ["p1", "Kinds", "K"], ["p1", "Kind", "Z"], ["p1", "Kind", "K"]]
    told = complaints(tmp_path, first=first, second=second, decided=decided)
    wanted = [
        ("anne.xlsx", "Coding!B2", "unknown code 'X'"),
        ("anne.xlsx", "Coding!C2", "not coded"),
        ("anne.xlsx", "Coding!A3", "codes at 'p2'"),
        ("anne.xlsx", "Coding!A4", "unknown 'p9'"),
        ("anne.xlsx", "Coding!A5", "p1 stands in anne.xlsx, Coding!2 too"),
        ("anne.xlsx", "coder anne", "p2.1 is missing"),
        ("bo.csv", "row 2, column Target", "a code and – in one cell"),
        ("bo.csv", "coder bo", "p2.1 is missing"),
        ("decided.xlsx", "Coding!A2", "unknown 'p7'"),
        ("decided.xlsx", "Coding!B3", "unknown 'Kinds'"),
        ("decided.xlsx", "Coding!C4", "unknown code 'Z'"),
        ("decided.xlsx", "Coding!A5", "decided in Coding!C4 too"),
    ]
    assert len(told) == len(wanted)
    missing = [parts for parts in wanted if not any(all(part in text for part in parts) for text in told)]
    assert missing == []


def test_a_disagreement_without_a_decision_names_both_cells(tmp_path):
    settings = {key: value for key, value in SETTINGS.items() if key != "adjudication"}
    (told,) = complaints(tmp_path, settings)
    assert all(part in told for part in ("anne.xlsx", "Coding!B2", "bo.csv, row 2, column Kind", "p1, Kind"))


def test_an_adjudication_not_yet_begun_does_not_hide_what_it_has_to_decide(tmp_path):
    undecided, empty = complaints(tmp_path, decided=DECIDED[:1])
    assert "a header but no rows" in empty
    assert "p1, Kind" in undecided


def test_a_coder_of_a_part_leaves_the_rest_to_the_other(tmp_path):
    coders = SETTINGS["coders"] | {"bo": SETTINGS["coders"]["bo"] | {"part": True}}
    tables = read(tmp_path, SETTINGS | {"coders": coders}, second=SECOND[:2])
    assert tables["coded"]["kind"].tolist() == ["K;B", "", "B"]
    assert len(tables["coders"]) == 3


def test_a_unit_that_nobody_coded_is_an_error(tmp_path):
    coders = {name: spec | {"part": True} for name, spec in SETTINGS["coders"].items()}
    told = complaints(tmp_path, SETTINGS | {"coders": coders}, first=FIRST[:2], second=SECOND[:2])
    assert ["coded by nobody" in text and "p2.1" in text for text in told] == [True, True]


def test_a_missing_column_and_a_missing_file_do_not_hide_each_other(tmp_path):
    settings = SETTINGS | {"coders": SETTINGS["coders"] | {"bo": {"files": [{"file": "gone.csv"}]}}}
    told = complaints(tmp_path, settings, first=[["Nr", "Kinds", "Target"], ["p1", "K", "users"], ["p2.1", "K", "–"]])
    assert any("column 'Kind' is missing" in text for text in told)
    assert any("gone.csv" in text for text in told)


def test_what_the_schema_cannot_see_is_found_before_anything_is_read():
    wrong = SETTINGS | {
        "units": SETTINGS["units"] | {"key": "number", "coded": {"levels": ["main"]}},
        "variables": SETTINGS["variables"] | {"title": {"codes": "kind"}},
        "coders": {"anne": {"part": True}, "bo": {"files": [], "passages": {}}},
    }
    places = [(place, found) for place, found, _ in coding.settings_problems(wrong, CODES)]
    assert places == [
        ("variables > title", "'title' is a column of the units or the coders too"),
        ("units", "no column 'number'"),
        ("units", "no column 'levels'"),
        ("coders > anne", "0 of files, passages, qualcoder"),
        ("coders > bo", "2 of files, passages, qualcoder"),
    ]
    slip = SETTINGS | {"units": SETTINGS["units"] | {"coded": {"level": ["mein"]}}}
    assert [found for _, found, _ in coding.settings_problems(slip, CODES)] == ["unknown code 'mein'"]
    assert list(coding.settings_problems(SETTINGS, CODES)) == []


def test_a_job_depends_on_every_sheet_and_list(tmp_path):
    files = coding.raw_files(SETTINGS, tmp_path, tmp_path / "config")
    names = [file.rpartition("/")[2] for file in files]
    assert names == ["units.xlsx", "anne.xlsx", "bo.csv", "decided.xlsx", "level.csv", "kind.csv", "target.csv"]


PASSAGES = "File,Code,Coder,Text\np1.txt,Mapping,Bo,a\np1.txt,users,Bo,b\np1.txt,K,Anne,c\np1.txt,K,Bo,d\np2.1,Awareness,Bo,e\n"


def passage_settings(**changed):
    passages = {"files": [{"file": "passages.csv"}], "unit": "File", "code": "Code", "coder": "Coder", "owner": "Bo"}
    return {key: value for key, value in SETTINGS.items() if key != "adjudication"} | {
        "coders": {"bo": {"passages": passages | changed}}
    }


def read_passages(tmp_path, text, **changed):
    data, config = folders(tmp_path)
    (data / "passages.csv").write_text(text, encoding="utf-8")
    return coding.read(passage_settings(**changed), data, config, "en")


def test_coded_passages_become_codes_of_their_documents(tmp_path):
    tables = read_passages(tmp_path, PASSAGES)
    assert tables["coders"][["id", "kind", "target", "source_place"]].to_numpy().tolist() == [
        ["p1", "K", "users", "row 2"],
        ["p2.1", "B", "", "row 6"],
    ]


def test_an_unknown_document_or_code_is_told_with_its_row(tmp_path):
    wrong = PASSAGES + "p5.txt,K,Bo,f\np1.txt,Mapped,Bo,g\np2,K,Bo,h\n"
    with pytest.raises(BadInput) as told:
        read_passages(tmp_path, wrong)
    texts = [str(problem) for problem in told.value.problems]
    assert "row 7" in texts[0] and "'p5'" in texts[0]
    assert "row 8" in texts[1] and "Did you mean 'Mapping'" in texts[1]
    assert "codes at 'p2'" in texts[2]
    assert len(texts) == 3
