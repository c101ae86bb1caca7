"""Chapters become a Word file and a PDF: numbers, references, tables, gates and what a wrong chapter is told."""

import re
import zipfile
from pathlib import Path

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx, assemble_pdf, chapter_sources, seconds_of
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import ORDER, read_package, w, write_package
from evalreport.files.errors import BadInput
from evalreport.words.catalogue import LANGUAGES
from lxml import etree
from word_numbers import numbered_headings

TEMPLATES = Path(__file__).parents[3] / "report_templates" / "shared"
METADATA = {
    "title": "A report of two chapters",
    "subtitle": "Interim",
    "authors": ["Ann Author", "Bo Writer"],
    "institution": "An institute",
    "commissioner": "A ministry",
    "date": "May 2010",
    "status": "draft",
    "data_note": "The data are reconstructed.",
    "language": "nb",
}
SUMMARY = "# Summary {#ch-summary}\n\nSee [](#tbl-use){.ref} and [](#ch-survey){.ref}.\n"
SURVEY = """# Survey {#ch-survey}

[](#tbl-use){.ref .cap} and [](#fig-bars){.ref}, [](#sec-use){.ref}, [](#ch-summary){.ref}.[^1]

[^1]: A footnote with [](#tbl-wide){.ref}.

## Use {#sec-use}

::: {#tbl-use .exhibit}
+-------------+-----------------+-----------------+
|             | 2008            | 2009            |
+-------------+--------+--------+--------+--------+
|             | A      | B      | A      | B      |
+:============+=======:+=======:+=======:+=======:+
| **Sex**     |        |        |        |        |
+-------------+--------+--------+--------+--------+
| Women       | 40,1   | 1,2    | 3,4    | 5,6    |
+-------------+--------+--------+--------+--------+
| *Sum*       | 100,0  | 100,0  | 100,0  | 100,0  |
+-------------+--------+--------+--------+--------+
| *N*         | 80     | 75     | 300    | 107    |
+-------------+--------+--------+--------+--------+

: How often. Per cent
:::

::: note
Note: a test.
:::

![Bars](bars){#fig-bars alt="Bars: 17 per cent"}

::: note
Note: N = 400.
:::

::: landscape
::: {#tbl-wide .exhibit}
+------+-------+
| a    | 1     |
+:=====+======:+
| b    | 2     |
+------+-------+

: A wide table
:::
:::
"""
APPENDIX = "# Frequencies {#ch-app}\n\n## Part {#sec-part}\n\nSee [](#sec-part){.ref} and [](#ch-app){.ref}.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="150pt"><rect width="300" height="150"/></svg>'


def _png(path: Path) -> None:
    from matplotlib.figure import Figure

    Figure(figsize=(4, 2)).savefig(path, dpi=50)


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    folder = tmp_path / "figures"
    folder.mkdir()
    _png(folder / "bars.png")
    (folder / "bars.svg").write_text(SVG)
    return folder


def _sources(folder: Path, **texts: str) -> list[ChapterSource]:
    places = {"survey": {"number": 8}, "app": {"appendix": 3}, "intro": {"number": 1}}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return chapter_sources([folder / f"{name}.md" for name in texts], [places.get(name, {}) for name in texts])


@pytest.fixture
def chapters(tmp_path: Path) -> list[ChapterSource]:
    return _sources(tmp_path, summary=SUMMARY, survey=SURVEY, app=APPENDIX)


