"""Paragraphs that stand elsewhere: alone, several together, with remarks in them."""

import docx
from evalreport.docx.xml import w
from returning_report import FOLDER, paragraph_with, run, template


def moved(*starts: str, behind: str) -> None:
    document = docx.Document("report.docx")
    own = [paragraph_with(document, start) for start in starts]
    place = paragraph_with(document, behind)
    for each in own:
        place.addnext(each)
        place = each
    document.save("edited.docx")


def order(name: str, *words: str) -> bool:
    places = [template(name).index(each) for each in words]
    return places == sorted(places) and all(template(name).count(each) == 1 for each in words)


def test_two_neighbours_that_move_together_stand_behind_each_other(work):
    moved("Section", "The pupils slept", behind="A pupil said")
    _, rows = run("all")
    assert [(r["kind"], r["status"]) for r in rows] == [("moved", "accepted")] * 2, rows
    assert order("wellbeing", "A pupil said", 'Section("sec-response")', "The pupils slept", "The last paragraph")
    _, rows = run("all")
    assert {r["status"] for r in rows} == {"done"}


def test_of_two_neighbours_one_can_be_taken(work):
    moved("Section", "The pupils slept", behind="A pupil said")
    run("2")
    assert order("wellbeing", 'Section("sec-response")', "A pupil said", "The pupils slept", "The last paragraph")


def test_neighbours_move_into_another_chapter(work):
    moved("The pupils slept", "A pupil said", behind="One more paragraph")
    run("all")
    assert order("sample", "One more paragraph", "The pupils slept", "> [A pupil said")
    assert "The pupils slept" not in template("wellbeing") and "A pupil said" not in template("wellbeing")


REMARK = "{## Ask Kari: is this so? ##}"


def _with_remark(text: str) -> str:
    return text.replace("hours in pilot", f"hours {REMARK} in pilot")


def test_a_remark_goes_with_the_paragraph_it_stands_in(work, report, monkeypatch, tmp_path):
    built = _built_with_remark(tmp_path / "again", monkeypatch)
    moved("The pupils slept", behind="A pupil said")
    run("all")
    assert template("wellbeing").count(REMARK) == 1 and order("wellbeing", "A pupil said", "hours", REMARK, "The last")
    assert built.exists()


def test_a_paragraph_with_a_remark_is_deleted_only_when_a_person_says_so(work, monkeypatch, tmp_path):
    _built_with_remark(tmp_path / "again", monkeypatch)
    document = docx.Document("report.docx")
    own = paragraph_with(document, "The pupils slept")
    own.getparent().remove(own)
    document.save("edited.docx")
    _, rows = run("all")
    assert [(r["status"], r["about"]) for r in rows] == [("confirm", REMARK)] and REMARK in template("wellbeing")
    run("1")
    assert REMARK not in template("wellbeing")


def test_words_on_both_sides_of_a_remark_do_not_take_it_away(work, monkeypatch, tmp_path):
    _built_with_remark(tmp_path / "again", monkeypatch)
    document = docx.Document("report.docx")
    own = paragraph_with(document, "The pupils slept")
    words = [each for each in own.iter(w("t")) if "hours" in (each.text or "")]
    words[0].text = (
        words[0].text.replace("hours in pilot", "nights at pilot").replace("hours  in pilot", "nights at pilot")
    )
    document.save("edited.docx")
    _, rows = run("all")
    assert REMARK in template("wellbeing") and rows


def _built_with_remark(folder, monkeypatch):
    """The report of a template with a remark in the middle of a paragraph."""
    import returning_report

    here = FOLDER.resolve()
    monkeypatch.setattr(returning_report, "WELLBEING", _with_remark(returning_report.WELLBEING))
    folder.mkdir()
    report = returning_report.small_report(folder)
    for each in here.iterdir():
        each.write_bytes((folder / FOLDER / each.name).read_bytes())
    (here.parents[1] / "report.docx").write_bytes(report.path.read_bytes())
    return report.path
