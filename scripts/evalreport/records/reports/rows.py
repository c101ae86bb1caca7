"""The rows of a section of a report as records: codes, dates and numbers read, everything doubtful found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalreport.records.aliases import TOTAL, Aliases, plain
from evalreport.records.cell_values import codes_in, date_in, known_names, number_in
from evalreport.records.codes import CodeList
from evalreport.records.reports import findings as f
from evalreport.records.reports.findings import Finding
from evalreport.records.reports.form import ID, Column, Section
from evalreport.records.reports.parts import Part, TableRow
from evalreport.records.sheets import PLACE

Records = list[dict[str, str]]


@dataclass(frozen=True)
class Reading:
    """What cells are read with: the code lists and the aliases."""

    lists: Mapping[str, CodeList]
    aliases: Aliases


def records_of(section: Section, part: Part, reading: Reading) -> tuple[Records, list[Finding]]:
    """The records under a section with a table, and what is doubtful about them."""
    found = [Finding(f.UNREAD_LINE, section.id, found=line.text, place=line.place) for line in part.unread]
    found += [Finding(f.UNKNOWN_COLUMN, section.id, found=head.text, place=head.place) for head in part.unknown]
    if part.rows:
        found += [Finding(f.MISSING_COLUMN, section.id, name, place=part.place) for name in part.missing]
    rows, totals = _without_totals(section, part.rows, reading.aliases)
    records = []
    for row in rows:
        if _unanswered(section, row):
            found.append(Finding(f.EMPTY_ROW, section.id, subject=_subject(section, row), place=row.place))
            continue
        record, doubts = _record(section, row, part.missing, reading)
        records.append(record | {PLACE: row.place})
        found += doubts
    for total in totals:
        found += _sums(section, records, total)
    return records, found


def _subject(section: Section, row: TableRow) -> str:
    return row.cells.get(section.columns[0].id, "")


def _without_totals(
    section: Section, rows: Sequence[TableRow], aliases: Aliases
) -> tuple[list[TableRow], list[TableRow]]:
    names = {plain(section.total), *(written for written, name in aliases.of(TOTAL).items() if name == section.id)}
    totals = [row for row in rows if section.total and plain(_subject(section, row)) in names]
    return [row for row in rows if row not in totals], totals


def _unanswered(section: Section, row: TableRow) -> bool:
    """Whether a row has only what the form filled in."""
    own = {name: text for name, text in row.cells.items() if text}
    return any(
        all(plain(own.get(name, "")) == plain(text) for name, text in line.items()) and set(own) <= set(line)
        for line in section.lines
    )


def _record(
    section: Section, row: TableRow, missing: Sequence[str], reading: Reading
) -> tuple[dict[str, str], list[Finding]]:
    subject, record, found = _subject(section, row), dict[str, str](), list[Finding]()
    for column in section.columns:
        text = row.cells.get(column.id, "")
        if not text:
            record |= {column.id: ""} | ({column.id + ID: ""} if column.names else {})
            if column.required and column.id not in missing:
                found.append(Finding(f.EMPTY_CELL, section.id, column.id, subject, place=row.place))
            continue
        values, kind, expected = _value(column, text, reading)
        record |= values
        if kind:
            found.append(Finding(kind, section.id, column.id, subject, text, expected, row.place))
    return record, found


def _value(column: Column, text: str, reading: Reading) -> tuple[dict[str, str], str, str]:
    """The cells of the record, the kind of finding ("" for none) and what the finding expected."""
    if column.names:
        return _name(column, text, reading)
    if column.codes:
        codes = codes_in(text, reading.lists[column.codes], dict(reading.aliases.of(column.codes)))
        return {column.id: codes or ""}, "" if codes else f.UNKNOWN_CODE, ""
    if column.type == "text":
        return {column.id: text}, "", ""
    read = {"number": number_in, "date": date_in}[column.type](text)
    return {column.id: read or ""}, "" if read else f.UNREADABLE[column.type], ""


def _name(column: Column, text: str, reading: Reading) -> tuple[dict[str, str], str, str]:
    codes = reading.lists[column.names]
    if code := known_names(codes).get(plain(text)):
        return {column.id: text, column.id + ID: code}, "", ""
    if code := reading.aliases.of(column.names).get(plain(text)):
        return {column.id: text, column.id + ID: code}, f.ALIAS_USED, codes.labels[code]
    return {column.id: text, column.id + ID: ""}, f.UNKNOWN_NAME, ""


def _sums(section: Section, records: Records, total: TableRow) -> Iterator[Finding]:
    """Totals that are not the sum of the rows, and those that cannot be checked."""
    for column in section.columns:
        declared = total.cells.get(column.id, "")
        if column.type != "number" or not declared:
            continue
        number = number_in(declared)
        subject = _subject(section, total)
        if number is None:
            yield Finding(f.UNREADABLE["number"], section.id, column.id, subject, declared, place=total.place)
        elif any(not record[column.id] for record in records):
            yield Finding(f.SUM_UNCHECKED, section.id, column.id, subject, number, place=total.place)
        elif (added := sum(Decimal(record[column.id]) for record in records)) != Decimal(number):
            yield Finding(f.SUM_DIFFERS, section.id, column.id, subject, number, str(added), total.place)
