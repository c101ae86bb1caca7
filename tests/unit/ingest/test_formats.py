"""Exports as programs write them: read right, or one message with file and place, and nothing in between."""

import datetime
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from evalreport.files.errors import BadInput
from evalreport.files.schema import SCHEMAS, load_yaml
from evalreport.ingest.formats.export import Wishes
from evalreport.ingest.formats.headings import find_head, joined
from evalreport.ingest.formats.looks import one_look, same_look
from evalreport.ingest.formats.number_marks import find_marks
from evalreport.ingest.formats.registry import FORMATS, SUFFIXES, found_options, reader_of
from evalreport.ingest.formats.several import may_be_several, own_words, seems_several, separator_of
from evalreport.ingest.formats.workbook import read_xlsx
from evalreport.ingest.reading import EVERY, read_source
from openpyxl.chart import BarChart


def found(path, **wishes):
    """The file read as its own looks say."""
    form = FORMATS[reader_of(path)]
    options = found_options(form, path, Wishes(**wishes))
    return read_source(path, form.name, options), options


def cells(source):
    table = source.table.drop(columns="row")
    return table.astype(object).where(table.notna(), None).to_dict("list")


def written(folder, text, name="web.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book(folder, rows, change=lambda sheet: None, name="forms.xlsx"):
    made = openpyxl.Workbook()
    made.active.title = "Svar"
    for row in rows:
        made.active.append(row)
    change(made.active)
    made.save(folder / name)
    return folder / name


def complaint(path, **wishes):
    with pytest.raises(BadInput) as caught:
        found(path, **wishes)
    return str(caught.value)


# --- The registry ------------------------------------------------------------------------------------------------------


def test_the_schema_knows_the_readers_and_their_options():
    source = load_yaml(SCHEMAS / "evaluation.yaml")["$defs"]["source"]["properties"]
    assert sorted(source["reader"]["enum"]) == sorted(FORMATS)
    assert set(source) == {"file", "reader", *EVERY, *(key for form in FORMATS.values() for key in form.options)}
    assert SUFFIXES[".zsav"] == "sav" and SUFFIXES[".tsv"] == "csv"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"<!DOCTYPE html><html>", "a web page, not an export"),
        ("a.csv", b"PK\x03\x04....", "this is a whole Excel workbook, whatever its name says. Call it a.xlsx"),
        ("a.csv", b"$FL2@(#) SPSS", "this is a whole SPSS file, whatever its name says. Call it a.sav"),
        ("a.dta", b"nothing of the kind", "no whole Stata file ("),
        ("a.sas7bdat", b"nothing of the kind", "no whole SAS file ("),
        ("a.por", b"nothing of the kind", "no whole portable SPSS file ("),
        ("a.parquet", b"nothing of the kind", "no whole Parquet table ("),
        ("a.ods", b"nothing of the kind", "no whole OpenDocument spreadsheet ("),
        ("a.csv", b"a,b\n\x00\x01\x02,1\n", "zero bytes. This is no text"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old workbook (.xls), or one with a password"),
    ],
)
def test_what_is_no_such_file_is_one_message(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    text = complaint(tmp_path / name)
    assert text.startswith("1 problem") and says in text and name in text


# --- Delimited text ----------------------------------------------------------------------------------------------------

FORMS = [f"{i},{'North' if i % 3 else 'South'},fine" for i in range(1, 31)]


@pytest.mark.parametrize(
    ("at", "line", "says"),
    [
        ({10: '11,North,"fine'}, 12, "never closed; 19 lines follow"),
        ({10: '11,North,"fine', 20: '21,South,"well'}, 12, "closed inside it"),
        ({10: '11,North,"fine', 20: '21,South,well"'}, 12, "closed in line 22 holds 10 line(s) that look like rows"),
        ({10: '11,North,"fine', 11: '12,South,well"'}, 12, "closed in line 13 holds 1 line(s) that look like rows"),
    ],
)
def test_a_stray_quotation_mark_is_told_with_its_line(tmp_path, at, line, says):
    rows = [at.get(i, row) for i, row in enumerate(FORMS)]
    text = complaint(written(tmp_path, "\n".join(["id,region,why", *rows]) + "\n"))
    assert f"web.csv, line {line}: a quotation mark" in text and says in text


def test_two_stray_marks_in_a_file_of_one_column_are_told(tmp_path):
    cells_ = ["yes", "no"] * 5 + ['"yes'] + ["no", "yes"] * 5 + ['no"'] + ["yes", "no"] * 5
    path = written(tmp_path, "\n".join(["q", *cells_]) + "\n")
    assert "line 12: a quotation mark that is closed in line 23 holds 11 line(s) that look like rows" in complaint(path)


def test_texts_of_several_lines_are_no_swallowed_rows(tmp_path):
    text = 'id,region,why\n1,North,"first, second\nand so on, well"\n2,South,5" pipe\n3,North,"a ""word"""\n'
    source, _ = found(written(tmp_path, text))
    assert cells(source)["why"] == ["first, second\nand so on, well", '5" pipe', 'a "word"']
    assert source.manifest["lines"] == 5


def test_short_rows_are_told(tmp_path):
    assert "line 3: 2 cells, the header has 3" in complaint(
        written(tmp_path, "a,b,c\n1,2,3\n1,2\n4,5,6\n"), delimiter=","
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "cp1252"])
def test_encodings_are_found_without_a_mark_too(tmp_path, encoding):
    source, _ = found(written(tmp_path, "kjønn;svar\nKvinne;Ja\nMann;Nei\n", encoding=encoding))
    assert cells(source) == {"kjønn": ["Kvinne", "Mann"], "svar": ["Ja", "Nei"]}


