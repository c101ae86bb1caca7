"""Workbooks of Excel: the sheet with the answers, its cells as they are meant, and what a sheet hides."""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from evalreport.files.archives import refuse_bombs
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.number_formats import shows_per_cent
from evalreport.ingest.formats import headings
from evalreport.ingest.formats.codebook_sheets import describes
from evalreport.ingest.formats.export import Export, Format, Wishes, text_of
from evalreport.ingest.formats.spss import SECONDS

_LISTED = 5
_DAY_OF_YEAR = re.compile(r"^(?!.*y).*(d.*m|m.*d)|^mmm?-?yy$", re.IGNORECASE)  # 02.jan, and Jan-02 made of 1-2
MOST_CELLS, SPARSE = 200_000, 50  # a sheet may have so many cells, and so many times more than are filled
REMEDY = "Copy or save it again as .xlsx"


def read_xlsx(
    path: Path,
    sheet: str | None = None,
    skip_rows: int = 0,
    skip_footer: int = 0,
    header_rows: int = 1,
    label_rows: int = 0,
    number_headings: bool = False,
) -> Export:
    """Excel: numbers without ".0", dates as ISO, text as is; the sheet is named when there are several with cells.

    Cells with an error (#N/A, #DIV/0!) are empty and told with their places, and so are hidden rows and columns, which are
    read as the others. A column shown as per cent is read as it is seen (25 %, saved as 0.25, is 25), a length of time in seconds.
    Raises BadInput for formulas without a saved result, merged answers, codes Excel made dates of, and columns shown in part as per cent.
    """
    values, formulas = _books(path)
    name = chosen(path.name, [s.title for s in values.worksheets], sheet)
    cells, place = values[name], f"sheet {name!r}"
    raise_if(_uncalculated(path.name, name, cells, formulas[name]))
    records = [[_cell(cell) for cell in row] for row in cells.iter_rows()]
    end = len(records) - skip_footer
    top = skip_rows + header_rows + label_rows
    raise_if(_merged_answers(path.name, place, cells, top, end))
    raise_if([*_codes_made_dates(path.name, place, cells, top, end), *_partly(path.name, place, cells, top, end)])
    head = headings.Head(header_rows, label_rows, number_headings)
    spans = [s for s in _below(_spans(cells), skip_rows) if s[1] < header_rows]
    found = headings.export_of(path.name, f"{place}, row {skip_rows + 1}", records[skip_rows:end], head, spans)
    told = (_errors, _only_days, _hidden, _per_cent)
    notices = (*found.notices, *(notice for tell in told for notice in tell(place, cells, top, end)))
    about = {"encoding": "utf-8", "sheet": name, **found.about}
    if durations := _durations(cells, top, end):
        about["meanings"] = {found.header[column]: SECONDS for column in durations}
    return Export(found.header, found.rows, about, notices)


def _books(path: Path) -> tuple[Any, Any]:
    import openpyxl

    refuse_bombs(path)
    return _trimmed(path.name, openpyxl.load_workbook(path, data_only=True)), openpyxl.load_workbook(path)


def _trimmed(file: str, book: Any) -> Any:
    """The workbook without the empty cells that only have a look, which may reach to the last row there is.

    Raises BadInput where a cell with a value stands so far from the others that the sheet between them cannot be held.
    """
    problems = []
    for sheet in book.worksheets:
        cells = sheet._cells  # (row, column) -> cell; openpyxl has no other way to forget one
        for place in [place for place, cell in cells.items() if cell.value is None]:
            del cells[place]
        if cells and sheet.max_row * sheet.max_column > MOST_CELLS + SPARSE * len(cells):
            last = max(cells, key=lambda place: place[0] * place[1])
            where = f"sheet {sheet.title!r}, cell {cells[last].coordinate}"
            problems.append(Problem(file, where, "a value far away from all others", "Delete it, and save again"))
    raise_if(problems)
    return book


def chosen(file: str, names: Sequence[str], sheet: str | None) -> str:
    """The sheet that is meant; raises BadInput where it must be named or is not there."""
    listed = ", ".join(repr(name) for name in names)
    if not names:
        raise BadInput([Problem(file, "", "no sheet with cells", "Save the answers as cells, not as a chart")])
    if sheet is None and len(names) > 1:
        raise BadInput([Problem(file, "", f"{len(names)} sheets: {listed}", "Say which one with sheet:")])
    if sheet is not None and sheet not in names:
        raise BadInput([Problem(file, "", f"no sheet {sheet!r}", f"The workbook has {listed}")])
    return sheet if sheet is not None else names[0]


