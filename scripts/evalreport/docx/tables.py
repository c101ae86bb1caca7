"""Tables of a .docx as they are printed: as wide as the text, rules across only, rows whole, heads repeated."""

from itertools import accumulate, pairwise
from math import ceil

from evalreport.docx.decimals import align_decimals
from evalreport.docx.xml import Element, properties, put, style_of, w

SHORT = 16  # body rows a table may have and still be kept on one page
LINES = 32  # lines of text a table may have to stay on one page: what a turned page holds
TWIPS_PER_CHARACTER = 90  # 567 twips a centimetre, 6.3 characters
KEPT_ROWS = 2  # body rows of a longer table that stay with its head
SECTION = 14  # rows a section of a table may have and still be kept on one page
THIN, THICK = 4, 8  # eighths of a point
RULE = "333333"  # colour of rules
CAPTION_BEFORE = 280  # twips above the caption of a table; below a figure the style's own
_LOOK = {
    "val": "06A0",
    "firstRow": "1",
    "lastRow": "0",
    "firstColumn": "1",
    "lastColumn": "0",
    "noHBand": "1",
    "noVBand": "1",
}


def finish_tables(body: Element, mark: str) -> None:
    """Finish every table of the document, at the text width of the section it stands in; mark: of decimals."""
    width = _widths(body)
    for table in body.iter(w("tbl")):
        if not any(ancestor.tag == w("tbl") for ancestor in table.iterancestors()):
            _finish_table(table, width[_block_of(table, body)], mark)
            _keep_caption(table)


def _keep_caption(table: Element) -> None:
    """The caption of a table stays with it, and stands apart from what is above."""
    caption = table.getprevious()
    if caption is not None and style_of(caption) == "Caption":
        about = properties(caption, "pPr")
        put(about, "keepNext")
        put(about, "spacing", before=CAPTION_BEFORE)


def _block_of(element: Element, body: Element) -> Element:
    while element.getparent() is not body:
        element = element.getparent()
    return element


def _widths(body: Element) -> dict[Element, int]:
    """Text width in twips of the section each block of the body stands in."""
    widths: dict[Element, int] = {}
    waiting: list[Element] = []
    for block in body:
        section = block if block.tag == w("sectPr") else block.find(f"{w('pPr')}/{w('sectPr')}")
        waiting.append(block)
        if section is not None:
            widths.update(dict.fromkeys(waiting, text_width(section)))
            waiting = []
    return widths


def text_width(section: Element) -> int:
    """Page width less margins of a section, in twips."""
    margins = section.find(w("pgMar"))
    size = int(section.find(w("pgSz")).get(w("w")))
    return size - sum(int(margins.get(w(side))) for side in ("left", "right"))


