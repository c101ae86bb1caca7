"""The face of a kind of exhibit: all that planning, analysis and print ask of it, whatever the kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.view import View
from evalreport.markdown.grid import Grid

Found = tuple[str, str]  # what was found, and what would be right

# Keys that every kind has.
COMMON = (
    "id", "chapter", "title", "kind", "display", "decimals", "landscape", "editions", "note", "alt", "published", "values", "where",
    "charts", "background", "sentences",
)  # fmt: skip
# Whom numbers tell of: those who answered, the usable forms and those that cleaning dropped, the answers of the response.
ANSWERED, FORMS, RESPONSE = "answered", "forms", "response"
_PLAIN = Exhibit("", "", "", "")


@dataclass(frozen=True)
class Ground:
    """What an exhibit is planned on: an evaluation and its codebooks, as an edition knows them where one is given."""

    evaluation: Evaluation
    codebooks: Mapping[str, Codebook]
    edition: Edition | None = None
    statements: Mapping[str, Any] = field(default_factory=dict)  # exhibit -> its statements of significance
    views: Mapping[str, View] = field(default_factory=dict)  # of the exhibits before it, with the two below
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    chapters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Needs:
    """What the numbers of an exhibit are read from; "" for nothing of the sort.

    clean: the instrument whose clean table; log: the instrument whose cleaning log and numbers of forms; diagnostics: the
    weighting scheme that it shows; weights, design: those that its answers are estimated with; records: name.table.
    """

    clean: str = ""
    log: str = ""
    response: bool = False
    diagnostics: str = ""
    weights: str = ""
    design: str = ""
    records: str = ""


def no_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Nothing that could be wrong."""
    yield from ()


@dataclass(frozen=True)
class Kind:
    """One kind of exhibit, as `kind:` names it. Its numbers are in `exhibits.numbers.NUMBERS`, which what prints must not load.

    keys: keys of the exhibit file that it has besides COMMON; required: those it cannot do without; displays: how it can be shown;
    decimals: printed unless the plan says so; needs: what its numbers are read from; inputs: what they depend on besides its keys
    and the data, as plain data without words; view: what the reader sees without the numbers; grid, note: its table, and the
    sentences of its note after the plan's own; problems: what it names that nothing has; edition_problems: the same once it is
    limited to what an edition knows; limited: so limited, or why nothing is left of it; tested: whether it has tests; compares: what
    it tests between groups, label -> an exhibit of that alone; usual_test:
    that of its groups where the plan's background asks for one ("none" for a kind without tests, "" for one that a background does
    not divide); used: the variables of its instrument that it uses; limits: smallest cell and base that may leave the analysis, of
    those of the evaluation; defaults: keys that it has unless its plan says otherwise; own_form: it is drawn whatever `display`
    says; worded: its texts leave the analysis; weighed: it shows what weights do; by_answers: its numbers are shares of a base, a
    row an answer; respondents: whom its numbers tell of (ANSWERED, FORMS, RESPONSE; "" of nobody whom limits protect);
    prefixes: what stands before the ids of its groups, where it has several rows of each.
    """

    name: str
    keys: tuple[str, ...]
    needs: Callable[[Exhibit], Needs]
    view: Callable[[Exhibit, Ground], View]
    grid: Callable[[Evidence], Grid]
    note: Callable[[Evidence], list[str]] = usual_note
    required: tuple[str, ...] = ()
    displays: tuple[str, ...] = ("table",)
    decimals: int = 1
    inputs: Callable[[Exhibit, Ground], dict[str, Any]] = lambda exhibit, ground: {}
    problems: Callable[[Exhibit, Ground], Iterable[Found]] = no_problems
    edition_problems: Callable[[Exhibit, Ground], Iterable[Found]] = no_problems
    limited: Callable[[Exhibit, Scope], Exhibit | str] = lambda exhibit, scope: scope.unknown(exhibit) or exhibit
    tested: Callable[[Exhibit], bool] = lambda exhibit: exhibit.test != "none" or exhibit.stated is not None
    used: Callable[[Exhibit, Ground], set[str]] = lambda exhibit, ground: set()
    limits: Callable[[Exhibit, int, int], tuple[int, int]] = lambda exhibit, cell, base: (cell, base)
    defaults: Callable[[Mapping[str, Any], Evaluation], dict[str, Any]] = lambda data, evaluation: {}
    compares: Callable[[Exhibit, Ground], dict[str, Exhibit]] = lambda exhibit, ground: {}
    usual_test: str = ""
    own_form: bool = False
    worded: bool = False
    weighed: bool = False
    by_answers: bool = False
    respondents: Callable[[Exhibit], str] = lambda exhibit: ""
    prefixes: tuple[str, ...] = ()

    def form_problems(self, exhibit: Exhibit, owners: Mapping[str, Iterable[str]]) -> Iterator[Found]:
        """Keys that the kind does not have, or lacks, and a display that is not its own; owners: key -> kinds that have it."""
        for key in (f.name for f in fields(exhibit) if f.name not in (*COMMON, *self.keys)):
            if getattr(exhibit, key) != getattr(_PLAIN, key):
                yield f"`{key}` in an exhibit of kind {self.name}", f"It belongs to kind {', '.join(owners[key])}"
        for key in self.required:
            if getattr(exhibit, key) == getattr(_PLAIN, key):
                yield f"kind {self.name} without `{key}`", f"Needed: {', '.join(self.required)}"
        if exhibit.display not in self.displays:
            yield f"kind {self.name} as {exhibit.display}", f"Choose display: {' or '.join(self.displays)}"

    def is_figure(self, exhibit: Exhibit) -> bool:
        """Whether it is drawn."""
        return self.own_form or exhibit.display != "table"