def _cell(cell: Any) -> str:
    if cell.data_type == "e":
        return ""
    if _is_duration(cell):
        return text_of(cell.value.total_seconds())
    if _is_share(cell):
        return text_of(float(Decimal(repr(cell.value)) * 100))
    return text_of(cell.value)


def _is_number(cell: Any) -> bool:
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def _columns(cells: Any, top: int, end: int) -> list[list[Any]]:
    """The cells with numbers and lengths of time of each column, below the headings and above what stands at the foot."""
    return [[c for c in column if _is_number(c) or _is_duration(c)] for column in _body(cells, top, end)]


def _body(cells: Any, top: int, end: int) -> list[Sequence[Any]]:
    """The columns of the answers, without headings and what stands at the foot."""
    return list(cells.iter_cols(min_row=top + 1, max_row=end)) if end > top else []


def _is_duration(cell: Any) -> bool:
    return isinstance(cell.value, datetime.timedelta)


def _is_share(cell: Any) -> bool:
    return _is_number(cell) and shows_per_cent(cell.number_format)


_MEASURED = ((_is_share, "as per cent"), (_is_duration, "as a length of time"))


def _partly(file: str, place: str, cells: Any, top: int, end: int) -> list[Problem]:
    """A column in which some numbers are shown so and others are not: 25 % beside 25, which is 2500 %; 36:00 beside 1.5, the same."""
    parted = [
        (so, [c for c in column if is_shown(c)], [c for c in column if not is_shown(c)])
        for column in _columns(cells, top, end)
        for is_shown, so in _MEASURED
    ]
    return [
        Problem(
            file,
            f"{place}, column {shown[0].column_letter}",
            f"{_shown([c.coordinate for c in shown])} shown {so}, {_shown([c.coordinate for c in others])} not",
            "Give the whole column one number format in Excel",
        )
        for so, shown, others in parted
        if shown and any(c.value for c in others)
    ]


def _per_cent(place: str, cells: Any, top: int, end: int) -> list[str]:
    """What is told of columns shown as per cent."""
    firsts = [next(filter(_is_share, column), None) for column in _columns(cells, top, end)]
    return [
        f"{place}: column {c.column_letter} is shown as per cent and read so: {c.value!r} is {_cell(c)}"
        for c in firsts
        if c is not None
    ]


def _durations(cells: Any, top: int, end: int) -> list[int]:
    """The places of the columns that hold lengths of time."""
    return [place for place, column in enumerate(_columns(cells, top, end)) if any(map(_is_duration, column))]


def _uncalculated(file: str, sheet: str, values: Any, formulas: Any) -> list[Problem]:
    """Formulas whose result was never saved would read as empty cells, without a word."""
    return [
        Problem(file, f"sheet {sheet!r}, cell {cell.coordinate}", "a formula without a saved result", "Save in Excel")
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[cell.coordinate].value is None
    ]


def _spans(cells: Any) -> list[tuple[int, int, int, int]]:
    """Merged cells: first row, last row, first column, last column, from 0."""
    return sorted((m.min_row - 1, m.max_row - 1, m.min_col - 1, m.max_col - 1) for m in cells.merged_cells.ranges)


def _below(spans: Iterable[tuple[int, int, int, int]], skip: int) -> list[tuple[int, int, int, int]]:
    return [(first - skip, last - skip, left, right) for first, last, left, right in spans if first >= skip]


def _merged_answers(file: str, place: str, cells: Any, top: int, end: int) -> list[Problem]:
    """An answer that stands over several cells is that of the first only, for all that a reader of cells knows."""
    merged = [m for m in sorted(cells.merged_cells.ranges, key=str) if top < m.min_row and m.max_row <= end]
    return [
        Problem(
            file,
            f"{place}, cells {m.coord}",
            f"merged over several {'rows' if m.max_row > m.min_row else 'columns'} of answers",
            "Unmerge and fill them in Excel",
        )
        for m in merged
    ]


def _codes_made_dates(file: str, place: str, cells: Any, top: int, end: int) -> list[Problem]:
    """Days without a year among numbers or ranges (1-2 that Excel took for 1 February) are codes no longer."""
    problems = []
    for column, days in _days(cells, top, end):
        codes = [c for c in column if c not in days and not c.is_date and re.search(r"\d", str(c.value or ""))]
        if codes:
            found = (
                f"{len(days)} cell(s) are a day ({_shown([c.coordinate for c in days])}), among {str(codes[0].value)!r}"
            )
            found = f"{found}: Excel made dates of codes such as 1-2"
            problems.append(
                Problem(file, f"{place}, column {column[0].column_letter}", found, "Write the codes as text")
            )
    return problems


