"""Facts from documents, with their sources: config/<id>/facts.csv."""

from pathlib import Path

from evalreport.files.errors import raise_if
from evalreport.files.spreadsheets import read_config_table
from evalreport.files.team_tables import table_file

FILE = "facts.csv"  # beside evaluation.yaml


def load_facts(path: Path) -> dict[str, dict[str, str]]:
    """Facts from documents: id -> value, unit, source, note; none when the file is not there."""
    if not table_file(path).is_file():
        return {}
    table = read_config_table(path, str(path), ("id", "value"), ("unit", "source", "note"))
    problems = list(table.problems)
    facts: dict[str, dict[str, str]] = {}
    for row in table.rows:
        if row["id"] in facts:
            problems.append(table.problem(row, "id", f"{row['id']!r} a second time", "Ids are unique"))
        problems += [
            table.problem(row, name, "empty", "Write it, or take the row out")
            for name in ("id", "value")
            if not row[name]
        ]
        facts[row["id"]] = dict(row.cells)
    raise_if(problems)
    return facts
