"""The three readers, and what each says of a file that is not as declared."""

import datetime

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from evalreport.files.errors import BadInput
from evalreport.ingest.reading import read_source


def csv(folder, text, written="utf-8", **options):
    path = folder / "web.csv"
    path.write_bytes(text.encode(written))
    return read_source(path, "csv", options)


def xlsx(folder, sheets, **options):
    path = folder / "forms.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return read_source(path, "xlsx", options)


def sav(folder, table, cut=1.0, **options):
    path = folder / "paper.sav"
    pyreadstat.write_sav(table, path, **options)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])
    return read_source(path, "sav", {})


def cells(source):
    return source.table.astype(object).where(source.table.notna(), None).to_dict("list")


def complaint(read, *args, **options):
    with pytest.raises(BadInput) as caught:
        read(*args, **options)
    return str(caught.value)


def test_csv_is_text_as_exported_with_source_rows(tmp_path):
    source = csv(tmp_path, ' A ;B\n1;"x;\ny"\n\n007; ø \n;2,5\n', "cp1252", encoding="cp1252", delimiter=";")
    assert cells(source) == {"row": [1, 3, 4], "A": ["1", "007", None], "B": ["x;\ny", " ø ", "2,5"]}
    assert str(source.table["A"].dtype) == "string"
    assert source.manifest["blank_rows"] == 1


def test_csv_leaves_out_headings_footers_and_the_byte_order_mark(tmp_path):
    source = csv(tmp_path, "\ufeffTable 1\n\nnr;n\n1;2\n\nSource: x\n", delimiter=";", skip_rows=2, skip_footer=2)
    assert cells(source) == {"row": [1], "nr": ["1"], "n": ["2"]}
    assert cells(csv(tmp_path, "\ufeffa,b\n1,2\n")) == {"row": [1], "a": ["1"], "b": ["2"]}


def test_manifest_tells_what_was_read(tmp_path):
    manifest = csv(tmp_path, "a,b\n1,2\n").manifest
    assert manifest["file"] == "web.csv"
    assert (manifest["rows"], manifest["columns"], manifest["column_names"]) == (1, 2, ["a", "b"])
    assert (manifest["reader"], manifest["encoding"], len(manifest["sha256"])) == ("csv", "utf-8", 64)


def test_a_trailing_delimiter_makes_no_column(tmp_path):
    assert cells(csv(tmp_path, "a,b,\n1,2,\n")) == {"row": [1], "a": ["1"], "b": ["2"]}


@pytest.mark.parametrize(
    ("text", "written", "options", "expected"),
    [
        ("a,b\n1,ø\n", "cp1252", {}, "web.csv, line 2: byte 0xf8 cannot be utf-8. The file looks like cp1252: set "),
        ("a,b\n1,ø\n", "utf-8", {"encoding": "cp1252"}, "line 2: 'Ã¸' when read as cp1252. The file looks like utf-8"),
        ("a,b\n1,ø\n", "utf-8", {"encoding": "latin-1"}, "The file looks like utf-8: set encoding: utf-8"),
        ("a,b\n1,ø\n", "utf-16", {}, "The file looks like utf-16: set encoding: utf-16"),
        ("a,b\n1,2\n", "utf-8", {"encoding": "utf-88"}, "unknown encoding 'utf-88'"),
        ("a,Kjønn\n1,2\n".replace("ø", "Ã¸"), "utf-8", {}, "header: 'KjÃ¸nn'. It should read 'Kjønn'"),
        ("a,b\n1,pÃ¥\n2,bÃ¥t\n", "utf-8", {}, "line 2, column 'b': 'pÃ¥' (and 1 more). It should read 'på'"),
        ("a;b\n1;2\n", "utf-8", {}, "header: one column when split at 'comma'. It holds 1 of ';': set delimiter: ';'"),
        ("a,b,a\n1,2,3\n", "utf-8", {}, "header: column 'a' stands twice. Rename one in the export"),
        ("a,,b\n1,2,3\n", "utf-8", {}, "header: column 2 has no name"),
        ("a,b\n1,2\n3\n", "utf-8", {}, "line 3: 1 cells, the header has 2. Check quotes and delimiter there"),
        ("a,b\n", "utf-8", {}, "web.csv: a header but no rows. Export it again"),
        ("\n\n", "utf-8", {}, "web.csv, line 1: no header"),
        ("", "utf-8", {}, "web.csv: the file is empty (0 bytes)"),
        ("row,b\n1,2\n", "utf-8", {}, "header: column 'row'. The name is the program's own"),
        ("a,b\n1,2\n", "utf-8", {"delimeter": ";"}, "reader csv: option 'delimeter'. Did you mean 'delimiter'?"),
    ],
)
def test_csv_that_is_not_as_declared(tmp_path, text, written, options, expected):
    assert expected in complaint(csv, tmp_path, text, written, **options)


