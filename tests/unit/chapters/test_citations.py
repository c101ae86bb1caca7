"""What templates cite, and every slip in a citation: with file, line and the closest right word."""

from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.chapters.citations import citation_problems
from evalreport.chapters.cited import citations, exhibits_quoted
from evalreport.chapters.templates import heading_ids
from evalreport.claims.table import CONDITIONS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.errors import BadInput

GROUPS = (Item("husk", "HUSK"), Item("control", "Kontroll"))
PANELS = (Panel("group", "Gruppe", GROUPS),)
ANSWERS = (Item("low", "Lite"), Item("high", "Mye"))


def view(exhibit, display="table", statistic="share", variables=("q",), categories=ANSWERS, panels=PANELS) -> View:
    items = tuple(Item(name, name) for name in variables)
    return View(exhibit, "c", "nb", "T", "distribution", display, statistic, items, categories, panels)


VIEWS = {
    v.exhibit: v
    for v in (
        view("use"),
        view("hours", statistic="total", categories=()),
        view("quartiles", statistic="quantile", categories=(Item("q25", "L"), Item("q50", "M"))),
        replace(view("index", statistic="mean", categories=()), indices={"q": (3, 2, 0)}),
        view("pie", display="stacked"),
        view("barriers", variables=("time", "money"), categories=()),
        view("means", statistic="mean", variables=("a", "b"), categories=()),
        view("two", panels=(*PANELS, Panel("nav", "NAV", (Item("yes", "Ja"),)))),
        view("alone", panels=(Panel("everyone", "", (Item("total", "Totalt"),)),)),
    )
}


def write(folder: Path, text: str, name: str = "chapter") -> Path:
    path = folder / f"{name}.md.jinja"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def problems(tmp_path):
    def problems(text: str, **other: str) -> list[str]:
        paths = {"chapter": write(tmp_path, text)} | {name: write(tmp_path, body, name) for name, body in other.items()}
        cited = {name: citations([path]) for name, path in paths.items()}
        found = citation_problems(
            cited, VIEWS, {"offices": 3}, heading_ids(paths.values()), {"staff": ["2008", "2009"]}
        )
        return [str(problem).replace(f"{tmp_path}/", "") for problem in found]

    return problems


def test_calls_with_line_and_plain_arguments(tmp_path):
    path = write(
        tmp_path, '# T\n\n{{ pct("use", category=1, group="husk") }} og\n{{ Ref("use") }}, {{ unknown("x") }}\n'
    )
    found = citations([path])
    assert [(c.line, c.function, c.first, c.kwargs) for c in found] == [
        (3, "pct", "use", {"category": 1, "group": "husk"}),
        (4, "Ref", "use", {}),
    ]


def test_calls_inside_conditions_loops_and_filters_count(tmp_path):
    text = '{% if p("use") %}{{ table("use") }}{% endif %}{% for k in [1] %}{{ n("use", group="husk") | upper }}{% endfor %}'
    assert [c.function for c in citations([write(tmp_path, text)])] == ["p", "table", "n"]


def test_heading_ids_are_no_comments(tmp_path):
    """A heading's id begins with Jinja's own comment sign."""
    path = write(
        tmp_path, '# En {#ch-one}\n\n{{ ref("use") }}\n\n## To {.unnumbered #sec-two}\n\ntekst {#not-a-heading}\n'
    )
    assert [c.function for c in citations([path])] == ["ref"]


def test_comments_are_left_out(tmp_path):
    assert citations([write(tmp_path, '{## {{ table("gone") }} ##}')]) == []


def test_exhibits_whose_numbers_are_printed(tmp_path):
    text = '{{ ref("pie") }}{{ table("use") }}{{ n("alone") }}{{ pct("use", category="low", group="husk") }}{{ fact("offices") }}'
    assert exhibits_quoted(citations([write(tmp_path, text)])) == ["use", "alone"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n{{ table('use' }}", r"chapter.md.jinja, line 3: template error: "),
        ("{% if x %}a\n", r"chapter.md.jinja, line \d: template error: "),
        ("a\n{% unknown %}", r"chapter.md.jinja, line 2: template error: Encountered unknown tag 'unknown'"),
    ],
)
def test_a_slip_in_the_syntax_names_its_line(tmp_path, text, expected):
    with pytest.raises(BadInput, match=expected):
        citations([write(tmp_path, text)])


