"""What coders said: each coder's codes for each unit and variable, from coding sheets or from coded passages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.records.codes import JOINT, CodeList, in_list_order, split_codes
from evalreport.records.sheets import Sheet

NONE = ("–", "-")  # what a coder writes where no code fits, so that it differs from a cell not yet coded
ENDINGS = (".txt", ".docx", ".pdf", ".odt", ".md", ".html", ".rtf", ".epub")  # of documents that are named as units


@dataclass(frozen=True)
class Coding:
    """The codes of one variable of one unit by one coder, in the order of the list ("": no code fits), and where they stand."""

    coder: str
    unit: str
    variable: str
    codes: str
    file: str
    place: str


@dataclass(frozen=True)
class Passage:
    """A code given to a passage of a document: its unit, the code's name, and where it stands."""

    unit: str
    code: str
    file: str
    place: str


@dataclass(frozen=True)
class Scheme:
    """What is coded: unit -> whether it has codes; variable -> its heading in coding sheets; variable -> its code list;
    coder -> what the coder is called."""

    units: Mapping[str, bool]
    headings: Mapping[str, str]
    lists: Mapping[str, CodeList]
    coders: Mapping[str, str]

    @property
    def coded(self) -> list[str]:
        """The units that have codes."""
        return [unit for unit, coded in self.units.items() if coded]


def sheet_codings(
    sheets: Sequence[Sheet], coder: str, heading: str, scheme: Scheme, part: bool
) -> tuple[list[Coding], list[Problem]]:
    """A coder's codings and every problem of the sheets: a row a unit (named in the column `heading`), a column a variable.

    part: the coder coded a part of the units.
    """
    codings, problems, seen = list[Coding](), list[Problem](), dict[str, str]()
    for sheet in sheets:
        missing = sheet.column_problems([heading, *scheme.headings.values()])
        problems += missing
        for row, cells in () if missing else sheet.rows:
            unit = cells[heading]
            wrong = _unit_problem(sheet, row, heading, unit, seen, scheme)
            filled = [cells[column] for column in scheme.headings.values() if cells[column] not in ("", *NONE)]
            if wrong:
                problems.append(wrong)
            elif scheme.units[unit]:
                found, bad = _row_codings(sheet, row, cells, coder, unit, scheme)
                codings, problems = codings + found, problems + bad
            elif filled:
                expected = "It is not among the coded units (`coded`); move the codes to the rows they belong to"
                problems.append(sheet.problem(row, heading, f"codes at {unit!r}", expected))
            seen.setdefault(unit, f"{sheet.file}, {sheet.row(row)}")
    files = ", ".join(sheet.file for sheet in sheets)
    readable = all(not sheet.column_problems([heading]) for sheet in sheets)
    return codings, problems + (missing_units(seen, coder, files, scheme) if readable and not part else [])


def _unit_problem(
    sheet: Sheet, row: int, heading: str, unit: str, seen: Mapping[str, str], scheme: Scheme
) -> Problem | None:
    if not unit:
        return sheet.problem(row, heading, "an empty cell", "Every row names what is coded")
    if unit not in scheme.units:
        return sheet.problem(row, heading, f"unknown {unit!r}", suggestion(unit, scheme.units))
    if unit in seen:
        return sheet.problem(row, heading, f"{unit} stands in {seen[unit]} too", "A coder has one row for it")
    return None


def _row_codings(
    sheet: Sheet, row: int, cells: Mapping[str, str], coder: str, unit: str, scheme: Scheme
) -> tuple[list[Coding], list[Problem]]:
    codings, problems = [], []
    for variable, column in scheme.headings.items():
        text = cells[column]
        wrong = cell_problem(text, scheme.lists[variable])
        if wrong:
            problems.append(sheet.problem(row, column, *wrong))
        else:
            codes = "" if text in NONE else in_list_order(text, scheme.lists[variable])
            codings.append(Coding(coder, unit, variable, codes, sheet.file, sheet.cell(row, column)))
    return codings, problems


