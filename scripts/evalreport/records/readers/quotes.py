"""Reader `quotes`: a bank of quotes with consent, role and de-identification; only cleared ones keep their text.

Cleared is a quote with consent, de-identified, and with the name of who cleared it. A cleared quote in which a name of the
stop list stands is an error: it is not de-identified.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.files.team_tables import table_file
from evalreport.records.codes import JOINT, CodeList, files_read, load_code_lists, split_codes
from evalreport.records.finding_rows import COLUMNS as FINDINGS
from evalreport.records.finding_rows import finding
from evalreport.records.sheets import FILE, PLACE, Sheet, read_sheet, text_table
from evalreport.records.stop_names import FILE as STOP_FILE
from evalreport.records.stop_names import StopName, hits, load_stop_names

COLUMNS = ("id", "text", "role", "year", "consent", "deidentified", "cleared_by", "source")
OPTIONAL = ("year", "source")
STATES: dict[str, dict[str, tuple[str, ...]]] = {  # what may stand in the sheet, in the languages of the program
    "consent": {
        "yes": ("yes", "ja"),
        "no": ("no", "nei"),
        "pending": ("pending", "venter", "ventar"),
        "withdrawn": ("withdrawn", "trukket", "trekt"),
    },
    "deidentified": {"yes": ("yes", "ja"), "no": ("no", "nei")},
}
STATUS = "status"  # cleared, or why not: the codes joined
CLEARED = "cleared"


def tables(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Table -> columns promised."""
    return {"quotes": (*COLUMNS, STATUS), "findings": FINDINGS}


def code_lists(settings: Mapping[str, Any]) -> list[str]:
    """The code list of roles."""
    return [settings["roles"]]


def raw_files(settings: Mapping[str, Any], data_folder: Path, config_folder: Path) -> list[str]:
    """The sheets, the code list and the stop list."""
    sheets = (sheet["file"] for sheet in settings["files"])
    return [
        *files_read(sheets, code_lists(settings), data_folder, config_folder),
        str(table_file(config_folder / STOP_FILE)),
    ]


def read(settings: Mapping[str, Any], data_folder: Path, config_folder: Path, language: str) -> dict[str, pd.DataFrame]:
    """The quotes, and a finding a quote that is not cleared; raises BadInput with the cell of every problem."""
    roles = load_code_lists(config_folder, code_lists(settings), language)[settings["roles"]]
    names = load_stop_names(config_folder / STOP_FILE)
    rows: list[dict[str, str]] = []
    problems: list[Problem] = []
    for options in settings["files"]:
        try:
            sheet = read_sheet(data_folder / options["file"], options)
        except BadInput as error:
            problems += error.problems
            continue
        found, told = _quotes(sheet, settings.get("columns", {}), roles, names)
        rows, problems = rows + found, problems + told
    raise_if([*problems, *_repeated(rows)])
    return {
        "quotes": text_table(rows, (*COLUMNS, STATUS)),
        "findings": text_table((found for row in rows for found in _findings(row, language)), FINDINGS),
    }


def _quotes(
    sheet: Sheet, headings: Mapping[str, str], roles: CodeList, names: list[StopName]
) -> tuple[list[dict[str, str]], list[Problem]]:
    heading = {column: headings.get(column, column) for column in COLUMNS}
    missing = sheet.column_problems(name for column, name in heading.items() if column not in OPTIONAL)
    if missing:
        return [], missing
    rows, problems = [], []
    for number, cells in sheet.rows:
        quote = {column: cells.get(name, "") for column, name in heading.items()}
        wrong = [sheet.problem(number, heading[c], *what) for c, *what in _wrong(quote, roles)]
        quote |= {column: state_of(column, quote[column]) for column in STATES}
        quote |= {STATUS: status_of(quote), FILE: sheet.file, PLACE: sheet.row(number)}
        if quote[STATUS] == CLEARED:
            wrong += [
                sheet.problem(
                    number,
                    heading["text"],
                    f"{hit.found!r} stands in a quote marked de-identified",
                    f"Take the name out, or change {STOP_FILE} (row {hit.stop.row})",
                )
                for hit in hits(quote["text"], names)
            ]
        problems += wrong
        rows.append(quote if quote[STATUS] == CLEARED else quote | {"text": ""})
    return rows, problems


def _wrong(quote: Mapping[str, str], roles: CodeList) -> Iterator[tuple[str, str, str]]:
    """(column, found, expected) of what is wrong with a row."""
    for column in ("id", "text"):
        if not quote[column]:
            yield column, "an empty cell", "Every quote has this"
    speaking = split_codes(quote["role"]) or [quote["role"]]
    for role in speaking:
        if role not in roles.known:
            yield "role", f"unknown role {role!r}", suggestion(role, roles.known)
    if len(speaking) > 1:
        turns = [turn_of(line) for line in quote["text"].splitlines() if line.strip()]
        if silent := [role for role in speaking if role not in [role for role, _ in turns]]:
            yield (
                "text",
                f"a dialogue in which {', '.join(silent)} says nothing",
                "A line a turn, each with its role: `user: Yes.`",
            )
        if odd := [said for role, said in turns if role not in speaking]:
            yield (
                "text",
                f"a turn of nobody: {odd[0][:40]!r}",
                f"Begin it with one of {', '.join(speaking)} and a colon",
            )
    for column, states in STATES.items():
        if quote[column] and not state_of(column, quote[column]):
            words = ", ".join(said for all_said in states.values() for said in all_said)
            yield column, f"found {quote[column]!r}", f"One of {words}; an empty cell is no"


def turn_of(line: str) -> tuple[str, str]:
    """(role, what is said) of a line of a dialogue, `user: Yes.`; no role where it names none."""
    role, colon, said = line.strip().partition(":")
    return (role.strip(), said.strip()) if colon and " " not in role.strip() else ("", line.strip())


def state_of(column: str, text: str) -> str:
    """The state a cell says: yes, no, pending, withdrawn; "" for what nobody understands. An empty cell is no."""
    if not text:
        return "no"
    return next((state for state, said in STATES[column].items() if text.lower() in said), "")


def status_of(quote: Mapping[str, str]) -> str:
    """`cleared`, or what is missing: consent_no, consent_pending, consent_withdrawn, not_deidentified, not_cleared."""
    missing = [f"consent_{quote['consent']}"] if quote["consent"] != "yes" else []
    missing += ["not_deidentified"] if quote["deidentified"] != "yes" else []
    missing += [] if quote["cleared_by"] else ["not_cleared"]
    return JOINT.join(missing) or CLEARED


def _repeated(rows: list[dict[str, str]]) -> list[Problem]:
    seen: dict[str, dict[str, str]] = {}
    problems = []
    for row in rows:
        if row["id"] and row["id"] in seen:
            first = seen[row["id"]]
            found = f"the quote {row['id']!r} stands in {first[FILE]}, {first[PLACE]} too"
            problems.append(Problem(row[FILE], row[PLACE], found, "Every quote has an id of its own"))
        seen.setdefault(row["id"], row)
    return problems


def _findings(quote: Mapping[str, str], language: str) -> Iterator[dict[str, str]]:
    """A finding a thing that is missing before a quote is cleared."""
    source = (quote[FILE], quote[PLACE])
    return (finding(why, source, language, quote["id"], "", "") for why in quote[STATUS].split(JOINT) if why != CLEARED)
