"""Milestones on an axis of time: a row each where they are few, else a row a status in each section.

Those done before or after the days planned have a line to the day they were done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path as FilePath

import pandas as pd

from evalreport.exhibits.view import Item, View
from evalreport.figures.frame import fitted_labels, heading
from evalreport.figures.layout import Path, Piece, Rect, Scene, Text, block_height, legend, pile, scene_of, text_middle
from evalreport.figures.outline import Heading, with_n
from evalreport.figures.theme import AXIS, GRID, INK, MARKERS, MUTED, SMALL, WIDTH, Typeface, group_colours
from evalreport.files.estimates import TOTAL
from evalreport.files.tables import ALL_TEXT, read_table
from evalreport.records.codes import split_codes
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number

FEW = 36  # milestones that have a row each
LABELS = 0.42 * WIDTH
STEP = 6.6  # from mark to mark where several lie on the same days
ROW = 13.0
EDGE = 6.0  # room at the ends of the axis, for marks on its first and last day


@dataclass(frozen=True)
class Milestone:
    """One milestone to draw: its section, words and status, the days it was due, and the days it was done (none: not done)."""

    section: str
    label: str
    status: str
    due: tuple[date, date]
    done: tuple[date, date] | None


@dataclass(frozen=True)
class Span:
    """The axis of a section: first and last day, and where they stand in points."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        """Where a day stands, held within the axis."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


@dataclass(frozen=True)
class Style:
    """Colour and marker of each status, with the type."""

    colours: Mapping[str, str]
    markers: Mapping[str, str]
    face: Typeface


def milestones_of(view: View, texts: FilePath) -> tuple[Milestone, ...]:
    """The milestones of an exhibit of kind timeline, from its texts; those whose section or status is not shown are left out."""
    table = read_table(texts, text=ALL_TEXT)
    own = table[table["exhibit"] == view.exhibit]
    sections = [group.id for group in view.groups if group.id != TOTAL] or [""]
    statuses = [status.id for status in view.categories]
    found = []
    for section in sections:
        part = own[own["heading"] == section]
        order = list(dict.fromkeys(part["row"]))
        cells = part.pivot(index="row", columns="column", values="text")
        found += [_milestone(section, dict(cells.loc[row]), view.variables[0].id) for row in order]
    return tuple(each for each in found if each.status in statuses)


def _milestone(section: str, cells: Mapping[str, str], status: str) -> Milestone:
    due = date.fromisoformat(cells["due_first"]), date.fromisoformat(cells["due_last"])
    done = (date.fromisoformat(cells[f"done_{end}"]) if cells[f"done_{end}"] else None for end in ("first", "last"))
    first, last = done
    label = f"{cells['number']} {cells['description']}".strip()
    actual = (first, last) if first and last else None
    return Milestone(section, label, next(iter(split_codes(cells[status])), ""), due, actual)


def table_of(view: View, milestones: Iterable[Milestone]) -> pd.DataFrame:
    """The data behind the figure, a row a milestone in drawing order, dates in ISO 8601."""
    labels = {item.id: item.label for item in (*view.categories, *view.groups)}
    return pd.DataFrame(
        [
            {
                "exhibit": view.exhibit,
                "section": each.section,
                "section_label": labels.get(each.section, ""),
                "milestone": each.label,
                "status": each.status,
                "status_label": labels[each.status],
                **{"due_first": each.due[0].isoformat(), "due_last": each.due[1].isoformat()},
                "done_first": each.done[0].isoformat() if each.done else "",
                "done_last": each.done[1].isoformat() if each.done else "",
            }
            for each in milestones
        ]
    )


def draw(view: View, milestones: tuple[Milestone, ...], face: Typeface) -> Scene:
    """The figure in points."""
    shown = [status for status in view.categories if any(each.status == status.id for each in milestones)]
    style = _style(view, face)
    parts = [
        (section, own)
        for section in (*(g for g in view.groups if g.id != TOTAL), Item("", ""))
        if (own := [each for each in milestones if each.section == section.id])
    ]
    few = len(milestones) <= FEW
    words = [each.label for each in milestones] if few else [_counted(view, status, milestones) for status in shown]
    column = fitted_labels(words, LABELS, face)[1] + 8
    pieces = [_key(shown, style)] if few else []
    for number, (section, own) in enumerate(parts):
        span = _span(own, column)
        rows = _by_milestone(own, span, style) if few else _by_status(view, own, shown, span, style)
        title = with_n(section.label, _n(view, len(own))) if section.label else ""
        head = heading(Heading(title), WIDTH, face, number == 0 and not few) if title else Piece(0)
        pieces.append(pile([head, _framed(rows, span, view.language, face)]))
    return scene_of(pile(pieces, 3), WIDTH)


def _style(view: View, face: Typeface) -> Style:
    ids = [status.id for status in view.categories]
    markers = {status: MARKERS[i % len(MARKERS)] for i, status in enumerate(ids)}
    return Style(dict(zip(ids, group_colours(view.categories), strict=True)), markers, face)


def _n(view: View, count: int) -> str:
    return f"n{NO_BREAK}={NO_BREAK}{format_number(count, 0, view.language)}"


def _counted(view: View, status: Item, milestones: Iterable[Milestone]) -> str:
    count = sum(each.status == status.id for each in milestones)
    return f"{status.label} ({format_number(count, 0, view.language)})"


def _key(shown: list[Item], style: Style) -> Piece:
    """Markers with the words of the statuses."""
    entries = [(style.colours[status.id], status.label) for status in shown]
    return legend(entries, WIDTH, style.face, tuple(style.markers[status.id] for status in shown))


