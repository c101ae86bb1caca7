"""Answer codes and their labels, maps from an export's wording to codes, and groupings of codes for display."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import ConfigTable, Row, suggestion

Code = int | str

NOT_APPLICABLE = "not_applicable"
MISSING_KINDS = ("dont_know", "no_answer", NOT_APPLICABLE)

RAW, RAW_SIGN = "raw", " | "  # the column with what exports write, and what stands between several texts in it

_RAW_SIGN = re.compile(r"\s\|\s")
_INTEGER = re.compile(r"-?(0|[1-9]\d*)$")
_RANGE = re.compile(r"(\d*(?:\.\d+)?)-(\d*(?:\.\d+)?)$")
_DASHES = re.compile("[‐-―−]")  # what Word and Excel make of a hyphen


@dataclass(frozen=True)
class Choice:
    """One answer code: its labels by language and, where it is no answer, the kind of missing."""

    code: Code
    labels: Mapping[str, str]
    missing: str = ""
    waves: tuple[str, ...] = ()  # the waves that offered this answer; () = all
    raw: tuple[str, ...] = ()  # what exports that hold texts write for it, whatever it is called in print

    def label(self, language: str) -> str:
        """The label in a language; the code itself where the label is empty."""
        return self.labels.get(language) or str(self.code)


@dataclass(frozen=True)
class ValueSet:
    """The codes a variable can take, in display order. Codes are all integers or all text."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def codes(self) -> tuple[Code, ...]:
        """All codes, missing kinds included, in display order."""
        return tuple(choice.code for choice in self.choices)

    @property
    def valid(self) -> tuple[Choice, ...]:
        """The choices that are answers (not a kind of missing), in display order."""
        return tuple(choice for choice in self.choices if not choice.missing)

    @property
    def missing(self) -> dict[Code, str]:
        """Code -> kind of missing (dont_know, no_answer, not_applicable)."""
        return {choice.code: choice.missing for choice in self.choices if choice.missing}

    @property
    def is_text(self) -> bool:
        """Whether the codes are short texts rather than integers."""
        return any(isinstance(choice.code, str) for choice in self.choices)

    def limited(self, waves: Sequence[str]) -> "ValueSet":
        """The set without the answers that only other waves offered."""
        return replace(self, choices=tuple(c for c in self.choices if not c.waves or set(c.waves) & set(waves)))

    def choice(self, code: Code) -> Choice:
        """The choice of a code; KeyError when the set has no such code."""
        for choice in self.choices:
            if choice.code == code:
                return choice
        raise KeyError(f"value set {self.name!r} has no code {code!r}")

    def label(self, code: Code, language: str) -> str:
        """The label of a code in a language."""
        return self.choice(code).label(language)

    def code_of(self, text: str) -> Code | None:
        """The code written as `text` ("3" -> 3, "north" -> "north"), None when it is no code of the set."""
        return next((choice.code for choice in self.choices if str(choice.code) == text), None)

    def matches(self) -> dict[str, Code]:
        """Raw text -> code, for direct matching: what exports write for it, else the code itself or one of its labels, exactly."""
        named = {text: choice.code for choice in self.choices for text in _names(choice)}
        return named | {text: choice.code for choice in self.choices for text in choice.raw}


def _names(choice: Choice) -> tuple[str, ...]:
    return tuple(dict.fromkeys([str(choice.code), *(label for label in choice.labels.values() if label)]))


@dataclass(frozen=True)
class Category:
    """A group of codes shown as one: closed or half-open ranges of integers, and single (also text) codes."""

    id: str
    labels: Mapping[str, str]
    ranges: tuple[tuple[float, float], ...] = ()
    texts: frozenset[str] = frozenset()

    def label(self, language: str) -> str:
        """The label in a language; the id where the label is empty."""
        return self.labels.get(language) or self.id

    def contains(self, code: Code | float) -> bool:
        """Whether the category covers a code (or, for number and year variables, a value)."""
        if isinstance(code, str):
            return code in self.texts
        return any(low <= code <= high for low, high in self.ranges)


@dataclass(frozen=True)
class Collapse:
    """Categories of codes, in display order."""

    id: str
    categories: tuple[Category, ...]

    def category_of(self, code: Code | float) -> str | None:
        """The id of the category that covers a code, None when none does."""
        return next((category.id for category in self.categories if category.contains(code)), None)

    def category(self, id: str) -> Category:
        """The category of an id; KeyError when there is none."""
        for category in self.categories:
            if category.id == id:
                return category
        raise KeyError(f"collapse {self.id!r} has no category {id!r}")


