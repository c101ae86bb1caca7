"""Files of Stata and SAS, and Parquet tables (R, Python), with the labels they bring along."""

from pathlib import Path
from typing import Any

from evalreport.ingest.formats.export import Export, Format, finds_encoding, numbered, spoken, text_of
from evalreport.ingest.formats.spss import REMEDY, described


def read_dta(path: Path, encoding: str = "") -> Export:
    """Stata: codes as text, `.` empty, extended missing values (.a to .z) kept as ".a" and declared missing.

    Files before Stata 14 do not say their encoding; the library takes it for cp1252.
    """
    import pyreadstat

    return _export(*pyreadstat.read_dta(path, user_missing=True, encoding=spoken(encoding, path.name)))


def read_sas(path: Path, encoding: str = "") -> Export:
    """SAS: numbers and texts, dates by their formats; value labels from the catalogue (.sas7bcat) of the same name beside it."""
    import pyreadstat

    catalogue, said = path.with_suffix(".sas7bcat"), spoken(encoding, path.name)
    table, meta = pyreadstat.read_sas7bdat(path, user_missing=True, encoding=said)
    if catalogue.exists():
        _, meta = pyreadstat.read_sas7bdat(path, catalog_file=catalogue, formats_as_category=False, encoding=said)
    return _export(table, meta)


def read_xpt(path: Path, encoding: str = "") -> Export:
    """SAS transport files (registers, panels abroad): numbers and texts with the labels of the columns; they hold no value labels."""
    import pyreadstat

    return _export(*pyreadstat.read_xport(path, encoding=spoken(encoding, path.name)))


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


ENCODED = ("encoding",)
DTA = Format("dta", (".dta",), "Stata file", REMEDY, read_dta, ENCODED, finds_encoding(read_dta))
SAS = Format("sas7bdat", (".sas7bdat",), "SAS file", REMEDY, read_sas, ENCODED, finds_encoding(read_sas))
XPT = Format(
    "xpt",
    (".xpt",),
    "SAS transport file",
    REMEDY,
    read_xpt,
    ENCODED,
    finds_encoding(read_xpt),
    (b"HEADER RECORD*******LIB",),
)
PARQUET = Format("parquet", (".parquet",), "Parquet table", REMEDY, read_parquet, marks=(b"PAR1",))
