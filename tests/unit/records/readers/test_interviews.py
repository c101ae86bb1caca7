"""Interviews: informants by role and year, and segments that know the role of who spoke."""

import pytest
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.records.numbers import record_tables
from evalreport.files.errors import BadInput
from evalreport.records.readers import interviews

SETTINGS = {
    "reader": "interviews",
    "informants": {"file": "i.csv"},
    "segments": {"file": "s.csv"},
    "roles": "role",
    "years": "year",
    "themes": "theme",
    "columns": {"informant": "nr"},
}
INFORMANTS = "nr,role,year\n1,user,2009; 2008\n2,user,2009\n3,staff,2009\n"
SEGMENTS = "nr,theme,year,text\n1,time,2008,Alt for lite tid\n1,time;trust,,Ja\n2,trust,,\n2,,,Uklart\n"
LISTS = {"role": "user,Bruker\nstaff,Ansatt\n", "year": "2008,2008\n2009,2009\n", "theme": "trust,Tillit\ntime,Tid\n"}


def read(tmp_path, informants=INFORMANTS, segments=SEGMENTS, settings=SETTINGS):
    (tmp_path / "codes").mkdir(exist_ok=True)
    for name, rows in LISTS.items():
        (tmp_path / "codes" / f"{name}.csv").write_text(f"code,label_nb\n{rows}", encoding="utf-8")
    (tmp_path / "i.csv").write_text(informants, encoding="utf-8")
    (tmp_path / "s.csv").write_text(segments, encoding="utf-8")
    return interviews.read(settings, tmp_path, tmp_path, "nb")


def complaints(tmp_path, **changed):
    with pytest.raises(BadInput) as told:
        read(tmp_path, **changed)
    return sorted(f"{p.file}, {p.place}: {p.found}" for p in told.value.problems)


def test_informants_and_segments(tmp_path):
    found = read(tmp_path)
    assert found["informants"]["year"].tolist() == ["2008;2009", "2009", "2009"]
    assert found["segments"].drop(columns=["source_file"]).to_numpy().tolist() == [
        ["1", "user", "2008", "time", "4", "row 2"],
        ["1", "user", "", "trust;time", "1", "row 3"],
        ["2", "user", "2009", "trust", "0", "row 4"],
        ["2", "user", "2009", "", "1", "row 5"],
    ]
    assert found["findings"][["kind", "subject", "source_place"]].to_numpy().tolist() == [
        ["no_segments", "3", "row 4"],
        ["no_interview_year", "1", "row 3"],
        ["no_theme", "2", "row 5"],
    ]


FURTHER = SETTINGS | {"further": {"county": "county"}, "columns": {"informant": "nr", "county": "Fylke"}}
COUNTIES = "nr,role,year,Fylke\n1,user,2009; 2008,n\n2,user,2009,o\n3,staff,2009,n\n"


def test_a_further_column_goes_with_informants_and_segments(tmp_path, monkeypatch):
    monkeypatch.setitem(LISTS, "county", "n,Nordland\no,Oslo\n")
    found = read(tmp_path, COUNTIES, settings=FURTHER)
    assert found["informants"]["county"].tolist() == ["n", "o", "n"]
    assert found["segments"]["county"].tolist() == ["n", "n", "o", "o"]
    assert [name for name in found["segments"] if not name.startswith("source")] == [
        *interviews.tables(FURTHER)["segments"]
    ]
    assert "county" in interviews.code_lists(FURTHER)
    wrong = COUNTIES.replace(",o\n", ",x\n").replace("3,staff,2009,n", "3,staff,2009,")
    assert complaints(tmp_path, informants=wrong, settings=FURTHER) == [
        "i.csv, row 3, column Fylke: unknown code 'x'",
        "i.csv, row 4, column Fylke: an empty cell",
    ]
    lacking = complaints(tmp_path, settings=FURTHER)
    assert any("Fylke" in said for said in lacking)


def test_what_was_said_stays_in_the_source(tmp_path):
    assert not any("lite tid" in table.to_csv() for table in read(tmp_path).values())


def test_the_tables_are_those_promised(tmp_path):
    for settings in (SETTINGS, {k: v for k, v in SETTINGS.items() if k not in ("segments", "themes")}):
        found = read(tmp_path, settings=settings)
        promised = interviews.tables(settings)
        assert set(found) == set(promised)
        assert all(set(promised[name]) <= set(found[name].columns) for name in promised)


def test_persons_are_counted_once_a_theme_and_once_in_total(tmp_path):
    found = read(tmp_path)
    themes = Exhibit(
        "e", "c", "", "count", records="i.segments", rows={"column": "theme", "codes": "theme"}, unit="informant"
    )
    estimates, _ = record_tables(themes, {"rows": ["trust", "time"]}, found["segments"])
    assert estimates.set_index("category")["n"].to_dict() == {"*": 2, "trust": 2, "time": 1, "(none)": 1}


def test_everything_wrong_at_once(tmp_path):
    said = complaints(
        tmp_path,
        informants="nr,role,year\n1,usr,2009\n1,user,2010\n3,user;staff,\n",
        segments="nr,theme\n1,tid\n9,time\n,time\n",
    )
    assert said == sorted(
        [
            "i.csv, row 2, column role: unknown code 'usr'",
            "i.csv, row 3, column year: unknown code '2010'",
            "i.csv, row 4, column year: an empty cell",
            "i.csv, row 4, column role: several roles 'user;staff'",
            "s.csv, row 2, column theme: unknown code 'tid'",
            "s.csv, row 4, column nr: an empty cell",
            "i.csv, row 3: 1 stands in i.csv, row 2 too",
            "s.csv, row 3: unknown informant '9'",
        ]
    )
    assert complaints(tmp_path, segments="nr,text\n1,a\n") == ["s.csv, header: column 'theme' is missing"]
