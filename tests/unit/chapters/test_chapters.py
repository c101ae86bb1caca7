"""Chapters: templates with their numbers, and errors that name the template's line."""

import re

import pandas as pd
import pytest
from evalreport.chapters.chapter import Given, render
from evalreport.disclosure.protection import protect, protect_tests
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, ESTIMATES, MEAN, TESTS
from hypothesis import given
from hypothesis import strategies as st

NAN = float("nan")
GROUPS = (Item("a", "HUSK", colour="#112233"), Item("b", "Kontroll"))
USE = View(
    exhibit="use",
    chapter="c",
    language="nb",
    title="Bruk av forskning",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "Bruk"),),
    categories=(Item("1", "Sjelden"), Item("2", "Ofte")),
    panels=(Panel("g", "Gruppe", GROUPS),),
)


def changed(exhibit: str, **values) -> View:
    return View(**{**vars(USE), "exhibit": exhibit, **values})


VIEWS = {
    "use": USE,
    "use_figure": changed("use_figure", display="stacked"),
    "barriers": changed(
        "barriers", categories=(), variables=(Item("time", "Tid"), Item("money", "Penger")), display="bars"
    ),
    "means": changed(
        "means", statistic="mean", categories=(), variables=(Item("time", "Tid"), Item("money", "Penger"))
    ),
    "cleaned": changed("cleaned", statistic="count", categories=(), variables=(Item("usable", "Brukbare"),)),
}
SETTINGS = {
    "views": {name: view.to_dict() for name, view in VIEWS.items()},
    "landscape": [],
    "alts": {},
    "values_notes": {"use": "Verdiene er rekonstruert."},
    "displays": {"use": "table", "use_figure": "figure"},
    "facts": {
        "offices": ["1318", ""],
        "share": ["12.50", ""],
        "name": ["NAV 2", ""],
        "zero": ["0", ""],
        "start": ["2006", "year"],
    },
    "counts": {"staff": "cleaned"},
    "questionnaires": {"staff": []},
    "levels": [0.05, 0.1],
    "language": "nb",
    "claims": {"margins": {}, "marks": True},
    "data_note": "Konstruerte data.",
}


def row(exhibit, variable, category, group, n, estimate=NAN) -> tuple:
    return (exhibit, variable, category, group, n, n, estimate, NAN, NAN, NAN, NAN, 0)


def estimates(counts: dict[str, tuple[int, int]]) -> dict[str, pd.DataFrame]:
    """All exhibits from the counts of two answers a group."""
    rows: dict[str, list[tuple]] = {name: [] for name in VIEWS}
    for group, (no, yes) in counts.items():
        base = no + yes
        share = yes / base if base else NAN
        for exhibit in ("use", "use_figure"):
            rows[exhibit].append(row(exhibit, "q", BASE, group, base))
            for category, n in (("1", no), ("2", yes)):
                rows[exhibit].append(row(exhibit, "q", category, group, n, n / base if base else NAN))
        for variable in ("time", "money"):
            rows["barriers"].append(row("barriers", variable, BASE, group, base))
            rows["barriers"].append(row("barriers", variable, "counted", group, yes, share))
            rows["means"].append(row("means", variable, MEAN, group, base, 1 + share))
        rows["cleaned"].append(row("cleaned", "usable", BASE, group, base, base))
    return {name: pd.DataFrame(part, columns=ESTIMATES) for name, part in rows.items()}


def differences(p: float) -> dict[str, pd.DataFrame]:
    def table(exhibit, variables):
        found = [
            (exhibit, v, "g", "chi2", NAN if pd.isna(p) else 3.0, 1.0, NAN, p, NAN, "cramers_v", NAN, "")
            for v in variables
        ]
        return pd.DataFrame(found, columns=TESTS)

    empty = pd.DataFrame(columns=TESTS)
    return dict.fromkeys(VIEWS, empty) | {"use": table("use", ["q"]), "barriers": table("barriers", ["time", "money"])}


FULL = {"a": (146, 134), "b": (65, 49)}


@pytest.fixture
def chapter(tmp_path):
    def chapter(text: str, counts=FULL, p: float = 0.03, **settings) -> str:
        path = tmp_path / "chapter.md.jinja"
        path.write_text(text, encoding="utf-8")
        found, _ = render(Given(path, [tmp_path], estimates(counts), differences(p), SETTINGS | settings))
        return found.replace("\u00a0", " ")

    return chapter


def test_prose_with_numbers_and_references(chapter):
    text = chapter('# Bruk {#ch-use}\n\n{{ pct("use", "2", "a") }} svarer ofte ({{ ref("use") }}; {{ p("use") }}).\n')
    assert text == "# Bruk {#ch-use}\n\n48 % svarer ofte ([](#tbl-use){.ref}; p = 0,030).\n"


