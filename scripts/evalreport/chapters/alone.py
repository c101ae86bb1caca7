"""One chapter of an edition on its own: which one is meant, and what of the others its numbers and references need."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import nodes

from evalreport.chapters.templates import parse_template
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.model import Chapter
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.words.catalogue import word, words

COUNTED_TABLES = (
    "inputs",
    "software",
    "audit_findings",
)  # functions that put a numbered table on the page without an exhibit
TURNED = ("audit_findings",)  # of these, what stands on turned pages
_PLACE = re.compile(r"([^\W\d]*)\W*(\d+)")
UNKNOWN = "…"


def chosen_chapter(wanted: Any, chapters: Sequence[Chapter], language: str) -> str:
    """The id of the chapter that --config chapter=… names: its number, `v3` or `vedlegg 3` for an appendix, or its id; "" for None.

    Raises BadInput that lists the chapters.
    """
    if wanted is None:
        return ""
    name = str(wanted).strip()
    ids = [chapter.id for chapter in chapters]
    place = _place(name.lower())
    found = [chapter.id for chapter in chapters if place and place == (chapter.number, chapter.appendix)]
    if name in ids or found:
        return name if name in ids else found[0]
    listed = _all(chapters, language)
    close = suggestion(name, ids)
    expected = f"{close} The chapters are: {listed}" if close.startswith("Did") else f"The chapters are: {listed}"
    raise BadInput([Problem("--config", "chapter", f"no chapter {name!r} in this edition", expected)])


def no_chapter(chapters: Sequence[Chapter], language: str) -> BadInput:
    """What `snakemake chapter` without a chapter is told."""
    expected = f"Write for example snakemake chapter --config chapter=1. The chapters are: {_all(chapters, language)}"
    return BadInput([Problem("snakemake chapter", "", "does not say which chapter", expected)])


def _all(chapters: Sequence[Chapter], language: str) -> str:
    return "; ".join(_listed(chapter, language) for chapter in chapters)


def _place(name: str) -> tuple[int | None, int | None] | None:
    """(number, appendix) of `8`, `chapter 8`, `v3` or `appendix 3`, in any language of the program."""
    match = _PLACE.fullmatch(name)
    if not match:
        return None
    kind, number = match[1], int(match[2])
    if not kind or kind in words("chapter").values():
        return number, None
    appendices = words("appendix").values()
    return (None, number) if kind in {*appendices, *(each[0] for each in appendices)} else None


def _listed(chapter: Chapter, language: str) -> str:
    if chapter.number is not None:
        return f"{chapter.number} ({chapter.id})"
    if chapter.appendix is not None:
        return f"{word('appendix', language)[0]}{chapter.appendix} ({chapter.id})"
    return chapter.id


def outlines(
    chapter: str, templates: Mapping[str, Sequence[Path]], turned: Collection[str] = (), asked: Asked | None = None
) -> dict[str, str]:
    """The outlines of all other chapters; templates: chapter -> its template and all it includes."""
    return {other: outline(paths, turned, asked) for other, paths in templates.items() if other != chapter}


def outline(paths: Sequence[Path], turned: Collection[str] = (), asked: Asked | None = None) -> str:
    """A chapter without numbers: its own words, with every table and figure where it stands.

    Enough to count its headings and exhibits, and made without any of its results. paths: its template and all it includes; turned:
    the exhibits on turned pages, which stand at the end of their chapter; asked: the edition, which decides the branches.
    """
    templates = {path.name: path for path in paths}

    def text(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.TemplateData):
            yield node.data
        elif isinstance(node, nodes.Include):
            yield from text(parse_template(_included(node, templates), asked))
        elif isinstance(node, nodes.Output):
            for part in node.nodes:
                yield from text(part) if isinstance(part, nodes.TemplateData) else _call(part, turned)
        else:
            for child in node.iter_child_nodes():
                yield from text(child)

    return "".join(text(parse_template(paths[0], asked)))


def _included(node: nodes.Include, templates: Mapping[str, Path]) -> Path:
    return templates[Path(node.template.as_const()).name]


def _call(node: nodes.Node, turned: Collection[str]) -> Iterator[str]:
    """What stands in the place of {{ … }}: a table or figure of no content, a mark for everything else."""
    name = node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else ""
    first = node.args[0] if isinstance(node, nodes.Call) and node.args else None
    exhibit = str(first.value) if isinstance(first, nodes.Const) else ""
    if name in COUNTED_TABLES:
        yield _table(f"{name}_{exhibit}" if exhibit else name, name in TURNED)
    elif name == "table":
        yield _table(exhibit, exhibit in turned)
    elif name == "figure":
        yield f'![{UNKNOWN}]({exhibit}){{#fig-{exhibit} alt="{UNKNOWN}{UNKNOWN}"}}'
    else:
        yield UNKNOWN


def _table(name: str, turned: bool) -> str:
    table = f"::: {{#tbl-{name} .exhibit}}\n+---+\n| {UNKNOWN} |\n+---+\n\n: {UNKNOWN}\n:::"
    return f"::: landscape\n\n{table}\n\n:::" if turned else table