def test_proper_text_with_rare_letters_is_no_mojibake(tmp_path):
    assert cells(csv(tmp_path, "a,b\nÃ,Âge\n"))["b"] == ["Âge"]


def test_a_file_that_is_not_there_names_the_closest(tmp_path):
    (tmp_path / "survey_2009.csv").write_text("a\n1\n")
    text = complaint(read_source, tmp_path / "survey_2008.csv", "csv", {})
    assert "survey_2008.csv: no such file in" in text
    assert "Did you mean 'survey_2009.csv'?" in text


def test_unknown_reader(tmp_path):
    assert "reader: 'excel'. Known: csv, dta, ods, parquet, por, sas7bdat, sav, xlsx" in complaint(
        read_source, tmp_path / "a", "excel", {}
    )


TABLE = pd.DataFrame(
    {
        "q1": [1.0, 9.0, float("nan")],
        "text": ["ø", "", "x"],
        "x": [1.5, 2.0, 3.0],
        "d": [datetime.date(2009, 10, 12)] * 3,
    }
)


def test_sav_gives_codes_as_text_and_keeps_user_missing(tmp_path):
    source = sav(
        tmp_path,
        TABLE,
        variable_value_labels={"q1": {1: "Ja", 9: "Ubesvart"}},
        missing_ranges={"q1": [9, {"lo": 97, "hi": 99}]},
        column_labels={"q1": "Spørsmål"},
    )
    assert cells(source) == {
        "row": [1, 2, 3],
        "q1": ["1", "9", None],
        "text": ["ø", None, "x"],
        "x": ["1.5", "2", "3"],
        "d": ["2009-10-12"] * 3,
    }
    assert source.manifest["value_labels"]["q1"] == {"1": "Ja", "9": "Ubesvart"}
    assert source.manifest["user_missing"]["q1"] == ["97-99", "9"]
    assert source.manifest["labels"]["q1"] == "Spørsmål"


@pytest.mark.parametrize("cut", [0.9, 0.5, 0.05])
def test_sav_cut_off(tmp_path, cut):
    table = pd.concat([TABLE.drop(columns="d")] * 200, ignore_index=True)
    text = complaint(sav, tmp_path, table, cut=cut)
    assert "paper.sav: no whole SPSS file (" in text
    assert "Copy or export it again; it may have been cut off" in text


def test_xlsx_gives_numbers_dates_and_texts_as_text(tmp_path):
    moment = datetime.datetime(2009, 10, 12, 13, 5)
    rows = [["nr ", "d", "x"], [1, datetime.datetime(2009, 10, 12), 2.0], [None, None, None], ["07", moment, 2.5]]
    source = xlsx(tmp_path, {"Data": rows})
    assert cells(source) == {
        "row": [1, 3],
        "nr": ["1", "07"],
        "d": ["2009-10-12", "2009-10-12 13:05:00"],
        "x": ["2", "2.5"],
    }
    assert source.manifest["sheet"] == "Data"


def test_xlsx_sheet_and_heading(tmp_path):
    sheets = {"Les meg": [["tekst"]], "Svar": [["Tittel"], ["a"], [1]]}
    assert cells(xlsx(tmp_path, sheets, sheet="Svar", skip_rows=1)) == {"row": [1], "a": ["1"]}


@pytest.mark.parametrize(
    ("sheets", "options", "expected"),
    [
        ({"A": [["x"], [1]], "B": [["x"], [1]]}, {}, "forms.xlsx: 2 sheets: 'A', 'B'. Say which one with sheet:"),
        ({"A": [["x"], [1]]}, {"sheet": "Svar"}, "forms.xlsx: no sheet 'Svar'. The workbook has 'A'"),
        ({"A": []}, {}, "forms.xlsx, sheet 'A', row 1: no header"),
        ({"A": [["x", "x"], [1, 2]]}, {}, "header: column 'x' stands twice"),
        ({"A": [["x"], ["=1+1"]]}, {}, "sheet 'A', cell A2: a formula without a saved result. Save in Excel"),
        ({"A": [["x"], ["KjÃ¸nn"]]}, {}, "It should read 'Kjønn'"),
    ],
)
def test_xlsx_that_is_not_as_declared(tmp_path, sheets, options, expected):
    assert expected in complaint(xlsx, tmp_path, sheets, **options)


def test_xlsx_that_is_none(tmp_path):
    (tmp_path / "forms.xlsx").write_bytes(b"PK not really")
    text = complaint(read_source, tmp_path / "forms.xlsx", "xlsx", {})
    assert "forms.xlsx: no whole Excel workbook (File is not a zip file). Copy or save it again" in text
