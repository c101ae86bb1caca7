"""Labels that stand in a sheet or file beside an export, after the public formats of survey programs."""

import json

import openpyxl
import pytest
from evalreport.files.errors import BadInput
from evalreport.ingest.label_files.apply import read_labels
from evalreport.scaffold.asked import asked_for
from evalreport.scaffold.exports import read_waves


def workbook(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def columns(folder, source, labels=""):
    words = {"id": "new", "source": source, "language": "en"} | ({"labels": labels} if labels else {})
    (wave,) = read_waves(asked_for(words, folder))
    return {column.header: column for column in wave.columns}


def test_a_sheet_of_variables_and_a_sheet_of_values(tmp_path):
    """As SurveyXact writes them: one sheet of answers, one of variables, one of values."""
    workbook(
        tmp_path / "svar.xlsx",
        {
            "Dataset": [["s_1", "s_2"], *[[i % 2 + 1, i] for i in range(20)]],
            "Structure": [["variableName", "questionText"], ["s_1", "Er du fornøyd?"], ["s_2", "Hvor lenge?"]],
            "Labels": [["variableName", "value", "label"], ["s_1", 1, "Ja"], ["s_1", 2, "Nei"]],
        },
    )
    found = columns(tmp_path, "svar.xlsx")
    assert (found["s_1"].label, found["s_1"].codes) == ("Er du fornøyd?", {"1": "Ja", "2": "Nei"})
    assert found["s_2"].label == "Hvor lenge?" and not found["s_2"].codes


def test_a_codebook_of_its_own_in_csv(tmp_path):
    """As Nettskjema and people write it: a line an answer, the variable's name on its first line only."""
    (tmp_path / "svar.csv").write_text("kjonn;tid\n1;5\n2;6\n1;7\n", encoding="utf-8")
    text = "Variabel;Spørsmål;Kode;Svaralternativ\nkjonn;Hva er ditt kjønn?;1;Kvinne\n;;2;Mann\ntid;Hvor lenge?;;\n"
    (tmp_path / "kodebok.csv").write_bytes(text.encode("cp1252"))
    found = columns(tmp_path, "svar.csv", "kodebok.csv")
    assert (found["kjonn"].label, found["kjonn"].codes) == ("Hva er ditt kjønn?", {"1": "Kvinne", "2": "Mann"})
    assert found["tid"].label == "Hvor lenge?"


XLSFORM = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Norsk (nb)"],
        ["begin_group", "grp", "Background", None],
        ["select_one yn", "happy", "Are you happy?", "Er du glad?"],
        ["end_group", None, None, None],
        ["select_multiple ch", "news", "Where do you read news?", "Hvor leser du nyheter?"],
        ["integer", "age", "How old are you?", "Hvor gammel er du?"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)"],
        *[["yn", "y", "Yes"], ["yn", "n", "No"], ["ch", "tv", "Television"], ["ch", "net", "The web"]],
    ],
}


