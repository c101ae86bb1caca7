"""Reader `annual_reports`: filled-in forms and older reports, a file a unit and year, as tables of what they say and lack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.records.aliases import UNIT, WORD, Aliases, load_aliases, plain, without_misread_words
from evalreport.records.codes import CodeList, code_files, load_code_lists
from evalreport.records.reports import findings as f
from evalreport.records.reports.documents import ENDINGS, SCAN, Document, read_document
from evalreport.records.reports.findings import Finding
from evalreport.records.reports.form import (
    COVERAGE,
    FINDINGS,
    ID,
    REPORTS,
    SECTIONS,
    Form,
    Section,
    form_of,
    load_form,
    marked_form,
)
from evalreport.records.reports.parts import Part, parts_of
from evalreport.records.reports.rows import Reading, Records, records_of
from evalreport.records.sheets import FILE, PLACE, SOURCE, text_table
from evalreport.words.catalogue import word

YEAR, REPORT = "year", "report"
FILLED, EMPTY, NO_REPORT = "filled", "empty", "no_report"
LEFT_OUT = "left_out"
STATUSES = (FILLED, EMPTY, LEFT_OUT, NO_REPORT)
WHOLE = "report"  # the row of a table of coverage that says whether there is a report at all
_NAME = re.compile(r"(?P<unit>.+?)[ _-]+(?P<year>\d{4})")


def prepared(settings: Mapping[str, Any], config_folder: Path) -> dict[str, Any]:
    """The settings with the form in place of its file name: what the tables are follows from it."""
    reserved = (REPORT, settings["units"]["column"], YEAR, *SOURCE)
    return {**settings, "form": load_form(config_folder / settings["form"], reserved)}


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    form, key = form_of(settings["form"], ""), (REPORT, settings["units"]["column"], YEAR)
    promised: dict[str, tuple[str, ...]] = {
        REPORTS: ("kind",),
        SECTIONS: ("section", "text"),
        COVERAGE: ("field", "status", "remarks"),
        FINDINGS: ("kind", "field", "subject", "found", "expected", "text"),
    }
    promised |= {section.id: tuple(_columns(section)) for section in form.sections if section.columns}
    return {table: (*key, *columns) for table, columns in promised.items()}


def _columns(section: Section) -> list[str]:
    return [name for c in section.columns for name in ([c.id, c.id + ID] if c.names else [c.id])]


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists of the units and of the form's columns."""
    return list(dict.fromkeys([settings["units"]["codes"], *form_of(settings["form"], "").code_lists]))


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The reports there are, the code lists and the table of aliases."""
    folder = data_folder / settings["folder"]
    reports = [str(path) for path in _files(folder)] if folder.is_dir() else [str(folder)]
    aliases = [str(config_folder / settings["aliases"])] if "aliases" in settings else []
    return [*reports, *aliases, *code_files(config_folder, code_lists(settings))]


def _files(folder: Path) -> list[Path]:
    """The files of a folder without those that Word and the system hide there."""
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))


@dataclass(frozen=True)
class _Source:
    """What all reports are read with."""

    settings: Mapping[str, Any]
    form: Form
    units: CodeList
    reading: Reading
    language: str

    @property
    def unit(self) -> str:
        """The column of the records with the unit."""
        return str(self.settings["units"]["column"])


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The tables of all reports; raises BadInput with every file that cannot be read or is not what its name says."""
    form = form_of(settings["form"], language)
    lists = load_code_lists(config_folder, code_lists(settings), language)
    units = lists[settings["units"]["codes"]]
    known = "aliases" in settings
    aliases = load_aliases(config_folder / settings["aliases"], form, lists, units) if known else Aliases()
    source = _Source(settings, form, units, Reading(lists, aliases), language)
    documents = _documents(source, data_folder / settings["folder"])
    rows: dict[str, Records] = {name: [] for name in tables(settings)}
    for unit in units.known:
        for year in settings["years"]:
            for table, records in _report(source, documents.get((unit, year)), unit, year).items():
                rows[table] += records
    return {name: text_table(rows[name], columns) for name, columns in tables(settings).items()}


