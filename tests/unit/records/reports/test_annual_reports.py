"""Annual reports: what stands in a form is read back, what is missing or doubtful is named, and bad files are told apart."""

import importlib.util
from pathlib import Path

import pytest
import yaml
from evalreport.docx.xml import read_package, to_bytes, w, write_package
from evalreport.files.errors import BadInput
from evalreport.records.aliases import without_misread_words
from evalreport.records.cell_values import date_in, number_in
from evalreport.records.readers import annual_reports
from evalreport.records.reports.form_docx import write_empty_form
from lxml import etree
from pypdf import PdfWriter

FORM = {
    "id": "town_report",
    "version": "2",
    "title": {"en": "Report of a town"},
    "sections": [
        {"id": "activities", "title": {"en": "Activities"}, "help": {"en": "What was done?"}},
        {
            "id": "projects",
            "title": {"en": "Projects"},
            "table": {
                "columns": [
                    {"id": "project", "label": {"en": "Project"}, "names": "project", "required": True},
                    {"id": "state", "label": {"en": "State"}, "codes": "state"},
                    {"id": "begun", "label": {"en": "Begun"}, "type": "date"},
                ],
                "empty_rows": 2,
            },
        },
        {
            "id": "money",
            "title": {"en": "Money"},
            "table": {
                "columns": [
                    {"id": "post", "label": {"en": "Item"}, "required": True},
                    {"id": "spent", "label": {"en": "Spent"}, "type": "number", "required": True},
                ],
                "lines": [{"post": {"en": "Wages"}}],
                "empty_rows": 2,
                "total": {"en": "Total"},
            },
        },
    ],
}
SETTINGS = {
    "reader": "annual_reports",
    "folder": "reports",
    "form": "records/form.yaml",
    "aliases": "records/aliases.csv",
    "units": {"column": "town", "codes": "town"},
    "years": ["2008", "2009"],
    "skip_lines": [r"Page \d+"],
}
ALIASES = """kind,written,name
unit,The north,north
section,What we did,activities
column,Name,projects.project
total,In all,money
project,Old club,club
word,he1p,help
word,bar,bear
"""
TEXT = """The north, a year

1. What we did
We gave he1p in the mor-
ning, at the barn and the bar.
Page 1

2. Projects
Name        State     Begun
Old club    Running   3.4.08
Mystery     Asleep    spring 2008
"""


@pytest.fixture
def folders(tmp_path):
    config, data = tmp_path / "config", tmp_path / "data"
    (config / "codes").mkdir(parents=True)
    (config / "records").mkdir()
    (data / "reports").mkdir(parents=True)
    codes = {
        "town": "north,North\nsouth,South",
        "project": "club,Homework club\nmeal,School meal",
        "state": "run,Running",
    }
    for name, rows in codes.items():
        (config / "codes" / f"{name}.csv").write_text(f"code,label_en\n{rows}\n", encoding="utf-8")
    (config / "records" / "form.yaml").write_text(yaml.safe_dump(FORM), encoding="utf-8")
    (config / "records" / "aliases.csv").write_text(ALIASES, encoding="utf-8")
    return data, config


def settings(config, **changed):
    return annual_reports.prepared(SETTINGS | changed, config)


def read(folders, **changed):
    data, config = folders
    return annual_reports.read(settings(config, **changed), data, config, "en")


def told(folders, **changed):
    with pytest.raises(BadInput) as error:
        read(folders, **changed)
    return [str(problem) for problem in error.value.problems]


def form(folders, name="north_2008", fields=None, **changed):
    """A form filled in by tag: texts into fields, and rows of cells into tables."""
    data, config = folders
    path = data / "reports" / f"{name}.docx"
    write_empty_form(settings(config) | changed, config, "en", path)
    parts = read_package(path)
    root = etree.fromstring(parts["word/document.xml"])
    for tag, value in (fields or {}).items():
        field = next(s for s in root.iter(w("sdt")) if s.find(f"{w('sdtPr')}/{w('tag')}").get(w("val")) == tag)
        fill(field, value)
    parts["word/document.xml"] = to_bytes(root)
    write_package(parts, path)
    return path


def fill(field, value):
    if isinstance(value, str):
        hidden = field.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
        hidden.getparent().remove(hidden)
        next(field.iter(w("t"))).text = value
        return
    for row, cells in zip(field.iter(w("tr")), [None, *value], strict=False):
        for cell, text in zip(row.iter(w("tc")), cells or (), strict=False):
            for child in cell.findall(w("p")):
                cell.remove(child)
            paragraph = etree.SubElement(cell, w("p"))
            etree.SubElement(etree.SubElement(paragraph, w("r")), w("t")).text = text


