"""What a template may ask of the edition it is written for: `edition` and `wave("instrument", "wave")` in conditions.

Both are known before anything runs. A branch that the edition does not take is cut from the syntax tree, so that what is cited
in it does not count: one template serves several editions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from evalreport.evaluation.trees import nodes_in
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion

WAVE, EDITION = "wave", "edition"
_NAME = re.compile(rf"\b{WAVE}\b")


@dataclass(frozen=True, eq=False)  # known by identity, so that what was read for it can be kept
class Asked:
    """The edition a template is rendered for: its id among those of the evaluation, and instrument -> waves."""

    edition: str
    editions: tuple[str, ...]
    waves: Mapping[str, tuple[str, ...]]  # that the edition knows
    all_waves: Mapping[str, tuple[str, ...]]  # of the whole evaluation

    def knows(self, instrument: str, wave: str) -> bool:
        """Whether the edition knows a wave of an instrument."""
        return wave in self.waves.get(instrument, ())


def decided(tree: nodes.Template, asked: Asked | None, file: str) -> nodes.Template:
    """The tree without the branches that the edition does not take; raises BadInput with the line of an unknown name."""
    if asked is None:
        return tree
    cutter = _Cutter(asked, file)
    result: nodes.Template = cutter.visit(tree)
    if cutter.problems:
        raise BadInput(cutter.problems)
    return result


def may_ask(text: str) -> bool:
    """Whether a template's text holds the name of `wave()` at all: most do not, and need not be read for it."""
    return bool(_NAME.search(text))


def waves_asked(trees: Iterable[nodes.Template]) -> set[tuple[str, str]]:
    """(instrument, wave) of every wave("…", "…") in templates as they were written."""
    calls = [call for tree in trees for call in nodes_in(tree, nodes.Call)]
    return {names for call in calls if _is_wave(call) and (names := _names(call))}


def _is_wave(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name == WAVE


def _names(call: nodes.Call) -> tuple[str, str] | None:
    """The instrument and the wave of a call, None where they are not two texts in quotes."""
    values = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
    if len(values) != 2 or len(call.args) != 2 or call.kwargs or not all(isinstance(v, str) for v in values):
        return None
    return values[0], values[1]


class _Cutter(NodeTransformer):
    """Puts in what is known, and cuts what it decides."""

    def __init__(self, asked: Asked, file: str) -> None:
        self.asked, self.file = asked, file
        self.problems: list[Problem] = []

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        """The edition's id for its name."""
        known = node.name == EDITION and node.ctx == "load"
        return _constant(self.asked.edition, node) if known else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """True or false for wave("instrument", "wave")."""
        if not _is_wave(node):
            return self.generic_visit(node)
        names = _names(node)
        if names is None:
            self._problem(node, "wave() without two names in quotes", 'Write wave("instrument", "wave")')
            return node
        instrument, wave = names
        if instrument not in self.asked.all_waves:
            self._problem(node, f"wave: no instrument {instrument!r}", suggestion(instrument, self.asked.all_waves))
        elif wave not in self.asked.all_waves[instrument]:
            known = suggestion(wave, self.asked.all_waves[instrument])
            self._problem(node, f"wave: {instrument} has no wave {wave!r}", known)
        return _constant(self.asked.knows(instrument, wave), node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        """A comparison; of the edition with an id that is one."""
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        if any(isinstance(side, nodes.Name) and side.name == EDITION for side in sides):
            texts = [
                item
                for side in sides
                for item in ([side] if isinstance(side, nodes.Const) else side.find_all(nodes.Const))
            ]
            for text in texts:
                if text.value not in self.asked.editions:
                    known = suggestion(str(text.value), self.asked.editions)
                    self._problem(text, f"no edition {text.value!r}", known)
        return self.generic_visit(node)

    def visit_If(self, node: nodes.If) -> Any:
        """What is left of a condition: the branch taken, or those that only the rendering decides."""
        left: list[tuple[nodes.Expr, list[nodes.Node]]] = []
        rest = node.else_
        for branch in (node, *node.elif_):
            test = self.visit(branch.test)
            truth = _truth(test)
            if truth:
                rest = branch.body
                break
            if truth is None:
                left.append((test, self._all(branch.body)))
        kept = self._all(rest)
        if not left:
            return kept
        (test, body), *others = left
        further = [nodes.If(t, b, [], [], lineno=node.lineno, environment=node.environment) for t, b in others]
        return nodes.If(test, body, further, kept, lineno=node.lineno, environment=node.environment)

    def visit_CondExpr(self, node: nodes.CondExpr) -> Any:
        """The side taken of `a if … else b`."""
        test = self.visit(node.test)
        truth = _truth(test)
        if truth is None:
            return self.generic_visit(node)
        if truth:
            return self.visit(node.expr1)
        return self.visit(node.expr2) if node.expr2 is not None else _constant("", node)

    def _all(self, found: Iterable[nodes.Node]) -> list[nodes.Node]:
        return [result for node in found for result in self.visit_list(node)]

    def _problem(self, node: nodes.Node, found: str, expected: str) -> None:
        self.problems.append(Problem(self.file, f"line {node.lineno}", found, expected))


def _constant(value: Any, node: nodes.Node) -> nodes.Const:
    return nodes.Const(value, lineno=node.lineno, environment=node.environment)


def _truth(test: nodes.Expr) -> bool | None:
    """What a condition amounts to, None where only the rendering knows."""
    try:
        return bool(test.as_const())
    except nodes.Impossible:
        return None
