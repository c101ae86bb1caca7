"""Which rows of a table a condition picks."""

import pandas as pd
import pytest
from evalreport.clean.rows import where

TABLE = pd.DataFrame(
    {
        "wave": pd.array(["1", "1", "2", "2", "2"], dtype="string"),
        "office": pd.array([1, 2, 3, None, 1], dtype="Int64"),
        "age": pd.array([17.0, 30.0, 39.5, None, 67.0], dtype="Float64"),
        "gain": pd.array([-6.0, -1.0, 0.0, 5.0, None], dtype="Float64"),
        "arm": pd.array(["t", "c", None, "t", "30-39"], dtype="string"),
        "day": pd.array(["2024-01-31", "2024-02-01", "2024-06-30T12:00", None, "2023-12-31"], dtype="string"),
    }
)


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"office": [1]}, [0, 4]),
        ({"office": [1, 3]}, [0, 2, 4]),
        ({"office": ["2-3"]}, [1, 2]),
        ({"office": [None]}, [3]),
        ({"office": [None, 2]}, [1, 3]),
        ({"office": [1], "wave": ["2"]}, [4]),
        ({"age": ["30-39"]}, [1]),
        ({"age": ["30-39.5"]}, [1, 2]),
        ({"age": ["-17", "67-"]}, [0, 4]),
        ({"age": [30]}, [1]),
        ({"gain": ["-5..0"]}, [1, 2]),
        ({"gain": ["..-1"]}, [0, 1]),
        ({"gain": [-1]}, [1]),
        ({"arm": ["30-39"]}, [4]),
        ({"arm": ["t", None]}, [0, 2, 3]),
        ({"day": ["2024-01-31"]}, [0]),
        ({"day": ["2024-02-01..2024-06-30"]}, [1, 2]),
        ({"day": ["..2024-01-31"]}, [0, 4]),
        ({"day": ["2024-02-01.."]}, [1, 2]),
        ({"not": {"office": [1]}}, [1, 2, 3]),
        ({"not": {"office": [1, None]}}, [1, 2]),
        ({"not": {"office": [1], "wave": ["1"]}}, [1, 2, 3, 4]),
        ({"any": [{"office": [2]}, {"wave": ["2"], "arm": ["t"]}]}, [1, 3]),
        ({"any": [{"office": [2]}]}, [1]),
        ({"all": [{"any": [{"office": [1]}, {"office": [2]}]}, {"any": [{"wave": ["2"]}, {"arm": ["c"]}]}]}, [1, 4]),
        ({"any": [{"office": [1]}, {"office": [2]}], "not": {"wave": ["2"]}}, [0, 1]),
        ({"any": [{"not": {}}, {"office": [3]}]}, [2]),
    ],
)
def test_the_rows_of_a_condition(condition, rows):
    found = where(TABLE, condition)
    assert [*found[found].index] == rows and found.dtype == bool
    assert where(TABLE.iloc[:0], condition).tolist() == []