@pytest.fixture
def docx(chapters: list[ChapterSource], figures: Path, tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    assemble_docx(chapters, figures, METADATA, TEMPLATES, path)
    return path


def _document(path: Path) -> etree._Element:
    return etree.fromstring(read_package(path)["word/document.xml"])


def _texts(root: etree._Element) -> list[str]:
    """Every paragraph as a reader sees it; no-break spaces as spaces, tabs as tabs."""
    marks = {w("tab"): "\t"}
    return [
        "".join(marks.get(run.tag, run.text or "") for run in p.iter(w("t"), w("tab")) if run.getparent().tag == w("r"))
        .replace("\u00a0", " ")
        .replace("\u2002", " ")
        for p in root.iter(w("p"))
    ]


def _errors(chapters, figures, **changes) -> str:
    with pytest.raises(BadInput) as caught:
        assemble_docx(chapters, figures, {**METADATA, **changes}, TEMPLATES, figures / "never.docx")
    assert not (figures / "never.docx").exists()
    return str(caught.value)


def test_numbers_come_from_the_edition(docx):
    texts = _texts(_document(docx))
    assert numbered_headings(docx) == ["Summary", "8\tSurvey", "8.1\tUse", "Vedlegg 3: Frequencies", "V3.1\tPart"]
    assert "Tabell 8.1 How often. Per cent" in texts
    assert "Figur 8.1 Bars" in texts
    assert "Tabell 8.2 A wide table" in texts


def test_references_are_words_with_fields(docx):
    root = _document(docx)
    texts = _texts(root)
    assert "See tabell 8.1 and kapittel 8." in texts
    assert "Tabell 8.1 and figur 8.1, avsnitt 8.1, Summary." in texts
    assert "See avsnitt V3.1 and vedlegg 3." in texts
    codes = [code.text.split()[0] for code in root.iter(w("instrText"))]
    assert codes.count("REF") == 8
    assert {"TOC", "PAGEREF", "SEQ", "STYLEREF"} <= set(codes)
    to = {code.text.split()[1]: code.text.split()[2:] for code in root.iter(w("instrText")) if " REF " in code.text}
    assert to["_ch_survey"] == to["_sec_use"] == ["\\r", "\\h"]  # the number Word has counted
    assert to["_ch_app"] == ["\\r", "\\*", "Lower", "\\h"]  # with the word that its list writes
    assert to["_tbl_use"] == to["_ch_summary_t"] == ["\\h"]  # the words of the bookmark


def test_numbers_of_captions_are_that_of_the_chapter_and_a_count_in_it(docx):
    root = _document(docx)
    for paragraph in root.iter(w("p")):
        codes = [code.text.strip() for code in paragraph.iter(w("instrText"))]
        if any(code.startswith("SEQ") for code in codes):
            kind = "".join(t.text for t in paragraph.iter(w("t"))).partition("\u00a0")[0]
            assert (
                codes[0] == "STYLEREF 1 \\s" and codes[1].startswith(f"SEQ {kind} \\* ARABIC \\s 1") and len(codes) == 2
            )
            assert paragraph.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == "Caption"


@pytest.mark.parametrize("numbers", [(1, 2, 3), (8,), (2, 3), (1, 3, 4, 9)])
def test_word_counts_to_the_numbers_of_any_edition(numbers, figures, tmp_path):
    sources = [*_sources(tmp_path, summary=SUMMARY.replace("[](#tbl-use){.ref} and [](#ch-survey){.ref}", "all"))]
    expected = ["Summary"]
    for place, number in enumerate([*numbers, 4, 5, 7]):
        appendix = place >= len(numbers)
        name = f"{'a' if appendix else 'c'}{number}"
        text = f"# Title {{#ch-{name}}}\n\n## One\n\n### Deep\n\n## Two\n\n## Bare {{.unnumbered}}\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        sources.append(
            ChapterSource(tmp_path / f"{name}.md", None if appendix else number, number if appendix else None)
        )
        before, first = ("V", f"Vedlegg {number}: ") if appendix else ("", f"{number}\t")
        sections = [f"{before}{number}.{last}" for last in ("1\tOne", "1.1\tDeep", "2\tTwo")]
        expected += [f"{first}Title", *sections, "Bare"]
    path = tmp_path / "report.docx"
    assemble_docx(sources, figures, METADATA, TEMPLATES, path)
    assert problems_in_docx(path) == []
    assert numbered_headings(path) == expected
    assert b"headingNumber" not in read_package(path)["word/document.xml"]


def test_a_skipped_level_is_told_and_not_counted_otherwise_than_printed(figures, tmp_path):
    text = "# Intro {#ch-a}\n\n### Deep {#sec-deep}\n"
    assert "1.0.1: a heading below one of its level is missing" in _errors(_sources(tmp_path, intro=text), figures)


