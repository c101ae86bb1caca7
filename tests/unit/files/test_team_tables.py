"""Tables of a team, as Excel in several countries saves them."""

import datetime

import openpyxl
import pytest
from evalreport.files.spreadsheets import read_config_table, suggestion
from evalreport.files.team_tables import lines_of, plain_text, table_file, table_name, tables_in

ROWS = (("name", "label_nb", "note"), ("søsken", "Én, to; «tre»", ""), ("1", "Blå\nhimmel", "x"))


def as_csv(mark):
    return (
        "\r\n".join(mark.join(f'"{cell}"' if set(cell) & set(",;\n") else cell for cell in row) for row in ROWS)
        + "\r\n"
    )


def saved(folder, content, name="t.csv"):
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder, rows, name="t.xlsx", **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_marks_and_encodings_of_excel_give_the_same_rows(tmp_path, mark, encoding):
    found = lines_of(saved(tmp_path, as_csv(mark).encode(encoding)), "t.csv")
    assert not found.problems
    assert [tuple(cell.replace("\r\n", "\n") for cell in row) for row in found.rows] == list(ROWS)


def test_a_line_that_names_the_mark_is_no_row(tmp_path):
    found = lines_of(saved(tmp_path, ("sep=;\r\n" + as_csv(";")).encode("cp1252")), "t.csv")
    assert found.rows[0] == ROWS[0] and len(found.rows) == 3


def test_empty_columns_and_rows_at_the_ends_are_left_out(tmp_path):
    found = lines_of(saved(tmp_path, b"name;note;;\r\na;b;;\r\n;;;\r\nc;;;\r\n;;;\r\n"), "t.csv")
    assert found.rows == (("name", "note"), ("a", "b"), ("", ""), ("c", ""))
    table = read_config_table(tmp_path / "t.csv", "t.csv", ["name"], ["note"])
    assert [row.number for row in table.rows] == [2, 4] and not table.problems


def test_a_cell_beyond_the_header_is_told(tmp_path):
    table = read_config_table(saved(tmp_path, b"name;note\r\na;b;c\r\n"), "t.csv", ["name"], ["note"])
    assert "row 2: 3 cells, the header has 2" in str(table.problems[0])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name;note\r\nBjørg;x\r\n".encode("mac_roman"), "'Bj¿rg', as a Macintosh writes letters"),
        ("name;note\r\nBjørg;x\r\n".encode().decode("cp1252").encode(), "It should read 'Bjørg'"),
        ("name;note\r\nBj\ufffdrg;x\r\n".encode(), "row 2: a letter was lost"),
        (b"name;note\r\nBj\x81rg;x\r\n", "line 2: neither UTF-8 nor as Windows writes it"),
    ],
)
def test_letters_that_are_not_those_that_were_written_are_told(tmp_path, content, told):
    table = read_config_table(saved(tmp_path, content), "t.csv", ["name"], ["note"])
    assert told in "\n".join(map(str, table.problems))


def test_a_workbook_is_read_in_place_of_a_csv_file(tmp_path):
    workbook(tmp_path, [("name", "label_nb", "note"), ("a", "Å", 1), ("b", 2.5, None), ("c", 10.0, True)])
    table = read_config_table(tmp_path / "t.csv", "codebook/t.csv", ["name"], ["note"], ["nb"])
    assert (table.file, table.problems) == ("codebook/t.xlsx", ())
    assert [(r["name"], r["label_nb"], r["note"]) for r in table.rows] == [
        ("a", "Å", "1"), ("b", "2.5", ""), ("c", "10", "True")
    ]  # fmt: skip
    assert table_file(tmp_path / "t.csv") == tmp_path / "t.xlsx"


def test_of_two_files_for_one_table_one_must_go(tmp_path):
    saved(tmp_path, b"name\r\na\r\n")
    workbook(tmp_path, [("name",), ("b",)])
    for name, other in (("t.csv", "t.xlsx"), ("t.xlsx", "t.csv")):
        table = read_config_table(tmp_path / name, name, ["name"])
        assert f"{name}: {other} lies beside it. Keep one of the two" in str(table.problems[0])


