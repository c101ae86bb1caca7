"""One build of the demonstration evaluation's exhibits from its raw files, for all golden tests that need it."""

from pathlib import Path

import pytest
from contradictions import build


@pytest.fixture(scope="session")
def published_build(tmp_path_factory) -> Path:
    """A folder with the exhibits and reproduction.csv."""
    folder = tmp_path_factory.mktemp("published")
    build(folder)
    return folder