# ---------------------------------------------------------------- which file is whose


def _documents(source: _Source, folder: Path) -> dict[tuple[str, str], Document]:
    """Unit and year -> the report; raises BadInput with all that is wrong with names, files and versions."""
    if not folder.is_dir():
        raise BadInput([Problem(str(folder), "", "the folder does not exist", "Put the reports there")])
    problems: list[Problem] = []
    found: dict[tuple[str, str], Document] = {}
    for path in _files(folder):
        key, wrong = _named(source, path)
        if key and key in found:
            wrong = [Problem(path.name, "", f"a second report of {key[0]} {key[1]}", f"Keep it or {found[key].file}")]
        problems += wrong
        if key is None or wrong:
            continue
        try:
            found[key] = read_document(path, source.settings.get("skip_lines", ()))
        except BadInput as error:
            problems += error.problems
            continue
        problems += _form_problems(source, found[key], key)
    raise_if(problems)
    return found


def _named(source: _Source, path: Path) -> tuple[tuple[str, str] | None, list[Problem]]:
    """Unit and year that a file's name says, or what is wrong with it."""
    years = source.settings["years"]
    match = _NAME.fullmatch(path.stem)
    example = f"Call it {source.units.known[0]}_{years[0]}{path.suffix if path.suffix in ENDINGS else ENDINGS[0]}"
    if path.suffix.lower() not in ENDINGS:
        return None, [
            Problem(path.name, "", f"{path.suffix or 'no ending'!r} is not read", f"Endings: {', '.join(ENDINGS)}")
        ]
    if match is None:
        return None, [Problem(path.name, "", "the name does not say unit and year", example)]
    unit = _unit(source, match["unit"].replace("_", " "))
    if not unit:
        known = [*source.units.known, *source.reading.aliases.of(UNIT)]
        return None, [Problem(path.name, "", f"unknown unit {match['unit']!r}", suggestion(match["unit"], known))]
    if match["year"] not in years:
        return None, [Problem(path.name, "", f"{match['year']} is none of the years", f"Years: {', '.join(years)}")]
    return (unit, match["year"]), []


def _unit(source: _Source, text: str) -> str:
    """The unit with a code, label or alias; "" for none."""
    named = {plain(code.replace("_", " ")): code for code in source.units.known}
    named |= {plain(label): code for code, label in source.units.labels.items()}
    return (named | dict(source.reading.aliases.of(UNIT))).get(plain(text), "")


def _form_problems(source: _Source, document: Document, key: tuple[str, str]) -> Iterator[Problem]:
    """Another form, another version of it, or another unit or year than the file's name says."""
    form, file = source.form, document.file
    for block in document.blocks:
        found = marked_form(block.text)
        if found and found[0] != form.id:
            yield Problem(file, block.place, f"this is the form {found[0]!r}", f"The form here is {form.id!r}")
        elif found and found[1] != form.version:
            right = f"Copy it into version {form.version} (snakemake report_forms)"
            yield Problem(file, block.place, f"this is version {found[1]} of the form {form.id!r}", right)
    unit, year = document.fields.get(source.unit, ""), document.fields.get(YEAR, "")
    if unit and _unit(source, unit) != key[0]:
        yield Problem(file, source.unit, f"the report says {unit!r}, the file name {key[0]!r}", "Correct one of them")
    if year and year != key[1]:
        yield Problem(file, YEAR, f"the report says {year}, the file name {key[1]}", "Correct one of them")


# ---------------------------------------------------------------- one report


