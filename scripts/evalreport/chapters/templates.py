"""Chapter templates as syntax trees, read without running them: what they include, their headings' ids, names that nothing has."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE, DEFAULT_TESTS

from evalreport.chapters.sandbox import Sandbox
from evalreport.claims.checks import Computed
from evalreport.claims.tag import ClaimExtension
from evalreport.evaluation.asked import Asked, decided
from evalreport.evaluation.trees import nodes_in
from evalreport.files.checking import Checks
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.files.texts import read_text

SUFFIX = ".md.jinja"
# Jinja's own comment sign {# would swallow everything after a heading's id, as in `## Response {#sec-response}`.
SYNTAX: dict[str, Any] = {"comment_start_string": "{##", "comment_end_string": "##}", "extensions": [ClaimExtension]}
_HEADING_ID = re.compile(r"^#{1,6} .*\{[^}]*#([A-Za-z][\w-]*)[^}]*\}", re.MULTILINE)
FILTERS = ("in_words", *DEFAULT_FILTERS)
_ENVIRONMENT = Sandbox(**SYNTAX)
_ENVIRONMENT.filters["in_words"] = str  # its name counts here; chapters have the real one


def constant(node: nodes.Expr) -> Any:
    """What an expression is as it is written; Computed where only the rendering knows."""
    try:
        return node.as_const()
    except nodes.Impossible:
        return Computed


def parse_template(path: Path, asked: Asked | None = None) -> nodes.Template:
    """The syntax tree of a template, without the branches the edition `asked` does not take; raises BadInput with file and line.

    Trees are shared between those who ask for them: nobody may change one.
    """
    try:
        return _parsed(path, path.stat().st_mtime_ns, asked)
    except FileNotFoundError:
        raise BadInput(
            [Problem(str(path), "", "the template does not exist", "Write it, or leave the chapter out")]
        ) from None
    except TemplateSyntaxError as error:
        raise BadInput([Problem(str(path), f"line {error.lineno}", f"template error: {error.message}")]) from None
    except RecursionError:
        found = "brackets or blocks inside one another, more than can be read"
        raise BadInput([Problem(str(path), "", found, "Write it in several steps")]) from None


@cache  # every template is looked at half a dozen times while the workflow is read
def _parsed(path: Path, changed: int, asked: Asked | None) -> nodes.Template:
    return decided(_ENVIRONMENT.parse(read_text(path)), asked, str(path))


def templates_of(path: Path, folders: Iterable[Path], asked: Asked | None = None) -> list[Path]:
    """The template and everything it includes or imports, each once, the template first; raises BadInput with every problem."""
    checks = Checks()
    found, _ = read_templates(path, folders, asked, checks)
    checks.finish()
    return found


def read_templates(path: Path, folders: Iterable[Path], asked: Asked | None, checks: Checks) -> tuple[list[Path], str]:
    """The template and everything it includes or imports that can be read, and the first of them that cannot, or ""."""
    folders = list(folders)
    found, todo, lost = list[Path](), [path], list[str]()
    above: dict[Path, set[Path]] = {path: {path}}  # a template -> those on the way to it, and itself
    while todo:
        current = todo.pop(0)
        if current in found or str(current) in lost:
            continue
        part = checks.part(str(current), str(current), partial(parse_template, current, asked))
        if part.ground:
            lost.append(part.ground)
            continue
        found.append(current)
        included = nodes_in(part.value, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
        for node in included:
            name = constant(node.template)
            candidates = [folder / str(name) for folder in folders if (folder / str(name)).is_file()]
            if wrong := _wrong_include(name, candidates, above[current]):
                checks.problems.append(Problem(str(current), f"line {node.lineno}", *wrong))
                lost.append(str(current))
                continue
            above.setdefault(candidates[0], {candidates[0]}).update(above[current])
            todo.append(candidates[0])
    return found, next(iter(lost), "")


def _wrong_include(name: Any, candidates: list[Path], above: set[Path]) -> tuple[str, str] | None:
    """(what was found, what would be right) of an include that cannot be followed; above: the templates on the way to it."""
    if not isinstance(name, str):
        return "an included template whose name is computed", "Write its name in quotes"
    if not candidates:
        return f"no template {name!r} to include", ""
    return (f"{name} includes itself", "Take one out") if candidates[0] in above else None


def heading_ids(paths: Iterable[Path], asked: Asked | None = None) -> set[str]:
    """The ids given to headings, as in `## Svarprosent {#sec-response}`."""
    return {name for path in paths for name in _HEADING_ID.findall(_plain_text(parse_template(path, asked)))}


def _plain_text(tree: nodes.Template) -> str:
    """What a template says outside its braces."""
    return "".join(data.data for data in nodes_in(tree, nodes.TemplateData))


def unknown_names(paths: Iterable[Path], functions: Iterable[str], asked: Asked | None = None) -> list[Problem]:
    """Functions, filters and tests in templates that do not exist; functions: those that there are."""
    trees = {path: parse_template(path, asked) for path in paths}
    # An included template sees what the one around it sets.
    own = {node.name for tree in trees.values() for node in nodes_in(tree, nodes.Name) if node.ctx != "load"}
    known = {*functions, *DEFAULT_NAMESPACE, *own}
    return [problem for path, tree in trees.items() for problem in _unknown(path, tree, known)]


def _unknown(path: Path, tree: nodes.Template, functions: set[str]) -> Iterator[Problem]:
    wrong = [*_missing(tree, nodes.Filter, FILTERS, "filter"), *_missing(tree, nodes.Test, DEFAULT_TESTS, "test")]
    first = {node.name: node.lineno for node in reversed(nodes_in(tree, nodes.Name)) if node.name not in functions}
    loose = meta.find_undeclared_variables(tree) if first else set()  # takes its time, and knows `loop` and the like
    first = {name: line for name, line in first.items() if name in loose}
    wrong += [(line, f"no function or name {name!r}", suggestion(name, functions)) for name, line in first.items()]
    for line, found, right in sorted(wrong):
        yield Problem(str(path), f"line {line}", found, right)


def _missing(tree: nodes.Template, kind: Any, known: Iterable[str], what: str) -> Iterator[tuple[int, str, str]]:
    for node in nodes_in(tree, kind):
        if node.name not in known:
            # Nothing is rendered here, and Jinja looks for undeclared names only where it knows every filter.
            _ENVIRONMENT.filters[node.name] = str
            _ENVIRONMENT.tests[node.name] = bool  # type: ignore[assignment]
            yield node.lineno, f"no {what} {node.name!r}", suggestion(node.name, known)
