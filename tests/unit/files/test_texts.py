"""Files that people write: their encoding, their line ends, signs that no report can hold; and archives that are traps."""

import zipfile

import pytest
from evalreport.files import archives
from evalreport.files.archives import refuse_bombs, refuse_entities
from evalreport.files.errors import BadInput
from evalreport.files.texts import character, read_text

WRONG = {
    "utf-16": ("å, b\n".encode("utf-16"), "not UTF-8 (the file looks like utf-16)"),
    "utf-16 without a mark": ("a, b, c, d\n".encode("utf-16-le"), "looks like utf-16"),
    "cp1252": ("one\ntwo\nblå\n".encode("cp1252"), "line 3: not UTF-8 (the file looks like cp1252)"),
    "a bell": (b"one\nt\x07wo\n", "line 2: a control character (U+0007)"),
    "a zero byte": (b"one\nt\x00wo\n", "line 2: a control character (U+0000)"),
    "C1": ("one\nt\x91wo\n".encode(), "line 2: a control character (U+0091)"),
    "no character": ("one\ufffe\n".encode(), "line 1: a control character (U+FFFE)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path, name):
    content, said = WRONG[name]
    (tmp_path / "a.md").write_bytes(content)
    with pytest.raises(BadInput) as error:
        read_text(tmp_path / "a.md")
    assert said in str(error.value)


def test_what_is_right_is_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\ttab\rthree \xc2\x85\n")
    assert read_text(path) == "one\ntwo\ttab\nthree \x85\n"
    with pytest.raises(FileNotFoundError):
        read_text(tmp_path / "gone.md")
    with pytest.raises(BadInput, match="this is a folder"):
        read_text(tmp_path)
    assert character("\u00ad") == "U+00AD SOFT HYPHEN"


def archive(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("_", "."), content)
    return path


def test_an_archive_that_unpacks_to_more_than_any_export(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 2**20)
    refuse_bombs(archive(tmp_path / "good.xlsx", a_xml="<a/>", b_png=bytes(2**19)))
    with pytest.raises(BadInput, match="MB unpacked"):
        refuse_bombs(archive(tmp_path / "bad.xlsx", a_xml="<a/>", b_png=bytes(2**21)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_defines_entities(tmp_path, encoding):
    text = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(BadInput, match=r"a\.xml: XML with a document type"):
        refuse_bombs(archive(tmp_path / "bad.xlsx", a_xml=text))
    with pytest.raises(BadInput, match="defines entities"):
        refuse_entities(text, "labels.lss")
    refuse_entities(b'<!DOCTYPE codeBook SYSTEM "ddi.dtd"><codeBook/>', "labels.xml")


def test_what_is_no_archive_is_left_to_its_reader(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    refuse_bombs(tmp_path / "a.xlsx")
