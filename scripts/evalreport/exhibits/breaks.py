"""Items that changed between waves: which groups of an exhibit can be compared, and how a break is marked.

A break divides the waves of an item into stretches; numbers of one stretch are comparable, numbers of two are not, and a number
over waves of both mixes two questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import can_hold
from evalreport.evaluation.model import Evaluation, Exhibit, Where, items_of
from evalreport.exhibits.comparable import MARK
from evalreport.exhibits.view import Break, Item, View
from evalreport.files.estimates import TOTAL

Stretches = dict[str, tuple[int, ...]]  # group -> the stretches its answers come from; () where nobody was asked


def waves_of(exhibit: Exhibit, evaluation: Evaluation, where: Where) -> list[str]:
    """The waves that the answers of a group of an exhibit can come from."""
    known = exhibit.waves or evaluation.instruments[exhibit.instrument].waves
    return [wave for wave in known if all(can_hold(each, {"wave": wave}) for each in (exhibit.where, where))]


def stretches(exhibit: Exhibit, evaluation: Evaluation, variable: Variable) -> Stretches:
    """The stretches behind each column of an exhibit: its groups, or the groups of its contrasts together."""

    def of(*groups: str) -> tuple[int, ...]:
        conditions = [{} if group == TOTAL else evaluation.group(group).where for group in groups]
        waves = {wave for where in conditions for wave in waves_of(exhibit, evaluation, where)}
        return tuple(sorted({variable.stretches[wave] for wave in waves if variable.asked_in(wave)}))

    if exhibit.contrasts:
        return {each["id"]: of(*each["plus"], *each["minus"]) for each in exhibit.contrasts}
    shown = [name for grouping in exhibit.by for name in shown_groups(exhibit, evaluation, grouping)]
    return {name: of(name) for name in shown} | ({TOTAL: of(TOTAL)} if exhibit.total or not shown else {})


def shown_groups(exhibit: Exhibit, evaluation: Evaluation, grouping: str) -> list[str]:
    """The groups of a grouping that an exhibit shows: those it names, or all of them."""
    own = [group.id for group in evaluation.groupings[grouping].groups]
    return [name for name in exhibit.groups if name in own] or own


def broken(exhibit: Exhibit, evaluation: Evaluation, book: Codebook | None) -> Iterator[tuple[Variable, Stretches]]:
    """The variables of an exhibit with answers from both sides of a break, and where the columns stand."""
    for variable in items_of(exhibit, book) if book and (exhibit.variables or exhibit.battery) else ():
        found = stretches(exhibit, evaluation, variable) if variable.breaks else {}
        if len({stretch for own in found.values() for stretch in own}) > 1:
            yield variable, found


def with_breaks(view: View, exhibit: Exhibit, evaluation: Evaluation, book: Codebook | None) -> View:
    """The view with the breaks among its groups: marked at the items or, where there is but one, at the groups after it."""
    found = {v.name: (v, own) for v, own in broken(exhibit, evaluation, book)}
    if not found:
        return view
    waves = evaluation.instruments[exhibit.instrument].waves
    breaks = {
        name: Break(
            tuple(wave for wave in variable.breaks if wave in waves),
            variable.break_notes.get(view.language, ""),
            own,
        )
        for name, (variable, own) in found.items()
    }
    view = replace(view, breaks=breaks, across_break=exhibit.across_break)
    if len(view.variables) > 1:
        return replace(view, variables=tuple(_marked(item, item.id in breaks) for item in view.variables))
    return view if view.display == "trend" else _marked_groups(view, next(iter(breaks.values())).stretches)


def _marked(item: Item, marked: bool) -> Item:
    return replace(item, mark=item.mark + MARK) if marked else item


def _marked_groups(view: View, own: Mapping[str, Iterable[int]]) -> View:
    """A mark at every group that is not of the first stretch alone."""
    first = min(stretch for each in own.values() for stretch in each)

    def later(group: Item) -> bool:
        return any(stretch != first for stretch in own.get(group.id, ()))

    panels = (replace(p, groups=tuple(_marked(g, later(g)) for g in p.groups)) for p in view.panels)
    return replace(view, panels=tuple(panels))
