"""Raw exports (CSV, SPSS, Excel) as tables of text, exactly as exported, with the source's own row numbers.

Nothing is interpreted here: codes, labels and numbers stay the text of the export, an empty cell is missing, and column
`row` counts the data rows of the source from 1, so that every later message and log entry can point at the file.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.encodings import decode, mojibake
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.files.writing import sha256

ROW = "row"
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

Rows = list[tuple[int, list[str]]]  # data row number and the cells, "" where empty


@dataclass(frozen=True)
class Export:
    """What a reader found: header, rows and what the manifest should tell of the file."""

    header: tuple[str, ...]
    rows: Rows
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """An ingested export: all columns as text with `row` first, and its manifest."""

    table: pd.DataFrame
    manifest: dict[str, Any]


def read_source(path: str | Path, reader: str, options: Mapping[str, Any]) -> Source:
    """Read an export with its declared reader (csv | sav | xlsx) and that reader's options.

    csv: encoding, delimiter, decimal, skip_rows, skip_footer, label_rows; xlsx: sheet, skip_rows, label_rows; sav: none.
    Raises BadInput with the file, the place, what was found and what would be right.
    """
    path = Path(path)
    if reader not in READERS:
        raise BadInput([Problem(path.name, "reader", f"{reader!r}", suggestion(reader, READERS))])
    read, known = READERS[reader]
    unknown = sorted(set(options) - set(known))
    raise_if(Problem(path.name, f"reader {reader}", f"option {name!r}", suggestion(name, known)) for name in unknown)
    if not path.exists():
        raise BadInput([Problem(path.name, "", f"no such file in {path.parent.name}/", _beside(path))])
    if not path.stat().st_size:
        raise BadInput([Problem(path.name, "", "the file is empty (0 bytes)", "Export it again")])
    export = _without_empty_columns(read(path, **{key: options[key] for key in options if key != "decimal"}))
    _check(path.name, export)
    return Source(_table(export), _manifest(path, reader, export))


def _beside(path: Path) -> str:
    names = [other.name for other in path.parent.glob("*")] if path.parent.exists() else []
    return suggestion(path.name, names)


def _without_empty_columns(export: Export) -> Export:
    """Without columns that have neither header nor content (a trailing delimiter, formatted empty cells)."""
    if all(export.header):
        return export
    kept = [
        i for i, name in enumerate(export.header) if name or any(cells[i : i + 1] != [""] for _, cells in export.rows)
    ]
    rows = [(row, [cells[i] for i in kept if i < len(cells)]) for row, cells in export.rows]
    return Export(tuple(export.header[i] for i in kept), rows, export.about)


def _check(file: str, export: Export) -> None:
    """Raise when the header cannot name the columns, rows have another width, or there is nothing in it."""
    header, width = export.header, len(export.header)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    nameless = [i for i, name in enumerate(header, start=1) if not name]
    ragged = [(row, len(cells)) for row, cells in export.rows if len(cells) != width]
    raise_if(
        [
            *(Problem(file, "header", f"column {name!r} stands twice", "Rename one in the export") for name in twice),
            *(Problem(file, "header", f"column {i} has no name", "Name it in the export") for i in nameless),
            *(Problem(file, f"row {row}", f"{n} cells, the header has {width}", _RAGGED) for row, n in ragged[:20]),
            *([Problem(file, "header", f"column {ROW!r}", "The name is the program's own")] if ROW in header else []),
            *([] if export.rows else [Problem(file, "", "a header but no rows", "Export it again")]),
        ]
    )
    texts = [("header", name) for name in header]
    texts += [(f"row {row}, column {header[i]!r}", cell) for row, cells in export.rows for i, cell in enumerate(cells)]
    raise_if(mojibake(file, texts))


_RAGGED = "Check quotes and delimiter there; a heading or footer is left out with skip_rows and skip_footer"


def _table(export: Export) -> pd.DataFrame:
    numbers = pd.Series([row for row, _ in export.rows], dtype="int64")
    columns = list(zip(*(cells for _, cells in export.rows), strict=True))
    texts = {name: pd.array(_missing(columns[i]), dtype="string") for i, name in enumerate(export.header)}
    return pd.DataFrame({ROW: numbers} | texts)


def _missing(cells: Iterable[str]) -> list[str | None]:
    return [cell if cell != "" else None for cell in cells]


def _manifest(path: Path, reader: str, export: Export) -> dict[str, Any]:
    return {
        "file": path.name,
        "sha256": sha256(path),
        "reader": reader,
        "rows": len(export.rows),
        "blank_rows": export.rows[-1][0] - len(export.rows),
        "columns": len(export.header),
        "column_names": list(export.header),
        **export.about,
    }


def read_csv(
    path: Path,
    encoding: str = "utf-8",
    delimiter: str = ",",
    skip_rows: int = 0,
    skip_footer: int = 0,
    label_rows: int = 0,
) -> Export:
    """Delimited text; `skip_rows` lines stand before the header, `skip_footer` after the last row, `label_rows` rows below the header."""
    text = decode(path.read_bytes(), encoding, path.name)
    lines = text.splitlines(keepends=True)
    body = "".join(lines[skip_rows : len(lines) - skip_footer])
    records = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))
    header = tuple(cell.strip() for cell in records[0]) if records else ()
    if not any(header):
        place = f"line {skip_rows + 1}"
        raise BadInput([Problem(path.name, place, "no header", "Export it again, or change skip_rows/skip_footer")])
    raise_if(_wrong_delimiter(path.name, header, delimiter))
    return Export(header, _filled(records[1 + label_rows :]), {"encoding": encoding} | _labels(records, label_rows))


def _labels(records: list[list[str]], label_rows: int) -> dict[str, Any]:
    """What the manifest tells of rows below the header that hold labels instead of answers: column -> the first of them."""
    if not label_rows:
        return {}
    header, labels = records[0], records[1] if len(records) > 1 else []
    named = {name.strip(): cell.strip() for name, cell in zip(header, labels, strict=False) if name.strip()}
    return {"label_rows": label_rows, "labels": named}


def _wrong_delimiter(file: str, header: Sequence[str], delimiter: str) -> list[Problem]:
    if len(header) > 1:
        return []
    counts = {other: header[0].count(other) for other in DELIMITERS if other != delimiter}
    other = max(counts, key=lambda mark: counts[mark])
    if not counts[other]:
        return []
    found = f"one column when split at {DELIMITERS.get(delimiter, delimiter)!r}"
    return [Problem(file, "header", found, f"It holds {counts[other]} of {other!r}: set delimiter: {other!r}")]


def _filled(records: Iterable[list[str]]) -> Rows:
    """Rows with anything in them, numbered as they stand in the source."""
    return [(row, cells) for row, cells in enumerate(records, start=1) if any(cell.strip() for cell in cells)]


def read_sav(path: Path) -> Export:
    """SPSS: codes as text ("1"), system-missing empty, user-missing codes kept; labels go to the manifest."""
    import pyreadstat

    try:
        table, meta = pyreadstat.read_sav(path, user_missing=True, apply_value_formats=False)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        found = f"no whole SPSS file ({error})"
        raise BadInput([Problem(path.name, "", found, "Copy or export it again; it may have been cut off")]) from error
    columns = [[_text(value) for value in table[name]] for name in table.columns]
    rows = _filled([list(cells) for cells in zip(*columns, strict=True)])
    about = {
        "encoding": meta.file_encoding,
        "labels": dict(zip(meta.column_names, meta.column_labels, strict=True)),
        "value_labels": {
            name: {_text(code): label for code, label in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        },
        "user_missing": {name: [_span(span) for span in spans] for name, spans in meta.missing_ranges.items()},
    }
    return Export(tuple(str(name).strip() for name in table.columns), rows, about)


def read_xlsx(path: Path, sheet: str | None = None, skip_rows: int = 0, label_rows: int = 0) -> Export:
    """Excel: numbers without ".0", dates as ISO, text as is; the sheet is named when there are several."""
    import zipfile

    import openpyxl

    try:
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        found = f"no whole Excel workbook ({error})"
        raise BadInput([Problem(path.name, "", found, "Copy or save it again as .xlsx")]) from error
    name = _sheet(path.name, values.sheetnames, sheet)
    raise_if(_uncalculated(path.name, name, values[name], formulas[name]))
    records = [[_text(cell) for cell in cells] for cells in values[name].iter_rows(values_only=True)][skip_rows:]
    header = tuple(cell.strip() for cell in records[0]) if records else ()
    if not any(header):
        found = f"no header in row {skip_rows + 1}"
        raise BadInput([Problem(path.name, f"sheet {name!r}", found, "Name the right sheet, or change skip_rows")])
    about = {"encoding": "utf-8", "sheet": name} | _labels(records, label_rows)
    return Export(header, _filled(records[1 + label_rows :]), about)


def _sheet(file: str, names: Sequence[str], sheet: str | None) -> str:
    listed = ", ".join(repr(name) for name in names)
    if sheet is None and len(names) > 1:
        raise BadInput([Problem(file, "", f"{len(names)} sheets: {listed}", "Say which one with sheet:")])
    if sheet is not None and sheet not in names:
        raise BadInput([Problem(file, "", f"no sheet {sheet!r}", f"The workbook has {listed}")])
    return sheet if sheet is not None else names[0]


def _uncalculated(file: str, sheet: str, values: Any, formulas: Any) -> list[Problem]:
    """Formulas whose result was never saved would read as empty cells, without a word."""
    return [
        Problem(file, f"sheet {sheet!r}, cell {cell.coordinate}", "a formula without a saved result", "Save in Excel")
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[cell.coordinate].value is None
    ]


def _text(value: Any) -> str:
    """A cell as text: 1.0 -> "1", midnight -> "2009-10-12", missing -> ""."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _span(span: Any) -> str:
    """A user-missing value or range of SPSS: "9" or "97-99"."""
    low, high = _text(span["lo"]), _text(span["hi"])
    return low if low == high else f"{low}-{high}"


READERS: dict[str, tuple[Callable[..., Export], tuple[str, ...]]] = {
    "csv": (read_csv, ("encoding", "delimiter", "decimal", "skip_rows", "skip_footer", "label_rows")),
    "sav": (read_sav, ()),
    "xlsx": (read_xlsx, ("sheet", "skip_rows", "label_rows")),
}
