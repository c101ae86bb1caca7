"""Frozen editions on disk: whole or not there, never written twice, found by name."""

import json
import zipfile
from pathlib import Path

import pytest
from evalreport.files.archives import read_archive, write_archive
from evalreport.files.errors import BadInput, Problem
from evalreport.releases.releases import (
    ARCHIVE,
    COLUMNS,
    CONTENT,
    INDEX,
    ROWS,
    find_release,
    next_revision,
    read_release,
    required_release,
    revisions,
    write_release,
)
from old_releases import unpack_inputs

REPOSITORY = Path(__file__).parents[3]
ROWS_TEXT = "instrument,wave,key_column,respondent,row\nstaff,2008,nr,0a,1b\n"
COLUMNS_TEXT = "instrument,wave,column,digest\nstaff,2008,q1,2c\n"


@pytest.fixture
def write(tmp_path):
    source = tmp_path / "report.docx"
    source.write_bytes(b"PK")

    def frozen(name, more=None, **index):
        texts = {CONTENT: "{}\n", ROWS: ROWS_TEXT, COLUMNS: COLUMNS_TEXT, "inputs/texts/config/x/a.yaml": "a: 1\n"}
        copies = {"report.docx": source}
        return write_release(tmp_path / "releases" / name, {"release": name, **index}, copies, texts | (more or {}))

    return frozen


def test_a_release_has_its_files_and_an_index_of_them(write):
    release = write("interim")
    assert (release.folder / "report.docx").read_bytes() == b"PK"
    assert set(release.index["files"]) == {"report.docx", CONTENT, ARCHIVE}
    assert release.outputs() == {"report.docx": release.index["files"]["report.docx"]}
    assert release.index["files"]["report.docx"]["size"] == 2
    assert release.texts() == {"config/x/a.yaml": "a: 1\n"} and release.altered() == []


def test_what_an_edition_was_made_of_lies_in_one_archive(write):
    release = write("interim")
    assert read_archive(release.folder / ARCHIVE) == {
        "rows.csv": ROWS_TEXT.encode(),
        "columns.csv": COLUMNS_TEXT.encode(),
        "texts/config/x/a.yaml": b"a: 1\n",
    }
    assert {path.name for path in (release.folder / "inputs").iterdir()} == {"archive.zip", "content.json"}


@pytest.mark.parametrize("shape", ["archive", "files"])
def test_a_release_of_either_shape_reads_the_same(write, shape):
    release = write("interim")
    if shape == "files":
        unpack_inputs(release.folder)
        release = read_release(release.folder)
        assert (release.folder / "inputs/texts/config/x/a.yaml").read_text() == "a: 1\n"
        assert ARCHIVE not in release.index["files"]
    assert release.altered() == [] and list(release.outputs()) == ["report.docx"]
    assert release.texts() == {"config/x/a.yaml": "a: 1\n"}
    rows, columns = release.rows()
    assert rows.to_dict("records") == [
        {"instrument": "staff", "wave": "2008", "key_column": "nr", "respondent": "0a", "row": "1b"}
    ]
    assert columns.to_dict("records") == [{"instrument": "staff", "wave": "2008", "column": "q1", "digest": "2c"}]


def test_a_text_is_read_as_it_was_written(write):
    release = write("interim", {"inputs/texts/config/x/a.csv": "\ufeffa;b\r\nø;æ\r\n"})
    expected = {"config/x/a.csv": "\ufeffa;b\r\nø;æ\r\n", "config/x/a.yaml": "a: 1\n"}
    assert release.texts() == expected
    unpack_inputs(release.folder)
    assert read_release(release.folder).texts() == expected


def test_the_same_release_has_the_same_bytes(write):
    first, again = write("interim").folder, write("interim.r2").folder
    assert (again / INDEX).read_bytes() == (first / INDEX).read_bytes().replace(b'"interim"', b'"interim.r2"')
    assert (again / ARCHIVE).read_bytes() == (first / ARCHIVE).read_bytes()


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
    (folder / ARCHIVE).unlink()
    assert read_release(folder).altered() == [ARCHIVE, "new.txt", "report.docx"]


def test_an_edit_inside_the_archive_is_found(write):
    folder = write("interim").folder
    write_archive(read_archive(folder / ARCHIVE) | {"texts/config/x/a.yaml": b"a: 2\n"}, folder / ARCHIVE)
    assert read_release(folder).altered() == [ARCHIVE]


def test_altered_files_of_the_old_shape_are_found(write):
    folder = write("interim").folder
    unpack_inputs(folder)
    (folder / "inputs/texts/config/x/a.yaml").unlink()
    (folder / ROWS).write_text("other")
    assert read_release(folder).altered() == [ROWS, "inputs/texts/config/x/a.yaml"]


def test_an_archive_unpacked_in_its_place_is_told(write):
    folder = write("interim").folder
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        archive.extractall(folder / "inputs")
    assert read_release(folder).altered() == [COLUMNS, ROWS, "inputs/texts/config/x/a.yaml"]


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


@pytest.mark.parametrize("folder", sorted(path.parent for path in REPOSITORY.glob(f"releases/*/*/{INDEX}")), ids=str)
def test_a_release_of_the_demonstration_is_whole_and_has_no_loose_copies(folder):
    release = read_release(folder)
    assert release.altered() == [] and release.texts()
    assert all(len(table) for table in release.rows())
    assert not [path for path in folder.rglob("*") if path.suffix in (".py", ".jinja", ".yaml", ".lua", ".lock")]
