"""The programs that made a report, with their versions."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

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
# Packages whose import has another name than their distribution; the rest is looked up, which takes a tenth of a second.
DISTRIBUTIONS = {"yaml": "pyyaml", "docx": "python-docx", "PIL": "pillow", "pypandoc": "pypandoc-binary"}
READS_PARQUET = {"pandas": ("pyarrow",)}  # found by pandas when a Parquet file is opened, so no module imports it
PANDOC = "pypandoc"
_REQUIRES = re.compile(r"^Requires-Dist: *(?P<name>[A-Za-z0-9._-]+)[^;\n]*(?P<when>.*)$", re.MULTILINE)
_FOLDER = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(dist|egg)-info")


def software_versions() -> dict[str, str]:
    """Name -> version of Python, the packages that make numbers or pages, and pandoc."""
    installed = installed_packages()
    found = {name: installed[normal(name)].version for name in PACKAGES}
    return found | {"Python": platform.python_version(), "pandoc": max(pandoc_versions(), key=_numbers)}


def normal(name: str) -> str:
    """A package's name as the registries compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Installed:
    """A package as it is installed: its version, and the folder that says so."""

    version: str
    metadata: Path


@cache
def installed_packages() -> Mapping[str, Installed]:
    """Packages that can be imported, by name, told from the names of their metadata folders.

    As with imports, the first folder of `sys.path` that has a package decides. Milliseconds, where reading all metadata takes a second.
    """
    found: dict[str, Installed] = {}
    for folder in (Path(entry) for entry in dict.fromkeys(sys.path) if Path(entry).is_dir()):
        named = (_FOLDER.fullmatch(entry) for entry in sorted(os.listdir(folder)))  # noqa: PTH208 (names are enough)
        found = {normal(n["name"]): Installed(n["version"], folder / n[0]) for n in named if n} | found
    return found


def used_packages(imports: Iterable[str]) -> dict[str, str]:
    """Package -> version of imported packages (first parts of module names) and of all that these require; the standard library left out.

    pypandoc counts with every pandoc that it may choose.
    """
    installed, names = installed_packages(), {*imports} - sys.stdlib_module_names
    used = {package for name in names for package in _standing_on(name)}
    found = {package: installed[package].version for package in sorted(used)}
    return found | ({"pandoc": " ".join(pandoc_versions())} if PANDOC in names else {})


@cache
def _standing_on(module: str) -> frozenset[str]:
    """The packages that bring a module, and all that they require."""
    found: set[str] = set()
    waiting = {*_distributions(module), *READS_PARQUET.get(module, ())}
    while waiting:
        name = waiting.pop()
        if name in installed_packages() and name not in found:
            found.add(name)
            waiting |= required_packages(installed_packages()[name].metadata)
    return frozenset(found)


def _distributions(module: str) -> list[str]:
    """The packages that bring a module."""
    for name in (DISTRIBUTIONS.get(module, module), module):
        if normal(name) in installed_packages():
            return [normal(name)]
    return [normal(name) for name in _distributions_of().get(module, ())]


@cache
def _distributions_of() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def required_packages(metadata: Path) -> frozenset[str]:
    """What a package requires, its extras left out; none where its metadata are a single file."""
    said = metadata / "METADATA"
    heads = said.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0] if said.is_file() else ""
    return frozenset(normal(each["name"]) for each in _REQUIRES.finditer(heads) if "extra" not in each["when"])


@cache
def pandoc_versions() -> tuple[str, ...]:
    """Versions of the programs that pypandoc chooses the newest of: on the path, beside pypandoc, beside Python, at home.

    They come from the programs themselves, because the wheel's number is not pandoc's; pypandoc is not asked, because its import takes
    a tenth of a second.
    """
    chosen = os.environ.get("PYPANDOC_PANDOC")
    spec = find_spec(PANDOC)
    beside = [Path(spec.origin).resolve().parent / "files" / "pandoc"] if spec and spec.origin else []
    places = [
        *beside,
        Path(sys.exec_prefix) / "bin/pandoc",
        *(Path.home() / name for name in ("bin/pandoc", ".bin/pandoc")),
    ]
    programs = [chosen] if chosen else [shutil.which("pandoc"), *(str(path) for path in places if path.is_file())]
    return tuple(dict.fromkeys(_version_said(program) for program in dict.fromkeys(programs) if program))


def _version_said(program: str) -> str:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return shown.split()[1]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