def labels_of(row: Row) -> dict[str, str]:
    """Language -> label, from the columns label_<language>."""
    return {name.removeprefix("label_"): text for name, text in row.cells.items() if name.startswith("label_")}


def grouped(table: ConfigTable, column: str) -> tuple[dict[str, tuple[Row, ...]], tuple[Problem, ...]]:
    """The rows of each id in `column`, in file order, and a problem for each row that stands apart from its own."""
    groups: dict[str, tuple[Row, ...]] = {}
    problems, last = [], ""
    for row in table.rows:
        name = row[column]
        if not name:
            problems.append(table.problem(row, column, "empty", f"Give the {column.replace('_', ' ')} it belongs to"))
        elif name in groups and name != last:
            problems.append(table.problem(row, column, f"{name!r} again, apart from its rows", "Keep them together"))
        groups[name] = (*groups.get(name, ()), row)
        last = name
    groups.pop("", None)
    return groups, tuple(problems)


def parse_value_sets(table: ConfigTable) -> tuple[dict[str, ValueSet], tuple[Problem, ...]]:
    """The value sets of value_sets.csv and what is wrong with them."""
    groups, problems = grouped(table, "value_set")
    found = list(problems)
    sets = {}
    for name, rows in groups.items():
        found += _choice_problems(table, rows)
        text = not all(_INTEGER.match(row["code"]) for row in rows)
        choices = [_choice(row, text) for row in rows]
        sets[name] = ValueSet(name, tuple(choices))
        found += _ambiguous(table, name, choices, rows)
    return sets, tuple(found)


def _choice(row: Row, text: bool) -> Choice:
    code = row["code"] if text else int(row["code"])
    raw = tuple(text.strip() for text in _RAW_SIGN.split(row[RAW]) if text.strip())
    return Choice(code, labels_of(row), row["missing"], tuple(row["waves"].split()), raw)


def _choice_problems(table: ConfigTable, rows: Iterable[Row]) -> list[Problem]:
    problems, seen = [], set()
    for row in rows:
        code, missing = row["code"], row["missing"]
        if not code:
            problems.append(table.problem(row, "code", "empty", "Give an integer or a short text"))
        elif code in seen:
            problems.append(
                table.problem(row, "code", f"{code!r} a second time in {row['value_set']!r}", "Codes differ")
            )
        if missing and missing not in MISSING_KINDS:
            problems.append(table.problem(row, "missing", f"{missing!r}", suggestion(missing, MISSING_KINDS)))
        seen.add(code)
    return problems


def _ambiguous(table: ConfigTable, name: str, choices: list[Choice], rows: Iterable[Row]) -> list[Problem]:
    pairs = combinations(zip(choices, rows, strict=True), 2)
    owned = {text for choice in choices for text in choice.raw}
    return [
        table.problem(row, "code", f"{text!r} means both {a.code!r} and {b.code!r} in {name!r}", "Labels differ")
        for (a, _), (b, row) in pairs
        if a.code != b.code
        for text in sorted(_shared(a, b, owned))
    ]


def _shared(one: Choice, other: Choice, owned: set[str]) -> set[str]:
    """Texts that mean both; what an export writes for an answer means that answer, whatever others are called."""
    return set(one.raw) & set(other.raw) | (set(_names(one)) & set(_names(other)) - owned)


def parse_code_maps(table: ConfigTable) -> tuple[dict[str, dict[str, str]], tuple[Problem, ...]]:
    """Map id -> raw text -> code as text; an empty `raw` maps the empty cell (a tick box left open, say)."""
    groups, problems = grouped(table, "map")
    found = list(problems)
    for name, rows in groups.items():
        seen: set[str] = set()
        for row in rows:
            if row["raw"] in seen:
                found.append(table.problem(row, "raw", f"{row['raw']!r} a second time in {name!r}", "Keep one"))
            if not row["code"]:
                found.append(table.problem(row, "code", "empty", "Give the code this text stands for"))
            seen.add(row["raw"])
    return {name: {row["raw"]: row["code"] for row in rows} for name, rows in groups.items()}, tuple(found)


