"""What a draft left for the author to write, and a final edition must not hold: texts in square brackets and draft remarks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import nodes

from evalreport.chapters.templates import parse_template
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.evaluation.trees import nodes_in
from evalreport.files.errors import Problem
from evalreport.files.schema import load_yaml

_REMARK = re.compile(r"(\[[^\[\]]*)?\]\{[^{}]*\.draft\b[^{}]*\}")
_BRACKETS = re.compile(r"(?<![\w\]!\\])\[([^\W\d_][^\[\]]*)\](?![\[({:])")
_EXPECTED = "Write it, or set status: draft"


def leftover_problems(
    evaluation: Evaluation,
    edition: Edition,
    templates: Iterable[Path],
    plan: Mapping[str, Iterable[Exhibit]],
    shared: Path,
    asked: Asked | None = None,
) -> list[Problem]:
    """Everything a final edition still has to have written, each with file and line; nothing where the edition is a draft."""
    if edition.status == "draft":
        return []
    words = _first_words(shared)
    problems = [*_in_settings(evaluation, edition)]
    for path in dict.fromkeys(templates):
        problems += _in_template(path, words, asked)
    for chapter, exhibits in plan.items():
        file = str(evaluation.folder / "exhibits" / f"{chapter}.yaml")
        problems += [Problem(file, e.id, f"the title is {e.title!r}", _EXPECTED) for e in exhibits if _whole(e.title)]
    return problems


def _whole(text: str) -> bool:
    return text.strip().startswith("[") and text.strip().endswith("]") and len(text.strip()) > 3


def _first_words(shared: Path) -> set[str]:
    """The words with which the texts begin that a drafted evaluation puts in brackets, in every language."""
    texts = [text for path in sorted(shared.glob("scaffold/*/words.yaml")) for text in load_yaml(path).values()]
    return {text[1:].split()[0].rstrip("]").casefold() for text in texts if _whole(str(text))}


def _in_settings(evaluation: Evaluation, edition: Edition) -> Iterator[Problem]:
    file = evaluation.folder / "evaluation.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    texts: Sequence[str] = (
        evaluation.title,
        evaluation.subtitle,
        evaluation.commissioner,
        evaluation.institution,
        *evaluation.authors,
        edition.title,
        edition.subtitle,
        edition.date,
        edition.imprint,
        edition.citation,
        *(author.role for author in evaluation.authors),
    )
    for text in dict.fromkeys(text for text in texts if _whole(text)):
        line = next((number for number, each in enumerate(lines, start=1) if text in each), 0)
        yield Problem(str(file), f"line {line}" if line else "", f"{text} stands in a final edition", _EXPECTED)


def _in_template(path: Path, words: set[str], asked: Asked | None) -> Iterator[Problem]:
    """Draft remarks and texts of the draft in brackets, outside the branches that the edition does not take."""
    for data in nodes_in(parse_template(path, asked), nodes.TemplateData):
        remarks = [(match.start(), match[0]) for match in _REMARK.finditer(data.data)]
        bare = [(m.start(), m[0]) for m in _BRACKETS.finditer(data.data) if m[1].split()[0].casefold() in words]
        for start, text in sorted(remarks + bare):
            line = data.lineno + data.data[:start].count("\n")
            shown = " ".join(re.sub(r"\{[^{}]*\}$", "", text).split())
            yield Problem(str(path), f"line {line}", f"{shown} stands in a final edition", _EXPECTED)