def test_a_file_of_utf_16_that_is_declared_utf_8_is_told(tmp_path):
    path = written(tmp_path, "a;b\n1;2\n", encoding="utf-16-le")
    with pytest.raises(BadInput, match="zero bytes. The file looks like utf-16-le: set encoding: utf-16-le"):
        read_source(path, "csv", {"delimiter": ";"})


def test_the_line_sep_says_the_delimiter(tmp_path):
    source, options = found(written(tmp_path, "sep=;\r\na;b\r\n1,5;x\r\n2,5;y\r\n"))
    assert cells(source) == {"a": ["1,5", "2,5"], "b": ["x", "y"]}
    assert options["delimiter"] == ";" and options["skip_rows"] == 1


@pytest.mark.parametrize(
    "cell", ["02.jan", "2-Jan", "Jan-02", "3. mai", "12-des", "5-Oct", "4. mars", "2-avr", "3-mrt"]
)
def test_codes_that_excel_made_dates_of_are_told(tmp_path, cell):
    path = written(tmp_path, f"id;employees\n1;3-50\n2;{cell}\n3;51+\n")
    assert f"line 3, column 'employees': '{cell}' (1 cell(s)): most likely a code such as 1-2" in complaint(path)


@pytest.mark.parametrize(
    ("made", "others"),
    [
        (["02.01.2026", "05.04.2026"], "0"),
        (["2/1/2026", "5/4/2026"], "10+"),
        (["2026-02-01", "2026-05-04"], "over 5"),
        (["1/2/26"], "6-9"),
        (["46024", "46117"], "6+"),
        (["januar.02"], "over 5"),
    ],
)
def test_ranges_that_became_whole_dates_are_told(tmp_path, made, others):
    rows = [made[i % len(made)] if i % 3 else others for i in range(30)]
    path = written(tmp_path, "id;staff\n" + "".join(f"{i};{cell}\n" for i, cell in enumerate(rows)))
    assert f"line 3, column 'staff': '{rows[1]}' (20 cell(s)): most likely a code such as 1-2" in complaint(path)


@pytest.mark.parametrize(
    "texts",
    [
        ["01.02.2026", "03.04.2026", "not yet"],  # a question about a day
        ["5 decades", "2 marbles", "4 apricots"],
        ["46024", "43210", "0301"],  # numbers of places
        ["1/2", "3/4"],
    ],
)
def test_days_numbers_and_words_that_begin_like_months_are_answers(tmp_path, texts):
    path = written(tmp_path, "id;q\n" + "".join(f"{i};{texts[i % len(texts)]}\n" for i in range(30)))
    assert set(cells(found(path)[0])["q"]) == set(texts)


def test_dates_and_texts_about_days_are_no_damaged_codes(tmp_path):
    source, _ = found(written(tmp_path, "id;day;why\n1;2024-01-02;on 2 jan it began\n2;2024-02-03;3 times\n"))
    assert cells(source)["day"] == ["2024-01-02", "2024-02-03"]


def test_error_words_of_a_spreadsheet_are_no_answers(tmp_path):
    source, _ = found(written(tmp_path, "id;score\n1;#N/A\n2;3\n3;#I/T\n4;#1\n"))
    assert cells(source)["score"] == [None, "3", None, "#1"]
    assert source.manifest["notices"][0] == "column 'score': #N/A in row 1 is no answer and was read as empty"


@pytest.mark.parametrize(
    "word",
    [
        "#VERDI!",
        "#VÆRDI!",
        "#SAKNAS!",
        "#NV",
        "#WERT!",
        "#PUUTTUU!",
        "#¡DIV/0!",
        "#N/B",
        "#GETTING_DATA",
        "Err:502",
        "####",
    ],
)
def test_error_words_of_other_languages_and_programs_are_no_answers(tmp_path, word):
    source, _ = found(written(tmp_path, f"id;age\n1;{word}\n2;30\n3;41\n"))
    assert cells(source)["age"] == [None, "30", "41"]
    assert f"column 'age': {word} in row 1 is no answer and was read as empty" in source.manifest["notices"]


@pytest.mark.parametrize("text", ["#metoo!", "#1", "Err: 3", "Referanse", "#"])
def test_what_only_begins_like_an_error_is_an_answer(tmp_path, text):
    assert cells(found(written(tmp_path, f"id;q\n1;{text}\n2;b\n"))[0])["q"] == [text, "b"]


# --- Rows without any answer -------------------------------------------------------------------------------------------

