"""An export as it meets a beginner: how it is to be read, and its columns with every label that it brings along."""

import csv
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evalreport.files.encodings import decode, likely
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.ingest.reading import ROW, Source, read_source
from evalreport.scaffold.asked import PLACE, READER_OF, Asked

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SHEET_COLUMNS = {
    "variable": ("variable", "variabel", "name", "navn", "column", "kolonne", "field"),
    "label": ("label", "etikett", "question", "spørsmål", "wording", "ordlyd", "description"),
    "code": ("code", "kode", "value", "verdi"),
    "text": ("text", "tekst", "value label", "answer", "svar", "verdietikett", "meaning"),
}


@dataclass(frozen=True)
class Column:
    """One column of an export: its header, its cells ("" where empty), and what the export says about it."""

    header: str
    texts: tuple[str, ...]
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)  # code -> label
    user_missing: tuple[str, ...] = ()  # "9" or "97-99"
    measure: str = ""
    group: str = ""  # multiple-response set of SPSS, its label

    @property
    def answers(self) -> list[str]:
        """The cells that are not empty."""
        return [text for text in self.texts if text]


@dataclass(frozen=True)
class Wave:
    """An export that was read: how, and what is in it."""

    name: str
    file: Path
    reader: str
    options: Mapping[str, Any]
    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Number of forms."""
        return len(self.columns[0].texts) if self.columns else 0


def tidy(text: str) -> str:
    """A label as it can be printed: without HTML, unprintable signs and doubled spaces."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def read_waves(asked: Asked) -> tuple[Wave, ...]:
    """All exports; raises BadInput with the first that cannot be read."""
    return tuple(_read(name, file, asked) for name, file in asked.sources.items())


def _read(name: str, file: Path, asked: Asked) -> Wave:
    reader = READER_OF[file.suffix.lower()]
    if asked.sheet and reader != "xlsx":
        raise_if([Problem(PLACE, "sheet", f"{file.name} has no sheets", "Leave it out")])
    if not file.stat().st_size:
        raise BadInput([Problem(str(file), "", "the file is empty (0 bytes)", "Export it again")])
    detect = {"csv": _csv_options, "xlsx": _xlsx_options, "sav": lambda *_: {}}[reader]
    options = detect(file, asked)
    source = read_source(file, reader, options)
    columns = _columns(source)
    if reader == "sav":
        columns = _with_sav(columns, source.manifest, file)
    elif "label_rows" in source.manifest:
        labels = source.manifest["labels"]
        columns = tuple(replace(column, label=tidy(labels[column.header])) for column in columns)
    if reader == "xlsx":
        columns = _with_codebook_sheet(columns, file, options["sheet"])
    decimal = _decimal(columns) if reader == "csv" else ""
    return Wave(name, file, reader, options | ({"decimal": decimal} if decimal else {}), columns)


def _columns(source: Source) -> tuple[Column, ...]:
    table = source.table
    return tuple(Column(str(name), tuple(table[name].fillna("").str.strip())) for name in table.columns if name != ROW)


def _with_sav(columns: tuple[Column, ...], manifest: Mapping[str, Any], file: Path) -> tuple[Column, ...]:
    import pyreadstat

    _, meta = pyreadstat.read_sav(file, metadataonly=True)
    sets = {name: tidy(each["label"] or "") for each in (meta.mr_sets or {}).values() for name in each["variable_list"]}
    stripped = {str(name).strip(): str(name) for name in manifest["labels"]}

    def described(column: Column) -> Column:
        name = stripped.get(column.header, column.header)
        codes = {code.strip(): tidy(label or "") for code, label in manifest["value_labels"].get(name, {}).items()}
        return replace(
            column,
            label=tidy(manifest["labels"].get(name) or ""),
            codes={code: label for code, label in codes.items() if code},
            user_missing=tuple(manifest["user_missing"].get(name, ())),
            measure=str(meta.variable_measure.get(name, "")),
            group=sets.get(name, ""),
        )

    return tuple(described(column) for column in columns)


def _csv_options(file: Path, asked: Asked) -> dict[str, Any]:
    content = file.read_bytes()
    encoding = asked.encoding or likely(content)
    text = decode(content, encoding, file.name)
    delimiter = asked.delimiter or _delimiter(text)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadInput([Problem(str(file), "", f"no table of delimited text ({error})", "Export it again")]) from error
    label_rows = _label_rows(records)
    return {"encoding": encoding, "delimiter": delimiter} | ({"label_rows": label_rows} if label_rows else {})


def _delimiter(text: str) -> str:
    """The sign that divides the first lines into the same number of cells, as many as possible."""
    head = "".join(text.splitlines(keepends=True)[:40])

    def widths(sign: str) -> tuple[bool, int]:
        rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row]
        width = len(rows[0]) if rows else 1
        return width > 1 and sum(len(row) == width for row in rows) >= 0.9 * len(rows), width

    return max((",", ";", "\t", "|"), key=widths)


