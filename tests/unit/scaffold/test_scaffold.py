"""`snakemake scaffold`: what is guessed from an export, and that any export gives a whole project or one clear message."""

import csv
import io
import itertools
import math
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml
from evalreport.clean.cleaning import clean
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import load_codebook
from evalreport.files.errors import BadInput
from evalreport.files.schema import load_yaml
from evalreport.ingest.reading import read_source
from evalreport.project.config import load_main_config
from evalreport.project.open import load_project
from evalreport.scaffold.asked import asked_for, guessed_waves
from evalreport.scaffold.draft import scaffold, understood
from evalreport.scaffold.exports import read_waves, tidy
from evalreport.scaffold.questions import slug, variable_names
from evalreport.scaffold.stems import same_stem
from evalreport.scaffold.vocabulary import load_vocabulary
from evalreport.words.catalogue import LANGUAGES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[3]
SHARED = ROOT / "report_templates" / "shared"
VOCABULARY = load_vocabulary(SHARED)


def write_csv(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def guessed(folder: Path, source: str, language: str = "en", **more: str):
    """The questions by name, the answers and the plan of an export."""
    asked = asked_for({"id": "new", "source": source, "language": language, **more}, folder)
    questions, answers, plan = understood(asked, read_waves(asked), SHARED)
    return {question.name: question for question in questions}, answers, plan


def labels(answers, question: str) -> list[tuple[int, str, str]]:
    return [(c.code, c.label, c.missing) for c in answers.sets[answers.of[question]].choices]


def built(folder: Path, id: str = "new") -> dict[str, pd.DataFrame]:
    """Load the drafted project and clean every wave as the workflow does; instrument -> table."""
    project = load_project(
        {"evaluation": id, "edition": "draft"}, folder / "config", folder / "report_templates", SHARED
    )
    tables = {}
    for name, instrument in project.evaluation.instruments.items():
        book = project.codebooks[name]
        file = project.evaluation.folder / instrument.cleaning
        rules = parse_rules(load_yaml(file), str(file), book, project.evaluation.language)
        read = {
            wave: read_source(
                folder / "data" / id / about["file"],
                about["reader"],
                {k: v for k, v in about.items() if k not in ("file", "reader")},
            ).table
            for wave, about in instrument.waves.items()
        }
        decimals = {wave: about.get("decimal", ".") for wave, about in instrument.waves.items()}
        tables[name] = clean(read, book, rules, decimals=decimals).table
    return tables


# --- What is asked for -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({}, ["no name for the new evaluation", "no export to start from"]),
        ({"id": "My Survey", "source": "a.csv"}, ["id=my_survey"]),
        ({"id": "shared", "source": "a.csv"}, ["found 'shared'"]),
        ({"id": "old", "source": "a.csv"}, ["config/old/ is there already"]),
        ({"id": "new", "source": "b.csv"}, ["no such file", "a.csv"]),
        ({"id": "new", "source": "a.doc"}, ["the kind '.doc' is not known"]),
        ({"id": "new", "source": "a.csv", "waves": "2008,2009"}, ["2 names for 1 files"]),
        ({"id": "new", "source": "a.csv", "language": "xx"}, [f"Possible: {', '.join(LANGUAGES)}"]),
        ({"id": "new", "source": "a.csv,sub/a.csv"}, ["'a.csv' is named 2 times"]),
        ({"id": "new", "source": "sub"}, ["this is a folder"]),
    ],
)
def test_a_wrong_wish_is_answered_with_what_would_be_right(tmp_path, config, says):
    for name in ("a.csv", "a.doc", "sub/a.csv", "config/old/evaluation.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput) as error:
        asked_for(config, tmp_path)
    assert all(text in str(error.value) for text in says), error.value


def test_a_build_does_not_take_the_words_of_the_scaffold():
    with pytest.raises(BadInput, match="is of use to snakemake scaffold only"):
        load_main_config({"evaluation": "x", "edition": "y", "id": "new"})


def test_waves_are_named_by_the_year_in_the_file():
    assert guessed_waves([Path("svar_2008_endelig.csv"), Path("2009.sav")]) == ["2008", "2009"]
    assert guessed_waves([Path("first.csv"), Path("second wave.csv")]) == ["first", "second_wave"]


# --- Names and stems ---------------------------------------------------------------------------------------------------


def test_names_are_made_of_headers():
    assert slug("Hvor fornøyd er du på skolen?") == "hvor_fornoyd_er_du_pa_skolen"
    assert slug("1. Ålder") == "q1_alder"
    assert slug("?!") == ""
    assert variable_names(["Wave", "row", "Q1", "q1", "***"]) == {
        "Wave": "wave_2", "row": "row_2", "Q1": "q1", "q1": "q1_2", "***": "column"
    }  # fmt: skip


def test_the_stem_of_numbered_and_lettered_headers():
    assert same_stem("q4_1") == same_stem("q4_12") == ("q4", "")
    assert same_stem("mul1_e") == ("mul", "_e") != same_stem("mul2")
    assert same_stem("q4a") == same_stem("q4b")
    assert same_stem("age") is None


def test_html_and_unprintable_signs_leave_a_label():
    assert tidy("<p>How&nbsp;<b>are</b> you?</p>\x07") == "How are you?"
    assert tidy("a < b") == "a < b"


# --- What is guessed ---------------------------------------------------------------------------------------------------


def sav(folder: Path) -> Path:
    table = pd.DataFrame(
        {
            "resp_id": range(1, 13),
            "email": [f"p{i}@example.org" for i in range(12)],
            "sex": [1, 2] * 6,
            "q1_1": [1, 2, 3, 4, 5, 9] * 2,
            "q1_2": [5, 4, 3, 2, 1, 55] * 2,
            "q2_1": [0, 1] * 6,
            "q2_2": [1, 0] * 6,
            "hours": [7.5, 8, 6, 5.5, 99, 8] * 2,
            "wt": [0.5, 1.5] * 6,
            "remark": [f"text number {i}" for i in range(12)],
        }
    )
    agree = {
        1: "Strongly disagree",
        2: "Disagree",
        3: "Neither agree nor disagree",
        4: "Agree",
        5: "Strongly agree",
        9: "Don't know",
    }
    tick = {0: "Not selected", 1: "Selected"}
    path = folder / "school_2024.sav"
    pyreadstat.write_sav(
        table,
        str(path),
        column_labels=[
            "",
            "",
            "Are you a girl or a boy?",
            "My school: It is fun",
            "My school: It is safe",
            "Sports",
            "Music",
            "Hours",
            "",
            "",
        ],
        variable_value_labels={"sex": {1: "Girl", 2: "Boy"}, "q1_1": agree, "q1_2": agree, "q2_1": tick, "q2_2": tick},
        missing_ranges={"hours": [{"lo": 99, "hi": 99}]},
    )
    return path


@pytest.mark.parametrize("contact", ["write to kari@example.org", "ring 22-33-44-55", "born 010180 12345"])
def test_open_answers_that_hold_contact_data_are_no_answers_to_choose(tmp_path, contact):
    """Few different texts that come back would else stand as labels in the codebook and in every table."""
    column = ["Yes, please", "No", contact] * 8
    path = write_csv(
        tmp_path / "a.csv",
        [["Reach you?", "Score", "Day"], *([c, str(i % 5 + 1), "2024-06-30"] for i, c in enumerate(column))],
    )
    questions, answers, plan = guessed(tmp_path, path.name)
    found = questions["reach_you"]
    assert found.type == "text" and "read it through" in found.remark and "reach_you" not in answers.of
    assert contact not in str(answers.sets) and questions["day"].type == "date" and questions["score"].remark == ""
    plain = write_csv(
        tmp_path / "b.csv", [["Reach you?", "Score"], *([c.replace(contact, "Perhaps"), "1"] for c in column)]
    )
    assert guessed(tmp_path, plain.name)[0]["reach_you"].is_coded


def test_an_spss_file_tells_nearly_everything(tmp_path):
    questions, answers, plan = guessed(tmp_path, sav(tmp_path).name)
    assert questions["resp_id"].type == "id"
    assert questions["email"].private == "e-mail"
    assert questions["wt"].weight
    assert questions["remark"].type == "text" and "name persons" in questions["remark"].remark
    assert questions["hours"].type == "number" and questions["hours"].lost == ("99",)
    assert questions["q1_2"].lost == ("55",)
    assert answers.sets[answers.of["q1_1"]].kind == "scale"
    assert labels(answers, "q1_1")[-1] == (9, "Don't know", "dont_know")
    assert answers.sets[answers.of["q2_1"]].kind == "tick"
    assert plan.characteristics == ("sex",)
    stems = {battery.id: (battery.stem, battery.labels) for battery in plan.batteries}
    assert stems["q1_items"] == ("My school", ("It is fun", "It is safe"))
    assert stems["q2_items"][1] == ("Sports", "Music")
    (exhibits,) = plan.results.values()
    assert [(e.id, e.kind, e.display) for e in exhibits] == [
        ("q1_items", "distribution", "stacked"),
        ("q2_items", "share", "bars"),
        ("numbers", "mean", "table"),
    ]


def test_the_drafted_evaluation_is_a_project_that_reads_its_data(tmp_path):
    sav(tmp_path)
    told = scaffold({"id": "new", "source": "school_2024.sav", "language": "nn"}, tmp_path, SHARED)
    table = built(tmp_path)["survey"]
    assert table["q1_1"].value_counts().to_dict() == {1: 2, 2: 2, 3: 2, 4: 2, 5: 2}
    assert table["q1_2"].isna().sum() == 2 and table["hours"].isna().sum() == 2
    assert "email" not in table.columns and "email (e-mail)" in told
    assert "snakemake report --config evaluation=new edition=draft" in told
    assert load_yaml(tmp_path / "config/config.yaml") == {"evaluation": "new", "edition": "draft"}
    assert not list(tmp_path.glob(".scaffold*"))


def test_words_without_codes_come_in_the_order_of_their_scale(tmp_path):
    rows = [["Kjønn", "Trivsel", "Alder", "Tur"]]
    scale = ["Svært uenig", "Uenig", "Verken enig eller uenig", "Enig", "Svært enig"]
    ages = ["60 og over", "18-29", "Under 18", "30-59"]
    rows += [
        ["Jente" if i % 3 else "Gutt", scale[4 - i % 5], ages[i % 4], ["Nei", "Ja", "Vet ikke"][i % 3]]
        for i in range(40)
    ]
    write_csv(tmp_path / "svar.csv", rows, ";", "cp1252")
    questions, answers, _ = guessed(tmp_path, "svar.csv", "nb")
    assert [label for _, label, _ in labels(answers, "trivsel")] == scale
    assert [label for _, label, _ in labels(answers, "alder")] == ["Under 18", "18-29", "30-59", "60 og over"]
    assert labels(answers, "tur") == [(1, "Ja", ""), (2, "Nei", ""), (3, "Vet ikke", "dont_know")]
    scaffold({"id": "new", "source": "svar.csv"}, tmp_path, SHARED)
    assert built(tmp_path)["survey"]["trivsel"].tolist()[:5] == [5, 4, 3, 2, 1]


QUITE = ["Helt uenig", "Nokså uenig", "Verken enig eller uenig", "Nokså enig", "Helt enig"]
SEVEN = ["Helt uenig", "Uenig", "Litt uenig", "Verken/eller", "Litt enig", "Enig", "Helt enig"]
NOJD = ["Mycket missnöjd", "Ganska missnöjd", "Varken nöjd eller missnöjd", "Ganska nöjd", "Mycket nöjd"]


@pytest.mark.parametrize("scale", [QUITE, SEVEN, NOJD, ["Aldrig", "Sällan", "Ibland", "Ofta", "Mycket ofta"]])
def test_scales_that_forms_use_are_known(tmp_path, scale):
    rows = [["Kurset", "Lokalet"], *([scale[(3 * i) % len(scale)], scale[i % len(scale)]] for i in range(35))]
    write_csv(tmp_path / "svar.csv", rows, ";")
    _, answers, _ = guessed(tmp_path, "svar.csv", "nb")
    assert [label for _, label, _ in labels(answers, "kurset")] == scale
    assert "by the alphabet" not in scaffold({"id": "new", "source": "svar.csv"}, tmp_path, SHARED)


def test_an_item_knows_the_answers_that_its_neighbours_have_met(tmp_path):
    """The export of next week has them: it is read without an edit."""
    heads = ["Er du enig? [Kurset var nyttig]", "Er du enig? [Lokalet var egnet]"]
    rows = [heads, *([QUITE[1 + i % 4], QUITE[i % 5]] for i in range(40))]
    write_csv(tmp_path / "svar.csv", rows, ";")
    scaffold({"id": "new", "source": "svar.csv"}, tmp_path, SHARED)
    write_csv(tmp_path / "data" / "new" / "svar.csv", [*rows, [QUITE[0], QUITE[4]]], ";")
    survey = built(tmp_path)["survey"]
    assert survey[[name for name in survey if name.startswith("er_du_enig")]].iloc[-1].tolist() == [1, 5]


def test_a_battery_whose_answers_stand_by_the_alphabet_is_told(tmp_path):
    words = ["Knapt", "Passe", "Rikelig"]
    rows = [["Hvor mye? [Kaffe]", "Hvor mye? [Te]"], *([words[i % 3], words[(i + 1) % 3]] for i in range(30))]
    write_csv(tmp_path / "svar.csv", rows, ";")
    said = scaffold({"id": "new", "source": "svar.csv"}, tmp_path, SHARED)
    assert "answers by the alphabet" in said and "value_sets.csv" in said


def test_the_order_of_answers_does_not_follow_their_counts(tmp_path):
    for counts in ([1, 9, 5], [9, 1, 5]):
        rows = [["a"], *[[text] for text, n in zip("xyz", counts, strict=True) for _ in range(n)]]
        write_csv(
            tmp_path / "c.csv", [[*row, "1"] for row in rows[1:]] and [["a", "b"], *[[*r, "1"] for r in rows[1:]]]
        )
        _, answers, _ = guessed(tmp_path, "c.csv")
        assert labels(answers, "a") == [(1, "x", ""), (2, "y", ""), (3, "z", "")]


def test_bare_numbers_between_worded_ends_keep_their_codes(tmp_path):
    cells = ["Very seldom", "2", "3", "4", "Very often"]
    write_csv(tmp_path / "e.csv", [["q", "id"], *[[cells[i % 5], str(i)] for i in range(30)]])
    _, answers, _ = guessed(tmp_path, "e.csv")
    assert labels(answers, "q") == [
        (1, "Very seldom", ""),
        (2, "2", ""),
        (3, "3", ""),
        (4, "4", ""),
        (5, "Very often", ""),
    ]


def test_boxes_that_are_ticked_or_empty(tmp_path):
    rows = [
        ["Q1 [Sports]", "Q1 [Music]", "n"],
        *[["Sports" if i % 2 else "", "Music" if i % 3 else "", "7"] for i in range(20)],
    ]
    write_csv(tmp_path / "t.csv", rows)
    scaffold({"id": "new", "source": "t.csv", "language": "en"}, tmp_path, SHARED)
    table = built(tmp_path)["survey"]
    assert table["q1_sports"].tolist()[:4] == [0, 1, 0, 1]
    assert table["q1_music"].sum() == 13


def test_a_second_row_of_labels_is_no_answer(tmp_path):
    rows = [
        ["ResponseId", "Q1", "Q2", "IPAddress"],
        ["Response ID", "How are you today?", "How many pets do you have?", "IP Address"],
        ['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"ipAddress"}'],
        *[[f"R_{i}", ["Good", "Bad", "Fair"][i % 3], str(i % 14), f"10.0.0.{i}"] for i in range(30)],
    ]
    write_csv(tmp_path / "qualtrics.csv", rows)
    scaffold({"id": "new", "source": "qualtrics.csv", "language": "en"}, tmp_path, SHARED)
    table = built(tmp_path)["survey"]
    assert len(table) == 30 and table["q2"].max() == 13
    (tmp_path / "config/new/evaluation.yaml").unlink()
    questions, _, _ = guessed(tmp_path, "qualtrics.csv")
    assert questions["q1"].label == "How are you today?" and questions["ipaddress"].private == "IP address"


def test_a_second_row_of_questions_is_found_by_its_looks(tmp_path):
    rows = [
        ["nr", "s_1", "s_2"],
        ["Løpenummer på skjema", "Hvor gammel er du i dag?", "Har du hund hjemme?"],
        *[[str(i), str(20 + i), ["Ja", "Nei"][i % 2]] for i in range(30)],
    ]
    write_csv(tmp_path / "surveyxact.csv", rows, ";")
    questions, _, _ = guessed(tmp_path, "surveyxact.csv", "nb")
    assert [question.label for question in questions.values()] == rows[1]
    assert [question.type for question in questions.values()] == ["id", "number", "single"]


def test_numbers_with_decimal_comma(tmp_path):
    write_csv(tmp_path / "n.csv", [["a", "b"], *[[f"{i},5", str(i)] for i in range(20)]], ";")
    scaffold({"id": "new", "source": "n.csv"}, tmp_path, SHARED)
    assert built(tmp_path)["survey"]["a"].tolist()[:2] == [0.5, 1.5]


def test_a_sheet_that_describes_the_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in [["v1", "v2"], *[[i % 3 + 1, i % 2] for i in range(20)]]:
        book.active.append(row)
    sheet = book.create_sheet("Kodebok")
    v1 = [["v1", "Hvordan går det?", 1, "Bra"], [None, None, 2, "Sånn"], [None, None, 3, "Ille"]]
    for row in [["Variabel", "Etikett", "Kode", "Tekst"], *v1, ["v2", "Har du hund?", 0, "Nei"], [None, None, 1, "Ja"]]:
        sheet.append(row)
    book.save(tmp_path / "svar.xlsx")
    questions, answers, plan = guessed(tmp_path, "svar.xlsx", "nb")
    assert questions["v1"].label == "Hvordan går det?"
    assert labels(answers, "v1") == [(1, "Bra", ""), (2, "Sånn", ""), (3, "Ille", "")]
    (exhibits,) = plan.results.values()
    assert exhibits[1].last.label == "Ja"


def test_two_waves_are_compared_where_both_have_the_question(tmp_path):
    for year, more in (("2020", []), ("2022", ["c"])):
        rows = [
            ["a", "b", *more],
            *[[str(i % 3 + 1), ["Yes", "No"][i % 2], *(str(i % 4) for _ in more)] for i in range(40)],
        ]
        write_csv(tmp_path / f"w{year}.csv", rows)
    scaffold({"id": "new", "source": "w2020.csv,w2022.csv", "language": "en"}, tmp_path, SHARED)
    assert set(built(tmp_path)["survey"]["wave"]) == {"2020", "2022"}
    plan = {e["id"]: e for e in load_yaml(tmp_path / "config/new/exhibits/results.yaml")["exhibits"]}
    assert plan["a"]["by"] == ["wave"] and plan["a"]["test"] == "chi2"
    assert plan["c"]["where"] == {"wave": ["2022"]} and "by" not in plan["c"]


def test_a_battery_has_no_other_question_in_the_middle(tmp_path):
    rows = [["v_1", "v_2", "v_3"], *[[str(i % 2), str(50 * i), str(i % 2)] for i in range(20)]]
    write_csv(tmp_path / "a.csv", rows)
    _, _, plan = guessed(tmp_path, "a.csv")
    assert plan.batteries == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_words_and_templates(language):
    names = {path.name for path in (SHARED / "scaffold" / "nb").iterdir()}
    assert {path.name for path in (SHARED / "scaffold" / language).iterdir()} == names
    words = {name: load_yaml(SHARED / "scaffold" / name / "words.yaml") for name in ("nb", language)}
    assert set(words["nb"]) == set(words[language])


# --- Nothing overwritten, nothing half-finished -------------------------------------------------------------------------


def test_a_file_in_the_way_is_left_and_nothing_is_made(tmp_path):
    sav(tmp_path)
    wanted = tmp_path / "report_templates/new/summary.md.jinja"
    wanted.parent.mkdir(parents=True)
    wanted.write_text("mine\n", encoding="utf-8")
    with pytest.raises(BadInput, match="summary.md.jinja: is there already with other content"):
        scaffold({"id": "new", "source": "school_2024.sav"}, tmp_path, SHARED)
    assert wanted.read_text(encoding="utf-8") == "mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report_templates", "school_2024.sav"]