def _finish_table(table: Element, room: int, mark: str) -> None:
    share = table.find(f"{w('tblPr')}/{w('tblW')}[@{w('type')}='pct']")  # fiftieths of a per cent
    width = room if share is None else round(room * min(1, int(share.get(w("w"))) / 5000))
    columns = _finish_grid(table, width)
    rows = table.findall(w("tr"))
    heads = [row for row in rows if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
    marks = properties(table, "tblPr")
    put(marks, "tblW", w=width, type="dxa")
    put(marks, "tblInd", w=0, type="dxa")
    put(marks, "tblLayout", type="fixed")
    put(marks, "tblLook", **_LOOK if heads else {**_LOOK, "val": "0680", "firstRow": "0"})
    for row in rows:
        _finish_row(row, columns)
    _rule_heads(heads)
    sums = [_first_style(row) in ("TableTotal", "TableBase") for row in rows]
    for before, this, row in zip([False, *sums], sums, rows, strict=False):
        if this and not before:
            _rule(row, top=THIN)
    _keep_rows(rows, len(heads), sums)
    align_decimals(rows[len(heads) :], columns, mark)


def _finish_grid(table: Element, width: int) -> list[int]:
    """Column widths in twips, in the proportions pandoc wrote, together exactly the text width."""
    grid = table.find(w("tblGrid"))
    shares = [int(column.get(w("w"))) for column in grid]
    ends = [round(width * end / sum(shares)) for end in accumulate(shares)]
    columns = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    for column, value in zip(grid, columns, strict=True):
        column.set(w("w"), str(value))
    return columns


def _finish_row(row: Element, columns: list[int]) -> None:
    from lxml import etree

    marks = properties(row, "trPr")
    if marks.find(w("cantSplit")) is None:
        marks.insert(0, etree.Element(w("cantSplit")))
    at = 0
    for cell in row.findall(w("tc")):
        inside = properties(cell, "tcPr")
        span = inside.find(w("gridSpan"))
        count = 1 if span is None else int(span.get(w("val")))
        put(inside, "tcW", w=sum(columns[at : at + count]), type="dxa")
        at += count
    style = _first_style(row)
    for paragraph in row.iter(w("p")):
        if style and not style_of(paragraph):  # an empty cell: in the style of text it would make the row higher
            put(properties(paragraph, "pPr"), "pStyle", val=style)


def _first_style(row: Element) -> str:
    return next(filter(None, (style_of(paragraph) for paragraph in row.iter(w("p")))), "")


def _rule(row: Element, top: int | None = None) -> None:
    for cell in row.findall(w("tc")):
        _rule_cell(cell, "top", top)


def _rule_cell(cell: Element, side: str, size: int | None) -> None:
    """A rule above or below a cell in place of the table style's, in eighths of a point; None: no rule there."""
    from lxml import etree

    inside = properties(cell, "tcPr")
    found = inside.find(w("tcBorders"))
    borders = put(inside, "tcBorders") if found is None else found
    for old in borders.findall(w(side)):
        borders.remove(old)
    line = etree.Element(w(side))
    look = {"val": "single", "sz": str(size), "space": "0", "color": RULE} if size else {"val": "nil"}
    for key, value in look.items():
        line.set(w(key), value)
    borders.insert(0 if side == "top" else len(borders), line)


def _rule_heads(heads: list[Element]) -> None:
    """What the table style says of its first row said of a head of several: the rule is under the last of them, and a thin one under
    headings over several columns; headings stand at the bottom of their cells."""
    for number, row in enumerate(heads if len(heads) > 1 else ()):
        last = number == len(heads) - 1
        for cell in row.findall(w("tc")):
            inside = properties(cell, "tcPr")
            put(inside, "vAlign", val="bottom")
            _rule_cell(cell, "bottom", THIN if last or inside.find(w("gridSpan")) is not None else None)


def _lines(row: Element) -> int:
    """About how many lines a row takes: its longest cell at the table's letter size."""
    cells = (
        (int(cell.find(f"{w('tcPr')}/{w('tcW')}").get(w("w"))), "".join(cell.itertext()))
        for cell in row.findall(w("tc"))
    )
    return max((ceil(len(text) * TWIPS_PER_CHARACTER / max(width, 1)) for width, text in cells), default=1) or 1


def _keep_rows(rows: list[Element], heads: int, sums: list[bool]) -> None:
    """A short table stays on one page; a long one keeps its head with its first rows, sums with what they
    sum up, and short sections whole."""
    body = len(rows) - heads
    short = body <= SHORT and sum(map(_lines, rows)) <= LINES
    kept = len(rows) - 1 if short else heads + KEPT_ROWS
    starts = [i for i, row in enumerate(rows) if _first_style(row) == "TableSection"]
    sections = [rows[a : b - 1] for a, b in pairwise([*starts, len(rows)]) if b - a <= SECTION]
    summed = (row for row, sums_up in zip(rows[kept:-1], sums[kept + 1 :], strict=True) if sums_up)
    together = [*rows[:kept], *summed, *(row for section in sections for row in section)]
    for row in together:
        for paragraph in row.iter(w("p")):
            put(properties(paragraph, "pPr"), "keepNext")
