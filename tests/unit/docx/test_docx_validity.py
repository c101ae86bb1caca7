"""What Word wants said in its files, and two validators over all kinds of them: the report, a chapter, in another template, tracked,
the form of annual reports, and the page of an audit."""

import subprocess
import sys
from pathlib import Path

import pytest
from evalreport.docx.validity import (
    add_table_normal,
    clear_left_tabs,
    drop_part,
    drop_unused_relations,
    mark_at_the_right,
    number_revisions,
    set_distances,
    set_mode,
)
from evalreport.docx.xml import W, read_package, w
from evalreport.words.dates import day_in
from lxml import etree
from test_assembly import APPENDIX, METADATA, SUMMARY, SURVEY, TEMPLATES, _png, _sources

SPACE = f'xmlns:w="{W}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def xml(text: str):
    return etree.fromstring(f"<w:x {SPACE}>{text}</w:x>")


def names(root) -> list[str]:
    return [etree.QName(child).localname for child in root]


# --- the single fixes ---


@pytest.mark.parametrize(
    ("styles", "added"),
    [
        ('<w:style w:styleId="Table"><w:basedOn w:val="TableNormal"/></w:style>', 1),
        ('<w:style w:styleId="Table"/>', 0),
        ('<w:style w:styleId="TableNormal"/><w:style w:styleId="T"><w:basedOn w:val="TableNormal"/></w:style>', 0),
    ],
)
def test_the_plain_table_is_added_where_it_is_missed(styles, added):
    root = xml(styles)
    before = len(root)
    add_table_normal(root)
    assert len(root) - before == added


def test_distances_that_are_said_are_kept():
    body = xml('<wp:inline distT="5"/>')
    set_distances(body)
    assert dict(body[0].attrib) == {"distT": "5", "distB": "0", "distL": "0", "distR": "0"}


def test_only_entries_without_a_number_lose_the_stops_for_numbers():
    styles = xml(
        '<w:style w:styleId="TOC2"><w:pPr><w:tabs><w:tab w:val="left" w:pos="1134"/><w:tab w:val="right" w:pos="9071"/>'
        '</w:tabs><w:ind w:left="1134" w:hanging="624"/></w:pPr></w:style>'
    )
    entry = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r>{}</w:r></w:p>'
    body = xml(
        entry.format("TOC2", "<w:tab/>") + entry.format("TOC2", "<w:tab/><w:tab/>") + entry.format("Note", "<w:tab/>")
    )
    clear_left_tabs(body, styles)
    cleared = [[(t.get(w("val")), t.get(w("pos"))) for t in p.iterfind(f"{w('pPr')}/{w('tabs')}/*")] for p in body]
    assert cleared == [[("clear", "1134")], [], []]
    indents = [dict(indent.attrib) for indent in body.iter(w("ind"))]
    assert indents == [{w("left"): "510", w("firstLine"): "0"}]  # else the tab stops where its second line begins


def test_the_draft_mark_goes_to_the_right_margin():
    header = xml("<w:p><w:r><w:t>Title</w:t></w:r><w:r><w:t> DRAFT</w:t></w:r></w:p>")
    mark_at_the_right(header, "DRAFT", 9072)
    assert names(header[0][2]) == ["tab", "t"] and header[0][2][1].text == "DRAFT"
    (stop,) = header[0].iterfind(f"{w('pPr')}/{w('tabs')}/{w('tab')}")
    assert (stop.get(w("val")), stop.get(w("pos"))) == ("right", "9072")
    alone = xml("<w:p><w:r><w:t> DRAFT</w:t></w:r></w:p>")
    mark_at_the_right(alone, "DRAFT", 9072)
    mark_at_the_right(alone, None, 9072)
    assert names(alone[0][0]) == ["t"]