def findings(tables, report="north_2008"):
    found = tables["findings"]
    return [(r.kind, r.field) for r in found[found["report"] == report].itertuples()]


FILLED: dict = {
    "town": "North",
    "year": "2008",
    "activities": "We met.",
    "projects": [["Homework club", "Running", "31.03.2008"], ["school meal", "", ""]],
    "money": [["Wages", "1 000"], ["Rent", "kr 500,-"], ["", ""], ["Total", "1 500"]],
}


def test_what_is_written_into_the_form_is_read_back(folders):
    form(folders, fields=FILLED)
    tables = read(folders)
    assert list(tables["sections"]["text"]) == ["We met."]
    columns = ["project", "project_id", "state", "begun", "source_file", "source_place"]
    assert tables["projects"][columns].values.tolist() == [
        ["Homework club", "club", "run", "2008-03-31", "north_2008.docx", "table 2, row 2"],
        ["school meal", "meal", "", "", "north_2008.docx", "table 2, row 3"],
    ]
    assert tables["money"][["post", "spent"]].values.tolist() == [["Wages", "1000"], ["Rent", "500"]]
    assert findings(tables) == []
    assert findings(tables, "south_2009") == [("no_report", "report")]
    assert tables["reports"][["town", "year", "kind"]].values.tolist() == [["north", "2008", "form"]]


def test_a_form_without_its_fields_is_read_by_its_headings(folders):
    path = form(folders, fields=FILLED)
    whole = read(folders)
    parts = read_package(path)
    root = etree.fromstring(parts["word/document.xml"])
    for sdt in list(root.iter(w("sdt"))):
        for child in list(sdt.find(w("sdtContent"))):
            sdt.addprevious(child)
        sdt.getparent().remove(sdt)
    write_package(parts | {"word/document.xml": to_bytes(root)}, path)
    bare = read(folders)
    for table in ("projects", "money"):
        assert bare[table].equals(whole[table]), table
    assert list(bare["sections"]["text"]) == ["We met."]
    assert list(bare["reports"]["kind"]) == ["form"]  # the line that names the form is still there
    assert findings(bare) == []


def test_an_empty_form_is_empty_in_every_field(folders):
    form(folders)
    tables = read(folders)
    assert findings(tables) == [("empty_field", name) for name in ("activities", "projects", "money")]
    coverage = tables["coverage"][tables["coverage"]["report"] == "north_2008"]
    assert dict(zip(coverage["field"], coverage["status"], strict=True)) == {
        "report": "filled",
        "activities": "empty",
        "projects": "empty",
        "money": "empty",
    }


def test_a_scanned_text_is_read_by_aliases(folders):
    (folders[0] / "reports" / "The north 2008.txt").write_text(TEXT, encoding="utf-8")
    tables = read(folders)
    assert list(tables["sections"]["text"]) == ["We gave help in the morning, at the barn and the bear."]
    assert tables["projects"][["project", "project_id", "state", "begun", "source_place"]].values.tolist() == [
        ["Old club", "club", "run", "2008-04-03", "line 10"],
        ["Mystery", "", "", "", "line 11"],
    ]
    assert findings(tables) == [
        ("misread_word", "report"),
        ("misread_word", "report"),
        ("alias_used", "projects.project"),
        ("unknown_name", "projects.project"),
        ("unknown_code", "projects.state"),
        ("unreadable_date", "projects.begun"),
        ("left_out", "money"),
    ]


@pytest.mark.parametrize(
    ("total", "rows", "kinds"),
    [
        ("1 500", [["Rent", "1 500"]], []),
        ("1 400", [["Rent", "1 500"]], ["sum_differs"]),
        ("1 500", [["Rent", "much"]], ["unreadable_number", "sum_unchecked"]),
        ("1 500", [["Rent", ""]], ["empty_cell", "sum_unchecked"]),
        ("lots", [["Rent", "1 500"]], ["unreadable_number"]),
    ],
)
def test_totals_are_compared_with_the_rows(folders, total, rows, kinds):
    form(folders, fields=FILLED | {"money": [["", ""], *rows, ["", ""], ["Total", total]]})
    tables = read(folders)
    assert [kind for kind, _ in findings(tables)] == kinds
    texts = tables["findings"]["text"].tolist()
    if kinds == ["sum_differs"]:
        assert texts[0] == "The sum under ‘Spent’ is given as 1,400; the rows make 1,500."