def test_an_export_already_in_its_folder_is_left_there(tmp_path):
    (tmp_path / "data/new").mkdir(parents=True)
    shutil.move(sav(tmp_path), tmp_path / "data/new")
    told = scaffold({"id": "new", "source": "data/new/school_2024.sav"}, tmp_path, SHARED)
    assert "Was there already and is as it was:\n  data/new/school_2024.sav" in told
    with pytest.raises(BadInput, match="is there already; nothing is changed"):
        scaffold({"id": "new", "source": "data/new/school_2024.sav"}, tmp_path, SHARED)


def test_a_disk_that_fails_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    sav(tmp_path)
    calls = itertools.count()
    link = __import__("os").link

    def failing(source, target):
        if next(calls) == 5:
            raise OSError("no more")
        link(source, target)

    monkeypatch.setattr("evalreport.scaffold.install.os.link", failing)
    with pytest.raises(OSError, match="no more"):
        scaffold({"id": "new", "source": "school_2024.sav"}, tmp_path, SHARED)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "school_2024.sav"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("broken.sav", b"$FL2 and no more", "no whole SPSS file"),
        ("broken.xlsx", b"not a workbook", "no whole Excel workbook"),
        ("text.csv", b"thoughts\nall different\nnever the same\n", "none of the 1 columns holds answers"),
    ],
)
def test_an_export_that_cannot_be_used_is_refused_in_one_sentence(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=says):
        scaffold({"id": "new", "source": name}, tmp_path, SHARED)
    assert [path.name for path in tmp_path.iterdir()] == [name]


