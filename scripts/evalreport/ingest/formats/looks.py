"""One look, one text: signs a reader cannot tell apart are made the same, and what spreadsheets put for nothing is empty."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.ingest.formats.export import Export

# What Excel shows where a formula found nothing, in English and Norwegian; as text it comes from Excel's own CSV.
ERRORS = frozenset(
    [
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#I/T", "#VERDI!", "#NAVN?", "#OVERFLYT!", "#BEREGN!", "#FELT!"),
    ]
)
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MONTH = "jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec"
_DAY = re.compile(rf"(\d{{1,2}}[. -]{{1,2}}({_MONTH})\.?|({_MONTH})[. -]{{1,2}}\d{{1,2}})$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](19|20)\d\d$|(19|20)\d\d-\d\d-\d\d$")
_RANGE = re.compile(r"\d{1,3} ?[-–/] ?\d{1,3}$")
_LISTED, _FEW = 5, 12


def one_look(text: str) -> str:
    """The text with composed letters, plain blanks and without signs that have no width; its ends stay."""
    if text.isascii():
        return text.replace("\t", " ")
    return _NOTHING.sub("", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))


def same_look(text: str) -> str:
    """What two texts have in common that are one answer to a reader: also capitals and blanks, and 3.0 is 3."""
    plain = " ".join(one_look(text).split()).casefold()
    return re.sub(r"^(-?\d+)[.,]0+$", r"\1", plain)


def alike(export: Export) -> Export:
    """The export with one look for each text, and what was made the same told where it joins texts of a column."""
    if all(cell.isascii() and "\t" not in cell for _, cells in export.rows for cell in cells) and all(
        name.isascii() for name in export.header
    ):
        return export
    joined = []
    for place, name in enumerate(export.header):
        texts = {cells[place].strip() for _, cells in export.rows if place < len(cells)}
        looks: dict[str, int] = {}
        for text in texts:
            looks[one_look(text).strip()] = looks.get(one_look(text).strip(), 0) + 1
        joined += [
            f"column {name!r}: {text!r} is written in {n} ways that look alike; read as one"
            for text, n in sorted(looks.items())
            if n > 1 and text
        ]
    header = tuple(one_look(name) for name in export.header)
    rows = [(row, [one_look(cell) for cell in cells]) for row, cells in export.rows]
    return Export(header, rows, _looked(export.about), (*export.notices, *joined))


def _looked(about: Mapping[str, Any]) -> dict[str, Any]:
    def looked(value: Any) -> Any:
        if isinstance(value, str):
            return one_look(value)
        if isinstance(value, Mapping):
            return {looked(key): looked(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [looked(each) for each in value]
        return value

    return {key: looked(value) for key, value in about.items()}


def without_errors(export: Export) -> Export:
    """The export with error words of spreadsheets empty, told with their rows."""
    found: dict[tuple[str, str], list[str]] = {}
    rows = []
    for row, cells in export.rows:
        if not any(cell.startswith("#") for cell in cells):
            rows.append((row, cells))
            continue
        for name, cell in zip(export.header, cells, strict=False):
            if cell.strip() in ERRORS:
                found.setdefault((name, cell.strip()), []).append(str(row))
        rows.append((row, ["" if cell.strip() in ERRORS else cell for cell in cells]))
    told = [
        f"column {n!r}: {kind} in row {_shown(at)} is no answer and was read as empty"
        for (n, kind), at in found.items()
    ]
    return replace(export, rows=rows, notices=(*export.notices, *told))


def _shown(places: Sequence[str]) -> str:
    more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
    return ", ".join(places[:_LISTED]) + more


def refuse_dated_codes(file: str, export: Export) -> None:
    """Raise BadInput for columns of codes that Excel made dates of: 1-2 became 02.jan, beside 3-50 that did not."""
    problems = []
    for place, name in enumerate(export.header):
        cells = [(row, text) for row, all_ in export.rows if place < len(all_) and (text := all_[place].strip())]
        days = [(row, text) for row, text in cells if _DAY.match(text)]
        dates = [(row, text) for row, text in cells if _DATE.match(text)]
        ranges = [text for _, text in cells if _RANGE.match(text)]
        made = (
            days if days and (len(days) < len(cells) or len({t for _, t in cells}) <= _FEW) else dates if ranges else []
        )
        if made:
            row, text = made[0]
            found = f"{text!r} ({len(made)} cell(s)): most likely a code such as 1-2 that Excel made a date of"
            problems.append(
                Problem(file, f"row {row}, column {name!r}", found, "Export again without opening it in Excel")
            )
    raise_if(problems)
