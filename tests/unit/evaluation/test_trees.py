"""Nodes of a kind in a syntax tree, from one walk."""

from evalreport.evaluation.asked import may_ask
from evalreport.evaluation.trees import nodes_in
from jinja2 import Environment, nodes

TEXT = "{% if a %}x {{ f(b, g(1)) }}{% for c in d %}{{ h(c)|upper }}{% endfor %}{% else %}{{ f(e) }}{% endif %}"


def test_the_order_is_that_of_a_walk_for_each_kind():
    tree = Environment().parse(TEXT)
    for kinds in ((nodes.Call,), (nodes.Name,), (nodes.TemplateData,), (nodes.If, nodes.For), (nodes.Include,)):
        assert nodes_in(tree, *kinds) == [*tree.find_all(kinds)]
    assert [call.node.name for call in nodes_in(tree, nodes.Call)] == ["f", "g", "h", "f"]


def test_two_trees_alike_have_their_own_nodes():
    first, second = Environment().parse(TEXT), Environment().parse(TEXT)
    assert first == second
    assert nodes_in(first, nodes.Call)[0] is not nodes_in(second, nodes.Call)[0]


def test_only_a_text_with_the_name_of_wave_may_ask_for_one():
    assert may_ask('{% if wave("a", "2010") %}x{% endif %}')
    assert may_ask("{{ x if not wave ('a', 'b') }}")
    assert not may_ask('In two waves: {{ wave_count("a", "2010") }}')