def test_a_good_chapter_has_no_problems(problems):
    text = """# T {#ch-t}
{{ table("use") }} {{ figure("pie") }} {{ ref("use") }} {{ Section("ch-t") }} {{ fact("offices") }}
{{ pct("use", "low", "husk") }} {{ pct("use", category="*", group="husk") }} {{ diff("use", category="low", group="husk", than="control") }}
{{ pct("alone", category="low") }} {{ n("alone") }} {{ n("alone", group="total") }} {{ wave_count("staff", "2009") }}
{{ pct("barriers", variable="time", group="husk") }} {{ largest("barriers", group="husk", k=2) }}
{{ p("two", panel="nav") }} {{ p("two", groups=["a", "b"]) }} {{ p("use") }}
{{ mean("means", variable="a", group="husk") }} {{ total("hours", group="husk") }}
{{ quantile("quartiles", 0.5, "husk") }} {{ alpha("index") }}
"""
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ table("usee") }}', "chapter.md.jinja, line 1: no exhibit 'usee'. Did you mean 'use'?"),
        ('\n\n{{ ref("zzz") }}', "line 3: no exhibit 'zzz'. Known: alone, barriers, hours, index, means, pie"),
        ('{{ table("pie") }}', "line 1: 'pie' has display: stacked. Use figure() here."),
        ('{{ figure("use") }}', "line 1: 'use' has display: table. Use table() here."),
        ("{% set x = 'use' %}{{ table(x) }}", 'table() without the name of an exhibit in quotes. Write for example table("…").'),
        ("{{ table() }}", "table() without the name of an exhibit in quotes"),
        ("{{ n(3) }}", "n() without the name of an exhibit in quotes"),
        ('{{ ref("use") }}', "'use' is referred to but shown in no chapter of this edition. Show it with table() or figure()."),
        ('{{ pct("use", category="lw", group="husk") }}', "pct('use'): no category 'lw'. Did you mean 'low'?"),
        ('{{ pct("use", "lw", "husk") }}', "pct('use'): no category 'lw'. Did you mean 'low'?"),
        ('{{ pct("use", "low", "hsk") }}', "pct('use'): no group 'hsk'. Did you mean 'husk'?"),
        ('{{ pct("use", category="low", group="kontrol") }}', "pct('use'): no group 'kontrol'. Did you mean 'control'?"),
        ('{{ pct("use", category="low") }}', "pct('use') does not say which group. Add group=…."),
        ('{{ pct("use") }}', "pct('use') does not say which group and which category. Add group=…, category=…."),
        ('{{ pct("barriers", group="husk") }}', "pct('barriers') does not say which variable. Add variable=…."),
        ('{{ mean("means", group="husk") }}', "mean('means') does not say which variable"),
        ('{{ mean("means", variable="c", group="husk") }}', "mean('means'): no variable 'c'. Known: a, b."),
        ('{{ n("use") }}', "n('use') does not say which group"),
        ('{{ diff("use", category="low", group="husk") }}', "diff('use') does not say which than. Add than=…."),
        ('{{ diff("use", category="low", group="husk", than="cntrol") }}', "diff('use'): no than 'cntrol'. Did you mean 'control'?"),
        ('{{ p("barriers") }}', "p('barriers') does not say which variable. Add variable=…."),
        ('{{ significance("two") }}', "significance('two') does not say which panel. Add panel=…."),
        ('{{ p("two", panel="grup") }}', "p('two'): no panel 'grup'. Did you mean 'group'?"),
        ('{{ largest("barriers") }}', "largest('barriers') does not say which group"),
        ('{{ ratio("hours", group="husk") }}', "ratio('hours'): the exhibit is not of kind ratio"),
        ('{{ net("use", group="husk") }}', "net('use'): the exhibit is not of kind change"),
        ('{{ quantile("quartiles", 0.75, group="husk") }}', "quantile('quartiles'): no quantile 0.75. Add it to the exhibit's"),
        ('{{ quantile("quartiles", group="husk") }}', "quantile('quartiles') does not say which probability"),
        ('{{ total("hours") }}', "total('hours') does not say which group"),
        ('{{ pct("hours", group="husk") }}', "pct('hours'): the exhibit shows numbers, not shares"),
        ('{{ alpha("use") }}', "alpha('use'): no index"),
        ('{{ fact("ofices") }}', "fact: no 'ofices'. Did you mean 'offices'?"),
        ('{{ section("sec-x") }}', "section: no 'sec-x'. None is known."),
        ('# T {#ch-two}\n{{ Section("ch-tow") }}', "Section: no 'ch-tow'. Did you mean 'ch-two'?"),
        ('{{ wave_count("staf", "2009") }}', "wave_count: no 'staf'. Did you mean 'staff'?"),
        ('{{ questionnaire("staf") }}', "questionnaire: no 'staf'. Did you mean 'staff'?"),
    ],
)  # fmt: skip
def test_slips_in_citations(problems, text, expected):
    assert any(expected in problem for problem in problems(text)), problems(text)


