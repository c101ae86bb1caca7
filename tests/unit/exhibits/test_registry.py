"""The registry of kinds: one face for each kind of the schema, with its numbers, its figures and their alt texts."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from evalreport.disclosure.vectors import VECTORS
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.kind import ANSWERED, COMMON
from evalreport.exhibits.numbers import NUMBERS
from evalreport.exhibits.registry import KINDS, owners
from evalreport.exhibits.statistics import STATISTICS
from evalreport.exhibits.view import LIST, TIMELINE
from evalreport.figures.alttext import ALTS
from evalreport.figures.draw import DRAWERS
from evalreport.files.schema import SCHEMAS, load_yaml

ROOT = Path(__file__).parents[3]
PLANNED = load_yaml(SCHEMAS / "exhibits.yaml")["properties"]["exhibits"]["items"]["properties"]
FACES = pytest.mark.parametrize("face", KINDS.values(), ids=list(KINDS))
# Whoever asks the face: all but the package of the exhibits.
ASKING = sorted(path for path in (ROOT / "scripts").rglob("*.py") if "exhibits" not in path.relative_to(ROOT).parts)


def test_every_kind_of_the_schema_has_a_face_and_every_face_a_kind():
    assert sorted(PLANNED["kind"]["enum"]) == sorted(KINDS)


def test_every_face_has_its_numbers_and_every_numbers_a_face():
    assert sorted(NUMBERS) == sorted(KINDS)


def test_every_kind_that_tells_of_those_who_answered_has_vectors():
    answered = [name for name, face in KINDS.items() if face.respondents(Exhibit("x", "c", "T", name)) == ANSWERED]
    assert sorted(VECTORS) == sorted(answered)


def test_every_key_of_the_schema_belongs_to_a_kind():
    assert {*PLANNED, "chapter"} == {*COMMON, *owners()} == {field.name for field in fields(Exhibit)}


@FACES
def test_a_face_lacks_nothing_it_requires(face):
    assert set(face.required) <= set(face.keys) and not set(face.keys) & set(COMMON)


@FACES
def test_every_display_of_a_face_can_be_planned_drawn_and_put_into_words(face):
    drawn = set(face.displays) - {"table"}
    assert set(face.displays) <= set(PLANNED["display"]["enum"])
    assert drawn <= set(DRAWERS) and drawn <= set(ALTS)


def test_every_display_that_can_be_planned_is_that_of_a_kind():
    assert {display for face in KINDS.values() for display in face.displays} == set(PLANNED["display"]["enum"])
    assert set(ALTS) == set(DRAWERS) == set(PLANNED["display"]["enum"]) - {"table"} | {TIMELINE}


def test_what_is_drawn():
    assert KINDS["timeline"].is_figure(Exhibit("x", "c", "T", "timeline"))
    assert not KINDS["references"].is_figure(Exhibit("x", "c", "T", "references"))
    assert [KINDS["mean"].is_figure(Exhibit("x", "c", "T", "mean", display=d)) for d in ("table", "bars")] == [
        False,
        True,
    ]


def strings_in(node: ast.AST, constants: dict[str, set[str]]) -> set[str]:
    """The strings written in a node, and those of the module's tuples, lists and sets that it names."""
    found = {leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}
    return found.union(*(constants.get(leaf.id, set()) for leaf in ast.walk(node) if isinstance(leaf, ast.Name)))


def comparisons(tree: ast.AST) -> list[str]:
    """Comparisons of a kind, a display or a view's statistic, as they are written.

    Of a view's kind and statistic with whatever it be; of others' kinds and displays with the name of one, and of kinds with a
    tuple of names that the module has.
    """
    names = {*KINDS, *PLANNED["display"]["enum"], TIMELINE, LIST}
    constants = {
        target.id: strings_in(node.value, {})
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple | ast.List | ast.Set | ast.Call | ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.Compare)):
        sides = [node.left, *node.comparators]
        for side in (side for side in sides if isinstance(side, ast.Attribute)):
            owner = ast.unparse(side.value).split("[")[0].rpartition(".")[2]
            of_view = owner in ("view", "views") and side.attr in ("kind", "statistic")
            strings = set().union(*(strings_in(each, constants if side.attr == "kind" else {}) for each in sides))
            if of_view or (side.attr in ("kind", "display") and strings & names):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = e.kind == 'share'", True),
        ("x = exhibit.kind in ('flow', 'response')", True),
        ("x = exhibit.display != 'table'", True),
        ("x = evidence.view.statistic in PLAIN", True),
        ("x = views[name].statistic == TEXT", True),
        ("x = cause.kind == 'program'", False),
        ("x = cell.statistic == 'count'", False),
        ("x = KINDS[exhibit.kind].worded", False),
        ("SHARES = ('share', 'change')\nx = exhibit.kind in SHARES", True),
        ("x = exhibit.kind in VECTORS", False),
        ("x = exhibit.display != Exhibit.display", False),
        ("x = kind == 'total'", False),
    ],
)
def test_the_rule_tells_comparisons_that_stand_for_a_kind(code, told):
    assert bool(comparisons(ast.parse(code))) is told


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_outside_asks_for_a_kind(path):
    assert comparisons(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_no_rule_asks_for_a_kind():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rules").glob("*.smk"))
    assert re.findall(r"\.(?:kind|display|statistic)\s*(?:==|!=|not in|in)\b.*", text) == []


def test_every_statistic_is_that_of_some_view():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts/evalreport/exhibits").rglob("*.py"))
    assert [name for name in STATISTICS if text.count(f'"{name}"') < 2] == []
