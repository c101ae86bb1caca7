"""The script that reads a raw export: its two files, the same bytes every time, and none after bad input."""

import json

import pandas as pd
import pytest
from evalreport.files.errors import BadInput
from ingest_source import ingest_source


def ingest(folder, text, to="out"):
    raw = folder / "web.csv"
    raw.write_bytes(text.encode("cp1252"))
    table, manifest = folder / to / "t.parquet", folder / to / "t.manifest.json"
    options = {"encoding": "cp1252", "delimiter": ";"}
    ingest_source(raw, "csv", options, "staff", "2009", table, manifest, folder / to / "log")
    return table, manifest


def test_table_and_manifest_are_written(tmp_path):
    table, manifest = ingest(tmp_path, "Kjønn;b\nKvinne;\n")
    written = pd.read_parquet(table)
    assert list(written.columns) == ["row", "Kjønn", "b"]
    assert written["Kjønn"].tolist() == ["Kvinne"]
    assert written["b"].isna().all()
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert told["column_names"] == ["Kjønn", "b"] and (told["instrument"], told["wave"]) == ("staff", "2009")


def test_the_same_export_gives_the_same_bytes(tmp_path):
    first, second = ingest(tmp_path, "a;b\n1;2\n"), ingest(tmp_path, "a;b\n1;2\n", to="again")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_bad_input_leaves_no_file(tmp_path):
    with pytest.raises(BadInput):
        ingest(tmp_path, "a;b\n")
    assert not (tmp_path / "out").exists()
