"""The order of a figure down the page: headings, and rows of one variable and group each."""

from dataclasses import dataclass

from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.data import ABSENT, Cells, categories_of, label_of
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number


@dataclass(frozen=True)
class Heading:
    """Words above the rows that follow; level 1 is set bold, level 2 plain."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Row:
    """One bar: a variable in a group, under its label."""

    label: str
    variable: Item
    group: Item
    panel: Panel


def _of_n(base: int | None, language: str) -> str:
    return "" if base is None else f"n{NO_BREAK}={NO_BREAK}{format_number(base, 0, language)}"


def bases_of(view: View, cells: Cells, variables: tuple[Item, ...], group: Item) -> list[int]:
    """The known bases of a group over some variables."""
    keys = [(v.id, c.id, group.id) for v in variables for c in categories_of(view, v)]
    return [cells[key].base for key in keys if cells[key].base is not None]  # type: ignore[misc]


def n_words(view: View, cells: Cells, variables: tuple[Item, ...], group: Item) -> str:
    """The base of a group as words: `n = 280`, `n = 278–282` over several variables, "" when unknown.

    A group without any value and base says so instead ("not asked").
    """
    bases = bases_of(view, cells, variables, group)
    if not bases:
        keys = [(v.id, c.id, group.id) for v in variables for c in categories_of(view, v)]
        asked = any(cells[key].status != ABSENT for key in keys)
        return "" if asked else word("not_asked", view.language).replace(" ", NO_BREAK)
    low, high = min(bases), max(bases)
    return _of_n(low, view.language) + ("" if low == high else f"–{format_number(high, 0, view.language)}")


def with_n(label: str, n: str) -> str:
    """A label with its base in brackets, where it is known."""
    return f"{label} ({n})" if n else label


def _panel_entries(view: View, cells: Cells, panel: Panel, variable: Item, level: int) -> list[Heading | Row]:
    entries: list[Heading | Row] = []
    if len(view.panels) > 1 and panel.label:
        entries.append(Heading(panel.label, level))
        level = 2
    over = ""
    for group in panel.groups:
        if group.over != over:
            over = group.over
            entries.append(Heading(over, level))
        entries.append(Row(with_n(label_of(group), n_words(view, cells, (variable,), group)), variable, group, panel))
    return entries


def outline(view: View, cells: Cells, variables: tuple[Item, ...]) -> list[Heading | Row]:
    """Headings and rows from the top: variables, in them panels, in them the groups.

    With one group only, the variables are the rows.
    """
    if len(variables) > 1 and len(view.groups) == 1:
        panel, group = view.panels[0], view.groups[0]
        return [Row(with_n(label_of(v), n_words(view, cells, (v,), group)), v, group, panel) for v in variables]
    entries: list[Heading | Row] = []
    for variable in variables:
        if len(variables) > 1:
            entries.append(Heading(label_of(variable)))
        for panel in view.panels:
            entries += _panel_entries(view, cells, panel, variable, 1 if len(variables) == 1 else 2)
    return entries
