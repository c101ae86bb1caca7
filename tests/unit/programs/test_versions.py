"""The versions are those of the programs that run."""

import platform
from importlib.metadata import version

from evalreport.programs.versions import PACKAGES, software_versions


def test_every_program_with_its_version():
    found = software_versions()
    assert found["Python"] == platform.python_version()
    assert found["pandas"] == version("pandas")
    assert set(found) == {*PACKAGES, "Python", "pandoc"}
    assert found["pandoc"][0].isdigit()  # pandoc's own number, not that of the package which carries it
