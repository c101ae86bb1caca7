"""tables.xlsx: every table and figure of the report as a sheet with real numbers, its note, and a chart where Excel has one.

Formats are those of the file format (a point for decimals), which Excel shows as the machine's own language has them. Texts are
written as texts, so that a label that begins with = + - or @ is never a formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from evalreport.assemble.report import title_page
from evalreport.exhibits.evidence import Evidence
from evalreport.files.writing import writing
from evalreport.outputs.charts.plan import ChartPlan, chart_plans
from evalreport.outputs.charts.sheet import add_chart, chart_height, write_chart_numbers
from evalreport.outputs.number_grid import Cell, Number, NumberGrid, number_grid
from evalreport.outputs.registry import Material
from evalreport.outputs.web_page import ShownExhibit, exhibits_in, read_blocks
from evalreport.words.catalogue import word
from evalreport.words.dates import NO_DAY

FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
LABELS, NARROWEST, WIDEST = 46, 10, 60  # widths of columns in characters
ACCENT = "#1f3a4d"
SIGNIFICANT = 12  # digits, as in the files of estimates


@dataclass
class Sheets:
    """The workbook being written, with its formats by what they say."""

    book: Any
    language: str
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def format(self, **look: Any) -> Any:
        """A cell format, each made once."""
        key = tuple(sorted({**FONT, **look}.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]


def write_tables(material: Material, path: Path) -> None:
    """Write tables.xlsx from the material of an edition."""
    shown = exhibits_in(read_blocks(material.blocks.read_text(encoding="utf-8")))
    write_workbook(path, material.metadata, shown, material.evidence)


def write_workbook(
    path: Path, metadata: Mapping[str, Any], shown: Sequence[ShownExhibit], evidence: Mapping[str, Evidence]
) -> None:
    """Write the workbook; shown: tables and figures in the order of the report, evidence: exhibit -> its protected numbers.

    Tables that are no exhibits (data files, software) are left out. The same numbers give the same bytes.
    """
    own = [each for each in shown if each.exhibit in evidence]
    with writing(path) as temporary, xlsxwriter.Workbook(str(temporary), _options()) as book:
        sheets = Sheets(book, metadata["language"])
        title = title_page(metadata)
        _properties(book, title)
        first = book.add_worksheet(word("contents", sheets.language)[:31])
        names = {each.id: sheet_name(each) for each in own}
        _contents(sheets, first, title, own, names)
        for each in own:
            sheet = book.add_worksheet(names[each.id])
            _exhibit(sheets, sheet, each, evidence[each.exhibit], first.get_name())


def _options() -> dict[str, Any]:
    """Texts stay texts: no formulas, links or numbers are made of them."""
    return {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def _properties(book: Any, title: Mapping[str, Any]) -> None:
    book.set_properties(
        {
            "title": title["title"],
            "subject": title["subtitle"] or "",
            "author": "; ".join(title["authors"]),
            "company": title["company"] or "",
            "comments": title["data_note"] or "",
            "keywords": ", ".join(title["keywords"]),
            "status": title["status"],
            "created": datetime.fromisoformat(f"{title['day'] or NO_DAY}T00:00:00+00:00"),
        }
    )


def sheet_name(shown: ShownExhibit) -> str:
    """What a sheet is called: `Tabell 8.1`, without the signs that Excel cannot have there."""
    name = "".join(" " if letter in "\u00a0[]:*?/\\" else letter for letter in shown.number)
    return name.strip("' ")[:31]


def _contents(
    sheets: Sheets, sheet: Any, title: Mapping[str, Any], shown: Sequence[ShownExhibit], names: Mapping[str, str]
) -> None:
    """The first sheet: what this is, and a line a sheet with a link to it."""
    language = sheets.language
    wrapped = sheets.format(text_wrap=True)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 44)
    sheet.write_string(0, 0, title["title"], sheets.format(bold=True, font_size=16, font_color=ACCENT))
    lines = [title["subtitle"], ", ".join(title["authors"]), *title["details"], title["draft"], title["data_note"]]
    row = 1
    for line in [*(each for each in lines if each), word("output_units", language)]:
        sheet.merge_range(row, 0, row, 2, "", wrapped)
        sheet.write_string(row, 0, line, wrapped)
        sheet.set_row(row, 15 * (1 + len(line) // 140))
        row += 1
    row += 1
    head = sheets.format(bold=True, bottom=2, top=2)
    for column, key in enumerate(("output_exhibit", "output_shows", "output_chapter")):
        sheet.write_string(row, column, word(key, language), head)
    sheet.freeze_panes(row + 1, 0)
    link = sheets.format(font_color="#0b5394", underline=1)
    for each in shown:
        row += 1
        sheet.write_url(row, 0, f"internal:'{names[each.id]}'!A1", link, each.number)
        sheet.write_string(row, 1, each.caption, wrapped)
        sheet.write_string(row, 2, each.chapter, wrapped)
        sheet.set_row(row, 15 * (1 + max(len(each.caption) // 92, len(each.chapter) // 46)))
    _for_print(sheet)


def _for_print(sheet: Any, landscape: bool = False) -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _exhibit(sheets: Sheets, sheet: Any, shown: ShownExhibit, evidence: Evidence, contents: str) -> None:
    """One sheet: link back, caption, unit, the table, its note, the chart and the numbers in it."""
    grid, plans = number_grid(evidence), chart_plans(evidence)
    columns = _columns(grid)
    sheet.hide_gridlines(2)
    back = sheets.format(font_color="#0b5394", underline=1)
    sheet.write_url(0, 0, f"internal:'{contents}'!A1", back, f"← {word('contents', sheets.language)}")
    sheet.write_string(1, 0, f"{shown.number}  {shown.caption}", sheets.format(bold=True, font_size=12))
    unit = unit_words(grid, evidence)
    if unit:
        sheet.write_string(2, 0, f"{word('output_unit', sheets.language)}: {unit}", sheets.format(italic=True))
    last = _table(sheets, sheet, grid, columns, 4)
    row = last + 2
    width = sum(columns_width(grid, columns))
    if shown.note:
        row = _note(sheets, sheet, row, sum(columns) - 1, shown.note, width)
    _charts(sheets, sheet, plans, row)
    _for_print(sheet, landscape=width > 100)


def _note(sheets: Sheets, sheet: Any, row: int, last_column: int, note: str, width: float) -> int:
    """The note across the table, as high as it needs; gives the row after it."""
    look = sheets.format(text_wrap=True, font_size=10, font_color="#404040")
    if last_column:
        sheet.merge_range(row, 0, row, last_column, "", look)
    sheet.write_string(row, 0, note, look)
    sheet.set_row(row, 14 * (1 + len(note) // max(int(width), 30)))
    return row + 2


def unit_words(grid: NumberGrid, evidence: Evidence) -> str:
    """What the numbers of a table are, `prosent` say; "" where the kinds of numbers differ and the heads say it."""
    language, kinds = evidence.view.language, {number.percent for number in grid.numbers()}
    key = f"unit_{evidence.view.statistic}"
    own = {"share": "share", "rate": "rate", "change": "change"}.get(evidence.view.statistic)
    if evidence.view.counts or not kinds:
        key = "unit_count" if kinds else "unit_text"
    elif own or True in kinds:
        key = f"unit_{own or 'share'}"
    try:
        return word(key, language)
    except KeyError:
        return ""


def _columns(grid: NumberGrid) -> tuple[int, ...]:
    """How many columns of the sheet each column of the table takes: more where numbers stand in brackets behind the first."""
    body = [row for row in grid.rows if len(row) > 1]
    count = max([len(grid.head), *(len(row) for row in body)])
    return tuple(1 + max((len(row[i].bracketed) for row in body if i < len(row)), default=0) for i in range(count))


def columns_width(grid: NumberGrid, columns: tuple[int, ...]) -> list[float]:
    """Widths of the columns of the table in characters."""
    widths = []
    for i in range(len(columns)):
        texts = [row[i].text for row in grid.rows if len(row) > 1] + [cell.text for cell in grid.head[i : i + 1]]
        longest = max(map(len, texts), default=0)
        most = LABELS if i == 0 else (WIDEST if i < grid.text_columns else 16)
        widths.append(min(max(longest + 2, NARROWEST), most) + 12.0 * (columns[i] - 1))
    return widths


def _table(sheets: Sheets, sheet: Any, grid: NumberGrid, columns: tuple[int, ...], top: int) -> int:
    """The table from row `top`; gives its last row."""
    starts = [sum(columns[:i]) for i in range(len(columns))]
    for i, width in enumerate(columns_width(grid, columns)):
        sheet.set_column(starts[i], starts[i], width - 12 * (columns[i] - 1))
        if columns[i] > 1:
            sheet.set_column(starts[i] + 1, starts[i] + columns[i] - 1, 12)
    row = _heads(sheets, sheet, grid, columns, starts, top)
    sheet.freeze_panes(row, 1)
    for cells in grid.rows:
        _row(sheets, sheet, row, cells, columns, starts, grid.text_columns)
        row += 1
    end = sheets.format(top=2)
    for column in range(sum(columns)):
        sheet.write_blank(row, column, None, end)
    return row - 1


def _heads(
    sheets: Sheets, sheet: Any, grid: NumberGrid, columns: tuple[int, ...], starts: Sequence[int], row: int
) -> int:
    """Headings above groups of columns, then those of the columns, then those of numbers in brackets; gives the row after."""
    look = {"bold": True, "text_wrap": True, "valign": "bottom"}
    if any(grid.over):
        _over(sheets, sheet, grid.over, columns, starts, row)
        row += 1
    split = any(count > 1 for count in columns)
    for i in range(len(columns)):
        side = "left" if i < grid.text_columns else "right"
        text = grid.head[i].text if i < len(grid.head) else ""
        top = 0 if any(grid.over) else 2
        sheet.write_string(row, starts[i], text, sheets.format(**look, align=side, top=top, bottom=2))
        for extra in range(1, columns[i]):
            key = "output_bracketed" if columns[i] == 2 else ("output_low", "output_high")[extra - 1]
            words = word(key, sheets.language)
            sheet.write_string(row, starts[i] + extra, words, sheets.format(**look, align="right", top=top, bottom=2))
    longest = max((len(cell.text) for cell in grid.head[1:]), default=0)
    if split or longest > 14:
        sheet.set_row(row, 15 * (1 + longest // 13))
    return row + 1


def _over(
    sheets: Sheets, sheet: Any, over: Sequence[str], columns: tuple[int, ...], starts: Sequence[int], row: int
) -> None:
    at = 0
    while at < len(over):
        end = at
        while end + 1 < len(over) and over[at] and over[end + 1] == over[at]:
            end += 1
        first, last = starts[at], starts[end] + columns[end] - 1
        look = sheets.format(bold=True, align="center", text_wrap=True, top=2, bottom=1 if over[at] else 0)
        if last > first:
            sheet.merge_range(row, first, row, last, "", look)
        sheet.write_string(row, first, over[at], look)
        at = end + 1


def _row(
    sheets: Sheets,
    sheet: Any,
    row: int,
    cells: Sequence[Cell],
    columns: tuple[int, ...],
    starts: Sequence[int],
    text_columns: int,
) -> None:
    if len(cells) == 1:
        sheet.write_string(row, 0, cells[0].text, sheets.format(bold=True))
        return
    for i, cell in enumerate(cells):
        _cell(sheets, sheet, row, starts[i], cell, i < text_columns)
        for extra, number in enumerate(cell.bracketed, start=1):
            sheet.write_number(row, starts[i] + extra, stored(number), sheets.format(num_format=code_of(number)))
    widths = [LABELS, *[WIDEST] * text_columns]
    lines = max((lines_of(c.text, width) for c, width in zip(cells[:text_columns], widths, strict=False)), default=1)
    if lines > 1:
        sheet.set_row(row, 15 * lines)


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column so many digits wide: letters are narrower, and a line ends where a word does."""
    return len(wrap(text, round(1.1 * width)))


