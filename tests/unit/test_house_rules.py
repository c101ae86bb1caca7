"""Rules of the house that a reader of the code relies on: no evaluation inside it, short modules and functions, docstrings."""

import ast
import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "scripts/evalreport").rglob("*.py"))
CODE = [*sorted((ROOT / "scripts").rglob("*.py")), *sorted((ROOT / "rules").glob("*.smk")), ROOT / "Snakefile"]
PYTHON = [path for path in CODE if path.suffix == ".py"]
CODEBOOKS = sorted((ROOT / "config").glob("*/codebook"))
EVALUATIONS = [
    path.parent for path in sorted((ROOT / "config").glob("*/evaluation.yaml")) if path.parent.name != "schemas"
]
MODULE_LINES, FUNCTION_LINES, FOLDER_MODULES = 400, 55, 25
FOLDERS = sorted({path.parent for place in ("scripts/evalreport", "tests") for path in (ROOT / place).rglob("*.py")})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def labels(row: dict[str, str]) -> set[str]:
    return {text.strip() for column, text in row.items() if (column or "").startswith("label_") and text}


@cache
def ids_of_questions() -> set[str]:
    """Variables, batteries, value sets, collapses and code maps: words no program has, so with an underscore or a digit."""
    found = set()
    for folder in CODEBOOKS:
        for path in sorted(folder.glob("*.csv")):
            for row in rows(path):
                found |= {row.get(column) or "" for column in ("variable", "battery", "collapse", "map", "value_set")}
    return {name for name in found if "_" in name or re.search(r"\d", name)}


@cache
def labels_of_questions() -> set[str]:
    """Labels of several words, or long ones: short ones such as "Ja" or "1" are nobody's."""
    found = set()
    for folder in CODEBOOKS:
        for path in sorted(folder.glob("*.csv")):
            for row in rows(path):
                found |= labels(row)
    return {label for label in found if len(label) > 12 or " " in label.strip()}


@cache
def ids_of_evaluations() -> set[str]:
    """Folders of evaluations, and the ids in their evaluation.yaml and exhibit files."""
    found = set()
    for folder in EVALUATIONS:
        data = yaml.safe_load((folder / "evaluation.yaml").read_text(encoding="utf-8"))
        groups = {group for grouping in data.get("groupings", {}).values() for group in grouping.get("groups", ())}
        found |= {*data.get("instruments", {}), *data["editions"], *groups}
        for plan in folder.glob("exhibits/*.yaml"):
            found |= {exhibit["id"] for exhibit in yaml.safe_load(plan.read_text(encoding="utf-8"))["exhibits"]}
    return {name for name in found if "_" in name} | {folder.name for folder in EVALUATIONS}


# What the program calls something itself may also be an id of an evaluation.
SHARED_WORDS = frozenset({"response_rates"})  # a function of the library, and an exhibit that shows what it computes


def test_there_is_something_to_check():
    assert CODEBOOKS and len(ids_of_questions()) > 20 and len(labels_of_questions()) > 20 and len(LIBRARY) > 20


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_evaluation_in_the_code(path):
    text = path.read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    assert not {word.lower() for word in words} & {folder.name for folder in EVALUATIONS}
    assert not (words & (ids_of_questions() | ids_of_evaluations())) - SHARED_WORDS
    strings = "\n".join(re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|#.*", text))
    assert not [label for label in labels_of_questions() if label in strings]


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_modules_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_folders_can_be_looked_over(folder):
    assert len(list(folder.glob("*.py"))) <= FOLDER_MODULES


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def own_lines(function: ast.FunctionDef) -> int:
    """Lines of a function without those of the functions defined inside it, which count on their own."""
    inner = [node for node in functions(function) if node is not function]
    outermost = [node for node in inner if not any(node in functions(other) for other in inner if other is not node)]
    length = (function.end_lineno or 0) - function.lineno + 1
    return length - sum((node.end_lineno or 0) - node.lineno + 1 for node in outermost)


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_functions_are_short(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [f"{f.name}: {own_lines(f)}" for f in functions(tree) if own_lines(f) > FUNCTION_LINES] == []


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_everything_public_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    places = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    public = [
        node
        for place in places
        for node in place.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_no_catch_all_modules(path):
    assert path.stem not in ("utils", "util", "helpers", "common", "misc", "tools")


@pytest.mark.parametrize(
    ("starts", "homes"),
    [
        (r"get_pandoc_path", {"programs/pandoc.py"}),
        (
            r"csv\.(?:DictReader|reader)",
            {"files/rows.py", "ingest/formats/delimited.py"},
        ),  # the latter: exports, quote by quote
        (r"pd\.read_csv", {"files/tables.py"}),
    ],
)
def test_what_is_read_or_started_in_one_place(starts, homes):
    here = ROOT / "scripts/evalreport"
    found = {
        path.relative_to(here).as_posix() for path in LIBRARY if re.search(starts, path.read_text(encoding="utf-8"))
    }
    assert found == homes


def test_configuration_is_read_without_the_heavy_libraries():
    """Every job reads the configuration first; scipy alone would add most of a second to each of them."""
    script = (
        "import sys, evalreport.project.open, evalreport.chapters.chapter;"
        "print(*({'scipy', 'matplotlib', 'docx'} & {*sys.modules}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == []


def test_no_two_modules_of_the_tests_have_one_name():
    """Tests import their helpers by name alone: of two modules of one name the first one read would serve both folders."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name not in ("conftest.py", "__init__.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
