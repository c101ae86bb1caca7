"""Reader `publications`: lists of publications (BibTeX, RIS, CSL-JSON), coded, and written out by citeproc."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.files.texts import read_text
from evalreport.programs.pandoc import FORMATS, entries_of, run_pandoc
from evalreport.records import finding_rows as findings
from evalreport.records.codes import CodeList, files_read, in_list_order, load_code_lists, split_codes
from evalreport.records.finding_rows import finding
from evalreport.records.sheets import FILE, PLACE, read_sheet, text_table
from evalreport.words.catalogue import citation_style

CSL = Path(__file__).parents[4] / "report_templates" / "shared" / "csl"
TOLD = ("key", "work", "type", "authors", "year", "title", "container", "publisher", "reference")
AUTHORS = ("author", "editor", "director", "translator")
_ENTRY = re.compile(r"^::: \{#ref-(\S+) \.csl-entry\}\n(.*?)\n:::$", re.DOTALL | re.MULTILINE)


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    return {"rows": (*TOLD, *settings.get("coded", {})), findings.TABLE: findings.COLUMNS}


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The lists, the coding table and the code lists; the styles of citeproc are the program's own, as its modules are."""
    named = [each["file"] for each in settings["files"]] + [
        each["file"] for each in [settings.get("table", {})] if each
    ]
    return files_read(named, code_lists(settings), data_folder, config_folder)


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code lists of the coded columns."""
    return list(dict.fromkeys(column["codes"] for column in settings.get("coded", {}).values()))


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The publications in the order of the printed list, and the findings; raises BadInput with every problem."""
    lists = load_code_lists(config_folder, code_lists(settings), language)
    entries, problems = _read_lists(settings["files"], data_folder)
    coding, wrong = _coding(settings, data_folder, entries, lists)
    raise_if([*problems, *wrong, *_set_problems(settings, lists)])
    printed = written_out([entry for entry, _, _ in entries.values()], language)
    rows = [_row(key, *entries[key], printed[key]) for key in printed]
    same = _same_works(rows)
    for row in rows:
        row["work"] = same[row["key"]]
        entry, _, fixed = entries[row["key"]]
        row.update(_codes(entry, fixed, coding.get(row["key"], {}), settings, lists))
    found = [told for row in rows for told in _doubts(row, settings.get("coded", {}), language)]
    columns = tables(settings)["rows"]
    return {"rows": text_table(rows, columns), findings.TABLE: text_table(found, findings.COLUMNS)}


Entries = dict[str, tuple[Mapping[str, Any], tuple[str, str], Mapping[str, str]]]


def _read_lists(files: Iterable[Mapping[str, Any]], data_folder: Path) -> tuple[Entries, list[Problem]]:
    """Key -> (entry, (file, place), codes of its whole file), and what cannot be read or has a key used before."""
    entries: Entries = {}
    problems: list[Problem] = []
    for options in files:
        path = data_folder / options["file"]
        if path.suffix not in FORMATS:
            known = f"A list of publications ends in {', '.join(FORMATS)}"
            problems.append(Problem(str(path), "", f"{path.suffix!r} is no format of publications", known))
            continue
        try:
            found, lines = entries_of(path), read_text(path).split("\n")
        except BadInput as error:
            problems += error.problems
            continue
        for entry in found:
            key, source = str(entry["id"]), (path.name, _place(str(entry["id"]), lines))
            if key in entries:
                first = entries[key][1]
                problems.append(
                    Problem(
                        path.name, source[1], f"the key {key!r} is in {first[0]}, {first[1]} too", "Keys are unique"
                    )
                )
            entries.setdefault(key, (entry, source, options.get("set", {})))
    return entries, problems


def _place(key: str, lines: list[str]) -> str:
    """The line where an entry of a key begins, or the key where no line has it (RIS without ID)."""
    own = re.compile(rf"""(^\s*@\w+\s*[{{(]\s*|^ID  - |"id"\s*:\s*"?){re.escape(key)}(?![\w-])""")
    return next((f"line {number}" for number, line in enumerate(lines, start=1) if own.search(line)), key)


def written_out(entries: list[Mapping[str, Any]], language: str) -> dict[str, str]:
    """Key -> reference as Markdown, by citeproc in the style of the report's language and in its order."""
    import json

    if not entries:
        return {}
    keys = {
        f"e{number}": str(entry["id"]) for number, entry in enumerate(entries)
    }  # a key may have signs pandoc escapes
    plain = [{**entry, "id": alias} for alias, entry in zip(keys, entries, strict=True)]
    style, locale = citation_style(language)
    options = ("--wrap", "none", "--citeproc", "--csl", str(CSL / style), "--metadata", f"lang={locale}")
    done = run_pandoc("csljson", "markdown-smart", *options, text=json.dumps(plain))
    done.check_returncode()
    return {keys[alias]: " ".join(text.split("\n")) for alias, text in _ENTRY.findall(done.stdout)}


