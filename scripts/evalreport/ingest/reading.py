"""Raw exports of any kind as tables of text, exactly as exported, with the source's own row numbers.

Nothing is interpreted here: codes, labels and numbers stay the text of the export, an empty cell is missing, and column
`row` counts the data rows of the source from 1, so that every later message and log entry can point at the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.encodings import EXPORTED, mojibake
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.files.writing import sha256
from evalreport.ingest.formats.export import Export, texts_of
from evalreport.ingest.formats.looks import alike, refuse_dated_codes, without_errors
from evalreport.ingest.formats.number_marks import plain_numbers
from evalreport.ingest.formats.registry import FORMATS, read_with
from evalreport.ingest.formats.several import parted

ROW = "row"
EVERY = ("decimal", "thousands", "units", "several")  # options of all readers


@dataclass(frozen=True)
class Source:
    """An ingested export: all columns as text with `row` first, and its manifest."""

    table: pd.DataFrame
    manifest: dict[str, Any]


def read_source(path: str | Path, reader: str, options: Mapping[str, Any], is_export: bool = True) -> Source:
    """Read an export with its declared reader (a name of formats.registry) and that reader's options.

    All readers: decimal, thousands, units, several; csv, sav, dta, sas7bdat, xpt: encoding; csv: delimiter; csv, xlsx, ods: skip_rows,
    skip_footer, header_rows, label_rows, number_headings; xlsx, ods: sheet. Raises BadInput with the file, the place, what was found
    and what would be right. is_export: whether a program wrote it; in a table of the team's own "Nov 09" is a day, no code.
    """
    path = Path(path)
    if reader not in FORMATS:
        raise BadInput([Problem(path.name, "reader", f"{reader!r}", suggestion(reader, FORMATS))])
    form = FORMATS[reader]
    known = (*form.options, *EVERY)
    unknown = sorted(set(options) - set(known))
    raise_if(Problem(path.name, f"reader {reader}", f"option {name!r}", suggestion(name, known)) for name in unknown)
    if not path.exists():
        raise BadInput([Problem(path.name, "", f"no such file in {path.parent.name}/", _beside(path))])
    if not path.stat().st_size:
        raise BadInput([Problem(path.name, "", "the file is empty (0 bytes)", "Export it again")])
    export = read_with(form, path, {key: value for key, value in options.items() if key not in EVERY})
    export = without_errors(alike(_without_empty_columns(export)))
    sayable = "encoding" in form.options and options.get("encoding", form.encoding) != "utf-8"
    _check(path.name, export, SAID if sayable else EXPORTED)
    if is_export:
        refuse_dated_codes(path.name, export)
    thousands, decimal = (str(options.get(key, "")) for key in ("thousands", "decimal"))
    export = plain_numbers(export, thousands, decimal, list(options.get("units", ())))
    export = parted(path.name, export, options.get("several", ()))
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
    return replace(export, header=tuple(export.header[i] for i in kept), rows=rows)


def _check(file: str, export: Export, remedy: str = EXPORTED) -> None:
    """Raise when the header cannot name the columns, rows have another width, letters are wrong, or nothing is in it.

    remedy: what to do about wrong letters.
    """
    header, width = export.header, len(export.header)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    nameless = [i for i, name in enumerate(header, start=1) if not name]
    ragged = [(row, len(cells)) for row, cells in export.rows if len(cells) != width]
    raise_if(
        [
            *(Problem(file, "header", f"column {name!r} stands twice", _TWICE) for name in twice),
            *(Problem(file, "header", f"column {i} has no name", _NAMELESS) for i in nameless),
            *(
                Problem(file, export.place(row), f"{n} cells, the header has {width}", _RAGGED)
                for row, n in ragged[:20]
            ),
            *(
                [
                    Problem(
                        file,
                        "header",
                        f"column {ROW!r}",
                        "The name is the program's own: rename the column in the export",
                    )
                ]
                if ROW in header
                else []
            ),
            *([] if export.rows else [Problem(file, "", "a header but no rows", "Export it again")]),
        ]
    )
    raise_if(mojibake(file, texts_of(export), remedy))


SAID = "set encoding: utf-8"
_TWICE = "Rename one in the export, or set number_headings: true"
_NAMELESS = "Name it in the export, or set number_headings: true"
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
        "notices": list(export.notices),
    }
