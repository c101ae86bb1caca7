"""Numbers in a column of a Word table stand with their decimal marks below each other.

Where all numbers of a column look alike (12,3 and 4,5), the right edge does it. Where they do not (5,1 beside 12,34,
a star or brackets after some), a decimal tab does, which Word applies in a table cell by itself; whole numbers end
where the tab stands. The mark of Word's tab is that of the reader's computer; with another one the numbers stand flush.
A cell with a tracked change has two numbers below each other: they stand at the right edge, moved in as far as the tail of the new
one leaves room.
"""

import re

from evalreport.docx.xml import Element, properties, put, style_of, w

NUMBER = {
    ",": re.compile(r"^\D*\d(?:\d|[\u00a0\u202f](?=\d))*"),
    ".": re.compile(r"^\D*\d(?:\d|,(?=\d{3}))*"),
}
_SPACE = re.compile("\u00a0(?!\\d{3}(?!\\d))")  # not the one between thousands
# Widths of letters in em, as in Calibri; only where the tab stands depends on them, not whether the marks meet
_WIDTHS = {**dict.fromkeys("0123456789−–*", 0.507), **dict.fromkeys(",.;: \u00a0", 0.25), **dict.fromkeys("()[]", 0.31)}
_OTHER = 0.6
_SLACK = 1.03
CELL_PADDING = 140  # twips, left and right together
SIGN = 3  # letters that a mark in the place of a number (–, :, n.s.) has at most; longer texts stay at the edge


def tail(text: str, mark: str) -> str | None:
    """What follows the whole part of the first number in a cell (",5*"); None where there is no number."""
    found = NUMBER[mark].match(text)
    return text[found.end() :] if found else None


def align_decimals(rows: list[Element], columns: list[int], mark: str, size: float = 9) -> None:
    """Set the tabs of a table's body rows; columns: widths in twips, mark: the decimal mark, size: of the text in pt."""
    cells = _cells_of(rows, len(columns))
    for number, width in enumerate(columns):
        found = [(paragraph, text) for paragraph, text in cells[number] if text]
        tails = {text: tail(text, mark) for _, text in found}
        shapes = {re.sub(r"\d", "0", rest) for rest in tails.values() if rest is not None}
        if len(shapes) > 1:
            room = max(_width(rest, size) for rest in tails.values() if rest is not None)
            for paragraph, text in found:
                _align(paragraph, tails[text], text, width - CELL_PADDING, room, size)


def _cells_of(rows: list[Element], count: int) -> dict[int, list[tuple[Element, str]]]:
    """Column -> paragraph and text of the cells that hold one paragraph, set flush right."""
    cells: dict[int, list[tuple[Element, str]]] = {number: [] for number in range(count)}
    for row in rows:
        at = 0
        for cell in row.findall(w("tc")):
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            paragraphs = cell.findall(w("p"))
            if span is None and len(paragraphs) == 1 and _is_right(paragraphs[0]):
                cells[at].append((paragraphs[0], _text_of(paragraphs[0])))
            at += 1 if span is None else int(span.get(w("val")))
    return cells


def _text_of(paragraph: Element) -> str:
    """What stands there once all tracked changes are accepted; what stood there, where that is nothing."""
    return next(
        (text for text in ("".join(t.text or "" for t in paragraph.iter(w(n))) for n in ("t", "delText")) if text), ""
    )


def _is_right(paragraph: Element) -> bool:
    side = paragraph.find(f"{w('pPr')}/{w('jc')}")
    return side is not None and side.get(w("val")) == "right" and style_of(paragraph) != "TableHead"


def _width(text: str, size: float) -> int:
    """About how wide a text is, in twips."""
    return round(sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size * 20 * _SLACK)


def _align(paragraph: Element, rest: str | None, text: str, width: int, room: int, size: float) -> None:
    marks = properties(paragraph, "pPr")
    if paragraph.find(w("del")) is not None:
        if rest is not None and _width(text, size) + room - _width(rest, size) <= width:
            put(marks, "ind", right=max(0, room - _width(rest, size)))
    elif rest:
        from lxml import etree

        tabs = put(marks, "tabs")
        stop = etree.SubElement(tabs, w("tab"))
        stop.set(w("val"), "decimal")
        stop.set(w("pos"), str(max(0, width - room)))
        put(marks, "jc", val="left")
        for part in paragraph.iter(w("t")):  # LibreOffice sees no decimal mark before a space that does not break
            part.text = _SPACE.sub(" ", part.text or "")
    elif (rest is not None or len(text) <= SIGN) and _width(text, size) + room <= width:
        put(marks, "ind", right=room)