def test_text_may_be_hyphenated_but_no_heading_caption_or_name(docx):
    parts = read_package(docx)
    settings, styles = parts["word/settings.xml"].decode(), etree.fromstring(parts["word/styles.xml"])
    assert "<w:autoHyphenation/>" in settings and "<w:doNotHyphenateCaps/>" in settings
    kept = {s.get(w("styleId")) for s in styles if s.find(f"{w('pPr')}/{w('suppressAutoHyphens')}") is not None}
    assert {"Title", "Heading1", "Heading2", "Heading3", "Caption", "Author", "TOC1", "TableHead"} <= kept
    assert not {"Normal", "BodyText", "TableText"} & kept


def test_tables_have_one_style_of_the_file_with_marked_row_heads(docx):
    root = _document(docx)
    for table in root.iter(w("tbl")):
        about = table.find(w("tblPr"))
        look = about.find(w("tblLook"))
        assert about.find(w("tblStyle")).get(w("val")) == "Table"
        assert [look.get(w(name)) for name in ("firstRow", "firstColumn", "noHBand")] == ["1", "1", "1"]
        assert about.find(w("tblBorders")) is None
    style = etree.fromstring(read_package(docx)["word/styles.xml"]).find(f"{w('style')}[@{w('styleId')}='Table']")
    assert style.find(w("semiHidden")) is None  # Table Design shows it
    assert [b.get(w("sz")) for b in style.find(f"{w('tblPr')}/{w('tblBorders')}")] == ["8", "8"]


def test_reference_in_a_footnote(docx):
    notes = etree.fromstring(read_package(docx)["word/footnotes.xml"])
    assert any("A footnote with tabell 8.2." in text for text in _texts(notes))


def test_contents_are_written_into_the_file(docx):
    texts = [text.rstrip("0123456789\t") for text in _texts(_document(docx))]
    first = texts.index("Innhold")
    assert texts[first + 1 : first + 6] == ["Summary", "8\tSurvey", "8.1\tUse", "Vedlegg 3: Frequencies", "V3.1\tPart"]
    assert texts[texts.index("Tabeller") + 1] == "Tabell 8.1 How often. Per cent"
    assert texts[texts.index("Figurer") + 1] == "Figur 8.1 Bars"


def test_tables_fit_the_text_and_repeat_their_heads(docx):
    root = _document(docx)
    upright, turned = list(root.iter(w("tbl")))
    for table, text_width in ((upright, 9072), (turned, 14004)):  # little text: six tenths of the text width
        assert abs(sum(int(c.get(w("w"))) for c in table.find(w("tblGrid"))) - 0.6 * text_width) < 20
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in table.iter(w("tr")))
    heads = [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in upright.iter(w("tr"))]
    assert heads == [True, True, False, False, False, False]
    last = upright.findall(w("tr"))[-1].findall(w("tc"))[-1]
    assert last.find(f".//{w('jc')}").get(w("val")) in ("right", "end")


def test_paragraphs_of_one_note_stand_close_and_together(figures, tmp_path):
    note = "\n::: note\nOne.\n\nTwo.\n\nThree.\n:::\n\nText.\n"
    path = tmp_path / "notes.docx"
    assemble_docx(_sources(tmp_path, intro="# Intro {#ch-intro}\n" + note), figures, METADATA, TEMPLATES, path)
    notes = [
        p for p in _document(path).iter(w("p")) if p.find(f"{w('pPr')}/{w('pStyle')}[@{w('val')}='Note']") is not None
    ]
    spacings = [p.find(f"{w('pPr')}/{w('spacing')}") for p in notes]
    assert [s is not None and s.get(w("after")) for s in spacings] == ["80", "80", False]
    assert [p.find(f"{w('pPr')}/{w('keepNext')}") is not None for p in notes] == [True, True, False]


def test_sums_stand_below_one_rule(docx):
    table = next(_document(docx).iter(w("tbl")))
    tops = [row.find(f".//{w('tcBorders')}/{w('top')}") is not None for row in table.iter(w("tr"))]
    assert tops == [False, False, False, False, True, False]  # the rule above all is the table style's


