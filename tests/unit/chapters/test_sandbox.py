"""The sandbox of templates: what leads out of it, and what would have no end."""

import pytest
from evalreport.chapters.sandbox import Sandbox, TooMuch, numbers, within
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError

ENDLESS = (
    "{{ 9 ** (9 ** 9) }}",
    '{{ "x" * 10 ** 10 }}',
    '{{ 10 ** 10 * "x" }}',
    "{{ [0] * 10 ** 10 }}",
    "{{ (10 ** 2999) * (10 ** 2999) }}",
    '{{ "%99999999d" | format(1) }}',
    '{{ "%*d" % (10 ** 10, 1) }}',
    '{{ "{:9999999999}".format(1) }}',
    '{{ "x".ljust(10 ** 10) }}',
    '{{ "x" | center(10 ** 10) }}',
    '{{ "x\nx" | indent(10 ** 10) }}',
    "{{ range(10 ** 9) | list | length }}",
    "{% for i in range(90000) %}{% for j in range(90000) %}{% set k = i %}{% endfor %}{% endfor %}",
    "{{ lipsum(n=10 ** 9) }}",
)
OUTSIDE = (
    '{{ "".__class__ }}',
    '{{ "" | attr("__class__") }}',
    "{{ cycler.__init__.__globals__ }}",
    "{{ range.__globals__ }}",
)
USUAL = {
    "{{ range(3) | list }}": "[0, 1, 2]",
    '{{ 3 * 4 }} {{ "%s" % "a" }} {{ 2 ** 10 }}': "12 a 1024",
    '{{ "%.2f" | format(2) }} {{ "{:>5}".format("a") }}': "2.00     a",
    '{{ "a" | center(3) }}|{{ "a\nb" | indent }}|{{ "-" * 3 }}': " a |a\n    b|---",
    "{% for row in [1, 2, 3, 4] | batch(2) %}{{ row | sum }} {% endfor %}": "3 7 ",
}


def rendered(text: str) -> str:
    with within(1.0, 2**30):
        return Sandbox(undefined=StrictUndefined).from_string(text).render()


@pytest.mark.parametrize("text", ENDLESS)
def test_what_would_have_no_end_stops(text):
    with pytest.raises(TooMuch):
        rendered(text)


def test_a_text_that_doubles_itself_stops():
    text = '{% set own = namespace(x="x") %}{% for i in range(64) %}{% set own.x = own.x ~ own.x %}{% endfor %}'
    with pytest.raises((TooMuch, MemoryError)):
        rendered(text)


@pytest.mark.parametrize("text", OUTSIDE)
def test_nothing_leads_out(text):
    with pytest.raises(SecurityError):
        rendered(text)


@pytest.mark.parametrize("text", USUAL)
def test_what_templates_do_is_as_in_jinja(text):
    assert rendered(text) == USUAL[text]


def test_ranges_as_python_has_them():
    assert [*numbers(2, 8, 3)] == [2, 5] and [*numbers(3, 0, -1)] == [3, 2, 1] and not [*numbers(0)]
