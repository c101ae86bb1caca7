"""The same small survey as ten survey platforms export it, made after their public formats; run from the tests.

Sixty people of three offices answered eight questions. Every function writes the files into a folder and returns the words
that `snakemake scaffold --config` takes beside id.
"""

import csv
import datetime
import json
import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat

FORMS = 60
NORWEGIAN = {
    "gender": ("Er du kvinne eller mann?", ["Kvinne", "Mann"]),
    "office": ("Hvilket kontor er du knyttet til?", ["Nord", "Sør", "Vest"]),
    "age": ("Hvor gammel er du?", []),
    "satisfied": (
        "Hvor fornøyd er du med",
        ["Svært misfornøyd", "Misfornøyd", "Verken eller", "Fornøyd", "Svært fornøyd"],
    ),
    "items": ("", ["Kurset", "Veilederen", "Lokalene"]),
    "channels": ("Hvordan fikk du vite om tilbudet?", ["E-post", "Telefon", "En kollega"]),
    "often": ("Hvor ofte bruker du det du lærte?", ["Aldri", "Sjelden", "Av og til", "Ofte"]),
    "comment": ("Hva bør vi endre?", ["Mer tid til", "Flere eksempler på", "Litt mindre", "Jeg savnet"]),
    "about": ("", ["øvelser", "skriving", "samtaler i grupper", "arbeid med egne saker"]),
}
ENGLISH = {
    "gender": ("Are you a woman or a man?", ["Woman", "Man"]),
    "office": ("Which office do you belong to?", ["North", "South", "West"]),
    "age": ("How old are you?", []),
    "satisfied": (
        "How satisfied are you with",
        ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"],
    ),
    "items": ("", ["The course", "The mentor", "The rooms"]),
    "channels": ("How did you hear of it?", ["E-mail", "Telephone", "A colleague"]),
    "often": ("How often do you use what you learned?", ["Never", "Rarely", "Sometimes", "Often"]),
    "comment": ("What should we change?", ["More time for", "More examples of", "A little less", "I missed"]),
    "about": ("", ["exercises", "writing", "talks in groups", "work with cases of our own"]),
}


def people(year: int = 2026) -> list[dict[str, object]]:
    """What each person answered: numbers from 0 of the answers, the age, the text; None where nothing was answered."""
    chance = random.Random(year - 30)
    made = []
    for number in range(FORMS):
        satisfied = [min(4, max(0, round(chance.gauss(mean, 1.1)))) for mean in (3.1, 2.7, 1.6)]
        made.append(
            {
                "gender": int(chance.random() < 0.4),
                "office": number % 3,
                "age": chance.randint(22, 67),
                "satisfied": [None if chance.random() < 0.05 else step for step in satisfied],
                "channels": sorted({chance.randrange(3) for _ in range(chance.randint(1, 3))}),
                "often": chance.choice([0, 1, 2, 2, 3, 3]),
                "comment": chance.choice([None, *range(16)]),
                "start": datetime.datetime(2026, 3, 2, 8, 0) + datetime.timedelta(minutes=37 * number),
            }
        )
    return made


def word(texts: dict, key: str, place: int | None) -> str:
    """The words of an answer, "" where there is none."""
    return "" if place is None else texts[key][1][place]


def written(texts: dict, place: int | None) -> str:
    """What somebody wrote, "" where nothing."""
    return "" if place is None else f"{texts['comment'][1][place // 4]} {texts['about'][1][place % 4]}"


def code(place: int | None) -> str:
    """The number of an answer from 1."""
    return "" if place is None else str(place + 1)


