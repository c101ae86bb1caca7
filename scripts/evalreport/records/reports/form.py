"""A form for annual reports as data: sections that are a free text or a table, from config/<id>/records/<form>.yaml."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.files.schema import load_checked, text_of
from evalreport.words.catalogue import words

SCHEMA = Path(__file__).parents[4] / "config" / "schemas" / "report_form.yaml"
REPORTS, SECTIONS, COVERAGE, FINDINGS = "reports", "sections", "coverage", "findings"
ID = "_id"  # after a column with names: the column with their codes
MARK = "form"  # tag of the line that names the form, in the Word file
_MARK = re.compile(r"\[(\w+) (\S+)\]\s*$")


@cache
def own_words() -> frozenset[str]:
    """What the Word file says by itself, in all languages: it is left behind where fields were removed."""
    return frozenset(
        text for key in ("form_choose", "form_write", "form_do_not_change") for text in words(key).values()
    )


@dataclass(frozen=True)
class Column:
    """A column of a table in the form; codes, names: a code list."""

    id: str
    label: str
    type: str = "text"
    codes: str = ""
    names: str = ""
    required: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the form; without columns it is a free text. lines: what the form has filled in, column -> text."""

    id: str
    title: str
    help: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[Mapping[str, str], ...] = ()
    empty_rows: int = 5
    total: str = ""


@dataclass(frozen=True)
class Form:
    """The whole form, in one language."""

    id: str
    version: str
    title: str
    introduction: str
    sections: tuple[Section, ...]

    @property
    def mark(self) -> str:
        """What the Word file says of the form it is, on a line of its own."""
        return f"[{self.id} {self.version}]"

    @property
    def code_lists(self) -> list[str]:
        """The code lists its columns use."""
        found = [c.codes or c.names for section in self.sections for c in section.columns]
        return list(dict.fromkeys(filter(None, found)))


def marked_form(text: str) -> tuple[str, str] | None:
    """Id and version of the form that a line names; None for any other line."""
    found = _MARK.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def load_form(path: Path, reserved: tuple[str, ...] = ()) -> dict[str, Any]:
    """The form as plain data; raises BadInput with every problem. reserved: columns every table of records has."""
    data: dict[str, Any] = load_checked(path, SCHEMA)
    raise_if(_problems(data, str(path), reserved))
    return data


def form_of(data: Mapping[str, Any], language: str) -> Form:
    """The form in a language."""
    sections = tuple(_section(each, language) for each in data["sections"])
    introduction = text_of(data.get("introduction", {}), language).strip()
    return Form(data["id"], data["version"], text_of(data["title"], language), introduction, sections)


def _section(data: Mapping[str, Any], language: str) -> Section:
    table = data.get("table", {})
    columns = tuple(Column(**{**c, "label": text_of(c["label"], language)}) for c in table.get("columns", ()))
    lines = tuple({name: text_of(text, language) for name, text in line.items()} for line in table.get("lines", ()))
    return Section(
        id=data["id"],
        title=text_of(data["title"], language),
        help=text_of(data.get("help", {}), language).strip(),
        columns=columns,
        lines=lines,
        empty_rows=table.get("empty_rows", 5),
        total=text_of(table.get("total", {}), language),
    )


def _problems(data: Mapping[str, Any], file: str, reserved: tuple[str, ...]) -> Iterator[Problem]:
    """What the schema cannot see: names used twice or by the program, lines of columns there are not."""
    seen = {MARK, REPORTS, SECTIONS, COVERAGE, FINDINGS}
    for section in data["sections"]:
        place = f"sections > [{section['id']}]"
        if section["id"] in seen:
            yield Problem(file, place, f"the name {section['id']!r} is taken", "Give the section a name of its own")
        seen.add(section["id"])
        table = section.get("table", {"columns": []})
        taken = set(reserved)
        for column in table["columns"]:
            names = {column["id"], *([column["id"] + ID] if column.get("names") else [])}
            if names & taken:
                yield Problem(file, place, f"the column {min(names & taken)!r} is taken", "Give it a name of its own")
            if column.get("codes") and column.get("names"):
                yield Problem(file, place, f"column {column['id']!r} has codes and names", "Keep one of them")
            taken |= names
        known = {column["id"] for column in table["columns"]}
        for name in sorted({name for line in table.get("lines", ()) for name in line} - known):
            yield Problem(file, place, f"`lines` has the column {name!r}", f"Columns: {', '.join(sorted(known))}")