def test_wide_tables_lie_in_a_turned_section_with_header_and_footer(docx):
    sections = list(_document(docx).iter(w("sectPr")))
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in sections]
    assert turned == [False, False, True, False]
    headed = [s.find(w("headerReference")) is not None for s in sections]
    assert headed == [False, True, True, True]
    assert not [s for s in sections if s.find(w("footnotePr")) is not None]


def test_title_page_properties_and_language(docx):
    parts = read_package(docx)
    texts = _texts(_document(docx))
    for text in ("UTKAST", METADATA["title"], "Ann Author", "Oppdragsgiver: A ministry", "The data are reconstructed."):
        assert text in texts
    core = parts["docProps/core.xml"].decode()
    assert "A report of two chapters" in core and "Ann Author; Bo Writer" in core and "2010-05-01" in core
    assert "<cp:contentStatus>Utkast<" in core and "<dc:description>The data are reconstructed.<" in core
    assert (
        b"<Company>An institute</Company>" in parts["docProps/app.xml"] and b"<Pages>" not in parts["docProps/app.xml"]
    )
    assert b'w:val="nb-NO"' in parts["word/styles.xml"]
    settings = parts["word/settings.xml"].decode()
    assert '<w:decimalSymbol w:val=","/>' in settings and "proofState" not in settings
    header = b"".join(data for name, data in parts.items() if name.startswith("word/header")).decode()
    assert "A report of two chapters" in header and "UTKAST" in header


def test_pictures_carry_their_alt_text(docx):
    assert 'descr="Bars: 17 per cent"' in read_package(docx)["word/document.xml"].decode()


def test_a_final_report_has_no_draft_mark_and_takes_no_remark(chapters, figures, tmp_path):
    path = tmp_path / "final.docx"
    assemble_docx(chapters, figures, {**METADATA, "status": "final"}, TEMPLATES, path)
    assert not any("UTKAST" in data.decode("utf-8", "ignore") for data in read_package(path).values())
    remark = _sources(tmp_path, summary="# S {#ch-s}\n\n[check this]{.draft}\n")
    message = _errors(remark, figures, status="final")
    assert "summary.md, line 3: the draft remark «check this» stands in a final edition" in message


def test_claims_that_do_not_hold_are_marked(figures, tmp_path):
    marked = _sources(
        tmp_path, summary="# S {#ch-s}\n\nOne. [holder ikke]{.claim_fails} Two. [svekket]{.claim_weakened}\n"
    )
    assemble_docx(marked, figures, METADATA, TEMPLATES, tmp_path / "r.docx")
    parts = read_package(tmp_path / "r.docx")
    styles, text = parts["word/styles.xml"].decode(), parts["word/document.xml"].decode()
    for style, word in (("ClaimFails", "holder ikke"), ("ClaimWeakened", "svekket")):
        assert f'w:styleId="{style}"' in styles and f'<w:rStyle w:val="{style}"' in text and word in text
    assemble_pdf(marked, figures, METADATA, TEMPLATES, tmp_path / "r.pdf")
    pypdf = pytest.importorskip("pypdf")
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "r.pdf").pages)
    assert "[holder ikke]" in printed and "[svekket]" in printed


def test_python_docx_opens_it(docx):
    import docx as python_docx

    document = python_docx.Document(str(docx))
    assert len(document.tables) == 2


def test_same_chapters_same_bytes(chapters, figures, tmp_path):
    for name, assemble in (("docx", assemble_docx), ("pdf", assemble_pdf)):
        paths = [tmp_path / f"{i}.{name}" for i in range(2)]
        for path in paths:
            assemble(chapters, figures, METADATA, TEMPLATES, path)
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_every_problem_is_told_at_once(figures, tmp_path):
    chapters = _sources(
        tmp_path,
        intro='# Intro {#ch-a}\n\nText [](#tbl-none){.ref}.\n\n![Bars](bars){#fig-bars}\n\n![G](gone){#fig-g alt="x"}\n',
        survey="# Survey {#ch-a}\n\n# Again\n\n::: {#tbl-x .exhibit}\nno table\n:::\n",
    )
    message = _errors(chapters, figures)
    for part in (
        "intro.md, line 3: a reference to tbl-none, which is nowhere in the report",
        "intro.md, line 5: the figure bars has no alt text",
        "intro.md, line 7: the figure gone has no file gone.png",
        "survey.md, line 1: the id ch-a is used a second time",
        "survey.md, line 3: a second first-level heading",
        "survey.md, line 5: the exhibit tbl-x holds no table",
    ):
        assert part in message
    assert "6 problems" in message


