"""Conda users get the versions that the lock has. (That a conda channel holds them cannot be tested without one.)"""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
CONDA_TO_PYPI = {"snakemake-minimal": "snakemake", "matplotlib-base": "matplotlib"}


def locked(name):
    """package -> versions in a lock file; a package may have one a Python version."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9_.-]+)==([^\s;\\]+)", line)
        if match:
            found.setdefault(match[1].lower().replace("_", "-"), set()).add(match[2])
    return found


def conda():
    """package -> version in environment.yml, its pip part included."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [entry for entry in entries if isinstance(entry, str)]
    pip = [entry for part in entries if isinstance(part, dict) for entry in part["pip"]]
    pairs = [entry.split("=", 1) for entry in plain if "=" in entry and not entry.startswith("python")]
    pairs += [entry.split("==") for entry in pip]
    pairs += [entry.split("=", 1) for entry in plain if entry.startswith("python-")]
    return {CONDA_TO_PYPI.get(name, name): version for name, version in pairs}


def wanted():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.match(r"[A-Za-z0-9_-]+", d)[0].lower().replace("_", "-") for d in project["dependencies"]}


def test_environment_names_every_dependency_and_no_other():
    assert set(conda()) == wanted()


def test_environment_has_the_locked_versions():
    lock = locked("requirements.lock")
    assert {name: version for name, version in conda().items() if version not in lock[name]} == {}


def test_both_locks_agree():
    tests = locked("requirements-dev.lock")
    assert {name: v for name, v in locked("requirements.lock").items() if tests.get(name) != v} == {}


def test_every_locked_package_has_hashes():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", text)
        assert [b.split("==")[0] for b in blocks if "==" in b and "--hash=sha256:" not in b] == []
