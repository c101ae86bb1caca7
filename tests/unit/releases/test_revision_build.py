"""The report of a git revision: whose files it is built from, where it is kept, and what is left when it cannot be built.

The program of these repositories is a Snakefile that freezes what it finds; the real one is in tests/workflow.
"""

import json
import os
from pathlib import Path

import pytest
from evalreport.files.errors import Stopped
from evalreport.releases import revision_build
from evalreport.releases.revision_build import build_revision, environment, last_words
from test_git_revisions import git, write

EVALUATION = "config/x/evaluation.yaml"
SNAKEFILE = """
import json
from pathlib import Path
rule release:
    run:
        names = [p for p in ("data/x/open.csv", "data/x/secret.csv", "data/x/release.key") if Path(p).is_file()]
        seen = {name: Path(name).read_text() for name in names}
        seen |= {"others": sorted(p.name for p in Path("releases/x").glob("*")), "config": dict(config)}
        seen["program"] = "THIS"
        folder = Path("releases/x/first") if not Path("releases/x/first").exists() else Path("releases/x/first.r2")
        (folder / "inputs").mkdir(parents=True)
        (folder / "inputs/seen.json").write_text(json.dumps(seen))
        (folder / "release.json").write_text('{"release": "first", "git": {}, "inputs": {"packages": {"then": "1"}}}')
        if not Path("data/x/release.key").is_file():
            Path("data/x/release.key").write_text("made then")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An evaluation in a folder of a repository that holds the program too; the second commit changes both."""
    top = tmp_path / "repository"
    place = top / "evaluations"
    write(top, "program/Snakefile", SNAKEFILE.replace("THIS", "of then"))
    write(place, EVALUATION, "editions: {first: {previous: before}}\n")
    write(place, "data/x/open.csv", "answers of then")
    write(place, ".gitignore", "results/\n.snakemake/\ndata/x/secret.csv\ndata/x/release.key\n")
    for name in ("before", "first", "first.r2"):
        write(place, f"releases/x/{name}/release.json", "{}")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    write(top, "program/Snakefile", SNAKEFILE.replace("THIS", "of today"))
    write(place, "data/x/open.csv", "answers of today")
    git(top, "commit", "-qam", "two")
    write(place, "data/x/secret.csv", "secret of today")
    monkeypatch.chdir(place)
    return place


def build(folder, program=None, revision="HEAD~1"):
    commit = git(folder, "rev-parse", revision)
    index, output = Path(f"results/x/revisions/{commit}/first/release.json"), Path(f"results/x/logs/{commit}.log")
    index.parent.mkdir(parents=True, exist_ok=True)  # as Snakemake does before a job
    program = program or folder.parent / "program"
    said = build_revision(commit, "x", "first", ["data/x/secret.csv"], program, 1, index, output)
    return said, index.parent


def seen(kept):
    return json.loads((kept / "inputs/seen.json").read_text(encoding="utf-8"))


def test_a_revision_is_built_from_its_own_files_and_kept_as_a_release(folder, monkeypatch):
    monkeypatch.setenv("SNAKEMAKE_PROFILE", "nowhere")
    state = git(folder, "status", "--porcelain", "--ignored"), git(folder, "worktree", "list")
    said, kept = build(folder)
    found = seen(kept)
    assert (found["program"], found["data/x/open.csv"]) == ("of then", "answers of then")
    assert found["data/x/secret.csv"] == "secret of today" and "data/x/release.key" not in found
    assert found["others"] == ["before"] and found["config"]["edition"] == "first"
    index = json.loads((kept / "release.json").read_text(encoding="utf-8"))
    assert index["git"]["revision"] == git(folder, "rev-parse", "HEAD~1")
    assert index["inputs"]["packages"]["Python"] and "then" not in index["inputs"]["packages"]
    assert index["git"]["todays_data"] == ["data/x/secret.csv"] and "today's on both sides: data/x/secret.csv" in said
    assert sorted(path.name for path in kept.parent.iterdir()) == ["first"]
    # the repository and today's files are as they were, but for the key that both sides need
    after = git(folder, "status", "--porcelain", "--ignored"), git(folder, "worktree", "list")
    assert Path("data/x/release.key").read_text().strip() == "made then"
    assert Path("data/x/open.csv").read_text() == "answers of today"
    new = {*after[0].splitlines()} - {*state[0].splitlines()}
    assert new == {"!! evaluations/data/x/release.key", "!! evaluations/results/"} and after[1] == state[1]


