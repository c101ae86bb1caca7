"""Tables in text (CSV) as rows of text: the one place that takes them apart."""

import csv
import io
from pathlib import Path

TableError = csv.Error  # what `lines_in` raises for quotes gone wrong


def lines_in(text: str, delimiter: str = ",", strict: bool = False) -> list[list[str]]:
    """The lines of a table as lists of cells, header and empty lines included; strict: csv.Error for quotes gone wrong."""
    stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.reader(stream, delimiter=delimiter, strict=strict))


def rows_in(text: str) -> list[dict[str, str]]:
    """The rows of a table with commas, column -> cell."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8, column -> cell."""
    return rows_in(Path(path).read_bytes().decode("utf-8"))
