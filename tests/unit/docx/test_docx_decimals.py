"""Numbers of a column meet at their decimal marks, in Word by tabs and in the PDF where a reader sees them."""

import re
from pathlib import Path

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx, assemble_pdf
from evalreport.docx.decimals import tail
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, w
from lxml import etree

TEMPLATES = Path(__file__).parents[3] / "report_templates" / "shared"
METADATA = {"title": "R", "authors": [], "status": "final", "language": "nb"}
TABLE = """# Numbers {#ch-numbers}

::: {#tbl-x .exhibit}
+-------+--------------------+---------+----------+
| Item  | Difference         | Share   | Alike    |
+:======+===================:+========:+=========:+
| One   | −2,5 (−10,9; 6,0)  | 5,1     | 12,3     |
+-------+--------------------+---------+----------+
| Two   | 16,7\\* (1,4; 12,1) | 12,34   | 4,5      |
+-------+--------------------+---------+----------+
| Three | –                  | (3,2)   | –        |
+-------+--------------------+---------+----------+
| *N*   | 1\u00a0234              | 80      | 99,9     |
+-------+--------------------+---------+----------+

: Numbers of many kinds
:::
"""


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("12,3", ",", ",3"),
        ("−0,5 (−1,2; 0,1)", ",", ",5 (−1,2; 0,1)"),
        ("(3,25*)", ",", ",25*)"),
        ("1\u00a0234", ",", ""),
        ("100\u00a0%", ",", "\u00a0%"),
        ("12a", ",", "a"),
        ("1,234.5", ".", ".5"),
        ("1,2", ".", ",2"),
        ("–", ",", None),
        ("", ",", None),
    ],
)
def test_what_follows_the_whole_part(text, mark, rest):
    assert tail(text, mark) == rest


@pytest.fixture
def chapter(tmp_path: Path) -> list[ChapterSource]:
    (tmp_path / "numbers.md").write_text(TABLE, encoding="utf-8")
    return [ChapterSource(tmp_path / "numbers.md", 1)]


def test_word_has_decimal_tabs_where_numbers_differ_and_only_there(chapter, tmp_path):
    path = tmp_path / "report.docx"
    assemble_docx(chapter, tmp_path, METADATA, TEMPLATES, path)
    assert problems_in_docx(path) == []
    table = next(etree.fromstring(read_package(path)["word/document.xml"]).iter(w("tbl")))
    stops, indents = {}, {}
    for row in table.findall(w("tr")):
        for number, cell in enumerate(row.findall(w("tc"))):
            text = "".join(part.text for part in cell.iter(w("t")))
            for stop in cell.iter(w("tab")):
                assert stop.get(w("val")) == "decimal" and cell.find(f".//{w('jc')}").get(w("val")) == "left"
                stops.setdefault(number, {})[text] = int(stop.get(w("pos")))
            for indent in cell.iter(w("ind")):
                indents.setdefault(number, {})[text] = int(indent.get(w("right")))
    assert set(stops[1]) == {"−2,5 (−10,9; 6,0)", "16,7* (1,4; 12,1)"} and set(stops[2]) == {"5,1", "12,34", "(3,2)"}
    assert all(len(set(column.values())) == 1 for column in stops.values())  # one place a column
    assert set(indents[1]) == {"–", "1\u00a0234"} and set(indents[2]) == {"80"}
    assert 3 not in stops and 3 not in indents
    widths = [int(column.get(w("w"))) for column in table.find(w("tblGrid"))]
    for number, column in indents.items():  # whole numbers end where the tab stands
        (stop,), (indent,) = set(stops[number].values()), set(column.values())
        assert stop + indent + 140 == widths[number]


def test_the_marks_meet_in_the_pdf(chapter, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "report.pdf"
    assemble_pdf(chapter, tmp_path, METADATA, TEMPLATES, path)
    places: dict[str, float] = {}

    def visit(text, matrix, *_):
        if re.search(r"\d,|\d$|^–", text.strip()):
            places[text.strip()] = matrix[4]

    pypdf.PdfReader(path).pages[-1].extract_text(visitor_text=visit)
    digit = 8.5 * 0.572  # Open Sans, tabular digits
    assert places["12,34"] + digit == pytest.approx(places["5,1"], abs=0.2)
    assert places["80"] == pytest.approx(places["12,34"], abs=0.2)
