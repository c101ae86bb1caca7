"""The wheel holds the whole library: it is built, unpacked in an empty folder and imported from there."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import evalreport
assert evalreport.__file__.startswith(sys.argv[1]), evalreport.__file__
for found in pkgutil.walk_packages(evalreport.__path__, "evalreport."):
    importlib.import_module(found.name)
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel's content in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    source = folder / "source"  # setuptools leaves a folder `build` where it runs
    (source / "scripts").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    (source / "scripts/evalreport").symlink_to(ROOT / "scripts/evalreport")
    subprocess.run([*wheel, str(folder), str(source)], check=True, capture_output=True, text=True)
    (made,) = folder.glob("*.whl")
    zipfile.ZipFile(made).extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_has_every_file_of_the_library(unpacked):
    library = ROOT / "scripts/evalreport"
    there = {p.relative_to(unpacked / "evalreport").as_posix() for p in (unpacked / "evalreport").rglob("*")}
    wanted = {p.relative_to(library).as_posix() for p in library.rglob("*") if "__pycache__" not in p.parts}
    assert wanted - there == set()


def test_every_module_imports_from_the_wheel(unpacked):
    ran = subprocess.run([sys.executable, "-I", "-c", IMPORT_ALL, str(unpacked)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
