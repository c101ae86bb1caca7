"""Spreadsheets of LibreOffice (OpenDocument)."""

import zipfile
from pathlib import Path
from typing import Any

from evalreport.files.archives import refuse_bombs
from evalreport.ingest.formats import headings
from evalreport.ingest.formats.export import Export, Format, Wishes, text_of
from evalreport.ingest.formats.workbook import answering, chosen

PER_CENT = "numbers shown as per cent are read as they are saved: 25 % is 0.25"


def read_ods(
    path: Path,
    sheet: str | None = None,
    skip_rows: int = 0,
    skip_footer: int = 0,
    header_rows: int = 1,
    label_rows: int = 0,
    number_headings: bool = False,
) -> Export:
    """OpenDocument: numbers without ".0", dates as ISO, text as is; the sheet is named when there are several.

    Numbers shown as per cent are read as they are saved (25 % is 0.25), and it is told.
    """
    sheets = sheets_of(path)
    name = chosen(path.name, list(sheets), sheet)
    records = sheets[name]
    head = headings.Head(header_rows, label_rows, number_headings)
    place = f"sheet {name!r}, row {skip_rows + 1}"
    found = headings.export_of(path.name, place, records[skip_rows : len(records) - skip_footer], head)
    notices = (*found.notices, *([PER_CENT] if _shows_per_cent(path) else []))
    return Export(found.header, found.rows, {"encoding": "utf-8", "sheet": name, **found.about}, notices)


def _shows_per_cent(path: Path) -> bool:
    """Whether some cell is shown as per cent; of which column, the reader of the sheets does not tell."""
    with zipfile.ZipFile(path) as book:
        return b'value-type="percentage"' in book.read("content.xml")


def find_ods(path: Path, wishes: Wishes) -> dict[str, Any]:
    """The sheet with the answers and the place of the table in it."""
    sheets = sheets_of(path)
    name = answering(path, sheets, wishes.sheet)
    return {"sheet": name} | headings.find_head(sheets[name])


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """All sheets as texts; pandas reads them, and takes no word for a missing value."""
    import pandas as pd

    refuse_bombs(path)
    book = pd.read_excel(path, sheet_name=None, header=None, engine="odf", keep_default_na=False, na_values=[])
    return {
        str(name): [[text_of(value) for value in row] for row in table.astype(object).itertuples(index=False)]
        for name, table in book.items()
    }


ODS = Format(
    name="ods",
    suffixes=(".ods",),
    title="OpenDocument spreadsheet",
    remedy="Copy or save it again as .ods or .xlsx",
    read=read_ods,
    options=("sheet", *headings.OPTIONS),
    find=find_ods,
)
