"""Groupings by all values of a variable: a group a valid answer, in the codebook's order and with its labels."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.value_sets import Choice
from evalreport.evaluation.model import FILE, Evaluation, Group, Grouping, Text
from evalreport.files.checking import Checks, Partial, partial, readable
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import suggestion

Books = Mapping[str, Codebook]
_SIGNS = re.compile(r"[^a-z0-9_]+")


def with_value_groups(evaluation: Evaluation, books: Books, checks: Checks) -> Evaluation:
    """The evaluation with the groups of its groupings by values; what is wrong with one of these is told, and that one left out."""
    file, known = str(evaluation.folder / FILE), readable(evaluation.groupings)
    taken = {group.id: name for name, each in known.items() for group in each.groups}

    def filled(name: str) -> Grouping:
        grouping = known[name]
        if not grouping.values_of:
            return grouping
        made = replace(grouping, groups=tuple(_groups(grouping, books, evaluation, file)))
        raise_if(_taken(made, taken, file))
        taken.update({group.id: name for group in made.groups})
        return made

    found = checks.each(known, lambda name: f"{file}, groupings > {name}", filled)
    before = evaluation.groupings
    broken, gap = (before.broken, before.gap) if isinstance(before, Partial) else ({}, "")
    broken = broken | (found.broken if isinstance(found, Partial) else {})
    return replace(evaluation, groupings=partial(readable(found), broken, gap))


def _groups(grouping: Grouping, books: Books, evaluation: Evaluation, file: str) -> Iterator[Group]:
    """A group a valid answer to the variable, in whatever questionnaires ask it; an answer that all of them offer in some
    waves only is a group of these."""
    name, language = grouping.values_of, evaluation.language
    asking = [book for book in (books[each] for each in books) if name in book.names]
    raise_if(_variable_problems(grouping, asking, books, file))
    offered: dict[str, list[Choice]] = {}
    for book in asking:
        for choice in book.value_set(book.variable(name).value_set).valid:
            offered.setdefault(str(choice.code), []).append(choice)
    for code, choices in offered.items():
        waves = tuple(dict.fromkeys(wave for choice in choices for wave in choice.waves))
        where = {name: (choices[0].code,)} | ({"wave": waves} if all(choice.waves for choice in choices) else {})
        id = f"{grouping.id}_{_SIGNS.sub('_', code.casefold())}"
        yield Group(id, Text(choices[0].label(language)), where)


def _variable_problems(grouping: Grouping, asking: list[Codebook], books: Books, file: str) -> Iterator[Problem]:
    """A variable that no questionnaire has, that has no answers to choose from, or that means other things in another one."""
    name, place = grouping.values_of, f"groupings > {grouping.id} > values_of"
    if not asking:
        known = sorted({each for book in books.values() for each in book.names})
        yield Problem(file, place, f"no variable {name!r}", suggestion(name, known))
    meant: dict[str, tuple[str, Mapping[str, str]]] = {}
    for book in asking:
        variable = book.variable(name)
        if not variable.is_coded or not book.value_set(variable.value_set).valid:
            found = f"{name} of {book.instrument} is of type {variable.type} and has no answers to divide by"
            yield Problem(file, place, found, "Make classes of it (`derived`), or name `groups` with a condition each")
            continue
        for choice in book.value_set(variable.value_set).valid:
            first, labels = meant.setdefault(str(choice.code), (book.instrument, choice.labels))
            if labels != choice.labels:
                found = f"{choice.code} of {name} has other labels in {first} than in {book.instrument}"
                yield Problem(file, place, found, "Name `groups` with a condition each, or give it one set of answers")


def _taken(grouping: Grouping, taken: Mapping[str, str], file: str) -> Iterator[Problem]:
    """Groups with the id of another one."""
    ids = [group.id for group in grouping.groups]
    for id in dict.fromkeys(ids):
        if id in taken or ids.count(id) > 1:
            found = f"the group {id!r} is defined in {taken.get(id, grouping.id)} too"
            right = "Give one of the groupings another name" if id in taken else "Name `groups` with a condition each"
            yield Problem(file, f"groupings > {grouping.id}", found, right)
