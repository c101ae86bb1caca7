"""Files of SPSS: .sav, .zsav and .por, with what their dictionary says of each column."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from evalreport.ingest.formats.export import Export, Format, finds_encoding, numbered, spoken, text_of

_EPOCH = datetime(1582, 10, 14)  # SPSS counts seconds from the first day of the Gregorian calendar
_DAY = 86400
MONTH, WEEKDAY, SECONDS = "month", "weekday", "seconds"


def read_sav(path: Path, encoding: str = "") -> Export:
    """SPSS: codes as text ("1"), system-missing empty, user-missing codes kept; labels go to the manifest."""
    import pyreadstat

    said = spoken(encoding, path.name)
    return _export(*pyreadstat.read_sav(path, user_missing=True, disable_datetime_conversion=True, encoding=said))


def read_por(path: Path) -> Export:
    """Portable SPSS files: as .sav; user-missing codes are empty, for the library gives no others."""
    import pyreadstat

    return _export(*pyreadstat.read_por(path, disable_datetime_conversion=True))


def _export(table: Any, meta: Any) -> Export:
    forms = {name: str(meta.original_variable_types.get(name, "")) for name in table.columns}
    columns = [[texted(value, forms[name]) for value in table[name]] for name in table.columns]
    rows = numbered([list(cells) for cells in zip(*columns, strict=True)])
    names = {name: str(name).strip() for name in table.columns}
    about = {"encoding": meta.file_encoding or "utf-8"} | described(
        meta, names, lambda value, name: texted(value, forms.get(name, ""))
    )
    about["meanings"] = {names[name]: mean for name, form in forms.items() if (mean := _meaning(form))}
    about["sets"] = {
        name: {
            "label": each["label"] or "",
            "columns": [names[column] for column in each["variable_list"] if column in names],
            "counted": text_of(each["counted_value"]) if each["is_dichotomy"] else None,
        }
        for name, each in (meta.mr_sets or {}).items()
    }
    return Export(tuple(names.values()), rows, about)


def described(meta: Any, names: Mapping[str, str], text: Callable[[Any, str], str]) -> dict[str, Any]:
    """What pyreadstat knows of columns: labels, value labels, user-missing codes, levels of measurement."""
    return {
        "labels": {names[n]: label for n, label in zip(meta.column_names, meta.column_labels, strict=True)},
        "value_labels": {
            names[name]: {text(code, name).strip(): label for code, label in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        },
        "user_missing": {
            names[name]: [_span(span, partial(_swapped, text, name)) for span in spans]
            for name, spans in meta.missing_ranges.items()
        },
        "measures": {names[name]: str(level) for name, level in meta.variable_measure.items() if level != "unknown"},
    }


def _swapped(text: Callable[[Any, str], str], name: str, value: Any) -> str:
    return text(value, name)


def _span(span: Any, text: Callable[[Any], str]) -> str:
    """A user-missing value or range of SPSS: "9" or "97-99"."""
    low, high = text(span["lo"]), text(span["hi"])
    return low if low == high else f"{low}-{high}"


def texted(value: Any, form: str) -> str:
    """A value by the meaning of its format: a day for DATE11, a month for MOYR8, "0301" for N4; other numbers as they are."""
    kind, width = form.rstrip("0123456789."), form.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").partition(".")[0]
    if not isinstance(value, float | int) or value != value or math.isinf(value):
        return text_of(value)
    if kind in _FORMS:
        return _FORMS[kind](float(value))
    if kind == "N" and width and float(value).is_integer():
        return str(int(value)).zfill(int(width))
    return text_of(float(value))


def _moment(seconds: float) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _week(seconds: float) -> str:
    day = _moment(seconds)
    return f"{day.year}-W{(day.timetuple().tm_yday - 1) // 7 + 1:02}"  # week 1 of SPSS begins on 1 January


def _quarter(seconds: float) -> str:
    day = _moment(seconds)
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _clock(seconds: float) -> str:
    """A time of the day; longer ones are durations and stay seconds."""
    return _moment(seconds).time().isoformat() if 0 <= seconds < _DAY else text_of(seconds)


_FORMS: Mapping[str, Callable[[float], str]] = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE"), lambda s: text_of(_moment(s))),
    **dict.fromkeys(("DATETIME", "YMDHMS"), lambda s: text_of(_moment(s))),
    "MOYR": lambda s: f"{_moment(s):%Y-%m}",
    "QYR": _quarter,
    "WKYR": _week,
    "TIME": _clock,
}


def _meaning(form: str) -> str:
    return {"MONTH": MONTH, "WKDAY": WEEKDAY, "DTIME": SECONDS, "MTIME": SECONDS}.get(form.rstrip("0123456789."), "")


REMEDY = "Copy or export it again; it may have been cut off"
SAV = Format(
    "sav", (".sav", ".zsav"), "SPSS file", REMEDY, read_sav, ("encoding",), finds_encoding(read_sav), (b"$FL2", b"$FL3")
)
POR = Format("por", (".por",), "portable SPSS file", REMEDY, read_por)
