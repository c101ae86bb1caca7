"""The nodes of templates' syntax trees, walked once a tree: half a dozen checks look for nodes of a kind in each."""

from functools import cache
from typing import Any

from jinja2 import nodes


def nodes_in(tree: nodes.Template, *kinds: type[nodes.Node]) -> list[Any]:
    """The nodes of some kinds in a tree, in the order of `Node.find_all`; the tree must not change after the first look."""
    return [node for node in _all_nodes(tree) if isinstance(node, kinds)]


@cache  # trees are known by identity, and kept as long as the templates they are of
def _all_nodes(tree: nodes.Template) -> tuple[nodes.Node, ...]:
    return tuple(tree.find_all(nodes.Node))
