"""A QualCoder project as coded passages: a database with the tables and columns that QualCoder makes (version 11 of its format)."""

import sqlite3

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.coders.qualcoder import qualcoder_passages

SCHEMA = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer, codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
 av_text_id integer, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer, unique(name));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text,
 date text, memo text, avid integer, important integer, unique(cid,fid,pos0,pos1,owner));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
 cid integer, memo text, date text, owner text, important integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
 date text, owner text, important integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text, constraint ucm unique(name));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text);
INSERT INTO project (databaseversion, codername) VALUES ('v11', 'Anne');
INSERT INTO source (id, name, fulltext) VALUES
 (1, 'p1.txt', 'Time is short. Users help.'), (2, 'p2.txt', 'All well.'), (3, 'photo.jpg', null);
INSERT INTO code_cat (catid, name) VALUES (1, 'Barriers');
INSERT INTO code_name (cid, name, catid) VALUES (1, 'Time', 1), (2, 'Users', null);
INSERT INTO code_text (ctid, cid, fid, seltext, pos0, pos1, owner) VALUES
 (1, 1, 1, 'Time is short', 0, 13, 'Anne'), (2, 2, 1, 'Users help', 15, 25, 'Anne'), (3, 2, 2, 'All well', 0, 8, 'Bo');
INSERT INTO code_image (imid, id, cid, owner) VALUES (1, 3, 2, 'Anne');
INSERT INTO cases (caseid, name) VALUES (1, 'north'), (2, 'south');
INSERT INTO case_text (caseid, fid, pos0, pos1) VALUES (1, 1, 0, 14), (2, 1, 14, 26), (2, 3, null, null);
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "study.qda"
    folder.mkdir()
    connection = sqlite3.connect(folder / "data.qda")
    connection.executescript(SCHEMA)
    connection.close()
    return folder / "data.qda"


def found(project, owner, units):
    return [(p.unit, p.code, p.place) for p in qualcoder_passages(project, owner, units)]


def test_passages_of_one_coder_by_document(project):
    assert found(project, "Anne", "files") == [
        ("p1.txt", "Time", "code_text 1"),
        ("p1.txt", "Users", "code_text 2"),
        ("photo.jpg", "Users", "code_image 1"),
    ]
    assert found(project, "Bo", "files") == [("p2.txt", "Users", "code_text 3")]


def test_passages_belong_to_the_case_they_lie_in(project):
    assert found(project, "Anne", "cases") == [
        ("north", "Time", "code_text 1"),
        ("south", "Users", "code_text 2"),
        ("south", "Users", "code_image 1"),
    ]


def test_reading_leaves_the_project_as_it_is(project):
    before = project.read_bytes()
    found(project, "Anne", "files")
    assert project.read_bytes() == before
    assert [path.name for path in project.parent.iterdir()] == ["data.qda"]


def test_what_cannot_be_read_is_said(project, tmp_path):
    other = tmp_path / "other.qda"
    other.write_text("no database at all, whatever it is called", encoding="utf-8")
    empty = tmp_path / "empty.qda"
    sqlite3.connect(empty).executescript("CREATE TABLE x (y integer);").close()
    for path, owner, said in [
        (project, "Ann", "Did you mean 'Anne'?"),
        (project.parent, "Anne", "data.qda inside the folder"),
        (other, "Anne", "no QualCoder database"),
        (empty, "Anne", "no table 'source'"),
    ]:
        with pytest.raises(BadInput) as told:
            qualcoder_passages(path, owner, "files")
        assert said in str(told.value)