BOXES = [["Mail", ""], ["", ""], ["", "Phone"], ["Mail", "Phone"], ["", ""], ["", "Phone"], ["Mail", ""]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("end", [[], [["", ""]]])
def test_forms_that_ticked_nothing_are_counted_and_told(tmp_path, kind, end):
    rows = [["q1_1", "q1_2"], *BOXES, *end]
    path = written(tmp_path, "".join(";".join(r) + "\n" for r in rows)) if kind == "csv" else book(tmp_path, rows)
    if kind == "xlsx" and end:
        path = book(tmp_path, rows, lambda sheet: sheet.cell(len(rows), 1, " "))  # what Excel leaves of a cleared cell
    source, _ = found(path)
    assert source.manifest["rows"] == 7 + len(end)
    blank = "3 rows (2, 5, 8)" if end else "2 rows (2, 5)"
    assert f"{blank} without any answer: counted as forms" in source.manifest["notices"]


def test_blank_rows_in_a_table_where_one_column_always_has_an_answer_are_no_forms(tmp_path):
    rows = [["id", "q"], ["1", "a"], ["2", ""], ["", ""], ["3", "b"], ["", ""], ["", ""]]
    source, _ = found(written(tmp_path, "".join(";".join(row) + "\n" for row in rows)))
    assert list(source.table["row"]) == [1, 2, 4]
    assert source.manifest["notices"] == ["1 row (3) without any answer: no form, left out"]


def test_many_blank_rows_behind_the_last_answer_are_no_forms(tmp_path):
    rows = [["q1_1", "q1_2"], *BOXES, *[["", ""]] * 200]
    assert found(written(tmp_path, "".join(";".join(row) + "\n" for row in rows)))[0].manifest["rows"] == 7


def test_lines_with_nothing_at_all_are_no_forms(tmp_path):
    text = "q1_1;q1_2\n\n" + "".join(";".join(row) + "\n" for row in BOXES if any(row)) + "\n\n"
    assert found(written(tmp_path, text))[0].manifest["rows"] == 5


def test_a_case_of_a_statistical_file_is_a_form_whatever_is_in_it(tmp_path):
    table = pd.DataFrame({"q1": [1.0, float("nan"), 2.0, float("nan")]})
    pyreadstat.write_sav(table, tmp_path / "a.sav")
    assert found(tmp_path / "a.sav")[0].manifest["rows"] == 4


# --- Where a table begins ----------------------------------------------------------------------------------------------

ANSWERS = [["Woman", "3", "4"], ["Man", "2", "5"], ["Woman", "1", "4"], ["Man", "2", "2"]]


@pytest.mark.parametrize(
    ("above", "options"),
    [
        ([["Gender", "Age", "Score"]], {}),
        ([["Report of 1 March", "", ""], ["Gender", "Age", "Score"]], {"skip_rows": 1}),
        ([["Report", "", ""], ["", "", ""], ["Gender", "Age", "Score"]], {"skip_rows": 2}),
        ([["Report", "", ""], ["Period", "2024", ""], ["", "", ""], ["Gender", "Age", "Score"]], {"skip_rows": 3}),
        ([["Gender", "How satisfied", ""], ["", "Course", "Mentor"]], {"header_rows": 2}),
        (
            [["Title", "", ""], ["Gender", "How satisfied", ""], ["", "Course", "Mentor"]],
            {"skip_rows": 1, "header_rows": 2},
        ),
        ([["Gender", "Score", "Score"]], {"number_headings": True}),
        ([["Gender", "", "Score"]], {"number_headings": True}),
        ([["q1", "q2", "q3"], ["Your gender", "Your age", "How many points"]], {"label_rows": 1}),
    ],
)
def test_the_place_of_a_table_is_found(above, options):
    assert find_head([*above, *ANSWERS]) == options


@pytest.mark.parametrize("below", [["", "", ""], None])
def test_totals_below_a_table_are_no_form(below):
    rows = [["a", "b", "c"], *ANSWERS, *([below] if below else []), ["Total", "8", "15"]]
    assert find_head(rows) == {"skip_footer": 1}


def test_answers_in_the_last_forms_are_no_totals_and_no_notes():
    yes_no = [["a", "b", "c"], *[["Y", "1", "2"], ["N", "2", "1"]] * 4]
    assert find_head(yes_no) == {}
    assert (
        find_head([["q1", "q2", "q3"], *[["Mail", "", ""], ["", "Phone", ""]] * 4, ["", "", ""], ["Mail", "", ""]])
        == {}
    )


def test_a_form_of_texts_is_no_second_row_of_headings():
    rows = [
        ["Name", "Comment", "Comment"],
        ["x", "fine", "good"],
        ["y", "well", "bad"],
        ["z", "nice", "so"],
        ["w", "ok", "meh"],
    ]
    assert find_head(rows) == {"number_headings": True}


def test_notes_below_a_table_are_found():
    assert find_head([["a", "b", "c"], *ANSWERS, ["", "", ""], ["Source: the municipality", "", ""]]) == {
        "skip_footer": 1
    }


def test_a_heading_reaches_over_its_columns():
    rows = [["Gender", "How satisfied", ""], ["", "Course", "Mentor"]]
    assert joined(rows) == ("Gender", "How satisfied - Course", "How satisfied - Mentor")


def test_repeated_headings_get_a_number(tmp_path):
    source, options = found(written(tmp_path, "Age,Age,Age (2)\n1,2,3\n4,5,6\n"))
    assert list(cells(source)) == ["Age", "Age (3)", "Age (2)"] and options["number_headings"]
    assert source.manifest["notices"] == ["column 2 is called 'Age (3)'"]


# --- Workbooks ---------------------------------------------------------------------------------------------------------


def test_merged_headings_and_a_title_are_read(tmp_path):
    rows = [["Report"], ["Gender", "How satisfied", None, "Age"], [None, "Course", "Mentor", None]]

    def merge(sheet):
        for span in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
            sheet.merge_cells(span)

    source, options = found(book(tmp_path, [*rows, ["Woman", 1, 2, 33], ["Man", 2, 3, 44], ["Woman", 3, 1, 55]], merge))
    assert options == {"sheet": "Svar", "skip_rows": 1, "header_rows": 2}
    assert list(cells(source)) == ["Gender", "How satisfied - Course", "How satisfied - Mentor", "Age"]
    assert cells(source)["Age"] == ["33", "44", "55"]


def test_error_cells_are_told_with_their_places(tmp_path):
    source, _ = found(book(tmp_path, [["id", "score"], [1, "#N/A"], [2, 3], [3, "#DIV/0!"]]))
    assert cells(source)["score"] == [None, "3", None]
    assert "sheet 'Svar': #N/A in B2 is no answer and was read as empty" in source.manifest["notices"]


def test_hidden_rows_and_filters_are_told_and_read(tmp_path):
    def hide(sheet):
        sheet.auto_filter.ref = "A1:B4"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    source, _ = found(book(tmp_path, [["id", "score"], [1, 1], [2, 2], [3, 3]], hide))
    assert cells(source)["id"] == ["1", "2", "3"]
    assert source.manifest["notices"] == [
        "sheet 'Svar': row 3 hidden (a filter lies on A1:B4); read as the others",
        "sheet 'Svar': column B hidden; read as the others",
    ]


def test_answers_merged_over_rows_are_refused(tmp_path):
    path = book(tmp_path, [["region", "n"], ["North", 1], [None, 2], ["South", 3]], lambda s: s.merge_cells("A2:A3"))
    assert "sheet 'Svar', cells A2:A3: merged over several rows of answers" in complaint(path)


def test_codes_excel_made_days_of_are_refused(tmp_path):
    def day(sheet):
        sheet["B3"].value, sheet["B3"].number_format = datetime.datetime(2024, 2, 1), "d-mmm"

    path = book(tmp_path, [["id", "employees"], [1, "3-50"], [2, None], [3, "51+"]], day)
    assert "sheet 'Svar', column B: 1 cell(s) are a day (B3), among '3-50'" in complaint(path)


SHARES = [
    ["id", "share", "spent", "code"],
    [1, 0.29, datetime.timedelta(hours=30), "25%"],
    [2, None, None, "x"],
    [3, 1, None, 5],
]


def shown_as_per_cent(*places):
    def change(sheet):
        for place in places:
            sheet[place].number_format = "0.0%"

    return change


def test_per_cent_and_lengths_of_time_are_read_as_they_are_seen(tmp_path):
    source, _ = found(book(tmp_path, SHARES, shown_as_per_cent("B2", "B4")))
    assert cells(source)["share"] == ["29", None, "100"]
    assert cells(source)["spent"] == ["108000", None, None]
    assert source.manifest["meanings"] == {"spent": "seconds"}
    assert "sheet 'Svar': column B is shown as per cent and read so: 0.29 is 29" in source.manifest["notices"]


def test_a_column_shown_in_part_as_per_cent_is_refused(tmp_path):
    said = complaint(book(tmp_path, SHARES, shown_as_per_cent("B2")))
    assert "sheet 'Svar', column B: B2 shown as per cent, B4 not. Give the whole column one number format" in said
    zero = [["id", "share"], [1, 0.5], [2, 0]]
    assert cells(found(book(tmp_path, zero, shown_as_per_cent("B2"), "zero.xlsx"))[0])["share"] == ["50", "0"]


def test_lengths_of_time_beside_bare_numbers_are_refused(tmp_path):
    rows = [["id", "spent"], [1, datetime.timedelta(hours=36)], [2, 1.5]]
    said = complaint(book(tmp_path, rows))
    assert "column B: B2 shown as a length of time, B3 not. Give the whole column one number format" in said


def test_what_stands_below_the_answers_is_no_part_of_a_column(tmp_path):
    rows = [["id", "share", "age"], [1, 0.5, 30], [2, 0.25, 40], ["Mean", 37.5, 0.35]]
    path = book(tmp_path, rows, shown_as_per_cent("B2", "B3", "C4"))
    read = read_xlsx(path, skip_footer=1)
    assert [row for _, row in read.rows] == [["1", "50", "30"], ["2", "25", "40"]]
    assert [n for n in read.notices if "per cent" in n] == [
        "sheet 'Svar': column B is shown as per cent and read so: 0.5 is 50"
    ]


def test_what_stands_at_the_foot_is_not_looked_at(tmp_path):
    def foot(sheet):
        sheet["A4"].value, sheet["A4"].number_format = datetime.datetime(2024, 2, 1), "d-mmm"
        sheet["B4"].value, sheet["B4"].data_type = "#N/A", "e"
        sheet.row_dimensions[4].hidden = True

    path = book(tmp_path, [["id", "score"], ["1-2", 2], ["3-4", 3], [None, None]], foot)
    source = read_source(path, "xlsx", {"skip_footer": 1})
    assert cells(source) == {"id": ["1-2", "3-4"], "score": ["2", "3"]} and not source.manifest["notices"]
    with pytest.raises(BadInput, match="are a day"):
        read_source(path, "xlsx", {})


def test_per_cent_of_libreoffice_are_told(tmp_path):
    pd.DataFrame({"id": [1, 2], "share": [0.25, 0.5]}).to_excel(tmp_path / "plain.ods", index=False, engine="odf")
    shutil.copy(tmp_path / "plain.ods", tmp_path / "shown.ods")
    with zipfile.ZipFile(tmp_path / "plain.ods") as plain, zipfile.ZipFile(tmp_path / "shown.ods", "w") as shown:
        for name in plain.namelist():
            old, new = b'value-type="float" office:value="0.25"', b'value-type="percentage" office:value="0.25"'
            content = plain.read(name)
            assert name != "content.xml" or old in content
            shown.writestr(name, content.replace(old, new))
    assert not found(tmp_path / "plain.ods")[0].manifest["notices"]
    source, _ = found(tmp_path / "shown.ods")
    assert cells(source)["share"] == ["0.25", "0.5"] and "25 % is 0.25" in source.manifest["notices"][0]


def test_a_word_about_per_cent_is_no_per_cent(tmp_path):
    def change(sheet):
        sheet["B2"].number_format = '0.00" % of all"'

    assert cells(found(book(tmp_path, [["id", "share"], [1, 0.5]], change))[0])["share"] == ["0.5"]


def test_a_chart_is_no_sheet_to_choose(tmp_path):
    path = tmp_path / "chart.xlsx"
    made = openpyxl.Workbook()
    for row in [["id", "score"], [1, 2], [2, 3]]:
        made.active.append(row)
    made.create_chartsheet("Chart").add_chart(BarChart())
    made.save(path)
    assert cells(found(path)[0]) == {"id": ["1", "2"], "score": ["2", "3"]}


def test_a_sheet_cut_off_is_one_message(tmp_path):
    path, cut = book(tmp_path, [["id", "score"], *[[i, i] for i in range(50)]]), tmp_path / "cut.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(cut, "w") as part:
        for name in whole.namelist():
            content = whole.read(name)
            part.writestr(name, content[:900] if name.endswith("sheet1.xml") else content)
    assert "cut.xlsx: no whole Excel workbook (" in complaint(cut)


def test_a_sheet_of_libreoffice(tmp_path):
    table = pd.DataFrame({"Kjønn": ["Kvinne", "Mann"], "Alder": [33, 44], "NA": ["NA", "x"]})
    table.to_excel(tmp_path / "svar.ods", engine="odf", index=False)
    source, options = found(tmp_path / "svar.ods")
    assert cells(source) == {"Kjønn": ["Kvinne", "Mann"], "Alder": ["33", "44"], "NA": ["NA", "x"]}
    assert options == {"sheet": "Sheet1"}


# --- SPSS, Stata, Parquet ----------------------------------------------------------------------------------------------

SYNTAX = """
DATA LIST LIST /day (DATE11) month (MOYR8) quarter (QYR8) week (WKYR10) moment (DATETIME20) clock (TIME8) lasted (DTIME14)
  weekday (WKDAY9) named (MONTH9) price (DOLLAR8) b1 (F1.0) b2 (F1.0) m1 (F2.0) m2 (F2.0).
BEGIN DATA
"01-JAN-2024" "JAN 2024" "1 Q 2024" "5 WK 2024" "01-JAN-2024 10:00:00" "08:30:00" "1 02:03:04" "MON" "MAR" 12 1 0 1 2
"15-FEB-2024" "FEB 2024" "2 Q 2024" "6 WK 2024" "01-FEB-2024 10:00:30" "18:30:00" "0 00:00:10" "TUE" "APR" 15 0 1 2 .
END DATA.
VARIABLE LABELS day "A day" b1 "TV" b2 "Radio".
VALUE LABELS m1 m2 1 "Price" 2 "Time" 3 "Distance".
MRSETS /MDGROUP NAME=$ch LABEL="Which channels" VARIABLES=b1 b2 VALUE=1 /MCGROUP NAME=$why LABEL="Why not?" VARIABLES=m1 m2.
SAVE OUTFILE="a.sav".
SAVE OUTFILE="a.zsav" /ZCOMPRESSED.
EXPORT OUTFILE="a.por".
"""


@pytest.fixture(scope="module")
def pspp(tmp_path_factory):
    """The files that PSPP writes; skipped where it is not installed."""
    program = shutil.which("pspp")
    if not program:
        pytest.skip("pspp is not installed")
    folder = tmp_path_factory.mktemp("pspp")
    (folder / "a.sps").write_text(SYNTAX)
    subprocess.run([program, "a.sps"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", ["a.sav", "a.zsav", "a.por"])
def test_formats_of_spss_have_their_meaning(pspp, name):
    source, _ = found(pspp / name)
    texts = {column.lower(): values for column, values in cells(source).items()}
    assert texts["day"] == ["2024-01-01", "2024-02-15"]
    assert texts["month"] == ["2024-01", "2024-02"]
    assert texts["quarter"] == ["2024-Q1", "2024-Q2"]
    assert texts["week"] == ["2024-W05", "2024-W06"]
    assert texts["moment"] == ["2024-01-01 10:00:00", "2024-02-01 10:00:30"]
    assert texts["clock"] == ["08:30:00", "18:30:00"]
    assert texts["lasted"] == ["93784", "10"]
    assert texts["weekday"] == ["2", "3"] and texts["price"] == ["12", "15"]
    meanings = {column.lower(): meaning for column, meaning in source.manifest["meanings"].items()}
    assert meanings == {"weekday": "weekday", "named": "month", "lasted": "seconds"}


def test_sets_of_several_answers_come_with_their_label(pspp):
    sets = found(pspp / "a.sav")[0].manifest["sets"]
    assert sets["ch"] == {"label": "Which channels", "columns": ["b1", "b2"], "counted": "1"}
    assert sets["why"] == {"label": "Why not?", "columns": ["m1", "m2"], "counted": None}


def test_stata_keeps_labels_and_kinds_of_missing(tmp_path):
    table = pd.DataFrame({"q1": [1.0, 2.0, "a"], "town": ["Oslo", "Bø", ""]})
    pyreadstat.write_dta(
        table,
        tmp_path / "a.dta",
        column_labels=["Agree?", ""],
        variable_value_labels={"q1": {1: "No", 2: "Yes", "a": "Refused"}},
        missing_user_values={"q1": ["a"]},
    )
    source, _ = found(tmp_path / "a.dta")
    assert cells(source) == {"q1": ["1", "2", ".a"], "town": ["Oslo", "Bø", None]}
    assert source.manifest["value_labels"]["q1"] == {"1": "No", "2": "Yes", ".a": "Refused"}
    assert source.manifest["user_missing"]["q1"] == [".a"] and source.manifest["labels"]["q1"] == "Agree?"


def old_stata(folder, name="old.dta"):
    """A file of Stata 8, which says nothing of its encoding, with letters in UTF-8."""
    table = pd.DataFrame({"kjonn": [1, 2], "sted": ["Ås", "Bø"]})
    pyreadstat.write_dta(
        table,
        folder / name,
        version=8,
        column_labels=["Kjønn", "Hvor?"],
        variable_value_labels={"kjonn": {1: "Gutt", 2: "Jente, på ny"}},
    )
    return folder / name


def test_an_old_stata_file_in_utf8_is_read_as_it_was_written(tmp_path):
    source, options = found(old_stata(tmp_path))
    assert options == {"encoding": "utf-8"} and cells(source)["sted"] == ["Ås", "Bø"]
    assert source.manifest["labels"]["kjonn"] == "Kjønn"
    assert source.manifest["value_labels"]["kjonn"]["2"] == "Jente, på ny"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "'Ã…s' (and 3 more). It should read 'Ås': set encoding: utf-8"),
        ({"encoding": "cp1252"}, "It should read 'Ås': set encoding: utf-8"),
        ({"encoding": "utf-99"}, "unknown encoding 'utf-99'"),
    ],
)
def test_an_old_stata_file_with_wrong_letters_is_one_message(tmp_path, options, message):
    with pytest.raises(BadInput) as error:
        read_source(old_stata(tmp_path), "dta", options)
    assert message in str(error.value) and len(error.value.problems) == 1


