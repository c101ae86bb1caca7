"""Exhibits that test the same answers of the same groups, put together otherwise: one statement can then have two p-values."""

from collections.abc import Iterable, Iterator
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import ALL as JOINT
from evalreport.codebook.conditions import ANY, NOT, SPAN, Condition, number_ranges
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.bins import bin_ids
from evalreport.exhibits.breaks import shown_groups
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.letters import pairs
from evalreport.exhibits.registry import KINDS

# Test -> what it asks: two that ask the same of one item can have two p-values. Those of means and ranks take answers as they were given.
QUESTIONS = {"chi2": "independence", "exact": "independence", "trend": "trend"}
Family = frozenset[Any]  # whom each of the groups holds that are compared
Tested = dict[
    str, tuple[frozenset[Any], set[Family]]
]  # item -> the sets of answers that are told apart, and the groups


def retested(shown: Iterable[Exhibit], ground: Ground) -> dict[str, dict[str, tuple[str, ...]]]:
    """Exhibit -> earlier exhibit -> labels of what both test between the same groups, on answers put together otherwise.

    shown: exhibits in the order of the report. Tests of distributions and of trend only. The labels are () where they are all that
    the exhibit tests.
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
    question = QUESTIONS.get(exhibit.test)
    if question is None:
        return {}
    book, families = ground.codebooks[exhibit.instrument], _families(exhibit, ground.evaluation)
    return {
        f"{exhibit.instrument}.{v.name} {question}": (_told_apart(exhibit, v, book), families)
        for v in items_of(exhibit, book)
    }


def _told_apart(exhibit: Exhibit, variable: Variable, book: Codebook) -> frozenset[Any]:
    """The sets of answers that a test of a distribution compares, those that are not shown or not counted as one of them."""
    parts = _parts(exhibit, variable, book)
    if exhibit.counted:
        shown = [frozenset().union(*(parts[str(name)] for name in exhibit.counted))]
    else:
        shown = [parts[str(name)] for name in exhibit.categories or parts]
    rest = frozenset().union(*parts.values()).difference(*shown)
    return frozenset([*shown, *([rest] if rest else [])])


def _parts(exhibit: Exhibit, variable: Variable, book: Codebook) -> dict[str, frozenset[Any]]:
    """Category as an exhibit names it -> the answers in it."""
    if exhibit.bins:
        edges = exhibit.bins
        spans = zip(bin_ids(edges), edges, edges[1:], strict=False)
        return {name: frozenset([("class", low, high, high == edges[-1])]) for name, low, high in spans}
    if exhibit.collapse:
        categories = book.collapse(exhibit.collapse).categories
        return {c.id: _codes(c.ranges, c.texts, variable, book) for c in categories}
    if not variable.is_coded:
        return {"": frozenset([variable.name])}  # numbers as they are
    return {str(c.code): frozenset([c.code]) for c in book.value_set(variable.value_set).valid}


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


def _held(*conditions: Condition) -> frozenset[Any]:
    """Conditions that must all be met, as one that is the same however it is written."""
    return _canonical({JOINT: list(conditions)})


def _canonical(condition: Condition) -> frozenset[Any]:
    """A condition as the set of what it says: the codes wanted of each variable, and what is joined otherwise than by `all`."""
    wanted: dict[str, set[frozenset[Any]]] = {}
    others: list[Any] = []
    for key, value in _said(condition):
        if key == NOT:
            others.append((NOT, _canonical(value)))
        elif key == ANY:
            others.append((ANY, frozenset(_canonical(each) for each in value)))
        else:
            wanted.setdefault(key, set()).add(frozenset(map(str, value)))
    spans = {
        name
        for name, sets in wanted.items()
        if len(sets) > 1 and any(_is_range(each) for codes in sets for each in codes)
    }
    named = [
        (name, frozenset(sets) if name in spans else frozenset.intersection(*sets)) for name, sets in wanted.items()
    ]
    return frozenset([*named, *others])


def _said(condition: Condition) -> Iterator[tuple[str, Any]]:
    """What a condition says, what it joins by `all` among it."""
    for key, value in condition.items():
        if key == JOINT:
            for each in value:
                yield from _said(each)
        else:
            yield key, value


def _is_range(text: str) -> bool:
    return SPAN in text or any(low != high for low, high in number_ranges(text))
