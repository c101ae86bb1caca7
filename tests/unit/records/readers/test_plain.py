"""Sheets with declared columns: everything wrong with them is told at once, with the cell."""

import openpyxl
import pytest
from evalreport.files.errors import BadInput
from evalreport.records.codes import in_list_order, load_codes
from evalreport.records.readers import table as plain

SETTINGS = {
    "reader": "table",
    "files": [{"file": "projects.xlsx", "sheet": "Coding", "set": {"year": "2009"}}],
    "key": ["id"],
    "columns": {
        "id": {"source": "Nr", "required": True},
        "kind": {"source": "Kind", "codes": "kind", "required": True},
        "title": {},
        "year": {},
    },
}
HEADER = ["Nr", "Kind", "title"]


def folders(tmp_path, rows, codes="code,label_en\nK,Mapping\nB,Awareness\n"):
    config, data = tmp_path / "config", tmp_path / "data"
    (config / "codes").mkdir(parents=True)
    data.mkdir()
    (config / "codes" / "kind.csv").write_text(codes, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Coding"
    for row in rows:
        book.active.append(row)
    book.create_sheet("Notes").append(["free text"])
    book.save(data / "projects.xlsx")
    return data, config


def read(tmp_path, rows, **changed):
    data, config = folders(tmp_path, rows)
    return plain.read(SETTINGS | changed, data, config, "en")["rows"]


def complaints(tmp_path, rows, **changed):
    with pytest.raises(BadInput) as told:
        read(tmp_path, rows, **changed)
    return [str(problem) for problem in told.value.problems]


def test_every_record_knows_where_it_came_from(tmp_path):
    table = read(tmp_path, [HEADER, [1, "B; K", "One"], [2, "K", None]])
    assert table.to_dict("records") == [
        {
            "id": "1",
            "kind": "K;B",
            "title": "One",
            "year": "2009",
            "source_file": "projects.xlsx",
            "source_place": "Coding!2",
        },
        {
            "id": "2",
            "kind": "K",
            "title": "",
            "year": "2009",
            "source_file": "projects.xlsx",
            "source_place": "Coding!3",
        },
    ]


def test_all_problems_at_once_with_their_cells(tmp_path):
    told = complaints(tmp_path, [HEADER, [1, "K", "a"], [1, "Kx", "b"], [3, None, "c"], [None, "B;Q", "d"]])
    assert [line.split(":")[0] for line in told] == [
        "projects.xlsx, Coding!A5",
        "projects.xlsx, Coding!B3",
        "projects.xlsx, Coding!B4",
        "projects.xlsx, Coding!B5",
    ]
    assert "unknown code 'Kx'" in told[1] and "'K'" in told[1]


def test_a_key_that_stands_twice(tmp_path):
    (told,) = complaints(tmp_path, [HEADER, [1, "K", "a"], [1, "B", "b"]])
    assert told == "projects.xlsx, Coding!3: 1 stands in projects.xlsx, Coding!2 too. id names one record."


def test_a_column_that_is_missing_is_told_once(tmp_path):
    (told,) = complaints(tmp_path, [["Nr", "Kin", "title"], [1, "K", "a"], [2, "K", "b"]])
    assert "column 'Kind' is missing" in told and "Did you mean 'Kin'?" in told


def test_a_csv_names_rows_and_columns(tmp_path):
    data, config = folders(tmp_path, [HEADER])
    (data / "p.csv").write_text("Nr;Kind;title\n\n1;X;a\n", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        plain.read(
            SETTINGS | {"files": [{"file": "p.csv", "delimiter": ";", "set": {"year": "2009"}}]}, data, config, "en"
        )
    assert "p.csv, row 3, column Kind: unknown code 'X'" in str(told.value)


def test_what_a_job_depends_on(tmp_path):
    assert plain.raw_files(SETTINGS, tmp_path / "d", tmp_path / "c") == [
        str(tmp_path / "d" / "projects.xlsx"),
        str(tmp_path / "c" / "codes" / "kind.csv"),
    ]
    assert plain.tables(SETTINGS) == {"rows": ("id", "kind", "title", "year")}


def test_code_lists_tell_their_slips(tmp_path):
    folders(tmp_path, [HEADER], "code,label_en,parent\nK,Mapping,\nK,Again,\nB,Aware,Z\n,None,\n")
    with pytest.raises(BadInput) as told:
        load_codes(tmp_path / "config", "kind", "en")
    assert len(told.value.problems) == 3


def test_codes_stand_in_the_order_of_the_list(tmp_path):
    _, config = folders(tmp_path, [HEADER])
    assert in_list_order(" B ;K; B", load_codes(config, "kind", "en")) == "K;B"
