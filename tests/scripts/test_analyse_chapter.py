"""analyse_chapter: from clean tables and the plan to one table of estimates and one of tests."""

import numpy as np
import pandas as pd
import pytest
from analyse_chapter import analyse_chapter
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, ESTIMATE_TEXT, ESTIMATES, MEAN, TEST_TEXT, TESTS, TOTAL
from evalreport.files.tables import read_table, write_parquet, write_table

CLEAN = pd.DataFrame(
    {
        "respondent": [f"2009-{i}" for i in range(1, 9)],
        "wave": ["2008", "2008"] + ["2009"] * 6,
        "key": [str(i) for i in range(8)],
        "arm": ["t", "c", "t", "t", "t", "c", "c", None],
        "satisfied": pd.array([1, 2, 5, 4, 3, 1, None, 5], dtype="Int64"),
        "time": pd.array([4, 4, 5, 1, 2, 5, 1, 3], dtype="Int64"),
        "money": pd.array([1, 2, 1, 2, 1, 2, 1, 2], dtype="Int64"),
        "nav": pd.array([None, None, 1, 2, 1, 2, 1, 2], dtype="Int64"),
        "age": pd.array([25, 39, 40, 41, 60, None, 30, 45], dtype="Float64"),
    }
)
LOG = pd.DataFrame(
    [("2008", 3, "*", "", "dropped", "unfinished"), ("2009", 4, "satisfied", "55", "", "out_of_range")],
    columns=["wave", "row", "variable", "old", "new", "rule"],
)


def run(small, chapter: str, response=None, weights=None, project=None):
    project, folder = project or small.project(), small.folder
    write_parquet(CLEAN, folder / "staff.parquet")
    write_table(LOG, folder / "staff.log.csv")
    plan = project.analysis_params(chapter)
    analyse_chapter(
        codebooks=project.codebook_params(),
        plan=plan,
        clean={name: folder / f"{name}.parquet" for name in project.surveyed(chapter)},
        logs={name: folder / f"{name}.log.csv" for name in project.logged(chapter)},
        received={"staff": {"2008": 3, "2009": 6}},
        response=response,
        weights=weights,
        to_estimates=folder / "estimates.csv",
        to_tests=folder / "tests.csv",
        to_texts=folder / "texts.csv",
    )
    return read_table(folder / "estimates.csv", ESTIMATE_TEXT), read_table(folder / "tests.csv", TEST_TEXT)


def cells(table: pd.DataFrame, exhibit: str, column: str = "n") -> dict:
    part = table[table["exhibit"] == exhibit]
    return {(row["variable"], row["category"], row["group"]): row[column] for row in part.to_dict("records")}


def test_the_job_has_all_it_needs_in_its_params(small):
    project = small.project()
    before = run(small, "results")
    for name in ("evaluation.yaml", "exhibits/results.yaml", "cleaning/staff.yaml"):
        (small.config / "small" / name).unlink()
    for table, other in zip(run(small, "results", project=project), before, strict=True):
        pd.testing.assert_frame_equal(table, other)


def test_every_exhibit_of_the_chapter_in_the_two_schemas(small):
    estimates, tests = run(small, "results")
    assert list(estimates.columns) == ESTIMATES and list(tests.columns) == TESTS
    assert list(dict.fromkeys(estimates["exhibit"])) == [
        "satisfaction", "satisfaction_figure", "barriers", "barrier_means", "everyone",
    ]  # fmt: skip
    assert tests[["exhibit", "variable", "test"]].to_numpy().tolist() == [
        ["satisfaction", "satisfied", "chi2"],
        ["barriers", "time", "chi2"],
        ["barriers", "money", "chi2"],
        ["barrier_means", "time", "t"],
        ["barrier_means", "money", "t"],
    ]


def test_the_numbers(small):
    estimates, _ = run(small, "results")
    n = cells(estimates, "satisfaction")
    assert (n[("satisfied", BASE, "treated")], n[("satisfied", BASE, "control")], n[("satisfied", BASE, TOTAL)]) == (
        4,
        2,
        7,
    )
    assert (n[("satisfied", "high", "treated")], n[("satisfied", "low", "control")]) == (2, 2)
    figure = cells(estimates, "satisfaction_figure", "estimate")
    assert figure[("satisfied", "high", "second")] == pytest.approx(3 / 5)
    assert cells(estimates, "barriers", "estimate")[("time", "counted", "treated")] == 0.5
    assert cells(estimates, "barrier_means", "estimate")[("time", MEAN, "treated")] == 3


def test_an_exhibit_without_groups_shows_everybody(small):
    estimates, _ = run(small, "results")
    assert cells(estimates, "everyone") == {
        ("age", BASE, TOTAL): 7,
        ("age", "young", TOTAL): 3,
        ("age", "old", TOTAL): 4,
    }


def test_an_edition_sees_only_its_waves(small):
    small.change("evaluation.yaml", 'waves: {staff: ["2008", "2009"]}', 'waves: {staff: ["2009"]}')
    estimates, _ = run(small, "results")
    assert cells(estimates, "satisfaction")[("satisfied", BASE, TOTAL)] == 5
    figure = cells(estimates, "satisfaction_figure")
    assert ("satisfied", BASE, "second") in figure and ("satisfied", BASE, "first") not in figure


