"""What a native chart shows: the rows, series, order, names and colours of the figure of the same exhibit."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from evalreport.exhibits.evidence import Evidence, marked
from evalreport.exhibits.statistics import SCALE
from evalreport.exhibits.view import Item, View
from evalreport.figures import bars, stacked, trend
from evalreport.figures.data import (
    SHOWN,
    WITHHELD,
    Cell,
    Cells,
    as_counts,
    cells_from,
    percent_scale,
    sign_of,
    sorted_view_variables,
)
from evalreport.figures.frame import axis_for, value_range
from evalreport.figures.outline import Heading
from evalreport.outputs.charts.asked import can_be_native
from evalreport.words.catalogue import word
from evalreport.words.numbers import decimals_of, percent_gap

BARS, STACKED, LINES = "bars", "stacked", "lines"

# How far an interval reaches below and above the end of a bar or a point, in the units of the axis.
Reach = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One series: its name in the legend, colour (#rrggbb), and a value a category (None: withheld or not asked).

    reaches: of the interval around the end of each bar or around each point, () without intervals; colours: of the single bars,
    where they have colours of their own; signs: what stands in the place of a value that is not there.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    reaches: tuple[Reach | None, ...] = ()
    colours: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def has_intervals(self) -> bool:
        """Whether some of its values has an interval."""
        return any(reach is not None for reach in self.reaches)


@dataclass(frozen=True)
class ChartPlan:
    """One native chart: form (bars and stacked run across the page, lines up it), axis from low to high, number format.

    gap: what stands before a per cent sign; title: the part of the figure that it is, "" where the figure has one part; thin: a
    figure of dots at the ends of lines, whose lines alone are drawn; missing: whether a line lacks a value, which charts leave
    open without a sign; ends: what the lower and the upper part of an interval are called in the chart's workbook.
    """

    exhibit: str
    form: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    low: float
    high: float
    step: float
    percent: bool
    decimals: int
    gap: str = ""
    title: str = ""
    thin: bool = False
    missing: bool = False
    ends: tuple[str, str] = ("", "")

    @property
    def number_format(self) -> str:
        """The number format of the values in a spreadsheet."""
        places = "." + "0" * self.decimals if self.decimals else ""
        return f"0{places}{self.gap}%" if self.percent else f"#,##0{places}"

    @property
    def axis_format(self) -> str:
        """The number format of the values along the axis."""
        if not self.percent:
            return "General"
        places = max(decimals_of(100 * tick) for tick in (self.low, self.step))
        return f"0{'.' + '0' * places if places else ''}{self.gap}%"


def chart_plans(evidence: Evidence) -> tuple[ChartPlan, ...]:
    """The charts of an exhibit that is a figure, from the top; () where native charts cannot show what it shows.

    They cannot show what `asked.can_be_native` says of the view, nor shares of so few that the report prints counts: the value at
    a bar is the number behind it, in per cent.
    """
    view = marked(evidence)
    if not can_be_native(view):
        return ()
    cells = cells_from(view, evidence.estimates)
    if any(as_counts(view, cell) for cell in cells.values()):
        return ()
    return _MAKERS[view.display](view, cells, sorted_view_variables(view, cells))


def _value(cell: Cell | None) -> float | None:
    return cell.value if cell and cell.status == SHOWN and not math.isnan(cell.value) else None


def _reach(view: View, cell: Cell | None) -> Reach | None:
    if not view.intervals or cell is None or cell.status != SHOWN or not cell.ci_low <= cell.ci_high:
        return None
    return cell.value - cell.ci_low, cell.ci_high - cell.value


def _sign(view: View, cell: Cell | None) -> str:
    return sign_of(view, cell.status) if cell and cell.status != SHOWN else ""


def _series(view: View, name: str, colour: str, cells: Sequence[Cell | None], colours: Sequence[str] = ()) -> Series:
    reaches = tuple(_reach(view, cell) for cell in cells) if view.intervals else ()
    signs = tuple(_sign(view, cell) for cell in cells)
    return Series(name, colour, tuple(map(_value, cells)), reaches, tuple(colours), signs)


def _plan(
    view: View,
    form: str,
    categories: Sequence[str],
    series: Sequence[Series],
    ends: tuple[float, float],
    title: str = "",
) -> ChartPlan:
    ticks = axis_for(ends, 0.0, 1.0).ticks
    return ChartPlan(
        exhibit=view.exhibit,
        form=form,
        categories=tuple(categories),
        series=tuple(series),
        low=ends[0],
        high=ends[1],
        step=ticks[1] - ticks[0],
        percent=percent_scale(view) == 100,
        decimals=view.decimals,
        gap=" " if percent_gap(view.language) else "",
        title=title,
        thin=form == BARS and view.measure.unit == SCALE,
        missing=form == LINES and any(any(each.signs) for each in series),
        ends=(word("chart_below", view.language), word("chart_above", view.language)),
    )


def _under_headings(lines: Sequence[Heading | bars.Line]) -> tuple[list[str], list[bars.Line]]:
    """Rows with the words of their heading before their own, where they stand under one."""
    heading, names, rows = "", [], []
    for line in lines:
        if isinstance(line, Heading):
            heading = line.text
        else:
            names.append(_under(heading, line.label))
            rows.append(line)
    return names, rows


def _under(heading: str, label: str) -> str:
    """A label behind the heading that it stands under; a question needs no colon."""
    return f"{heading}{' ' if heading.endswith(('?', '!', '.', ':')) else ': '}{label}" if heading else label


def _bars(view: View, cells: Cells, variables: tuple[Item, ...]) -> tuple[ChartPlan, ...]:
    ends = value_range(view, cells)
    if bars.is_single(view, variables):
        names, rows = _under_headings(bars.group_lines(view, cells, variables))
        marks = [row.marks[0] for row in rows]
        colours = [mark.colour for mark in marks]
        one = _series(view, bars.label_of(variables[0]), colours[0], [mark.cell for mark in marks], colours)
        return (_plan(view, BARS, names, [one], ends),)
    return tuple(_panel_bars(view, cells, place, variables, ends) for place in range(len(view.panels)))


def _panel_bars(
    view: View, cells: Cells, place: int, variables: tuple[Item, ...], ends: tuple[float, float]
) -> ChartPlan:
    panel = view.panels[place]
    names, rows = _under_headings(bars.panel_lines(view, cells, panel, variables))
    groups = bars.panel_groups(view, cells, panel, variables)
    series = [
        _series(view, name, rows[0].marks[i].colour, [row.marks[i].cell for row in rows])
        for i, name in enumerate(groups)
    ]
    return _plan(view, BARS, names, series, ends, panel.label if len(view.panels) > 1 else "")


def _stacked(view: View, cells: Cells, variables: tuple[Item, ...]) -> tuple[ChartPlan, ...]:
    runs = stacked.same_answers(view, variables)
    entries = stacked.run_entries(view, cells, runs)
    return tuple(_run(view, cells, run, part) for run, part in zip(runs, entries, strict=True))


def _run(view: View, cells: Cells, run: tuple[Item, ...], entries: Sequence[Heading | stacked.Row]) -> ChartPlan:
    answers = stacked.categories_of(view, run[0])
    headings: dict[int, str] = {}
    names, rows = [], []
    for entry in entries:
        if isinstance(entry, Heading):
            headings = {level: text for level, text in headings.items() if level < entry.level}
            headings[entry.level] = entry.text
        else:
            names.append(reduce(_under, [*headings.values(), entry.label]))
            rows.append(entry)
    table = [[cells[(row.variable.id, answer.id, row.group.id)] for answer in answers] for row in rows]
    signs = [_one_sign(view, row) for row in table]
    ends = [_end_reaches(view, row) for row in table]
    series = [
        Series(
            name=stacked.label_of(answer),
            colour=colour,
            values=tuple(_value(row[place]) for row in table),
            reaches=tuple(own[place] for own in ends) if view.intervals else (),
            signs=tuple(own[place] for own in signs),
        )
        for place, (answer, colour) in enumerate(zip(answers, stacked.answer_colours(view, answers), strict=True))
    ]
    return _plan(view, STACKED, names, series, (0.0, 1.0))


def _one_sign(view: View, row: Sequence[Cell]) -> list[str]:
    """One sign for a bar that is not whole, as in the figure, at the last of the answers that it lacks."""
    lacking = [place for place, cell in enumerate(row) if cell.status != SHOWN]
    if not lacking:
        return [""] * len(row)
    statuses = [row[place].status for place in lacking]
    sign = sign_of(view, WITHHELD if WITHHELD in statuses else statuses[0])
    return [sign if place == lacking[-1] else "" for place in range(len(row))]


def _end_reaches(view: View, row: Sequence[Cell]) -> list[Reach | None]:
    """Where a bar's intervals lie: of the first answer at its own end, of the last at the end of the one before it.

    As in the figure, and nothing where the bar is not whole; of two answers both intervals are one.
    """
    found: list[Reach | None] = [None] * len(row)
    if len(row) < 2 or not abs(sum(cell.value for cell in row) - 1) <= stacked.MIN_REST:  # a withheld share is NaN
        return found
    last = _reach(view, row[-1])
    found[-2] = (last[1], last[0]) if last else None
    found[0] = _reach(view, row[0])
    return found


def _lines(view: View, cells: Cells, variables: tuple[Item, ...]) -> tuple[ChartPlan, ...]:
    ends, plans = value_range(view, cells), []
    for panel in view.panels:
        points, words = trend.panel_points(view, cells, panel, variables)
        lines = trend.panel_series(view, cells, panel, variables, points)
        series = [_series(view, line.name, line.colour, line.cells) for line in lines]
        plans.append(_plan(view, LINES, words, series, ends, panel.label if len(view.panels) > 1 else ""))
    return tuple(plans)


_MAKERS: dict[str, Callable[[View, Cells, tuple[Item, ...]], tuple[ChartPlan, ...]]] = {
    "bars": _bars,
    "stacked": _stacked,
    "trend": _lines,
}
