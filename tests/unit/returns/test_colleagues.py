"""Several files in one go, what is accepted of them, and the comments that they carry."""

import csv
from pathlib import Path

import docx
import pytest
from evalreport.files.errors import BadInput
from evalreport.returns.job import asked_files
from returning_report import edited, paragraph_with, run, template


def test_the_same_edit_in_two_files_is_one(work):
    edited("a little longer", "much longer")
    edited("Nobody knows why", "Few know why", "edited.docx")
    edited("a little longer", "much longer", name="second.docx")
    _, rows = run("all", "edited.docx", "second.docx")
    assert [(r["new"], r["status"]) for r in rows] == [("much", "accepted"), ("Few know", "accepted"), ("much", "done")]
    assert rows[2]["about"] == "1"
    assert template("wellbeing").count("much longer") == 1
    _, rows = run("all", "edited.docx", "second.docx")
    assert {r["status"] for r in rows} == {"done"}


def test_a_word_put_in_by_two_at_one_place_stands_once(work):
    for name in ("edited.docx", "second.docx"):
        edited("a little longer", "quite a little longer", name=name)
    run("all", "edited.docx", "second.docx")
    assert template("wellbeing").count("quite a little longer") == 1


def test_a_file_that_is_named_twice_is_one(work):
    edited("a little longer", "quite a little longer")
    named = asked_files(f"edited.docx,./edited.docx,{Path('edited.docx').resolve()}")
    assert named == ("edited.docx",)
    _, rows = run("all", *named)
    assert [r["status"] for r in rows] == ["accepted"]


def test_edits_that_overlap_are_refused_with_both_shown_and_one_can_be_named(work):
    edited("a little longer than", "much longer than")
    edited("little longer than the", "taller than the", name="second.docx")
    said, rows = run("all", "edited.docx", "second.docx")
    assert [r["status"] for r in rows] == ["conflict", "conflict"] and "Nothing was taken in" in said
    assert "2: taller" in rows[0]["reason"] and "1: much" in rows[1]["reason"]
    assert "a little longer than" in template("wellbeing")
    with pytest.raises(BadInput, match="changes 1 and 2 want the same words"):
        run("1,2", "edited.docx", "second.docx")
    run("2", "edited.docx", "second.docx")
    assert "it is a taller than the first one" in template("wellbeing")


def test_what_is_put_in_beside_what_another_replaces_is_refused(work):
    edited("a little longer", "much longer")
    edited("a little longer", "a little bit longer", name="second.docx")
    _, rows = run("all", "edited.docx", "second.docx")
    assert {r["status"] for r in rows} == {"conflict"}


def test_two_new_paragraphs_at_one_place_can_both_be_named(work):
    for name, text in (("edited.docx", "Kari adds this."), ("second.docx", "Per adds that.")):
        document = docx.Document("report.docx")
        document.add_paragraph(text)
        document.save(name)
    _, rows = run("all", "edited.docx", "second.docx")
    assert {r["status"] for r in rows} == {"conflict"} and "Kari" not in template("wellbeing")
    run("1,2", "edited.docx", "second.docx")
    assert template("wellbeing").endswith("at all.\n\nKari adds this.\n\nPer adds that.\n")


@pytest.mark.parametrize(
    "accept, told",
    [
        ("9-1", "9-1 runs backwards"),
        ("1,7", "there is no change 7"),
        ("1-999999999999", "there is no change 999999999999"),
        ("0", "there is no change 0"),
        ("2", "change 2 is change 1 in another file"),
        ("1,,3", "found ''"),
    ],
)
def test_numbers_that_cannot_be_accepted_are_told(work, accept, told):
    for name in ("edited.docx", "second.docx"):
        edited("a little longer", "much longer", name=name)
    with pytest.raises(BadInput) as error:
        run(accept, "edited.docx", "second.docx")
    assert told in str(error.value) and "much" not in template("wellbeing")


def test_all_that_is_wrong_with_the_numbers_is_told_at_once(work):
    edited("a little longer", "much longer")
    with pytest.raises(BadInput) as error:
        run("9-1,7,x")
    assert len(error.value.problems) == 3


def test_what_is_in_already_is_told(work):
    edited("a little longer", "much longer")
    edited("Nobody knows why", "Few know why", "edited.docx")
    run("1")
    said, rows = run("1-2")
    assert [r["status"] for r in rows] == ["done", "accepted"] and "nothing was written for: 1" in said


