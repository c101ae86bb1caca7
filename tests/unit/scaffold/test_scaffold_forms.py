"""What is about the forms and not the answers, and the open answer beside boxes, in the shapes that survey platforms export."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from evalreport.clean.cleaning import clean
from evalreport.clean.rules import parse_rules
from evalreport.files.schema import load_yaml
from evalreport.ingest.reading import read_source
from evalreport.project.open import load_project
from evalreport.scaffold.draft import scaffold

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"


def write(path: Path, columns: dict[str, list[str]], *label_rows: list[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([list(columns), *label_rows, *zip(*columns.values(), strict=True)])


def drafted(folder: Path, columns: dict[str, list[str]], *label_rows: list[str]) -> tuple[str, pd.DataFrame, dict]:
    """What the screen says, the codebook by variable, and the exhibits by id."""
    write(folder / "s2026.csv", columns, *label_rows)
    said = scaffold({"id": "new", "source": "s2026.csv", "language": "en"}, folder, SHARED)
    book = pd.read_csv(folder / "config/new/codebook/survey.csv", dtype=str, keep_default_na=False).set_index(
        "variable"
    )
    plan = load_yaml(folder / "config/new/exhibits/results.yaml")["exhibits"]
    return said, book, {each["id"]: each for each in plan}


def cleaned(folder: Path) -> pd.DataFrame:
    project = load_project(
        {"evaluation": "new", "edition": "draft"}, folder / "config", folder / "report_templates", SHARED
    )
    file = folder / "config/new/cleaning/survey.yaml"
    rules = parse_rules(load_yaml(file), str(file), project.codebooks["survey"], "en")
    (about,) = project.evaluation.instruments["survey"].waves.values()
    options = {key: value for key, value in about.items() if key not in ("file", "reader")}
    read = read_source(folder / "data/new" / about["file"], about["reader"], options).table
    return clean({"2026": read}, project.codebooks["survey"], rules).table


ROWS = 40
YES_NO = [["Yes", "No"][i % 2] for i in range(ROWS)]
WRITTEN = [["", "", "app", "poster", "a letter"][i % 5] for i in range(ROWS)]


def test_the_text_beside_an_other_that_has_its_box_is_no_answer(tmp_path):
    boxes = {
        f"Q3_{n}": [word if i % (n + 1) else "" for i in range(ROWS)]
        for n, word in ((1, "Mail"), (2, "Phone"), (3, "Other:"))
    }
    labels = [f"Channels - Selected Choice - {word}" for word in ("Mail", "Phone", "Other:")]
    _, book, plan = drafted(
        tmp_path,
        {"id": [str(i) for i in range(ROWS)], **boxes, "Q3_3_TEXT": WRITTEN},
        ["Id of it", *labels, "Channels - Other: - Text"],
    )
    assert book.loc[["q3_1", "q3_2", "q3_3"], "battery"].nunique() == 1 and book.loc["q3_3", "label_en"] == "Other:"
    assert book.loc["q3_3_text", "type"] == "text"
    assert plan["q3_items"]["kind"] == "share" and plan["q3_items"]["title"]["en"].startswith("Channels. ")


@pytest.mark.parametrize("ticked", [("Yes", "No"), ("Y", "")])
def test_an_open_other_without_a_box_is_a_box_ticked_by_any_text(tmp_path, ticked):
    boxes = {f"Q2[SQ00{n}]": [ticked[i % (n + 1) > 0] for i in range(ROWS)] for n in (1, 2)}
    _, book, plan = drafted(tmp_path, {**boxes, "Q2[other]": WRITTEN, "q9": YES_NO})
    (battery,) = set(book.loc[["q2_sq001", "q2_sq002", "q2_other"], "battery"])
    assert battery
    assert len([each for each in plan.values() if each["kind"] == "share"]) == 1
    table = cleaned(tmp_path)
    values = table["q2_other"].tolist()
    chosen = values[2]
    assert [value == chosen for value in values] == [bool(text) for text in WRITTEN]
    maps = (tmp_path / "config/new/codebook/code_maps.csv").read_text(encoding="utf-8")
    assert "poster" not in maps  # what people wrote stays in the export


def test_texts_beside_a_single_choice_are_no_result(tmp_path):
    _, book, plan = drafted(tmp_path, {"q1": YES_NO, "q1_other": WRITTEN, "q2": YES_NO})
    assert book.loc["q1_other", "type"] == "text" and "q1_other" not in plan


ABOUT_FORMS = {
    "$submission_id": [str(7_000_123 + 977 * i) for i in range(ROWS)],
    "seed": [str(100 + i % 7) for i in range(ROWS)],
    "Start time": [f"2026-01-{i % 28 + 1:02d} 10:00:00" for i in range(ROWS)],
    "Duration (in seconds)": [str(100 + 3 * i) for i in range(ROWS)],
    "interviewtime": [f"{i}.5" for i in range(ROWS)],
    "lastpage": [str(i % 4 + 1) for i in range(ROWS)],
    "_index": [str(i + 1) for i in range(ROWS)],
    "running": [str(i + 1) for i in range(ROWS)],
    "Referanse": [str(900_017 + 1013 * i) for i in range(ROWS)],
}


def test_ids_seeds_times_and_counters_are_never_results(tmp_path):
    ages = [str(20 + 7 * i % 50) for i in range(ROWS)]
    wages = [str(400_000 + 10_000 * i) for i in range(ROWS)]
    _, book, plan = drafted(tmp_path, {**ABOUT_FORMS, "How old are you?": ages, "Wage": wages, "q1": YES_NO})
    shown = {name for each in plan.values() for name in each.get("variables", ())}
    assert shown == {"how_old_are_you", "wage", "q1"}
    assert (tmp_path / "report_templates/new/results.md.jinja").read_text(encoding="utf-8").count("seed") == 0


@pytest.mark.parametrize(
    ("header", "cells", "values"),
    [
        ("Finished", ("True", "False"), '["False"]'),
        ("Progress", ("100", "34"), '["34"]'),
        ("Status", ("Completed", "Some answers"), '["Some answers"]'),
        ("submitdate", ("2026-01-01 10:00:00", ""), '[""]'),
        ("Samlet status - Status", ("Gjennomført", "Noen svar"), '["Noen svar"]'),
    ],
)
def test_forms_that_were_not_finished_are_told_and_can_be_left_out(tmp_path, header, cells, values):
    said, _, plan = drafted(
        tmp_path, {header: [cells[i % 10 == 9] for i in range(ROWS)], "glad": YES_NO, "well": YES_NO}
    )
    assert f"4 of {ROWS} forms in 2026 are not finished ({header}" in said
    assert list(plan) == ["glad", "well"]
    rules = tmp_path / "config/new/cleaning/survey.yaml"
    text = rules.read_text(encoding="utf-8")
    assert f"values: {values}" in text and len(cleaned(tmp_path)) == ROWS
    rules.write_text(text.replace("#  - {id: unfinished", "  - {id: unfinished"), encoding="utf-8")
    assert len(cleaned(tmp_path)) == ROWS - 4


def test_a_question_called_status_is_a_question(tmp_path):
    said, book, plan = drafted(
        tmp_path, {"Status": [["Employed", "Student"][i % 2] for i in range(ROWS)], "q1": YES_NO}
    )
    assert book.loc["status", "type"] == "single" and "not finished" not in said


def _texts(content) -> list:
    if isinstance(content, dict):
        return [text for each in content.values() for text in _texts(each)]
    return [text for each in content for text in _texts(each)] if isinstance(content, list) else [content]


def test_every_word_that_is_recognised_is_a_text_and_no_truth_of_yaml():
    content = load_yaml(SHARED / "scaffold" / "recognise.yaml")
    assert [text for text in _texts(content) if isinstance(text, bool) and text is not True] == []
    listed = [content[key] for key in ("yes", "no", "chosen", "not_chosen", "low", "scales", "missing", "names")]
    assert [text for text in _texts(listed) if not isinstance(text, str)] == []


AGREE = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]
OFTEN = ["Never", "Rarely", "Often", "Always"]


def spread(answers: list[str], step: int) -> list[str]:
    return [answers[i * step % len(answers)] for i in range(ROWS)]


def test_neighbours_answered_on_one_scale_are_a_battery_whatever_they_are_called(tmp_path):
    names = ("I learn much", "My mentor helps", "The course is good")
    columns = {name: spread(AGREE, step) for name, step in zip(names, (1, 3, 5), strict=True)}
    _, book, plan = drafted(
        tmp_path, {**columns, "How often?": spread(OFTEN, 1), "Where?": spread(["A", "B", "C", "D"], 1)}
    )
    assert book["battery"].tolist() == ["i_learn_much_items"] * 3 + ["", ""]
    assert plan["i_learn_much_items"]["display"] == "stacked" and "scale" not in plan["i_learn_much_items"]
    assert plan["how_often"]["scale"] == "sequential" and plan["where"]["scale"] == "nominal"


def test_background_is_found_by_questions_and_answers_and_used(tmp_path):
    columns = {
        "v7": spread(["Woman", "Man"], 1),
        "How old are you?": spread(["Young", "Middle", "Old"], 1),
        "v8": spread(["Under 30 years", "30-49 years", "50 years and over"], 1),
        "q1": YES_NO,
    }
    _, _, plan = drafted(tmp_path, columns)
    (who,) = [
        e for e in load_yaml(tmp_path / "config/new/exhibits/methods.yaml")["exhibits"] if e["id"] == "characteristics"
    ]
    assert who["variables"] == ["v7", "how_old_are_you", "v8"]
    assert plan["q1"]["by"] == ["v7"] and plan["q1"]["total"] is True and plan["q1"]["test"] == "chi2"
    groupings = load_yaml(tmp_path / "config/new/evaluation.yaml")["groupings"]
    assert list(groupings) == ["v7", "how_old_are_you", "v8"]


def test_sentences_say_which_wave_they_speak_of(tmp_path):
    for year in ("2020", "2022"):
        write(tmp_path / f"w{year}.csv", {"a": YES_NO})
    scaffold({"id": "new", "source": "w2020.csv,w2022.csv", "language": "nb"}, tmp_path, SHARED)
    text = (tmp_path / "report_templates/new/results.md.jinja").read_text(encoding="utf-8")
    assert "Runden «2022»: {{ n(" in text
