"""Coded passages of a QualCoder project: its database data.qda (SQLite), read only.

Tables (QualCoder's wiki, "Sqlite data structure"): source (documents), code_name (codes), code_text, code_image and code_av (codes
given, each with its owner, the coder), cases and case_text (which passages belong to a case).
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.records.coders.codings import Passage

GIVEN = {  # table of given codes -> its key, and the column that says in which document
    "code_text": ("ctid", "fid"),
    "code_image": ("imid", "id"),
    "code_av": ("avid", "id"),
}
NEEDED = ("source", "code_name", "code_text", "cases", "case_text")


def qualcoder_passages(path: Path, owner: str, units: str) -> list[Passage]:
    """The passages that `owner` coded, in the order they were coded; units: files (documents) or cases.

    Raises BadInput when the file is no QualCoder database or has nothing by that coder.
    """
    if not path.is_file():
        expected = f"Name the file data.qda inside the folder {path.name}" if path.is_dir() else "Add it"
        raise BadInput([Problem(path.name, "", "no such file", expected)])
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
        try:
            return list(_passages(connection, path, owner, units))
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        expected = "The database of a QualCoder project is the file data.qda in its folder"
        raise BadInput([Problem(path.name, "", f"no QualCoder database ({error})", expected)]) from None


def _passages(connection: sqlite3.Connection, path: Path, owner: str, units: str) -> Iterator[Passage]:
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    missing = [name for name in NEEDED if name not in tables]
    if missing:
        found = f"no table {missing[0]!r}"
        raise BadInput([Problem(path.name, "", found, "The database of a QualCoder project is the file data.qda")])
    given = {table: keys for table, keys in GIVEN.items() if table in tables}
    owners = {name for table in given for (name,) in connection.execute(f"select distinct owner from {table}")}
    if owner not in owners:
        raise BadInput([Problem(path.name, "owner", f"nothing coded by {owner!r}", suggestion(owner, owners))])
    for table, (key, document) in given.items():
        query = _by_case(table, key, document) if units == "cases" else _by_file(table, key, document)
        for number, unit, code in connection.execute(query, (owner,)):
            yield Passage(unit, code, path.name, f"{table} {number}")


def _by_file(table: str, key: str, document: str) -> str:
    return (
        f"select g.{key}, source.name, code_name.name from {table} g join source on source.id = g.{document} "
        f"join code_name on code_name.cid = g.cid where g.owner = ? order by g.{key}"
    )


def _by_case(table: str, key: str, document: str) -> str:
    """A passage belongs to the cases whose part of the document it lies in; a picture or recording belongs as a whole."""
    inside = "and g.pos0 >= case_text.pos0 and g.pos1 <= case_text.pos1 " if table == "code_text" else ""
    return (
        f"select g.{key}, cases.name, code_name.name from {table} g join case_text on case_text.fid = g.{document} {inside}"
        f"join cases on cases.caseid = case_text.caseid join code_name on code_name.cid = g.cid "
        f"where g.owner = ? order by g.{key}, cases.caseid"
    )