def test_wrong_letters_of_labels_only_are_told_too(tmp_path):
    pyreadstat.write_dta(pd.DataFrame({"a": [1, 2]}), tmp_path / "a.dta", version=8, column_labels=["Kjønn"])
    with pytest.raises(BadInput, match="label of column 'a': 'KjÃ¸nn'. It should read 'Kjønn': set encoding: utf-8"):
        read_source(tmp_path / "a.dta", "dta", {})
    assert found(tmp_path / "a.dta")[0].manifest["labels"] == {"a": "Kjønn"}


def test_a_statistical_file_that_says_its_encoding_needs_none(tmp_path):
    pyreadstat.write_dta(pd.DataFrame({"sted": ["Ås"]}), tmp_path / "new.dta")
    pyreadstat.write_sav(pd.DataFrame({"sted": ["Ås"]}), tmp_path / "new.sav")
    for name in ("new.dta", "new.sav"):
        source, options = found(tmp_path / name)
        assert options == {} and cells(source)["sted"] == ["Ås"]
    assert found(tmp_path / "new.sav", encoding="utf-8")[1] == {"encoding": "utf-8"}


def test_parquet_gives_texts_as_the_others_do(tmp_path):
    table = pd.DataFrame(
        {"a": [1.0, None, 2.5], "b": pd.Categorical(["x", "y", None]), "c": pd.array([1, None, 3], "Int64")}
    )
    table.to_parquet(tmp_path / "a.parquet")
    source, _ = found(tmp_path / "a.parquet")
    assert cells(source) == {"a": ["1", None, "2.5"], "b": ["x", "y", None], "c": ["1", None, "3"]}


