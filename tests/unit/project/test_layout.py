"""Where everything lies below results/."""

import re

from evalreport.project.layout import Layout, first_existing, one_of

PATHS = Layout("survey", "final")


def test_what_editions_share_and_what_is_their_own():
    assert PATHS.manifests([("staff", "2009")]) == ["results/survey/confidential/ingest/staff_2009.manifest.json"]
    assert PATHS.clean(["staff"]) == ["results/survey/confidential/clean/staff.parquet"]
    assert PATHS.cleaning_logs(["staff"]) == ["results/survey/confidential/clean/staff.log.csv"]
    assert PATHS.response == "results/survey/confidential/respond/response.csv"
    assert PATHS.figures(["x"], "svg") == ["results/survey/final/figures/x.svg"]
    assert PATHS.chapters(["x"]) == ["results/survey/final/chapters/x.md"]


def test_each_exhibit_has_its_two_tables():
    folder = "results/survey/final/exhibits"
    assert PATHS.exhibits(["x"]) == [f"{folder}/x.estimates.csv", f"{folder}/x.tests.csv"]
    assert PATHS.exhibits(["x", "y"], ("estimates",)) == [f"{folder}/x.estimates.csv", f"{folder}/y.estimates.csv"]


def test_another_edition_has_other_files():
    other = Layout("survey", "interim")
    assert not set(PATHS.exhibits(["x"])) & set(other.exhibits(["x"]))


def test_the_first_folder_there_is(tmp_path):
    (tmp_path / "b").mkdir()
    assert first_existing(tmp_path / "a", tmp_path / "b", tmp_path / "c") == tmp_path / "b"
    assert first_existing(tmp_path / "a", tmp_path / "c") == tmp_path / "c"


def test_a_wildcard_is_the_longest_name_that_fits():
    instrument, wave = one_of(["survey", "survey_staff"]), one_of(["2025", "1.5"])
    found = re.fullmatch(f"({instrument})_({wave})", "survey_staff_2025")
    assert found.groups() == ("survey_staff", "2025")
    assert not re.fullmatch(wave, "1x5") and re.fullmatch(one_of([]), "none")