def test_an_xlsform_labels_an_export_of_kobo(tmp_path):
    workbook(tmp_path / "form.xlsx", XLSFORM)
    rows = ["grp/happy;news;news/tv;news/net;age", *["y;tv net;1;1;30", "n;tv;1;0;40", "y;net;0;1;50"] * 3]
    (tmp_path / "kobo.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = columns(tmp_path, "kobo.csv", "form.xlsx")
    assert (found["grp/happy"].label, found["grp/happy"].codes) == ("Are you happy?", {"y": "Yes", "n": "No"})
    assert (found["news/tv"].label, found["news/tv"].group) == (
        "Where do you read news? [Television]",
        "Where do you read news?",
    )
    assert found["age"].label == "How old are you?"


REDCAP = (
    '"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels"\n'
    'sex,base,radio,"Your sex","1, Woman | 2, Man"\nnews,base,checkbox,"News","1, TV | 2, Radio, local"\n'
    "smoke,base,yesno,Do you smoke?,\nage,base,text,Age,\n"
)


def test_a_data_dictionary_of_redcap(tmp_path):
    (tmp_path / "dictionary.csv").write_text(REDCAP, encoding="utf-8")
    (tmp_path / "data.csv").write_text("sex,news___1,news___2,smoke,age\n1,0,1,1,20\n2,1,1,0,30\n", encoding="utf-8")
    found = columns(tmp_path, "data.csv", "dictionary.csv")
    assert (found["sex"].label, found["sex"].codes) == ("Your sex", {"1": "Woman", "2": "Man"})
    assert (found["news___2"].label, found["news___2"].group) == ("News [Radio, local]", "News")
    assert found["smoke"].codes == {"1": "Yes", "0": "No"} and found["age"].label == "Age"


def test_a_questionnaire_of_qualtrics(tmp_path):
    def question(**payload):
        return {"Element": "SQ", "Payload": payload}

    two = {"1": {"Display": "The course"}, "2": {"Display": "The mentor"}}
    survey = {
        "SurveyElements": [
            {"Element": "BL", "Payload": None},
            question(
                DataExportTag="Q1",
                QuestionType="MC",
                Selector="SAVR",
                QuestionText="<b>Happy?</b>",
                Choices={"1": {"Display": "Yes"}, "2": {"Display": "No"}},
                RecodeValues={"1": "1", "2": "0"},
            ),
            question(
                DataExportTag="Q2",
                QuestionType="Matrix",
                Selector="Likert",
                QuestionText="How satisfied",
                Choices=two,
                Answers={"1": {"Display": "Low"}, "2": {"Display": "High"}},
            ),
            question(DataExportTag="Q3", QuestionType="MC", Selector="MAVR", QuestionText="Which?", Choices=two),
            question(DataExportTag="Q4", QuestionType="TE", Selector="SL", QuestionText="Your age"),
        ]
    }
    (tmp_path / "survey.qsf").write_text(json.dumps(survey), encoding="utf-8")
    (tmp_path / "data.csv").write_text("Q1,Q2_1,Q2_2,Q3_1,Q3_2,Q4\n1,2,1,1,,20\n0,1,2,,1,30\n", encoding="utf-8")
    found = columns(tmp_path, "data.csv", "survey.qsf")
    assert (found["Q1"].label, found["Q1"].codes) == ("Happy?", {"1": "Yes", "0": "No"})
    assert (found["Q2_2"].label, found["Q2_2"].codes) == ("How satisfied - The mentor", {"1": "Low", "2": "High"})
    assert (found["Q3_1"].label, found["Q3_1"].group, found["Q4"].label) == (
        "Which? - The course",
        "Which?",
        "Your age",
    )


LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
 <answers><rows>
  <row><qid>1</qid><code>A1</code><answer><![CDATA[Yes]]></answer></row><row><qid>1</qid><code>A2</code><answer>No</answer></row>
 </rows></answers>
 <questions><rows>
  <row><qid>1</qid><parent_qid>0</parent_qid><type>L</type><title>Q1</title><question><![CDATA[<p>Happy?</p>]]></question></row>
  <row><qid>2</qid><parent_qid>0</parent_qid><type>M</type><title>Q2</title><question>Which?</question></row>
  <row><qid>3</qid><parent_qid>0</parent_qid><type>Y</type><title>Q3</title></row>
 </rows></questions>
 <subquestions><rows>
  <row><qid>21</qid><parent_qid>2</parent_qid><title>SQ001</title><question>TV</question></row>
 </rows></subquestions>
 <question_l10ns><rows><row><qid>3</qid><question>Smoke?</question></row></rows></question_l10ns>
</document>"""


def test_a_questionnaire_of_limesurvey(tmp_path):
    (tmp_path / "survey.lss").write_text(LSS, encoding="utf-8")
    (tmp_path / "data.csv").write_text("Q1,Q2[SQ001],Q3\nA1,Y,N\nA2,,Y\n", encoding="utf-8")
    found = columns(tmp_path, "data.csv", "survey.lss")
    assert (found["Q1"].label, found["Q1"].codes) == ("Happy?", {"A1": "Yes", "A2": "No"})
    assert (found["Q2[SQ001]"].label, found["Q2[SQ001]"].group) == ("Which? [TV]", "Which?")
    assert (found["Q3"].label, found["Q3"].codes) == ("Smoke?", {"Y": "Yes", "N": "No"})


@pytest.mark.parametrize("heading", ["Q1[SQ001]. Which do you use? [TV]", "Q1[SQ001]. Which do you use? [TV] "])
def test_headings_of_limesurvey_with_code_and_text(tmp_path, heading):
    (tmp_path / "data.csv").write_text(f'"id. Response ID","{heading}"\n1,Yes\n2,No\n', encoding="utf-8")
    assert columns(tmp_path, "data.csv")[heading.strip()].label == "Which do you use? [TV]"


DDI = """<codeBook xmlns="ddi:codebook:2_5"><dataDscr><var name="v1"><labl>Short</labl>
<qstn><qstnLit>Are you happy?</qstnLit></qstn><catgry><catValu>1</catValu><labl>Yes</labl></catgry>
<catgry><catValu>2</catValu><labl>No</labl></catgry></var><var name="v2"><labl>Age</labl></var></dataDscr></codeBook>"""


def test_a_codebook_of_ddi(tmp_path):
    (tmp_path / "book.xml").write_text(DDI, encoding="utf-8")
    (tmp_path / "data.csv").write_text("v1,v2\n1,20\n2,30\n", encoding="utf-8")
    found = columns(tmp_path, "data.csv", "book.xml")
    assert (found["v1"].label, found["v1"].codes, found["v2"].label) == (
        "Are you happy?",
        {"1": "Yes", "2": "No"},
        "Age",
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.qsf", b"{", "a.qsf: no labels to be read ("),
        ("a.lss", b"<document>", "a.lss: no labels to be read ("),
        ("a.xml", b"<html/>", "a.xml: no labels found. Known: .qsf"),
        ("a.xlsx", b"nothing", "a.xlsx: no labels to be read ("),
        ("a.csv", b"x;y\n1;2\n", "a.csv: no labels found"),
    ],
)
def test_a_file_of_labels_that_is_none(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_labels(tmp_path / name)
    assert says in str(caught.value)


def test_labels_of_another_export_are_told(tmp_path):
    (tmp_path / "book.xml").write_text(DDI, encoding="utf-8")
    (tmp_path / "data.csv").write_text("a,b\n1,20\n2,30\n", encoding="utf-8")
    with pytest.raises(BadInput, match="book.xml: labels of none of the columns in data.csv. It tells of v1, v2"):
        columns(tmp_path, "data.csv", "book.xml")
