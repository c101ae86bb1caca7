"""The literature: what is cited is known before the first job, and both formats print it in APA and the report's language."""

import io
from pathlib import Path

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx, assemble_pdf
from evalreport.chapters.bibliography import bibliography_problems, cited_keys, load_bibliography
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, w
from evalreport.files.errors import BadInput
from lxml import etree
from pypdf import PdfReader

TEMPLATES = Path(__file__).parents[3] / "report_templates" / "shared"
BIB = """\
@article{rao1984,
  author = {Rao, J. N. K. and Scott, A. J.},
  title = {On chi-squared tests},
  journaltitle = {The Annals of Statistics}, volume = {12}, number = {1}, pages = {46--60}, year = {1984},
  doi = {10.1214/aos/1176346391}, langid = {english},
}
@incollection{vik2008,
  author = {Vik, Per}, title = {Et kapittel}, booktitle = {En bok}, editor = {Berg, Kari and Dahl, Bo},
  publisher = {Forlaget}, year = {2008}, pages = {10--20}, langid = {norwegian},
}
@book{unused, author = {Nobody, A.}, title = {Not cited}, year = {1999}}
"""
METADATA = {"title": "R", "authors": ["A"], "status": "draft", "language": "nb"}
FIRST = "# One {#ch-one}\n\nAs shown [@rao1984, s. 50; @vik2008], and by @rao1984.[^1]\n\n[^1]: See @vik2008.\n"
SECOND = "# Two {#ch-two}\n\nAlso [@vik2008].[^1]\n\n[^1]: Another.\n"
LIST = "# References {#ch-refs .unnumbered}\n\n::: {#refs}\n:::\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bibliography.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def sources(folder: Path, shown: str = "") -> list[ChapterSource]:
    chapters = []
    for number, (name, text) in enumerate({"one": FIRST, "two": SECOND, "refs": LIST}.items(), start=1):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        place = None if name == "refs" else number
        chapters.append(ChapterSource(folder / f"{name}.md", place, shown=shown in ("", name)))
    return chapters


def docx(folder: Path, shown: str = "", **metadata: str) -> Path:
    path = folder / "report.docx"
    known = {**METADATA, "bibliography": [str(folder / "bibliography.bib")], **metadata}
    assemble_docx(sources(folder, shown), folder, known, TEMPLATES, path, alone=bool(shown))
    assert problems_in_docx(path) == []
    return path


def paragraphs(path: Path, part: str = "word/document.xml") -> list[str]:
    root = etree.fromstring(read_package(path)[part])
    return ["".join(text.text or "" for text in p.iter(w("t"))) for p in root.iter(w("p"))]


def test_citations_and_list_are_apa_in_norwegian(folder):
    texts = paragraphs(docx(folder))
    assert "As shown (Rao & Scott, 1984, s. 50; Vik, 2008), and by Rao og Scott (1984)." in texts
    assert "Vik, P. (2008). Et kapittel. I K. Berg & B. Dahl (Red.), En bok (s. 10–20). Forlaget." in texts
    assert any(text.startswith("Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests.") for text in texts)
    assert not any("Nobody" in text for text in texts)


def test_in_english_the_words_are_english(folder):
    texts = paragraphs(docx(folder, language="en"))
    assert any("and by Rao and Scott (1984)" in text for text in texts)
    assert any("In K. Berg & B. Dahl (Eds.), En bok (pp. 10–20)" in text for text in texts)


def test_footnotes_are_numbered_through_and_cite_too(folder):
    path = docx(folder)
    notes = [text.strip() for text in paragraphs(path, "word/footnotes.xml") if text.strip()]
    assert notes == ["See Vik (2008).", "Another."]
    root = etree.fromstring(read_package(path)["word/document.xml"])
    ids = [mark.get(w("id")) for mark in root.iter(w("footnoteReference"))]
    assert len(ids) == len(set(ids)) == 2
    assert not list(root.iter(w("footnotePr")))  # no section begins its notes again


def test_citations_lead_to_their_entries(folder):
    root = etree.fromstring(read_package(docx(folder))["word/document.xml"])
    marks = {mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))}
    assert {"_ref_rao1984", "_ref_vik2008"} <= marks
    codes = [code.text for code in root.iter(w("instrText")) if "_ref_rao1984" in code.text]
    assert codes == [' HYPERLINK \\l "_ref_rao1984" '] * 2


def test_the_pdf_has_the_same_words_and_links(folder):
    path = folder / "report.pdf"
    known = {**METADATA, "bibliography": [str(folder / "bibliography.bib")]}
    assemble_pdf(sources(folder), folder, known, TEMPLATES, path)
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "(Rao & Scott, 1984, s. 50; Vik, 2008), and by Rao og Scott (1984)" in text
    assert "Vik, P. (2008). Et kapittel. I K. Berg & B. Dahl (Red.), En bok (s. 10–20)." in text
    actions = [a.get_object().get("/A", {}) for page in reader.pages for a in page.get("/Annots", [])]
    assert any("doi.org" in str(action.get("/URI", "")) for action in actions)
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert sum("/Dest" in link for link in links) >= 5  # every citation leads to its entry