def test_a_table_with_its_notes(chapter):
    text = chapter('{{ table("use") }}\n')
    assert text.startswith("::: {#tbl-use .exhibit}\n")
    assert "| Sjelden | 52,1 % | 57,0 % |" in re.sub(" +", " ", text)
    assert "\n: Bruk av forskning\n:::" in text
    assert "Pearsons kjikvadrattest" in text and text.rstrip().endswith("Verdiene er rekonstruert.\n:::")


def test_a_landscape_table(chapter):
    assert chapter('{{ table("use") }}', landscape=["use"]).startswith("::: landscape\n\n::: {#tbl-use")


def test_a_figure_carries_its_alt_text(chapter):
    text = chapter('{{ figure("use_figure") }}\n')
    alt = re.search(r'!\[Bruk av forskning\]\(use_figure\)\{#fig-use_figure alt="([^"]+)"\}', text)
    assert alt and "HUSK" in alt[1] and "52,1 %" in alt[1]


def test_captions_notes_and_alt_texts_with_numbers(chapter):
    own = {
        "title": 'Bruk (N = {{ n("use", group="a") }})',
        "note": 'Ofte: {{ pct("use", "2", "a") }}*; {{ share_words("use", "1", "b") }}.',
    }
    views = {name: view.to_dict() | own for name, view in VIEWS.items()}
    text = chapter('{{ table("use") }}\n', views=views)
    assert "\n: Bruk (N = 280)\n:::" in text
    assert "::: note\nOfte: 48 %\\*; under tre av fem. Pearsons" in text
    figure = chapter('{{ figure("use_figure") }}\n', views=views, alts={"use_figure": '{{ fact("offices") }} "kontor"'})
    assert '![Bruk (N = 280)](use_figure){#fig-use_figure alt="1 318 \\"kontor\\""}' in figure


def test_a_changed_number_changes_the_caption(chapter):
    views = {name: view.to_dict() | {"title": 'N = {{ n("use", group="a") }}'} for name, view in VIEWS.items()}
    assert "N = 200" in chapter('{{ table("use") }}\n', counts={"a": (100, 100), "b": (1, 1)}, views=views)


def test_facts_in_the_report_s_language(chapter):
    assert (
        chapter('{{ fact("offices") }}|{{ fact("share") }}|{{ fact("name") }}|{{ fact("zero") }}|{{ fact("start") }}')
        == "1 318|12,50|NAV 2|0|2006"
    )
    assert chapter('{{ fact("offices") }}', language="en") == "1,318"
    assert chapter('{{ fact("zero") | in_words }} {{ 3 | in_words | capitalize }}') == "null Tre"


def test_counts_of_waves_and_the_data_note(chapter):
    assert chapter('{{ wave_count("staff", "a") }} {{ data_note() }}') == "280 Konstruerte data."


def test_a_count_that_is_withheld_is_a_mark_and_no_error(tmp_path):
    path = tmp_path / "c.md.jinja"
    path.write_text('{{ wave_count("staff", "a") }}')
    tables = estimates(FULL)
    few = tables["cleaned"]["group"] == "a"
    tables["cleaned"].loc[few, ["n", "estimate"]] = NAN
    tables["cleaned"].loc[few, "suppressed"] = 1
    assert render(Given(path, [tmp_path], tables, differences(NAN), SETTINGS))[0].strip() == r"\[…\]"


def test_comments_and_logic_leave_no_empty_lines(chapter):
    assert chapter("{## not printed ##}\n{% if 1 < 2 %}\nja\n{% endif %}\nslutt\n") == "ja\nslutt\n"


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("A{% if 1 < 2 %} b.{% endif %}\n\nC\n", "A b.\n\nC\n"),
        ("A.{## later ##}\n\nC\n", "A.\n\nC\n"),
        ("- a{% if 1 > 2 %}\n  more{% endif %}\n- b\n", "- a\n- b\n"),
        ("A {% set x = '%}' %}\n\nC\n", "A \n\nC\n"),
        ("A{% if 1 < 2\n and 2 < 3 %}\nb{% endif %}\n\nC\n", "A\nb\n\nC\n"),
        ("{% if 1 < 2 %}{% set x = 1 %}\nA\n{% endif %}{## b ##}\nC\n", "A\nC\n"),
        ("A{% if 1 < 2 -%}\n   b{% endif %}\n\nC\n", "Ab\n\nC\n"),
        ("A {% raw %}\n{{ x }} {% if %}\n{% endraw %}\nC\n", "A \n{{ x }} {% if %}\nC\n"),
    ],
)
def test_a_tag_at_the_end_of_a_line_of_text_leaves_the_line_break(chapter, template, printed):
    assert chapter(template) == printed


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ('A.\n{{ figure("use_figure") }}\n', 2, "figure 'use_figure'"),
        ('A.\n\n{{ figure("use_figure") }} and more.\n', 3, "figure 'use_figure'"),
        ("A.\n\nSee {{ table('use') }}\n", 3, "table 'use'"),
        ("A.\n{{ software() }}\n", 2, "table 'software'"),
    ],
)
def test_a_table_or_figure_within_a_paragraph_is_told_with_its_line(chapter, text, line, name):
    with pytest.raises(BadInput) as caught:
        chapter(text)
    assert f"chapter.md.jinja, line {line}: the {name} is not alone in its paragraph" in str(caught.value)


