"""Files of Stata and SAS, and Parquet tables (R, Python), with the labels they bring along."""

from pathlib import Path
from typing import Any

from evalreport.ingest.formats.export import Export, Format, numbered, text_of
from evalreport.ingest.formats.spss import REMEDY, described


def read_dta(path: Path) -> Export:
    """Stata: codes as text, `.` empty, extended missing values (.a to .z) kept as ".a" and declared missing."""
    import pyreadstat

    return _export(*pyreadstat.read_dta(path, user_missing=True))


def read_sas(path: Path) -> Export:
    """SAS: numbers and texts, dates by their formats; value labels from the catalogue (.sas7bcat) of the same name beside it."""
    import pyreadstat

    catalogue = path.with_suffix(".sas7bcat")
    table, meta = pyreadstat.read_sas7bdat(path, user_missing=True)
    if catalogue.exists():
        _, meta = pyreadstat.read_sas7bdat(path, catalog_file=catalogue, formats_as_category=False)
    return _export(table, meta)


def read_xpt(path: Path) -> Export:
    """SAS transport files (registers, panels abroad): numbers and texts with the labels of the columns; they hold no value labels."""
    import pyreadstat

    return _export(*pyreadstat.read_xport(path))


def _export(table: Any, meta: Any) -> Export:
    names = {name: str(name).strip() for name in table.columns}
    marked = {name: set((meta.missing_user_values or {}).get(name, ())) for name in table.columns}

    def text(value: Any, name: str) -> str:
        return f".{str(value).lower()}" if isinstance(value, str) and value in marked.get(name, ()) else text_of(value)

    columns = [[text(value, name) for value in table[name]] for name in table.columns]
    rows = numbered([list(cells) for cells in zip(*columns, strict=True)])
    about: dict[str, Any] = {"encoding": meta.file_encoding or "utf-8"} | described(meta, names, text)
    about["user_missing"] |= {
        names[name]: sorted(f".{v.lower()}" for v in found) for name, found in marked.items() if found
    }
    return Export(tuple(names.values()), rows, about)


def read_parquet(path: Path) -> Export:
    """Parquet: numbers without ".0", categories and texts as they are, missing cells empty."""
    import pandas as pd

    table = pd.read_parquet(path)
    columns = [
        [text_of(None if pd.api.types.is_scalar(v) and pd.isna(v) else v) for v in table[name]] for name in table
    ]
    rows = numbered([list(cells) for cells in zip(*columns, strict=True)])
    return Export(tuple(str(name).strip() for name in table.columns), rows, {"encoding": "utf-8"})


DTA = Format("dta", (".dta",), "Stata file", REMEDY, read_dta)
SAS = Format("sas7bdat", (".sas7bdat",), "SAS file", REMEDY, read_sas)
XPT = Format("xpt", (".xpt",), "SAS transport file", REMEDY, read_xpt, marks=(b"HEADER RECORD*******LIB",))
PARQUET = Format("parquet", (".parquet",), "Parquet table", REMEDY, read_parquet, marks=(b"PAR1",))
