"""Raw files as bytes that are the same on every run: fixed dates inside .xlsx and .sav."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
from openpyxl import Workbook
from paper_form import PunchedFile

ZIP_DATE = (2009, 11, 20, 9, 0, 0)
XML_DATE = "2009-11-20T09:00:00Z"
SAV_DATE, SAV_TIME = b"20 Nov 09", b"09:00:00"  # bytes 92-100 and 101-108 of the file header
SAV_DATE_AT, SAV_TIME_AT = 92, 101


def csv_bytes(rows: list[list[object]], delimiter: str, encoding: str, newline: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue().encode(encoding)


def write_table_csv(path: Path, table: pd.DataFrame, delimiter: str, encoding: str, newline: str = "\r\n") -> None:
    rows = [list(table.columns), *table.fillna("").to_numpy().tolist()]
    path.write_bytes(csv_bytes(rows, delimiter, encoding, newline))


def write_sav(path: Path, file: PunchedFile) -> None:
    """SPSS file with labels and user-missing codes; the creation date in the header is overwritten."""
    table = file.rows.copy()
    for name in table.columns.drop("kommune_t"):
        table[name] = pd.to_numeric(table[name], errors="coerce")
    pyreadstat.write_sav(
        table,
        path,
        file_label="Ansatte i sosialtjenesten 2009 (rekonstruerte data)",
        column_labels=[file.labels.get(name, "") for name in table],
        variable_value_labels=file.value_labels,
        missing_ranges=dict(file.missing),
        row_compress=True,
        variable_format={name: "A40" if name == "kommune_t" else "F8.0" for name in table},
    )
    content = bytearray(path.read_bytes())
    content[SAV_DATE_AT : SAV_DATE_AT + 9] = SAV_DATE
    content[SAV_TIME_AT : SAV_TIME_AT + 8] = SAV_TIME
    path.write_bytes(bytes(content))


def write_workbook(path: Path, book: Workbook) -> None:
    """Workbook zipped again with fixed dates, in the archive's own order."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", XML_DATE.encode(), content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, content)
