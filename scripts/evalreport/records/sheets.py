"""Sheets a researcher fills in (Excel, CSV) as tables of text in which every cell knows where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.ingest.formats.registry import reader_of
from evalreport.ingest.reading import read_source

FILE, PLACE = "source_file", "source_place"
SOURCE = (FILE, PLACE)  # the last columns of every table of records


@dataclass(frozen=True)
class Sheet:
    """A sheet as read: the file's name, the sheet's ("" in a CSV), its columns, and its rows as dicts of stripped text."""

    file: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]  # row number as a spreadsheet shows it

    def cell(self, row: int, column: str) -> str:
        """Where a cell stands: `Ark1!C7`, or `row 7, column type` in a CSV."""
        if not self.name:
            return f"row {row}, column {column}"
        from openpyxl.utils import get_column_letter

        return f"{self.name}!{get_column_letter(self.columns.index(column) + 1)}{row}"

    def row(self, row: int) -> str:
        """Where a row stands: `Ark1!7`, or `row 7`."""
        return f"{self.name}!{row}" if self.name else f"row {row}"

    def problem(self, row: int, column: str, found: str, expected: str = "") -> Problem:
        """A problem at a cell."""
        return Problem(self.file, self.cell(row, column), found, expected)

    def column_problems(self, wanted: Iterable[str]) -> list[Problem]:
        """Columns that should be there and are not."""
        place = f"sheet {self.name!r}, header" if self.name else "header"
        return [
            Problem(self.file, place, f"column {name!r} is missing", suggestion(name, self.columns))
            for name in wanted
            if name not in self.columns
        ]


def read_sheet(path: Path, options: Mapping[str, Any]) -> Sheet:
    """A sheet of a file; options: reader (found from the ending without it) and that reader's own keys.

    Raises BadInput with file and place when the file cannot be read.
    """
    reader = str(options.get("reader") or reader_of(path))
    settings = {key: value for key, value in options.items() if key not in ("file", "reader")}
    source = read_source(path, reader, settings, is_export=False)
    table = source.table.astype("string").fillna("")
    first = 2 + int(options.get("skip_rows", 0))  # the row of a spreadsheet below the header
    columns = tuple(name for name in table.columns if name != "row")
    rows = tuple(
        (first - 1 + int(number), {name: str(value).strip() for name, value in zip(columns, cells, strict=True)})
        for number, *cells in table.itertuples(index=False)
    )
    return Sheet(path.name, str(source.manifest.get("sheet", "")), columns, rows)


def text_table(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> pd.DataFrame:
    """Rows as a table of text with the columns promised and the two of the source, empty cells as ""."""
    names = [*dict.fromkeys([*columns, *SOURCE])]
    return pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows], columns=names, dtype="str")