# --- Looks -------------------------------------------------------------------------------------------------------------


def test_texts_that_look_alike_are_one():
    assert one_look("A\u030algård\u00a0x\u200b") == "Ålgård x"
    assert same_look(" Svært  Enig ") == same_look("svært enig")
    assert same_look("3.0") == same_look("3") != same_look("3.5")


def test_what_looks_alike_is_joined_and_told(tmp_path):
    source, _ = found(written(tmp_path, "id;town\n1;Ås\n2;A\u030as\n3;Bø\u00a0\n4;Bø\n"))
    assert [text.strip() for text in cells(source)["town"]] == ["Ås", "Ås", "Bø", "Bø"]
    assert source.manifest["notices"] == [
        "column 'town': 'Ås' is written in 2 ways that look alike; read as one",
    ]


# --- Numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "settings"),
    [
        ({"a": ["250 000", "251 517"]}, {"thousands": " "}),
        ({"a": ["250\u00a0000", "1\u202f251 517,50"]}, {"thousands": " ", "decimal": ","}),
        ({"a": ["1,250,000", "251,517"]}, {"thousands": ",", "decimal": "."}),
        ({"a": ["250,000.50", "1,517.25"]}, {"thousands": ",", "decimal": "."}),
        ({"a": ["250.000,50", "1.517,25"]}, {"thousands": ".", "decimal": ","}),
        ({"a": ["250,000", "251,517"], "b": ["1.5", "2.5"]}, {"thousands": ",", "decimal": "."}),
        ({"a": ["250.000", "251.517"], "b": ["1,5", "9,25", "3,1"]}, {"thousands": ".", "decimal": ","}),
        ({"a": ["250'000", "251'517"]}, {"thousands": "'"}),
        ({"a": ["0,250", "0,517"]}, {"decimal": ","}),
        ({"a": ["1,5", "2,25", "3,1"]}, {"decimal": ","}),
        ({"a": [f"{i} %" for i in range(20)]}, {"units": ["%"]}),
        ({"a": ["50 %", "100 %"] * 9}, {}),
        ({"a": [f"kr {i}00" for i in range(1, 20)]}, {"units": ["kr"]}),
        ({"a": ["12 34 56 78", "98 76 54 32"]}, {}),
        ({"a": ["1", "2"], "b": ["x 1,5", "y"]}, {}),
    ],
)
def test_marks_in_numbers_are_found(columns, settings):
    found_marks = find_marks("a.csv", columns, {})
    assert (dict(found_marks.settings), found_marks.problems) == (settings, ())


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (
            {"a": ["250,000", "251,517"]},
            "column 'a': '250,000' may be a number with thousands or with three decimals. Say thousands=comma",
        ),
        ({"a": ["2.500", "1.250", "12"]}, "Say thousands=point decimal=comma, or decimal=point"),
        (
            {"a": ["1,2", "1", "2,3", "3"]},
            'may be two answers or a number with a decimal comma. Say several="a", or decimal=comma',
        ),
        ({"a": ["1,5", "3,25", "3,1"], "b": ["1.5", "2.5"]}, "',' is the decimal mark in 'a' and '.' in 'b'"),
        (
            {"a": ["3,1", "2,25", "0,1"], "b": ["1,250,000", "2,000,000"]},
            "',' is a decimal mark in 'a' and stands between thousands in 'b'",
        ),
    ],
)
def test_what_cannot_be_told_is_asked(columns, says):
    assert says in " ".join(map(str, find_marks("a.csv", columns, {}).problems))


