"""Lists of publications: codes from table, keywords, file and type; what lacks or looks double is named; references by citeproc."""

import json

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.readers import publications

BIB = """@book{reader07,
  editor = {Vik, E. and Ås, Ö.}, year = 2007, title = {Close at hand: a reader}, publisher = {Forlaget}, keywords = {north, bk}}
@article{ås_09, author = {Ås, Ö.}, year = 2009, title = {A *starred* title}, journaltitle = {Tidsskrift}, number = 2}
@misc{blank, note = {x}}
"""
RIS = """TY  - RPRT
ID  - moe08
AU  - Moe, A.
PY  - 2008
TI  - Students meet practice
ER  - 
TY  - RPRT
ID  - again
AU  - Vik, E.
PY  - 2007
TI  - Close at Hand - a reader
KW  - south
ER  - 
"""
JSON = [{"id": "j1", "type": "thesis", "author": [{"literal": "NN"}], "title": "T", "issued": {"date-parts": [[2010]]}}]
CODED = {
    "region": {"codes": "region"},
    "kind": {"codes": "kind", "types": {"article-journal": "ar", "report": "rp", "thesis": "th"}},
}


@pytest.fixture
def read(tmp_path):
    def reader(bib=BIB, table="key,region\nmoe08,south\n", coded=CODED, **settings):
        (tmp_path / "a.bib").write_text(bib, encoding="utf-8")
        (tmp_path / "b.ris").write_text(RIS, encoding="utf-8")
        (tmp_path / "c.json").write_text(json.dumps(JSON), encoding="utf-8")
        (tmp_path / "codes.csv").write_text(table, encoding="utf-8")
        (tmp_path / "codes").mkdir(exist_ok=True)
        for name, codes in {"region": "north south", "kind": "bk ar rp th"}.items():
            rows = "".join(f"{code},{code.upper()}\n" for code in codes.split())
            (tmp_path / "codes" / f"{name}.csv").write_text("code,label_nb\n" + rows, encoding="utf-8")
        files = [{"file": "a.bib"}, {"file": "b.ris", "set": {"region": "north"}}, {"file": "c.json"}]
        keys = {"files": files, "coded": coded, "table": {"file": "codes.csv"}}
        return publications.read(keys | settings, tmp_path, tmp_path, "nb")

    return reader


def test_codes_by_their_order_of_precedence(read):
    rows = read()["rows"].set_index("key")
    assert rows["region"].to_dict() == {
        "reader07": "north", "ås_09": "", "blank": "", "moe08": "south", "again": "south", "j1": "",
    }  # fmt: skip
    assert rows["kind"].to_dict() == {
        "reader07": "bk", "ås_09": "ar", "blank": "", "moe08": "rp", "again": "rp", "j1": "th",
    }  # fmt: skip


def test_the_coding_table_decides_over_keywords(read):
    assert read(table="key,region\nagain,north\n")["rows"].set_index("key").loc["again", "region"] == "north"


def test_a_whole_file_can_have_a_code(read):
    rows = read(table="key,region\nj1,south\n")["rows"].set_index("key")
    assert rows.loc["moe08", "region"] == "north"


def test_the_same_work_twice_is_named_and_can_be_counted_once(read):
    tables = read()
    rows = tables["rows"].set_index("key")
    assert rows.loc["again", "work"] == rows.loc["reader07", "work"]
    assert rows["work"].nunique() == len(rows) - 1
    twice = tables["findings"].query("kind == 'duplicate'")
    assert len(twice) == 1
    assert {"again", "reader07"} == set(twice["found"].item().split(" = "))


def test_what_lacks_is_named_with_the_line(read):
    found = read()["findings"]
    told = {(f.kind, f.subject, f.field, f.source_file, f.source_place) for f in found.itertuples()}
    assert {
        ("no_author", "blank", "authors", "a.bib", "line 4"),
        ("no_title", "blank", "title", "a.bib", "line 4"),
        ("no_publication_year", "blank", "year", "a.bib", "line 4"),
        ("uncoded", "A *starred* title", "region", "a.bib", "line 3"),
    } <= told
    assert not [t for t in told if t[1] == "Students meet practice"]


def test_references_are_in_the_style_and_order_of_the_language(read):
    rows = read()["rows"]
    reference = rows.set_index("key")["reference"]
    assert reference["reader07"].startswith("Vik, E. & Ås, Ö. (Red.). (2007). *Close at hand: ")
    assert r"\*starred\*" in reference["ås_09"]
    assert "\n" not in "".join(reference)
    assert rows["key"].tolist().index("moe08") < rows["key"].tolist().index("ås_09")


def test_problems_have_file_and_place(read):
    with pytest.raises(BadInput) as told:
        read(bib=BIB + "@book{moe08, title = {T}}\n", table="key,region\nmoe80,south\nmoe08,west\n")
    assert [(p.file, p.place, p.found) for p in told.value.problems] == [
        ("b.ris", "line 2", "the key 'moe08' is in a.bib, line 5 too"),
        ("codes.csv", "row 2, column key", "no publication 'moe80'"),
        ("codes.csv", "row 3, column region", "unknown code 'west'"),
    ]


def test_settings_name_codes_that_are_there(read):
    coded = {"kind": {"codes": "kind", "types": {"thesis": "thes"}}}
    with pytest.raises(BadInput) as told:
        read(coded=coded, table="key\nj1\n")
    assert [p.found for p in told.value.problems] == ["'region' is no coded column", "unknown code 'thes'"]
