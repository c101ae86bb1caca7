"""A report in Word with its changes tracked: what pandoc makes of it, read back from the file."""

import re
import zipfile
from pathlib import Path

import pytest
from docx_changes import said, settled, told
from evalreport.assemble.report import assemble_docx, chapter_sources
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, style_of, w
from evalreport.markdown.grid import Grid, markdown
from evalreport.review.figures import FigureFiles, figure_change
from evalreport.review.word.document import tracked_report
from evalreport.review.word.text import Earlier, tracked_chapter
from lxml import etree

SHARED = Path(__file__).parents[4] / "report_templates/shared"
METADATA = {"title": "Report", "language": "en", "status": "draft"}
OLD = """# Life {#ch-life}

Half of the pupils, 50%, are *really well* now.

- one
- two

This paragraph will be gone, see [](#sec-sleep){.ref}.

## Sleep {#sec-sleep}

They sleep nine hours, which is what their parents say.
"""
NEW = """# Life {#ch-life}

Half of the pupils, 60%, are *quite well* now.

- one
- three

## Rest {#sec-sleep}

They sleep nine hours, which is what their parents say.

Quite new, and it refers to [](#sec-sleep){.ref}.
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tracked")
    (folder / "life.md").write_text(NEW, encoding="utf-8")
    path = folder / "out.docx"
    places = [{"number": 1}]
    reference = str(SHARED / "reference.docx")
    tracked_report(
        {"life": OLD}, {}, [str(folder / "life.md")], places, str(folder), METADATA, str(SHARED), reference, path
    )
    assert problems_in_docx(path) == []
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode()


def test_words_that_differ_are_words_own_tracked_changes(document):
    gone = re.findall(r"<w:delText[^>]*>([^<]*)<", document)
    assert gone == ["50%,", "really well", "two", "This paragraph will be gone, see [sleep].", "Sleep"]
    inserted = "".join(re.findall(r"<w:ins .*?</w:ins>", document, re.DOTALL))
    words = re.findall(r"<w:t[^>]*>([^<]*)<", inserted)
    assert {"60%,", "three", "Rest"} <= set(words) and "quite well" in " ".join(words)
    assert "Quite new, and it refers to" in " ".join(words)


def test_what_is_the_same_is_not_marked(document):
    kept = re.sub(r"<w:(ins|del) .*?</w:\1>", "", document, flags=re.DOTALL)
    text = " ".join(re.findall(r"<w:t[^>]*>([^<]*)<", kept))
    assert "They sleep nine hours, which is what their parents say." in text and "60%" not in text and "50%" not in text


def test_a_chapter_that_is_the_same_is_left_as_it_is():
    assert tracked_chapter(Earlier(NEW, "en"), NEW) == NEW


def test_a_moved_paragraph_is_gone_in_one_place_and_new_in_the_other():
    line = "They sleep nine hours, which is what their parents say.\n"
    text = tracked_chapter(Earlier(OLD, "en"), OLD.replace(line, "").replace("- one", f"{line}\n- one"))
    assert text.count(line.strip()) == 2
    assert text.index("{.insertion") < text.index("{.deletion")


# --- tables and figures ---


def table(id, caption, head, rows, over=(), note=""):
    grid = markdown(Grid(head, rows, over))
    return f"::: {{#tbl-{id} .exhibit}}\n{grid}\n\n: {caption}\n:::\n" + (f"\n::: note\n{note}\n:::\n" if note else "")


def figure(id, caption):
    return f'![{caption}]({id}){{#fig-{id} alt="Bars."}}\n'


SAMPLE = (("**Gender**",), ("Women", "76.6%", "80.0%"), ("Men", "5.1%", "12.34%"), ("*N*", "141", "30"))
AGE = (("**Age**",), ("20-24", "2.0%", "1.0%"), ("Unknown", "1.0%", "1.6%"), ("*N*", "151", "33"))
BEFORE = "\n".join(
    [
        OLD,
        table(
            "sample",
            "The sample",
            ("", "Town", "Land"),
            (*SAMPLE, *AGE),
            ("", "2008", "2008"),
            "χ²(6) = 3.67, p = 0.72.",
        ),
        table("gone", "A table that goes", ("", "A"), (("x", "1"),), note="A note that goes."),
        table("head", "Another head", ("", "A"), (("x", "1"),)),
        "::: landscape\n\n" + table("wide", "A wide one", ("", "A", "B"), (("x", "1", "2"),), note="Wide.") + "\n:::\n",
        figure("bars", "Bars of the town"),
        figure("left_out", "A figure that goes"),
        "The end of it, as it was.\n",
    ]
)
AFTER = "\n".join(
    [
        NEW,
        table(
            "sample",
            "The whole sample",
            ("", "Town", "Land", "All"),
            (
                ("**Gender**",),
                ("Women", "77.2%", "80.0%", "78.1%"),
                ("Men", "5.2*%", "12.34%", "6.0%"),
                ("*N*", "142", "30", "172"),
                ("**Age**",),
                ("20-24 years", "2.0%", "1.0%", "1.5%"),
                ("25-29", "3.0%", "1.0%", "2.0%"),
                ("*N*", "151", "33", "184"),
            ),
            ("", "2008", "2008", "2008"),
            "χ²(6) = 4.67, p = 0.62.",
        ),
        table("head", "Another head", ("", "B", "C"), (("x", "1", "2"),)),
        "::: landscape\n\n"
        + table("wide", "A wider one", ("", "A", "B"), (("x", "1", "3"),), note="Quite wide.")
        + "\n:::\n",
        figure("bars", "Bars of the whole town"),
        table("added", "A table that comes", ("", "A"), (("x", "1"),), note="A note that comes."),
        "The end of it, as it is.\n",
    ]
)
DATA = "panel,variable,group,category,printed,status\np,v,g,a,{},shown\np,v,g,b,3,shown\n"


def figure_files(folder, value, look="plain"):
    folder.mkdir(exist_ok=True)
    from PIL import Image

    for name in ("bars", "left_out"):
        Image.new("RGB", (40, 30), "white").save(folder / f"{name}.png")
        (folder / f"{name}.svg").write_text(f"<svg>{value}{look}</svg>", encoding="utf-8")
        (folder / f"{name}.csv").write_text(DATA.format(value), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The earlier report, the new one, and the new one with changes tracked: their document.xml, and all of the last."""
    folder = tmp_path_factory.mktemp("reports")
    files = [figure_files(folder / name, value) for name, value in (("old", "1"), ("new", "2"))]
    found = []
    for text, figures in zip((BEFORE, AFTER), files, strict=True):
        (figures / "life.md").write_text(text, encoding="utf-8")
        sources = chapter_sources([figures / "life.md"], [{"number": 1}])
        assemble_docx(sources, figures, METADATA, SHARED, figures / "report.docx")
        found.append(read_package(figures / "report.docx")["word/document.xml"])
    path = folder / "tracked.docx"
    tracked_report(
        {"life": BEFORE},
        {"bars": FigureFiles.of(files[0], "bars")},
        [str(files[1] / "life.md")],
        [{"number": 1}],
        str(files[1]),
        METADATA,
        str(SHARED),
        str(SHARED / "reference.docx"),
        path,
    )
    assert problems_in_docx(path) == []
    return [etree.fromstring(part) for part in found], read_package(path)


