"""A report that is built once, and a folder to edit a copy of it in."""

import shutil

import pytest
from returning_report import FOLDER, small_report


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """The report; tests read and copy it."""
    return small_report(tmp_path_factory.mktemp("report"))


@pytest.fixture
def work(report, tmp_path, monkeypatch):
    """A folder with the templates and the report, to edit."""
    shutil.copytree(report.folder / FOLDER, tmp_path / FOLDER)
    shutil.copy(report.path, tmp_path / "report.docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path