def test_an_answer_to_the_question_is_taken():
    columns = {"a": ["250,000", "251,517"]}
    assert find_marks("a.csv", columns, {"thousands": ",", "decimal": "."}).settings == {
        "thousands": ",",
        "decimal": ".",
    }
    assert find_marks("a.csv", columns, {"decimal": ","}).settings == {"decimal": ","}


def test_numbers_lose_marks_and_units_and_texts_do_not(tmp_path):
    path = written(tmp_path, "wage;share;code\n400 500,00;5 %;a 100 000\n401 500,50;7,5 %;b\n")
    source = read_source(path, "csv", {"delimiter": ";", "decimal": ",", "thousands": " ", "units": ["%"]})
    assert cells(source) == {"wage": ["400500,00", "401500,50"], "share": ["5", "7,5"], "code": ["a 100 000", "b"]}


# --- Several answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "separator"),
    [
        (["TV", "TV, Radio", "Radio, Paper", "Paper"] * 5, ", "),
        (["TV;", "TV"] * 5, ""),
        (["TV;", "TV;Radio;", "Radio;Paper;", "Paper;"] * 5, ";"),
        (["TV;Radio", "TV", "Radio;Paper", "Paper"] * 5, ";"),
        (["tv", "tv radio", "radio paper", "tv radio paper"] * 5, " "),
        (["Yes, often", "Yes, sometimes", "No"] * 9, ""),
        (["bra", "ikke bra", "veldig bra", "ikke veldig bra"] * 9, ""),
        (["1;2", "1", "2;3"] * 5, ";"),
        (["1,2,3", "1", "2,3"] * 5, ","),
        (["1,5", "2,5"] * 5, ""),
        (["Agree, rather", "Agree, fully", "Disagree, rather", "Disagree, fully"] * 9, ""),
        (["Oslo, Norway", "Bergen, Norway", "Lund, Sweden"] * 5, ""),
        (["a long, winding answer", "another one, and more", "no"], ""),
        (["TV / Radio", "TV", "Radio / Paper", "Paper", "TV / Radio / Paper"] * 5, " / "),
        (["TV/Radio", "TV", "Radio/Paper", "Paper"] * 5, "/"),
        (["TV + Radio", "TV", "Radio + Paper", "Paper"] * 5, " + "),
        (["Yes", "No", "N/A"] * 9, ""),
        (["1/2", "2/2", "1/1"] * 9, ""),
        (["km/h", "m/s", "knots"] * 9, ""),
        (["12/03/2026", "01/03/2026", "03/12/2026"] * 9, ""),
        (["Oslo/Akershus", "Oslo", "Innlandet", "Agder", "Rogaland"] * 9, ""),
    ],
)
def test_the_sign_between_answers(texts, separator):
    assert separator_of(texts) == separator


