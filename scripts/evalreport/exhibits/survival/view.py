"""The views of exhibits of kind survival: a line a statement under the headings of its section, or their counts."""

from collections.abc import Sequence

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.panels import named_sampling, view_for
from evalreport.exhibits.survival.outcomes import COUNTS, OUTCOME, PUBLISHED
from evalreport.exhibits.survival.statements import Statement, methods_of
from evalreport.exhibits.view import Item, Panel, View
from evalreport.words.catalogue import word


def survival_view(exhibit: Exhibit, evaluation: Evaluation, statements: Sequence[Statement]) -> View:
    """The view of a survival exhibit: p values by method and the outcome, or numbers of statements by outcome."""
    language = evaluation.language
    methods = methods_of(exhibit)
    counting = exhibit.source == "counts"
    if counting:
        columns: tuple[str, ...] = methods
        variables = tuple(_count_item(name, language) for name in COUNTS)
    else:
        columns = (PUBLISHED, *methods, OUTCOME)
        variables = tuple(Item(s.id, s.label, over=s.section) for s in statements)
    groups = tuple(Item(name, word(f"survival_{name}", language)) for name in columns)
    statistic, panel = "count" if counting else "p", Panel("tests", "", groups)
    view = view_for(exhibit, evaluation, statistic, variables, (panel,), decimals=0)
    return view if counting else named_sampling(view, exhibit, evaluation)


def _count_item(name: str, language: str) -> Item:
    published, result = name.split("_")
    return Item(name, word(f"survival_{result}", language), over=word(f"survival_{published}", language))
