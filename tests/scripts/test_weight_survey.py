"""The script that computes weights: the two files, their columns, the same bytes every time."""

import pandas as pd
from evalreport.files.tables import read_table, write_parquet
from weight_survey import weight_survey

SCHEME = {
    "instrument": "staff",
    "waves": {
        "1": {
            "unit": "office",
            "frame": {"instrument": "offices", "wave": "1", "unit": "office"},
            "population": [{"instrument": "offices", "wave": "1", "unit": "office", "count": "people"}],
            "pool": ["arm"],
            "minimum": 1,
            "margins": [{"id": "arm", "groups": {"t": {"arm": ["t"]}, "c": {"arm": ["c"]}}}],
            "bounds": [0.1, 5],
        }
    },
    "key_results": [{"id": "happy", "variable": "satisfied", "counted": [1]}],
}


def test_weights_and_diagnostics_are_written(tmp_path):
    offices = pd.DataFrame({"wave": ["1", "1"], "office": ["a", "b"], "arm": ["t", "c"], "people": [6.0, 4.0]})
    staff = pd.DataFrame({"wave": "1", "respondent": list("pqrs"), "office": list("aaab"), "satisfied": [1, 2, 1, 1]})
    write_parquet(offices.astype({"wave": "string", "office": "string", "arm": "string"}), tmp_path / "offices.parquet")
    write_parquet(staff.astype({"respondent": "string", "office": "string"}), tmp_path / "staff.parquet")
    tables = {name: tmp_path / f"{name}.parquet" for name in ("offices", "staff")}
    for name in ("one", "two"):
        weight_survey(tables, SCHEME, "population", tmp_path / f"{name}.parquet", tmp_path / f"{name}.csv")
    weights = pd.read_parquet(tmp_path / "one.parquet")
    assert list(weights.columns)[:6] == ["respondent", "wave", "weight", "base", "low", "high"]
    assert {"method", "code_arm", "total_arm"} == set(weights.columns[6:])
    assert dict(zip(weights["respondent"], weights["weight"], strict=True)) == {"p": 2, "q": 2, "r": 2, "s": 4}
    made = read_table(tmp_path / "one.csv", text=("exhibit", "variable", "category", "group"))
    assert set(made["exhibit"]) == {"spread", "margins", "coverage", "bounds", "histogram", "effect"}
    for ending in ("parquet", "csv"):
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()
