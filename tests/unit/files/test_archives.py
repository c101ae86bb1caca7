"""Archives: what is put in comes out, and the bytes say nothing of when, where and by whom they were written."""

import hashlib
import sys
import zipfile

import pytest
from evalreport.files.archives import read_archive, write_archive

MEMBERS = {"b/ø.csv": "æ\r\nå".encode(), "a.txt": b"text " * 500, "empty": b"", "c.bin": bytes(range(256))}


@pytest.mark.parametrize("level", [None, 1, 6])
def test_members_come_back_in_their_order(tmp_path, level):
    write_archive(MEMBERS, tmp_path / "a.zip", level)
    assert list(read_archive(tmp_path / "a.zip").items()) == list(MEMBERS.items())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None


def test_the_bytes_are_the_same_on_every_machine(tmp_path, monkeypatch):
    write_archive(MEMBERS, tmp_path / "a.zip")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("time.localtime", lambda *when: (2031, 5, 4, 3, 2, 1, 0, 0, 0))
    write_archive(MEMBERS, tmp_path / "b.zip")
    content = (tmp_path / "a.zip").read_bytes()
    assert content == (tmp_path / "b.zip").read_bytes()
    # The format has no freedom left where nothing is compressed; other bytes here are other releases everywhere.
    assert hashlib.sha256(content).hexdigest() == "ad3e8d31e8350736e9903f7b58417ac63be9ea015e2479217d9b74be0cad0e5c"


def test_a_level_compresses_and_none_stores(tmp_path):
    for name, level in (("stored", None), ("packed", 6)):
        write_archive(MEMBERS, tmp_path / name, level)
    assert MEMBERS["a.txt"] in (tmp_path / "stored").read_bytes()
    assert (tmp_path / "packed").stat().st_size < (tmp_path / "stored").stat().st_size


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(zipfile.BadZipFile):
        read_archive(tmp_path / "a.zip")
