"""Reports from exports as survey platforms write them: one as drafted, one with every recipe of docs/recipes.md."""

import shutil

import pandas as pd
import pytest
from conftest import REPOSITORY, Workspace
from platforms import microsoft_forms, people, spss
from recipes import apply, blocks, cells_of, outcomes

SHARED = REPOSITORY / "report_templates" / "shared"


@pytest.fixture(scope="module")
def course(program, tmp_path_factory) -> Workspace:
    """The draft of the recipes with all of them, built."""
    folder = tmp_path_factory.mktemp("course")
    work = Workspace(program, folder, "course", "draft")
    asked = spss(folder, (2025, 2026), weight=True)
    work.snakemake("scaffold", "--config", "id=course", *(f"{key}={value}" for key, value in asked.items()))
    shutil.copy(SHARED / "reference.docx", work.config / "reference.docx")
    apply(folder, blocks())
    results = work.templates / "results.md.jinja"
    text = results.read_text(encoding="utf-8")
    figures = ("satisfied", "channels", "development")
    tables = (
        "near_or_often",
        "followed",
        "users",
        "age_groups",
        "often_by_office",
        "battery_grid",
        "rooms_by_use",
        "satisfaction",
        "often_weighted",
        "often_raked",
    )
    places = [*(f'{{{{ figure("{id}") }}}}' for id in figures), *(f'{{{{ table("{id}") }}}}' for id in tables)]
    results.write_text("\n\n".join([text, *places]) + "\n", encoding="utf-8")
    work.snakemake("report")
    return work


def estimates(work: Workspace, exhibit: str) -> pd.DataFrame:
    """What an exhibit prints, by variable, category and group."""
    table = pd.read_csv(work.build / "exhibits" / f"{exhibit}.estimates.csv", dtype={"category": str})
    return table.set_index(["variable", "category", "group"]).sort_index()


def share(chosen: list[bool], weights: list[float] | None = None) -> float:
    weights = weights or [1.0] * len(chosen)
    return sum(w for c, w in zip(chosen, weights, strict=True) if c) / sum(weights)


def test_the_recipes_print_what_they_promise(course):
    rows = people(2026)
    south = [p["often"] == 3 for p in rows if p["office"] == 1]
    shown = estimates(course, "often_south")
    assert shown.loc[("q6", "4", "total"), "estimate"] == pytest.approx(share(south))
    assert shown.loc[("q6", "*", "total"), "n"] == len(south)
    some = [
        p
        for p in rows
        if (p["office"] in (0, 1) or (30 <= p["age"] <= 44 and p["often"] in (2, 3))) and p["satisfied"][0] is not None
    ]
    together = estimates(course, "near_or_often").loc[("q6", "4", "wave_2026")]
    assert together["estimate"] == pytest.approx(share([p["often"] == 3 for p in some]))
    by = estimates(course, "often_by_office")
    for office in range(3):
        often = [p["often"] == 3 for p in rows if p["office"] == office]
        assert by.loc[("q6", "4", f"office_{office + 1}"), "n"] == sum(often) or sum(often) < 3
    rooms = [
        p["satisfied"][2] + 1
        for y in (2025, 2026)
        for p in people(y)
        if p["often"] == 2 and p["satisfied"][2] is not None
    ]
    ends = estimates(course, "rooms_by_use")["estimate"]
    assert (ends["q4_3", "smallest", "use_3"], ends["q4_3", "largest", "use_3"]) == (min(rooms), max(rooms))
    uses = [p["often"] == 3 or (p["often"] == 2 and (p["satisfied"][0] or 0) >= 3) for p in rows]
    assert estimates(course, "users").loc[("user", "1", "wave_2026"), "estimate"] == pytest.approx(share(uses))
    ticked = [1 in p["channels"] for p in rows]
    assert estimates(course, "channels").loc[("q5_2", "counted", "wave_2026"), "estimate"] == pytest.approx(
        share(ticked)
    )


def test_indices_trends_and_weights_of_the_recipes(course):
    for year in (2025, 2026):
        given = [[step + 1 for step in p["satisfied"] if step is not None] for p in people(year)]
        means = [sum(steps) / len(steps) for steps in given if len(steps) >= 2]
        found = estimates(course, "satisfaction").loc[("satisfaction", "mean", f"wave_{year}"), "estimate"]
        assert found == pytest.approx(sum(means) / len(means))
        often = [p["often"] == 3 for p in people(year)]
        weighted = estimates(course, "often_weighted").loc[("q6", "4", f"wave_{year}"), "estimate"]
        assert weighted == pytest.approx(share(often, [0.8 + 0.4 * (n % 2) for n in range(len(often))]))
        content = [p["satisfied"][0] >= 3 for p in people(year) if p["satisfied"][0] is not None]
        trend = estimates(course, "development").loc[("q4_1", "counted", f"wave_{year}"), "estimate"]
        assert trend == pytest.approx(share(content))
    both = [(a["satisfied"][0], b["satisfied"][0]) for a, b in zip(people(2025), people(2026), strict=True)]
    steps = [later - first for first, later in both if first is not None and later is not None]
    followed = estimates(course, "followed").loc[("q4_1", "mean", "total")]
    assert (followed["n"], followed["estimate"]) == (len(steps), pytest.approx(sum(steps) / len(steps)))
    raked = pd.read_parquet(course.folder / "results/course/confidential/weight/population.parquet")
    clean = pd.read_parquet(course.folder / "results/course/confidential/clean/survey.parquet")
    weights = clean[clean["wave"] == "2026"].assign(weight=raked["weight"].to_numpy())
    for name, margins in (("sex", (0.51, 0.49)), ("office", (0.5, 0.3, 0.2))):
        parts = weights.groupby(name)["weight"].sum() / weights["weight"].sum()
        assert [parts[code] for code in range(1, len(margins) + 1)] == pytest.approx(margins, abs=1e-6)


def test_the_tables_of_the_page_stand_in_the_report(course):
    text = (course.build / "chapters" / "results.md").read_text(encoding="utf-8")
    printed = [cells_of(line) for line in text.splitlines() if line.startswith("| ")]
    assert len(outcomes()) >= 18 and [row for row in outcomes() if row not in printed] == []


def test_a_corrected_answer_is_logged(course):
    log = pd.read_csv(course.folder / "results/course/confidential/clean/survey.log.csv", dtype=str)
    (row,) = log[log["rule"] == "age_of_form_3"].to_dict("records")
    assert (row["old"], row["new"], row["row"]) == ("42", "44", "3")
    assert (course.build / "report.docx").is_file() and (course.build / "report.pdf").is_file()


def test_a_workbook_of_microsoft_forms_becomes_a_report_in_two_commands(program, tmp_path):
    work = Workspace(program, tmp_path, "kurs", "draft")
    asked = {"id": "kurs", **microsoft_forms(tmp_path)}
    said = work.snakemake("scaffold", "--config", *(f"{key}={value}" for key, value in asked.items())).output
    assert "read as 3 boxes (E-post, En kollega, Telefon)" in said
    work.snakemake("report", "--config", "evaluation=kurs", "edition=draft")
    text = work.texts()["results"]
    most, fewest = (round(100 * share([n in p["channels"] for p in people()]) + 1e-9) for n in (2, 0))
    shown = text.replace("\u00a0", " ")
    assert f"En kollega ({most} %)" in shown and f"E-post ({fewest} %)" in shown
    assert "Fullføringstidspunkt" not in text and (work.build / "report.pdf").is_file()
