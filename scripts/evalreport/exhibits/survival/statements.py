"""What survives: published statements of significance, tested again as published and under a sampling design."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import NO_WEIGHTS, Evaluation, Exhibit
from evalreport.exhibits.panels import panel_params
from evalreport.exhibits.survival.outcomes import METHODS
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion

NOT = "not"  # published as not significant
BASES = ("answered", "all", "named")
LISTS = ("variables", "categories", "counted", "by", "groups")
REQUIRED = ("id", "published", "section", "test")
OPTIONAL = ("variables", "battery", "collapse", "categories", "counted", "base", "by", "groups", "where", "note")


@dataclass(frozen=True)
class Statement:
    """One statement: its words, the level it was published at (None: not significant), and the test as an exhibit."""

    id: str
    label: str
    section: str
    level: float | None
    exhibit: Exhibit
    line: str


def methods_of(exhibit: Exhibit) -> tuple[str, ...]:
    """The tests of a survival exhibit: as published, under its design, and weighted where it has weights."""
    return METHODS if exhibit.weights != NO_WEIGHTS else METHODS[:2]


def load_statements(exhibit: Exhibit, evaluation: Evaluation, book: Codebook) -> tuple[Statement, ...]:
    """The statements of a survival exhibit in the order of their table; raises BadInput with what is wrong with its form."""
    path = evaluation.folder / exhibit.statements
    table = read_config_table(Path(path), str(path), REQUIRED, OPTIONAL, (evaluation.language,))
    raise_if(table.problems)
    problems: list[Problem] = []
    statements: list[Statement] = []
    seen: set[str] = set()
    for row in table.rows:
        found = list(_row_problems(table, row, evaluation, seen))
        seen.add(row["id"])
        problems += found
        if not found:
            statements.append(_statement(row, exhibit, evaluation, book))
    raise_if(problems)
    return tuple(statements)


def _row_problems(table: ConfigTable, row: Row, evaluation: Evaluation, seen: set[str]) -> Iterable[Problem]:
    levels = [NOT, *(f"{level:g}" for level in evaluation.significance_levels)]
    if row["id"] in seen or not row["id"]:
        yield table.problem(row, "id", f"{row['id']!r} a second time" if row["id"] else "no id", "Ids are unique")
    if _published(row["published"]) not in levels:
        yield table.problem(row, "published", f"{row['published']!r}", suggestion(row["published"], levels))
    if row["test"] not in ("chi2", "t", "anova"):
        yield table.problem(row, "test", f"{row['test']!r}", suggestion(row["test"], ("chi2", "t", "anova")))
    if row["base"] not in ("", *BASES):
        yield table.problem(row, "base", f"{row['base']!r}", suggestion(row["base"], BASES))
    if not row["by"]:
        yield table.problem(row, "by", "no grouping", "Name the groupings whose groups are compared")
    for part in row["where"].split():
        if "=" not in part:
            yield table.problem(row, "where", f"{part!r}", "Write variable=code, or variable=code|code")


def _published(text: str) -> str:
    """A level as the evaluation writes it: 0.10 is 0.1."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def _statement(row: Row, exhibit: Exhibit, evaluation: Evaluation, book: Codebook) -> Statement:
    lists: dict[str, Any] = {name: tuple(row[name].split()) for name in LISTS}
    where = dict(part.split("=", 1) for part in row["where"].split())
    kind = "mean" if row["test"] != "chi2" else "share" if row["counted"] else "distribution"
    test = Exhibit(
        id=row["id"],
        chapter=exhibit.chapter,
        title="",
        kind=kind,
        instrument=exhibit.instrument,
        battery=row["battery"],
        collapse=row["collapse"],
        base=row["base"] or "answered",
        test=row["test"],
        where={name: tuple(_code(name, code, book) for code in codes.split("|")) for name, codes in where.items()},
        **lists,
    )
    level = None if row["published"] == NOT else float(row["published"])
    place = f"row {row.number}"
    return Statement(row["id"], row[f"label_{evaluation.language}"], row["section"], level, test, place)


def _code(variable: str, text: str, book: Codebook) -> Any:
    """A code as the codebook has it: the table knows text only."""
    if variable in book.names and book.variable(variable).is_coded:
        codes = {str(c.code): c.code for c in book.value_set(book.variable(variable).value_set).valid}
        return codes.get(text, text)
    return text


def statement_params(exhibit: Exhibit, statements: Iterable[Statement], evaluation: Evaluation) -> dict[str, Any]:
    """The methods and tests of a survival exhibit and, where outcomes are counted, the levels that decide them."""
    found = [test_params(s) | {"panels": panel_params(s.exhibit, evaluation)} for s in statements]
    levels = list(evaluation.significance_levels) if exhibit.source == "counts" else []
    return {"methods": list(methods_of(exhibit)), "levels": levels, "statements": found}


def test_params(statement: Statement) -> dict[str, Any]:
    """What the tests of a statement depend on: not its words."""
    keys = ("id", "chapter", "kind", "instrument", "variables", "battery", "collapse", "categories", "counted", "base")
    spec = {key: getattr(statement.exhibit, key) for key in (*keys, "by", "groups", "where", "test")}
    return {"exhibit": spec, "level": statement.level}
