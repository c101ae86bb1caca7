"""A build held against its frozen edition: the same bytes, or what differs and why."""

import pandas as pd
import pytest
from evalreport.files.errors import Stopped
from evalreport.programs.git import git_state
from evalreport.releases import snapshots
from evalreport.releases.freezing import freeze, verify
from evalreport.releases.releases import ARCHIVE, read_release
from evalreport.releases.snapshots import packages, program_files, take_snapshot
from old_releases import unpack_inputs

ABOUT = {
    "evaluation": "x",
    "edition": "interim",
    "title": "Interim report",
    "date": "June",
    "status": "draft",
    "language": "en",
}


class World:
    """A program, an evaluation and its build, as small as can be."""

    def __init__(self, folder):
        self.folder = folder
        self.releases = folder / "releases/x"
        for name, text in {
            "Snakefile": "# rules\n",
            "rules/a.smk": "# a\n",
            "scripts/evalreport/exhibits/view.py": "# view\n",
            "requirements.lock": "pandas==0.0.1 \\\n    --hash=sha256:0\n",
            "config/x/plan.yaml": "a: 1\n",
            "report_templates/x/a.md.jinja": "Some words.\n",
            "report_templates/shared/a.lua": "-- design\n",
            "data/x/staff.csv": "id,q\na,1\nb,2\n",
            "results/x/interim/report.docx": "PK",
            "results/x/interim/exhibits/a.estimates.csv": "exhibit\na\n",
        }.items():
            self.write(name, text)
        self.answers = {"id": ["a", "b"], "q": ["1", "2"]}

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def snapshot(self, **about):
        table = self.folder / "staff.parquet"
        pd.DataFrame({"row": [0, 1], **self.answers}).to_parquet(table)
        build = self.folder / "results/x/interim"
        source = {"file": "staff.csv", "instrument": "staff", "wave": "2008", "ids": ["id"], "table": str(table)}
        return take_snapshot(
            about=ABOUT | about,
            content={"views": {}},
            build=build,
            outputs=[path for path in sorted(build.rglob("*")) if path.is_file()],
            data={"folder": str(self.folder / "data/x"), "files": ["staff.csv"], "sources": [source]},
            folders={
                "config": self.folder / "config/x",
                "templates": self.folder / "report_templates/x",
                "design": self.folder / "report_templates/shared",
            },
            program=self.folder,
        )

    def freeze(self, again=False, **about):
        return freeze(self.snapshot(**about), self.releases, {}, again)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def edit_answer(world):
    world.answers = {"id": ["a", "b"], "q": ["1", "5"]}
    world.write("data/x/staff.csv", "id,q\na,1\nb,5\n")


EDITS = {
    "data": (edit_answer, "staff.csv changed: 1 row changed; answers differ in q"),
    "config": (
        lambda w: w.write("config/x/plan.yaml", "a: 2\n"),
        "configuration config/x/plan.yaml changed: a: 1, now 2",
    ),
    "templates": (
        lambda w: w.write("report_templates/x/a.md.jinja", "Other words.\n"),
        "template report_templates/x/a.md.jinja changed: line 1: 'Some words.', now 'Other words.'",
    ),
    "design": (
        lambda w: w.write("report_templates/shared/a.lua", "-- new\n"),
        "design report_templates/shared/a.lua changed",
    ),
    "library": (
        lambda w: w.write("scripts/evalreport/exhibits/view.py", "# other\n"),
        "program scripts/evalreport/exhibits/view.py changed",
    ),
}


def test_a_frozen_build_is_the_same_as_itself(world):
    release, message = world.freeze()
    assert message.startswith("Frozen as a draft: ") and release.altered() == []
    again, message = world.freeze()
    assert message == f"Same bytes: all 2 files of this build are those frozen in {release.folder}."
    assert again.folder == release.folder and verify(world.snapshot(), world.releases, "interim") == message


def test_a_build_is_the_same_as_its_release_of_the_old_shape(world):
    release, _ = world.freeze()
    unpack_inputs(release.folder)
    before = {path: path.read_bytes() for path in release.folder.rglob("*") if path.is_file()}
    again, message = world.freeze()
    assert message == f"Same bytes: all 2 files of this build are those frozen in {release.folder}."
    assert verify(world.snapshot(), world.releases, "interim") == message and again.altered() == []
    assert {path: path.read_bytes() for path in release.folder.rglob("*") if path.is_file()} == before


def test_a_final_edition_is_no_draft(world):
    release, message = world.freeze(status="final")
    assert message.startswith("Frozen: ") and release.index["draft"] is False


def test_the_same_build_elsewhere_is_frozen_with_the_same_bytes(world, tmp_path):
    other = World(tmp_path / "deeper" / "elsewhere")
    # Data lie below the working directory in a real build; here their folder is in the index.
    bytes_of = lambda w: {  # noqa: E731
        p.relative_to(w.releases).as_posix(): p.read_bytes().replace(str(w.folder).encode(), b"HERE")
        for p in w.releases.rglob("*")
        if p.is_file()
    }
    world.freeze()
    other.freeze()
    assert bytes_of(world) == bytes_of(other)


@pytest.mark.parametrize("shape", ["archive", "files"])
@pytest.mark.parametrize("kind", EDITS)
def test_each_kind_of_cause_is_named(world, kind, shape):
    release, _ = world.freeze()
    if shape == "files":
        unpack_inputs(release.folder)
    edit, expected = EDITS[kind]
    edit(world)
    world.write("results/x/interim/report.docx", "other")
    with pytest.raises(Stopped) as caught:
        world.freeze()
    text = str(caught.value)
    assert expected in text and "1 file differs:\n  changed: report.docx\n" in text
    assert "as interim.r2 (the frozen one stays): snakemake release --config freeze=again" in text
    others = [line for name, (_, line) in EDITS.items() if name != kind]
    assert not [line for line in others if line in text], "only what changed is named"
    with pytest.raises(Stopped, match="Put these back"):
        verify(world.snapshot(), world.releases, "interim")


