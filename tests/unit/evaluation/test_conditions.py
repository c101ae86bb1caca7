"""Conditions on the edition: the branch taken counts, the other does not, and every slip is said with its line."""

import pytest
from evalreport.chapters.cited import citations
from evalreport.chapters.templates import heading_ids, parse_template, templates_of
from evalreport.evaluation.asked import Asked, waves_asked
from evalreport.files.errors import BadInput

WAVES = {"staff": ("2008", "2009"), "users": ("2009",)}


def asked(edition="first", **known) -> Asked:
    return Asked(edition, ("first", "second"), {"staff": ("2008",)} | known, WAVES)


@pytest.fixture
def path(tmp_path):
    def write(text: str, name: str = "chapter"):
        file = tmp_path / f"{name}.md.jinja"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def cited(path, text, edition=None):
    return [c.first for c in citations([path(text)], edition or asked())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% if wave("staff", "2009") %}{{ table("new") }}{% else %}{{ table("old") }}{% endif %}', ["old"]),
        ('{% if wave("staff", "2008") %}{{ table("old") }}{% endif %}{{ table("both") }}', ["old", "both"]),
        ('{% if edition == "second" %}{{ n("a") }}{% elif edition == "first" %}{{ n("b") }}{% else %}{{ n("c") }}{% endif %}', ["b"]),
        ('{% if edition in ["first", "second"] and not wave("users", "2009") %}{{ n("a") }}{% endif %}', ["a"]),
        ('{{ n("a") if wave("staff", "2009") else n("b") }}', ["b"]),
        ('{% if wave("staff", "2009") %}{% if x %}{{ n("a") }}{% endif %}{% endif %}', []),
        ('{% if x %}{{ n("a") }}{% elif edition == "second" %}{{ n("b") }}{% else %}{{ n("c") }}{% endif %}', ["a", "c"]),
        ('{% for k in [1] %}{% if edition != "first" %}{{ n("a") }}{% endif %}{{ n("b") }}{% endfor %}', ["b"]),
    ],
)  # fmt: skip
def test_only_the_branch_the_edition_takes_counts(path, text, expected):
    assert cited(path, text) == expected


def test_what_only_the_rendering_knows_counts_in_all_branches(path):
    assert cited(path, '{% if p("a") %}{{ n("b") }}{% else %}{{ n("c") }}{% endif %}') == ["a", "b", "c"]


def test_headings_and_includes_of_other_branches_do_not_count(path, tmp_path):
    path("text", "part")
    text = '{% if edition == "second" %}\n# A {#ch-a}\n{% include "part.md.jinja" %}\n{% else %}\n# B {#ch-b}\n{% endif %}\n'
    file = path(text)
    assert heading_ids([file], asked()) == {"ch-b"}
    assert templates_of(file, [tmp_path], asked()) == [file]
    assert len(templates_of(file, [tmp_path], asked("second"))) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a\n{% if wave("staff", "2010") %}x{% endif %}', r"line 2: wave: staff has no wave '2010'. Did you mean '200"),
        ('{% if wave("staf", "2009") %}x{% endif %}', r"line 1: wave: no instrument 'staf'. Did you mean 'staff'"),
        ('{% if wave("staff") %}x{% endif %}', r"wave\(\) without two names in quotes. Write wave\(\"instrument\", \"wave\"\)"),
        ("{% if wave(staff, 2009) %}x{% endif %}", r"wave\(\) without two names in quotes"),
        ('{% if edition == "frist" %}x{% endif %}', r"line 1: no edition 'frist'. Did you mean 'first'"),
        ('{% if edition in ["first", "thrid"] %}x{% endif %}', r"no edition 'thrid'"),
    ],
)  # fmt: skip
def test_a_slip_in_a_condition(path, text, message):
    with pytest.raises(BadInput, match=message):
        cited(path, text)


def test_all_slips_of_a_template_are_said_at_once(path):
    with pytest.raises(BadInput) as caught:
        cited(path, '{% if edition == "a" %}{% endif %}\n{% if wave("x", "y") %}{% endif %}')
    assert len(caught.value.problems) == 2


def test_the_waves_a_template_asks_for(path):
    text = '{% if wave("staff", "2009") %}{{ "a" if wave("users", "2009") else "b" }}{% endif %}'
    assert waves_asked([parse_template(path(text))]) == {("staff", "2009"), ("users", "2009")}