def test_a_table_of_much_text_takes_the_whole_width(figures, tmp_path):
    cell = "many words in one cell of this table " * 8
    rows = f"| {'a':300} | {'b':300} |\n+:{'=' * 301}+:{'=' * 301}+\n| {cell:300} | {cell:300} |\n"
    rule = f"+{'-' * 302}+{'-' * 302}+\n"
    text = f"# T {{#ch-t}}\n\n::: {{#tbl-t .exhibit}}\n{rule}{rows}{rule}\n: Words\n:::\n"
    path = tmp_path / "wide.docx"
    assemble_docx(_sources(tmp_path, intro=text), figures, METADATA, TEMPLATES, path)
    grid = next(_document(path).iter(w("tblGrid")))
    assert sum(int(column.get(w("w"))) for column in grid) == 9072


def test_a_torn_grid_is_told(figures, tmp_path):
    grid = "+-----+-----+\n| a   | b   |\n+:====+====:+\n| a longer | c |\n+-----+-----+\n"
    text = f"# T {{#ch-t}}\n\n::: {{#tbl-t .exhibit}}\n{grid}\n: Words\n:::\n"
    assert "intro.md, line 3: the grid of tbl-t is torn" in _errors(_sources(tmp_path, intro=text), figures)


def test_a_chapter_without_title_or_file(figures, tmp_path):
    chapters = [*_sources(tmp_path, intro="Text.\n"), ChapterSource(tmp_path / "gone.md")]
    message = _errors(chapters, figures)
    assert "intro.md: the chapter has no title" in message
    assert "gone.md: the file cannot be read" in message


def test_metadata_is_checked(chapters, figures):
    message = _errors(chapters, figures, language="xx", status="", title="")
    assert "title: is missing" in message
    assert "status: is missing" in message
    assert f"language: is 'xx'. One of {', '.join(LANGUAGES)}." in message


def test_one_chapter_alone_keeps_its_numbers(figures, tmp_path):
    all_chapters = _sources(tmp_path, summary=SUMMARY, survey=SURVEY, app=APPENDIX)
    alone = [ChapterSource(c.path, c.number, c.appendix, shown=c.number == 8) for c in all_chapters]
    path = tmp_path / "chapter.docx"
    assemble_docx(alone, figures, METADATA, TEMPLATES, path)
    texts = _texts(_document(path))
    assert numbered_headings(path) == ["8\tSurvey", "8.1\tUse"]
    assert "Tabell 8.1 and figur 8.1, avsnitt 8.1, Summary." in texts
    assert not any("Frequencies" in text for text in texts)


def test_a_reference_docx_of_another_team(chapters, figures, tmp_path):
    import subprocess

    import pypandoc

    theirs = tmp_path / "theirs.docx"
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    theirs.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    path = tmp_path / "report.docx"
    assemble_docx(chapters, figures, METADATA, TEMPLATES, path, reference=theirs)
    assert problems_in_docx(path) == []
    assert b"updateFields" in read_package(path)["word/settings.xml"]  # pages unknown: Word has to count


def test_page_numbers_are_written_into_the_contents(docx):
    lines = [text for text in _texts(_document(docx)) if text.rpartition("\t")[2].isdigit()]
    assert [line.rpartition("\t")[2] for line in lines[:5]] == ["3", "4", "4", "6", "6"]
    assert b"updateFields" not in read_package(docx)["word/settings.xml"]


def test_a_chapter_moves_the_pages_of_the_next(figures, tmp_path):
    long = "# Summary {#ch-summary}\n\n" + ("Word " * 400 + "\n\n") * 3
    path = tmp_path / "long.docx"
    assemble_docx(_sources(tmp_path, summary=long, app=APPENDIX), figures, METADATA, TEMPLATES, path)
    lines = [text for text in _texts(_document(path)) if text.rpartition("\t")[2].isdigit()]
    assert lines == ["Summary\t3", "Vedlegg 3: Frequencies\t5", "V3.1\tPart\t5"]


