"""Exhibits that test the same answers of the same groups, put together otherwise: one statement can then have two p-values."""

from collections.abc import Iterable
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import Evaluation, Exhibit, Where, items_of
from evalreport.exhibits.breaks import shown_groups
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.letters import pairs
from evalreport.exhibits.registry import KINDS

Family = frozenset[Any]  # whom each of the groups holds that are compared
Tested = dict[
    str, tuple[frozenset[Any], set[Family]]
]  # item -> the sets of answers that are told apart, and the groups


def retested(shown: Iterable[Exhibit], ground: Ground) -> dict[str, dict[str, tuple[str, ...]]]:
    """Exhibit -> earlier exhibit -> labels of what both test between the same groups, on answers put together otherwise.

    shown: exhibits in the order of the report. Tests of distributions only: those of means and ranks take the answers as they were
    given. The labels are () where they are all that the exhibit tests.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    earlier: dict[str, list[Tested]] = {}
    for exhibit in shown:
        compared = {
            label: _tested(each, ground) for label, each in KINDS[exhibit.kind].compares(exhibit, ground).items()
        }
        for name, others in earlier.items():
            labels = tuple(label for label, one in compared.items() if any(_otherwise(one, other) for other in others))
            if labels:
                found.setdefault(exhibit.id, {})[name] = () if len(labels) == len(compared) else labels
        earlier[exhibit.id] = list(compared.values())
    return found


def _otherwise(one: Tested, other: Tested) -> bool:
    return any(one[item][0] != other[item][0] and one[item][1] & other[item][1] for item in one.keys() & other.keys())


def _tested(exhibit: Exhibit, ground: Ground) -> Tested:
    if exhibit.test != "chi2":
        return {}
    book, families = ground.codebooks[exhibit.instrument], _families(exhibit, ground.evaluation)
    return {
        f"{exhibit.instrument}.{v.name}": (_told_apart(exhibit, v, book), families) for v in items_of(exhibit, book)
    }


def _told_apart(exhibit: Exhibit, variable: Variable, book: Codebook) -> frozenset[Any]:
    """The sets of answers that a test of a distribution compares; everyone else is one more, and follows from these."""
    if exhibit.collapse:
        categories = book.collapse(exhibit.collapse).categories
        parts: dict[str, Any] = {c.id: _codes(c.ranges, c.texts, variable, book) for c in categories}
    else:
        parts = {str(c.code): frozenset([c.code]) for c in book.value_set(variable.value_set).valid}
    if exhibit.counted:
        return frozenset([frozenset().union(*(parts[str(name)] for name in exhibit.counted))])
    shown = [str(name) for name in exhibit.categories or parts]
    return frozenset(parts[name] for name in shown)


def _codes(ranges: Iterable[Any], texts: frozenset[str], variable: Variable, book: Codebook) -> frozenset[Any]:
    """The answers that a category covers: their codes where they are known, else the ranges of numbers."""
    if not variable.value_set:
        return frozenset([*ranges, *texts])
    valid = [choice.code for choice in book.value_set(variable.value_set).valid]
    inside = (c for c in valid if not isinstance(c, str) and any(low <= c <= high for low, high in ranges))
    return frozenset([*inside, *texts])


def _families(exhibit: Exhibit, evaluation: Evaluation) -> set[Family]:
    """The groups compared with each other, each by whom it holds: another grouping's name for the same people is no other group."""
    named = [(name, tuple(shown_groups(exhibit, evaluation, name))) for name in exhibit.by]
    if exhibit.test_groups:
        named = [("", groups) for groups in exhibit.test_groups]
    compared = pairs(named) if exhibit.pairwise else named
    conditions = ([evaluation.group(group).where for group in groups] for _, groups in compared)
    return {frozenset(_held(exhibit.where, where) for where in wheres) for wheres in conditions}


def _held(*conditions: Where) -> frozenset[Any]:
    """Conditions that must all be met, as one that is the same however it is written."""
    allowed: dict[str, frozenset[str]] = {}
    for condition in conditions:
        for name, codes in condition.items():
            wanted = frozenset(map(str, codes))
            allowed[name] = allowed.get(name, wanted) & wanted
    return frozenset(allowed.items())
