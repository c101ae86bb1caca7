"""Files are whole or not there."""

import hashlib
from pathlib import Path

import pytest
from evalreport.files.writing import sha256, write_private, write_text, writing


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "new" / "table.csv"
    with writing(target) as temporary:
        temporary.write_text("half")
        assert not target.exists()
    assert target.read_text() == "half"
    assert [path.name for path in target.parent.iterdir()] == ["table.csv"]


def test_an_interruption_keeps_the_old_file_and_leaves_nothing_behind(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), writing(target) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_the_temporary_name_keeps_the_ending_and_stays_beside_the_target(tmp_path):
    with writing(tmp_path / "figure.svg") as temporary:
        assert (temporary.suffix, temporary.parent) == (".svg", tmp_path)
        temporary.write_text("x")


def test_text_is_utf8_with_unix_line_ends(tmp_path):
    write_text(tmp_path / "a.md", "æ\nø\n")
    assert (tmp_path / "a.md").read_bytes() == "æ\nø\n".encode()


def test_a_private_file_is_at_no_moment_readable_by_others(tmp_path, monkeypatch):
    path, write, modes = tmp_path / "a.key", Path.write_text, []
    path.write_text("old")
    path.chmod(0o644)

    def watched(file, *text, **how):
        modes.append(file.stat().st_mode & 0o777)
        return write(file, *text, **how)

    monkeypatch.setattr(Path, "write_text", watched)
    write_private(path, "ny nøkkel\n")
    assert modes == [0o600] and path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == "ny nøkkel\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["a.key"]


def test_checksum(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