def test_another_version_of_a_package_is_named(world, monkeypatch):
    world.freeze()
    found = packages(world.folder / "requirements.lock")
    monkeypatch.setattr(snapshots, "packages", lambda lock: found | {"pandas": "99.0"})
    world.write("results/x/interim/report.docx", "other")
    with pytest.raises(Stopped, match=rf"package pandas changed: {found['pandas']}, now 99\.0"):
        world.freeze()


def test_inputs_without_effect_are_told_but_the_build_is_the_same(world):
    world.freeze()
    EDITS["library"][0](world)
    _, message = world.freeze()
    assert message.startswith("Same bytes") and "without effect" in message and "view.py changed" in message


def test_a_build_that_differs_without_any_cause_says_so(world):
    world.freeze()
    world.write("results/x/interim/report.docx", "other")
    with pytest.raises(Stopped, match="the machine itself computes or draws otherwise"):
        world.freeze()


def test_the_report_is_said_to_be_the_same_where_only_what_lies_beside_it_differs(world):
    world.freeze()
    world.write("results/x/interim/new.txt", "x")
    with pytest.raises(
        Stopped, match=r"The report is the same, byte for byte \(report.docx.*1 file differs:\n  new: new.txt"
    ):
        verify(world.snapshot(), world.releases, "interim")
    world.write("results/x/interim/report.docx", "other")
    with pytest.raises(Stopped) as caught:
        verify(world.snapshot(), world.releases, "interim")
    assert "byte for byte" not in str(caught.value)


def test_files_that_come_and_go(world):
    world.freeze()
    world.write("results/x/interim/new.txt", "x")
    (world.folder / "results/x/interim/report.docx").unlink()
    with pytest.raises(Stopped, match=r"2 files differ:\n  new: new.txt\n  gone: report.docx"):
        world.freeze()


def test_again_freezes_a_revision_and_leaves_the_first(world):
    first, _ = world.freeze()
    before = {path: path.read_bytes() for path in first.folder.rglob("*") if path.is_file()}
    world.write("results/x/interim/report.docx", "other")
    second, _ = world.freeze(again=True)
    assert second.name == "interim.r2" and second.index["release"] == "interim.r2"
    assert {path: path.read_bytes() for path in first.folder.rglob("*") if path.is_file()} == before
    assert world.freeze(again=True)[0].name == "interim.r2", "the same build is not frozen twice"


def test_an_altered_release_is_no_measure(world):
    release, _ = world.freeze()
    (release.folder / "report.docx").write_text("changed by hand")
    (release.folder / ARCHIVE).write_bytes(b"no archive")
    with pytest.raises(Stopped, match=f"no longer what was frozen. Changed, missing or added: {ARCHIVE}, report.docx"):
        world.freeze()


def test_nothing_is_frozen_when_a_file_is_missing_midway(world):
    snapshot = world.snapshot()
    (world.folder / "results/x/interim/report.docx").unlink()
    with pytest.raises(FileNotFoundError):
        freeze(snapshot, world.releases, {}, False)
    assert list(world.releases.iterdir()) == []


def test_verifying_what_was_never_frozen(world):
    with pytest.raises(Stopped, match="Freeze it with: snakemake release"):
        verify(world.snapshot(), world.releases, "interim")


def test_a_release_holds_no_answer(world):
    world.answers = {"id": ["a", "b"], "q": ["a very telling answer", "2"]}
    release, _ = world.freeze()
    key = (world.folder / "data/x/release.key").read_bytes().strip()
    unpack_inputs(release.folder)
    files = {p.relative_to(release.folder).as_posix(): p.read_bytes() for p in release.folder.rglob("*") if p.is_file()}
    assert "inputs/rows.csv" in files and len(key) == 64
    assert not [name for name, content in files.items() if b"telling" in content or key in content]
    assert not [name for name in files if name.endswith("release.key")]


def test_without_the_key_rows_are_counted_only(world):
    world.freeze()
    (world.folder / "data/x/release.key").write_text("another\n")
    edit_answer(world)
    world.write("results/x/interim/report.docx", "other")
    with pytest.raises(Stopped) as caught:
        world.freeze()
    assert "staff.csv changed\n" in str(caught.value)


def test_a_snapshot_lists_program_packages_and_texts(world):
    release, _ = world.freeze()
    index = read_release(release.folder).index
    assert set(index["inputs"]["program"]) == {"Snakefile", "rules/a.smk", "scripts/evalreport/exhibits/view.py"}
    assert index["inputs"]["program"] == program_files(world.folder)
    assert {"Python", "pandoc", "pandas"} <= set(index["inputs"]["packages"])
    assert release.texts()["report_templates/x/a.md.jinja"] == "Some words.\n"
    (entry,) = index["inputs"]["data"].values()
    assert entry["sources"] == [{"instrument": "staff", "wave": "2008", "rows": 2, "columns": 2}]


def test_fonts_and_word_files_are_known_by_checksum_only(world):
    (world.folder / "report_templates/shared/reference.docx").write_bytes(b"PK\xff\x00")
    release, _ = world.freeze()
    assert "report_templates/shared/reference.docx" in release.index["inputs"]["design"]
    assert "report_templates/shared/reference.docx" not in release.texts()


def test_a_folder_without_git_has_no_revision(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git_state(tmp_path) == {}