def _label_rows(records: list[list[str]]) -> int:
    """Rows of labels between the header and the answers: the question in words, and what Qualtrics puts under it.

    Such a row has a text in nearly every cell, no number in any, and most of its texts never come back below.
    """
    if len(records) < 3:
        return 0
    header, second, below = records[0], records[1], records[2:]
    imports = 1 if any("importid" in cell.lower() for cell in below[0]) else 0
    if imports:
        return 2
    filled = [(i, cell.strip()) for i, cell in enumerate(second) if cell.strip()]
    if len(header) < 3 or len(filled) < 0.8 * len(header) or any(_is_number(cell) for _, cell in filled):
        return 0
    names = sum(bool(re.fullmatch(r"[A-Za-z]\w{0,24}", cell.strip())) for cell in header)
    numeric = sum(_is_number(row[i]) for i, _ in filled for row in below[:50] if i < len(row) and row[i].strip())
    again = sum(any(i < len(row) and row[i].strip() == cell for row in below) for i, cell in filled)
    worded = sum(" " in cell for _, cell in filled) >= 0.5 * len(filled)
    return int(names >= 0.9 * len(header) and worded and again == 0 and (numeric > 0 or len(below) > 3))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+([.,]\d+)?", text.strip()))


def _decimal(columns: tuple[Column, ...]) -> str:
    """The decimal mark of a delimited text, "" where no number has one."""
    marks = {mark: sum(_has_decimal(column, mark) for column in columns) for mark in (",", ".")}
    best = max(marks, key=lambda mark: marks[mark])
    return best if marks[best] else ""


def _has_decimal(column: Column, mark: str) -> bool:
    texts = column.answers
    fitting = [text for text in texts if re.fullmatch(rf"-?\d+({re.escape(mark)}\d+)?", text)]
    return len(fitting) >= 0.8 * max(len(texts), 1) and any(mark in text for text in fitting)


def _xlsx_options(file: Path, asked: Asked) -> dict[str, Any]:
    names = _sheet_names(file)
    if asked.sheet or len(names) == 1:
        return _sheet_options(file, asked.sheet or names[0])
    answers = [name for name in names if _codebook_sheet(file, name) is None]
    filled = [name for name in answers if _size(file, name) > 1]
    if len(filled) != 1:
        listed = ", ".join(repr(name) for name in names)
        raise BadInput([Problem(str(file), "", f"{len(names)} sheets: {listed}", "Say which one: sheet=…")])
    return _sheet_options(file, filled[0])


def _sheet_options(file: Path, sheet: str) -> dict[str, Any]:
    label_rows = _label_rows(_records(file, sheet)) if sheet in _sheet_names(file) else 0
    return {"sheet": sheet} | ({"label_rows": label_rows} if label_rows else {})


def _book(file: Path) -> Any:
    import zipfile

    import openpyxl

    try:
        return openpyxl.load_workbook(file, data_only=True, read_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        found = f"no whole Excel workbook ({error})"
        raise BadInput([Problem(str(file), "", found, "Copy or save it again as .xlsx")]) from error


def _sheet_names(file: Path) -> list[str]:
    book = _book(file)
    try:
        return [str(name) for name in book.sheetnames]
    finally:
        book.close()


def _records(file: Path, sheet: str) -> list[list[str]]:
    book = _book(file)
    try:
        rows = book[sheet].iter_rows(values_only=True)
        return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    finally:
        book.close()


def _size(file: Path, sheet: str) -> int:
    return sum(any(row) for row in _records(file, sheet))


def _codebook_sheet(file: Path, sheet: str) -> list[dict[str, str]] | None:
    """The rows of a sheet that describes variables (variable, label, code, text); None where it is no such sheet."""
    records = [row for row in _records(file, sheet) if any(row)]
    head = [cell.casefold() for cell in records[0]] if records else []
    places = {key: next((head.index(n) for n in names if n in head), -1) for key, names in _SHEET_COLUMNS.items()}
    if places["variable"] < 0 or (places["label"] < 0 and min(places["code"], places["text"]) < 0):
        return None
    known = {key: place for key, place in places.items() if place >= 0}
    return [{key: row[place] for key, place in known.items()} for row in records[1:]]


def _with_codebook_sheet(columns: tuple[Column, ...], file: Path, sheet: str) -> tuple[Column, ...]:
    labels: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for name in _sheet_names(file):
        last = ""
        for row in (_codebook_sheet(file, name) or []) if name != sheet else []:
            last = row["variable"] or last  # a variable's further codes often leave its name out
            labels[last] = labels.get(last) or tidy(row.get("label", ""))
            if row.get("code") and row.get("text"):
                codes.setdefault(last, {})[row["code"].removesuffix(".0")] = tidy(row["text"])
    return tuple(replace(c, label=labels.get(c.header, ""), codes=codes.get(c.header, {})) for c in columns)
