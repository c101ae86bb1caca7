"""What the chapter of changes compares, known when the workflow is read: the release of the previous edition and the exhibits both have."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.changes.compare import Numbers
from evalreport.files.errors import BadInput, Problem
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.rows import read_rows
from evalreport.files.tables import read_table
from evalreport.files.writing import sha256
from evalreport.releases.releases import Release

if TYPE_CHECKING:
    pass

CLAIMS = "claims.csv"


def plain_title(title: str) -> str:
    """A caption without the numbers that template functions put into it: they are of one edition, and the caption stands for both."""
    return re.sub(r"\{\{.*?\}\}", "…", title)


def compared_exhibits(previous: Release | None, exhibits: Mapping[str, Any]) -> list[str]:
    """The exhibits that the previous edition and this one have."""
    known = set(previous.exhibits) if previous else set()
    return [name for name in exhibits if name in known]


def shown_otherwise(
    old: Mapping[str, str] | None, new: Mapping[str, str] | None, exhibits: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Of exhibits that two editions have, those that only the new one shows, and those that only the old one showed.

    old, new: exhibit -> table or figure, as shown; None in a release that does not say.
    """
    if old is None or new is None:
        return [], []
    return [e for e in exhibits if e in new and e not in old], [e for e in exhibits if e in old and e not in new]


def claims_of(paths: Sequence[str]) -> list[dict[str, str]]:
    """The rows of the claims.csv among some files."""
    return [row for path in paths if path.endswith(CLAIMS) for row in read_rows(path)]


def frozen_numbers(paths: Sequence[str], index: Mapping[str, Any]) -> dict[str, Numbers]:
    """Exhibit -> its frozen tables; BadInput where a file is no longer what was frozen. paths: `release_files`."""
    files = {Path(path).name: Path(path) for path in paths if Path(path).parent.name == "exhibits"}
    how = "Put the folder back as it was frozen, for example from git"
    wrong = [
        Problem(str(path), "", "this is not what was frozen", how)
        for name, path in files.items()
        if sha256(path) != index["files"][f"exhibits/{name}"]["sha256"]
    ]
    if wrong:
        raise BadInput(wrong)
    ending = ".estimates.csv"
    names = [name.removesuffix(ending) for name in files if name.endswith(ending)]
    return {
        name: Numbers(
            read_table(files[f"{name}{ending}"], ESTIMATE_TEXT), read_table(files[f"{name}.tests.csv"], TEST_TEXT)
        )
        for name in names
    }
