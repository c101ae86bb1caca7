"""The two builds that a review holds side by side: a release, or the current build as it would be frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.changes.compare import Numbers
from evalreport.exhibits.view import View, view_from
from evalreport.files.errors import BadInput, Problem, Stopped
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.rows import read_rows
from evalreport.files.tables import read_table
from evalreport.releases.releases import INPUTS, Release, find_release, place_of_release, read_release, release_names
from evalreport.releases.snapshots import Snapshot

ESTIMATES, TESTS = ".estimates.csv", ".tests.csv"
CLAIMS = "claims.csv"


@dataclass(frozen=True)
class Side:
    """One build: its index and content (as frozen), the files it made, the texts it was made of, digests of its raw rows."""

    name: str
    index: Mapping[str, Any]
    content: Mapping[str, Any]
    files: Mapping[str, Path]  # path in the release -> file, of what the build made
    sources: Mapping[str, str]  # path -> text of configuration, templates and design
    rows: tuple[pd.DataFrame, pd.DataFrame]
    folder: str = ""  # of a release: sign-offs are put there

    @property
    def exhibits(self) -> list[str]:
        """The exhibits with numbers."""
        return _named(self.files, "exhibits/", ESTIMATES)

    @property
    def figures(self) -> list[str]:
        """The exhibits that were drawn."""
        return _named(self.files, "figures/", ".svg")

    @property
    def chapters(self) -> list[str]:
        """The chapters, in no order."""
        return _named(self.files, "chapters/", ".md")

    def views(self) -> dict[str, View]:
        """Exhibit -> its view."""
        return {name: view_from(data) for name, data in self.content["views"].items()}

    def numbers(self, exhibits: Sequence[str]) -> dict[str, Numbers]:
        """Exhibit -> its estimates and tests."""
        return {
            name: Numbers(
                read_table(self.files[f"exhibits/{name}{ESTIMATES}"], ESTIMATE_TEXT),
                read_table(self.files[f"exhibits/{name}{TESTS}"], TEST_TEXT),
            )
            for name in exhibits
        }

    def claims(self) -> list[dict[str, str]] | None:
        """The rows of claims.csv; None of a build without."""
        return self.table(CLAIMS) if CLAIMS in self.files else None

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a CSV file of the build, as text."""
        return read_rows(self.files[name])

    def text(self, name: str) -> str:
        """The text of a file of the build."""
        return self.files[name].read_text(encoding="utf-8")

    def same(self, name: str, other: "Side") -> bool:
        """Whether a file that both have has the same bytes."""
        return self.files[name].read_bytes() == other.files[name].read_bytes()


def _named(files: Mapping[str, Path], folder: str, ending: str) -> list[str]:
    names = (name.removeprefix(folder) for name in files if name.startswith(folder))
    return sorted(name.removesuffix(ending) for name in names if name.endswith(ending) and "/" not in name)


def side_of_release(release: Release) -> Side:
    """A release as a side; Stopped when it is no longer what was frozen."""
    altered = release.altered()
    if altered:
        shown = ", ".join(altered[:5]) + (f" and {len(altered) - 5} more" if len(altered) > 5 else "")
        raise Stopped(
            f"{release.folder} is no longer what was frozen. Changed, missing or added: {shown}. Put it back, for example from git."
        )
    files = {name: release.folder / name for name in release.outputs()}
    return Side(
        release.name, release.index, release.content, files, release.texts(), release.rows(), release.folder.as_posix()
    )


def side_of_build(snapshot: Snapshot, content: Mapping[str, Any], name: str) -> Side:
    """The current build as a side; content: `edition_content`."""
    files = {name: path for name, path in snapshot.copies.items() if not name.startswith(INPUTS)}
    return Side(name, snapshot.index, content, files, snapshot.sources, snapshot.rows)


def chosen_release(wanted: str, folder: Path, key: str) -> Release:
    """The release of a name below `folder` (releases/<evaluation>), or in a folder of its own; BadInput where there is none.

    key: the word after --config that names it.
    """
    place = place_of_release(wanted, folder)
    if place is None:
        known = release_names(folder)
        there = (
            f"One of {', '.join(known)}, or a folder with a release.json" if known else "Freeze one: snakemake release"
        )
        raise BadInput([Problem("--config", key, f"there is no release {wanted!r} in {folder}", there)])
    return read_release(place)


def last_release(folder: Path, editions: Sequence[str], edition: str, previous: str = "") -> Release:
    """What a build is compared with when nothing is said: its edition's last release, the edition it names as previous, else the
    last frozen edition before it in evaluation.yaml. Stopped where none is frozen.

    editions: as they stand there.
    """
    earlier = list(reversed(editions[: editions.index(edition)]))
    for name in [edition, *([previous] if previous else []), *earlier]:
        found = find_release(folder, name)
        if found is not None:
            return found
    raise Stopped(
        f"There is nothing to compare with: no release of {edition} or of an edition before it in {folder}. "
        "Freeze one with: snakemake release"
    )
