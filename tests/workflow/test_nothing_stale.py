"""What is done to a finished build between two runs leaves no old report: inputs gone, results deleted or edited, memory lost, kills."""

import os
import shutil
import signal
import time
from pathlib import Path

from conftest import Workspace, edit

NOTHING = "Nothing to be done"


def report(work: Workspace) -> bytes:
    return (work.build / "report.pdf").read_bytes()


def gone(work: Workspace, *words: str) -> None:
    """The next run stops, names file and key, and leaves the report as it was."""
    before = report(work)
    run = work.snakemake("report", good=False)
    for word in ("evaluation.yaml", *words):
        assert word in run.output
    assert "Traceback" not in run.output
    assert report(work) == before


def test_a_name_that_no_file_has(built):
    edit(built.config / "evaluation.yaml", "pupils_2023.csv", "pupils_2023_corrected.csv")
    gone(
        built,
        "instruments > pupils > waves > 2023 > file",
        "pupils_2023_corrected.csv does not exist",
        "Did you mean 'pupils_2023.csv'?",
    )


def test_all_that_is_gone_is_told_at_once(built):
    names = ("schools.csv", "pupils_2023.csv", "pupils_2025.xlsx", "measures.csv")
    for name in names:
        (built.data / name).unlink()
    (built.data / "schools.csv").symlink_to("elsewhere.csv")
    told = [f"{name} does not exist" for name in names[1:]]
    gone(built, "schools.csv is a link to a file that does not exist", *told, "4 problems")


def test_a_folder_that_is_gone(built):
    shutil.rmtree(built.data)
    gone(built, "There is no folder data/tiny either")


def test_what_is_deleted_is_made_again(built):
    before = built.results()
    for name in ("exhibits", "figures", "chapters"):
        shutil.rmtree(built.build / name)
    for name in ("claims.csv", "literals.csv", "summary.md"):
        (built.build / name).unlink()
    shutil.rmtree(built.private.parent / "clean")
    built.snakemake()
    assert built.results() == before


def test_what_is_edited_is_put_aside_and_made_again(built):
    names = ("exhibits/wellbeing.estimates.csv", "chapters/sample.md", "report.pdf", "figures/climate.svg")
    before, edited = built.results(), {name: (built.build / name).read_bytes() + b"1" for name in names}
    for name, content in edited.items():
        (built.build / name).write_bytes(content)
    run = built.snakemake()
    for name, content in edited.items():
        told = f"results/tiny/second/{name} is not as it was made; it now lies in results/tiny/confidential/set_aside/second/{name}"
        assert told in run.output
        assert (built.private.parent / "set_aside/second" / name).read_bytes() == content
    assert built.results() == before


def test_looking_puts_nothing_aside(built):
    path = built.build / "chapters/sample.md"
    path.write_bytes(path.read_bytes() + b"1")
    assert "a build puts it aside" in built.snakemake("--dry-run", "report").output
    assert path.read_bytes().endswith(b"1") and not (built.private.parent / "set_aside").exists()


def test_without_the_hidden_memory_nothing_is_made_again_and_nothing_stays_old(built):
    shutil.rmtree(built.folder / ".snakemake")
    assert NOTHING in built.snakemake().output
    shutil.rmtree(built.folder / ".snakemake")
    edit(built.config / "evaluation.yaml", "A good day at school", "ANOTHER TITLE")
    before = report(built)
    run = built.snakemake()
    assert report(built) != before
    assert "analyse_wellbeing" not in run.output


def test_results_of_which_nothing_is_known_are_made_again(built):
    before = built.results()
    shutil.rmtree(built.folder / ".snakemake")
    (built.private.parent / "made.json").unlink()
    run = built.snakemake()
    assert "nothing says what it was made from" in run.output
    assert {path: text for path, text in built.results().items() if "set_aside" not in path} == before


def test_the_lock_of_a_run_that_goes_on_stays(tiny):
    run = tiny.start("report")
    locks = tiny.folder / ".snakemake/locks"
    while not list(locks.glob("*.lock")):
        assert run.poll() is None
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGSTOP)  # it holds its lock for as long as the other one looks
    try:
        other = tiny.snakemake("report", good=False)
        assert "lock" in other.output and "its lock is taken away" not in other.output
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def test_what_is_left_over_is_listed(built):
    (built.build / "figures/gone.svg").write_text("<svg/>", encoding="utf-8")
    (built.build.parent / "earlier/chapters").mkdir(parents=True)
    edit(built.config / "evaluation.yaml", "A good day at school", "ANOTHER TITLE")
    run = built.snakemake()
    assert "Left over, made by nothing any more" in run.output
    assert "results/tiny/earlier/" in run.output and "results/tiny/second/figures/gone.svg" in run.output
    assert (built.build / "figures/gone.svg").is_file()


def test_a_newer_package_is_in_the_table_of_programs(built, tmp_path, monkeypatch):
    newer = tmp_path / "newer/pandas-99.0.dist-info"
    newer.mkdir(parents=True)
    (newer / "METADATA").write_text("Metadata-Version: 2.1\nName: pandas\nVersion: 99.0\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "newer"))
    built.snakemake()
    assert "99.0" in (built.build / "chapters/appendix.md").read_text(encoding="utf-8")


def test_what_results_were_made_from_stands_beside_them_and_is_the_same_each_time(finished, tmp_path):
    made = Path("results/tiny/confidential/made.json")
    fresh = finished.copy_to(tmp_path / "fresh", results=False)
    fresh.snakemake()
    assert (fresh.folder / made).read_bytes() == (finished.folder / made).read_bytes()
