"""A picture of the team's own, put where the drawn figures are: as SVG for the PDF and the web, as PNG for Word."""

import base64
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pandas as pd
from PIL import Image

from evalreport.figures.draw import DPI
from evalreport.files.errors import BadInput, Problem
from evalreport.files.pictures import BadPicture, Picture, read_picture
from evalreport.files.tables import write_table
from evalreport.files.writing import writing
from evalreport.programs.typst import drawing_as_png

# The columns that a comparison of two builds reads of the data behind a figure; a picture has no row.
_BEHIND = ("exhibit", "panel", "variable", "group", "category", "printed", "status")


def place_pictures(files: Mapping[str, str], folder: Path, fonts: Path) -> tuple[Problem, ...]:
    """Place pictures (exhibit -> file) as `place_picture` does; what keeps some from being printed is given back, the others are placed."""
    problems: list[Problem] = []
    for exhibit, file in files.items():
        try:
            place_picture(Path(file), exhibit, folder, fonts)
        except BadInput as error:
            problems += error.problems
    return tuple(problems)


def place_picture(path: Path, exhibit: str, folder: Path, fonts: Path) -> None:
    """Write <folder>/<exhibit>.svg, .png and .csv (no rows) for a picture; raises BadInput where it cannot be printed.

    A drawing becomes a PNG of 200 dots an inch, a PNG stays as it is and is wrapped into an SVG of its size.
    """
    try:
        picture = read_picture(path)
    except BadPicture as error:
        raise BadInput(Problem(str(path), exhibit, *found) for found in error.found) from error
    svg, png = (picture.data, _as_png(picture, fonts)) if picture.form == "svg" else (_wrapped(picture), picture.data)
    for ending, data in (("svg", svg), ("png", png)):
        with writing(folder / f"{exhibit}.{ending}") as temporary:
            temporary.write_bytes(data)
    write_table(pd.DataFrame(columns=list(_BEHIND)), folder / f"{exhibit}.csv")


def _as_png(picture: Picture, fonts: Path) -> bytes:
    """The drawing as a PNG that says how dense it is, so that it is printed in its own size."""
    with Image.open(BytesIO(drawing_as_png(picture.data, fonts, DPI))) as image:
        found = BytesIO()
        image.save(found, "PNG", dpi=(DPI, DPI), optimize=True)
    return found.getvalue()


def _wrapped(picture: Picture) -> bytes:
    """An SVG that holds a PNG."""
    size = f'width="{picture.width:.2f}pt" height="{picture.height:.2f}pt"'
    box = f'viewBox="0 0 {picture.width:.2f} {picture.height:.2f}"'
    href = "data:image/png;base64," + base64.b64encode(picture.data).decode()
    image = f'<image width="{picture.width:.2f}" height="{picture.height:.2f}" href="{href}"/>'
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{image}</svg>\n'
    )
    return text.encode()