def test_a_line_of_the_form_that_nobody_answered(folders):
    form(folders, fields=FILLED | {"money": [["Wages", ""], ["Rent", "5"]]})
    assert ("empty_row", "money") in findings(read(folders))


def test_lines_that_are_no_row_are_named_and_kept(folders):
    text = "Money\nItem     Spent\nRent     5\nand a little more\nTotal    5\n"
    (folders[0] / "reports" / "north_2008.txt").write_text(text, encoding="utf-8")
    tables = read(folders)
    assert ("unread_line", "money") in findings(tables)
    assert list(tables["sections"]["text"]) == ["and a little more"]
    assert list(tables["money"]["spent"]) == ["5"]


def test_headings_again_on_a_new_page_are_no_row(folders):
    text = "Money\nItem     Spent\nRent     5\n\fItem     Spent\nFood     7\nTotal    12\n"
    (folders[0] / "reports" / "north_2008.txt").write_text(text, encoding="utf-8")
    tables = read(folders)
    assert list(tables["money"]["post"]) == ["Rent", "Food"] and "sum_differs" not in dict(findings(tables))
    assert list(tables["money"]["source_place"]) == ["line 3", "line 5"]


def test_prose_where_a_table_should_be_is_no_row(folders):
    (folders[0] / "reports" / "north_2008.txt").write_text("Money\n\nWe spent five.\n", encoding="utf-8")
    tables = read(folders)
    assert len(tables["money"]) == 0 and ("unread_line", "money") in findings(tables)


