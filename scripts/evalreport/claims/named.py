"""Conditions of claims by id: config/<id>/claims/<template>.csv, a row a condition, several rows of one id joined by `and`."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.claims.checks import RANGES, YES_NO
from evalreport.claims.spans import SIGN
from evalreport.claims.table import CONDITIONS
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.files.team_tables import table_file

FOLDER = "claims"  # beside evaluation.yaml
COLUMNS = ("id", "claim", "exhibit")
ARGUMENTS = tuple(dict.fromkeys(name for each in CONDITIONS.values() for name in each.arguments))
NOTE = "note"  # for readers of the table
_LISTS = ("order",)  # always several
_YES = {
    **dict.fromkeys(("true", "sann", "sant", "yes", "ja"), True),
    **dict.fromkeys(("false", "usann", "no", "nei"), False),
}


@dataclass(frozen=True)
class NamedCondition:
    """A row: its place, the name of the condition, the exhibit, and the arguments as a template would have them."""

    file: str
    row: int
    claim: str
    exhibit: str
    given: Mapping[str, Any]

    def plain(self) -> list[Any]:
        """Plain data, as the tag hands over a condition."""
        return [[self.claim, self.exhibit], dict(self.given)]


Named = Mapping[str, tuple[NamedCondition, ...]]


def claims_file(folder: Path, template: str) -> Path:
    """The table of a template's claims; folder: of the evaluation."""
    return folder / FOLDER / f"{template}.csv"


def read_named(path: Path) -> tuple[dict[str, tuple[NamedCondition, ...]], list[Problem]]:
    """The claims of a table by id, and what is wrong with its form; ids of exhibits are checked with those in templates."""
    if not table_file(path).is_file():
        return {}, []
    table = read_config_table(path, str(path), COLUMNS, (*ARGUMENTS, NOTE))
    problems = [*table.problems]
    found = dict[str, tuple[NamedCondition, ...]]()
    for row in table.rows:
        wrong = [*_problems(table, row)]
        problems += wrong
        if not wrong and not table.problems:
            given = {name: _value(name, row[name]) for name in table.columns if name in ARGUMENTS and row[name]}
            one = NamedCondition(table.file, row.number, row["claim"], row["exhibit"], given)
            found[row["id"]] = (*found.get(row["id"], ()), one)
    return found, problems


def _problems(table: ConfigTable, row: Row) -> Iterator[Problem]:
    for column in COLUMNS:
        if column in table.columns and not row[column]:
            yield table.problem(row, column, "empty", "Write it, or take the row out")
    name = row["id"]
    if name and not name.replace("-", "").replace("_", "").isalnum():
        yield table.problem(row, "id", f"{name!r}", "Letters, digits, - and _, as in {.claim #c-name}")
    if row["claim"] and row["claim"] not in CONDITIONS:
        yield table.problem(row, "claim", f"no condition {row['claim']!r}", suggestion(row["claim"], CONDITIONS))
        return
    known = CONDITIONS[row["claim"]] if row["claim"] else None
    for column in (c for c in table.columns if c in ARGUMENTS and row[c]):
        if known and not known.repeats and column not in known.arguments:
            found = f"{row['claim']} has no argument {column!r}"
            yield table.problem(row, column, found, suggestion(column, known.arguments))
        elif column in YES_NO and row[column].lower() not in _YES:
            yield table.problem(row, column, f"{row[column]!r}", "Write true or false")
        elif column in RANGES and _number(row[column]) is None:
            yield table.problem(row, column, f"{row[column]!r}", "Write a number")


def _value(name: str, cell: str) -> Any:
    """A cell as a template would have it: a number, true or false, a text, or a list of texts where it has semicolons."""
    if name in YES_NO:
        return _YES[cell.lower()]
    if name in RANGES:
        return _number(cell)
    parts = [part.strip() for part in cell.split(";")]
    return [part for part in parts if part] if len(parts) > 1 or name in _LISTS else cell


def _number(cell: str) -> int | float | None:
    """A number with a point or a comma before its decimals; None for what is none."""
    text = cell.replace(",", ".").replace("\u2212", "-")
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


@dataclass(frozen=True)
class Used:
    """The ids that a chapter's template uses, with the template and the line that each first stands in, and those of its translations.

    read: whether all of these could be read.
    """

    here: Mapping[str, tuple[str, int]]
    elsewhere: Set[str] = frozenset()
    read: bool = True


def named_problems(used: Used, named: Named, path: Path) -> Iterator[Problem]:
    """Claims of a template that the table has not, and rows that no template has, in any language."""
    for name, (file, line) in used.here.items():
        if name not in named:
            right = suggestion(name, named) if named else f"Write its condition into {path}"
            yield Problem(file, f"line {line}", f"no claim {name!r} in {path}", right)
    for name, conditions in named.items():
        if used.read and name not in used.here and name not in used.elsewhere:
            row = conditions[0]
            found = f"the claim {name!r} stands in no template"
            right = f"Write [the sentence]{{.claim {SIGN}{name}}}, or take the row out"
            yield Problem(row.file, f"row {row.row}", found, right)