def test_words_between_answers_are_asked_about():
    assert seems_several(["TV", "Radio", "TV og Radio"]) == "TV og Radio"
    assert separator_of(["TV", "Radio", "TV og Radio"] * 9) == "" == seems_several(["TV", "Radio", "Bread and butter"])


def test_numbers_that_may_be_codes():
    assert (
        may_be_several(["1,2", "1", "2,3"])
        and not may_be_several(["3,1", "2,5"])
        and not may_be_several(["1,5", "2"])
        and not may_be_several(["1", "2"])
    )


def test_boxes_of_a_cell_with_several_answers(tmp_path):
    path = written(tmp_path, 'id,Channels,x\n1,"TV, Radio",a\n2,,b\n3,Radio,c\n')
    source = read_source(path, "csv", {"several": [{"columns": ["Channels"], "separator": ", "}]})
    assert cells(source) == {
        "id": ["1", "2", "3"],
        "Channels [Radio]": ["1", None, "1"],
        "Channels [TV]": ["1", None, "0"],
        "x": ["a", "b", "c"],
    }
    with pytest.raises(BadInput, match="several: no column 'Chanels'. Did you mean 'Channels'"):
        read_source(path, "csv", {"several": [{"columns": ["Chanels"]}]})


def test_boxes_of_mentions(pspp):
    source = read_source(pspp / "a.sav", "sav", {"several": [{"columns": ["m1", "m2"], "name": "Why"}]})
    boxes = {name: values for name, values in cells(source).items() if name.startswith("Why")}
    assert boxes == {"Why [Price]": ["1", "0"], "Why [Time]": ["1", "1"], "Why [Distance]": ["0", "0"]}
    assert not {"m1", "m2"} & set(cells(source))