def table(path: Path, rows: list[list[object]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    """Rows as delimited text."""
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    """Rows as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)


def spss(folder: Path, years: tuple[int, ...] = (2026,), weight: bool = False) -> dict[str, str]:
    """A .sav a year with labels, value labels and a user-missing code; weight: with a column of weights."""
    for year in years:
        _sav(folder / f"survey_{year}.sav", people(year), weight)
    return {"source": ",".join(f"survey_{year}.sav" for year in years), "language": "en"}


def _sav(path: Path, rows: list[dict[str, object]], weight: bool) -> None:
    t = ENGLISH
    frame = pd.DataFrame(
        {
            "respid": [float(1000 + i) for i in range(FORMS)],
            "sex": [float(p["gender"] + 1) for p in rows],
            "office": [float(p["office"] + 1) for p in rows],
            "age": [float(p["age"]) for p in rows],
            **{
                f"q4_{n + 1}": [9.0 if p["satisfied"][n] is None else p["satisfied"][n] + 1.0 for p in rows]
                for n in range(3)
            },
            **{f"q5_{n + 1}": [float(n in p["channels"]) for p in rows] for n in range(3)},
            "q6": [p["often"] + 1.0 for p in rows],
            "q7": [written(t, p["comment"]) for p in rows],
        }
    )
    if weight:
        frame["w"] = [0.8 + 0.4 * (number % 2) for number in range(len(rows))]
    labels = [
        "Respondent number",
        *(t[k][0] for k in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]}: {item}" for item in t["items"][1]),
        *(f"{t['channels'][0]} - {item}" for item in t["channels"][1]),
        t["often"][0],
        t["comment"][0],
        *(["Weight"] if weight else []),
    ]
    scale = {i + 1: text for i, text in enumerate(t["satisfied"][1])} | {9: "No answer"}
    values = {
        "sex": dict(enumerate(t["gender"][1], start=1)),
        "office": dict(enumerate(t["office"][1], start=1)),
        **{f"q4_{n}": scale for n in (1, 2, 3)},
        **{f"q5_{n}": {0: "Not selected", 1: "Selected"} for n in (1, 2, 3)},
        "q6": dict(enumerate(t["often"][1], start=1)),
    }
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges={f"q4_{n}": [9] for n in (1, 2, 3)},
    )


def _qsf(t: dict) -> str:
    def question(**payload: object) -> dict[str, object]:
        return {"Element": "SQ", "Payload": payload}

    def choices(texts: list[str]) -> dict[str, dict[str, str]]:
        return {str(i): {"Display": text} for i, text in enumerate(texts, start=1)}

    one = {"QuestionType": "MC", "Selector": "SAVR"}
    return json.dumps(
        {
            "SurveyEntry": {"SurveyName": "Course"},
            "SurveyElements": [
                {"Element": "BL", "Payload": None},
                question(DataExportTag="Q1", QuestionText=t["gender"][0], Choices=choices(t["gender"][1]), **one),
                question(DataExportTag="Q2", QuestionText=t["office"][0], Choices=choices(t["office"][1]), **one),
                question(DataExportTag="Q3", QuestionType="TE", Selector="SL", QuestionText=t["age"][0]),
                question(
                    DataExportTag="Q4",
                    QuestionType="Matrix",
                    Selector="Likert",
                    QuestionText=f"<b>{t['satisfied'][0]}</b>",
                    Choices=choices(t["items"][1]),
                    Answers=choices(t["satisfied"][1]),
                ),
                question(
                    DataExportTag="Q5",
                    QuestionType="MC",
                    Selector="MAVR",
                    QuestionText=t["channels"][0],
                    Choices=choices(t["channels"][1]),
                ),
                question(DataExportTag="Q6", QuestionText=t["often"][0], Choices=choices(t["often"][1]), **one),
                question(DataExportTag="Q7", QuestionType="TE", Selector="ML", QuestionText=t["comment"][0]),
            ],
        }
    )


def _qualtrics(t: dict, texts: bool) -> list[list[object]]:
    """The three heading rows of Qualtrics and its columns about the form; answers as texts or as numbers."""

    def answer(key: str, place: int | None) -> str:
        return word(t, key, place) if texts else code(place)

    about = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "ResponseId",
    ]
    items = [*(f"Q4_{n}" for n in (1, 2, 3)), *(f"Q5_{n}" for n in (1, 2, 3))]
    questions = [
        *about[:2],
        "Response Type",
        "IP Address",
        *about[4:7],
        "Response ID",
        *(t[key][0] for key in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]} - {item}" for item in t["items"][1]),
        *(f"{t['channels'][0]} - Selected Choice - {item}" for item in t["channels"][1]),
        t["often"][0],
        t["comment"][0],
    ]
    head = [*about, "Q1", "Q2", "Q3", *items, "Q6", "Q7"]
    rows = [
        [
            f"{p['start']:%Y-%m-%d %H:%M:%S}",
            f"{p['start']:%Y-%m-%d %H:%M:%S}",
            "IP Address" if texts else "0",
            f"10.0.0.{i}",
            "100",
            str(200 + 7 * i),
            "True" if texts else "1",
            f"R_{i:015x}",
            answer("gender", p["gender"]),
            answer("office", p["office"]),
            str(p["age"]),
            *(answer("satisfied", step) for step in p["satisfied"]),
            *((answer("channels", n) if texts else "1") if n in p["channels"] else "" for n in range(3)),
            answer("often", p["often"]),
            written(t, p["comment"]),
        ]
        for i, p in enumerate(people())
    ]
    return [head, questions, [json.dumps({"ImportId": f"QID{i}"}) for i in range(len(head))], *rows]


def qualtrics_csv(folder: Path) -> dict[str, str]:
    """Qualtrics, "use choice text"."""
    table(folder / "Course_2026.csv", _qualtrics(ENGLISH, texts=True))
    return {"source": "Course_2026.csv", "language": "en"}


def qualtrics_xlsx(folder: Path) -> dict[str, str]:
    """Qualtrics, "use numeric values", with the questionnaire as .qsf."""
    workbook(folder / "Course_2026.xlsx", {"Sheet0": _qualtrics(ENGLISH, texts=False)})
    (folder / "Course.qsf").write_text(_qsf(ENGLISH), encoding="utf-8")
    return {"source": "Course_2026.xlsx", "labels": "Course.qsf", "language": "en"}


def _limesurvey(style: str) -> list[list[object]]:
    t = ENGLISH
    about = [
        ("id", "Response ID"),
        ("submitdate", "Date submitted"),
        ("lastpage", "Last page"),
        ("startlanguage", "Start language"),
        ("seed", "Seed"),
    ]
    questions = [
        ("G1Q1", t["gender"][0]),
        ("G1Q2", t["office"][0]),
        ("G1Q3", t["age"][0]),
        *((f"G2Q1[SQ00{n}]", f"{t['satisfied'][0]} [{item}]") for n, item in enumerate(t["items"][1], start=1)),
        *((f"G2Q2[SQ00{n}]", f"{t['channels'][0]} [{item}]") for n, item in enumerate(t["channels"][1], start=1)),
        ("G2Q3", t["often"][0]),
        ("G2Q4", t["comment"][0]),
    ]
    shown = {"code": "{0}", "text": "{1}", "both": "{0}. {1}"}[style]
    coded = style == "code"

    def answer(key: str, place: int | None) -> str:
        return ("" if place is None else f"A{place + 1}") if coded else word(t, key, place)

    rows = [
        [
            i,
            f"{p['start']:%Y-%m-%d %H:%M:%S}",
            3,
            "en",
            1_483_920_117 + 7919 * i,
            answer("gender", p["gender"]),
            answer("office", p["office"]),
            p["age"],
            *(answer("satisfied", step) for step in p["satisfied"]),
            *((("Y" if coded else "Yes") if n in p["channels"] else ("" if coded else "No")) for n in range(3)),
            answer("often", p["often"]),
            written(t, p["comment"]),
        ]
        for i, p in enumerate(people(), start=1)
    ]
    return [[shown.format(*each) for each in [*about, *questions]], *rows]


def _lss(t: dict) -> str:
    """The structure of a LimeSurvey questionnaire, as its .lss has it."""

    def row(**cells: object) -> str:
        return "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in cells.items()) + "</row>"

    single = {1: ("G1Q1", "gender"), 2: ("G1Q2", "office"), 6: ("G2Q3", "often"), 4: ("G2Q1", "satisfied")}
    answers = [
        row(qid=qid, code=f"A{n}", answer=text)
        for qid, (_, key) in single.items()
        for n, text in enumerate(t[key][1], start=1)
    ]
    kinds = {1: "L", 2: "L", 3: "N", 4: "F", 5: "M", 6: "L", 7: "T"}
    titles = dict(zip(kinds, ["G1Q1", "G1Q2", "G1Q3", "G2Q1", "G2Q2", "G2Q3", "G2Q4"], strict=True))
    texts = [t[key][0] for key in ("gender", "office", "age", "satisfied", "channels", "often", "comment")]
    questions = [
        row(qid=qid, parent_qid=0, type=kinds[qid], title=titles[qid], question=text)
        for qid, text in zip(kinds, texts, strict=True)
    ]
    parts = [
        row(qid=10 * qid + n, parent_qid=qid, title=f"SQ00{n}", question=text)
        for qid, key in ((4, "items"), (5, "channels"))
        for n, text in enumerate(t[key][1], start=1)
    ]
    sections = {"answers": answers, "questions": questions, "subquestions": parts}
    body = "".join(f"<{name}><rows>{''.join(rows)}</rows></{name}>" for name, rows in sections.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>{body}</document>'


def limesurvey_codes(folder: Path) -> dict[str, str]:
    """LimeSurvey, headings and answers as codes, with the questionnaire as .lss."""
    table(folder / "results-survey2026.csv", _limesurvey("code"))
    (folder / "survey.lss").write_text(_lss(ENGLISH), encoding="utf-8")
    return {"source": "results-survey2026.csv", "labels": "survey.lss", "language": "en"}


def limesurvey_texts(folder: Path) -> dict[str, str]:
    """LimeSurvey, headings as texts."""
    table(folder / "results-survey2026.csv", _limesurvey("text"))
    return {"source": "results-survey2026.csv", "language": "en"}


def limesurvey_both(folder: Path) -> dict[str, str]:
    """LimeSurvey, headings of code and text."""
    table(folder / "results-survey2026.csv", _limesurvey("both"))
    return {"source": "results-survey2026.csv", "language": "en"}


def surveyxact(folder: Path) -> dict[str, str]:
    """SurveyXact: numbers in the data sheet, variables and labels in sheets of their own."""
    t = NORWEGIAN
    names = [
        "respondent",
        "s_1",
        "s_2",
        "s_3",
        "s_4_1",
        "s_4_2",
        "s_4_3",
        "s_5_1",
        "s_5_2",
        "s_5_3",
        "s_6",
        "s_7",
        "statoverall_1",
    ]
    labels = [
        "Respondent",
        *(t[key][0] for key in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]} - {item}" for item in t["items"][1]),
        *(f"{t['channels'][0]} - {item}" for item in t["channels"][1]),
        t["often"][0],
        t["comment"][0],
        "Samlet status",
    ]
    rows = [
        [
            900_000 + 13 * i,
            p["gender"] + 1,
            p["office"] + 1,
            p["age"],
            *("" if step is None else step + 1 for step in p["satisfied"]),
            *(int(n in p["channels"]) for n in range(3)),
            p["often"] + 1,
            written(t, p["comment"]),
            4 if i % 20 else 3,
        ]
        for i, p in enumerate(people())
    ]
    values = [("s_1", "gender"), ("s_2", "office"), *((f"s_4_{n}", "satisfied") for n in (1, 2, 3)), ("s_6", "often")]
    codes = [[name, i, text] for name, key in values for i, text in enumerate(t[key][1], start=1)]
    codes += [[f"s_5_{n}", i, text] for n in (1, 2, 3) for i, text in enumerate(("Ikke valgt", "Valgt"))]
    codes += [["statoverall_1", 3, "Noen svar"], ["statoverall_1", 4, "Gjennomført"]]
    sheets = {
        "Dataset": [names, *rows],
        "Variables": [["Variabel", "Spørsmål"], *map(list, zip(names, labels, strict=True))],
        "Labels": [["Variabel", "Kode", "Tekst"], *codes],
    }
    workbook(folder / "dataset_2026.xlsx", sheets)
    return {"source": "dataset_2026.xlsx", "language": "nb"}


def nettskjema(folder: Path) -> dict[str, str]:
    """Nettskjema: semicolons, questions as headings, several answers in a cell."""
    t = NORWEGIAN
    head = [
        "$submission_id",
        "$created",
        "$answer_time_ms",
        *(t[key][0] for key in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]}: {item}" for item in t["items"][1]),
        t["channels"][0],
        t["often"][0],
        t["comment"][0],
    ]
    rows = [
        [
            32_000_000 + 811 * i,
            f"{p['start']:%Y-%m-%dT%H:%M:%S}.000+0100",
            91_000 + 173 * i,
            word(t, "gender", p["gender"]),
            word(t, "office", p["office"]),
            p["age"],
            *(word(t, "satisfied", step) for step in p["satisfied"]),
            ",".join(word(t, "channels", n) for n in p["channels"]),
            word(t, "often", p["often"]),
            written(t, p["comment"]),
        ]
        for i, p in enumerate(people())
    ]
    table(folder / "data-2026.csv", [head, *rows], ";", "utf-8-sig")
    return {"source": "data-2026.csv", "language": "nb"}


def microsoft_forms(folder: Path) -> dict[str, str]:
    """Microsoft Forms: a workbook with names and times of the form, several answers with a semicolon behind each."""
    t = NORWEGIAN
    head = [
        "ID",
        "Starttidspunkt",
        "Fullføringstidspunkt",
        "E-post",
        "Navn",
        *(t[key][0] for key in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]}.{item}" for item in t["items"][1]),
        t["channels"][0],
        t["often"][0],
        t["comment"][0],
    ]
    rows = [
        [
            i,
            p["start"],
            p["start"] + datetime.timedelta(minutes=4),
            "anonymous",
            "",
            word(t, "gender", p["gender"]),
            word(t, "office", p["office"]),
            p["age"],
            *(word(t, "satisfied", step) for step in p["satisfied"]),
            "".join(f"{word(t, 'channels', n)};" for n in p["channels"]),
            word(t, "often", p["often"]),
            written(t, p["comment"]),
        ]
        for i, p in enumerate(people(), start=1)
    ]
    workbook(folder / "Kurset 2026.xlsx", {"Sheet1": [head, *rows]})
    return {"source": "Kurset 2026.xlsx", "language": "nb"}


def kobo(folder: Path) -> dict[str, str]:
    """KoBo: names of the XLSForm as headings, several answers in a cell and as boxes, with the form."""
    t = ENGLISH
    head = [
        *("start", "end", "about/gender", "about/office", "about/age", "course/s1", "course/s2", "course/s3"),
        *("course/channels", "course/channels/c1", "course/channels/c2", "course/channels/c3"),
        *("course/often", "course/comment", "_id", "_uuid", "_submission_time", "_status", "_index"),
    ]
    rows = [
        [
            f"{p['start']:%Y-%m-%dT%H:%M:%S}.000+01:00",
            f"{p['start']:%Y-%m-%dT%H:%M:%S}.000+01:00",
            f"a{p['gender'] + 1}",
            f"a{p['office'] + 1}",
            p["age"],
            *("" if step is None else step + 1 for step in p["satisfied"]),
            " ".join(f"c{n + 1}" for n in p["channels"]),
            *(int(n in p["channels"]) for n in range(3)),
            p["often"] + 1,
            written(t, p["comment"]),
            51_204_331 + 97 * i,
            f"{i:08x}-0000-4000-8000-{i:012x}",
            f"{p['start']:%Y-%m-%dT%H:%M:%S}",
            "submitted_via_web",
            i,
        ]
        for i, p in enumerate(people(), start=1)
    ]
    lists = {
        "g": ("gender", "a{}"),
        "o": ("office", "a{}"),
        "s": ("satisfied", "{}"),
        "c": ("channels", "c{}"),
        "f": ("often", "{}"),
    }
    survey = [
        ["type", "name", "label::English (en)"],
        ["start", "start", ""],
        ["begin_group", "about", "About you"],
        ["select_one g", "gender", t["gender"][0]],
        ["select_one o", "office", t["office"][0]],
        ["integer", "age", t["age"][0]],
        ["end_group", "", ""],
        ["begin_group", "course", "The course"],
        *(["select_one s", f"s{n}", f"{t['satisfied'][0]}: {item}"] for n, item in enumerate(t["items"][1], start=1)),
        ["select_multiple c", "channels", t["channels"][0]],
        ["select_one f", "often", t["often"][0]],
        ["text", "comment", t["comment"][0]],
        ["end_group", "", ""],
    ]
    choices = [
        [name, shown.format(i), text]
        for name, (key, shown) in lists.items()
        for i, text in enumerate(t[key][1], start=1)
    ]
    table(folder / "course_2026.csv", [head, *rows], ";")
    workbook(
        folder / "form.xlsx", {"survey": survey, "choices": [["list_name", "name", "label::English (en)"], *choices]}
    )
    return {"source": "course_2026.csv", "labels": "form.xlsx", "language": "en"}


def google_forms(folder: Path) -> dict[str, str]:
    """Google Forms: a time stamp, grids with the row in brackets, several answers with a comma and a blank."""
    t = ENGLISH
    head = [
        "Timestamp",
        *(t[key][0] for key in ("gender", "office", "age")),
        *(f"{t['satisfied'][0]} [{item}]" for item in t["items"][1]),
        t["channels"][0],
        t["often"][0],
        t["comment"][0],
    ]
    rows = [
        [
            f"{p['start']:%Y/%m/%d} {p['start']:%I:%M:%S %p} GMT+1".replace(" 0", " "),
            word(t, "gender", p["gender"]),
            word(t, "office", p["office"]),
            p["age"],
            *(word(t, "satisfied", step) for step in p["satisfied"]),
            ", ".join(word(t, "channels", n) for n in p["channels"]),
            word(t, "often", p["often"]),
            written(t, p["comment"]),
        ]
        for p in people()
    ]
    table(folder / "The course (Responses) 2026.csv", [head, *rows])
    return {"source": "The course (Responses) 2026.csv", "language": "en"}


def redcap(folder: Path) -> dict[str, str]:
    """REDCap: raw values, with the project's data dictionary."""
    t = ENGLISH
    head = ["record_id", "redcap_survey_identifier", "gender", "office", "age", "s1", "s2", "s3"]
    head += ["channels___1", "channels___2", "channels___3", "often", "comment", "course_complete"]
    rows = [
        [
            i,
            "",
            p["gender"] + 1,
            p["office"] + 1,
            p["age"],
            *("" if step is None else step + 1 for step in p["satisfied"]),
            *(int(n in p["channels"]) for n in range(3)),
            p["often"] + 1,
            written(t, p["comment"]),
            2 if i % 15 else 0,
        ]
        for i, p in enumerate(people(), start=1)
    ]

    def listed(key: str) -> str:
        return " | ".join(f"{i}, {text}" for i, text in enumerate(t[key][1], start=1))

    columns = [
        "Variable / Field Name",
        "Form Name",
        "Field Type",
        "Field Label",
        "Choices, Calculations, OR Slider Labels",
    ]
    fields = [
        ["record_id", "text", "Record ID", ""],
        ["gender", "radio", t["gender"][0], listed("gender")],
        ["office", "dropdown", t["office"][0], listed("office")],
        ["age", "text", t["age"][0], ""],
        *(
            [f"s{n}", "radio", f"{t['satisfied'][0]}: {item}", listed("satisfied")]
            for n, item in enumerate(t["items"][1], start=1)
        ),
        ["channels", "checkbox", t["channels"][0], listed("channels")],
        ["often", "radio", t["often"][0], listed("often")],
        ["comment", "notes", t["comment"][0], ""],
    ]
    table(folder / "Course_DATA_2026.csv", [head, *rows])
    table(folder / "Course_DataDictionary.csv", [columns, *([name, "course", *rest] for name, *rest in fields)])
    return {"source": "Course_DATA_2026.csv", "labels": "Course_DataDictionary.csv", "language": "en"}


def plain_excel(folder: Path) -> dict[str, str]:
    """A sheet as somebody typed it: a title, merged headings, a note at its end."""
    t = NORWEGIAN
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Kurset: svar fra deltakerne, våren 2026"])
    sheet.append([])
    sheet.append(["Kjønn", "Kontor", "Alder", t["satisfied"][0], None, None, t["often"][0], "Kommentar"])
    sheet.append([None, None, None, *t["items"][1], None, None])
    sheet.merge_cells("D3:F3")
    for p in people():
        satisfied = [word(t, "satisfied", step) or None for step in p["satisfied"]]
        texts = [word(t, "gender", p["gender"]), word(t, "office", p["office"])]
        sheet.append([*texts, p["age"], *satisfied, word(t, "often", p["often"]), written(t, p["comment"]) or None])
    sheet.append([])
    sheet.append(["Kilde: skjema på papir, tastet inn i april"])
    book.save(folder / "Svar 2026.xlsx")
    return {"source": "Svar 2026.xlsx", "language": "nb"}


PLATFORMS: dict[str, Callable[[Path], dict[str, str]]] = {
    each.__name__: each
    for each in (
        spss,
        qualtrics_csv,
        qualtrics_xlsx,
        limesurvey_codes,
        limesurvey_texts,
        limesurvey_both,
        surveyxact,
        nettskjema,
        microsoft_forms,
        kobo,
        google_forms,
        redcap,
        plain_excel,
    )
}
