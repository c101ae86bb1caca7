"""What a native chart shows: the rows, series, order, names and colours of the figure of the same exhibit."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evalreport.exhibits.evidence import Evidence, marked
from evalreport.exhibits.statistics import SCALE
from evalreport.exhibits.view import Item, View
from evalreport.figures import bars, stacked, trend
from evalreport.figures.data import SHOWN, Cell, Cells, cells_from, percent_scale, sorted_view_variables
from evalreport.figures.frame import ticks_of, value_range
from evalreport.figures.outline import Heading

BARS, STACKED, LINES = "bars", "stacked", "lines"


@dataclass(frozen=True)
class Series:
    """One series: its name in the legend, colour (#rrggbb), and a value and an interval a category (None: none).

    colours: of the single bars, where they have colours of their own.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    intervals: tuple[tuple[float, float] | None, ...] = ()
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartPlan:
    """One native chart: form (bars and stacked run across the page, lines up it), axis from low to high, number format.

    title: the part of the figure that it is, "" where the figure has one part; missing: whether some value is withheld or was not
    asked, which a native chart leaves open without a sign.
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
    title: str = ""
    missing: bool = False

    @property
    def number_format(self) -> str:
        """The number format of the values in a spreadsheet."""
        places = "." + "0" * self.decimals if self.decimals else ""
        return f"0{places}%" if self.percent else f"#,##0{places}"


def chart_plans(evidence: Evidence) -> tuple[ChartPlan, ...]:
    """The charts of an exhibit that is a figure, from the top; () where native charts cannot show what it shows.

    They cannot show flows, timelines, dots on lines (means), and series with a break.
    """
    view = marked(evidence)
    maker = _MAKERS.get(view.display)
    if maker is None or view.measure.unit == SCALE:
        return ()
    cells = cells_from(view, evidence.estimates)
    return maker(view, cells, sorted_view_variables(view, cells))


def _value(cell: Cell | None) -> float | None:
    return cell.value if cell and cell.status == SHOWN and not math.isnan(cell.value) else None


def _interval(view: View, cell: Cell | None) -> tuple[float, float] | None:
    known = view.intervals and cell is not None and cell.status == SHOWN and cell.ci_low <= cell.ci_high
    return (cell.ci_low, cell.ci_high) if known and cell else None


def _series(view: View, name: str, colour: str, cells: Sequence[Cell | None], colours: Sequence[str] = ()) -> Series:
    intervals = tuple(_interval(view, cell) for cell in cells) if view.intervals else ()
    return Series(name, colour, tuple(map(_value, cells)), intervals, tuple(colours))


def _plan(
    view: View,
    form: str,
    categories: Sequence[str],
    series: Sequence[Series],
    ends: tuple[float, float],
    title: str = "",
) -> ChartPlan:
    ticks = ticks_of(*ends)
    missing = any(value is None for each in series for value in each.values)
    percent = percent_scale(view) == 100
    step = ticks[1] - ticks[0]
    parts = (view.exhibit, form, tuple(categories), tuple(series), *ends, step, percent, view.decimals, title, missing)
    return ChartPlan(*parts)


def _under_headings(lines: Sequence[Heading | bars.Line]) -> tuple[list[str], list[bars.Line]]:
    """Rows with the words of their heading before their own, where they stand under one."""
    heading, names, rows = "", [], []
    for line in lines:
        if isinstance(line, Heading):
            heading = line.text
        else:
            names.append(f"{heading}: {line.label}" if heading else line.label)
            rows.append(line)
    return names, rows


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
            names.append(": ".join([*headings.values(), entry.label]))
            rows.append(entry)
    series = [
        _series(view, stacked.label_of(answer), colour, [cells[(r.variable.id, answer.id, r.group.id)] for r in rows])
        for answer, colour in zip(answers, stacked.answer_colours(view, len(answers)), strict=True)
    ]
    return _plan(view, STACKED, names, series, (0.0, 1.0))


def _lines(view: View, cells: Cells, variables: tuple[Item, ...]) -> tuple[ChartPlan, ...]:
    ends, plans = value_range(view, cells), []
    for panel in view.panels:
        points, words = trend.panel_points(view, cells, panel, variables)
        lines = trend.panel_series(view, cells, panel, variables, points)
        if any(line.breaks for line in lines):
            return ()
        series = [_series(view, line.name, line.colour, line.cells) for line in lines]
        plans.append(_plan(view, LINES, words, series, ends, panel.label if len(view.panels) > 1 else ""))
    return tuple(plans)


_MAKERS: dict[str, Callable[[View, Cells, tuple[Item, ...]], tuple[ChartPlan, ...]]] = {
    "bars": _bars,
    "stacked": _stacked,
    "trend": _lines,
}
