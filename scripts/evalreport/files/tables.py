"""Tables on disk, byte for byte the same on every run."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd

from evalreport.files.estimates import EstimateRow, TestRow
from evalreport.files.writing import writing

FLOATS = "%.12g"
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")  # as a figure prints it
ALL_TEXT = ("*",)


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table as CSV (UTF-8, comma, Unix line ends, 12 significant digits), whole or not at all.

    Twelve digits hide the last bits in which two machines may differ, and keep more than any report prints.
    """
    with writing(path) as temporary:
        table.to_csv(temporary, index=False, float_format=FLOATS, lineterminator="\n")


def write_for_excel(table: pd.DataFrame, path: str | Path, mark: str) -> None:
    """Write a table as CSV that Excel opens by a double click, whole or not at all; mark: what stands before the decimals there.

    With a byte order mark (else Excel takes UTF-8 for the letters of Windows) and Windows line ends; a semicolon between the cells
    where the mark is a comma, as Excel writes it there. A text that would be a formula has an apostrophe before it.
    """
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    shown = table.assign(**{name: table[name].map(_no_formula) for name in texts})
    between = ";" if mark == "," else ","
    with writing(path) as temporary:
        shown.to_csv(
            temporary,
            index=False,
            float_format=FLOATS,
            sep=between,
            decimal=mark,
            encoding="utf-8-sig",
            lineterminator="\r\n",
        )


def _no_formula(value: object) -> object:
    text = value if isinstance(value, str) else ""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(text) else value


def read_table(path: str | Path | BytesIO, text: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read a CSV of `write_table`, or its bytes in memory; columns named in `text` stay text, empty cells in them become "".

    A category called "NA" is a category: only the empty cell is missing. ALL_TEXT: every column is text.
    """
    if text == ALL_TEXT:
        return pd.read_csv(path, dtype="str", keep_default_na=False)
    table = pd.read_csv(path, dtype=dict.fromkeys(text, "str"), keep_default_na=False, na_values=[""])
    return table.assign(**{name: table[name].fillna("") for name in text if name in table.columns})


def write_parquet(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table as Parquet (deterministic: same table, same bytes), whole or not at all."""
    with writing(path) as temporary:
        table.to_parquet(temporary, index=False)


def estimates_table(rows: Iterable[EstimateRow], exhibit: str | Sequence[str] = "") -> pd.DataFrame:
    """The table of columns ESTIMATES, a row a number; exhibit: that of all rows, or one a row."""
    return _schema_table(pd.DataFrame(list(rows), columns=list(EstimateRow._fields)), exhibit)


def tests_table(rows: Iterable[TestRow], exhibit: str = "") -> pd.DataFrame:
    """The table of columns TESTS, a row a test of an exhibit."""
    return _schema_table(pd.DataFrame(list(rows), columns=list(TestRow._fields)), exhibit)


def _schema_table(table: pd.DataFrame, exhibit: str | Sequence[str]) -> pd.DataFrame:
    return table.assign(exhibit=exhibit)[["exhibit", *table.columns]]