def test_what_excel_made_of_a_cell_is_told_with_the_cell(tmp_path):
    rows = [("name", "note"), (datetime.date(2026, 2, 1), "x"), ("a", "#N/A"), ("b", "=A1&A2")]
    table = read_config_table(workbook(tmp_path, rows), "t.xlsx", ["name"], ["note"])
    told = "\n".join(map(str, table.problems))
    assert "cell A2: 2026-02-01" in told and "Text" in told
    assert "cell B3: #N/A, an error of Excel's" in told
    assert "cell B4: a formula without a saved result" in told


def test_a_number_shown_as_per_cent_is_asked_about(tmp_path):
    path = workbook(tmp_path, [("id", "value"), ("a", 0.25), ("b", 25), ("c", datetime.timedelta(hours=30))])
    book = openpyxl.load_workbook(path)
    book.active["B2"].number_format, book.active["B3"].number_format = "0.0%", '0" %"'
    book.save(path)
    told = list(map(str, lines_of(path, "t.xlsx").problems))
    assert len(told) == 2 and "cell B2: 0.25, shown as per cent. Write the number that is meant" in told[0]
    assert "cell B4: 1 day, 6:00:00, a date or time" in told[1]


def test_the_sheet_of_the_tables_name_is_meant(tmp_path):
    path = workbook(tmp_path, [("something else",)], t=[("name",), ("a",)])
    assert lines_of(path, "t.xlsx").rows == (("name",), ("a",))
    path = workbook(tmp_path, [("name",)], "u.xlsx", other=[("name",), ("a",)])
    assert "2 sheets: 'Sheet', 'other'. Call the one that is meant 'u'" in str(lines_of(path, "u.xlsx").problems[0])


def test_a_damaged_workbook_is_told(tmp_path):
    assert "no workbook that can be read" in str(
        lines_of(saved(tmp_path, b"PK\x03\x04", "t.xlsx"), "t.xlsx").problems[0]
    )


def test_versions_of_a_table_compare_by_their_cells(tmp_path):
    commas = plain_text(saved(tmp_path, as_csv(",").encode(), "a.csv"))
    assert plain_text(saved(tmp_path, as_csv(";").encode("cp1252"), "b.csv")) == commas
    assert plain_text(workbook(tmp_path, ROWS, "c.xlsx")).replace("\n", "") == commas.replace("\r\n", "\n").replace(
        "\n", ""
    )
    assert table_name("config/codebook/a.xlsx") == "config/codebook/a.csv"


def test_what_excel_keeps_of_an_open_workbook_is_no_table(tmp_path):
    for name in ("a.csv", "b.xlsx", "~$b.xlsx", ".~lock.a.csv", "c.yaml"):
        saved(tmp_path, b"x", name)
    assert [path.name for path in tables_in(tmp_path)] == ["a.csv", "b.xlsx"]


def test_a_name_in_other_capitals_is_close():
    assert suggestion("STED", ["rute", "sted"]) == "Did you mean 'sted'?"
    assert suggestion("Sted", ["Sted", "sted"]) == "Did you mean 'Sted'?"
    assert suggestion("x", ["rute", "sted"]) == "Known: rute, sted" and suggestion("x", []) == "None is known"


def test_a_column_that_must_be_there_is_suggested_before_others(tmp_path):
    (tmp_path / "c.csv").write_text("collapse;label\na;b\n", encoding="utf-8")
    table = read_config_table(tmp_path / "c.csv", "c.csv", ["collapse"], ["note"], ["nb"])
    assert [str(problem) for problem in table.problems] == [
        "c.csv, row 1: column 'label_nb' is missing. Add it.",
        "c.csv, row 1: unknown column 'label'. Did you mean 'label_nb'?",
    ]