def cell_problem(text: str, codes: CodeList) -> tuple[str, str] | None:
    """(found, expected) of a coded cell that is empty or has something else than codes of the list; None where it is right."""
    if not text:
        return "not coded", f"Write the code, or {NONE[0]} where none fits"
    given = split_codes(text)
    if text in NONE:
        return None
    unknown = [code for code in given if code not in codes.known]
    if any(code in NONE for code in given):
        return f"{text!r}: a code and {NONE[0]} in one cell", f"{NONE[0]} says that no code fits; write one of the two"
    if unknown:
        return f"unknown code {unknown[0]!r}", suggestion(unknown[0], codes.known)
    return None if given else (f"{text!r}", "Write codes with a semicolon between them")


def passage_codings(
    passages: Sequence[Passage], coder: str, scheme: Scheme, part: bool
) -> tuple[list[Coding], list[Problem]]:
    """A coder's codings from coded passages: a unit has a code when one of its passages has it.

    A code belongs to the variable whose list has it, by code or label. A variable without a code counts as coded: none fits.
    """
    belongs = _belongs(scheme)
    given: dict[tuple[str, str], dict[str, Passage]] = defaultdict(dict)
    problems, coded = list[Problem](), dict[str, Passage]()
    for passage in passages:
        unit = _unit_of(passage.unit, scheme)
        homes = belongs.get(passage.code.casefold(), [])
        wrong = _passage_problem(passage, unit, homes, scheme)
        if wrong:
            problems.append(wrong)
            continue
        coded.setdefault(unit, passage)
        variable, code = homes[0]
        given[unit, variable].setdefault(code, passage)
    codings = []
    for unit, first in coded.items():
        for variable, codes in scheme.lists.items():
            found = given.get((unit, variable), {})
            source = next(iter(found.values()), first)
            joined = in_list_order(JOINT.join(found), codes)
            codings.append(Coding(coder, unit, variable, joined, source.file, source.place))
    files = ", ".join(dict.fromkeys(passage.file for passage in passages))
    return codings, problems + ([] if part else missing_units(coded, coder, files, scheme))


def _belongs(scheme: Scheme) -> dict[str, list[tuple[str, str]]]:
    """Code or label (in small letters) -> (variable, code) of every list that has it."""
    homes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for variable, codes in scheme.lists.items():
        for code in codes.codes:
            for name in {code.code.casefold(), code.label.casefold()}:
                homes[name].append((variable, code.code))
    return homes


def _unit_of(name: str, scheme: Scheme) -> str:
    """The unit a document is named after: its name, or its name without the ending."""
    path = PurePath(name)
    return path.stem if name not in scheme.units and path.suffix.lower() in ENDINGS else name


def _passage_problem(passage: Passage, unit: str, homes: list[tuple[str, str]], scheme: Scheme) -> Problem | None:
    if unit not in scheme.units:
        return Problem(passage.file, passage.place, f"unknown {unit!r}", suggestion(unit, scheme.units))
    if not scheme.units[unit]:
        return Problem(passage.file, passage.place, f"codes at {unit!r}", "It is not among the coded units (`coded`)")
    if not homes:
        known = [name for codes in scheme.lists.values() for code in codes.codes for name in (code.code, code.label)]
        return Problem(passage.file, passage.place, f"unknown code {passage.code!r}", suggestion(passage.code, known))
    if len({variable for variable, _ in homes}) > 1:
        variables = ", ".join(sorted({variable for variable, _ in homes}))
        found = f"the code {passage.code!r} is in the lists of {variables}"
        return Problem(passage.file, passage.place, found, "Give it a name that one list has")
    return None


def missing_units(there: Iterable[str], coder: str, file: str, scheme: Scheme) -> list[Problem]:
    """The units to be coded that a coder has nothing for."""
    found = set(there)
    expected = "Code it, or say `part: true` for a coder who coded a part"
    return [
        Problem(file, f"coder {coder}", f"{unit} is missing", expected) for unit in scheme.coded if unit not in found
    ]
