"""Numbers in the text: the right cell, in the report's language, and something visible where there is no number."""

import inspect
import re
from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.chapters.cited import POSITIONS, QUOTING
from evalreport.chapters.functions import HIDDEN, number_functions
from evalreport.chapters.references import reference_functions
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, MEAN
from evalreport.words.catalogue import word
from evalreport.words.in_words import ranked_as
from evalreport.words.sentences import join_words, lower_first

NAN = float("nan")
LIBRARY = Path(__file__).parents[3] / "scripts" / "evalreport"
GROUPS = (Item("husk", "HUSK 2009"), Item("control", "Kontroll 2009"))
USE = View(
    exhibit="use",
    chapter="c",
    language="nb",
    title="T",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "Spørsmål"),),
    categories=(Item("1", "Sjelden"), Item("2", "Ofte")),
    panels=(Panel("group", "Gruppe", GROUPS),),
)
BARRIERS = replace(
    USE, categories=(), variables=tuple(Item(v, v.capitalize()) for v in ("tid", "penger", "ledelse", "språk"))
)
MEANS = replace(BARRIERS, statistic="mean")
GAPS = replace(BARRIERS, statistic="share_difference", panels=(Panel("contrasts", "", (Item("gap", "Gap"),)),))
RATES = replace(
    USE, statistic="rate", categories=(), variables=(Item("returned", "Returnert"), Item("rr", "Svarprosent"))
)


def cells(rows: dict) -> dict:
    return {key: {"n": n, "estimate": value, "suppressed": hidden} for key, (n, value, hidden) in rows.items()}


def a_test(variable="q", p=0.03, groups="group") -> dict:
    return dict(variable=variable, groups=groups, test="chi2", statistic=7.0, df1=2.0, df2=NAN, p=p, reason="")


USE_CELLS = cells(
    {
        ("q", BASE, "husk"): (280, NAN, 0),
        ("q", "1", "husk"): (146, 0.52143, 0),
        ("q", "2", "husk"): (54, 0.19286, 0),
        ("q", BASE, "control"): (114, NAN, 0),
        ("q", "1", "control"): (65, 0.57018, 0),
        ("q", "2", "control"): (None, None, 1),
    }
)
SIZED = a_test(p=0.6774) | {"effect": "cramers_v", "effect_size": 0.1262}
SHARES = {"tid": 0.735, "penger": 0.4, "ledelse": 0.12, "språk": NAN}
BARRIER_CELLS = cells({(v, "counted", "husk"): (10, share, 0) for v, share in SHARES.items()})
BARRIER_CELLS |= cells({(v, BASE, "husk"): (1000 + i, NAN, 0) for i, v in enumerate(SHARES)})
MEAN_CELLS = cells({("tid", MEAN, "husk"): (280, 4.256, 0), ("tid", MEAN, "control"): (110, 4.1, 0)})
BARRIER_CELLS[("tid", "counted", "husk")] |= {"ci_low": 0.68049, "ci_high": 0.7861}
MEAN_CELLS[("tid", MEAN, "husk")] |= {"ci_low": 4.1, "ci_high": 4.412}
GAP_CELLS = cells({("tid", MEAN, "gap"): (280, 0.04, 0)})
GAP_CELLS[("tid", MEAN, "gap")] |= {"ci_low": -0.0312, "ci_high": 0.1177}
RATE_CELLS = cells({("returned", BASE, "husk"): (NAN, 1286.0, 0), ("rr", "rate", "husk"): (286, 0.7296, 0)})
EVIDENCE = {
    "use": Evidence(USE, USE_CELLS, (SIZED, SIZED | {"p": 0.01, "groups": "husk|control"}), (0.05, 0.1)),
    "barriers": Evidence(BARRIERS, BARRIER_CELLS, (a_test("penger", 0.06), a_test("tid", NAN)), (0.05, 0.1)),
    "means": Evidence(MEANS, MEAN_CELLS, (), (0.05, 0.1)),
    "gaps": Evidence(GAPS, GAP_CELLS, (), (0.05, 0.1)),
    "rates": Evidence(RATES, RATE_CELLS, (), (0.05, 0.1)),
}


def say(function: str, *args, language: str = "nb", **kwargs) -> str:
    return number_functions(EVIDENCE, language)[function](*args, **kwargs).replace("\u00a0", " ")


def test_percentages():
    assert say("pct", "use", category=2, group="husk") == "19 %"
    assert say("pct", "use", "2", "husk", decimals=1) == "19,3 %"
    assert say("pct", "use", category="2", group="husk", sign=False) == "19"
    assert say("pct", "use", "2", "husk", language="en") == "19%"
    assert say("pct", "barriers", variable="tid", group="husk") == "74 %"
    assert say("pct", "rates", variable="rr", group="husk") == "73 %"


def test_counts_and_bases():
    assert say("n", "use", group="husk") == "280"
    assert say("n", "use", group="husk", category=1) == "146"
    assert say("n", "barriers", group="husk", variable="penger") == "1 001"
    assert say("n", "means", group="husk", variable="tid") == "280"
    assert say("n", "rates", variable="returned", group="husk") == "1 286"


