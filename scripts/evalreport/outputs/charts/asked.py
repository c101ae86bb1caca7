"""Which figures of the Word report shall be native charts, and which cannot be; read before the first job, so without the figures."""

from collections.abc import Iterable, Mapping

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.statistics import POINTS
from evalreport.exhibits.view import View
from evalreport.files.errors import Problem

NATIVE = "native"
DISPLAYS = {"bars": False, "stacked": False, "trend": True}  # display -> whether a break in the series interrupts it


def can_be_native(view: View) -> bool:
    """Whether native charts can show a figure of this kind; whether a line lacks a value is known later."""
    broken = DISPLAYS.get(view.display, False) and bool(view.breaks)
    return view.display in DISPLAYS and view.measure.unit != POINTS and not broken


def native_charts(exhibits: Iterable[Exhibit], views: Mapping[str, View], evaluation: Evaluation) -> tuple[str, ...]:
    """The exhibits whose figures Word shall draw itself."""
    wanted = (e.id for e in exhibits if (e.charts or evaluation.charts) == NATIVE)
    return tuple(name for name in wanted if can_be_native(views[name]))


def chart_problems(
    plan: Mapping[str, Iterable[Exhibit]], views: Mapping[str, View], evaluation: Evaluation
) -> list[Problem]:
    """Exhibits that ask for a native chart by themselves and cannot have one."""
    expected = "Native charts are bars, stacked bars, and lines over time without a break in the series"
    return [
        Problem(str(evaluation.exhibit_file(chapter)), each.id, "charts: native", expected)
        for chapter, exhibits in plan.items()
        for each in exhibits
        if each.charts == NATIVE and not can_be_native(views[each.id])
    ]
