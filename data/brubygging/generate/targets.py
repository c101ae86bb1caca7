"""What comes out of the invented answers: how many gave which answer, as tables beside this file."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Target:
    """An item with the answers it gets.

    counts: how many gave each answer, a tuple a class of size (or one for all); a box has one number, of those who ticked it.
    forums_only: asked of those with forums; excludes: the battery whose other boxes are left open beside it; load: how far the answer
    follows a respondent's standing towards the plan.
    """

    variable: str
    box: bool
    forums_only: bool
    excludes: str
    load: float
    counts: tuple[tuple[int, ...], ...]


def read_targets(name: str) -> list[Target]:
    with (FOLDER / f"targets_{name}.csv").open(encoding="utf-8", newline="") as file:
        return [_target(row) for row in csv.DictReader(file)]


def _target(row: dict[str, str]) -> Target:
    counts = tuple(tuple(map(int, part.split("/"))) for part in row["counts"].split(";"))
    return Target(
        row["variable"], row["kind"] == "tick", bool(row["asked_of"]), row["excludes"], float(row["load"]), counts
    )
