"""What a name after --config against= means: a release, a folder, or a revision of git."""

import subprocess

import pytest
from evalreport.files.errors import BadInput
from evalreport.releases import revisions as git_revisions
from evalreport.releases.revisions import Revision, asked_revisions, find_revision, not_in_git

EVALUATION = "config/x/evaluation.yaml"
RELEASES = "releases/x"


def git(folder, *arguments):
    who = (
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@b.no",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    )
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(folder, name, text="x"):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An evaluation in a folder of a repository, with two commits; the first has the edition first only."""
    place = tmp_path / "repository" / "evaluations"
    write(place, EVALUATION, "editions: {first: {}}\n")
    write(place, "data/x/open.csv")
    write(place, ".gitignore", "data/x/secret.csv\n")
    git(place, "init", "-q", "..")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "one")
    write(place, EVALUATION, "editions: {first: {}, second: {}}\n")
    git(place, "commit", "-qam", "two")
    monkeypatch.chdir(place)
    return place


def found(folder, wanted):
    return find_revision(wanted, "against", folder / RELEASES)


def test_branches_tags_and_commits_are_revisions(folder):
    git(folder, "tag", "-a", "v1", "-m", "one", "HEAD~1")
    first, second = git(folder, "rev-parse", "HEAD~1", "HEAD").split()
    assert found(folder, "HEAD~1") == Revision("HEAD~1", first) == Revision("HEAD~1", found(folder, "v1").commit)
    assert found(folder, "git:main") == found(folder, "main") == Revision("main", second)
    assert found(folder, "main").name == f"main [{second[:10]}]"
    assert found(folder, second[:7]).name == f"git {second[:10]}"


def test_a_release_goes_before_a_branch_of_its_name_and_git_makes_the_branch_of_it(folder):
    write(folder, f"{RELEASES}/main/release.json")
    write(folder, "elsewhere/v1/release.json")
    assert found(folder, "main") is None and found(folder, "elsewhere/v1") is None
    assert found(folder, "git:main").commit == git(folder, "rev-parse", "main")


def test_a_folder_that_is_no_release_is_no_revision_either(folder):
    with pytest.raises(BadInput, match="there is no release 'config/x'"):
        found(folder, "config/x")


@pytest.mark.parametrize("wanted", ["mian", "HEAD~9", "--all", "git:", "-h", "HEAD^{tree}"])
def test_an_unknown_name_is_told_with_what_would_do(folder, wanted):
    write(folder, f"{RELEASES}/first/release.json")
    with pytest.raises(BadInput) as error:
        found(folder, wanted)
    text = str(error.value)
    assert "--config, against: " in text and "git knows no branch, tag or commit" in text
    assert "One of first, or a folder with a release.json. A revision is a branch, a tag or a commit of git" in text
    assert ("Did you mean 'main'?" in text) == (wanted == "mian")


def test_a_folder_outside_of_git_and_a_machine_without_git(tmp_path, folder, monkeypatch):
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(BadInput, match="and this folder is in no git repository. No release is frozen yet"):
        find_revision("main", "against", outside / RELEASES, outside)
    monkeypatch.setenv("PATH", str(outside))
    with pytest.raises(BadInput, match="there is no release 'main' in .*, and git is not installed"):
        found(folder, "main")


def test_a_copy_with_the_last_commits_only_says_how_to_get_the_others(tmp_path, folder, monkeypatch):
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/repository", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    with pytest.raises(BadInput, match="git fetch --unshallow"):
        find_revision("HEAD~1", "against", folder / RELEASES)


def test_a_revision_without_the_edition_or_the_evaluation_ends_the_program(folder):
    asked = {"against": "HEAD~1", "review": "HEAD"}
    assert set(asked_revisions(asked, folder / RELEASES, "x", "first")) == {"against", "review"}
    assert asked_revisions({"against": None}, folder / RELEASES, "x", "first") == {}
    with pytest.raises(SystemExit, match=r"against: HEAD~1 \[.*\] has no edition 'second'. It had first; compare"):
        asked_revisions(asked, folder / RELEASES, "x", "second")
    with pytest.raises(SystemExit, match="has no config/y/evaluation.yaml"):
        asked_revisions(asked, folder / RELEASES, "y", "second")


def test_data_that_git_ignores_or_has_not_yet_are_todays(folder):
    commit = git(folder, "rev-parse", "HEAD")
    for name in ("secret.csv", "new/new øre.csv", "release.key", "__pycache__/a.pyc", ".hidden"):
        write(folder, f"data/x/{name}")
    write(folder, "data/x/tracked.csv")
    git(folder, "add", "data/x/tracked.csv")
    git(folder, "rm", "-q", "--cached", "data/x/open.csv")  # the revision still has it
    assert not_in_git("data/x", commit) == ["data/x/new/new øre.csv", "data/x/secret.csv"]


def test_data_behind_a_link_are_todays(tmp_path, folder):
    write(tmp_path, "safe/answers.csv")
    (folder / "data/y").symlink_to(tmp_path / "safe")
    assert not_in_git("data/y", git(folder, "rev-parse", "HEAD")) == ["data/y/answers.csv"]


def test_git_called_from_a_hook_still_looks_at_the_folder(folder, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert git_revisions.git(folder, "rev-parse", "--show-prefix").strip() == "evaluations/"