def test_accepting_all_changes_gives_the_new_report(reports):
    (_, new), tracked = reports
    document = etree.fromstring(tracked["word/document.xml"])
    assert told(settled(document, "ins", "del")) == told(new)
    assert told(document) != told(new)


def test_rejecting_all_changes_gives_the_numbers_of_the_earlier_report(reports):
    (old, _), tracked = reports
    document = etree.fromstring(tracked["word/document.xml"])
    before, after = (
        next(root.iter(w("tbl"))) for root in (old, settled(document, "del", "ins"))
    )  # the table that has one more column now
    assert told(after) == told(before) and {"76.6%", "Unknown", "1.6%"} <= set(told(before))


def test_a_cell_holds_what_was_and_what_is(reports):
    document = etree.fromstring(reports[1]["word/document.xml"])
    (cell,) = (p for p in document.iter(w("p")) if "77.2%" in said(p) and "76.6%" in said(p))
    assert [child.tag for child in cell if child.tag != w("pPr")] == [w("del"), w("ins"), w("ins")]
    assert next(cell.iter(w("br"))).getparent().getparent().tag == w("del")  # put in and taken out: never left behind
    rows = [
        (said(row), row.find(f"{w('trPr')}/{w(kind)}")) for row in document.iter(w("tr")) for kind in ("ins", "del")
    ]
    assert [text for text, mark in rows if mark is not None] == ["Unknown1.0%1.6%", "25-293.0%1.0%2.0%"]


def test_rows_keep_their_looks_and_numbers_their_place(reports):
    document = etree.fromstring(reports[1]["word/document.xml"])
    looks = {said(row): style_of(next(row.iter(w("p")))) for row in document.iter(w("tr"))}
    assert {looks[text] for text in looks if text.startswith("N")} == {"TableBase"}
    cells = [p for p in document.iter(w("p")) if said(p) in ("76.6%77.2%", "77.2%76.6%")]
    assert cells[0].find(f"{w('pPr')}/{w('jc')}").get(w("val")) == "right"
    assert int(cells[0].find(f"{w('pPr')}/{w('ind')}").get(w("right"))) > 0