def _row(
    key: str, entry: Mapping[str, Any], source: tuple[str, str], fixed: Mapping[str, str], reference: str
) -> dict[str, str]:
    issued = entry.get("issued", {}).get("date-parts", [[""]])[0]
    return {
        "key": key,
        "type": str(entry.get("type", "")),
        "authors": "; ".join(_name(name) for role in AUTHORS for name in entry.get(role, ())),
        "year": str(issued[0]) if issued else "",
        "title": str(entry.get("title", "")),
        "container": str(entry.get("container-title", "")),
        "publisher": str(entry.get("publisher", "")),
        "reference": reference,
        FILE: source[0],
        PLACE: source[1],
    }


def _name(name: Mapping[str, Any]) -> str:
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    return ", ".join(part for part in (family, str(name.get("given", ""))) if part) or str(name.get("literal", ""))


def _same_works(rows: list[dict[str, str]]) -> dict[str, str]:
    """Key -> key of the first publication with its title and year, which is its own where there is none before."""
    first: dict[tuple[str, str], str] = {}
    return {row["key"]: first.setdefault((_bare(row["title"]) or row["key"], row["year"]), row["key"]) for row in rows}


def _bare(title: str) -> str:
    """A title without case, accents of typing and punctuation."""
    return re.sub(r"[\W_]+", " ", title.casefold()).strip()


def _coding(
    settings: Mapping[str, Any], data_folder: Path, entries: Entries, lists: Mapping[str, CodeList]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Key -> codes of the coding table, and its keys and codes that nothing has."""
    if "table" not in settings:
        return {}, []
    try:
        sheet = read_sheet(data_folder / settings["table"]["file"], settings["table"])
    except BadInput as error:
        return {}, list(error.problems)
    problems = sheet.column_problems(["key"])
    coded = {name: column for name, column in settings.get("coded", {}).items() if name in sheet.columns}
    if problems:
        return {}, problems
    for row, cells in sheet.rows:
        if cells["key"] not in entries:
            problems.append(
                sheet.problem(row, "key", f"no publication {cells['key']!r}", suggestion(cells["key"], entries))
            )
        for name, column in coded.items():
            known = lists[column["codes"]].known
            problems += [
                sheet.problem(row, name, f"unknown code {code!r}", suggestion(code, known))
                for code in split_codes(cells[name])
                if code not in known
            ]
    return {cells["key"]: {name: cells[name] for name in coded if cells[name]} for _, cells in sheet.rows}, problems


def _set_problems(settings: Mapping[str, Any], lists: Mapping[str, CodeList]) -> Iterator[Problem]:
    """Codes in the settings that their list does not have, and columns set that are not coded."""
    coded = settings.get("coded", {})
    given = [(each["file"], name, code) for each in settings["files"] for name, code in each.get("set", {}).items()]
    given += [
        (f"coded > {name}", name, code) for name, each in coded.items() for code in each.get("types", {}).values()
    ]
    for place, name, code in given:
        if name not in coded:
            yield Problem("evaluation.yaml", place, f"{name!r} is no coded column", suggestion(name, coded))
        elif code not in lists[coded[name]["codes"]].known:
            yield Problem(
                "evaluation.yaml", place, f"unknown code {code!r}", suggestion(code, lists[coded[name]["codes"]].known)
            )


def _codes(
    entry: Mapping[str, Any],
    fixed: Mapping[str, str],
    table: Mapping[str, str],
    settings: Mapping[str, Any],
    lists: Mapping[str, CodeList],
) -> dict[str, str]:
    """The codes of an entry: from the coding table, else its keywords, else its file, else its type; "" where none says."""
    keywords = [word.strip() for word in re.split(r"[,;]", str(entry.get("keyword", "")))]
    codes = {}
    for name, column in settings.get("coded", {}).items():
        known = lists[column["codes"]]
        named = ";".join(word for word in keywords if word in known.known)
        by_type = column.get("types", {}).get(entry.get("type", ""), "")
        codes[name] = in_list_order(table.get(name) or named or fixed.get(name, "") or by_type, known)
    return codes


def _doubts(row: dict[str, str], coded: Iterable[str], language: str) -> Iterator[dict[str, str]]:
    """What an entry lacks, and whether it looks like another."""
    source, subject = (row[FILE], row[PLACE]), row["title"] or row["key"]
    lacking = {"authors": "no_author", "title": "no_title", "year": "no_publication_year"}
    for field, kind in lacking.items():
        if not row[field]:
            yield finding(kind, source, language, subject, field, "")
    if row["work"] != row["key"]:
        yield finding("duplicate", source, language, subject, "title", f"{row['key']} = {row['work']}")
    for name in coded:
        if not row[name]:
            yield finding("uncoded", source, language, subject, name, "")