@pytest.mark.parametrize(
    ("inside", "mode"),
    [
        ("", "15"),
        ("<w:compat/>", "15"),
        ('<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:val="12"/></w:compat>', "15"),
    ],
)
def test_files_open_in_the_mode_of_word_2013(inside, mode):
    settings = xml(f"<w:zoom/>{inside}<w:rsids/>")
    set_mode(settings)
    set_mode(settings)
    assert names(settings) == ["zoom", "compat", "rsids"]
    found = [(s.get(w("name")), s.get(w("val"))) for s in settings.iter(w("compatSetting"))]
    assert dict(found)["compatibilityMode"] == mode and len(dict(found)) == len(found) == 5
    assert names(settings[1])[:1] == (["useFELayout"] if "useFELayout" in inside else ["compatSetting"])


def test_what_a_team_has_set_stays():
    settings = xml('<w:compat><w:compatSetting w:name="enableOpenTypeFeatures" w:val="0"/></w:compat>')
    set_mode(settings)
    assert settings[0][0].get(w("val")) == "0" and len(settings[0]) == 5


def test_a_part_goes_with_all_that_points_to_it():
    relations = '<R><r Target="x.xml"/><r Target="y.xml"/></R>'
    types = '<T><o PartName="/word/x.xml"/><o PartName="/word/y.xml"/></T>'
    parts = {
        "word/x.xml": b"",
        "word/_rels/document.xml.rels": relations.encode(),
        "[Content_Types].xml": types.encode(),
    }
    drop_part(parts, "word/x.xml")
    drop_part(parts, "word/never.xml")
    assert "word/x.xml" not in parts
    assert b'"x.xml"' not in parts["word/_rels/document.xml.rels"] and b"y.xml" in parts["word/_rels/document.xml.rels"]
    assert b"x.xml" not in parts["[Content_Types].xml"] and b"y.xml" in parts["[Content_Types].xml"]


def test_revisions_have_ids_of_their_own_in_all_parts():
    text = '<w:bookmarkStart w:id="7"/><w:ins w:id="1"/><w:del w:id="1"/>'
    parts = [xml(text), xml('<w:ins w:id="1"/><w:moveFromRangeStart w:id="3"/>')]
    number_revisions(parts)
    assert [e.get(w("id")) for part in parts for e in part] == ["7", "8", "9", "10", "3"]


def test_relations_that_no_footnote_uses_go():
    relation = '<Relationship Id="{0}" Type="t" Target="{0}"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{space}">{relation.format("rId1")}{relation.format("rId12")}</Relationships>'
    parts = {"word/footnotes.xml": b'<a r:id="rId12"/>', "word/_rels/footnotes.xml.rels": rels.encode()}
    drop_unused_relations(parts)
    assert (
        b"rId12" in parts["word/_rels/footnotes.xml.rels"] and b'"rId1"' not in parts["word/_rels/footnotes.xml.rels"]
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("april 2010", "2010-04-01"),
        ("31. mars 2009", "2009-03-31"),
        ("May 2010", "2010-05-01"),
        ("3 October 2026", "2026-10-03"),
        ("2012", "2012-01-01"),
        ("2009-03-31", "2009-03-31"),
        ("2009-02-31", None),
        ("31. februar 2009", None),
        ("våren 2010", None),
        ("", None),
    ],
)
def test_the_day_of_an_edition(text, day):
    assert day_in(text) == day


# --- every kind of Word file ---


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docx")
    _png(folder / "bars.png")
    return folder


def report(folder: Path, name: str = "report.docx", alone: bool = False, reference: Path | None = None) -> Path:
    from evalreport.assemble.report import ChapterSource, assemble_docx

    linked = SURVEY + "\nA [link](https://example.org).[^9]\n\n[^9]: A note with a [link](https://example.org/note).\n"
    sources = _sources(folder, summary=SUMMARY, survey=linked, app=APPENDIX)
    if alone:
        sources = [ChapterSource(c.path, c.number, c.appendix, shown=c.number == 8) for c in sources]
    path = folder / name
    assemble_docx(sources, folder, METADATA, TEMPLATES, path, reference, alone)
    return path


