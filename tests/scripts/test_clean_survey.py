"""The script that cleans an instrument: from ingested tables, codebook and rules to the four files."""

import json
from pathlib import Path

import pandas as pd
import pytest
from clean_survey import clean_survey
from evalreport.clean.cleaning import replay
from evalreport.codebook.codebook import load_codebook
from evalreport.files.errors import BadInput
from evalreport.files.tables import read_table, write_parquet

CODEBOOK = (
    "variable,type,label_nb,value_set,battery,section,asked_of,values_status,source_1,note\n"
    "office,id,,,,,,published,office,\n"
    "gain,scale,Gevinst,agree,,,,published,q1,\n"
    "fte,number,Årsverk,,,,,published,fte,\n"
)
VALUE_SETS = "value_set,code,label_nb,missing\nagree,1,Uenig,\nagree,2,Enig,\nagree,9,Ubesvart,no_answer\nkind,t,T,\n"
RULES = """
rules:
  - {id: twice, type: drop_duplicates, keys: [key], keep: last, reason: {nb: Sendt to ganger}}
  - {id: turned, type: reverse, variable: gain, minimum: 1, maximum: 2, reason: {nb: Snudd}}
"""
DERIVED = {
    "kind": {"type": "single", "value_set": "kind", "lookup": {"instrument": "o", "key": "office", "value": "k"}}
}
OUTPUTS = ("table.parquet", "log.csv", "missing.csv", "notices.csv", "summary.csv")


def write_inputs(folder: Path, rules: str = RULES, fte: str = "2,5", turned: bool = False) -> None:
    (folder / "codebook").mkdir()
    (folder / "codebook" / "staff.csv").write_text(CODEBOOK, encoding="utf-8")
    (folder / "codebook" / "value_sets.csv").write_text(VALUE_SETS, encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    cells = {"key": ["a", "a", "b"], "office": ["1", "1", "2"], "q1": ["1", "2", "9"], "fte": ["1", fte, None]}
    texts = {name: pd.array(values, dtype="string") for name, values in cells.items()}
    write_parquet(pd.DataFrame({"row": [1, 2, 3]} | texts), folder / "staff_1.parquet")
    labels = {"labels": {"q1": {"9": "Uenig"}}} if turned else {}
    (folder / "staff_1.manifest.json").write_text(json.dumps(labels), encoding="utf-8")
    write_parquet(pd.DataFrame({"wave": ["1"], "office": ["1"], "k": ["t"]}, dtype="string"), folder / "o.parquet")


def run(folder: Path, to: str = "out") -> list[Path]:
    outputs = [folder / to / name for name in OUTPUTS]
    written = {path.stem: path for path in outputs}
    clean_survey(
        "staff",
        {"1": folder / "staff_1.parquet"},
        {"1": folder / "staff_1.manifest.json"},
        {"1": {"file": "web.csv", "decimal": ","}},
        folder,
        "codebook/staff.csv",
        str(folder / "rules.yaml"),
        "nb",
        DERIVED,
        {},
        {"o": folder / "o.parquet"},
        written,
    )
    return outputs


def test_clean_table_log_and_counts(tmp_path):
    write_inputs(tmp_path)
    table, log, missing, notices, summary = run(tmp_path)
    clean = pd.read_parquet(table)
    assert list(clean.columns) == ["respondent", "wave", "office", "gain", "fte", "kind"]
    assert clean["respondent"].tolist() == ["1-2", "1-3"]
    assert clean["gain"].fillna(0).tolist() == [1, 0]
    assert clean["kind"].fillna("-").tolist() == ["t", "-"]
    assert {name: str(clean[name].dtype) for name in ("gain", "fte", "kind")} == {
        "gain": "Int64",
        "fte": "Float64",
        "kind": "string",
    }
    assert log.read_text(encoding="utf-8") == (
        "wave,row,variable,old,new,rule,reason,stage\n"
        "1,1,*,,dropped,twice,Sendt to ganger,row\n"
        "1,2,gain,2,1,turned,Snudd,code\n"
    )
    assert "1,gain,2,1,0,1,0,0,0\n" in missing.read_text(encoding="utf-8")
    assert summary.read_text(encoding="utf-8").splitlines()[1:] == ["twice,1,1,Sendt to ganger", "turned,1,1,Snudd"]
    (notice,) = notices.read_text(encoding="utf-8").splitlines()[1:]
    assert notice.startswith("1,web.csv,row 3 ('2'),their office is not in o: they have no kind,")


def test_the_written_log_gives_the_written_table_again(tmp_path):
    write_inputs(tmp_path)
    table, path_to_log, *_ = run(tmp_path)
    log = read_table(path_to_log, text=("wave", "variable", "old", "new", "rule", "reason", "stage"))
    book = load_codebook(tmp_path, "staff", "codebook/staff.csv", ["1"])
    again = replay({"1": pd.read_parquet(tmp_path / "staff_1.parquet")}, book, log, {"1": ","})
    pd.testing.assert_frame_equal(again, pd.read_parquet(table).drop(columns="kind"))


def test_the_same_input_gives_the_same_bytes(tmp_path):
    write_inputs(tmp_path)
    assert [path.read_bytes() for path in run(tmp_path)] == [path.read_bytes() for path in run(tmp_path, "again")]


def test_bad_input_leaves_no_file_and_names_the_source(tmp_path):
    write_inputs(tmp_path, fte="2.5")
    with pytest.raises(BadInput, match=r"web.csv, row 2, column 'fte': '2.5' is not known. Expected a number with ','"):
        run(tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_code_that_the_export_calls_otherwise_than_the_codebook_stops_the_build(tmp_path):
    write_inputs(tmp_path, turned=True)
    with pytest.raises(
        BadInput, match="web.csv, column 'q1': 9 is 'Uenig' in this export, and the codebook reads it as 9"
    ):
        run(tmp_path)