def test_a_chapter_alone_ends_with_what_it_cites(folder):
    texts = paragraphs(docx(folder, shown="two"))
    assert "Kapittel 2, utkast" in texts and "Referanser" in texts
    assert any(text.startswith("Vik, P.") for text in texts)
    assert not any("Rao" in text for text in texts)


def test_the_list_of_references_alone_is_the_whole_list(folder):
    texts = paragraphs(docx(folder, shown="refs"))
    assert any(text.startswith("Vik, P.") for text in texts) and any(text.startswith("Rao, J.") for text in texts)


def test_citations_without_a_list_are_told(folder):
    chapters = sources(folder)[:2]
    known = {**METADATA, "bibliography": [str(folder / "bibliography.bib")]}
    with pytest.raises(BadInput, match="nowhere is the list"):
        assemble_docx(chapters, folder, known, TEMPLATES, folder / "x.docx")


# --- before the first job ---


def template(folder: Path, text: str) -> Path:
    path = folder / "one.md.jinja"
    path.write_text(text, encoding="utf-8")
    return path


def test_keys_are_found_where_they_stand(tmp_path):
    text = "# T\n{## @not\n@this ##}\nA [see @rao1984, s. 5; -@vik:2008]. Mail post@place.no, `@code`, \\@sign.\n@{odd key}.\n"
    found = [(cited.line, cited.key) for cited in cited_keys([template(tmp_path, text)])]
    assert found == [(4, "rao1984"), (4, "vik:2008"), (5, "odd key")]


def test_an_unknown_key_is_told_with_line_and_suggestion(folder):
    cited = cited_keys([template(folder, "# T\n\nSee [@roa1984].\n")])
    problems = bibliography_problems(cited, load_bibliography(folder), folder, listed=True)
    assert [str(problem) for problem in problems] == [
        f"{folder / 'one.md.jinja'}, line 3: no reference 'roa1984' in {folder / 'bibliography.bib'}. "
        "Did you mean 'rao1984'?"
    ]


def test_a_list_must_be_printed_somewhere(folder):
    cited = cited_keys([template(folder, "See [@rao1984].\n")])
    problems = bibliography_problems(cited, load_bibliography(folder), folder, listed=False)
    assert len(problems) == 1 and "bibliography()" in str(problems[0])
    assert bibliography_problems([], {}, folder, listed=False) == []


def test_citing_without_a_bibliography_is_told(tmp_path):
    cited = cited_keys([template(tmp_path, "See [@rao1984].\n")])
    assert "does not exist" in str(bibliography_problems(cited, load_bibliography(tmp_path), tmp_path, True)[0])


def test_three_formats_are_read_together(folder):
    (folder / "bibliography.json").write_text('[{"id": "kish", "type": "book", "title": "Survey"}]', encoding="utf-8")
    (folder / "bibliography.ris").write_text("TY  - BOOK\nID  - ris1\nTI  - T\nER  - \n", encoding="utf-8")
    assert set(load_bibliography(folder)) == {"rao1984", "vik2008", "unused", "kish", "ris1"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("bibliography.bib", "@book{a, title={x}\n@book{b, title={y}}\n", "line 2"),
        ("bibliography.json", '{"x":', "cannot be read"),
        ("bibliography.bib", "@book{a, title={x}}\n@book{a, title={y}}\n", "already"),
    ],
)
def test_a_bibliography_that_cannot_be_used(tmp_path, name, text, told):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        load_bibliography(tmp_path)


def test_titles_in_another_language_say_so(folder):
    root = etree.fromstring(read_package(docx(folder))["word/document.xml"])
    tagged = {}
    for run in root.iter(w("r")):
        for language in run.iter(w("lang")):
            tagged.setdefault(language.get(w("val")), []).append("".join(t.text for t in run.iter(w("t"))))
    assert {tag[:2]: "".join(words).rstrip(".") for tag, words in tagged.items()} == {"en": "On chi-squared tests"}
    root = etree.fromstring(read_package(docx(folder, language="en"))["word/document.xml"])
    words = {tag.get(w("val"))[:2] for tag in root.iter(w("lang"))}
    assert words and "en" not in words and words <= {"nb", "no", "nn"}


def test_the_pdf_says_it_too(folder):
    path = folder / "report.pdf"
    known = {**METADATA, "bibliography": [str(folder / "bibliography.bib")]}
    assemble_pdf(sources(folder), folder, known, TEMPLATES, path)
    reader = PdfReader(path)
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    drawn = b"".join(each.get_data() for each in objects if hasattr(each, "get_data"))
    assert drawn.count(b"/Lang(en)") == 2  # its first word, which is never broken, and the others
