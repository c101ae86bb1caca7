import pytest
from evalreport.chapters.cited import NAMES
from evalreport.chapters.templates import heading_ids, templates_of, unknown_names
from evalreport.files.errors import BadInput


def write(folder, text, name="chapter"):
    path = folder / f"{name}.md.jinja"
    path.write_text(text, encoding="utf-8")
    return path


def test_heading_ids_are_those_of_headings(tmp_path):
    text = "# En {#ch-one}\n\n## To {.unnumbered #sec-two}\n\ntekst {#not-a-heading}\n"
    assert heading_ids([write(tmp_path, text)]) == {"ch-one", "sec-two"}


def test_includes_and_imports_each_once(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    write(shared, '{% include "b.md.jinja" %}', "a")
    write(shared, "text", "b")
    path = write(tmp_path, '{% include "a.md.jinja" %}{% include "b.md.jinja" %}{% from "b.md.jinja" import x %}')
    assert [p.name for p in templates_of(path, [tmp_path, shared])] == ["chapter.md.jinja", "a.md.jinja", "b.md.jinja"]


def test_an_include_that_is_not_there(tmp_path):
    path = write(tmp_path, 'a\n{% include "gone.md.jinja" %}')
    with pytest.raises(BadInput, match=r"chapter.md.jinja, line 2: no template 'gone.md.jinja' to include"):
        templates_of(path, [tmp_path])


def test_a_missing_template(tmp_path):
    with pytest.raises(
        BadInput, match=r"gone.md.jinja: the template does not exist\. Write it, or leave the chapter out"
    ):
        templates_of(tmp_path / "gone.md.jinja", [tmp_path])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('one\n{{ pctt("use") }}', "line 2: no function or name 'pctt'. Did you mean 'pct'?"),
        ('{{ n("use") | inwords }}', "line 1: no filter 'inwords'. Did you mean 'in_words'?"),
        ("{% if 2 is evn %}x{% endif %}", "line 1: no test 'evn'. Did you mean 'even'?"),
        ('{% claim "majority", "use" %}{{ shares }}{% endclaim %}', "line 1: no function or name 'shares'"),
        ("{% for x in [1] %}{{ x }}{% endfor %}{{ x }}", ""),  # set somewhere: left to the rendering
        ("{% for x in [1] %}{{ loop.index }}{% endfor %}{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1) }}", ""),
        ('{{ n("use") | in_words | capitalize }} {{ range(3) | join }}', ""),
        ('{% if edition == "interim" and wave("staff", "2009") %}x{% endif %}', ""),
    ],
)
def test_names_that_nothing_has(tmp_path, text, expected):
    found = [str(problem) for problem in unknown_names([write(tmp_path, text)], NAMES)]
    assert len(found) == bool(expected)
    assert all(f"chapter.md.jinja, {expected}" in problem for problem in found)


def test_all_unknown_names_at_once(tmp_path):
    path = write(tmp_path, "{{ pctt(1) }}\n{{ 1 | uper }}\n{{ meen(2) }}{{ meen(3) }}")
    lines = [problem.place for problem in unknown_names([path], NAMES)]
    assert lines == ["line 1", "line 2", "line 3"]


def test_an_included_template_sees_what_the_one_around_it_sets(tmp_path):
    inner = write(tmp_path, "{{ town }} {{ twon }}", "inner")
    outer = write(tmp_path, '{% set town = "Oslo" %}{% include "inner.md.jinja" %}')
    (problem,) = unknown_names([outer, inner], NAMES)
    assert "inner.md.jinja, line 1: no function or name 'twon'. Did you mean 'town'?" in str(problem)