# --- Any export -----------------------------------------------------------------------------------------------------------

TEXTS = st.text(st.sampled_from("abcdeæøåÆØÅ 019.,-_'\"{}%#*[]<>&$@\\|:;?!/=~^"), min_size=0, max_size=9)
NASTY = st.sampled_from(
    [
        "{{ x }}",
        "{% if %}",
        "{## x ##}",
        "<b>Ja</b>",
        "**a**",
        "[a](b)",
        "«Ja»",
        "null",
        "yes",
        "*",
        "mean",
        "1",
        "0",
        "-1",
        "99",
        "1.5",
        "1,5",
    ]
)
CELLS = st.one_of(
    st.just(""),
    TEXTS,
    NASTY,
    st.integers(-3, 120).map(str),
    st.sampled_from(["Ja", "Nei", "Vet ikke", "Enig", "Helt enig", "2009-10-12"]),
)
ALPHABETS = st.lists(CELLS, min_size=1, max_size=6)


@st.composite
def tables(draw):
    """Columns whose cells come from a few texts each, under any headers."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 25))
    stems = st.one_of(
        TEXTS,
        NASTY,
        st.sampled_from(
            ["q1_1", "q1_2", "q2", "id", "alder", "e-post", "Hvor enig? - a", "Hvor enig? - b", "Q [a]", "Q [b]"]
        ),
    )
    named = stems.filter(str.strip) if draw(st.integers(0, 4)) else stems
    header = draw(st.lists(named, min_size=width, max_size=width, unique_by=str.strip))
    alphabets = [draw(ALPHABETS) for _ in range(width)]
    rows = [[draw(st.sampled_from(alphabet)) for alphabet in alphabets] for _ in range(height)]
    return header, rows


def project_or_message(folder: Path, source: str, language: str) -> None:
    """The scaffold gives a project that reads its data without a problem, or a message and nothing else."""
    try:
        scaffold({"id": "new", "source": source, "language": language}, folder, SHARED)
    except BadInput as error:
        # The export is to blame, never a draft that does not fit together.
        assert {Path(problem.file).name for problem in error.problems} == {source}, error
        assert not (folder / "config").exists(), error
        return
    finally:
        assert not list(folder.glob(".scaffold*"))
    assert built(folder)["survey"].shape[0] > 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(table=tables(), language=st.sampled_from(["nb", "nn", "en"]), delimiter=st.sampled_from(",;\t"))
def test_any_csv_gives_a_project_or_a_message(table, language, delimiter, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    write_csv(folder / "a_2020.csv", [table[0], *table[1]], delimiter)
    project_or_message(folder, "a_2020.csv", language)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), height=st.integers(1, 15), width=st.integers(1, 5))
def test_any_spss_file_gives_a_project_or_a_message(data, height, width, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    codes = st.sampled_from([0, 1, 2, 3, 5, 8, 9, 55, 99, -1, 1.5, math.nan])
    names = [f"q{i}" if data.draw(st.booleans()) else f"v_{i}" for i in range(width)]
    columns = {name: data.draw(st.lists(codes, min_size=height, max_size=height)) for name in names}
    label = st.one_of(TEXTS, NASTY, st.sampled_from(["Ja", "Nei", "Vet ikke", "Ubesvart", "Enig"]))
    value_labels = {
        name: data.draw(st.dictionaries(st.sampled_from([0, 1, 2, 3, 5, 8, 9, 99]), label, min_size=1, max_size=6))
        for name in names
        if data.draw(st.booleans())
    }
    missing = {name: [{"lo": 9, "hi": 99}] for name in names if data.draw(st.booleans())}
    pyreadstat.write_sav(
        pd.DataFrame(columns, dtype=float),
        str(folder / "a.sav"),
        column_labels=[data.draw(label) for _ in names],
        variable_value_labels=value_labels,
        missing_ranges=missing,
    )
    project_or_message(folder, "a.sav", "nb")


# --- The demonstration ------------------------------------------------------------------------------------------------


def test_the_demonstrations_own_codebook_comes_out_of_its_export(tmp_path):
    """Names, labels and codes equal the hand-written codebook wherever the export has them; what differs is counted."""
    (file,) = sorted((ROOT / "data").glob("*/*.sav"))
    folder = ROOT / "config" / file.parent.name
    setup = yaml.safe_load((folder / "evaluation.yaml").read_text(encoding="utf-8"))["instruments"]
    name, wave = next((n, w) for n, i in setup.items() for w, about in i["waves"].items() if about["file"] == file.name)
    book = load_codebook(folder, name, setup[name]["codebook"], tuple(setup[name]["waves"]))
    by_hand = {v.sources[wave]: v for v in book.variables if wave in v.sources}
    shutil.copy(file, tmp_path / file.name)
    questions, answers, plan = guessed(tmp_path, file.name, "nb")
    found = {question.header: question for question in questions.values()}
    assert set(by_hand) == set(found)
    others = [h for h, v in by_hand.items() if v.label("nb") != found[h].label]
    untyped = [h for h, v in by_hand.items() if v.is_coded != found[h].is_coded]
    coded = [(h, v) for h, v in by_hand.items() if v.is_coded and found[h].is_coded]
    recoded = []
    for header, variable in coded:
        mine = {(c.code, c.label) for c in answers.sets[answers.of[found[header].name]].choices}
        if mine != {(c.code, c.label("nb")) for c in book.value_set(variable.value_set).choices}:
            recoded.append(header)
    assert (len(by_hand), others, untyped) == (130, [], [])
    # In these two the export has its codes the other way round; by hand they are turned by a rule or a map.
    assert len(coded) == 125 and recoded == ["bidra10", "sistlest"]


# --- What exports hide ------------------------------------------------------------------------------------------------------


def test_labels_for_some_numbers_only_make_answers_of_all(tmp_path):
    table = pd.DataFrame(
        {"kids": [0, 1, 2, 3, 4, 5] * 6, "level": [1, 1.5, 2, 2.5] * 9, "slip": [1, 2, 3, 4] * 8 + [1, 2, 3, 55]}
    )
    values = {
        "kids": {0: "None", 1: "One"},
        "level": {1: "low", 1.5: "low to middle", 2: "middle", 2.5: "high"},
        "slip": {1: "a", 2: "b", 3: "c", 4: "d"},
    }
    pyreadstat.write_sav(table.astype(float), str(tmp_path / "p.sav"), variable_value_labels=values)
    questions, answers, _ = guessed(tmp_path, "p.sav")
    assert not questions["kids"].lost and questions["slip"].lost == ("55",)
    assert [label for _, label, _ in labels(answers, "kids")] == ["None", "One", "2", "3", "4", "5"]
    assert [label for _, label, _ in labels(answers, "level")] == ["low", "low to middle", "middle", "high"]
    scaffold({"id": "new", "source": "p.sav"}, tmp_path, SHARED)
    assert built(tmp_path)["survey"]["level"].value_counts().to_dict() == {10: 9, 15: 9, 20: 9, 25: 9}


@pytest.mark.parametrize(
    ("cells", "lost"),
    [
        ([*map(str, range(18, 66)), "-99", "999"], ("-99", "999")),
        ([*map(str, range(18, 66)), "9999"], ("9999",)),
        ([*map(str, range(0, 95)), "99"], ()),
        ([*map(str, range(-20, 20)), "-9"], ()),
        ([*map(str, range(500, 1500, 20)), "999"], ()),
    ],
)
def test_codes_far_from_all_other_numbers_are_asked_about(tmp_path, cells, lost):
    write_csv(tmp_path / "n.csv", [["years", "x"], *[[cell, "a"] for cell in cells]])
    questions, _, _ = guessed(tmp_path, "n.csv")
    assert questions["years"].lost == lost
    assert bool(questions["years"].asks) == bool(lost)


def test_a_code_far_away_does_not_make_a_number_of_a_scale(tmp_path):
    write_csv(
        tmp_path / "n.csv", [["satisfied", "x"], *[[str(i % 5 + 1), "a"] for i in range(30)], *[["-99", "b"]] * 5]
    )
    questions, answers, _ = guessed(tmp_path, "n.csv")
    assert labels(answers, "satisfied")[-1] == (-99, "-99", "no_answer") and len(labels(answers, "satisfied")) == 6
    assert questions["satisfied"].asks == (
        "satisfied: -99 (5) far from the other answers, taken for no answer; is that right?",
    )


WORDS = {
    "I don't know": "dont_know",
    "Dont know": "dont_know",
    "Vet ikke": "dont_know",
    "Veit ikkje / ikkje sikker": "dont_know",
    "Not asked": "not_applicable",
    "Ikke aktuelt": "not_applicable",
    **dict.fromkeys(
        [
            "No response",
            "Vil ikke oppgi",
            "Har ikke svart",
            "Uoppgitt",
            "Missing value",
            "NULL",
            "Refused",
            "Ønsker ikke å svare",
            "Vill inte svara",
            "Inget svar",
            "99 - Ubesvart",
            "Prefer not to say",
            "(missing)",
            "#NULL!",
            "<NA>",
            ".",
        ],
        "no_answer",
    ),
    **dict.fromkeys(
        ["Vet inte", "Vet ej", "Husker ikke", "8. Vet ikke", "DK/NA", "Don´t know / no opinion", "Can't remember"],
        "dont_know",
    ),
    **dict.fromkeys(
        ["Uaktuelt", "Gjelder ikke meg", "Ikke aktuelt for meg", "Not applicable to me", "Ej relevant"],
        "not_applicable",
    ),
    **dict.fromkeys(
        [
            "Refusjon",
            "Refuse collection",
            "Not",
            "Null toleranse",
            "Ikke svar på telefonen min nå",
            "Usikkerhet",
            "Ukjent farvann",
            "Vet ikke hvor jeg skal henvende meg",
            "Don't know where to turn",
            "Not asked to take part",
            "Ikke relevante tilbud",
            "Not available in my area",
            "Har ikke svart på e-posten",
            "No answer from the office",
            "Prefer not to work in weekends",
            "Does not apply pressure",
        ],
        "",
    ),
}


@pytest.mark.parametrize(("text", "kind"), WORDS.items())
def test_words_for_no_answer_end_where_words_end(text, kind):
    assert VOCABULARY.missing(text) == kind


@pytest.mark.parametrize(
    ("header", "mark", "kind"),
    [
        ("wanted", "\u00a0", "number"),  # written with marks between thousands, so an amount whatever it is called
        ("wanted", "'", "number"),
        ("Household income", "", "number"),
        ("Hvor mange innbyggere?", "", "number"),
        ("Ref", "", "text"),  # long, all different, not rounded: a number of the form
    ],
)
def test_amounts_are_no_numbers_of_forms(tmp_path, header, mark, kind):
    numbers = [250_000 + 3217 * i for i in range(30)]
    cells = [f"{number:,}".replace(",", mark) for number in numbers]
    write_csv(tmp_path / "n.csv", [[header, "q"], *[[cell, str(i % 4)] for i, cell in enumerate(cells)]], delimiter=";")
    questions, _, _ = guessed(tmp_path, "n.csv")
    assert next(q for q in questions.values() if q.header == header).type == kind


@pytest.mark.parametrize("words", [("x", "x", "x"), ("Mail", "Phone", "App")])
@pytest.mark.parametrize("stem", ["", "Q1: "])
def test_boxes_beside_each_other_are_one_question_without_a_stem_too(tmp_path, words, stem):
    heads = [stem + word for word in ("Mail", "Phone", "App")]
    rows = [[word if (i + n) % 3 else "" for n, word in enumerate(words)] for i in range(30)]
    write_csv(tmp_path / "n.csv", [heads, *rows])
    questions, answers, plan = guessed(tmp_path, "n.csv")
    assert plan.batteries[0].items == tuple(questions)
    assert {answers.sets[answers.of[name]].kind for name in questions} == {"tick"}


def test_boxes_of_two_numbered_questions_are_two(tmp_path):
    heads = ["Q1: Mail", "Q1: Phone", "Q2: Car", "Q2: Bus"]
    write_csv(tmp_path / "n.csv", [heads, *[["x" if (i + n) % 3 else "" for n in range(4)] for i in range(30)]])
    assert [len(battery.items) for battery in guessed(tmp_path, "n.csv")[2].batteries] == [2, 2]


def test_codes_of_two_answers_are_no_end_of_the_scale_beside_them(tmp_path):
    def batteries(forms: int) -> list[list[str]]:
        rows = [[f"{i}", f"{i % 2 + 1}", f"{i % 5 + 1}", f"{i % 4 + 1}"] for i in range(1, forms + 1)]
        write_csv(tmp_path / "n.csv", [["id", "q1", "q2", "q3"], *rows])
        return [list(battery.items) for battery in guessed(tmp_path, "n.csv")[2].batteries]

    assert batteries(60) == [["q2", "q3"]]
    assert batteries(12) == [["q1", "q2", "q3"]]  # so few may have kept to one end


@pytest.mark.parametrize(
    ("stem", "cells", "kind"),
    [
        ("channels/", ["tv radio", "tv", "radio", ""], "text"),  # the cell names what is ticked beside it
        (
            "channels.",
            ["Yes", "Yes", "No", "No"],
            "single",
        ),  # a question of its own in front of boxes numbered after it
    ],
)
def test_answers_that_stand_as_boxes_too_count_once(tmp_path, stem, cells, kind):
    boxes = [["1", "1"], ["1", "0"], ["0", "1"], ["0", "0"]]
    rows = [[cells[i % 4], *boxes[i % 4]] for i in range(40)]
    write_csv(tmp_path / "n.csv", [["channels", f"{stem}tv", f"{stem}radio"], *rows])
    questions, _, plan = guessed(tmp_path, "n.csv")
    assert questions["channels"].type == kind and len(plan.batteries) == 1


def test_short_codes_of_countries_are_answers(tmp_path):
    write_csv(tmp_path / "n.csv", [["land", "x"], *[[["DK", "NO", "NA", "SE"][i % 4], "a"] for i in range(40)]])
    _, answers, _ = guessed(tmp_path, "n.csv")
    assert [(label, missing) for _, label, missing in labels(answers, "land")] == [
        (c, "") for c in ("DK", "NA", "NO", "SE")
    ]


def test_capitals_and_blanks_make_no_other_answer(tmp_path):
    cells = ["Svært enig", "svært enig", "Svært  enig", "Uenig"]
    write_csv(tmp_path / "n.csv", [["q", "x"], *[[cells[i % 4], str(i)] for i in range(40)]])
    asked = asked_for({"id": "new", "source": "n.csv", "language": "nb"}, tmp_path)
    (wave,) = read_waves(asked)
    assert any("counted as 'Svært  enig'" in notice or "counted as 'Svært enig'" in notice for notice in wave.notices)
    scaffold({"id": "new", "source": "n.csv"}, tmp_path, SHARED)
    assert sorted(built(tmp_path)["survey"]["q"].value_counts()) == [10, 30]


def test_whole_numbers_with_decimals_are_the_same_as_without(tmp_path):
    rows = [[i % 5 + 1, (i + 2) % 5 + 1, i % 2 + 1] for i in range(30)]
    write_csv(tmp_path / "int.csv", [["a1", "a2", "gender"], *[[str(c) for c in row] for row in rows]])
    write_csv(tmp_path / "float.csv", [["a1", "a2", "gender"], *[[f"{c}.0" for c in row] for row in rows]])
    whole, dotted = (guessed(tmp_path, name) for name in ("int.csv", "float.csv"))
    assert [q.type for q in whole[0].values()] == [q.type for q in dotted[0].values()]
    assert whole[1].sets == dotted[1].sets
    scaffold({"id": "new", "source": "float.csv"}, tmp_path, SHARED)
    assert built(tmp_path)["survey"]["a1"].value_counts().to_dict() == {i: 6 for i in range(1, 6)}


def test_several_answers_in_a_cell_are_boxes(tmp_path):
    cells = ["TV", "TV, Radio", "Radio, Paper", "Paper", ""]
    write_csv(tmp_path / "n.csv", [["Channels", "x"], *[[cells[i % 5], "a"] for i in range(50)]])
    scaffold({"id": "new", "source": "n.csv", "language": "en"}, tmp_path, SHARED)
    table = built(tmp_path)["survey"]
    shares = {name: table[name].mean() for name in table.columns if name.startswith("channels")}
    assert sorted(shares.values()) == [0.5, 0.5, 0.5] and table["channels_tv"].count() == 40


def test_what_cannot_be_told_stops_until_it_is_said(tmp_path):
    write_csv(tmp_path / "n.csv", [["wage", "x"], *[[f"{250 + i},000", str(i % 3)] for i in range(30)]], ";")
    with pytest.raises(BadInput, match="may be a number with thousands or with three decimals"):
        scaffold({"id": "new", "source": "n.csv"}, tmp_path, SHARED)
    scaffold({"id": "new", "source": "n.csv", "thousands": "comma", "decimal": "point"}, tmp_path, SHARED)
    assert built(tmp_path)["survey"]["wage"].tolist()[:2] == [250000, 251000]


def test_answers_to_questions_that_make_no_sense_are_told(tmp_path):
    write_csv(tmp_path / "n.csv", [["a", "b"], ["1", "2"]])
    words = {"id": "new", "source": "n.csv", "thousands": "x", "decimal": ";", "skip_rows": "two"}
    with pytest.raises(BadInput) as error:
        asked_for(words, tmp_path)
    assert len(error.value.problems) == 3
    (tmp_path / "a{b}.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="the name holds {, }"):
        asked_for({"id": "new", "source": "a{b}.csv"}, tmp_path)


def test_a_name_with_blanks_and_letters_of_all_kinds_works(tmp_path):
    write_csv(tmp_path / "Svar på_skjema 1.csv", [["kjønn", "glad"], *[["Kvinne", "Ja"], ["Mann", "Nei"]] * 8])
    scaffold({"id": "new", "source": "Svar på_skjema 1.csv"}, tmp_path, SHARED)
    assert len(built(tmp_path)["survey"]) == 16


def test_a_coded_word_and_its_bare_number_are_no_two_answers(tmp_path):
    worded = ["1 - Uenig", "2", "3", "4", "5 - Enig"]
    rows = [[str(i), worded[i % 5], str(i % 5 + 1)] for i in range(30)]
    write_csv(tmp_path / "n.csv", [["id", "q1", "q2"], *rows], ";")
    _, answers, _ = guessed(tmp_path, "n.csv")
    assert [code for code, _, _ in labels(answers, "q1")] == [1, 2, 3, 4, 5]
    assert [code for code, _, _ in labels(answers, "q2")] == [1, 2, 3, 4, 5]


def test_so_few_forms_that_all_is_withheld_are_told_on_the_screen_and_in_the_report(tmp_path):
    for year, count in (("2020", 8), ("2022", 40)):
        write_csv(tmp_path / f"w{year}.csv", [["a", "b"], *[[str(i % 3), "Yes"] for i in range(count)]])
    said = scaffold({"id": "new", "source": "w2020.csv,w2022.csv", "language": "en"}, tmp_path, SHARED)
    assert "ONLY 8 FORMS in 2020" in said and "ONLY 40" not in said
    methods = (tmp_path / "report_templates/new/methods.md.jinja").read_text(encoding="utf-8")
    assert "So few forms came in in the round “2020”" in methods and methods.count("So few forms") == 1