def test_shown_twice_says_where_the_first_one_is(problems):
    found = problems('{{ table("use") }}\n\n{{ table("use") }}')
    assert found == [
        "chapter.md.jinja, line 3: the exhibit 'use' is shown a second time. It is in chapter.md.jinja, line 1; use ref() here."
    ]


def test_shown_twice_in_two_chapters(problems):
    (found,) = problems('{{ table("use") }}', other='a\n{{ table("use") }}')
    assert found.startswith(
        "other.md.jinja, line 2: the exhibit 'use' is shown a second time. It is in chapter.md.jinja, line 1"
    )


def test_a_reference_to_another_chapter_s_exhibit(problems):
    assert problems('{{ ref("use") }}', other='{{ table("use") }}') == []


def test_a_fact_that_is_computed_is_said_in_words(problems):
    (found,) = problems("{% set x = 'offices' %}{{ fact(x) }}")
    assert "fact() without" in found and "class" not in found


def test_all_problems_of_a_template_at_once(problems):
    assert len(problems('{{ table("usee") }}\n{{ fact("x") }}\n{{ n("use") }}\n{{ figure("use") }}')) == 4


def claim(condition: str) -> str:
    return f"a\n{{% claim {condition} %}}setning{{% endclaim %}}"


def test_a_claim_cites_the_exhibits_it_is_held_against(tmp_path):
    text = claim('"higher", "use", category="low", group="husk", than_exhibit="pie"') + claim('"significant", "alone"')
    found = citations([write(tmp_path, text)])
    assert [(c.function, c.line, c.first, c.args[0]) for c in found] == [
        ("claim", 2, "use", "higher"),
        ("claim", 3, "alone", "significant"),
    ]
    assert exhibits_quoted(found) == ["use", "pie", "alone"]


