"""Draw the figures of one chapter."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from evalreport.exhibits.evidence import evidence_from, marked
from evalreport.exhibits.view import view_from
from evalreport.figures.draw import DRAWERS, draw_exhibit
from evalreport.figures.pictures import place_pictures
from evalreport.figures.theme import typeface
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.tables import read_table
from evalreport.provenance.jobs import job


def _draw_one(
    view: dict[str, Any], exhibits: str, figures: str, fonts: str | None, levels: Sequence[float], spreadsheet: str
) -> tuple[Problem, ...]:
    estimates, tests = (Path(exhibits) / f"{view['exhibit']}.{part}.csv" for part in ("estimates", "tests"))
    tables = read_table(estimates, ESTIMATE_TEXT), read_table(tests, TEST_TEXT)
    shown = marked(evidence_from(view_from(view), *tables, tuple(levels)))
    try:
        draw_exhibit(shown, estimates, figures, typeface(fonts), spreadsheet)
    except BadInput as error:
        return error.problems
    return ()


def draw_figures(
    views: Sequence[dict[str, Any]],
    exhibits: str,
    figures: str,
    levels: Sequence[float],
    fonts: str | None = None,
    workers: int = 1,
    spreadsheet: str = "",
    pictures: Mapping[str, str] | None = None,
) -> None:
    """Write <figures>/<exhibit>.svg, .png and .csv for every view (`View.to_dict`) that is a figure.

    pictures: exhibit -> file, of those that are a picture of the team's own.

    `exhibits` is the folder of <exhibit>.estimates.csv and .tests.csv, `levels` decide which items get a mark of
    significance, `fonts` is a folder of .ttf files (else DejaVu Sans), `spreadsheet` the language in which Excel opens the CSV
    ("" for a plain one). Raises one BadInput with the problems of all views.
    """
    drawn = [view for view in views if view["display"] in DRAWERS]
    one = partial(_draw_one, exhibits=exhibits, figures=figures, fonts=fonts, levels=levels, spreadsheet=spreadsheet)
    if workers > 1 and len(drawn) > 3:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            found = list(pool.map(one, drawn, chunksize=2))
    else:
        found = [one(view) for view in drawn]
    found.append(place_pictures(pictures or {}, Path(figures), Path(fonts or ".")))
    raise_if(problem for problems in found for problem in problems)


if __name__ == "__main__":
    with job(snakemake):
        draw_figures(
            views=snakemake.params.plan["views"],
            exhibits=snakemake.params.exhibits,
            figures=snakemake.params.figures,
            levels=snakemake.params.levels,
            fonts=f"{snakemake.params.places['shared']}/fonts",
            workers=snakemake.threads,
            spreadsheet=snakemake.params.spreadsheet,
            pictures=snakemake.params.plan["pictures"],
        )
