"""Which part of a report belongs to which section of the form, and the rows of its tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evalreport.records.aliases import COLUMN, SECTION, Aliases, plain, plain_heading
from evalreport.records.cell_values import cell_text
from evalreport.records.reports.documents import Block, Document
from evalreport.records.reports.form import Form, Section, marked_form, own_words

_BETWEEN_CELLS = re.compile(r"\t| {2,}| \| ")


@dataclass(frozen=True)
class TableRow:
    """A row of a table: column of the form -> text as written, and where it stands."""

    cells: Mapping[str, str]
    place: str


@dataclass(frozen=True)
class Part:
    """What a report has under one section: its text, its rows, and what could not be read as a row or a column."""

    place: str
    text: str = ""
    rows: tuple[TableRow, ...] = ()
    unread: tuple[Block, ...] = ()  # lines that are no row of the table
    unknown: tuple[Block, ...] = ()  # headings of columns that the form does not have
    missing: tuple[str, ...] = ()  # columns of the form that the table does not have


def parts_of(document: Document, form: Form, aliases: Aliases) -> tuple[dict[str, Part], list[Block]]:
    """Section -> its part of the report, and headings that no section has; a section the report leaves out has none."""
    blocks, unknown = _by_section(document, form, aliases)
    sections = {section.id: section for section in form.sections}
    return {name: _part(document, sections[name], found, aliases) for name, found in blocks.items()}, unknown


def _by_section(document: Document, form: Form, aliases: Aliases) -> tuple[dict[str, list[Block]], list[Block]]:
    """The blocks of each section: by the fields of the form where there are any, else by headings."""
    titles = {plain_heading(section.title): section.id for section in form.sections} | dict(aliases.of(SECTION))
    tagged = {block.tag for block in document.blocks}
    found: dict[str, list[Block]] = {s.id: [] for s in form.sections if s.id in document.fields or s.id in tagged}
    fields, unknown = set(found), list[Block]()
    current = ""
    for block in document.blocks:
        if block.text in own_words() or marked_form(block.text):
            continue
        if block.tag in fields:
            found[block.tag].append(block)
            continue
        named = "" if block.rows else titles.get(plain_heading(block.text), "")
        if named and named not in fields:
            current = named
            found.setdefault(named, [])
        elif named or block.heading:
            current = ""
            unknown += [] if named or not found else [block]
        elif current:
            found[current].append(block)
    return found, unknown


def _part(document: Document, section: Section, blocks: list[Block], aliases: Aliases) -> Part:
    about = {plain(section.help), plain(section.title)} - {""}
    blocks = [block for block in blocks if block.rows or plain(block.text) not in about]
    place = next((block.place for block in blocks if block.rows or block.text), "")
    if not section.columns:
        return Part(place, _running_text(blocks, document.in_lines))
    table = next((block for block in blocks if block.rows), None)
    rows = list(table.rows) if table else []
    loose = [block for block in blocks if block.text and not block.rows]
    if table is None and document.in_lines:
        rows = [(b.place, tuple(_BETWEEN_CELLS.split(b.text.strip()))) for b in loose if _is_row(b, section)]
        loose = [block for block in loose if not _is_row(block, section)]
    for further in (block for block in blocks if block.rows and block is not table):
        rows += further.rows
    return _table(section, rows, loose, place, aliases)


def _is_row(line: Block, section: Section) -> bool:
    return len(_BETWEEN_CELLS.split(line.text.strip())) > 1 or len(section.columns) == 1


def _running_text(blocks: list[Block], in_lines: bool) -> str:
    """The paragraphs, one a line; lines of a page are put together, a word divided at the end of a line too."""
    if not in_lines:
        return "\n".join(block.text for block in blocks if block.text)
    paragraphs = [""]
    for block in blocks:
        line = " ".join(block.text.split())
        if not line:
            paragraphs.append("")
        elif re.search(r"[a-zæøå]-$", paragraphs[-1]) and line[0].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
    return "\n".join(filter(None, paragraphs))


def _table(
    section: Section, rows: list[tuple[str, tuple[str, ...]]], loose: list[Block], place: str, aliases: Aliases
) -> Part:
    """The rows below the row of headings, which says what stands in which column."""
    labels = {plain(column.label): column.id for column in section.columns}
    labels |= {
        written: name.partition(".")[2]
        for written, name in aliases.of(COLUMN).items()
        if name.partition(".")[0] == section.id
    }
    needed = min(2, len(section.columns))
    head = next((n for n, (_, cells) in enumerate(rows) if sum(plain(c) in labels for c in cells) >= needed), None)
    if head is None:
        unread = [
            *loose,
            *(Block("  ".join(filter(None, cells)), at) for at, cells in rows if any(map(cell_text, cells))),
        ]
        return Part(place, unread=tuple(unread))
    above = [Block("  ".join(cells), at) for at, cells in rows[:head] if any(map(cell_text, cells))]
    heads = [labels.get(plain(cell), "") for cell in rows[head][1]]
    unknown = [Block(cell, rows[head][0]) for cell in rows[head][1] if cell.strip() and plain(cell) not in labels]
    missing = tuple(column.id for column in section.columns if column.id not in heads)
    found, wrong = list[TableRow](), list[Block]()
    for at, cells in rows[head + 1 :]:
        texts = [cell_text(cell) for cell in cells]
        if not any(texts) or [labels.get(plain(cell), "") for cell in cells] == heads:
            continue  # an empty row, or the headings again on a new page
        if len(cells) != len(heads):
            wrong.append(Block("  ".join(filter(None, texts)), at))
        else:
            found.append(TableRow({name: text for name, text in zip(heads, texts, strict=True) if name}, at))
    return Part(place, "", tuple(found), (*loose, *above, *wrong), tuple(unknown), missing)
