"""Whether a figure shows other values, other words, or only looks different: decided from the data behind it, never from pixels."""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from evalreport.files.rows import rows_in
from evalreport.review.sides import Side

VALUES, WORDS, LOOK = "values", "words", "look"
KEY = ("panel", "variable", "group", "category")
SHOWN = ("printed", "status")  # what of a cell is in the picture, besides its place and labels
WIDTH = 240  # pixels at which two pictures are compared to tell how much of them differs


@dataclass(frozen=True)
class Figure:
    """A figure that differs: values | words | look; the share of the picture that differs; what tells this change from another."""

    exhibit: str
    change: str
    distance: float
    mark: str


@dataclass(frozen=True)
class FigureFiles:
    """The picture of a figure and the data behind it."""

    svg: Path
    data: Path

    @classmethod
    def of(cls, folder: Path, exhibit: str) -> "FigureFiles":
        """The files of an exhibit in the folder of the figures."""
        return cls(folder / f"{exhibit}.svg", folder / f"{exhibit}.csv")


def figure_change(old: FigureFiles, new: FigureFiles) -> tuple[str, int]:
    """(values | words | look, how many numbers are new, gone or others); "" where the picture is the same."""
    if old.svg.read_bytes() == new.svg.read_bytes():
        return "", 0
    before, after = (files.data.read_text(encoding="utf-8") for files in (old, new))
    return change_of_data(before, after), values_changed(before, after)


def values_changed(old: str, new: str) -> int:
    """How many numbers are new, gone or others, between two tables behind a figure."""
    before, after = (_values(rows_in(text)) for text in (old, new))
    return sum(before.get(key) != after.get(key) for key in {**before, **after})


def compare_figures(old: Side, new: Side) -> dict[str, Figure]:
    """Exhibit -> how its figure differs, of those drawn in both builds."""
    common = [name for name in new.figures if name in set(old.figures)]
    differing = [name for name in common if not new.same(f"figures/{name}.svg", old)]
    with ThreadPoolExecutor() as pool:  # nearly all of the time is unpacking pictures, which leaves Python free
        return dict(zip(differing, pool.map(lambda name: _figure(name, old, new), differing), strict=True))


def _figure(name: str, old: Side, new: Side) -> Figure:
    data = f"figures/{name}.csv"
    change = LOOK if new.same(data, old) else change_of_data(old.text(data), new.text(data))
    distance = 0.0 if change == VALUES else picture_distance(*(s.files[f"figures/{name}.png"] for s in (old, new)))
    drawn = b"".join(side.files[f"figures/{name}.svg"].read_bytes() for side in (old, new))
    return Figure(name, change, distance, hashlib.sha256(drawn).hexdigest()[:16])


def change_of_data(old: str, new: str) -> str:
    """What differs between two tables behind a figure: values (matched by key), words, or neither (look)."""
    before, after = (rows_in(text) for text in (old, new))
    if _values(before) != _values(after):
        return VALUES
    return WORDS if _labels(before) != _labels(after) else LOOK


def _values(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_key(row): tuple(row.get(name, "") for name in SHOWN) for row in rows}


def _labels(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, ...], dict[str, str]]:
    return {
        _key(row): {name: text for name, text in row.items() if "label" in name or name == "group_over"} for row in rows
    }


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in KEY)


def picture_distance(old: Path, new: Path) -> float:
    """The share of the picture that differs (0-1), on small greyscale copies; 1 where their proportions differ."""
    pictures = []
    for path in (old, new):
        with Image.open(path) as picture:
            height = max(1, round(picture.height * WIDTH / picture.width))
            pictures.append(picture.convert("L").resize((WIDTH, height)))
    if pictures[0].size != pictures[1].size:
        return 1.0
    counts = ImageChops.difference(*pictures).histogram()
    return round(sum(counts[16:]) / sum(counts), 6)
