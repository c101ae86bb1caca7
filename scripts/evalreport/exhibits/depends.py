"""What the analysis of exhibits depends on, as plain data: groups, designs and statements, without their words and looks."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from evalreport.evaluation.model import ESTIMATED, NO_WEIGHTS, SIMPLE_DESIGN, Evaluation, Exhibit
from evalreport.exhibits.panels import panels_of
from evalreport.exhibits.survival.statements import Statement, methods_of, test_params
from evalreport.files.estimates import TOTAL

# Kinds that are computed from the rows of a clean table.
ANSWERED = (*ESTIMATED, "survival")
WORDS = frozenset(  # keys of an exhibit that change how it looks, not its numbers
    {
        "alt",
        "charts",
        "decimals",
        "display",
        "editions",
        "intervals",
        "landscape",
        "note",
        "positive_first",
        "precision",
        "published",
        "scale",
        "sort",
        "statements",
        "title",
        "values",
    }
)


def panel_params(exhibit: Exhibit, evaluation: Evaluation) -> list[list[Any]]:
    """Groupings and their groups by id and condition: a new label or colour does not change a number."""
    return [
        [panel.id, [_group_params(evaluation, group.id) for group in panel.groups if group.id != TOTAL]]
        for panel in panels_of(exhibit, evaluation)
    ]


def _group_params(evaluation: Evaluation, group: str) -> dict[str, Any]:
    return {"id": group, "where": {name: list(codes) for name, codes in evaluation.group(group).where.items()}}


def design_params(exhibits: Iterable[Exhibit], evaluation: Evaluation) -> dict[str, dict[str, Any]]:
    """The designs that exhibits use."""
    used = sorted({e.design for e in exhibits if e.kind in ANSWERED and e.design != SIMPLE_DESIGN})
    return {name: {k: v for k, v in evaluation.designs[name].items() if k != "label"} for name in used}


def weights_used(exhibits: Iterable[Exhibit]) -> list[str]:
    """The weighting schemes that exhibits use."""
    return sorted({e.weights for e in exhibits if e.kind in ANSWERED and e.weights != NO_WEIGHTS})


def statement_params(exhibit: Exhibit, statements: Iterable[Statement], evaluation: Evaluation) -> dict[str, Any]:
    """The methods and tests of a survival exhibit and, where outcomes are counted, the levels that decide them."""
    found = [test_params(s) | {"panels": panel_params(s.exhibit, evaluation)} for s in statements]
    levels = list(evaluation.significance_levels) if exhibit.source == "counts" else []
    return {"methods": list(methods_of(exhibit)), "levels": levels, "statements": found}


def without_words(exhibit: Exhibit) -> dict[str, Any]:
    """The keys of an exhibit that its numbers depend on."""
    data = {key: value for key, value in asdict(exhibit).items() if key not in WORDS}
    return data | {key: [each | {"label": ""} for each in data[key]] for key in ("contrasts", "columns")}
