"""The law of the scripts: a function, and a last block that maps what Snakemake gives onto it."""

import ast
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
FILES = sorted(SCRIPTS.glob("*.py"))
LIBRARY = sorted((SCRIPTS / "evalreport").rglob("*.py"))
MAXIMUM = 67  # lines of code; the longest maps fourteen arguments


def name_of(path: Path) -> str:
    return path.relative_to(SCRIPTS).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def imported(node: ast.AST) -> set[str]:
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            found |= {alias.name.split(".")[0] for alias in part.names}
        elif isinstance(part, ast.ImportFrom):
            found.add("." if part.level else (part.module or "").split(".")[0])
    return found


def is_main_block(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'" and not node.orelse


def test_there_are_scripts_and_a_library():
    assert len(FILES) > 5 and len(LIBRARY) > 20


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_last_statement_of_a_script_knows_snakemake(path):
    body = tree(path).body
    assert is_main_block(body[-1]), 'the last statement is not `if __name__ == "__main__":`'
    assert "snakemake" in names(body[-1])
    for statement in body[:-1]:
        assert "snakemake" not in names(statement), f"line {statement.lineno} uses the global `snakemake`"
        assert not is_main_block(statement)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_script_is_a_function_of_its_own_name_called_in_its_block(path):
    body = tree(path).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    public = [function.name for function in functions if not function.name.startswith("_")]
    assert public == [path.stem]
    assert path.stem in names(body[-1])
    main = next(function for function in functions if function.name == path.stem)
    assert ast.get_docstring(main)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_happens_when_a_script_is_imported(path):
    body = tree(path).body
    assert ast.get_docstring(tree(path))
    for statement in body[1:-1]:
        allowed = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign)
        assert isinstance(statement, allowed), f"line {statement.lineno} does something at import"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_scripts_are_short(path):
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert len([line for line in lines if line and not line.startswith("#")]) < MAXIMUM


@pytest.mark.parametrize("path", [*FILES, *LIBRARY], ids=name_of)
def test_nobody_imports_a_script(path):
    """Not scripts from each other, and not the library from scripts; the library's own modules by their full name."""
    stems = {script.stem for script in FILES} | {"scripts", "."}
    assert not imported(tree(path)) & stems


@pytest.mark.parametrize("path", [path for path in LIBRARY if path.parent.name != "run"], ids=name_of)
def test_the_library_does_not_know_the_workflow_engine(path):
    assert "snakemake" not in names(tree(path)) | imported(tree(path))
