"""Writes the raw files of the survey: python data/brubygging/generate [--out FOLDER]

The microdata are INVENTED: the printed numbers come out of them, all else is drawn by lot; see data/brubygging/README.md.
"""

import argparse
import csv
from pathlib import Path

from allocation import Answers
from counties import fill_in_counties
from frame import COUNTIES, county_name, draw_frame
from mess import plant, plant_in_counties
from municipalities import fill_in

CODEBOOKS = Path(__file__).resolve().parents[3] / "config" / "brubygging" / "codebook"


def generate(folder: Path) -> None:
    """All raw files into `folder`, the same bytes on every run."""
    frame = draw_frame()
    _write_forms(folder / "municipalities_2000.csv", "municipalities", plant(fill_in(frame)), ";", "cp1252")
    _write_forms(folder / "counties_2000.csv", "counties", plant_in_counties(fill_in_counties()), ",", "utf-8")
    sample = [[place.name, place.county, place.inhabitants] for place in frame]
    _write(folder / "sample_2000.csv", [["kommune", "fylke", "innbyggere"], *sample], ",", "utf-8")
    listed = [[county_name(i), f"Fylke {i}"] for i in range(1, COUNTIES + 1)]
    _write(folder / "county_list_2000.csv", [["fylke", "navn"], *listed], ",", "utf-8")


def _write_forms(path: Path, codebook: str, forms: list[Answers], delimiter: str, encoding: str) -> None:
    """A column a question under the name that the codebook has for it in the file."""
    with (CODEBOOKS / f"{codebook}.csv").open(encoding="utf-8", newline="") as file:
        columns = {row["variable"]: row["source_2000"] for row in csv.DictReader(file)}
    rows = [[form.get(name, "") for name in columns] for form in forms]
    _write(path, [list(columns.values()), *rows], delimiter, encoding)


def _write(path: Path, rows: list[list], delimiter: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1], help="folder to write into")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    generate(folder)


if __name__ == "__main__":
    main()
