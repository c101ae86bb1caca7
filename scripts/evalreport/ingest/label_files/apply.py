"""The labels that belong to an export: sheets beside its answers, and the files a person names."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from evalreport.files.archives import refuse_entities
from evalreport.files.encodings import decode, likely
from evalreport.files.errors import BadInput, Problem
from evalreport.files.rows import lines_in
from evalreport.ingest.formats import ods, workbook
from evalreport.ingest.formats.delimited import delimiter_of
from evalreport.ingest.label_files.labels import Labels, Sheets
from evalreport.ingest.label_files.questionnaires import from_ddi, from_lss, from_qsf
from evalreport.ingest.label_files.tables import from_codebook, from_redcap, from_xlsform
from evalreport.ingest.reading import ROW, Source

TABLES: tuple[Callable[[Sheets], Labels | None], ...] = (from_xlsform, from_redcap, from_codebook)
FILES: Mapping[str, Callable[[bytes], Labels | None]] = {".qsf": from_qsf, ".lss": from_lss, ".xml": from_ddi}
_SHEETS: Mapping[str, Callable[[Path], Sheets]] = {".xlsx": workbook.sheets_of, ".ods": ods.sheets_of}
_KINDS = ".qsf, .lss, .xml (DDI), or .xlsx, .ods, .csv with variable, label, code and text"


def labels_for(file: Path, reader: str, options: Mapping[str, Any], source: Source, named: Iterable[Path]) -> Labels:
    """The labels for the columns of a source; raises BadInput for a file of labels that tells of none of its columns."""
    found = Labels()
    if reader in ("xlsx", "ods"):
        sheets = {
            n: rows
            for n, rows in _SHEETS[file.suffix.lower().replace("xlsm", "xlsx")](file).items()
            if n != options["sheet"]
        }
        found |= _from_sheets(sheets) or Labels()
    columns = {str(name) for name in source.table.columns if name != ROW}
    for path in named:
        told = read_labels(path)
        if not told.columns & columns and not set(told.several) & columns:
            first = ", ".join(sorted(told.columns)[:5])
            raise BadInput(
                [Problem(path.name, "", f"labels of none of the columns in {file.name}", f"It tells of {first}")]
            )
        found |= told
    return found


def read_labels(path: Path) -> Labels:
    """The labels in a file; raises BadInput for one that cannot be read or holds none."""
    suffix = path.suffix.lower()
    try:
        read = FILES.get(suffix)
        content = path.read_bytes()
        if suffix in (".lss", ".xml"):
            refuse_entities(content, path.name)
        found = read(content) if read else _from_sheets(_SHEETS.get(suffix, _delimited)(path))
    except BadInput:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadInput([Problem(path.name, "", f"no labels to be read ({said})", f"Known: {_KINDS}")]) from error
    if found is None or not found.columns:
        raise BadInput([Problem(path.name, "", "no labels found", f"Known: {_KINDS}")])
    return found


def _from_sheets(sheets: Sheets) -> Labels | None:
    return next((found for kind in TABLES if (found := kind(sheets)) is not None), None)


def _delimited(path: Path) -> Sheets:
    content = path.read_bytes()
    text = decode(content, likely(content), path.name)
    return {path.stem: lines_in(text, delimiter_of(text), strict=True)}
