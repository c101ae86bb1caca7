"""The exports of ten survey platforms: drafted without a word more than the file, and all of them tell the same numbers."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from evalreport.clean.cleaning import clean
from evalreport.clean.rules import parse_rules
from evalreport.files.schema import load_yaml
from evalreport.ingest.reading import read_source
from evalreport.project.open import load_project
from evalreport.project.project import Project
from evalreport.scaffold.draft import scaffold
from platforms import ENGLISH, FORMS, NORWEGIAN, PLATFORMS, people

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"


def cleaned(folder: Path, project: Project) -> pd.DataFrame:
    """The table that a build of the draft makes."""
    book, file = project.codebooks["survey"], folder / "config/new/cleaning/survey.yaml"
    waves = project.evaluation.instruments["survey"].waves
    read = {
        wave: read_source(
            folder / "data/new" / about["file"],
            about["reader"],
            {key: value for key, value in about.items() if key not in ("file", "reader")},
        ).table
        for wave, about in waves.items()
    }
    rules = parse_rules(load_yaml(file), str(file), book, project.evaluation.language)
    return clean(read, book, rules, decimals={wave: about.get("decimal", ".") for wave, about in waves.items()}).table


@pytest.fixture(params=PLATFORMS, scope="module")
def drafted(request, tmp_path_factory):
    """Platform, what was said, codebook (a row a variable), exhibits and the cleaned table."""
    folder = tmp_path_factory.mktemp(request.param)
    asked = PLATFORMS[request.param](folder)
    said = scaffold({"id": "new", **asked}, folder, SHARED)
    project = load_project(
        {"evaluation": "new", "edition": "draft"}, folder / "config", folder / "report_templates", SHARED
    )
    book = pd.read_csv(folder / "config/new/codebook/survey.csv", dtype=str, keep_default_na=False)
    book = book.rename(columns={f"label_{asked['language']}": "label"})
    plan = load_yaml(folder / "config/new/exhibits/results.yaml")["exhibits"]
    texts = NORWEGIAN if asked["language"] == "nb" else ENGLISH
    return request.param, said, book, plan, cleaned(folder, project), texts, project.codebooks["survey"]


def answers(drafted, label: str) -> list[str]:
    """The words of all answers to the question with this label, in the order of the forms; "" where there is none."""
    _, _, book, _, table, _, codebook = drafted
    (name,) = book[book["label"] == label]["variable"]
    variable = next(each for each in codebook.variables if each.name == name)
    set_ = codebook.value_sets.get(variable.value_set or "")
    language = next(iter(variable.labels))
    words = {str(choice.code): choice.label(language) for choice in set_.valid} if set_ else {}
    cells = ["" if pd.isna(cell) else str(int(cell)) for cell in table[name]]
    return [words.get(cell, "") if set_ else cell for cell in cells]


def test_every_answer_is_read_as_it_was_given(drafted):
    name, _, _, _, table, texts, _ = drafted
    rows = people()
    assert len(table) == FORMS
    head = {"gender": "Kjønn", "age": "Alder"} if name == "plain_excel" else {k: texts[k][0] for k in ("gender", "age")}
    assert answers(drafted, head["gender"]) == [texts["gender"][1][p["gender"]] for p in rows]
    assert answers(drafted, head["age"]) == [str(p["age"]) for p in rows]
    assert answers(drafted, texts["often"][0]) == [texts["often"][1][p["often"]] for p in rows]
    for n, item in enumerate(texts["items"][1]):
        given = ["" if p["satisfied"][n] is None else texts["satisfied"][1][p["satisfied"][n]] for p in rows]
        assert answers(drafted, item) == given


def test_several_answers_are_boxes_whatever_the_platform_makes_of_them(drafted):
    name, _, book, plan, table, texts, _ = drafted
    if name == "plain_excel":
        pytest.skip("the sheet was typed without this question")
    (battery,) = {row.battery for row in book.itertuples() if row.label in texts["channels"][1] and row.battery}
    shown = next(each for each in plan if each.get("battery") == battery)
    ticked = Counter(n for p in people() for n in p["channels"])
    assert shown["kind"] == "share" and len(shown["counted"]) == 1
    for n, item in enumerate(texts["channels"][1]):
        (variable,) = book[(book["label"] == item) & (book["battery"] == battery)]["variable"]
        assert int((table[variable] == shown["counted"][0]).sum()) == ticked[n]


def test_the_draft_shows_the_questions_in_their_words_and_nothing_about_the_forms(drafted):
    name, said, book, plan, _, texts, _ = drafted
    titles = " ".join(next(iter(each["title"].values())) for each in plan)
    wanted = {"satisfied", "often"} | (set() if name == "plain_excel" else {"channels"})
    assert all(texts[key][0] in titles for key in wanted)
    assert [each["kind"] for each in plan].count("mean") == 1  # the age alone is a number
    (numbers,) = (each for each in plan if each["kind"] == "mean")
    assert list(book[book["variable"].isin(numbers["variables"])]["label"]) == [
        "Alder" if name == "plain_excel" else texts["age"][0]
    ]
    shown = {v for each in plan for v in each.get("variables", ())} | {each.get("battery") for each in plan}
    about = book[book["note"].str.contains("about the form|dates and times", regex=True) | (book["type"] == "id")]
    assert not shown & set(about["variable"])
    assert "background of the respondents" in said and all(
        each.get("by") for each in plan if each.get("display") == "bars"
    )
    assert len(said.splitlines()) < 60


def test_the_choice_of_who_answered_is_found(drafted):
    name, said, book, *_, texts, _ = drafted
    labels = ["Kjønn", "Kontor"] if name == "plain_excel" else [texts["gender"][0], texts["office"][0]]
    background = next(line for line in said.splitlines() if "background of the respondents" in line)
    assert [book.set_index("label").loc[label, "variable"] in background for label in labels] == [True, True]
