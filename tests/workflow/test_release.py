"""Frozen editions as a team uses them: freeze, verify, freeze again, and a later edition that tells what has changed."""

import json
import shutil
import subprocess

import yaml
from conftest import Workspace, edit
from evalreport.files.archives import read_archive
from evalreport.releases.releases import ARCHIVE, CONTENT, INPUTS
from old_releases import unpack_inputs

CHANGES = "# What has changed {#ch-changes}\n\n{{ changes() }}\n"


def later_edition(work: Workspace) -> Workspace:
    """A third edition, the second with a chapter of changes in front."""
    path = work.config / "evaluation.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    second = content["editions"]["second"]
    chapters = [{"id": "changes"}, *second["chapters"]]
    later = {"title": {"en": "Third report"}, "previous": "second", "chapters": chapters}
    content["editions"]["third"] = second | later
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (work.templates / "changes.md.jinja").write_text(CHANGES, encoding="utf-8")
    return Workspace(work.program, work.folder, edition="third")


def files(folder) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def handed_over(work: Workspace) -> int:
    """How many files of the build are in the release."""
    index = json.loads((work.folder / "releases/tiny/second/release.json").read_text(encoding="utf-8"))
    return len([name for name in index["files"] if not name.startswith(INPUTS)])


def test_a_release_holds_what_the_report_handed_over(frozen):
    found = files(frozen.folder / "releases/tiny/second")
    left_out = ("audit/",)
    made = {n: content for n, content in files(frozen.build).items() if not n.startswith(left_out)}
    made = {n: content for n, content in made.items() if not n.endswith(".claims.csv")}  # all together in claims.csv
    assert {name: content for name, content in found.items() if name in made} == made
    assert {
        "report.docx",
        "report.pdf",
        "claims.csv",
        "literals.csv",
        "figures/wellbeing.svg",
        "chapters/sample.md",
    } <= set(made)
    assert {name for name in found if name.startswith(INPUTS)} == {ARCHIVE, CONTENT}
    kept = {name.split("/")[0] for name in read_archive(frozen.folder / "releases/tiny/second" / ARCHIVE)}
    assert kept == {"rows.csv", "columns.csv", "texts"}
    index = json.loads(found["release.json"])
    assert index["edition"] == "second" and index["draft"] and set(index["files"]) == set(found) - {"release.json"}
    assert {"data/tiny/pupils_2023.csv", "data/tiny/schools.csv"} <= set(index["inputs"]["data"])


def test_no_place_of_this_machine_is_in_a_release(copy):
    frozen = copy("looked_into", results=False)
    unpack_inputs(frozen.folder / "releases/tiny/second")
    for name, content in files(frozen.folder / "releases/tiny/second").items():
        assert str(frozen.folder).encode() not in content and str(frozen.program).encode() not in content, name


def test_a_second_release_says_that_the_bytes_are_the_same(copy):
    work = copy("again")
    before = files(work.folder / "releases")
    run = work.snakemake("release")
    assert (
        f"Same bytes: all {handed_over(work)} files of this build are those frozen in releases/tiny/second."
        in run.output
    )
    assert files(work.folder / "releases") == before and run.jobs == (1, 1)


def test_a_frozen_edition_is_built_again_from_nothing_while_another_is_current(copy):
    """Elsewhere, without results, with config.yaml at another edition."""
    work = copy("deep/elsewhere", results=False)
    edit(work.folder / "config/config.yaml", "edition: second", "edition: first")
    run = work.snakemake("verify_release", "--config", "release=second")
    assert f"Same bytes: all {handed_over(work)} files" in run.output and "without effect" not in run.output
    assert not (work.folder / "results/tiny/first").exists()