def test_changed_numbers_leave_the_columns_as_wide_as_they_are(tmp_path):
    rows = tuple((f"Row {i}", f"{i}.25", f"{i}", "3") for i in range(1, 6))
    old = "# A\n\n" + table("a", "A", ("", "A", "B", "C"), (*rows, ("Long", "1.5", "12,345.5", "1,234,567")))
    new = old.replace("12,345.5", "98,765.4").replace("1,234,567", "7,654,321").replace(" 1.25", " 4.75")
    (tmp_path / "a.md").write_text(new, encoding="utf-8")
    plain, tracked = tmp_path / "plain.docx", tmp_path / "tracked.docx"
    assemble_docx(chapter_sources([tmp_path / "a.md"], [{"number": 1}]), tmp_path, METADATA, SHARED, plain)
    reference = str(SHARED / "reference.docx")
    tracked_report(
        {"a": old},
        {},
        [str(tmp_path / "a.md")],
        [{"number": 1}],
        str(tmp_path),
        METADATA,
        str(SHARED),
        reference,
        tracked,
    )
    documents = [etree.fromstring(read_package(path)["word/document.xml"]) for path in (plain, tracked)]
    widths = [[column.get(w("w")) for column in document.iter(w("gridCol"))] for document in documents]
    assert widths[0] == widths[1] and said(documents[1]).count("98,765.4") == 1 and "12,345.5" in said(documents[1])


def test_what_cannot_be_tracked_has_a_comment_at_its_caption(reports):
    document, comments = (etree.fromstring(reports[1][f"word/{part}.xml"]) for part in ("document", "comments"))
    texts = {comment.get(w("id")): said(comment) for comment in comments}
    found = {}
    for paragraph in document.iter(w("p")):
        for start in paragraph.findall(w("commentRangeStart")):
            found[said(paragraph)] = texts.pop(start.get(w("id")))
            assert paragraph.find(w("commentRangeEnd")).get(w("id")) == start.get(w("id"))
    assert texts == {}
    assert found == {
        "Table\u00a01.2\u2002Another head": "The table is built in another way than before. What has changed in it is not marked.",
        "Table\u00a01.3\u2002A table that comes": "New table.",  # before the turned one, which ends the chapter
        "Figure\u00a01.1\u2002Bars of the whole town": "The figure has other values: one number differs.",
    }


def test_what_is_gone_leaves_its_caption(reports):
    document = etree.fromstring(reports[1]["word/document.xml"])
    gone = [said(p) for p in document.iter(w("p")) if p.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None]
    assert gone[-3:] == ["Table: A table that goes", "A note that goes.", "Figure: A figure that goes"]


NOTE = "::: note\nOne.\n\nAnother, quite long, paragraph.\n:::"
SHORT = "::: note\nOne.\n:::"


@pytest.mark.parametrize(
    ("was", "now"), [(NOTE, NOTE.replace("long", "short")), (SHORT, NOTE), (NOTE, SHORT), ("", NOTE), (NOTE, "")]
)
def test_notes_of_several_paragraphs_are_marked_a_paragraph_at_a_time(was, now):
    text = tracked_chapter(Earlier(f"# A\n\n{was}\n\nEnd.", "en"), f"# A\n\n{now}\n\nEnd.")
    assert not re.search(r"\[[^\]]*\n\n", text)  # a span ends in its paragraph
    assert text.count("::: note\n") == 1 and text.count(":::") == 2
    changed = {
        "insertion": now.count("paragraph") - was.count("paragraph"),
        "deletion": was.count("paragraph") - now.count("paragraph"),
    }
    assert all(f"{{.{kind}" in text for kind, more in changed.items() if more > 0)


def test_a_table_that_was_turned_and_is_not_any_more():
    upright = table("wide", "A wide one", ("", "A"), (("x", "1"),)).strip()
    turned = f"::: landscape\n\n{upright}\n\n:::"
    for was, now in ((upright, turned), (turned, upright)):
        text = tracked_chapter(Earlier(f"# A\n\n{was}", "en", {"tbl-wide": "A wide one"}), f"# A\n\n{now}")
        assert text.strip() == f"# A\n\n{now}"


def test_figures_that_only_look_different_and_those_that_do_not(tmp_path):
    one, other = figure_files(tmp_path / "a", "1"), figure_files(tmp_path / "b", "1", "bold")
    assert figure_change(*(FigureFiles.of(folder, "bars") for folder in (one, other))) == ("look", 0)
    assert figure_change(FigureFiles.of(one, "bars"), FigureFiles.of(one, "bars")) == ("", 0)
