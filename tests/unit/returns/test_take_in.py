"""What becomes of single edits of a Word file, and of files that are none of the report's."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.xml import read_package, write_package
from evalreport.files.errors import BadInput
from evalreport.returns.anchors import TITLE, title_of
from evalreport.returns.job import Asked, take_in
from returning_report import FOLDER, PAGE, edited, run, small_report, template, with_part
from word_edits import AUTHOR, a_run, marked


def test_the_file_with_anchors_reads_as_the_one_without(report):
    def shown(path):
        body = docx.Document(str(path)).element.body
        return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]

    assert shown(report.path) == shown(report.plain)
    assert problems_in_docx(report.path, "report.docx") == []
    with_anchors, without = read_package(report.path), read_package(report.plain)
    assert {name: part for name, part in with_anchors.items() if name in without and name not in _TOUCHED} == {
        name: part for name, part in without.items() if name not in _TOUCHED
    }


_TOUCHED = ("word/document.xml", "word/footnotes.xml", "[Content_Types].xml", "word/_rels/document.xml.rels")


def test_the_heading_of_a_part_comes_home_as_no_edit(tmp_path, monkeypatch):
    made = small_report(tmp_path / "parts", part="Part I. What was done")
    monkeypatch.chdir(made.folder)
    shutil.copy(made.path, "edited.docx")
    assert any("PART I. WHAT WAS DONE" in p.text for p in docx.Document("edited.docx").paragraphs)
    said, rows = run()
    assert rows == [], said


PIPES = "| Actor | Role |\n| --- | --- |\n| County | Coordinates |"
GRID = "+--------+-------------+\n| Actor  | Role        |\n+========+=============+\n| County | Coordinates |\n+--------+-------------+"


@pytest.mark.parametrize("rows", [PIPES, GRID])
@pytest.mark.parametrize("fence", ["{.unnumbered}", '{.unnumbered widths="20 80"}', "unnumbered"])
@pytest.mark.parametrize("caption", ["\n: Actors and roles\n", ""])
def test_a_table_without_a_number_stays_one_and_its_caption_is_listed(tmp_path, monkeypatch, rows, fence, caption):
    made = small_report(tmp_path / "own", more=f"\n::: {fence}\n{rows}\n{caption}:::\n\nThe end.\n")
    monkeypatch.chdir(made.folder)
    shutil.copy(made.path, "edited.docx")
    cells = [[cell.text for cell in row.cells] for row in docx.Document("edited.docx").tables[0].rows]
    assert cells == [["Actor", "Role"], ["County", "Coordinates"]]
    said, rows = run()
    assert rows == [], said
    if caption:
        edited("Actors and roles", "Actors and their roles")
        _, (row,) = run("all")
        assert row["status"] == "listed" and "\n: Actors and roles\n" in template("sample")


def test_validators_find_nothing(report):
    programs = Path(sys.executable).parent
    audit = subprocess.run([programs / "openxml-audit", report.path], capture_output=True, text=True)
    assert audit.returncode == 0 and "Errors: 0" in audit.stdout, audit.stdout
    integrity = [programs / "ooxml-integrity", "check", "--no-config", "--quiet", "--fail-on", "info", report.path]
    done = subprocess.run(integrity, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_builds_give_the_same_bytes(report, tmp_path):
    assert small_report(tmp_path).path.read_bytes() == report.path.read_bytes()


def test_numbers_are_locked_controls_that_say_where_they_come_from(report):
    body = docx.Document(str(report.path)).element.body
    controls = {
        "".join(t.text for t in each.iter(qn("w:t"))): each.find(qn("w:sdtPr"))
        for each in body.iter(qn("w:sdt"))
        if each.find(qn("w:sdtPr")).find(qn("w:tag")) is not None
    }
    assert controls["83%"].find(qn("w:alias")).get(qn("w:val")) == "good_pilot"
    assert controls["83%"].find(qn("w:lock")).get(qn("w:val")) == "contentLocked"
    assert controls["table\u00a02.1"].find(qn("w:lock")) is None  # a field that Word must be able to update


def test_titles_fit_into_what_word_takes():
    call = '{{ pct("wellbeing", category="good", group="pilot_2025") }}'
    assert title_of(call, 12) == ("pct", "wellbeing: good, pilot_2025 (n = 12)")
    name, title = title_of(call.replace("good", "g" * 80), 1234)
    assert len(title) == TITLE and title.endswith("… (n = 1234)")
    assert title_of("[@kish1965]", None) == ("", "")


def test_remarks_among_authors_do_not_travel(report):
    assert not any(b"A remark among authors" in part for part in read_package(report.path).values())


def test_an_edit_goes_into_its_line_and_every_other_byte_stays(work):
    before = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    edited("a little longer", "much longer")
    said, rows = run()
    assert [(r["status"], r["old"], r["new"], r["line"]) for r in rows] == [("ready", "a little", "much", "12")]
    assert {
        path.name: path.read_bytes() for path in FOLDER.iterdir()
    } == before and "1 change; can be taken in: 1. See" in said
    run("all")
    changed = before["wellbeing.md.jinja"].replace(b"a little longer", b"much longer")
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == before | {"wellbeing.md.jinja": changed}
    said, rows = run("all")
    assert [r["status"] for r in rows] == ["done"] and "Taken in" not in said


def test_line_ends_and_marks_of_the_order_of_bytes_stay(work):
    path = FOLDER / "wellbeing.md.jinja"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    edited("a little longer", "much longer")
    run("all")
    assert path.read_bytes() == before.replace(b"a little", b"much")


def test_an_edited_number_is_refused_with_where_it_comes_from(work):
    edited("7.7", "9.9")
    _, rows = run()
    assert [(r["kind"], r["status"], r["about"]) for r in rows] == [("number", "listed", '{{ mean("sleep_pilot") }}')]
    with pytest.raises(BadInput, match="change 1 cannot be taken in: The number is computed from the data"):
        run("1")


def test_an_edited_claim_waits_for_a_person(work):
    edited("Most pupils in pilot schools are well", "Nearly all pupils in pilot schools are well")
    _, rows = run("all")
    assert rows[0]["status"] == "confirm" and rows[0]["about"] == '"majority", "wellbeing", category="good"'
    assert "Nearly all" not in template("wellbeing")
    run("1")
    assert (
        '{% claim "majority", "wellbeing", category="good" %}Nearly all pupils in pilot schools are well.{% endclaim %}'
        in template("wellbeing")
    )


def test_an_edited_claim_by_id_waits_for_a_person_who_sees_its_condition(work):
    Path("config/claims").mkdir(parents=True)
    Path("config/claims/wellbeing.csv").write_text("id,claim,exhibit\nc-fine,majority,wellbeing\n", encoding="utf-8")
    edited("school is fine", "school is splendid")
    _, rows = run("all")
    assert [(r["status"], r["about"]) for r in rows] == [("confirm", "#c-fine; majority: wellbeing")]
    run("1")
    assert "> [A pupil said that school is splendid.]{.claim #c-fine}\n" in template("wellbeing")


def test_words_put_behind_a_claim_by_id_stand_outside_it_or_wait(work):
    document = docx.Document("report.docx")
    last = next(p for p in document.paragraphs if p.text.startswith("A pupil said"))
    last.add_run(" And more.")
    document.save("edited.docx")
    _, rows = run("all")
    assert [r["status"] for r in rows] in (["accepted"], ["confirm"])
    run("1")
    assert "And more." in template("wellbeing") and template("wellbeing").count("]{.claim #c-fine}") == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_that_libreoffice_has_saved_comes_home(work):
    """Its save writes the whole file anew."""
    edited("a little longer", "much longer")
    office = ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless"]
    convert = [*office, "--convert-to", "docx:MS Word 2007 XML", "--outdir", "saved", "edited.docx"]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    _, rows = run("", "saved/edited.docx")
    assert [(r["status"], r["old"], r["new"]) for r in rows] == [("ready", "a little", "much")]


def test_tracked_changes_name_their_author(work):
    document = docx.Document("report.docx")
    last = next(p for p in document.paragraphs if p.text.startswith("The last paragraph"))
    mark = marked("ins")
    mark.append(a_run(" But words."))
    last._p.findall(qn("w:r"))[-1].addnext(mark)
    document.save("edited.docx")
    _, rows = run("all")
    assert [(r["status"], r["by"], r["date"][:10]) for r in rows] == [("accepted", AUTHOR, "2026-03-01")]
    assert template("wellbeing").endswith("has no number in it at all. But words.\n")


def test_captions_notes_tables_and_titles_are_listed_where_they_belong(work):
    for old, new in (
        ("Hours of sleep", "Nights"),
        ("Analysis of variance", "ANOVA"),
        ("Pilot", "Control"),
        ("A good day", "A day"),
    ):
        edited(old, new)
        _, rows = run("all")
        assert [r["status"] for r in rows] == ["listed"], (old, rows)
        assert rows[0]["old"] != rows[0]["new"] and rows[0]["reason"]


def test_what_cannot_be_read_is_listed(work):
    document = docx.Document("report.docx")
    document.add_table(2, 2).cell(0, 0).text = "pasted"
    document.paragraphs[-1]._p.append(
        document.element.body.makeelement("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath")
    )
    document.save("edited.docx")
    _, rows = run("all")
    assert {(r["kind"], r["status"]) for r in rows} == {("unread", "listed")} and "pasted" in " ".join(
        r["new"] for r in rows
    )


def test_a_template_that_has_changed_since_is_a_conflict_and_other_lines_are_not(work):
    edited("a little longer", "much longer")
    edited("Nobody knows why", "Few know why", "edited.docx")
    path = FOLDER / "wellbeing.md.jinja"
    path.write_text(
        "A new first line.\n\n" + template("wellbeing").replace("a little longer", "somewhat longer"), encoding="utf-8"
    )
    _, rows = run("all")
    assert [(r["new"], r["status"]) for r in rows] == [("much", "conflict"), ("Few know", "accepted")]
    assert "somewhat longer" in template("wellbeing") and "- Few know why." in template("wellbeing")
    assert "somewhat longer" in Path("out/take_in.html").read_text(encoding="utf-8")


def test_two_colleagues_who_want_the_same_words_otherwise(work):
    edited("a little longer", "much longer")
    edited("a little longer", "far longer", name="second.docx")
    edited("Nobody knows why", "Few know why", "second.docx", "second.docx")
    _, rows = run("all", "edited.docx", "second.docx")
    assert [(r["new"], r["status"]) for r in rows] == [
        ("much", "conflict"),
        ("far", "conflict"),
        ("Few know", "accepted"),
    ]


def test_comments_become_records_once(work):
    document = docx.Document("report.docx")
    last = next(p for p in document.paragraphs if p.text.startswith("The last paragraph"))
    document.add_comment(last.runs, text="=Is this so?", author="Kari", initials="K")
    document.save("edited.docx")
    run("all")
    said, rows = run("all")
    text = Path("config/comments.csv").read_text(encoding="utf-8")
    assert [r["status"] for r in rows] == ["done"] and "Taken in" not in said
    assert (
        text.count("Is this so?") == 1
        and "'=Is this so?" in text
        and "report_templates/tiny/wellbeing.md.jinja" in text
    )


def test_the_page_is_one_file_that_escapes_what_it_shows(work):
    edited("a little longer", "<script>alert(1)</script> longer")
    run()
    page = Path("out/take_in.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src &#39;none&#39;" in page and "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize(
    "wanted, message", [("9", "there is no change 9"), ("a-b", "found 'a-b'"), ("1;2", "found '1;2'")]
)
def test_what_cannot_be_accepted_is_told(work, wanted, message):
    edited("a little longer", "much longer")
    with pytest.raises(BadInput, match=message):
        run(wanted)
    assert not Path("out").exists()


def _parts(change) -> None:
    parts = read_package("report.docx")
    change(parts)
    write_package(parts, "edited.docx")


def _of_another(work) -> None:
    with_part(lambda content: content.update(evaluation="other"))


def _without_part(work) -> None:
    _parts(lambda parts: [parts.pop(n) for n in [*parts] if n.startswith("customXml/item")])


def _old_format(work) -> None:
    Path("edited.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _open_document(work) -> None:
    with zipfile.ZipFile("edited.docx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")


def _cut_off(work) -> None:
    whole = Path("report.docx").read_bytes()
    Path("edited.docx").write_bytes(whole[: len(whole) // 2])


def _broken(work) -> None:
    whole = bytearray(Path("report.docx").read_bytes())
    whole[200:2000] = bytes(1800)
    Path("edited.docx").write_bytes(bytes(whole))


def _bomb(work) -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><w:document/>'
    _parts(lambda parts: parts.update({"word/document.xml": head}))


def _macros(work) -> None:
    _parts(lambda parts: parts.update({"word/vbaProject.bin": b"x"}))


def _spoilt_part(work) -> None:
    _parts(
        lambda parts: parts.update(
            {n: p.replace(b'"blocks"', b'"bl"') for n, p in parts.items() if n.startswith("customXml/item")}
        )
    )


def _part_with(change):
    """The part with something in it that no build writes, signed as a build signs it."""
    return lambda work: with_part(change)


def _nested(work) -> None:
    with_part(lambda content: None, lambda text: "[" * 200_000 + text)


def _first_block(content) -> list:
    return content["chapters"][0]["blocks"][0]


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda work: None, "there is no such file"),
        (_of_another, "is the report of other, edition second; tiny, edition second, is the one in config/config.yaml"),
        (_without_part, "does not say which build it came from"),
        (_old_format, "has a password, or is in Word's old format"),
        (_open_document, "is an OpenDocument file"),
        (_cut_off, "is not a whole .docx"),
        (_broken, "is a broken .docx"),
        (_bomb, "XML with a document type"),
        (_macros, "has macros in it"),
        (_spoilt_part, "spoilt: it is not what the build has written"),
        (_nested, "spoilt: RecursionError"),
        (_part_with(lambda c: c.update(chapters=7)), "spoilt: TypeError: found '7' where list should be"),
        (_part_with(lambda c: c.pop("tables")), "spoilt: KeyError: 'tables'"),
        (_part_with(lambda c: c["templates"].update(x=["a"])), "where str should be"),
        (_part_with(lambda c: c["templates"].clear()), "is not in it"),
        (_part_with(lambda c: c["paragraphs"].append([999, "", -1, []])), "a paragraph is of no block"),
        (_part_with(lambda c: c["paragraphs"].append(c["paragraphs"][-1])), "a paragraph is of no block"),
        (_part_with(lambda c: c["paragraphs"].append([0, "", True, []])), "where int should be"),
        (_part_with(lambda c: _first_block(c).__setitem__(4, 10**9)), "ends before it begins"),
        (_part_with(lambda c: _first_block(c)[5][0].__setitem__(4, 10**9)), "is cut"),
        (_part_with(lambda c: _first_block(c)[5].append([0, 0, "", 0, 0, 3])), "holds more than it is"),
        (_part_with(lambda c: _first_block(c).__setitem__(6, -4)), "is in no chapter"),
        (_part_with(lambda c: c["chapters"][0]["blocks"].append(_first_block(c))), "two blocks have one number"),
        (_part_with(lambda c: c["asides"].append(["a", "b", "c", "d"])), "spoilt: TypeError"),
        (lambda work: Path("edited.docx").write_text("words"), "is not a whole .docx"),
    ],
)
def test_what_is_no_such_file_gives_one_message_and_writes_nothing(work, make, message):
    make(work)
    before = template("wellbeing")
    with pytest.raises(BadInput) as told:
        run("all")
    assert message in str(told.value) and len(told.value.problems) == 1
    assert not Path("out").exists() and template("wellbeing") == before


@pytest.mark.parametrize(
    "elsewhere",
    ["../outside.md.jinja", "report_templates/tiny/../../../outside.md.jinja", "report_templates/shared/x.md.jinja"],
)
def test_a_file_cannot_name_templates_elsewhere(work, elsewhere):
    """What a file says of its templates is only a file's word."""
    place = Path(elsewhere)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(template("wellbeing"), encoding="utf-8")
    edited("a little longer", "much longer")
    edited("Nobody knows why", "Few know why", "edited.docx", "report.docx")
    own = str(FOLDER / "wellbeing.md.jinja")
    with_part(lambda content: None, lambda text: text.replace(own, elsewhere))
    _, rows = run("all")
    assert {r["status"] for r in rows} == {"listed"} and len(rows) == 2
    assert place.read_text(encoding="utf-8") == template("wellbeing")


def test_no_file_at_all():
    with pytest.raises(BadInput, match=r"Write snakemake take_in --config word=edited\.docx"):
        take_in(Asked((), "", "tiny", "second", "en"), PAGE, Path("out"), Path("config"))
