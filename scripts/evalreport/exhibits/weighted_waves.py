"""Exhibits whose weights leave out a wave that they show: that wave would have no numbers, and a total would silently be the other's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import ESTIMATED, Evaluation, Exhibit, items_of
from evalreport.exhibits.breaks import shown_groups, waves_of
from evalreport.exhibits.survival.statements import Statement
from evalreport.files.errors import Problem
from evalreport.files.estimates import TOTAL

COUNTS = ("valid_n",)  # kinds that count answers, whatever they weigh


def weighted_wave_problems(
    evaluation: Evaluation,
    plan: Mapping[str, Iterable[Exhibit]],
    books: Mapping[str, Codebook],
    statements: Mapping[str, Sequence[Statement]],
) -> list[Problem]:
    """A problem for each exhibit of an edition with a wave that its weighting scheme does not weight; all as the edition knows them."""
    return [
        Problem(str(evaluation.exhibit_file(chapter)), exhibit.id, *text)
        for chapter, exhibits in plan.items()
        for exhibit in exhibits
        for each in _estimated(exhibit, statements)
        for text in _unweighted(each, evaluation, books[each.instrument])
    ]


def _estimated(exhibit: Exhibit, statements: Mapping[str, Sequence[Statement]]) -> Iterator[Exhibit]:
    """The exhibit where it is estimated from answers, or the tests of its statements under its weights."""
    if exhibit.kind in ESTIMATED and exhibit.kind not in COUNTS:
        yield exhibit
    for statement in statements.get(exhibit.id, ()):
        yield replace(statement.exhibit, weights=exhibit.weights)


def _unweighted(exhibit: Exhibit, evaluation: Evaluation, book: Codebook) -> Iterator[tuple[str, str]]:
    """(found, expected) where the scheme lacks waves."""
    scheme = evaluation.weighting.get(exhibit.weights)
    if scheme is None or scheme["instrument"] != exhibit.instrument:
        return
    shown = waves_shown(exhibit, evaluation, book)
    missing = [wave for wave in shown if wave not in scheme["waves"]]
    if missing:
        known = [wave for wave in shown if wave in scheme["waves"]]
        limit = f"show {', '.join(known)} only (where: {{wave: [...]}} or other groups)" if known else "weights: none"
        yield (
            f"it shows {', '.join(missing)}, which the weighting scheme {exhibit.weights!r} does not weight",
            f"Add the wave to the scheme, or {limit}",
        )


def waves_shown(exhibit: Exhibit, evaluation: Evaluation, book: Codebook) -> list[str]:
    """The waves whose answers an exhibit shows or compares, in the order of the instrument."""
    groups = {group for family in exhibit.test_groups for group in family}
    groups |= {group for each in exhibit.contrasts for group in (*each["plus"], *each["minus"])}
    if not exhibit.contrasts:
        groups |= {group for grouping in exhibit.by for group in shown_groups(exhibit, evaluation, grouping)}
    conditions = [evaluation.group(group).where for group in groups if group != TOTAL]
    if exhibit.total or not groups:
        conditions.append({})
    found = {wave for where in conditions for wave in waves_of(exhibit, evaluation, where)}
    asked = {wave for variable in items_of(exhibit, book) for wave in found if variable.asked_in(wave)}
    return [wave for wave in evaluation.instruments[exhibit.instrument].waves if wave in asked]
