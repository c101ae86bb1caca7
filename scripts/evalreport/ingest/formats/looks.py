"""One look, one text: signs a reader cannot tell apart are made the same, and what spreadsheets put for nothing is empty."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.ingest.formats.export import Export

# What spreadsheets show where a formula found nothing; as text it comes from their own CSV. English, Norwegian and Danish,
# Swedish, Finnish, German, Dutch, French, Spanish, Portuguese, Italian.
_WORDS = (
    "REF DIV/0 VALUE NAME NUM NULL SPILL CALC FIELD BLOCKED UNKNOWN CONNECT EXTERNAL BUSY PYTHON TIMEOUT "
    "VERDI NAVN OVERFLYT BEREGN FELT VÆRDI NUL OVERLØB "
    "VÄRDEFEL REFERENS NAMN OGILTIGT SKÄRNING DIVISION/0 SAKNAS ARVO VIITTAUS JAKO/0 NIMI LUKU TYHJÄ PUUTTUU "
    "WERT BEZUG ZAHL WAARDE VERW DEEL/0 NAAM GETAL LEEG VALEUR NOM NOMBRE "
    "VALOR NULO NOME NÚM VALORE RIF"
).replace(" ", "|")
_ERROR = re.compile(
    rf"#[¡¿]?({_WORDS})[!?]|#(N/A( N/A)?|I/T|N/B|N/D|N/V|NV|GETTING_DATA)|Err:\d{{3}}|\#{{3,}}", re.IGNORECASE
)
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MONTH = (  # in the languages above, short and whole
    "jan januar january januari jänner ene enero gen gennaio janv janvier janeiro tammi "
    "feb februar february februari febrero febbraio févr février fevereiro helmi "
    "mar mars march marts mär märz mrt maart marzo março maalis apr april avr avril abr abril aprile huhti "
    "mai may maj mei mayo mag maggio maio touko jun june juni juin junio giu giugno junho kesä "
    "jul july juli juil juillet julio lug luglio julho heinä aug august augusti augustus août ago agosto elo "
    "sep sept september septembre septiembre set settembre setembro syys "
    "okt oct oktober october octobre octubre ott ottobre outubro loka nov november novembre noviembre novembro marras "
    "des dec dez desember december dezember déc décembre dic diciembre dicembre dezembro joulu"
).replace(" ", "|")
_DAY = re.compile(rf"(\d{{1,2}}[. -]{{1,2}}({_MONTH})\.?|({_MONTH})[. -]{{1,2}}\d{{1,2}})$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]((19|20)\d\d|\d\d)$|(19|20)\d\d-\d\d-\d\d( 00:00(:00)?)?$")
_SERIAL = re.compile(r"4[3-9]\d{3}$")  # a day of 2017 to 2036 as Excel counts them
_RANGE = re.compile(r"\d{1,3} ?[-–/] ?\d{1,3}$")
_CODE = re.compile(r"\D{0,15}\d{1,3}\D{0,15}$")  # an answer with a small number in it: 10+, over 5, 0
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
    notices = (*export.notices, *joined)
    return replace(export, header=header, rows=rows, about=_looked(export.about), notices=notices)


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
        if not any("#" in cell or ":" in cell for cell in cells):
            rows.append((row, cells))
            continue
        for name, cell in zip(export.header, cells, strict=False):
            if _ERROR.fullmatch(cell.strip()):
                found.setdefault((name, cell.strip()), []).append(str(row))
        rows.append((row, ["" if _ERROR.fullmatch(cell.strip()) else cell for cell in cells]))
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
        made = _made_dates(cells)
        if made:
            row, text = made[0]
            found = f"{text!r} ({len(made)} cell(s)): most likely a code such as 1-2 that Excel made a date of"
            problems.append(
                Problem(
                    file, f"{export.place(row)}, column {name!r}", found, "Export again without opening it in Excel"
                )
            )
    raise_if(problems)


def _made_dates(cells: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The cells of a column that were codes: days without a year among others, or dates of few kinds among small numbers."""
    texts = {text for _, text in cells}
    days = [(row, text) for row, text in cells if _DAY.match(text)]
    if days and (len(days) < len(cells) or len(texts) <= _FEW):
        return days
    dates = [(row, text) for row, text in cells if _DATE.match(text)]
    if any(_RANGE.match(text) for text in texts):
        return dates
    if len(texts) > _FEW:
        return []
    if dates and any(_CODE.match(text) for text in texts):
        return dates
    worded = any(_CODE.match(text) and not text.isdecimal() for text in texts)
    return [(row, text) for row, text in cells if _SERIAL.match(text)] if worded else []
