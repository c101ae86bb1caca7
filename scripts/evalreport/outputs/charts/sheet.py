"""A chart plan in a sheet of Excel: its numbers in cells, and the chart that Excel draws from them."""

from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter.utility import xl_range_formula

from evalreport.figures.colour import text_on
from evalreport.figures.theme import AXIS, GRID, INK
from evalreport.outputs.charts.plan import BARS, LINES, STACKED, ChartPlan, Series

WIDTH = 760  # pixels
LETTERS = 9  # points, of values, names and axes
BAR, ROW_GAP, FRAME, LEGEND = 17, 10, 80, 26  # pixels of a bar, between rows, around all, a line of the legend
TYPES: dict[str, dict[str, str]] = {
    BARS: {"type": "bar"},
    STACKED: {"type": "bar", "subtype": "stacked"},
    LINES: {"type": "line"},
}
NAME_ROOM = 9  # characters of a series' name on a line of its column
LABEL_ROOM = 46  # characters of a row's name on a line


def chart_height(plan: ChartPlan) -> int:
    """Height of the chart in pixels: room for every bar and for every line of its names."""
    if plan.form == LINES:
        return 340
    bars = len(plan.series) if plan.form == BARS else 1
    lines = [1 + len(name) // LABEL_ROOM for name in plan.categories]
    rows = sum(max(bars * BAR, each * 15) + ROW_GAP for each in lines)
    legend = LEGEND * (1 + sum(len(each.name) + 6 for each in plan.series) // 110)
    return FRAME + rows + legend


def write_chart_numbers(style: Callable[..., Any], sheet: Any, plan: ChartPlan, row: int) -> int:
    """The numbers of a chart from `row`, and the last row.

    A row a category, a column a series, with its sign where a value is not there; then two columns a series with intervals: how
    far they reach below and above its values.
    """
    columns = _columns(plan)
    head = style(bold=True, text_wrap=True, align="right", bottom=1)
    for column, (name, _, _) in enumerate(columns, start=1):
        sheet.write_string(row, column, name, head)
    sheet.set_row(row, 15 * (1 + max(len(name) for name, _, _ in columns) // NAME_ROOM))
    numbers = style(num_format=plan.number_format)
    for down, category in enumerate(plan.categories):
        if len(category) > LABEL_ROOM:
            sheet.set_row(row + 1 + down, 15 * (1 + len(category) // LABEL_ROOM))
        sheet.write_string(row + 1 + down, 0, category, style(text_wrap=True))
        for column, (_, values, signs) in enumerate(columns, start=1):
            value, sign = values[down], signs[down] if signs else ""
            if value is not None:
                sheet.write_number(row + 1 + down, column, _stored(value), numbers)
            elif sign:
                sheet.write_string(row + 1 + down, column, sign, style(align="right"))
    return row + len(plan.categories)


def _stored(value: float) -> float:
    return float(f"{value:.12g}")


def _columns(plan: ChartPlan) -> list[tuple[str, Sequence[float | None], Sequence[str]]]:
    """Head, numbers and signs of the columns behind that of the categories."""
    found: list[tuple[str, Sequence[float | None], Sequence[str]]] = [(s.name, s.values, s.signs) for s in plan.series]
    for series in plan.series:
        if series.has_intervals:
            found += [(f"{series.name}: {plan.ends[end]}", _reaches(series, end), ()) for end in (0, 1)]
    return found


def _reaches(series: Series, end: int) -> tuple[float | None, ...]:
    return tuple(None if reach is None else reach[end] for reach in series.reaches)


def add_chart(book: Any, sheet: Any, plan: ChartPlan, row: int, cell: str) -> None:
    """The chart at `cell`; its numbers stand from `row` (head) in the same sheet, as `write_chart_numbers` wrote them."""
    chart = book.add_chart(TYPES[plan.form])
    name = sheet.get_name()
    last = row + len(plan.categories)
    behind = len(plan.series) + 1  # the first column of intervals
    for column, series in enumerate(plan.series, start=1):
        bars = {}
        if series.has_intervals:
            places = [xl_range_formula(name, row + 1, behind + end, last, behind + end) for end in (0, 1)]
            bars, behind = {"y_error_bars": _whiskers(series, *places)}, behind + 2
        chart.add_series(
            {
                "name": [name, row, column],
                "categories": [name, row + 1, 0, last, 0],
                "values": [name, row + 1, column, last, column],
                **_look(plan, series),
                **bars,
            }
        )
    _axes(chart, plan)
    chart.set_title({"name": plan.title, "name_font": _font(10, bold=True)} if plan.title else {"none": True})
    if len(plan.series) > 1:
        chart.set_legend({"position": "top", "font": _font(LETTERS)})
    else:
        chart.set_legend({"none": True})
    chart.set_size({"width": WIDTH, "height": chart_height(plan)})
    chart.set_chartarea({"border": {"none": True}})
    sheet.insert_chart(cell, chart, {"object_position": 2})


def _whiskers(series: Series, below: str, above: str) -> dict[str, Any]:
    """The intervals of a series, from the cells that say how far they reach."""
    return {
        "type": "custom",
        "minus_values": f"={below}",
        "minus_data": _cached(series, 0),
        "plus_values": f"={above}",
        "plus_data": _cached(series, 1),
        "line": {"color": INK, "width": 0.75},
    }


def _cached(series: Series, end: int) -> list[float | None]:
    return [None if reach is None else _stored(reach) for reach in _reaches(series, end)]


def _font(size: int, bold: bool = False, colour: str = INK) -> dict[str, Any]:
    """A font of the document's own theme, so that a chart has the letters of the text around it."""
    return {"size": size, "bold": bold, "color": colour}


def _look(plan: ChartPlan, series: Series) -> dict[str, Any]:
    return {LINES: _line, STACKED: _stack, BARS: _bars}[plan.form](plan, series)


def _labels(plan: ChartPlan, position: str, custom: Sequence[dict[str, Any] | None] = ()) -> dict[str, Any]:
    values = {"value": True, "num_format": plan.number_format, "font": _font(LETTERS), "position": position}
    return {"data_labels": {**values, **({"custom": [*custom]} if any(custom) else {})}}


def _line(plan: ChartPlan, series: Series) -> dict[str, Any]:
    colour = {"color": series.colour}
    return {
        "line": {**colour, "width": 1.75},
        "marker": {"type": "circle", "size": 6, "fill": colour, "border": colour},
        **_labels(plan, "right" if series.has_intervals else "above"),
    }


def _bars(plan: ChartPlan, series: Series) -> dict[str, Any]:
    """Bars with their values behind them; where an interval stands there, in them."""
    fills = series.colours or (series.colour,) * len(series.values)
    look: dict[str, Any] = {"fill": {"color": series.colour}, "border": {"color": AXIS, "width": 0.5}}
    if series.colours:
        look["points"] = [{"fill": {"color": colour}} for colour in series.colours]
    signs = _sign_labels(series)
    inside = series.has_intervals
    if inside:
        on_bars = [{"font": _font(LETTERS, colour=text_on(fill))} for fill in fills]
        signs = [sign or font for sign, font in zip(signs, on_bars, strict=True)]
    if plan.thin and not inside:  # the lines of a figure of dots: as far from each other as they are thick
        look |= {"gap": 100, "overlap": -100} if len(plan.series) > 1 else {"gap": 300}
    else:
        look["gap"] = 35 if len(plan.series) > 1 else 45
    return {**look, **_labels(plan, "inside_base" if inside else "outside_end", signs)}


def _sign_labels(series: Series) -> list[dict[str, Any] | None]:
    """The signs of values that are not there, as labels of their places."""
    signs = series.signs or ("",) * len(series.values)
    return [{"value": sign, "font": _font(LETTERS, bold=True)} if sign else None for sign in signs]


SMALLEST = 0.03  # of the whole: a segment that holds no number


def _stack(plan: ChartPlan, series: Series) -> dict[str, Any]:
    """Segments with their values in them; those too small for one have none."""
    look = {"fill": {"color": series.colour}, "border": {"color": AXIS, "width": 0.5}, "gap": 40, "overlap": 100}
    custom = [
        sign or ({"delete": True} if value is None or value < SMALLEST else None)
        for sign, value in zip(_sign_labels(series), series.values, strict=True)
    ]
    labels = _labels(plan, "center", custom)
    labels["data_labels"]["font"] = _font(LETTERS, colour=text_on(series.colour))
    return {**look, **labels}


def _axes(chart: Any, plan: ChartPlan) -> None:
    values = {
        "min": plan.low,
        "max": plan.high,
        "major_unit": plan.step,
        "num_format": plan.axis_format,
        "num_font": _font(LETTERS),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
    }
    names: dict[str, Any] = {"num_font": _font(LETTERS), "line": {"color": AXIS}, "major_tick_mark": "none"}
    if plan.form == LINES:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
        return
    # Rows run down the page as in the report, and the axis of values stays at the bottom. XlsxWriter's y axis is the upright one.
    chart.set_y_axis({**names, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
    chart.set_x_axis(values)
