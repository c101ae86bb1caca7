"""The tag `{% claim … %}sentence{% endclaim %}`: how it is written, found in a template and run."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from evalreport.claims.spans import SIGN, as_tags
from evalreport.evaluation.trees import nodes_in

# What Jinja takes out together with the line break after it: tags, comments ({## … ##}), and {% raw %} with all that it quotes.
_RAW = r"\{%[-+]?\s*raw\s*-?%\}(?P<quoted>.*?)\{%[-+]?\s*endraw\s*[-+]?%\}"
_REMOVED = re.compile(_RAW + r"""|\{%(?:[^%'"]|'[^']*'|"[^"]*"|%(?!\}))*%\}|\{\#\#.*?\#\#\}""", re.DOTALL)
_MARK = re.compile(r"[-+](?:%|##)\}$")  # its author has said what shall become of the line break
_NUMBERS = ("pct", "mean", "diff")  # functions that print a value with a number of decimals
_METHOD = "_claim"

Check = Callable[[str, int, list[tuple[list[Any], dict[str, Any]]], int | None, Callable[[], str]], str]


@dataclass(frozen=True)
class Tag:
    """A claim in a template: its line and its conditions, positional and named arguments as syntax trees."""

    line: int
    conditions: tuple[tuple[tuple[nodes.Expr, ...], dict[str, nodes.Expr]], ...]

    @property
    def name(self) -> str:
        """The id of a claim whose condition stands in a table; "" of one that has it beside it."""
        first = self.conditions[0][0][0] if self.conditions[0][0] else None
        text = first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else ""
        return text.removeprefix(SIGN) if text.startswith(SIGN) else ""


class ClaimExtension(Extension):
    """Conditions are written like the arguments of a function, several joined by `and`; claims may nest.

    `environment.claim_check` decides what a claim prints: it gets the template's file, the line, the conditions' arguments, the
    decimals of the numbers in the sentence (None: usual), and a function that renders the sentence.
    """

    tags = {"claim"}

    def __init__(self, environment: Environment):
        super().__init__(environment)
        environment.extend(claim_check=None)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with every tag and comment at the end of a line of text told to keep the line break after it.

        A paragraph or list must not run into the next one; a line of tags alone still leaves nothing behind.
        """

        def failed(found: str, line: int) -> None:
            raise TemplateSyntaxError(found, line, name, filename)

        source = as_tags(source, failed)
        kept, last, text = list[str](), 0, False
        for found in _REMOVED.finditer(source):
            between = source[last : found.start()]
            _, broken, before = (between + (found["quoted"] or "")).rpartition("\n")
            text = bool(before.strip()) or text and not broken
            ends = source[found.end() :].startswith(("\n", "\r"))
            kept += [between, _keeping(found[0]) if text and ends else found[0]]
            last = found.end()
        return "".join(kept) + source[last:]

    def parse(self, parser: Parser) -> nodes.Node:
        """A call block that hands the sentence to the check."""
        line = next(parser.stream).lineno
        conditions = [_condition(parser)]
        while parser.stream.skip_if("name:and"):
            conditions.append(_condition(parser))
        if parser.stream.current.type != "block_end":
            parser.fail("a claim's arguments are separated by commas, several conditions by 'and'")
        body = parser.parse_statements(("name:endclaim",), drop_needle=True)
        written = nodes.List([nodes.Tuple([_list(args), _dict(named)], "load") for args, named in conditions])
        place = [nodes.Const(parser.filename or parser.name or ""), nodes.Const(line)]
        call = self.call_method(_METHOD, [*place, written, nodes.Const(_decimals(body))], lineno=line)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _claim(
        self,
        file: str,
        line: int,
        conditions: list[tuple[list[Any], dict[str, Any]]],
        decimals: int | None,
        caller: Callable[[], str],
    ) -> str:
        check: Check | None = getattr(self.environment, "claim_check", None)
        return caller() if check is None else check(file, line, conditions, decimals, caller)


def _keeping(tag: str) -> str:
    """A tag or comment that keeps the line break after it (`+%}`), unless it is marked already."""
    end = "##}" if tag.endswith("##}") else "%}"
    return tag if _MARK.search(tag) else tag.removesuffix(end) + "+" + end


def _condition(parser: Parser) -> tuple[list[nodes.Expr], dict[str, nodes.Expr]]:
    """`"higher", "exhibit", group="a"` up to `and` or the end of the tag."""
    args: list[nodes.Expr] = []
    named: dict[str, nodes.Expr] = {}
    while True:
        token = parser.stream.current
        if token.type == "name" and parser.stream.look().type == "assign":
            parser.stream.skip(2)
            if token.value in named:
                parser.fail(f"the argument {token.value!r} stands twice in a claim", token.lineno)
            named[token.value] = parser.parse_unary()
        elif named:
            parser.fail("an argument of a claim after a named one needs a name too", token.lineno)
        else:
            args.append(parser.parse_unary())
        if not parser.stream.skip_if("comma"):
            return args, named


def _list(values: list[nodes.Expr]) -> nodes.List:
    return nodes.List(values)


def _dict(values: dict[str, nodes.Expr]) -> nodes.Dict:
    return nodes.Dict([nodes.Pair(nodes.Const(key), value) for key, value in values.items()])


def _decimals(body: list[nodes.Node]) -> int | None:
    """The most decimals that a number in the sentence is printed with; None where none says."""
    calls = [call for node in body for call in node.find_all(nodes.Call)]
    numbers = [call for call in calls if isinstance(call.node, nodes.Name) and call.node.name in _NUMBERS]
    given = [k.value for call in numbers for k in call.kwargs if k.key == "decimals"]
    known = [value.value for value in given if isinstance(value, nodes.Const) and isinstance(value.value, int)]
    return max(known, default=None)


def tags(tree: nodes.Template) -> Iterator[Tag]:
    """The claims of a template, in its order."""
    for block in nodes_in(tree, nodes.CallBlock):
        if isinstance(block.call.node, nodes.ExtensionAttribute) and block.call.node.name == _METHOD:
            written: Any = block.call.args[2]
            conditions = [
                (tuple(pair.items[0].items), {item.key.value: item.value for item in pair.items[1].items})
                for pair in written.items
            ]
            yield Tag(block.lineno, tuple(conditions))
