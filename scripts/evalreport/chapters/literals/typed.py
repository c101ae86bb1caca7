"""The numbers typed by hand in an edition: templates and captions scanned, exceptions of the evaluation taken out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalreport.chapters.captions import caption_lines, caption_texts
from evalreport.chapters.literals.found import DIGITS, Literal, literals_in
from evalreport.chapters.templates import SUFFIX
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.files.team_tables import table_file
from evalreport.files.texts import read_text

if TYPE_CHECKING:
    pass

EXCEPTIONS = "literals.csv"  # beside evaluation.yaml: template, text, reason
REFUSE, FINAL = "refuse", "final"


def typed_numbers(
    evaluation: Evaluation,
    templates: Iterable[Path],
    plan: Mapping[str, Sequence[Exhibit]],
    shown: Collection[str],
    languages: Mapping[str, str] | None = None,
) -> tuple[tuple[Literal, ...], list[Problem]]:
    """The literals that no exception covers, in order, and exceptions that cover nothing.

    templates: those of the edition with what they include; shown: exhibits whose captions are in it; languages: template ->
    its language, of those in another than the report's.
    """
    language, other = evaluation.language, languages or {}
    paths = list(dict.fromkeys(templates))
    found = [x for path in paths for x in literals_in(_text(path), str(path), other.get(str(path), language))]
    for chapter, exhibits in plan.items():
        found += _in_captions(
            [exhibit for exhibit in exhibits if exhibit.id in shown], evaluation.exhibit_file(chapter), language
        )
    table = _exceptions(evaluation.folder / EXCEPTIONS)
    excepted = {literal for literal in found for row in table.rows if _covers(row, literal)}
    read = {_name(str(path)) for path in (*paths, *(evaluation.exhibit_file(chapter) for chapter in plan))}
    unused = [_unused(table, row, read, paths) for row in table.rows if not any(_covers(row, x) for x in found)]
    return tuple(x for x in found if x not in excepted), [problem for problem in unused if problem]


def _text(path: Path) -> str:
    return read_text(path)


def _in_captions(exhibits: Sequence[Exhibit], file: Path, language: str) -> list[Literal]:
    lines = caption_lines(file) if exhibits else {}
    found = []
    for exhibit in exhibits:
        for key, text in caption_texts(exhibit).items():
            begins = {of: line for (name, part, of), line in lines.items() if (name, part) == (exhibit.id, key)}
            first = begins.get(language) or next(iter(begins.values()))
            found += literals_in(text, str(file), language, first, spaces=True)
    return found


def _exceptions(path: Path) -> ConfigTable:
    """The exceptions of the evaluation; raises BadInput where a row is incomplete."""
    if not table_file(path).is_file():
        return ConfigTable(str(path))
    table = read_config_table(path, str(path), ("template", "text", "reason"))
    empty = [
        table.problem(row, column, "nothing stands here", "An exception names template, text and reason")
        for row in table.rows
        for column in ("template", "text", "reason")
        if not row[column]
    ]
    raise_if([*table.problems, *empty])
    return table


def _name(file: str) -> str:
    """What an exception calls a template or exhibit file: its name without ending."""
    return Path(file).name.removesuffix(SUFFIX).removesuffix(".yaml")


def _covers(row: Row, literal: Literal) -> bool:
    """Whether a literal stands inside the text of an exception, spaces aside."""
    if _name(literal.file) != _name(row["template"]):
        return False
    pattern = r"\s+".join(re.escape(part) for part in row["text"].split())
    end = literal.start + len(literal.text)
    return any(m.start() <= literal.start and end <= m.end() for m in re.finditer(pattern, literal.whole_line))


def _unused(table: ConfigTable, row: Row, read: Collection[str], paths: Sequence[Path]) -> Problem | None:
    """What is wrong with an exception that covers nothing; none where its template belongs to another edition."""
    name = _name(row["template"])
    if name in read:
        found = f"no number typed in {name!r} stands in {row['text']!r}"
        return table.problem(row, "text", found, "Remove the row, or copy the text as it stands")
    if any((path.parent / f"{name}{SUFFIX}").is_file() for path in paths):
        return None
    return table.problem(row, "template", f"no template {row['template']!r}", suggestion(name, read))


def literal_problems(literals: Iterable[Literal], evaluation: Evaluation, status: str) -> list[Problem]:
    """In a final edition, every typed digit; none where the evaluation only has them reported."""
    if status != FINAL or evaluation.final_literals != REFUSE:
        return []
    right = f"Write a function in its place (pct, n, mean, fact), or list it with a reason in {evaluation.folder / EXCEPTIONS}"
    return [
        Problem(x.file, f"line {x.line}", f"the number {x.text!r} is typed by hand in “{x.context}”", right)
        for x in literals
        if x.kind == DIGITS
    ]


def literal_notice(literals: Iterable[Literal], folder: str) -> list[Problem]:
    """One notice of how many numbers are typed, none when there are none."""
    count = sum(x.kind == DIGITS for x in literals)
    found = "1 number is typed by hand" if count == 1 else f"{count} numbers are typed by hand"
    return [Problem(folder, "", found, f"See {EXCEPTIONS} among the results")] if count else []
