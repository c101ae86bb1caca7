"""A team's own reference.docx: what it has stays, what it lacks is added, and a file that is none is told of."""

import subprocess
import zipfile
from pathlib import Path

import pypandoc
import pytest
from docx import Document
from docx.shared import Cm, Pt
from evalreport.assemble.report import ChapterSource, assemble_docx
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.reference import complete_reference, reference_problems
from evalreport.docx.xml import ORDER, read_package, w, write_package
from evalreport.files.errors import BadInput
from lxml import etree

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "report_templates" / "shared"
METADATA = {
    "title": "A report",
    "authors": ["Ann Author"],
    "status": "draft",
    "language": "nb",
    "institution": "An institute",
}
CHAPTER = """# Survey {#ch-survey}

Text with a note.[^1]

[^1]: The note.

## Use {#sec-use}

> A quotation.

::: landscape
::: {#tbl-wide .exhibit}
+------+-------+
| a    | Share |
+:=====+======:+
| b    | 2     |
+------+-------+

: A wide table
:::
:::

Last.
"""


def pandocs(folder: Path) -> Path:
    """Pandoc's own reference: letter paper, no header, other fonts."""
    path = folder / "pandoc.docx"
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    path.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    return path


def libreoffices(_: Path) -> Path:
    """Written by LibreOffice: few styles, no theme, no footnotes, no header."""
    return ROOT / "tests/data/references/libreoffice.docx"


