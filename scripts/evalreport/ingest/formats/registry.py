"""All kinds of files an export may come in; a new one is a module beside this one and a line here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem
from evalreport.ingest.formats.delimited import CSV
from evalreport.ingest.formats.export import Export, Format, Wishes
from evalreport.ingest.formats.ods import ODS
from evalreport.ingest.formats.spss import POR, SAV
from evalreport.ingest.formats.statistical import DTA, PARQUET, SAS, XPT
from evalreport.ingest.formats.workbook import XLSX

FORMATS: Mapping[str, Format] = {f.name: f for f in (CSV, SAV, POR, XLSX, ODS, DTA, SAS, XPT, PARQUET)}
SUFFIXES: Mapping[str, str] = {suffix: f.name for f in FORMATS.values() for suffix in f.suffixes}
LISTED = ", ".join(SUFFIXES)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of Office before 2007 begin, and encrypted ones to this day


def reader_of(path: Path) -> str:
    """The reader for a file's ending; the ending itself where there is none."""
    return SUFFIXES.get(path.suffix.lower(), path.suffix.lower())


def read_with(form: Format, path: Path, options: Mapping[str, Any]) -> Export:
    """What the format's reader finds; whatever goes wrong in a library is one message that names the file."""
    _refuse_other_kind(form, path)
    try:
        return form.read(path, **options)
    except (BadInput, MemoryError):
        raise
    except Exception as error:
        raise BadInput([broken(form, path, error)]) from error


def found_options(form: Format, path: Path, wishes: Wishes) -> dict[str, Any]:
    """The settings that a file shows by itself; whatever goes wrong in a library is one message that names the file."""
    _refuse_other_kind(form, path)
    try:
        return form.find(path, wishes)
    except (BadInput, MemoryError):
        raise
    except Exception as error:
        raise BadInput([broken(form, path, error)]) from error


def broken(form: Format, path: Path, error: Exception) -> Problem:
    """The message for a file that a library could not read."""
    said = " ".join(str(error).split()) or type(error).__name__
    return Problem(path.name, "", f"no whole {form.title} ({said[:200]})", form.remedy)


def _refuse_other_kind(form: Format, path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(512)
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise BadInput(
            [Problem(path.name, "", "a web page, not an export", "Export it again; you may have to log in first")]
        )
    if start.startswith(_OLE):
        found = "an old workbook (.xls), or one with a password"
        raise BadInput([Problem(path.name, "", found, "Open it in Excel and save it as .xlsx without a password")])
    other = next((f for f in FORMATS.values() if f is not form and f.marks and start.startswith(f.marks)), None)
    if other and not form.marks and form.name != "ods":
        found = f"this is a whole {other.title}, whatever its name says"
        raise BadInput([Problem(path.name, "", found, f"Call it {path.stem}{other.suffixes[0]}")])
