"""Exhibits of how the same persons answered in two waves: plan, view, table and note."""

from collections.abc import Iterator
from typing import Any

from evalreport.codebook.conditions import can_hold
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.answers.plan import across_break, mean_problems
from evalreport.exhibits.answers.table import difference_cell, marks_of
from evalreport.exhibits.cells import Row, base_cell, number_cell, share_cell
from evalreport.exhibits.cells import label_with_mark as named
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.notes.rounding import printed_share, rounding_note
from evalreport.exhibits.plan.scope import Scope
from evalreport.exhibits.statistics import COUNTED, POINTS
from evalreport.exhibits.view import Item
from evalreport.files.estimates import FIRST, MEAN, SECOND
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word


def paired_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Waves that are no two of the instrument's, a person or question that one of them lacks, and groups of one wave."""
    found = [*_wave_problems(exhibit, ground), *_person_problems(exhibit, ground), *mean_problems(exhibit, ground)]
    if exhibit.base == "named":
        found.append(("base: named", "Choose answered or all: whoever is counted answered twice"))
    yield from found or across_break(exhibit, ground)


def _wave_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    book, known = ground.codebooks[exhibit.instrument], ground.evaluation.instruments[exhibit.instrument].waves
    for wave in exhibit.waves:
        if wave not in known:
            yield f"waves: {exhibit.instrument} has no wave {wave!r}", suggestion(wave, known)
    if len(exhibit.waves) != 2:
        yield f"waves: {len(exhibit.waves)} of them", 'Two, the earlier one first: waves: ["2023", "2025"]'
    for variable in items_of(exhibit, book):
        for wave in (wave for wave in exhibit.waves if wave in known and not variable.asked_in(wave)):
            yield f"{variable.name} was not asked in {wave}", "Choose questions that both waves asked"


def _person_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    book, evaluation = ground.codebooks[exhibit.instrument], ground.evaluation
    if exhibit.person not in book.names:
        yield f"person: no variable {exhibit.person!r}", suggestion(exhibit.person, book.names)
    else:
        for wave in exhibit.waves:
            if wave in book.waves and not book.variable(exhibit.person).asked_in(wave):
                yield f"person: wave {wave} has no {exhibit.person}", "Both waves must tell who answered"
    first = exhibit.waves[0]
    if not can_hold(exhibit.where, {"wave": first}):
        yield f"where holds for nobody in {first}", "Leave the wave out: persons are chosen by their first answers"
    for grouping in (evaluation.groupings[name] for name in exhibit.by if name in evaluation.groupings):
        if any(not can_hold(group.where, {"wave": first}) for group in grouping.groups):
            found = f"by: {grouping.id} has groups that nobody is in in {first}"
            yield found, "Divide the persons by what they said in the first wave, not by waves"


def paired_scope(exhibit: Exhibit, scope: Scope) -> Exhibit | str:
    """The exhibit as an edition knows it: with both of its waves, or not at all."""
    known = scope.evaluation.instruments[exhibit.instrument].waves
    if not set(exhibit.waves) <= set(known):
        return "it compares waves that the edition does not know both of"
    return scope.unknown(exhibit) or scope.grouped(scope.questions(exhibit))


def wave_labels(exhibit: Exhibit, evaluation: Evaluation) -> tuple[str, ...]:
    """What the waves are called: as their groups are, where there are such groups; else by their names."""
    groups = (group for grouping in evaluation.groupings.values() for group in grouping.groups)
    labels = {group.where["wave"][0]: group.label for group in groups if _is_wave(group.where)}
    return tuple(labels.get(wave, wave) for wave in exhibit.waves)


def _is_wave(where: Any) -> bool:
    return set(where) == {"wave"} and len(where["wave"]) == 1


def paired_grid(evidence: Evidence) -> Grid:
    """A row an item; under each group what its persons answered in either wave, the difference with its interval, and their number."""
    view, marks = evidence.view, marks_of(evidence)
    share = view.measure.unit == POINTS
    cell, category = (share_cell, COUNTED) if share else (number_cell, MEAN)

    def cells(item: Item, group: Item) -> tuple[str, ...]:
        levels = (cell(evidence, item.id, category, prefix + group.id) for prefix in (FIRST, SECOND))
        difference = difference_cell(evidence, item.id, group.id, marks.get((item.id, group.id), ""))
        return (*levels, difference, base_cell(evidence, item.id, group.id))

    rows: list[Row] = [
        (escape(named(item)), *(text for group in view.groups for text in cells(item, group)))
        for item in view.variables
    ]
    columns = (*map(escape, view.waves), word("paired_column", view.language), f"*{word('n', view.language)}*")
    head = ("", *(text for _ in view.groups for text in columns))
    if len(view.groups) == 1:
        return Grid(head, tuple(rows))
    over = ("", *(escape(f"{group.over} {group.label}".strip()) for group in view.groups for _ in columns))
    return Grid(head, tuple(rows), over)


def paired_note(evidence: Evidence, marks: str) -> str:
    """Who is shown, what the difference is of, and what its marks mean; marks: the sentence about these."""
    view = evidence.view
    first, second = view.waves
    key = "paired_share_note" if view.measure.unit == POINTS else "paired_mean_note"
    said = interval_word(key, view, first=first, second=second)
    if len(view.groups) > 1:
        said += " " + word("paired_groups", view.language).format(first=first)
    return " ".join(part for part in (said, marks, rounding_note(evidence, _levels(evidence))) if part)


def _levels(evidence: Evidence) -> Iterator[tuple[float, float, float]]:
    """The second level, the first and the difference of each item and group, as they are printed but for the rounding."""
    view = evidence.view
    share = view.measure.unit == POINTS
    for item in view.variables:
        for group in view.groups:
            difference = evidence.value(item.id, MEAN, group.id)
            names = (SECOND + group.id, FIRST + group.id)
            if share:
                second, first = (printed_share(evidence, item.id, COUNTED, name) for name in names)
            else:
                second, first = (evidence.value(item.id, MEAN, name) for name in names)
            yield second, first, 100 * difference if share else difference


def paired_settings(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """What the waves are called in the table."""
    return {"waves": wave_labels(exhibit, evaluation)}
