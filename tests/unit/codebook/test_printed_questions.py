"""The form as it was printed: numbers, parts, boxes and lines of the codebook, what they can be, and how they are laid out."""

from pathlib import Path

import openpyxl
import pytest
from evalreport.codebook.codebook import load_codebook
from evalreport.codebook.printed import excluded_by
from evalreport.codebook.printed_form import printed_form
from evalreport.codebook.questionnaire import questionnaire
from evalreport.files.errors import BadInput

HEADER = (
    "variable,type,label_nb,value_set,battery,section,asked_of,asked_if,number,letter,beside,excludes,instruction_nb,"
    "values_status,source_1\n"
)
ROWS = """sex,single,Kjønn,sex,,,,,5,,,,,published,a
planned,number,Hvor mange samlinger?,,,I,,,8,,,,Skriv antall.,published,b
planned_dk,tick,Vet ikke,tick,,I,,,,,planned,,,published,c
admin,tick,Forvaltning,tick,themes,I,,,9,a,,,Sett flere kryss.,published,d
other,tick,Annet,tick,themes,I,,,,b,,,,published,e
none,tick,Ingen av disse,tick,themes,I,,,,c,,others,,published,f
other_text,text,,,,I,,,,,other,,,published,g
forums,single,Er det fora?,yes_no,,II,,,13,,,,,published,h
useful,scale,Nyttige,agree,views,II,,forums = 1,14,a,,,,published,i
costly,scale,Dyre,agree,views,II,,forums = 1,,b,,,,published,j
why,single,Hvorfor?,why,,II,,forums = 1,15,,,,,published,k
why_text,text,,,,II,,,,,why = 3,,,published,l
"""
SETS = (
    "value_set,code,label_nb,missing\nsex,1,Kvinne,\nsex,2,Mann,\ntick,0,Nei,\ntick,1,Ja,\nyes_no,1,Ja,\nyes_no,2,Nei,\n"
    "yes_no,9,Vet ikke,dont_know\nagree,1,Uenig,\nagree,2,Enig,\nwhy,1,Pålagt,\nwhy,3,Annet,\n"
)
BATTERIES = "instrument,battery,label_nb\ns,themes,Hvilke temaer?\ns,views,Hvor enig?\n"
SECTIONS = "instrument,section,label_nb,instruction_nb\ns,I,Del I Opplæring,Gjelder samlingene.\ns,II,Del II Fora,\nother,I,Noe annet,\n"


def book(folder: Path, *edits: tuple[str, str], sections: str = SECTIONS):
    rows = ROWS
    for old, new in edits:
        assert old in rows
        rows = rows.replace(old, new, 1)
    files = {"s": HEADER + rows, "value_sets": SETS, "batteries": BATTERIES, "sections": sections}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_codebook(folder, "s", "s.csv", ["1"])


def form(folder: Path, *edits: tuple[str, str]):
    return {entry["number"]: entry for entry in printed_form(book(folder, *edits), "nb")}


def test_questions_have_their_own_numbers_and_what_stands_beside_takes_none(tmp_path):
    assert [entry["number"] for entry in questionnaire(book(tmp_path), "nb")] == ["5", "8", "9", "13", "14", "15"]
    found = {entry["number"]: entry for entry in questionnaire(book(tmp_path), "nb")}
    assert found["14"]["asked_of"] == "dem som svarte «Ja» på spørsmål 13 (spørsmål 14 til 15)"
    assert found["8"]["answers"] == ["Vet ikke"] and found["9"]["answers"] == []


def test_without_numbers_questions_are_counted(tmp_path):
    edits = [(",5,", ",,"), (",8,", ",,"), (",9,a,", ",,a,"), (",13,", ",,"), (",14,a,", ",,a,"), (",15,", ",,")]
    found = questionnaire(book(tmp_path, *edits), "nb")
    assert [entry["number"] for entry in found] == ["1", "2", "3", "4", "5", "6"]


def test_parts_and_instructions(tmp_path):
    found = form(tmp_path)
    assert {number: entry["part"] for number, entry in found.items() if entry["part"]} == {
        "8": {"label": "Del I Opplæring", "instruction": "Gjelder samlingene."},
        "13": {"label": "Del II Fora", "instruction": ""},
    }
    assert {number: entry["instruction"] for number, entry in found.items() if entry["instruction"]} == {
        "8": "Skriv antall.",
        "9": "Sett flere kryss.",
    }


