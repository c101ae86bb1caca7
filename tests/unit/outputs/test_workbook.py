"""tables.xlsx: real numbers, texts that stay texts, links that lead somewhere, nothing that is withheld, the same bytes."""

import zipfile

import openpyxl
import pytest
from evalreport.outputs.number_grid import Number
from evalreport.outputs.web_page import exhibits_in, read_blocks
from evalreport.outputs.workbook import LABELS, code_of, lines_of, sheet_name, write_workbook
from small_report import METADATA, blocks


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    text, evidence = blocks(folder)
    paths = [folder / "one.xlsx", folder / "two.xlsx"]
    for path in paths:
        write_workbook(path, METADATA, exhibits_in(read_blocks(text)), evidence)
    return paths


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written[0])


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_same_numbers_give_the_same_bytes(written):
    assert written[0].read_bytes() == written[1].read_bytes()


def test_a_sheet_an_exhibit_in_the_order_of_the_report(book):
    assert book.sheetnames == ["Contents", "Table 1.1", "Figure 1.1", "Figure 1.2", "Table A1.1"]


def test_every_line_of_the_contents_leads_to_its_sheet(book):
    links = [(c.value, c.hyperlink.location) for c in cells(book["Contents"]) if c.hyperlink]
    assert [words.replace("\u00a0", " ") for words, _ in links] == book.sheetnames[1:]
    assert [place for _, place in links] == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    backs = [book[name]["A1"].hyperlink.location for name in book.sheetnames[1:]]
    assert set(backs) == {"'Contents'!A1"}


def test_shares_are_numbers_with_the_format_of_the_report(book):
    row = next(row for row in book["Table 1.1"].iter_rows() if row[0].value == "-Often")
    assert [cell.value for cell in row[1:4]] == [0.7375, 0.333333333333, "·"]
    assert row[1].number_format == "0.0 %"


def test_nothing_withheld_is_anywhere_in_the_file(written):
    with zipfile.ZipFile(written[0]) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    assert f"{2 / 7:.6f}"[:6] not in sheet and "0.7142" not in sheet
    assert ">7<" not in sheet


def test_labels_that_look_like_formulas_are_texts(book, written):
    found = [cell for sheet in book for cell in cells(sheet) if str(cell.value)[:1] in ("=", "+", "-", "@")]
    assert {str(cell.value)[:1] for cell in found} == set("=+-@")
    assert {cell.data_type for cell in found} == {"s"}
    with zipfile.ZipFile(written[0]) as package:
        parts = [package.read(name) for name in package.namelist() if "worksheets/sheet" in name]
    assert not [part for part in parts if b"<f>" in part]


def test_an_interval_has_columns_of_its_own(book):
    sheet = book["Table A1.1"]
    head = next(row for row in sheet.iter_rows() if row[2].value == "Lower limit")
    numbers = next(sheet.iter_rows(min_row=head[0].row + 1))
    assert [cell.value for cell in numbers[1:4]] == [2.345, 1.9, 2.81]
    assert head[3].value == "Upper limit"


def test_unit_note_and_caption_stand_on_the_sheet(book):
    texts = [cell.value for cell in cells(book["Table 1.1"])]
    assert "Table\u00a01.1  Use of research. Per cent" in texts
    assert "Unit: per cent" in texts
    assert any(str(text).startswith("A note of its own.") for text in texts)


def test_figures_have_a_chart_drawn_from_cells_of_their_sheet(book):
    charts = {sheet.title: sheet._charts for sheet in book}
    assert {name: len(found) for name, found in charts.items() if found} == {"Figure 1.1": 1, "Figure 1.2": 1}
    for name in ("Figure 1.1", "Figure 1.2"):
        for series in charts[name][0].series:
            place = series.val.numRef.f.replace("'", "").split("!")
            assert place[0] == name
            values = [cell.value for row in book[name][place[1].replace("$", "")] for cell in row]
            assert all(isinstance(value, float) for value in values) and len(values) >= 2


def test_bars_that_are_withheld_have_no_number(tmp_path):
    """A figure of the withheld numbers: the chart's cells hold nothing of them."""
    from evalreport.exhibits.evidence import Evidence
    from evalreport.outputs.charts.plan import chart_plans
    from small_report import BARS, shares

    (plan,) = chart_plans(Evidence(BARS, shares(True), (), (0.05,)))
    assert plan.series[2].values == (None, None) and plan.series[2].signs == ("·", "·")


@pytest.mark.parametrize(
    ("number", "code"),
    [(Number(0.5, 0, True), "0 %"), (Number(0.5, 2, True), "0.00 %"), (Number(1234.5, 1, False), "#,##0.0")],
)
def test_number_formats_are_those_of_the_file_format(number, code):
    assert code_of(number) == code


def test_sheets_have_names_that_excel_can_have():
    from evalreport.outputs.web_page import ShownExhibit

    shown = ShownExhibit("x", "x", "table", "Tabell\u00a0V1/2: [a]*?" + "b" * 40, "", "", "")
    assert sheet_name(shown) == "Tabell V1 2   a   bbbbbbbbbbbbb"[:31]


def test_a_long_label_has_room_for_the_lines_it_takes():
    long = "Fokuset på forskning går på bekostning av brukerens behov"
    assert [lines_of(text, LABELS) for text in ("Ja", long, f"{long}. {long}")] == [1, 2, 3]
