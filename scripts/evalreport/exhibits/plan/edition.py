"""The plan as an edition knows it: exhibits and statements without what the edition has not got."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.survival.statements import Statement

Plan = Mapping[str, tuple[Exhibit, ...]]


def edition_plan(scope: Scope, plan: Plan) -> tuple[dict[str, tuple[Exhibit, ...]], dict[str, str]]:
    """The exhibits of the edition by chapter, and why others are not there: exhibit -> reason."""
    found = {chapter: [(e.id, edition_exhibit(scope, e)) for e in exhibits] for chapter, exhibits in plan.items()}
    shown = {chapter: tuple(e for _, e in pairs if isinstance(e, Exhibit)) for chapter, pairs in found.items()}
    absent = {name: reason for pairs in found.values() for name, reason in pairs if isinstance(reason, str)}
    return shown, absent


def edition_exhibit(scope: Scope, exhibit: Exhibit) -> Exhibit | str:
    """The exhibit without the groups and questions of unknown waves; the reason where nothing is left of it."""
    if exhibit.editions and scope.edition.id not in exhibit.editions:
        return f"it is made for {', '.join(exhibit.editions)}"
    return KINDS[exhibit.kind].limited(exhibit, scope)


def edition_statements(scope: Scope, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements of significance with the groups that the edition knows; one without any stays, and is not tested."""
    found = [(s, edition_exhibit(scope, s.exhibit)) for s in statements]
    return tuple(s if isinstance(e, str) else replace(s, exhibit=e) for s, e in found)