def pdf(path: Path, lines, password=""):
    """A PDF of lines, by the writer that makes the demonstration's."""
    place = Path(__file__).parents[4] / "data" / "husk" / "generate" / "report_pdf.py"
    spec = importlib.util.spec_from_file_location("report_pdf", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_pdf(path, lines)
    if password:
        writer = PdfWriter(clone_from=path)
        writer.encrypt(password, algorithm="RC4-128")
        writer.write(path)


def test_a_pdf_with_text(folders):
    lines = ["Activities", "We met.", "", "Money"]
    table = [(((0, a), (200, b)), 10) for a, b in (("Item", "Spent"), ("Rent", "1 500"), ("In all", "1 500"))]
    pdf(folders[0] / "reports" / "north_2008.pdf", [*((((0, line),), 10) for line in lines), *table])
    tables = read(folders, skip_lines=[r"\s*Side \d+ av \d+"])
    assert list(tables["sections"]["text"]) == ["We met."]
    assert tables["money"][["post", "spent", "source_place"]].values.tolist()[0][:2] == ["Rent", "1500"]
    assert tables["money"]["source_place"][0].startswith("page 1, line ")
    assert findings(tables) == [("left_out", "projects")]


def test_bad_files_are_told_all_at_once(folders):
    reports = folders[0] / "reports"
    (reports / "north_2008.docx").write_bytes(b"no zip")
    (reports / "south_2008.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    (reports / "north_2009.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    (reports / "wst_2008.txt").write_text("Activities\n", encoding="utf-8")
    (reports / "south_2001.txt").write_text("Activities\n", encoding="utf-8")
    (reports / "south.txt").write_text("Activities\n", encoding="utf-8")
    (reports / "south_2009.odt").write_bytes(b"")
    (reports / "~$north_2008.docx").write_bytes(b"")  # what Word leaves beside an open file
    complaints = told(folders)
    assert [line.partition(":")[0] for line in complaints] == [
        "north_2008.docx",
        "north_2009.docx",
        "south.txt",
        "south_2001.txt",
        "south_2008.docx",
        "south_2009.odt",
        "wst_2008.txt",
    ]
    text = "\n".join(complaints)
    for part in (
        "this is not a Word document",
        "locked with a password",
        "old Word file (.doc)",
        "does not say unit and year",
        "2001 is none of the years",
        "'.odt' is not read",
        "unknown unit 'wst'",
    ):
        assert part in text, part


def test_two_reports_of_one_unit_and_year(folders):
    for name in ("north_2008.txt", "North 2008.txt"):
        (folders[0] / "reports" / name).write_text("Activities\n", encoding="utf-8")
    (complaint,) = told(folders)
    assert complaint == "north_2008.txt: a second report of north 2008. Keep it or North 2008.txt."


def test_a_locked_pdf_and_one_of_pictures(folders):
    reports = folders[0] / "reports"
    pdf(reports / "north_2008.pdf", [(((0, "Activities"),), 10)], password="secret")
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(reports / "south_2008.pdf")
    (reports / "south_2009.pdf").write_bytes(b"%PDF-1.4 cut off")
    complaints = told(folders)
    assert [line.partition(":")[0] for line in complaints] == ["north_2008.pdf", "south_2008.pdf", "south_2009.pdf"]
    assert "locked with a password" in complaints[0]
    assert "no text in this PDF" in complaints[1]
    assert "not a PDF, or it is damaged" in complaints[2]


def test_another_version_of_the_form(folders):
    other = yaml.safe_load(yaml.safe_dump(FORM)) | {"version": "1"}
    form(folders, form=other)
    (complaint,) = told(folders)
    assert "version 1 of the form 'town_report'" in complaint and "report_forms" in complaint
    form(folders, form=other | {"id": "school_report"})
    assert "this is the form 'school_report'" in told(folders)[0]


def test_a_form_that_says_another_unit_or_year_than_its_name(folders):
    form(folders, fields=FILLED | {"town": "South", "year": "2009"})
    complaints = told(folders)
    assert "the report says 'South', the file name 'north'" in complaints[0]
    assert "the report says 2009, the file name 2008" in complaints[1]


def test_aliases_that_name_nothing(folders):
    rows = "kind,written,name\nsection,A,activites\ncolum,B,projects.project\nproject,C,clubb\nproject,Old,club\nproject,old ,meal\n"
    (folders[1] / "records" / "aliases.csv").write_text(rows, encoding="utf-8")
    complaints = told(folders)
    assert len(complaints) == 4
    assert "Did you mean 'activities'?" in complaints[0] and "stands twice" in complaints[3]


def test_slips_in_the_form(folders):
    data = yaml.safe_load(yaml.safe_dump(FORM))
    data["sections"][1]["id"] = "reports"
    data["sections"][2]["table"]["columns"][0]["id"] = "town"
    (folders[1] / "records" / "form.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        settings(folders[1])
    assert [problem.place for problem in error.value.problems] == ["sections > [money]"] * 2 + ["sections > [reports]"]


def test_the_same_form_gives_the_same_bytes(folders):
    first = form(folders).read_bytes()
    assert form(folders, "again").read_bytes() == first


def test_what_a_job_depends_on(folders):
    data, config = folders
    form(folders)
    assert annual_reports.raw_files(settings(config), data, config) == [
        str(data / "reports" / "north_2008.docx"),
        str(config / "records" / "aliases.csv"),
        *(str(config / "codes" / f"{name}.csv") for name in ("town", "project", "state")),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 250 000", "1250000"),
        ("1\u00a0250\u00a0000", "1250000"),
        ("1.250.000", "1250000"),
        ("kr 900 000,-", "900000"),
        ("900000 kroner", "900000"),
        ("-40", "-40"),
        ("12,50", "12.5"),
        ("12.5", "12.5"),
        ("kr. 3\u00a0655\u00a0000", "3655000"),
        ("8.500.000,-", "8500000"),
        ("870500.50", "870500.5"),
        ("1.234,56", "1234.56"),
        ("−200", "-200"),
        ("NOK 40", "40"),
        ("1,234", None),  # thousands or decimals: nobody can tell
        ("4 mill.", None),
        ("", None),
        ("ca. 40", None),
        ("40-50", None),
        ("1 25", None),
    ],
)
def test_numbers_as_they_are_written(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31.03.2009", "2009-03-31"),
        ("1.3.09", "2009-03-01"),
        ("2009-03-31", "2009-03-31"),
        ("31/3/2009", "2009-03-31"),
        ("31.02.2009", None),
        ("Juni 09", None),
        ("avlyst", None),
        ("16.-17.04.", None),
    ],
)
def test_dates_as_they_are_written(text, iso):
    assert date_in(text) == iso


def test_misread_words_are_whole_words():
    text, used = without_misread_words("Barum, bar, Barumsveien, VestBarum, Barum-kurs", {"Barum": "Bærum"})
    assert text == "Bærum, bar, Barumsveien, VestBarum, Bærum-kurs"
    assert used == {"Barum": 2}
