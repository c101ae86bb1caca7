"""A chart plan in a sheet of Excel: its numbers in cells, and the chart that Excel draws from them."""

from collections.abc import Callable
from typing import Any

from evalreport.figures.colour import text_on
from evalreport.figures.theme import AXIS, GRID, INK
from evalreport.outputs.charts.plan import BARS, LINES, STACKED, ChartPlan, Series

WIDTH = 760  # pixels
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
    """The numbers of a chart from `row`: a row a category, a column a series, then the ends of intervals; gives the last row."""
    for column, series in enumerate(plan.series, start=1):
        sheet.write_string(row, column, series.name, style(bold=True, text_wrap=True, align="right", bottom=1))
    sheet.set_row(row, 15 * (1 + max(len(series.name) for series in plan.series) // NAME_ROOM))
    for down, name in enumerate(plan.categories, start=1):
        if len(name) > LABEL_ROOM:
            sheet.set_row(row + down, 15 * (1 + len(name) // LABEL_ROOM))
        sheet.write_string(row + down, 0, name, style(text_wrap=True))
        for column, series in enumerate(plan.series, start=1):
            value = series.values[down - 1]
            if value is not None:
                sheet.write_number(row + down, column, float(f"{value:.12g}"), style(num_format=plan.number_format))
    return row + len(plan.categories)


def add_chart(book: Any, sheet: Any, plan: ChartPlan, row: int, cell: str) -> None:
    """The chart at `cell`; its numbers stand from `row` (head) in the same sheet, as `write_chart_numbers` wrote them."""
    chart = book.add_chart(TYPES[plan.form])
    name = sheet.get_name()
    last = row + len(plan.categories)
    for column, series in enumerate(plan.series, start=1):
        chart.add_series(
            {
                "name": [name, row, column],
                "categories": [name, row + 1, 0, last, 0],
                "values": [name, row + 1, column, last, column],
                **_look(plan, series, len(plan.series)),
            }
        )
    _axes(chart, plan)
    chart.set_title({"name": plan.title, "name_font": _font(10, bold=True)} if plan.title else {"none": True})
    if len(plan.series) > 1:
        chart.set_legend({"position": "top", "font": _font(9)})
    else:
        chart.set_legend({"none": True})
    chart.set_size({"width": WIDTH, "height": chart_height(plan)})
    chart.set_chartarea({"border": {"none": True}})
    sheet.insert_chart(cell, chart, {"object_position": 2})


def _font(size: int, bold: bool = False, colour: str = INK) -> dict[str, Any]:
    return {"name": "Calibri", "size": size, "bold": bold, "color": colour}


def _look(plan: ChartPlan, series: Series, count: int) -> dict[str, Any]:
    labels: dict[str, Any] = {"value": True, "num_format": plan.number_format, "font": _font(9)}
    if plan.form == LINES:
        return {
            "line": {"color": series.colour, "width": 1.75},
            "marker": {
                "type": "circle",
                "size": 6,
                "fill": {"color": series.colour},
                "border": {"color": series.colour},
            },
            "data_labels": {**labels, "position": "above"},
        }
    bars: dict[str, Any] = {"fill": {"color": series.colour}, "border": {"color": AXIS, "width": 0.5}}
    if series.colours:
        bars["points"] = [{"fill": {"color": colour}} for colour in series.colours]
    if plan.form == STACKED:
        labels["font"] = _font(9, colour=text_on(series.colour))
        return {**bars, "gap": 40, "overlap": 100, "data_labels": {**labels, "position": "center", **_small(series)}}
    return {**bars, "gap": 35 if count > 1 else 45, "data_labels": {**labels, "position": "outside_end"}}


SMALLEST = 0.03  # of the whole: a segment that holds no number


def _small(series: Series) -> dict[str, Any]:
    """Labels of segments too small for one are left out."""
    return {"custom": [{"delete": True} if value is None or value < SMALLEST else None for value in series.values]}


def _axes(chart: Any, plan: ChartPlan) -> None:
    values = {
        "min": plan.low,
        "max": plan.high,
        "major_unit": plan.step,
        "num_format": "0%" if plan.percent else "General",
        "num_font": _font(9),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
    }
    names: dict[str, Any] = {"num_font": _font(9), "line": {"color": AXIS}, "major_tick_mark": "none"}
    if plan.form == LINES:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
        return
    # Rows run down the page as in the report, and the axis of values stays at the bottom. XlsxWriter's y axis is the upright one.
    chart.set_y_axis({**names, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
    chart.set_x_axis(values)
