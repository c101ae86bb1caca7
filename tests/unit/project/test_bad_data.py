"""Slips and attacks in raw files, workbooks, records and their lists: each is told with file and place."""

import datetime

import pytest
from spoil import (
    ANSWERS,
    ENTITIES,
    LIST,
    SCHOOLS,
    add,
    assert_told,
    at,
    both,
    cell,
    numbers,
    part,
    put,
    rows,
    stored_as,
    swap,
    tables,
    workbook,
)

CASES = {
    "csv: unit empty": (
        cell(ANSWERS, 2, "School", ""),
        "pupils_2023.csv, row 2: no school: they have no programme. Correct it with a rule where it is",
    ),
    "csv: shifted row": (
        rows(ANSWERS, lambda r: [*r[:3], r[3][:3] + [""] + r[3][3:-1], *r[4:]]),
        "pupils_2023.csv, row 3, column 'Help with homework?': 'Good' is not known",
    ),
    "csv: shifted all": (
        rows(ANSWERS, lambda r: [r[0]] + [[""] + x[:-1] for x in r[1:]]),
        "pupils_2023.csv, row 11, column 'The teachers listen': '9.7' is not known",
    ),
    "csv: short row": (
        rows(ANSWERS, lambda r: [*r[:3], r[3][:5], *r[4:]]),
        "pupils_2023.csv, line 4: 5 cells, the header has 13",
    ),
    "csv: long row": (
        rows(ANSWERS, lambda r: [*r[:3], r[3] + ["x"], *r[4:]]),
        "pupils_2023.csv, line 4: 14 cells, the header has 13",
    ),
    "csv: header twice": (cell(ANSWERS, 0, "Music", "Sports"), "pupils_2023.csv, header: column 'Sports' stands twice"),
    "csv: header empty": (cell(ANSWERS, 0, "Music", ""), "pupils_2023.csv, header: column 12 has no name"),
    "csv: utf16": (stored_as(ANSWERS, "utf-16"), "pupils_2023.csv, line 1: byte 0xff cannot be utf-8"),
    "csv: null": (cell(ANSWERS, 2, "Sex", "Gi\x00rl"), "pupils_2023.csv, line 3: zero bytes"),
    "csv: control": (
        cell(ANSWERS, 2, "Sex", "Girl\x07"),
        "pupils_2023.csv, row 2, column 'Sex': 'Girl\\x07' is not known",
    ),
    "csv: number comma": (
        cell(ANSWERS, 2, "Hours of sleep", "7,9"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '7,9' is not known",
    ),
    "csv: number text": (
        cell(ANSWERS, 2, "Hours of sleep", "eight"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': 'eight' is not known",
    ),
    "csv: number 1e400": (
        cell(ANSWERS, 2, "Hours of sleep", "1e400"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '1e400' is not known",
    ),
    "csv: number nan": (
        cell(ANSWERS, 2, "Hours of sleep", "nan"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': 'nan' is not known",
    ),
    "csv: number huge": (
        cell(ANSWERS, 2, "Hours of sleep", "9" * 400),
        "pupils_2023.csv, row 2, column 'Hours of sleep':",
    ),
    "csv: number exp": (
        cell(ANSWERS, 2, "Hours of sleep", "1e308"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '1e308' is not known",
    ),
    "csv: number infinity": (
        cell(ANSWERS, 2, "Hours of sleep", "inf"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': 'inf' is not known",
    ),
    "csv: number arabic": (
        cell(ANSWERS, 2, "Hours of sleep", "٧"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '٧' is not known",
    ),
    "csv: number minus": (
        cell(ANSWERS, 2, "Hours of sleep", "−7.9"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '−7.9' is not known",
    ),
    "csv: number space": (
        cell(ANSWERS, 2, "Hours of sleep", "7 9"),
        "pupils_2023.csv, row 2, column 'Hours of sleep': '7 9' is not known",
    ),
    "csv: key twice": (
        cell(ANSWERS, 2, "Key", "w001"),
        "pupils_2023.csv, row 2: the rule 'sent_twice' drops rows that answer otherwise than the row it keeps:",
    ),
    "csv: key twice other": (
        both(cell(ANSWERS, 2, "Key", "w001"), cell(ANSWERS, 4, "Key", "w001")),
        "pupils_2023.csv, rows 2, 4: the rule 'sent_twice' drops rows that answer otherwise than the row it",
    ),
    "csv: key empty": (
        cell(ANSWERS, 2, "Key", ""),
        "pupils_2023.csv, row 2: column 'Key' names respondents, and some rows have no name. See whether the rows",
    ),
    "csv: keys all empty": (
        rows(ANSWERS, lambda r: [r[0]] + [[""] + x[1:] for x in r[1:]]),
        "pupils.yaml: the rule 'sent_twice' finds nothing. Correct it, or take it out.",
    ),
    "csv: quote open": (
        swap(ANSWERS, "w002,", '"w002,'),
        "pupils_2023.csv, line 3: a quotation mark is never closed; 20 lines follow it",
    ),
    "csv: big field": (
        cell(ANSWERS, 2, "Sex", "x" * 200000),
        "pupils_2023.csv, line 3: a cell of more than 131072 signs, most likely an open quotation mark",
    ),
    "csv: column all empty": (
        rows(ANSWERS, lambda r: [r[0]] + [x[:3] + [""] + x[4:] for x in r[1:]]),
        "pupils_2023.csv: column 'Sex' (gender) has no answer at all. See the export; take the column out of the",
    ),
    "csv: header repeated": (
        rows(ANSWERS, lambda r: [*r[:5], r[0], *r[5:]]),
        "pupils_2023.csv, row 5, column 'Gaming': 'Gaming' is not known",
    ),
    "csv: schools key twice": (
        add(SCHOOLS, "101,Ash Lane,Northby,comparison,12\n"),
        "evaluation.yaml, derived > pupils > programme: schools has several values for school '101'",
    ),
    "csv: schools key empty": (
        add(SCHOOLS, ",Ash,Northby,pilot,12\n"),
        "evaluation.yaml, derived > pupils > programme: schools has rows without school. See the register.",
    ),
    "csv: schools programme empty": (
        cell(SCHOOLS, 1, "programme", ""),
        "pupils_2023.csv, rows 1, 7, 13, 19 ('101'): schools has no programme for their school.",
    ),
    "workbook: merged over rows": (
        workbook(lambda s: s.merge_cells("D3:D5")),
        "pupils_2025.xlsx, sheet 'Answers', cells D3:D5: merged over several rows of answers",
    ),
    "workbook: merged over columns": (
        workbook(lambda s: s.merge_cells("D3:E3")),
        "pupils_2025.xlsx, sheet 'Answers', cells D3:E3: merged over several columns of answers",
    ),
    "workbook: merged header": (
        workbook(lambda s: s.merge_cells("D1:E1")),
        "pupils_2025.xlsx, header: column 5 has no name",
    ),
    "workbook: shifted": (
        workbook(lambda s: s.move_range("D4:M4", cols=1)),
        "pupils_2025.xlsx, header: column 13 has no name",
    ),
    "workbook: formula": (
        at("D3", "=1+1"),
        "pupils_2025.xlsx, sheet 'Answers', cell D3: a formula without a saved result",
    ),
    "workbook: error": (at("D3", "#N/A"), "sheet 'Answers': #N/A in D3 is no answer and was read as empty"),
    "workbook: date": (
        at("D3", datetime.date(2025, 2, 1)),
        "pupils_2025.xlsx, row 2, column 'q1': '2025-02-01' (1 cell(s)): most likely a code such as 1-2",
    ),
    "workbook: huge dims": (
        at("A1048576", "x"),
        "pupils_2025.xlsx, sheet 'Answers', cell A1048576: a value far away from all others",
    ),
    "workbook: far column": (
        at("XFD2", "x"),
        "pupils_2025.xlsx, sheet 'Answers', cell XFD2: a value far away from all others",
    ),
    "workbook: far cell": (
        at("XFD1048576", "x"),
        "pupils_2025.xlsx, sheet 'Answers', cell XFD1048576: a value far away from all others",
    ),
    "workbook: laugh": (
        part("xl/worksheets/sheet1.xml", ENTITIES),
        "pupils_2025.xlsx, xl/worksheets/sheet1.xml: XML with a document type, which can make a small file fill",
    ),
    "workbook: laugh strings": (
        part("xl/sharedStrings.xml", ENTITIES),
        "pupils_2025.xlsx, xl/sharedStrings.xml: XML with a document type, which can make a small file fill the",
    ),
    "workbook: bomb": (
        lambda work: part("xl/media/image1.png", bytes(401 * 2**20))(work),
        "pupils_2025.xlsx: 9 parts, 401 MB unpacked; 400 MB are read",
    ),
    "workbook: not xml": (
        part("xl/worksheets/sheet1.xml", b"nothing"),
        "pupils_2025.xlsx: no whole Excel workbook (syntax error: line 1, column 0)",
    ),
    "workbook: no workbook": (part("xl/workbook.xml", b"<a/>"), "pupils_2025.xlsx: no sheet with cells"),
    "workbook: text file": (
        put("data/pupils_2025.xlsx", "Key;x\n1;2\n"),
        "pupils_2025.xlsx: no whole Excel workbook (File is not a zip file)",
    ),
    "workbook: empty": (put("data/pupils_2025.xlsx", b""), "pupils_2025.xlsx: the file is empty (0 bytes)"),
    "workbook: xls": (
        put("data/pupils_2025.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        "pupils_2025.xlsx: an old workbook (.xls), or one with a password",
    ),
    "workbook: key twice": (
        workbook(lambda s: s.__setitem__("A3", s["A2"].value)),
        "pupils_2025.xlsx, rows 1, 2 ('1'): column 'nr' names respondents, and some stand in several rows. If a",
    ),
    "workbook: unit unknown": (
        at("B3", 999),
        "pupils_2025.xlsx, row 2 ('999'): their school is not in schools: they have no programme.",
    ),
    "workbook: hidden row": (
        workbook(lambda s: s.row_dimensions.__getitem__(3).__setattr__("hidden", True)),
        "sheet 'Answers': row 3 hidden; read as the others",
    ),
    "workbook: number as text": (at("F3", "7,5"), "pupils_2025.xlsx, row 2, column 'q3': '7,5' is not known"),
    "records: code unknown": (
        cell(LIST, 1, "Measure", "clubb"),
        "measures.csv, row 2, column Measure: unknown code 'clubb'",
    ),
    "records: key twice": (cell(LIST, 2, "Nr", "1"), "measures.csv, row 3: 1 stands in measures.csv, row 2 too"),
    "records: key empty": (cell(LIST, 2, "Nr", ""), "measures.csv, row 3, column Nr: an empty cell"),
    "records: required empty": (cell(LIST, 2, "School", ""), "measures.csv, row 3, column School: an empty cell"),
    "records: stage empty": (cell(LIST, 2, "Stage", ""), "measures.csv, row 3, column Stage: an empty cell"),
    "records: shifted": (
        rows(LIST, lambda r: [r[0], [""] + r[1][:-1], *r[2:]]),
        "measures.csv, row 2, column Measure: unknown code 'Hill'",
    ),
    "records: empty": (rows(LIST, lambda r: r[:1]), "measures.csv: a header but no rows"),
    "records: utf16": (stored_as(LIST, "utf-16"), "measures.csv, line 1: byte 0xff cannot be utf-8"),
    "records: report name": (
        lambda w: (w.data / "reports/northby_2023.txt").rename(w.data / "reports/nowhere_2023.txt"),
        "nowhere_2023.txt: unknown unit 'nowhere'",
    ),
    "records: report year": (
        lambda w: (w.data / "reports/northby_2023.txt").rename(w.data / "reports/northby_2024.txt"),
        "northby_2024.txt: 2024 is none of the years",
    ),
    "records: report utf16": (
        stored_as("data/reports/northby_2023.txt", "utf-16"),
        "northby_2023.txt: not UTF-8 (byte 1)",
    ),
    "records: report docx bad": (
        put("data/reports/southwell_2023.docx", b"PK\x03\x04nothing"),
        "southwell_2023.docx: this is not a Word document, or it is damaged (File is not a zip file)",
    ),
    "records: report pdf bad": (
        put("data/reports/southwell_2023.pdf", b"%PDF-1.7 nothing"),
        "southwell_2023.pdf: this is not a PDF, or it is damaged (Stream has ended unexpectedly)",
    ),
    "code list: twice": (
        add("codes/stage.csv", "ended,Ended too,#000000\n"),
        "stage.csv, row 5, column code: 'ended' stands in row 4 too",
    ),
    "aliases: kind": (
        cell("records/report_aliases.csv", 1, "kind", "sektion"),
        "report_aliases.csv, row 2, column kind: unknown kind 'sektion'",
    ),
    "aliases: name": (
        cell("records/report_aliases.csv", 1, "name", "activitis"),
        "report_aliases.csv, row 2, column name: no section 'activitis'",
    ),
    "form: broken": (
        swap("records/report.yaml", "type: number", "type: numbr"),
        "report.yaml, sections > [money] > table > columns > [spent] > type: found 'numbr'",
    ),
    "form: utf16": (stored_as("records/report.yaml", "utf-16"), "report.yaml: not UTF-8 (the file looks like utf-16)"),
}

# Told when numbers are computed.
COMPUTED = {
    "csv: unit unknown": (
        cell(ANSWERS, 2, "School", "109"),
        "pupils_2023.csv, row 2 ('109'): their school is not in schools: they have no programme.",
    ),
    "csv: schools row twice": (
        add(SCHOOLS, "101,Ash Lane,Northby,pilot,12\n"),
        "evaluation.yaml, response > waves > 2025 > forms: schools has school '101' twice",
    ),
    "csv: schools name twice": (
        add(SCHOOLS, "101,Ash Lane (old),Northby,pilot,12\n"),
        "evaluation.yaml, response > waves > 2025 > forms: schools has school '101' twice",
    ),
    "csv: schools invited negative": (
        cell(SCHOOLS, 1, "invited", "-12"),
        "weighting > invited_pupils > 2025, pool pilot, units 101: 4 respondents of -12",
    ),
    "csv: schools invited few": (
        cell(SCHOOLS, 1, "invited", "1"),
        "weighting > invited_pupils > 2025, pool pilot, units 101: 4 respondents of 1",
    ),
    "csv: schools invited zero": (
        cell(SCHOOLS, 1, "invited", "0"),
        "weighting > invited_pupils > 2025, pool pilot, units 101: 4 respondents of 0",
    ),
    "csv: schools unit gone": (
        rows(SCHOOLS, lambda r: [x for x in r if x[0] != "203"]),
        "pupils_2023.csv, rows 6, 12, 18 ('203'): their school is not in schools: they have no",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(tmp_path, name):
    assert_told(tmp_path, *CASES[name], tables)


@pytest.mark.parametrize("name", COMPUTED)
def test_what_a_person_reads_of_a_build(tmp_path, name):
    assert_told(tmp_path, *COMPUTED[name], numbers)
