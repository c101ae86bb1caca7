"""The literature of an evaluation: `config/<id>/bibliography.bib` (or .json, .ris) and the keys its chapters cite.

A chapter cites with pandoc's signs, `[@key]` or `@key`; how the citations and the list look is left to citeproc and a
CSL style (report_templates/shared/csl).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.files.texts import read_text
from evalreport.programs.pandoc import FORMATS, entries_of

# Pandoc's citation keys (manual, "Citation syntax"); a letter before the sign makes it an address of e-mail.
_KEY = re.compile(r"(?<![\w\\@./])@(?:\{([^}\n]+)\}|(\w(?:\w|[:.#$%&+?<>~/-](?=\w))*))")
_COMMENT = re.compile(r"\{##.*?##\}", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Cited:
    """A citation in a template: where, and which key."""

    file: str
    line: int
    key: str


def bibliography_files(folder: Path) -> list[Path]:
    """The bibliographies of an evaluation's folder, of each format at most one."""
    return [path for ending in FORMATS if (path := folder / f"bibliography{ending}").is_file()]


def load_bibliography(folder: Path) -> dict[str, dict[str, Any]]:
    """Key -> entry (CSL-JSON) of all bibliographies of a folder; BadInput tells what pandoc cannot read, and keys used twice."""
    entries: dict[str, dict[str, Any]] = {}
    owner: dict[str, str] = {}
    problems: list[Problem] = []
    for path in bibliography_files(folder):
        try:
            found = entries_of(path)
        except BadInput as error:
            problems += error.problems
            continue
        for entry in found:
            key = str(entry["id"])
            if key in entries:
                problems.append(Problem(str(path), key, f"this key is in {owner[key]} already", "Keys are unique"))
            entries[key], owner[key] = entry, path.name
    if problems:
        raise BadInput(problems)
    return entries


def cited_keys(paths: Iterable[Path]) -> list[Cited]:
    """The citations written in some templates, in their order; comments and code hold none."""
    return [cited for path in paths for cited in _cited(path)]


def _cited(path: Path) -> Iterator[Cited]:
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), read_text(path))
    for number, line in enumerate(text.split("\n"), start=1):
        for braced, plain in _KEY.findall(_CODE.sub("", line)):
            yield Cited(str(path), number, braced or plain)


def literature_problems(templates: Iterable[Path], folder: Path, listed: bool) -> list[Problem]:
    """What is wrong with the citations of an edition's templates; raises BadInput for a bibliography that cannot be read."""
    return bibliography_problems(cited_keys(templates), load_bibliography(folder), folder, listed)


def bibliography_problems(found: list[Cited], known: Mapping[str, Any], folder: Path, listed: bool) -> list[Problem]:
    """Citations of unknown works, and works cited by an edition that prints no list of them.

    listed: whether a chapter of the edition calls bibliography().
    """
    files = ", ".join(map(str, bibliography_files(folder))) or f"{folder / 'bibliography.bib'}, which does not exist"
    problems = [
        Problem(
            each.file,
            f"line {each.line}",
            f"no reference {each.key!r} in {files}",
            suggestion(each.key, known) if known else "Put it there, or write \\@ for the sign itself",
        )
        for each in found
        if each.key not in known
    ]
    if found and not listed:
        first = min(found, key=lambda each: (each.file, each.line))
        told = "works are cited, but no chapter of this edition prints the list of references"
        problems.append(Problem(first.file, f"line {first.line}", told, "Write {{ bibliography() }} in one of them"))
    return problems