def test_the_line_is_that_of_the_included_template(chapter, tmp_path):
    (tmp_path / "part.md.jinja").write_text('B.\n\nC.\n{{ table("use") }}\n')
    with pytest.raises(BadInput) as caught:
        chapter('A.\n\n{% include "part.md.jinja" %}\n')
    assert "part.md.jinja, line 4: the table 'use'" in str(caught.value)


def test_files_and_software(tmp_path):
    path = tmp_path / "c.md.jinja"
    path.write_text("{{ inputs() }}\n\n{{ software() }}")
    files = [{"file": "a.csv", "rows": 3, "columns": 2, "sha256": "0" * 64}]
    text, _ = render(Given(path, [tmp_path], estimates(FULL), differences(NAN), SETTINGS, files, {"Python": "3.11"}))
    assert "#tbl-inputs" in text and "a.csv" in text and "| Python" in text


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n{{ unknown }}", 3, "'unknown' is undefined"),
        ('a\n{{ tabel("use") }}', 2, "'tabel' is undefined"),
        ('a\nb\nc\n{{ pct("nothing", "2", "a") }}', 4, "nothing"),
        ('{{ pct("use", "2", "a", colour="red") }}', 1, "unexpected keyword argument 'colour'"),
        ("a\n{{ 'x' | nofilter }}", 2, "No filter named 'nofilter'"),
        ("a\n{{ 'x' + 1 }}", 2, "can only concatenate"),
        ('a\n{{ wave_count("staff", "1999") }}', 2, "'staff' has no wave '1999' in this edition"),
        ('a\n{{ wave_count("users", "2009") }}', 2, "needs an exhibit of kind cleaning"),
        ("a\n{% if x %}", 2, "Unexpected end of template"),
    ],
)
def test_errors_name_the_line(chapter, text, line, message):
    with pytest.raises(BadInput) as caught:
        chapter(text)
    assert f"chapter.md.jinja, line {line}: " in str(caught.value)
    assert message in str(caught.value)


EVERYTHING = """{{ table("use") }}

{{ figure("use_figure") }}

{{ figure("barriers") }}

{{ table("means") }}

{{ table("cleaned") }}

{{ pct("use", "2", "a") }} {{ n("use", group="b") }} {{ n("use", category="1", group="b") }} {{ mean("means", variable="time", group="a") }}
{{ diff("use", category="2", group="a", than="b") }} {{ diff("means", variable="time", group="a", than="b") }} {{ p("use") }}
{{ significance("use") }} {{ share_words("use", "2", "b") }} {{ largest("barriers", group="a") }} {{ smallest("barriers", group="b") }}
{{ largest_group("use", category="1") }} {{ smallest_group("barriers", variable="time") }} {{ p("barriers", variable="money") }}
"""
some = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, 200))


@given(
    st.fixed_dictionaries({"a": st.tuples(some, some), "b": st.tuples(some, some)}),
    st.sampled_from([0, 3, 5]),
    st.sampled_from([0, 10]),
    st.one_of(st.just(NAN), st.floats(0, 1)),
    st.sampled_from(["nb", "nn", "en"]),
)
def test_nothing_ever_prints_a_missing_number(tmp_path_factory, counts, minimum_cell, minimum_base, p, language):
    folder = tmp_path_factory.mktemp("chapter")
    path = folder / "chapter.md.jinja"
    path.write_text(EVERYTHING, encoding="utf-8")
    shown = {name: protect(table, minimum_cell, minimum_base) for name, table in estimates(counts).items()}
    tested = {name: protect_tests(table, shown[name]) for name, table in differences(p).items()}
    views = {name: view | {"language": language} for name, view in SETTINGS["views"].items()}
    text, _ = render(Given(path, [folder], shown, tested, SETTINGS | {"views": views, "language": language}))
    assert not re.search(r"\b(nan|None(?! of)|NaN|inf|<NA>)\b", text), text
    assert "−0" not in text