OWN = [
    "TV, Radio",
    "TV",
    "Radio, Paper",
    "TV, Paper",
    "Radio, TV",
    "Paper",
    "TV, my brother, mostly",
    "Radio, a leaflet",
]


def test_own_words_beside_answers_are_one_box(tmp_path):
    assert separator_of(OWN) == ", "
    assert own_words(OWN, ", ") == ["Paper", "Radio", "TV"]
    path = written(tmp_path, "Channels,x\n" + "".join(f'"{cell}",a\n' for cell in (*OWN, "")))
    wanted = {"columns": ["Channels"], "separator": ", ", "answers": ["TV", "Radio", "Paper", "Post"], "other": "Other"}
    source = read_source(path, "csv", {"several": [wanted]})
    boxes = cells(source)
    assert list(boxes) == [*(f"Channels [{name}]" for name in ("TV", "Radio", "Paper", "Post", "Other")), "x"]
    assert boxes["Channels [Other]"] == ["0"] * 6 + ["1", "1", None]
    assert boxes["Channels [TV]"] == ["1", "1", "0", "1", "1", "0", "1", "0", None]
    assert boxes["Channels [Post]"] == ["0"] * 8 + [None]
    assert any("3 texts that are none of the answers are 'Other'" in told for told in source.manifest["notices"])
    del wanted["other"]
    with pytest.raises(BadInput, match="3 texts that are none of the answers: 'my brother', 'mostly', 'a leaflet'"):
        read_source(path, "csv", {"several": [wanted]})


def test_a_rare_answer_is_no_own_word():
    assert own_words(["TV, Radio", "TV", "Radio, Paper", "TV, Radio"], ", ") == []
    assert own_words([*OWN[:6] * 2, "TV, Post", "TV, Net", "Net"], ", ") == []  # Net came back: the list may be long