def parse_collapses(
    table: ConfigTable, value_sets: Mapping[str, ValueSet]
) -> tuple[dict[str, Collapse], tuple[Problem, ...]]:
    """The collapses of collapses.csv and what is wrong with them (no codes, texts that are none, categories that overlap)."""
    known = {str(code) for value_set in value_sets.values() for code in value_set.codes}
    groups, problems = grouped(table, "collapse")
    found = list(problems)
    collapses = {}
    for name, rows in groups.items():
        categories = []
        for row in rows:
            ranges, texts = parse_codes(row["codes"])
            found += [
                table.problem(row, "codes", f"{low:g}-{high:g} runs backwards", f"Write {high:g}-{low:g}")
                for low, high in ranges
                if low > high
            ]
            if not row["category"]:
                found.append(table.problem(row, "category", "empty", "Give the category a name"))
            if not ranges and not texts:
                found.append(table.problem(row, "codes", "no codes", "Write 1-3, 1 2 3 or -1999"))
            for text in sorted(texts - known):
                expected = "Write 1-3 or 1 2 3; where Excel makes a date of 1-2, write 1 2"
                found.append(table.problem(row, "codes", f"{text!r} is no code of any value set", expected))
            categories.append(Category(row["category"], labels_of(row), ranges, texts))
        found += _overlaps(table, name, categories, rows)
        collapses[name] = Collapse(name, tuple(categories))
    return collapses, tuple(found)


def parse_codes(text: str) -> tuple[tuple[tuple[float, float], ...], frozenset[str]]:
    """The ranges and single texts of "1-3", "1 2 3", "-1999" (open) or "treated control"."""
    ranges, texts = [], set()
    for token in re.sub(r"(?<=\d)\s+-\s+(?=\d)", "-", _DASHES.sub("-", text)).replace(",", " ").split():
        span = _RANGE.match(token)
        if span and token != "-":
            ranges.append((float(span[1] or "-inf"), float(span[2] or "inf")))
        elif re.fullmatch(r"\d+(\.\d+)?", token):
            ranges.append((float(token), float(token)))
        else:
            texts.add(token)
    return tuple(ranges), frozenset(texts)


def _overlaps(table: ConfigTable, name: str, categories: list[Category], rows: Iterable[Row]) -> list[Problem]:
    problems = []
    for (a, _), (b, row) in combinations(zip(categories, rows, strict=True), 2):
        if a.id == b.id:
            problems.append(table.problem(row, "category", f"{b.id!r} a second time in {name!r}", "Ids differ"))
        same = [text for language, text in a.labels.items() if text and text == b.labels.get(language)]
        if same and a.id != b.id:
            problems.append(
                table.problem(row, "category", f"{same[0]!r} is what {a.id!r} is called too", "Labels differ")
            )
        shared = any(x[0] <= y[1] and y[0] <= x[1] for x in a.ranges for y in b.ranges) or a.texts & b.texts
        if shared:
            problems.append(table.problem(row, "codes", f"codes also in {a.id!r} of {name!r}", "Each code once"))
    return problems


def row_problems(
    sets: ConfigTable, collapses: ConfigTable, batteries: ConfigTable, sections: ConfigTable, languages: Sequence[str]
) -> list[Problem]:
    """What is wrong with rows of the shared tables beside what they stand for: labels that lack, batteries that stand twice."""
    labelled = ((sets, "value_set"), (collapses, "collapse"), (batteries, "instrument"), (sections, "instrument"))
    found = [problem for table, group in labelled for problem in _label_problems(table, group, languages)]
    named = ((batteries, ("instrument", "battery")), (sections, ("instrument", "section")))
    return found + [problem for table, columns in named for problem in _repeated_rows(table, columns)]


def _label_problems(table: ConfigTable, group: str, languages: Sequence[str]) -> list[Problem]:
    """Rows without a label where others of their group have one: a reader would get a code among words."""
    problems = []
    for language in languages:
        labelled = {row[group] for row in table.rows if row[f"label_{language}"]}
        problems += [
            table.problem(row, f"label_{language}", "empty", "Write what a reader shall see")
            for row in table.rows
            if not row[f"label_{language}"] and row[group] in labelled
        ]
    return problems


def _repeated_rows(table: ConfigTable, columns: Sequence[str]) -> list[Problem]:
    """Rows that name what a row above names already; of two the last would count."""
    seen: dict[tuple[str, ...], int] = {}
    problems = []
    for row in table.rows:
        name = tuple(row[column] for column in columns)
        if (first := seen.setdefault(name, row.number)) != row.number:
            problems.append(table.problem(row, columns[-1], f"{name[-1]!r} stands in row {first} already", "Keep one"))
    return problems