def companys(folder: Path) -> Path:
    """A5 with wide margins, Arial, a company's header on the first and on all pages, numbered headings, Norwegian ids."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(14.8), Cm(21)
    section.left_margin = section.right_margin = Cm(3)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "The Company"
    section.first_page_header.paragraphs[0].text = "The Company, Main Street 1"
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(9)
    heading = document.styles["Heading 1"].element
    numbering = heading.get_or_add_pPr()._add_numPr()
    numbering._add_numId().val = 1
    path = folder / "company.docx"
    document.save(str(path))
    parts = read_package(path)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'"Heading1"', b'"Overskrift1"')
    write_package(parts, path)
    return path


MAKERS = {"pandoc": pandocs, "libreoffice": libreoffices, "company": companys}


@pytest.fixture(params=MAKERS, ids=list(MAKERS))
def theirs(request, tmp_path) -> Path:
    return MAKERS[request.param](tmp_path)


def report(folder: Path, reference: Path) -> Path:
    (folder / "survey.md").write_text(CHAPTER, encoding="utf-8")
    output = folder / "report.docx"
    assemble_docx([ChapterSource(folder / "survey.md", 8)], folder, METADATA, TEMPLATES, output, reference)
    return output


def styles(path: Path) -> dict[str, etree._Element]:
    root = etree.fromstring(read_package(path)["word/styles.xml"])
    return {style.get(w("styleId")): style for style in root.findall(w("style"))}


def sections(path: Path) -> list[etree._Element]:
    return list(etree.fromstring(read_package(path)["word/document.xml"]).iter(w("sectPr")))


def used(path: Path) -> set[str]:
    """Every style some text of the report is in."""
    document = etree.fromstring(read_package(path)["word/document.xml"])
    names = (w("pStyle"), w("rStyle"), w("tblStyle"))
    return {element.get(w("val")) for name in names for element in document.iter(name)}


def test_a_report_in_any_reference_passes_the_gate_and_lacks_no_style(theirs, tmp_path):
    path = report(tmp_path, theirs)
    assert problems_in_docx(path) == []
    assert used(path) <= set(styles(path))
    assert Document(str(path)).paragraphs


def test_every_page_but_the_title_page_says_draft_and_has_its_header(theirs, tmp_path):
    path = report(tmp_path, theirs)
    headers = b"".join(data for name, data in read_package(path).items() if name.startswith("word/header"))
    assert b"UTKAST" in headers
    for section in sections(path)[1:]:
        assert section.find(w("headerReference")) is not None
        assert section.find(w("titlePg")) is None


def test_a_turned_page_has_the_paper_of_the_reference(theirs, tmp_path):
    path = report(tmp_path, theirs)
    sizes = [(int(s.find(w("pgSz")).get(w("w"))), int(s.find(w("pgSz")).get(w("h")))) for s in sections(path)]
    own = etree.fromstring(read_package(theirs)["word/document.xml"]).find(f".//{w('pgSz')}")
    upright = (int(own.get(w("w"))), int(own.get(w("h")))) if own is not None else (11906, 16838)
    assert sizes == [upright, upright, upright[::-1], upright]


def test_fonts_margins_and_headers_of_the_team_stay(tmp_path):
    path = report(tmp_path, companys(tmp_path))
    found = styles(path)
    assert found["Normal"].find(f"{w('rPr')}/{w('rFonts')}").get(w("ascii")) == "Arial"
    for name in ("TableText", "Note", "TableHead"):  # ours, in their font
        assert found[name].find(f"{w('rPr')}/{w('rFonts')}") is None, name
    margins = {section.find(w("pgMar")).get(w("left")) for section in sections(path)}
    assert margins == {"1701"}
    parts = read_package(path)
    text = b"".join(data for name, data in parts.items() if name.startswith("word/header"))
    assert b"The Company, Main Street 1" in text
    first = sections(path)[0]
    assert first.find(w("titlePg")) is not None
    assert [r.get(w("type")) for r in first.findall(w("headerReference"))] == ["first"]


def test_styles_have_our_ids_and_no_numbers_of_their_own(tmp_path):
    ready = tmp_path / "ready.docx"
    complete_reference(companys(tmp_path), TEMPLATES / "reference.docx", ready)
    found = styles(ready)
    assert "Heading1" in found and "Overskrift1" not in found
    assert found["Heading1"].find(f".//{w('numPr')}") is None
    based = {s.find(w("basedOn")).get(w("val")) for s in found.values() if s.find(w("basedOn")) is not None}
    assert based <= set(found)


def test_contents_end_at_the_teams_margin(tmp_path):
    ready = tmp_path / "ready.docx"
    complete_reference(companys(tmp_path), TEMPLATES / "reference.docx", ready)
    stops = [stop for stop in styles(ready)["TOC1"].iter(w("tab")) if stop.get(w("val")) == "right"]
    assert [int(stop.get(w("pos"))) for stop in stops] == [round((14.8 - 6) / 2.54 * 1440)]


def test_our_own_reference_lacks_nothing(tmp_path):
    ready, ours = tmp_path / "ready.docx", TEMPLATES / "reference.docx"
    complete_reference(ours, ours, ready)
    assert styles(ready).keys() == styles(ours).keys()


def test_added_styles_keep_the_order_of_the_schema(theirs, tmp_path):
    ready = tmp_path / "ready.docx"
    complete_reference(theirs, TEMPLATES / "reference.docx", ready)
    for style in styles(ready).values():
        for name in ("pPr", "rPr"):
            inside = style.find(w(name))
            order = [
                ORDER[name].index(etree.QName(child).localname) for child in (inside if inside is not None else ())
            ]
            assert order == sorted(order), style.get(w("styleId"))


def _with(path: Path, **changes: bytes) -> Path:
    write_package({**read_package(TEMPLATES / "reference.docx"), **changes}, path)
    return path


def _broken(path: Path) -> Path:
    path.write_bytes((TEMPLATES / "reference.docx").read_bytes()[:4000])
    return path


def _text(path: Path) -> Path:
    path.write_text("not Word", encoding="utf-8")
    return path


def _other_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    return path


WRONG = {
    "missing": (lambda path: path, "does not exist"),
    "cut off": (_broken, "damaged"),
    "text": (_text, "not a Word document"),
    "another zip": (_other_zip, "not a Word document"),
    "broken XML": (lambda path: _with(path, **{"word/styles.xml": b"<w"}), "damaged"),
    "template": (
        lambda path: _with(path, **{"[Content_Types].xml": b"<Types>wordprocessingml.template.main+xml</Types>"}),
        "template",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_reference_is_told_of_once(name, tmp_path):
    make, told = WRONG[name]
    path = make(tmp_path / "reference.docx")
    problems = reference_problems(path)
    assert len(problems) == 1 and told in str(problems[0]) and str(path) in str(problems[0])


def test_the_assembly_tells_too(tmp_path):
    with pytest.raises(BadInput, match="not a Word document"):
        report(tmp_path, _text(tmp_path / "reference.docx"))
