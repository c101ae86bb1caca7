"""Other names: what units, headings, columns, projects and misread words are called in a team's own reports, kept as a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import Row, read_config_table, suggestion
from evalreport.records.codes import CodeList
from evalreport.records.reports.form import Form

UNIT, SECTION, COLUMN, TOTAL, WORD = "unit", "section", "column", "total", "word"
_NUMBERING = re.compile(r"^(\d+(\.\d+)*[.)]?|[a-zA-Z][.)])\s+")
_QUOTES = str.maketrans(dict.fromkeys("«»\"'“”‘’", ""))


def plain(text: str) -> str:
    """A name as it is compared: small letters, single spaces, no quotation marks, no sign at its end."""
    return " ".join(text.translate(_QUOTES).casefold().replace("\u2013", "-").split()).rstrip(" .:;,")


def plain_heading(text: str) -> str:
    """A heading as it is compared, without its number."""
    return plain(_NUMBERING.sub("", text.strip()))


@dataclass(frozen=True)
class Aliases:
    """Kind -> what was written, made plain -> the name. Words keep their letters: they are replaced as they stand."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, str]:
        """The other names of a kind."""
        return self.names.get(kind, {})


def load_aliases(path: Path, form: Form, lists: Mapping[str, CodeList], units: CodeList) -> Aliases:
    """The table of aliases; raises BadInput with the row of every name that nothing has, and of what stands twice."""
    table = read_config_table(path, str(path), ("kind", "written", "name"), ("comment",))
    known = {
        UNIT: units.known,
        SECTION: [section.id for section in form.sections],
        COLUMN: [f"{section.id}.{column.id}" for section in form.sections for column in section.columns],
        TOTAL: [section.id for section in form.sections if section.total],
        **{name: codes.known for name, codes in lists.items()},
    }
    problems: list[Problem] = list(table.problems)
    names: dict[str, dict[str, str]] = {}
    for row in table.rows:
        kind, written = row["kind"], _key(row)
        if kind != WORD and kind not in known:
            problems.append(table.problem(row, "kind", f"unknown kind {kind!r}", suggestion(kind, [*known, WORD])))
        elif kind != WORD and row["name"] not in known[kind]:
            problems.append(
                table.problem(row, "name", f"no {kind} {row['name']!r}", suggestion(row["name"], known[kind]))
            )
        elif not written or not row["name"]:
            problems.append(table.problem(row, "written", "an empty cell", "Say what is written, and what it means"))
        elif written in names.setdefault(kind, {}):
            problems.append(table.problem(row, "written", f"{row['written']!r} stands twice", "Keep one of the rows"))
        else:
            names[kind][written] = row["name"]
    raise_if(problems)
    return Aliases(names)


def _key(row: Row) -> str:
    if row["kind"] == WORD:
        return row["written"]
    return plain_heading(row["written"]) if row["kind"] == SECTION else plain(row["written"])


def without_misread_words(text: str, words: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """The text with misread words replaced where they stand as whole words, and how often each was."""
    used: dict[str, int] = {}
    if not words:
        return text, used
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")

    def right(match: re.Match[str]) -> str:
        used[match[1]] = used.get(match[1], 0) + 1
        return words[match[1]]

    return pattern.sub(right, text), used
