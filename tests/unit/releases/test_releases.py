"""Frozen editions on disk: whole or not there, never written twice, found by name."""

import json

import pytest
from evalreport.files.errors import BadInput, Problem
from evalreport.releases.releases import (
    CONTENT,
    INDEX,
    find_release,
    next_revision,
    read_release,
    required_release,
    revisions,
    write_release,
)


@pytest.fixture
def write(tmp_path):
    source = tmp_path / "report.docx"
    source.write_bytes(b"PK")

    def frozen(name, **index):
        copies, texts = {"report.docx": source}, {CONTENT: "{}\n", "inputs/texts/config/x/a.yaml": "a: 1\n"}
        return write_release(tmp_path / "releases" / name, {"release": name, **index}, copies, texts)

    return frozen


def test_a_release_has_its_files_and_an_index_of_them(write):
    release = write("interim")
    assert (release.folder / "report.docx").read_bytes() == b"PK"
    assert set(release.index["files"]) == {"report.docx", CONTENT, "inputs/texts/config/x/a.yaml"}
    assert release.index["files"]["report.docx"]["size"] == 2
    assert release.texts() == {"config/x/a.yaml": "a: 1\n"} and release.altered() == []


def test_the_same_release_has_the_same_bytes(write):
    first = (write("interim").folder / INDEX).read_bytes()
    again = (write("interim.r2").folder / INDEX).read_bytes()
    assert again == first.replace(b'"interim"', b'"interim.r2"')


def test_nothing_is_left_of_a_release_that_fails_midway(write, tmp_path):
    copies = {"a.txt": tmp_path / "report.docx", "b.txt": tmp_path / "missing"}
    with pytest.raises(FileNotFoundError):
        write_release(tmp_path / "releases" / "interim", {}, copies, {})
    assert list((tmp_path / "releases").iterdir()) == []


def test_what_a_killed_run_left_is_cleared_away(write, tmp_path):
    left = tmp_path / "releases" / ".interim.1.part"
    left.mkdir(parents=True)
    write("interim")
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["interim"]


def test_a_release_is_never_written_again(write):
    folder = write("interim").folder
    with pytest.raises(FileExistsError):
        write("interim")
    assert read_release(folder).altered() == []


def test_altered_files_are_found(write):
    folder = write("interim").folder
    (folder / "report.docx").write_bytes(b"other")
    (folder / "new.txt").write_text("x")
    (folder / "inputs/texts/config/x/a.yaml").unlink()
    assert read_release(folder).altered() == ["inputs/texts/config/x/a.yaml", "new.txt", "report.docx"]


def test_an_altered_content_is_refused(write):
    folder = write("interim").folder
    (folder / CONTENT).write_text('{"views": {}}')
    with pytest.raises(BadInput, match="not what was frozen"):
        read_release(folder)


def test_revisions_in_order_of_number(write, tmp_path):
    folder = tmp_path / "releases"
    assert revisions(folder, "interim") == [] and next_revision(folder, "interim") == "interim"
    for name in ("interim", "interim.r2", "interim.r10", "interim_2", "final"):
        write(name)
    assert revisions(folder, "interim") == ["interim", "interim.r2", "interim.r10"]
    assert next_revision(folder, "interim") == "interim.r11"
    assert find_release(folder, "interim").name == "interim.r10"
    assert find_release(folder, "interim.r2").name == "interim.r2"
    assert find_release(folder, "interim.r3") is None and find_release(folder, "other") is None


def test_a_release_that_is_missing_says_what_to_run(write, tmp_path):
    write("interim_2008")
    asker = Problem("evaluation.yaml", "editions > final > previous", "")
    with pytest.raises(BadInput) as caught:
        required_release(tmp_path / "releases", "interim_2009", asker)
    text = str(caught.value)
    assert "evaluation.yaml, editions > final > previous" in text and "Did you mean 'interim_2008'" in text
    assert "snakemake release --config edition=interim_2009" in text


def test_the_index_is_plain_sorted_json(write):
    text = (write("interim", status="draft").folder / INDEX).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
