"""Agreement of the survey package with R's: every number of the golden files that this program can make, beside R's.

`python tests/golden/agreement.py` prints the table; the tests ask the same functions case by case.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "scripts")]

GOLDEN = HERE / "r_survey"
SMALL_P = 1e-12  # p values below are equal if both are
ZERO = 1e-15  # numbers below are rounding errors of nothing: the variance of a stratum's own share
ITERATED = (
    "glm_logit/",
    "/logit/",
)  # R stops these after its own number of iterations; everything else is a closed form
SOURCES = ("agreement_linear", "agreement_weighting", "agreement_models")

Case = tuple[str, dict, dict, float]


@dataclass(frozen=True)
class Agreement:
    """One golden file: numbers compared, the largest relative difference (of all, of closed forms) and where,
    and the paths nobody computed."""

    name: str
    compared: int
    largest: float
    largest_closed: float
    where: str
    rtol: float
    missing: tuple[str, ...]


def golden(name: str) -> dict:
    """A golden file, read."""
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def leaves(tree: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a nested structure with its path; words that stand for numbers are turned into them."""
    if isinstance(tree, dict):
        for key, part in tree.items():
            if key not in ("rows", "cols"):
                yield from leaves(part, f"{path}/{key}" if path else str(key))
    elif isinstance(tree, (list, tuple, np.ndarray)):
        for place, part in enumerate(tree):
            yield from leaves(part, f"{path}/{place}")
    elif isinstance(tree, str) and tree in ("NaN", "Inf", "-Inf"):
        yield path, float(tree.lower())
    elif isinstance(tree, (int, float, np.integer, np.floating)) and not isinstance(tree, bool):
        yield path, float(tree)


def difference(ours: float, theirs: float, scale: float, path: str) -> float:
    """Relative difference; elements of a covariance are measured against its diagonal, tiny p values count as equal."""
    if np.isnan(ours) and np.isnan(theirs):
        return 0.0
    if path.endswith("/p") and ours < SMALL_P and theirs < SMALL_P:
        return 0.0
    if ours == theirs or max(abs(ours), abs(theirs)) < ZERO:
        return 0.0
    against = max(abs(theirs), scale)
    gap = abs(ours - theirs) / against if against else np.inf
    return float(gap) if gap == gap else np.inf


def scales(tree: object, path: str = "") -> dict[str, float]:
    """For each element of a covariance matrix, sqrt(v_ii v_jj): what a covariance near 0 is small against."""
    found: dict[str, float] = {}
    if isinstance(tree, dict):
        for key, part in tree.items():
            inner = f"{path}/{key}" if path else str(key)
            if key == "vcov" and isinstance(part, dict) and "data" in part:
                spread = np.sqrt(np.abs(np.diag(np.array(part["data"], dtype=float))))
                for i, row in enumerate(part["data"]):
                    found |= {f"{inner}/data/{i}/{j}": spread[i] * spread[j] for j in range(len(row))}
            else:
                found |= scales(part, inner)
    return found


def compare(name: str, ours: dict, theirs: dict, rtol: float) -> Agreement:
    """Compare every number of ours with theirs at the same path; a number of ours that they lack is a mistake of the case."""
    mine, yours, scale = dict(leaves(ours)), dict(leaves(theirs)), scales(theirs)
    unknown = sorted(set(mine) - set(yours))
    if unknown:
        raise KeyError(f"{name}: no such number in the golden file: {unknown[:5]}")
    gaps = {path: difference(value, yours[path], scale.get(path, 0.0), path) for path, value in mine.items()}
    close = max((gap for path, gap in gaps.items() if not any(part in path for part in ITERATED)), default=0.0)
    where = max(gaps, key=gaps.__getitem__) if gaps else ""
    return Agreement(
        name, len(gaps), gaps.get(where, 0.0), close, where, rtol, tuple(path for path in yours if path not in mine)
    )


def cases() -> list[Case]:
    """The cases of every source that is there."""
    found: list[Case] = []
    for source in SOURCES:
        if (HERE / f"{source}.py").exists():
            found += importlib.import_module(source).cases()
    return found


def uncovered() -> dict[str, str]:
    """What is not compared, by a piece of its path, and why."""
    found: dict[str, str] = {}
    for source in SOURCES:
        if (HERE / f"{source}.py").exists():
            found |= getattr(importlib.import_module(source), "UNCOVERED", {})
    return found


def table(results: list[Agreement]) -> str:
    """The agreement as a Markdown table."""
    lines = ["| case | numbers compared | largest relative difference |", "|---|---:|---:|"]
    lines += [f"| {r.name} | {r.compared} | {r.largest:.1e} |" for r in results]
    largest = max((r.largest for r in results), default=0.0)
    return "\n".join([*lines, f"| all | {sum(r.compared for r in results)} | {largest:.1e} |"])


if __name__ == "__main__":
    print(table([compare(*case) for case in cases()]))
