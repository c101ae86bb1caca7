"""What a chapter template cites, read from its syntax tree without running it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import nodes

from evalreport.chapters.templates import constant, parse_template
from evalreport.claims.named import Named
from evalreport.claims.spans import SIGN
from evalreport.claims.tag import tags
from evalreport.evaluation.asked import EDITION, WAVE, Asked
from evalreport.evaluation.trees import nodes_in
from evalreport.exhibits.statistics import STATISTICS

SHOWING = ("table", "figure", "references")  # puts the exhibit on the page
REFERRING = ("ref", "Ref")  # points to it, needs no numbers
RANKING = ("largest", "smallest", "largest_group", "smallest_group")  # prints labels
# functions of one statistic -> its name
STATISTIC_OF = {each.function: each.name for each in STATISTICS.values() if each.function}
QUOTING = (
    "pct",
    "n",
    "mean",
    "diff",
    "p",
    "significance",
    "verdicts",
    "effect",
    "ci",
    "share_words",
    "bound_words",
    "rank",
    "lost_words",
    *STATISTIC_OF,
    "alpha",
    *RANKING,
)
EXHIBIT_FUNCTIONS = (*SHOWING, *REFERRING, *QUOTING)
CLAIM = "claim"  # the tag around a sentence; each of its conditions is a citation, its exhibit the second argument
OTHER_FUNCTIONS = (
    "fact", "wave_count", "questionnaire", "questionnaire_form", "inputs", "software", "data_note", "bibliography", "changes",
    "quote", "section", "Section",
    "audit_findings", "audit_count",
)  # fmt: skip
NAMES = (*EXHIBIT_FUNCTIONS, *OTHER_FUNCTIONS, WAVE, EDITION)  # all that a template can use
POSITIONS = {  # names of the arguments after the exhibit, in order (see prose)
    "pct": ("category", "group", "variable"),
    "share_words": ("category", "group", "variable"),
    "bound_words": ("at", "category", "group", "variable"),
    "ci": ("category", "group", "variable"),
    "rank": ("variable", "group", "category"),
    "lost_words": ("variable", "of", "group"),
    "n": ("group", "variable", "category"),
    "mean": ("variable", "group"),
    "total": ("variable", "group"),
    "ratio": ("variable", "group"),
    "net": ("variable", "group"),
    "nps": ("variable", "group"),
    "correlation": ("variable", "group"),
    "alpha": ("variable",),
    "agreement": ("group", "variable", "category"),
    "quantile": ("probability", "group", "variable"),
    "diff": ("category", "group", "than", "variable"),
    "p": ("variable", "panel", "groups"),
    "significance": ("variable", "panel", "groups"),
    "verdicts": ("places", "variable"),
    "effect": ("variable", "panel", "groups"),
    "largest": ("group",),
    "smallest": ("group",),
    "largest_group": ("category", "variable", "panel"),
    "smallest_group": ("category", "variable", "panel"),
}


@dataclass(frozen=True)
class Citation:
    """One call of a template function: where, which, and its arguments as far as they are written as plain values."""

    file: str
    line: int
    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    exhibit: str = ""  # of a call in a caption, note or alt text: whose
    sentence: tuple[str, int] = ("", 0)  # of a condition in a table: the template and line of the claim that has it

    @property
    def first(self) -> Any:
        """The id of an exhibit, fact, instrument or section: the first argument, of a claim the second."""
        place = 1 if self.function == CLAIM else 0
        return self.args[place] if len(self.args) > place else None

    @property
    def exhibits(self) -> list[str]:
        """The exhibits whose numbers it takes."""
        if self.function not in (*SHOWING, *QUOTING, CLAIM):
            return []
        other = self.kwargs.get("than_exhibit") if self.function == CLAIM else None
        return [name for name in (self.first, other) if isinstance(name, str)]

    @property
    def named(self) -> dict[str, Any]:
        """The arguments after the first by name, however they were given."""
        return dict(zip(POSITIONS.get(self.function, ()), self.args[1:], strict=False)) | self.kwargs

    @property
    def place(self) -> str:
        """The line, or the exhibit whose caption it is, for a message."""
        return self.exhibit or f"line {self.line}"

    @property
    def read_at(self) -> tuple[str, str]:
        """The file and the place that a reader meets it at: of a condition in a table, those of its sentence."""
        file, line = self.sentence
        return (file, f"line {line}") if file else (self.file, self.place)


def citations(paths: Iterable[Path], asked: Asked | None = None, named: Named | None = None) -> list[Citation]:
    """All calls of template functions in some templates, as far as the edition `asked` gets there; named: claims by id."""
    return [citation for path in paths for citation in calls_in(parse_template(path, asked), str(path), named=named)]


def claims_by_id(paths: Iterable[Path], asked: Asked | None = None) -> dict[str, tuple[str, int]]:
    """The ids of claims in some templates, with the template and the line that each first stands in."""
    found = dict[str, tuple[str, int]]()
    for path in paths:
        for tag in tags(parse_template(path, asked)):
            if tag.name:
                found.setdefault(tag.name, (str(path), tag.line))
    return found


def calls_in(tree: nodes.Template, file: str, exhibit: str = "", named: Named | None = None) -> Iterator[Citation]:
    """The calls of template functions in a syntax tree, and its claims; exhibit: whose caption, note or alt text it is.

    named: the conditions of claims by id; each is cited at its row of their table.
    """
    for call in nodes_in(tree, nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in (*EXHIBIT_FUNCTIONS, *OTHER_FUNCTIONS):
            args = tuple(constant(argument) for argument in call.args)
            kwargs = {keyword.key: constant(keyword.value) for keyword in call.kwargs}
            yield Citation(file, call.lineno, call.node.name, args, kwargs, exhibit)
    for tag in tags(tree):
        if tag.name and (named is not None or exhibit):
            for each in (named or {}).get(tag.name, ()):
                yield Citation(
                    each.file,
                    each.row,
                    CLAIM,
                    (each.claim, each.exhibit),
                    dict(each.given),
                    f"row {each.row}",
                    (file, tag.line),
                )
            if exhibit:
                yield Citation(file, tag.line, CLAIM, (f"{SIGN}{tag.name}",), {}, exhibit)
            continue
        for conditions, given in tag.conditions:
            kwargs = {key: constant(value) for key, value in given.items()}
            args = tuple(constant(argument) for argument in conditions)
            yield Citation(file, tag.line, CLAIM, args, kwargs, exhibit)


def exhibits_quoted(found: Iterable[Citation]) -> list[str]:
    """Exhibits whose numbers a chapter prints or holds its claims against, each once: functions first, in their order."""
    return list(dict.fromkeys(name for citation in found for name in citation.exhibits))
