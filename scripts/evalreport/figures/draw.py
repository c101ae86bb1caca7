"""From a view and its estimates to files: SVG for the PDF, PNG for Word, CSV with the data behind the figure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text as TextArtist
from matplotlib.transforms import Affine2D, Transform

from evalreport.exhibits.view import TIMELINE, Item, View
from evalreport.figures import bars, boxes, coefficients, flow, histogram, stacked, timeline, trend
from evalreport.figures.colour import colour_of, lightness
from evalreport.figures.data import Cells, cells_of, problems_of, sorted_view_variables, table_of
from evalreport.figures.layout import Path, Rect, Scene, Text
from evalreport.figures.theme import AXIS, PAPER, Typeface, drawn, font, missing_signs
from evalreport.files.errors import Problem, raise_if
from evalreport.files.glyphs import without_glyph
from evalreport.files.tables import read_table, write_for_excel, write_table
from evalreport.files.writing import writing
from evalreport.words.numbers import decimal_mark

DPI = 200
PALE = 84.0  # fills lighter than this L* get a thin line around them, or white paper swallows them
SETTINGS: Any = {
    "svg.fonttype": "path",  # the same letters everywhere, whatever fonts the reader has
    "svg.hashsalt": "evalreport",  # else every file has its own random ids
    "text.hinting": "no_hinting",
    "text.antialiased": True,
    "text.usetex": False,
    "path.simplify": False,
}


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib's own defaults plus SETTINGS: a matplotlibrc on the machine must not change a figure."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def _rectangle(shape: Rect, transform: Transform) -> Rectangle:
    style: dict[str, Any] = {"facecolor": shape.fill or "none", "linewidth": 0}
    if shape.dashed:
        style |= {"edgecolor": shape.edge, "linewidth": 0.7, "linestyle": (0, (3, 2))}
    elif shape.edge == "outline":
        if lightness(shape.fill) > PALE:
            style |= {"edgecolor": AXIS, "linewidth": 0.5}
    elif shape.edge:
        style |= {"edgecolor": shape.edge, "linewidth": 0.7}
    return Rectangle((shape.x, shape.y), shape.width, shape.height, transform=transform, **style)


def _line(shape: Path, transform: Transform) -> Line2D:
    xs, ys = zip(*shape.points, strict=True)
    edge = colour_of(min(lightness(shape.colour), 45.0), 0, 0) if lightness(shape.colour) > PALE else shape.colour
    marks: dict[str, Any] = {"marker": shape.marker, "markersize": shape.size} if shape.marker else {}
    if marks:
        marks |= {"markerfacecolor": shape.colour, "markeredgecolor": edge, "markeredgewidth": 0.6}
    return Line2D(
        xs, ys, color=shape.colour, linewidth=shape.width, solid_capstyle="butt", transform=transform, **marks
    )


def _text(text: Text, transform: Transform, face: Typeface) -> TextArtist:
    return TextArtist(
        text.x,
        text.y,
        drawn(text.text),
        color=text.colour,
        fontproperties=font(face.bold if text.bold else face.regular, text.size),
        ha=text.anchor,
        va="baseline",
        parse_math=False,
        transform=transform,
    )


def render(scene: Scene, face: Typeface) -> Figure:
    """The scene as a matplotlib figure of its size (points); no axes, no pyplot. Needs `settings()` around it."""
    figure = Figure(figsize=(scene.width / 72, scene.height / 72), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    transform = Affine2D().scale(1 / scene.width, -1 / scene.height).translate(0, 1) + figure.transFigure
    for order, shape in enumerate(scene.shapes):
        artist = _rectangle(shape, transform) if isinstance(shape, Rect) else _line(shape, transform)
        artist.set_zorder(1 + order / 10_000)  # as the scene lists them, whatever matplotlib thinks of lines
        figure.add_artist(artist)
    for text in scene.texts:
        figure.add_artist(_text(text, transform, face))
    return figure


def scene_of_view(view: View, cells: Cells, face: Typeface) -> Scene:
    """The figure in points of a view that is drawn from its cells."""
    return SCENES[view.display](view, cells, sorted_view_variables(view, cells), face)


def _from_cells(view: View, cells: Cells, texts: FilePath, face: Typeface) -> tuple[Scene, pd.DataFrame]:
    return scene_of_view(view, cells, face), table_of(view, cells)


def _from_texts(view: View, cells: Cells, texts: FilePath, face: Typeface) -> tuple[Scene, pd.DataFrame]:
    milestones = timeline.milestones_of(view, texts)
    return timeline.draw(view, milestones, face), timeline.table_of(view, milestones)


SCENES: dict[str, Callable[[View, Cells, tuple[Item, ...], Typeface], Scene]] = {
    "stacked": stacked.draw,
    "bars": bars.draw,
    "trend": trend.draw,
    "flow": flow.draw,
    "coefficients": coefficients.draw,
    "box": boxes.draw,
    "histogram": histogram.draw,
}
# Display -> the figure and the data behind it, from the cells or from the file of texts.
DRAWERS: dict[str, Callable[[View, Cells, FilePath, Typeface], tuple[Scene, pd.DataFrame]]] = {
    **dict.fromkeys(SCENES, _from_cells),
    TIMELINE: _from_texts,
}


def missing_problems(scene: Scene, face: Typeface, chapter: str, exhibit: str) -> list[Problem]:
    """One problem for all signs of a figure that no font has: they would be drawn as boxes."""
    missing = "".join(missing_signs(text.text, face.bold if text.bold else face.regular) for text in scene.texts)
    return [without_glyph(missing, chapter, exhibit)] if missing else []


def save(figure: Figure, stem: str | FilePath) -> None:
    """Write `stem`.svg and `stem`.png (200 dpi), the same bytes for the same figure, each whole or not at all."""
    with writing(f"{stem}.png") as temporary:
        FigureCanvasAgg(figure).print_png(str(temporary), metadata={"Software": None})
    with writing(f"{stem}.svg") as temporary:
        FigureCanvasSVG(figure).print_svg(str(temporary), metadata={"Date": None, "Creator": None})


def draw_exhibit(
    view: View, estimates_path: str | FilePath, folder: str | FilePath, face: Typeface, spreadsheet: str = ""
) -> None:
    """Write <folder>/<exhibit>.svg, .png and .csv for one view; a timeline reads <exhibit>.texts.csv beside the estimates too.

    spreadsheet: the language in which Excel opens the .csv, "" for a plain one.
    Raises BadInput when the view is not one of a figure, or the estimates hold nothing to draw or impossible shares.
    """
    if view.display not in DRAWERS:
        expected = f"A figure is {', '.join(DRAWERS)}"
        raise_if([Problem(view.chapter, view.exhibit, f"display: {view.display}", expected)])
    estimates = read_table(estimates_path, text=("exhibit", "variable", "category", "group"))
    cells = cells_of(view, estimates)
    raise_if(problems_of(view, cells, FilePath(estimates_path).name))
    stem = FilePath(folder) / view.exhibit
    texts = FilePath(estimates_path).with_name(f"{view.exhibit}.texts.csv")
    scene, behind = DRAWERS[view.display](view, cells, texts, face)
    raise_if(missing_problems(scene, face, view.chapter, view.exhibit))
    with settings():
        save(render(scene, face), stem)
    if spreadsheet:
        write_for_excel(behind, f"{stem}.csv", decimal_mark(spreadsheet))
    else:
        write_table(behind, f"{stem}.csv")