def test_what_stands_below_each_question(tmp_path):
    found = form(tmp_path)
    assert {number: entry["kind"] for number, entry in found.items()} == {
        "5": "choices", "8": "line", "9": "boxes", "13": "choices", "14": "grid", "15": "choices",
    }  # fmt: skip
    assert found["8"]["beside"] == [["Vet ikke", True]]
    assert found["9"]["rows"] == [["Forvaltning", "a", False], ["Annet", "b", True], ["Ingen av disse", "c", False]]
    assert found["13"]["rows"] == [["Ja", "", False], ["Nei", "", False], ["Vet ikke", "", False]]
    assert (found["14"]["columns"], found["14"]["rows"]) == (
        ["Uenig", "Enig"],
        [["Nyttige", "a", False], ["Dyre", "b", False]],
    )
    assert found["15"]["rows"] == [["Pålagt", "", False], ["Annet", "", True]]


def test_what_a_box_excludes(tmp_path):
    found = book(tmp_path, (",,,published,g", ",,,published,g"))
    assert excluded_by(found.variable("none"), found) == ("admin", "other")
    assert excluded_by(found.variable("planned_dk"), found) == ("planned",)
    assert excluded_by(found.variable("admin"), found) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "found"),
    [
        (",13,,,,,", ",8,,,,,", "row 9, column number", "'8', the number of planned"),
        (",13,,,,,", ",,,,,,", "row 9, column number", "empty. Number all questions"),
        (
            "forums = 1,,b",
            "forums = 1,16,b",
            "row 11, column number",
            "'16'. The number stands at a battery's first item",
        ),
        (",,,planned,", ",7,,planned,", "row 4, column number", "The number stands at the question it stands beside"),
        (",,b,,,,published,e", ",,a,,,,published,e", "row 6, column letter", "'a', the letter of admin"),
        (",,other,", ",,others,", "row 8, column beside", "no other variable 'others'"),
        (",,planned,", ",,sex,", "row 4, column beside", "a box beside sex, which is of type single"),
        ("why = 3", "why = 2", "row 13, column beside", "'2' is no answer to why"),
        ("why = 3", "other_text", "row 13, column beside", "other_text stands beside another itself"),
        (",,,published,k", ",others,,published,k", "row 12, column excludes", "a single. Only a box"),
        (",,others,", ",,admin nobody,", "row 7, column excludes", "no other variable 'nobody'"),
        (",planned,,", ",planned,others,", "row 4, column excludes", "others, but it is in no battery"),
    ],
)
def test_what_cannot_be_on_a_form_is_told_with_its_row(tmp_path, old, new, place, found):
    with pytest.raises(BadInput) as caught:
        book(tmp_path, (old, new))
    assert f"s.csv, {place}" in str(caught.value) and found in str(caught.value)


def test_the_parts_may_be_a_workbook(tmp_path):
    book(tmp_path)
    (tmp_path / "sections.csv").unlink()
    sheet = openpyxl.Workbook()
    for line in SECTIONS.splitlines():
        sheet.active.append(line.split(","))
    sheet.save(tmp_path / "sections.xlsx")
    parts = load_codebook(tmp_path, "s", "s.csv", ["1"]).parts
    assert {name: part.labels["nb"] for name, part in parts.items()} == {"I": "Del I Opplæring", "II": "Del II Fora"}
    (tmp_path / "sections.csv").write_text(SECTIONS, encoding="utf-8")
    with pytest.raises(BadInput, match="sections.xlsx lies beside it"):
        load_codebook(tmp_path, "s", "s.csv", ["1"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("s,II,Del II Fora,", "s,I,Del II Fora,", "sections.csv, row 3, column section: 'I' stands in row 2 already"),
        ("s,II,", "s,IV,", "sections.csv, row 3, column section: no question of s is in 'IV'"),
        ("s,II,", "s,IV,", "s.csv, row 9, column section: 'II' is not in sections.csv"),
        ("s,II,Del II Fora,", "s,II,,", "sections.csv, row 3, column label_nb: empty"),
    ],
)
def test_parts_that_are_not_those_of_the_questions_are_told(tmp_path, old, new, message):
    assert old in SECTIONS
    with pytest.raises(BadInput) as caught:
        book(tmp_path, sections=SECTIONS.replace(old, new))
    assert message in str(caught.value)


def test_a_form_without_parts_of_its_own_needs_none(tmp_path):
    assert book(tmp_path, sections="instrument,section,label_nb\nother,I,Noe\n").parts == {}


def test_a_part_without_a_heading_in_the_language_is_told(tmp_path):
    with pytest.raises(BadInput, match="sections.csv, row 1: column 'label_nb' is missing"):
        book(tmp_path, sections="instrument,section\ns,I\n")