def test_todays_key_goes_before_the_one_of_the_revision_and_signoffs_stay(folder):
    write(folder, "data/x/release.key", "of today")
    kept = Path("results/x/revisions") / git(folder, "rev-parse", "HEAD~1") / "first"
    write(folder, str(kept / "signoff-kari.json"), "{}")
    write(folder, str(kept / "left_over.csv"))
    build(folder)
    assert seen(kept)["data/x/release.key"] == "of today" == Path("data/x/release.key").read_text()
    assert sorted(path.name for path in kept.iterdir()) == ["inputs", "release.json", "signoff-kari.json"]


def test_releases_that_the_edition_names_as_previous_stay(folder):
    write(folder, EVALUATION, "editions: {first: {previous: first}}\n")
    git(folder, "commit", "-qam", "three")
    here = folder.parent / "tree"
    revision_build.git(folder.parent, "checkout-index", "--all", f"--prefix={here}/")
    evaluation = here / "evaluations"
    assert revision_build._without_its_releases(evaluation, "x", "first") == ["first", "first.r2"]
    write(evaluation, EVALUATION, "editions: {first: {previous: first.r2}}\n")
    assert revision_build._without_its_releases(evaluation, "x", "first") == ["first.r2"]
    assert (evaluation / "releases/x/before").is_dir()


def test_a_program_that_lies_elsewhere_is_todays(folder, tmp_path):
    write(tmp_path, "elsewhere/Snakefile", SNAKEFILE.replace("THIS", "elsewhere"))
    assert seen(build(folder, tmp_path / "elsewhere")[1])["program"] == "elsewhere"


def test_a_revision_that_cannot_be_built_says_why_and_leaves_nothing(folder):
    write(folder.parent, "program/Snakefile", SNAKEFILE.replace('(folder / "inputs")', "undefined"))
    git(folder, "commit", "-qam", "three")
    with pytest.raises(
        Stopped, match=r"(?s)cannot be built.*name 'undefined' is not defined.*All of it: results/x/logs/"
    ):
        build(folder, revision="HEAD")
    assert not list(Path("results/x/revisions").iterdir())
    write(folder.parent, "program/Snakefile", "rule report:\n    shell: 'true'\n")
    git(folder, "commit", "-qam", "four")
    with pytest.raises(Stopped, match="is older than snakemake release: name a later one"):
        build(folder, revision="HEAD")
    git(folder, "mv", "../program", "../moved")
    git(folder, "commit", "-qm", "five")
    with pytest.raises(Stopped, match=r"has no moved/Snakefile, so it cannot be built. Name a later one"):
        build(folder, folder.parent / "moved")


def test_data_behind_a_link_out_of_the_repository_are_reached(folder, tmp_path):
    write(tmp_path, "safe/secret.csv", "secret of today")
    (folder / "data/y").symlink_to("../../../safe")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a link that leads nowhere from a copy")
    here = tmp_path / "a/deep/copy/tree"
    revision_build.git(folder.parent, "checkout-index", "--all", f"--prefix={here}/")
    assert (here / "evaluations/data/y").is_symlink() and not (here / "evaluations/data/y").exists()
    revision_build._use_todays(["data/y/secret.csv"], here / "evaluations")
    assert (here / "evaluations/data/y/secret.csv").read_text() == "secret of today"


def test_what_the_outer_build_has_set_is_not_handed_on(tmp_path):
    (tmp_path / "scripts/evalreport").mkdir(parents=True)
    paths = os.pathsep.join([str(tmp_path / "scripts"), "/other"])
    today = {"PATH": "/bin", "SNAKEMAKE_PROFILE": "slurm", "GIT_DIR": ".git", "PYTHONPATH": paths}
    assert environment(today, tmp_path) == {
        "PATH": "/bin",
        "PYTHONPATH": "/other",
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
    }


def test_the_logs_of_failed_jobs_are_shown_else_the_end():
    framed = "Job 1\nLogfile a.log:\n=====\n1 problem in the input:\n  - x\n=====\nShutting down\n"
    assert last_words(framed) == "  | 1 problem in the input:\n  |   - x"
    assert last_words("".join(f"line {n}\n\n" for n in range(99))).startswith("  | line 69\n")