def test_means_and_differences():
    assert say("mean", "means", variable="tid", group="husk") == "4,26"
    assert say("mean", "means", variable="tid", group="husk", decimals=1, language="en") == "4.3"
    assert say("diff", "means", variable="tid", group="husk", than="control") == "0,16"
    assert say("diff", "use", category=1, group="husk", than="control") == "5 prosentpoeng"
    assert say("diff", "use", category=1, group="control", than="husk") == "5 prosentpoeng"  # never negative
    assert (
        say("diff", "use", category=1, group="husk", than="control", decimals=1, language="en")
        == "4.9 percentage points"
    )


def test_tests_by_variable_and_family_of_groups():
    assert say("p", "use") == "p = 0,68"
    assert say("p", "use", groups=["husk", "control"]) == "p = 0,010"
    assert say("p", "use", panel="group") == "p = 0,68"
    assert say("significance", "use") == "ikke statistisk signifikant"
    assert say("significance", "barriers", variable="penger") == "statistisk signifikant på 10 %-nivå"


def test_shares_in_words():
    assert say("share_words", "use", category=2, group="husk") == "om lag en av fem"


def test_intervals():
    assert say("ci", "barriers", variable="tid", group="husk") == "95 % KI 68–79"
    assert say("ci", "barriers", variable="tid", group="husk", decimals=1, language="en") == "95% CI 68.0–78.6"
    assert say("ci", "means", variable="tid", group="husk") == "95 % KI 4,10–4,41"
    assert say("ci", "gaps", variable="tid", group="gap") == "95 % KI −3 til 12"
    assert say("ci", "gaps", variable="tid", group="gap", language="en") == "95% CI −3 to 12"


def test_effect_sizes():
    assert say("effect", "use") == "Cramérs V = 0,13"
    assert say("effect", "use", groups="husk|control", language="en") == "Cramér's V = 0.13"


def test_every_effect_size_of_a_test_has_a_name():
    """Wherever the library names an effect, the report can say it."""
    sources = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))
    named = set(re.findall(r'"(cramers_v|cohens_d|eta2|[a-z_]*epsilon[a-z_0-9]*|standardised_difference)"', sources))
    assert len(named) >= 4
    for name in named:
        assert all(word(f"effect_{name}", language) for language in ("nb", "nn", "en"))


def test_the_place_of_an_item():
    assert say("rank", "barriers", variable="tid", group="husk") == "størst"
    assert say("rank", "barriers", variable="penger", group="husk") == "nest størst"
    assert say("rank", "barriers", variable="ledelse", group="husk", superlative="vanligst") == "tredje vanligst"
    assert say("rank", "barriers", variable="ledelse", group="husk", smallest=True) == "minst"
    assert say("rank", "barriers", variable="penger", group="husk", language="en") == "second largest"
    assert say("rank", "use", category=2, group="husk") == "nest størst"  # one question: among its answers
    assert say("rank", "use", category=1, group="husk", among="groups") == "nest størst"


def test_equal_values_share_the_better_place():
    rows = cells(
        {(v, "counted", "husk"): (10, share, 0) for v, share in {"tid": 0.5, "penger": 0.5, "ledelse": 0.1}.items()}
    )
    functions = number_functions({"tied": Evidence(BARRIERS, rows, (), ())}, "nb")
    said = [functions["rank"]("tied", variable=v, group="husk") for v in ("tid", "penger", "ledelse")]
    assert said == ["størst", "størst", "tredje størst"]


def test_places_after_the_tenth_are_numbered():
    assert ranked_as(10, "størst", "nn") == "tiande størst"
    assert ranked_as(11, "størst", "nb") == "nummer 11"


def test_lists_with_their_numbers():
    assert say("largest", "barriers", group="husk", k=2, numbers=True) == "tid (74 %) og penger (40 %)"
    assert say("smallest", "barriers", group="husk", k=1, numbers=True, decimals=1) == "ledelse (12,0 %)"
    assert say("largest", "means", group="husk", numbers=True, language="en") == "tid (4.26)"
    assert say("largest_group", "use", category=1, k=2, numbers=True) == "Kontroll 2009 (57 %) og HUSK 2009 (52 %)"


def test_of_one_question_the_answers_are_ranked():
    assert say("largest", "use", group="husk", k=1, numbers=True) == "sjelden (52 %)"


def test_largest_and_smallest_items():
    assert say("largest", "barriers", group="husk") == "tid, penger og ledelse"
    assert say("largest", "barriers", group="husk", k=1) == "tid"
    assert say("smallest", "barriers", group="husk", k=2, language="en") == "ledelse and penger"
    assert (
        say("largest", "barriers", group="husk", k=9) == "tid, penger og ledelse"
    )  # the one without a value is left out


def test_the_group_with_most():
    assert say("largest_group", "use", category=1) == "Kontroll 2009"
    assert say("smallest_group", "use", category=1) == "HUSK 2009"
    assert say("largest_group", "use", category=2) == HIDDEN  # the other is withheld, and may be the larger


