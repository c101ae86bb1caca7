"""Claims by id: read in the text, their conditions in a table, checked as those of the long form."""

from pathlib import Path

import pytest
from evalreport.chapters.cited import CLAIM, citations, claims_by_id
from evalreport.chapters.templates import SYNTAX, parse_template
from evalreport.chapters.tracing import TAG, items
from evalreport.claims.collect import Collector
from evalreport.claims.conditions import Margins
from evalreport.claims.named import Used, named_problems, read_named
from evalreport.claims.spans import LooseClaim, as_tags, spans
from evalreport.claims.tag import tags
from evalreport.files.errors import BadInput
from jinja2 import Environment


def rendered(source: str, named: dict | None = None) -> tuple[str, list]:
    """What a template prints, and the conditions of its claims in the order in which their sentences end."""
    environment, seen = Environment(trim_blocks=True, lstrip_blocks=True, **SYNTAX), []

    def check(file, line, conditions, decimals, caller):
        text = caller()
        first = str(conditions[0][0][0])
        seen.append(((named or {})[first[1:]] if first.startswith("#") else conditions, line, decimals))
        return f"<{text}>"

    environment.claim_check = check
    return environment.from_string(source, {"pct": lambda *a, **k: "5%"}).render(), seen


LONG = """# A heading {#sec-a}

- {% claim "majority", "use", group="a" %}Most use it ({{ pct("use", decimals=1) }}).{% endclaim %}
- An item [with a link](x) and {% claim "higher", "use", group="a", than="b" and "significant", "use" %}two
  lines{% endclaim %}
  {%+ claim "minority", "use" %}Another line{% endclaim %}

{% claim "higher", "use" %}Around {% claim "minority", "use" %}the [inner](y){% endclaim %} one.{% endclaim %}
Next line.
"""
SHORT = """# A heading {#sec-a}

- [Most use it ({{ pct("use", decimals=1) }}).]{.claim #c-most}
- An item [with a link](x) and [two
  lines]{.claim #c-two}
  [Another line]{#c-line .claim}

[Around [the [inner](y)]{.claim #c-line} one.]{.claim #c-higher}
Next line.
"""
NAMED = {
    "c-most": [(["majority", "use"], {"group": "a"})],
    "c-two": [(["higher", "use"], {"group": "a", "than": "b"}), (["significant", "use"], {})],
    "c-line": [(["minority", "use"], {})],
    "c-higher": [(["higher", "use"], {})],
}


def test_both_forms_print_the_same_and_are_judged_alike():
    assert rendered(SHORT, NAMED) == rendered(LONG)


@pytest.mark.parametrize(
    "text",
    [
        "Plain [link](x) {.note}",
        r"\[Not one\]\{.claim #c-a\}",
        "{% raw %}[x]{.claim #c-a}{% endraw %}",
        "{.claim_fails}",
    ],
)
def test_what_is_no_claim_stays(text):
    assert as_tags(text, lambda *found: pytest.fail(str(found))) == text and not spans(text)


@pytest.mark.parametrize(
    "text, line, told",
    [
        ("a\n\nNo beginning.]{.claim #c-a}", 3, "begins nowhere"),
        ("[No id.]{.claim}", 1, "is no claim: write"),
        ("a\n[Two.]{.claim #a #b}", 2, "is no claim: write"),
        ("[Words.] {.claim #c-a}", 1, "is no claim: write"),
        (r"\[Escaped.]{.claim #c-a}", 1, "begins nowhere"),
        ("{{ f('[') }} one.]{.claim #c-a}", 1, "begins nowhere"),
        ("::: {.claim #c-a}\nx\n:::", 1, "is no claim: write"),
    ],
)
def test_slips_are_told_with_their_line(tmp_path, text, line, told):
    path = tmp_path / "a.md.jinja"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        parse_template(path)
    assert f"line {line}" in str(error.value) and told in str(error.value)
    with pytest.raises(LooseClaim):
        spans(text)


def test_brackets_are_tags_of_the_text_and_other_text_is_whole():
    source = "[A {{ f(']') }} b]{.claim #c-a} {# no remark #} {## one ##}"
    parts = items(source)
    assert "".join(source[p.start : p.end] for p in parts) == source
    assert [source[p.start : p.end] for p in parts if p.kind == TAG] == ["[", "]{.claim #c-a}"]


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "claims" / "a.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_says_what_the_long_form_says(tmp_path):
    path = table(
        tmp_path,
        "id,claim,exhibit,group,than,by,significant,order,among,category,note\n"
        'c-a,higher,use,a,b,"2,5",true,,,often; always,why\n'
        "c-a,ranked,use,,,,,x,,5,\n"
        "c-b,largest,use,a,,,,,groups,,\n",
    )
    named, problems = read_named(path)
    assert problems == []
    assert [each.plain() for each in named["c-a"]] == [
        [
            ["higher", "use"],
            {"group": "a", "than": "b", "by": 2.5, "significant": True, "category": ["often", "always"]},
        ],
        [["ranked", "use"], {"order": ["x"], "category": "5"}],
    ]
    assert [each.plain() for each in named["c-b"]] == [[["largest", "use"], {"group": "a", "among": "groups"}]]


