"""Captions, notes and alt texts of the exhibit plan with template functions in them: what they cite, what is wrong with that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from jinja2 import TemplateSyntaxError, nodes

from evalreport.chapters.cited import QUOTING, SHOWING, Citation, calls_in
from evalreport.chapters.sandbox import Sandbox
from evalreport.chapters.templates import SYNTAX, parse_template
from evalreport.evaluation.asked import EDITION, WAVE, Asked, decided, may_ask, waves_asked
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.evaluation.trees import nodes_in
from evalreport.exhibits.registry import KINDS
from evalreport.files.errors import Problem
from evalreport.files.schema import SafeLoader
from evalreport.files.spreadsheets import suggestion
from evalreport.files.texts import read_text

TEXTS = ("title", "note", "alt")  # keys of an exhibit that are sentences for the reader
# Numbers, and conditions on the edition; a caption shows no exhibit and refers to none.
ALLOWED = (*QUOTING, "fact", "wave_count", WAVE, EDITION)


def caption_texts(exhibit: Exhibit) -> dict[str, str]:
    """The texts of an exhibit by key, without those it does not have."""
    texts = {key: str(getattr(exhibit, key)) for key in TEXTS}
    return {key: text for key, text in texts.items() if text}


def caption_trees(exhibit: Exhibit) -> list[nodes.Template]:
    """The syntax trees of an exhibit's texts, without those that do not parse."""
    trees = (_parsed(text) for text in caption_texts(exhibit).values())
    return [tree for tree in trees if isinstance(tree, nodes.Template)]


def caption_citations(
    plan: Mapping[str, Iterable[Exhibit]], evaluation: Evaluation, asked: Asked | None = None
) -> dict[str, list[Citation]]:
    """Exhibit -> the calls of template functions in its texts, as far as the edition `asked` gets there."""
    return {e.id: _citations(e, str(evaluation.exhibit_file(name)), asked) for name, es in plan.items() for e in es}


def _citations(exhibit: Exhibit, file: str, asked: Asked | None) -> list[Citation]:
    """The calls in an exhibit's texts, placed at the exhibit; none in a text that does not parse."""
    trees = (decided(tree, asked, file) for tree in caption_trees(exhibit))
    return [citation for tree in trees for citation in calls_in(tree, file, exhibit.id)]


def caption_problems(plan: Mapping[str, Iterable[Exhibit]], evaluation: Evaluation) -> list[Problem]:
    """Texts that are no template, or that call what a caption cannot have."""
    return [p for chapter, es in plan.items() for p in _problems(es, str(evaluation.exhibit_file(chapter)))]


def _problems(exhibits: Iterable[Exhibit], file: str) -> list[Problem]:
    problems = []
    for exhibit in exhibits:
        if exhibit.alt and not KINDS[exhibit.kind].is_figure(exhibit):
            problems.append(Problem(file, exhibit.id, "alt: the exhibit is a table", "Alt texts are for figures"))
        for key, text in caption_texts(exhibit).items():
            tree = _parsed(text)
            if isinstance(tree, nodes.Template):
                problems += [Problem(file, exhibit.id, f"{key}: {found}", right) for found, right in _wrong(tree)]
            else:
                problems.append(Problem(file, exhibit.id, f"{key}: template error: {tree}", "See its braces"))
    return problems


def _parsed(text: str) -> nodes.Template | str:
    """The syntax tree of a text, or what is wrong with it; a text without braces is none, and the rule."""
    try:
        return Sandbox(**SYNTAX).parse(text) if "{" in text else nodes.Template([], lineno=1)
    except TemplateSyntaxError as error:
        return error.message or "not a template"


def _wrong(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """(found, expected) of each name that is not one of the functions allowed, and of tags but conditions on the edition."""
    for tag in (node for node in tree.body if not isinstance(node, nodes.Output) and not _on_edition(node)):
        expected = "Captions, notes and alt texts hold functions in {{ … }} and conditions on the edition only"
        yield f"a tag ({type(tag).__name__.lower()})", expected
    for name in nodes_in(tree, nodes.Name):
        if name.name not in ALLOWED:
            yield f"{name.name!r} cannot stand in a caption, note or alt text", suggestion(name.name, ALLOWED)


def _on_edition(node: nodes.Node) -> bool:
    """Whether a tag chooses by what is known of the edition."""
    if not isinstance(node, nodes.If):
        return False
    names = {name.name for branch in (node, *node.elif_) for name in _names_in(branch.test)}
    return bool(names) and names <= {WAVE, EDITION}


def _names_in(node: nodes.Node) -> list[nodes.Name]:
    return [*([node] if isinstance(node, nodes.Name) else []), *node.find_all(nodes.Name)]


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
    root: Any = yaml.compose(read_text(path), Loader=SafeLoader)
    for item in dict((key.value, value) for key, value in root.value)["exhibits"].value:
        entries = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
        texts = ((key, entries[key]) for key in TEXTS if "id" in entries and key in entries)
        for key, languages in texts:
            for language, text in languages.value if isinstance(languages, yaml.MappingNode) else ():
                # A folded text (>-) begins on the line after its sign.
                lines[(entries["id"].value, key, language.value)] = (
                    text.start_mark.line + 1 + (text.style in (">", "|"))
                )
    return lines


def waves_asked_by(
    templates: Mapping[str, tuple[Path, ...]],
    cited: Mapping[str, tuple[Citation, ...]],
    plan: Mapping[str, tuple[Exhibit, ...]],
) -> tuple[tuple[str, str, str], ...]:
    """(chapter, instrument, wave) of every wave() in a chapter and in the captions of the exhibits it shows."""
    captions = {e.id: waves_asked(caption_trees(e)) for exhibits in plan.values() for e in exhibits}
    found = {
        chapter: waves_asked(parse_template(path) for path in paths if may_ask(read_text(path))).union(
            *(captions.get(str(c.first), ()) for c in cited[chapter] if c.function in SHOWING)
        )
        for chapter, paths in templates.items()
    }
    return tuple((chapter, *pair) for chapter, pairs in found.items() for pair in sorted(pairs))
