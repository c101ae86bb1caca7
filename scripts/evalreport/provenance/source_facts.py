"""What one Python source says of itself: its code without comments, docstrings and layout, what it imports, and which files it opens.

Nothing is run: all of it is read from the syntax tree.
"""

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalreport.files.errors import BadInput, Problem

OWN_FILE = "__file__"
DOCUMENTATION = "__doc__"  # a module that reads docstrings has them in its code
_MODULE = re.compile(r"\.*[^\W\d]\w*(\.[^\W\d]\w*)*")
TYPES_ONLY = "TYPE_CHECKING"
# What finds a module by a name that is made while the program runs.
LOADERS = frozenset({"import_module", "__import__", "iter_modules", "walk_packages", "run_module"})
MAKERS = frozenset({"exec", "eval"})  # what runs code made from text, which may import anything
RESOURCES = "importlib.resources.files"  # the folder of a package
WRITTEN = "Write it as Path(__file__).parents[n] / 'folder' / 'file'"


@dataclass(frozen=True)
class SourceFacts:
    """What a source says of itself; plain data, so that it can be remembered.

    code: digest of what runs; imports: full names that may be modules (of `from a import b` both a and a.b);
    texts: texts that may name modules, where it loads modules by name;
    dynamic: packages of which it loads modules by names that only a run knows, which may be any of them;
    files: (folders to go up from the source's own file, names below) of what it opens beside the library;
    resources: packages whose folders it opens.
    """

    code: str
    imports: tuple[str, ...]
    texts: tuple[str, ...]
    dynamic: tuple[str, ...]
    files: tuple[tuple[int, tuple[str, ...]], ...]
    resources: tuple[str, ...]


def source_facts(source: bytes, module: str, is_package: bool, file: str) -> SourceFacts:
    """The facts of a source; module: its full name ("" of a script); file: what a message calls it.

    Raises BadInput where `__file__` is used so that the syntax tree does not tell which file is meant.
    """
    tree = _running(ast.parse(source, filename=file))
    package = module if is_package else module.rpartition(".")[0]
    nodes = list(ast.walk(tree))
    loading = [node for node in nodes if isinstance(node, ast.Call) and _called(node) in LOADERS | MAKERS]
    named = [_text_of(call.args[0]) for call in loading if call.args and _called(call) not in MAKERS]
    imports = {*_imports(nodes, package), *(_absolute(name, package) for name in named if name)}
    # A module that loads by names may have them in a table: every text in it may be one.
    words = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)} if loading else set()
    return SourceFacts(
        code=hashlib.sha256(ast.dump(tree, annotate_fields=False).encode()).hexdigest()[:16],
        imports=tuple(sorted(imports)),
        texts=tuple(sorted({_absolute(word, package) for word in words if _MODULE.fullmatch(word)})),
        dynamic=tuple(sorted({found for call in loading if (found := _any_of(call, package)) is not None})),
        files=tuple(sorted(set(_own_files(tree, file)))),
        resources=tuple(sorted(_resources(nodes, imports, package))),
    )


class _Running(ast.NodeTransformer):
    """The tree without what does nothing when it runs: docstrings, bare strings, and imports for type checkers only."""

    def __init__(self, documented: bool):
        self.documented = documented

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Leave a bare text out, unless docstrings are read."""
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text and not self.documented else self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.AST] | None:
        """Leave out what only type checkers see."""
        if TYPES_ONLY in (getattr(node.test, "id", ""), getattr(node.test, "attr", "")):
            return [each for statement in node.orelse for each in _listed(self.visit(statement))]
        return self.generic_visit(node)


def _listed(visited: ast.AST | list[ast.AST] | None) -> list[ast.AST]:
    return [] if visited is None else [*visited] if isinstance(visited, list) else [visited]


def _running(tree: ast.Module) -> ast.Module:
    documented = any(
        isinstance(node, ast.Attribute)
        and node.attr == DOCUMENTATION
        or isinstance(node, ast.Name)
        and node.id == DOCUMENTATION
        for node in ast.walk(tree)
    )
    running = _Running(documented).visit(tree)
    assert isinstance(running, ast.Module)
    return running


def _imports(nodes: Sequence[ast.AST], package: str) -> Iterator[str]:
    """Names imported anywhere, inside functions too."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = _absolute("." * node.level + (node.module or ""), package)
            yield parent
            yield from (f"{parent}.{alias.name}" for alias in node.names)


def _absolute(name: str, package: str) -> str:
    """The full name of a module that may be named from a package on: "..words" in "a.b" is "a.words"."""
    bare = name.lstrip(".")
    level = len(name) - len(bare)
    if not level:
        return bare
    above = package.split(".")[: len(package.split(".")) - level + 1]
    return ".".join([*above, bare] if bare else above)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _text_of(node: ast.expr) -> str | None:
    """A text written out; None of one that only a run knows."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _any_of(call: ast.Call, package: str) -> str | None:
    """The package a loader may load any module of: the one its name begins with, else the own one; None where the name is written out."""
    name = call.args[0] if call.args and _called(call) not in MAKERS else None
    if name is not None and _text_of(name) is not None:
        return None
    begins = _text_of(name.values[0]) if isinstance(name, ast.JoinedStr) and name.values else None
    return _absolute(begins, package).rpartition(".")[0] if begins and "." in begins.lstrip(".") else package


def _own_files(tree: ast.Module, file: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Places told from `__file__`: the longest path that is written out, up to what only a run knows."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Name) and node.id == OWN_FILE):
            continue
        call = parents.get(node)
        if not (isinstance(call, ast.Call) and _called(call) == "Path"):
            raise BadInput(
                [Problem(file, f"line {node.lineno}", f"{OWN_FILE} names no file that can be told", WRITTEN)]
            )
        yield _place(call, parents)


def _place(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[int, tuple[str, ...]]:
    """Follow .parent, .parents[n], / "name" and what leaves a path as it is, as far as they are written out."""
    up = 0
    names: tuple[str, ...] = ()
    while (step := _step(node, parents)) is not None:
        node, more, name = step
        up, names = up + more, (*names, *name)
    return up, names


def _step(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[ast.AST, int, tuple[str, ...]] | None:
    outer = parents.get(node)
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Div) and outer.left is node:
        name = _text_of(outer.right)
        return None if name is None else (outer, 0, tuple(name.split("/")))
    if not isinstance(outer, ast.Attribute):
        return None
    use = parents.get(outer)
    if outer.attr == "parent":
        return outer, 1, ()
    if outer.attr == "parents" and isinstance(use, ast.Subscript) and isinstance(use.slice, ast.Constant):
        return use, int(str(use.slice.value)) + 1, ()
    if outer.attr in ("resolve", "absolute") and isinstance(use, ast.Call):
        return use, 0, ()
    if outer.attr == "joinpath" and isinstance(use, ast.Call):
        written = [_text_of(argument) for argument in use.args]
        known = tuple(name for name in written if name is not None)
        return (use, 0, known) if len(known) == len(written) else None
    return None


def _resources(nodes: Sequence[ast.AST], imports: set[str], package: str) -> set[str]:
    """Packages whose folders are opened; the own one where only a run knows which."""
    calls = [n for n in nodes if isinstance(n, ast.Call) and _called(n) == RESOURCES.rpartition(".")[2]]
    ours = RESOURCES in imports or RESOURCES.rpartition(".")[0] in imports
    return {_text_of(call.args[0]) or package for call in calls if len(call.args) == 1} if ours else set()
