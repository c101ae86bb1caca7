"""What a template cannot say, or what stands in no template, is listed with its place, never written and never dropped."""

import copy

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from evalreport.chapters.tracing import items
from evalreport.docx.xml import read_package, write_package
from evalreport.returns.changes import READY, Change, Edit
from evalreport.returns.merge import Today, placed
from returning_report import FOLDER, paragraph_with, run, template
from word_edits import a_run


def saved(change) -> None:
    document = docx.Document("report.docx")
    change(document)
    document.save("edited.docx")


def after_start(document, start: str, text: str) -> None:
    new = OxmlElement("w:p")
    new.append(a_run(text))
    paragraph_with(document, start).addnext(new)


CALLS = ['{{ pct("all") }}', "{% include 'x' %}", "{# gone", "50 {%", "{{ config }}", "{%- raw -%}"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("start", ["The last paragraph", "Analysis of variance", "Table\u00a02.1"])
def test_calls_typed_in_word_are_listed(work, call, start):
    """Behind a paragraph, behind what a call prints, and within it."""
    before = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    saved(lambda document: after_start(document, start, f"We say {call} here."))
    _, rows = run("all")
    assert {r["status"] for r in rows} == {"listed"} and rows
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == before


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("Nearly 50 % of all.", "\\{", "{%"),
        ("Say {{ n(1) }} and #.", "{{ n(2) }}", "{{ n(2) }}"),
        ("Say {{ n(1) }} and %.", "{% raw %}", "{% raw %}"),
        ("Say {{ n(1) }} and %.", "{{ n(1) }}", ""),
    ],
)
def test_no_edit_brings_a_call_that_no_template_has(tmp_path, old, new, told):
    """Whatever a file's own build says of its templates, and together with the signs that stand there."""
    place = tmp_path / "report_templates" / "x" / "a.md.jinja"
    place.parent.mkdir(parents=True)
    place.write_text(old, encoding="utf-8")
    name = "report_templates/x/a.md.jinja"
    at = old.find("%") if "%" in old else old.find("#")
    change = Change("edit", READY, edits=(Edit(name, at, at, new),))
    placed([change], Today({name: old}, tmp_path))
    assert (change.status, change.about) == (("listed", told) if told else ("ready", ""))


def test_a_call_of_an_older_build_is_not_written_again(work):
    """The paragraph moves; the call in it is another one in today's template."""
    path = FOLDER / "sample.md.jinja"

    def move(document):
        own = paragraph_with(document, "There are 24 forms")
        paragraph_with(document, "One more paragraph").addnext(own)

    saved(move)
    path.write_text(template("sample").replace('{{ n("forms") }}', '{{ n("other") }}'), encoding="utf-8")
    _, rows = run("all")
    assert {r["status"] for r in rows} <= {"conflict", "listed"} and 'n("forms")' not in template("sample")


LOOKS = [
    '<w:vertAlign w:val="superscript"/>',
    '<w:vertAlign w:val="subscript"/>',
    "<w:strike/>",
    "<w:dstrike/>",
    '<w:u w:val="single"/>',
    '<w:highlight w:val="yellow"/>',
    "<w:vanish/>",
]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("start, old", [("The last paragraph", True), ("The pupils slept", False)])
def test_looks_that_are_not_written_are_listed(work, look, start, old):
    """Of words, and of a number."""

    def change(document):
        own = paragraph_with(document, start)
        run_ = own.find(qn("w:r")) if old else next(own.iter(qn("w:sdt"))).find(f"{qn('w:sdtContent')}/{qn('w:r')}")
        run_.insert(0, parse_xml(f"<w:rPr {nsdecls('w')}>{look}</w:rPr>"))

    saved(change)
    _, rows = run("all")
    assert rows and {r["status"] for r in rows} == {"listed"} and rows[0]["reason"].startswith("Raised, lowered")


def test_a_symbol_of_a_font_is_listed(work):
    def change(document):
        run_ = OxmlElement("w:r")
        run_.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0E0"/>'))
        paragraph_with(document, "The last paragraph").append(run_)

    saved(change)
    _, rows = run("all")
    assert [(r["status"], r["reason"][:6]) for r in rows] == [("listed", "Raised")]


@pytest.mark.parametrize("style, look", [("Strong", "**"), ("Emphasis", "*")])
def test_bold_by_a_style_is_bold(work, style, look):
    def change(document):
        own = paragraph_with(document, "Nobody knows why").find(qn("w:r"))
        own.insert(0, parse_xml(f'<w:rPr {nsdecls("w")}><w:rStyle w:val="{style}"/></w:rPr>'))

    saved(change)
    run("all")
    assert f"- {look}Nobody knows why.{look}" in template("wellbeing")


def test_a_heading_of_another_rank_and_an_item_that_is_none_are_listed(work):
    def change(document):
        paragraph_with(document, "What it means").find(f"{qn('w:pPr')}/{qn('w:pStyle')}").set(qn("w:val"), "Heading3")
        own = paragraph_with(document, "Nobody knows why")
        own.remove(own.find(qn("w:pPr")))

    saved(change)
    _, rows = run("all")
    assert [r["status"] for r in rows] == ["listed", "listed"] and {r["reason"][:20] for r in rows} == {
        "A paragraph has beco"
    }