def test_changed_inputs_are_named_and_nothing_is_frozen(copy, tmp_path):
    program = shutil.copytree(copy("x").program, tmp_path / "program")
    work = copy("edited", program=program)
    before = files(work.folder / "releases")
    edit(work.data / "pupils_2023.csv", "w003,Complete,103,Boy,Good,No,8.9", "w003,Complete,103,Boy,Bad,No,6.1")
    edit(work.config / "exhibits/wellbeing.yaml", "decimals: 2", "decimals: 1")
    edit(work.templates / "sample.md.jinja", "Girls are", "Girls were")
    edit(program / "scripts/evalreport/exhibits/view.py", '"""What a reader', '"""Whatever a reader')
    for arguments in (("release",), ("verify_release", "--config", "release=second")):
        text = work.snakemake(*arguments, good=False).output
        assert "This build is not the one frozen in releases/tiny/second." in text
        for cause in (
            "data file data/tiny/pupils_2023.csv changed: 1 row changed; answers differ in Hours of sleep, How are you?",
            "configuration config/tiny/exhibits/wellbeing.yaml changed: exhibits > [sleep] > decimals: 2, now 1",
            "template report_templates/tiny/sample.md.jinja changed: line 17: 'Girls are",
            "program scripts/evalreport/exhibits/view.py changed",
        ):
            assert f"  - {cause}" in text
        differing = text[text.index("files differ:") : text.index("Because of:")]
        assert "report.docx, report.pdf" in differing and "chapters/wellbeing.md" in differing
        assert "chapters/preface.md" not in differing
    assert files(work.folder / "releases") == before
    work.snakemake("release", "--config", "freeze=again")
    after = files(work.folder / "releases")
    assert {name: content for name, content in after.items() if name in before} == before
    assert json.loads(after["tiny/second.r2/release.json"])["release"] == "second.r2"


def test_a_release_of_the_old_shape_is_verified_and_reviewed_against(copy):
    work = copy("old_shape")
    unpack_inputs(work.folder / "releases/tiny/second")
    before = files(work.folder / "releases")
    run = work.snakemake("verify_release")
    assert f"Same bytes: all {handed_over(work)} files" in run.output and "without effect" not in run.output
    edit(work.data / "pupils_2023.csv", "w003,Complete,103,Boy,Good,No,8.9", "w003,Complete,103,Boy,Bad,No,6.1")
    edit(work.config / "exhibits/wellbeing.yaml", "decimals: 2", "decimals: 1")
    work.snakemake("review")
    causes = json.loads((work.build / "review/review.json").read_text(encoding="utf-8"))["causes"]
    told = " ".join(json.dumps(cause) for cause in causes)
    assert "pupils_2023.csv" in told and "exhibits > [sleep] > decimals" in told
    assert files(work.folder / "releases") == before


def test_a_later_edition_tells_what_has_changed(copy):
    work = copy("later")
    third = later_edition(work)
    unpack_inputs(work.folder / "releases/tiny/second")  # as an earlier version froze it
    third.snakemake("report", "--config", "edition=third")
    text = third.texts()["changes"]
    assert "This edition is compared with Second report (June 2025). No number" in text and ":::" not in text
    edit(work.data / "pupils_2023.csv", "w003,Complete,103,Boy,Good,No,8.9", "w003,Complete,103,Boy,Bad,No,6.1")
    edit(work.config / "codebook/pupils.csv", "Hours of sleep in the night before", "How long did you sleep?")
    third.snakemake("report", "--config", "edition=third")
    text = " ".join(third.texts()["changes"].replace("|", " ").replace("\u00a0", " ").split())
    assert "Other numbers than last time: 2 of " in text
    for words in ("25% → 33%", "pupils\\_2023.csv changed 22 22", "How long did you sleep? reworded"):
        assert words in text
    assert "Table 1 Tables and figures with other numbers" in shown(third.build / "report.pdf")
    # A frozen number changed by hand is noticed.
    edit(work.folder / "releases/tiny/second/exhibits/sleep.estimates.csv", "sleep,sleep,mean", "sleep,sleep,mode")
    text = third.snakemake("report", "--config", "edition=third", good=False).output
    assert "sleep.estimates.csv: this is not what was frozen" in text


def shown(path) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).replace("\u00a0", " ").split())


def test_an_edition_compared_with_must_be_frozen_first(tiny):
    later_edition(tiny)
    text = tiny.snakemake("report", "--config", "edition=third", good=False).output
    assert "evaluation.yaml, editions > third > previous: there is no frozen edition releases/tiny/second" in text
    assert "snakemake release --config edition=second" in text and not (tiny.folder / "results").exists()


def test_a_release_stopped_in_the_middle_leaves_nothing(copy):
    work = copy("stopped")
    shutil.rmtree(work.folder / "releases")
    (work.folder / "releases/tiny").mkdir(parents=True)
    (work.folder / "releases/tiny").chmod(0o500)
    limited = subprocess.run(
        ["bash", "-c", f"ulimit -f 100; exec {' '.join(work.command('release'))}"], capture_output=True, text=True
    )
    (work.folder / "releases/tiny").chmod(0o700)
    assert limited.returncode != 0
    assert list((work.folder / "releases/tiny").iterdir()) == []
    work.snakemake("release")
    assert (work.folder / "releases/tiny/second/release.json").is_file()