def _report(source: _Source, document: Document | None, unit: str, year: str) -> dict[str, Records]:
    """The records of one report, or of its absence."""
    report = f"{unit}_{year}"
    if document is None:
        absent = [Finding(f.NO_REPORT, WHOLE)]
        tables: dict[str, Records] = {}
        status = dict.fromkeys([WHOLE, *(section.id for section in source.form.sections)], NO_REPORT)
    else:
        document, absent = _corrected(document, source.reading.aliases)
        tables, status, doubts = _contents(source, document)
        absent += doubts
    key = {REPORT: report, source.unit: unit, YEAR: year, FILE: document.file if document else ""}
    tables[COVERAGE] = _coverage(source, status, absent)
    tables[FINDINGS] = [_finding_row(source, finding) for finding in absent]
    return {name: [key | row for row in rows] for name, rows in tables.items()}


def _corrected(document: Document, aliases: Aliases) -> tuple[Document, list[Finding]]:
    """A text with the words put right that are known to be misread, each of them found once."""
    if document.kind != SCAN:
        return document, []
    blocks, times = [], dict[str, int]()
    for block in document.blocks:
        text, used = without_misread_words(block.text, aliases.of(WORD))
        blocks.append(replace(block, text=text))
        times |= {name: times.get(name, 0) + count for name, count in used.items()}
    words = aliases.of(WORD)
    found = [Finding(f.MISREAD_WORD, WHOLE, "", str(times[name]), name, words[name]) for name in sorted(times)]
    return replace(document, blocks=tuple(blocks)), found


def _contents(source: _Source, document: Document) -> tuple[dict[str, Records], dict[str, str], list[Finding]]:
    """The records of a report by table, the status of each section, and what was found."""
    parts, unknown = parts_of(document, source.form, source.reading.aliases)
    found = [Finding(f.UNKNOWN_HEADING, WHOLE, found=block.text, place=block.place) for block in unknown]
    tables: dict[str, Records] = {REPORTS: [{"kind": document.kind}], SECTIONS: []}
    status = {WHOLE: FILLED}
    for section in source.form.sections:
        part = parts.get(section.id)
        if part is None:
            status[section.id] = LEFT_OUT
            found.append(Finding(f.LEFT_OUT, section.id))
            continue
        records, doubts = records_of(section, part, source.reading) if section.columns else ([], [])
        text = _text(part)
        status[section.id] = FILLED if records or text else EMPTY
        if status[section.id] == EMPTY:
            doubts = [Finding(f.EMPTY_FIELD, section.id, place=part.place)]
        found += doubts
        if section.columns:
            tables[section.id] = records
        if text:
            tables[SECTIONS].append({"section": section.id, "text": text, PLACE: part.place})
    return tables, status, found


def _text(part: Part) -> str:
    """The text of a section; under a table, what was not read as rows of it."""
    return part.text or "\n".join(block.text for block in part.unread)


def _coverage(source: _Source, status: Mapping[str, str], findings: list[Finding]) -> Records:
    """A row a field: its status, and in words what the status does not say; the same words once a report."""
    told = [finding for finding in findings if finding.kind not in (*f.IN_THE_TABLE, f.MISREAD_WORD)]
    section_of: dict[str, str] = {}
    for finding in told:
        section_of.setdefault(_sentence(source, finding), finding.section)
    return [
        {
            "field": name,
            "status": what,
            "remarks": "\n".join(sentence for sentence, section in section_of.items() if section == name),
        }
        for name, what in status.items()
    ]


def _sentence(source: _Source, finding: Finding) -> str:
    labels = {c.id: c.label for s in source.form.sections if s.id == finding.section for c in s.columns}
    return finding.sentence(source.language, labels.get(finding.column, ""))


def _finding_row(source: _Source, finding: Finding) -> dict[str, str]:
    return {
        "kind": finding.kind,
        "field": f"{finding.section}.{finding.column}".rstrip("."),
        "subject": finding.subject,
        "found": finding.found,
        "expected": finding.expected,
        "text": _sentence(source, finding),
        PLACE: finding.place,
    }


def field_labels(settings: Mapping[str, Any], language: str) -> dict[str, str]:
    """Field of the table `coverage` -> what it is called in the report."""
    titles = {section.id: section.title for section in form_of(settings["form"], language).sections}
    return {WHOLE: word("coverage_report", language), **titles}
