"""Which inputs an exhibit depends on, read from the frozen configuration: whose columns, questions, settings and texts.

A review of two old releases knows nothing but what was frozen with them, so this reads the texts of configuration and templates
and not the project. Names that an exhibit mentions (a grouping, a battery, a value set, a derived variable) are followed to what
they mention in turn.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import yaml

from evalreport.files.rows import rows_in
from evalreport.files.schema import SafeLoader

WORDS_ONLY = ("title", "note", "alt", "stem", "label")  # keys of an exhibit that move no number
NAMED_BELOW = {
    "groupings": 1,
    "weighting": 1,
    "designs": 1,
    "derived": 2,
}  # sections of evaluation.yaml -> depth of the names in them
_QUOTED = re.compile(r"[\"'](\w+)[\"']")


class Reach:
    """What the exhibits and chapters of one build mention, from the texts frozen with it."""

    def __init__(self, sources: Mapping[str, str], evaluation: str):
        self._config = {
            name.removeprefix(f"{evaluation}/"): text
            for name, text in ((n.removeprefix("config/"), t) for n, t in sources.items() if n.startswith("config/"))
        }
        self._templates = {n: t for n, t in sources.items() if n.startswith(f"report_templates/{evaluation}/")}

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """evaluation.yaml."""
        return _yaml(self._config.get("evaluation.yaml", ""))

    @cached_property
    def minimum(self) -> int:
        """The smallest number of respondents that may be told; 0 where all may."""
        limits = self.settings.get("disclosure") or {}
        return max(int(limits.get(each) or 0) for each in ("minimum_cell", "minimum_base"))

    @cached_property
    def specifications(self) -> dict[str, Mapping[str, Any]]:
        """Exhibit -> its lines in the plan."""
        found: dict[str, Mapping[str, Any]] = {}
        for name, text in self._config.items():
            if name.startswith("exhibits/") and name.endswith((".yaml", ".yml")):
                for exhibit in _yaml(text).get("exhibits") or []:
                    found[exhibit["id"]] = {k: v for k, v in exhibit.items() if k not in WORDS_ONLY}
        return found

    @cached_property
    def _mentions(self) -> dict[str, set[str]]:
        """Name -> the names and words that its definition mentions."""
        found: dict[str, set[str]] = defaultdict(set)
        for section, depth in NAMED_BELOW.items():
            for name, definition in _at_depth(self.settings.get(section) or {}, depth):
                found[name] |= set(_strings(definition))
        for rows in self._codebooks.values():
            for row in rows:
                cells = {cell for cell in row.values() if cell}
                for key in ("variable", "value_set", "collapse", "map"):
                    if row.get(key):
                        found[row[key]] |= cells if key == "variable" else set()
                if row.get("variable") and row.get("battery"):
                    found[row["battery"]].add(row["variable"])
        for name, rows in self._lists.items():
            found[name] |= {word for row in rows for word in _words_of(row)}
        return found

    @cached_property
    def _lists(self) -> dict[str, list[dict[str, str]]]:
        """Tables beside the codebook that an exhibit names by their file, such as statements to test again."""
        tables = {n: t for n, t in self._config.items() if n.endswith(".csv") and "/" not in n}
        return {n: rows_in(t) for n, t in tables.items()}

    @cached_property
    def _codebooks(self) -> dict[str, list[dict[str, str]]]:
        tables = {n: t for n, t in self._config.items() if n.startswith("codebook/") and n.endswith(".csv")}
        return {n: rows_in(t) for n, t in tables.items()}

    def records(self, exhibit: str) -> str:
        """The documents or lists that an exhibit counts or lists, "" of one that is made from answers."""
        return str(self.specifications.get(exhibit, {}).get("records") or "").partition(".")[0]

    def reads(self, exhibit: str, file: str) -> bool:
        """Whether an exhibit is made from a data file that holds no answers: of its records, else one that evaluation.yaml names
        outside of records and editions (units, a frame)."""
        name = self.records(exhibit)
        if name:
            return _names_file((self.settings.get("records") or {}).get(name), file)
        return _names_file({k: v for k, v in self.settings.items() if k not in ("records", "editions")}, file)

    def chapters(self, edition: str) -> dict[str, str]:
        """Chapter -> its template, of an edition."""
        listed = ((self.settings.get("editions") or {}).get(edition) or {}).get("chapters") or []
        return {str(each["id"]): str(each.get("template", each["id"])) for each in listed}

    def of(self, exhibit: str) -> set[str]:
        """Every name and word that an exhibit's numbers depend on by its definition, itself included."""
        name = self.records(exhibit)
        if name:  # what these are called is no name of a question, even where the word is the same
            definition = (self.settings.get("records") or {}).get(name)
            return {exhibit, name, *_strings(self.specifications[exhibit]), *_strings(definition)}
        found: set[str] = set()
        plans = (self.specifications.get(each, {}) for each in (exhibit, *self.parts(exhibit)))
        waiting = {word for plan in plans for word in _strings(plan)} | self._defaults(exhibit)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting |= self._mentions.get(name, set()) - found
        return found | {exhibit}

    def parts(self, exhibit: str) -> list[str]:
        """The exhibits whose numbers an exhibit prints beside each other."""
        return [str(each) for each in self.specifications.get(exhibit, {}).get("of") or ()]

    def _defaults(self, exhibit: str) -> set[str]:
        return set(_strings(self.settings.get("analysis_defaults") or {})) if exhibit in self.specifications else set()

    def instruments(self, exhibit: str) -> set[str]:
        """The instruments behind an exhibit; none of one that is made from records."""
        return set() if self.records(exhibit) else self.of(exhibit) & set(self.settings.get("instruments") or {})

    def templates_of(self, chapter: str, edition: str) -> set[str]:
        """The templates of a chapter: its own and those that it includes."""
        named = self.chapters(edition).get(chapter, chapter)
        found: set[str] = set()
        waiting = {name for name in self._templates if PurePosixPath(name).name.split(".")[0] == named}
        while waiting:
            name = waiting.pop()
            found.add(name)
            mentioned = set(re.findall(r"[\"']([\w./-]+)[\"']", self._templates[name]))
            waiting |= {n for n in self._templates if any(n.endswith(f"/{m}") for m in mentioned)} - found
        return found

    def quoted_in(self, chapter: str, edition: str) -> set[str]:
        """The exhibits that a chapter's templates name."""
        return self.words_in(chapter, edition) & set(self.specifications)

    def words_in(self, chapter: str, edition: str) -> set[str]:
        """The words in quotes in a chapter's templates, and the exhibits of its claims by id: all that it may name."""
        texts = (self._templates[name] for name in self.templates_of(chapter, edition))
        claims = (row for name in self.claims_of(chapter, edition) for row in rows_in(self._config[name]))
        return {name for text in texts for name in _QUOTED.findall(text)} | {row.get("exhibit") or "" for row in claims}

    def claims_of(self, chapter: str, edition: str) -> list[str]:
        """The table of a chapter's claims by id, below config/<evaluation>/, where it has one."""
        name = f"claims/{self.chapters(edition).get(chapter, chapter)}.csv"
        return [name] if name in self._config else []


def _words_of(row: Mapping[str, Any]) -> Iterator[str]:
    """The names in a row of a list, without its own id and labels."""
    for column, cell in row.items():
        if column and isinstance(cell, str) and column != "id" and not column.startswith("label"):
            yield from re.findall(r"\w+", cell)


def _names_file(node: Any, file: str) -> bool:
    """Whether a definition names a data file, or a folder that it lies in."""
    return any(file.endswith(f"/{text}") or f"/{text}/" in file for text in _strings(node) if text and " " not in text)


def _at_depth(node: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    for name, definition in node.items():
        if depth == 1:
            yield str(name), definition
        elif isinstance(definition, Mapping):
            yield from _at_depth(definition, depth - 1)


def _strings(node: Any) -> Iterator[str]:
    """Every key and text in plain data, without those that are only words for the reader."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in WORDS_ONLY:
                yield str(key)
                yield from _strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node
        yield from node.split() if " " in node else ()


def _yaml(text: str) -> Mapping[str, Any]:
    return yaml.load(text, Loader=SafeLoader) or {}
