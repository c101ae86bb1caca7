"""Facts from documents, with their sources: config/<id>/facts.csv."""

from pathlib import Path

from evalreport.files.errors import raise_if
from evalreport.files.schema import languages
from evalreport.files.spreadsheets import read_config_table
from evalreport.files.team_tables import table_file

FILE = "facts.csv"  # beside evaluation.yaml
WORDED = ("value", "unit")  # what may differ between languages


def load_facts(path: Path, language: str = "") -> dict[str, dict[str, str]]:
    """Facts from documents: id -> value, unit, source, note; none when the file is not there.

    What a language writes otherwise stands in value_<language> and unit_<language>.
    """
    if not table_file(path).is_file():
        return {}
    written = [f"{name}_{each}" for name in WORDED for each in languages()]
    table = read_config_table(path, str(path), ("id", "value"), ("unit", "source", "note", *written))
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
        own = {name: row[f"{name}_{language}"] for name in WORDED if language and row[f"{name}_{language}"]}
        plain = {name: cell for name, cell in row.cells.items() if name not in written}
        facts[row["id"]] = plain | own
    raise_if(problems)
    return facts
