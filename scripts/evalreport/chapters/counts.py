"""How many answers the numbers of a chapter rest on, told from the calls that print them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from evalreport.chapters.cited import QUOTING
from evalreport.chapters.functions import base_of
from evalreport.chapters.tracing import Trace
from evalreport.exhibits.evidence import Evidence


def with_counts(trace: Trace, evidence: Mapping[str, Evidence]) -> Trace:
    """The trace with the number of answers behind each number of one cell."""
    environment = Environment()
    pieces = (
        replace(piece, count=_count(environment, trace.sources[piece.file][piece.source : piece.source_end], evidence))
        if piece.call
        else piece
        for piece in trace.pieces
    )
    return replace(trace, pieces=tuple(pieces))


def _count(environment: Environment, call: str, evidence: Mapping[str, Evidence]) -> int | None:
    """The base of the number that a call names in plain values; None where it names none, or one that is withheld."""
    try:
        found: Any = next(environment.parse(call).find_all(nodes.Call), None)
    except TemplateSyntaxError:
        return None
    if not (found and isinstance(found.node, nodes.Name) and found.node.name in QUOTING and found.args):
        return None
    try:
        first, named = found.args[0].as_const(), {each.key: each.value.as_const() for each in found.kwargs}
    except nodes.Impossible:
        return None
    if first not in evidence or set(named) - {"category", "group", "variable", "decimals"}:
        return None
    try:
        return base_of(evidence[first], named.get("variable"), named.get("group"))
    except (LookupError, ValueError, TypeError):
        return None