def test_cleaning_and_valid_answers(small):
    estimates, tests = run(small, "methods")
    counts = cells(estimates, "cleaned", "estimate")
    assert counts[("received", BASE, "2008")] == 3 and counts[("usable", BASE, "2008")] == 2
    assert counts[("unfinished", BASE, "2008")] == 1 and counts[("out_of_range", BASE, "2009")] == 1
    assert cells(estimates, "answers", "estimate")[("nav", BASE, "treated")] == 3  # asked in 2009 only
    assert tests.empty


def test_response_rates_come_from_the_response_table(small):
    small.change(
        "exhibits/methods.yaml",
        "exhibits:\n",
        "exhibits:\n  - {id: rates, title: {en: Rates}, kind: response, variables: [usable], by: [group], total: true}\n",
    )
    small.change(
        "evaluation.yaml",
        "groupings:\n",
        "response:\n  groups: [treated, control]\n  waves:\n"
        '    "2009": {frame: {instrument: staff, wave: "2009", unit: key, municipality: arm}, answers: {instrument: staff, unit: key}}\n'
        "groupings:\n",
    )
    rows = [("2009", "usable", BASE, group, 9, 9, 9) for group in ("treated", "control", TOTAL, "elsewhere")]
    columns = ["exhibit", "variable", "category", "group", "n", "n_weighted", "estimate"]
    table = pd.DataFrame(rows, columns=columns).assign(se=None, ci_low=None, ci_high=None, deff=None, suppressed=0)
    write_table(table[ESTIMATES], small.folder / "response.csv")
    estimates, _ = run(small, "methods", small.folder / "response.csv")
    assert set(cells(estimates, "rates")) == {("usable", BASE, group) for group in ("treated", "control", TOTAL)}


def test_two_runs_give_the_same_bytes(small):
    run(small, "results")
    first = [(small.folder / name).read_bytes() for name in ("estimates.csv", "tests.csv")]
    run(small, "results")
    assert [(small.folder / name).read_bytes() for name in ("estimates.csv", "tests.csv")] == first


def test_a_chapter_without_exhibits_gives_empty_tables(small):
    (small.config / "small/exhibits/methods.yaml").write_text("exhibits: []\n")
    small.change("methods.md.jinja", '{{ wave_count("staff", "2009") }}', "")
    small.change("methods.md.jinja", '{{ table("cleaned") }}', "")
    estimates, tests = run(small, "methods")
    assert estimates.empty and tests.empty and list(estimates.columns) == ESTIMATES


def test_an_exhibit_chooses_its_weights_and_design(small):
    designs = "designs:\n  offices: {label: {en: offices}, instrument: staff, clusters: key, minimum_clusters: 2}\n"
    weighting = (
        "weighting:\n  population:\n    label: {en: to the population}\n    instrument: staff\n    waves:\n"
        + "".join(
            f'      "{wave}": {{unit: key, frame: {{instrument: staff, wave: "{wave}", unit: key}}, pool: [arm], minimum: 1,\n'
            f'        population: [{{instrument: staff, wave: "{wave}", unit: key, count: age}}],\n'
            "        margins: [{id: groups, label: {en: Groups}, groups: [treated, control]}], bounds: [0.1, 9]}\n"
            for wave in ("2008", "2009")
        )
    )
    small.change("evaluation.yaml", "groupings:\n", weighting + designs + "groupings:\n")
    plain = run(small, "results")[0]
    small.change("exhibits/results.yaml", "test: t,", "test: t, design: offices, weights: population,")
    path = small.folder / "weights.parquet"
    heavy = CLEAN["satisfied"].eq(5).fillna(False).to_numpy()
    write_parquet(pd.DataFrame({"respondent": CLEAN["respondent"], "weight": np.where(heavy, 5.0, 1.0)}), path)
    assert small.project().weighted("results") == ["population"] and small.project().weighted("methods") == []
    estimates, tests = run(small, "results", weights={"population": path})
    part = tests[tests["exhibit"] == "barrier_means"]
    assert set(part["test"]) == {"jackknife_t"} and part["p_adjusted"].notna().all()
    assert set(tests[tests["exhibit"] == "barriers"]["test"]) == {"chi2"}
    before, after = cells(plain, "barrier_means", "estimate"), cells(estimates, "barrier_means", "estimate")
    assert before["time", "mean", "treated"] == 3.0  # 4, 5, 1, 2; the third answer weighs five
    assert after["time", "mean", "treated"] == pytest.approx((4 + 25 + 1 + 2) / 8)


def test_a_number_between_the_categories_of_a_collapse_stops_the_analysis(small, monkeypatch):
    """It would be in the base of the shares and in none of them."""
    between = CLEAN.assign(age=pd.array([25, 39, 40, 41, 60, None, 30, 39.5], dtype="Float64"))
    monkeypatch.setitem(globals(), "CLEAN", between)
    with pytest.raises(BadInput, match="no category for 39.5"):
        run(small, "results")
