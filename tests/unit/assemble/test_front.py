"""What stands in front of a report: authors with roles, series and numbers, imprint, citation; and the box of key findings."""

import pytest
from evalreport.assemble.front import author_lines, citation, colophon, series_line
from evalreport.assemble.report import assemble_docx, assemble_pdf
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, style_of, w
from evalreport.words.catalogue import LANGUAGES, word
from lxml import etree
from pypdf import PdfReader
from test_assembly import METADATA, TEMPLATES, _sources

FRONT = {
    **METADATA,
    "date": "mai 2010",
    "series": "Rapport",
    "report_number": "4/2010",
    "isbn": "978-0-306-40615-7",
    "issn": "0378-5955",
    "imprint": "An institute, Oslo\n\nCC BY 4.0",
    "roles": ["prosjektleder", ""],
}
BOX = "# Summary {#ch-summary}\n\n::: findings\nFirst of all.\n\n- One finding\n- Another *finding*\n:::\n\nText.\n"


def test_authors_have_their_roles():
    assert author_lines(FRONT) == ["Ann Author, prosjektleder", "Bo Writer"]
    assert author_lines(METADATA) == METADATA["authors"]


@pytest.mark.parametrize(
    ("changes", "line"), [({}, "Rapport 4/2010"), ({"series": ""}, "4/2010"), ({"report_number": ""}, "Rapport")]
)
def test_the_number_stands_behind_its_series(changes, line):
    assert series_line(FRONT | changes) == line


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Ann Author, Bo Writer (2010). A report of two chapters. Interim (Rapport 4/2010). An institute."),
        ({"date": "soon"}, "Ann Author, Bo Writer. A report of two chapters. Interim (Rapport 4/2010). An institute."),
        ({"series": "", "report_number": "", "subtitle": ""}, "Ann Author, Bo Writer (2010). A report of two chapters. An institute."),
        ({"authors": ["Ann A."], "institution": ""}, "Ann A. (2010). A report of two chapters. Interim (Rapport 4/2010)."),
        ({"citation": "As we say (2010)."}, "As we say (2010)."),
    ],
)  # fmt: skip
def test_how_the_report_is_cited(changes, said):
    assert citation(FRONT | changes) == said


def test_there_is_no_page_behind_the_title_page_where_nothing_stands_on_it():
    assert colophon(METADATA | {"series": "Rapport"}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_the_page_behind_the_title_page(language):
    found = colophon(FRONT | {"language": language})
    assert found[:6] == [
        "A report of two chapters. Interim", "Rapport 4/2010", "ISBN 978-0-306-40615-7", "ISSN 0378-5955", "An institute, Oslo",
        "CC BY 4.0",
    ]  # fmt: skip
    assert found[6] == f"{word('suggested_citation', language)}: {citation(FRONT)}" and len(found) == 7


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    sources = _sources(folder, summary=BOX)
    assemble_docx(sources, folder, FRONT, TEMPLATES, folder / "r.docx")
    assemble_pdf(sources, folder, FRONT, TEMPLATES, folder / "r.pdf")
    return folder


def test_word_has_a_page_behind_the_title_page_and_one_box(printed):
    assert problems_in_docx(printed / "r.docx") == []
    body = etree.fromstring(read_package(printed / "r.docx")["word/document.xml"]).find(w("body"))
    found = [(style_of(p), "".join(t.text for t in p.iter(w("t")))) for p in body.iter(w("p"))]
    of = {style: [text for name, text in found if name == style] for style, _ in found}
    assert of["Author"] == ["Ann Author, prosjektleder", "Bo Writer"] and "Rapport 4/2010" in of["TitleDetails"]
    assert of["Colophon"] == colophon(FRONT)
    breaks = [p for p in body.iter(w("p")) if any(b.get(w("type")) == "page" for b in p.iter(w("br")))]
    assert [style_of(p) for p in breaks] == ["Colophon"]
    assert of["KeyFindingsTitle"] == ["Hovedfunn"]
    assert of["KeyFinding"] == ["First of all.", "One finding", "Another finding"]
    core = read_package(printed / "r.docx")["docProps/core.xml"].decode()
    assert "Ann Author; Bo Writer" in core and "prosjektleder" not in core


def test_the_pages_in_the_contents_count_the_page_behind_the_title_page(printed):
    body = etree.fromstring(read_package(printed / "r.docx")["word/document.xml"])
    (entry,) = ["".join(t.text for t in p.iter(w("t"))) for p in body.iter(w("p")) if style_of(p) == "TOC1"]
    assert entry == "Summary4"  # title, the page behind it, contents, summary


def test_the_pdf_has_them_too(printed):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(printed / "r.pdf").pages]
    assert "Ann Author, prosjektleder" in pages[0] and "Rapport 4/2010" in pages[0]
    for part in ("ISBN 978-0-306-40615-7", "ISSN 0378-5955", "CC BY 4.0", "Forslag til sitering: Ann Author"):
        assert part in pages[1]
    assert "Hovedfunn" in pages[3] and "Another finding" in pages[3]


def test_a_report_without_them_is_as_before(tmp_path):
    assemble_pdf(
        _sources(tmp_path, summary="# S {#ch-s}\n\nText.\n"), tmp_path, METADATA, TEMPLATES, tmp_path / "r.pdf"
    )
    assert len(PdfReader(tmp_path / "r.pdf").pages) == 3