def test_words_put_behind_what_a_loop_prints_are_listed(work):
    """In the template they would stand behind each of its paragraphs."""
    saved(lambda document: paragraph_with(document, "The town of Northby").append(a_run(" With joy.")))
    before = template("sample")
    _, rows = run("all")
    assert [r["status"] for r in rows] == ["listed"] and template("sample") == before


def test_a_paragraph_joined_with_a_caption_is_listed(work):
    def join(document):
        own, caption = (paragraph_with(document, start) for start in ("The pupils slept", "Table\u00a02.1"))
        for each in [child for child in caption if child.tag != qn("w:pPr")]:
            own.append(each)
        caption.getparent().remove(caption)

    saved(join)
    _, rows = run("all")
    assert {r["status"] for r in rows} == {"listed"}


def test_a_call_does_not_leave_the_loop_that_names_its_value(work):
    """Its control is pasted into another paragraph."""

    def paste(document):
        control = next(paragraph_with(document, "The town of Northby").iter(qn("w:sdt")))
        paragraph_with(document, "The last paragraph").append(copy.deepcopy(control))

    saved(paste)
    _, rows = run("all")
    assert rows and {r["status"] for r in rows} == {"listed"}
    assert "town" not in template("wellbeing").replace('fact("town")', "")


def test_a_new_paragraph_behind_text_of_the_program_goes_into_no_chapter(work):
    """The list of references stands behind the last chapter, in no template."""

    def with_references(document):
        for text in ("References", "Kish, L. (1965). Survey Sampling."):
            document.add_paragraph(text)

    document = docx.Document("report.docx")
    with_references(document)
    document.save("longer.docx")
    from returning_report import with_part

    def printed(content):
        content["paragraphs"] += [
            [0, "", -1, [[text, 0, 0]]] for text in ("References", "Kish, L. (1965). Survey Sampling.")
        ]

    with_part(printed, source="longer.docx")
    document = docx.Document("edited.docx")
    document.add_paragraph("A colleague adds this below the references.")
    document.save("edited.docx")
    _, rows = run("all")
    assert [(r["status"], r["template"]) for r in rows] == [("listed", "")]
    assert rows[0]["reason"].startswith("The paragraph stands behind text that the program writes")


TEXT_BOX = """<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>Words in a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""


def _box(document):
    paragraph_with(document, "The last paragraph").append(parse_xml(TEXT_BOX.format(ns=nsdecls("w"))))


def _link(document):
    own = paragraph_with(document, "The last paragraph")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    name = document.part.relate_to("https://example.org/a", kind, is_external=True)
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{name}"/>')
    own.append(link)
    link.append(own.findall(qn("w:r"))[-1])


def _cell_picture(document):
    drawing = parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>")
    document.tables[0].cell(1, 1).paragraphs[0]._p.append(drawing)


def _struck_cell(document):
    own = next(document.tables[0].cell(1, 1)._tc.iter(qn("w:r")))
    own.insert(0, parse_xml(f"<w:rPr {nsdecls('w')}><w:strike/></w:rPr>"))


def _header(document):
    document.sections[0].header.paragraphs[0].add_run("Confidential")


def _footer(document):
    document.sections[0].footer.paragraphs[0].add_run("Second draft")


@pytest.mark.parametrize(
    "change, told",
    [
        (_box, "text box: Words in a box"),
        (_link, "https://example.org/a"),
        (_cell_picture, "picture"),
        (_struck_cell, "struck words: 7.7"),
        (_header, "header: "),
        (_footer, "footer: "),
    ],
)
def test_what_stands_beside_the_text_is_listed_once(work, change, told):
    saved(change)
    _, rows = run("all")
    assert [r["status"] for r in rows] == ["listed"] and told in rows[0]["new"] and rows[0]["reason"], rows


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_new_note_is_listed_with_its_words_and_not_written(work, kind):
    saved(
        lambda document: paragraph_with(document, "The last paragraph").append(
            parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="77"/></w:r>')
        )
    )
    parts = read_package("edited.docx")
    note = f'<w:{kind} w:id="77"><w:p><w:r><w:t>See the appendix.</w:t></w:r></w:p></w:{kind}>'
    name = f"word/{kind}s.xml"
    own = parts.get(name, f"<w:{kind}s {nsdecls('w')}></w:{kind}s>".encode()).decode("utf-8")
    parts[name] = own.replace(f"</w:{kind}s>", f"{note}</w:{kind}s>").encode()
    write_package(parts, "edited.docx")
    before = template("wellbeing")
    _, rows = run("all")
    assert [(r["status"], r["new"]) for r in rows] == [("listed", f"{kind}: See the appendix.")]
    assert template("wellbeing") == before


def test_a_call_that_never_closes_is_read_in_no_time():
    """Each string in it could be read in two ways."""
    assert len(items("{{ " + "'a' " * 5000)) == 1
