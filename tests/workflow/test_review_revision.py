"""A build held against a git revision, in a repository where the evaluation is a folder and git ignores some of its data."""

import json
import subprocess

import pytest
from conftest import Workspace, edit

IGNORED = "results/\n.snakemake/\n/data/tiny/schools.csv\nrelease.key\n"
ANSWERS = "w003,Complete,103,Boy,Good,No,8.9", "w003,Complete,103,Boy,Bad,No,6.1"


def git(folder, *arguments) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.no", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def work(finished, tmp_path) -> Workspace:
    """The tiny evaluation, built; the last commit has another answer, so that only its report has to be built."""
    copied = finished.copy_to(tmp_path / "repository/evaluations/tiny")
    (copied.folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    git(tmp_path / "repository", "init", "-q")
    edit(copied.data / "pupils_2023.csv", *ANSWERS)
    git(copied.folder, "add", "-A")
    git(copied.folder, "commit", "-qm", "before the form was corrected")
    edit(copied.data / "pupils_2023.csv", *reversed(ANSWERS))
    return copied


def found(work: Workspace) -> dict:
    return json.loads((work.build / "review/review.json").read_text(encoding="utf-8"))


def test_one_answer_is_reviewed_against_the_last_commit(work):
    before = work.results()
    shown = work.snakemake("-n", "review", "--config", "against=HEAD").output
    assert "Building the report of an earlier git revision" in shown and work.results() == before
    run = work.snakemake("review", "--config", "against=HEAD")
    text, jobs = run.output, run.jobs
    commit = git(work.folder, "rev-parse", "HEAD").strip()
    kept = work.folder / f"results/tiny/revisions/{commit}/second"
    assert f"Since HEAD [{commit[:10]}]: " in text and "today's on both sides: data/tiny/schools.csv" in text
    assert "changed because answers in pupils_2023.csv changed (1 row changed; answers differ in" in text
    assert jobs == (2, 2) and "Summing up the build" not in text  # what the other build says is in its own log
    review = found(work)
    assert [cause["name"] for cause in review["causes"]] == ["data/tiny/pupils_2023.csv"]
    index = json.loads((kept / "release.json").read_text(encoding="utf-8"))
    assert index["git"]["revision"] == commit and index["release"] == "second"
    for name in ("chapters/measures.md", "exhibits/climate.estimates.csv", "figures/climate.svg"):  # byte for byte
        assert (kept / name).read_bytes() == before[f"results/tiny/second/{name}"]
    assert not list(kept.parent.glob(".*")) and not (work.folder / "releases").exists()
    assert git(work.data, "status", "--porcelain", ".").split() == ["M", "evaluations/tiny/data/tiny/pupils_2023.csv"]

    # What a reviewer calls expected is put beside it; nothing of the revision is built again.
    assert f"into the folder results/tiny/revisions/{commit}/second." in gate(work, good=False)
    decisions = [{"id": item["id"], "by": "Kari"} for item in review["items"]]
    (kept / "signoff-kari.json").write_text(json.dumps({"format": 1, "decisions": decisions}), encoding="utf-8")
    again = work.snakemake("review_gate", "--config", "against=git:HEAD")
    assert again.jobs == (1, 1) and found(work)["summary"]["unexpected"] == 0
    assert work.snakemake("review_word", "--config", f"against=git:{commit[:8]}").jobs == (1, 1)


def gate(work: Workspace, good: bool) -> str:
    return work.snakemake("review_gate", "--config", "against=HEAD", good=good).output


def test_a_name_that_is_nothing_is_told_before_the_first_job(work):
    before = work.results()
    text = work.snakemake("review", "--config", "against=HAED", good=False).output
    assert (
        "--config, against: there is no release 'HAED' in releases/tiny, and git knows no branch, tag or commit" in text
    )
    assert "A revision is a branch, a tag or a commit of git, such as HEAD~1" in text
    assert work.results() == before


def test_a_revision_that_cannot_be_built_says_why_and_leaves_nothing(work):
    edit(work.data / "measures.csv", ",", ";")
    git(work.folder, "commit", "-qam", "a data file with a slip")
    text = work.snakemake("review", "--config", "against=HEAD", good=False).output
    assert "cannot be built, so there is nothing to compare with. What its build said:\n  | " in text
    assert "measures.csv" in text[text.index("What its build said:") :]
    assert not list((work.folder / "results/tiny").glob("revisions/*"))
