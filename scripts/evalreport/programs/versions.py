"""The programs that made a report, with their versions."""

import platform
import subprocess
from importlib.metadata import version

PACKAGES = (
    "snakemake",
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "jinja2",
    "pyreadstat",
    "openpyxl",
    "typst",
    "python-docx",
)


def software_versions() -> dict[str, str]:
    """Name -> version of Python, the packages that make numbers or pages, and pandoc."""
    import pypandoc

    # `pandoc --version` itself, because the wheel's number is not pandoc's.
    shown = subprocess.run([pypandoc.get_pandoc_path(), "--version"], capture_output=True, text=True, check=True).stdout
    found = {name: version(name) for name in PACKAGES}
    return found | {"Python": platform.python_version(), "pandoc": shown.split()[1]}