def _span(milestones: list[Milestone], column: float) -> Span:
    """Whole years: from the first day of the year of the first to the last day of the year of the last."""
    first, last = min(each.due[0] for each in milestones), max(each.due[1] for each in milestones)
    return Span(date(first.year, 1, 1), date(last.year, 12, 31), column + EDGE, WIDTH - EDGE)


def _ticks(span: Span) -> list[tuple[date, str]]:
    """(day, words) of the gridlines: months of a year, quarters of up to three, else years."""
    years = range(span.first.year, span.last.year + 1)
    months = range(1, 13) if len(years) == 1 else (1, 4, 7, 10) if len(years) <= 3 else (1,)
    days = [date(year, month, 1) for year in years for month in months]
    return [(day, str(day.year) if len(years) > 1 and day.month == 1 else "") for day in days]


def _framed(rows: Piece, span: Span, language: str, face: Typeface) -> Piece:
    """Rows on their gridlines, with the words of the axis below; names of months stand in the middle of their month."""
    lines = [Path(((span.at(day), 0), (span.at(day), rows.height)), GRID, 0.5) for day, _ in _ticks(span)]
    ends = [Path(((x, 0), (x, rows.height)), AXIS, 0.7) for x in (span.start, span.end)]
    y = 3.5 + 0.95 * SMALL
    if span.first.year == span.last.year:
        names = word("months_short", language).split()
        texts = [
            Text((span.at(day) + span.at(_next(day))) / 2, y, name, SMALL, MUTED, "center")
            for (day, _), name in zip(_ticks(span), names, strict=True)
        ]
    else:
        texts = [Text(span.at(day), y, year, SMALL, MUTED, "center") for day, year in _ticks(span) if year]
    base = Path(((span.start, 0), (span.end, 0)), AXIS, 0.7)
    axis = Piece(4 + block_height(1, SMALL), (base,), tuple(texts))
    return pile([Piece(rows.height, (*lines, *ends, *rows.shapes), rows.texts), axis])


def _next(day: date) -> date:
    """The first day of the next month, in December the last of the year."""
    return date(day.year, 12, 31) if day.month == 12 else date(day.year, day.month + 1, 1)


def _middle(days: tuple[date, date]) -> date:
    return days[0] + timedelta(days=(days[1] - days[0]).days // 2)


def _mark(each: Milestone, span: Span, y: float, style: Style) -> tuple[Rect | Path, ...]:
    """The mark at the days due (a bar behind it where they are many), and a line with an end stroke to the days done beside them."""
    colour, shapes = style.colours[each.status], list[Rect | Path]()
    x = span.at(_middle(each.due))
    low, high = span.at(each.due[0]), span.at(each.due[1])
    if high - low > 6:
        shapes.append(Rect(low, y - 1.5, high - low, 3, GRID, AXIS))
    if each.done and (each.done[0] > each.due[1] or each.done[1] < each.due[0]):
        to = span.at(each.done[0] if each.done[0] > each.due[1] else each.done[1])
        shapes += [
            Path(((x, y), (to, y)), INK, 0.8),
            Path(_stroke(to, y, span.first <= each.done[0] <= span.last), INK, 0.8),
        ]
    return (*shapes, Path(((x, y),), colour, marker=style.markers[each.status], size=5.2))


def _stroke(x: float, y: float, inside: bool) -> tuple[tuple[float, float], ...]:
    """The end of a line: a stroke, or the tip of an arrow at the edge of the axis where the day lies beyond it."""
    if inside:
        return ((x, y - 2.2), (x, y + 2.2))
    return ((x - 3, y - 2.2), (x, y), (x - 3, y + 2.2))


def _by_milestone(milestones: list[Milestone], span: Span, style: Style) -> Piece:
    """A row a milestone, in order of time."""
    rows = []
    for each in milestones:
        lines = fitted_labels([each.label], LABELS, style.face)[0][0]
        height = max(ROW, block_height(len(lines)) + 2)
        rows.append(Piece(height, _mark(each, span, height / 2, style), text_middle(lines, 0, height / 2)))
    return pile(rows)


def _by_status(view: View, milestones: list[Milestone], shown: list[Item], span: Span, style: Style) -> Piece:
    """A row a status that some milestone of the section has, the marks of like days above each other."""
    rows = []
    for status in shown:
        own = [each for each in milestones if each.status == status.id]
        if not own:
            continue
        levels = _levels(own, span)
        height = max(ROW, STEP * (max(levels) + 1) + 5)
        foot = height / 2 + STEP * max(levels) / 2
        marks = tuple(
            shape
            for each, level in zip(own, levels, strict=True)
            for shape in _mark(each, span, foot - STEP * level, style)
        )
        words = text_middle((_counted(view, status, own),), 0, height / 2)
        line = Path(((span.start, height), (span.end, height)), GRID, 0.5)
        rows.append(Piece(height, (line, *marks), words))
    return pile(rows)


def _levels(milestones: list[Milestone], span: Span) -> list[int]:
    """The lowest level for each mark at which neither it nor its line touches another."""
    taken: list[list[tuple[float, float]]] = []
    levels = []
    for each in milestones:
        days = [*each.due, *(each.done or ())]
        low, high = span.at(min(days)) - STEP / 2, span.at(max(days)) + STEP / 2
        free = (n for n, row in enumerate(taken) if all(high <= start or end <= low for start, end in row))
        level = next(free, len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((low, high))
        levels.append(level)
    return levels