@pytest.mark.parametrize(
    "call",
    [
        ("pct", ("use",), {"category": 2, "group": "control"}),
        ("pct", ("barriers",), {"variable": "språk", "group": "husk"}),
        ("pct", ("barriers",), {"variable": "tid", "group": "control"}),
        ("n", ("use",), {"group": "control", "category": 2}),
        ("n", ("barriers",), {"variable": "tid", "group": "control"}),
        ("mean", ("means",), {"variable": "penger", "group": "husk"}),
        ("diff", ("use",), {"category": 2, "group": "husk", "than": "control"}),
        ("p", ("barriers",), {"variable": "tid"}),
        ("p", ("means",), {"variable": "tid"}),
        ("share_words", ("use",), {"category": 2, "group": "control"}),
        ("largest", ("barriers",), {"group": "control"}),
        ("largest_group", ("means",), {"variable": "språk"}),
        ("rank", ("barriers",), {"variable": "språk", "group": "husk"}),
        ("rank", ("use",), {"category": 1, "group": "control"}),  # the answer withheld may be the larger
        ("ci", ("use",), {"category": 2, "group": "control"}),
        ("effect", ("barriers",), {"variable": "penger"}),
    ],
)
def test_what_is_withheld_or_not_there_is_visible(call):
    function, args, kwargs = call
    assert say(function, *args, **kwargs) == HIDDEN


def test_an_exhibit_without_a_test_is_not_tested():
    assert say("significance", "means", variable="tid") == "ikke testet"
    assert say("significance", "barriers", variable="tid") == "ikke testet"


def test_citations_know_the_arguments_of_every_function():
    functions = number_functions(EVIDENCE, "nb")
    assert set(functions) == set(QUOTING)
    for name, function in functions.items():
        names = tuple(inspect.signature(function).parameters)[1:]
        known = POSITIONS[name]
        assert names[: len(known)] == known, name


def test_lists_of_words():
    assert join_words([], "nb") == ""
    assert join_words(["a"], "nb") == "a"
    assert join_words(["a", "b"], "en") == "a and b"
    assert join_words(["a", "b", "c"], "nn") == "a, b og c"


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Mangel på tid", "mangel på tid"),
        ("NAV-reformen", "NAV-reformen"),
        ("I stor grad", "I stor grad"),
        ("", ""),
        ("Å lese", "Å lese"),
    ],
)
def test_labels_inside_a_sentence(label, inside):
    assert lower_first(label) == inside


def test_references():
    functions = reference_functions({"use": "table", "pie": "figure"})
    assert functions["ref"]("use") == "[](#tbl-use){.ref}"
    assert functions["Ref"]("pie") == "[](#fig-pie){.ref .cap}"
    assert functions["section"]("sec-a") == "[](#sec-a){.ref}"
    assert functions["Section"]("ch-a") == "[](#ch-a){.ref .cap}"


def test_how_many_fell_away_in_words():
    flow = replace(RATES, statistic="count", variables=(Item("invited", "Invitert"), Item("answered", "Svarte")))
    rows = {("invited", BASE, "husk"): (40, 40.0, 0), ("answered", BASE, "husk"): (30, 30.0, 0)}
    rows[("invited", BASE, "control")], rows[("answered", BASE, "control")] = (20, 20.0, 0), (21, 21.0, 0)
    lost = number_functions({"flow": Evidence(flow, cells(rows), (), (0.05,))}, "nb")["lost_words"]
    assert lost("flow", variable="answered", of="invited", group="husk") == "en av fire"
    assert (
        lost("flow", variable="answered", of="invited", group="control") == HIDDEN
    )  # more than before: nobody fell away


def test_totals_ratios_quantiles_net_change_and_alpha():
    kinds = {"total": "total", "ratio": "ratio", "quantile": "quantile", "change": "change", "mean": "mean"}
    one = replace(USE, categories=(), variables=(Item("q", "Q"),))
    rows = {
        ("q", "sum", "husk"): (9, 1234.4, 0),
        ("q", "ratio", "husk"): (9, 0.125, 0),
        ("q", "q50", "husk"): (9, 4.0, 0),
        ("q", "q25", "husk"): (9, 2.25, 0),
        ("q", "net", "husk"): (9, -0.123, 0),
        ("q", "alpha", "*"): (9, 0.8765, 0),
        ("q", "net", "control"): (None, None, 1),
    }
    made = {name: Evidence(replace(one, statistic=kind), cells(rows), (), (0.05,)) for name, kind in kinds.items()}
    say = number_functions(made, "nb")
    assert (
        say["total"]("total", group="husk").replace("\u00a0", " ") == "1 234"
        and say["ratio"]("ratio", group="husk") == "0,13"
    )
    assert say["quantile"]("quantile", 0.5, "husk") == "4" and say["quantile"]("quantile", 0.25, "husk") == "2,3"
    assert say["net"]("change", group="husk").replace("\u00a0", " ") == "−12 prosentpoeng"
    assert say["alpha"]("mean") == "0,88" and say["net"]("change", group="control") == HIDDEN
    assert say["largest_group"]("change") == HIDDEN  # the other is withheld
    assert say["largest_group"]("ratio") == "HUSK 2009"  # the other has none