def chapter(folder: Path) -> Path:
    return report(folder, "chapter.docx", alone=True)


def with_reference(folder: Path) -> Path:
    """A report in the template of another team: pandoc's own, saved by python-docx."""
    import docx
    import pypandoc

    theirs = folder / "theirs.docx"
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    theirs.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    docx.Document(str(theirs)).save(str(theirs))
    return report(folder, "other.docx", reference=theirs)


def tracked(folder: Path) -> Path:
    from evalreport.review.word.document import tracked_report

    text = SURVEY + "\nOne paragraph that stays.\n\nOne that is new.[^9]\n\n[^9]: A footnote that is new.\n"
    sources = _sources(folder, summary=SUMMARY, survey=text, app=APPENDIX)
    old = {"summary": SUMMARY, "survey": SURVEY + "\nOne paragraph that stays.\n\nOne that goes.\n", "app": APPENDIX}
    path = folder / "tracked.docx"
    numbering = [{}, {"number": 8}, {"appendix": 3}]
    chapters = [str(source.path) for source in sources]
    reference = str(TEMPLATES / "reference.docx")
    tracked_report(
        old=old,
        old_figures={},
        chapters=chapters,
        numbering=numbering,
        figures=str(folder),
        metadata=METADATA,
        templates=str(TEMPLATES),
        reference=reference,
        output=path,
    )
    return path


def form(folder: Path) -> Path:
    from evalreport.evaluation.load import load_evaluation
    from evalreport.records.reports.form_docx import write_empty_form

    config = Path(__file__).parents[2] / "data" / "tiny" / "config"
    write_empty_form(
        load_evaluation(config, "tiny").records["reports"].settings, config / "tiny", "en", folder / "form.docx"
    )
    return folder / "form.docx"


def audit(folder: Path) -> Path:
    from audit_tables import audit_tables
    from present_audit import present_audit

    rows = "table_id,row_label,col_label,statistic,value\nt,A,x,pct,76.7\nt,B,x,pct,23.3\nt,N,x,n,171\n"
    (folder / "t.csv").write_text(rows, encoding="utf-8")
    audit_tables([folder / "t.csv"], "nb", folder / "findings.csv")
    page, path = TEMPLATES / "audit.html", folder / "audit.docx"
    about = {"title": "R", "language": "nb", "status": "final", "institution": "", "bibliography": []}
    present_audit(
        folder / "findings.csv", [folder / "t.csv"], page, None, about, TEMPLATES, folder / "audit.html", path
    )
    return path


def findings(path: Path) -> str:
    """What the two validators say of a file that is not good to hear."""
    bin = Path(sys.executable).parent
    audit = subprocess.run([bin / "openxml-audit", path], capture_output=True, text=True)
    integrity = [bin / "ooxml-integrity", "check", "--no-config", "--quiet", "--fail-on", "info", path]
    whole = subprocess.run(integrity, capture_output=True, text=True)
    said = audit.stdout if audit.returncode or "Errors: 0" not in audit.stdout else ""
    return said + (whole.stdout + whole.stderr if whole.returncode else "")


@pytest.mark.parametrize(
    "make", [report, chapter, with_reference, tracked, form, audit], ids=lambda make: make.__name__
)
def test_validators_find_nothing(folder, make):
    path = make(folder)
    assert findings(path) == ""
    assert 'w:name="compatibilityMode"' in read_package(path)["word/settings.xml"].decode()


def test_the_validators_find_what_is_wrong(folder):
    from evalreport.docx.xml import write_package

    parts = read_package(report(folder, "wrong.docx"))
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = text.replace("<w:body>", "<w:body><w:p><w:jc/><w:pPr/></w:p>").encode()
    write_package(parts, folder / "wrong.docx")
    assert findings(folder / "wrong.docx")


def test_the_file_has_the_date_of_the_edition(folder):
    core = read_package(report(folder))["docProps/core.xml"].decode()
    assert core.count("2010-05-01T00:00:00Z") == 2 and "2010-01-01" not in core
