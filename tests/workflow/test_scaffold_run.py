"""From an export that nobody here has made to a finished report, as a user does it: one command, then configuration only."""

import re
import shutil

import pytest
from conftest import REPOSITORY, Workspace

SOURCE = REPOSITORY / "tests" / "data" / "anes96" / "voters_1996.sav"


def edit(path, *changes: tuple[str, str]) -> None:
    """Replace texts that must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{path.name} does not hold {old!r}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def drafted(program, tmp_path_factory) -> tuple[Workspace, str]:
    """The export alone in an empty folder, after `snakemake scaffold`, and what the program said."""
    folder = tmp_path_factory.mktemp("voters")
    shutil.copy(SOURCE, folder)
    work = Workspace(program, folder, "voters", "draft")
    asked = ("id=voters", f"source={SOURCE.name}", "language=en")
    return work, work.snakemake("scaffold", "--config", *asked, "--cores", "1").output


@pytest.fixture(scope="session")
def first(drafted) -> Workspace:
    """The first report, without any edit and without saying which: the folder had no config.yaml."""
    drafted[0].snakemake("report")
    return drafted[0]


def test_the_program_says_what_it_made_and_guessed(drafted):
    output = drafted[1]
    assert "config/voters/evaluation.yaml" in output and "wave '1996', 944 rows" in output
    assert "battery selflr_items: selflr to dolelr" in output
    assert "snakemake report --config evaluation=voters edition=draft" in output


def test_the_draft_builds_at_once_with_true_numbers(first):
    text = first.texts()["results"]
    assert (first.build / "report.docx").is_file() and (first.build / "report.pdf").is_file()
    assert "42% answer “Dole”, and 58% answer “Clinton”" in text  # 393 and 551 of 944, counted by hand
    assert "Bob Dole" in text and "[…]" not in "".join(t.replace("{.draft}", "") for t in first.texts().values())
    assert re.search(r"highest for Bob Dole \(\d+%\)", text)


def test_a_report_is_finished_with_configuration_only(first, tmp_path):
    work = first.copy_to(tmp_path / "finished")
    edit(
        work.config / "evaluation.yaml",
        ("[Title of the evaluation]", "Voters and candidates"),
        ("[Author]", "A. Voter"),
    )
    settings = work.config / "evaluation.yaml"
    lines = settings.read_text(encoding="utf-8").replace("groupings: {}", "groupings:").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("groupings:"))
    groups = [
        "  vote:",
        '    label: {en: "Expected vote"}',
        "    groups:",
        '      for_clinton: {label: {en: Clinton}, where: {vote: [0]}, colour: "#1F4E79"}',
        '      for_dole: {label: {en: Dole}, where: {vote: [1]}, colour: "#D98324"}',
    ]
    settings.write_text("\n".join([*lines[: start + 1], *groups, *lines[start + 1 :]]) + "\n", encoding="utf-8")
    edit(
        work.config / "exhibits" / "results.yaml",
        ("    variables: [pid]\n", "    variables: [pid]\n    by: [vote]\n    test: chi2\n"),
    )
    template = work.templates / "results.md.jinja"
    edit(
        template,
        ('n("pid")', 'n("pid", group="for_dole")'),
        (
            'k=2, numbers=true, as_written=true) }} ({{ ref("pid")',
            'group="for_dole", k=2, numbers=true, as_written=true) }} ({{ ref("pid")',
        ),
    )
    edit(
        work.templates / "summary.md.jinja",
        ('n("pid")', 'n("pid", group="for_dole")'),
        ('largest("pid", ', 'largest("pid", group="for_dole", '),
    )
    work.snakemake("report")
    assert "Strong Republican (" in work.texts()["results"]
    assert (work.build / "report.pdf").read_bytes() != (first.build / "report.pdf").read_bytes()


def test_nothing_is_overwritten(first):
    before = {path: path.read_bytes() for path in first.config.rglob("*") if path.is_file()}
    run = first.snakemake("scaffold", "--config", "id=voters", f"source={SOURCE.name}", good=False)
    assert "config/voters/ is there already" in run.output and "BadInput" not in run.output
    assert {path: path.read_bytes() for path in first.config.rglob("*") if path.is_file()} == before


def test_in_a_folder_with_another_evaluation_it_is_started_too(tiny):
    shutil.copy(SOURCE, tiny.folder)
    before = (tiny.folder / "config/config.yaml").read_text(encoding="utf-8")
    tiny.snakemake("scaffold", "--config", "id=voters", f"source={SOURCE.name}", "language=nn")
    assert (tiny.folder / "config/voters/evaluation.yaml").is_file()
    assert (tiny.folder / "config/config.yaml").read_text(encoding="utf-8") == before
    tiny.snakemake("-n", "report", "--config", "evaluation=voters", "edition=draft")


def test_without_an_export_the_right_command_is_shown(tiny):
    run = tiny.snakemake("scaffold", good=False)
    assert "no export to start from" in run.output and "snakemake scaffold --config id=" in run.output
    assert "BadInput" not in run.output