# --- comments ---


def commented(name: str, *texts: str, start: str = "The last paragraph") -> None:
    document = docx.Document("report.docx")
    runs = [docx.text.paragraph.Paragraph(paragraph_with(document, start), document._body).runs]
    for text in texts:
        comment = document.add_comment(*runs, text=text, author="Kåre Ås", initials="K")
        comment._comment_elm.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date", "2026-03-01T10:00:00Z"
        )
    document.save(name)


def comments() -> list[dict[str, str]]:
    with Path("config/comments.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [*csv.DictReader(stream)]


def test_one_comment_in_two_files_is_one_and_the_same_words_twice_are_two(work):
    commented("edited.docx", "Why?", "Why?")
    commented("second.docx", "Why?", "Why?", "And this?")
    _, rows = run("all", "edited.docx", "second.docx")
    assert [r["status"] for r in rows] == ["accepted", "accepted", "done", "done", "accepted"]
    assert [each["text"] for each in comments()] == ["Why?", "Why?", "And this?"]
    _, rows = run("all", "edited.docx", "second.docx")
    assert {r["status"] for r in rows} == {"done"} and len(comments()) == 3


def test_a_comment_at_text_of_the_program_is_kept_with_the_words_it_stands_at(work):
    commented("edited.docx", "A better title?", start="A good day")
    _, rows = run("all")
    assert [(r["status"], r["old"]) for r in rows] == [("accepted", "A good day at school")]


@pytest.mark.parametrize(
    "encoding, mark, ends",
    [("cp1252", ";", "\r\n"), ("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\n")],
)
def test_comments_that_excel_has_saved_stay_as_they_are(work, encoding, mark, ends):
    commented("edited.docx", "=Er det så; “ja”?")
    run("all")
    path = Path("config/comments.csv")
    rows = [[*comments()[0]], [*comments()[0].values()]]
    rows[1][3:5] = ["closed", "Nei, på ingen måte"]
    lines = [mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_bytes("".join(line + ends for line in lines).encode(encoding))
    before = path.read_bytes()
    said, listed = run("all")
    assert [r["status"] for r in listed] == ["done"] and path.read_bytes() == before
    commented("edited.docx", "=Er det så; “ja”?", "Ny 1")
    run("all")
    added = path.read_bytes()
    assert added.startswith(before) and mark.join(["", "Ny 1", "open", ""]) in added.decode(encoding)


def test_letters_that_the_encoding_lacks_make_it_utf8(work):
    commented("edited.docx", "Første")
    run("all")
    path = Path("config/comments.csv")
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    commented("edited.docx", "Første", "Δ → 中")
    run("all")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [each["text"] for each in comments()] == ["Første", "Δ → 中"]


def test_a_table_of_comments_that_cannot_be_read_is_told_and_nothing_is_written(work):
    commented("edited.docx", "Why?")
    Path("config").mkdir()
    Path("config/comments.csv").write_text("author;date\nKari;2026\n", encoding="utf-8")
    with pytest.raises(BadInput, match="has no column text, state"):
        run("all")
    assert Path("config/comments.csv").read_text(encoding="utf-8") == "author;date\nKari;2026\n"


@pytest.mark.parametrize("row", ["", "Kari,2026", "Kari,2026,Hvorfor?"])
def test_rows_of_comments_may_be_empty_or_short(work, row):
    commented("edited.docx", "Why?")
    run("all")
    head, own = Path("config/comments.csv").read_text(encoding="utf-8").splitlines()
    Path("config/comments.csv").write_text(f"{head}\n{row}\n{own}\n", encoding="utf-8")
    _, listed = run("all")
    assert [r["status"] for r in listed] == ["done"]


def test_empty_cells_at_the_end_of_comments_stay(work):
    Path("config").mkdir()
    kept = "author\tdate\ttext\tstate\tanswer\ttemplate\tline\twords\nKari\t2026\tHvorfor?\topen\t\t\t\t\n"
    Path("config/comments.csv").write_text(kept, encoding="utf-8")
    commented("edited.docx", "Why?")
    run("all")
    assert Path("config/comments.csv").read_text(encoding="utf-8").startswith(kept)