def _cell(sheets: Sheets, sheet: Any, row: int, column: int, cell: Cell, is_text: bool) -> None:
    look: dict[str, Any] = {"bold": cell.strong, "italic": cell.emphasised}
    if cell.number is None:
        side = "left" if is_text else "right"
        sheet.write_string(row, column, cell.text, sheets.format(**look, align=side, text_wrap=is_text))
        return
    code = quoted(cell.before) + code_of(cell.number) + quoted(cell.after)
    sheet.write_number(row, column, stored(cell.number), sheets.format(**look, num_format=code))


def stored(number: Number) -> float:
    """The number as it is stored: with the digits of the files of estimates, in which two machines do not differ."""
    return float(f"{number.value:.{SIGNIFICANT}g}")


def code_of(number: Number) -> str:
    """The number format that shows a number as the report prints it; the negative with a minus sign as everywhere in Excel."""
    places = "." + "0" * number.decimals if number.decimals else ""
    return f"0{places} %" if number.percent else f"#,##0{places}"


def quoted(text: str) -> str:
    """Words before or after a number as a part of its number format."""
    return '"' + text.replace('"', "”") + '"' if text else ""


def _charts(sheets: Sheets, sheet: Any, plans: Sequence[ChartPlan], row: int) -> None:
    """Each chart, and below it the numbers it is drawn from, which Excel needs in cells."""
    look = sheets.format(bold=True, font_color=ACCENT)
    for plan in plans:
        heading = word("output_chart_numbers", sheets.language)
        rows = chart_height(plan) // 20 + 2
        start = row + rows
        sheet.write_string(start, 0, f"{heading}{': ' + plan.title if plan.title else ''}", look)
        numbers = write_chart_numbers(sheets.format, sheet, plan, start + 1)
        add_chart(sheets.book, sheet, plan, start + 1, xl_rowcol_to_cell(row, 0))
        row = numbers + 3