def _changed(docx: Path, old: str, new: str) -> list[str]:
    parts = read_package(docx)
    text = parts["word/document.xml"].decode()
    assert old in text
    write_package({**parts, "word/document.xml": text.replace(old, new, 1).encode()}, docx)
    return [str(problem) for problem in problems_in_docx(docx)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('w:name="_tbl_use"', 'w:name="_tbl_lost"', "a reference to the bookmark _tbl_use"),
        ('w:name="_Toc000001"', 'w:name="_Toc000002"', "bookmark _Toc000002 is there 2 times"),
        ('descr="Bars: 17 per cent"', 'descr=""', "has no alt text"),
        ('w:fldCharType="end"', 'w:fldCharType="separate"', "a field that is not begun or not ended"),
        (
            '<w:tblLayout w:type="fixed"/>',
            '<w:tblLayout w:type="fixed"/><w:tblW w:w="1" w:type="dxa"/>',
            "in this order",
        ),
        ('<w:gridCol w:w="', '<w:gridCol w:w="9', "twips wide"),
        ('<w:pStyle w:val="Note"/>', '<w:pStyle w:val="Lost"/>', "the style Lost is nowhere"),
        ('<w:tblHeader w:val="on"/>', "", "a head that is not marked"),
        ('<w:footnoteReference w:id="', '<w:footnoteReference w:id="9', "and there 0 times"),
        ('r:embed="', 'r:embed="lost', "the relation lost"),
        ("<w:body>", '<w:body><w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr></w:p>', "an empty heading (Heading2)"),
        ("</w:p></w:tc>", "</w:p><w:tcPr/></w:tc>", "a cell that does not end in a paragraph"),
        ("<w:body>", "<w:body><w:p><w:r/><w:pPr/></w:p>", "pPr is not the first in p"),
        (
            "<w:body>",
            '<w:body><w:p><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:p>',
            "a list of the kind 77",
        ),
    ],
)
def test_the_gate_finds(docx, old, new, told):
    assert problems_in_docx(docx) == []
    assert any(told in problem for problem in _changed(docx, old, new))


def test_orders_name_nothing_twice():
    for names in ORDER.values():
        assert len(names) == len(set(names))


def test_pdf_has_the_same_numbers_bookmarks_and_tags(chapters, figures, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "report.pdf"
    assemble_pdf(chapters, figures, METADATA, TEMPLATES, path)
    reader = pypdf.PdfReader(path)
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for words in ("Tabell 8.1 How often. Per cent", "Figur 8.1 Bars", "8.1 Use", "Vedlegg 3: Frequencies", "UTKAST"):
        assert words in text
    assert "See tabell 8.1 and kapittel 8." in text
    titles = [item.title.replace("\u00a0", " ") for item in _flat(reader.outline)]
    assert "8 Survey" in titles and "Vedlegg 3: Frequencies" in titles
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "nb-NO" and "/StructTreeRoot" in catalog
    assert b"Bars: 17 per cent" in _uncompressed(reader)
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages}
    assert sizes == {(595, 842), (842, 595)}
    assert str(reader.metadata.creation_date).startswith("2010-05-01 00:00:00")


@pytest.mark.parametrize(("day", "seconds"), [("2010-04-01", 1270080000), ("1970-01-02", 86400), (None, 315532800)])
def test_files_are_dated_by_the_edition_and_never_by_the_clock(day, seconds):
    assert seconds_of(day) == seconds


def _flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _uncompressed(reader) -> bytes:
    alts = []
    for number in range(1, reader.trailer["/Size"]):
        try:
            thing = reader.get_object(number)
        except Exception:
            continue
        if isinstance(thing, dict) and "/Alt" in thing:
            alts.append(str(thing["/Alt"]))
    return "\n".join(alts).encode()


