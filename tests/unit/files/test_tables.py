"""Tables on disk: the same bytes, and what was text stays text."""

import pandas as pd
from evalreport.files.tables import read_table, write_for_excel, write_parquet, write_table


def test_bytes_are_fixed(tmp_path):
    table = pd.DataFrame({"group": ["a", "b"], "n": [1, 2], "share": [1 / 3, float("nan")]})
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"group,n,share\na,1,0.333333333333\nb,2,\n"


def test_text_columns_stay_text_and_na_is_a_word(tmp_path):
    (tmp_path / "t.csv").write_text("category,group,n\n01,NA,3\n,null,\n")
    table = read_table(tmp_path / "t.csv", text=("category", "group", "not_there"))
    assert table["category"].tolist() == ["01", ""]
    assert table["group"].tolist() == ["NA", "null"]
    assert table["n"].tolist()[0] == 3 and pd.isna(table["n"].tolist()[1])


def test_a_table_survives_the_round_trip(tmp_path):
    table = pd.DataFrame({"category": ["1", "*"], "estimate": [0.25, float("nan")]})
    write_table(table, tmp_path / "t.csv")
    pd.testing.assert_frame_equal(read_table(tmp_path / "t.csv", ("category",)), table, check_dtype=False)


def test_an_empty_table_keeps_its_columns(tmp_path):
    write_table(pd.DataFrame(columns=["exhibit", "p"]), tmp_path / "t.csv")
    assert list(read_table(tmp_path / "t.csv", ("exhibit",)).columns) == ["exhibit", "p"]


def test_parquet_is_deterministic(tmp_path):
    table = pd.DataFrame({"q1": pd.array([1, None], dtype="Int64"), "t": ["a", None]})
    write_parquet(table, tmp_path / "a.parquet")
    write_parquet(table, tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pd.read_parquet(tmp_path / "a.parquet")["q1"].dtype == "Int64"


def test_excel_in_norway_opens_it(tmp_path):
    table = pd.DataFrame(
        {"group": ["Østre; vestre", "=1+1"], "printed": ["-3,2", "·"], "n": [1, 2], "share": [1 / 3, float("nan")]}
    )
    write_for_excel(table, tmp_path / "t.csv", ",")
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    assert text == '\ufeffgroup;printed;n;share\r\n"Østre; vestre";-3,2;1;0,333333333333\r\n\'=1+1;·;2;\r\n'
    back = pd.read_csv(tmp_path / "t.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert back["share"][0] == 0.333333333333


def test_excel_in_english_opens_it(tmp_path):
    write_for_excel(pd.DataFrame({"a": ["x"], "b": [0.5]}), tmp_path / "t.csv", ".")
    assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfa,b\r\nx,0.5\r\n"