def test_a_table_that_a_norwegian_excel_saved_is_read(tmp_path):
    path = table(tmp_path, 'id;claim;exhibit;category;significant\r\nc-på;higher;use;"ofte; alltid";SANN\r\n', "cp1252")
    named, problems = read_named(path)
    assert not problems and named["c-på"][0].given == {"category": ["ofte", "alltid"], "significant": True}


@pytest.mark.parametrize("cell, value", [("2", 2), ("2,0", 2), ("1.5", 1.5), ("\u22122", -2), ("1e2", 100)])
def test_whole_numbers_are_whole_however_they_are_written(tmp_path, cell, value):
    named, problems = read_named(table(tmp_path, f'id,claim,exhibit,k\nc-a,largest,use,"{cell}"\n'))
    given = named["c-a"][0].given["k"]
    assert not problems and given == value and type(given) is type(value)


@pytest.mark.parametrize("cell", ["two", "nan%", "1 000", "60 %", "²"])
def test_what_is_no_number_is_told(tmp_path, cell):
    named, problems = read_named(table(tmp_path, f"id,claim,exhibit,k\nc-a,largest,use,{cell}\n"))
    assert not named and problems[0].found == repr(cell)


def test_all_that_is_wrong_with_a_table_is_told_at_once(tmp_path):
    path = table(
        tmp_path,
        "id,claim,exhibit,group,by,significant,k\n"
        ",higher,use,,,,\n"
        "c a,higher,use,,,,\n"
        "c-b,hihger,use,,,,\n"
        "c-c,higher,,,,,\n"
        "c-d,higher,use,,much,maybe,\n"
        "c-e,majority,use,,,,3\n",
    )
    _, problems = read_named(path)
    told = [f"{p.place}: {p.found}" for p in problems]
    assert told == [
        "row 2, column id: empty",
        "row 3, column id: 'c a'",
        "row 4, column claim: no condition 'hihger'",
        "row 5, column exhibit: empty",
        "row 6, column by: 'much'",
        "row 6, column significant: 'maybe'",
        "row 7, column k: majority has no argument 'k'",
    ]
    assert "Did you mean 'higher'?" in str(problems[2])
    assert read_named(table(tmp_path, "id,clam,exhibit\n"))[1]


def test_no_table_is_no_claims(tmp_path):
    assert read_named(tmp_path / "claims" / "a.csv") == ({}, [])


def test_what_text_and_table_do_not_share_is_told(tmp_path):
    path = table(tmp_path, "id,claim,exhibit\nc-known,significant,use\nc-left,significant,use\n")
    template = tmp_path / "a.md.jinja"
    template.write_text("x\n[A]{.claim #c-known}\n[B]{.claim #c-knwon}\n", encoding="utf-8")
    named, _ = read_named(path)
    used = claims_by_id([template])
    told = [str(problem) for problem in named_problems(Used(used), named, path)]
    assert len(told) == 2 and "line 3" in told[0] and "Did you mean 'c-known'?" in told[0]
    assert "row 3" in told[1] and "'c-left' stands in no template" in told[1]
    for known in (
        Used(used, read=False),
        Used(used, {"c-left"}),
    ):  # a template that cannot be read, or a translation, may hold it
        assert len([*named_problems(known, named, path)]) == 1


def test_a_condition_is_cited_at_its_row(tmp_path):
    path = table(tmp_path, "id,claim,exhibit,group\nc-a,majority,use,a\nc-a,significant,other,\n")
    template = tmp_path / "a.md.jinja"
    template.write_text("[A]{.claim #c-a}", encoding="utf-8")
    found = citations([template], None, read_named(path)[0])
    assert [(c.function, c.args, c.kwargs, c.place, c.file) for c in found] == [
        (CLAIM, ("majority", "use"), {"group": "a"}, "row 2", str(path)),
        (CLAIM, ("significant", "other"), {}, "row 3", str(path)),
    ]
    assert [tag.name for tag in tags(parse_template(template))] == ["c-a"]


def test_the_collector_takes_the_condition_from_the_table():
    collector = Collector("a", {}, Margins(), "en", False, named={"c-a": [[["nothing", "use"], {}]]})
    with pytest.raises(KeyError):  # the condition is looked up by the id, and this one exists nowhere
        collector("a", 1, [(["#c-a"], {})], None, lambda: "x")
    with pytest.raises(KeyError, match="c-b"):
        collector("a", 1, [(["#c-b"], {})], None, lambda: "x")
