"""The second whole evaluation from its raw files, in one process: every printed value, its claims, and what is planted in its forms."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from compare_published import compare_published
from evalreport.verify.reproduction import AGREES
from stages import Stages

ROOT = Path(__file__).parents[2]
NAME = "brubygging"
DATA, CONFIG = ROOT / "data" / NAME, ROOT / "config" / NAME
PUBLISHED = DATA / "published"
TABLES = sorted(path.stem for path in PUBLISHED.glob("[tp]*_*.csv"))
PRINTED = 209  # values in the printed report
ELSEWHERE = Path(__file__).parent / NAME / "printed_elsewhere.csv"


class Bridge(Stages):
    """The stages of this evaluation."""

    config = property(lambda self: self.folder / "config" / NAME)
    data = property(lambda self: self.folder / "data" / NAME)
    templates = property(lambda self: self.folder / "report_templates" / NAME)


def rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


SENTENCES = rows(PUBLISHED / "prose.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bridge")
    for name in ("config", "data", "releases", "report_templates"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def final(folder) -> Bridge:
    stages = Bridge(folder, {"evaluation": NAME, "edition": "final"})
    stages.tables()
    return stages


@pytest.fixture(scope="module")
def comparison(final) -> pd.DataFrame:
    project, build = final.project, final.folder / final.paths.build
    views = {name: project.views[name].to_dict() for name in set(project.published_by().values())}
    views |= {row["exhibit"]: project.views[row["exhibit"]].to_dict() for row in SENTENCES}
    published = [PUBLISHED / f"{table}.csv" for table in TABLES]
    to = (build / "exhibits", build / "reproduction.csv")
    labels = [PUBLISHED / "labels.csv"]
    compare_published(project.published_by(), views, labels, [], published, *to, prose=[PUBLISHED / "prose.csv"])
    return pd.read_csv(build / "reproduction.csv", keep_default_na=False, dtype=str)


def cells_printed() -> int:
    return sum(len(rows(PUBLISHED / f"{table}.csv")) for table in TABLES) + len(SENTENCES)


def test_every_printed_value_is_compared_or_has_its_place():
    assert cells_printed() + len(rows(ELSEWHERE)) == PRINTED


def test_every_cell_and_every_number_of_a_sentence_agrees(comparison):
    assert len(comparison) == cells_printed()
    assert comparison[comparison["agreement"] != AGREES].to_dict("records") == []


def test_six_sentences_say_a_bound():
    assert sorted(row["bound"] for row in SENTENCES if row["bound"]) == ["nearly", *["over"] * 5]


FACTS = {row["id"]: row["value"] for row in rows(CONFIG / "facts.csv")}
PLACED = rows(ELSEWHERE)


@pytest.mark.parametrize("row", [r for r in PLACED if r["where"].startswith("fact:")], ids=lambda r: r["where"])
def test_a_fact_is_the_printed_one(row):
    assert FACTS[row["where"].removeprefix("fact:")] == row["value"]


def test_what_is_no_number_stands_in_the_report(final):
    project = final.project
    texts = {path.name.split(".")[0]: path.read_text(encoding="utf-8") for path in final.templates.glob("*.jinja")}
    whole = "".join(texts[chapter.template or chapter.id] for chapter in project.edition.chapters)
    missing = []
    for row in PLACED:
        kind, _, what = row["where"].partition(":")
        wanted = {
            "quote": f'quote("{what}")',
            "footnote": f"[^{what}]:",
            "exhibit": f'figure("{what}")',
            "text": row["value"] if what == "plan_as_instrument" else "10. juni 2000",
        }.get(kind)
        if wanted and wanted not in whole:
            missing.append(row)
    assert missing == []


def test_every_statement_of_the_print_is_a_claim_about_its_exhibit(final):
    claimed = {
        name
        for calls in final.project.cited.values()
        for call in calls
        if call.function == "claim"
        for name in call.exhibits
    }
    told = {row["where"].removeprefix("claim:") for row in PLACED if row["where"].startswith("claim:")}
    assert told and told - claimed == set()


def test_no_claim_fails(final):
    for chapter in final.project.chapters:
        if final.project.calls(chapter.id, "changes"):  # compares claims, and makes none
            continue
        final.write(chapter.id)
        path = final.folder / final.paths.chapters([chapter.id])[0]
        wrong = [c for c in rows(path.with_suffix(".claims.csv")) if c["verdict"] not in ("holds",)]
        assert wrong == []


def test_the_interim_edition_is_frozen_and_the_final_one_compares_with_it(final):
    frozen = json.loads((ROOT / "releases" / NAME / "interim" / "release.json").read_text(encoding="utf-8"))
    claims = rows(ROOT / "releases" / NAME / "interim" / "claims.csv")
    assert final.project.edition.previous == "interim" and not frozen["draft"]
    assert claims and {claim["verdict"] for claim in claims} == {"holds"}


def test_the_twelve_contradictions_of_the_print_fail_as_claims(folder):
    stages = Bridge(folder, {"evaluation": NAME, "edition": "printed"})
    chapter = stages.project.chapters[0].id
    stages.write(chapter)
    claims = rows((folder / stages.paths.chapters([chapter])[0]).with_suffix(".claims.csv"))
    assert [claim["verdict"] for claim in claims] == ["fails"] * 12


def test_what_is_planted_in_the_forms_is_found_and_logged(final):
    log = pd.read_csv(final.clean("municipalities").with_suffix(".log.csv"), keep_default_na=False, dtype=str)
    counts = log["rule"].value_counts().to_dict()
    planted = {
        "capitals_and_blanks": 5,
        "municipality_spelling": 2,
        "county_capitals_and_blanks": 2,
        "county_spelling": 1,
        "excluding_box": 9,
        "behind_a_jump": 11,
        "read_twice": 3,
        "empty_form": 2,
    }
    assert {rule: counts.get(rule, 0) for rule in planted} == planted
    behind = log[log["rule"] == "behind_a_jump"]
    assert set(behind["variable"]) == {
        "voluntary",
        "meetings",
        "members",
        "who_forum_workers",
        "dev_money",
        "leader_meetings",
    }
    boxes = log[log["rule"] == "excluding_box"]["variable"].value_counts().to_dict()
    assert boxes == {
        "themes_unknown": 3,
        "involved_no": 2,
        "members_unknown": 2,
        "involved_dont_know": 1,
        "who_training_dont_know": 1,
    }


def test_nobody_answers_behind_a_jump_after_cleaning(final):
    table = pd.read_parquet(final.clean("municipalities"))
    without = table[table["forums"] != 1]
    assert len(table) == 134 and len(without) == 37
    assert without[["voluntary", "meetings", "members", "control"]].isna().all().all()


def test_the_generator_writes_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, str(DATA / "generate"), "--out", str(tmp_path)], check=True, timeout=120)
    made = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert made == ["counties_2000.csv", "county_list_2000.csv", "municipalities_2000.csv", "sample_2000.csv"]
    assert [name for name in made if (tmp_path / name).read_bytes() != (DATA / name).read_bytes()] == []


def test_the_coded_comments_are_those_the_generator_coded():
    sys.path.insert(0, str(DATA / "generate"))
    try:
        from comments import COMMENTS
    finally:
        sys.path.pop(0)
    coded = [(row["codes"], row["text"]) for row in rows(CONFIG / "codings" / "comments.csv")]
    assert sorted(coded) == sorted(COMMENTS)


def test_the_data_are_small():
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 1_000_000
