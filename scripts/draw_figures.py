"""Draw the figures of one chapter."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from evalreport.errors import BadInput, Problem, raise_if
from evalreport.figures.draw import draw_exhibit
from evalreport.figures.theme import typeface
from evalreport.view import view_from


def _draw_one(view: dict[str, Any], estimates: str, figures: str, fonts: str | None) -> tuple[Problem, ...]:
    try:
        draw_exhibit(view_from(view), Path(estimates) / f"{view['exhibit']}.estimates.csv", figures, typeface(fonts))
    except BadInput as error:
        return error.problems
    return ()


def draw_figures(
    views: Sequence[dict[str, Any]], estimates: str, figures: str, fonts: str | None = None, workers: int = 1
) -> None:
    """Write <figures>/<exhibit>.svg, .png and .csv for every view (`View.to_dict`) that is a figure.

    `estimates` is the folder of <exhibit>.estimates.csv, `fonts` a folder of .ttf files (else DejaVu Sans).
    Raises one BadInput with the problems of all views.
    """
    drawn = [view for view in views if view["display"] != "table"]
    one = partial(_draw_one, estimates=estimates, figures=figures, fonts=fonts)
    if workers > 1 and len(drawn) > 3:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            found = list(pool.map(one, drawn, chunksize=2))
    else:
        found = [one(view) for view in drawn]
    raise_if(problem for problems in found for problem in problems)


if __name__ == "__main__":
    draw_figures(
        views=snakemake.params.views,
        estimates=snakemake.params.estimates,
        figures=snakemake.params.figures,
        fonts=snakemake.params.fonts,
        workers=snakemake.threads,
    )
