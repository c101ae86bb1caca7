"""The script that computes response rates."""

import pandas as pd
from evalreport.files.estimates import ESTIMATES
from evalreport.files.tables import read_table, write_parquet
from respond_survey import respond_survey

FRAME = {"wave": ["2", "2"], "office": ["a", "b"], "town": ["M", "N"], "group": ["t", "c"]}
SPEC = {
    "frame": {"instrument": "offices", "wave": "2", "unit": "office", "municipality": "town"},
    "answers": {"instrument": "staff", "unit": "office"},
}


def test_response_table_is_written(tmp_path):
    write_parquet(pd.DataFrame(FRAME, dtype="string"), tmp_path / "offices.parquet")
    write_parquet(pd.DataFrame({"wave": ["2"], "office": ["a"]}, dtype="string"), tmp_path / "staff.parquet")
    tables = {name: tmp_path / f"{name}.parquet" for name in ("offices", "staff")}
    respond_survey(tables, {"2": SPEC}, {"treated": {"group": ["t"]}}, tmp_path / "response.csv")
    made = read_table(tmp_path / "response.csv", text=("group",))
    assert list(made.columns) == ESTIMATES
    treated = made[made["group"] == "treated"].set_index("variable")["estimate"]
    assert treated.to_dict() == {
        "invited_offices": 1,
        "answered_offices": 1,
        "invited_municipalities": 1,
        "answered_municipalities": 1,
        "usable": 1,
        "share_offices": 1,
    }


def test_an_evaluation_without_response_gets_the_header(tmp_path):
    respond_survey({}, {}, {}, tmp_path / "response.csv")
    assert (tmp_path / "response.csv").read_text() == ",".join(ESTIMATES) + "\n"