@pytest.mark.parametrize(
    "condition",
    [
        '"higher", "use", category="low", group="husk", than="control"',
        '"higher", "use", category=["low", "high"], group="husk", than="control", by=5, significant=true, panel="group"',
        '"higher", "barriers", variable="time", than_variable="money", group="husk"',
        '"higher", "use", category="low", group="husk", than_exhibit="pie"',
        '"about_equal", "use", category="low", among="groups", margin=3',
        '"largest", "barriers", variable="time", group="husk", among=["time", "money"]',
        '"largest", "use", category="low", group="husk", among="categories"',
        '"ranked", "barriers", order=["time"], group="husk", in_order=false',
        '"largest_difference", "barriers", variable="time", group="husk", than="control", among=["money"]',
        '"follows_order", "use", category="low", order=["husk", "control"], direction="rising"',
        '"share_about", "use", category="low", group="husk", words="two_thirds" and "majority", "alone", category="low"',
        '"significant", "two", panel="nav"',
        '"for_every_variable", "barriers", condition="higher", variables="all", group="husk", than="control"',
        '"in_every_group", "use", condition="at_least", category="low", groups=["husk", "control"], share=0.25',
    ],
)
def test_good_claims(problems, condition):
    assert problems(claim(condition)) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('"hgher", "use", group="husk", than="control"', "line 2: claim: no condition 'hgher'. Did you mean 'higher'?"),
        ('"higher", "usee", group="husk", than="control"', "line 2: no exhibit 'usee'. Did you mean 'use'?"),
        ('"higher"', "a claim without condition and exhibit in quotes. Write for example"),
        ('3, "use"', "a claim without condition and exhibit in quotes"),
        ('"higher", name, group="husk", than="control"', "a claim with a computed name. Write the value itself."),
        ('"higher", "use", group=g, than="control"', "a claim with a computed group. Write the value itself."),
        ('"higher", "use", category=["low", g], group="husk", than="control"', "a claim with a computed category"),
        ('"higher", "use", category="low", group="husk"', "claim 'higher' of 'use' does not say than or than_variable or"),
        ('"higher", "use", category="low", group="husk", then="control"', "no argument 'then'. Did you mean 'than'?"),
        ('"higher", "use", category="lw", group="husk", than="control"', "claim 'higher' of 'use': no category 'lw'. Did you mean 'low'?"),
        ('"higher", "use", category=["low", "hgh"], group="husk", than="control"', "no category 'hgh'. Did you mean 'high'?"),
        ('"higher", "use", category="low", group="hsk", than="control"', "no group 'hsk'. Did you mean 'husk'?"),
        ('"higher", "use", category="low", group="husk", than="cntrol"', "no than 'cntrol'. Did you mean 'control'?"),
        ('"higher", "barriers", variable="tim", group="husk", than="control"', "no variable 'tim'. Did you mean 'time'?"),
        ('"higher", "barriers", group="husk", than="control"', "does not say which variable. Add variable=…."),
        ('"higher", "use", category="low", than="control"', "does not say which group. Add group=…."),
        ('"higher", "use", group="husk", than="control"', "does not say which category. Add category=…."),
        ('"higher", "alone", category="low", than_exhibit="use"', "does not say which group of 'use'. Add than=…."),
        ('"higher", "use", category="low", group="husk", than_exhibit="pi"', "no exhibit 'pi'. Did you mean 'pie'?"),
        ('"higher", "use", category="low", group="husk", than="control", by="5"', "by='5'. A number of at least 0."),
        ('"higher", "use", category="low", group="husk", than="control", significant="yes"', "'yes'. Write true or false, without quotes."),
        ('"at_least", "use", category="low", group="husk", share=60', "share=60. A number from 0 to 1."),
        ('"share_about", "use", category="low", group="husk", words="two_third"', "words='two_third'. Did you mean 'two_thirds'?"),
        ('"largest", "use", category="low", group="husk"', "does not say what is compared. Add among=\"groups\""),
        ('"largest", "barriers", variable="time"', "does not say which group"),
        ('"largest", "barriers", variable="time", group="husk", among=["time", "mony"]', "no 'mony'. Did you mean 'money'?"),
        ('"largest", "barriers", variable="time", group="husk", among=["time", "control"]', "among mixes variables, categories and groups"),
        ('"largest", "use", category="low", group="husk", among="group"', "among='group'. Did you mean 'groups'?"),
        ('"largest_difference", "barriers", variable="time", group="husk", than="control", among=["husk"]', "lists what is no variable"),
        ('"ranked", "barriers", group="husk"', "does not say order"),
        ('"follows_order", "use", category="low", order=["husk", "control"], direction="up"', "direction='up'"),
        ('"significant", "barriers"', "does not say which variable"),
        ('"significant", "two"', "does not say which panel"),
        ('"significant", "use", groups=["husk", "cntrol"]', "no group 'cntrol'. Did you mean 'control'?"),
        ('"significant", "use", panel="grup"', "no panel 'grup'. Did you mean 'group'?"),
        ('"in_every_group", "use", condition="majorty", category="low", groups="all"', "no condition 'majorty'. Did you mean 'majority'?"),
        ('"in_every_group", "use", condition="majority", category="low"', "does not say groups"),
        ('"in_every_group", "use", condition="majority", groups="all"', "claim 'majority' of 'use' does not say which category"),
        ('"for_every_variable", "barriers", condition="higher", variables=["mony"], group="husk", than="control"', "no variable 'mony'"),
        ('"majority", "use", category="low", group="husk" and "majrity", "use"', "no condition 'majrity'"),
    ],
)  # fmt: skip
def test_slips_in_claims(problems, condition, expected):
    found = problems(claim(condition))
    assert any(expected in problem for problem in found), found


def test_every_example_in_the_documentation_parses(tmp_path):
    examples = "".join(f"{c.example}x{{% endclaim %}}\n" for c in CONDITIONS.values())
    found = citations([write(tmp_path, examples)])
    assert [c.args[0] for c in found] == list(CONDITIONS)
    for citation in found:
        condition = CONDITIONS[citation.args[0]]
        inner = CONDITIONS[citation.kwargs["condition"]].arguments if condition.repeats else ()
        assert set(citation.kwargs) <= {*condition.arguments, *inner}, citation
        assert all(any(name in citation.kwargs for name in names) for names in condition.needs), citation