def test_fixed_dates_in_the_package(docx):
    with zipfile.ZipFile(docx) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_text_goes_on_before_a_large_figure_but_no_heading_does(figures, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    (figures / "bars.svg").write_text(SVG.replace('height="150pt"', 'height="520pt"'))
    filler = "Many words before the figure. " * 60
    text = f'# S {{#ch-s}}\n\n## One {{#sec-one}}\n\n{filler}\n\n![Bars](bars){{#fig-bars alt="Bars: 17"}}\n\nAFTERWARDS.\n'
    text += "\n## Two {#sec-two}\n\nNEXT SECTION.\n"
    path = tmp_path / "report.pdf"
    assemble_pdf(_sources(tmp_path, survey=text), figures, METADATA, TEMPLATES, path)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    places = {
        words: max(i for i, page in enumerate(pages) if words in page) for words in ("AFTERWARDS", "Bars", "NEXT")
    }
    assert places["AFTERWARDS"] < places["Bars"] <= places["NEXT"]


def test_no_empty_page_after_turned_pages(figures, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    turned = SURVEY.split("::: landscape")[1]
    survey = "# Survey {#ch-survey}\n\nText.\n\n::: landscape" + turned
    path = tmp_path / "report.pdf"
    assemble_pdf(_sources(tmp_path, survey=survey, app=APPENDIX), figures, METADATA, TEMPLATES, path)
    pages = [
        page.extract_text().replace(METADATA["title"], "").replace("UTKAST", "") for page in pypdf.PdfReader(path).pages
    ]
    assert all(len(page.split()) > 1 for page in pages)


def _long(name: str, rows: int, head: str = "") -> str:
    line = f"+{'-' * 42}+{'-' * 12}+\n"
    body = "".join(f"| {f'Utsagn nummer {i} i {name}':40} | {i:<10} |\n{line}" for i in range(rows))
    return f"::: {{#tbl-{name} .exhibit}}\n{line}| {head:40} | Verdi      |\n+:{'=' * 41}+{'=' * 11}:+\n{body}\n: Tabell {name}\n:::\n"


def test_a_table_that_breaks_says_on_its_next_pages_that_it_goes_on(figures, tmp_path):
    """And on no other page: not where it begins, nor in a table without a caption below it, nor in the lists in front."""
    pypdf = pytest.importorskip("pypdf")
    plain = _long("plain", 60).split("\n", 1)[1].split("\n: Tabell")[0]
    text = f"# A\n\n{_long('long', 110)}\n{_long('headed', 60, 'Utsagn')}\n{_long('short', 3)}\n{plain}\n"
    path = tmp_path / "report.pdf"
    assemble_pdf(_sources(tmp_path, survey=text), figures, METADATA, TEMPLATES, path)
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(path).pages]
    rows = [
        {name: len(re.findall(f"Utsagn nummer \\d+ i {name}", page)) for name in ("long", "headed", "plain")}
        for page in pages
    ]
    first = {name: min(i for i, found in enumerate(rows) if found[name]) for name in rows[0]}
    goes_on = [sum(found[n] > 0 and i > first[n] for n in ("long", "headed")) for i, found in enumerate(rows)]
    assert [page.count("(forts.)") for page in pages] == goes_on and sum(goes_on) >= 3
    assert "Utsagn (forts.) Verdi" in " ".join(pages)


@pytest.mark.parametrize("name", ["NTNU", "Stavangerregionen"])
def test_names_are_not_broken_at_the_end_of_a_line_and_words_are(name, figures, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    words = " ".join(f"undersøkelsesresultatene {'og ' * (i % 3)}{name}" for i in range(200))
    path = tmp_path / "report.pdf"
    assemble_pdf(_sources(tmp_path, survey=f"# A\n\n{words}\n"), figures, METADATA, TEMPLATES, path)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert text.count(name) == 200 and text.count("undersøkelsesresultatene") < 200


def test_the_note_of_a_long_table_never_stands_alone_on_a_page(figures, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    texts = {f"c{rows}": f"# A\n\n{_long(f'r{rows}', rows)}\n::: note\nMerknad.\n:::\n" for rows in range(36, 56)}
    path = tmp_path / "report.pdf"
    assemble_pdf(_sources(tmp_path, **texts), figures, METADATA, TEMPLATES, path)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    noted = [page for page in pages if "Merknad." in page]
    assert len(noted) == len(texts) and all("Utsagn nummer" in page for page in noted)
    assert len(pages) > len(texts) + 5  # some of them went on to a second page
