"""Captions, notes and alt texts of the exhibit plan with template functions in them: what they cite, what is wrong with that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, TemplateSyntaxError, nodes

from evalreport.citations import QUOTING, SHOWING, SYNTAX, Citation, calls_in
from evalreport.config_tables import suggestion
from evalreport.errors import Problem
from evalreport.evaluation import Evaluation, Exhibit

TEXTS = ("title", "note", "alt")  # keys of an exhibit that are sentences for the reader
ALLOWED = (*QUOTING, "fact", "wave_count")  # numbers; a caption shows no exhibit and refers to none


def caption_texts(exhibit: Exhibit) -> dict[str, str]:
    """The texts of an exhibit by key, without those it does not have."""
    texts = {key: str(getattr(exhibit, key)) for key in TEXTS}
    return {key: text for key, text in texts.items() if text}


def caption_citations(plan: Mapping[str, Iterable[Exhibit]], evaluation: Evaluation) -> dict[str, list[Citation]]:
    """Exhibit -> the calls of template functions in its texts."""
    return {e.id: _citations(e, str(evaluation.exhibit_file(chapter))) for chapter, es in plan.items() for e in es}


def _citations(exhibit: Exhibit, file: str) -> list[Citation]:
    """The calls in an exhibit's texts, placed at the exhibit; none in a text that does not parse."""
    found = []
    for text in caption_texts(exhibit).values():
        tree = _parsed(text)
        found += list(calls_in(tree, file, exhibit.id)) if isinstance(tree, nodes.Template) else []
    return found


def caption_problems(plan: Mapping[str, Iterable[Exhibit]], evaluation: Evaluation) -> list[Problem]:
    """Texts that are no template, or that call what a caption cannot have."""
    return [p for chapter, es in plan.items() for p in _problems(es, str(evaluation.exhibit_file(chapter)))]


def _problems(exhibits: Iterable[Exhibit], file: str) -> list[Problem]:
    problems = []
    for exhibit in exhibits:
        if exhibit.alt and exhibit.display == "table":
            problems.append(Problem(file, exhibit.id, "alt: the exhibit is a table", "Alt texts are for figures"))
        for key, text in caption_texts(exhibit).items():
            tree = _parsed(text)
            if isinstance(tree, nodes.Template):
                problems += [Problem(file, exhibit.id, f"{key}: {found}", right) for found, right in _wrong(tree)]
            else:
                problems.append(Problem(file, exhibit.id, f"{key}: template error: {tree}", "See its braces"))
    return problems


def _parsed(text: str) -> nodes.Template | str:
    """The syntax tree of a text, or what is wrong with it."""
    try:
        return Environment(**SYNTAX).parse(text)
    except TemplateSyntaxError as error:
        return error.message or "not a template"


def _wrong(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """(found, expected) of each name that is not one of the functions allowed, and of tags."""
    for tag in (node for node in tree.body if not isinstance(node, nodes.Output)):
        yield f"a tag ({type(tag).__name__.lower()})", "Captions, notes and alt texts hold functions in {{ … }} only"
    for name in tree.find_all(nodes.Name):
        if name.name not in ALLOWED:
            yield f"{name.name!r} cannot stand in a caption, note or alt text", suggestion(name.name, ALLOWED)


def with_captions(
    cited: Mapping[str, tuple[Citation, ...]], captions: Mapping[str, Sequence[Citation]]
) -> dict[str, tuple[Citation, ...]]:
    """What chapters cite, with what the captions of the exhibits they show cite."""
    return {
        chapter: (*found, *(c for shown in _shown(found) for c in captions.get(shown, ())))
        for chapter, found in cited.items()
    }


def unshown_captions(
    cited: Mapping[str, tuple[Citation, ...]], captions: Mapping[str, Sequence[Citation]]
) -> list[Citation]:
    """The citations in captions that no chapter shows, which must be right all the same."""
    shown = shown_exhibits(cited)
    return [citation for name, found in captions.items() if name not in shown for citation in found]


def shown_exhibits(cited: Mapping[str, Iterable[Citation]]) -> set[str]:
    """The exhibits that some chapter shows."""
    return {name for found in cited.values() for name in _shown(found)}


def _shown(found: Iterable[Citation]) -> list[str]:
    return list(dict.fromkeys(str(c.first) for c in found if c.function in SHOWING))


def caption_lines(path: Path) -> dict[tuple[str, str, str], int]:
    """(exhibit, key, language) -> the line of an exhibit file where that text begins."""
    lines: dict[tuple[str, str, str], int] = {}
    root: Any = yaml.compose(path.read_text(encoding="utf-8"))
    for item in dict((key.value, value) for key, value in root.value)["exhibits"].value:
        entries = {key.value: value for key, value in item.value}
        for key in TEXTS:
            for language, text in entries[key].value if key in entries else ():
                # A folded text (>-) begins on the line after its sign.
                lines[(entries["id"].value, key, language.value)] = (
                    text.start_mark.line + 1 + (text.style in (">", "|"))
                )
    return lines