def _days(cells: Any, top: int, end: int) -> list[tuple[Any, list[Any]]]:
    """The columns that hold days without a year, and those cells."""
    columns = [
        (column, [c for c in column if c.is_date and _is_day(c.number_format, c.value)])
        for column in _body(cells, top, end)
    ]
    return [(column, days) for column, days in columns if days]


def _only_days(place: str, cells: Any, top: int, end: int) -> list[str]:
    """What is told of columns of days without a year: they may all have been codes."""
    told = "if they were codes such as 1-2, Excel changed them"
    return [
        f"{place}: column {column[0].column_letter} holds days without a year ({days[0].value:%d.%m}); {told}"
        for column, days in _days(cells, top, end)
    ]


def _is_day(form: str, value: Any) -> bool:
    return isinstance(value, datetime.date) and bool(_DAY_OF_YEAR.match(re.sub(r"\[[^\]]*\]|[\"\\;@]", "", form)))


def _errors(place: str, cells: Any, top: int, end: int) -> list[str]:
    """What is told of error cells: each kind with its places."""
    found: dict[str, list[str]] = {}
    for row in cells.iter_rows(min_row=top + 1, max_row=end) if end > top else ():
        for cell in row:
            if cell.data_type == "e":
                found.setdefault(str(cell.value), []).append(cell.coordinate)
    return [f"{place}: {kind} in {_shown(places)} is no answer and was read as empty" for kind, places in found.items()]


def _hidden(place: str, cells: Any, top: int, end: int) -> list[str]:
    """What is told of hidden rows and columns, which a person in front of Excel does not see."""
    rows = [str(n) for n, about in sorted(cells.row_dimensions.items()) if about.hidden and top < n <= end]
    columns = [name for name, about in sorted(cells.column_dimensions.items()) if about.hidden]
    filtered = f" (a filter lies on {cells.auto_filter.ref})" if cells.auto_filter.ref and rows else ""
    return [
        *([f"{place}: row {_shown(rows)} hidden{filtered}; read as the others"] if rows else []),
        *([f"{place}: column {_shown(columns)} hidden; read as the others"] if columns else []),
        *([f"{place}: the sheet is hidden; read all the same"] if cells.sheet_state != "visible" else []),
    ]


def _shown(places: Sequence[str]) -> str:
    more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
    return ", ".join(places[:_LISTED]) + more


def find_xlsx(path: Path, wishes: Wishes) -> dict[str, Any]:
    """The sheet with the answers (the one that describes no columns and has cells) and the place of the table in it."""
    import openpyxl

    refuse_bombs(path)
    book = _trimmed(path.name, openpyxl.load_workbook(path, data_only=True))
    sheets = {s.title: [[_cell(cell) for cell in row] for row in s.iter_rows()] for s in book.worksheets}
    name = answering(path, sheets, wishes.sheet)
    return {"sheet": name} | headings.find_head(sheets[name], _spans(book[name]))


def answering(path: Path, sheets: dict[str, list[list[str]]], asked: str) -> str:
    """The one sheet that holds answers; raises BadInput where it has to be named."""
    if asked or len(sheets) == 1:
        return chosen(path.name, list(sheets), asked or None)
    filled = [n for n, rows in sheets.items() if sum(any(row) for row in rows) > 1 and not describes(rows)]
    if len(filled) != 1:
        listed = ", ".join(repr(name) for name in sheets)
        raise BadInput([Problem(path.name, "", f"{len(sheets)} sheets: {listed}", "Say which one: sheet=…")])
    return filled[0]


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """All sheets with cells as texts."""
    import openpyxl

    refuse_bombs(path)
    book = _trimmed(path.name, openpyxl.load_workbook(path, data_only=True))
    return {s.title: [[_cell(cell) for cell in row] for row in s.iter_rows()] for s in book.worksheets}


XLSX = Format(
    name="xlsx",
    suffixes=(".xlsx", ".xlsm"),
    title="Excel workbook",
    remedy=REMEDY,
    read=read_xlsx,
    options=("sheet", *headings.OPTIONS),
    find=find_xlsx,
    marks=(b"PK\x03\x04",),
)
