"""The build of a whole evaluation: what it gives, what a second run does, and that a second evaluation needs no code."""

import os
import shutil

import pytest
from conftest import TINY, Workspace


def test_a_build_gives_the_report_and_what_is_known_about_it(finished):
    names = {path.name for path in finished.build.iterdir() if path.is_file()}
    assert names == {"report.docx", "report.pdf", "reproduction.csv", "summary.md", "literals.csv", "claims.csv"}
    assert (finished.build / "report.docx").read_bytes()[:2] == b"PK"
    assert (finished.build / "report.pdf").read_bytes()[:5] == b"%PDF-"
    assert "pupils_2023.csv" in (finished.build / "summary.md").read_text(encoding="utf-8")


def test_no_number_of_the_report_is_missing(finished):
    for name, text in finished.texts().items():
        assert "[…]" not in text, f"{name} prints a number that does not exist"


def test_nothing_unfinished_is_left(finished):
    assert finished.unfinished() == []


def test_the_library_is_compiled_once_and_not_in_each_job(finished):
    kept = {path.parent.parent.name for path in (finished.program / "scripts").rglob("*.pyc")}
    assert {"project", "figures", "assemble"} <= kept, "of what the workflow loads, and of what its jobs load"


def test_a_second_run_has_nothing_to_do(built):
    before = built.results()
    run = built.snakemake()
    assert "Nothing to be done" in run.output and run.jobs == (0, 0)
    assert built.results() == before


def test_two_builds_give_the_same_bytes(finished, tiny):
    tiny.snakemake()
    assert tiny.results() == finished.results()


def test_a_touch_of_every_source_runs_nothing(built):
    for path in (path for name in ("config", "data", "report_templates") for path in (built.folder / name).rglob("*")):
        path.touch()
    assert built.snakemake().jobs == (0, 0)


@pytest.mark.parametrize(
    "name", ["data/tiny/pupils_2023.csv", "report_templates/tiny/sample.md.jinja", "config/tiny/codebook/pupils.csv"]
)
def test_a_changed_file_with_an_old_date_is_noticed(built, name):
    """A file copied with its date (cp -p, unzip, rsync -a) may be older than the results."""
    before = built.texts()["sample" if name.endswith("jinja") else "appendix"]
    path = built.folder / name
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Girl", "Girls", 1)
        if "jinja" in name
        else text.replace("8.3", "8.4", 1).replace("How are you at", "How do you feel at"),
        encoding="utf-8",
    )
    os.utime(path, (1_000_000_000, 1_000_000_000))
    built.snakemake()
    assert built.texts()["sample" if name.endswith("jinja") else "appendix"] != before


def test_an_edit_of_the_library_runs_what_uses_it_and_changes_no_byte(finished, built, tmp_path):
    shutil.copytree(built.program, tmp_path / "program")
    edited = Workspace(tmp_path / "program", built.folder)
    module = edited.program / "scripts" / "evalreport" / "exhibits" / "view.py"
    module.write_text(module.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")
    run = edited.snakemake()
    assert run.jobs[0] == run.jobs[1] > 10
    assert edited.results() == finished.results()


def test_a_second_evaluation_needs_folders_only(tiny):
    for name in ("config", "data", "report_templates"):
        shutil.copytree(tiny.folder / name / "tiny", tiny.folder / name / "other")
    other = Workspace(tiny.program, tiny.folder, evaluation="other")
    settings = other.config / "evaluation.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("A good day at school", "Another report"), encoding="utf-8")
    other.snakemake("report", "--config", "evaluation=other")
    assert (other.build / "report.pdf").is_file()
    assert (other.build / "summary.md").read_text(encoding="utf-8").startswith("# Another report")
    assert not tiny.build.exists()


def test_another_edition_leaves_the_first_as_it_is(built):
    before = built.results()
    built.snakemake("report", "--config", "edition=first")
    after = built.results()
    assert "results/tiny/first/report.docx" in after
    assert {name: content for name, content in after.items() if "/first/" not in name} == before


def test_the_raw_files_are_what_their_script_writes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(TINY))
    import make_data

    monkeypatch.setattr(make_data, "FOLDER", tmp_path)
    make_data.main()

    def files(folder):
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert files(tmp_path) == files(TINY / "data" / "tiny")


def test_a_changed_code_runs_the_chapter_that_counts_it(built):
    before, texts = built.chapters(), built.texts()
    sheet = built.data / "measures.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Hill,talk", "Hill,visit"), encoding="utf-8")
    run = built.snakemake()
    wrote = {name for name, mark in built.chapters().items() if before[name] != mark}
    assert wrote == {"appendix", "measures"}  # the appendix lists the file
    assert {name for name, text in built.texts().items() if texts[name] != text} == wrote
    # Reading, counting, protecting, writing two chapters, the two reports, what sums them up, claims and audit.
    assert run.jobs[0] <= 12


def test_an_unknown_code_is_told_with_its_cell_and_nothing_is_written(built):
    before = built.results()
    sheet = built.data / "measures.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Hill,talk", "Hill,tlak"), encoding="utf-8")
    run = built.snakemake(good=False)
    assert "measures.csv, row 3, column Measure: unknown code 'tlak'. Did you mean 'talk'?" in run.output
    reports = [name for name in before if name.endswith((".docx", ".pdf", ".md"))]
    assert {name: built.results().get(name) for name in reports} == {name: before[name] for name in reports}
