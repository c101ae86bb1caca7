"""How long a review takes by the number of exhibits, all of them changed: seconds of the comparison and of the page, and its size.

    python benchmarks/review_speed.py [50 200 800]

Two releases are made from one that is given sizes by repeating its exhibits under new names, each copy with a picture of its own; needs a
frozen edition of the evaluation in config/config.yaml (snakemake release).
"""

import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "scripts"))
from evalreport.releases.releases import (  # noqa: E402
    INDEX,
    read_release,
)
from evalreport.review.page.page import review_page  # noqa: E402
from evalreport.review.review import review  # noqa: E402
from evalreport.review.sides import (  # noqa: E402
    Side,
    side_of_release,
)

SIZES = (50, 200, 800)
PAGE = REPOSITORY / "report_templates/shared/review"
PLACED = re.compile(r"(?<=translate\()\d+\.\d+|(?<=[ML] )\d+\.\d{5,}")  # where letters and lines of a figure stand


def enlarged(side: Side, size: int, folder: Path, moved: float) -> Side:
    """The side with `size` figures with their numbers, each a copy of one it has; moved: added to every estimate."""
    figures = side.figures
    files = {name: path for name, path in side.files.items() if not name.startswith(("exhibits/", "figures/"))}
    views = {}
    for number in range(size):
        name = figures[number % len(figures)]
        copy = f"{name}_{number}"
        views[copy] = {**side.content["views"][name], "exhibit": copy}
        for path in (
            f"exhibits/{name}.estimates.csv",
            f"exhibits/{name}.tests.csv",
            *(f"figures/{name}.{e}" for e in ("svg", "png", "csv")),
        ):
            target = path.replace(f"/{name}.", f"/{copy}.")
            files[target] = folder / target
            files[target].parent.mkdir(parents=True, exist_ok=True)
            files[target].write_bytes(changed(side.files[path].read_bytes(), path, moved, number))
    return replace(side, content={**side.content, "views": views}, files=files)


def changed(content: bytes, path: str, moved: float, number: int) -> bytes:
    """A file of copy `number` of a figure: a picture like no other, and with other estimates where moved is not 0."""
    if path.endswith(".svg"):
        text = content.decode()
        return PLACED.sub(lambda place: f"{float(place[0]) + number / 1000 + moved:.6f}", text).encode()
    if not moved or path.endswith((".png", ".tests.csv")):
        return content
    head, *rows = content.decode().splitlines()
    if "estimate" not in head.split(","):
        return content
    at = head.split(",").index("estimate")
    return "\n".join([head, *(shifted(row, at, moved) for row in rows)]).encode() + b"\n"


def shifted(row: str, at: int, moved: float) -> str:
    """A row of a table without quoted commas, with another estimate; other rows as they are."""
    cells = row.split(",")
    if '"' not in row and cells[at]:
        cells[at] = f"{float(cells[at]) + moved:.12g}"
    return ",".join(cells)


def main() -> None:
    """Print a line a size."""
    config = yaml.safe_load((REPOSITORY / "config/config.yaml").read_text(encoding="utf-8"))
    releases = sorted((REPOSITORY / "releases" / config["evaluation"]).glob(f"*/{INDEX}"))
    if not releases:
        sys.exit("Freeze an edition first: snakemake release")
    side = side_of_release(read_release(releases[0].parent))
    print("exhibits  changed cells  comparison (s)  page (s)  page (MB)")
    for size in map(int, sys.argv[1:] or SIZES):
        with tempfile.TemporaryDirectory() as folder:
            old, new = (
                enlarged(side, size, Path(folder) / name, moved) for name, moved in (("old", 0.0), ("new", 0.05))
            )
            start = time.perf_counter()
            found = review(old, new, side.index["language"])
            middle = time.perf_counter()
            page = review_page(found, old, new, PAGE)
            end = time.perf_counter()
        cells = found["summary"]["cells"]
        print(f"{size:8}  {cells:13}  {middle - start:14.1f}  {end - middle:8.1f}  {len(page) / 1e6:9.1f}")


if __name__ == "__main__":
    main()
